//! Who would change and how, before anybody decides it. Pure; [`read`] fetches what it is made of.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use assessment_model as assessment;
use assessment_model::bank::entity::question::QuestionId;
use assessment_model::entity::activity;
use cohorts_model::scale::Scale;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::errors::AppError;
use platform::secrets;
use questions::Answer;

use super::queries::{self, Item, Rest};
use super::rules::{Way, scored};
use crate::entity::attempt::{AttemptId, State};
use crate::entity::exam::{self, Keep};
use crate::rules::{Ended, kept};

/// What was answered to one question of a test, and what hangs on it.
pub struct Answered {
    pub scale: Scale,
    pub keep: Keep,
    pub items: Vec<Item>,
    pub answers: HashMap<AttemptId, Answer>,
    pub rest: HashMap<AttemptId, Rest>,
    pub ended: HashMap<EnrolmentId, Vec<Ended>>,
    /// Of the activity.
    pub grades: HashMap<EnrolmentId, i32>,
}

/// Reads it. Six statements at most.
///
/// # Errors
/// The database's, and an answer that is none any more.
pub async fn read(
    db: &impl ConnectionTrait,
    exam: &exam::Model,
    activity: &activity::Model,
    question: QuestionId,
    scale: Scale,
) -> Result<Answered, AppError> {
    let grades = assessment::queries::grades(db, activity.cohort_id).await?;
    Ok(Answered {
        scale,
        keep: exam.keep,
        items: queries::items(db, exam.id, question).await?,
        answers: queries::answers(db, exam.id, question).await?,
        rest: queries::rest(db, exam.id, question).await?,
        ended: queries::ended(db, exam.id).await?,
        grades: grades
            .into_iter()
            .filter(|((known, _), _)| *known == activity.id)
            .map(|((_, enrolment), tenths)| (enrolment, tenths))
            .collect(),
    })
}

/// What would be before, and what after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<T> {
    pub before: T,
    pub after: T,
}

/// One answer that would earn otherwise.
#[derive(Clone, Debug)]
pub struct Changed<'a> {
    pub item: &'a Item,
    /// Millionths of a point, of the question.
    pub earned: Change<Option<i64>>,
    /// Of the attempt; none while somebody has to read an answer.
    pub points: Change<Option<i64>>,
}

/// A person whose answers would earn otherwise: their grade of the activity, in tenths.
#[derive(Clone, Copy, Debug)]
pub struct Graded {
    pub grade: Change<Option<i32>>,
    /// Somebody wrote another grade than the test's: it stays.
    pub typed: bool,
}

#[derive(Clone, Debug)]
pub struct Outlook<'a> {
    /// In the order of the items.
    pub changed: Vec<Changed<'a>>,
    pub people: HashMap<EnrolmentId, Graded>,
    /// Answers that earn the same.
    pub same: usize,
    /// Attempts that go on: their answer will be scored so when they end.
    pub open: usize,
}

/// What scoring so would do. With `keeps`, nobody loses: who would earn less keeps what they had.
pub fn outlook<'a>(all: &'a Answered, way: &Way, keeps: bool) -> Outlook<'a> {
    let (mut changed, mut same, mut open) = (Vec::new(), 0, 0);
    for item in &all.items {
        if item.state == State::Open {
            open += 1;
            continue;
        }
        let fresh = scored(way, all.answers.get(&item.attempt), item.points);
        let after = match (fresh, item.earned) {
            (Some(fresh), Some(had)) if keeps => Some(fresh.max(had)),
            (Some(fresh), _) => Some(fresh),
            (None, had) => had,
        };
        if after == item.earned {
            same += 1;
            continue;
        }
        let rest = all.rest.get(&item.attempt).copied().unwrap_or_default();
        let sum = |own: Option<i64>| own.filter(|_| rest.waiting == 0).map(|own| own + rest.earned);
        changed.push(Changed {
            item,
            earned: Change { before: item.earned, after },
            points: Change { before: sum(item.earned), after: sum(after) },
        });
    }
    let people = graded(all, &changed);
    Outlook { changed, people, same, open }
}

fn graded(all: &Answered, changed: &[Changed<'_>]) -> HashMap<EnrolmentId, Graded> {
    let mut after = HashMap::new();
    for one in changed {
        let person = one.item.enrolment;
        let results = after
            .entry(person)
            .or_insert_with(|| all.ended.get(&person).cloned().unwrap_or_default());
        if let Some(result) = results.iter_mut().find(|known| known.number == one.item.number) {
            result.points = one.points.after;
        }
    }
    after
        .into_iter()
        .map(|(person, results)| {
            let before = all.ended.get(&person).and_then(|known| kept(all.scale, all.keep, known));
            let there = all.grades.get(&person).copied();
            let typed = there != before;
            // What waits for a reader leaves the grade that there is.
            let fresh = kept(all.scale, all.keep, &results).or(there);
            let grade = Change { before: there, after: if typed { there } else { fresh } };
            (person, Graded { grade, typed })
        })
        .collect()
}

impl Outlook<'_> {
    pub fn does_nothing(&self) -> bool {
        self.changed.is_empty() && self.open == 0
    }

    /// What somebody saw, so that nothing else is done than what was shown.
    pub fn seen(&self) -> String {
        let mut text = format!("{};{}", self.same, self.open);
        for one in &self.changed {
            let grade = self.people.get(&one.item.enrolment).map(|known| known.grade);
            text.push_str(&format!(
                ";{},{},{:?},{:?},{grade:?}",
                one.item.attempt, one.item.position, one.earned, one.points
            ));
        }
        secrets::digest(text).chars().take(16).collect()
    }
}

#[cfg(test)]
#[path = "outlook_tests.rs"]
mod tests;
