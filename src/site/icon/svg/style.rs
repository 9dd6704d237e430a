//! Style sheets inside an SVG: rules for an element's name, class or id become attributes of the elements they mean;
//! everything else is passed over. Pure.

use std::collections::HashMap;

use roxmltree::Document;

use super::allowed;

/// Of more declarations than this, the rest is passed over.
const MOST_DECLARATIONS: usize = 2_000;

/// The rules of all `style` elements.
#[derive(Debug, Default)]
pub(super) struct Sheet<'a> {
    /// By selector (`path`, `.name`, `#name`): declarations in the order of the file.
    rules: HashMap<&'a str, Vec<Declaration<'a>>>,
}

#[derive(Debug, Clone, Copy)]
struct Declaration<'a> {
    order: usize,
    property: &'static str,
    value: &'a str,
}

impl<'a> Sheet<'a> {
    /// Reads the `style` elements of a document.
    pub(super) fn read(document: &'a Document<'_>) -> Self {
        let mut sheet = Self::default();
        let mut order = 0;
        for node in document.descendants() {
            if node.tag_name().name() == "style" {
                for text in node.children().filter_map(|child| child.text()) {
                    sheet.add(text, &mut order);
                }
            }
        }
        sheet
    }

    fn add(&mut self, mut text: &'a str, order: &mut usize) {
        while let Some(open) = text.find('{') {
            // What ends in a semicolon before the selector is a statement such as `@import`.
            let selectors = text[..open].rsplit([';', '}']).next().unwrap_or_default();
            let selectors = selectors.rsplit("*/").next().unwrap_or_default();
            let rest = &text[open + 1..];
            if selectors.trim_start().starts_with('@') {
                text = after_block(rest);
                continue;
            }
            let end = rest.find('}').unwrap_or(rest.len());
            for selector in selectors
                .split(',')
                .map(str::trim)
                .filter(|one| simple(one))
            {
                for (property, value) in declarations(&rest[..end]) {
                    if *order >= MOST_DECLARATIONS {
                        return;
                    }
                    *order += 1;
                    self.rules.entry(selector).or_default().push(Declaration {
                        order: *order,
                        property,
                        value,
                    });
                }
            }
            text = rest.get(end + 1..).unwrap_or_default();
        }
    }

    /// The declarations for an element, the strongest last: by name, by class, by id, each in the order of the file.
    pub(super) fn of(
        &self,
        name: &str,
        classes: Option<&str>,
        id: Option<&str>,
    ) -> impl Iterator<Item = (&'static str, &'a str)> + use<'a> {
        let mut found = Vec::new();
        if !self.rules.is_empty() {
            found.extend(self.rules.get(name).into_iter().flatten().copied());
            let mut by_class: Vec<Declaration<'a>> = classes
                .unwrap_or_default()
                .split_ascii_whitespace()
                .take(16)
                .filter_map(|class| self.rules.get(format!(".{class}").as_str()))
                .flatten()
                .copied()
                .collect();
            by_class.sort_by_key(|declaration| declaration.order);
            found.extend(by_class);
            let by_id = id.and_then(|id| self.rules.get(format!("#{id}").as_str()));
            found.extend(by_id.into_iter().flatten().copied());
        }
        found
            .into_iter()
            .map(|declaration| (declaration.property, declaration.value))
    }
}

/// The declarations of a `style` attribute or of a rule that set something allowed.
pub(super) fn declarations(text: &str) -> impl Iterator<Item = (&'static str, &str)> {
    text.split(';').filter_map(|declaration| {
        let (property, value) = declaration.split_once(':')?;
        Some((allowed::property(property.trim())?, value.trim()))
    })
}

/// Whether a selector is one name, one class or one id.
fn simple(selector: &str) -> bool {
    let name = selector.strip_prefix(['.', '#']).unwrap_or(selector);
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// What comes after the block whose inside this begins with.
fn after_block(text: &str) -> &str {
    let mut open = 1_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' => open -= 1,
            _ => continue,
        }
        if open == 0 {
            return &text[at + 1..];
        }
    }
    ""
}
