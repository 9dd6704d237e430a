//! `specc serve`: a website of plugins while it is written: built, served on this machine, and shown anew when a file
//! changes.

mod files;
mod http;
mod server;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Instant;

use camino::Utf8PathBuf;
use clap::Args;

use super::console::Console;
use super::site::builder::{Built, Care, SubjectArgs};
use super::site::summary;
use super::watch::{Wake, Watch, end_with, wait};
use super::{CliError, Outcome};
use crate::report::{FORMATS, Style};
use crate::workspace::site::{Claim, Progress};
use server::{Server, State};

/// Build a website of plugins and show it while you write
///
/// The site is served on this machine only. When a spec, help.md, icon, specc.toml or template changes, what depends on it
/// is built and the browser shows it. A plugin with errors keeps the page that it had; the errors are printed and shown
/// in the browser until they are mended. Ctrl-C ends it.
///
/// Exit status: 0 ended by Ctrl-C, 2 could not do what was asked.
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: String,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Folder to write to [default: a temporary one]
    #[arg(long, short, value_name = "DIR")]
    out: Option<Utf8PathBuf>,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: ServeArgs, console: &mut Console) -> Result<Outcome, CliError> {
    if args.subject.paths().iter().any(|path| path == "-") {
        let what = "standard input cannot be watched: name files or folders".to_owned();
        return Err(CliError::Usage(what));
    }
    let temporary = match &args.out {
        Some(_) => None,
        None => Some(tempfile::Builder::new().prefix("specc-").tempdir()?),
    };
    let out = match (&args.out, &temporary) {
        (Some(out), _) => out.clone(),
        (None, Some(folder)) => Utf8PathBuf::try_from(folder.path().to_owned())
            .map_err(|error| CliError::Usage(error.to_string()))?,
        (None, None) => return Err(CliError::Usage("no folder to write to".to_owned())),
    };
    // Held to the end: a build of somebody else's would change what is served, and this one would change it back.
    let claim = Claim::take(&out).map_err(|error| CliError::Usage(error.to_string()))?;
    let state = Arc::new(State::new(&out));
    let server = Server::bind(&args.host, args.port).map_err(|error| {
        let (host, port) = (&args.host, args.port);
        CliError::Usage(format!(
            "cannot listen on {host}, port {port}: {error}; choose another --port (0 takes a free one)"
        ))
    })?;
    let address = format!("http://{}/", server.address());

    let (wake, woken) = mpsc::channel();
    end_with(&wake)?;

    let mut session = Session {
        address: &address,
        subject: &args.subject,
        claim: &claim,
        state: &state,
        quiet: args.quiet,
        watch: Watch::new(std::slice::from_ref(&out), wake),
    };
    session.build(console)?;
    server.start(&state);
    console.say(&format!("serving {address} until Ctrl-C"));
    if args.open
        && let Err(error) = open::that_detached(&address)
    {
        console.warn(&format!("cannot open a browser: {error}"));
    }
    while wait(&woken) == Wake::Changed {
        session.build(console)?;
    }
    if !args.quiet {
        console.say("ended");
    }
    Ok(Outcome::Clean)
}

/// What stays from build to build.
struct Session<'a> {
    /// Stands in for an address of the site's own, so that it is shown with all its parts.
    address: &'a str,
    subject: &'a SubjectArgs,
    claim: &'a Claim,
    state: &'a State,
    quiet: bool,
    watch: Watch,
}

impl Session<'_> {
    /// Builds, tells, and watches what was read.
    fn build(&mut self, console: &mut Console) -> Result<(), CliError> {
        let started = Instant::now();
        let built = self.subject.build(
            self.claim,
            Care::KeepLast,
            Some(self.address),
            &Progress::default(),
        );
        let outcome = &built.outcome;
        let changed = outcome.committed && outcome.written + outcome.deleted > 0;
        let errors = errors(&built)?;
        let news = self.state.publish(changed, &errors);
        if news {
            built.say(FORMATS[0], console)?;
            if !self.quiet && outcome.committed {
                let time = started.elapsed().as_secs_f64() * 1000.0;
                console.say(&format!("{}, {time:.0} ms", summary(&built)));
            }
        }
        let mut places: BTreeSet<Utf8PathBuf> = self.subject.paths().iter().cloned().collect();
        if places.is_empty() {
            places.insert(".".into());
        }
        for fault in self.watch.keep_to(&places, &built.files) {
            console.warn(&fault);
        }
        Ok(())
    }
}

/// What the browser shows of a build: nothing where all is well.
fn errors(built: &Built) -> std::io::Result<String> {
    let mut out = Vec::new();
    if built.diagnostics.has_errors() {
        let style = Style {
            color: false,
            width: 100,
            summary: false,
        };
        built.report(FORMATS[0], &style, &mut out)?;
    }
    let mut text = String::from_utf8_lossy(&out).into_owned();
    for failure in &built.failures {
        text.push_str(failure);
        text.push('\n');
    }
    Ok(text)
}
