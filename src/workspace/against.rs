//! Specs and what they were at a revision of their git repository: found by path, else by plugin, and compared. Part of
//! `workspace`; reads the tree of the revision without checking it out.

mod place;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::git::{Content, Entry, Found, GitError};
use super::siblings::Siblings;
use super::{Analysis, Failure, Keep, Request, Workspace, analyse, analyse_with, looked_for};
use crate::change::{self, Earlier};
use crate::diagnostic::{Diagnostic, Diagnostics, RuleClass, Severity};
use crate::dialect::DIALECTS;
use crate::lint::{self, Group};
use crate::model::Plugin;
use crate::text::{FileId, Revision, Source, Span};
use place::{Place, Places};

/// What a comparison did, beside its findings.
#[derive(Debug, Default)]
pub struct Compared {
    /// Specs that are new since.
    pub added: Vec<FileId>,
    /// Specs that have errors and so cannot be compared.
    pub unreadable: Vec<FileId>,
}

/// An old spec that is to be compared with a new one, or is gone.
struct Old {
    place: Place,
    entry: Entry,
    /// Where it would be on disk, as paths are given.
    path: Utf8PathBuf,
}

/// Finds and looks at the specs of a request, and compares them with what they were where it asks for that.
pub fn open(request: &mut Request) -> Workspace {
    let Some(reference) = request.against.clone() else {
        return Workspace::open(request);
    };
    if request.keep == Keep::Findings {
        request.keep = Keep::Texts;
    }
    request.earlier.clear();
    let mut workspace = Workspace::open(request);
    compare(&mut workspace, request, &reference);
    workspace
}

/// Compares the specs of a workspace with what they were: changes become findings of the new specs, and the old ones
/// that findings point at join the workspace. `request` knows them from then on, so that mending compares again.
///
/// What cannot be looked at is among the failures of the workspace; everything else goes on.
pub fn compare(workspace: &mut Workspace, request: &mut Request, reference: &str) -> Compared {
    let mut compared = Compared::default();
    let mut places = Places::new(request, reference);
    let mut changed: Vec<(usize, Old)> = Vec::new();
    let mut unpaired: Vec<usize> = Vec::new();
    let mut there: BTreeSet<Place> = BTreeSet::new();
    for (index, source) in workspace.sources.iter().enumerate() {
        let Some(place) = places.of(source.path()) else {
            continue;
        };
        there.insert(place.clone());
        match places.find(&place) {
            Ok(Found::File(entry)) => {
                let path = source.path().to_owned();
                changed.push((index, Old { place, entry, path }));
            }
            Ok(Found::Nothing | Found::Repository(_)) => unpaired.push(index),
            Err(cause) => places.failed(source.path(), cause),
        }
    }
    changed = unlike(workspace, &places, changed);

    let mut gone = gone(&mut places, request, &there, !unpaired.is_empty());
    let moved = pair(workspace, &mut places, request, &mut gone, &mut unpaired);
    changed.extend(moved);
    changed.sort_by_key(|(index, _)| *index);
    compared.added = unpaired.iter().map(|index| id(*index)).collect();

    let mut again = Vec::new();
    for (index, old) in changed {
        if has_errors(&workspace.analyses[index]) {
            compared.unreadable.push(id(index));
            continue;
        }
        match earlier(&places, request, &old, id(workspace.sources.len())) {
            Ok((source, earlier)) => {
                request.earlier.insert(id(index), Arc::new(earlier));
                add(workspace, source, Diagnostics::new());
                again.push(index);
            }
            Err(cause) => places.failed(&old.path, cause),
        }
    }
    look_again(workspace, request, &again);
    for old in gone {
        let file = id(workspace.sources.len());
        match earlier(&places, request, &old, file) {
            Ok((source, Earlier::Plugin(before))) => {
                let found = judged(change::removed(&before), &source, request);
                add(workspace, source, found.into_iter().collect());
            }
            // Nobody can tell which plugin it was.
            Ok((_, Earlier::Unreadable(..))) => {}
            Err(cause) => places.failed(&old.path, cause),
        }
    }
    workspace.failures.extend(places.into_failures());
    workspace.failures.sort_by_key(Failure::path);
    compared
}

/// Those whose texts differ.
fn unlike(workspace: &Workspace, places: &Places, pairs: Vec<(usize, Old)>) -> Vec<(usize, Old)> {
    let same: Vec<bool> = pairs
        .par_iter()
        .map(|(index, old)| {
            let text = workspace.sources[*index].text();
            places.repository(&old.place).is_same(old.entry, text)
        })
        .collect();
    let kept = pairs.into_iter().zip(same);
    kept.filter_map(|(pair, same)| (!same).then_some(pair))
        .collect()
}

/// The specs that were there and are no longer: below the folders that were asked for, or anywhere where a new spec may
/// be one of them.
fn gone(
    places: &mut Places,
    request: &Request,
    there: &BTreeSet<Place>,
    anywhere: bool,
) -> Vec<Old> {
    let names = looked_for();
    let is_looked_for = move |name: &str| names.contains(&name);
    let mut gone: BTreeMap<Place, Old> = BTreeMap::new();
    for (folder, wanted) in places.folders(anywhere) {
        let listed = match places.below(&folder, &is_looked_for) {
            Ok(listed) => listed,
            Err(cause) => {
                places.failed(Utf8Path::new(""), cause);
                continue;
            }
        };
        for (place, entry) in listed {
            let on_disk = places.on_disk(&place);
            if there.contains(&place) || on_disk.symlink_metadata().is_ok() {
                continue;
            }
            let path = places.shown(&place, &wanted);
            gone.entry(place.clone())
                .or_insert(Old { place, entry, path });
        }
    }
    let mut gone: Vec<Old> = gone.into_values().collect();
    gone.retain(|old| is_spec(places, request, old));
    gone
}

/// Whether an old file was a spec. That of a name which other things bear too must look like one.
fn is_spec(places: &Places, request: &Request, old: &Old) -> bool {
    let name = old.path.file_name().unwrap_or_default();
    let dialect = DIALECTS
        .iter()
        .find(|dialect| dialect.recognises_name(name));
    match dialect {
        Some(dialect) if dialect.name_tells => true,
        Some(dialect) => {
            let limit = request.limits.file_bytes;
            let Ok(Content::Bytes(bytes)) = places.read(&old.place, old.entry, limit) else {
                return false;
            };
            let text = String::from_utf8_lossy(&bytes);
            let source = Source::new(FileId::default(), &old.path, &*text);
            let (document, _) = crate::yaml::parse(&source, &request.limits);
            (dialect.recognises_content)(&document)
        }
        None => false,
    }
}

/// Pairs new specs with old ones of the same plugin that are gone from their places; takes the pairs out of both lists.
/// Old ones that were not asked for, or whose plugin another spec describes now, leave the list too.
fn pair(
    workspace: &Workspace,
    places: &mut Places,
    request: &Request,
    gone: &mut Vec<Old>,
    unpaired: &mut Vec<usize>,
) -> Vec<(usize, Old)> {
    let mut pairs = Vec::new();
    if gone.is_empty() {
        return pairs;
    }
    let mut keys: BTreeMap<String, usize> = BTreeMap::new();
    let mut riddle = false;
    for (index, source) in workspace.sources.iter().enumerate() {
        match analyse(source, &request.limits, request.misspelt).plugin {
            Some(plugin) => {
                keys.insert(key(&plugin), index);
            }
            None => riddle |= unpaired.contains(&index),
        }
    }
    let mut left = Vec::new();
    for old in std::mem::take(gone) {
        let plugin = match earlier(places, request, &old, FileId::default()) {
            Ok((_, Earlier::Plugin(plugin))) => Some(plugin),
            _ => None,
        };
        let successor = plugin.and_then(|plugin| keys.get(&key(&plugin)).copied());
        match successor {
            Some(index) => {
                let before = unpaired.len();
                unpaired.retain(|other| *other != index);
                if unpaired.len() < before {
                    pairs.push((index, old));
                }
            }
            // A new spec that cannot be read may be the successor.
            None if places.is_wanted(&old.place) && !riddle => left.push(old),
            None => {}
        }
    }
    *gone = left;
    pairs
}

/// An old spec, read as one with this id.
fn earlier(
    places: &Places,
    request: &Request,
    old: &Old,
    file: FileId,
) -> Result<(Source, Earlier), GitError> {
    let revision = Revision {
        name: places.tree(&old.place).name.clone(),
        path: old.place.path.to_string(),
    };
    let limit = request.limits.file_bytes;
    let unreadable = |text: &str, why: String| {
        let source = Source::new(file, &old.path, text).of(revision.clone());
        let first = source.text().find('\n').unwrap_or(source.text().len());
        Ok((source, Earlier::Unreadable(why, Span::new(file, 0, first))))
    };
    let there = format!("at `{}`", revision.name.escape_debug());
    let bytes = match places.read(&old.place, old.entry, limit)? {
        Content::Bytes(bytes) => bytes,
        Content::Unusable(why) => return unreadable("", why.replace("there", &there)),
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let text = String::from_utf8_lossy(error.as_bytes());
            return unreadable(&text, format!("the spec {there} is not UTF-8 text"));
        }
    };
    if text.starts_with(LARGE_FILE) {
        return unreadable(
            &text,
            format!(
                "the spec {there} is a pointer of Git LFS, and its text is not in the repository"
            ),
        );
    }
    let source = Source::new(file, &old.path, text).of(revision.clone());
    let found = analyse(&source, &request.limits, request.misspelt);
    let fault = found.diagnostics.iter().find(|fault| is_fault(fault));
    let earlier = match (fault, found.plugin) {
        (None, Some(plugin)) => Earlier::Plugin(Box::new(plugin)),
        (Some(fault), _) => Earlier::Unreadable(
            format!("the spec {there} has errors: {}", fault.message),
            fault.primary.span,
        ),
        (None, None) => Earlier::Unreadable(
            format!("the file {there} is no spec"),
            Span::new(file, 0, 0),
        ),
    };
    Ok((source, earlier))
}

/// What the files begin with that Git LFS leaves in a repository.
const LARGE_FILE: &str = "version https://git-lfs.github.com/spec/";

/// Looks at specs whose earlier versions are known now.
fn look_again(workspace: &mut Workspace, request: &Request, indexes: &[usize]) {
    let sources = &workspace.sources;
    let found: Vec<Analysis> = indexes
        .par_iter()
        .map(|index| {
            let source = &sources[*index];
            let mut analysis = analyse_with(source, request, &Siblings::of(source.path()));
            if request.keep != Keep::Models {
                analysis.plugin = None;
            }
            analysis
        })
        .collect();
    for (index, analysis) in indexes.iter().zip(found) {
        workspace.analyses[*index] = analysis;
    }
}

/// A finding at the level that is chosen for its rule where its spec was; none where that is off.
fn judged(finding: Diagnostic, source: &Source, request: &Request) -> Option<Diagnostic> {
    let levels = request.settings.levels(source.path(), &request.levels);
    let rule = lint::RULES
        .iter()
        .find(|rule| rule.info.id == finding.rule.id)?;
    debug_assert_eq!(rule.group, Group::Change);
    Some(match levels.of(rule)? {
        Some(level) => finding.severity(level),
        None => finding,
    })
}

fn add(workspace: &mut Workspace, source: Source, diagnostics: Diagnostics) {
    workspace.sources.push(source);
    workspace.analyses.push(Analysis {
        diagnostics,
        ..Analysis::default()
    });
}

fn has_errors(analysis: &Analysis) -> bool {
    analysis.diagnostics.iter().any(is_fault)
}

/// Whether a finding says that a spec does not mean what it says.
fn is_fault(finding: &Diagnostic) -> bool {
    finding.rule.class == RuleClass::Language && finding.severity == Severity::Error
}

fn id(index: usize) -> FileId {
    FileId(u32::try_from(index).unwrap_or(u32::MAX))
}

/// What a plugin is known by.
pub(super) fn key(plugin: &Plugin) -> String {
    format!("{}/{}", plugin.vendor, plugin.name).to_lowercase()
}
