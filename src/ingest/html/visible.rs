//! The visible text of a page, a line a block element, with what the markup says about each line.

use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};

use super::attribute;
use crate::model::{self, Markup, Span};

/// At most so many words of one element go into the context, since generated pages have dozens of layout classes.
const MAX_WORDS: usize = 16;

/// Reads the text of a page, what the markup says about its lines, and the block elements.
pub fn read(html: &Html) -> (String, Vec<Markup>, Vec<model::Element>) {
    let mut page = Writer::default();
    let mut hidden = None;
    // The tree is walked by its edges, never by recursion: depth is the page's, the stack is ours.
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) if hidden.is_none() => match node.value() {
                Node::Text(text) => page.add_text(text),
                Node::Element(element) if is_hidden(element) => hidden = Some(node.id()),
                Node::Element(element) => page.open(element),
                _ => {}
            },
            Edge::Close(node) if hidden == Some(node.id()) => hidden = None,
            Edge::Close(node) if hidden.is_none() => {
                if let Node::Element(element) = node.value() {
                    page.close(element);
                }
            }
            _ => {}
        }
    }
    page.end_line();
    page.text.truncate(page.text.trim_end_matches('\n').len());
    (page.text, page.markup, page.elements)
}

/// The text as far as it is written.
#[derive(Debug, Default)]
struct Writer<'h> {
    text: String,
    markup: Vec<Markup>,
    /// Where the current line starts.
    line: usize,
    /// What must stand before the next word.
    gap: Gap,
    /// The block elements of the page so far.
    elements: Vec<model::Element>,
    /// Names of the open block elements, each with the number of the innermost element in it.
    open: Vec<(&'h str, Option<usize>)>,
    links: usize,
    /// Where the text stood when the last link ended.
    link_end: usize,
    /// Characters of the line, without blanks: all, and those in links.
    printed: usize,
    linked: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Blank,
    Cell,
}

impl<'h> Writer<'h> {
    fn open(&mut self, element: &'h Element) {
        match element.name() {
            "a" if attribute(element, "href").is_some() => {
                // Two links side by side are two buttons, whatever stands between them on the screen.
                if self.link_end == self.text.len() {
                    self.widen(Gap::Blank);
                }
                self.links += 1;
            }
            "br" | "hr" => self.end_line(),
            // Browsers print the quotation marks of this element.
            "q" => {
                self.add_word("\u{201c}");
                self.gap = Gap::None;
            }
            "td" | "th" => {
                self.widen(Gap::Cell);
                self.enter(element);
            }
            name if is_block(name) => {
                self.end_line();
                self.enter(element);
            }
            _ => {}
        }
    }

    fn close(&mut self, element: &Element) {
        match element.name() {
            "a" if attribute(element, "href").is_some() => {
                self.links -= 1;
                self.link_end = self.text.len();
            }
            "q" => {
                self.gap = Gap::None;
                self.add_word("\u{201d}");
            }
            "td" | "th" => self.leave(),
            name if is_block(name) => {
                self.end_line();
                self.leave();
            }
            _ => {}
        }
    }

    fn enter(&mut self, element: &'h Element) {
        let name = element.name();
        let above = self.innermost();
        if matches!(name, "html" | "body") {
            self.open.push((name, above));
            return;
        }
        let told = ["id", "class", "role", "itemprop"].iter().filter_map(|a| attribute(element, a));
        let listed = told
            .flat_map(str::split_ascii_whitespace)
            .filter(|w| !w.contains([':', '[', '/', '!', '@']));
        let mut words = name.to_owned();
        for word in listed.take(MAX_WORDS) {
            words.push(' ');
            if word.is_ascii() {
                words.extend(word.chars().map(|c| c.to_ascii_lowercase()));
            } else {
                words.push_str(&word.to_lowercase());
            }
        }
        self.open.push((name, Some(self.elements.len())));
        self.elements.push(model::Element { above, words });
    }

    /// The number of the innermost open element.
    fn innermost(&self) -> Option<usize> {
        self.open.last().and_then(|(_, number)| *number)
    }

    fn leave(&mut self) {
        self.open.pop();
    }

    fn add_text(&mut self, text: &str) {
        let in_pre = self.open.last().is_some_and(|(name, _)| *name == "pre");
        if in_pre {
            for line in text.split_inclusive(['\n', '\r']) {
                self.add_words(line);
                if line.ends_with(['\n', '\r']) {
                    self.end_line();
                }
            }
        } else {
            self.add_words(text);
        }
    }

    /// Blanks of the source are one blank; a no-break blank is a character like others.
    fn add_words(&mut self, text: &str) {
        let blank = |c: Option<char>| c.is_some_and(|c| c.is_ascii_whitespace());
        if blank(text.chars().next()) {
            self.widen(Gap::Blank);
        }
        for word in text.split_ascii_whitespace() {
            self.add_word(word);
            self.widen(Gap::Blank);
        }
        if !blank(text.chars().next_back()) && self.gap == Gap::Blank {
            self.gap = Gap::None;
        }
    }

    fn add_word(&mut self, word: &str) {
        if word.contains(prints_nothing) {
            let printed: String = word.chars().filter(|c| !prints_nothing(*c)).collect();
            if !printed.is_empty() {
                self.print(&printed);
            }
        } else {
            self.print(word);
        }
    }

    fn print(&mut self, word: &str) {
        let starts_line = self.line == self.text.len();
        let word = if starts_line { word.trim_start() } else { word };
        if word.is_empty() {
            return;
        }
        match self.gap {
            _ if starts_line => {}
            Gap::None => {}
            Gap::Blank => self.text.push(' '),
            Gap::Cell => self.text.push('\t'),
        }
        self.gap = Gap::None;
        self.text.push_str(word);
        let count = word.chars().count();
        self.printed += count;
        if self.links > 0 {
            self.linked += count;
        }
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn end_line(&mut self) {
        let end = self.line + self.text[self.line..].trim_end().len();
        self.text.truncate(end);
        if end > self.line {
            self.markup.push(Markup {
                span: Span::new(self.line, end),
                element: self
                    .open
                    .last()
                    .map_or_else(|| "body".to_owned(), |(name, _)| (*name).to_owned()),
                within: self.innermost(),
                link_share: self.linked as f32 / self.printed.max(1) as f32,
            });
            self.text.push('\n');
        }
        self.line = self.text.len();
        self.gap = Gap::None;
        self.printed = 0;
        self.linked = 0;
    }
}

/// Characters that leave no trace on a page and would only part words.
fn prints_nothing(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

fn is_hidden(element: &Element) -> bool {
    let never_shown = matches!(
        element.name(),
        "head"
            | "script"
            | "style"
            | "template"
            | "noscript"
            | "iframe"
            | "noframes"
            | "noembed"
            | "svg"
            | "canvas"
            | "audio"
            | "video"
            | "select"
            | "datalist"
            | "textarea"
            | "rp"
    );
    never_shown
        || (element.name() == "dialog" && attribute(element, "open").is_none())
        || element.attrs().any(|(name, value)| match name {
            "hidden" => true,
            "aria-hidden" => value == "true",
            "style" => hides(value),
            "class" => value.split_ascii_whitespace().any(is_for_screen_readers),
            _ => false,
        })
}

fn hides(style: &str) -> bool {
    style.split(';').filter_map(|s| s.split_once(':')).any(|(property, value)| {
        let value = value.trim_start().to_ascii_lowercase();
        match property.trim().to_ascii_lowercase().as_str() {
            "display" => value.starts_with("none"),
            "visibility" => value.starts_with("hidden"),
            _ => false,
        }
    })
}

/// The class names by which the common frameworks hide text from the eye.
fn is_for_screen_readers(class: &str) -> bool {
    matches!(
        class,
        "sr-only"
            | "visually-hidden"
            | "visuallyhidden"
            | "screen-reader-text"
            | "screen-reader-only"
            | "element-invisible"
    )
}

/// Elements that stand on a line of their own; those that a page makes up are taken for such.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "button"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "tr"
            | "ul"
    ) || name.contains('-')
}
