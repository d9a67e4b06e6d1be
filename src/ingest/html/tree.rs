//! The tree of a page, parsed so that no page can make it slow or deep.
//!
//! The parser's tree builder walks up the stack of open elements at most tags and copies the open formatting
//! elements into every paragraph, so a page with a hundred thousand nested elements would take time and memory
//! by the square. Between tokeniser and tree builder stands a filter that bounds both and keeps all text.

use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{LocalName, TokenizerResult};
use scraper::{Html, HtmlTreeSink};

/// Elements nested deeper than browsers build them (512) are left out; their text stays in the element above.
const MAX_DEPTH: usize = 512;

/// Parses a page; broken markup is mended as browsers do.
pub fn parse(source: &str) -> Html {
    let sink = HtmlTreeSink::new(Html::new_document());
    let filter = Filter {
        builder: TreeBuilder::new(
            sink,
            TreeBuilderOpts { drop_doctype: true, ..Default::default() },
        ),
        open: RefCell::new(Vec::new()),
        left_out: RefCell::new(Vec::new()),
    };
    let tokenizer = Tokenizer::new(filter, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(source));
    // The tokeniser stops behind every script, for a browser to run it.
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}

/// Hands tokens on to the tree builder, save those that would cost without adding text.
struct Filter {
    builder: TreeBuilder<<HtmlTreeSink as TreeSink>::Handle, HtmlTreeSink>,
    /// Names of the elements that are open, as far as the tags tell.
    open: RefCell<Vec<LocalName>>,
    /// Names of start tags that were left out and whose end tags must be too.
    left_out: RefCell<Vec<LocalName>>,
}

impl Filter {
    fn passes(&self, tag: &Tag) -> bool {
        // Formatting says nothing that is looked at later, and it is what makes the tree grow by the square.
        if is_formatting(&tag.name) {
            return false;
        }
        if is_void(&tag.name) || closes_itself(&tag.name) {
            return true;
        }
        let (mut open, mut left_out) = (self.open.borrow_mut(), self.left_out.borrow_mut());
        match tag.kind {
            // What holds no visible text must stay an element, or its text would become visible.
            TagKind::StartTag if open.len() >= MAX_DEPTH && !holds_raw_text(&tag.name) => {
                left_out.push(tag.name.clone());
                false
            }
            TagKind::StartTag => {
                open.push(tag.name.clone());
                true
            }
            TagKind::EndTag => {
                // Only the last few are looked at, since there can be any number.
                let recent = left_out.len().saturating_sub(MAX_DEPTH);
                if let Some(at) = left_out[recent..].iter().rposition(|name| *name == tag.name) {
                    left_out.truncate(recent + at);
                    return false;
                }
                // An end tag closes what was left open inside its element.
                if let Some(at) = open.iter().rposition(|name| *name == tag.name) {
                    open.truncate(at);
                }
                true
            }
        }
    }
}

impl TokenSink for Filter {
    type Handle = <HtmlTreeSink as TreeSink>::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        match &token {
            Token::TagToken(tag) if !self.passes(tag) => TokenSinkResult::Continue,
            Token::CommentToken(_) => TokenSinkResult::Continue,
            _ => self.builder.process_token(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Elements whose content the tokeniser reads as mere characters.
fn holds_raw_text(name: &LocalName) -> bool {
    matches!(
        &**name,
        "script"
            | "style"
            | "title"
            | "textarea"
            | "iframe"
            | "noscript"
            | "noframes"
            | "noembed"
            | "xmp"
    )
}

/// The formatting elements of the HTML standard, save `a`, of which only one can be open.
fn is_formatting(name: &LocalName) -> bool {
    matches!(
        &**name,
        "b" | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}

fn is_void(name: &LocalName) -> bool {
    matches!(
        &**name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements whose next start tag closes them, so that without end tags they do not nest either.
fn closes_itself(name: &LocalName) -> bool {
    matches!(
        &**name,
        "a" | "button"
            | "p"
            | "li"
            | "dd"
            | "dt"
            | "option"
            | "optgroup"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "tfoot"
            | "html"
            | "head"
            | "body"
    )
}
