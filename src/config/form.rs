//! Forms of texts in a `specc.toml`: what is no text of a form, in words for people, and the pattern that says so to
//! editors. Pure.

use super::colour::Colour;
use super::{TAKEN, address};
use crate::text::nearest;

/// What a text has to look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Anything.
    Any,
    /// Not blank.
    Words,
    /// A path that counts from the folder of the file.
    File,
    /// A glob below the folder of the file.
    Glob,
    /// One of some words.
    Choice(&'static [&'static str]),
    /// A language tag.
    Language,
    /// The absolute address of a folder.
    Address,
    /// Where a link may lead.
    Link,
    /// The path of a page.
    PagePath,
    /// `#rgb` or `#rrggbb`.
    Colour,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The fault, in a few words.
    pub what: String,
    /// The next step.
    pub help: String,
    /// The text that was probably meant, where that is certain enough to be written.
    pub meant: Option<&'static str>,
}

impl Fault {
    pub(super) fn new(what: impl ToString, help: impl Into<String>) -> Self {
        Self {
            what: what.to_string(),
            help: help.into(),
            meant: None,
        }
    }
}

impl Form {
    /// Judges a text.
    ///
    /// # Errors
    ///
    /// Where it is not of this form.
    pub fn judge(self, text: &str) -> Result<(), Fault> {
        let blank = || match text.trim().is_empty() {
            true => Err(Fault::new(
                "it says nothing",
                "write a text, or leave the key out",
            )),
            false => Ok(()),
        };
        match self {
            Self::Any => Ok(()),
            Self::Words | Self::File => blank(),
            Self::Glob => blank().and_then(|()| super::lint::glob(text).map(|_| ())),
            Self::Choice(words) => choice(text, words),
            Self::Language if is_language(text) => Ok(()),
            Self::Language => Err(Fault::new(
                "no language",
                "write a language tag, such as `en`, `de` or `pt-BR`",
            )),
            Self::Address => address::base(text)
                .map(|_| ())
                .map_err(|fault| Fault::new(fault, address::EXAMPLE)),
            Self::Link => address::link(text).map_err(|fault| {
                Fault::new(
                    fault,
                    "write an address that begins with https://, http://, mailto: or /",
                )
            }),
            Self::PagePath => page_path(text),
            Self::Colour if Colour::parse(text).is_some() => Ok(()),
            Self::Colour => Err(Fault::new(
                "not `#rrggbb`",
                "write `#` and three or six hexadecimal digits, such as `#0b5fff`",
            )),
        }
    }

    /// A regular expression, as JSON Schema has them, that fits every text of this form, and as few others as it can.
    pub fn pattern(self) -> Option<String> {
        let pattern = match self {
            Self::Any | Self::Choice(_) => return None,
            // A byte-order mark is blank to the regular expressions of schemas only.
            Self::Words | Self::File => r"[\S\uFEFF]".to_owned(),
            // Neither from the root nor upward.
            Self::Glob => r"^(?=[\s\S]*[\S\uFEFF])(?!(\./)*/)(?!(.*/)?\.\.(/|$))".to_owned(),
            Self::Language => "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$".to_owned(),
            Self::Address => r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#@][^\s?#]*$".to_owned(),
            Self::Link => {
                r"^([Hh][Tt][Tt][Pp][Ss]?://[^\s/?#]|[Mm][Aa][Ii][Ll][Tt][Oo]:|/(?!/))\S*$"
                    .to_owned()
            }
            Self::PagePath => {
                format!("^(?!({})(/|$))[a-z0-9-]+(/[a-z0-9-]+)*$", TAKEN.join("|"))
            }
            Self::Colour => "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$".to_owned(),
        };
        Some(pattern)
    }
}

/// Whether a text is one of some words.
fn choice(text: &str, words: &[&'static str]) -> Result<(), Fault> {
    if words.contains(&text) {
        return Ok(());
    }
    let meant = nearest(text, words.iter().copied());
    let help = match meant {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of: {}", words.join(", ")),
    };
    Err(Fault {
        meant,
        ..Fault::new("no such choice", help)
    })
}

/// Whether a text has the form of a BCP 47 language tag.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Whether a page may have a path.
fn page_path(text: &str) -> Result<(), Fault> {
    let fit = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    if !text.split('/').all(fit) {
        return Err(Fault::new(
            "a path is made of a-z, 0-9 and `-`, with `/` between its parts",
            "write a path such as `about` or `legal/terms`",
        ));
    }
    if TAKEN.contains(&text.split('/').next().unwrap_or_default()) {
        return Err(Fault::new(
            "the site itself fills this folder",
            "choose another path",
        ));
    }
    Ok(())
}
