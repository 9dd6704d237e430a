//! Why an earlier version cannot be looked at: what was found, and what to do. Part of `workspace`.

use gix::discover::upwards;

use crate::text::nearest;

/// How many names a message lists.
const LISTED: usize = 8;

/// Why a revision of a repository cannot be looked at.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no repository.
    #[error(
        "{path} lies in no git repository, so there is no `{reference}` to compare with: run specc inside a clone, or \
         compare two folders with `specc diff OLD NEW`"
    )]
    NoRepository {
        /// The folder.
        path: String,
        /// What was asked for.
        reference: String,
    },
    /// A repository without a working tree.
    #[error(
        "{path} lies in a bare repository, which has no files to check: run specc in a clone of it, or in what \
         `git worktree add` makes"
    )]
    Bare {
        /// The folder.
        path: String,
    },
    /// Standard input under no name.
    #[error("standard input has no earlier version without a name: add --stdin-filename PATH")]
    Nameless,
    /// A name that the repository does not know.
    #[error("`{reference}` names no branch, tag or commit of {path}{}", next(.meant, .help))]
    Unknown {
        /// What was asked for.
        reference: String,
        /// The repository.
        path: String,
        /// What was probably meant.
        meant: Option<String>,
        /// What to do.
        help: String,
    },
    /// A commit that a shallow or partial clone left out.
    #[error("`{reference}` is not in this clone: {help}")]
    Absent {
        /// What was asked for.
        reference: String,
        /// What to do.
        help: String,
    },
    /// The beginning of several ids.
    #[error("`{reference}` is the beginning of several objects: write more of its digits")]
    Ambiguous {
        /// What was asked for.
        reference: String,
    },
    /// More than one commit.
    #[error(
        "`{reference}` names a range, and one commit is compared with: write what stands before the dots"
    )]
    Range {
        /// What was asked for.
        reference: String,
    },
    /// A file, for example.
    #[error("`{reference}` is no commit: name a branch, a tag or a commit")]
    NoTree {
        /// What was asked for.
        reference: String,
    },
    /// An object that is not there or damaged.
    #[error(
        "{path} at `{reference}` cannot be read from {root}: {why}. If it was cloned with --filter, fetch what is missing \
         with `git fetch --refetch --no-filter`; else `git fsck` says what is damaged"
    )]
    Lost {
        /// The repository.
        root: String,
        /// What was asked for.
        reference: String,
        /// The file.
        path: String,
        /// Why not.
        why: String,
    },
    /// Anything else.
    #[error("the git repository of {path} cannot be read: {why}")]
    Other {
        /// The folder.
        path: String,
        /// Why not.
        why: String,
    },
}

fn next(meant: &Option<String>, help: &str) -> String {
    match meant {
        Some(meant) => format!("; did you mean `{meant}`?"),
        None => format!(": {help}"),
    }
}

/// Why a repository could not be opened.
pub(super) fn open(cause: &gix::Error, path: &str, reference: &str) -> GitError {
    let none = cause.iter_errors().any(|error| {
        matches!(
            error.downcast_ref::<upwards::Error>(),
            Some(
                upwards::Error::NoGitRepository { .. }
                    | upwards::Error::NoGitRepositoryWithinCeiling { .. }
                    | upwards::Error::NoGitRepositoryWithinFs { .. }
            )
        )
    });
    if none {
        GitError::NoRepository {
            path: path.to_owned(),
            reference: reference.to_owned(),
        }
    } else {
        GitError::Other {
            path: path.to_owned(),
            why: words(cause),
        }
    }
}

/// Why a name leads nowhere.
pub(super) fn reference(
    repository: &gix::Repository,
    reference: &str,
    cause: &gix::Error,
) -> GitError {
    use gix::revision::spec::parse::Error;
    let known = |test: fn(&Error) -> bool| {
        cause
            .iter_errors()
            .any(|error| error.downcast_ref::<Error>().is_some_and(test))
    };
    let own = reference.to_owned();
    if known(|error| matches!(error, Error::AmbiguousPrefix { .. })) {
        return GitError::Ambiguous { reference: own };
    }
    // No name has two dots, so that nothing is to be fetched; a search for words, `:/…`, may.
    if reference.contains("..") && !reference.contains([':', '{']) {
        return GitError::Range { reference: own };
    }
    let names = names(repository);
    let shallow = repository.is_shallow().unwrap_or(false);
    // `main~3`: the name is there, and what it leads to is not.
    let name = reference
        .split(['~', '^', '@', ':'])
        .next()
        .unwrap_or(reference);
    let is_name = name == "HEAD" || names.iter().any(|known| known == name);
    if is_name && name != reference {
        let help = if shallow {
            deepen()
        } else {
            format!("`git log {name}` shows how far the history goes")
        };
        return GitError::Absent {
            reference: own,
            help,
        };
    }
    let near = nearest(name, names.iter().map(String::as_str));
    let help = if is_id(name) || shallow {
        fetch(reference, name, shallow)
    } else if let Some((remote, branch)) = name.split_once('/')
        && repository
            .remote_names()
            .iter()
            .any(|known| &known[..] == remote.as_bytes())
    {
        format!("fetch it with `git fetch {remote} {branch}:refs/remotes/{remote}/{branch}`")
    } else if names.is_empty() {
        "there are none yet: commit something first".to_owned()
    } else {
        let listed: Vec<&str> = names.iter().take(LISTED).map(String::as_str).collect();
        let more = match names.len().saturating_sub(LISTED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("there are {}{more}", listed.join(", "))
    };
    GitError::Unknown {
        reference: own,
        path: root(repository),
        meant: near.map(|near| format!("{near}{}", &reference[name.len()..])),
        help,
    }
}

/// Why a commit that is known by name or id is not there.
pub(super) fn absent(repository: &gix::Repository, reference: &str, id: &str) -> GitError {
    let help = if repository.is_shallow().unwrap_or(false) {
        fetch(reference, reference, true)
    } else {
        format!("the object {id} is missing; fetch it with `git fetch origin {id}`")
    };
    GitError::Absent {
        reference: reference.to_owned(),
        help,
    }
}

/// How to get what a clone does not hold.
fn fetch(reference: &str, name: &str, shallow: bool) -> String {
    let command = match name.split_once('/') {
        Some((remote, branch)) => {
            format!("git fetch --depth=1 {remote} {branch}:refs/remotes/{remote}/{branch}")
        }
        None if is_id(name) => format!("git fetch --depth=1 origin {name}"),
        None => format!("git fetch --depth=1 origin {name}` and `--against FETCH_HEAD"),
    };
    if shallow {
        let all = if reference == name {
            ""
        } else {
            " and what is before it"
        };
        format!(
            "this is a shallow clone; fetch it{all} with `{command}`, or set `fetch-depth: 0` for actions/checkout"
        )
    } else {
        format!(
            "no object has this id; fetch it with `{}`",
            command.replace(" --depth=1", "")
        )
    }
}

fn deepen() -> String {
    "this is a shallow clone, and its history ends before; fetch more with `git fetch --deepen=100`, or set \
     `fetch-depth: 0` for actions/checkout"
        .to_owned()
}

/// Why a file of a revision cannot be read.
pub(super) fn lost(root: &str, reference: &str, path: &str, cause: &gix::Error) -> GitError {
    let path = if path.is_empty() { "the root" } else { path };
    GitError::Lost {
        root: root.to_owned(),
        reference: reference.to_owned(),
        path: path.to_owned(),
        why: words(cause),
    }
}

/// The most telling words of a cause, on one line.
fn words(cause: &gix::Error) -> String {
    let text = cause.probable_cause().to_string();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_owned()
}

fn root(repository: &gix::Repository) -> String {
    let root = repository.workdir().unwrap_or(repository.git_dir());
    std::fs::canonicalize(root)
        .unwrap_or_else(|_| root.to_owned())
        .to_string_lossy()
        .into_owned()
}

/// Whether a word looks like the id of an object and not like a name.
fn is_id(word: &str) -> bool {
    word.len() >= 7 && word.chars().all(|letter| letter.is_ascii_hexdigit())
}

/// The branches and tags, and the branches of remotes.
fn names(repository: &gix::Repository) -> Vec<String> {
    let Ok(platform) = repository.references() else {
        return Vec::new();
    };
    let Ok(all) = platform.all() else {
        return Vec::new();
    };
    let mut names: Vec<String> = all
        .filter_map(Result::ok)
        .map(|found| String::from_utf8_lossy(found.name().shorten()).into_owned())
        .filter(|name| !name.ends_with("/HEAD"))
        .collect();
    names.sort();
    names.dedup();
    names
}
