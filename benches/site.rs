//! Measures building a website: of the published plugins, and of ten thousand, which are the published ones repeated
//! under other names; and Hugo on the markdown of the same pages, without search.
//!
//! `cargo bench --bench site` prints a table; with `-- --assert` it fails where a figure is missed. The ten thousand
//! take some 2 GB below `TMPDIR`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

mod figure;
mod resources;
mod serving;

use figure::{Figure, Outcome, corpus, millis, report, run, specc};
use resources::resources;

const RUNS: usize = 5;

/// Builds of large sites, of specc and of Hugo alike: the first writes to memory that the system has yet to find.
const LARGE_RUNS: usize = 3;

fn main() -> ExitCode {
    let scratch = match tempfile::tempdir() {
        Ok(scratch) => scratch,
        Err(error) => {
            eprintln!("cannot measure: {error}");
            return ExitCode::FAILURE;
        }
    };
    report(corpus().map_or_else(
        |reason| {
            println!("skipped: {reason}");
            Ok(Vec::new())
        },
        |corpus| measure(&corpus, scratch.path()),
    ))
}

fn measure(corpus: &Path, scratch: &Path) -> Outcome<Vec<Figure>> {
    let mut figures = Vec::new();
    let mut figure = |name, value: f64, most, unit| {
        figures.push(Figure {
            name,
            value: Ok(value),
            most,
            unit,
        });
    };

    let published = copies(corpus, &scratch.join("published"), 0)?;
    let out = scratch.join("site");
    let cold = best(RUNS, || {
        let _ = fs::remove_dir_all(&out);
        build(&published, &out)
    })?;
    figure(
        "published plugins, from nothing",
        millis(cold),
        Some(700.0),
        "ms",
    );
    let again = best(RUNS, || build(&published, &out))?;
    figure("… again, nothing changed", millis(again), Some(100.0), "ms");
    let changed = best(RUNS, || build_after_change(&published, &out))?;
    figure(
        "… again, one plugin changed",
        millis(changed),
        Some(100.0),
        "ms",
    );

    let written = copies(corpus, &scratch.join("written"), 255)?;
    let reload = serving::change_to_reload(&written, &scratch.join("served"))?;
    figure(
        "serve: change to reload, one plugin of 255",
        millis(reload),
        Some(300.0),
        "ms",
    );

    let small = copies(corpus, &scratch.join("thousand"), 1_000)?;
    // As few files for each as the large site has.
    let (small_work, small_memory) = cold_build(&small, &scratch.join("small"))?;
    let large = copies(corpus, &scratch.join("ten-thousand"), 10_000)?;
    let out = scratch.join("large");
    let (work, memory) = cold_build(&large, &out)?;
    figure(
        "10,000 plugins, work on all cores",
        work / 1000.0,
        Some(8.0),
        "s",
    );
    figure("… peak memory", memory, Some(400.0), "MiB");
    let again = best(RUNS, || build(&large, &out))?;
    figure("… again, nothing changed", millis(again), Some(500.0), "ms");
    let changed = best(RUNS, || build_after_change(&large, &out))?;
    figure(
        "… again, one plugin changed",
        millis(changed),
        Some(700.0),
        "ms",
    );
    figure(
        "work per plugin, of 10,000 / of 1,000",
        work / small_work / 10.0,
        Some(1.05),
        "×",
    );
    figure(
        "memory per plugin, of 10,000 / of 1,000",
        memory / small_memory / 10.0,
        Some(1.0),
        "×",
    );
    let hugo = hugo(corpus, &scratch.join("hugo"), 10_000);
    figures.push(Figure {
        name: "Hugo's work on the markdown alone / specc's",
        value: hugo.map(|hugo| hugo / work),
        most: None,
        unit: "×",
    });
    Ok(figures)
}

fn arguments(out: &Path) -> Vec<String> {
    let mut arguments: Vec<String> = ["site", "--lenient", "--quiet", "--date", "2026-01-31"]
        .into_iter()
        .map(str::to_owned)
        .collect();
    arguments.extend([
        "--base-url".to_owned(),
        "https://plugins.example/".to_owned(),
    ]);
    arguments.extend(["--out".to_owned(), out.display().to_string()]);
    arguments
}

fn build(plugins: &Path, out: &Path) -> Outcome<Duration> {
    let arguments = arguments(out);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let start = Instant::now();
    run(&arguments, plugins)?;
    Ok(start.elapsed())
}

/// Changes a description of one plugin, and builds.
fn build_after_change(plugins: &Path, out: &Path) -> Outcome<Duration> {
    let mut folders: Vec<PathBuf> = fs::read_dir(plugins)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Outcome<_>>()?;
    folders.sort();
    let spec = folders[folders.len() / 2].join("plugin.spec.yaml");
    let text = fs::read_to_string(&spec)?;
    let changed = text.replacen(
        "version_history:\n",
        "version_history:\n- 0.0.1 - Changed\n",
        1,
    );
    fs::write(&spec, format!("{changed}\n"))?;
    build(plugins, out)
}

/// Work in milliseconds and peak memory in MiB of a build from nothing.
fn cold_build(plugins: &Path, out: &Path) -> Outcome<(f64, f64)> {
    let arguments = arguments(out);
    let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    arguments.extend(["--twins", "never"]);
    let mut command = specc(&arguments, plugins);
    from_nothing(&mut command, out)
}

/// The least work and the most memory of several runs of a command, each without what it wrote before.
fn from_nothing(command: &mut Command, written: &Path) -> Outcome<(f64, f64)> {
    let (mut least, mut most) = (f64::MAX, 0.0_f64);
    for _ in 0..LARGE_RUNS {
        let _ = fs::remove_dir_all(written);
        let (work, memory) = resources(1, command)?;
        least = least.min(work);
        most = most.max(memory);
    }
    Ok((least, most))
}

fn best(runs: usize, mut once: impl FnMut() -> Outcome<Duration>) -> Outcome<Duration> {
    let mut least = Duration::MAX;
    for _ in 0..runs {
        least = least.min(once()?);
    }
    Ok(least)
}

/// The published plugins, repeated under other names until there are `count`; each once where that is 0.
fn copies(corpus: &Path, folder: &Path, count: usize) -> Outcome<PathBuf> {
    let mut plugins: Vec<PathBuf> = fs::read_dir(corpus)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Outcome<_>>()?;
    plugins.retain(|plugin| plugin.join("plugin.spec.yaml").is_file());
    plugins.sort();
    let count = if count == 0 { plugins.len() } else { count };
    for index in 0..count {
        let plugin = &plugins[index % plugins.len()];
        let turn = index / plugins.len();
        let copy = folder.join(format!("{index}"));
        fs::create_dir_all(&copy)?;
        let spec = fs::read_to_string(plugin.join("plugin.spec.yaml"))?;
        let named: Vec<String> = spec
            .lines()
            .map(|line| match line.split_once(':') {
                Some((key @ ("name" | "title"), value)) if turn > 0 => {
                    let value = value.trim().trim_matches(['"', '\'']);
                    let separator = if key == "name" { "_" } else { " " };
                    format!("{key}: \"{value}{separator}{turn}\"")
                }
                _ => line.to_owned(),
            })
            .collect();
        fs::write(copy.join("plugin.spec.yaml"), named.join("\n") + "\n")?;
        for beside in ["help.md", "icon.png"] {
            let from = plugin.join(beside);
            if from.is_file() {
                // Published files may be read-only, and a copy of the mode would make it hard to delete.
                fs::write(copy.join(beside), fs::read(from)?)?;
            }
        }
    }
    Ok(folder.to_owned())
}

/// Hugo's work in milliseconds for a page of each plugin's help text, with a plain template and one list.
fn hugo(corpus: &Path, folder: &Path, count: usize) -> Result<f64, String> {
    let found = Command::new("hugo")
        .arg("version")
        .stdout(Stdio::null())
        .status();
    if !found.is_ok_and(|status| status.success()) {
        return Err("hugo is not installed (Debian's package `hugo`)".to_owned());
    }
    let prepared = || -> Outcome<f64> {
        let mut plugins: Vec<PathBuf> = fs::read_dir(corpus)?
            .map(|entry| Ok(entry?.path().join("help.md")))
            .collect::<Outcome<_>>()?;
        plugins.retain(|help| help.is_file());
        plugins.sort();
        let layouts = folder.join("layouts/_default");
        fs::create_dir_all(&layouts)?;
        fs::create_dir_all(folder.join("content/plugins"))?;
        fs::write(
            folder.join("config.toml"),
            "title = \"Plugins\"\nbaseURL = \"https://plugins.example/\"\ndisableKinds = [\"taxonomy\", \"term\", \"RSS\"]\n",
        )?;
        fs::write(
            layouts.join("single.html"),
            "<!doctype html><html><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>\n",
        )?;
        fs::write(
            layouts.join("list.html"),
            "<!doctype html><html><body>{{ range (.Paginate .Pages 50).Pages }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}</body></html>\n",
        )?;
        for index in 0..count {
            let text = fs::read_to_string(&plugins[index % plugins.len()])?;
            // Hugo takes these for its own code.
            let text = text.replace("{{", "{ {");
            let page = folder.join(format!("content/plugins/{index}.md"));
            fs::write(page, format!("---\ntitle: Plugin {index}\n---\n{text}"))?;
        }
        let mut command = Command::new("hugo");
        command.arg("--quiet").arg("--source").arg(folder);
        Ok(from_nothing(&mut command, &folder.join("public"))?.0)
    };
    prepared().map_err(|error| error.to_string())
}
