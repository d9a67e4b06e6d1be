//! Verb groups: a verb with its auxiliaries, clitics, negation and adverbs.

use std::ops::Range;

use crate::model::{ClassSet, Gender, Mood, Number, Pos, Token, Tokens, VerbForm, VerbId};
use crate::rules::{Language, TokenClasses};

/// A verb with all that belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct VerbGroup {
    /// First and last token, adverbs and inverted subject included.
    pub first: usize,
    /// See `first`.
    pub last: usize,
    /// Tokens that belong to a cue: clitics, negation, auxiliaries and verbs.
    pub parts: Vec<usize>,
    /// The verb that carries the meaning.
    pub head: usize,
    /// Which verb that is.
    pub verb: VerbId,
    /// The verbs before the head that govern it, auxiliaries aside.
    pub governors: Vec<VerbId>,
    /// Form of the first verb.
    pub form: VerbForm,
    /// Whether it is passive.
    pub passive: bool,
    /// Whether it has an auxiliary.
    pub perfect: bool,
    /// Whether its participle agrees with an object before it (*l'idée qu'il a exclue*).
    pub agreed: bool,
    /// Whether it is negated.
    pub negated: bool,
    /// Whether a reflexive pronoun belongs to it.
    pub reflexive: bool,
    /// Whether it is a participle that shares the auxiliary of the group before it (*a annoncé … et invité …*).
    pub coordinated: bool,
    /// The inverted subject pronoun.
    pub inverted: Option<usize>,
}

impl VerbGroup {
    /// Whether its first verb has a person.
    pub fn is_finite(&self) -> bool {
        self.form.mood.is_finite()
    }

    /// Whether it stands in the conditional.
    pub fn is_conditional(&self) -> bool {
        self.form.mood == Mood::Conditional
    }
}

/// The verb groups of a sentence, in order.
pub fn verb_groups(tokens: &Tokens, sentence: Range<usize>, language: &Language) -> Vec<VerbGroup> {
    let mut groups: Vec<VerbGroup> = Vec::new();
    let speech_mark = language.tokens.classes.speech_mark;
    let mut at = sentence.start;
    while at < sentence.end {
        match read(&tokens.list, at, &sentence, language) {
            Some(mut group) => {
                share_auxiliary(&tokens.list, &sentence, &groups, &mut group, speech_mark);
                at = group.last + 1;
                groups.push(group);
            }
            None => at += 1,
        }
    }
    groups
}

/// Adverbs and the like that may stand between an auxiliary and its participle; more would be another clause.
const MOST_BETWEEN: usize = 5;

/// Whether a pronoun with stress opens the sentence, or a preposition that leads to no verb stands before it (*devrait selon lui
/// durer*).
fn stands_alone(list: &[Token], at: usize, sentence: &Range<usize>, class: &TokenClasses) -> bool {
    at == sentence.start || list[at - 1].classes.meets(class.according)
}

fn read(
    list: &[Token],
    start: usize,
    sentence: &Range<usize>,
    language: &Language,
) -> Option<VerbGroup> {
    let form = list[start].verb?;
    let class = &language.tokens.classes;
    let cues = &language.cues;
    let mut group = VerbGroup {
        first: start,
        last: start,
        parts: vec![start],
        head: start,
        verb: form.verb,
        governors: Vec::new(),
        form,
        passive: false,
        perfect: false,
        agreed: false,
        negated: false,
        reflexive: false,
        coordinated: false,
        inverted: None,
    };
    // Clitics and negation before the verb.
    while group.first > sentence.start {
        let t = &list[group.first - 1];
        let negation = t.classes.meets(class.negation);
        let clitic = t.classes.meets(class.object_clitic)
            && t.pos == Pos::Pron
            && !is_subject(list, group.first - 1, form, class)
            && !(t.classes.meets(class.stressed)
                && stands_alone(list, group.first - 1, sentence, class));
        if !negation && !clitic {
            break;
        }
        group.negated |= negation;
        group.reflexive |= t.classes.meets(class.reflexive);
        group.first -= 1;
        group.parts.insert(0, group.first);
    }
    let mut current = form;
    loop {
        // What may stand between two verbs of a group: an inverted subject, adverbs, negators, clitics, a leading preposition.
        let mut ahead = group.last + 1;
        let mut waiting = Vec::new();
        let mut preposition = false;
        let mut between = 0;
        while ahead < sentence.end && between < MOST_BETWEEN {
            let t = &list[ahead];
            if ahead == group.last + 1
                && t.classes.meets(class.inverted_clitic)
                && group.inverted.is_none()
            {
                group.inverted = Some(ahead);
                group.last = ahead;
            } else if t.classes.meets(class.negator) {
                // *Ni* leads to what follows (*n'a dit ni où ni quand*).
                let leads = t.pos == Pos::Cconj;
                let participle = |t: &Token| t.verb.is_some_and(|v| v.mood == Mood::ParticiplePast);
                if leads && !list.get(ahead + 1).is_some_and(participle) {
                    break;
                }
                waiting.push(ahead);
                if group.negated {
                    group.last = ahead;
                    group.parts.append(&mut waiting);
                }
            } else if t.classes.meets(class.negation)
                || t.classes.meets(class.object_clitic) && t.pos == Pos::Pron
            {
                // *A quant à lui annoncé* has no object there.
                if preposition && t.classes.meets(class.stressed) && !infinitive(list, ahead + 1) {
                    break;
                }
                waiting.push(ahead);
            } else if t.pos == Pos::Adp && !preposition && !t.classes.meets(class.according) {
                preposition = true;
                waiting.push(ahead);
            } else if t.pos != Pos::Adv {
                break;
            }
            ahead += 1;
            between += 1;
        }
        let joined = |i: usize| {
            !preposition
                && i < sentence.end
                && list[i].verb.is_some_and(|v| v.mood == Mood::ParticiplePast)
        };
        let pronouns = waiting.iter().any(|&i| list[i].pos != Pos::Adp);
        let parted = !pronouns && !joined(ahead) && cues.in_set("auxiliary", current.verb);
        if parted && let Some(far) = parted_participle(list, group.last, sentence, language) {
            ahead = far;
            preposition = false;
            waiting.clear();
        }
        let Some(next) = list.get(ahead).filter(|_| ahead < sentence.end) else { break };
        let Some(verb) = next.verb else { break };
        let joins = match verb.mood {
            Mood::ParticiplePast => !preposition && cues.in_set("auxiliary", current.verb),
            Mood::Infinitive if preposition => cues.in_set("chain", current.verb),
            Mood::Infinitive => cues.in_set("modal", current.verb),
            _ => false,
        };
        if !joins {
            break;
        }
        if verb.mood == Mood::ParticiplePast {
            group.perfect = true;
            group.agreed = !cues.in_set("passive", current.verb) && verb.gender == Gender::Feminine;
            group.passive = cues.in_set("passive", current.verb)
                && !group.reflexive
                && !cues.in_set("moves", verb.verb);
        } else {
            group.governors.push(current.verb);
            group.passive = false;
        }
        group.negated |= waiting.iter().any(|&i| list[i].classes.meets(class.negation))
            && group.governors.is_empty();
        group.reflexive |= waiting.iter().any(|&i| list[i].classes.meets(class.reflexive));
        group.parts.append(&mut waiting);
        group.parts.push(ahead);
        group.head = ahead;
        group.last = ahead;
        group.verb = verb.verb;
        current = verb;
    }
    if group.parts.len() == 1 && form.mood == Mood::ParticiplePast {
        group.passive = true;
    }
    neither_nor(list, sentence, class, &mut group);
    group.parts.sort_unstable();
    Some(group)
}

/// Whether an infinitive stands there.
fn infinitive(list: &[Token], at: usize) -> bool {
    let verb = list.get(at).and_then(|t| t.verb);
    verb.is_some_and(|v| v.mood == Mood::Infinitive)
}

/// Takes in a second verb that is negated with the first (*n'a ni confirmé ni démenti*, *ne confirme ni n'infirme*).
fn neither_nor(
    list: &[Token],
    sentence: &Range<usize>,
    class: &crate::rules::TokenClasses,
    group: &mut VerbGroup,
) {
    let Some(rest) = list.get(group.last..sentence.end).filter(|_| group.negated) else { return };
    // The first *ni* may have been taken for the end of the group.
    let leads = |t: &Token| t.classes.meets(class.negator) && t.pos == Pos::Cconj;
    let ni = usize::from(!rest.first().is_some_and(leads));
    if !rest.get(ni).is_some_and(leads) {
        return;
    }
    let negation = usize::from(rest.get(ni + 1).is_some_and(|t| t.classes.meets(class.negation)));
    let verb = group.last + ni + 1 + negation;
    let form = list.get(verb).filter(|_| verb < sentence.end).and_then(|t| t.verb);
    let same = form.is_some_and(|f| match group.perfect {
        true => negation == 0 && f.mood == Mood::ParticiplePast,
        false => f.mood == group.form.mood && f.number == group.form.number,
    });
    if same {
        group.parts.extend(group.last + 1..=verb);
        if ni == 0 && !group.parts.contains(&group.last) {
            group.parts.push(group.last);
        }
        group.last = verb;
    }
}

/// The participle of an auxiliary that a phrase parts from it (*a par ailleurs justifié*, *a, de son côté, salué*).
///
/// A noun between them must stand behind a preposition or between commas, else it is the auxiliary's object.
fn parted_participle(
    list: &[Token],
    auxiliary: usize,
    sentence: &Range<usize>,
    language: &Language,
) -> Option<usize> {
    /// A longer phrase between them is rare.
    const MOST: usize = 7;
    let classes = &language.attributions.classes;
    /// What the tagger takes for a full verb is parted by a few words or a comma only (*avaient au contraire pointé*).
    const FEW: usize = 4;
    let comma = list.get(auxiliary + 1).is_some_and(|t| t.pos == Pos::Punct);
    let most = if list[auxiliary].pos == Pos::Aux || comma { MOST } else { FEW };
    let (mut guarded, mut complete) = (false, false);
    let end = sentence.end.min(auxiliary + 2 + most);
    if comma && let Some(far) = behind_commas(&list[..sentence.end], auxiliary + 1) {
        return Some(far);
    }
    for (at, t) in list[..end].iter().enumerate().skip(auxiliary + 1) {
        if is_plain_participle(t) {
            return (at > auxiliary + 1).then_some(at);
        }
        match t.pos {
            Pos::Adp | Pos::Punct => (guarded, complete) = (true, false),
            // A second phrase behind the preposition's is the verb's object (*a à ses côtés un élu*).
            Pos::Det if complete => return None,
            Pos::Adv | Pos::Det | Pos::Adj | Pos::Num => {}
            // *A d'ores et déjà annoncé*.
            Pos::Cconj if guarded => {}
            Pos::Noun | Pos::Propn | Pos::Pron if guarded || t.classes.meets(classes.time) => {
                complete = guarded;
            }
            _ => return None,
        }
    }
    None
}

/// A past participle without a mark of agreement.
fn is_plain_participle(t: &Token) -> bool {
    let plain = |v: VerbForm| v.number != Number::Plural && v.gender != Gender::Feminine;
    t.pos == Pos::Verb && t.verb.is_some_and(|v| v.mood == Mood::ParticiplePast && plain(v))
}

/// The participle behind the comma that closes what the one at `comma` opens (*a, par la voix de son avocat, dénoncé*).
fn behind_commas(list: &[Token], comma: usize) -> Option<usize> {
    /// A longer insert is a clause.
    const LONGEST: usize = 16;
    let mark = |t: &Token| t.pos == Pos::Punct && t.span.len() == 1;
    let inside = list.get(comma + 1..)?.iter().take(LONGEST);
    let finite = |t: &Token| t.verb.is_some_and(|v| v.mood.is_finite());
    let close = comma + 1 + inside.clone().position(|t| mark(t) || finite(t))?;
    let opens = matches!(list[comma + 1].pos, Pos::Adp | Pos::Adv);
    let at = close + 1 + list[close + 1..].iter().take_while(|t| t.pos == Pos::Adv).count();
    (opens && mark(&list[close]) && is_plain_participle(list.get(at)?)).then_some(at)
}

/// *nous* and *vous* are subjects unless a subject stands before them or the verb has another person (*le maire nous a dit*).
fn is_subject(
    list: &[Token],
    at: usize,
    form: VerbForm,
    class: &crate::rules::TokenClasses,
) -> bool {
    let t = &list[at];
    let person = form.persons.first() || form.persons.second();
    let other_person = form.mood.is_finite()
        && t.classes.meets(class.first_person)
        && (form.number == Number::Singular || !person);
    let behind = |c: ClassSet| at > 0 && list[at - 1].classes.meets(c);
    let led = behind(class.subject_clitic) || behind(class.negation);
    t.classes.meets(class.subject_clitic) && !other_person && !led
}

/// A bare participle behind a coordinator shares the auxiliary of the group before it, when that one is active and perfect.
fn share_auxiliary(
    list: &[Token],
    sentence: &Range<usize>,
    before: &[VerbGroup],
    group: &mut VerbGroup,
    speech_mark: ClassSet,
) {
    let bare = group.parts.len() == 1 && group.form.mood == Mood::ParticiplePast;
    if !bare || !is_coordinated(list, sentence, group.first) && !is_listed(list, sentence, group) {
        return;
    }
    let shares = |g: &&VerbGroup| g.perfect && !g.passive;
    let mut finite = before.iter().rev().filter(|g| g.is_finite());
    let model = finite.next().and_then(|near| {
        // A clause may stand between them (*a dit que l'eau montait et annoncé un arrêt*): what has an object is no passive.
        let far = || finite.take(MOST_CLAUSES).find(shares);
        Some(near)
            .filter(shares)
            .or_else(|| far().filter(|_| takes_object(list, group, speech_mark)))
    });
    if let Some(model) = model {
        group.coordinated = true;
        group.passive = false;
        group.perfect = true;
        group.form = VerbForm { verb: group.verb, ..model.form };
    }
}

/// Whether a coordinator stands before a word, adverbs and what commas set off between them (*et, dans la foulée, menacé*).
fn is_coordinated(list: &[Token], sentence: &Range<usize>, word: usize) -> bool {
    /// What is set off there is short.
    const LONGEST: usize = 10;
    let mark = |i: usize| list[i].pos == Pos::Punct;
    let joins = |i: usize| i > sentence.start && list[i - 1].pos == Pos::Cconj;
    let mut at = word;
    while at > sentence.start && list[at - 1].pos == Pos::Adv {
        at -= 1;
    }
    let first = sentence.start.max(at.saturating_sub(LONGEST));
    let set_off = at > sentence.start && mark(at - 1);
    joins(at) || set_off && (first..at - 1).rev().find(|&i| mark(i)).is_some_and(joins)
}

/// Whether a participle stands behind a comma and leads a clause (*a reconnu que …, soutenu que …*).
fn is_listed(list: &[Token], sentence: &Range<usize>, group: &VerbGroup) -> bool {
    let clause = list.get(group.last + 1).is_some_and(|t| t.pos == Pos::Sconj);
    let first = group.first;
    clause && first > sentence.start + 1 && list[first - 1].pos == Pos::Punct
}

/// So many clauses may part a participle from its auxiliary.
const MOST_CLAUSES: usize = 2;

/// Whether an object or a clause opens behind a participle that agrees with nothing.
fn takes_object(list: &[Token], group: &VerbGroup, speech_mark: ClassSet) -> bool {
    let form = group.form;
    let bare = form.number != Number::Plural && form.gender != Gender::Feminine;
    let next = list.get(group.last + 1);
    let infinitive = |t: &Token| t.verb.is_some_and(|v| v.mood == Mood::Infinitive);
    let told = next.is_some_and(|t| match t.pos {
        Pos::Det | Pos::Sconj | Pos::Num => true,
        Pos::Punct => t.classes.meets(speech_mark),
        Pos::Adp => list.get(group.last + 2).is_some_and(infinitive),
        _ => false,
    });
    bare && told
}
