//! Actions, triggers and tasks, the connection and the custom types → sections with their tables and samples.

use serde::Serialize;

use super::prose::Prose;
use crate::model::{Operation, OperationKind, Plugin, Value};
use crate::sample::{self, Mode};
use crate::site::OperationCard;
use crate::site::html::{push_attribute, push_content, push_text};
use crate::site::markdown;
use crate::site::tables::{TypeAnchors, push_fields};

/// Operations that a short list shows before it folds the rest away.
const LISTED: usize = 10;

/// Lists of fewer operations than this are never folded: a fold of two is a click for nothing.
const FOLDED_FROM: usize = 14;

/// Longest line of a short list, in characters.
pub(super) const LINE: usize = 110;

/// The heading over the operations of a kind.
pub(super) fn heading(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Action => "Actions",
        OperationKind::Trigger => "Triggers",
        OperationKind::Task => "Tasks",
    }
}

/// The titles of some operations, each with what it does in a line.
pub(super) fn list(operations: &[Operation], cards: &[OperationCard]) -> String {
    let mut out = String::new();
    let shown = if cards.len() < FOLDED_FROM {
        cards.len()
    } else {
        LISTED
    };
    let (first, rest) = (cards.split_at(shown), operations.split_at(shown));
    push_list(&mut out, rest.0, first.0);
    if !rest.1.is_empty() {
        out.push_str("<details class=\"more\"><summary>");
        out.push_str(&rest.1.len().to_string());
        out.push_str(" more</summary>");
        push_list(&mut out, rest.1, first.1);
        out.push_str("</details>");
    }
    out
}

fn push_list(out: &mut String, operations: &[Operation], cards: &[OperationCard]) {
    out.push_str("<ul class=\"operation-list\">");
    for (operation, card) in operations.iter().zip(cards) {
        out.push_str("<li><a href=\"#");
        push_text(out, &card.anchor);
        out.push_str("\">");
        push_text(out, &card.title);
        out.push_str("</a>");
        let line = markdown::plain(&operation.description, LINE);
        if !line.is_empty() {
            out.push_str(" <span>");
            push_text(out, &line);
            out.push_str("</span>");
        }
        out.push_str("</li>");
    }
    out.push_str("</ul>");
}

/// Everything about some operations.
pub(super) fn sections(
    plugin: &Plugin,
    types: &TypeAnchors,
    prose: &Prose,
    operations: &[Operation],
    cards: &[OperationCard],
) -> String {
    let connection = connection_sample(plugin);
    // A row of a table with its lines of samples, and the rest of a section with the connection in its message.
    let rows = |operation: &Operation| {
        operation.input.len() + operation.output.len() + operation.state.len()
    };
    let rows: usize = operations.iter().map(rows).sum();
    let length = operations.len() * (1536 + connection.len()) + rows * 448;
    let mut out = String::with_capacity(length);
    for (operation, card) in operations.iter().zip(cards) {
        push_operation(
            &mut out,
            plugin,
            types,
            prose,
            operation,
            &card.anchor,
            &connection,
        );
    }
    out
}

fn push_operation(
    out: &mut String,
    plugin: &Plugin,
    types: &TypeAnchors,
    prose: &Prose,
    operation: &Operation,
    id: &str,
    connection: &str,
) {
    let title = &operation.title;
    out.push_str("<section class=\"operation\"");
    push_attribute(out, "id", id);
    push_attribute(out, "data-kind", operation.kind.singular());
    push_attribute(out, "data-name", &operation.name);
    out.push_str("><h3><a href=\"#");
    push_text(out, id);
    out.push_str("\">");
    push_text(out, title);
    out.push_str("</a> <code>");
    push_text(out, &operation.name);
    out.push_str("</code></h3>");
    if !operation.description.trim().is_empty() {
        out.push_str("<p class=\"what\">");
        markdown::push_inline(out, &operation.description);
        out.push_str("</p>");
    }
    prose.push_operation(out, operation.kind, title, &operation.description, id);
    if let Some(schedule) = &operation.schedule {
        out.push_str("<p class=\"schedule\">Schedule: <code>");
        match schedule {
            Value::String(text) => push_text(out, text),
            other => push_text(out, &other.to_string()),
        }
        out.push_str("</code></p>");
    }
    for (what, word, fields) in [
        ("input", "Input", &operation.input),
        ("output", "Output", &operation.output),
        ("state", "State", &operation.state),
    ] {
        if fields.is_empty() {
            continue;
        }
        out.push_str("<h4>");
        out.push_str(word);
        out.push_str("</h4>");
        let label = [word, " of ", title].concat();
        let prefix = [id, "--", what].concat();
        // No form sends what an operation answers.
        let form = what != "output";
        push_fields(out, plugin, types, fields, &prefix, &label, form);
    }
    if operation.input.is_empty() {
        out.push_str("<p class=\"quiet\">Takes no input.</p>");
    }
    out.push_str("<div class=\"samples\">");
    push_sample(out, "Start message", "start", title, |out| {
        push_start_message(out, plugin, operation, connection);
    });
    if !operation.output.is_empty() {
        let output = sample::Fields {
            plugin,
            fields: &operation.output,
            mode: Mode::Full,
        };
        push_sample(out, "Example output", "output", title, |out| {
            push_content(out, &pretty(&output));
        });
    }
    out.push_str("</div></section>");
}

/// Stands in the text of a message for its connection. Nothing else is a line of its own at this depth: texts in JSON
/// have no line ends, and what is in the input stands deeper.
const CONNECTION: &str = "\n    \"connection\": null";

/// The connection of a message as it stands there, made once for all operations.
fn connection_sample(plugin: &Plugin) -> String {
    let connection = sample::Fields {
        plugin,
        fields: &plugin.connection,
        mode: Mode::Default,
    };
    let mut out = String::from("\n    \"connection\": ");
    push_content(&mut out, &pretty(&connection).replace('\n', "\n    "));
    out
}

fn push_start_message(out: &mut String, plugin: &Plugin, operation: &Operation, connection: &str) {
    let text = pretty(&sample::StartMessage {
        plugin,
        operation,
        connection: &Value::Null,
        mode: Mode::Default,
    });
    let Some((before, after)) = text.split_once(CONNECTION) else {
        unreachable!("bug in specc: a start message has no connection");
    };
    push_content(out, before);
    out.push_str(connection);
    push_content(out, after);
}

fn pretty(value: &impl Serialize) -> String {
    let mut out = Vec::with_capacity(2048);
    let mut serializer = serde_json::Serializer::pretty(&mut out);
    if value.serialize(&mut serializer).is_err() {
        out.clear();
    }
    String::from_utf8(out).unwrap_or_default()
}

fn push_sample(
    out: &mut String,
    heading: &str,
    kind: &str,
    title: &str,
    message: impl FnOnce(&mut String),
) {
    out.push_str("<details class=\"sample\"");
    push_attribute(out, "data-sample", kind);
    out.push_str("><summary>");
    out.push_str(heading);
    out.push_str("</summary><div class=\"code\"");
    out.push_str(" data-copy=\"");
    out.push_str(heading);
    out.push_str(": ");
    push_text(out, title);
    out.push_str("\"><pre tabindex=\"0\"><code>");
    message(out);
    out.push_str("</code></pre></div></details>");
}

/// The settings of the connection; empty where there are none.
pub(super) fn connection(plugin: &Plugin, types: &TypeAnchors) -> String {
    let mut out = String::new();
    if !plugin.connection.is_empty() {
        push_fields(
            &mut out,
            plugin,
            types,
            &plugin.connection,
            "connection",
            "Connection settings",
            true,
        );
    }
    out
}

/// The custom types, each with its fields.
pub(super) fn custom_types(plugin: &Plugin, types: &TypeAnchors, prose: &Prose) -> String {
    let fields: usize = plugin.types.iter().map(|it| it.fields.len()).sum();
    let mut out = String::with_capacity(plugin.types.len() * 512 + fields * 384);
    for (index, custom) in plugin.types.iter().enumerate() {
        let id = types.of(index);
        out.push_str("<section class=\"type\"");
        push_attribute(&mut out, "id", id);
        push_attribute(&mut out, "data-type", &custom.name);
        out.push_str("><h3><a href=\"#");
        push_text(&mut out, id);
        out.push_str("\"><code>");
        push_text(&mut out, &custom.name);
        out.push_str("</code></a></h3>");
        prose.push_type(&mut out, &custom.name, id);
        if custom.fields.is_empty() {
            out.push_str("<p class=\"quiet\">Has no fields.</p>");
        } else {
            let label = ["Fields of ", &custom.name].concat();
            let fields = &custom.fields;
            push_fields(
                &mut out,
                plugin,
                types,
                fields,
                &[id, "--field"].concat(),
                &label,
                true,
            );
        }
        out.push_str("</section>");
    }
    out
}
