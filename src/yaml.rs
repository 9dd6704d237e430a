//! `Source` → `Document`: a YAML tree in which every key and value knows its place. Knows nothing of specs.

use std::sync::Arc;

use crate::diagnostic::{Diagnostics, RuleInfo};
use crate::text::{FileId, Source, Span};

mod alias;
mod build;
mod characters;
mod comments;
mod event;
mod events;
mod layout;
mod limits;
mod mapping;
mod place;
mod quote;
mod read;
mod scalar;
mod scanner;
mod syntax;
mod tag;

pub use layout::{Layout, Part, Shape, layout};

/// Every rule of this phase.
pub static RULES: &[&RuleInfo] = &[
    &alias::RECURSIVE_ALIAS,
    &alias::UNDEFINED_ANCHOR,
    &characters::FORBIDDEN_CHARACTER,
    &limits::EXPANSION_LIMIT,
    &limits::NESTING_LIMIT,
    &mapping::COMPLEX_KEY,
    &mapping::DUPLICATE_KEY,
    &mapping::MERGE_KEY,
    &mapping::UNQUOTED_TEMPLATE,
    &read::MULTIPLE_DOCUMENTS,
    &syntax::BAD_INDENTATION,
    &syntax::INVALID_BLOCK_HEADER,
    &syntax::INVALID_DIRECTIVE,
    &syntax::INVALID_ESCAPE,
    &syntax::MISPLACED_ITEM,
    &syntax::MISSING_COLON,
    &syntax::MISSING_SPACE,
    &syntax::SYNTAX_ERROR,
    &syntax::TAB_INDENTATION,
    &syntax::TEXT_AFTER_BRACKET,
    &syntax::TEXT_AFTER_QUOTE,
    &syntax::UNCLOSED_BRACKET,
    &syntax::UNCLOSED_QUOTE,
    &syntax::UNQUOTED_CHARACTER,
    &syntax::UNQUOTED_COLON,
    &syntax::UNQUOTED_HASH,
    &tag::INVALID_TAG,
];

/// What could be read of one file: always there, possibly in part. `'s` is the source, whose text the tree shares.
#[derive(Debug, Clone)]
pub struct Document<'s> {
    /// The file it was read from.
    pub file: FileId,
    /// The first document's root; `None` for an empty file.
    pub root: Option<Node<'s>>,
    /// Comments, in order. Collected only where the text contains a `specc:` comment at all.
    pub comments: Vec<Comment>,
    /// Whether a syntax error may have cost a part of the file: what seems to be missing may then stand in that part.
    pub damaged: bool,
    /// The parts that could not be read, in order. Empty exactly if the document is not `damaged`.
    pub damage: Vec<Damage>,
}

/// A part of the file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The top-level key in whose value it lies, if in any: that section is there in part or not at all.
    pub section: Option<Box<str>>,
    /// What was left out.
    pub span: Span,
}

impl Document<'_> {
    /// Whether a part of this top-level key's value is missing from the tree.
    pub fn is_damaged(&self, section: &str) -> bool {
        self.damage
            .iter()
            .any(|damage| damage.section.as_deref() == Some(section))
    }
}

/// A `#` comment up to the end of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// From the `#` to the last character before the line end.
    pub span: Span,
    /// Whether only blanks stand before it on its line.
    pub own_line: bool,
}

/// A value and its place. An alias stands as a copy of what it names: its own span is that of the `*alias`, its
/// children's spans are where they were written. Collections are shared, so a copy costs nothing.
#[derive(Debug, Clone)]
pub struct Node<'s> {
    /// For a scalar the text as written, quotes and block header included; for a collection from its first to its
    /// last child (brackets included in flow style).
    pub span: Span,
    /// What it is.
    pub kind: NodeKind<'s>,
}

/// The three kinds of YAML node.
#[derive(Debug, Clone)]
pub enum NodeKind<'s> {
    /// A single value.
    Scalar(Scalar<'s>),
    /// `- a` or `[a]`.
    Sequence(Arc<[Node<'s>]>),
    /// `a: b` or `{a: b}`.
    Mapping(Arc<Mapping<'s>>),
}

/// A single value. A tree is mostly these, so one that means what is written, which is nearly every one, holds no text
/// of its own.
#[derive(Debug, Clone)]
pub struct Scalar<'s> {
    /// How it was written.
    pub style: ScalarStyle,
    /// What the text means under YAML 1.1 (quoted and block scalars are always strings).
    pub resolved: Resolved,
    /// The part of the source that is its text, unless `own` holds that.
    written: &'s str,
    own: Option<Arc<Own>>,
}

/// What a scalar says otherwise than the source does.
#[derive(Debug, Default)]
struct Own {
    text: Option<Box<str>>,
    digits: Option<Box<str>>,
}

impl<'s> Scalar<'s> {
    /// A scalar of this text, which is a part of the source if it equals `written`. `digits` are those of a number
    /// whose text is not what [`Scalar::digits`] promises.
    #[inline]
    fn new(
        text: &str,
        written: &'s str,
        style: ScalarStyle,
        resolved: Resolved,
        digits: Option<Box<str>>,
    ) -> Self {
        // The scanner hands over the part of the source itself, which need not be looked at.
        let is_written = std::ptr::eq(text, written) || text == written;
        let own = (!is_written || digits.is_some()).then(|| {
            Arc::new(Own {
                text: (!is_written).then(|| text.into()),
                digits,
            })
        });
        Self {
            style,
            resolved,
            written,
            own,
        }
    }

    /// The text after unquoting, unfolding and escapes.
    pub fn text(&self) -> &str {
        let own = self.own.as_ref().and_then(|own| own.text.as_deref());
        own.unwrap_or(self.written)
    }

    /// What a number is, none of its digits lost: of an integer decimal digits with an optional `-` (`0x1F`, `0777`,
    /// `1_000` and `1:30` converted), of a float a form JSON accepts or one of `.inf`, `-.inf`, `.nan`. `None` for
    /// anything but a number.
    pub fn digits(&self) -> Option<&str> {
        let own = self.own.as_ref().and_then(|own| own.digits.as_deref());
        match self.resolved {
            Resolved::Integer | Resolved::Float => Some(own.unwrap_or(self.text())),
            _ => None,
        }
    }
}

/// How a scalar was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScalarStyle {
    /// No quotes.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// What a plain scalar means to the YAML 1.1 resolvers of PyYAML and go-yaml.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolved {
    /// `~`, `null`, or nothing at all.
    Null,
    /// `true`, `yes`, `on`, … and their opposites.
    Bool(bool),
    /// An integer of any size: see [`Scalar::digits`].
    Integer,
    /// A floating-point number: see [`Scalar::digits`].
    Float,
    /// `2001-12-14` or a full instant; the text stands in the scalar.
    Timestamp,
    /// Everything else.
    String,
}

/// A mapping in the order of the file. After merge keys are resolved, merged entries follow the written ones.
#[derive(Debug, Clone, Default)]
pub struct Mapping<'s> {
    /// Its entries. A duplicate key is reported by the reader and the later entry left out, so keys are unique.
    pub entries: Vec<Entry<'s>>,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub struct Entry<'s> {
    /// The key.
    pub key: Node<'s>,
    /// The value; a missing one is a null scalar with the empty span just after the colon.
    pub value: Node<'s>,
    /// Whether it came through a `<<` merge key.
    pub merged: bool,
}

impl<'s> Mapping<'s> {
    /// The entry whose key is this text.
    pub fn get(&self, key: &str) -> Option<&Entry<'s>> {
        self.entries
            .iter()
            .find(|entry| entry.key.as_text() == Some(key))
    }
}

impl Entry<'_> {
    /// Key and value together.
    pub fn span(&self) -> Span {
        if self.merged {
            self.key.span
        } else {
            self.key.span.to(self.value.span)
        }
    }
}

impl<'s> Node<'s> {
    /// The text of a scalar of any kind, `None` for a collection.
    pub fn as_text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar(scalar) => Some(scalar.text()),
            _ => None,
        }
    }

    /// The scalar, if it is one.
    pub fn as_scalar(&self) -> Option<&Scalar<'s>> {
        match &self.kind {
            NodeKind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The mapping, if it is one.
    pub fn as_mapping(&self) -> Option<&Mapping<'s>> {
        match &self.kind {
            NodeKind::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The items, if it is a sequence.
    pub fn as_sequence(&self) -> Option<&[Node<'s>]> {
        match &self.kind {
            NodeKind::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// Whether it is a null scalar.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, NodeKind::Scalar(scalar) if scalar.resolved == Resolved::Null)
    }

    /// What it is, for a sentence: "a mapping", "a list", "a number", …
    pub fn kind_name(&self) -> &'static str {
        match &self.kind {
            NodeKind::Mapping(_) => "a mapping",
            NodeKind::Sequence(_) => "a list",
            NodeKind::Scalar(scalar) => match scalar.resolved {
                Resolved::Null => "nothing",
                Resolved::Bool(_) => "a boolean",
                Resolved::Integer | Resolved::Float => "a number",
                Resolved::Timestamp => "a date",
                Resolved::String => "text",
            },
        }
    }
}

/// Bounds that keep a hostile file from costing time or memory. Each is reported as a diagnostic when it is met.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Deepest nesting of collections.
    pub nesting: usize,
    /// Most nodes after aliases are expanded.
    pub expanded_nodes: usize,
    /// Largest file in bytes; checked where files are read.
    pub file_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            nesting: 128,
            expanded_nodes: 1_000_000,
            file_bytes: 16 * 1024 * 1024,
        }
    }
}

/// Whether the plain text is a string, and the same one, to readers of YAML 1.1 and of YAML 1.2, wherever a value may
/// stand outside brackets.
pub fn is_plain_text(text: &str) -> bool {
    scalar::is_plain_text(text)
}

/// Reads one file. Never fails: after a syntax error it goes on at the next top-level key.
pub fn parse<'s>(source: &'s Source, limits: &Limits) -> (Document<'s>, Diagnostics) {
    read::read(source, limits)
}
