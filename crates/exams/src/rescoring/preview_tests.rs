//! Who changes when a question is scored anew.

use assessment_model::bank::entity::question_version::QuestionVersionId;
use enrolment_model::queries::LearnerName;
use people_model::entity::person::DocumentType;
use people_model::queries::Name;
use questions::{Choice, Draft, Kind, Question, Weight};

use super::*;
use crate::rules::MILLION;

const POINTS: i32 = 2;

fn way(right: usize) -> ScoringRule {
    let option = |place: usize| Choice {
        text: format!("Opción {place}"),
        weight: if place == right { Weight::FULL } else { Weight::NOTHING },
        feedback: None,
    };
    let draft = Draft {
        text: "¿Cuál?".to_owned(),
        kind: Kind::Single((0..4).map(option).collect()),
        general_feedback: None,
        fixed_order: false,
    };
    ScoringRule::Corrected(Box::new(Question::new(draft).expect("can be asked")))
}

/// One person with one attempt of ten points: what they marked, what it earned, and what the other
/// questions did.
struct One {
    marked: Option<usize>,
    earned: i64,
    rest: i64,
    state: State,
}

const fn over(marked: usize, earned: i64, rest: i64) -> One {
    One { marked: Some(marked), earned, rest, state: State::Submitted }
}

fn world(people: &[One]) -> QuestionAnswers {
    let mut all = QuestionAnswers {
        scale: GradeScale::Five,
        keep: AttemptPolicy::Best,
        items: Vec::new(),
        answers: HashMap::new(),
        rest: HashMap::new(),
        ended: HashMap::new(),
        grades: HashMap::new(),
    };
    for (id, one) in (1..).zip(people) {
        let (attempt, enrolment) = (AttemptId(id), EnrolmentId(100 + id));
        let open = one.state == State::Open;
        all.items.push(RescoringItem {
            attempt,
            enrolment,
            number: 1,
            state: one.state,
            of: 10 * MILLION,
            position: 1,
            points: POINTS,
            version: QuestionVersionId(1),
            earned: (!open).then_some(one.earned),
            name: LearnerName {
                name: Name {
                    first_name: "Ana".into(),
                    second_name: None,
                    first_surname: "Ruiz".into(),
                    second_surname: None,
                },
                document_type: DocumentType::Cc,
                document_number: "40123456".into(),
                entity: None,
                has_namesake: false,
            },
        });
        if let Some(marked) = one.marked {
            all.answers.insert(attempt, Answer::Single(Some(marked)));
        }
        all.rest.insert(attempt, OtherPoints { earned: one.rest, waiting: 0 });
        if !open {
            let points = Some(one.earned + one.rest);
            let ended = AttemptScore { number: 1, points, of: 10 * MILLION };
            all.grades.insert(
                enrolment,
                kept(GradeScale::Five, AttemptPolicy::Best, &[ended]).expect("is graded"),
            );
            all.ended.insert(enrolment, vec![ended]);
        }
    }
    all
}

#[test]
fn who_marked_the_new_key_gains_and_who_marked_the_old_one_loses_unless_nobody_should_r45() {
    let all = world(&[
        over(1, 2 * MILLION, 4 * MILLION),
        over(2, 0, 4 * MILLION),
        over(3, 0, 8 * MILLION),
        One { marked: Some(2), earned: 0, rest: 0, state: State::Open },
    ]);
    let strict = compute(&all, &way(2), false);
    assert_eq!((strict.changed.len(), strict.same, strict.open), (2, 1, 1));
    let grade =
        |preview: &RescoringPreview<'_>, id| preview.people.get(&EnrolmentId(id)).map(|p| p.grade);
    assert_eq!(grade(&strict, 101), Some(Change { before: Some(30), after: Some(20) }));
    assert_eq!(grade(&strict, 102), Some(Change { before: Some(20), after: Some(30) }));
    assert_eq!(grade(&strict, 103), None);
    let kind = compute(&all, &way(2), true);
    assert_eq!((kind.changed.len(), kind.same), (1, 2), "who was right before stays so");
    assert_eq!(grade(&kind, 101), None);
    assert_ne!(strict.seen(), kind.seen(), "what was shown is told apart");
}

#[test]
fn a_question_taken_out_lifts_everybody_who_missed_it_to_all_its_points() {
    let all = world(&[over(1, 2 * MILLION, 4 * MILLION), over(2, 0, 4 * MILLION)]);
    let preview = compute(&all, &ScoringRule::Full, true);
    assert_eq!((preview.changed.len(), preview.same), (1, 1));
    assert_eq!(preview.changed[0].points.after, Some(6 * MILLION));
}

#[test]
fn a_grade_that_somebody_wrote_by_hand_stays() {
    let mut all = world(&[over(2, 0, 4 * MILLION)]);
    all.grades.insert(EnrolmentId(101), 45);
    let preview = compute(&all, &way(2), false);
    let person = preview.people[&EnrolmentId(101)];
    assert!(person.typed);
    assert_eq!(person.grade, Change { before: Some(45), after: Some(45) });
}

#[test]
fn an_attempt_that_waits_for_a_reader_gets_its_points_and_no_grade() {
    let mut all = world(&[over(2, 0, 4 * MILLION)]);
    all.rest.get_mut(&AttemptId(1)).expect("is there").waiting = 1;
    all.ended.get_mut(&EnrolmentId(101)).expect("is there")[0].points = None;
    all.grades.clear();
    let preview = compute(&all, &way(2), false);
    assert_eq!(preview.changed[0].earned.after, Some(2 * MILLION));
    assert_eq!(preview.changed[0].points.after, None);
    assert_eq!(preview.people[&EnrolmentId(101)].grade, Change { before: None, after: None });
}
