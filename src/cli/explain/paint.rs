//! The markdown of rule pages for a terminal: headings, paragraphs, lists, code. Not a general renderer: it knows what
//! [`crate::rules::page`] and the rules' own texts use.

use owo_colors::Style as Paint;

/// Indentation of everything below a heading.
const INDENT: &str = "  ";

/// The page wrapped to `width` columns, with colours where they are wanted.
pub(super) fn paint(markdown: &str, width: usize, color: bool) -> String {
    let mut painter = Painter {
        out: String::new(),
        paragraph: String::new(),
        width,
        color,
    };
    let mut in_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            painter.flush();
            in_code = !in_code;
        } else if in_code {
            painter.code(line);
        } else if let Some(heading) = line.strip_prefix("# ").or(line.strip_prefix("## ")) {
            painter.flush();
            let heading = painter.styled(heading, Paint::new().bold());
            painter.out.push_str(&heading);
            painter.out.push('\n');
        } else if line.trim().is_empty() {
            painter.flush();
            painter.blank();
        } else {
            if line.starts_with("- ") {
                painter.flush();
            }
            if !painter.paragraph.is_empty() {
                painter.paragraph.push(' ');
            }
            painter.paragraph.push_str(line.trim());
        }
    }
    painter.flush();
    painter.out
}

struct Painter {
    out: String,
    paragraph: String,
    width: usize,
    color: bool,
}

impl Painter {
    /// One empty line, and none below a heading.
    fn blank(&mut self) {
        let below_heading = self
            .out
            .lines()
            .next_back()
            .is_some_and(|line| !line.starts_with(INDENT));
        if !below_heading {
            self.out.push('\n');
        }
    }

    fn code(&mut self, line: &str) {
        let styled = match line.split_once('#') {
            // Comments carry what an example says of itself.
            Some((before, comment)) if before.is_empty() || before.ends_with(' ') => {
                let comment = self.styled(&format!("#{comment}"), Paint::new().dimmed());
                format!("{before}{comment}")
            }
            _ => line.to_owned(),
        };
        self.out
            .push_str(format!("{INDENT}{INDENT}{styled}").trim_end());
        self.out.push('\n');
    }

    /// Ends a paragraph.
    fn flush(&mut self) {
        if self.paragraph.is_empty() {
            return;
        }
        let paragraph = std::mem::take(&mut self.paragraph);
        let hanging = if paragraph.starts_with("- ") {
            "    "
        } else {
            INDENT
        };
        let options = textwrap::Options::new(self.width)
            .initial_indent(INDENT)
            .subsequent_indent(hanging)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        let wrapped = textwrap::fill(&paragraph, options);
        // Between an odd and an even backtick stands code.
        for (index, part) in wrapped.split('`').enumerate() {
            let code = index % 2 == 1;
            if code && self.color {
                let part = self.styled(part, Paint::new().cyan());
                self.out.push_str(&part);
            } else if code {
                self.out.push_str(&format!("`{part}`"));
            } else {
                self.out.push_str(part);
            }
        }
        self.out.push('\n');
    }

    fn styled(&self, text: &str, style: Paint) -> String {
        if self.color {
            style.style(text).to_string()
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_wrapped_and_code_is_not() {
        let page = "# id\n\nOne two three `four five` six.\n\n## Bad\n\n```yaml\na: a long line of code # why\n```\n";
        let expected =
            "id\n  One two three\n  `four five`\n  six.\n\nBad\n    a: a long line of code # why\n";
        assert_eq!(paint(page, 16, false), expected);
        let painted = paint(page, 80, true);
        assert!(
            painted.contains("\u{1b}[36mfour five\u{1b}[0m"),
            "{painted}"
        );
        assert!(painted.contains("\u{1b}[2m# why\u{1b}[0m"), "{painted}");
    }
}
