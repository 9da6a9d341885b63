//! Attendance by the month of the session, for whatever territory and days.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QuerySelect, QueryTrait as _, RelationTrait as _, Select,
};

use attendance_model::joined;
use attendance_model::rules::{MarkValue, SessionSlot, Totals, minutes, presence};
use cohorts_model::counting::Counting;
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session::{self, SessionId};
use courses_model::entity::course::CourseId;
use courses_model::queries::versions_of;
use enrolment_model::entity::earlier_attribution;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use platform::db::scalar;

use super::{counts, month_of};
use crate::cohort_totals::entity::{cohort_tally, cohort_tally_month};
use crate::queries::{
    AT_ONCE, CountingFact, EarlierAttributionFact, SessionFact, marks_of_enrolment, sessions_of,
};
use crate::rules::{AttendanceTally, Period};
use crate::sql::sum;

/// Whose attendance is added up.
#[derive(Clone, Debug)]
pub struct AttendanceScope {
    /// A subquery with the codes of municipalities. `None` means the whole country.
    pub territory: Option<SelectStatement>,
    pub course: Option<CourseId>,
}

/// The attendance of the sessions of a month, «2026-11».
#[derive(Clone, Debug, FromQueryResult)]
pub struct MonthFact {
    pub month: String,
    pub held: i64,
    pub came: i64,
    pub credited: i64,
}

impl MonthFact {
    pub fn tally(&self) -> AttendanceTally {
        AttendanceTally::of_kept((self.held, self.came, self.credited))
    }
}

/// The attendance of all these months together.
pub fn together(months: &[MonthFact]) -> AttendanceTally {
    let mut all = AttendanceTally::default();
    months.iter().for_each(|fact| all.join(&fact.tally()));
    all
}

#[derive(FromQueryResult)]
struct LiveEnrolment {
    id: EnrolmentId,
    cohort_id: CohortId,
    municipality: Option<String>,
    since: Option<DateTime<Utc>>,
    marks: Option<String>,
}

/// Adds up the attendance of each of some periods by month: what is kept of closed cohorts, and the marks
/// of the others. A statement for each period and at most five for all.
///
/// # Errors
/// The database's.
pub async fn attendance(
    db: &impl ConnectionTrait,
    scope: &AttendanceScope,
    periods: &[Period],
    now: DateTime<Utc>,
) -> Result<Vec<Vec<MonthFact>>, DbErr> {
    let mut all: Vec<BTreeMap<String, AttendanceTally>> = Vec::new();
    for period in periods {
        let kept = kept(db, scope, *period).await?;
        all.push(kept.into_iter().map(|fact| (fact.month.clone(), fact.tally())).collect());
    }
    add_live(db, scope, periods, now, &mut all).await?;
    let fact = |(month, tally): (String, AttendanceTally)| {
        let (held, came, credited) = tally.kept();
        MonthFact { month, held, came, credited }
    };
    Ok(all.into_iter().map(|months| months.into_iter().map(fact).collect()).collect())
}

/// Keeps the rows of `cohort_tally` that are all that there is to say of a period.
fn is_whole(period: Period) -> Condition {
    let (from, after) = period.instants();
    Condition::all()
        .add(cohort_tally::Column::IsMoved.eq(false))
        .add(cohort_tally::Column::FirstAt.gte(from))
        .add(cohort_tally::Column::LastAt.lt(after))
}

fn of_course(scope: &AttendanceScope) -> Condition {
    let mut own = Condition::all().add(counts());
    if let Some(course) = scope.course {
        own = own.add(cohort::Column::CourseVersionId.in_subquery(versions_of(course)));
    }
    own
}

async fn kept(
    db: &impl ConnectionTrait,
    scope: &AttendanceScope,
    period: Period,
) -> Result<Vec<MonthFact>, DbErr> {
    use cohort_tally_month::Column;
    let total = |column: Column| sum(Expr::col((cohort_tally_month::Entity, column)));
    let mut rows = cohort_tally_month::Entity::find()
        .select_only()
        .column(Column::Month)
        .column_as(total(Column::Held), "held")
        .column_as(total(Column::Came), "came")
        .column_as(total(Column::Credited), "credited")
        .join(JoinType::InnerJoin, cohort_tally_month::Relation::Whole.def())
        .join(JoinType::InnerJoin, cohort_tally::Relation::Cohort.def())
        .filter(is_whole(period))
        .filter(of_course(scope))
        .group_by(Column::Month);
    if let Some(codes) = &scope.territory {
        rows = rows.filter(Column::MunicipalityCode.in_subquery(codes.clone()));
    }
    rows.into_model().all(db).await
}

/// Keeps the cohorts of a scope with a held session of one of these periods.
pub(super) fn serving(scope: &AttendanceScope, periods: &[Period]) -> Condition {
    let mut within = Condition::any();
    for period in periods {
        let (from, after) = period.instants();
        let days = Condition::all()
            .add(session::Column::StartsAt.gte(from))
            .add(session::Column::StartsAt.lt(after));
        within = within.add(days);
    }
    let held = Query::select()
        .column((session::Entity, session::Column::CohortId))
        .from(session::Entity)
        .and_where(session::Column::Stage.is_in([session::Stage::Held, session::Stage::Closed]))
        .cond_where(within)
        .to_owned();
    let mut own = of_course(scope).add(cohort::Column::Id.in_subquery(held));
    if scope.territory.is_some() {
        let enrolled = enrolments_of(scope).select_only().column(enrolment::Column::CohortId);
        own = own.add(cohort::Column::Id.in_subquery(enrolled.into_query()));
    }
    own
}

/// The cohorts with a session of these days that are not whole in one of the periods.
async fn live_cohorts(
    db: &impl ConnectionTrait,
    scope: &AttendanceScope,
    periods: &[Period],
) -> Result<Vec<CountingFact>, DbErr> {
    let whole = periods.iter().fold(Condition::any(), |any, period| any.add(is_whole(*period)));
    let added_up = cohort_tally::Entity::find()
        .select_only()
        .column(cohort_tally::Column::CohortId)
        .filter(whole)
        .into_query();
    cohort::Entity::find()
        .filter(serving(scope, periods))
        .filter(cohort::Column::Id.not_in_subquery(added_up))
        .into_model()
        .all(db)
        .await
}

async fn add_live(
    db: &impl ConnectionTrait,
    scope: &AttendanceScope,
    periods: &[Period],
    now: DateTime<Utc>,
    all: &mut [BTreeMap<String, AttendanceTally>],
) -> Result<(), DbErr> {
    let cohorts = live_cohorts(db, scope, periods).await?;
    if cohorts.is_empty() {
        return Ok(());
    }
    let ids: Vec<CohortId> = cohorts.iter().map(|cohort| cohort.id).collect();
    let mut sessions: HashMap<CohortId, Vec<SessionFact>> = HashMap::new();
    for session in sessions_of(db, &ids).await? {
        sessions.entry(session.cohort_id).or_default().push(session);
    }
    let rules: HashMap<CohortId, Counting> =
        cohorts.iter().map(|cohort| (cohort.id, cohort.counting())).collect();
    let mut earlier: HashMap<EnrolmentId, Vec<EarlierAttributionFact>> = HashMap::new();
    for fact in crate::queries::earlier(db, &ids).await? {
        earlier.entry(fact.enrolment_id).or_default().push(fact);
    }
    // The codes matter only where somebody was counted for two municipalities.
    let theirs: Option<HashSet<String>> = match &scope.territory {
        Some(codes) if !earlier.is_empty() => Some(codes_in(db, codes).await?),
        _ => None,
    };
    for part in ids.chunks(AT_ONCE) {
        for enrolment in live_enrolments(db, scope, part).await? {
            let Some(counting) = rules.get(&enrolment.cohort_id) else { continue };
            let sessions = sessions.get(&enrolment.cohort_id).map_or(&[][..], Vec::as_slice);
            let spans = earlier.get(&enrolment.id).map_or(&[][..], Vec::as_slice);
            let is_ours = |at: DateTime<Utc>| {
                let Some(theirs) = &theirs else { return true };
                let span = spans.iter().find(|span| span.from_at <= at && at < span.until_at);
                let code = match span {
                    Some(span) => Some(&span.municipality_code),
                    None => enrolment.municipality.as_ref(),
                };
                code.is_some_and(|code| theirs.contains(code))
            };
            let marks: HashMap<SessionId, MarkValue> =
                joined::read(enrolment.marks.as_deref().unwrap_or_default())
                    .map(|(session, mark)| (SessionId(session), mark))
                    .collect();
            for session in sessions.iter().filter(|session| is_ours(session.starts_at)) {
                let Some(place) = periods.iter().position(|one| one.holds(session.starts_at))
                else {
                    continue;
                };
                let slot = SessionSlot {
                    id: session.id,
                    stage: session.stage,
                    ends_at: session.ends_at,
                    over: session.ends_at <= now,
                    length: minutes(session.starts_at, session.ends_at),
                };
                let here = presence(&slot, enrolment.since, marks.get(&session.id).copied());
                let tally = all[place].entry(month_of(session.starts_at)).or_default();
                tally.add(&Totals::of(counting, [here]));
            }
        }
    }
    Ok(())
}

async fn codes_in(
    db: &impl ConnectionTrait,
    codes: &SelectStatement,
) -> Result<HashSet<String>, DbErr> {
    let rows = db.query_all(codes).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Selects the confirmed enrolments that count or counted for the territory.
fn enrolments_of(scope: &AttendanceScope) -> Select<enrolment::Entity> {
    let mut rows = enrolment::Entity::find()
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(enrolment::Column::MunicipalityCode.is_not_null());
    if let Some(codes) = &scope.territory {
        let once = earlier_attribution::Entity::find()
            .select_only()
            .column(earlier_attribution::Column::EnrolmentId)
            .filter(earlier_attribution::Column::MunicipalityCode.in_subquery(codes.clone()))
            .into_query();
        rows = rows.filter(
            Condition::any()
                .add(enrolment::Column::MunicipalityCode.in_subquery(codes.clone()))
                .add(enrolment::Column::Id.in_subquery(once)),
        );
    }
    rows
}

async fn live_enrolments(
    db: &impl ConnectionTrait,
    scope: &AttendanceScope,
    cohorts: &[CohortId],
) -> Result<Vec<LiveEnrolment>, DbErr> {
    enrolments_of(scope)
        .select_only()
        .columns([enrolment::Column::Id, enrolment::Column::CohortId])
        .column_as(enrolment::since(), "since")
        .column_as(enrolment::Column::MunicipalityCode, "municipality")
        .column_as(scalar(marks_of_enrolment(db.get_database_backend())), "marks")
        .filter(enrolment::Column::CohortId.is_in(cohorts.iter().copied()))
        .into_model()
        .all(db)
        .await
}
