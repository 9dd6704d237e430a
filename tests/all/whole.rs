//! Files that a run replaces: whatever goes wrong meanwhile, the old one is there whole, and nothing else beside it.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
#[cfg(unix)]
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::support;

const SPECC: &str = env!("CARGO_BIN_EXE_specc");

/// A command with its arguments, and the file that it replaces.
type Case = (&'static [&'static str], &'static str);

/// The ways to replace a file of the user's.
const CASES: [Case; 5] = [
    (&["check", "--fix"], "plugin.spec.yaml"),
    (&["fmt"], "plugin.spec.yaml"),
    (
        &["diff", "old.yaml", "plugin.spec.yaml", "--fix"],
        "plugin.spec.yaml",
    ),
    (&["check", "--output", "sarif=report"], "report"),
    (
        &["check", "--baseline=known.json", "--write-baseline=grow"],
        "known.json",
    ),
];

/// As many bytes as [`a_full_disk_loses_nothing`] leaves room for; every new file has more.
const ROOM: usize = 1024;

/// A folder with a spec in which every command finds something to do, and old files.
fn workshop() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let minimal = include_str!("../../fixtures/minimal/plugin.spec.yaml");
    write("old.yaml", minimal);
    let many: String = (0..99).map(|it| format!("x{it}: true\n")).collect();
    let changed = (minimal.to_owned() + "\n" + &many)
        .replacen("description:", "decription:", 1)
        .replacen("title: ", "title:   ", 1)
        .replace("required: true", "required: false");
    let long = format!("# {}\n", "long ".repeat(ROOM));
    write("plugin.spec.yaml", &(long + &changed));
    write("known.json", "{\"version\": 1, \"findings\": {}}");
    write("report", "that of yesterday");
    folder
}

/// The names and contents of a folder.
fn content(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|it| {
            let name = it.file_name().into_string().unwrap();
            (name, fs::read_to_string(it.path()).unwrap())
        })
        .collect()
}

/// Runs a command that cannot write its file, and holds it to what is said and what is left.
fn fails(case: Case, mut command: Command, folder: &Path, says: &str) {
    let before = content(folder);
    let output = command.args(case.0).current_dir(folder).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{case:?}: {said}");
    assert!(
        said.contains(case.1) && said.contains(says),
        "{case:?}: {said}"
    );
    assert_eq!(content(folder), before, "{case:?}");
}

#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing() {
    for case in CASES {
        let folder = workshop();
        // A limit that fails writes, as a full disk does, in place of killing the program.
        let script = format!(
            "trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"",
            ROOM / 1024
        );
        let mut command = Command::new("bash");
        command.args(["-c", &script, SPECC]);
        fails(case, command, folder.path(), "too large");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_takes_no_new_file_is_named() {
    for case in CASES {
        let folder = workshop();
        let allow =
            |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
        for name in content(folder.path()).keys() {
            allow(&folder.path().join(name), 0o666);
        }
        allow(folder.path(), 0o555);
        let Some(command) = as_anyone() else {
            return support::absent("setpriv");
        };
        fails(
            case,
            command,
            folder.path(),
            "in the folder . you may not make files",
        );
        allow(folder.path(), 0o755);
    }
}

/// The program, run by somebody whom permissions bind: the system's owner may write everywhere.
#[cfg(unix)]
fn as_anyone() -> Option<Command> {
    let folder = TempDir::new().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o555)).unwrap();
    if fs::write(folder.path().join("any"), "").is_err() {
        return Some(Command::new(SPECC));
    }
    let anyone = || {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", SPECC]);
        command
    };
    let version = anyone().arg("--version").output().ok()?;
    version.status.success().then(anyone)
}

#[cfg(unix)]
#[test]
fn links_stay_and_permissions_too() {
    for case in CASES {
        let folder = workshop();
        let path = folder.path();
        let before = content(path);
        fs::create_dir(path.join("real")).unwrap();
        let real = path.join("real/file");
        fs::rename(path.join(case.1), &real).unwrap();
        fs::set_permissions(&real, Permissions::from_mode(0o646)).unwrap();
        symlink("real/file", path.join(case.1)).unwrap();
        Command::new(SPECC)
            .args(case.0)
            .current_dir(path)
            .output()
            .unwrap();
        assert!(path.join(case.1).is_symlink(), "{case:?}");
        assert_ne!(
            fs::read_to_string(&real).unwrap(),
            before[case.1],
            "{case:?}"
        );
        let mode = fs::metadata(&real).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o646, "{case:?}");
        assert_eq!(
            fs::read_dir(path.join("real")).unwrap().count(),
            1,
            "{case:?}"
        );
    }
}
