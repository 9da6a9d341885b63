use chrono::TimeZone;

use cohorts_model::scale::GradeScale;

use super::*;

fn at(hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, hour, minute, 0).single().expect("a time")
}

fn line(capacity: &str, difficulty: Option<Difficulty>, count: usize) -> BlueprintLine {
    BlueprintLine { capacity: capacity.to_owned(), difficulty, count, points: 1 }
}

fn pool(many: i64) -> Vec<DrawableQuestion> {
    (1..=many)
        .map(|version| DrawableQuestion {
            version,
            capacity: if version % 2 == 0 { "TRI-01" } else { "TRI-02" }.to_owned(),
            difficulty: if version % 3 == 0 { Difficulty::Hard } else { Difficulty::Easy },
        })
        .collect()
}

#[test]
fn a_draw_credits_each_question_to_a_line_that_asks_for_it() {
    let lines = [
        line("TRI-01", None, 3),
        line("TRI-01", Some(Difficulty::Hard), 2),
        line("TRI-02", None, 4),
    ];
    let pool = pool(24);
    for seed in 0..50 {
        let test = drawn(&lines, &pool, seed).expect("there is enough");
        assert_eq!(test.len(), 9);
        for (place, line) in lines.iter().enumerate() {
            let own: Vec<_> = test.iter().filter(|one| one.line == place).collect();
            assert_eq!(own.len(), line.count, "seed {seed}, line {place}");
            for one in own {
                let question = pool.iter().find(|q| q.version == one.version).expect("known");
                assert_eq!(question.capacity, line.capacity);
                assert!(line.difficulty.is_none_or(|wanted| wanted == question.difficulty));
            }
        }
    }
    assert_eq!(drawn(&lines, &pool, 7), drawn(&lines, &pool, 7));
    assert_ne!(drawn(&lines, &pool, 7), drawn(&lines, &pool, 8));
}

fn plan(lines: Vec<BlueprintLine>) -> ExamPlan {
    ExamPlan {
        opens: at(8, 0),
        closes: at(12, 0),
        minutes: Some(40),
        attempts: 1,
        keep: AttemptPolicy::Best,
        feedback: Feedback::AfterClose,
        lines,
    }
}

#[test]
fn what_cannot_be_drawn_is_refused_by_its_line() {
    let lines = vec![line("TRI-02", None, 2), line("TRI-01", Some(Difficulty::Hard), 3)];
    assert_eq!(
        check_plan(&plan(lines.clone()), &pool(12)),
        Err(ExamRefusal::PoolTooSmall { line: 1, asked: 3, there: 2 })
    );
    assert_eq!(check_plan(&plan(lines), &pool(18)), Ok(()));
    assert_eq!(check_plan(&plan(vec![]), &pool(18)), Err(ExamRefusal::NoLines));
    let backwards = ExamPlan { closes: at(8, 0), ..plan(vec![line("TRI-01", None, 1)]) };
    assert_eq!(check_plan(&backwards, &pool(18)), Err(ExamRefusal::WindowBackwards));
}

#[test]
fn an_attempt_ends_after_its_minutes_or_with_the_test() {
    assert_eq!(ends_at(at(9, 0), Some(40), at(12, 0)), at(9, 40));
    assert_eq!(ends_at(at(11, 50), Some(40), at(12, 0)), at(12, 0));
    assert_eq!(ends_at(at(9, 0), None, at(12, 0)), at(12, 0));
    assert_eq!(may_answer(State::Open, at(9, 40), at(9, 39)), Ok(()));
    let over = Err(ExamRefusal::TimeOver { ended: at(9, 40) });
    assert_eq!(may_answer(State::Open, at(9, 40), at(9, 40)), over);
    assert_eq!(may_answer(State::Expired, at(9, 40), at(9, 41)), over);
    assert_eq!(may_answer(State::Submitted, at(9, 40), at(9, 1)), Err(ExamRefusal::Finished));
}

#[test]
fn attempts_are_counted_and_the_window_is_kept() {
    let ground = (cohort::Stage::Running, enrolment::Stage::Confirmed);
    let window = (at(8, 0), at(12, 0));
    let taken = [PastAttempt { number: 1, state: State::Submitted }];
    assert_eq!(may_begin(ground, window, 2, &[], at(8, 0)), Ok(1));
    assert_eq!(may_begin(ground, window, 2, &taken, at(9, 0)), Ok(2));
    assert_eq!(
        may_begin(ground, window, 1, &taken, at(9, 0)),
        Err(ExamRefusal::NoAttemptsLeft { attempts: 1 })
    );
    assert_eq!(
        may_begin(ground, window, 2, &[], at(7, 59)),
        Err(ExamRefusal::NotOpenYet { opens: at(8, 0) })
    );
    assert_eq!(
        may_begin(ground, window, 2, &[], at(12, 0)),
        Err(ExamRefusal::Closed { closes: at(12, 0) })
    );
    let out = (cohort::Stage::Running, enrolment::Stage::Withdrawn);
    assert_eq!(may_begin(out, window, 2, &[], at(9, 0)), Err(ExamRefusal::NoPlace));
    let over = (cohort::Stage::Closed, enrolment::Stage::Confirmed);
    assert_eq!(may_begin(over, window, 2, &[], at(9, 0)), Err(ExamRefusal::CohortClosed));
}

#[test]
fn a_window_is_only_extended() {
    let old = (at(8, 0), at(12, 0));
    let now = at(9, 0);
    assert_eq!(check_window(old, (at(8, 0), at(13, 0)), now), Ok(()));
    for nearer in [(at(8, 0), at(11, 0)), (at(8, 30), at(13, 0)), old] {
        assert_eq!(check_window(old, nearer, now), Err(ExamRefusal::WindowNotLonger));
    }
    let past = check_window(old, (at(8, 0), at(13, 0)), at(14, 0));
    assert_eq!(past, Err(ExamRefusal::WindowPast));
}

#[test]
fn a_third_of_a_point_is_rounded_once() {
    assert_eq!(earned(Score::of(1, 3), 2), 666_667);
    assert_eq!(tenths(GradeScale::Five, 0, MILLION), 0);
    assert_eq!(tenths(GradeScale::Five, MILLION, MILLION), 50);
    // 2,345 of 5,0 and a half tenth more.
    assert_eq!(tenths(GradeScale::Five, 469_000, MILLION), 23);
    assert_eq!(tenths(GradeScale::Five, 470_000, MILLION), 24);
    assert_eq!(tenths(GradeScale::Five, 5, 0), 0);
}

#[test]
fn the_attempt_that_counts_is_the_best_the_last_or_their_average() {
    let ended = |number, points| AttemptScore { number, points, of: 10 * MILLION };
    let both = [ended(1, Some(8 * MILLION)), ended(2, Some(5 * MILLION))];
    assert_eq!(kept(GradeScale::Five, AttemptPolicy::Best, &both), Some(40));
    assert_eq!(kept(GradeScale::Five, AttemptPolicy::Last, &both), Some(25));
    assert_eq!(kept(GradeScale::Five, AttemptPolicy::Average, &both), Some(33));
    let waiting = [ended(1, Some(8 * MILLION)), ended(2, None)];
    assert_eq!(kept(GradeScale::Five, AttemptPolicy::Best, &waiting), Some(40));
    assert_eq!(kept(GradeScale::Five, AttemptPolicy::Last, &waiting), None);
    assert_eq!(kept(GradeScale::Five, AttemptPolicy::Average, &waiting), None);
    for keep in [AttemptPolicy::Best, AttemptPolicy::Last, AttemptPolicy::Average] {
        assert_eq!(kept(GradeScale::Five, keep, &[]), None);
    }
}

#[test]
fn what_was_right_shows_when_the_test_says_so() {
    let shows = |feedback, state, now| feedback_shows(feedback, state, at(12, 0), now);
    assert!(!shows(Feedback::AfterAttempt, State::Open, at(13, 0)));
    assert!(shows(Feedback::AfterAttempt, State::Submitted, at(9, 0)));
    assert!(!shows(Feedback::AfterClose, State::Submitted, at(11, 59)));
    assert!(shows(Feedback::AfterClose, State::Expired, at(12, 0)));
    assert!(!shows(Feedback::Never, State::Submitted, at(13, 0)));
}

#[test]
fn two_tests_compare_when_they_ask_for_the_same_capacities() {
    assert!(matched(["A", "B"], ["B", "A", "A"]));
    assert!(!matched(["A"], ["A", "B"]));
}

#[test]
fn an_answer_that_was_not_seen_is_not_gone_over() {
    assert!(!overtaken(0, None));
    assert!(!overtaken(3, Some(3)));
    assert!(overtaken(2, Some(3)));
}
