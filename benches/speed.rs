//! Measures the whole program against the bare reading of the same files by libyaml-safer, and how its cost grows.
//!
//! `cargo bench --bench speed` measures the published plugins (`SPECC_CORPUS`, `../shared/corpus` unless set) and
//! prints a table; with `-- --assert` it fails where a figure is missed. Each figure is the best of several runs, which
//! is the one that other work on the machine disturbs least.

mod figure;
mod resources;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use figure::{Figure, Outcome, corpus, millis, report, run, specc};
use resources::resources;

const RUNS: usize = 40;

fn main() -> ExitCode {
    report(measure())
}

fn measure() -> Outcome<Vec<Figure>> {
    let corpus = match corpus() {
        Ok(corpus) => corpus,
        Err(reason) => {
            println!("skipped: {reason}");
            return Ok(Vec::new());
        }
    };
    let mut specs = Vec::new();
    for entry in fs::read_dir(&corpus)? {
        let spec = entry?.path().join("plugin.spec.yaml");
        if spec.is_file() {
            specs.push(spec);
        }
    }
    let mut sizes = Vec::new();
    for spec in &specs {
        sizes.push((fs::metadata(spec)?.len(), spec.clone()));
    }
    sizes.sort();
    let bytes: u64 = sizes.iter().map(|(size, _)| size).sum();
    let (Some(median), Some(largest)) = (sizes.get(sizes.len() / 2), sizes.last()) else {
        println!("skipped: no specs in {}", corpus.display());
        return Ok(Vec::new());
    };
    println!(
        "{} specs, {bytes} bytes, the largest {} bytes\n",
        specs.len(),
        largest.0
    );

    let scratch = tempfile::tempdir()?;
    let tenfold = scratch.path().join("tenfold");
    for (index, spec) in specs.iter().enumerate() {
        for copy in 0..10 {
            let folder = tenfold.join(format!("{copy}-{index}"));
            fs::create_dir_all(&folder)?;
            fs::copy(spec, folder.join("plugin.spec.yaml"))?;
        }
    }

    // Turn by turn, so that whatever else the machine does disturbs both alike.
    let [bare, check] = best_of([&|| read_bare(&specs), &|| {
        run(&["check", "--quiet", "--format", "short"], &corpus)
    }])?;
    let check_tenfold = best(|| run(&["check", "--quiet", "--format", "short"], &tenfold))?;
    let check_largest = best(|| run(&["check", "--quiet", "--format", "short"], &largest.1))?;
    let start = best(|| run(&["--version"], Path::new("")))?;
    let out = scratch.path().join("out");
    let emit = ["emit", "--lenient", "--quiet", "--target", "all", "--out"];
    let emit: Vec<&str> = emit.into_iter().chain(out.to_str()).collect();
    let first = Instant::now();
    run(&emit, &corpus)?;
    let first = first.elapsed();
    let again = best(|| run(&emit, &corpus))?;

    let (work, memory) = resources(
        RUNS,
        &mut specc(&["check", "--quiet", "--format", "short"], &corpus),
    )?;
    let language = ["check", "--quiet", "--format", "short", "--allow", "all"];
    let everything = ["check", "--quiet", "--format", "short", "--warn", "all"];
    let [language_time, every_group_time] =
        best_of([&|| run(&language, &corpus), &|| run(&everything, &corpus)])?;
    let (language, _) = resources(RUNS, &mut specc(&language, &corpus))?;
    let (every_group, _) = resources(RUNS, &mut specc(&everything, &corpus))?;
    let every_group_median = best(|| run(&everything, &median.1))?;
    let every_group_largest = best(|| run(&everything, &largest.1))?;
    let figure = |name, value, most, unit| Figure {
        name,
        value: Ok(value),
        most,
        unit,
    };
    Ok(vec![
        figure(
            "bare libyaml-safer events, one core",
            millis(bare),
            None,
            "ms",
        ),
        figure("specc check, the whole process", millis(check), None, "ms"),
        figure(
            "specc check / bare events",
            ratio(check, bare),
            Some(1.0),
            "×",
        ),
        figure(
            "specc check of ten times the specs / of the specs",
            ratio(check_tenfold, check),
            Some(11.0),
            "×",
        ),
        figure(
            "specc check of the largest spec alone",
            millis(check_largest),
            Some(12.0),
            "ms",
        ),
        figure(
            "specc --version (start and end of a process)",
            millis(start),
            None,
            "ms",
        ),
        figure("specc check, work on all cores", work, None, "ms"),
        figure("specc check, peak memory", memory, Some(64.0), "MiB"),
        figure(
            "errors of the language only",
            millis(language_time),
            None,
            "ms",
        ),
        figure("all groups of lints", millis(every_group_time), None, "ms"),
        figure(
            "all groups / errors of the language only",
            ratio(every_group_time, language_time),
            Some(2.0),
            "×",
        ),
        figure("… work of both", every_group / language, None, "×"),
        figure(
            "the spec of median size alone, all groups",
            millis(every_group_median),
            Some(15.0),
            "ms",
        ),
        figure(
            "the largest spec alone, all groups",
            millis(every_group_largest),
            Some(15.0),
            "ms",
        ),
        figure(
            "specc emit of every target, all files new",
            millis(first),
            None,
            "ms",
        ),
        figure(
            "specc emit of every target, nothing changed",
            millis(again),
            None,
            "ms",
        ),
    ])
}

/// The shortest of several runs.
fn best(work: impl Fn() -> Outcome<()>) -> Outcome<Duration> {
    best_of([&work]).map(|[best]| best)
}

/// The shortest of several runs of each, in turn.
fn best_of<const N: usize>(works: [&dyn Fn() -> Outcome<()>; N]) -> Outcome<[Duration; N]> {
    let mut best = [Duration::MAX; N];
    for _ in 0..RUNS {
        for (best, work) in best.iter_mut().zip(works) {
            let start = Instant::now();
            work()?;
            *best = start.elapsed().min(*best);
        }
    }
    Ok(best)
}

/// Reads every event of every file, and does nothing with them.
fn read_bare(specs: &[PathBuf]) -> Outcome<()> {
    let mut events = 0_usize;
    for spec in specs {
        let text = fs::read(spec)?;
        let mut input = text.as_slice();
        let mut parser = libyaml_safer::Parser::new();
        parser.set_input(&mut input);
        for event in parser {
            event?;
            events += 1;
        }
    }
    std::hint::black_box(events);
    Ok(())
}

fn ratio(time: Duration, other: Duration) -> f64 {
    time.as_secs_f64() / other.as_secs_f64()
}
