//! Applies the mends of findings in files of settings, in memory.

use std::sync::Arc;

use super::{Fixed, MOST_ROUNDS, is_better};
use crate::config;
use crate::diagnostic::{Diagnostics, Fix};
use crate::fix;
use crate::text::{FileId, Source};
use crate::workspace::Request;

/// Mends the files of settings that a request has read. It then has settings of the new texts, which are to be asked anew.
pub fn fix_settings(request: &mut Request, unsafe_too: bool) -> Vec<Fixed> {
    let texts = request.settings.texts();
    let fixed = texts.into_iter().filter_map(|(whole, path, before)| {
        let (after, count) = one(&before, unsafe_too)?;
        let fixed = Fixed {
            path,
            before,
            after,
            count,
        };
        Some((whole, fixed))
    });
    let (wholes, fixed): (Vec<_>, Vec<_>) = fixed.unzip();
    if !fixed.is_empty() {
        let texts = fixed.iter().map(|it: &Fixed| it.after.clone());
        let anew = request.settings.anew(wholes.into_iter().zip(texts));
        request.settings = Arc::new(anew);
    }
    fixed
}

fn one(before: &str, unsafe_too: bool) -> Option<(String, usize)> {
    let mut text = before.to_owned();
    let mut count = 0;
    let mut found = read(&text);
    for _ in 0..MOST_ROUNDS {
        let chosen = fix::choose(&found, unsafe_too);
        let Some((mended, left, applied)) = round(&text, &found, &chosen) else {
            break;
        };
        count += applied;
        (text, found) = (mended, left);
    }
    (text != before).then_some((text, count))
}

/// The text with all of these mends, or with those that make nothing worse.
fn round(text: &str, found: &Diagnostics, chosen: &[&Fix]) -> Option<(String, Diagnostics, usize)> {
    let attempt = |fixes: &[&Fix]| {
        let mended = fix::apply(text, fixes);
        let left = read(&mended);
        is_better(found, &left).then_some((mended, left, fixes.len()))
    };
    if let Some(all) = attempt(chosen) {
        return Some(all);
    }
    let mut kept: Vec<&Fix> = Vec::new();
    for fix in chosen {
        kept.push(fix);
        if attempt(&kept).is_none() {
            kept.pop();
        }
    }
    attempt(&kept)
}

fn read(text: &str) -> Diagnostics {
    config::read(&Source::new(FileId(0), config::FILE_NAME, text)).1
}
