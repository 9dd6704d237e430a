//! Part of the YAML reader: what a reader of the text tells of it, one event after the other. Holds nothing but data.

use super::ScalarStyle;

/// What comes next in a text. Where it stands is told beside it: from the first byte of its anchor or tag, if it has
/// one, to where libyaml's mark of its end stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event<'e> {
    /// A document begins.
    DocumentStart,
    /// A single value, or the lack of one.
    Scalar {
        value: &'e str,
        style: ScalarStyle,
        properties: Properties<'e>,
    },
    /// A list begins.
    SequenceStart {
        is_flow: bool,
        properties: Properties<'e>,
    },
    /// A mapping begins.
    MappingStart {
        is_flow: bool,
        properties: Properties<'e>,
    },
    /// The innermost collection ends.
    End,
    /// `*name`
    Alias(&'e str),
    /// Nothing follows.
    StreamEnd,
}

/// What may stand before a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Properties<'e> {
    /// The name after `&`.
    pub anchor: Option<&'e str>,
    /// The tag written out, `tag:yaml.org,2002:str` for `!!str`.
    pub tag: Option<&'e str>,
}

impl Properties<'_> {
    /// Whether there are none.
    pub(super) fn are_absent(self) -> bool {
        self.anchor.is_none() && self.tag.is_none()
    }
}
