//! What the benches share: figures, their report, and where the published plugins are.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// A figure, what it may be at most, and in what it is given.
pub struct Figure {
    pub name: &'static str,
    /// The figure, or why it could not be measured.
    pub value: Result<f64, String>,
    pub most: Option<f64>,
    pub unit: &'static str,
}

/// Prints a table of figures. With `--assert` among the arguments, one that is missed or not measured is a failure.
pub fn report(figures: Outcome<Vec<Figure>>) -> ExitCode {
    let figures = match figures {
        Ok(figures) => figures,
        Err(error) => {
            eprintln!("cannot measure: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut missed = false;
    for Figure {
        name,
        value,
        most,
        unit,
    } in figures
    {
        let value = match value {
            Ok(value) => value,
            Err(reason) => {
                missed = true;
                println!("{name:<52} skipped: {reason}");
                continue;
            }
        };
        let verdict = match most {
            Some(most) if value > most => {
                missed = true;
                format!("missed: at most {most} {unit}")
            }
            Some(most) => format!("at most {most} {unit}"),
            None => String::new(),
        };
        println!("{name:<52} {value:>9.2} {unit:<4} {verdict}");
    }
    let assert = std::env::args().any(|argument| argument == "--assert");
    if missed && assert {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// The folder of the published plugins, where it is on this machine.
pub fn corpus() -> Result<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = std::env::var_os("SPECC_CORPUS")
        .map_or_else(|| root.join("../shared/corpus"), |folder| root.join(folder));
    if corpus.is_dir() {
        Ok(corpus)
    } else {
        Err(format!("corpus absent ({})", corpus.display()))
    }
}

/// specc, with arguments and a path unless that is empty.
pub fn specc(arguments: &[&str], path: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specc"));
    command
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if !path.as_os_str().is_empty() {
        command.arg(path);
    }
    command
}

/// Runs specc; findings are an answer, failures are not.
pub fn run(arguments: &[&str], path: &Path) -> Outcome<()> {
    let status = specc(arguments, path).status()?;
    match status.code() {
        Some(0 | 1) => Ok(()),
        _ => Err(format!("specc {arguments:?} ended with {status}").into()),
    }
}

pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
