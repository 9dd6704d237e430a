//! What can be wrong with an icon: what it is, why that matters and how to mend it. Pure text; whoever reads icons for
//! a page turns it into a finding.

use thiserror::Error;

use super::{Kind, MOST_BYTES, MOST_PIXELS, MOST_SIDE, MOST_SVG_BYTES};

/// Why an icon cannot be shown. Its text is one line that stands alone; [`IconProblem::help`] is the next step.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IconProblem {
    /// There are no bytes.
    #[error("the icon is empty")]
    Empty,
    /// The content is of no kind that pages show.
    #[error("the icon is {found}, which specc does not show")]
    UnknownKind {
        /// What it is, with its article.
        found: &'static str,
    },
    /// The file is larger than icons may be.
    #[error("the icon has {bytes} bytes, and at most {most} are read")]
    TooManyBytes {
        /// How many there are.
        bytes: usize,
        /// How many there may be.
        most: usize,
    },
    /// The image says that it is larger than icons may be.
    #[error(
        "the icon is {width} × {height} pixels, and at most {MOST_SIDE} a side and {MOST_PIXELS} in all are read"
    )]
    TooManyPixels {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// The content begins like its kind and cannot be read as that.
    #[error("the icon is a broken {kind} file: {reason}")]
    Broken {
        /// The kind that its first bytes tell.
        kind: Kind,
        /// What its reader says.
        reason: String,
    },
    /// The text begins with `data:` and is no data URI.
    #[error("the icon's data URI cannot be read: {reason}")]
    BrokenUri {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The SVG says how large it is in no way that a page could use.
    #[error("the SVG icon has neither a usable `viewBox` nor a width and a height")]
    NoSize,
    /// Nothing of the SVG remains that may be shown.
    #[error("the SVG icon has nothing in it that may be shown")]
    NothingToShow,
    /// The SVG takes more work than any icon needs.
    #[error("the SVG icon {how}")]
    TooComplex {
        /// What there is too much of.
        how: &'static str,
    },
}

impl IconProblem {
    /// What its author can do.
    pub fn help(&self) -> String {
        match self {
            Self::Empty | Self::UnknownKind { .. } => {
                "save the icon as PNG, SVG, WebP or JPEG; its content tells the kind, not its name"
                    .to_owned()
            }
            Self::TooManyBytes { .. } => format!(
                "pages show icons of at most 128 × 128 pixels: save it at 256 × 256, below {} MiB, or as an SVG below {} KiB",
                MOST_BYTES >> 20,
                MOST_SVG_BYTES >> 10
            ),
            Self::TooManyPixels { .. } => {
                "pages show icons of at most 128 × 128 pixels: save it at 256 × 256".to_owned()
            }
            Self::Broken { kind, .. } => match kind {
                Kind::Svg => {
                    "open it in a browser, which shows the place, and save it as plain SVG in UTF-8 without a document type"
                        .to_owned()
                }
                _ => "open it in an image editor and save it anew; half a file is often a broken download"
                    .to_owned(),
            },
            Self::BrokenUri { .. } => {
                "write `data:image/png;base64,` and the file in base64, or put the icon in a file beside the spec"
                    .to_owned()
            }
            Self::NoSize => "give the `svg` element a `viewBox`, such as `0 0 24 24`".to_owned(),
            Self::NothingToShow => {
                "draw it with shapes, paths and text: scripts, embedded images, styles of other files and foreign elements are left out"
                    .to_owned()
            }
            Self::TooComplex { .. } => {
                "make it simpler (SVGO does that), or save it as a PNG of 256 × 256".to_owned()
            }
        }
    }
}
