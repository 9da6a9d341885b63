use super::*;

const CLOSED: CohortStatus =
    CohortStatus { stage: CohortStage::Closed, sessions_left: 0, unlisted: 0 };
const RULE: CertificateRule = CertificateRule {
    kind: Kind::Certificado,
    minimum_attendance: 80,
    pass_mark: Some(30),
    least_minutes: 0,
    extras: Extras { product: false, survey: false, minimum_hours: None },
};

fn progress(attended: u32, held: u32, grade: FinalGrade) -> LearnerProgress {
    let attendance = Totals { attended, held, ..Totals::default() };
    LearnerProgress {
        stage: EnrolmentStage::Confirmed,
        attendance,
        grade,
        products: Vec::new(),
        survey: Survey::Never,
    }
}

fn failing(judgement: &Judgement) -> Vec<Requirement> {
    judgement.lacking().map(|part| part.requirement).collect()
}

#[test]
fn attendance_and_grade_at_the_minimum_are_enough() {
    assert!(judge(&RULE, &CLOSED, &progress(8, 10, FinalGrade::Grade(30))).holds());
}

#[test]
fn each_failing_part_is_named_with_what_is_asked_and_what_there_is() {
    let judgement = judge(&RULE, &CLOSED, &progress(18, 25, FinalGrade::Grade(29)));
    assert_eq!(failing(&judgement), [Requirement::Attendance, Requirement::Grade]);
    let text = judgement.explanation();
    for fact in ["80 %", "72 %", "3,0", "2,9"] {
        assert!(text.contains(fact), "{fact} in «{text}»");
    }
    assert!(judgement.is_lost());
}

#[test]
fn the_missing_grades_are_named_as_a_sentence_names_them() {
    let missing = FinalGrade::Missing(vec!["Prueba".into(), "Taller".into(), "Plan".into()]);
    let text = judge(&RULE, &CLOSED, &progress(8, 10, missing)).explanation();
    assert!(text.contains("falta la nota de: Prueba, Taller y Plan."), "{text}");
}

#[test]
fn almost_enough_is_never_rounded_up_to_enough() {
    let judgement = judge(&RULE, &CLOSED, &progress(239, 300, FinalGrade::Grade(50)));
    assert_eq!(failing(&judgement), [Requirement::Attendance]);
    assert!(judgement.explanation().contains("79 %"), "{}", judgement.explanation());
}

#[test]
fn while_sessions_remain_the_person_learns_what_is_still_reachable() {
    let running = CohortStatus { stage: CohortStage::Running, sessions_left: 2, unlisted: 0 };
    let mut facts = progress(3, 4, FinalGrade::Missing(vec!["Producto final".into()]));
    facts.attendance.remaining = 2;
    let judgement = judge(&RULE, &running, &facts);
    assert!(!judgement.is_lost());
    let text = judgement.explanation();
    assert!(text.contains("83 %") && text.contains("Producto final"), "{text}");
    assert!(text.ends_with("Faltan 2 sesiones por dictar."), "{text}");
    let text = judge(&RULE, &CohortStatus { unlisted: 1, ..running }, &facts).explanation();
    assert!(
        text.ends_with("Faltan 2 sesiones por dictar. Falta pasar la lista de 1 sesión."),
        "{text}"
    );

    facts.attendance.attended = 2;
    assert!(judge(&RULE, &running, &facts).is_lost(), "4 of 6 is 67 %");
}

#[test]
fn a_constancia_asks_for_attendance_only() {
    let rule = CertificateRule::new("webinar", 80, Some(30), Extras::default());
    assert_eq!(rule.kind, Kind::Constancia);
    assert!(judge(&rule, &CLOSED, &progress(1, 1, FinalGrade::NotDefined)).holds());
    assert_eq!(kind_of("curso", None), Kind::Constancia);
    assert_eq!(kind_of("curso", Some(30)), Kind::Certificado);
}

#[test]
fn nobody_is_certified_without_a_place_or_without_a_session_that_counts() {
    let mut facts = progress(10, 10, FinalGrade::Grade(50));
    for stage in [EnrolmentStage::Waiting, EnrolmentStage::Withdrawn] {
        facts.stage = stage;
        assert_eq!(failing(&judge(&RULE, &CLOSED, &facts)), [Requirement::Enrolment]);
    }
    let nothing = CertificateRule { minimum_attendance: 0, ..RULE };
    assert!(!judge(&nothing, &CLOSED, &progress(0, 0, FinalGrade::Grade(50))).holds());
}

#[test]
fn certificates_wait_until_the_cohort_is_closed_and_never_come_for_a_cancelled_one() {
    let facts = progress(10, 10, FinalGrade::Grade(50));
    for (stage, sessions_left, holds) in [
        (CohortStage::Running, 0, false),
        (CohortStage::Running, 1, false),
        (CohortStage::Running, 2, false),
        (CohortStage::Confirmed, 0, false),
        (CohortStage::Cancelled, 0, false),
        (CohortStage::Closed, 0, true),
    ] {
        let moment = CohortStatus { stage, sessions_left, unlisted: 0 };
        assert_eq!(judge(&RULE, &moment, &facts).holds(), holds, "{moment:?}");
    }
}

#[test]
fn numbers_are_padded() {
    assert_eq!(number("HUI", 2026, 123), "HUI-2026-000123");
    assert_eq!(number("MET", 2026, 1_234_567), "MET-2026-1234567");
}

/// The same decision in one sentence, without a word of explanation.
fn model(
    rule: &CertificateRule,
    moment: &CohortStatus,
    facts: &LearnerProgress,
) -> Vec<Requirement> {
    let (attendance, pass) = (facts.attendance, rule.pass_mark.unwrap_or(0));
    let graded = rule.pass_mark.is_some();
    let high = |tenths: Option<i32>| tenths.is_some_and(|tenths| tenths >= pass);
    let made = !facts.products.is_empty() && facts.products.iter().all(|one| high(one.tenths));
    let needs = rule.extras.minimum_hours.unwrap_or(0) * 60;
    let attended = attendance.held > 0
        && attendance.attended * 100 >= attendance.held * rule.minimum_attendance as u32;
    let heard = matches!(facts.survey, Survey::Answered | Survey::Never);
    [
        (Requirement::Enrolment, facts.stage == EnrolmentStage::Confirmed),
        (Requirement::Attendance, attended),
        (Requirement::Hours, attendance.credited as i32 >= needs),
        (Requirement::Grade, !graded || high(facts.grade.tenths())),
        (Requirement::Product, !(graded && rule.extras.product) || made),
        (Requirement::Survey, !rule.extras.survey || heard),
        (Requirement::Ending, moment.stage == CohortStage::Closed),
    ]
    .into_iter()
    .filter_map(|(requirement, holds)| (!holds).then_some(requirement))
    .collect()
}

#[test]
fn every_combination_is_judged_as_a_model_of_one_sentence_does_and_says_why() {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 12, 19).expect("a day");
    let product =
        |tenths| ProductResult { name: "Plan de cobro".into(), is_submitted: true, tenths };
    let products =
        [vec![], vec![product(None)], vec![product(Some(29))], vec![product(Some(30)); 2]];
    let surveys = [
        Survey::NotYet { from: day },
        Survey::Open { until: day },
        Survey::Answered,
        Survey::Over { on: day },
        Survey::Never,
    ];
    let grades =
        [FinalGrade::NotDefined, FinalGrade::Missing(vec!["Prueba".into()]), FinalGrade::Grade(30)];
    let mut looked = 0_u32;
    for bits in 0..16 {
        let extras = Extras {
            product: bits & 1 > 0,
            survey: bits & 2 > 0,
            minimum_hours: (bits & 4 > 0).then_some(16),
        };
        let rule = CertificateRule::new("curso", 80, (bits & 8 > 0).then_some(30), extras);
        for enrolment in [
            EnrolmentStage::Confirmed,
            EnrolmentStage::Offered,
            EnrolmentStage::Waiting,
            EnrolmentStage::Withdrawn,
        ] {
            for stage in [CohortStage::Running, CohortStage::Closed, CohortStage::Cancelled] {
                for attended in 0..=5 {
                    for (products, grade) in products.iter().flat_map(|products| {
                        grades.iter().map(move |grade| (products.clone(), grade.clone()))
                    }) {
                        for survey in surveys {
                            let attendance = Totals {
                                attended,
                                held: 5,
                                credited: attended * 240,
                                ..Totals::default()
                            };
                            let products = products.clone();
                            let grade = grade.clone();
                            let facts = LearnerProgress {
                                stage: enrolment,
                                attendance,
                                grade,
                                products,
                                survey,
                            };
                            let moment = CohortStatus { stage, sessions_left: 0, unlisted: 0 };
                            let judgement = judge(&rule, &moment, &facts);
                            let expected = model(&rule, &moment, &facts);
                            assert_eq!(failing(&judgement), expected, "{rule:?} {facts:?}");
                            assert_eq!(judgement.holds(), expected.is_empty());
                            let said = judgement.explanation();
                            assert!(!said.contains(['{', '}']), "{said}");
                            looked += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(looked, 16 * 4 * 3 * 6 * 4 * 3 * 5);
}

#[test]
fn each_further_part_says_what_is_asked_and_what_there_is() {
    let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 12, day).expect("a day");
    let extras = Extras { product: true, survey: true, minimum_hours: Some(16) };
    let rule = CertificateRule { extras, ..RULE };
    let running = CohortStatus { stage: CohortStage::Running, sessions_left: 1, unlisted: 0 };
    let mut facts = progress(4, 4, FinalGrade::Grade(40));
    facts.attendance.credited = 15 * 60 + 30;
    facts.attendance.ahead = 240;
    facts.survey = Survey::NotYet { from: day(2) };
    facts.products = vec![
        ProductResult { name: "Diagnóstico".into(), is_submitted: true, tenths: None },
        ProductResult { name: "Plan".into(), is_submitted: false, tenths: None },
    ];
    let said = judge(&rule, &running, &facts).explanation();
    for sentence in [
        "Se piden 16 horas de asistencia y lleva 15 horas y 30 minutos; si asiste a lo que falta llega a 19 horas y 30 minutos.",
        "Cada producto se aprueba con 3,0 o más: falta la nota de «Diagnóstico» y falta entregar «Plan».",
        "Se pide responder la encuesta de satisfacción: podrá responderla desde el 2 de diciembre de 2026.",
    ] {
        assert!(said.contains(sentence), "{sentence}\n{said}");
    }
    facts.attendance = Totals { attended: 4, held: 4, credited: 960, ..Totals::default() };
    facts.products.truncate(1);
    facts.products[0].tenths = Some(35);
    facts.survey = Survey::Open { until: day(20) };
    let judgement = judge(&rule, &CLOSED, &facts);
    assert!(judgement.waits_for_survey() && !judgement.is_lost(), "it can still be answered");
    assert!(judgement.explanation().contains("abierta hasta el 20 de diciembre de 2026"));
    facts.survey = Survey::Over { on: day(20) };
    assert!(judge(&rule, &CLOSED, &facts).is_lost());
    facts.survey = Survey::Never;
    assert!(judge(&rule, &CLOSED, &facts).holds(), "nobody is held to what they were not asked");
    facts.products[0].tenths = Some(29);
    let said = judge(&rule, &CLOSED, &facts).explanation();
    assert_eq!(said, "Cada producto se aprueba con 3,0 o más: «Diagnóstico» tiene 2,9.");
}

#[test]
fn where_nothing_is_graded_no_product_is_asked_for() {
    let extras = Extras { product: true, survey: true, minimum_hours: Some(2) };
    let rule = CertificateRule::new("webinar", 80, Some(30), extras);
    let kept = Extras { product: false, ..extras };
    assert_eq!((rule.kind, rule.extras), (Kind::Constancia, kept));
}

/// Somebody added before the last of four sessions of four hours was at all that counts for them.
#[test]
fn whoever_was_at_one_session_of_four_is_not_certified_for_the_course() {
    let rule = CertificateRule { least_minutes: 614, ..RULE };
    let mut late = progress(1, 1, FinalGrade::Grade(45));
    late.attendance.credited = 240;
    let judgement = judge(&rule, &CLOSED, &late);
    assert_eq!(failing(&judgement), [Requirement::Hours]);
    assert!(judgement.is_lost());
    let text = judgement.explanation();
    assert!(text.contains("4 horas") && text.contains("10 horas y 14 minutos"), "{text}");
    let told = rule.least_hours();
    assert_eq!(told.as_deref(), Some("al menos 10 horas y 14 minutos de asistencia"));
    assert_eq!(RULE.least_hours(), None);
    // What is still to come may be enough; a failing percentage is said alone.
    late.attendance.ahead = 400;
    assert!(judge(&rule, &CLOSED, &late).holds());
    let mut absent = progress(1, 4, FinalGrade::Grade(45));
    absent.attendance.credited = 240;
    assert_eq!(failing(&judge(&rule, &CLOSED, &absent)), [Requirement::Attendance]);
}
