//! What only systems have that know links, permissions and devices.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

use super::*;

fn mode(folder: &Folder, path: &str) -> u32 {
    fs::metadata(folder.base.join(path))
        .unwrap()
        .permissions()
        .mode()
        & 0o777
}

#[test]
fn links_are_never_written_through() {
    let folder = Folder::new();
    let outside = folder.base.parent().unwrap().join("outside");
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("a"), "precious").unwrap();
    fs::create_dir_all(&folder.base).unwrap();
    symlink(&outside, folder.base.join("d")).unwrap();
    symlink(outside.join("a"), folder.base.join("f")).unwrap();
    symlink("nowhere", folder.base.join("g")).unwrap();
    for (path, may_force) in [("d/a", false), ("d/new", false), ("f", true), ("g", true)] {
        let tree = generated(&[(path, "written")]);
        assert!(folder.emit(&tree).is_refused(), "{path}");
        assert_eq!(
            folder.emit_with(&tree, true, false).is_refused(),
            !may_force,
            "{path}"
        );
    }
    assert_eq!(fs::read_to_string(outside.join("a")).unwrap(), "precious");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    assert!(
        !folder.base.join("f").is_symlink(),
        "the link itself was replaced"
    );

    // A level between the user's folder and the output is no way out either; the user's folder may be a link.
    let base = folder.base.join("base");
    fs::create_dir_all(&base).unwrap();
    symlink(&outside, base.join("python")).unwrap();
    let tree = generated(&[("x", "x")]);
    let place = Place::new(&base, "python/p");
    let error = write(
        &place,
        &tree,
        &stamp("1"),
        Policy {
            force: true,
            restore: true,
        },
    );
    assert!(matches!(error, Err(OutputError::NotAFolder { .. })));
    let place = Place::new(base.join("python"), "p");
    write(&place, &tree, &stamp("1"), Policy::default()).unwrap();
    assert!(outside.join("p/x").exists());
}

#[test]
fn an_orphan_behind_a_link_is_not_deleted() {
    let folder = Folder::new();
    folder.emit(&generated(&[("d/a", "same"), ("e", "x"), ("l", "same")]));
    let outside = folder.base.parent().unwrap().join("outside");
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("a"), "same").unwrap();
    fs::remove_dir_all(folder.base.join("d")).unwrap();
    symlink(&outside, folder.base.join("d")).unwrap();
    folder.delete("l");
    symlink(outside.join("a"), folder.base.join("l")).unwrap();
    folder.emit(&generated(&[("e", "x")]));
    assert_eq!(fs::read_to_string(outside.join("a")).unwrap(), "same");
    assert!(folder.base.join("l").is_symlink());
}

#[test]
fn a_link_as_manifest_is_not_followed() {
    let folder = Folder::new();
    fs::create_dir_all(&folder.base).unwrap();
    let outside = folder.base.parent().unwrap().join("m.json");
    fs::write(&outside, "{}").unwrap();
    symlink(&outside, folder.base.join(MANIFEST)).unwrap();
    let error = folder.try_emit(&generated(&[("a", "x")]), Policy::default());
    assert!(matches!(error, Err(OutputError::ManifestDamaged { .. })));
}

#[test]
fn a_pipe_in_the_way_does_not_hang_the_run() {
    let folder = Folder::new();
    fs::create_dir_all(&folder.base).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(folder.base.join("a"))
        .status();
    assert!(made.unwrap().success());
    assert!(
        folder
            .emit_with(&generated(&[("a", "x")]), true, false)
            .is_refused()
    );
    let kept = folder.emit(&scaffold(&[("a", "x")]));
    assert_eq!(verdict(&kept, "a"), &Verdict::Keep);
}

#[test]
fn programs_may_run_and_rights_stay() {
    let folder = Folder::new();
    let tree = |content: &str| {
        let mut tree = generated(&[("lib", content)]);
        tree.executable("bin/run", content, Ownership::Generated);
        tree.executable("bin/mine", content, Ownership::Scaffold);
        tree
    };
    folder.emit(&tree("one"));
    assert_eq!(mode(&folder, "bin/run") & 0o100, 0o100);
    assert_eq!(mode(&folder, "bin/mine") & 0o100, 0o100);
    assert_eq!(mode(&folder, "lib") & 0o111, 0);
    let mask = 0o666 & !mode(&folder, "lib");
    assert_eq!(
        mode(&folder, "bin/run"),
        0o777 & !mask & !((mask & 0o444) >> 2)
    );

    fs::set_permissions(folder.base.join("lib"), fs::Permissions::from_mode(0o640)).unwrap();
    fs::set_permissions(
        folder.base.join("bin/run"),
        fs::Permissions::from_mode(0o640),
    )
    .unwrap();
    let plan = folder.emit(&tree("one"));
    assert_eq!(verdict(&plan, "lib"), &Verdict::Unchanged);
    assert_eq!(verdict(&plan, "bin/run"), &Verdict::Update);
    assert_eq!(mode(&folder, "bin/run"), 0o750);
    folder.emit(&tree("two"));
    assert_eq!(mode(&folder, "lib"), 0o640, "the author's rights were lost");
    assert_eq!(mode(&folder, "bin/run"), 0o750);
}

#[test]
fn files_are_replaced_and_not_rewritten() {
    let folder = Folder::new();
    folder.emit(&generated(&[("a", "one")]));
    let path = folder.base.join("a");
    let before = fs::metadata(&path).unwrap().ino();
    let reader = fs::File::open(&path).unwrap();
    folder.emit(&generated(&[("a", "two")]));
    assert_ne!(before, fs::metadata(&path).unwrap().ino());
    let seen = std::io::read_to_string(reader).unwrap();
    assert_eq!(seen, "one", "whoever reads sees one file or the other");
}

#[test]
fn many_writers_leave_one_whole_output() {
    let folder = Folder::new();
    let trees: Vec<OutputTree> = (0..4)
        .map(|number| {
            let mut tree = OutputTree::new();
            for file in 0..20 {
                tree.generated(
                    format!("d{}/f{file}", file % 3),
                    number.to_string().repeat(999),
                );
            }
            tree.generated(format!("only-{number}"), "x");
            tree
        })
        .collect();
    std::thread::scope(|scope| {
        for tree in &trees {
            scope.spawn(|| {
                for _ in 0..10 {
                    let plan = write(&folder.place(), tree, &stamp("1"), Policy::default());
                    assert!(!plan.unwrap().is_refused());
                }
            });
        }
    });
    let is_settled = |tree: &OutputTree| {
        !preview(&folder.place(), tree, &stamp("1"), Policy::default())
            .unwrap()
            .is_drift()
    };
    assert_eq!(trees.iter().filter(|tree| is_settled(tree)).count(), 1);
    let left = folder.everything().into_iter();
    assert_eq!(left.filter(|it| it.contains("specc-writing")).count(), 0);
}
