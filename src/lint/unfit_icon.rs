//! `unfit-icon`: icons that are no PNG or too large.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "unfit-icon",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`icon.png` is no PNG, or has 70,000 bytes or more",
        why: "The marketplace loads the icons of all steps at once. It takes PNG alone, below 70,000 bytes, and goes by what a file \
holds, not by its name.",
        bad: "# file: icon.png
GIF89a
",
        good: "# file: setup.py
",
    },
    group: Group::InsightConnect,
    check,
};

/// The first size that is too large.
const LIMIT: u64 = 70_000;

/// How every PNG begins.
const PNG: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written() else {
        return;
    };
    let Some((begin, length)) = subject.folder.begin("icon.png") else {
        return;
    };
    let problem = if begin != PNG {
        "is no PNG".to_owned()
    } else if length >= LIMIT {
        format!("has {length} bytes, {LIMIT} or more")
    } else {
        return;
    };
    sink.push(
        Diagnostic::new(RULE.info, written.place(), format!("`icon.png` {problem}"))
            .at("of this plugin")
            .help("save it as a PNG of less than 70,000 bytes"),
    );
}
