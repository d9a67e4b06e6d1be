//! Tokens: words with part of speech and verb features.

mod ago;
mod cut;
mod forms;
mod lexicon;
mod look;
mod memo;
mod repair;
mod sayings;
mod tagger;
mod train;

use crate::model::{
    Gender, Mood, Number, Pos, Sentence, Token, Tokens, VerbForm, WordId, is_alphanumeric,
};
use crate::rules::{Language, TokenRules, fold_into};

use look::bit;
use memo::{Memory, Words};

pub use cut::{cut, is_apostrophe};
pub use forms::{FormKinds, FormTable};
pub use lexicon::{EndingTable, Features, Lexicon, Paradigm, ParadigmIndex};
pub use look::{Known, Look};
pub use memo::Serial;
pub use tagger::Tagger;
pub use train::{Lesson, train};

/// Cuts the sentences into tokens and tells what they are.
pub fn read(text: &str, sentences: &[Sentence], language: &Language) -> Tokens {
    read_some(text, sentences, language, |_| true)
}

/// In prose a word has at least so many bytes on average, marks and blanks counted.
const LETTERS: usize = 4;

/// So many words of a sentence are looked at together. No sentence has as many, but a text without stops may be one.
const TOGETHER: usize = 20_000;

/// Does so with some of the sentences; the others get no tokens.
pub fn read_some(
    text: &str,
    sentences: &[Sentence],
    language: &Language,
    is_chosen: impl Fn(&Sentence) -> bool,
) -> Tokens {
    let mut tokens = Tokens::default();
    tokens.list.reserve(sentences.iter().map(|s| s.span().len()).sum::<usize>() / LETTERS);
    tokens.sentences.reserve(sentences.len());
    let mut work = Work::default();
    let mut spans = Vec::new();
    for sentence in sentences {
        let first = tokens.list.len();
        if !is_chosen(sentence) {
            tokens.sentences.push(first..first);
            continue;
        }
        spans.clear();
        cut(sentence.span().of(text), sentence.start, &language.tokens, &mut spans);
        tokens.list.reserve(spans.len());
        for spans in spans.chunks(TOGETHER) {
            let from = tokens.list.len();
            let words: Vec<&str> = spans.iter().map(|s| s.of(text)).collect();
            tag(&words, language, &mut work);
            repair::tags(&words, &mut work, language);
            ago::tags(&words, &mut work, language);
            for (i, &span) in spans.iter().enumerate() {
                let word = work.ids[i];
                let classes = language.words.classes_of(word);
                tokens.list.push(Token { span, word, classes, pos: work.tags[i], verb: None });
            }
            choose_verbs(&mut tokens.list[from..], &work, language);
        }
        tokens.sentences.push(first..tokens.list.len());
    }
    tokens
}

/// What the tagger sees of a sentence's words; also used to make lessons from a treebank.
pub fn look(words: &[&str], language: &Language) -> Vec<Look> {
    let mut work = Work::default();
    Memory::of(language, |memory| {
        prepare(words, language, memory, &mut work);
        let look = |(i, &number): (usize, &u32)| {
            let look = memory.get(number as usize).look;
            if i < work.opening { look.opening() } else { look }
        };
        work.numbers.iter().enumerate().map(look).collect()
    })
}

/// The tags of a sentence that is already cut into words.
pub fn tags_of(words: &[&str], language: &Language) -> Vec<Pos> {
    let mut work = Work::default();
    tag(words, language, &mut work);
    work.tags
}

/// Buffers that are used again from sentence to sentence.
#[derive(Default)]
struct Work {
    /// The numbers of the words in the memory.
    numbers: Vec<u32>,
    /// So many words open the sentence: the first one, and the marks before it.
    opening: usize,
    ids: Vec<WordId>,
    tags: Vec<Pos>,
    /// The readings of all words as verbs, and where those of each lie.
    forms: Vec<VerbForm>,
    places: Vec<(u32, u32)>,
}

impl Work {
    /// The readings of a word as a verb; none behind the end.
    fn readings(&self, i: usize) -> &[VerbForm] {
        let &(from, to) = self.places.get(i).unwrap_or(&(0, 0));
        &self.forms[from as usize..to as usize]
    }

    /// Keeps of the readings of a word those that are right.
    fn keep_readings(&mut self, i: usize, is_right: impl Fn(&VerbForm) -> bool) {
        let (from, to) = self.places[i];
        let mut end = from;
        for at in from..to {
            let form = self.forms[at as usize];
            if is_right(&form) {
                self.forms[end as usize] = form;
                end += 1;
            }
        }
        self.places[i] = (from, end);
    }
}

fn prepare(words: &[&str], language: &Language, memory: &mut Memory, work: &mut Work) {
    let rules = &language.tokens;
    work.numbers.clear();
    work.ids.clear();
    work.forms.clear();
    work.places.clear();
    // Quotation marks at the start leave the next word first.
    let marks = words.iter().take_while(|w| !w.chars().any(is_alphanumeric)).count();
    work.opening = marks + 1;
    for word in words {
        let number = memory
            .know(word, rules.tagger.as_ref(), |readings| read_word(word, language, readings));
        work.numbers.push(number as u32);
        work.ids.push(memory.get(number).id);
        let from = work.forms.len() as u32;
        work.forms.extend_from_slice(memory.readings(number));
        work.places.push((from, work.forms.len() as u32));
    }
}

/// What the rules say of a word by itself; its readings as a verb are appended.
fn read_word(word: &str, language: &Language, readings: &mut Vec<VerbForm>) -> (WordId, Look) {
    let rules = &language.tokens;
    let mut folded = String::new();
    fold_into(word, &mut folded);
    let id = language.words.id(&folded);
    let closed = closed(word, id, rules);
    let from = readings.len();
    // A word that can be no verb needs no readings.
    if closed.is_none_or(|k| k.may_be_verbal()) {
        rules.lexicon.read(&folded, readings);
    }
    let known = closed.unwrap_or_else(|| {
        let kinds = rules.forms.as_ref().map_or(FormKinds::default(), |f| f.kinds(&folded));
        Known::open(&readings[from..], kinds)
    });
    (id, Look::at(word, &folded, known))
}

fn tag(words: &[&str], language: &Language, work: &mut Work) {
    Memory::of(language, |memory| {
        prepare(words, language, memory, work);
        let known = Words { memory, numbers: &work.numbers, opening: work.opening };
        match &language.tokens.tagger {
            Some(tagger) => tagger.tag(&known, &mut work.tags),
            None => guess(words, &known, &mut work.tags),
        }
    });
}

/// Without a trained tagger: a verb where the lexicon has one, else the first part of speech that it allows, else by shape.
fn guess(words: &[&str], known: &Words<'_>, tags: &mut Vec<Pos>) {
    tags.clear();
    for (i, word) in words.iter().enumerate() {
        let Some(look) = known.get(i).map(|k| &k.look) else { break };
        let verb = 1u32 << Pos::Verb as u32;
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let tag = match look.known.allowed {
            0 if capital => Pos::Propn,
            0 => Pos::Noun,
            // A participle may be an adjective as well, and only a verb can report.
            bits if !look.known.closed && bits & verb != 0 => Pos::Verb,
            bits => Pos::ALL[bits.trailing_zeros() as usize],
        };
        tags.push(tag);
    }
}

/// What is known of a mark, a number or a word of a closed class.
fn closed(word: &str, id: WordId, rules: &TokenRules) -> Option<Known> {
    if let Some(tags) = rules.closed.get(&id) {
        return Some(Known::closed(tags.iter().fold(0, |b, &p| b | bit(p))));
    }
    let head = word.chars().next()?;
    if !word.chars().any(is_alphanumeric) {
        let symbol = matches!(head, '€' | '$' | '£' | '+' | '=' | '°' | '§') || head > '\u{2190}';
        return Some(Known::closed(bit(if symbol { Pos::Sym } else { Pos::Punct })));
    }
    if head.is_ascii_digit() && !word.chars().any(char::is_alphabetic) {
        // Dates and references in digits are often nouns.
        let joined = word.contains(['/', '-']);
        return Some(Known::closed(bit(Pos::Num) | if joined { bit(Pos::Noun) } else { 0 }));
    }
    None
}

/// Chooses among the lexicon's readings of each verbal token the one that fits its place.
fn choose_verbs(tokens: &mut [Token], work: &Work, language: &Language) {
    for i in 0..tokens.len() {
        if !tokens[i].pos.is_verbal() || work.readings(i).is_empty() {
            continue;
        }
        let mut before = Before::of(tokens, i, &language.tokens);
        before.participle |= before.clitic.is_none() && is_parted(tokens, i, language);
        let best = work.readings(i).iter().max_by_key(|r| (before.fit(r), std::cmp::Reverse(**r)));
        tokens[i].verb = best.copied();
    }
}

/// Whether only a phrase behind a preposition parts a verb form from its auxiliary (*a par la suite dit*).
fn is_parted(tokens: &[Token], at: usize, language: &Language) -> bool {
    /// A longer phrase between them is rare.
    const MOST: usize = 7;
    let inverted = language.tokens.classes.inverted_clitic;
    if tokens.get(at + 1).is_some_and(|t| t.classes.meets(inverted)) {
        return false;
    }
    let inside = |t: &&Token| {
        matches!(t.pos, Pos::Adp | Pos::Adv | Pos::Det | Pos::Adj | Pos::Noun) && t.verb.is_none()
    };
    let phrase = tokens[..at].iter().rev().take(MOST).take_while(inside).count();
    let Some(auxiliary) = (at - phrase).checked_sub(1).map(|i| &tokens[i]) else { return false };
    let has = |set| auxiliary.verb.is_some_and(|v| language.cues.in_set(set, v.verb));
    let begins = (at - phrase..at).find(|&i| tokens[i].pos != Pos::Adv);
    has("auxiliary") && !has("passive") && begins.is_some_and(|i| tokens[i].pos == Pos::Adp)
}

/// What stands before a verb form and speaks for one reading or another.
struct Before {
    participle: bool,
    infinitive: bool,
    clitic: Option<Clitic>,
    plural: Option<bool>,
}

#[derive(PartialEq)]
enum Clitic {
    Third,
    Other,
}

impl Before {
    fn of(tokens: &[Token], i: usize, rules: &TokenRules) -> Before {
        let class = &rules.classes;
        let mut before =
            Before { participle: false, infinitive: false, clitic: None, plural: None };
        for t in tokens[..i].iter().rev().take(6) {
            let skipped = t.pos == Pos::Adv
                || t.classes.meets(class.negator)
                || t.classes.meets(class.negation)
                || t.classes.meets(class.inverted_clitic);
            if t.classes.meets(class.subject_clitic) && !t.classes.meets(class.inverted_clitic) {
                let other = t.classes.meets(class.first_person);
                before.clitic = Some(if other { Clitic::Other } else { Clitic::Third });
                break;
            }
            if skipped || t.classes.meets(class.object_clitic) && t.pos == Pos::Pron {
                continue;
            }
            if t.pos == Pos::Aux {
                before.participle = true;
            } else if t.verb.is_some_and(|v| v.mood.is_finite()) || t.pos == Pos::Adp {
                before.infinitive = true;
            } else if t.pos.is_nominal() {
                before.plural = None;
            }
            break;
        }
        before
    }

    fn fit(&self, r: &VerbForm) -> i32 {
        let mut score = match r.mood {
            Mood::Indicative => 3,
            Mood::Infinitive | Mood::ParticiplePast | Mood::ParticiplePresent => 3,
            Mood::Conditional => 3,
            Mood::Subjunctive => 1,
            Mood::Imperative => 0,
        };
        let participle = r.mood == Mood::ParticiplePast;
        if self.participle {
            score += if participle { 6 } else { 0 };
        } else if self.infinitive {
            score += match r.mood {
                Mood::Infinitive => 6,
                Mood::ParticiplePast => 2,
                _ => 0,
            };
        }
        if r.mood.is_finite() {
            score += match self.clitic {
                Some(Clitic::Third) if r.persons.third() => 4,
                Some(Clitic::Other) if r.persons.first() || r.persons.second() => 4,
                Some(_) => 0,
                None if r.persons.third() => 2,
                // Without its pronoun no first or second person stands, orders aside.
                None if r.mood != Mood::Imperative => -2,
                None => 0,
            };
        } else if self.clitic.is_some() {
            score -= 3;
        }
        if participle && (r.number == Number::Unknown || r.gender == Gender::Unknown) {
            score -= 1;
        }
        score
    }
}
