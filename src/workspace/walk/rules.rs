//! What ignore files leave out: which of them are in force where, and which of them wins. Part of the descent; their
//! patterns are read and matched by `ignore`.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::{self, File, FileType};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{Error, Match};

use super::at;

/// Which files of interest a folder holds.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Holds {
    ignore: bool,
    git_ignore: bool,
    git: bool,
    jujutsu: bool,
}

impl Holds {
    /// What may be in a folder that was not listed.
    const ANYTHING: Self = Self {
        ignore: true,
        git_ignore: true,
        git: true,
        jujutsu: true,
    };

    /// Takes note of something in the folder.
    pub(super) fn see(&mut self, name: &OsStr, kind: FileType) {
        // Nothing else can be read to its end.
        let is_text = kind.is_file() || kind.is_symlink();
        // Where the system takes capitals for small letters, a file may be there by another spelling. Elsewhere it is
        // asked for in vain.
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        self.ignore |= is_text && is(".ignore");
        self.git_ignore |= is_text && is(".gitignore");
        self.git |= is(".git");
        self.jujutsu |= is(".jj");
    }
}

/// The ignore files of a folder, before those of the folders above it.
#[derive(Debug)]
pub(super) struct Rules {
    above: Option<Rc<Rules>>,
    /// Whether the folder lies above the one that is walked: then patterns are matched with whole paths.
    is_outside: bool,
    ignore: Gitignore,
    git_ignore: Gitignore,
    git_exclude: Gitignore,
    /// Whether the folder is the top of a repository: what git ignores above it is another repository's.
    is_repository: bool,
    within_repository: bool,
}

impl Rules {
    /// Those in force in a folder, and what is wrong with its own. Its patterns are matched below `base`.
    pub(super) fn of(
        folder: &Path,
        base: &Path,
        holds: &Holds,
        above: Option<Rc<Self>>,
        is_outside: bool,
    ) -> (Option<Rc<Self>>, Vec<Error>) {
        let mut errors = Vec::new();
        let mut read = |is_there: bool, file: &dyn Fn() -> PathBuf| {
            if is_there {
                patterns(&file(), base, &mut errors)
            } else {
                Gitignore::empty()
            }
        };
        let ignore = read(holds.ignore, &|| folder.join(".ignore"));
        let git_ignore = read(holds.git_ignore, &|| folder.join(".gitignore"));
        let (mut git_exclude, mut is_repository) = (Gitignore::empty(), false);
        if holds.git
            && let Ok(git) = fs::metadata(folder.join(".git"))
        {
            is_repository = true;
            match git_folder(folder, git.file_type()) {
                Ok(Some(git)) => {
                    git_exclude = patterns(&git.join("info/exclude"), base, &mut errors);
                }
                Ok(None) => {}
                Err(error) => errors.push(error),
            }
        }
        is_repository |= holds.jujutsu && folder.join(".jj").exists();
        if !is_repository
            && [&ignore, &git_ignore, &git_exclude].map(Gitignore::is_empty) == [true; 3]
        {
            return (above, errors);
        }
        let rules = Self {
            is_outside,
            ignore,
            git_ignore,
            git_exclude,
            is_repository,
            within_repository: is_repository
                || above.as_ref().is_some_and(|above| above.within_repository),
            above,
        };
        (Some(Rc::new(rules)), errors)
    }

    /// Whether git has a say here.
    pub(super) fn within_repository(&self) -> bool {
        self.within_repository
    }

    /// What the ignore files say of something in or below the folder: `.ignore` before `.gitignore`, that before
    /// `.git/info/exclude`, and of each the nearest that says anything. `relative` is its path in the folder that is
    /// walked, and `root` that folder's.
    pub(super) fn verdict(&self, relative: &Path, root: Option<&Path>, is_dir: bool) -> Match<()> {
        let (mut git_ignore, mut git_exclude) = (Match::None, Match::None);
        let mut git = self.within_repository;
        let mut whole = None;
        let mut rules = Some(self);
        while let Some(now) = rules {
            let path = match root {
                Some(root) if now.is_outside => &**whole.get_or_insert_with(|| root.join(relative)),
                _ => relative,
            };
            let says = |patterns: &Gitignore| patterns.matched(path, is_dir).map(|_| ());
            let ignore = says(&now.ignore);
            if !ignore.is_none() {
                return ignore;
            }
            if git && git_ignore.is_none() {
                git_ignore = says(&now.git_ignore);
            }
            if git && git_exclude.is_none() {
                git_exclude = says(&now.git_exclude);
            }
            git &= !now.is_repository;
            rules = now.above.as_deref();
        }
        git_ignore.or(git_exclude)
    }
}

/// What is in force whichever folder is walked, and above those that are.
#[derive(Debug, Default)]
pub(super) struct Outside {
    everywhere: OnceCell<Gitignore>,
    /// By the folder, what is in force in it, and what is wrong with its own ignore files.
    known: HashMap<PathBuf, (Option<Rc<Rules>>, Vec<Error>)>,
}

impl Outside {
    /// What the user's own ignore file of git says of something. Of faults in it no walk tells.
    pub(super) fn everywhere(&self, path: &Path, is_dir: bool) -> Match<()> {
        let read = || match std::env::current_dir() {
            Ok(folder) => GitignoreBuilder::new(folder).build_global().0,
            Err(_) => Gitignore::empty(),
        };
        let patterns = self.everywhere.get_or_init(read);
        patterns.matched(path, is_dir).map(|_| ())
    }

    /// What the folders above one have in force in it, and what is wrong with it.
    pub(super) fn above(&mut self, folder: &Path) -> (Option<Rc<Rules>>, Option<Error>) {
        let mut above: Vec<&Path> = folder.ancestors().skip(1).collect();
        above.reverse();
        let mut rules = None;
        let mut errors = Vec::new();
        for folder in above {
            let (known, wrong) = self
                .known
                .entry(folder.to_owned())
                .or_insert_with(|| Rules::of(folder, folder, &Holds::ANYTHING, rules.take(), true));
            rules.clone_from(known);
            errors.extend(wrong.iter().cloned());
        }
        let error = match errors.len() {
            0 | 1 => errors.pop(),
            _ => Some(Error::Partial(errors)),
        };
        (rules, error)
    }
}

/// The patterns of an ignore file, none where it is not there or cannot be read.
fn patterns(file: &Path, base: &Path, errors: &mut Vec<Error>) -> Gitignore {
    let mut builder = GitignoreBuilder::new(base);
    errors.extend(builder.add(file).filter(|error| !error.is_io()));
    builder.build().unwrap_or_else(|error| {
        errors.push(error);
        Gitignore::empty()
    })
}

/// Where git keeps what all worktrees of a folder's repository share. Of a worktree, `.git` is a file that names its own
/// folder of git's, in which the file `commondir` names that one.
fn git_folder(folder: &Path, kind: FileType) -> Result<Option<PathBuf>, Error> {
    let git = folder.join(".git");
    if !kind.is_file() {
        return Ok(Some(git));
    }
    let file = File::open(&git).map_err(|error| at(&git, error))?;
    let Some(line) = first_line(file, &git)? else {
        return Ok(None);
    };
    let Some(own) = line.strip_prefix("gitdir: ").map(Path::new) else {
        return Ok(None);
    };
    let names = own.join("commondir");
    let Ok(file) = File::open(&names) else {
        return Ok(None);
    };
    let line = first_line(file, &names)?;
    Ok(line.map(|line| match line.starts_with('.') {
        true => own.join(line),
        false => PathBuf::from(line),
    }))
}

fn first_line(file: File, path: &Path) -> Result<Option<String>, Error> {
    let line = BufReader::new(file).lines().next().transpose();
    line.map_err(|error| at(path, error))
}
