//! Carries a plan out. A run that is killed at any point leaves each file as it was or as it was to become, and a
//! manifest from which the next run knows that nobody edited them.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write as _};
#[cfg(unix)]
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::Builder;

use super::compare::{Plan, Policy, Verdict, compare, entry, paths_of_interest};
use super::folder::{Found, Observed, Place, TEMPORARY_PREFIX, observe, read_manifest};
use super::manifest::{MANIFEST_NAME, Manifest, Stamp};
use super::{OutputError, OutputFile, OutputTree, PathFault};

/// How long one run waits for another to leave a folder. An emit takes milliseconds.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_secs(30);

/// What [`write()`] would do. Touches nothing.
pub fn preview(
    place: &Place,
    tree: &OutputTree,
    stamp: &Stamp,
    policy: Policy,
) -> Result<Plan, OutputError> {
    if !place.exists()? {
        let observed = paths_of_interest(tree, None)
            .into_iter()
            .map(|path| (path.to_owned(), Found::Absent))
            .collect::<Observed>();
        return Ok(compare(tree, None, observed, policy));
    }
    let root = place.root();
    // A run at work has files that its manifest does not know yet.
    let _lock = lock(&root, File::try_lock_shared)?;
    Ok(plan(&root, tree, stamp, policy)?.0)
}

/// Brings a folder in line with a tree, unless the plan is refused; then nothing is touched.
pub fn write(
    place: &Place,
    tree: &OutputTree,
    stamp: &Stamp,
    policy: Policy,
) -> Result<Plan, OutputError> {
    // What is refused leaves no trace, not even a folder.
    if !place.exists()? {
        if tree.is_empty() || tree.faults().iter().any(PathFault::is_fatal) {
            return preview(place, tree, stamp, policy);
        }
        place.create()?;
    }
    let root = place.root();
    let _lock = lock(&root, File::try_lock)?;
    let (plan, manifest) = plan(&root, tree, stamp, policy)?;
    if plan.is_refused() {
        return Ok(plan);
    }
    sweep(&root, manifest.as_ref());
    for operation in operations(&plan, tree, manifest.as_ref(), stamp) {
        perform(&root, &operation)?;
    }
    Ok(plan)
}

fn plan(
    root: &Utf8Path,
    tree: &OutputTree,
    stamp: &Stamp,
    policy: Policy,
) -> Result<(Plan, Option<Manifest>), OutputError> {
    let manifest = read_manifest(root)?;
    if let Some(found) = &manifest
        && found.stamp.target != stamp.target
    {
        return Err(OutputError::OtherTarget {
            folder: root.to_owned(),
            holds: found.stamp.target.clone(),
            wanted: stamp.target.clone(),
        });
    }
    let paths = paths_of_interest(tree, manifest.as_ref());
    let observed = observe(root, paths.into_iter())?;
    Ok((compare(tree, manifest.as_ref(), observed, policy), manifest))
}

/// One change of the disk that is either done or not.
#[derive(Debug, Clone)]
enum Operation<'a> {
    /// Replaces the manifest.
    Manifest(String),
    /// Deletes a file and the folders that it leaves empty.
    Delete(&'a Utf8Path),
    /// Writes a file. A new one must not meet another that has appeared meanwhile.
    Write {
        path: &'a Utf8Path,
        file: &'a OutputFile,
        new: bool,
    },
}

/// The changes in the order in which they may be interrupted: first the manifest says what is about to come, then
/// orphans make room, then files are written, then the manifest says what is.
fn operations<'a>(
    plan: &'a Plan,
    tree: &'a OutputTree,
    manifest: Option<&Manifest>,
    stamp: &Stamp,
) -> Vec<Operation<'a>> {
    let mut last = Manifest::new(stamp.clone());
    last.files.clone_from(&plan.after);
    let writes: Vec<_> = plan
        .steps
        .iter()
        .filter(|step| step.verdict.writes())
        .filter_map(|step| Some((step, tree.get(&step.path)?)))
        .collect();
    let deleted = plan
        .steps
        .iter()
        .filter(|step| step.verdict == Verdict::Delete);
    // A killed run may have deleted a file and left its folder.
    let deletes: Vec<_> = deleted
        .map(|step| &step.path)
        .chain(&plan.gone)
        .map(|path| Operation::Delete(path))
        .collect();
    let mut operations = Vec::new();
    if writes.is_empty() && deletes.is_empty() {
        // The tool's version alone is no reason to write.
        let settled = manifest.is_some_and(|found| {
            found.files == last.files
                && found.pending.is_empty()
                && found.stamp.plugin == stamp.plugin
        });
        if !settled {
            operations.push(Operation::Manifest(last.to_text()));
        }
        return operations;
    }
    let mut journal = Manifest::new(stamp.clone());
    journal.files.clone_from(&plan.before);
    journal.pending = writes
        .iter()
        .map(|(step, file)| (step.path.clone(), entry(file)))
        .collect();
    operations.push(Operation::Manifest(journal.to_text()));
    operations.extend(deletes);
    operations.extend(writes.iter().map(|(step, file)| Operation::Write {
        path: &step.path,
        file,
        new: step.verdict == Verdict::Create,
    }));
    operations.push(Operation::Manifest(last.to_text()));
    operations
}

fn perform(root: &Utf8Path, operation: &Operation<'_>) -> Result<(), OutputError> {
    match operation {
        Operation::Manifest(text) => {
            let path = root.join(MANIFEST_NAME);
            replace(&path, text.as_bytes(), false, false)
        }
        Operation::Delete(path) => {
            let full = root.join(path);
            match fs::remove_file(&full) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(OutputError::io("delete", full)(error)),
            }
            let folders = path.ancestors().skip(1);
            for folder in folders.take_while(|folder| !folder.as_str().is_empty()) {
                // Fails where the folder is not empty, which is the end of the matter.
                if fs::remove_dir(root.join(folder)).is_err() {
                    break;
                }
            }
            Ok(())
        }
        Operation::Write { path, file, new } => {
            let full = root.join(path);
            if let Some(folder) = full.parent() {
                fs::create_dir_all(folder).map_err(OutputError::io("create the folder", folder))?;
            }
            if *new {
                remove_empty(&full);
            }
            replace(&full, &file.bytes, file.executable, *new)
        }
    }
}

/// Writes beside the file and renames.
fn replace(path: &Utf8Path, bytes: &[u8], executable: bool, new: bool) -> Result<(), OutputError> {
    let failed = OutputError::io("write", path);
    let write = || -> std::io::Result<()> {
        let mut builder = Builder::new();
        builder.prefix(TEMPORARY_PREFIX);
        permit(&mut builder, executable);
        let folder = path.parent().unwrap_or(Utf8Path::new("."));
        let mut file = builder.tempfile_in(folder)?;
        file.write_all(bytes)?;
        if new {
            file.persist_noclobber(path)?;
        } else {
            keep_permissions(file.as_file(), path, executable)?;
            file.persist(path)?;
        }
        Ok(())
    };
    write().map_err(failed)
}

#[cfg(unix)]
fn permit(builder: &mut Builder<'_, '_>, executable: bool) {
    use std::os::unix::fs::PermissionsExt as _;
    // The system takes the user's mask off these.
    let mode = if executable { 0o777 } else { 0o666 };
    builder.permissions(fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn permit(_: &mut Builder<'_, '_>, _: bool) {}

/// Gives the new file the rights of the one it replaces, and the right to run where it needs that.
#[cfg(unix)]
fn keep_permissions(file: &File, old: &Utf8Path, executable: bool) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let Ok(data) = fs::symlink_metadata(old) else {
        return Ok(());
    };
    if !data.is_file() {
        return Ok(());
    }
    let mut mode = data.permissions().mode() & 0o777;
    if executable {
        mode |= (mode & 0o444) >> 2;
    }
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn keep_permissions(_: &File, _: &Utf8Path, _: bool) -> std::io::Result<()> {
    Ok(())
}

/// Removes a folder that holds nothing but folders. Does nothing where there is more in it, or no folder.
fn remove_empty(folder: &Utf8Path) {
    let is_folder = fs::symlink_metadata(folder).is_ok_and(|data| data.is_dir());
    if !is_folder {
        return;
    }
    if let Ok(entries) = folder.read_dir_utf8() {
        for entry in entries.flatten() {
            remove_empty(entry.path());
        }
    }
    let _ = fs::remove_dir(folder);
}

/// Deletes what a killed run left half written. Only called while the folder is locked.
fn sweep(root: &Utf8Path, manifest: Option<&Manifest>) {
    let mut folders = vec![root.to_owned()];
    for path in manifest.into_iter().flat_map(|found| found.pending.keys()) {
        let mut folder = root.to_owned();
        // Down from the root, and not past a link.
        for part in path.parent().into_iter().flat_map(Utf8Path::components) {
            folder.push(part.as_str());
            if !fs::symlink_metadata(&folder).is_ok_and(|data| data.is_dir()) {
                break;
            }
            folders.push(folder.clone());
        }
    }
    folders.sort();
    folders.dedup();
    for leftover in folders.iter().flat_map(|folder| leftovers(folder)) {
        let _ = fs::remove_file(leftover);
    }
}

/// Files in a folder that a run is writing, or was when it was killed.
fn leftovers(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let Ok(entries) = folder.read_dir_utf8() else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|entry| entry.file_name().starts_with(TEMPORARY_PREFIX))
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|entry| entry.into_path())
        .collect()
}

/// Keeps other runs out of a folder until dropped. The system takes the lock off a process that dies.
#[cfg(unix)]
fn lock(
    root: &Utf8Path,
    attempt: fn(&File) -> Result<(), TryLockError>,
) -> Result<Option<File>, OutputError> {
    let folder = File::open(root).map_err(OutputError::io("open", root))?;
    let start = Instant::now();
    loop {
        match attempt(&folder) {
            Ok(()) => return Ok(Some(folder)),
            Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(TryLockError::WouldBlock) => {
                return Err(OutputError::Busy {
                    folder: root.to_owned(),
                });
            }
            // Some network file systems know no locks. Each file is still written whole.
            Err(TryLockError::Error(_)) => return Ok(None),
        }
    }
}

/// A folder cannot be locked here. Each file is still written whole.
#[cfg(not(unix))]
fn lock(
    _: &Utf8Path,
    _: fn(&File) -> Result<(), TryLockError>,
) -> Result<Option<File>, OutputError> {
    Ok(None)
}

#[cfg(test)]
mod tests;
