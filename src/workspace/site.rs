//! Plugin folders → a website in a folder. Finds and reads, remembers between builds what need not be read again, and
//! has what changed written.

mod claim;
mod error;
mod faults;
mod folder;
mod icons;
mod inputs;
mod ledger;
mod links;
mod places;
mod progress;
mod state;

use std::sync::Arc;

use camino::Utf8Path;
use rayon::prelude::*;

use super::discover::{self, Input};
use super::{Failure, Lowered, Request, lower, read};
use crate::diagnostic::Diagnostics;
use crate::emit;
use crate::site::{self, Catalog, Key, Sink as _, Site, Twins};
use crate::text::{FileId, Source};
pub use claim::Claim;
pub use error::SiteError;
use faults::{Fault, Rules};
use folder::{Folder, Written};
use icons::Icons;
use inputs::Inputs;
pub use ledger::Ledger;
pub use places::DUPLICATE_PLUGIN;
use places::Place;
pub use progress::Progress;
use state::{Known, State};

/// What becomes of plugins with errors.
#[derive(Debug, Clone, Copy, Default)]
pub struct Policy {
    /// The site is made without them.
    pub keep_going: bool,
    /// They are shown where enough of them is whole.
    pub lenient: bool,
    /// Their pages stay as they were when they had none, where they had been shown before.
    pub keep_last: bool,
}

/// What a build came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Whether the site was brought up to date; false where it stays as it was because of errors.
    pub committed: bool,
    /// Plugins on the site.
    pub plugins: usize,
    /// Pages of the site.
    pub pages: usize,
    /// Files of the site.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Files that were written because they are new or changed.
    pub written: usize,
    /// Files that were deleted because nothing makes them any longer.
    pub deleted: usize,
    /// Specs that were left out because of errors.
    pub left_out: usize,
    /// Every spec by its id; with its text where it was left out.
    pub sources: Vec<Source>,
    /// What is wrong with them, and with other specs' icons and the like.
    pub diagnostics: Diagnostics,
    /// What could not be looked at at all.
    pub failures: Vec<Failure>,
    /// What is worth a word and stands in no spec, a line each.
    pub remarks: Vec<String>,
}

/// One spec that was looked at.
enum Looked {
    /// It has a place on the site.
    Card(Arc<Known>),
    /// It has errors.
    Faulty(Faulty),
    /// It has errors, and its page from before has its place.
    Stale(Faulty, Arc<Known>),
    /// It could not be read.
    Failed(Failure),
}

/// What is wrong with a spec.
struct Faulty {
    source: Source,
    found: Diagnostics,
    /// What the next build is told of it, where there is a document.
    fault: Option<Arc<Fault>>,
}

/// Builds a site.
///
/// # Errors
///
/// Where the folder cannot be written. A spec that is no good is no error of the build: it is left out and reported in
/// the outcome.
pub fn build(
    request: &Request,
    site: &Site,
    claim: &Claim,
    policy: Policy,
    ledger: &Ledger,
    progress: &Progress,
) -> Result<Outcome, SiteError> {
    // What each plugin gets depends on how many there are.
    let mut inputs = Vec::new();
    let (folder, failures) = rayon::join(
        || Folder::open(claim, site.settings.host_path()),
        || {
            discover::discover(request, &mut |input| {
                progress.found();
                inputs.push(input);
            })
        },
    );
    let folder = folder?;
    progress.found_all();
    let site = &site.of_size(inputs.len());
    let build = Build {
        request,
        site,
        policy,
        folder: &folder,
        icons: Icons::default(),
        rules: Rules::default(),
        reading: reading(request, site, policy),
    };
    let mut looked: Vec<(FileId, Looked)> = inputs
        .into_par_iter()
        .enumerate()
        .map(|(index, input)| {
            let id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
            let looked = look(&build, id, input, None);
            progress.done();
            (id, looked)
        })
        .collect();
    looked.sort_by_key(|(id, _)| *id);

    let mut outcome = Outcome {
        failures,
        ..Outcome::default()
    };
    let mut known = Vec::with_capacity(looked.len());
    let mut faults = Vec::new();
    for (id, result) in looked {
        // A file's id is its index, also where nothing is to be shown of it.
        let mut shown = Source::new(id, "", "");
        match result {
            Looked::Card(card) => {
                outcome.remarks.extend(card.remark.clone());
                known.push((id, card));
            }
            Looked::Faulty(faulty) => {
                outcome.left_out += 1;
                outcome.diagnostics.append(faulty.found);
                shown = faulty.source;
                faults.extend(faulty.fault);
            }
            Looked::Stale(faulty, card) => {
                outcome.diagnostics.append(faulty.found);
                shown = faulty.source;
                faults.extend(faulty.fault);
                known.push((id, card));
            }
            Looked::Failed(failure) => outcome.failures.push(failure),
        }
        outcome.sources.push(shown);
    }
    let places = places::sort(&build, known, &mut outcome);
    if !policy.keep_going && (outcome.left_out > 0 || !outcome.failures.is_empty()) {
        return Ok(outcome);
    }
    outcome.committed = true;
    let known = places.settle(&build, &mut outcome);
    let releases = ledger.enter(site, &known, &folder, &mut outcome)?;
    let catalog = Catalog::new(known.iter().map(|known| &known.card), &releases);
    outcome.plugins = catalog.cards.len();
    let whole = site::owner::whole_key(site);
    if folder.state().is(whole, &known, &faults)
        && let Some(written) = folder.as_it_was()
    {
        remark(site, &mut outcome);
        ledger.keep(&releases)?;
        outcome.take(written);
        return Ok(outcome);
    }
    site.assets(&folder);
    site::owner::pages(site, &folder);
    rayon::join(
        || site::listing::everything(site, &catalog, &folder),
        || site::machine::everything(site, &catalog, &folder),
    );
    let paths = folder.paths();
    let paths = paths.iter().map(String::as_str);
    site::machine::sitemap(
        site,
        &catalog,
        paths,
        site::machine::MOST_ADDRESSES,
        &folder,
    );
    remark(site, &mut outcome);
    if !site.complaints().is_empty() {
        // A page without its frame is worse than yesterday's.
        outcome.committed = false;
        return Ok(outcome);
    }
    outcome.take(folder.commit(State::new(whole, known, faults))?);
    ledger.keep(&releases)?;
    Ok(outcome)
}

impl Outcome {
    fn take(&mut self, written: Written) {
        self.pages = written.pages;
        self.files = written.files;
        self.bytes = written.bytes;
        self.written = written.written;
        self.deleted = written.deleted;
        self.remarks.extend(written.dead);
    }
}

/// Tells what the site goes without.
fn remark(site: &Site, outcome: &mut Outcome) {
    outcome.remarks.extend(site::owner::refused(site));
    if site.settings.base_url.is_none() {
        outcome.remarks.push(
            "without --base-url there is no sitemap, feed, search description or preview image: they need absolute \
             addresses"
                .to_owned(),
        );
    }
    if !site.twins && site.settings.twins == Twins::Auto {
        outcome.remarks.push(
            "so many plugins would make more than 20,000 files, which static hosts refuse: the JSON, Markdown and \
             downloads of each are left out"
                .to_owned(),
        );
    }
}

/// What looking at each spec needs to know.
struct Build<'a> {
    request: &'a Request,
    site: &'a Site,
    policy: Policy,
    folder: &'a Folder<'a>,
    icons: Icons,
    rules: Rules,
    /// Stands for what findings depend on beside the spec.
    reading: Key,
}

/// Stands for what findings depend on beside the spec.
fn reading(request: &Request, site: &Site, policy: Policy) -> Key {
    let Request {
        limits, misspelt, ..
    } = request;
    let lenient = policy.lenient;
    site.key
        .and(format!("{limits:?} {misspelt:?} {lenient}").as_bytes())
}

/// Reads a spec and has its own files made, for its place where that is known.
fn look(build: &Build<'_>, id: FileId, input: Input, place: Option<Place>) -> Looked {
    let Build {
        request,
        site,
        policy,
        folder,
        ..
    } = *build;
    let state = folder.state();
    let path = input.path().to_owned();
    let inputs = Inputs::of(&path);
    let place = place
        .or_else(|| state.before(&path).map(|known| Place::of(&known.card)))
        .unwrap_or_default();
    if let Some(known) = state.unchanged(&path, &inputs, site.key)
        && Place::of(&known.card) == place
        && site::plugin::files(&known.card, site)
            .iter()
            .all(|file| folder.keep(file))
    {
        return Looked::Card(Arc::clone(known));
    }
    let left_out = |source, found, fault| {
        let spec = Faulty {
            source,
            found,
            fault,
        };
        faulty(build, &path, spec)
    };
    let (source, unreadable) = match read::read(id, input, &request.limits) {
        Ok(read) => read,
        Err(failure) => return Looked::Failed(failure),
    };
    if let Some(finding) = unreadable {
        let found = std::iter::once(finding).collect();
        return left_out(source, found, None);
    }
    if let Some(fault) = state.fault(&path, &inputs, build.reading)
        && let Some(found) = fault.findings(id, &build.rules)
    {
        let fault = Some(Arc::clone(fault));
        return left_out(source, found, fault);
    }
    // Lints have no say in what a site shows.
    let Lowered {
        plugin,
        diagnostics: mut found,
        ..
    } = lower(&source, request);
    found.sort();
    let plugin = match plugin {
        Some(plugin) if policy.lenient || !found.has_errors() => plugin,
        _ => {
            let fault = Some(Fault::new(path.clone(), inputs, build.reading, &found));
            return left_out(source, found, fault);
        }
    };
    let help = inputs.help();
    let image = inputs.icon(&plugin);
    let image_key = Key::unique(image.as_deref().unwrap_or_default());
    let key = Key::of(source.text().as_bytes())
        .and(help.as_deref().unwrap_or_default().as_bytes())
        .with(image_key);
    let keyed = image.as_deref().map(|image| (image, image_key));
    let (icon, problem) = build.icons.file(folder, &plugin, keyed);
    let subject = site::plugin::Subject {
        plugin: &plugin,
        help: help.as_deref(),
        image: image.as_deref(),
        icon,
        support: emit::support(&plugin),
        newest: place.newest,
        several: place.several,
        key,
    };
    let card = site::plugin::card(&subject);
    site::plugin::make(site, &subject, &card, folder);
    Looked::Card(Arc::new(Known {
        inputs,
        site: site.key,
        remark: problem.map(|problem| {
            format!("the icon of {path} is not used, a drawn one stands in for it: {problem}")
        }),
        path,
        card,
    }))
}

/// What becomes of a spec with errors.
fn faulty(build: &Build<'_>, path: &Utf8Path, faulty: Faulty) -> Looked {
    let last = build
        .folder
        .state()
        .before(path)
        .filter(|known| build.policy.keep_last && known.site == build.site.key);
    match last {
        Some(known)
            if site::plugin::files(&known.card, build.site)
                .iter()
                .all(|file| build.folder.keep(file)) =>
        {
            Looked::Stale(faulty, Arc::clone(known))
        }
        _ => Looked::Faulty(faulty),
    }
}
