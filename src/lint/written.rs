//! What the author of a `plugin.spec.yaml` wrote, in lists: many lints walk the same fields, and this walks the tree
//! once for all of them. No rule of its own.

use crate::model::OperationKind;
use crate::text::Span;
use crate::yaml::{Entry, Mapping, Node};

/// The parts of a spec as they were written.
pub(super) struct Written<'a> {
    root: &'a Mapping<'a>,
    /// Actions, triggers, tasks.
    pub operations: Vec<WrittenOperation<'a>>,
    /// Every field, of whatever part.
    pub fields: Vec<WrittenField<'a>>,
}

/// An action, trigger or task.
pub(super) struct WrittenOperation<'a> {
    pub kind: OperationKind,
    pub name: &'a Node<'a>,
    pub body: &'a Mapping<'a>,
    pub title: Option<&'a Node<'a>>,
    pub description: Option<&'a Node<'a>>,
}

/// Where a field stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Connection,
    Input,
    Output,
    State,
    Type,
}

/// A field of the connection, of an operation, or of a custom type.
pub(super) struct WrittenField<'a> {
    pub part: Part,
    /// The operation that it belongs to, by its place in [`Written::operations`].
    pub operation: Option<usize>,
    pub name: &'a Node<'a>,
    pub body: &'a Mapping<'a>,
    pub title: Option<&'a Node<'a>>,
    pub description: Option<&'a Node<'a>>,
    pub ty: Option<&'a Entry<'a>>,
    pub required: bool,
    pub default: Option<&'a Node<'a>>,
    pub example: Option<&'a Node<'a>>,
}

impl WrittenField<'_> {
    /// The field's name.
    pub fn name(&self) -> &str {
        self.name.as_text().unwrap_or_default()
    }

    /// The text of its type.
    pub fn type_name(&self) -> &str {
        self.ty
            .and_then(|entry| entry.value.as_text())
            .unwrap_or_default()
    }
}

impl WrittenOperation<'_> {
    /// The operation's name.
    pub fn name(&self) -> &str {
        self.name.as_text().unwrap_or_default()
    }

    /// Its title, if that is a text.
    pub fn title(&self) -> Option<&str> {
        self.title.and_then(|title| title.as_text())
    }
}

impl<'a> Written<'a> {
    /// The parts below the root of a document.
    pub fn of(root: &'a Mapping<'a>) -> Self {
        let mut written = Self {
            root,
            operations: Vec::new(),
            fields: Vec::new(),
        };
        written.fields(root.get("connection"), Part::Connection, None);
        for kind in OperationKind::ALL {
            let section = root
                .get(kind.plural())
                .and_then(|entry| entry.value.as_mapping());
            for entry in section.iter().flat_map(|section| &section.entries) {
                let Some(body) = entry.value.as_mapping() else {
                    continue;
                };
                let owner = Some(written.operations.len());
                written.operations.push(WrittenOperation {
                    kind,
                    name: &entry.key,
                    body,
                    title: body.get("title").map(|entry| &entry.value),
                    description: body.get("description").map(|entry| &entry.value),
                });
                written.fields(body.get("input"), Part::Input, owner);
                written.fields(body.get("output"), Part::Output, owner);
                written.fields(body.get("state"), Part::State, owner);
            }
        }
        let types = root.get("types").and_then(|entry| entry.value.as_mapping());
        for entry in types.iter().flat_map(|types| &types.entries) {
            written.fields(Some(entry), Part::Type, None);
        }
        written
    }

    fn fields(&mut self, section: Option<&'a Entry<'a>>, part: Part, operation: Option<usize>) {
        let section = section.and_then(|entry| entry.value.as_mapping());
        for entry in section.iter().flat_map(|section| &section.entries) {
            let Some(body) = entry.value.as_mapping() else {
                continue;
            };
            let mut field = WrittenField {
                part,
                operation,
                name: &entry.key,
                body,
                title: None,
                description: None,
                ty: None,
                required: false,
                default: None,
                example: None,
            };
            for entry in &body.entries {
                match entry.key.as_text() {
                    Some("title") => field.title = Some(&entry.value),
                    Some("description") => field.description = Some(&entry.value),
                    Some("type") => field.ty = Some(entry),
                    Some("required") => field.required = true,
                    Some("default") => field.default = Some(&entry.value),
                    Some("example") => field.example = Some(&entry.value),
                    _ => {}
                }
            }
            self.fields.push(field);
        }
    }

    /// A top-level value.
    pub fn top(&self, key: &str) -> Option<&'a Node<'a>> {
        self.root.get(key).map(|entry| &entry.value)
    }

    /// A top-level entry.
    pub fn entry(&self, key: &str) -> Option<&'a Entry<'a>> {
        self.root.get(key)
    }

    /// Whether a top-level key is there and says `true`.
    pub fn is_true(&self, key: &str) -> bool {
        use crate::yaml::Resolved;
        let scalar = self.top(key).and_then(|node| node.as_scalar());
        scalar.is_some_and(|scalar| scalar.resolved == Resolved::Bool(true))
    }

    /// Where to say what the plugin as a whole lacks: its name, or what comes first.
    pub fn place(&self) -> Span {
        self.root
            .get("name")
            .or(self.root.entries.first())
            .map(|entry| entry.value.span)
            .unwrap_or_default()
    }

    /// The operation of a field.
    pub fn operation_of(&self, field: &WrittenField<'_>) -> Option<&WrittenOperation<'a>> {
        self.operations.get(field.operation?)
    }

    /// Every title that the marketplace shows, with what it is the title of.
    pub fn titles(&self) -> impl Iterator<Item = (&'a Node<'a>, bool)> {
        let plugin = self.top("title").map(|title| (title, true));
        let operations = self.operations.iter().filter_map(|it| it.title);
        let fields = self.fields.iter().filter(|it| it.part != Part::Type);
        let fields = fields.filter_map(|it| it.title);
        plugin
            .into_iter()
            .chain(operations.chain(fields).map(|title| (title, false)))
    }

    /// Every description that the marketplace shows.
    pub fn descriptions(&self) -> impl Iterator<Item = &'a Node<'a>> {
        let operations = self.operations.iter().filter_map(|it| it.description);
        let fields = self.fields.iter().filter(|it| it.part != Part::Type);
        self.top("description")
            .into_iter()
            .chain(operations)
            .chain(fields.filter_map(|it| it.description))
    }
}
