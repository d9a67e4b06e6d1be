//! The language of a text: from its letters when there are enough, else from its small words.

use sourcier::Rules;
use sourcier::model::{Annotation, Document};
use sourcier::pipeline::{analyse, divide};

fn read(text: &str) -> Annotation {
    let rules = Rules::embedded().unwrap();
    let analysis = analyse(&Document::from_text("x", text), &rules, None);
    analysis.check().unwrap_or_else(|v| panic!("{text:?}: {v:?}"));
    analysis.annotation
}

fn told(text: &str) -> Option<String> {
    read(text).lang
}

#[test]
fn a_short_sentence_is_told_by_its_small_words() {
    assert_eq!(told("Le maire dit « oui ». Il part.").as_deref(), Some("fr"));
    assert_eq!(told("Elle est là.").as_deref(), Some("fr"));
}

#[test]
fn what_cannot_be_told_stays_open() {
    for text in ["", "Oui.", "Zorg blib.", "12 %", "— … —"] {
        assert_eq!(told(text), None, "{text:?}");
    }
}

#[test]
fn another_language_is_told_and_left_alone() {
    let text =
        "The minister said on Monday that the bridge would stay closed until the end of the month.";
    let annotation = read(text);
    assert_eq!(annotation.lang.as_deref(), Some("en"));
    assert!(annotation.attributions.is_empty());
    assert!(annotation.notes.iter().any(|n| n.contains("`en`")), "{:?}", annotation.notes);
}

const FRENCH: &str = "La ministre affirme que le pont restera fermé jusqu'à la fin du mois. Selon le maire, les \
    travaux coûteront deux millions d'euros, et personne ne sait encore qui les paiera.";
const ENGLISH: &str = "The minister told the U.S. Navy on Monday that the bridge would stay closed. The mayor said \
    that the work would cost two million, and nobody knows yet who is going to pay for it.";

/// The languages of the blocks, as far as they are told.
fn languages(annotation: &Annotation) -> Vec<Option<&str>> {
    annotation.blocks.iter().map(|b| b.lang.as_deref()).collect()
}

#[test]
fn a_block_in_another_language_is_told_so() {
    let annotation = read(&format!("{FRENCH}\n{ENGLISH}\n{FRENCH} Et c'est tout."));
    assert_eq!(annotation.lang.as_deref(), Some("fr"));
    assert_eq!(languages(&annotation), [None, Some("en"), None]);
    assert!(annotation.notes.iter().any(|n| n.contains("`en`: 1")), "{:?}", annotation.notes);
    // The English rules know that no sentence ends behind the first letters of the navy's name.
    let of = |block| annotation.sentences.iter().filter(|s| s.block == block).count();
    assert_eq!(of(1), 2);
    // There are no English rules for attributions.
    let english = annotation.blocks[1].span();
    assert!(!annotation.attributions.is_empty());
    assert!(annotation.attributions.iter().all(|a| !a.cue[0].overlaps(english)));
    assert!(annotation.claims.iter().all(|c| !c.spans.iter().any(|s| s.overlaps(english))));
}

#[test]
fn a_block_is_read_by_the_rules_of_its_own_language() {
    let annotation = read(&format!("{ENGLISH}\n{FRENCH}\n{ENGLISH} That is all."));
    assert_eq!(annotation.lang.as_deref(), Some("en"));
    assert_eq!(languages(&annotation), [None, Some("fr"), None]);
    let french = annotation.blocks[1].span();
    let names: Vec<&str> = annotation.sources.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["La ministre", "le maire"]);
    assert!(annotation.attributions.iter().all(|a| french.contains(a.cue[0])));
    assert_eq!(annotation.profile.claims_by_source, annotation.attributions.len());
}

#[test]
fn sources_of_two_languages_are_numbered_in_order_of_the_text() {
    // Only one language has such rules so far, so the two readings that are joined are of different places.
    let rules = Rules::embedded().unwrap();
    let layers = |text: &str| {
        let document = Document::from_text("x", text);
        let found = sourcier::pipeline::read(&document, &rules, Some("fr")).findings(text);
        assert!(!found.attributions.is_empty());
        found
    };
    let blank = " ".repeat(FRENCH.len());
    let (first, second) = (layers(FRENCH), layers(&format!("{blank}\n{FRENCH}")));
    let n = first.attributions.len();
    let joined = second.join(first);
    let ids: Vec<&str> = joined.voices.sources.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["s1", "s2", "s3", "s4"]);
    assert!(joined.voices.sources.windows(2).all(|w| w[0].mentions[0] < w[1].mentions[0]));
    assert_eq!(joined.attributions.len(), 2 * n);
    let told: Vec<_> = joined.attributions.iter().filter_map(|a| a.source.as_ref()).collect();
    assert_eq!(told.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ids);
    let chains: Vec<_> = joined.claims.iter().flat_map(|c| c.chain.iter().flatten()).collect();
    assert_eq!(chains, ids);
}

#[test]
fn short_blocks_and_names_are_not_guessed() {
    let text = format!(
        "{FRENCH}\nBreaking news\nRead all about the match of the day\nAwa Kanté, Luc Marne, Zoé Pic, Ousmane Bâ, \
         Ibrahim Coulibaly, Moussa Traoré, Fatou Sow, Binta Diallo, Karim Sidibé, Paul Roux\n{FRENCH} Voilà."
    );
    assert!(languages(&read(&text)).iter().all(Option::is_none));
}

#[test]
fn a_kindred_language_is_no_french() {
    // Many small words of these are small words of French as well.
    let spanish = "El alcalde de la ciudad se niega a que la gente se quede sin agua y dice que en la reunión de ayer no se tomó \
                   la decisión que se le pedía, si bien es la que todos esperaban de él.";
    let portuguese = "O presidente da câmara disse que a decisão de que se fala na cidade não é a que se tomou na reunião e que o \
                      porto vai abrir de novo na semana que vem, se o tempo o permitir.";
    let annotation = read(&format!("{FRENCH}\n{spanish}\n{portuguese}\n{FRENCH} Voilà."));
    assert_eq!(languages(&annotation), [None, Some("es"), Some("pt"), None]);
}

#[test]
fn another_script_needs_few_letters() {
    let text = format!(
        "{FRENCH}\nМинистр заявил, что мост закрыт до конца месяца, и никто ещё не знает, кто заплатит за работы и когда их начнут\n{FRENCH} Voilà."
    );
    assert_eq!(languages(&read(&text)), [None, Some("ru"), None]);
}

#[test]
fn a_language_that_is_given_holds_for_all_blocks() {
    let rules = Rules::embedded().unwrap();
    let document = Document::from_text("x", format!("{FRENCH}\n{ENGLISH}"));
    let told = |given| divide(&document, &rules, given).iter().any(|b| b.lang.is_some());
    assert!(told(None) && !told(Some("fr")));
}
