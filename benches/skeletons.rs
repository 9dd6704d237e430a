//! Measures how soon an emitted plugin answers, in each language, and how long it takes to emit all published plugins.
//!
//! `cargo bench --bench skeletons` builds the fixture `example` as its author would ship it, starts it with an action's
//! message, and takes the time until its event is there: the median of several runs, taken turn by turn, so that whatever
//! else the machine does disturbs all alike. Of emissions, which mostly wait for the disk, the best of several counts.
//! With `-- --assert` it fails where a figure is missed, or not measured because a tool is absent.

mod figure;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use figure::{Figure, Outcome, corpus, millis, report, run, specc};

/// Starts of each program.
const STARTS: usize = 41;

/// Emissions of all plugins.
const EMISSIONS: usize = 5;

/// A language, how its program is built, and the most that a start may take, in milliseconds.
struct Language {
    target: &'static str,
    figure: &'static str,
    build: fn(&Path) -> Result<Command, String>,
    most: f64,
}

const LANGUAGES: [Language; 3] = [
    Language {
        target: "rust",
        figure: "Rust: start to an action's event, median",
        build: build_rust,
        most: 5.0,
    },
    Language {
        target: "go",
        figure: "Go: start to an action's event, median",
        build: build_go,
        most: 5.0,
    },
    Language {
        target: "python",
        figure: "Python: start to an action's event, median",
        build: build_python,
        most: 120.0,
    },
];

fn main() -> ExitCode {
    report(measure())
}

fn measure() -> Outcome<Vec<Figure>> {
    let scratch = tempfile::tempdir()?;
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/example/plugin.spec.yaml");
    let sample = specc(&["sample"], &spec)
        .arg("say_goodbye")
        .stdout(Stdio::piped())
        .output()?;
    let mut programs = Vec::new();
    for language in &LANGUAGES {
        let folder = scratch.path().join(language.target);
        let out = folder.to_string_lossy();
        run(&["emit", "--target", language.target, "--out", &out], &spec)?;
        programs.push((language.build)(&folder));
    }
    let mut times = LANGUAGES.map(|_| Vec::new());
    for _ in 0..STARTS {
        for (program, times) in programs.iter_mut().zip(&mut times) {
            if let Ok(program) = program {
                times.push(start(program, &sample.stdout)?);
            }
        }
    }
    let mut figures = Vec::new();
    for ((language, program), times) in LANGUAGES.iter().zip(programs).zip(times) {
        figures.push(Figure {
            name: language.figure,
            value: program.map(|_| median(times)),
            most: Some(language.most),
            unit: "ms",
        });
    }
    let (new, unchanged) = match corpus() {
        Ok(corpus) => {
            let (new, unchanged) = emissions(&corpus, scratch.path())?;
            (Ok(new), Ok(unchanged))
        }
        Err(reason) => (Err(reason.clone()), Err(reason)),
    };
    figures.push(Figure {
        name: "emit of all plugins in three languages, all new",
        value: new,
        most: Some(1000.0),
        unit: "ms",
    });
    figures.push(Figure {
        name: "emit of all plugins in three languages, unchanged",
        value: unchanged,
        most: Some(1000.0),
        unit: "ms",
    });
    Ok(figures)
}

/// The best emission of every plugin to an empty folder, and the best where nothing has changed.
fn emissions(corpus: &Path, scratch: &Path) -> Outcome<(f64, f64)> {
    let out = scratch.join("corpus");
    let (mut new, mut unchanged) = (Duration::MAX, Duration::MAX);
    for _ in 0..EMISSIONS {
        for best in [&mut new, &mut unchanged] {
            let folder = out.to_string_lossy();
            let emit = ["emit", "--lenient", "--quiet", "--target"];
            let to = ["rust,go,python", "--out", &folder];
            let begin = Instant::now();
            run(&[&emit[..], &to].concat(), corpus)?;
            *best = begin.elapsed().min(*best);
        }
        fs::remove_dir_all(&out)?;
    }
    Ok((millis(new), millis(unchanged)))
}

/// Starts a program with a message; the time until its event is there, which must tell of success.
fn start(program: &mut Command, message: &[u8]) -> Outcome<Duration> {
    let begin = Instant::now();
    let mut child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut stdin = child.stdin.take().ok_or("no standard input")?;
    stdin.write_all(message)?;
    drop(stdin);
    let stdout = child.stdout.take().ok_or("no standard output")?;
    let mut event = String::new();
    BufReader::new(stdout).read_line(&mut event)?;
    let time = begin.elapsed();
    child.wait()?;
    let event: serde_json::Value = serde_json::from_str(&event)?;
    if event["body"]["status"] != "ok" {
        return Err(format!("{program:?} answers {event}").into());
    }
    Ok(time)
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times
        .get(times.len() / 2)
        .map_or(f64::NAN, |it| millis(*it))
}

fn build_rust(folder: &Path) -> Result<Command, String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("skeletons");
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["build", "--release", "--quiet"])
        .env("CARGO_TARGET_DIR", &target);
    built(cargo.current_dir(folder))?;
    Ok(Command::new(target.join("release/example")))
}

fn build_go(folder: &Path) -> Result<Command, String> {
    let installed = PathBuf::from("/usr/local/go/bin/go");
    let go = if installed.exists() {
        installed
    } else {
        "go".into()
    };
    let program = folder.join("example");
    let flags = ["build", "-trimpath", "-ldflags=-s -w", "-o"];
    let mut build = Command::new(go);
    build.args(flags).arg(&program).arg("./cmd/example");
    let build = build.env("CGO_ENABLED", "0").env("GOTOOLCHAIN", "local");
    built(build.current_dir(folder))?;
    Ok(Command::new(program))
}

fn build_python(folder: &Path) -> Result<Command, String> {
    // The interpreter itself: what `python3` names may be a slow script that looks for one.
    let mut ask = Command::new("python3");
    let answer = ask
        .args(["-c", "import sys; print(sys.executable)"])
        .output();
    let answer = answer.map_err(|error| format!("python3: {error}"))?;
    let python = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
    // As after a first start, which leaves the modules compiled.
    let mut compile = Command::new(&python);
    compile.args(["-m", "compileall", "-q", "."]);
    built(compile.current_dir(folder))?;
    let mut program = Command::new(python);
    program.arg(folder.join("bin/example"));
    Ok(program)
}

/// Runs a tool that builds; why it failed or could not be started.
fn built(tool: &mut Command) -> Result<(), String> {
    let name = tool.get_program().to_string_lossy().into_owned();
    let output = tool.output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    Err(format!("{name} failed: {}", text.trim()))
}
