//! `specc site`: what a build writes, what it leaves alone, and that the next one mends what a dying one left.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::TempDir;

use crate::support::{self, root};

/// What any build here takes at most, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Plugins, a configuration, and room for sites.
struct Shop {
    folder: Utf8PathBuf,
    _scratch: TempDir,
}

/// What a build said.
#[derive(Debug)]
struct Said {
    status: Option<i32>,
    text: String,
}

impl Said {
    #[track_caller]
    fn is(&self, status: i32, words: &str) {
        assert_eq!(self.status, Some(status), "{}", self.text);
        assert!(self.text.contains(words), "no {words:?} in {}", self.text);
    }
}

/// A shop of a few plugins.
fn shop(names: &[&str]) -> Shop {
    let scratch = tempfile::tempdir().unwrap();
    let folder = Utf8Path::from_path(scratch.path()).unwrap().to_owned();
    let shop = Shop {
        folder,
        _scratch: scratch,
    };
    for name in names {
        shop.plugin(name);
    }
    shop
}

impl Shop {
    /// Adds a plugin with an action of its own and a help text.
    fn plugin(&self, name: &str) {
        let fixture = root().join("fixtures/minimal/plugin.spec.yaml");
        let spec = std::fs::read_to_string(fixture).unwrap();
        let spec = spec
            .replace("name: minimal", &format!("name: {name}"))
            .replace("title: Minimal", &format!("title: The {name} plugin"))
            .replace("  echo:", &format!("  echo_{name}:"));
        self.write(&format!("plugins/{name}/plugin.spec.yaml"), &spec);
        let help = format!("# Description\n\nWhat {name} is for.\n");
        self.write(&format!("plugins/{name}/help.md"), &help);
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.folder.join(path)).unwrap();
        assert!(text.contains(from), "{path} has no {from:?}");
        self.write(path, &text.replace(from, to));
    }

    /// Builds into a folder.
    fn build(&self, out: &str, more: &[&str]) -> Said {
        // A file that was written at the very time at which it was read is looked at again; these were read before.
        std::thread::sleep(Duration::from_millis(20));
        let mut child = self.start(out, more);
        let start = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if start.elapsed() > PATIENCE {
                let _ = child.kill();
                let _ = child.wait();
                panic!("the build does not end");
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let read = |name: &str| std::fs::read_to_string(self.folder.join(name)).unwrap();
        Said {
            status: status.code(),
            text: read("stdout") + &read("stderr"),
        }
    }

    /// Starts a build.
    fn start(&self, out: &str, more: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_specc"))
            .args(["--color", "never", "site", "plugins", "--out", out])
            .args(["--base-url", "https://plugins.acme.example/"])
            .args(more)
            .current_dir(&self.folder)
            .stdout(self.log("stdout"))
            .stderr(self.log("stderr"))
            .spawn()
            .unwrap()
    }

    fn log(&self, name: &str) -> Stdio {
        std::fs::File::create(self.folder.join(name))
            .unwrap()
            .into()
    }

    /// The files of a site with their bytes, without what is for the next build.
    fn files(&self, out: &str) -> BTreeMap<Utf8PathBuf, Vec<u8>> {
        let files = self.paths(out).into_iter().map(|path| {
            let bytes = std::fs::read(self.folder.join(out).join(&path)).unwrap();
            (path, bytes)
        });
        files.collect()
    }

    fn paths(&self, out: &str) -> Vec<Utf8PathBuf> {
        let mut paths = support::files_below(&self.folder.join(out));
        paths.retain(|path| !path.starts_with(".specc-site"));
        paths
    }

    /// When each file of a folder was written, ours included but for the lock.
    fn times(&self, out: &str) -> BTreeMap<Utf8PathBuf, SystemTime> {
        let paths = support::files_below(&self.folder.join(out));
        let times = paths.into_iter().map(|path| {
            let metadata = std::fs::metadata(self.folder.join(out).join(&path)).unwrap();
            (path, metadata.modified().unwrap())
        });
        times.collect()
    }

    /// Holds a site to one that is built anew.
    #[track_caller]
    fn is_as_built_anew(&self, out: &str, more: &[&str]) {
        assert!(!self.folder.join("anew").exists());
        self.build("anew", more);
        let (site, anew) = (self.files(out), self.files("anew"));
        let names = |files: &BTreeMap<Utf8PathBuf, Vec<u8>>| {
            files.keys().cloned().collect::<Vec<Utf8PathBuf>>()
        };
        assert_eq!(names(&site), names(&anew));
        for (path, bytes) in &site {
            assert!(*bytes == anew[path], "{path} is not as built anew");
        }
        std::fs::remove_dir_all(self.folder.join("anew")).unwrap();
    }
}

#[test]
fn a_build_with_nothing_changed_writes_nothing() {
    let shop = shop(&["alpha", "beta", "gamma"]);
    shop.build("public", &[]).is(0, "3 plugins");
    let before = shop.times("public");
    assert!(before.contains_key(Utf8Path::new("plugins/acme/alpha/index.html")));
    shop.build("public", &[]).is(0, "(0 written, 0 deleted)");
    assert_eq!(shop.times("public"), before);
}

#[test]
fn the_same_plugins_give_the_same_bytes() {
    let shop = shop(&["alpha", "beta", "gamma", "delta"]);
    shop.build("public", &[]).is(0, "4 plugins");
    shop.is_as_built_anew("public", &[]);
}

#[test]
fn a_changed_help_text_writes_the_plugin_only() {
    let shop = shop(&["alpha", "beta", "gamma"]);
    shop.build("public", &[]).is(0, "3 plugins");
    let before = shop.files("public");
    let times = shop.times("public");
    shop.edit(
        "plugins/beta/help.md",
        "What beta is for.",
        "What beta is good for.",
    );
    let said = shop.build("public", &[]);
    let after = shop.files("public");
    let changed: Vec<&Utf8PathBuf> = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert!(changed.contains(&&Utf8PathBuf::from("plugins/acme/beta/index.html")));
    for path in &changed {
        let own = path.starts_with("plugins/acme/beta") || *path == "site-manifest.json";
        assert!(own, "{path} changed with a help text: {changed:?}");
    }
    // What has its old bytes was not written again.
    said.is(0, &format!("({} written, 0 deleted)", changed.len()));
    for (path, time) in shop.times("public") {
        let same = changed.contains(&&path) || path.starts_with(".specc-site");
        assert!(same || times[&path] == time, "{path} was written again");
    }
    shop.is_as_built_anew("public", &[]);
}

#[test]
fn a_changed_title_reaches_all_that_shows_it_and_no_other_plugin() {
    let shop = shop(&["alpha", "beta", "gamma"]);
    shop.build("public", &[]).is(0, "3 plugins");
    let before = shop.files("public");
    shop.edit(
        "plugins/beta/plugin.spec.yaml",
        "title: The beta plugin",
        "title: The second plugin",
    );
    shop.build("public", &[]).is(0, "3 plugins");
    for (path, bytes) in shop.files("public") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("The beta plugin"),
            "{path} has the old title"
        );
        let shown = text.contains("The second plugin");
        // Neighbours that a page recommends are shown on it.
        let own = ["alpha", "gamma"]
            .iter()
            .any(|name| path.starts_with(format!("plugins/acme/{name}")) && before[&path] != bytes);
        assert!(!own || shown, "{path} changed with another plugin");
    }
    shop.is_as_built_anew("public", &[]);
}

#[test]
fn what_nobody_makes_goes_and_what_others_put_there_stays() {
    let shop = shop(&["alpha", "beta"]);
    shop.build("public", &[]).is(0, "2 plugins");
    let page = shop.folder.join("public/plugins/acme/beta");
    assert!(page.is_dir());
    shop.write("public/CNAME", "plugins.acme.example");
    shop.write("public/plugins/acme/alpha/notes.txt", "ours");
    std::fs::remove_dir_all(shop.folder.join("plugins/beta")).unwrap();
    shop.build("public", &[]).is(0, "1 plugin, ");
    assert!(!page.exists());
    for (path, bytes) in shop.files("public") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("The beta plugin"), "{path}");
    }
    for path in ["public/CNAME", "public/plugins/acme/alpha/notes.txt"] {
        assert!(shop.folder.join(path).is_file(), "{path} is gone");
    }
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let shop = shop(&["alpha"]);
    shop.write("mine/letter.txt", "Dear");
    let said = shop.build("mine", &[]);
    said.is(2, "mine is not empty and holds no site that specc made");
    assert_eq!(shop.paths("mine"), ["letter.txt"]);
    assert!(!shop.folder.join("mine/.specc-site").exists());
    shop.write("file", "");
    shop.build("file", &[]).is(2, "file");
    assert!(shop.folder.join("file").is_file());
}

#[test]
fn a_build_that_died_before_files_moved_is_forgotten() {
    let shop = shop(&["alpha", "beta"]);
    shop.build("public", &[]).is(0, "2 plugins");
    shop.write("public/.specc-site/staging/0", "half a pa");
    shop.write("public/.specc-site/staging/deep/9", "more");
    shop.edit("plugins/beta/help.md", "beta is", "it is");
    shop.build("public", &[]).is(0, "2 plugins");
    assert!(!shop.folder.join("public/.specc-site/staging/deep").exists());
    shop.is_as_built_anew("public", &[]);
}

#[test]
fn a_build_that_died_while_files_moved_is_mended() {
    let shop = shop(&["alpha", "beta"]);
    shop.build("public", &[]).is(0, "2 plugins");
    // One page as long as before with other bytes, one cut short, one gone, and one of a plugin that is there no more.
    let page = "public/plugins/acme/alpha/index.html";
    let text = std::fs::read_to_string(shop.folder.join(page)).unwrap();
    shop.write(
        page,
        &text.replace("What alpha is for", "Was alpha war, oh"),
    );
    assert_ne!(
        std::fs::read_to_string(shop.folder.join(page)).unwrap(),
        text
    );
    shop.write("public/plugins/acme/beta/index.html", "<!doctype ht");
    std::fs::remove_file(shop.folder.join("public/index.html")).unwrap();
    shop.write("public/plugins/acme/gone/index.html", "gone");
    shop.write(
        "public/.specc-site/moving",
        "plugins/acme/alpha/index.html\nplugins/acme/gone/index.html\nindex.html\n",
    );
    shop.build("public", &[]).is(0, "2 plugins");
    assert!(!shop.folder.join("public/.specc-site/moving").exists());
    shop.is_as_built_anew("public", &[]);
    shop.build("public", &[]).is(0, "(0 written, 0 deleted)");
}

#[test]
fn a_page_that_somebody_changed_is_made_again() {
    let shop = shop(&["alpha", "beta"]);
    shop.build("public", &[]).is(0, "2 plugins");
    // The system's clock for files ticks a few times a hundredth of a second.
    std::thread::sleep(Duration::from_millis(20));
    for page in ["plugins/acme/alpha/index.html", "index.html"] {
        shop.edit(&format!("public/{page}"), "alpha", "omega");
    }
    shop.build("public", &[]).is(0, "(2 written, 0 deleted)");
    shop.is_as_built_anew("public", &[]);
    shop.build("public", &[]).is(0, "(0 written, 0 deleted)");
}

#[test]
fn a_first_build_that_died_while_files_moved_is_mended() {
    let shop = shop(&["alpha"]);
    shop.write("public/plugins/acme/gone/index.html", "gone");
    shop.write("public/CNAME", "plugins.acme.example");
    shop.write(
        "public/.specc-site/moving",
        "plugins/acme/gone/index.html\nindex.html\n",
    );
    shop.build("public", &[]).is(0, "1 plugin, ");
    assert!(!shop.folder.join("public/plugins/acme/gone").exists());
    std::fs::remove_file(shop.folder.join("public/CNAME")).unwrap();
    shop.is_as_built_anew("public", &[]);
}

/// Wherever the kill strikes, which differs from run to run, the next build makes the site whole.
#[test]
fn a_killed_build_is_mended() {
    let shop = shop(&["alpha", "beta", "gamma", "delta", "epsilon"]);
    for (turn, pause) in [5, 20, 40, 60, 80, 100].into_iter().enumerate() {
        for name in ["alpha", "beta", "gamma"] {
            let help = format!("# Description\n\nTurn {turn} of {name}.\n");
            shop.write(&format!("plugins/{name}/help.md"), &help);
        }
        let mut child = shop.start("public", &[]);
        std::thread::sleep(Duration::from_millis(pause));
        let _ = child.kill();
        child.wait().unwrap();
        shop.build("public", &[]).is(0, "5 plugins");
        shop.is_as_built_anew("public", &[]);
    }
}

#[test]
fn a_template_of_the_owner_takes_the_place_of_ours() {
    let shop = shop(&["alpha"]);
    let built_in = std::fs::read_to_string(root().join("site/templates/404.html")).unwrap();
    assert!(built_in.contains("{% block main %}"));
    let own = built_in.replace("{% block main %}", "{% block main %}<p>Ask Ann.</p>");
    shop.write("plugins/specc.toml", "[site]\ntemplates = \"templates\"\n");
    shop.write("plugins/templates/404.html", &own);
    shop.build("public", &[]).is(0, "1 plugin, ");
    let page = std::fs::read_to_string(shop.folder.join("public/404.html")).unwrap();
    assert!(page.contains("<p>Ask Ann.</p>"));
    let before = shop.files("public");

    // One that does not parse, and one that fails while it is drawn.
    for broken in ["<p>\n{% if %}\n", "<p>\n{{ site.title | nonsense }}\n"] {
        shop.write("plugins/templates/404.html", broken);
        let said = shop.build("public", &[]);
        assert_ne!(said.status, Some(0), "{}", said.text);
        assert!(said.text.contains("404.html:2"), "{}", said.text);
        assert!(said.text.contains("stays as it was"), "{}", said.text);
        assert!(shop.files("public") == before, "the site changed");
        nothing_waits(&shop, "public");
    }
}

/// The copies of specs in a site are none of its plugins, whatever command walks past them.
#[test]
fn a_site_among_its_plugins_is_not_read() {
    let shop = shop(&["alpha", "beta"]);
    let out = "plugins/public";
    shop.build(out, &[]).is(0, "2 plugins");
    let copy = "plugins/public/plugins/acme/alpha/plugin.spec.yaml";
    assert!(shop.folder.join(copy).is_file());
    shop.build(out, &[]).is(0, "(0 written, 0 deleted)");
    shop.is_as_built_anew(out, &[]);

    let run = |arguments: &[&str]| {
        let run = Command::new(env!("CARGO_BIN_EXE_specc"))
            .args(["--color", "never"])
            .args(arguments)
            .current_dir(&shop.folder)
            .output()
            .unwrap();
        let text = [run.stdout, run.stderr].concat();
        (run.status.code(), String::from_utf8(text).unwrap())
    };
    let (_, text) = run(&["check", "plugins"]);
    assert!(text.contains(" in 2 files"), "{text}");
    let (status, text) = run(&["emit", "--target", "jsonschema", "--out", "made", "plugins"]);
    assert_eq!(status, Some(0), "{text}");
    let made = std::fs::read_dir(shop.folder.join("made")).unwrap();
    let mut names: Vec<String> = made
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    assert_eq!(names, ["alpha", "beta"]);
    // Who names a copy means it.
    let (_, text) = run(&["check", copy]);
    assert!(text.contains(" in 1 file"), "{text}");
}

#[test]
fn days_of_releases_survive_in_a_file_of_the_owner() {
    let shop = shop(&["alpha"]);
    let read = |path: &str| std::fs::read_to_string(shop.folder.join(path)).unwrap();
    // Also from the configuration, where it counts from its folder.
    shop.write("plugins/specc.toml", "[site]\nreleases = \"days.json\"\n");
    shop.build("look", &[]).is(0, "1 plugin, ");
    assert!(
        !shop.folder.join("plugins/days.json").exists(),
        "a build without a day wrote it"
    );
    shop.build("first", &["--date", "2026-01-31"])
        .is(0, "1 plugin, ");
    let days = read("plugins/days.json");
    assert!(
        days.contains("\"acme/alpha\": {\"1.0.0\":\"2026-01-31\"}"),
        "{days}"
    );
    assert_eq!(days, read("first/api/v1/releases.json"));

    // A fresh checkout has no site of yesterday's.
    shop.plugin("beta");
    shop.build("second", &["--date", "2026-02-28"])
        .is(0, "2 plugins, ");
    let days = read("plugins/days.json");
    assert!(
        days.contains("\"acme/alpha\": {\"1.0.0\":\"2026-01-31\"}"),
        "{days}"
    );
    assert!(
        days.contains("\"acme/beta\": {\"1.0.0\":\"2026-02-28\"}"),
        "{days}"
    );
    assert_eq!(days, read("second/api/v1/releases.json"));
    shop.build("second", &["--date", "2026-03-01"])
        .is(0, "(0 written, 0 deleted)");
    assert_eq!(days, read("plugins/days.json"));

    // Another by argument; it takes over what the site knows.
    shop.build(
        "second",
        &["--date", "2026-03-01", "--releases", "other.json"],
    )
    .is(0, "(0 written, 0 deleted)");
    assert_eq!(days, read("other.json"));
    // What its owner writes into it counts.
    shop.edit("other.json", "2026-02-28", "2025-12-24");
    shop.build("second", &["--releases", "other.json"])
        .is(0, "2 plugins, ");
    assert!(read("second/feed.xml").contains("2025-12-24"));

    let before = shop.files("second");
    shop.write("other.json", "{\"version\": 1");
    let said = shop.build(
        "second",
        &["--date", "2026-03-02", "--releases", "other.json"],
    );
    said.is(2, "other.json is no ledger of releases: ");
    said.is(2, "stays as it was");
    assert!(shop.files("second") == before, "the site changed");
    assert_eq!(read("other.json"), "{\"version\": 1");
    nothing_waits(&shop, "second");
}

/// Nothing of a build that came to nothing is left.
#[track_caller]
fn nothing_waits(shop: &Shop, out: &str) {
    let own = shop.folder.join(out).join(".specc-site");
    let left: Vec<Utf8PathBuf> = support::files_below(&own);
    assert_eq!(left, ["lock", "state"]);
}

#[test]
fn a_plugin_with_errors_stops_the_build_or_is_left_out() {
    let shop = shop(&["alpha", "beta"]);
    shop.build("public", &[]).is(0, "2 plugins");
    let before = shop.files("public");
    shop.edit(
        "plugins/alpha/help.md",
        "What alpha is for",
        "What it is for",
    );
    let spec = "plugins/beta/plugin.spec.yaml";
    shop.edit(spec, "name: beta", "naem: beta");
    let said = shop.build("public", &[]);
    said.is(
        1,
        "1 plugin has errors, so the site in public stays as it was",
    );
    said.is(1, "[misspelt-key]");
    assert!(shop.files("public") == before, "the site changed");
    nothing_waits(&shop, "public");

    let said = shop.build("public", &["--keep-going"]);
    said.is(1, "1 plugin, ");
    said.is(1, "1 left out because of errors");
    assert!(!shop.folder.join("public/plugins/acme/beta").exists());

    // What is remembered of it from the last build is told again, word by word.
    let findings = |said: &Said| said.text.split("1 plugin, ").next().map(str::to_owned);
    let again = shop.build("public", &["--keep-going"]);
    again.is(1, "(0 written, 0 deleted)");
    assert_eq!(findings(&again), findings(&said));
    shop.edit(spec, "naem: beta", "nmae: beta");
    let said = shop.build("public", &["--keep-going"]);
    said.is(1, "unknown key `nmae`");

    // A folder that gets nothing is not made.
    shop.build("new/and/deep", &[]).is(1, "stays as it was");
    assert!(!shop.folder.join("new").exists());
    std::fs::create_dir(shop.folder.join("empty")).unwrap();
    shop.build("empty", &[]).is(1, "stays as it was");
    assert_eq!(
        std::fs::read_dir(shop.folder.join("empty"))
            .unwrap()
            .count(),
        0
    );

    shop.edit(spec, "nmae: beta", "name: beta");
    shop.build("public", &[]).is(0, "2 plugins");
    shop.is_as_built_anew("public", &[]);
}

#[test]
fn links_to_nowhere_are_told() {
    let shop = shop(&["alpha"]);
    shop.write(
        "plugins/specc.toml",
        "[[site.links]]\ntitle = \"Good\"\nurl = \"/plugins/acme/alpha/\"\n\n\
         [[site.links]]\ntitle = \"Bad\"\nurl = \"/plugins/acme/omega/\"\n\n\
         [[site.pages]]\ntitle = \"Us\"\npath = \"us\"\nfile = \"us.md\"\n",
    );
    shop.write("plugins/us.md", "Words.\n");
    let words = " links to plugins/acme/omega/, which is not on the site";
    let said = shop.build("public", &[]);
    said.is(0, words);
    assert!(!said.text.contains("alpha/, which"), "{}", said.text);
    // Also where the page is as it was and its target has gone.
    shop.plugin("omega");
    let said = shop.build("public", &[]);
    assert!(!said.text.contains("links to"), "{}", said.text);
    std::fs::remove_dir_all(shop.folder.join("plugins/omega")).unwrap();
    shop.build("public", &[]).is(0, " links to ");
}

#[test]
fn pages_of_the_owner_link_to_the_site() {
    let shop = shop(&["alpha"]);
    shop.write(
        "plugins/specc.toml",
        "[[site.pages]]\ntitle = \"Us\"\npath = \"about/us\"\nfile = \"us.md\"\n\n\
         [[site.pages]]\ntitle = \"You\"\npath = \"you\"\nfile = \"you.md\"\n",
    );
    let links = "# Where\n\n[home](/) [list](plugins/) [Alpha](/plugins/acme/alpha/#action-echo-alpha) \
                 [you](../../you/) [where](#where) [out](https://acme.example/)\n";
    let bad = "[gone](/plugins/acme/omega/) [script](javascript:alert(1)) [up](../../../x) [no](#nowhere)\n";
    let hrefs = [
        "../../",
        "../../plugins/",
        "../../plugins/acme/alpha/#action-echo-alpha",
        "../../you/",
        "#where",
    ];
    shop.write("plugins/you.md", "Words.\n");
    // Also where a sanitiser has its turn.
    for raw in ["", "\n<b>Bold</b> <a href=\"/you/\">you</a>\n"] {
        shop.write("plugins/us.md", &format!("{links}{raw}"));
        let said = shop.build("public", &[]);
        said.is(0, "1 plugin, ");
        assert!(!said.text.contains("(0 written"), "{}", said.text);
        assert!(!said.text.contains("warning"), "{}", said.text);
        let page = "public/about/us/index.html";
        let page = std::fs::read_to_string(shop.folder.join(page)).unwrap();
        let main = page.split("<main").nth(1).unwrap();
        for href in hrefs {
            assert!(main.contains(&format!("href=\"{href}\"")), "{href}: {main}");
        }

        shop.write("plugins/us.md", &format!("{links}\n{bad}{raw}"));
        // The second build finds the page as it was, and tells the same.
        for _ in 0..2 {
            let said = shop.build("public", &[]);
            let page = "about/us/index.html";
            for words in [
                format!(
                    "{page} goes without its link to `javascript:alert(1)`: a link starts with"
                ),
                format!("{page} goes without its link to `../../../x`: it leads out of the site"),
                format!("{page} goes without its link to `#nowhere`: no heading"),
                format!("{page} links to "),
            ] {
                said.is(0, &words);
            }
            assert_eq!(
                said.text.matches("goes without").count(),
                3,
                "{}",
                said.text
            );
        }
    }
}

#[test]
fn hostile_plugins_write_nothing_outside() {
    let shop = shop(&["alpha"]);
    let spec = root().join("fixtures/hostile/plugin.spec.yaml");
    let spec = std::fs::read_to_string(spec).unwrap();
    shop.write("plugins/hostile/plugin.spec.yaml", &spec);
    let outside = format!("{}/outside", shop.folder);
    let names = ["../up", "..", &outside, "a/../../../b", "con", ".git"];
    for (index, name) in names.iter().enumerate() {
        let fixture = root().join("fixtures/minimal/plugin.spec.yaml");
        let minimal = std::fs::read_to_string(fixture).unwrap();
        for key in ["name: minimal", "vendor: acme"] {
            let word = key.split(':').next().unwrap();
            shop.write(
                &format!("plugins/{word}{index}/plugin.spec.yaml"),
                &minimal.replace(key, &format!("{word}: \"{name}\"")),
            );
        }
    }
    let mut before = support::files_below(&shop.folder);
    before.extend(["stderr".into(), "stdout".into()]);
    before.sort();
    shop.build("public", &["--keep-going", "--lenient"]);
    let mut after = support::files_below(&shop.folder);
    after.retain(|path| !path.starts_with("public"));
    assert_eq!(after, before);
    let page = shop.folder.join("public/plugins/async/import/index.html");
    assert!(page.is_file(), "the hostile plugin has no page");
}
