use super::*;

const CLOSED: Moment = Moment { stage: CohortStage::Closed, sessions_left: 0 };
const RULE: Rule = Rule { kind: Kind::Certificado, minimum_attendance: 80, pass_mark: Some(30) };

fn progress(attended: u32, held: u32, grade: FinalGrade) -> Progress {
    let attendance = Totals { attended, held, ..Totals::default() };
    Progress { place: Place::Confirmed, attendance, grade }
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
fn almost_enough_is_never_rounded_up_to_enough() {
    let judgement = judge(&RULE, &CLOSED, &progress(239, 300, FinalGrade::Grade(50)));
    assert_eq!(failing(&judgement), [Requirement::Attendance]);
    assert!(judgement.explanation().contains("79 %"), "{}", judgement.explanation());
}

#[test]
fn while_sessions_remain_the_person_learns_what_is_still_reachable() {
    let running = Moment { stage: CohortStage::Running, sessions_left: 2 };
    let mut facts = progress(3, 4, FinalGrade::Missing(vec!["Producto final".into()]));
    facts.attendance.remaining = 2;
    let judgement = judge(&RULE, &running, &facts);
    assert!(!judgement.is_lost());
    let text = judgement.explanation();
    assert!(text.contains("83 %") && text.contains("Producto final"), "{text}");

    facts.attendance.attended = 2;
    assert!(judge(&RULE, &running, &facts).is_lost(), "4 of 6 is 67 %");
}

#[test]
fn a_constancia_asks_for_attendance_only() {
    let rule = Rule::of("webinar", 80, Some(30));
    assert_eq!(rule.kind, Kind::Constancia);
    assert!(judge(&rule, &CLOSED, &progress(1, 1, FinalGrade::NotDefined)).holds());
    assert_eq!(kind_of("curso", None), Kind::Constancia);
    assert_eq!(kind_of("curso", Some(30)), Kind::Certificado);
}

#[test]
fn nobody_is_certified_without_a_place_or_without_a_session_that_counts() {
    let mut facts = progress(10, 10, FinalGrade::Grade(50));
    for place in [Place::Waiting, Place::Withdrawn] {
        facts.place = place;
        assert_eq!(failing(&judge(&RULE, &CLOSED, &facts)), [Requirement::Place]);
    }
    let nothing = Rule { minimum_attendance: 0, ..RULE };
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
        let moment = Moment { stage, sessions_left };
        assert_eq!(judge(&RULE, &moment, &facts).holds(), holds, "{moment:?}");
    }
}

#[test]
fn numbers_are_padded() {
    assert_eq!(number(2026, 123), "2026-000123");
    assert_eq!(number(2026, 1_234_567), "2026-1234567");
}
