//! The language of an article, told from its text.

use whatlang::detect;

/// The ISO 639-1 code of the text's language where there is one, else the ISO 639-3 code; `None` when it cannot be told.
pub fn tell(text: &str) -> Option<String> {
    let info = detect(text)?;
    Some(info.lang().code().to_owned())
}
