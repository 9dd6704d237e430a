//! `unordered-history`: a version history that does not descend.

mod order;

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "unordered-history",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`version_history` does not go from the newest version to the oldest",
        why: "Readers and tools take the first line for the newest version. A version out of order, or listed twice, hides what changed \
when.",
        bad: "version: 1.1.0
version_history:
  - 1.0.0 - Initial plugin
  - 1.1.0 - Look up addresses too
",
        good: "version: 1.1.0
version_history:
  - 1.1.0 - Look up addresses too
  - 1.0.0 - Initial plugin
",
    },
    group: Group::Style,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(plugin) = subject.plugin else {
        return;
    };
    let entries: Vec<_> = plugin
        .version_history
        .iter()
        .filter_map(|entry| Some((entry.version.as_ref()?, entry.origin)))
        .collect();
    // The first step that does not descend tells it all: the rest would repeat it line by line.
    let step = entries.windows(2).find(|pair| pair[0].0 <= pair[1].0);
    let Some([above, below]) = step else {
        return;
    };
    let problem = if above.0 == below.0 {
        format!("the history lists {} twice", below.0)
    } else {
        format!("the history lists {} below the older {}", below.0, above.0)
    };
    let mut found = Diagnostic::new(RULE.info, below.1, problem)
        .at("out of order")
        .label(above.1, "stands above it")
        .help("list the newest version first, each once");
    if let Some(mend) = order::mend(subject, plugin) {
        let title = "put the lines in order";
        found = found.fix(mend.applicability, title, mend.span, mend.text);
    }
    sink.push(found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Applicability, Diagnostics};
    use crate::fix;
    use crate::lint::NoFolder;
    use crate::text::{FileId, Source};
    use crate::yaml::Limits;

    const HEAD: &str = "plugin_spec_version: v2\nname: a\ntitle: A\nvendor: acme\nversion: 1.2.0\n";

    /// The history without the rest, mended until there is nothing to mend, and whether that was certain; `None` where nothing
    /// is proposed.
    fn mended(history: &str) -> Option<(String, bool)> {
        let text = format!("{HEAD}{history}");
        let (found, versions) = findings(&text);
        let fix = found.iter().next()?.fixes.first()?;
        let after = fix::apply(&text, &[fix]);
        let (left, sorted) = findings(&after);
        assert!(left.is_empty(), "{after}");
        let mut expected = versions;
        expected.sort();
        expected.reverse();
        assert_eq!(sorted, expected, "{after}");
        let certain = fix.applicability == Applicability::Safe;
        Some((after[HEAD.len()..].to_owned(), certain))
    }

    /// What the rule finds, and the versions and changes of the model.
    fn findings(text: &str) -> (Diagnostics, Vec<(semver::Version, Vec<String>)>) {
        let source = Source::new(FileId(0), "plugin.spec.yaml", text);
        let (document, _) = crate::yaml::parse(&source, &Limits::default());
        let analysis = crate::check(&source);
        let plugin = analysis.plugin.unwrap();
        let subject = Subject::new(&NoFolder, &source, &document, Some(&plugin));
        let mut found = Diagnostics::new();
        check(&subject, &mut found);
        let lines = plugin.version_history.iter();
        let lines = lines.filter_map(|line| Some((line.version.clone()?, line.changes.clone())));
        (found, lines.collect())
    }

    fn safe(before: &str, after: &str) {
        assert_eq!(mended(before), Some((after.to_owned(), true)), "{before}");
    }

    #[test]
    fn lines_change_places_with_their_quotes_and_comments() {
        safe(
            "version_history:\n  - 1.0.0 - One\n  # In May.\n  # And June.\n  - '1.1.0 - It''s'  # two\n\n  - \"1.2.0 - \\u00e4\"\n# end\nicon: a\n",
            "version_history:\n  - \"1.2.0 - \\u00e4\"\n  # In May.\n  # And June.\n  - '1.1.0 - It''s'  # two\n\n  - 1.0.0 - One\n# end\nicon: a\n",
        );
        safe(
            "version_history: # newest first\r\n- 1.1.0 - Two\r\n  goes on\r\n- 1.2.0 - Three",
            "version_history: # newest first\r\n- 1.2.0 - Three\r\n- 1.1.0 - Two\r\n  goes on",
        );
        safe(
            "version_history: [1.0.0 - a,\n  '1.2.0 - c, d', \"1.1.0 - b\",]\n",
            "version_history: ['1.2.0 - c, d',\n  \"1.1.0 - b\", 1.0.0 - a,]\n",
        );
        // A first release comes after its candidates.
        safe(
            "version_history:\n- 1.2.0-rc.1 - a\n- 1.2.0 - b\n",
            "version_history:\n- 1.2.0 - b\n- 1.2.0-rc.1 - a\n",
        );
    }

    #[test]
    fn what_is_only_likely_is_not_safe() {
        let unsafe_only = |before: &str, after: &str| {
            assert_eq!(mended(before), Some((after.to_owned(), false)), "{before}");
        };
        // A comment above the first line may be about all of them.
        unsafe_only(
            "version_history:\n# Newest first.\n- 1.1.0 - a\n- 1.2.0 - b\n",
            "version_history:\n# Newest first.\n- 1.2.0 - b\n- 1.1.0 - a\n",
        );
        unsafe_only(
            "version_history:\n# May\n- 1.1.0 - a\n# June\n- 1.2.0 - b\n",
            "version_history:\n# June\n- 1.2.0 - b\n# May\n- 1.1.0 - a\n",
        );
        // The plugin is 1.2.0.
        unsafe_only(
            "version_history:\n- 1.2.0 - a\n- 1.3.0 - b\n",
            "version_history:\n- 1.3.0 - b\n- 1.2.0 - a\n",
        );
    }

    #[test]
    fn what_is_uncertain_is_left_alone() {
        for history in [
            "version_history:\n- 1.1.0 - a\n- 1.2.0 - b\n- 1.1.0 - c\n",
            "version_history:\n- 1.1.0 - a\n- 1.2.0+one - b\n- 1.2.0+two - c\n",
            "version_history:\n- 1.1.0 - a\n- Something\n- 1.2.0 - c\n",
            "version_history:\n- 1.1.0 - a\n- |\n  1.2.0 - c\n",
            "version_history:\n- &one 1.1.0 - a\n- 1.2.0 - c\n",
            "version_history:\n- !!str 1.1.0 - a\n- 1.2.0 - c\n",
            "version_history:\n- 1.1.0 - a\n# of what?\n\n- 1.2.0 - c\n",
            "version_history: [1.1.0 - a, # one\n 1.2.0 - c]\n",
        ] {
            let (found, _) = findings(&format!("{HEAD}{history}"));
            assert_eq!(found.iter().count(), 1, "{history}");
            assert_eq!(mended(history), None, "{history}");
        }
    }
}
