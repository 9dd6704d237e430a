//! Part of the YAML reader: the ways in which a line of YAML is got wrong. Data only.

/// What somebody probably did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slip {
    /// A tab before the first character of a line; the indentation that was probably meant.
    Tab { expected: usize },
    /// Further in than its siblings, whose indentation this is, although the line before opened nothing.
    Deeper { siblings: usize },
    /// Between two levels; the outer one is missing at the top of the text.
    Between { outer: Option<usize>, inner: usize },
    /// The first of several siblings, whose indentation this is.
    UnlikeSiblings { siblings: usize },
    /// Outside a text block that it seems to belong to.
    OutOfBlock { block: usize },
    /// No colon where a key must stand.
    NoColon,
    /// A key whose colon has no space after it; how far into the place the colon is.
    NoSpaceAfterColon { colon: usize },
    /// `-item`.
    NoSpaceAfterDash,
    /// A colon and a blank within a plain value, which is `value`.
    ColonInValue { value: (usize, usize) },
    /// A comment that cuts off a plain value, which goes on on the next line.
    HashInValue { value: (usize, usize) },
    /// A quote that is not closed where its value ends.
    UnclosedQuote,
    /// Text after the closing quote of `value`, which would be all of the line's value.
    TextAfterQuote { value: (usize, usize) },
    /// A bracket that is not closed.
    UnclosedBracket,
    /// Text after the closing bracket of `value`, which would be all of the line's value.
    TextAfterBracket { value: (usize, usize) },
    /// A character that cannot begin a value, which is `value`.
    BadStart { value: (usize, usize) },
    /// Rubbish after `|` or `>`.
    BlockHeader,
    /// `key: - item`.
    ItemOnKeyLine,
    /// A `- ` among keys.
    ItemInMapping,
    /// A key among `- ` items.
    KeyInList,
}

/// A slip and its place.
#[derive(Debug, Clone)]
pub(super) struct Suspect {
    pub slip: Slip,
    /// The place to show.
    pub start: usize,
    pub end: usize,
    /// What was read from here on is not sound.
    pub cause: usize,
}

impl Suspect {
    pub(super) fn new(slip: Slip, start: usize, end: usize, cause: usize) -> Self {
        Self {
            slip,
            start,
            end,
            cause,
        }
    }

    /// Whether it explains a fault on its own line better than libyaml's place does.
    pub(super) fn is_precise(&self) -> bool {
        matches!(self.slip, Slip::Tab { .. } | Slip::BadStart { .. })
    }
}
