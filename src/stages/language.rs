//! The language of an article, told from the lines that are most likely its own, and that of blocks in another one.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use whatlang::{Info, Lang, Script, detect, detect_script};

use crate::model::{Block, is_alphanumeric};
use crate::rules::{KeyedMap, Language, Rules, fold};

/// A line with fewer words is furniture more often than prose.
const PROSE_WORDS: usize = 10;
/// So many bytes tell the language; more cost time and tell no more.
const ENOUGH: usize = 2_000;
/// So many lines are listened to, and so many bytes of each: the longest are prose most surely.
const LINES: usize = 4;
const OF_A_LINE: usize = 250;
/// A text with fewer letters is believed only when the detector itself is sure.
const SHORT: usize = 60;

/// So large a share of a language's small words, so many different ones, and so many words in all leave no doubt that a text is
/// in it: its neighbours share some of them, but few different ones.
const SURE_SHARE: f64 = 0.36;
const SURE_DIFFERENT: usize = 15;
const SURE_WORDS: usize = 40;

/// The ISO 639-1 code of the text's language where there is one, else the ISO 639-3 code; `None` when it cannot be told.
///
/// Long lines decide, since the furniture of a page is often in another language than its article.
///
/// The detector is slow; it is not asked where the small words of a language with rules leave no doubt.
pub fn tell(text: &str, rules: &Rules) -> Option<String> {
    let is_prose = |line: &&str| line.split_whitespace().nth(PROSE_WORDS - 1).is_some();
    let mut longest: Vec<&str> = Vec::with_capacity(LINES + 1);
    for line in text.lines() {
        let shorter = longest.iter().position(|l| l.len() < line.len());
        let at = shorter.unwrap_or(longest.len());
        if at < LINES && is_prose(&line) {
            longest.insert(at, line);
            longest.truncate(LINES);
        }
    }
    let prose: String = longest.iter().flat_map(|line| [head(line, OF_A_LINE), "\n"]).collect();
    let sample = if prose.is_empty() { head(text, ENOUGH) } else { &prose };
    let words: Vec<&str> = words_of(sample).collect();
    if let Some(language) = rules.languages.iter().find(|l| is_surely_in(&words, l)) {
        return Some(language.code.clone());
    }
    let info = detect(sample)?;
    let letters = sample.chars().filter(|c| c.is_alphabetic()).take(SHORT).count();
    if info.is_reliable() {
        return Some(code(info.lang()).to_owned());
    }
    if letters < SHORT {
        return None;
    }
    // Two languages in one text look like a third or like the smaller share.
    let told = most_told(&prose).unwrap_or_else(|| code(info.lang()));
    Some(told.to_owned())
}

/// The words that open with a small letter; addresses are none.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .filter(|w| !(w.bytes().any(|b| b == b':') && w.contains("://") || w.starts_with("www.")))
        .flat_map(|w| w.split(|c: char| !is_alphanumeric(c)))
        .filter(|w| w.chars().next().is_some_and(char::is_lowercase))
}

/// Whether the small words of a language leave no doubt that these words are in it.
fn is_surely_in(words: &[&str], language: &Language) -> bool {
    if words.len() < SURE_WORDS || language.tokens.closed.is_empty() {
        return false;
    }
    let tokens = &language.tokens;
    let is_small =
        |w: &&str| tokens.closed.contains_key(&language.words.id(w)) || tokens.elided.contains(*w);
    let mut small: Vec<&str> = words.iter().copied().filter(is_small).collect();
    if (small.len() as f64) < SURE_SHARE * words.len() as f64 {
        return false;
    }
    small.sort_unstable();
    small.dedup();
    small.len() >= SURE_DIFFERENT
}

/// The language that most of the text is in, by the letters of those lines that tell theirs surely.
fn most_told(prose: &str) -> Option<&'static str> {
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    for line in prose.lines() {
        if let Some(info) = detect(line).filter(Info::is_reliable) {
            *votes.entry(code(info.lang())).or_default() += line.len();
        }
    }
    votes.into_iter().max_by_key(|&(lang, n)| (n, Reverse(lang))).map(|(lang, _)| lang)
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
        .split(|c: char| !is_alphanumeric(c))
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

/// Marks the blocks that are surely in another language than the article's; short ones and doubtful ones stay as they are.
///
/// Blocks in the article's language share its small words. Only one that does not is given to the detector, which is slow,
/// and only if it is long enough. The longest come first: they are told best, and the others are compared with them.
pub fn tell_blocks(text: &str, blocks: &mut [Block], article: &str, rules: &Rules) {
    /// At most so many bytes of a block are looked at.
    const SAMPLE: usize = 600;
    /// A block with so large a share of known small words among its words in small letters is in the article's language.
    const SHARED: f64 = 0.27;
    // Of a language that the detector does not know nothing can be told apart.
    if !Lang::all().iter().any(|&lang| code(lang) == article) {
        return;
    }
    let mut script = None;
    let own = rules.language(article);
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_unstable_by_key(|&i| (Reverse(blocks[i].span().len()), i));
    let mut small: KeyedMap<&str, ()> = KeyedMap::default();
    for i in order {
        let sample = head(blocks[i].span().of(text), SAMPLE);
        let words: Vec<&str> = words_of(sample).collect();
        let shared = words.iter().filter(|w| small.contains_key(*w)).count();
        if !words.is_empty() && shared as f64 >= SHARED * words.len() as f64
            || own.is_some_and(|own| is_surely_in(&words, own))
        {
            learn(&words, &mut small);
            continue;
        }
        let of_article = || *script.get_or_insert_with(|| detect_script(text));
        match tell_block(sample, &words, of_article) {
            Some(told) if told != article => blocks[i].lang = Some(told.to_owned()),
            Some(_) => learn(&words, &mut small),
            None => {}
        }
    }
}

/// Keeps the small words, which every text in a language has in common.
fn learn<'t>(words: &[&'t str], small: &mut KeyedMap<&'t str, ()>) {
    small.extend(words.iter().filter(|w| is_small(w)).map(|w| (*w, ())));
}

/// A longer word belongs to what is told, not to the language.
fn is_small(word: &str) -> bool {
    word.len() <= 4
}

/// The language of a block's text if it holds enough prose and the detector is sure; in a script that is not the
/// article's the language is another one in any case.
fn tell_block(
    sample: &str,
    words: &[&str],
    article: impl FnOnce() -> Option<Script>,
) -> Option<&'static str> {
    /// So many letters are enough, and so many in a script that few languages share.
    const LETTERS: usize = 80;
    const LETTERS_OF_OTHER_SCRIPTS: usize = 30;
    /// A list of names has few words in small letters, and a table few small words among them.
    const WORDS: usize = 12;
    const SMALL_SHARE: f64 = 0.25;
    let letters = sample.chars().filter(|c| c.is_alphabetic()).take(LETTERS).count();
    if letters < LETTERS_OF_OTHER_SCRIPTS {
        return None;
    }
    let script = detect_script(sample);
    let small = words.iter().filter(|w| is_small(w)).count() as f64;
    let prose = words.len() >= WORDS && small >= SMALL_SHARE * words.len() as f64;
    if script == Some(Script::Latin) && (letters < LETTERS || !prose) {
        return None;
    }
    let info = detect(sample)?;
    let sure = info.is_reliable() || letters >= LETTERS && script != article();
    sure.then(|| code(info.lang()))
}

/// The longest beginning of a text that is no longer than so many bytes.
fn head(text: &str, longest: usize) -> &str {
    let mut end = longest.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn code(lang: Lang) -> &'static str {
    match lang {
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
