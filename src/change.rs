//! Two versions of a plugin → what changed in its interface, and the version number that this demands. Pure: sees two
//! models and the text of the new spec.

mod compare;
mod findings;
mod mend;

pub use findings::{
    BREAKING_CHANGE, COMPATIBLE_CHANGE, DOCUMENTATION_CHANGE, INCOMPARABLE_VERSION,
    MISSING_CONNECTION_BUMP, MISSING_VERSION_BUMP, REMOVED_PLUGIN,
};

use semver::Version;

use crate::diagnostic::{Diagnostic, Diagnostics, RuleInfo};
use crate::model::Plugin;
use crate::text::{Source, Span};

/// What a change means for whoever uses the plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// Words only.
    Documentation,
    /// Something new; what worked goes on working.
    Compatible,
    /// What worked may fail.
    Breaking,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it means.
    pub gravity: Gravity,
    /// What happened, for a list and for a line of the history: "Remove the action `look_up`".
    pub what: String,
    /// Where it stands now; the version where it is gone.
    pub now: Span,
    /// Where it stood.
    pub before: Option<Span>,
    /// Whether it is the connection's, so that saved connections may no longer do.
    pub connection: bool,
}

impl Gravity {
    fn rule(self) -> &'static RuleInfo {
        match self {
            Self::Documentation => &DOCUMENTATION_CHANGE,
            Self::Compatible => &COMPATIBLE_CHANGE,
            Self::Breaking => &BREAKING_CHANGE,
        }
    }

    /// The part of a version that it raises.
    pub fn part(self) -> &'static str {
        match self {
            Self::Documentation => "patch",
            Self::Compatible => "minor",
            Self::Breaking => "major",
        }
    }

    /// The lowest version that tells of it.
    pub fn raise(self, version: &Version) -> Version {
        match self {
            Self::Documentation => Version::new(
                version.major,
                version.minor,
                version.patch.saturating_add(1),
            ),
            Self::Compatible => Version::new(version.major, version.minor.saturating_add(1), 0),
            Self::Breaking => Version::new(version.major.saturating_add(1), 0, 0),
        }
    }
}

/// What a spec was before.
#[derive(Debug, Clone)]
pub enum Earlier {
    /// A plugin.
    Plugin(Box<Plugin>),
    /// What has no model. The words say why, and the place is that of the first fault.
    Unreadable(String, Span),
}

impl Earlier {
    /// The findings of comparing a spec with what it was.
    pub fn check(&self, now: &Plugin, source: &Source) -> Diagnostics {
        match self {
            Self::Plugin(before) => check(before, now, source),
            Self::Unreadable(why, place) => {
                let message = format!("what changed cannot be told: {why}");
                let finding = Diagnostic::new(&INCOMPARABLE_VERSION, now.origin.version, message)
                    .at("not compared")
                    .label(*place, "the version before")
                    .help("look at the difference yourself, and raise the version as it demands");
                std::iter::once(finding).collect()
            }
        }
    }
}

/// A plugin that is gone, told of at its old spec.
pub fn removed(before: &Plugin) -> Diagnostic {
    let message = format!("the plugin `{}` is gone", before.name.escape_debug());
    Diagnostic::new(&REMOVED_PLUGIN, before.origin.name, message)
        .at("no spec describes it any longer")
        .help(
            "bring the spec back, or tell its users what takes its place (one that only moved is known by its vendor and \
             name)",
        )
}

/// What changed between two versions, in the order of the new spec.
pub fn changes(before: &Plugin, now: &Plugin) -> Vec<Change> {
    compare::compare(before, now)
}

/// The findings of a comparison: each change, and a version or connection version that does not tell of them. `source`
/// is the new spec.
pub fn check(before: &Plugin, now: &Plugin, source: &Source) -> Diagnostics {
    let changes = changes(before, now);
    let mut diagnostics = Diagnostics::new();
    for change in &changes {
        let mut finding = Diagnostic::new(change.gravity.rule(), change.now, change.what.clone())
            .at(match change.gravity {
                Gravity::Breaking => "what worked before may fail",
                Gravity::Compatible => "new",
                Gravity::Documentation => "in other words",
            });
        if let Some(place) = change.before {
            finding = finding.label(place, "before");
        }
        diagnostics.push(finding);
    }
    let Some(gravity) = changes.iter().map(|change| change.gravity).max() else {
        return diagnostics;
    };
    let wanted = gravity.raise(&before.version);
    if now.version < wanted {
        diagnostics.push(version_finding(
            before, now, source, gravity, &wanted, &changes,
        ));
    }
    let touched = changes
        .iter()
        .any(|change| change.connection && change.gravity != Gravity::Documentation);
    if touched && now.connection_version <= before.connection_version {
        diagnostics.push(connection_finding(before, now, source));
    }
    diagnostics
}

fn version_finding(
    before: &Plugin,
    now: &Plugin,
    source: &Source,
    gravity: Gravity,
    wanted: &Version,
    changes: &[Change],
) -> Diagnostic {
    let finding = Diagnostic::new(
        &MISSING_VERSION_BUMP,
        now.origin.version,
        format!(
            "the version is {}, and what changed since {} demands {wanted} at least",
            now.version, before.version
        ),
    )
    .at(format!("raise the {} number", gravity.part()))
    .label(before.origin.version, "the version before")
    .help(format!(
        "write `version: {wanted}`, and a line in `version_history`"
    ));
    mend::version(finding, now, source, wanted, gravity, changes)
}

fn connection_finding(before: &Plugin, now: &Plugin, source: &Source) -> Diagnostic {
    let wanted = before.connection_version.saturating_add(1);
    let finding = Diagnostic::new(
        &MISSING_CONNECTION_BUMP,
        now.origin.connection,
        format!(
            "the connection changed, and `connection_version` is still {}",
            now.connection_version
        ),
    )
    .at("saved connections may no longer do")
    .help(format!("write `connection_version: {wanted}`"));
    mend::connection_version(finding, now, source, wanted)
}
