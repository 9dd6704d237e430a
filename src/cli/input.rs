//! Arguments that several commands share: which specs to read, and the bounds of reading.

use camino::Utf8PathBuf;
use clap::Args;

use crate::dialect::Misspelt;
use crate::workspace::{Keep, Request, Workspace};
use crate::yaml::Limits;

/// Which specs to read.
#[derive(Debug, Clone, Args)]
pub(super) struct InputArgs {
    /// Spec files, folders to look through, or - for standard input [default: the current folder]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<Utf8PathBuf>,
    /// The path under which standard input is reported
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<Utf8PathBuf>,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
}

/// The bounds of reading.
#[derive(Debug, Clone, Args)]
pub(super) struct LimitArgs {
    /// Largest file, in bytes
    #[arg(long, help_heading = "Limits", value_name = "BYTES", default_value_t = Limits::default().file_bytes,
          value_parser = clap::value_parser!(u64).range(1..=u64::from(u32::MAX)))]
    pub(super) max_file_size: u64,
    /// Deepest nesting of lists and mappings
    #[arg(long, help_heading = "Limits", value_name = "LEVELS", default_value_t = as_u32(Limits::default().nesting),
          value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(super) max_nesting: u32,
    /// Most values after every alias is expanded
    #[arg(long, help_heading = "Limits", value_name = "NODES", default_value_t = as_u32(Limits::default().expanded_nodes),
          value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) max_nodes: u32,
}

fn as_u32(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

impl Default for LimitArgs {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            max_file_size: limits.file_bytes,
            max_nesting: as_u32(limits.nesting),
            max_nodes: as_u32(limits.expanded_nodes),
        }
    }
}

impl LimitArgs {
    pub(super) fn limits(&self) -> Limits {
        Limits {
            file_bytes: self.max_file_size,
            nesting: self.max_nesting as usize,
            expanded_nodes: self.max_nodes as usize,
        }
    }
}

impl InputArgs {
    /// Reads what the arguments name.
    pub(super) fn open(&self, keep: Keep, misspelt: Misspelt) -> Workspace {
        Workspace::open(&self.request(keep, misspelt))
    }

    /// What the arguments name, to be read.
    pub(super) fn request(&self, keep: Keep, misspelt: Misspelt) -> Request {
        Request {
            paths: self.paths.clone(),
            stdin_filename: self.stdin_filename.clone(),
            limits: self.limits.limits(),
            keep,
            misspelt,
            ..Request::default()
        }
    }
}
