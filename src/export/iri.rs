//! Names for linked data: what is annotated has the address of its page, all else an IRI under `urn:sourcier:`.

use std::fmt::Write;

/// The namespace of this program's own terms.
pub const TERMS: &str = "urn:sourcier:terms:";

/// The namespace of things that articles hold.
pub const THINGS: &str = "urn:sourcier:article:";

/// The name of the annotated article: its address, if it is one of the web, else made from its id.
pub fn article(url: Option<&str>, id: &str) -> String {
    let web = |url: &&str| url.starts_with("http://") || url.starts_with("https://");
    match url.filter(web) {
        Some(url) => escape(url, |c| !c.is_ascii_graphic() || "<>\"{}|\\^`".contains(c)),
        None => format!("{THINGS}{}", local(id)),
    }
}

/// The id of an article as the last part of an IRI.
pub fn local(id: &str) -> String {
    escape(id, |c| !c.is_ascii_alphanumeric() && !"-._~".contains(c))
}

/// Writes the characters that `unfit` names as in addresses (`%3A`).
fn escape(text: &str, unfit: impl Fn(char) -> bool) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if !unfit(c) {
            out.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            write!(out, "%{byte:02X}").expect("writing to a string");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stays_one_and_holds_no_blank() {
        let id = "a b/\u{e9}:1";
        assert_eq!(article(None, id), "urn:sourcier:article:a%20b%2F%C3%A9%3A1");
        let url = "https://site.example/a?b=\u{e9} \"<";
        assert_eq!(article(Some(url), id), "https://site.example/a?b=%C3%A9%20%22%3C");
        assert!(article(Some("javascript:alert(1)"), id).starts_with(THINGS));
    }
}
