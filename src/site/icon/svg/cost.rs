//! How much work a copied SVG is to draw: references to elements with references multiply, and a short file can take a
//! browser minutes. Pure.

use std::collections::HashMap;

use super::{Content, Element, IconProblem, places, value};

/// Drawing more elements than this, repetitions counted, is refused.
const MOST_DRAWN: u64 = 100_000;

/// Elements inside elements and references together may be this deep.
const DEEPEST: usize = 256;

/// Refuses files that draw too much or go in circles.
pub(super) fn judge(elements: &[Element]) -> Result<(), IconProblem> {
    let mut tally = Tally {
        elements,
        places: places(elements),
        known: vec![State::Unknown; elements.len()],
    };
    let drawn = tally.of(0, 0)?;
    // What a group paints with is painted for each of its parts, and what is never drawn may still go in circles.
    for index in 0..elements.len() {
        tally.of(index, 0)?;
    }
    if drawn.work > MOST_DRAWN {
        return Err(IconProblem::TooComplex {
            how: "refers to itself so often that drawing it takes too long",
        });
    }
    Ok(())
}

#[derive(Debug, Clone, Copy)]
enum State {
    Unknown,
    Within,
    Known(Drawn),
}

#[derive(Debug, Clone, Copy)]
struct Drawn {
    /// The elements that are drawn.
    parts: u64,
    /// The same with what each of them is painted with.
    work: u64,
}

struct Tally<'a> {
    elements: &'a [Element],
    places: HashMap<&'a str, usize>,
    known: Vec<State>,
}

impl Tally<'_> {
    fn of(&mut self, index: usize, depth: usize) -> Result<Drawn, IconProblem> {
        match self.known[index] {
            State::Known(drawn) => return Ok(drawn),
            State::Within => {
                return Err(IconProblem::TooComplex {
                    how: "has an element that refers to itself",
                });
            }
            State::Unknown if depth > DEEPEST => {
                return Err(IconProblem::TooComplex {
                    how: "has references nested too deep",
                });
            }
            State::Unknown => self.known[index] = State::Within,
        }
        let elements = self.elements;
        let element = &elements[index];
        let mut drawn = Drawn { parts: 1, work: 1 };
        let children = element.content.iter().filter_map(|content| match content {
            Content::Element(child) => Some(*child),
            Content::Text(_) => None,
        });
        let linked = element.reference.as_deref();
        let linked = linked.and_then(|target| self.places.get(target).copied());
        for part in children.chain(linked) {
            let part = self.of(part, depth + 1)?;
            drawn.parts = drawn.parts.saturating_add(part.parts);
            drawn.work = drawn.work.saturating_add(part.work);
        }
        for (_, value) in &element.attributes {
            let target = value::reference(value).and_then(|target| self.places.get(target));
            if let Some(&target) = target {
                let paint = self.of(target, depth + 1)?;
                let painted = paint.work.saturating_mul(drawn.parts);
                drawn.work = drawn.work.saturating_add(painted);
            }
        }
        self.known[index] = State::Known(drawn);
        Ok(drawn)
    }
}
