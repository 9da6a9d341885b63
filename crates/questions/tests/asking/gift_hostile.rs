//! Whatever a file holds, reading it ends soon and says something.

use std::time::Instant;

use proptest::prelude::*;
use questions::Question;
use questions::gift::{MOST_BYTES, read, write};

use super::any::{draft, text};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_is_read_or_answered(file in prop_oneof![
        prop::collection::vec(text(), 0..12).prop_map(|parts| parts.concat()),
        prop::collection::vec(text(), 0..6).prop_map(|parts| format!("a{{{}}}", parts.concat())),
        prop::collection::vec(text(), 0..6).prop_map(|parts| format!("[html]{}{{#{}}}", parts.concat(), parts.concat())),
        any::<String>(),
    ]) {
        if let Ok(reading) = read(&file) {
            let lines = file.split(['\n', '\r']).count();
            for fault in &reading.faults {
                prop_assert!(fault.line >= 1 && fault.line <= lines);
                prop_assert!(!fault.sentences.is_empty());
            }
            // What was read can be written and read again, and is then the same.
            let entries: Vec<_> = reading.questions.into_iter().map(|found| found.entry).collect();
            if !entries.is_empty() {
                let again = read(&write(&entries)).unwrap();
                prop_assert!(again.faults.is_empty(), "{:?}", again.faults);
                let back: Vec<_> = again.questions.into_iter().map(|found| found.entry).collect();
                prop_assert_eq!(back, entries);
            }
        }
    }

    #[test]
    fn any_draft_is_a_question_or_has_complaints(draft in draft()) {
        match Question::new(draft) {
            Ok(question) => prop_assert_eq!(Question::new(question.draft()), Ok(question)),
            Err(complaints) => {
                prop_assert!(!complaints.is_empty());
                prop_assert!(complaints.iter().all(|c| !c.field.is_empty() && c.sentence.ends_with('.')));
            }
        }
    }
}

/// One kind of sign after another, as many as fit: time grows with the size and nothing else, so that
/// most are shown on a part of it.
#[test]
fn a_file_of_nothing_but_signs_takes_a_moment() {
    let signs = [
        "{",
        "}",
        "\\",
        "=",
        "~",
        "#",
        ":",
        "->",
        "####",
        "%",
        "//\n",
        "[",
        "<",
        "<b",
        "&",
        "&#",
        "\n",
        "a\n\n",
        "=->",
        "{\n\n}",
        "{=a\n\n",
        "~%5",
        "// [tag:",
        "[html]<",
        "$CATEGORY:\n",
        "-\\>",
        "\u{301}",
        "=a#",
        "*",
    ];
    let whole = ["{", "\\", "=", "<", "a\n\n"];
    for sign in signs {
        let bytes = if whole.contains(&sign) { MOST_BYTES } else { MOST_BYTES / 8 };
        let many = bytes / sign.len() - 12;
        for file in [
            sign.repeat(many),
            format!("a{{{}}}", sign.repeat(many)),
            format!("[html]{}{{}}", sign.repeat(many)),
        ] {
            let from = Instant::now();
            let _ = read(&file);
            let took = from.elapsed();
            assert!(took.as_secs() < 20, "{sign:?} took {took:?}");
        }
    }
}
