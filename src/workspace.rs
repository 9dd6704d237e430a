//! Finds specs, reads them and takes each through the phases, in parallel. With `cli` and the writer of `output` the
//! only part that touches the disk.

pub mod against;
pub mod baseline;
pub mod comparison;
pub mod configuration;
mod discover;
pub mod emission;
pub mod fixing;
pub mod formatting;
mod git;
mod read;
pub mod settings;
mod siblings;
pub mod site;
mod walk;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use camino::Utf8PathBuf;

use discover::Input;
pub use discover::looked_for;
pub use git::GitError;
pub use read::{FILE_LIMIT, NOT_UTF8};
use settings::Settings;

use crate::change::Earlier;
use crate::diagnostic::{Diagnostic, Diagnostics, RuleInfo, Severity, Suppression};
use crate::dialect::{self, Dialect, Misspelt};
use crate::lint::{self, Allowed, Folder, Levels, NoFolder, Subject};
use crate::model::Plugin;
use crate::resolve;
use crate::rules;
use crate::text::{FileId, Source};
use crate::yaml::{self, Document, Limits};

/// The rules that reading a file can raise before there is a document.
pub static RULES: &[&RuleInfo] = &[&site::DUPLICATE_PLUGIN, &FILE_LIMIT, &NOT_UTF8];

/// What to look at, and how.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Files, folders and `-`; none means the current folder.
    pub paths: Vec<Utf8PathBuf>,
    /// The path that `-` is reported under; its file name also tells the dialect.
    pub stdin_filename: Option<Utf8PathBuf>,
    /// Bounds of the reader.
    pub limits: Limits,
    /// What is kept once a spec has been looked at.
    pub keep: Keep,
    /// Whether nobody will ask what findings show in the `help.md` beside a spec, so that its text is not kept.
    pub forget_help: bool,
    /// How a misspelt key is read.
    pub misspelt: Misspelt,
    /// Which lints run, whatever the files of settings say.
    pub levels: Levels,
    /// Which files of settings count.
    pub settings: Arc<Settings>,
    /// The branch, tag or commit that specs are compared with.
    pub against: Option<String>,
    /// What specs were before, for those that are compared with that.
    pub earlier: BTreeMap<FileId, Arc<Earlier>>,
}

/// What is kept of a spec that has been looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// The findings and where each begins, in lines and columns: all that a report of one line each needs.
    Places,
    /// The findings, and what is needed to show them: all that a check needs.
    #[default]
    Findings,
    /// The text too.
    Texts,
    /// The text and the model too.
    Models,
}

/// The specs of a run, in the order of their paths.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The files. A file's id is its index here.
    pub sources: Vec<Source>,
    /// What was found out about each file, in the same order.
    pub analyses: Vec<Analysis>,
    /// What could not be looked at at all. Not empty means that the run must not end in success.
    pub failures: Vec<Failure>,
}

/// What is known of one spec once every phase before emitting has seen it.
#[derive(Debug, Default)]
pub struct Analysis {
    /// The form it is written in; none where the file could not be read as text.
    pub dialect: Option<&'static Dialect>,
    /// Its findings, sorted by place.
    pub diagnostics: Diagnostics,
    /// Lints that its comments allow.
    pub allowed: Vec<Allowed>,
    /// Findings that a baseline knows.
    pub known: Vec<Diagnostic>,
    /// Its model, where there is one and it was asked for.
    pub plugin: Option<Plugin>,
    /// The `help.md` beside it, where findings show places in it, which have the file [`lint::HELP`].
    pub help: Option<Source>,
}

/// A path that could not be looked at: a fault of the arguments or of the environment, not of a spec.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Nothing is there.
    #[error("{path} does not exist")]
    Missing {
        /// As it was given.
        path: Utf8PathBuf,
    },
    /// A folder in which no spec was found.
    #[error(
        "no plugin spec in {}: looked for {}, minus what .gitignore leaves out \
         (a file of another name is read when it is named)",
        if path.as_str().is_empty() { "the current folder" } else { path.as_str() },
        looked_for().join(", ")
    )]
    NoSpec {
        /// The folder; empty for the current one.
        path: Utf8PathBuf,
    },
    /// A folder that bears the name of a spec.
    #[error("{path} is a folder where a spec file was expected")]
    Folder {
        /// Where it is.
        path: Utf8PathBuf,
    },
    /// A file or folder that cannot be read.
    #[error("cannot read {path}: {}", reason(cause))]
    Unreadable {
        /// Where it is.
        path: Utf8PathBuf,
        /// Why not.
        cause: std::io::Error,
    },
    /// Something below a folder that the walk could not pass.
    #[error("cannot look through {path}: {cause}")]
    Walk {
        /// The folder that was walked.
        path: Utf8PathBuf,
        /// Why not.
        cause: ignore::Error,
    },
    /// An earlier version that cannot be looked at.
    #[error("{cause}")]
    Earlier {
        /// What was to be compared.
        path: Utf8PathBuf,
        /// Why not.
        cause: Box<GitError>,
    },
    /// A spec whose path cannot be written in a report.
    #[error("the path {path:?} is not UTF-8: rename the file or folder")]
    PathNotUtf8 {
        /// Where it is.
        path: std::path::PathBuf,
    },
}

/// The system's words without the number that the standard library adds to them.
fn reason(cause: &std::io::Error) -> String {
    let text = cause.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

impl Workspace {
    /// Finds the specs of a request and takes each through the phases. Never fails as a whole: what could not be looked
    /// at is listed in [`Workspace::failures`].
    pub fn open(request: &Request) -> Self {
        Self::open_from(request, 0)
    }

    /// The same, with ids that begin at `first`: for files that are shown together with others.
    pub fn open_from(request: &Request, first: u32) -> Self {
        let looked = Mutex::new(Vec::new());
        // Found and looked at side by side: on a large tree the walk alone is a good part of the time.
        let mut failures = rayon::scope_fifo(|scope| {
            let mut count = first;
            discover::discover(request, &mut |file| {
                let id = FileId(count);
                count = count.saturating_add(1);
                let looked = &looked;
                scope.spawn_fifo(move |_| {
                    let result = look(request, id, file);
                    let mut looked = looked.lock().unwrap_or_else(PoisonError::into_inner);
                    looked.push((id, result));
                });
            })
        });
        let mut looked = looked.into_inner().unwrap_or_else(PoisonError::into_inner);
        looked.sort_by_key(|(id, _)| *id);

        let mut workspace = Self::default();
        for (id, result) in looked {
            let (source, analysis) = result.unwrap_or_else(|failure| {
                let path = failure.path();
                failures.push(failure);
                (Source::new(id, path, ""), Analysis::default())
            });
            workspace.sources.push(source);
            workspace.analyses.push(analysis);
        }
        failures.sort_by_key(Failure::path);
        workspace.failures = failures;
        workspace
    }

    /// Adds what the comments of specs allow to their findings, as notes that say so.
    pub fn show_allowed(&mut self) {
        for analysis in &mut self.analyses {
            for allowed in std::mem::take(&mut analysis.allowed) {
                let label = match allowed.reason.as_str() {
                    "" => "allowed here, without a reason".to_owned(),
                    reason => format!("allowed here: {reason}"),
                };
                let place = allowed.comment;
                let mut note = suppressed(allowed).severity(Severity::Note);
                note = note.label(place, label);
                analysis.diagnostics.push(note);
            }
        }
    }

    /// Makes every `help.md` that findings show a file of the workspace, behind all others.
    fn add_help(&mut self) {
        for analysis in &mut self.analyses {
            let Some(mut help) = analysis.help.take() else {
                continue;
            };
            help.id = FileId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
            let id = help.id;
            self.sources.push(help);
            let place = |finding: Diagnostic| {
                finding.with_files(|file| if file == lint::HELP { id } else { file })
            };
            let found = std::mem::take(&mut analysis.diagnostics);
            analysis.diagnostics = found.into_iter().map(place).collect();
            let known = std::mem::take(&mut analysis.known);
            analysis.known = known.into_iter().map(place).collect();
            for allowed in std::mem::take(&mut analysis.allowed) {
                analysis.allowed.push(Allowed {
                    finding: place(allowed.finding),
                    ..allowed
                });
            }
        }
        self.analyses
            .resize_with(self.sources.len(), Analysis::default);
    }

    /// Takes the findings that do not count out of the workspace, in the order of the others.
    pub fn take_hidden(&mut self) -> Diagnostics {
        self.add_help();
        let mut all = Diagnostics::new();
        for analysis in &mut self.analyses {
            let allowed = std::mem::take(&mut analysis.allowed);
            all.extend(allowed.into_iter().map(suppressed));
            all.extend(std::mem::take(&mut analysis.known));
        }
        all.sort();
        all
    }

    /// Takes the findings of all files out of the workspace, by path and place, each once.
    pub fn take_diagnostics(&mut self) -> Diagnostics {
        self.add_help();
        let counts = self.analyses.iter().map(|it| it.diagnostics.len());
        let mut all = Diagnostics::with_capacity(counts.sum());
        for analysis in &mut self.analyses {
            all.append(std::mem::take(&mut analysis.diagnostics));
        }
        all.sort();
        all
    }
}

/// An allowed finding that says by what.
fn suppressed(allowed: Allowed) -> Diagnostic {
    let suppression = Suppression::Comment {
        place: allowed.comment,
        reason: allowed.reason,
    };
    Diagnostic {
        suppression: Some(suppression),
        ..allowed.finding
    }
}

impl Failure {
    /// The path it is about.
    pub fn path(&self) -> Utf8PathBuf {
        match self {
            Self::Missing { path }
            | Self::NoSpec { path }
            | Self::Folder { path }
            | Self::Unreadable { path, .. }
            | Self::Earlier { path, .. }
            | Self::Walk { path, .. } => path.clone(),
            Self::PathNotUtf8 { path } => Utf8PathBuf::from(path.to_string_lossy().into_owned()),
        }
    }
}

/// Reads one file and takes it through the phases.
fn look(request: &Request, id: FileId, file: Input) -> Result<(Source, Analysis), Failure> {
    let is_on_disk = matches!(file, discover::Input::File(_));
    let (source, unreadable) = read::read(id, file, &request.limits)?;
    let mut analysis = match unreadable {
        Some(finding) => Analysis {
            diagnostics: std::iter::once(finding).collect(),
            ..Analysis::default()
        },
        None => {
            let folder = if is_on_disk {
                siblings::Siblings::beside(source.path())
            } else {
                siblings::Siblings::of(source.path())
            };
            analyse_with(&source, request, &folder)
        }
    };
    if request.keep != Keep::Models {
        analysis.plugin = None;
    }
    if matches!(request.keep, Keep::Findings | Keep::Places) {
        if analysis.diagnostics.is_empty() && analysis.allowed.is_empty() {
            // Nothing will be shown of it.
            return Ok((Source::new(id, source.path(), ""), analysis));
        }
        // A report is written by one thread; what it will ask for is made here, on all of them.
        if request.keep == Keep::Places {
            // What comments allow may be shown too.
            let allowed = analysis.allowed.iter().map(|allowed| &allowed.finding);
            let findings = analysis.diagnostics.iter().chain(allowed);
            let begin = findings.map(|finding| finding.primary.span.start);
            return Ok((source.without_text(begin), analysis));
        }
        source.line_index();
    }
    Ok((source, analysis))
}

/// Takes one text through the phases: parse, lower, resolve, lint. Nothing lies beside it, and no lint is chosen.
pub fn analyse(source: &Source, limits: &Limits, misspelt: Misspelt) -> Analysis {
    let request = Request {
        limits: *limits,
        misspelt,
        ..Request::default()
    };
    analyse_with(source, &request, &NoFolder)
}

/// A text as far as its model, before any lint has seen it.
struct Lowered<'s> {
    document: Document<'s>,
    dialect: Option<&'static Dialect>,
    plugin: Option<Plugin>,
    /// Not sorted.
    diagnostics: Diagnostics,
}

/// Takes one text through the phases that make its model: parse, lower, resolve.
fn lower<'s>(source: &'s Source, request: &Request) -> Lowered<'s> {
    let (document, mut diagnostics) = yaml::parse(source, &request.limits);
    let dialect = dialect::detect(source.path(), &document);
    let plugin = dialect.and_then(|dialect| {
        let (spec, found) = (dialect.lower)(source, &document, request.misspelt);
        diagnostics.append(found);
        let (plugin, found) = resolve::resolve(source, spec);
        diagnostics.append(found);
        plugin
    });
    Lowered {
        document,
        dialect,
        plugin,
        diagnostics,
    }
}

/// The `help.md` beside a spec, if findings show places in it.
fn shown_help(
    subject: Subject<'_>,
    diagnostics: &Diagnostics,
    allowed: &[Allowed],
) -> Option<Source> {
    let shows_help = |finding: &Diagnostic| {
        let mut labels = finding.labels.iter();
        labels.any(|label| label.span.file == lint::HELP)
    };
    let mut findings = diagnostics
        .iter()
        .chain(allowed.iter().map(|allowed| &allowed.finding));
    if !findings.any(shows_help) {
        return None;
    }
    let path = subject.source.path().with_file_name("help.md");
    let text = subject.into_help()?;
    Some(Source::new(lint::HELP, path, text).explaining())
}

/// Takes one text through the phases, as a request has it; `folder` is where it lies.
pub fn analyse_with(source: &Source, request: &Request, folder: &dyn Folder) -> Analysis {
    let Lowered {
        document,
        dialect,
        plugin,
        diagnostics,
    } = lower(source, request);
    let before = request.earlier.get(&source.id).map(AsRef::as_ref);
    let subject = Subject::new(folder, source, &document, plugin.as_ref()).after(before);
    let levels = request.settings.levels(source.path(), &request.levels);
    let (mut diagnostics, mut allowed) = lint::lint(&subject, &levels, diagnostics, &rules::find);
    let help = if request.forget_help {
        diagnostics.forget_file(lint::HELP);
        for Allowed { finding, .. } in &mut allowed {
            finding.labels.retain(|label| label.span.file != lint::HELP);
        }
        None
    } else {
        shown_help(subject, &diagnostics, &allowed)
    };
    Analysis {
        help,
        dialect,
        diagnostics,
        allowed,
        plugin,
        ..Analysis::default()
    }
}
