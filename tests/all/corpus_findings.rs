//! The errors that the published specs really have, each with the reason why it is one. Any other error on them would
//! be one that the language invents.

use std::collections::BTreeSet;

use specc::diagnostic::Severity;
use specc::dialect::Misspelt;
use specc::text::{FileId, Source};
use specc::workspace::analyse;
use specc::yaml::Limits;

use crate::support;

/// Plugin, line, rule, reason.
const REAL: &[(&str, u32, &str, &str)] = &[
    (
        "anomali_threatstream",
        258,
        "misspelt-key",
        "`decription`: the field has no description",
    ),
    (
        "anomali_threatstream",
        262,
        "misspelt-key",
        "`decription`: the field has no description",
    ),
    (
        "carbon_black_protection",
        1910,
        "mistyped-default",
        "the number 1 as default of a string",
    ),
    (
        "cisco_firepower_management_center",
        387,
        "misspelt-key",
        "`desciprtion`",
    ),
    (
        "google_admin",
        107,
        "misspelt-key",
        "`Example`: keys are lower-case",
    ),
    (
        "google_admin",
        112,
        "misspelt-key",
        "`Example`: keys are lower-case",
    ),
    ("jamf", 71, "misspelt-key", "`desciption`"),
    (
        "microsoft_atp",
        34,
        "duplicate-key",
        "`sdk.version` stands twice, with different values",
    ),
    (
        "microsoft_atp",
        1631,
        "unknown-type",
        "`Alert`, which is defined as `alert`",
    ),
    ("pagerduty", 131, "unknown-type", "`integar`"),
    (
        "rapid7_insightidr",
        1128,
        "malformed-type",
        "`[]`: a list of nothing",
    ),
    ("red_canary", 287, "misspelt-key", "`decription`"),
    (
        "rss",
        11,
        "misspelt-key",
        "`support_versions` for `supported_versions`: no tool sees them",
    ),
    (
        "sqlmap",
        68,
        "mistyped-default",
        "the number 8775 as default of a string",
    ),
    (
        "tcpxtract",
        14,
        "misspelt-key",
        "`vendor_ur` for `vendor_url`",
    ),
    (
        "topdesk",
        1116,
        "misspelt-key",
        "`Title`: keys are lower-case",
    ),
];

#[test]
fn published_specs_have_exactly_their_real_errors() {
    let Some(paths) = support::corpus() else {
        return;
    };
    let mut found = BTreeSet::new();
    let mut whole = 0;
    for path in &paths {
        let text = std::fs::read_to_string(path).expect("a published spec");
        let plugin = path
            .parent()
            .and_then(camino::Utf8Path::file_name)
            .unwrap_or_default();
        let source = Source::new(FileId(0), path.clone(), text);
        let analysis = analyse(&source, &Limits::default(), Misspelt::ReadAsMeant);
        whole += usize::from(analysis.plugin.is_some());
        for error in &analysis.diagnostics {
            if error.severity == Severity::Error {
                let line = source.position(error.primary.span.start).line;
                found.insert((plugin.to_owned(), line, error.rule.id));
            }
        }
    }
    let real: BTreeSet<_> = REAL
        .iter()
        .map(|(plugin, line, rule, _)| ((*plugin).to_owned(), *line, *rule))
        .collect();
    let invented: Vec<_> = found.difference(&real).collect();
    let missed: Vec<_> = real.difference(&found).collect();
    assert!(
        invented.is_empty(),
        "errors that are no defects: {invented:#?}"
    );
    assert!(
        missed.is_empty(),
        "defects that were not reported: {missed:#?}"
    );
    assert_eq!(whole, paths.len(), "every published spec has a model");
}
