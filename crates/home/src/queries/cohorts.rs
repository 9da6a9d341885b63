//! The cohorts of a home page: those that are not over, and what waits in each for a decision.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Asterisk, CaseStatement, Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait as _,
};

use assessment_model::appeals::entity::grade_appeal;
use assessment_model::appeals::queries::open_rows;
use assessment_model::entity::activity;
use attendance_model::pending::PendingDecision;
use certification_model::entity::certificate;
use certification_model::reviews::entity::certificate_review;
use certification_model::reviews::queries::open_rows as changed_rows;
use cohorts_model::entity::cohort::{self, CohortId, Stage};
use cohorts_model::entity::cohort_municipality;
use cohorts_model::entity::session;
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment;
use enrolment_model::quorum::{confirmed, is_below};
use platform::db::scalar;

/// A cohort that is not over, with what tells which step it waits for.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LivingCohort {
    #[sea_orm(nested)]
    pub cohort: cohort::Model,
    pub course: String,
    pub confirmed: i64,
    /// People on the list of a published cohort, and when the first of them asked for a seat.
    pub waiting: i64,
    pub waiting_since: Option<DateTime<Utc>>,
    /// For how many municipalities it is.
    pub municipalities: i64,
    /// Sessions without attendance or still going on.
    pub left: i64,
    /// The next session to begin.
    pub next_at: Option<DateTime<Utc>>,
    /// Its day of deciding came with fewer people than it needs (R15).
    pub is_below: bool,
}

impl LivingCohort {
    /// Whether it is confirmed and its first day is here.
    pub fn is_to_start(&self, today: NaiveDate) -> bool {
        self.cohort.stage == Stage::Confirmed && self.cohort.starts_on <= today
    }

    /// Whether it runs and has no session left to hold.
    pub fn is_to_close(&self) -> bool {
        self.cohort.stage == Stage::Running && self.left == 0
    }
}

/// The cohorts of a scope that are not over, the first to begin first. All of them: their
/// numbers are on the page, and an upper bound keeps the list short.
pub async fn living(
    db: &impl ConnectionTrait,
    scope: Condition,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Vec<LivingCohort>, DbErr> {
    let this = (cohort::Entity, cohort::Column::Id);
    let sessions = |condition: Expr| {
        Query::select()
            .from(session::Entity)
            .and_where(Expr::col((session::Entity, session::Column::CohortId)).equals(this))
            .and_where(condition)
            .to_owned()
    };
    let planned = || session::Column::Stage.eq(session::Stage::Planned);
    // Somebody who checks in before the hour has not held the session.
    let going_on =
        session::Column::Stage.eq(session::Stage::Held).and(session::Column::EndsAt.gt(now));
    let left = sessions(planned().or(going_on)).expr(Expr::col(Asterisk).count()).to_owned();
    let ahead = session::Column::StartsAt.gt(now).and(planned());
    let next = sessions(ahead).expr(session::Column::StartsAt.min()).to_owned();
    let waiting = |what: Expr| {
        let waiting = Query::select()
            .expr(what)
            .from(enrolment::Entity)
            .and_where(Expr::col((enrolment::Entity, enrolment::Column::CohortId)).equals(this))
            .and_where(enrolment::Column::Stage.eq(enrolment::Stage::Waiting))
            .and_where(cohort::Column::Stage.ne(Stage::Draft))
            .to_owned();
        scalar(waiting)
    };
    let of_municipality = (cohort_municipality::Entity, cohort_municipality::Column::CohortId);
    let municipalities = Query::select()
        .expr(Expr::col(Asterisk).count())
        .from(cohort_municipality::Entity)
        .and_where(Expr::col(of_municipality).equals(this))
        .to_owned();
    let asked = Expr::col((enrolment::Entity, enrolment::Column::CreatedAt));
    let below = CaseStatement::new().case(is_below(today), true).finally(false);
    let stages = [Stage::Draft, Stage::Tentative, Stage::Confirmed, Stage::Running];
    cohort::Entity::find()
        .column_as(course_version::Column::Name, "course")
        .column_as(scalar(confirmed()), "confirmed")
        .column_as(waiting(Expr::col(Asterisk).count()), "waiting")
        .column_as(waiting(asked.min()), "waiting_since")
        .column_as(scalar(municipalities), "municipalities")
        .column_as(scalar(left), "left")
        .column_as(scalar(next), "next_at")
        .column_as(Expr::Case(Box::new(below)), "is_below")
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(scope)
        .filter(cohort::Column::Stage.is_in(stages))
        .order_by_asc(cohort::Column::StartsOn)
        .order_by_asc(cohort::Column::Id)
        .limit(500)
        .into_model()
        .all(db)
        .await
}

/// The sessions of these cohorts in their order, cancelled ones too; none without a cohort.
pub async fn sessions_of(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
) -> Result<HashMap<CohortId, Vec<session::Model>>, DbErr> {
    let mut sessions: HashMap<CohortId, Vec<session::Model>> = HashMap::new();
    if cohorts.is_empty() {
        return Ok(sessions);
    }
    for row in session::Entity::find()
        .filter(session::Column::CohortId.is_in(cohorts.iter().copied()))
        .order_by_asc(session::Column::Position)
        .all(db)
        .await?
    {
        sessions.entry(row.cohort_id).or_default().push(row);
    }
    Ok(sessions)
}

/// A cohort whose coordination has something to decide about its attendance, grades or certificates: how
/// much, and since when the oldest waits.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PendingDecisions {
    pub id: CohortId,
    pub name: String,
    pub course: String,
    /// Conflicts and marks of telephones to be looked at.
    pub arrivals: i64,
    pub arrivals_since: Option<DateTime<Utc>>,
    /// People who came without being on the list.
    pub walk_ins: i64,
    pub walk_ins_since: Option<DateTime<Utc>>,
    /// Corrections and excuses that learners asked for.
    pub requests: i64,
    pub requests_since: Option<DateTime<Utc>>,
    /// Grades that learners asked to be looked at again.
    pub appeals: i64,
    pub appeals_since: Option<DateTime<Utc>>,
    /// Certificates behind which something changed.
    pub changes: i64,
    pub changes_since: Option<DateTime<Utc>>,
}

/// How many of a kind wait, and since when the oldest of them does.
pub type WaitingCount = (i64, Option<DateTime<Utc>>);

impl PendingDecisions {
    /// Returns what waits on the page of what arrived.
    pub fn reviews(&self) -> WaitingCount {
        let oldest = [self.arrivals_since, self.walk_ins_since].into_iter().flatten().min();
        (self.arrivals + self.walk_ins, oldest)
    }

    pub fn requests(&self) -> WaitingCount {
        (self.requests, self.requests_since)
    }

    pub fn appeals(&self) -> WaitingCount {
        (self.appeals, self.appeals_since)
    }

    pub fn changes(&self) -> WaitingCount {
        (self.changes, self.changes_since)
    }

    pub fn all(&self) -> i64 {
        self.arrivals + self.walk_ins + self.requests + self.appeals + self.changes
    }
}

/// The cohorts of a scope where something about attendance, a grade or a certificate waits, by name. All
/// of them: their sums are numbers of the page, and an upper bound keeps the list short.
pub async fn to_settle(
    db: &impl ConnectionTrait,
    scope: Condition,
) -> Result<Vec<PendingDecisions>, DbErr> {
    let this = (cohort::Entity, cohort::Column::Id);
    // How many rows of the cohort, and the oldest of them.
    let told = |rows: SelectStatement, theirs: Expr, at: Expr| {
        let of = |what: Expr| scalar(rows.clone().expr(what).and_where(theirs.clone()).to_owned());
        (of(Expr::col(Asterisk).count()), of(at.min()))
    };
    let of_cohort = (session::Entity, session::Column::CohortId);
    let [arrivals, walk_ins, requests] = PendingDecision::ALL
        .map(|pending| told(pending.rows(), Expr::col(of_cohort).equals(this), pending.at()));
    let somewhere = PendingDecision::ALL.into_iter().fold(Condition::any(), |any, pending| {
        let cohorts = pending.rows().column(of_cohort).to_owned();
        any.add(cohort::Column::Id.in_subquery(cohorts))
    });
    let of_activity = (activity::Entity, activity::Column::CohortId);
    let asked = Expr::col((grade_appeal::Entity, grade_appeal::Column::AskedAt));
    let appeals = told(open_rows(), Expr::col(of_activity).equals(this), asked);
    let appealed = open_rows().column(of_activity).to_owned();
    let of_certificate = (certificate::Entity, certificate::Column::CohortId);
    let opened = Expr::col((certificate_review::Entity, certificate_review::Column::OpenedAt));
    let changes = told(changed_rows(), Expr::col(of_certificate).equals(this), opened);
    let changed = changed_rows().column(of_certificate).to_owned();
    let somewhere = somewhere
        .add(cohort::Column::Id.in_subquery(appealed))
        .add(cohort::Column::Id.in_subquery(changed));
    cohort::Entity::find()
        .select_only()
        .columns([cohort::Column::Id, cohort::Column::Name])
        .column_as(course_version::Column::Name, "course")
        .column_as(arrivals.0, "arrivals")
        .column_as(arrivals.1, "arrivals_since")
        .column_as(walk_ins.0, "walk_ins")
        .column_as(walk_ins.1, "walk_ins_since")
        .column_as(requests.0, "requests")
        .column_as(requests.1, "requests_since")
        .column_as(appeals.0, "appeals")
        .column_as(appeals.1, "appeals_since")
        .column_as(changes.0, "changes")
        .column_as(changes.1, "changes_since")
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(scope)
        .filter(somewhere)
        .order_by_asc(cohort::Column::Name)
        .order_by_asc(cohort::Column::Id)
        .limit(500)
        .into_model()
        .all(db)
        .await
}
