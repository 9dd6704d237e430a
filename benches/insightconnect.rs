//! Measures how long it takes to emit all published plugins for InsightConnect, beside the same work of the incumbent
//! generator.
//!
//! `cargo bench --bench insightconnect` emits every plugin by one process, best of several, and lets the incumbent, from
//! the environment that `./test` makes, refresh each of them in one process of its own, once. With `-- --assert` it fails
//! where a figure is missed, or not measured because a tool is absent.
//!
//! Beside it the work of checking them all with every lint, as a part of that of the incumbent's command, and of its
//! validators alone.

mod figure;
mod resources;
mod validators;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use figure::{Figure, Outcome, corpus, millis, report, run};
use validators::{Validated, host, in_one_process, published, python, validated};

/// Emissions of all plugins.
const EMISSIONS: usize = 5;

fn main() -> ExitCode {
    report(measure())
}

fn measure() -> Outcome<Vec<Figure>> {
    let scratch = tempfile::tempdir()?;
    let corpus = match corpus() {
        Ok(corpus) => corpus,
        Err(reason) => {
            return Ok(vec![Figure {
                name: "emit and check of all plugins",
                value: Err(reason),
                most: None,
                unit: "ms",
            }]);
        }
    };
    let (new, unchanged) = emissions(&corpus, scratch.path())?;
    let theirs = incumbent(&corpus, &scratch.path().join("theirs"));
    let validated = validated(&corpus, &scratch.path().join("validated"));
    let published = published(&corpus)?;
    let alone = in_one_process(&corpus).map(|theirs| published / theirs * 1000.0);
    let of = |value: fn(&Validated) -> f64| validated.as_ref().map(value).map_err(String::clone);
    let part = of(|it| it.theirs).map(|theirs| published / theirs * 1000.0);
    let whole_part = of(|it| it.ours / it.theirs * 1000.0);
    let figure = |name, value, most, unit| Figure {
        name,
        value,
        most,
        unit,
    };
    Ok(vec![
        figure("emit of all plugins, all new", Ok(new), Some(500.0), "ms"),
        figure(
            "emit of all plugins, unchanged",
            Ok(unchanged),
            Some(500.0),
            "ms",
        ),
        figure("the incumbent's refresh of the same", theirs, None, "ms"),
        figure(
            "work of icon-validate, a process each",
            of(|it| it.theirs),
            None,
            "ms",
        ),
        figure(
            "… of processes that only import it",
            of(|it| it.start),
            None,
            "ms",
        ),
        figure("work of specc check, all groups", Ok(published), None, "ms"),
        figure("… / that of icon-validate", part, Some(1.0), "‰"),
        figure("… / that of its validators alone", alone, None, "‰"),
        figure("… over whole folders", of(|it| it.ours), None, "ms"),
        figure("… / that of icon-validate", whole_part, None, "‰"),
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

/// What the incumbent takes for the same plugins, each in a folder of its own with nothing but the spec in it.
fn incumbent(corpus: &Path, folder: &Path) -> Result<f64, String> {
    let output = Command::new(python()?)
        .arg("-B")
        .arg(host("refresh.py"))
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
