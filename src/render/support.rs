//! What becomes of a plugin on each target, for pages that tell of it. The registry of targets fills it in.

use serde::Serialize;

/// A target and what its host has no counterpart for.
#[derive(Debug, Clone, Serialize)]
pub struct Support {
    /// Name on the command line.
    pub id: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// Whether its host runs governance processes, and does not only tell of them.
    #[serde(skip)]
    pub runs_processes: bool,
    /// What is lost, in spec order; empty where nothing is.
    pub losses: Vec<Lost>,
}

/// Parts of a spec that meet the same fate.
#[derive(Debug, Clone, Serialize)]
pub struct Lost {
    /// What the host has not, after "no": "triggers".
    pub lacks: &'static str,
    /// The parts, in Markdown: "`new_user`".
    pub elements: Vec<String>,
    /// What becomes of each, after its name: "becomes an action".
    pub consequence: String,
}

/// Elements that are named before the rest is counted.
const NAMED: usize = 4;

impl Support {
    /// Adds a part, to its like where there is one.
    pub fn add(&mut self, lacks: &'static str, element: String, consequence: String) {
        let same = |lost: &&mut Lost| lost.lacks == lacks && lost.consequence == consequence;
        match self.losses.iter_mut().find(same) {
            Some(lost) => lost.elements.push(element),
            None => self.losses.push(Lost {
                lacks,
                elements: vec![element],
                consequence,
            }),
        }
    }
}

impl Lost {
    /// A sentence in Markdown: "No triggers (`a` and 3 more): each becomes an action."
    pub fn sentence(&self) -> String {
        let named = &self.elements[..self.elements.len().min(NAMED)];
        let rest = self.elements.len() - named.len();
        let more = match rest {
            0 => String::new(),
            rest => format!(" and {rest} more"),
        };
        let each = if self.elements.len() > 1 { "each " } else { "" };
        format!(
            "No {} ({}{more}): {each}{}.",
            self.lacks,
            named.join(", "),
            self.consequence
        )
    }
}
