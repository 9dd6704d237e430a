//! Holds a value to its key: whether it is there, of the kind that the key table names, and of today's form.

use super::{Reader, first_sentence, printable};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::dialect::findings::{
    DEPRECATED_KEY, MISSING_KEY, NULL_SECTION, REQUIRED_NOT_BOOLEAN, WRONG_KIND,
};
use crate::dialect::keys::{Key, Kind};
use crate::yaml::{Entry, Node, Resolved};

impl Reader<'_> {
    /// Whether an entry's value is there and of its key's kind; reports what is not.
    pub(super) fn holds(&mut self, entry: &Entry, key: &Key) -> bool {
        self.deprecated(entry, key);
        let value = &entry.value;
        if value.is_null() {
            return self.null(entry, key);
        }
        let fits = match key.kind {
            Kind::Text | Kind::Markdown => value.as_text().is_some(),
            Kind::Choice(words) => value.as_text().is_some_and(|text| words.contains(&text)),
            Kind::Pattern(pattern) => value.as_text().is_some_and(pattern.fits),
            Kind::Choices(words) => value
                .as_sequence()
                .is_some_and(|items| self.choices(items, words, key)),
            Kind::Boolean => is_scalar(value, |resolved| matches!(resolved, Resolved::Bool(_))),
            Kind::Integer => is_scalar(value, |resolved| matches!(resolved, Resolved::Integer)),
            Kind::Value => true,
            Kind::Values => value.as_sequence().is_some(),
            Kind::Texts => value
                .as_sequence()
                .is_some_and(|items| self.texts(items, key)),
            Kind::TextOrTexts => {
                value.as_text().is_some()
                    || value
                        .as_sequence()
                        .is_some_and(|items| self.texts(items, key))
            }
            // Reported by whoever walks into it.
            Kind::Type | Kind::Table(_) | Kind::Named(_) | Kind::NamedTwice(_) => true,
        };
        if !fits {
            self.wrong_kind(entry, key);
        }
        fits
    }

    /// Items that are no text are reported one by one; the list itself stays.
    fn texts(&mut self, items: &[Node], key: &Key) -> bool {
        for item in items {
            if let Some(inner) = item.as_sequence()
                && inner.iter().all(|text| text.as_text().is_some())
            {
                let diagnostic = Diagnostic::new(
                    &WRONG_KIND,
                    item.span,
                    format!("an item of `{}` is a list of its own", key.name),
                )
                .severity(Severity::Warning)
                .at("read as if its items stood in the outer list")
                .help("remove the inner brackets or the second `- `");
                self.diagnostics.push(diagnostic);
            } else if item.as_text().is_none() {
                let mut diagnostic = Diagnostic::new(
                    &WRONG_KIND,
                    item.span,
                    format!(
                        "an item of `{}` is {}, where text is expected",
                        key.name,
                        item.kind_name()
                    ),
                )
                .at("not text");
                diagnostic = diagnostic.help(if item.as_mapping().is_some() {
                    "an item with `: ` in it is read as a mapping: put the whole item in quotes"
                } else {
                    "write one text per item, in quotes if it holds special characters"
                });
                self.diagnostics.push(diagnostic);
            }
        }
        true
    }

    /// Items that are none of the words are reported one by one; the list itself stays.
    fn choices(&mut self, items: &[Node], words: &'static [&'static str], key: &Key) -> bool {
        for item in items {
            let text = item.as_text();
            if text.is_some_and(|text| words.contains(&text)) {
                continue;
            }
            let shown = text.map_or_else(
                || item.kind_name().to_owned(),
                |text| format!("`{}`", printable(text)),
            );
            let expected = Kind::Choice(words).expected();
            let mut diagnostic = Diagnostic::new(
                &WRONG_KIND,
                item.span,
                format!(
                    "an item of `{}` is {shown}, where {expected} is expected",
                    key.name
                ),
            )
            .at(format!("expected {expected}"));
            let meant = text.and_then(|text| crate::text::nearest(text, words.iter().copied()));
            diagnostic = diagnostic.help(match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("write {expected}"),
            });
            self.diagnostics.push(diagnostic);
        }
        true
    }

    fn wrong_kind(&mut self, entry: &Entry, key: &Key) {
        let value = &entry.value;
        let shown = value.as_text().map_or_else(
            || value.kind_name().to_owned(),
            |text| format!("`{}`", printable(text)),
        );
        let expected = key.kind.expected();
        let is_required = key.name == "required" && matches!(key.kind, Kind::Boolean);
        let rule = if is_required {
            &REQUIRED_NOT_BOOLEAN
        } else {
            &WRONG_KIND
        };
        let mut diagnostic = Diagnostic::new(
            rule,
            value.span,
            format!("`{}` is {shown}, where {expected} is expected", key.name),
        )
        .at(format!("expected {expected}"));
        let text = value.as_text().map(str::to_lowercase);
        if let (Kind::Boolean, Some(text)) = (key.kind, text.as_deref()) {
            let meant = match text {
                "true" | "yes" | "on" | "y" | "1" | "t" => Some("true"),
                "false" | "no" | "off" | "n" | "0" | "f" => Some("false"),
                _ => crate::text::nearest(text, ["true", "false"]),
            };
            if let Some(meant) = meant {
                diagnostic = diagnostic.fix(
                    Applicability::Safe,
                    format!("write `{meant}`"),
                    value.span,
                    meant,
                );
            }
            diagnostic = diagnostic.help("write `true` or `false`, without quotes");
        } else if let (Kind::Choice(words), Some(text)) = (key.kind, text.as_deref()) {
            let meant = crate::text::nearest(text, words.iter().copied());
            diagnostic = diagnostic.help(match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("write {expected}"),
            });
        } else if matches!(key.kind, Kind::Texts | Kind::Values | Kind::Choices(_))
            && value.as_text().is_some()
        {
            diagnostic = diagnostic
                .help("put it into a list: an item per line, each behind `- `, or `[a, b]`");
        } else {
            diagnostic = diagnostic.help(format!("write {expected}: {}", first_sentence(key.doc)));
        }
        self.diagnostics.push(diagnostic);
    }

    fn null(&mut self, entry: &Entry, key: &Key) -> bool {
        // What stood here may be the part that could not be read.
        if self.damaged {
            return false;
        }
        if key.name == "required" && matches!(key.kind, Kind::Boolean) {
            self.wrong_kind(entry, key);
        } else if key.required {
            let diagnostic = Diagnostic::new(
                &MISSING_KEY,
                entry.key.span,
                format!("`{}` has no value", key.name),
            )
            .at("nothing stands after the colon")
            .help(format!(
                "give it {}: {}",
                key.kind.expected(),
                first_sentence(key.doc)
            ));
            self.diagnostics.push(diagnostic);
        } else if !matches!(key.kind, Kind::Value | Kind::Text | Kind::Markdown) {
            let empty = match key.kind {
                Kind::Table(_) | Kind::Named(_) | Kind::NamedTwice(_) => "{}",
                _ => "[]",
            };
            let mut diagnostic = Diagnostic::new(
                &NULL_SECTION,
                entry.key.span,
                format!("`{}` holds nothing", key.name),
            )
            .at("read as empty");
            if matches!(
                key.kind,
                Kind::Boolean | Kind::Integer | Kind::Choice(_) | Kind::Pattern(_)
            ) {
                diagnostic = diagnostic.help(format!(
                    "give it {}, or remove the key",
                    key.kind.expected()
                ));
            } else {
                diagnostic =
                    diagnostic.help(format!("remove the key, or write `{}: {empty}`", key.name));
                if entry.value.span.start == entry.value.span.end {
                    diagnostic = diagnostic.fix(
                        Applicability::Safe,
                        format!("write `{empty}`"),
                        entry.value.span,
                        format!(" {empty}"),
                    );
                }
            }
            self.diagnostics.push(diagnostic);
        }
        false
    }

    fn deprecated(&mut self, entry: &Entry, key: &Key) {
        let Some(deprecation) = key.deprecated.filter(|it| self.form >= it.since) else {
            return;
        };
        let mut diagnostic = Diagnostic::new(
            &DEPRECATED_KEY,
            entry.key.span,
            format!("`{}` belongs to an older form of the file", key.name),
        )
        .at("deprecated")
        .help(deprecation.advice);
        if let Some(instead) = deprecation.instead {
            diagnostic = diagnostic.fix(
                Applicability::Unsafe,
                format!("rename to `{instead}`"),
                entry.key.span,
                instead,
            );
        }
        self.diagnostics.push(diagnostic);
    }
}

fn is_scalar(node: &Node, test: impl Fn(&Resolved) -> bool) -> bool {
    node.as_scalar()
        .is_some_and(|scalar| test(&scalar.resolved))
}
