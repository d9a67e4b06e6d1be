//! Reading gold: each slip of an annotator is told, and told for the right attribution.

use std::fs;

use sourcier::eval::check::problems;
use sourcier::eval::gold::{Gold, GoldError, read_file};

const TEXT: &str = "Selon Radio Sud, la mairie nie que l’eau soit « trouble ». Lire aussi\n";

const ANN: &str = "\
T1\tCue 0 5\tSelon
T2\tSource 6 15\tRadio Sud
T3\tContent 17 57\tla mairie nie que l’eau soit « trouble »
T4\tCue 27 30\tnie
T5\tSource 17 26\tla mairie
T6\tContent 31 57\tque l’eau soit « trouble »
T7\tBoilerplate 59 69\tLire aussi
E1\tAttribution:T1 Source:T2 Content:T3
E2\tAttribution:T4 Source:T5 Content:T6 Parent:E1
A1\tKind T2 Media
A2\tIdentified T2 Named
A3\tMode E1 Mixed
A4\tStance E1 Asserts
A5\tConstruction E1 C1
A6\tKind T5 Government
A7\tIdentified T5 Role
A8\tMode E2 Mixed
A9\tStance E2 Denies
A10\tKind T7 Related
";

fn read(ann: &str) -> Result<Gold, GoldError> {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("eau.txt"), TEXT).unwrap();
    fs::write(dir.path().join("eau.ann"), ann).unwrap();
    read_file(&dir.path().join("eau.ann"))
}

/// The gold with one slip, which must be there to be made.
fn slip(right: &str, wrong: &str) -> String {
    assert_eq!(ANN.matches(right).count(), 1, "{right:?} is not one place of the gold");
    ANN.replace(right, wrong)
}

#[test]
fn sound_gold_has_no_problems() {
    assert_eq!(problems(&read(ANN).unwrap()), Vec::<String>::new());
}

#[test]
fn slips_are_told() {
    let cases = [
        ("Mode E1 Mixed", "Mode E1 Half", "E1: Mode is Half"),
        ("A4\tStance E1 Asserts\n", "", "E1: Stance is missing"),
        ("Stance E2 Denies", "Stance E2 denied", "E2: Stance is denied"),
        ("Construction E1 C1", "Construction E1 C12", "E1: Construction is C12"),
        ("Kind T2 Media", "Kind T2 Radio", "E1: Kind is Radio"),
        ("A7\tIdentified T5 Role\n", "", "E2: Identified is missing"),
        ("Kind T7 Related", "Kind T7 Title", "boilerplate \"Lire aussi\": Kind is Title"),
        (" Content:T6 Parent:E1", " Parent:E1", "E2: it has no content"),
        ("Parent:E1", "Parent:E9", "E2: its parent E9 is not there"),
        ("Content:T3\n", "Content:T3 Parent:E2\n", "E1: its parents form a circle"),
        (
            "Content:T3\n",
            "Content:T3 Parent:E2\n",
            "E1: its content is not inside that of its parent E2",
        ),
        ("Source:T5", "Source:T2", "E2: its source is that of its parent E1"),
        ("T1\tCue 0 5\tSelon", "T1\tCue 27 30\tnie", "E1: its cue lies in its own content"),
        (
            "T2\tSource 6 15\tRadio Sud",
            "T2\tSource 0 5\tSelon",
            "E1: its cue and its source overlap",
        ),
        (
            "T5\tSource 17 26\tla mairie",
            "T5\tSource 35 40\tl’eau",
            "E2: its source lies in its own content",
        ),
        (
            "T5\tSource 17 26\tla mairie",
            "T5\tSource 59 63\tLire",
            "E2: its source lies in boilerplate",
        ),
        (
            "T5\tSource 17 26\tla mairie",
            "T5\tSource 17 27\tla mairie ",
            "E2: its source \"la mairie \" begins or ends with a blank",
        ),
    ];
    for (right, wrong, told) in cases {
        let found = problems(&read(&slip(right, wrong)).unwrap());
        assert!(found.iter().any(|p| p == told), "{wrong:?} gives {found:?}, not {told:?}");
    }
}

#[test]
fn silence_needs_no_content() {
    let ann = slip(" Content:T6 Parent:E1", "").replace("E2 Denies", "E2 NoComment");
    assert_eq!(problems(&read(&ann).unwrap()), Vec::<String>::new());
}

#[test]
fn a_shifted_offset_is_an_error_with_its_line() {
    let error = read(&slip("Source 17 26", "Source 16 25")).unwrap_err().to_string();
    let told = ":5: the offsets give \"la mairi\", the line says \"la mairie\"";
    assert!(error.ends_with(told), "{error}");
}

#[test]
fn a_reference_to_nothing_is_an_error() {
    let error = read(&slip("Source:T2", "Source:T20")).unwrap_err().to_string();
    assert!(error.ends_with("no T20"), "{error}");
}
