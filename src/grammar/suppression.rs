//! Suppression comments: `# specc: allow(rule, …) reason`.

use pest::Parser;
use pest::error::InputLocation;
use pest_derive::Parser;

use crate::text::{Span, Spanned};

#[derive(Parser)]
#[grammar = "../grammar/suppression.pest"]
struct SuppressionParser;

/// How far a suppression reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// `allow`: the line it stands on, or, on a line of its own, the line or block that follows.
    Block,
    /// `allow-file`: the whole file.
    File,
}

/// A suppression comment, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// How far it reaches.
    pub scope: Scope,
    /// The rules it allows.
    pub rules: Vec<Spanned<String>>,
    /// Why; may be empty.
    pub reason: String,
}

/// A comment that says `specc:` and is not of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressionError {
    /// The place from which it cannot be read.
    pub span: Span,
    /// What is expected there.
    pub message: &'static str,
}

/// Reads a comment, `#` included. `None` where it is a comment of another kind.
///
/// # Errors
///
/// [`SuppressionError`] where the comment is addressed to specc and cannot be read.
pub fn parse_suppression(text: &str, span: Span) -> Option<Result<Suppression, SuppressionError>> {
    if !text
        .trim_start_matches('#')
        .trim_start()
        .starts_with("specc:")
    {
        return None;
    }
    let whole = match SuppressionParser::parse(Rule::whole, text) {
        Ok(mut pairs) => pairs.next()?,
        Err(error) => {
            let offset = match error.location {
                InputLocation::Pos(offset) | InputLocation::Span((offset, _)) => offset,
            };
            return Some(Err(SuppressionError {
                span: span.part(offset.min(text.len()), text.len()),
                message: expected(&text[..offset.min(text.len())]),
            }));
        }
    };
    let mut suppression = Suppression {
        scope: Scope::Block,
        rules: Vec::new(),
        reason: String::new(),
    };
    for part in whole.into_inner() {
        let place = part.as_span();
        match part.as_rule() {
            Rule::verb if part.as_str() == "allow-file" => suppression.scope = Scope::File,
            Rule::rule_id => suppression.rules.push(Spanned::new(
                part.as_str().to_owned(),
                span.part(place.start(), place.end()),
            )),
            Rule::reason => part.as_str().trim().clone_into(&mut suppression.reason),
            _ => {}
        }
    }
    Some(Ok(suppression))
}

fn expected(read: &str) -> &'static str {
    if read.contains('(') {
        "a rule id, a comma or `)` is expected here"
    } else if read.trim_end().ends_with("allow") || read.trim_end().ends_with("allow-file") {
        "`(` and the rules to allow are expected here"
    } else {
        "`allow(…)` or `allow-file(…)` is expected here"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FileId;

    fn parse(text: &str) -> Option<Result<Suppression, SuppressionError>> {
        parse_suppression(text, Span::new(FileId(0), 100, 100 + text.len()))
    }

    #[test]
    fn rules_scope_and_reason() {
        let read = parse("# specc: allow(missing-description, unused-type) the vendor has none")
            .expect("addressed to specc")
            .expect("well-formed");
        assert_eq!(read.scope, Scope::Block);
        assert_eq!(read.rules[1].value, "unused-type");
        assert_eq!(read.rules[1].span, Span::new(FileId(0), 136, 147));
        assert_eq!(read.reason, "the vendor has none");
        let read = parse("# specc: allow-file(unused-type)")
            .expect("addressed")
            .expect("ok");
        assert_eq!((read.scope, read.reason.as_str()), (Scope::File, ""));
    }

    #[test]
    fn other_comments_and_broken_ones() {
        assert_eq!(parse("# about specc"), None);
        let error = |text| parse(text).expect("addressed").expect_err("broken").message;
        assert!(error("# specc: ignore(x)").contains("`allow(…)`"));
        assert!(error("# specc: allow x").contains("`(`"));
        assert!(error("# specc: allow(x y)").contains("rule id"));
    }
}
