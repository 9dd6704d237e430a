//! Measures how long it takes to emit all published plugins for InsightConnect, beside the same work of the incumbent
//! generator.
//!
//! `cargo bench --bench insightconnect` emits every plugin by one process, best of several, and lets the incumbent, from
//! the environment that `./test` makes, refresh each of them in one process of its own, once. With `-- --assert` it fails
//! where a figure is missed, or not measured because a tool is absent.
//!
//! Beside it the work of checking them all with every lint, as a part of that of the incumbent's validators.

mod figure;
mod resources;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use figure::{Figure, Outcome, corpus, millis, report, run, specc};
use resources::resources;

/// Checks of all plugins.
const CHECKS: usize = 20;

/// Emissions of all plugins.
const EMISSIONS: usize = 5;

fn main() -> ExitCode {
    report(measure())
}

fn measure() -> Outcome<Vec<Figure>> {
    let scratch = tempfile::tempdir()?;
    let (new, unchanged, theirs, checked) = match corpus() {
        Ok(corpus) => {
            let (new, unchanged) = emissions(&corpus, scratch.path())?;
            let theirs = incumbent(&corpus, &scratch.path().join("theirs"));
            (Ok(new), Ok(unchanged), theirs, checked(&corpus))
        }
        Err(reason) => {
            let absent = || Err(reason.clone());
            (absent(), absent(), absent(), absent())
        }
    };
    let figure = |name, value, most| Figure {
        name,
        value,
        most,
        unit: "ms",
    };
    Ok(vec![
        figure("emit of all plugins, all new", new, Some(500.0)),
        figure("emit of all plugins, unchanged", unchanged, Some(500.0)),
        figure("the incumbent's refresh of the same", theirs, None),
        Figure {
            name: "work of specc check, all groups / of the incumbent's validators",
            value: checked,
            most: Some(1.0),
            unit: "‰",
        },
    ])
}

/// The best emission of every plugin to an empty folder, and the best where nothing has changed.
fn emissions(corpus: &Path, scratch: &Path) -> Outcome<(f64, f64)> {
    let out = scratch.join("ours");
    let (mut new, mut unchanged) = (Duration::MAX, Duration::MAX);
    for _ in 0..EMISSIONS {
        for best in [&mut new, &mut unchanged] {
            let folder = out.to_string_lossy();
            let emit = ["emit", "--lenient", "--quiet", "--target", "insightconnect"];
            let begin = Instant::now();
            run(&[&emit[..], &["--out", &folder]].concat(), corpus)?;
            *best = begin.elapsed().min(*best);
        }
        fs::remove_dir_all(&out)?;
    }
    Ok((millis(new), millis(unchanged)))
}

/// The work of checking every plugin with all groups of lints, in thousandths of that of the incumbent's validators.
fn checked(corpus: &Path) -> Result<f64, String> {
    let python = python()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut theirs = Command::new(python);
    theirs
        .arg("-B")
        .arg(root.join("tests/hosts/insightconnect/icon_validate.py"));
    for entry in fs::read_dir(corpus).map_err(|error| error.to_string())? {
        let folder = entry.map_err(|error| error.to_string())?.path();
        if folder.join("plugin.spec.yaml").is_file() {
            theirs.arg(folder);
        }
    }
    let ours = ["check", "--quiet", "--format", "short", "--warn", "all"];
    let (ours, _) = resources(CHECKS, &mut specc(&ours, corpus)).map_err(|it| it.to_string())?;
    let (theirs, _) = resources(1, &mut theirs).map_err(|error| error.to_string())?;
    Ok(ours / theirs * 1000.0)
}

/// The Python of the environment that `./test` makes.
fn python() -> Result<PathBuf, String> {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/incumbent/bin/python");
    if python.exists() {
        Ok(python)
    } else {
        Err(format!("absent ({})", python.display()))
    }
}

/// What the incumbent takes for the same plugins, each in a folder of its own with nothing but the spec in it.
fn incumbent(corpus: &Path, folder: &Path) -> Result<f64, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(python()?)
        .arg("-B")
        .arg(root.join("tests/hosts/insightconnect/refresh.py"))
        .args([corpus, folder])
        .output()
        .map_err(|error| error.to_string())?;
    let shown = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(shown.into_owned());
    }
    eprint!("{shown}");
    let printed = String::from_utf8_lossy(&output.stdout);
    printed.trim().parse().map_err(|_| printed.into_owned())
}
