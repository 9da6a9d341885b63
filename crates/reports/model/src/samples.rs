//! Made-up figures for the samples of every page, and for the tests beside the rules.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session::{self, SessionId};
use courses_model::entity::course_version::{CourseVersionId, Modality};
use enrolment_model::entity::enrolment::{EnrolmentId, Origin};
use people_model::entity::person::{DocumentType, PersonId};
use people_model::queries::Name;
use surveys_model::entity::survey_version::Kind as SurveyKind;
use surveys_model::opinions::Opinions;

use super::atoms::{ApplicationAtom, LearningAtom};
use super::figures::{ReportFigures, compute};
use super::queries::{
    CohortFact, EnrolmentFact, MunicipalityFact, PersonFact, ReportFacts, SessionFact, SessionSums,
};
use super::results::queries::{FrameworkFact, ResultFacts};
use super::rules::Period;

fn enrolment(
    id: i64,
    name: &str,
    marks: &str,
    certified: bool,
) -> (EnrolmentFact, Option<PersonFact>) {
    let fact = EnrolmentFact {
        id: EnrolmentId(id),
        cohort_id: CohortId(1),
        person_id: PersonId(id),
        origin: Origin::SelfService,
        municipality_code: "50325".into(),
        confirmed_at: Some(at(1)),
        marks: (!marks.is_empty()).then(|| marks.to_owned()),
        certified_at: certified.then(|| at(28)),
        attested_at: None,
        is_unconfirmed: false,
    };
    let who = PersonFact {
        name: Name {
            first_name: name.into(),
            second_name: None,
            first_surname: "Guayacán".into(),
            second_surname: Some("Ñandú".into()),
        },
        document_type: DocumentType::Cc,
        document_number: "99000030".into(),
        entity: Some("Alcaldía de Mapiripán".into()),
    };
    (fact, Some(who))
}

/// Noon of a day of November 2026 in Bogotá.
pub fn at(day: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_793_552_400, 0).unwrap_or_default() + TimeDelta::days(day - 1)
}

fn day(day: i64) -> NaiveDate {
    platform::dates::bogota_date(at(day))
}

/// People of a municipality in a closed cohort, of the first version of a course: from 2,0 to 3,5, which is
/// half of what was left.
pub fn learning_atom(cohort: i64, municipality: &str, people: i64) -> LearningAtom {
    LearningAtom {
        cohort: CohortId(cohort),
        version: CourseVersionId(1),
        capacities: Some("TRI-01".into()),
        municipality: Some(municipality.into()),
        ends_on: day(27),
        pairs: people,
        pre: people * 400,
        post: people * 700,
        able: people,
        gained: people * 500_000,
        squares: people as f64 * 500_000.0 * 500_000.0,
    }
}

/// Six people with two tests, who said what they apply and what they thought.
pub fn results() -> ResultFacts {
    let six = || 0..6_i32;
    let applied = ApplicationAtom {
        version: CourseVersionId(1),
        capacities: Some("TRI-01".into()),
        municipality: Some("50325".into()),
        kind: SurveyKind::Months3,
        closes_at: at(28),
        n: 6,
        sum: 27,
        top: 6,
    };
    let scores = six().map(|person| [Some(5), Some(if person == 0 { 2 } else { 4 }), Some(4)]);
    let opinions = Opinions { asked: 9, scores: scores.collect() };
    ResultFacts {
        framework: vec![FrameworkFact {
            code: "TRI-01".into(),
            name: "Recaudo de impuestos propios".into(),
            index_name: Some("MDM".into()),
            indicator_code: Some("3.1".into()),
            indicator: Some("Ingresos tributarios por persona".into()),
            unit: Some("puntos".into()),
            municipality: Some("50325".into()),
            year: Some(2024),
            value: Some(412_500),
            is_demo: Some(true),
            scheme: Some("MDM G1–G5".into()),
            group: Some("G5".into()),
        }],
        tests: vec![learning_atom(1, "50325", 6)],
        applied: vec![applied],
        spans: Vec::new(),
        opinions: BTreeMap::from([(CohortId(1), opinions)]),
    }
}

/// The facts of one cohort with three people, and a second municipality never reached.
pub fn facts() -> ReportFacts {
    let municipality =
        |code: &str, name: &str, at: (f64, f64), pdet: Option<&str>, ever| MunicipalityFact {
            lat: at.0,
            lon: at.1,
            code: code.into(),
            name: name.into(),
            pdet: pdet.map(str::to_owned),
            ever,
        };
    let session = |id: i64, on: i64, stage| SessionFact {
        id: SessionId(id),
        cohort_id: CohortId(1),
        position: i32::try_from(id).unwrap_or_default(),
        starts_at: at(on),
        ends_at: at(on) + TimeDelta::minutes(150),
        stage,
    };
    ReportFacts {
        municipalities: vec![
            municipality(
                "50325",
                "Mapiripán",
                (2.896617, -72.135509),
                Some("Macarena-Guaviare"),
                true,
            ),
            municipality("50001", "Villavicencio", (4.126369, -73.622601), None, false),
        ],
        cohorts: vec![CohortFact {
            id: CohortId(1),
            name: "Meta 2026-2".into(),
            version: CourseVersionId(1),
            course: "Gestión tributaria territorial".into(),
            modality: Modality::Mixta,
            stage: cohort::Stage::Running,
            published_at: Some(at(1)),
            started_at: Some(at(2)),
            closed_at: None,
            starts_on: day(3),
            ends_on: day(27),
            hours: 40,
            seats: 35,
            minimum_attendance: 80,
            late_after_minutes: 15,
            partial_hours: false,
            excused_counts: true,
            dispensed_counts: false,
            correction_days: 5,
            enrolled: 4,
            places: Some("50325".into()),
            capacities: Some("TRI-01".into()),
            sums: SessionSums::default(),
        }],
        sessions: vec![
            session(1, 3, session::Stage::Closed),
            session(2, 10, session::Stage::Held),
            session(3, 17, session::Stage::Cancelled),
            session(4, 24, session::Stage::Planned),
        ],
        enrolments: vec![
            enrolment(1, "Luz", "1p,2l", true),
            enrolment(2, "Ana", "1p,2a", false),
            enrolment(3, "Zoe", "1d", false),
        ],
        after_closing: HashSet::from([(SessionId(1), EnrolmentId(2))]),
        results: Some(results()),
        ..ReportFacts::default()
    }
}

pub fn november() -> Period {
    Period { from: day(1), to: day(30) }
}

impl ReportFigures {
    /// An empty report and a full one.
    pub fn samples() -> Vec<Self> {
        [ReportFacts::default(), facts()]
            .map(|facts| compute(("50", "Meta"), november(), at(30), facts))
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{AttendanceRow, PersonState, Reach};
    use crate::queries::EarlierAttributionFact;
    use crate::rules::AttendanceTally;

    #[test]
    fn a_cohort_is_counted_once_and_everywhere_alike() {
        let figures = compute(("50", "Meta"), november(), at(30), facts());
        let all = &figures.summary;
        assert_eq!((all.cohorts, all.enrolled, all.people, all.attended), (1, 3, 3, 2));
        assert_eq!((all.sessions_held, all.sessions_planned, all.minutes_held), (2, 3, 300));
        // Luz 2 of 2, Ana 1 of 2, Zoe dispensed once and not recorded once: 0 of 1.
        assert_eq!((all.tally.held, all.tally.attended, all.tally.percent()), (5, 3, Some(60)));
        assert_eq!((all.municipalities, all.covered, all.never, all.certified), (2, 1, 1, 1));
        let row = &figures.municipalities[0];
        assert_eq!((row.name.as_str(), row.reach, row.cohorts), ("Mapiripán", Reach::InPeriod, 1));
        assert_eq!(row.last, Some(day(10)));
        assert_eq!(figures.municipalities[1].reach, Reach::Never);
        assert_eq!(figures.cohorts[0].tally, all.tally);
    }

    #[test]
    fn who_moves_during_a_cohort_counts_where_each_session_found_them() {
        let mut moved = facts();
        moved.enrolments[0].0.municipality_code = "50001".into();
        moved.earlier.push(EarlierAttributionFact {
            enrolment_id: EnrolmentId(1),
            municipality_code: "50325".into(),
            from_at: DateTime::UNIX_EPOCH,
            until_at: at(5),
            entity: None,
        });
        let early = Period { from: day(1), to: day(4) };
        let told = |facts| compute(("50", "Meta"), early, at(30), facts).municipalities;
        assert_eq!(told(moved.clone()), told(facts()), "what was reported stays");

        let figures = compute(("50", "Meta"), november(), at(30), moved);
        let [left, found] = figures.municipalities.as_slice() else { panic!("two") };
        assert_eq!((left.enrolled, left.attended, left.last), (3, 2, Some(day(3))));
        assert_eq!((left.tally.held, left.tally.attended), (4, 2));
        assert_eq!((found.enrolled, found.attended, found.last), (1, 1, Some(day(10))));
        assert_eq!((found.tally.held, found.tally.attended, found.reach), (1, 1, Reach::InPeriod));
        let all = &figures.summary;
        assert_eq!((all.enrolled, all.tally.held, all.tally.attended), (3, 5, 3));
        assert_eq!(figures.cohorts[0].tally, all.tally);
    }

    /// The made-up facts, in which the first person, certified on the 28th, counted for Mapiripán until a day.
    fn moved_to(code: &str, until: i64) -> ReportFacts {
        let mut moved = facts();
        moved.enrolments[0].0.municipality_code = code.into();
        moved.enrolments[0].0.is_unconfirmed = true;
        moved.earlier.push(EarlierAttributionFact {
            enrolment_id: EnrolmentId(1),
            municipality_code: "50325".into(),
            from_at: DateTime::UNIX_EPOCH,
            until_at: at(until),
            entity: None,
        });
        moved
    }

    /// Whether every figure of a cohort and of its municipalities is as long as its list.
    fn lists_agree(figures: &ReportFigures) {
        for list in &figures.lists {
            let people = figures.attendance.iter().filter(|row| row.cohort == list.cohort);
            let rows: Vec<&AttendanceRow> =
                people.filter_map(|row| row.of(&list.municipality_code)).collect();
            let count = |which: fn(&AttendanceRow) -> bool| {
                rows.iter().filter(|row| which(row)).count() as u64
            };
            let listed = [list.enrolled, list.attended, list.certified, list.unconfirmed];
            let counted = [
                count(|_| true),
                count(|row| row.totals.attended > 0),
                count(|row| row.certified),
                count(|row| row.is_unconfirmed),
            ];
            assert_eq!(listed, counted, "of «{}»", list.municipality_code);
            let place =
                figures.municipalities.iter().find(|row| row.code == list.municipality_code);
            let told = match place {
                Some(row) => [row.enrolled, row.attended, row.certified],
                None => {
                    let row = &figures.cohorts[list.cohort];
                    [row.enrolled, row.attended, row.certified]
                }
            };
            assert_eq!(told, listed[..3], "of «{}»", list.municipality_code);
        }
    }

    #[test]
    fn a_certificate_counts_where_its_day_found_the_person() {
        let counted = |code: &str, until: i64| {
            let figures = compute(("50", "Meta"), november(), at(30), moved_to(code, until));
            lists_agree(&figures);
            let [first, other] = figures.municipalities.as_slice() else { panic!("two") };
            let certified = [first.certified, other.certified, figures.summary.certified];
            (certified, [first.enrolled, other.enrolled, figures.summary.enrolled])
        };
        assert_eq!(counted("50001", 20), ([0, 1, 1], [3, 1, 3]));
        assert_eq!(counted("50001", 29), ([1, 0, 1], [3, 1, 3]), "it was issued before");
        assert_eq!(counted("18592", 20), ([0, 0, 0], [3, 0, 3]), "another department's by then");
        assert_eq!(counted("18592", 29), ([1, 0, 1], [3, 0, 3]), "it stays who leaves later");
    }

    #[test]
    fn who_counts_for_two_municipalities_stands_in_the_lists_of_both_and_once_in_the_cohorts() {
        let figures = compute(("50", "Meta"), november(), at(30), moved_to("50001", 5));
        lists_agree(&figures);
        let listed = |code: &str| {
            let rows = figures.attendance.iter().filter_map(|row| row.of(code));
            rows.map(|row| (row.enrolment.0, row.totals.held, row.totals.attended))
                .collect::<Vec<_>>()
        };
        // Ana, Luz who moved, and Zoe; each municipality tells the sessions that found Luz there.
        assert_eq!(listed(""), [(2, 2, 1), (1, 2, 2), (3, 1, 0)]);
        assert_eq!(listed("50325"), [(2, 2, 1), (1, 1, 1), (3, 1, 0)]);
        assert_eq!(listed("50001"), [(1, 1, 1)]);
    }

    #[test]
    fn an_unconfirmed_post_is_told_where_the_enrolment_counts_today_alone() {
        let unconfirmed = |period: Period| {
            let figures = compute(("50", "Meta"), period, at(30), moved_to("50001", 5));
            lists_agree(&figures);
            let of = |code: &str| -> u64 {
                let lists = figures.lists.iter().filter(|list| list.municipality_code == code);
                lists.map(|list| list.unconfirmed).sum()
            };
            [of("50325"), of("50001"), of("")]
        };
        assert_eq!(unconfirmed(november()), [0, 1, 1]);
        // The days before the move show the municipality of then, whose post is not the one of today.
        assert_eq!(unconfirmed(Period { from: day(1), to: day(4) }), [0, 0, 0]);
    }

    #[test]
    fn a_period_without_the_sessions_counts_none_of_them() {
        let later = Period { from: day(11), to: day(30) };
        let figures = compute(("50", "Meta"), later, at(30), facts());
        assert_eq!(figures.summary.tally, AttendanceTally::default());
        assert_eq!(figures.summary.sessions_planned, 1);
        assert_eq!(figures.municipalities[0].reach, Reach::AnotherTime);
        assert_eq!(figures.attendance[0].standings.len(), 2);
        // Where a person stands is always said of the whole cohort.
        assert_eq!(figures.attendance[0].state, PersonState::OutOfReach);
    }
}
