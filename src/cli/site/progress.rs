//! A line on a terminal that tells how far a long build has come.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::workspace::site::Progress;

/// Shorter builds show nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// Time between two lines.
const BEAT: Duration = Duration::from_millis(100);

/// Cells of the bar.
const CELLS: usize = 24;

/// Draws on standard error until it is dropped; then the line is empty again.
#[derive(Debug)]
pub struct Bar(Option<(Sender<()>, JoinHandle<()>)>);

impl Bar {
    /// Starts, where a person looks on and has not asked for quiet.
    pub fn start(progress: &Arc<Progress>, quiet: bool) -> Self {
        if quiet || !io::stderr().is_terminal() {
            return Self(None);
        }
        let progress = Arc::clone(progress);
        let (stop, stopped) = mpsc::channel::<()>();
        let thread = thread::spawn(move || {
            let mut wait = PATIENCE;
            let mut drawn = false;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let _ = write!(io::stderr(), "\r{}\u{1b}[K", line(&progress));
                drawn = true;
                wait = BEAT;
            }
            if drawn {
                let _ = write!(io::stderr(), "\r\u{1b}[K");
            }
        });
        Self(Some((stop, thread)))
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.0.take() {
            drop(stop);
            let _ = thread.join();
        }
    }
}

/// What the line says. How many specs there are is known only when all have been found.
fn line(progress: &Progress) -> String {
    let (found, done, all) = progress.figures();
    if all && done == found {
        return format!("{}  listings of {found} plugins", cells(1, 1));
    }
    let bar = if all { cells(done, found) } else { cells(0, 1) };
    format!(
        "{bar}  {done} of {found}{} specs",
        if all { "" } else { "+" }
    )
}

fn cells(done: usize, of: usize) -> String {
    let full = (done * CELLS).checked_div(of).unwrap_or(CELLS).min(CELLS);
    format!("{}{}", "█".repeat(full), "░".repeat(CELLS - full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_what_is_known() {
        let progress = Progress::default();
        for _ in 0..4 {
            progress.found();
        }
        progress.done();
        assert_eq!(
            line(&progress),
            format!("{}  1 of 4+ specs", "░".repeat(24))
        );
        progress.found_all();
        let quarter = format!("{}{}", "█".repeat(6), "░".repeat(18));
        assert_eq!(line(&progress), format!("{quarter}  1 of 4 specs"));
        for _ in 0..3 {
            progress.done();
        }
        assert!(line(&progress).ends_with("listings of 4 plugins"));
    }
}
