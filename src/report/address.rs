//! Addresses: the file that an article's page stands in, and how other pages link to it.

use sha2::{Digest, Sha256};

/// The folder of the articles' pages.
pub const FOLDER: &str = "articles";

/// Name of an article's page without extension: the id where it is a plain name, and otherwise what is plain of it with a
/// digest, so that two ids never share a page, not even where capitals count for nothing.
///
/// Every character is one that needs no escaping in an address or on any system.
pub fn page_name(id: &str) -> String {
    const LONGEST: usize = 80;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if !id.is_empty() && id.len() <= LONGEST && id.chars().all(plain) {
        return id.to_owned();
    }
    let mut name = String::new();
    for c in id.chars().flat_map(char::to_lowercase) {
        if plain(c) {
            name.push(c);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let digest: String = Sha256::digest(id).iter().take(5).map(|b| format!("{b:02x}")).collect();
    // An id that looks like a name with a digest has no dot, so none can be forged.
    let kept: String = name.trim_matches('-').chars().take(LONGEST - 20).collect();
    if kept.is_empty() { format!("x.{digest}") } else { format!("{kept}.{digest}") }
}

/// The link from the batch's own pages to an article's.
pub fn from_index(id: &str) -> String {
    format!("{FOLDER}/{}.html", page_name(id))
}

/// The link from one article's page to another's.
pub fn from_article(id: &str) -> String {
    format!("{}.html", page_name(id))
}

#[cfg(test)]
mod tests {
    use super::page_name;

    #[test]
    fn names_are_plain_and_apart() {
        assert_eq!(page_name("000_ce2aef69"), "000_ce2aef69");
        let ids = [
            "A",
            "a",
            "../../etc/x",
            "a b",
            "a-b",
            "a/b",
            "",
            "\u{e9}",
            "\"><script>",
            "javascript:alert(1)",
            &"x".repeat(300),
        ];
        let names: std::collections::BTreeSet<String> = ids.iter().map(|i| page_name(i)).collect();
        assert_eq!(names.len(), ids.len());
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
        assert!(names.iter().all(|n| n.chars().all(plain) && !n.starts_with('.') && n.len() < 100));
    }
}
