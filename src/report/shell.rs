//! The shell of a page: one file that needs nothing else and allows nothing else.
//!
//! The content security policy names the page's own script and style by their digests, so that nothing that an article
//! holds could run or load even if it came through as markup, which [`maud`]'s escaping prevents in the first place.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::rules::Labels;

/// The style of all pages.
const STYLE: &str = include_str!("assets/page.css");
/// What the pages share.
const COMMON: &str = include_str!("assets/base.js");

/// What stands between the shell's parts.
pub struct Shell<'a> {
    /// Title of the window.
    pub title: &'a str,
    /// Class of the body, by which the style tells pages apart.
    pub class: &'static str,
    /// The script of this kind of page; empty for none.
    pub script: &'static str,
    /// What the script reads; it is never executed.
    pub data: Option<&'a Value>,
    /// What is seen.
    pub body: Markup,
}

impl Shell<'_> {
    /// The page.
    pub fn render(self, labels: &Labels) -> String {
        let script = match self.script {
            "" => String::new(),
            own => format!("\"use strict\";\n{{\n{COMMON}\n{own}\n}}\n"),
        };
        let policy = format!(
            "default-src 'none'; script-src {}; style-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
            if script.is_empty() { "'none'".to_owned() } else { format!("'{}'", digest(&script)) },
            digest(STYLE)
        );
        let markup = html! {
            (DOCTYPE)
            html lang=(labels.code) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    meta name="color-scheme" content="light";
                    title { (self.title) }
                    style { (PreEscaped(STYLE)) }
                }
                body class=(self.class) {
                    (self.body)
                    @if let Some(data) = self.data {
                        script type="application/json" id="data" { (PreEscaped(inert(data))) }
                    }
                    @if !script.is_empty() { script { (PreEscaped(&script)) } }
                }
            }
        };
        markup.into_string()
    }
}

/// JSON that no parser of markup can take for anything else: every `<`, `>` and `&` is written as an escape of JSON.
pub fn inert(data: &Value) -> String {
    let text = data.to_string();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

fn digest(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}
