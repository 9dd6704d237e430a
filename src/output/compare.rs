//! Decides per file what a run does, from the tree, the manifest and what lies in the folder. Pure: touches nothing.

mod known;

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use super::folder::{Found, Observed};
use super::manifest::{Entries, Entry, Kind, Manifest, sha256};
use super::path::{PathFault, case_key};
use super::{OutputFile, OutputTree, Ownership};
use known::{Known, same};

/// What the user allowed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Policy {
    /// Overwrite files that somebody edited or that are in the way.
    pub force: bool,
    /// Write scaffold files again that the author deleted.
    pub restore: bool,
}

/// What happens to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is missing: written.
    Create,
    /// It is as an earlier run left it, and the content has changed since: written.
    Update,
    /// It would be refused, but the user insists: written.
    Overwrite(Refusal),
    /// It is what would be written: not touched.
    Unchanged,
    /// The author's file is there: not touched.
    Keep,
    /// The author deleted their file: not written again.
    LeftOut,
    /// It cannot be written without losing something.
    Refuse(Refusal),
    /// The plugin has it no longer, and it is as an earlier run left it: deleted.
    Delete,
    /// The plugin has it no longer, but somebody edited it: not touched.
    KeepEdited,
    /// The plugin has it no longer, but it is the author's: not touched.
    KeepScaffold,
}

/// Why a file is not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A generated file was edited.
    Edited,
    /// A file that specc did not write.
    Foreign,
    /// A symbolic link, which may lead anywhere.
    Link,
    /// Something that is no file, at this path relative to the root.
    Blocked {
        /// Where.
        by: Utf8PathBuf,
        /// What it is, with its article.
        what: &'static str,
    },
}

impl Refusal {
    /// Whether the user may insist. What is neither file nor link is never removed.
    pub fn yields_to_force(&self) -> bool {
        !matches!(self, Self::Blocked { .. })
    }
}

impl Verdict {
    /// Whether the run writes the file.
    pub fn writes(&self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Overwrite(_))
    }

    /// Whether the folder differs here from what the spec gives: what `--check` fails on.
    pub fn is_drift(&self) -> bool {
        self.writes() || matches!(self, Self::Delete | Self::Refuse(_))
    }
}

/// What happens to one file, and what is there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Relative to the root.
    pub path: Utf8PathBuf,
    /// What happens.
    pub verdict: Verdict,
    /// Its content before the run, where that is about to go or is the reason of a refusal.
    pub before: Option<Vec<u8>>,
}

/// What a run does to one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Per file, in path order.
    pub steps: Vec<Step>,
    /// What is wrong with the tree's paths.
    pub faults: Vec<PathFault>,
    /// Files that the manifest lists, the tree does not have, and that are not there.
    pub(super) gone: Vec<Utf8PathBuf>,
    /// The manifest's entries as the disk stands now.
    pub(super) before: Entries,
    /// The manifest's entries when the run has ended.
    pub(super) after: Entries,
}

impl Plan {
    /// Whether anything stands against the run. Then nothing is written: half of an output is none.
    pub fn is_refused(&self) -> bool {
        self.faults.iter().any(PathFault::is_fatal)
            || self
                .steps
                .iter()
                .any(|step| matches!(step.verdict, Verdict::Refuse(_)))
    }

    /// Whether the folder differs from what the spec gives.
    pub fn is_drift(&self) -> bool {
        self.steps.iter().any(|step| step.verdict.is_drift())
            || self.faults.iter().any(PathFault::is_fatal)
    }
}

/// Every path that [`compare`] wants to know about.
pub fn paths_of_interest<'a>(
    tree: &'a OutputTree,
    manifest: Option<&'a Manifest>,
) -> BTreeSet<&'a Utf8Path> {
    let known = manifest.into_iter().flat_map(|manifest| {
        let listed = manifest.files.keys().chain(manifest.pending.keys());
        listed.map(Utf8PathBuf::as_path)
    });
    tree.iter().map(|(path, _)| path).chain(known).collect()
}

/// Compares a tree with a folder.
pub fn compare(
    tree: &OutputTree,
    manifest: Option<&Manifest>,
    mut observed: Observed,
    policy: Policy,
) -> Plan {
    let known = Known::new(manifest);
    let mut plan = Plan {
        steps: Vec::new(),
        faults: tree.faults(),
        gone: Vec::new(),
        before: Entries::new(),
        after: Entries::new(),
    };
    let paths: Vec<Utf8PathBuf> = observed.keys().cloned().collect();
    for path in &paths {
        if let Some(entry) = known.resolve(path, &observed[path]) {
            plan.before.insert(path.clone(), entry);
        }
    }
    // Orphans first: a file may come to lie where only they are.
    let mut verdicts: BTreeMap<&Utf8Path, Verdict> = BTreeMap::new();
    for path in paths.iter().filter(|path| tree.get(path).is_none()) {
        if observed[path] == Found::Absent {
            plan.gone.push(path.clone());
        }
        verdicts.extend(orphan(path, &observed[path], &known).map(|it| (path.as_path(), it)));
    }
    let deleted: BTreeSet<Utf8PathBuf> = verdicts
        .iter()
        .filter(|(_, verdict)| **verdict == Verdict::Delete)
        .map(|(path, _)| (*path).to_owned())
        .collect();
    let deleted_keys: BTreeSet<String> = deleted.iter().map(|path| case_key(path)).collect();
    for path in &paths {
        if let Some(file) = tree.get(path) {
            let mut verdict = planned(path, file, &observed[path], &known, &deleted, policy);
            // Where case does not count, the deleted file and this one are the same.
            if verdict == Verdict::Unchanged && deleted_keys.contains(&case_key(path)) {
                verdict = Verdict::Update;
            }
            verdicts.insert(path, verdict);
        }
    }
    for (path, verdict) in verdicts {
        if let Some(entry) = entry_after(tree.get(path), plan.before.get(path), &verdict) {
            plan.after.insert(path.to_owned(), entry);
        }
        let before = match observed.remove(path) {
            Some(Found::File { bytes, .. }) if verdict.is_drift() => Some(bytes),
            _ => None,
        };
        plan.steps.push(Step {
            path: path.to_owned(),
            verdict,
            before,
        });
    }
    plan
}

/// What happens to a file that the tree does not have. `None`: it is gone already.
fn orphan(path: &Utf8Path, found: &Found, known: &Known<'_>) -> Option<Verdict> {
    match found {
        Found::Absent | Found::Folder(_) | Found::Behind { .. } => None,
        _ if known.kind(path) == Some(Kind::Scaffold) => Some(Verdict::KeepScaffold),
        Found::File { bytes, .. } if known.matching(path, bytes).is_some() => Some(Verdict::Delete),
        Found::File { .. } | Found::Link | Found::Special => Some(Verdict::KeepEdited),
    }
}

/// What happens to a file of the tree.
fn planned(
    path: &Utf8Path,
    file: &OutputFile,
    found: &Found,
    known: &Known<'_>,
    deleted: &BTreeSet<Utf8PathBuf>,
    policy: Policy,
) -> Verdict {
    if file.ownership == Ownership::Scaffold {
        let deleted_by_author = known.is_written_scaffold(path) && !policy.restore;
        return match found {
            Found::Absent | Found::Behind { .. } if deleted_by_author => Verdict::LeftOut,
            Found::Absent => Verdict::Create,
            Found::Folder(Some(files))
                if !deleted_by_author && files.iter().all(|file| deleted.contains(file)) =>
            {
                Verdict::Create
            }
            Found::Behind { obstacle, .. } if deleted.contains(obstacle) => Verdict::Create,
            Found::Behind { obstacle, what } => Verdict::Refuse(Refusal::Blocked {
                by: obstacle.clone(),
                what,
            }),
            _ => Verdict::Keep,
        };
    }
    let blocked = |by: &Utf8Path, what| {
        Verdict::Refuse(Refusal::Blocked {
            by: by.to_owned(),
            what,
        })
    };
    let refused = match found {
        Found::Absent => return Verdict::Create,
        Found::Behind { obstacle, .. } if deleted.contains(obstacle) => return Verdict::Create,
        Found::Behind { obstacle, what } => return blocked(obstacle, what),
        Found::Folder(Some(files)) if files.iter().all(|file| deleted.contains(file)) => {
            return Verdict::Create;
        }
        Found::Folder(_) => return blocked(path, "a folder"),
        Found::Special => return blocked(path, "no regular file"),
        // Replacing a link changes the link alone, never what it leads to.
        Found::Link => Refusal::Link,
        Found::File { bytes, executable } if same(bytes, &file.bytes) => {
            return if file.executable && !executable {
                Verdict::Update
            } else {
                Verdict::Unchanged
            };
        }
        Found::File { bytes, .. } if known.matching(path, bytes).is_some() => {
            return Verdict::Update;
        }
        // An earlier form of the file by another tool, or one that the author's words are carried over from.
        Found::File { bytes, .. }
            if file.may_adopt(bytes) && (known.kind(path).is_none() || file.adopts == Some("")) =>
        {
            return Verdict::Update;
        }
        Found::File { .. } if known.kind(path).is_some() => Refusal::Edited,
        Found::File { .. } => Refusal::Foreign,
    };
    if policy.force {
        Verdict::Overwrite(refused)
    } else {
        Verdict::Refuse(refused)
    }
}

fn entry_after(
    file: Option<&OutputFile>,
    before: Option<&Entry>,
    verdict: &Verdict,
) -> Option<Entry> {
    let fresh = file.map(entry);
    match verdict {
        Verdict::Create | Verdict::Update | Verdict::Overwrite(_) | Verdict::Unchanged => fresh,
        Verdict::Delete => None,
        Verdict::Keep | Verdict::LeftOut => {
            // What was written once is what a later run may compare with, whatever would be written today.
            let sha256 = before.map(|entry| entry.sha256.clone());
            fresh.map(|entry| Entry {
                sha256: sha256.unwrap_or(entry.sha256),
                ..entry
            })
        }
        Verdict::KeepEdited | Verdict::KeepScaffold | Verdict::Refuse(_) => before.cloned(),
    }
}

/// The manifest's entry of a file that has been written.
pub(super) fn entry(file: &OutputFile) -> Entry {
    Entry {
        kind: file.ownership.into(),
        sha256: sha256(&file.bytes),
    }
}
