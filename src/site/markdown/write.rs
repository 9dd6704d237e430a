//! Part of `site`: the events of a Markdown parser as HTML, straight into a text. Whatever is opened is closed by the
//! writer itself, so its output is balanced for every input.

mod headings;
mod links;
mod raw;
mod tables;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options as Syntax, Parser, Tag};

use super::sanitise::{Cost, Known, sanitise};
use super::{Options, Rendered};
use crate::site::html::push_text;
use headings::Headings;
use links::Links;
use tables::Table;

/// How deep elements may stand inside each other; the text of deeper ones stays.
const DEEPEST: usize = 64;

/// What is done with HTML in the Markdown.
#[derive(Debug)]
pub enum Raw {
    /// There should be none: writing stops where one is met.
    Absent,
    /// It is written as it is, to be sanitised with the rest. Attributes of our own start with the mark.
    Kept { mark: String },
    /// It is text.
    Shown,
}

/// Writes one document.
#[derive(Debug)]
pub struct Writer<'a> {
    options: Options<'a>,
    raw: Raw,
    /// Whether only what may stand inside a line is written.
    is_inline: bool,
    out: String,
    /// The ends of what is open, empty for what was not written.
    open: Vec<&'static str>,
    /// Plain text of which the address at its end may go on in the next event.
    pending: String,
    /// How many pieces of text were written that a reader can see.
    shown: usize,
    headings: Headings,
    links: Links,
    table: Table,
    /// The lines of an HTML block.
    block: Option<String>,
    in_code: bool,
    cost: Cost,
}

/// The extensions that are read.
pub fn syntax() -> Syntax {
    Syntax::ENABLE_TABLES | Syntax::ENABLE_STRIKETHROUGH | Syntax::ENABLE_TASKLISTS
}

impl<'a> Writer<'a> {
    /// A writer for a text of about this length.
    pub fn new(markdown: &str, options: &Options<'a>, raw: Raw) -> Self {
        Writer {
            options: *options,
            raw,
            is_inline: false,
            out: String::with_capacity(markdown.len() + markdown.len() / 2),
            open: Vec::new(),
            pending: String::new(),
            shown: 0,
            headings: Headings::default(),
            links: Links::default(),
            table: Table::default(),
            block: None,
            in_code: false,
            cost: Cost::default(),
        }
    }

    /// A writer of what may stand inside a line; HTML is text.
    pub fn inline(text: &str) -> Self {
        Writer {
            is_inline: true,
            ..Writer::new(text, &Options::default(), Raw::Shown)
        }
    }

    /// Writes it all; `None` where raw HTML is met that should be absent.
    pub fn run(mut self, markdown: &str) -> Option<Self> {
        for event in Parser::new_ext(markdown, syntax()) {
            self.event(event)?;
        }
        self.flush();
        while let Some(end) = self.open.pop() {
            self.out.push_str(end);
        }
        Some(self)
    }

    /// The result, where no raw HTML was kept.
    pub fn finish(mut self) -> Rendered {
        let mark = self.mark().to_owned();
        let tells = self.options.page.is_some();
        let html = self
            .links
            .resolve(self.out, &mut self.headings, &mark, tells);
        Rendered {
            html,
            headings: self.headings.found,
            refused: self.links.refused,
        }
    }

    /// The result, where raw HTML was kept; `None` where sanitising it would take too long or come to no end.
    pub fn finish_sanitised(self) -> Option<Rendered> {
        let Raw::Kept { mark } = &self.raw else {
            return None;
        };
        if !self.cost.is_borne_by(&self.out) {
            return None;
        }
        let known = Known {
            mark: mark.clone(),
            ids: self.headings.ids.clone(),
            page: self.options.page.map(str::to_owned),
            ..Known::default()
        };
        let mut rendered = self.finish();
        let levels: Vec<u8> = rendered.headings.iter().map(|each| each.level).collect();
        let sanitised = sanitise(&rendered.html, &levels, known)?;
        rendered.html = sanitised.html;
        rendered
            .headings
            .retain(|heading| sanitised.ids.contains(&heading.id));
        rendered.refused.extend(sanitised.refused);
        Some(rendered)
    }

    fn mark(&self) -> &str {
        match &self.raw {
            Raw::Kept { mark } => mark,
            _ => "",
        }
    }

    fn event(&mut self, event: Event) -> Option<()> {
        if let Event::Text(text) = &event {
            self.text(text);
            return Some(());
        }
        self.flush();
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(_) => self.end()?,
            Event::Code(code) => {
                let is_tagged = !self.links.in_image();
                if is_tagged {
                    self.out.push_str("<code>");
                }
                self.shown_text(&code);
                if is_tagged {
                    self.out.push_str("</code>");
                }
            }
            Event::Html(html) => match &mut self.block {
                Some(block) => block.push_str(&html),
                None => self.inline_html(&html)?,
            },
            Event::InlineHtml(html) => self.inline_html(&html)?,
            Event::SoftBreak => {
                let between = if self.is_inline { ' ' } else { '\n' };
                self.out.push(between);
                self.headings.add(" ");
            }
            Event::HardBreak if self.links.in_image() || self.is_inline => self.out.push(' '),
            Event::HardBreak => {
                self.out.push_str("<br>\n");
                self.headings.add(" ");
            }
            Event::Rule if self.is_inline => self.out.push(' '),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.out.push_str(if done { "☑ " } else { "☐ " }),
            // Parts of extensions that are not switched on.
            Event::Text(_)
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
        Some(())
    }

    /// Text; where an address may be in it, it is kept until what follows is known.
    fn text(&mut self, text: &str) {
        if self.in_code || self.links.is_open() {
            self.shown_text(text);
        } else if !self.pending.is_empty()
            || memchr::memmem::find(text.as_bytes(), b"://").is_some()
        {
            self.pending.push_str(text);
        } else {
            self.shown_text(text);
        }
    }

    fn shown_text(&mut self, text: &str) {
        self.note(text);
        push_text(&mut self.out, text);
    }

    /// Tells those who want to know that a text is shown.
    fn note(&mut self, text: &str) {
        self.shown += usize::from(!text.trim_ascii().is_empty());
        self.headings.add(text);
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.pending);
        self.note(&text);
        super::link::with_addresses(&mut self.out, &text, super::link::open);
        self.pending = text;
        self.pending.clear();
    }

    /// Opens an element without attributes.
    fn element(&mut self, start: &str, end: &'static str) {
        self.out.push_str(start);
        self.open.push(end);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        if let Raw::Kept { mark } = &self.raw {
            self.out.push_str(mark);
        }
        push_text(&mut self.out, value);
        self.out.push('"');
    }

    fn start(&mut self, tag: Tag) {
        let depth = self.open.len();
        // Links and images are looked at even there, because their text may need one.
        let is_hidden = depth > DEEPEST || self.links.in_image();
        match tag {
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.start_link(&dest_url, link_type, is_hidden),
            Tag::Image { dest_url, .. } => self.start_image(&dest_url, is_hidden),
            Tag::HtmlBlock => {
                self.block = Some(String::new());
                self.open.push("");
            }
            _ if is_hidden => {
                self.in_code |= matches!(tag, Tag::CodeBlock(_));
                self.table.is_written &= !matches!(tag, Tag::Table(_));
                self.open.push("");
            }
            Tag::Emphasis => self.element("<em>", "</em>"),
            Tag::Strong => self.element("<strong>", "</strong>"),
            Tag::Strikethrough => self.element("<del>", "</del>"),
            _ if self.is_inline => {
                self.in_code |= matches!(tag, Tag::CodeBlock(_));
                self.open.push(" ");
            }
            Tag::Paragraph => self.element("<p>", "</p>\n"),
            Tag::Heading { level, .. } => {
                let end = self.headings.start(
                    level as u8,
                    self.options.shift,
                    self.out.len(),
                    self.shown,
                );
                self.open.push(end);
            }
            Tag::BlockQuote(_) => self.element("<blockquote>\n", "</blockquote>\n"),
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::List(_) if depth == DEEPEST => self.open.push(""),
            Tag::List(None) => self.element("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.element("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => {
                self.out.push_str("<ol");
                self.attribute("start", &first.to_string());
                self.element(">\n", "</ol>\n");
            }
            Tag::Item => self.element("<li>", "</li>\n"),
            Tag::Table(alignments) => self.start_table(alignments, depth),
            Tag::TableHead if self.table.is_written => {
                self.table.in_head = true;
                self.table.column = 0;
                self.element("<thead>\n<tr>", "</tr>\n</thead>\n");
            }
            Tag::TableRow if self.table.is_written => {
                self.table.in_head = false;
                self.table.column = 0;
                if !self.table.has_body {
                    self.table.has_body = true;
                    self.out.push_str("<tbody>\n");
                }
                self.element("<tr>", "</tr>\n");
            }
            Tag::TableCell if self.table.is_written => self.start_cell(),
            // Tables too deep, and extensions that are not switched on.
            _ => self.open.push(" "),
        }
    }

    fn end(&mut self) -> Option<()> {
        if let Some(block) = self.block.take() {
            self.html_block(&block)?;
        }
        let Some(end) = self.open.pop() else {
            return Some(()); // The parser opens all that it closes.
        };
        if self.end_link() {
            return Some(());
        }
        match end {
            "</code></pre>\n" => self.in_code = false,
            "" | " " => self.in_code = false,
            "</th>" if self.shown == self.table.cell.1 => {
                // A heading of nothing confuses those who listen.
                self.out.truncate(self.table.cell.0);
                self.out.push_str("<td></td>");
                return Some(());
            }
            "</table></div>\n" if self.table.has_body => self.out.push_str("</tbody>\n"),
            _ if end.starts_with("</h") => {
                let mark = match &self.raw {
                    Raw::Kept { mark } => mark.as_str(),
                    _ => "",
                };
                let prefix = self.options.id_prefix;
                let inserted = self.headings.end(&mut self.out, self.shown, prefix, mark);
                match inserted {
                    Some((at, length)) => self.links.moved(at, length),
                    None => return Some(()),
                }
            }
            _ => {}
        }
        self.out.push_str(end);
        Some(())
    }

    fn start_code(&mut self, kind: &CodeBlockKind) {
        self.in_code = true;
        self.out.push_str("<pre");
        self.attribute("tabindex", "0");
        self.out.push_str("><code");
        if let CodeBlockKind::Fenced(info) = kind
            && let Some(language) = language(info)
        {
            self.attribute("class", &format!("language-{language}"));
        }
        self.element(">", "</code></pre>\n");
    }
}

/// The language of a code block, if its name is one that a class may have.
fn language<'a>(info: &'a CowStr) -> Option<&'a str> {
    let name = info.split([' ', ',', '{', '\t']).next()?;
    let is_good =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'#');
    (!name.is_empty() && name.len() <= 24 && name.bytes().all(is_good)).then_some(name)
}
