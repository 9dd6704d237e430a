//! the headings of a Markdown text, found line by line, which is several times faster than a parser of
//! all of Markdown.

use super::Group;

/// A heading and what follows it up to the next.
#[derive(Debug)]
pub struct Block<'a> {
    pub start: usize,
    pub level: u8,
    pub title: &'a str,
    pub known: Option<Known>,
    pub body: &'a str,
    /// Heading and body.
    pub whole: &'a str,
}

/// The standard titles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    Description,
    KeyFeatures,
    Requirements,
    SupportedVersions,
    Documentation,
    Setup,
    Technical,
    Group(Group),
    Troubleshooting,
    VersionHistory,
    Links,
    References,
}

impl Known {
    pub const ALL: [Known; 15] = [
        Known::Description,
        Known::KeyFeatures,
        Known::Requirements,
        Known::SupportedVersions,
        Known::Documentation,
        Known::Setup,
        Known::Technical,
        Known::Group(Group::Actions),
        Known::Group(Group::Triggers),
        Known::Group(Group::Tasks),
        Known::Group(Group::Types),
        Known::Troubleshooting,
        Known::VersionHistory,
        Known::Links,
        Known::References,
    ];

    /// Its place among all.
    pub fn index(self) -> usize {
        Known::ALL
            .iter()
            .position(|known| *known == self)
            .unwrap_or_default()
    }

    fn of(title: &str) -> Option<Known> {
        const LONGEST: usize = 26;
        let title = title.trim_matches(['*', '_', ':', ' ', '\t']);
        if title.len() > LONGEST {
            return None;
        }
        let mut small = [0; LONGEST];
        let small = &mut small[..title.len()];
        small.copy_from_slice(title.as_bytes());
        small.make_ascii_lowercase();
        Some(match str::from_utf8(small).unwrap_or_default() {
            "description" => Known::Description,
            "key features" => Known::KeyFeatures,
            "requirements" => Known::Requirements,
            "supported product versions" | "supported versions" => Known::SupportedVersions,
            "documentation" => Known::Documentation,
            "setup" | "connection" => Known::Setup,
            "technical details" => Known::Technical,
            "actions" => Known::Group(Group::Actions),
            "triggers" => Known::Group(Group::Triggers),
            "tasks" => Known::Group(Group::Tasks),
            "custom types" | "custom output types" => Known::Group(Group::Types),
            "troubleshooting" => Known::Troubleshooting,
            "version history" => Known::VersionHistory,
            "links" => Known::Links,
            "references" => Known::References,
            _ => return None,
        })
    }
}

/// All headings outside code blocks.
pub fn headings(text: &str) -> Vec<Block<'_>> {
    // Start of the heading, start of its body, level, title.
    let mut found: Vec<(usize, usize, u8, &str)> = Vec::new();
    let mut fence = Fence::default();
    let mut start = 0;
    let mut before = 0..0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
    for next in ends.chain([text.len()]) {
        // Most lines begin with no sign that means anything here.
        let mut bytes = text.as_bytes()[start..next].iter();
        let first = bytes.find(|byte| !matches!(byte, b' ' | b'\t'));
        let line = &text[start..next];
        if matches!(first, Some(b'#' | b'=' | b'-' | b'`' | b'~')) && !fence.holds(line) {
            let above = text[before.clone()].trim();
            if let Some((level, title)) = numbered(line) {
                found.push((start, next, level, title));
            } else if let Some(level) = underline(line)
                && Known::of(above).is_some()
            {
                found.push((before.start, next, level, above));
            }
        }
        before = start..next;
        start = next;
    }
    let ends: Vec<usize> = found
        .iter()
        .skip(1)
        .map(|(start, ..)| *start)
        .chain([text.len()])
        .collect();
    found
        .iter()
        .zip(ends)
        .map(|(&(start, body, level, title), end)| Block {
            start,
            level,
            title,
            known: Known::of(title),
            body: &text[body..end],
            whole: &text[start..end],
        })
        .collect()
}

/// A heading of `#` signs.
fn numbered(line: &str) -> Option<(u8, &str)> {
    let indent = line.bytes().take_while(|byte| *byte == b' ').count();
    let inner = &line[indent..];
    if indent > 3 || !inner.starts_with('#') {
        return None;
    }
    let title = inner.trim_start_matches('#');
    let level = u8::try_from(inner.len() - title.len())
        .ok()
        .filter(|level| *level <= 6)?;
    if !title.starts_with([' ', '\t', '\n']) && !title.is_empty() {
        return None;
    }
    let title = title.trim();
    let closed = title.trim_end_matches('#');
    let title = if closed.is_empty() || closed.ends_with([' ', '\t']) {
        closed.trim_end()
    } else {
        title
    };
    Some((level, title))
}

/// The line below a heading of two lines.
fn underline(line: &str) -> Option<u8> {
    let first = line.bytes().find(|byte| !matches!(byte, b' ' | b'\t'));
    if !matches!(first, Some(b'=' | b'-')) {
        return None;
    }
    let line = line.trim();
    if line.len() < 2 {
        return None;
    }
    match line.as_bytes().first() {
        Some(b'=') if line.bytes().all(|byte| byte == b'=') => Some(1),
        Some(b'-') if line.bytes().all(|byte| byte == b'-') => Some(2),
        _ => None,
    }
}

/// Follows the fences of code blocks.
#[derive(Debug, Default)]
pub struct Fence {
    open: Option<Open>,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    sign: u8,
    count: usize,
    indent: usize,
}

impl Fence {
    /// Whether a code block has begun and not ended.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether a line is a fence or stands between two.
    pub fn holds(&mut self, line: &str) -> bool {
        let indent = line.bytes().take_while(|byte| *byte == b' ').count();
        let inner = &line[indent..];
        let sign = inner.bytes().next().unwrap_or_default();
        if !matches!(sign, b'`' | b'~') {
            // A block inside the item of a list ends with the item.
            let ends_item = indent == 0 && sign == b'#';
            self.open = self.open.filter(|open| open.indent < 2 || !ends_item);
            return self.open.is_some();
        }
        let count = inner.bytes().take_while(|byte| *byte == sign).count();
        let rest = inner[count..].trim();
        match self.open {
            Some(open) => {
                let is_end = sign == open.sign
                    && count >= open.count
                    && indent <= open.indent + 3
                    && rest.is_empty();
                if is_end {
                    self.open = None;
                }
                true
            }
            None if count >= 3 && (sign == b'~' || !rest.contains('`')) => {
                self.open = Some(Open {
                    sign,
                    count,
                    indent,
                });
                true
            }
            None => false,
        }
    }
}
