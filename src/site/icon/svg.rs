//! Copies an SVG by an allow-list: what is not known to be harmless is left out. Nothing of the source reaches the copy
//! but names from our own lists, values made of plain characters, references inside the file, and escaped text. Pure.

use std::collections::{HashMap, HashSet};

use roxmltree::{Document, Node, ParsingOptions};

use super::problem::IconProblem;
use super::{Icon, Kind, SIDE};

mod allowed;
mod cost;
mod style;
mod value;

use style::Sheet;

/// Files with more nodes than this, or deeper ones, are refused.
const MOST_NODES: u32 = 20_000;
const DEEPEST: usize = 64;

/// A finished file is no longer than this.
const MOST_FINISHED_BYTES: usize = 128 << 10;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// An element of the copy.
#[derive(Debug, Default)]
struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    /// The place of another element in `href`, once it is known to be there.
    reference: Option<String>,
    content: Vec<Content>,
}

#[derive(Debug)]
enum Content {
    /// The index of an element.
    Element(usize),
    Text(String),
}

/// Whether a markup text has an element `svg` near its beginning, in whatever namespace.
pub(super) fn names_svg(text: &[u8]) -> bool {
    let start = &text[..text.len().min(4096)];
    start.windows(5).any(|window| {
        matches!(window[0], b'<' | b':')
            && &window[1..4] == b"svg"
            && (window[4].is_ascii_whitespace() || b">/:".contains(&window[4]))
    })
}

/// The copy, which holds nothing but what the allow-list names.
pub(super) fn sanitise(bytes: &[u8]) -> Result<Icon, IconProblem> {
    let broken = |reason: String| IconProblem::Broken {
        kind: Kind::Svg,
        reason,
    };
    let text = std::str::from_utf8(bytes)
        .map_err(|error| broken(format!("byte {} is not UTF-8", error.valid_up_to())))?;
    let text = without_document_type(text.strip_prefix('\u{feff}').unwrap_or(text).trim_start());
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        entity_resolver: None,
    };
    let document = Document::parse_with_options(&text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => IconProblem::TooComplex {
            how: "has more than 20,000 elements",
        },
        roxmltree::Error::DtdDetected => {
            broken("it declares entities, which are not read".to_owned())
        }
        other => broken(other.to_string()),
    })?;

    let root = document.root_element();
    if element_name(root) != Some("svg") {
        return Err(IconProblem::UnknownKind {
            found: "a markup text without an `svg` element",
        });
    }
    let view = value::view_box(root.attribute("viewBox"))
        .or_else(|| value::view_of_size(root.attribute("width"), root.attribute("height")))
        .ok_or(IconProblem::NoSize)?;

    let mut copy = Copy {
        sheet: Sheet::read(&document),
        elements: Vec::new(),
        names: HashSet::new(),
    };
    copy.element(root, 0)?;
    let mut elements = copy.elements;
    drop_dangling(&mut elements);
    if !elements
        .iter()
        .any(|element| allowed::draws(element.name) && acts(element))
    {
        return Err(IconProblem::NothingToShow);
    }
    cost::judge(&elements)?;

    let (width, height) = view.within(SIDE);
    if let Some(root) = elements.first_mut() {
        root.attributes.retain(|(name, _)| {
            !matches!(*name, "width" | "height" | "viewBox" | "x" | "y" | "id")
        });
        root.attributes.push(("width", width.to_string()));
        root.attributes.push(("height", height.to_string()));
        root.attributes.push(("viewBox", view.to_string()));
    }
    let mut markup = String::with_capacity(text.len().min(MOST_FINISHED_BYTES));
    write(&elements, 0, &mut markup);
    markup.push('\n');
    if markup.len() > MOST_FINISHED_BYTES {
        return Err(IconProblem::TooComplex {
            how: "takes more than 128 KiB even without what pages leave out",
        });
    }
    Ok(Icon {
        bytes: markup.into_bytes(),
        extension: "svg",
        width,
        height,
    })
}

/// Many editors write a document type that names SVG's and declares nothing. Any other stays, and is refused.
fn without_document_type(text: &str) -> std::borrow::Cow<'_, str> {
    if let Some(start) = text.find("<!DOCTYPE")
        && let Some(length) = text[start..].find('>')
        && !text[start..start + length].contains('[')
        && !text[..start].contains("<!--")
    {
        return format!("{}{}", &text[..start], &text[start + length + 1..]).into();
    }
    text.into()
}

/// Our own spelling of an element's name, if it may be in a copy. Snippets without a namespace are meant as SVG.
fn element_name(node: Node<'_, '_>) -> Option<&'static str> {
    let name = node.tag_name();
    match name.namespace() {
        None | Some(SVG) => allowed::element(name.name()),
        Some(_) => None,
    }
}

struct Copy<'a> {
    sheet: Sheet<'a>,
    elements: Vec<Element>,
    /// Names given so far: of several elements with one name, the first has it.
    names: HashSet<String>,
}

impl Copy<'_> {
    /// Copies an element with what is in it; `None` if it may not be in a copy.
    fn element(&mut self, node: Node<'_, '_>, depth: usize) -> Result<Option<usize>, IconProblem> {
        if depth > DEEPEST {
            return Err(IconProblem::TooComplex {
                how: "is nested more than 64 deep",
            });
        }
        let Some(name) = element_name(node) else {
            return Ok(None);
        };
        let reference = allowed::refers(name)
            .then(|| {
                let link = node
                    .attribute("href")
                    .or_else(|| node.attribute((XLINK, "href")));
                value::local(link?)
            })
            .flatten();
        let index = self.elements.len();
        let attributes = self.attributes(node, name);
        self.elements.push(Element {
            name,
            attributes,
            reference,
            content: Vec::new(),
        });
        let mut content = Vec::new();
        for child in node.children() {
            if child.is_element() {
                content.extend(self.element(child, depth + 1)?.map(Content::Element));
            } else if child.is_text() && allowed::holds_text(name) {
                content.extend(child.text().map(|text| Content::Text(text.to_owned())));
            }
        }
        self.elements[index].content = content;
        Ok(Some(index))
    }

    fn attributes(&mut self, node: Node<'_, '_>, name: &str) -> Vec<(&'static str, String)> {
        let mut attributes: Vec<(&'static str, String)> = Vec::new();
        let mut set = |name: &'static str, value: String| match attributes
            .iter_mut()
            .find(|(known, _)| *known == name)
        {
            Some((_, old)) => *old = value,
            None => attributes.push((name, value)),
        };
        for attribute in node.attributes() {
            if attribute.namespace().is_some() {
                continue;
            }
            if attribute.name() == "id" {
                if let Some(id) = value::name(attribute.value())
                    && self.names.insert(id.to_owned())
                {
                    set("id", id.to_owned());
                }
            } else if let Some(name) = allowed::attribute(attribute.name())
                && let Some(value) = value::plain(name, attribute.value())
            {
                set(name, value);
            }
        }
        // Rules of style sheets are stronger than attributes, and those of the element itself are the strongest.
        let own = node.attribute("style").map(style::declarations);
        let rules = self
            .sheet
            .of(name, node.attribute("class"), node.attribute("id"));
        for (name, value) in rules.chain(own.into_iter().flatten()) {
            if let Some(value) = value::plain(name, value) {
                set(name, value);
            }
        }
        attributes
    }
}

/// Takes away references to elements that the copy does not have.
fn drop_dangling(elements: &mut [Element]) {
    let names: HashSet<String> = elements.iter().filter_map(id).map(str::to_owned).collect();
    for element in elements.iter_mut() {
        element.attributes.retain(|(_, value)| {
            value::reference(value).is_none_or(|target| names.contains(target))
        });
        element.reference.take_if(|target| !names.contains(target));
    }
    let idle: Vec<bool> = elements.iter().map(|element| !acts(element)).collect();
    for element in elements {
        element
            .content
            .retain(|content| !matches!(content, Content::Element(child) if idle[*child]));
    }
}

/// Whether an element is more than a `use` of nothing.
fn acts(element: &Element) -> bool {
    element.name != "use" || element.reference.is_some()
}

fn id(element: &Element) -> Option<&str> {
    let id = element.attributes.iter().find(|(name, _)| *name == "id");
    id.map(|(_, value)| value.as_str())
}

/// Where each name is.
fn places(elements: &[Element]) -> HashMap<&str, usize> {
    let named = elements.iter().enumerate();
    named
        .filter_map(|(index, element)| Some((id(element)?, index)))
        .collect()
}

/// Writes an element and what is in it. Stops when there is more than a file may hold.
fn write(elements: &[Element], index: usize, markup: &mut String) {
    use super::monogram::escaped;

    let Some(element) = elements.get(index) else {
        return;
    };
    if markup.len() > MOST_FINISHED_BYTES {
        return;
    }
    markup.push('<');
    markup.push_str(element.name);
    if index == 0 {
        markup.push_str(" xmlns=\"");
        markup.push_str(SVG);
        markup.push('"');
    }
    let mut attribute = |name: &str, value: &str| {
        markup.push(' ');
        markup.push_str(name);
        markup.push_str("=\"");
        markup.push_str(&escaped(value));
        markup.push('"');
    };
    for (name, value) in &element.attributes {
        attribute(name, value);
    }
    if let Some(target) = &element.reference {
        attribute("href", &format!("#{target}"));
    }
    if element.content.is_empty() {
        markup.push_str("/>");
        return;
    }
    markup.push('>');
    for content in &element.content {
        match content {
            Content::Element(child) => write(elements, *child, markup),
            Content::Text(text) => markup.push_str(&escaped(text)),
        }
    }
    markup.push_str("</");
    markup.push_str(element.name);
    markup.push('>');
}

#[cfg(test)]
mod tests;
