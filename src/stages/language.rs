//! The language of an article, told from the lines that are most likely its own.

use whatlang::{Info, Lang, detect};

use crate::rules::{Language, Rules, fold};

/// A line with fewer words is furniture more often than prose.
const PROSE_WORDS: usize = 10;
/// So many bytes of prose tell the language; more cost time and tell no more.
const ENOUGH: usize = 2_000;
/// A text with fewer letters is believed only when the detector itself is sure.
const SHORT: usize = 60;

/// The ISO 639-1 code of the text's language where there is one, else the ISO 639-3 code; `None` when it cannot be told.
///
/// Long lines decide, since the furniture of a page is often in another language than its article.
pub fn tell(text: &str) -> Option<String> {
    let mut prose = String::new();
    for line in text.lines() {
        if prose.len() >= ENOUGH {
            break;
        }
        if line.split_whitespace().nth(PROSE_WORDS - 1).is_some() {
            let rest = ENOUGH - prose.len();
            prose.push_str(head(line, rest));
            prose.push('\n');
        }
    }
    let sample = if prose.is_empty() { head(text, ENOUGH) } else { &prose };
    let info = detect(sample)?;
    let letters = sample.chars().filter(|c| c.is_alphabetic()).take(SHORT).count();
    (letters >= SHORT || info.is_reliable()).then(|| code(&info).to_owned())
}

/// The language among those with rules whose small words a short text is made of.
///
/// A sentence or two are too little for a detector of letters, but articles and pronouns give them away.
pub fn tell_by_words(text: &str, rules: &Rules) -> Option<String> {
    /// At least so many small words, and so large a share of all.
    const FEWEST: usize = 2;
    const SHARE: f64 = 0.25;
    let sample = head(text, ENOUGH).to_lowercase();
    let words: Vec<String> = sample
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().any(char::is_alphabetic))
        .map(fold)
        .collect();
    let small = |language: &Language| {
        let known = |w: &&String| language.tokens.closed.contains_key(&language.words.id(w));
        words.iter().filter(known).count()
    };
    let best = rules.languages.iter().max_by_key(|l| (small(l), std::cmp::Reverse(&l.code)))?;
    let count = small(best);
    let sure = count >= FEWEST && count as f64 >= SHARE * words.len() as f64;
    sure.then(|| best.code.clone())
}

/// The longest beginning of a text that is no longer than so many bytes.
fn head(text: &str, longest: usize) -> &str {
    let mut end = longest.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn code(info: &Info) -> &'static str {
    match info.lang() {
        Lang::Afr => "af",
        Lang::Aka => "ak",
        Lang::Amh => "am",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Cym => "cy",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jav => "jv",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Sna => "sn",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tuk => "tk",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Zul => "zu",
    }
}
