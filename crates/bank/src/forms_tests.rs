use super::*;

/// A question of each kind, with everything that it may have.
pub fn one_of_each() -> Vec<Question> {
    let some = |text: &str| Some(text.to_owned());
    let choice = |text: &str, weight: i32, feedback: Option<String>| Choice {
        text: text.to_owned(),
        weight: Weight::new(weight).expect("is a weight"),
        feedback,
    };
    let decimal = |text: &str| Decimal::read(text).expect("is a number");
    let kinds = vec![
        Kind::Single(vec![
            choice("Predial", 100_000, some("Sí")),
            choice("IVA", 0, None),
            choice("Sobretasa", 50_000, some("Casi")),
        ]),
        Kind::Multiple(vec![
            choice("Predial", 50_000, None),
            choice("ICA", 50_000, None),
            choice("IVA", -100_000, some("Es de la Nación")),
        ]),
        Kind::Multiple(vec![
            choice("a", 33_333, None),
            choice("b", 66_667, None),
            choice("c", 0, None),
        ]),
        Kind::TrueFalse { right: true, said_true: None, said_false: some("No: es cada año") },
        Kind::Numeric {
            accepted: vec![
                RangeAnswer {
                    range: Range::Around { value: decimal("4,7"), tolerance: decimal("0,05") },
                    weight: Weight::FULL,
                    feedback: None,
                },
                RangeAnswer {
                    range: Range::Between { low: decimal("4"), high: decimal("5") },
                    weight: Weight::new(50_000).expect("half"),
                    feedback: some("Redondeó antes de tiempo"),
                },
            ],
            otherwise: some("Revise la fórmula"),
        },
        Kind::Ordering(vec!["Uno".into(), "Dos".into(), "Tres".into()]),
        Kind::Matching(Matching {
            pairs: vec![
                Pair { stem: "Predial".into(), answer: "Municipio".into() },
                Pair { stem: "IVA".into(), answer: "Nación".into() },
            ],
            extra: vec!["Departamento".into()],
        }),
        Kind::ShortText(ShortText {
            accepted: vec![
                TextAnswer { pattern: "plusvalía".into(), weight: Weight::FULL, feedback: None },
                TextAnswer {
                    pattern: "valoriza*".into(),
                    weight: Weight::new(25_000).expect("a quarter"),
                    feedback: some("Es otra"),
                },
            ],
            strictness: Strictness { case: false, accents: true, spaces: false },
        }),
        Kind::Open,
    ];
    kinds
        .into_iter()
        .map(|kind| {
            let draft = Draft {
                text: "¿Qué **recauda** el municipio?\n\n- a\n- b".into(),
                kind,
                general_feedback: some("Ley 44 de 1990"),
                fixed_order: true,
            };
            Question::new(draft).expect("can be asked")
        })
        .collect()
}

fn sent(form: &FormState) -> Fields {
    Fields::of_state(form)
}

#[test]
fn every_kind_that_fills_a_form_is_read_back_the_same() {
    for question in one_of_each() {
        let form = fill(&question);
        assert_eq!(read(QuestionKind::of(&question), &sent(&form)), Ok(question));
    }
}

#[test]
fn rows_that_nobody_filled_are_left_out_and_errors_stand_at_their_row() {
    let form = FormState::default()
        .with("texto", "¿Cuál?")
        .with(ROWS, 4)
        .with("opcion[1]", "Predial")
        .with("correcta[1]", "si")
        .with("opcion[3]", "IVA");
    let question = read(QuestionKind::Single, &sent(&form)).expect("two rows are enough");
    assert_eq!(fill(&question).first("opcion[1]"), Some("IVA"));

    let twice = form.with("retro[0]", "sin texto").with("peso[3]", "mucho");
    let refused = read(QuestionKind::Single, &sent(&twice)).expect_err("is refused");
    let fields: Vec<&str> = refused.errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["peso[3]", "opcion[0]"]);
    assert_eq!(refused.first("peso[3]"), Some("mucho"), "what was typed stays");
}

#[test]
fn several_right_options_share_the_whole_unless_their_weights_are_typed() {
    let form = FormState::default()
        .with("texto", "¿Cuáles?")
        .with(ROWS, 4)
        .with("opcion[0]", "Predial")
        .with("correcta[0]", "si")
        .with("opcion[1]", "ICA")
        .with("correcta[1]", "si")
        .with("opcion[2]", "IVA");
    let question = read(QuestionKind::Multiple, &sent(&form)).expect("is read");
    let Kind::Multiple(options) = question.kind() else { panic!("several options") };
    let weights: Vec<i32> = options.iter().map(|option| option.weight.thousandths()).collect();
    assert_eq!(weights, [50_000, 50_000, -100_000]);

    let refused =
        read(QuestionKind::Multiple, &sent(&form.with("peso[0]", "70"))).expect_err("120 %");
    assert!(refused.errors.iter().any(|error| error.text.contains("suman 120 %")));
}

#[test]
fn numbers_are_read_as_people_write_them_or_the_field_says_how() {
    let form = |value: &str| {
        let form = FormState::default().with("texto", "¿Cuánto?").with("valor[0]", value);
        read(QuestionKind::Numeric, &sent(&form))
    };
    assert!(form("4,7").is_ok() && form("4.7").is_ok());
    for (wrong, told) in [("cuatro", "4,7"), ("1.234", "dos maneras"), ("", "al menos 1")] {
        let refused = form(wrong).expect_err(wrong);
        assert_eq!(refused.errors[0].field, "valor[0]", "{wrong}");
        assert!(refused.errors[0].text.contains(told), "{:?}", refused.errors);
    }
}

#[test]
fn an_answer_without_its_left_side_is_one_more_than_needed() {
    let form = FormState::default()
        .with("texto", "Empareje")
        .with(ROWS, 4)
        .with("enunciado[0]", "Predial")
        .with("pareja[0]", "Municipio")
        .with("pareja[1]", "Departamento")
        .with("enunciado[2]", "IVA")
        .with("pareja[2]", "Nación")
        .with("pareja[3]", "Nación");
    let refused =
        read(QuestionKind::Matching, &sent(&form)).expect_err("«Nación» is there already");
    assert_eq!(refused.errors[0].field, "pareja[3]");
}
