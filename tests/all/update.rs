//! What several harnesses use: files that a test compares and, when asked, writes anew.

use std::path::Path;

/// Whether expected outputs are to be written instead of compared.
pub fn updating() -> bool {
    std::env::var_os("SPECC_UPDATE").is_some_and(|value| value != "0")
}

/// Compares a file with what it should hold, or writes it when [`updating`].
#[track_caller]
pub fn same_or_updated(path: &Path, expected: &str) {
    let found = std::fs::read_to_string(path).unwrap_or_default();
    if found == expected {
        return;
    }
    if updating() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, expected).unwrap();
        return;
    }
    let difference = similar::TextDiff::from_lines(found.as_str(), expected);
    panic!(
        "{} is not up to date; run the tests with SPECC_UPDATE=1 and look at what changes:\n{}",
        path.display(),
        difference.unified_diff().header("found", "expected")
    );
}
