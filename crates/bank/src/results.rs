//! How people did on a version (R47), from tests of cohorts that are closed: each person's first attempt,
//! so that nobody counts twice. A cohort counts whole or not at all, from five answers on, so that the page
//! of today less that of yesterday tells of nobody (R81); what is too few in all is hidden by `measures`.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use assessment_model::exam::entity::{attempt, attempt_item};
use assessment_model::exam::rescoring::entity::rescoring;
use cohorts_model::entity::cohort::{self, CohortId};
use enrolment_model::entity::enrolment;
use measures::{Figure, Minimum, PointSheet, Real, difficulty, discrimination};
use platform::numbers;
use platform::pages::Fact;

use super::entity::question_version::QuestionVersionId;

/// The newest answers that are read.
const COUNTED: u64 = 5_000;
/// A whole question and a whole test, however many points they were worth.
const WHOLE: i64 = 1_000_000;

/// What one person earned on the version and on the whole test, in millionths of a point; what the
/// question was worth in points.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct VersionScore {
    pub cohort: CohortId,
    pub earned: i64,
    pub worth: i32,
    pub total: i64,
    pub of: i64,
    /// When its cohort was closed, when somebody graded it by hand, and when it was scored anew.
    pub closed_at: Option<DateTime<Utc>>,
    pub graded_at: Option<DateTime<Utc>>,
    pub rescored_at: Option<DateTime<Utc>>,
}

impl VersionScore {
    /// Whether it was changed after its cohort was closed.
    fn is_later(&self) -> bool {
        let last = self.graded_at.max(self.rescored_at);
        last.zip(self.closed_at).is_some_and(|(last, closed)| last > closed)
    }
}

/// What people earned on a version in scored tests of closed cohorts, cohort by cohort. One statement.
pub async fn earned(
    db: &impl ConnectionTrait,
    version: QuestionVersionId,
) -> Result<Vec<VersionScore>, DbErr> {
    let mut all: Vec<VersionScore> = attempt_item::Entity::find()
        .select_only()
        .column_as(enrolment::Column::CohortId, "cohort")
        .column_as(attempt_item::Column::Earned, "earned")
        .column_as(attempt_item::Column::Points, "worth")
        .column_as(attempt::Column::Points, "total")
        .column_as(attempt::Column::Of, "of")
        .column_as(cohort::Column::ClosedAt, "closed_at")
        .column_as(attempt_item::Column::GradedAt, "graded_at")
        .column_as(rescoring::Column::RecordedAt, "rescored_at")
        .join(JoinType::InnerJoin, attempt_item::Relation::Attempt.def())
        .join(JoinType::InnerJoin, attempt::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .join(JoinType::LeftJoin, attempt_item::Relation::Rescoring.def())
        .filter(scored_by(version))
        .filter(attempt_item::Column::Earned.is_not_null())
        .filter(cohort::Column::Stage.eq(cohort::Stage::Closed))
        .filter(attempt::Column::State.ne(attempt::State::Open))
        .filter(attempt::Column::Points.is_not_null())
        .filter(attempt::Column::Number.eq(1))
        .order_by_desc(enrolment::Column::CohortId)
        .limit(COUNTED)
        .into_model()
        .all(db)
        .await?;
    // The last cohort may have been cut.
    if u64::try_from(all.len()).is_ok_and(|read| read == COUNTED) {
        let cut = all.last().map(|score| score.cohort);
        all.retain(|score| Some(score.cohort) != cut);
    }
    Ok(all)
}

/// Those of cohorts with enough answers to be told by themselves, none of which changed later: what they
/// say today they say for ever.
fn told(all: &[VersionScore]) -> Vec<VersionScore> {
    let mut cohorts: HashMap<CohortId, (usize, bool)> = HashMap::new();
    for score in all {
        let (answers, is_later) = cohorts.entry(score.cohort).or_default();
        *answers += 1;
        *is_later |= score.is_later();
    }
    let is_told = |score: &&VersionScore| {
        cohorts.get(&score.cohort).is_some_and(|(n, later)| Minimum::GROUP.admits(*n) && !later)
    };
    all.iter().filter(is_told).copied().collect()
}

/// Answers that this version scores: asked with it and not scored anew, or scored anew with it. What
/// was given to everybody says nothing of a question.
fn scored_by(version: QuestionVersionId) -> Condition {
    use attempt_item::Column;
    let asked = Condition::all()
        .add(Column::RescoringId.is_null())
        .add(Column::QuestionVersionId.eq(version));
    Condition::any().add(asked).add(rescoring::Column::QuestionVersionId.eq(version))
}

/// Difficulty and discrimination, or why they are not shown.
pub fn facts(all: &[VersionScore]) -> Vec<Fact> {
    let Some((easy, tells)) = figures(&told(all)) else { return Vec::new() };
    let hidden = easy.is_hidden();
    let said = |figure: Figure<Real>, write: fn(f64) -> String| match figure.shown() {
        Some((value, n)) => format!("{} (n = {n})", write(value.get())),
        None => figure.why_not().unwrap_or_default(),
    };
    let mut facts =
        vec![Fact::new("Dificultad", said(easy, |share| numbers::percent(Some(share))))];
    if !hidden {
        facts.push(Fact::new("Discriminación", said(tells, |value| numbers::decimal(value, 2))));
    }
    facts
}

/// `None` for more people than a sheet takes, which [`COUNTED`] does not let happen.
fn figures(all: &[VersionScore]) -> Option<(Figure<Real>, Figure<Real>)> {
    let share = |part: i64, whole: i64| {
        if whole <= 0 { 0 } else { (part.clamp(0, whole) * WHOLE + whole / 2) / whole }
    };
    let rows = all.iter().map(|one| {
        let worth = i64::from(one.worth) * WHOLE;
        // The share of the rest, so that tests of different worth can stand together.
        let rest = share(one.total - one.earned, one.of - worth);
        vec![Some(share(one.earned, worth)), Some(rest)]
    });
    let sheet = PointSheet::new(vec![WHOLE, WHOLE], rows.collect()).ok()?;
    let least = Minimum::QUESTION;
    Some((difficulty(&sheet, 0, least), discrimination(&sheet, 0, least)))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn people(right: usize, wrong: usize) -> Vec<VersionScore> {
        of_cohort(1, right, wrong)
    }

    fn of_cohort(cohort: i64, right: usize, wrong: usize) -> Vec<VersionScore> {
        let cohort = CohortId(cohort);
        let one = |earned: i64, total: i64| VersionScore {
            cohort,
            earned,
            worth: 1,
            total,
            of: 5_000_000,
            closed_at: Some(DateTime::UNIX_EPOCH),
            graded_at: None,
            rescored_at: None,
        };
        let mut all = vec![one(1_000_000, 4_000_000); right];
        all.extend(vec![one(0, 1_000_000); wrong]);
        all
    }

    #[test]
    fn nine_answers_tell_nothing_and_ten_do_r47() {
        let told = facts(&people(5, 4));
        assert_eq!(told.len(), 1);
        assert!(told[0].value.contains("desde 10"), "{}", told[0].value);
        let told = facts(&people(7, 3));
        assert_eq!(told[0].value, "70 % (n = 10)");
        assert_eq!(told[1].value, "1,00 (n = 10)", "who knew it knew the rest");
    }

    #[test]
    fn a_cohort_of_four_is_in_no_figure_r81() {
        let mut all = of_cohort(1, 7, 3);
        let easy = |all: &[VersionScore]| facts(all)[0].value.clone();
        let alone = easy(&all);
        all.extend(of_cohort(2, 0, 4));
        assert_eq!(easy(&all), alone, "with and without them, the page says the same");
        all.extend(of_cohort(3, 0, 5));
        assert_eq!(easy(&all), "47 % (n = 15)");
    }

    #[test]
    fn a_cohort_whose_answers_changed_after_its_closing_is_in_no_figure_r81() {
        let mut all = of_cohort(1, 7, 3);
        let mut later = of_cohort(2, 0, 6);
        later[5].graded_at = Some(DateTime::UNIX_EPOCH + TimeDelta::days(1));
        all.extend(later);
        assert_eq!(facts(&all)[0].value, "70 % (n = 10)");
    }

    #[test]
    fn when_everybody_knows_it_there_is_nothing_to_tell_apart() {
        let told = facts(&people(12, 0));
        assert_eq!(told[0].value, "100 % (n = 12)");
        assert!(told[1].value.contains("Todos obtuvieron lo mismo"));
    }
}
