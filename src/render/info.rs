//! The tree that `info` prints, the same from specc and from every program it generates. Pure text; the caller knows
//! whether it is on a terminal.

use crate::model::{OperationKind, Plugin};

/// Escape sequences for what stands out.
const BOLD: &str = "\u{1b}[1m";
const GREEN: &str = "\u{1b}[32m";
const END: &str = "\u{1b}[0m";

/// Name and title, vendor, version, description, then the triggers, actions and tasks in spec order. What a plugin does
/// not have is left out. Ends with a line feed.
pub fn info(plugin: &Plugin, coloured: bool) -> String {
    let paint = |style: &str, text: &str| {
        if coloured {
            format!("{style}{text}{END}")
        } else {
            text.to_owned()
        }
    };
    let mut text = format!(
        "{}        {}{}\n{}      {}\n{}     {}\n",
        paint(BOLD, "Name:"),
        paint(GREEN, &plugin.name),
        in_brackets(&plugin.title),
        paint(BOLD, "Vendor:"),
        plugin.vendor,
        paint(BOLD, "Version:"),
        plugin.version,
    );
    let description = one_line(&plugin.description);
    if !description.is_empty() {
        text += &format!("{} {description}\n", paint(BOLD, "Description:"));
    }
    for (kind, heading) in [
        (OperationKind::Trigger, "Triggers"),
        (OperationKind::Action, "Actions"),
        (OperationKind::Task, "Tasks"),
    ] {
        let operations = plugin.operations_of(kind);
        if operations.is_empty() {
            continue;
        }
        let heading = format!("{heading} ({}):", operations.len());
        text += &format!("\n{}\n", paint(BOLD, &heading));
        for operation in operations {
            let name = paint(GREEN, &one_line(&operation.name));
            text += &format!("└── {name}{}\n", in_brackets(&operation.description));
        }
    }
    text
}

fn in_brackets(text: &str) -> String {
    match one_line(text) {
        empty if empty.is_empty() => empty,
        line => format!(" ({line})"),
    }
}

/// A text on one line: runs of white space become a space, and other control characters, which a terminal would obey,
/// go.
pub fn one_line(text: &str) -> String {
    let words = text.split_whitespace().map(|word| {
        let shown = word.chars().filter(|character| !character.is_control());
        shown.collect::<String>()
    });
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Operation;

    fn greeting() -> Plugin {
        let mut plugin = Plugin::new("greeting", "acme", semver::Version::new(1, 2, 0));
        plugin.title = "Greeting".to_owned();
        plugin.description = "Greets\r\npeople \u{1b}[31mpolitely".to_owned();
        plugin.triggers = vec![Operation::new(OperationKind::Trigger, "emit_greeting")];
        plugin.actions = ["say_hello", "say_goodbye"]
            .map(|name| Operation {
                description: format!("Does {name}"),
                ..Operation::new(OperationKind::Action, name)
            })
            .to_vec();
        plugin
    }

    #[test]
    fn the_tree_names_each_operation_and_leaves_out_empty_sections() {
        assert_eq!(
            info(&greeting(), false),
            "Name:        greeting (Greeting)\n\
             Vendor:      acme\n\
             Version:     1.2.0\n\
             Description: Greets people [31mpolitely\n\
             \n\
             Triggers (1):\n\
             └── emit_greeting\n\
             \n\
             Actions (2):\n\
             └── say_hello (Does say_hello)\n\
             └── say_goodbye (Does say_goodbye)\n"
        );
    }

    #[test]
    fn colour_adds_escape_sequences_and_nothing_else() {
        let coloured = info(&greeting(), true);
        assert!(coloured.contains("\u{1b}[32msay_hello\u{1b}[0m (Does"));
        let bare = [BOLD, GREEN, END]
            .iter()
            .fold(coloured, |text, code| text.replace(code, ""));
        assert_eq!(bare, info(&greeting(), false));
    }
}
