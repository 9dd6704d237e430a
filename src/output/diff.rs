//! Unified diffs of single files, such as `git apply` takes. Pure.

use camino::Utf8Path;
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

/// Unchanged lines shown around a change.
const CONTEXT: usize = 3;

/// Above this many lines the search for a short diff takes too long, and the whole content counts as changed.
const MOST_LINES: usize = 40_000;

/// What a line of a diff is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// The file's name, or that it is binary.
    Header,
    /// Where a group of changes lies.
    Hunk,
    /// In both.
    Context,
    /// Goes.
    Removed,
    /// Comes.
    Added,
    /// About the line before: it has no line end.
    Remark,
}

/// One line of a diff, with its mark and without its line end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// Its text.
    pub text: String,
}

/// A file gets the right to run, and stays the same otherwise.
pub fn made_executable(path: &Utf8Path) -> Vec<Line> {
    [
        format!("diff --git a/{path} b/{path}"),
        "old mode 100644".to_owned(),
        "new mode 100755".to_owned(),
    ]
    .map(|text| Line {
        kind: LineKind::Header,
        text,
    })
    .to_vec()
}

/// The change of one file; nothing where both are the same. `None` is a file that is not there. `executable` is of the
/// file that is there on one side only.
pub fn unified(
    path: &Utf8Path,
    before: Option<&[u8]>,
    after: Option<&[u8]>,
    executable: bool,
) -> Vec<Line> {
    let mut lines = Vec::new();
    if before == after {
        return lines;
    }
    let mut push = |kind, text: String| lines.push(Line { kind, text });
    let name = |side: &str, is_there: bool| match is_there {
        true => format!("{side}/{path}"),
        false => "/dev/null".to_owned(),
    };
    let (old_name, new_name) = (name("a", before.is_some()), name("b", after.is_some()));
    let text = |bytes: Option<&[u8]>| {
        let text = std::str::from_utf8(bytes.unwrap_or_default()).ok()?;
        (!text.contains('\0')).then(|| text.to_owned())
    };
    let (Some(old), Some(new)) = (text(before), text(after)) else {
        push(
            LineKind::Header,
            format!("Binary files {old_name} and {new_name} differ"),
        );
        return lines;
    };
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    if before.is_none() || after.is_none() {
        // Also says that an empty file comes or goes, which has no hunk to say it.
        push(LineKind::Header, format!("diff --git a/{path} b/{path}"));
        let change = if before.is_none() { "new" } else { "deleted" };
        let mode = if executable { 100_755 } else { 100_644 };
        push(LineKind::Header, format!("{change} file mode {mode}"));
    }
    if old.is_empty() && new.is_empty() {
        return lines;
    }
    push(LineKind::Header, format!("--- {old_name}"));
    push(LineKind::Header, format!("+++ {new_name}"));
    for group in group_diff_ops(changes(&old, &new), CONTEXT) {
        push(LineKind::Hunk, hunk_header(&group));
        for op in &group {
            let (tag, old_range, new_range) = op.as_tag_tuple();
            let sides: &[(LineKind, &str, &[&str])] = &match tag {
                DiffTag::Equal => [
                    (LineKind::Context, " ", &old[old_range]),
                    (LineKind::Added, "+", &[][..]),
                ],
                _ => [
                    (LineKind::Removed, "-", &old[old_range]),
                    (LineKind::Added, "+", &new[new_range]),
                ],
            };
            for (kind, mark, content) in sides {
                for line in *content {
                    let body = line.strip_suffix('\n');
                    push(*kind, format!("{mark}{}", body.unwrap_or(line)));
                    if body.is_none() {
                        push(LineKind::Remark, "\\ No newline at end of file".to_owned());
                    }
                }
            }
        }
    }
    lines
}

fn changes(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    if old.len() + new.len() <= MOST_LINES {
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    vec![DiffOp::Replace {
        old_index: 0,
        old_len: old.len(),
        new_index: 0,
        new_len: new.len(),
    }]
}

fn hunk_header(group: &[DiffOp]) -> String {
    let side = |range: fn(&DiffOp) -> std::ops::Range<usize>| {
        let start = group.first().map_or(0, |op| range(op).start);
        let end = group.last().map_or(0, |op| range(op).end);
        match end - start {
            // The line before which nothing stands.
            0 => format!("{start},0"),
            1 => (start + 1).to_string(),
            length => format!("{},{length}", start + 1),
        }
    };
    format!(
        "@@ -{} +{} @@",
        side(DiffOp::old_range),
        side(DiffOp::new_range)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(before: Option<&str>, after: Option<&str>) -> String {
        unified(
            Utf8Path::new("d/f.txt"),
            before.map(str::as_bytes),
            after.map(str::as_bytes),
            false,
        )
        .into_iter()
        .map(|line| line.text + "\n")
        .collect()
    }

    #[test]
    fn a_change_shows_what_goes_and_what_comes() {
        assert_eq!(
            diff(Some("1\n2\n3\n4\n5\n6\n"), Some("1\n2\n3\n4\nfive\n6")),
            "--- a/d/f.txt\n+++ b/d/f.txt\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n-6\n+five\n+6\n\\ No newline at end of file\n"
        );
        assert_eq!(diff(Some("same"), Some("same")), "");
        assert_eq!(
            diff(None, Some("a\n")),
            "diff --git a/d/f.txt b/d/f.txt\nnew file mode 100644\n--- /dev/null\n+++ b/d/f.txt\n@@ -0,0 +1 @@\n+a\n"
        );
        assert_eq!(
            diff(Some("a\n"), Some("")),
            "--- a/d/f.txt\n+++ b/d/f.txt\n@@ -1 +0,0 @@\n-a\n"
        );
        assert_eq!(
            diff(Some(""), None),
            "diff --git a/d/f.txt b/d/f.txt\ndeleted file mode 100644\n"
        );
    }

    #[test]
    fn binary_and_huge_files_end_quickly() {
        assert_eq!(
            diff(Some("a\0"), Some("b")),
            "Binary files a/d/f.txt and b/d/f.txt differ\n"
        );
        let lines = |from: usize| {
            let lines: Vec<String> = (from..from + 50_000).map(|n| n.to_string()).collect();
            lines.join("\n") + "\n"
        };
        let text = diff(Some(&lines(0)), Some(&lines(50_000)));
        assert_eq!(text.lines().count(), 3 + 100_000);
    }
}
