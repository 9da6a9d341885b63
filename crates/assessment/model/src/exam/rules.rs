//! When a test may be answered, and what an attempt is worth (R46). Pure.
//!
//! - The server's clock decides. An attempt ends its minutes after it began, or with the test when
//!   that is earlier; what had been saved by then is handed in and counts.
//! - Points are whole numbers and what is earned of them millionths, so that a third of a point stays
//!   a third until the grade is rounded, once.
//! - From the first attempt on a test is frozen: who answers later answers the same test. Only its
//!   window may be extended, never shortened.

use chrono::{DateTime, TimeDelta, Utc};

use cohorts_model::entity::cohort;
use cohorts_model::scale::GradeScale;
use enrolment_model::entity::enrolment;
use questions::draw::{
    Blueprint, BlueprintPart, CannotDraw, Difficulty, DrawItem, MOST_DRAWN, Seed, draw,
};
use questions::{Answer, MarkingOutcome, Question, Score, score};

use super::entity::attempt::State;
use super::entity::exam::{AttemptPolicy, Feedback};
use super::refusals::ExamRefusal;
use crate::entity::activity::Kind;

/// What is earned is kept in millionths of a point.
pub const MILLION: i64 = 1_000_000;
/// Points of one question.
pub const MOST_POINTS: i32 = 20;
/// Lines of one test.
pub const MOST_LINES: usize = 12;
pub const MOST_ATTEMPTS: i32 = 10;
/// A test without a break longer than a day is none.
pub const MOST_MINUTES: i32 = 600;

/// One line of a blueprint: how many questions of a capacity a test draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlueprintLine {
    pub capacity: String,
    /// `None` means any difficulty.
    pub difficulty: Option<Difficulty>,
    pub count: usize,
    /// The points that each of its questions is worth.
    pub points: i32,
}

/// The whole definition of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamPlan {
    pub opens: DateTime<Utc>,
    pub closes: DateTime<Utc>,
    pub minutes: Option<i32>,
    pub attempts: i32,
    pub keep: AttemptPolicy,
    pub feedback: Feedback,
    pub lines: Vec<BlueprintLine>,
}

/// Products are graded with a rubric; everything else may be a test.
pub fn may_be_exam(kind: Kind) -> bool {
    kind != Kind::Product
}

/// A published question that may be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawableQuestion {
    /// The id of its published version.
    pub version: i64,
    pub capacity: String,
    pub difficulty: Difficulty,
}

/// A drawn question: its version and the line that asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawnQuestion {
    pub version: i64,
    /// The index of its line, from zero.
    pub line: usize,
}

/// Returns the capacities of the lines, each once, in order: the draw numbers them.
fn capacities(lines: &[BlueprintLine]) -> Vec<&str> {
    let mut once: Vec<&str> = Vec::new();
    for line in lines {
        if !once.contains(&line.capacity.as_str()) {
            once.push(&line.capacity);
        }
    }
    once
}

/// Draws a test, mixed: neighbours meet the same capacity at other times.
///
/// # Errors
/// Returns what cannot be drawn, by the index of its line.
pub fn drawn(
    lines: &[BlueprintLine],
    pool: &[DrawableQuestion],
    seed: u64,
) -> Result<Vec<DrawnQuestion>, Vec<CannotDraw>> {
    let known = capacities(lines);
    let number = |capacity: &str| known.iter().position(|one| *one == capacity);
    let long = |place: usize| i64::try_from(place).unwrap_or(i64::MAX);
    let parts = lines.iter().map(|line| BlueprintPart {
        capacity: number(&line.capacity).map_or(-1, long),
        difficulty: line.difficulty,
        count: line.count,
    });
    let blueprint = Blueprint { parts: parts.collect(), mixed: true };
    let items: Vec<DrawItem> = pool
        .iter()
        .filter_map(|one| {
            let capacity = long(number(&one.capacity)?);
            Some(DrawItem { id: one.version, capacity, difficulty: one.difficulty })
        })
        .collect();
    let ids = draw(&blueprint, &items, Seed(seed))?;
    // Lines that want one difficulty were served first, so they are credited first too; lines alike
    // share their questions in any way, for they differ in points alone.
    let mut room: Vec<usize> = lines.iter().map(|line| line.count).collect();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|place| lines.get(*place).is_none_or(|line| line.difficulty.is_none()));
    let mut test = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(one) = pool.iter().find(|one| one.version == id) else { continue };
        let line = order.iter().copied().find(|place| {
            lines.get(*place).is_some_and(|line| {
                line.capacity == one.capacity
                    && line.difficulty.is_none_or(|wanted| wanted == one.difficulty)
            }) && room.get(*place).is_some_and(|room| *room > 0)
        });
        if let Some(line) = line {
            if let Some(room) = room.get_mut(line) {
                *room -= 1;
            }
            test.push(DrawnQuestion { version: id, line });
        }
    }
    Ok(test)
}

/// Returns how many published questions fit a line.
pub fn there(line: &BlueprintLine, pool: &[DrawableQuestion]) -> usize {
    let fits = |one: &&DrawableQuestion| {
        one.capacity == line.capacity
            && line.difficulty.is_none_or(|wanted| wanted == one.difficulty)
    };
    pool.iter().filter(fits).count()
}

/// Whether a test holds together and can be drawn from what is published.
pub fn check_plan(plan: &ExamPlan, pool: &[DrawableQuestion]) -> Result<(), ExamRefusal> {
    if plan.opens >= plan.closes {
        return Err(ExamRefusal::WindowBackwards);
    }
    if plan.lines.is_empty() {
        return Err(ExamRefusal::NoLines);
    }
    if plan.lines.len() > MOST_LINES {
        return Err(ExamRefusal::TooManyLines);
    }
    if plan.lines.iter().any(|line| !(1..=MOST_POINTS).contains(&line.points) || line.count == 0) {
        return Err(ExamRefusal::OutOfPoints);
    }
    match drawn(&plan.lines, pool, 0) {
        Ok(_) => Ok(()),
        Err(wrong) => Err(match wrong.first() {
            Some(CannotDraw::PoolTooSmall { part, asked, there, .. }) => {
                ExamRefusal::PoolTooSmall { line: *part, asked: *asked, there: *there }
            }
            Some(CannotDraw::TooMany { .. }) => ExamRefusal::TooManyQuestions { most: MOST_DRAWN },
            _ => ExamRefusal::NoLines,
        }),
    }
}

/// The two tests of a cohort compare when they ask for the same capacities (R44).
pub fn matched<'a>(
    pre: impl IntoIterator<Item = &'a str>,
    post: impl IntoIterator<Item = &'a str>,
) -> bool {
    let set = |codes: Vec<&'a str>| codes.into_iter().collect::<std::collections::BTreeSet<_>>();
    set(pre.into_iter().collect()) == set(post.into_iter().collect())
}

/// A longer window: neither end may come nearer, and something must change.
pub fn check_window(
    (opens, closes): (DateTime<Utc>, DateTime<Utc>),
    (new_opens, new_closes): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<(), ExamRefusal> {
    if new_opens > opens || new_closes < closes || (new_opens, new_closes) == (opens, closes) {
        Err(ExamRefusal::WindowNotLonger)
    } else if new_closes <= now {
        Err(ExamRefusal::WindowPast)
    } else {
        Ok(())
    }
}

/// An attempt that the person began earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastAttempt {
    pub number: i32,
    pub state: State,
}

/// Returns the number of the attempt that the person may begin now.
pub fn may_begin(
    (cohort, enrolment): (cohort::Stage, enrolment::Stage),
    (opens, closes): (DateTime<Utc>, DateTime<Utc>),
    attempts: i32,
    taken: &[PastAttempt],
    now: DateTime<Utc>,
) -> Result<i32, ExamRefusal> {
    match cohort {
        cohort::Stage::Confirmed | cohort::Stage::Running => {}
        cohort::Stage::Closed => return Err(ExamRefusal::CohortClosed),
        _ => return Err(ExamRefusal::CohortNotRunning),
    }
    if enrolment != enrolment::Stage::Confirmed {
        return Err(ExamRefusal::NoPlace);
    }
    if now < opens {
        return Err(ExamRefusal::NotOpenYet { opens });
    }
    if now >= closes {
        return Err(ExamRefusal::Closed { closes });
    }
    let last = taken.iter().map(|one| one.number).max().unwrap_or(0);
    if last >= attempts {
        return Err(ExamRefusal::NoAttemptsLeft { attempts });
    }
    Ok(last + 1)
}

/// Returns when an attempt ends: after its minutes, or with the test if that is earlier.
pub fn ends_at(
    started: DateTime<Utc>,
    minutes: Option<i32>,
    closes: DateTime<Utc>,
) -> DateTime<Utc> {
    match minutes {
        Some(minutes) => closes.min(started + TimeDelta::minutes(minutes.into())),
        None => closes,
    }
}

/// Tells whether an attempt still takes answers.
pub fn may_answer(
    state: State,
    ends_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), ExamRefusal> {
    match state {
        State::Open if now < ends_at => Ok(()),
        State::Open | State::Expired => Err(ExamRefusal::TimeOver { ended: ends_at }),
        State::Submitted => Err(ExamRefusal::Finished),
    }
}

/// Millionths of a point of a scored answer.
pub fn earned(score: Score, points: i32) -> i64 {
    let whole = u32::try_from(i64::from(points) * MILLION).unwrap_or(u32::MAX);
    i64::from(score.of_points(whole))
}

/// Returns what an answer earns by rule, in millionths. `None` means that a grader has to read it. An
/// open question without an answer earns zero, and no grader has to read it.
pub fn scored(question: &Question, answer: Option<&Answer>, points: i32) -> Option<i64> {
    let Some(answer) = answer.filter(|answer| !answer.is_empty()) else { return Some(0) };
    match score(question, answer) {
        MarkingOutcome::Scored(score) => Some(earned(score, points)),
        MarkingOutcome::ByRubric | MarkingOutcome::OtherKind => None,
    }
}

/// A result on the scale of grades, rounded half up once.
pub fn tenths(scale: GradeScale, points: i64, of: i64) -> i32 {
    if of <= 0 {
        return 0;
    }
    let highest = i64::from(scale.highest());
    let tenths = (2 * highest * points.clamp(0, of) + of) / (2 * of);
    i32::try_from(tenths).unwrap_or(scale.highest())
}

/// The result of one attempt that is over. `points` is `None` while a grader still has to read an
/// answer; `of` is the most that it could earn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptScore {
    pub number: i32,
    pub points: Option<i64>,
    pub of: i64,
}

/// Returns the grade of all attempts that are over, in tenths. `None` means that an attempt waits for
/// a grader and could still lower the grade: so with the last attempt, or the average. The best of the
/// graded attempts stands.
pub fn kept(scale: GradeScale, keep: AttemptPolicy, results: &[AttemptScore]) -> Option<i32> {
    let grade = |one: &AttemptScore| one.points.map(|points| tenths(scale, points, one.of));
    match keep {
        AttemptPolicy::Best => results.iter().filter_map(grade).max(),
        AttemptPolicy::Last => grade(results.iter().max_by_key(|one| one.number)?),
        AttemptPolicy::Average => {
            // Of exact shares, so that two roundings do not become one grade's.
            let mut sum = 0_i128;
            for one in results {
                sum += i128::from(one.points?) * i128::from(MILLION) / i128::from(one.of.max(1));
            }
            let many = i128::try_from(results.len()).ok().filter(|many| *many > 0)?;
            Some(tenths(scale, i64::try_from(sum / many).ok()?, MILLION))
        }
    }
}

/// Tells whether the person sees the right answers.
pub fn feedback_shows(
    feedback: Feedback,
    state: State,
    closes: DateTime<Utc>,
    now: DateTime<Utc>,
) -> bool {
    state != State::Open
        && match feedback {
            Feedback::Never => false,
            Feedback::AfterAttempt => true,
            Feedback::AfterClose => now >= closes,
        }
}

/// Tells whether an answer would overwrite one that its page had not shown.
pub fn overtaken(seen: i32, last: Option<i32>) -> bool {
    last.unwrap_or(0) > seen
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
