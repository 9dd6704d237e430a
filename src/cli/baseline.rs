//! `specc check --baseline`: only new findings count.

use camino::{Utf8Path, Utf8PathBuf};
use clap::{Args, ValueEnum};

use super::CliError;
use crate::report::counted;
use crate::workspace::baseline::{Baseline, BaselineError, from_folder};
use crate::workspace::{Request, Workspace};

/// Which findings are known.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct BaselineArgs {
    /// Leave out the findings that FILE knows: only new ones are reported
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    baseline: Option<Utf8PathBuf>,
    /// Write that file: without one, what is found now; else without what is gone, and with what is new only by `grow`
    #[arg(long, value_name = "HOW", help_heading = "Baseline", requires = "baseline",
          num_args = 0..=1, require_equals = true, default_missing_value = "shrink")]
    write_baseline: Option<Write>,
}

/// How a baseline is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Write {
    /// Forget what is gone
    Shrink,
    /// Forget what is gone, and know what is new
    Grow,
}

impl BaselineArgs {
    /// The file, where there is one.
    pub(super) fn file(&self) -> Option<&Utf8PathBuf> {
        self.baseline.as_ref()
    }

    /// Takes the known findings out of a workspace, and writes what is known from now on. Gives what is worth saying of
    /// those that are gone.
    pub(super) fn apply(
        &self,
        workspace: &mut Workspace,
        request: &Request,
    ) -> Result<Option<String>, CliError> {
        let Some(path) = &self.baseline else {
            return Ok(None);
        };
        let fault = |error: BaselineError| CliError::Usage(error.to_string());
        let known = match Baseline::read(path) {
            Ok(known) => Some(known),
            Err(BaselineError::Missing(_)) if self.write_baseline.is_some() => None,
            Err(error) => return Err(fault(error)),
        };
        let whole = request.settings.whole(path);
        let folder = whole.parent().unwrap_or(Utf8Path::new("")).to_owned();
        let name = |spec: &Utf8Path| from_folder(&folder, &request.settings.whole(spec));
        let compared = Baseline::apply(known.as_ref(), workspace, &request.limits, path, &name);
        let Some(how) = self.write_baseline else {
            return Ok((compared.gone > 0).then(|| {
                format!(
                    "{} of the baseline {} gone; --write-baseline forgets {}",
                    counted(compared.gone, "finding"),
                    if compared.gone == 1 { "is" } else { "are" },
                    if compared.gone == 1 { "it" } else { "them" },
                )
            }));
        };
        let is_there = |name: &str| folder.join(name).is_file();
        let next = Baseline::next(known.as_ref(), compared, how == Write::Grow, &is_there);
        if known.as_ref() != Some(&next) {
            next.write(path).map_err(fault)?;
        }
        if known.is_none() || how == Write::Grow {
            // What has just been written down is known.
            Baseline::apply(Some(&next), workspace, &request.limits, path, &name);
        }
        Ok(None)
    }
}
