//! Lays out bracketed expressions: on one line where they fit, else one part per line with a comma behind each, as the
//! formatters of most languages do. Pure text.

/// An expression that may be broken at its brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// Never broken.
    Atom(String),
    /// Parts between brackets.
    Bracket {
        /// Everything up to the opening bracket, with it.
        open: String,
        /// The parts.
        parts: Vec<Expression>,
        /// The closing bracket.
        close: &'static str,
    },
}

impl Expression {
    /// Text that is never broken.
    pub fn atom(text: impl Into<String>) -> Self {
        Self::Atom(text.into())
    }

    /// Parts between brackets; `open` ends with the opening one.
    pub fn bracket(open: impl Into<String>, parts: Vec<Self>, close: &'static str) -> Self {
        Self::Bracket {
            open: open.into(),
            parts,
            close,
        }
    }

    /// The same behind a prefix, such as a keyword.
    #[must_use]
    pub fn prefixed(self, prefix: &str) -> Self {
        match self {
            Self::Atom(text) => Self::Atom(format!("{prefix}{text}")),
            Self::Bracket { open, parts, close } => Self::Bracket {
                open: format!("{prefix}{open}"),
                parts,
                close,
            },
        }
    }

    /// The expression at a depth of indentation, in `width` columns, with `trailing` columns left free behind it. The
    /// first line carries no indentation of its own. Texts must be ASCII for the widths to be right.
    pub fn lay_out(&self, indent: usize, width: usize, trailing: usize) -> String {
        let mut text = String::new();
        self.write(&mut text, indent, width, trailing);
        text
    }

    fn write(&self, text: &mut String, indent: usize, width: usize, trailing: usize) {
        let Self::Bracket { open, parts, close } = self else {
            self.write_flat(text);
            return;
        };
        if parts.is_empty() || indent + self.flat_len() + trailing <= width {
            self.write_flat(text);
            return;
        }
        let inner = indent + 4;
        text.push_str(open);
        for part in parts {
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', inner));
            part.write(text, inner, width, 1);
            text.push(',');
        }
        text.push('\n');
        text.extend(std::iter::repeat_n(' ', indent));
        text.push_str(close);
    }

    fn write_flat(&self, text: &mut String) {
        match self {
            Self::Atom(atom) => text.push_str(atom),
            Self::Bracket { open, parts, close } => {
                text.push_str(open);
                for (index, part) in parts.iter().enumerate() {
                    if index > 0 {
                        text.push_str(", ");
                    }
                    part.write_flat(text);
                }
                text.push_str(close);
            }
        }
    }

    fn flat_len(&self) -> usize {
        match self {
            Self::Atom(atom) => atom.len(),
            Self::Bracket { open, parts, close } => {
                let inside: usize = parts.iter().map(Self::flat_len).sum();
                open.len() + close.len() + inside + 2 * parts.len().saturating_sub(1)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_broken_at_its_outermost_bracket() {
        let inner = Expression::bracket("key(", ["1", "2"].map(Expression::atom).to_vec(), ")");
        let call = Expression::bracket("field(", vec![Expression::atom("a"), inner], ")");
        assert_eq!(call.lay_out(0, 20, 0), "field(a, key(1, 2))");
        assert_eq!(call.lay_out(0, 18, 0), "field(\n    a,\n    key(1, 2),\n)");
        assert_eq!(
            call.lay_out(0, 10, 0),
            "field(\n    a,\n    key(\n        1,\n        2,\n    ),\n)"
        );
    }
}
