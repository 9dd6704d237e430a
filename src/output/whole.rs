//! One file, written so that whoever reads it sees the old one or the new one and never a part. Knows nothing of what is
//! in it, nor of folders that are kept in line with a tree: that is [`write`](mod@super::write)'s.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use camino::Utf8Path;

/// What the new file is called until it is whole. Not what runs in a folder of output sweep away.
const PREFIX: &str = ".specc-new-";

/// As many links as are followed one after another; systems follow no more.
const MOST_LINKS: usize = 40;

/// Replaces a file by `bytes`.
///
/// # Errors
///
/// Where it cannot be written. The old file, if there was one, is as it was.
pub fn replace(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    replace_with(path, &mut |to| to.write_all(bytes))
}

/// Replaces a file by what `render` writes: beside it first, so that a failure loses nothing. A link stays a link, a file
/// keeps its permissions, and what is no file, such as a pipe, is written to as it is.
///
/// # Errors
///
/// Where it cannot be written, or `render` fails. The old file, if there was one, is as it was.
pub fn replace_with(
    path: &Utf8Path,
    render: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let path = followed(path.as_std_path())?;
    let old = fs::metadata(&path).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        let mut file = BufWriter::new(File::options().write(true).open(&path)?);
        render(&mut file)?;
        return file.flush();
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(io::Error::new(
            ErrorKind::NotFound,
            format!("there is no folder {}; make it first", folder.display()),
        ));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX);
    as_any_new_file(&mut builder);
    let file = builder
        .tempfile_in(folder)
        .map_err(|error| explained(error, folder))?;
    let mut file = BufWriter::new(file);
    render(&mut file)?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Some(old) = old {
        file.as_file().set_permissions(old.permissions())?;
    }
    // Some disks say only now that they are full.
    file.as_file().sync_data()?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// The file that a path leads to through links, whether or not it is there.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        if !path.is_symlink() {
            return Ok(path);
        }
        let target = fs::read_link(&path)?;
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    Err(io::Error::other("it is a link that leads back to itself"))
}

/// A folder that takes no new file is what is in the way, not the file, which its owner may well be allowed to write.
fn explained(error: io::Error, folder: &Path) -> io::Error {
    let why = match error.kind() {
        ErrorKind::PermissionDenied => "you may not make files",
        ErrorKind::ReadOnlyFilesystem => "no file can be made, for its disk can only be read",
        _ => return error,
    };
    io::Error::new(
        error.kind(),
        format!(
            "the new file is first made beside it, and in the folder {} {why}",
            folder.display()
        ),
    )
}

/// Gives a temporary file, which is its owner's alone otherwise, the permissions that any new file gets.
#[cfg(unix)]
fn as_any_new_file(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    // The system takes the user's mask off these.
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn as_any_new_file(_: &mut tempfile::Builder<'_, '_>) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch() -> (tempfile::TempDir, camino::Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(folder.path()).unwrap().to_owned();
        (folder, path)
    }

    fn names(folder: &Utf8Path) -> Vec<String> {
        let entries = folder.read_dir_utf8().unwrap().flatten();
        let mut names: Vec<String> = entries.map(|it| it.file_name().to_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_failure_in_the_middle_loses_nothing() {
        let (_keep, folder) = scratch();
        let path = folder.join("file");
        fs::write(&path, "old").unwrap();
        let failed = replace_with(&path, &mut |to| {
            to.write_all(&[b'x'; 100_000])?;
            Err(io::Error::other("no more"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "no more");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(&folder), ["file"]);
        let nowhere = replace(&folder.join("none/file"), b"new").unwrap_err();
        assert!(nowhere.to_string().contains("make it first"), "{nowhere}");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_kept_whatever_the_mask() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_keep, folder) = scratch();
        let path = folder.join("file");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        fs::write(folder.join("any"), "").unwrap();
        let any = fs::metadata(folder.join("any")).unwrap().permissions();
        replace(&path, b"first").unwrap();
        assert_eq!(mode(), any.mode() & 0o777);
        for kept in [0o600, 0o666, 0o640, 0o777, 0o444] {
            fs::set_permissions(&path, fs::Permissions::from_mode(kept)).unwrap();
            replace(&path, b"second").unwrap();
            assert_eq!(mode(), kept);
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "second");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_stay() {
        use std::os::unix::fs::symlink;
        let (_keep, folder) = scratch();
        fs::create_dir(folder.join("real")).unwrap();
        symlink("real/file", folder.join("inner")).unwrap();
        symlink("inner", folder.join("outer")).unwrap();
        let real = folder.join("real/file");
        for text in ["made through a link that led nowhere", "replaced"] {
            replace(&folder.join("outer"), text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&real).unwrap(), text);
        }
        assert!(folder.join("outer").is_symlink() && folder.join("inner").is_symlink());
        assert_eq!(names(&folder.join("real")), ["file"]);
        symlink("round", folder.join("round")).unwrap();
        assert!(replace(&folder.join("round"), b"").is_err());
        assert!(folder.join("round").is_symlink());
    }
}
