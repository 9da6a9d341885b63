//! Appeals read for pages: of one's own grade, of a cohort, of everybody who coordinates.

use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
};

use cohorts_model as cohorts;
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::policy::{CohortAccess, CohortFacts, works_on};
use cohorts_model::queries::cohort_head;
use enrolment_model::entity::enrolment;
use enrolment_model::policy::scope;
use enrolment_model::queries::{Learner, LearnerName, SelectLearner as _, learner};
use platform::pager::{Pager, ROWS};
use sign_in_model::prelude::*;

use super::entity::grade_appeal::{self, AppealId, Model, State};
use crate::entity::activity::{self, ActivityId};
use crate::queries::{StoryEntry, story};

/// A grade of the actor's own, with its appeals.
pub struct LearnerGrade {
    pub enrolment: enrolment::Model,
    pub cohort: cohort::Model,
    /// «Gestión tributaria, cohorte Meta 2026-2».
    pub title: String,
    pub activity: activity::Model,
    /// The newest first.
    pub story: Vec<StoryEntry>,
    /// The newest first.
    pub appeals: Vec<Model>,
}

impl LearnerGrade {
    /// When the grade that counts was written.
    pub fn given(&self) -> Option<DateTime<Utc>> {
        self.story.first().filter(|entry| entry.tenths.is_some()).map(|entry| entry.at)
    }
}

/// One's own grade, and nobody else's: those who work on the cohort have a page of their own. At
/// most eight statements.
pub async fn own(
    db: &impl ConnectionTrait,
    actor: &Actor,
    activity: ActivityId,
) -> Result<LearnerGrade, AppError> {
    let activity = activity::Entity::find_by_id(activity).one(db).await?;
    let activity = activity.ok_or(AppError::NotFound)?;
    let enrolment = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(activity.cohort_id))
        .filter(enrolment::Column::PersonId.eq(actor.person.unwrap_or(0)))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    let row = cohorts::queries::get(db, activity.cohort_id).await?;
    let title = row.title();
    let story = story(db, (activity.id, enrolment.id)).await?;
    let appeals = grade_appeal::Entity::find()
        .filter(grade_appeal::Column::EnrolmentId.eq(enrolment.id))
        .filter(grade_appeal::Column::ActivityId.eq(activity.id))
        .order_by_desc(grade_appeal::Column::Id)
        .limit(ROWS)
        .all(db)
        .await?;
    Ok(LearnerGrade { enrolment, cohort: row.cohort, title, activity, story, appeals })
}

/// One appeal with everything that its decision needs.
pub struct AppealCase {
    pub appeal: Model,
    pub activity: activity::Model,
    pub enrolment: enrolment::Model,
    pub person: String,
    pub cohort: cohort::Model,
    pub title: String,
    pub access: CohortAccess,
    pub is_own: bool,
    /// What was ever written of the grade, the newest first.
    pub story: Vec<StoryEntry>,
}

/// For the person and for those who work on the cohort; foreign and absent look alike. Seven
/// statements.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: AppealId,
) -> Result<AppealCase, AppError> {
    let found =
        grade_appeal::Entity::find_by_id(id).find_also_related(activity::Entity).one(db).await?;
    let Some((appeal, Some(activity))) = found else { return Err(AppError::NotFound) };
    let found = learner(db, appeal.enrolment_id, scope(actor)).await?;
    let Learner { enrolment, name } = found.ok_or(AppError::NotFound)?;
    let is_own = actor.person == Some(enrolment.person_id.0);
    let (cohort, title, access) = if is_own {
        let row = cohorts::queries::get(db, enrolment.cohort_id).await?;
        let title = row.title();
        // Nobody answers by having asked.
        let access = CohortAccess { cohort: CohortFacts::from(&row.cohort), teaches: false };
        (row.cohort, title, access)
    } else {
        let head = cohort_head(db, actor, enrolment.cohort_id).await?;
        if !works_on(actor, &head.access) {
            return Err(Denial.into());
        }
        (head.cohort, head.title, head.access)
    };
    let story = story(db, (activity.id, enrolment.id)).await?;
    let person = if is_own { name.name.full() } else { name.full() };
    Ok(AppealCase { appeal, activity, enrolment, person, cohort, title, access, is_own, story })
}

/// An appeal as a list shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AppealSummary {
    pub id: AppealId,
    pub asked_at: DateTime<Utc>,
    pub state: State,
    pub activity: String,
    pub cohort: String,
    #[sea_orm(nested)]
    pub name: LearnerName,
}

/// Which appeals a list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppealFilter {
    /// All of a cohort that the actor works on, those that wait first.
    OfCohort(CohortId),
    /// Those that wait, of everything that the actor coordinates.
    Waiting,
}

fn listed(actor: &Actor, which: AppealFilter) -> Select<grade_appeal::Entity> {
    let all = grade_appeal::Entity::find()
        .join(JoinType::InnerJoin, grade_appeal::Relation::Activity.def())
        .join(JoinType::InnerJoin, activity::Relation::Cohort.def());
    match which {
        AppealFilter::OfCohort(id) => {
            all.filter(cohorts::policy::scope(actor)).filter(cohort::Column::Id.eq(id))
        }
        AppealFilter::Waiting => all
            .filter(cohorts::policy::run_scope(actor))
            .filter(grade_appeal::Column::State.eq(State::Open)),
    }
}

/// Those that wait, beside their activity: whoever counts them says of which cohorts.
pub fn open_rows() -> SelectStatement {
    let of_activity = Expr::col((grade_appeal::Entity, grade_appeal::Column::ActivityId))
        .equals((activity::Entity, activity::Column::Id));
    Query::select()
        .from(grade_appeal::Entity)
        .inner_join(activity::Entity, of_activity)
        .and_where(grade_appeal::Column::State.eq(State::Open))
        .to_owned()
}

/// A page of them. Two statements.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    which: AppealFilter,
    (page, address): (Option<u64>, &str),
) -> Result<(Vec<AppealSummary>, Pager), DbErr> {
    let pager = Pager::new(page, listed(actor, which).count(db).await?, address);
    let waits =
        CaseStatement::new().case(grade_appeal::Column::State.eq(State::Open), 0).finally(1);
    let rows = listed(actor, which)
        .select_only()
        .columns([
            grade_appeal::Column::Id,
            grade_appeal::Column::AskedAt,
            grade_appeal::Column::State,
        ])
        .column_as(activity::Column::Name, "activity")
        .column_as(cohort::Column::Name, "cohort")
        .join(JoinType::InnerJoin, grade_appeal::Relation::Enrolment.def())
        .learner()
        // Those that wait, the oldest first.
        .order_by_asc(Expr::Case(Box::new(waits)))
        .order_by_asc(grade_appeal::Column::Id)
        .offset(pager.offset())
        .limit(ROWS)
        .into_model()
        .all(db)
        .await?;
    Ok((rows, pager))
}
