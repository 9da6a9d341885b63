//! What is written reads back as the same.

use proptest::prelude::*;
use questions::Kind;
use questions::gift::{GiftEntry, read, write};

use super::any::{asked, option, question, text};

fn entry() -> impl Strategy<Value = GiftEntry> {
    (question(), text(), text(), text(), prop::collection::vec(text(), 0..3)).prop_map(
        |(question, name, category, id, tags)| {
            let entry = GiftEntry::new(question).named(&name).within(&category).identified(&id);
            tags.iter().fold(entry, |entry, tag| entry.tagged(tag))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn any_question_reads_back_as_it_was_written(question in question()) {
        let file = write(&[GiftEntry::new(question.clone())]);
        let reading = read(&file).unwrap();
        prop_assert!(reading.faults.is_empty(), "{file}\n{:?}", reading.faults);
        prop_assert_eq!(reading.questions.len(), 1, "{}", file);
        prop_assert_eq!(reading.questions[0].entry.question(), &question, "{}", file);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_whole_bank_reads_back_with_its_names_and_folders(entries in prop::collection::vec(entry(), 1..6)) {
        let file = write(&entries);
        let reading = read(&file).unwrap();
        prop_assert!(reading.faults.is_empty(), "{file}\n{:?}", reading.faults);
        let back: Vec<GiftEntry> = reading.questions.into_iter().map(|found| found.entry).collect();
        prop_assert_eq!(back, entries, "{}", file);
    }
}

#[test]
fn a_written_question_looks_as_people_write_it() {
    let question = asked(Kind::Single(vec![option("Meta: 50%", 100_000), option("%Otro", 0)]));
    let entry = GiftEntry::new(question).named("Uno").within("Planeación").tagged("fácil");
    assert_eq!(
        write(&[entry]),
        "$CATEGORY: Planeación\n\n// [tag:fácil]\n::Uno::[markdown]¿Qué es?{\n\t=Meta\\: 50%\n\t~[markdown]%Otro\n}\n\n"
    );
    let steps = asked(Kind::Ordering(vec!["Radicar".into(), "Revisar".into()]));
    assert_eq!(
        write(&[GiftEntry::new(steps)]),
        "// [formacion:ordenar]\n[markdown]¿Qué es?{\n\t=1 -> Radicar\n\t=2 -> Revisar\n}\n\n"
    );
    assert_eq!(write(&[GiftEntry::new(asked(Kind::Open))]), "[markdown]¿Qué es?{}\n\n");
}
