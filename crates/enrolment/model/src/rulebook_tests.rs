use chrono::TimeZone as _;
use courses_model::rules::Admission;

use super::*;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("valid")
}

fn at(day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, day, hour, 0, 0).single().expect("valid")
}

fn cohort(id: i64, course: i64, subject: &str) -> CohortOutline {
    CohortOutline {
        id: CohortId(id),
        name: format!("Cohorte {id}"),
        course: CourseId(course),
        course_name: format!("Curso {course}"),
        subject: subject.to_owned(),
        unit: "MET".to_owned(),
        stage: CohortStage::Tentative,
        starts_on: day(3),
        ends_on: day(5),
        sessions: vec![(at(3, 8), at(3, 12)), (at(4, 8), at(4, 12))],
    }
}

fn place(stage: Stage, cohort: CohortOutline) -> OtherPlace {
    OtherPlace { stage, cohort, never_came: false }
}

#[test]
fn whoever_did_not_use_a_seat_of_the_unit_is_enrolled_by_the_coordination_for_some_months() {
    let admission = Admission { no_show_months: 12, ..Admission::default() };
    let strict = Requirements { admission, ..asked() };
    let own = cohort(1, 1, "tributaria");
    let ended = |year: i32, unit: &str| OtherPlace {
        never_came: true,
        ..place(
            Stage::Confirmed,
            CohortOutline {
                stage: CohortStage::Closed,
                ends_on: NaiveDate::from_ymd_opt(year, 11, 3).expect("valid"),
                unit: unit.to_owned(),
                ..cohort(2, 2, "contable")
            },
        )
    };
    let found = |asked: &Requirements, others: &[OtherPlace], reader| {
        judged(asked, &own, &from("50325"), others, reader).unmet
    };
    let told = found(&strict, &[ended(2025, "MET")], NameReader::Oneself);
    assert_eq!(told[0].code, "no_show");
    assert!(told[0].sentence.contains("Cohorte 2"), "{told:?}");
    // An entity reads who decides, and not what the person did elsewhere.
    let told = found(&strict, &[ended(2025, "MET")], NameReader::Entity);
    assert!(!told[0].sentence.contains("Cohorte 2"), "{told:?}");
    for (asked, others) in [
        (&strict, vec![ended(2024, "MET")]),
        (&strict, vec![ended(2026, "HUI")]),
        (&strict, vec![OtherPlace { never_came: false, ..ended(2026, "MET") }]),
        (&asked(), vec![ended(2026, "MET")]),
    ] {
        assert_eq!(found(asked, &others, NameReader::Oneself), []);
    }
}

fn asked() -> Requirements {
    Requirements {
        municipalities: vec![("50325".to_owned(), "Mapiripán (Meta)".to_owned())],
        ..Requirements::default()
    }
}

fn from(municipality: &str) -> EligibilityFacts {
    EligibilityFacts { municipality: Some(municipality.to_owned()), ..EligibilityFacts::default() }
}

fn judged(
    asked: &Requirements,
    own: &CohortOutline,
    who: &EligibilityFacts,
    others: &[OtherPlace],
    reader: NameReader<'_>,
) -> RulebookVerdict {
    verdict(asked, Some((own, others)), who, reader)
}

fn codes(others: &[OtherPlace]) -> Vec<&'static str> {
    let found =
        judged(&asked(), &cohort(1, 1, "tributaria"), &from("50325"), others, NameReader::Oneself);
    found.cautions.iter().map(|note| note.code).collect()
}

#[test]
fn a_municipality_of_elsewhere_refuses_only_where_the_course_says_so() {
    let own = cohort(1, 1, "tributaria");
    let there = judged(&asked(), &own, &from("18001"), &[], NameReader::Oneself);
    assert!(there.unmet.is_empty());
    assert_eq!(there.cautions[0].code, "other_municipality");
    assert!(there.cautions[0].sentence.contains("Mapiripán (Meta)"));
    let admission = Admission { own_municipalities: true, ..Admission::default() };
    let closed = Requirements { admission, ..asked() };
    let there = judged(&closed, &own, &from("18001"), &[], NameReader::Oneself);
    assert_eq!((there.unmet[0].code, there.cautions.len()), ("municipality", 0));
    let nowhere = judged(&asked(), &own, &EligibilityFacts::default(), &[], NameReader::Oneself);
    assert_eq!(nowhere, RulebookVerdict::default());
}

#[test]
fn the_same_course_counts_while_it_is_not_over_and_its_place_is_not_given_back() {
    let same = |stage| {
        let sessions = Vec::new();
        [place(stage, CohortOutline { sessions, ..cohort(2, 1, "tributaria") })]
    };
    for stage in [Stage::Confirmed, Stage::Offered, Stage::Waiting] {
        assert_eq!(codes(&same(stage)), ["same_course"]);
    }
    assert!(codes(&same(Stage::Withdrawn)).is_empty());
    assert!(codes(&[place(Stage::Confirmed, cohort(1, 1, "tributaria"))]).is_empty());
}

#[test]
fn sessions_meet_only_where_somebody_has_a_seat_and_neighbours_do_not() {
    let other = |from: u32, to: u32, stage| {
        let sessions = vec![(at(4, from), at(4, to))];
        [place(stage, CohortOutline { sessions, ..cohort(2, 2, "otra") })]
    };
    assert_eq!(codes(&other(11, 13, Stage::Confirmed)), ["overlap"]);
    assert_eq!(codes(&other(11, 13, Stage::Offered)), ["overlap"]);
    assert!(codes(&other(11, 13, Stage::Waiting)).is_empty());
    assert!(codes(&other(12, 14, Stage::Confirmed)).is_empty());
}

#[test]
fn the_same_subject_counts_for_a_year_and_is_not_said_twice() {
    let ended = |ends_on, stage| CohortOutline {
        stage,
        ends_on,
        sessions: Vec::new(),
        ..cohort(2, 2, "tributaria")
    };
    let year = |year| NaiveDate::from_ymd_opt(year, 11, 3).expect("valid");
    let lately = ended(year(2025), CohortStage::Closed);
    assert_eq!(codes(&[place(Stage::Confirmed, lately.clone())]), ["same_subject"]);
    assert!(codes(&[place(Stage::Waiting, lately.clone())]).is_empty());
    let long_ago = ended(year(2024), CohortStage::Closed);
    assert!(codes(&[place(Stage::Confirmed, long_ago)]).is_empty());
    let again = CohortOutline { course: CourseId(1), ..lately };
    assert_eq!(codes(&[place(Stage::Confirmed, again)]), ["same_subject"]);
    let cancelled = ended(year(2026), CohortStage::Cancelled);
    assert!(codes(&[place(Stage::Confirmed, cancelled)]).is_empty());
}

#[test]
fn only_the_person_and_the_same_unit_read_the_name_of_another_cohort() {
    let others = [place(Stage::Confirmed, cohort(2, 1, "tributaria"))];
    let said = |reader| {
        let own = cohort(1, 1, "tributaria");
        judged(&asked(), &own, &from("50325"), &others, reader).sentences().join(" ")
    };
    assert!(said(NameReader::Oneself).contains("Cohorte 2"));
    assert!(said(NameReader::Unit("MET")).contains("Cohorte 2"));
    assert_eq!(said(NameReader::Unit("HUI")), "", "another unit reads nothing of it");
    let own = cohort(1, 1, "tributaria").sessions;
    assert_eq!(
        overlaps_told(&own, &others, NameReader::Unit("HUI")),
        None,
        "nor on a page of its own"
    );
    assert!(overlaps_told(&own, &others, NameReader::Unit("MET")).is_some());
    let text = said(NameReader::Entity);
    assert!(!text.contains("Cohorte 2") && text.contains("mismo curso"), "{text}");
    assert!(text.contains("del 3 al 5 de noviembre de 2026"), "{text}");
}

#[test]
fn cautions_wait_for_an_answer_rules_for_a_reason_and_both_are_kept() {
    let others = [place(Stage::Confirmed, cohort(2, 1, "tributaria"))];
    let own = cohort(1, 1, "tributaria");
    let found = judged(&asked(), &own, &from("18001"), &others, NameReader::Oneself);
    let codes = "other_municipality,same_course,overlap";
    use CautionAnswer::{Ask, Keep};
    use Origin::{Coordinator, SelfService};
    let by_person = found.settle(SelfService, None, Ask);
    assert!(matches!(by_person, Err(EnrolmentRefusal::TickNeeded { .. })));
    let by_staff = found.settle(Coordinator, None, Ask);
    assert!(matches!(by_staff, Err(EnrolmentRefusal::ReasonNeeded { .. })));
    let kept = found.settle(SelfService, None, Keep).expect("is known").expect("is kept");
    assert_eq!(kept.rules, codes);
    let kept = found.settle(Coordinator, Some("Lo pidió"), Ask).expect("given").expect("kept");
    assert_eq!((kept.rules.as_str(), kept.reason.as_str()), (codes, "Lo pidió"));
    let known: Vec<String> = codes.split(',').map(str::to_owned).collect();
    assert_eq!(found.clone().without(&known).settle(SelfService, None, Ask), Ok(None));
    let admission = Admission { servants_only: true, ..Admission::default() };
    let closed = Requirements { admission, ..asked() };
    let found = judged(&closed, &own, &from("18001"), &[], NameReader::Oneself);
    let refused = found.settle(SelfService, None, Keep);
    assert!(matches!(refused, Err(EnrolmentRefusal::NotEligible { .. })));
    assert_eq!(exception_words("servant,overlap,unknown").matches(';').count(), 1);
}
