//! Type expressions: `string`, `[]string`, `[][]user`, and the forms that other languages write instead.

use std::cell::RefCell;

use pest::Parser;
use pest::iterators::Pair;
use pest_derive::Parser;

use crate::spec::TypeExpression;
use crate::text::hashing::FastMap;
use crate::text::{Span, Spanned};

#[derive(Parser)]
#[grammar = "../grammar/type_expression.pest"]
struct TypeExpressionParser;

/// Lists within lists, at most: JSON readers give up at a nesting of about a hundred.
const MOST_LISTS: usize = 64;

/// Text that is no type expression, with what its author probably meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignType {
    /// What is wrong, as the end of a sentence that begins with the text itself.
    pub problem: String,
    /// The form to write instead, where it is certain.
    pub instead: Option<String>,
}

/// A type expression without its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeShape {
    arrays: usize,
    name: std::ops::Range<usize>,
}

impl TypeShape {
    /// The expression with its places. `span` is that of `text` in the file; where the scalar is quoted or folded,
    /// every part gets the whole span.
    pub fn place(&self, text: &str, span: Span) -> TypeExpression {
        let written_plainly = (span.end - span.start) as usize == text.len();
        let place = if written_plainly {
            span.part(self.name.start, self.name.end)
        } else {
            span
        };
        let name = Spanned::new(text[self.name.clone()].to_owned(), place);
        (0..self.arrays).fold(TypeExpression::Name(name), |item, _| {
            TypeExpression::Array(Box::new(item))
        })
    }
}

/// Longest text, in bytes, whose shape is kept.
const LONGEST_KEPT: usize = 64;

/// Most shapes that a thread keeps.
const MOST_KEPT: usize = 1024;

thread_local! {
    /// Shapes of texts parsed before: hundreds of specs write the same few types.
    static KEPT: RefCell<FastMap<String, TypeShape>> = RefCell::default();
}

/// Parses a type expression.
///
/// # Errors
///
/// [`ForeignType`] where the text is not of the language.
pub fn parse_type_expression(text: &str) -> Result<TypeShape, ForeignType> {
    if text.len() > LONGEST_KEPT {
        return parse_anew(text);
    }
    KEPT.with_borrow_mut(|kept| {
        if let Some(shape) = kept.get(text) {
            return Ok(shape.clone());
        }
        let shape = parse_anew(text)?;
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(text.to_owned(), shape.clone());
        Ok(shape)
    })
}

fn parse_anew(text: &str) -> Result<TypeShape, ForeignType> {
    if text.matches('[').count() > MOST_LISTS {
        return Err(ForeignType {
            problem: format!("nests lists more than {MOST_LISTS} deep"),
            instead: None,
        });
    }
    let Ok(mut pairs) = TypeExpressionParser::parse(Rule::whole, text) else {
        return Err(unreadable(text));
    };
    let pair = pairs
        .next()
        .and_then(|whole| whole.into_inner().next())
        .unwrap_or_else(|| unreachable!("bug in specc: the type grammar matched without content"));
    if pair.as_rule() == Rule::expression {
        Ok(shape(pair))
    } else {
        Err(foreign(&pair))
    }
}

fn shape(pair: Pair<'_, Rule>) -> TypeShape {
    let mut shape = TypeShape {
        arrays: 0,
        name: 0..0,
    };
    for part in pair.into_inner() {
        if part.as_rule() == Rule::array {
            shape.arrays += 1;
        } else {
            shape.name = part.as_span().start()..part.as_span().end();
        }
    }
    shape
}

fn foreign(pair: &Pair<'_, Rule>) -> ForeignType {
    let names: Vec<&str> = pair
        .clone()
        .into_inner()
        .filter(|part| part.as_rule() == Rule::name)
        .map(|part| part.as_str())
        .collect();
    let name = names.last().copied().unwrap_or_default();
    let arrays = "[]".repeat(
        pair.clone()
            .into_inner()
            .filter(|part| part.as_rule() == Rule::array)
            .count(),
    );
    let (problem, instead) = match pair.as_rule() {
        Rule::suffix => {
            let depth = pair.as_str().matches('[').count();
            (
                "puts the brackets of a list behind the type".to_owned(),
                Some(format!("{}{name}", "[]".repeat(depth))),
            )
        }
        Rule::generic => {
            let outer = names.first().copied().unwrap_or_default();
            let list = matches!(
                outer.to_ascii_lowercase().as_str(),
                "array" | "list" | "vec" | "sequence" | "set" | "slice" | "iterable"
            );
            let optional = matches!(
                outer.to_ascii_lowercase().as_str(),
                "optional" | "option" | "nullable"
            );
            let problem =
                format!("takes a type as an argument of `{outer}`, which this language has not");
            let instead = if list {
                Some(format!("[]{arrays}{name}"))
            } else if optional {
                Some(format!("{arrays}{name}"))
            } else {
                Some("object".to_owned())
            };
            (problem, instead)
        }
        Rule::bracketed => (
            "puts the type inside the brackets of the list".to_owned(),
            Some(format!("[]{arrays}{name}")),
        ),
        Rule::spaced => {
            let depth = pair.as_str().matches('[').count();
            (
                "has blanks between the brackets and the type".to_owned(),
                Some(format!("{}{name}", "[]".repeat(depth))),
            )
        }
        Rule::optional => (
            "marks an optional value with `?`; that is said by `required: false`".to_owned(),
            Some(format!("{arrays}{name}")),
        ),
        Rule::bare => (
            "is a list of nothing: the type of its items is missing".to_owned(),
            None,
        ),
        Rule::union => ("names several types; a parameter has one".to_owned(), None),
        other => unreachable!("bug in specc: the type grammar gave {other:?} as a foreign form"),
    };
    ForeignType { problem, instead }
}

fn unreadable(text: &str) -> ForeignType {
    let problem = if text.trim().is_empty() {
        "is empty".to_owned()
    } else if text.contains(char::is_whitespace) {
        "is not one word: a type is a name, with `[]` before it for a list".to_owned()
    } else if text.matches('[').count() != text.matches(']').count() {
        "has a bracket without its partner".to_owned()
    } else {
        "is not a type: a type is a name, with `[]` before it for a list".to_owned()
    };
    ForeignType {
        problem,
        instead: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FileId;

    fn parse(text: &str) -> Result<TypeExpression, ForeignType> {
        let span = Span::new(FileId(0), 10, 10 + text.len());
        parse_type_expression(text).map(|shape| shape.place(text, span))
    }

    fn instead(text: &str) -> Option<String> {
        parse(text).expect_err(text).instead
    }

    #[test]
    fn arrays_nest_and_names_have_spans() {
        let parsed = parse("[][]user").expect("a type");
        assert_eq!(parsed.name().value, "user");
        assert_eq!(parsed.name().span, Span::new(FileId(0), 14, 18));
        assert!(
            matches!(parsed, TypeExpression::Array(inner) if matches!(*inner, TypeExpression::Array(_)))
        );
    }

    #[test]
    fn lists_nest_only_so_deep() {
        assert!(parse(&format!("{}string", "[]".repeat(MOST_LISTS))).is_ok());
        for text in [
            format!("{}string", "[]".repeat(1_000_000)),
            format!("string{}", "[]".repeat(1_000_000)),
            "[ ] ".repeat(1_000_000),
        ] {
            let problem = parse(&text).expect_err("too deep").problem;
            assert_eq!(problem, "nests lists more than 64 deep");
        }
    }

    #[test]
    fn foreign_forms_are_translated() {
        assert_eq!(instead("string[]").as_deref(), Some("[]string"));
        assert_eq!(instead("string[][]").as_deref(), Some("[][]string"));
        assert_eq!(instead("array<string>").as_deref(), Some("[]string"));
        assert_eq!(instead("List[int]").as_deref(), Some("[]int"));
        assert_eq!(instead("[user]").as_deref(), Some("[]user"));
        assert_eq!(instead("[] user").as_deref(), Some("[]user"));
        assert_eq!(instead("Optional[string]").as_deref(), Some("string"));
        assert_eq!(instead("string?").as_deref(), Some("string"));
        assert_eq!(instead("map<string>").as_deref(), Some("object"));
        assert_eq!(instead("[]"), None);
        assert_eq!(instead("string|integer"), None);
        assert_eq!(instead("[string"), None);
        assert_eq!(instead("a list of strings"), None);
        assert_eq!(instead(""), None);
    }
}
