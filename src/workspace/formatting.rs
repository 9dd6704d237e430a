//! Reads the specs of a request and tidies each, in parallel. Writes nothing.

use rayon::prelude::*;

use super::discover::{self, Input};
use super::{Failure, Request, read};
use crate::format::{self, Refusal};
use crate::text::{FileId, Source};

/// What came of the specs of a request, in the order of their paths.
#[derive(Debug, Default)]
pub struct Formatting {
    /// Each spec and its tidy text, or why it was left alone.
    pub specs: Vec<(Source, Result<String, Refusal>)>,
    /// What could not be looked at at all.
    pub failures: Vec<Failure>,
}

/// Tidies every spec of a request, in memory.
pub fn format(request: &Request) -> Formatting {
    let mut inputs: Vec<Input> = Vec::new();
    let mut failures = discover::discover(request, &mut |input| inputs.push(input));
    let read: Vec<_> = inputs
        .into_par_iter()
        .enumerate()
        .map(|(number, input)| {
            let id = FileId(u32::try_from(number).unwrap_or(u32::MAX));
            let path = input.path().to_owned();
            one(id, input, request).map_err(|failure| (id, path, failure))
        })
        .collect();
    let mut specs = Vec::with_capacity(read.len());
    for result in read {
        match result {
            Ok(spec) => specs.push(spec),
            Err((id, path, failure)) => {
                // A file's id is its index.
                specs.push((Source::new(id, path, ""), Ok(String::new())));
                failures.push(failure);
            }
        }
    }
    failures.sort_by_key(Failure::path);
    Formatting { specs, failures }
}

fn one(
    id: FileId,
    input: Input,
    request: &Request,
) -> Result<(Source, Result<String, Refusal>), Failure> {
    let (source, unreadable) = read::read(id, input, &request.limits)?;
    let result = match unreadable {
        Some(finding) => Err(Refusal::Broken(std::iter::once(finding).collect())),
        None => format::format(&source, &request.limits),
    };
    Ok((source, result))
}
