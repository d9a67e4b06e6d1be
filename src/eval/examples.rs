//! Running the examples that prove a rule: alone, and in the whole pipeline.

use super::gold::{Gold, GoldAttribution, GoldSource};
use crate::model::{Attribution, Document, Mode, Span};
use crate::pipeline;
use crate::report::holds_alone;
use crate::rules::{Language, Marked, Part, RuleInfo, Rules, Stage, write_marked};
use crate::stages::attributions::propose_alone;
use crate::stages::blocks::rule_flags;
use crate::stages::claims::{continues_alone, takes_up_alone};
use crate::stages::sentences::split_plain;
use crate::stages::sources::{Told, describe_alone, describe_phrase};

/// One example of a rule, at one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case<'a> {
    pub rule: &'a RuleInfo,
    /// Whether the rule must hold in it, or must not.
    pub positive: bool,
    /// Which of the rule's examples of that sort, from 0.
    pub index: usize,
    pub level: Level,
}

/// How much of the program takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The rule alone.
    Alone,
    /// The whole pipeline, whichever rule wins.
    Whole,
}

/// What was wanted and what came, in the notation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub wanted: String,
    pub got: String,
}

impl Case<'_> {
    /// `fr.cues.name::match-1::alone`.
    pub fn name(&self) -> String {
        let sort = if self.positive { "match" } else { "skip" };
        let level = if self.level == Level::Alone { "alone" } else { "whole" };
        format!("{}::{sort}-{}::{level}", self.rule.id, self.index + 1)
    }

    /// The example as it is written.
    pub fn example(&self) -> &str {
        let list = if self.positive { &self.rule.matches } else { &self.rule.skips };
        &list[self.index]
    }
}

/// All cases of a rule.
pub fn cases(rule: &RuleInfo) -> Vec<Case<'_>> {
    let mut list = Vec::new();
    for (positive, examples) in [(true, &rule.matches), (false, &rule.skips)] {
        // What the pipeline must not keep concerns the pipeline as a whole.
        let levels: &[Level] = match (rule.stage, positive) {
            (Stage::Attributions | Stage::Sources, true) => &[Level::Alone, Level::Whole],
            (Stage::Attributions, false) => &[Level::Whole],
            _ => &[Level::Alone],
        };
        for index in 0..examples.len() {
            list.extend(levels.iter().map(|&level| Case { rule, positive, index, level }));
        }
    }
    list
}

/// Runs one case.
///
/// # Errors
/// What was wanted and what came instead.
pub fn run(case: Case<'_>, rules: &Rules) -> Result<(), Failure> {
    let example = case.example();
    let fail = |got: String| Err(Failure { wanted: example.to_owned(), got });
    let Some(language) = rules.language(&case.rule.language) else {
        return fail(format!("no language `{}`", case.rule.language));
    };
    match case.rule.stage {
        Stage::Blocks => {
            let flags = rule_flags(&case.rule.id, example, rules);
            if flags == case.positive {
                Ok(())
            } else {
                fail(if flags { "flagged" } else { "not flagged" }.to_owned())
            }
        }
        Stage::Sentences => {
            let plain = example.replace('|', "");
            let spans = split_plain(&plain, &language.sentences);
            let got: Vec<&str> = spans.iter().map(|s| s.of(&plain)).collect();
            let wanted: Vec<&str> = example.split('|').map(str::trim).collect();
            if got == wanted { Ok(()) } else { fail(got.join("| ")) }
        }
        _ => {
            let marked = match Marked::parse(example) {
                Ok(marked) => marked,
                Err(e) => return fail(format!("the notation is wrong: {e}")),
            };
            match case.rule.stage {
                Stage::Cues => cue_case(case, &marked, rules, language),
                Stage::Attributions => attribution_case(case, &marked, rules, language),
                Stage::Sources if is_flag(case, language) => {
                    flag_case(case, &marked, rules, language)
                }
                Stage::Sources => source_case(case, &marked, language),
                Stage::Claims => claim_case(case, &marked, rules, language),
                Stage::Report => report_case(case, &marked, rules, language),
                stage => fail(format!("rules of the stage {stage} have no examples")),
            }
        }
    }
}

/// A phrase, and what the rule says of it alone or all rules together.
fn source_case(case: Case<'_>, marked: &Marked, language: &Language) -> Result<(), Failure> {
    let said = match case.level {
        Level::Alone => describe_alone(&case.rule.id, &marked.text, language).map(source_values),
        Level::Whole => describe_phrase(&marked.text, language)
            .map(|d| source_values((Some(d.kind), Some(d.identified), Some(d.traceability)))),
    };
    let wanted = marked.values("source", 1);
    let told = |said: &Vec<String>| wanted.iter().all(|w| said.iter().any(|s| s == w));
    let holds = match (&said, case.level) {
        (None, _) => !case.positive,
        // Alone, a rule says these and nothing else.
        (Some(said), Level::Alone) => case.positive && told(said) && said.len() == wanted.len(),
        (Some(said), Level::Whole) => told(said),
    };
    let got = said.map_or("the rule does not hold".to_owned(), |said| {
        let source = Span::new(0, marked.text.len());
        write_marked(&marked.text, &[Part { values: said, ..part("source", 1, source) }])
    });
    if holds { Ok(()) } else { Err(Failure { wanted: case.example().to_owned(), got }) }
}

fn is_flag(case: Case<'_>, language: &Language) -> bool {
    language.sources.flags.iter().any(|f| f.id == case.rule.id)
}

/// A text in which the marked source has a flag, by this rule alone or whichever raised it.
fn flag_case(
    case: Case<'_>,
    marked: &Marked,
    rules: &Rules,
    language: &Language,
) -> Result<(), Failure> {
    let document = Document::from_text("example", marked.text.clone());
    let annotation = pipeline::analyse(&document, rules, Some(&language.code)).annotation;
    let at = marked.spans("source", 1);
    let meant = annotation.sources.iter().filter(|s| s.mentions.iter().any(|m| at.contains(m)));
    let flags = meant.flat_map(|s| &s.flags);
    let counted = flags.filter(|f| case.level == Level::Whole || f.rule == case.rule.id);
    let raised: Vec<String> = counted.map(|f| name(f.flag)).collect();
    let wanted = marked.values("source", 1);
    let holds = match case.positive {
        true => !wanted.is_empty() && wanted.iter().all(|w| raised.iter().any(|r| r == w)),
        false => raised.is_empty(),
    };
    let got = format!("flags: {}", raised.join(", "));
    if holds { Ok(()) } else { Err(Failure { wanted: case.example().to_owned(), got }) }
}

/// A content that takes up what stands before, or a sentence that goes on with what was said.
fn claim_case(
    case: Case<'_>,
    marked: &Marked,
    rules: &Rules,
    language: &Language,
) -> Result<(), Failure> {
    let document = Document::from_text("example", marked.text.clone());
    let layers = pipeline::read(&document, rules, Some(&language.code));
    let reading = layers.reading(&marked.text);
    let holds = marked.spans("content", 1).iter().any(|&content| {
        takes_up_alone(&case.rule.id, reading, content)
            || continues_alone(&case.rule.id, reading, content.start)
    });
    let got = if holds { "the rule holds" } else { "the rule does not hold" };
    if holds == case.positive {
        Ok(())
    } else {
        Err(Failure { wanted: case.example().to_owned(), got: got.to_owned() })
    }
}

/// A claim, and whether it goes on a list of the fact-checker's page; values name facts that one text cannot show.
fn report_case(
    case: Case<'_>,
    marked: &Marked,
    rules: &Rules,
    language: &Language,
) -> Result<(), Failure> {
    let document = Document::from_text("example", marked.text.clone());
    let annotation = pipeline::analyse(&document, rules, Some(&language.code)).annotation;
    let whole = vec![Span::new(0, marked.text.len())];
    let spans = Some(marked.spans("claim", 1)).filter(|s| !s.is_empty()).unwrap_or(whole);
    let told = crate::rules::facts_named(&marked.values("claim", 1));
    let holds = spans.iter().any(|&s| holds_alone(&case.rule.id, &annotation, s, &told, language));
    let got = if holds { "the rule holds" } else { "the rule does not hold" };
    if holds == case.positive {
        Ok(())
    } else {
        Err(Failure { wanted: case.example().to_owned(), got: got.to_owned() })
    }
}

fn cue_case(
    case: Case<'_>,
    marked: &Marked,
    rules: &Rules,
    language: &Language,
) -> Result<(), Failure> {
    let document = Document::from_text("example", marked.text.clone());
    let layers = pipeline::read(&document, rules, Some(&language.code));
    let found: Vec<Part> = layers
        .cues
        .iter()
        .filter(|c| c.rule == case.rule.id)
        .enumerate()
        .flat_map(|(n, c)| {
            crate::stages::attributions::join_tokens(layers.reading(&marked.text), &c.parts)
                .into_iter()
                .map(move |span| part("cue", n + 1, span))
        })
        .collect();
    let wanted: Vec<Span> = marked.parts.iter().map(|p| p.span).collect();
    let got: Vec<Span> = found.iter().map(|p| p.span).collect();
    let holds = if case.positive {
        wanted == got
    } else if wanted.is_empty() {
        got.is_empty()
    } else {
        !got.iter().any(|g| wanted.iter().any(|w| w.overlaps(*g)))
    };
    if holds {
        Ok(())
    } else {
        Err(Failure { wanted: case.example().to_owned(), got: write_marked(&marked.text, &found) })
    }
}

fn attribution_case(
    case: Case<'_>,
    marked: &Marked,
    rules: &Rules,
    language: &Language,
) -> Result<(), Failure> {
    let document = Document::from_text("example", marked.text.clone());
    let found = match case.level {
        Level::Alone => {
            let layers = pipeline::read(&document, rules, Some(&language.code));
            propose_alone(&case.rule.id, layers.reading(&marked.text), &layers.cues)
        }
        Level::Whole => {
            let analysis = pipeline::analyse(&document, rules, Some(&language.code));
            if let Err(broken) = analysis.check() {
                let got = broken.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
                return Err(Failure { wanted: case.example().to_owned(), got });
            }
            analysis.annotation.attributions
        }
    };
    let holds = if case.positive {
        // Alone, a rule answers for the first attribution of the example.
        let numbers = match case.level {
            Level::Alone => vec![1],
            Level::Whole => marked.numbers(),
        };
        numbers.iter().all(|&n| found.iter().any(|a| agrees(a, marked, n, case.level)))
    } else {
        let cues: Vec<Span> =
            marked.parts.iter().filter(|p| p.role == "cue").map(|p| p.span).collect();
        if cues.is_empty() {
            found.is_empty()
        } else {
            !found.iter().any(|a| a.cue.iter().any(|c| cues.iter().any(|w| w.overlaps(*c))))
        }
    };
    if holds {
        Ok(())
    } else {
        Err(Failure { wanted: case.example().to_owned(), got: show(&marked.text, &found) })
    }
}

/// Whether an attribution has exactly the spans, and at the whole level the values, that number `n` of the example has.
fn agrees(a: &Attribution, marked: &Marked, n: usize, level: Level) -> bool {
    let source: &[Span] = a.source.as_ref().map_or(&[], |s| &s.spans);
    let spans = a.cue == marked.spans("cue", n)
        && source == marked.spans("source", n)
        && a.content == marked.spans("content", n);
    let holds = |role: &str, of: &[String]| {
        marked.values(role, n).iter().all(|v| of.iter().any(|o| o == v))
    };
    spans
        && (level == Level::Alone
            || holds("cue", &[name(a.cue_class), name(a.stance)])
                && holds("content", &content_values(a))
                && holds(
                    "source",
                    &a.source.as_ref().map_or(Vec::new(), |s| {
                        source_values((Some(s.kind), Some(s.identified), None))
                    }),
                ))
}

fn content_values(a: &Attribution) -> Vec<String> {
    let mut list = vec![name::<Mode>(a.mode)];
    if a.hedged {
        list.push("hedged".to_owned());
    }
    list
}

fn source_values((kind, identified, rung): Told) -> Vec<String> {
    let values = kind.map(name).into_iter().chain(identified.map(name));
    values.chain(rung.map(name)).collect()
}

/// The name that a value has in files.
fn name<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Attributions over their text, in the notation.
pub fn show(text: &str, attributions: &[Attribution]) -> String {
    let mut parts = Vec::new();
    for (i, a) in attributions.iter().enumerate() {
        let parent = a.parent.as_ref().and_then(|p| attributions.iter().position(|b| b.id == *p));
        let source: &[Span] = a.source.as_ref().map_or(&[], |s| &s.spans);
        for (role, spans) in [("source", source), ("cue", &a.cue[..]), ("content", &a.content)] {
            for &span in spans {
                let parent = parent.filter(|_| role == "cue").map(|p| p + 1);
                parts.push(Part { parent, ..part(role, i + 1, span) });
            }
        }
    }
    write_marked(text, &parts)
}

fn part(role: &str, number: usize, span: Span) -> Part {
    Part { role: role.to_owned(), number, parent: None, values: Vec::new(), span }
}

/// The examples of the attribution rules of a language as small gold articles, to fit weights on beside the real ones.
pub fn as_gold(rules: &Rules, lang: &str) -> Vec<Gold> {
    let mut list = Vec::new();
    for rule in rules
        .catalogue
        .rules
        .iter()
        .filter(|r| r.stage == Stage::Attributions && r.language == lang)
    {
        for (positive, examples) in [(true, &rule.matches), (false, &rule.skips)] {
            for marked in examples.iter().filter_map(|e| Marked::parse(e).ok()) {
                let attribution = |n: usize| GoldAttribution {
                    id: format!("E{n}"),
                    cue: marked.spans("cue", n),
                    source: Some(marked.spans("source", n))
                        .filter(|s| !s.is_empty())
                        .map(|spans| GoldSource { spans, ..GoldSource::default() }),
                    content: marked.spans("content", n),
                    ..GoldAttribution::default()
                };
                let numbers = if positive { marked.numbers() } else { Vec::new() };
                list.push(Gold {
                    id: rule.id.clone(),
                    attributions: numbers.into_iter().map(attribution).collect(),
                    text: marked.text,
                    ..Gold::default()
                });
            }
        }
    }
    list
}
