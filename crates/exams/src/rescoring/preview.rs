//! The preview of a rescoring: whose points and grades would change, and how. Pure; [`read`] fetches
//! what it is made of.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use assessment_model as assessment;
use assessment_model::bank::entity::question::QuestionId;
use assessment_model::entity::activity;
use cohorts_model::scale::GradeScale;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::errors::AppError;
use platform::secrets;
use questions::Answer;

use super::queries::{self, OtherPoints, RescoringItem};
use super::rules::{ScoringRule, scored};
use crate::entity::attempt::{AttemptId, State};
use crate::entity::exam::{self, AttemptPolicy};
use crate::rules::{AttemptScore, kept};

/// The answers to one question of a test, with the attempts and grades that depend on them.
pub struct QuestionAnswers {
    pub scale: GradeScale,
    pub keep: AttemptPolicy,
    pub items: Vec<RescoringItem>,
    pub answers: HashMap<AttemptId, Answer>,
    pub rest: HashMap<AttemptId, OtherPoints>,
    pub ended: HashMap<EnrolmentId, Vec<AttemptScore>>,
    /// The grades of the activity, in tenths.
    pub grades: HashMap<EnrolmentId, i32>,
}

/// Reads the answers to a question. Six statements at most.
///
/// # Errors
/// The database's, and an answer that is none any more.
pub async fn read(
    db: &impl ConnectionTrait,
    exam: &exam::Model,
    activity: &activity::Model,
    question: QuestionId,
    scale: GradeScale,
) -> Result<QuestionAnswers, AppError> {
    let grades = assessment::queries::grades(db, activity.cohort_id).await?;
    Ok(QuestionAnswers {
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

/// A value before and after the rescoring. Its `Debug` text is part of the digest of
/// [`RescoringPreview::seen`]: a new name would make open forms stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<T> {
    pub before: T,
    pub after: T,
}

/// One answer that would earn something else.
#[derive(Clone, Debug)]
pub struct AnswerChange<'a> {
    pub item: &'a RescoringItem,
    /// What the question earns, in millionths of a point.
    pub earned: Change<Option<i64>>,
    /// What the attempt earns. `None` means that a grader still has to read an answer.
    pub points: Change<Option<i64>>,
}

/// What the rescoring does to a person's grade of the activity, in tenths.
#[derive(Clone, Copy, Debug)]
pub struct GradeEffect {
    pub grade: Change<Option<i32>>,
    /// Another grade than the test's was typed: it stays.
    pub typed: bool,
}

#[derive(Clone, Debug)]
pub struct RescoringPreview<'a> {
    /// In the order of the items.
    pub changed: Vec<AnswerChange<'a>>,
    pub people: HashMap<EnrolmentId, GradeEffect>,
    /// Answers that earn the same.
    pub same: usize,
    /// Attempts that are still open: their answer will be scored this way when they end.
    pub open: usize,
}

/// Computes what scoring by `way` would do. With `keeps`, people who would earn less keep what they had.
pub fn compute<'a>(
    all: &'a QuestionAnswers,
    way: &ScoringRule,
    keeps: bool,
) -> RescoringPreview<'a> {
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
        changed.push(AnswerChange {
            item,
            earned: Change { before: item.earned, after },
            points: Change { before: sum(item.earned), after: sum(after) },
        });
    }
    let people = graded(all, &changed);
    RescoringPreview { changed, people, same, open }
}

fn graded(
    all: &QuestionAnswers,
    changed: &[AnswerChange<'_>],
) -> HashMap<EnrolmentId, GradeEffect> {
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
            (person, GradeEffect { grade, typed })
        })
        .collect()
}

impl RescoringPreview<'_> {
    pub fn does_nothing(&self) -> bool {
        self.changed.is_empty() && self.open == 0
    }

    /// Returns the digest of the preview: the decision carries it, so that only what was shown is done.
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
#[path = "preview_tests.rs"]
mod tests;
