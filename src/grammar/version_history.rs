//! Lines of the version history: `1.2.3 - one change | another change`.

use pest::Parser;
use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "../grammar/version_history.pest"]
struct VersionHistoryParser;

/// The parts of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryParts {
    /// The version and its byte range in the line.
    pub version: (String, std::ops::Range<usize>),
    /// The changes, trimmed; empty ones left out.
    pub changes: Vec<String>,
    /// What stands between version and changes.
    pub dash: String,
}

/// Splits a line; `None` where it is not of the form.
pub fn parse_history_line(text: &str) -> Option<HistoryParts> {
    let whole = VersionHistoryParser::parse(Rule::whole, text)
        .ok()?
        .next()?;
    let mut version = (String::new(), 0..0);
    let mut changes = Vec::new();
    let mut dash = String::new();
    for part in whole.into_inner() {
        match part.as_rule() {
            Rule::version => {
                let place = part.as_span();
                version = (part.as_str().to_owned(), place.start()..place.end());
            }
            Rule::dash => part.as_str().clone_into(&mut dash),
            Rule::change if !part.as_str().trim().is_empty() => {
                changes.push(part.as_str().trim().to_owned());
            }
            _ => {}
        }
    }
    Some(HistoryParts {
        version,
        changes,
        dash,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_split_into_version_and_changes() {
        let parts = parse_history_line("1.2.3 - First | Second - still second").expect("a line");
        assert_eq!(parts.version, ("1.2.3".to_owned(), 0..5));
        assert_eq!(parts.changes, ["First", "Second - still second"]);
        assert_eq!(parse_history_line("Initial plugin"), None);
        assert_eq!(parse_history_line("1.2 - Initial plugin"), None);
        assert_eq!(
            parse_history_line("1.0.0-beta.1 - x").map(|parts| parts.version.0),
            Some("1.0.0-beta.1".to_owned())
        );
    }
}
