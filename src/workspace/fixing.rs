//! Applies the mends of findings to specs, again and again until there is nothing left to do, and keeps none that makes
//! anything worse.

mod settings;

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use rayon::prelude::*;

use super::siblings::Siblings;
use super::{Analysis, Request, Workspace, analyse_with};
use crate::change::{MISSING_CONNECTION_BUMP, MISSING_VERSION_BUMP};
use crate::diagnostic::{Diagnostics, Fix, RuleInfo};
use crate::fix;
use crate::lint::{self, Group};
use crate::text::Source;

pub use settings::fix_settings;

/// Rounds after which the mending of one file ends. A mend may uncover another finding, but not for ever.
const MOST_ROUNDS: usize = 20;

/// A file that was mended.
#[derive(Debug)]
pub struct Fixed {
    /// The file, as it is reported.
    pub path: Utf8PathBuf,
    /// Its text before.
    pub before: String,
    /// Its text now.
    pub after: String,
    /// How many mends were applied.
    pub count: usize,
}

/// Mends every spec of a workspace, in memory. Its sources and findings are then those of the new texts.
pub fn fix(workspace: &mut Workspace, request: &Request, unsafe_too: bool) -> Vec<Fixed> {
    let pairs = workspace.sources.par_iter_mut();
    let pairs = pairs.zip(&mut workspace.analyses);
    let fixed = pairs.filter_map(|(source, analysis)| one(source, analysis, request, unsafe_too));
    let mut fixed: Vec<Fixed> = fixed.collect();
    fixed.sort_by(|one, other| one.path.cmp(&other.path));
    fixed
}

fn one(
    source: &mut Source,
    analysis: &mut Analysis,
    request: &Request,
    unsafe_too: bool,
) -> Option<Fixed> {
    if fix::choose(&analysis.diagnostics, unsafe_too).is_empty() {
        return None;
    }
    let before = source.text().to_owned();
    let mut count = 0;
    for _ in 0..MOST_ROUNDS {
        let chosen = fix::choose(&analysis.diagnostics, unsafe_too);
        if chosen.is_empty() {
            break;
        }
        let Some((text, found, applied)) = round(source, analysis, &chosen, request) else {
            break;
        };
        count += applied;
        *source = text;
        *analysis = found;
    }
    let after = source.text().to_owned();
    (after != before).then_some(Fixed {
        path: source.path().to_owned(),
        before,
        after,
        count,
    })
}

/// The file with these mends, or, where together they would make something worse, with those that do not.
fn round(
    source: &Source,
    analysis: &Analysis,
    chosen: &[&Fix],
    request: &Request,
) -> Option<(Source, Analysis, usize)> {
    let attempt = |fixes: &[&Fix]| {
        let text = fix::apply(source.text(), fixes);
        let source = Source::new(source.id, source.path(), text);
        let found = analyse_with(&source, request, &Siblings::of(source.path()));
        is_better(&analysis.diagnostics, &found.diagnostics).then_some((source, found))
    };
    if let Some((source, found)) = attempt(chosen) {
        return Some((source, found, chosen.len()));
    }
    let mut kept: Vec<&Fix> = Vec::new();
    for fix in chosen {
        kept.push(fix);
        if attempt(&kept).is_none() {
            kept.pop();
        }
    }
    let (source, found) = (!kept.is_empty()).then(|| attempt(&kept)).flatten()?;
    Some((source, found, kept.len()))
}

/// Whether there are fewer findings than before, and of no rule more. A version that is raised may leave behind what has
/// to follow it, such as a help.md, and that is no fault of the mend.
fn is_better(before: &Diagnostics, after: &Diagnostics) -> bool {
    let count = |findings: &Diagnostics| {
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        for finding in findings {
            *counts.entry(finding.rule.id).or_default() += 1;
        }
        counts
    };
    let (before, after) = (count(before), count(after));
    let total = |counts: &BTreeMap<&str, usize>| counts.values().sum::<usize>();
    let bump = |counts: &BTreeMap<&'static str, usize>| {
        let count = |rule: &RuleInfo| counts.get(rule.id).copied().unwrap_or(0);
        count(&MISSING_VERSION_BUMP) + count(&MISSING_CONNECTION_BUMP)
    };
    if bump(&after) < bump(&before) {
        let may_come = |rule: &str| {
            let lint = lint::RULES.iter().find(|lint| lint.info.id == rule);
            lint.is_some_and(|lint| lint.group != Group::Change)
        };
        return after.iter().all(|(rule, count)| {
            may_come(rule) || before.get(rule).is_some_and(|known| count <= known)
        });
    }
    total(&after) < total(&before)
        && after
            .iter()
            .all(|(rule, count)| before.get(rule).is_some_and(|known| count <= known))
}
