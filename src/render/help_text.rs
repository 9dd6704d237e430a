//! The prose of a published `help.md`. Its tables and examples are left out, because the website and the help draw
//! them from the model; whatever else the author wrote is kept, under its own title if need be. A pure function of the text.

mod generated;
mod scan;

use std::borrow::Cow;

use generated::{lead_and_rest, without_filler, without_generated};
use scan::{Block, Known, headings};

/// What a help text says beyond the model, as Markdown. A part that only says that there is nothing is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Help {
    /// "Description", and what stands before the first heading.
    pub description: Option<String>,
    /// "Key Features".
    pub key_features: Option<String>,
    /// "Requirements".
    pub requirements: Option<String>,
    /// "Supported Product Versions".
    pub supported_versions: Option<String>,
    /// "Setup", without the table of the connection and its example.
    pub setup: Option<String>,
    /// "Troubleshooting".
    pub troubleshooting: Option<String>,
    /// "Version History", for plugins whose spec has none.
    pub version_history: Option<String>,
    /// "Links", without "References".
    pub links: Option<String>,
    /// "References".
    pub references: Option<String>,
    /// What is said about single operations and custom types.
    pub parts: Vec<Part>,
    /// Sections with titles of the author's own, and prose between the generated parts, in order.
    pub extra: Vec<Section>,
}

/// A section that is no standard one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its title, which is Markdown.
    pub title: String,
    /// Its text, never empty.
    pub text: String,
}

/// What is said about one operation or custom type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The heading that it stands under.
    pub group: Group,
    /// The operation's title or the type's name.
    pub title: String,
    /// Its first paragraph, which is mostly made from the description; see [`Part::about_beyond`].
    pub about: Option<String>,
    /// Everything else but tables and examples.
    pub text: Option<String>,
}

/// The headings of "Technical Details".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// "Actions".
    Actions,
    /// "Triggers".
    Triggers,
    /// "Tasks".
    Tasks,
    /// "Custom Types" and "Custom Output Types".
    Types,
}

impl Part {
    /// The first paragraph, if it says more than the description in the spec, from which it is generated.
    pub fn about_beyond(&self, description: &str) -> Option<&str> {
        let about = self.about.as_deref()?;
        let said = about
            .split_once(" is used to ")
            .filter(|(before, _)| before.len() < 20)
            .map_or(about, |(_, rest)| rest);
        (!letters(description).contains(&letters(said))).then_some(about)
    }

    /// Everything else, without the further paragraphs of a description that has several.
    pub fn text_beyond(&self, description: &str) -> Option<Cow<'_, str>> {
        let text = self.text.as_deref()?;
        if !description.trim().contains("\n\n") {
            return Some(Cow::Borrowed(text));
        }
        let known = letters(description);
        let paragraphs = text.split("\n\n").filter(|paragraph| {
            let said = letters(paragraph);
            said.is_empty() || !known.contains(&said)
        });
        let kept = paragraphs.collect::<Vec<_>>().join("\n\n");
        (!kept.trim().is_empty()).then_some(Cow::Owned(kept))
    }
}

/// The letters and digits of a text, in small letters: what stays the same when it is laid out anew.
pub fn letters(text: &str) -> String {
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        let mut small = String::with_capacity(text.len());
        small.extend(letters.map(|letter| char::from(letter.to_ascii_lowercase())));
        return small;
    }
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

impl Help {
    /// Reads a help text. Every text has a reading.
    pub fn parse(markdown: &str) -> Help {
        let markdown = markdown.strip_prefix('\u{feff}').unwrap_or(markdown);
        let markdown = if memchr::memchr(b'\r', markdown.as_bytes()).is_some() {
            Cow::Owned(markdown.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            Cow::Borrowed(markdown)
        };
        let blocks = headings(&markdown);
        let preamble = blocks.first().map_or(markdown.len(), |block| block.start);
        let mut reader = Reader {
            highest: Known::ALL.map(|known| {
                let levels = blocks.iter().filter(|block| block.known == Some(known));
                levels.map(|block| block.level).min().unwrap_or(0)
            }),
            ..Reader::default()
        };
        reader.add(&Place::Section(Known::Description), &markdown[..preamble]);
        for block in &blocks {
            reader.block(block);
        }
        reader.help
    }

    fn section(&mut self, known: Known) -> Option<&mut Option<String>> {
        Some(match known {
            Known::Description => &mut self.description,
            Known::KeyFeatures => &mut self.key_features,
            Known::Requirements => &mut self.requirements,
            Known::SupportedVersions => &mut self.supported_versions,
            Known::Setup => &mut self.setup,
            Known::Troubleshooting => &mut self.troubleshooting,
            Known::VersionHistory => &mut self.version_history,
            Known::Links => &mut self.links,
            Known::References => &mut self.references,
            Known::Documentation | Known::Technical | Known::Group(_) => return None,
        })
    }
}

/// Where text goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Nowhere,
    Section(Known),
    Extra(String),
    Part,
}

#[derive(Debug, Default)]
struct Reader {
    help: Help,
    /// The highest level at which each standard title stands. Deeper ones are the author's own, inside other sections.
    highest: [u8; Known::ALL.len()],
    place: Place,
    /// The level of the heading that opened the place.
    level: u8,
    /// The level of "Technical Details" while inside.
    technical: Option<u8>,
    group: Option<(u8, Group)>,
}

impl Reader {
    fn block(&mut self, block: &Block) {
        if self.technical.is_some() && self.technical_block(block) {
            return;
        }
        let known = block
            .known
            .filter(|known| self.highest[known.index()] == block.level);
        match known {
            Some(Known::Documentation) => self.open(Place::Extra(block.title.to_owned()), block),
            Some(Known::Technical) => {
                self.technical = Some(block.level);
                self.group = None;
                self.open(Place::Extra(block.title.to_owned()), block);
            }
            Some(Known::Group(group)) => {
                self.technical = Some(block.level);
                self.open_group(group, block);
            }
            Some(known) => self.open(Place::Section(known), block),
            None => self.other(block),
        }
    }

    /// A block inside "Technical Details"; false where that has ended.
    fn technical_block(&mut self, block: &Block) -> bool {
        let above = self.group.map_or(0, |(level, _)| level);
        let is_after = self.technical.is_some_and(|level| block.level <= level);
        match block.known {
            Some(Known::Group(group)) if above == 0 || block.level <= above => {
                self.open_group(group, block);
            }
            Some(known) if block.level <= above && self.highest[known.index()] == block.level => {
                self.technical = None;
                return false;
            }
            _ if is_after => {
                self.technical = None;
                return false;
            }
            _ if above == 0 || block.level <= above => self.other(block),
            _ => self.part(block),
        }
        true
    }

    fn open_group(&mut self, group: Group, block: &Block) {
        self.group = Some((block.level, group));
        self.open(Place::Extra(block.title.to_owned()), block);
    }

    /// An operation or type, or a heading inside one.
    fn part(&mut self, block: &Block) {
        let Some((_, group)) = self.group else {
            return self.other(block);
        };
        if self.place == Place::Part && block.level > self.level {
            let is_generated = ["input", "output", "state", "schedule"]
                .iter()
                .any(|title| title.eq_ignore_ascii_case(block.title));
            if is_generated {
                if let Some(rest) = without_generated(block.body) {
                    self.add_as_written(&rest);
                }
            } else {
                self.add_as_written(block.whole);
            }
            return;
        }
        self.place = Place::Part;
        self.level = block.level;
        let rest = without_generated(block.body);
        let (about, text) = rest.as_deref().map_or((None, None), lead_and_rest);
        self.help.parts.push(Part {
            group,
            title: block.title.to_owned(),
            about,
            text,
        });
    }

    /// A title of the author's own.
    fn other(&mut self, block: &Block) {
        if self.place != Place::Nowhere && block.level > self.level {
            self.add_as_written(block.whole);
        } else {
            self.open(Place::Extra(block.title.to_owned()), block);
        }
    }

    fn open(&mut self, place: Place, block: &Block) {
        self.add(&place, block.body);
        self.place = place;
        self.level = block.level;
    }

    fn add_as_written(&mut self, text: &str) {
        let place = std::mem::take(&mut self.place);
        self.add(&place, text);
        self.place = place;
    }

    fn add(&mut self, place: &Place, text: &str) {
        let text = match place {
            Place::Section(Known::Setup) => without_generated(text),
            Place::Extra(_) if self.technical.is_some() => without_generated(text),
            _ => without_filler(text),
        };
        let Some(text) = text else {
            return;
        };
        let slot = match place {
            Place::Section(known) => match self.help.section(*known) {
                Some(slot) => slot,
                None => return,
            },
            Place::Part => match self.help.parts.last_mut() {
                Some(part) => &mut part.text,
                None => return,
            },
            Place::Extra(title) => {
                match self.help.extra.last_mut() {
                    Some(last) if last.title == *title => {
                        last.text.push_str("\n\n");
                        last.text.push_str(&text);
                    }
                    _ => self.help.extra.push(Section {
                        title: title.clone(),
                        text,
                    }),
                }
                return;
            }
            Place::Nowhere => return,
        };
        match slot {
            Some(before) => {
                before.push_str("\n\n");
                before.push_str(&text);
            }
            None => *slot = Some(text),
        }
    }
}

#[cfg(test)]
mod tests;
