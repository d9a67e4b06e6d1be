//! Measures: what may speak for a link or against it, and how a sum of weights becomes a confidence.

use serde::{Deserialize, Serialize};

use crate::model::{LinkType, Reason};
use crate::rules::ProvenanceRules;

/// What is judged by a sum of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    Link(LinkType),
    /// That two names mean the same.
    Alias,
}

impl Judged {
    /// All that is judged, in the order of [`Judged::place`].
    pub const ALL: [Judged; 10] = [
        Judged::Link(LinkType::SamePassage),
        Judged::Link(LinkType::SameQuotation),
        Judged::Link(LinkType::QuotationAltered),
        Judged::Link(LinkType::SameClaim),
        Judged::Link(LinkType::Contradicts),
        Judged::Link(LinkType::Cites),
        Judged::Link(LinkType::SourceLost),
        Judged::Link(LinkType::SourceChanged),
        Judged::Link(LinkType::CaveatDropped),
        Judged::Alias,
    ];

    /// Its name in rule files.
    pub fn name(self) -> &'static str {
        match self {
            Judged::Link(kind) => kind.name(),
            Judged::Alias => "alias",
        }
    }

    /// Its place in a table of weights.
    pub fn place(self) -> usize {
        match self {
            Judged::Link(kind) => kind as usize,
            Judged::Alias => LinkType::ALL.len(),
        }
    }

    /// What may be measured for it, beside the constant.
    pub fn measures(self) -> &'static [Measure] {
        use Measure::*;
        let Judged::Link(kind) = self else {
            return &[NamesEdit, NamesAcronym, NamesSpacing, ArticlesLinked];
        };
        match kind {
            LinkType::SamePassage => &[
                WordsContained,
                WordsWeighted,
                WordsRun,
                WordsOrder,
                WordsShared,
                WordsBest,
                WordsLocal,
                ArticlesMatter,
                ArticlesNames,
                ArticlesLinked,
                ClaimsSame,
                LinksThird,
            ],
            LinkType::SameQuotation => &[WordsShared, QuotationKept],
            LinkType::QuotationAltered => &[WordsKept, WordsContained, WordsShared, ArticlesNear],
            LinkType::SameClaim | LinkType::Contradicts => &[
                WordsContained,
                WordsWeighted,
                WordsShared,
                WordsLocal,
                WordsBest,
                WordsPlain,
                WordsContext,
                PassagesNear,
                ArticlesNear,
                FiguresSame,
                FiguresCounted,
                FiguresOther,
                SenseOpposite,
                SenseTurned,
                DatesSame,
                DatesOther,
                NamesSame,
                VoiceSame,
                PlaceLead,
                ArticlesLinked,
                ArticlesMatter,
                ArticlesNames,
                SenseDenied,
                SenseCovered,
                SenseAgrees,
                LinksThird,
            ],
            LinkType::Cites => &[MediumKnown, MediumBatch, MediumCredit, AttributionFound],
            LinkType::SourceLost => &[
                BasisConfidence,
                BasisFirst,
                WordsShared,
                WordsWeighted,
                WordsBest,
                ArticlesLinked,
                SourceTraceable,
                VoiceNear,
            ],
            LinkType::SourceChanged => &[
                BasisConfidence,
                BasisFirst,
                WordsShared,
                WordsWeighted,
                WordsBest,
                ArticlesLinked,
                SourcesAnonymous,
                SourcesSameKind,
            ],
            LinkType::CaveatDropped => &[
                BasisConfidence,
                BasisFirst,
                WordsShared,
                WordsWeighted,
                WordsBest,
                ArticlesLinked,
                CaveatWord,
            ],
        }
    }
}

macro_rules! measures {
    ($($measure:ident = $name:literal,)*) => {
        /// What may be measured.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Measure { $($measure,)* }

        impl Measure {
            /// All measures.
            pub const ALL: &'static [Measure] = &[$(Measure::$measure,)*];

            /// Its name in rule files and in the evidence of a link.
            pub fn name(self) -> &'static str {
                match self { $(Measure::$measure => $name,)* }
            }
        }
    };
}

measures! {
    Constant = "constant",
    WordsContained = "words.contained",
    WordsWeighted = "words.weighted",
    WordsRun = "words.run",
    WordsOrder = "words.order",
    WordsShared = "words.shared",
    WordsKept = "words.kept",
    WordsBest = "words.best",
    WordsLocal = "words.local",
    WordsPlain = "words.plain",
    WordsContext = "words.context",
    PassagesNear = "passages.near",
    ClaimsSame = "claims.same",
    PlaceLead = "place.lead",
    QuotationKept = "quotation.kept",
    ArticlesNear = "articles.near",
    ArticlesLinked = "articles.linked",
    ArticlesMatter = "articles.matter",
    ArticlesNames = "articles.names",
    FiguresSame = "figures.same",
    FiguresCounted = "figures.counted",
    FiguresOther = "figures.other",
    NamesSame = "names.same",
    NamesEdit = "names.edit",
    NamesAcronym = "names.acronym",
    NamesSpacing = "names.spacing",
    VoiceSame = "voice.same",
    VoiceNear = "voice.near",
    DatesSame = "dates.same",
    DatesOther = "dates.other",
    SenseOpposite = "sense.opposite",
    SenseTurned = "sense.turned",
    SenseDenied = "sense.denied",
    SenseCovered = "sense.covered",
    SenseAgrees = "sense.agrees",
    MediumKnown = "medium.known",
    MediumBatch = "medium.batch",
    MediumCredit = "medium.credit",
    AttributionFound = "attribution.found",
    BasisConfidence = "basis.confidence",
    BasisFirst = "basis.first",
    SourceTraceable = "source.traceable",
    SourcesAnonymous = "sources.anonymous",
    SourcesSameKind = "sources.same_kind",
    CaveatWord = "caveat.word",
    LinksThird = "links.third",
}

/// How many measures there are.
pub const MEASURES: usize = Measure::ALL.len();

/// What was measured. Weights are not kept with it: the rules have them, and millions of these are kept on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub measure: Measure,
    /// In thousandths; nothing for the constant.
    pub value: i32,
}

/// Evidence with its weights, as it is written.
pub fn reasons(judged: Judged, evidence: &[Evidence], rules: &ProvenanceRules) -> Vec<Reason> {
    let reason = |e: &Evidence| {
        let weight = rules.weight(judged, e.measure);
        let (weight, value) = match e.measure {
            Measure::Constant => (weight, None),
            _ => (weighed(weight, e.value), Some(told(e.value))),
        };
        Reason { id: e.measure.name().to_owned(), weight, value }
    };
    evidence.iter().map(reason).collect()
}

/// The sum of reasons for a link.
///
/// Most of what is scored comes to nothing, so that nothing is allocated before [`Score::finish`].
#[derive(Debug)]
pub struct Score<'a> {
    rules: &'a ProvenanceRules,
    judged: Judged,
    sum: f64,
    evidence: [Evidence; MOST],
    count: usize,
}

/// So many measures a score has at most, beside the constant.
const MOST: usize = 28;

impl<'a> Score<'a> {
    /// Starts with the constant of that type of link.
    pub fn new(rules: &'a ProvenanceRules, judged: Judged) -> Self {
        let constant = Evidence { measure: Measure::Constant, value: 0 };
        let sum = rules.weight(judged, Measure::Constant);
        Score { rules, judged, sum, evidence: [constant; MOST], count: 1 }
    }

    /// Starts with the constant of that type of link.
    pub fn of_link(rules: &'a ProvenanceRules, kind: LinkType) -> Self {
        Score::new(rules, Judged::Link(kind))
    }

    /// Adds what was measured; nothing is written for a value of zero.
    pub fn add(&mut self, measure: Measure, value: f32) -> &mut Self {
        if value != 0.0 && self.rules.weight(self.judged, measure) != 0.0 {
            // Three decimals are kept, so that the file says what was reckoned with.
            let value = (f64::from(value) * 1000.0).round() as i32;
            self.sum += weighed(self.rules.weight(self.judged, measure), value);
            self.evidence[self.count] = Evidence { measure, value };
            self.count += 1;
        }
        self
    }

    /// The probability and its evidence.
    pub fn finish(self) -> (f64, Vec<Evidence>) {
        (logistic(self.sum), self.evidence[..self.count].to_vec())
    }

    /// The sum so far.
    pub fn sum(&self) -> f64 {
        self.sum
    }

    /// Whether the probability reaches the threshold of the rules.
    pub fn holds(&self) -> bool {
        logistic(self.sum) >= self.rules.threshold
    }

    /// Whether a third article could make it reach the threshold.
    pub fn may_hold(&self) -> bool {
        let third = self.rules.weight(self.judged, Measure::LinksThird);
        third > 0.0 && self.sum + third >= self.rules.least_score()
    }
}

/// What evidence comes to, and whether that reaches the threshold, when one measure has another value than it had.
pub fn again(
    judged: Judged,
    evidence: &mut Vec<Evidence>,
    (measure, value): (Measure, f64),
    rules: &ProvenanceRules,
) -> Option<f64> {
    let value = (value * 1000.0).round() as i32;
    match evidence.iter_mut().find(|e| e.measure == measure) {
        Some(known) => known.value = value,
        None => evidence.push(Evidence { measure, value }),
    }
    let weigh = |e: &Evidence| match e.measure {
        Measure::Constant => rules.weight(judged, e.measure),
        _ => weighed(rules.weight(judged, e.measure), e.value),
    };
    let confidence = logistic(evidence.iter().map(weigh).sum());
    (confidence >= rules.threshold).then_some(confidence)
}

fn told(value: i32) -> f64 {
    f64::from(value) / 1000.0
}

fn weighed(weight: f64, value: i32) -> f64 {
    (weight * told(value) * 1e4).round() / 1e4
}

fn logistic(x: f64) -> f64 {
    ((1.0 / (1.0 + (-x).exp())) * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_list() {
        for (i, judged) in Judged::ALL.iter().enumerate() {
            assert_eq!(judged.place(), i);
            assert!(judged.measures().len() < MOST, "{}", judged.name());
        }
    }
}
