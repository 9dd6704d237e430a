//! How `specc emit` calls what happens to a file, and the line that it ends with.

use camino::Utf8Path;

use super::EmitArgs;
use super::show::shown_path;
use crate::output::Verdict;
use crate::output::compare::Refusal;
use crate::workspace::emission::Emissions;

/// What is counted, in the order in which the summary tells it, and how it is told of what is only looked at.
const COUNTED: [(&str, &str); 7] = [
    ("created", "to create"),
    ("updated", "to update"),
    ("overwritten", "to overwrite"),
    ("deleted", "to delete"),
    ("unchanged", "unchanged"),
    ("kept", "kept"),
    ("left out", "left out"),
];

/// What `--dry-run` calls it.
pub(super) fn action_word(verdict: &Verdict) -> Option<&'static str> {
    Some(match verdict {
        Verdict::Create => "create",
        Verdict::Update => "update",
        Verdict::Overwrite(_) => "overwrite",
        Verdict::Delete => "delete",
        Verdict::Refuse(_) => "refuse",
        Verdict::LeftOut => "leave out",
        Verdict::Unchanged | Verdict::Keep | Verdict::KeepEdited | Verdict::KeepScaffold => {
            return None;
        }
    })
}

/// What `--check` calls it.
pub(super) fn state_word(verdict: &Verdict) -> Option<&'static str> {
    Some(match verdict {
        Verdict::Create => "missing",
        Verdict::Update => "outdated",
        Verdict::Delete => "orphaned",
        Verdict::Refuse(Refusal::Edited) => "edited",
        Verdict::Refuse(Refusal::Foreign) => "foreign",
        Verdict::Refuse(Refusal::Link | Refusal::Blocked { .. }) => "blocked",
        _ => return None,
    })
}

/// What the summary counts it as.
fn counted_as(verdict: &Verdict) -> Option<&'static str> {
    Some(match verdict {
        Verdict::Create => "created",
        Verdict::Update => "updated",
        Verdict::Overwrite(_) => "overwritten",
        Verdict::Delete => "deleted",
        Verdict::Unchanged => "unchanged",
        Verdict::Keep | Verdict::KeepEdited | Verdict::KeepScaffold => "kept",
        Verdict::LeftOut => "left out",
        Verdict::Refuse(_) => return None,
    })
}

pub(super) fn summary(emissions: &Emissions, args: &EmitArgs) -> String {
    let plans = || emissions.done.iter().filter_map(|it| it.plan.as_ref().ok());
    if args.check {
        let steps = plans().flat_map(|plan| &plan.steps);
        let (drifted, all) = steps.fold((0, 0), |(drifted, all), step| {
            (drifted + usize::from(step.verdict.is_drift()), all + 1)
        });
        return match drifted {
            0 => format!("{} up to date", files(all)),
            _ => format!("{drifted} of {} not up to date", files(all)),
        };
    }
    let mut counts = [0_usize; COUNTED.len()];
    let mut refused = 0;
    for (emission, plan) in emissions
        .done
        .iter()
        .filter_map(|it| Some((it, it.plan.as_ref().ok()?)))
    {
        if emission.refused || plan.is_refused() {
            refused += 1;
            continue;
        }
        for word in plan.steps.iter().filter_map(|it| counted_as(&it.verdict)) {
            if let Some(index) = COUNTED.iter().position(|(counted, _)| *counted == word) {
                counts[index] += 1;
            }
        }
    }
    let is_refused = refused > 0;
    let counts = COUNTED
        .iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|((done, planned), count)| {
            let word = if args.only_looks() { planned } else { done };
            format!("{count} {word}")
        });
    let counts: Vec<String> = counts.collect();
    let (place, refused) = match emissions.done.as_slice() {
        [only] => (shown_path(only, Utf8Path::new("")), "refused".to_owned()),
        several => {
            let refused = format!("{} refused", folders(refused));
            (folders(several.len()), refused)
        }
    };
    let told = match (counts.is_empty(), is_refused) {
        (true, false) => "nothing to do".to_owned(),
        (true, true) => refused,
        (false, false) => counts.join(", "),
        (false, true) => format!("{}, {refused}", counts.join(", ")),
    };
    format!("{place}: {told}")
}

fn files(count: usize) -> String {
    match count {
        1 => "1 file".to_owned(),
        _ => format!("{count} files"),
    }
}

fn folders(count: usize) -> String {
    match count {
        1 => "1 folder".to_owned(),
        _ => format!("{count} folders"),
    }
}
