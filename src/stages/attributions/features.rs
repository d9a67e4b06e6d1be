//! Features: the named properties of a candidate that the score adds up.

use std::sync::LazyLock;

use crate::model::CueClass;
use crate::rules::FastMap;

macro_rules! features {
    ($($name:ident = $text:literal,)*) => {
        /// A property of a candidate's source, content or cue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Base { $($name,)* }

        impl Base {
            /// All properties, in order.
            pub const ALL: &'static [Base] = &[$(Base::$name,)*];

            /// The name used in the weights and the evidence.
            pub const fn name(self) -> &'static str {
                match self { $(Base::$name => $text,)* }
            }
        }
    };
}

impl Base {
    /// What a cue's class says of it; a neutral one says nothing.
    pub fn of_class(class: CueClass) -> Option<Base> {
        match class {
            CueClass::Neutral => None,
            CueClass::Admits => Some(Base::ClassAdmits),
            CueClass::Claims => Some(Base::ClassClaims),
            CueClass::Reveals => Some(Base::ClassReveals),
            CueClass::Distances => Some(Base::ClassDistances),
            CueClass::Believes => Some(Base::ClassBelieves),
            CueClass::Denies => Some(Base::ClassDenies),
            CueClass::Accuses => Some(Base::ClassAccuses),
            CueClass::Demands => Some(Base::ClassDemands),
            CueClass::Asks => Some(Base::ClassAsks),
            CueClass::Promises => Some(Base::ClassPromises),
            CueClass::Silent => Some(Base::ClassSilent),
        }
    }
}

features! {
    StartEdge = "starts.edge",
    StartComma = "starts.comma",
    StartCoordinator = "starts.coordinator",
    StartPreposition = "starts.preposition",
    StartComplementizer = "starts.complementizer",
    StartVerb = "starts.verb",
    StartQuote = "starts.quotation",
    StartNoun = "starts.inside-phrase",
    StartColon = "starts.colon",
    StartOther = "starts.other",
    SecondHalf = "starts.second-half",
    EndStop = "ends.stop",
    EndComma = "ends.comma",
    EndCoordinator = "ends.coordinator",
    EndRelative = "ends.relative",
    EndComplementizer = "ends.complementizer",
    EndPreposition = "ends.preposition",
    EndVerb = "ends.verb",
    EndParticiple = "ends.participle",
    EndQuote = "ends.quotation",
    EndBracket = "ends.bracket",
    EndColon = "ends.colon",
    EndOther = "ends.other",
    EndTime = "ends.time",
    EndAdverb = "ends.adverb",
    EndChannel = "ends.channel",
    EndTwin = "ends.coordinated-verb",
    EndLikeCue = "ends.verb-like-cue",
    EndListed = "ends.before-more-of-list",
    HasTime = "has.day",
    CommaVerb = "ends.comma-verb",
    CommaParticiple = "ends.comma-participle",
    CommaPast = "ends.comma-past-participle",
    CommaRelative = "ends.comma-relative",
    CommaPhrase = "ends.comma-phrase",
    CommaApposition = "ends.comma-apposition",
    CommaRole = "ends.comma-role",
    CommaAge = "ends.comma-number",
    CommaBare = "ends.comma-bare-noun",
    CommaComment = "ends.comma-comment",
    EndInfinitive = "ends.before-infinitive",
    CommaSubordinator = "ends.comma-subordinator",
    CommaPreposition = "ends.comma-preposition",
    CommaCoordinator = "ends.comma-coordinator",
    CommaUnopened = "parted-by-comma",
    EndCue = "ends.before-cue",
    HasApposition = "has.apposition",
    HasRole = "has.comma-role",
    EndOf = "ends.of",
    RelativeVerb = "ends.relative-clause",
    HasChannel = "has.channel",
    NameThenPreposition = "has.name-then-preposition",
    NounThenTime = "has.noun-then-time",
    HasCue = "has.cue",
    HasSilence = "has.silence",
    HasFinite = "has.finite-verb",
    HasClause = "has.unlinked-verb",
    HasMain = "has.main-verb",
    HasTwoFinite = "has.two-finite-verbs",
    HasRelative = "has.relative",
    HasComma = "has.comma",
    HasTwoCommas = "has.two-commas",
    HasQuote = "has.quotation",
    HasColon = "has.colon",
    HasStop = "has.stop",
    HasConditional = "has.conditional",
    HasTimeComma = "has.time-then-comma",
    NoFinite = "has.no-finite-verb",
    NoMain = "has.no-main-verb",
    HasCommaSubordinator = "has.comma-then-subordinator",
    HasCommaPreposition = "has.comma-then-preposition",
    FirstDeterminer = "first.determiner",
    FirstIndefinite = "first.indefinite",
    FirstProper = "first.proper",
    FirstClitic = "first.pronoun",
    FirstImpersonal = "first.impersonal",
    FirstSpeaker = "first.first-person",
    FirstPreposition = "first.preposition",
    FirstQuote = "first.quotation",
    FirstVerb = "first.verb",
    FirstOther = "first.other",
    FirstRelative = "first.relative",
    FirstParticiple = "first.participle",
    FirstBare = "first.bare-noun",
    FirstRole = "first.role",
    BesideClause = "beside-clause",
    PartsVerb = "parts-verb",
    FrameCloses = "frame.comma-behind",
    FrameOpens = "frame.comma-before",
    FrameBare = "frame.no-comma",
    IsCount = "is-count",
    BesideCount = "beside-count",
    RestPhrase = "rest.phrase",
    RestVerb = "rest.verb",
    RestInfinitive = "rest.infinitive",
    RestPreposition = "rest.preposition",
    RestParticiple = "rest.participle",
    RestRelative = "rest.relative",
    RestCoordinator = "rest.coordinator",
    RestQuote = "rest.quotation",
    RestOther = "rest.other",
    HeadSource = "head.source-noun",
    HeadDocument = "head.document-noun",
    HeadSaid = "head.said-noun",
    HeadProper = "head.proper",
    HeadTime = "head.time",
    HeadOther = "head.other-noun",
    HeadCue = "head.cue-noun",
    Figurative = "head.figurative-use",
    WouldBeSubject = "would-be-subject",
    WouldSpeak = "head.speaker-behind-incise",
    Agrees = "number.agrees",
    Disagrees = "number.disagrees",
    Short = "length.short",
    Long = "length.long",
    VeryLong = "length.very-long",
    Adjacent = "distance.adjacent",
    Far = "distance.far",
    Shared = "subject.shared",
    SharedCoordinated = "subject.shared-coordinated",
    SharedByComma = "subject.shared-by-comma",
    OtherTense = "subject.other-tense",
    SharedCue = "subject.shared-with-cue",
    SharedFar = "subject.shared-over-clauses",
    SpokeBefore = "spoke-before",
    SpokePart = "part-of-who-spoke-before",
    Second = "rank.second",
    Third = "rank.third-or-later",
    AllQuoted = "quoted.all",
    PartQuoted = "quoted.part",
    Continues = "quoted.continues",
    MoreQuotes = "quoted.more-follow",
    MoreInBlock = "quoted.more-follow-in-paragraph",
    MoreCues = "quoted.more-follow-with-cue",
    InsertLeft = "insert.left-out",
    DonorBefore = "speaks.before",
    DonorAfter = "speaks.after",
    DonorEcho = "speaks.the-same-words",
    DonorActs = "speaks.acts-there",
    DonorLine = "speaks.line-below",
    DonorQuoted = "speaks.was-quoted-before",
    DonorTells = "speaks.reports-before",
    DonorApart = "speaks.in-another-paragraph",
    DonorLeads = "speaks.before-in-paragraph",
    DonorFollows = "speaks.after-in-paragraph",
    DonorSole = "speaks.nobody-else-near",
    DonorSelf = "speaks.of-self",
    DonorAsked = "speaks.behind-question",
    DonorClaimed = "speaks.claimed-by-report",
    CueTitle = "in-heading",
    CuePurpose = "of-purpose",
    CuePreposition = "behind-preposition",
    CueKnown = "known",
    CueUnknown = "unknown",
    CueWeak = "weak-frame",
    CueGoverned = "governed",
    CueNegated = "negated",
    CuePassive = "passive",
    CueInfinitive = "infinitive",
    CueParticiple = "participle",
    CueConditional = "conditional",
    CueFuture = "future",
    CueQuoted = "inside-quotation",
    CueIncise = "incise",
    CueOpens = "opens-period",
    CueNoIncise = "no-incise",
    CueBareUnknown = "unknown-unquoted",
    CueCoordinated = "coordinated",
    ClassAdmits = "class.admits",
    ClassClaims = "class.claims",
    ClassReveals = "class.reveals",
    ClassDistances = "class.distances",
    ClassBelieves = "class.believes",
    ClassDenies = "class.denies",
    ClassAccuses = "class.accuses",
    ClassDemands = "class.demands",
    ClassAsks = "class.asks",
    ClassPromises = "class.promises",
    ClassSilent = "class.silent",
}

/// The slot that a property is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    Subject,
    InvertedSubject,
    Agent,
    Controller,
    Antecedent,
    Framed,
    Possessive,
    BeforeColon,
    AfterDash,
    Nearest,
    Quote,
    Clause,
    Infinitive,
    Object,
    SubjectPhrase,
    RestLeft,
    RestRight,
    RestAround,
    Colon,
    Own,
    Relayed,
    Nothing,
    Cue,
}

impl Slot {
    /// All slots, in order.
    pub const ALL: [Slot; 23] = [
        Slot::Subject,
        Slot::InvertedSubject,
        Slot::Agent,
        Slot::Controller,
        Slot::Antecedent,
        Slot::Framed,
        Slot::Possessive,
        Slot::BeforeColon,
        Slot::AfterDash,
        Slot::Nearest,
        Slot::Quote,
        Slot::Clause,
        Slot::Infinitive,
        Slot::Object,
        Slot::SubjectPhrase,
        Slot::RestLeft,
        Slot::RestRight,
        Slot::RestAround,
        Slot::Colon,
        Slot::Own,
        Slot::Relayed,
        Slot::Nothing,
        Slot::Cue,
    ];

    /// The name used in the weights and the evidence, the operator's own.
    pub fn name(self) -> &'static str {
        match self {
            Slot::Subject => "SUBJ",
            Slot::InvertedSubject => "INV_SUBJ",
            Slot::Agent => "AGENT",
            Slot::Controller => "CONTROLLER",
            Slot::Antecedent => "ANTECEDENT",
            Slot::Framed => "FRAMED",
            Slot::Possessive => "POSSESSIVE",
            Slot::BeforeColon => "BEFORE_COLON",
            Slot::AfterDash => "AFTER_DASH",
            Slot::Nearest => "NEAREST",
            Slot::Quote => "QUOTE",
            Slot::Clause => "QUE",
            Slot::Infinitive => "INF",
            Slot::Object => "NP",
            Slot::SubjectPhrase => "SUBJECT_NP",
            Slot::RestLeft => "REST_LEFT",
            Slot::RestRight => "REST_RIGHT",
            Slot::RestAround => "REST_AROUND",
            Slot::Colon => "COLON",
            Slot::Own => "OWN",
            Slot::Relayed => "RELAYED",
            Slot::Nothing => "NONE",
            Slot::Cue => "cue",
        }
    }
}

/// A property of a slot; the number is stable within one version of the program only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feature(pub u16);

impl Feature {
    /// How many there are.
    pub const COUNT: usize = Slot::ALL.len() * Base::ALL.len();

    /// How many properties there are of groups of slots.
    pub const GROUPED: usize = 2 * Base::ALL.len();

    /// The property for the group of slots that this one belongs to: sources or contents.
    pub fn grouped(self) -> Option<usize> {
        let (slot, base) = (self.0 as usize / Base::ALL.len(), self.0 as usize % Base::ALL.len());
        match Slot::ALL[slot] {
            Slot::Cue => None,
            s if s < Slot::Quote => Some(base),
            _ => Some(Base::ALL.len() + base),
        }
    }

    /// The slot that it is about.
    pub fn slot(self) -> Slot {
        Slot::ALL[self.0 as usize / Base::ALL.len()]
    }

    /// The property of a slot.
    pub fn of(slot: Slot, base: Base) -> Feature {
        Feature(slot as u16 * Base::ALL.len() as u16 + base as u16)
    }

    /// The feature of a [`name`](Self::name).
    pub fn named(name: &str) -> Option<Feature> {
        // At start thousands are asked for.
        static BASES: LazyLock<FastMap<&str, Base>> =
            LazyLock::new(|| Base::ALL.iter().map(|b| (b.name(), *b)).collect());
        let (slot, base) = name.split_once('.')?;
        let slot = Slot::ALL.into_iter().find(|s| s.name() == slot)?;
        Some(Feature::of(slot, *BASES.get(base)?))
    }

    /// `SUBJ.starts.edge`.
    pub fn name(self) -> String {
        let (slot, base) = (self.0 as usize / Base::ALL.len(), self.0 as usize % Base::ALL.len());
        let (slot, base) = (Slot::ALL[slot].name(), Base::ALL[base].name());
        let mut name = String::with_capacity(slot.len() + 1 + base.len());
        name.push_str(slot);
        name.push('.');
        name.push_str(base);
        name
    }
}
