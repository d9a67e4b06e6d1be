//! XML: text and attribute values that no character of an article can break.

/// Text as XML 1.0 can hold it. Characters that it cannot hold at all become U+FFFD, so that offsets still count right;
/// a carriage return, which readers would change, is written as a reference.
pub fn text(value: &str) -> String {
    escape(value, false)
}

/// The value of an attribute in double quotation marks; line breaks and tabs stay what they are.
pub fn attribute(value: &str) -> String {
    escape(value, true)
}

/// Whether XML 1.0 allows the character.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn escape(value: &str, attribute: bool) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\t' if attribute => out.push_str("&#9;"),
            c if is_allowed(c) => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(text("a<b>&\"'\r\n\u{1}\u{fffe}"), "a&lt;b&gt;&amp;\"'&#13;\n\u{fffd}\u{fffd}");
        assert_eq!(attribute("\"\n\t"), "&quot;&#10;&#9;");
    }
}
