//! Attendance by the month of the session, for whatever territory and days.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{
    Alias, CaseStatement, Expr, ExprTrait as _, Query, SelectStatement, UnionType,
};
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
use crate::queries::{AT_ONCE, COUNTING, CountingFact, SESSION, SessionFact, marks_of_enrolment};
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

/// What is kept of the closed cohorts of a month.
#[derive(FromQueryResult)]
struct KeptMonth {
    /// Of which of the periods.
    nth: i32,
    #[sea_orm(nested)]
    fact: MonthFact,
}

/// A session of a cohort whose marks are read, and how the cohort counts.
#[derive(FromQueryResult)]
struct LiveSession {
    #[sea_orm(nested)]
    counting: CountingFact,
    #[sea_orm(nested)]
    session: SessionFact,
}

/// What an enrolment counts for at present, with its marks, or what it counted for earlier, between two
/// instants.
#[derive(FromQueryResult)]
struct Attribution {
    id: EnrolmentId,
    cohort_id: CohortId,
    /// Whether it is a municipality of the territory.
    is_ours: bool,
    since: Option<DateTime<Utc>>,
    marks: Option<String>,
    from_at: Option<DateTime<Utc>>,
    until_at: Option<DateTime<Utc>>,
}

impl Attribution {
    /// Whether it is an earlier one that counts at an instant.
    fn held(&self, at: DateTime<Utc>) -> bool {
        self.from_at.is_some_and(|from| from <= at) && self.until_at.is_some_and(|until| at < until)
    }
}

/// Adds up the attendance of each of some periods, of which none touches another, by month: what is kept of
/// closed cohorts, and the marks of the others. Three statements.
///
/// # Errors
/// The database's.
pub async fn attendance(
    db: &impl ConnectionTrait,
    scope: &AttendanceScope,
    periods: &[Period],
    now: DateTime<Utc>,
) -> Result<Vec<Vec<MonthFact>>, DbErr> {
    let mut all: Vec<BTreeMap<String, AttendanceTally>> = vec![BTreeMap::new(); periods.len()];
    for KeptMonth { nth, fact } in kept(db, scope, periods).await? {
        if let Some(months) = usize::try_from(nth).ok().and_then(|nth| all.get_mut(nth)) {
            months.insert(fact.month.clone(), fact.tally());
        }
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

/// Keeps the rows of `cohort_tally` that are so of one of some periods.
fn is_whole_in_one(periods: &[Period]) -> Condition {
    periods.iter().fold(Condition::any(), |any, period| any.add(is_whole(*period)))
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
    periods: &[Period],
) -> Result<Vec<KeptMonth>, DbErr> {
    use cohort_tally_month::Column;
    let total = |column: Column| sum(Expr::col((cohort_tally_month::Entity, column)));
    let nth = (0_i32..)
        .zip(periods)
        .fold(CaseStatement::new(), |case, (nth, period)| case.case(is_whole(*period), nth));
    let mut rows = cohort_tally_month::Entity::find()
        .select_only()
        .column_as(Expr::Case(Box::new(nth)), "nth")
        .column(Column::Month)
        .column_as(total(Column::Held), "held")
        .column_as(total(Column::Came), "came")
        .column_as(total(Column::Credited), "credited")
        .join(JoinType::InnerJoin, cohort_tally_month::Relation::Whole.def())
        .join(JoinType::InnerJoin, cohort_tally::Relation::Cohort.def())
        .filter(is_whole_in_one(periods))
        .filter(of_course(scope))
        .group_by(Expr::col(Alias::new("nth")))
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

/// The sessions of the cohorts with a session of these days that are not whole in one of the periods.
async fn live_sessions(
    db: &impl ConnectionTrait,
    scope: &AttendanceScope,
    periods: &[Period],
) -> Result<Vec<LiveSession>, DbErr> {
    let added_up = cohort_tally::Entity::find()
        .select_only()
        .column(cohort_tally::Column::CohortId)
        .filter(is_whole_in_one(periods))
        .into_query();
    session::Entity::find()
        .select_only()
        .columns(SESSION)
        .columns(COUNTING)
        .join(JoinType::InnerJoin, session::Relation::Cohort.def())
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
    let mut cohorts: HashMap<CohortId, (Counting, Vec<SessionFact>)> = HashMap::new();
    for LiveSession { counting, session } in live_sessions(db, scope, periods).await? {
        let known = || (counting.counting(), Vec::new());
        cohorts.entry(session.cohort_id).or_insert_with(known).1.push(session);
    }
    let ids: Vec<CohortId> = cohorts.keys().copied().collect();
    for part in ids.chunks(AT_ONCE) {
        let (spans, present): (Vec<_>, Vec<_>) = attributions(db, scope, part)
            .await?
            .into_iter()
            .partition(|attribution| attribution.until_at.is_some());
        let mut earlier: HashMap<EnrolmentId, Vec<Attribution>> = HashMap::new();
        for span in spans {
            earlier.entry(span.id).or_default().push(span);
        }
        for enrolment in present {
            let Some((counting, sessions)) = cohorts.get(&enrolment.cohort_id) else { continue };
            let spans = earlier.get(&enrolment.id).map_or(&[][..], Vec::as_slice);
            let is_ours = |at: DateTime<Utc>| {
                spans.iter().find(|span| span.held(at)).unwrap_or(&enrolment).is_ours
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

/// What the enrolments of these cohorts count for that count or counted for the territory, and every earlier
/// attribution of their enrolments.
async fn attributions(
    db: &impl ConnectionTrait,
    scope: &AttendanceScope,
    cohorts: &[CohortId],
) -> Result<Vec<Attribution>, DbErr> {
    use earlier_attribution::Column as Earlier;
    use enrolment::Column;
    let theirs = || Column::CohortId.is_in(cohorts.iter().copied());
    let is_ours = |code: Expr| match &scope.territory {
        Some(codes) => code.in_subquery(codes.clone()),
        None => Expr::value(true),
    };
    let no_moment = || Expr::value(Option::<DateTime<Utc>>::None);
    let present = Expr::col((enrolment::Entity, Column::MunicipalityCode));
    let of_then = Expr::col((earlier_attribution::Entity, Earlier::MunicipalityCode));
    let backend = db.get_database_backend();
    let mut all = enrolments_of(scope)
        .select_only()
        .columns([Column::Id, Column::CohortId])
        .column_as(is_ours(present), "is_ours")
        .column_as(enrolment::since(), "since")
        .column_as(scalar(marks_of_enrolment(backend)), "marks")
        .column_as(no_moment(), "from_at")
        .column_as(no_moment(), "until_at")
        .filter(theirs())
        .into_query();
    let earlier = earlier_attribution::Entity::find()
        .select_only()
        .column_as(Earlier::EnrolmentId, "id")
        .column(Column::CohortId)
        .column_as(is_ours(of_then), "is_ours")
        .column_as(no_moment(), "since")
        .column_as(Expr::value(Option::<String>::None), "marks")
        .columns([Earlier::FromAt, Earlier::UntilAt])
        .join(JoinType::InnerJoin, earlier_attribution::Relation::Enrolment.def())
        .filter(theirs())
        .into_query();
    all.union(UnionType::All, earlier);
    Attribution::find_by_statement(backend.build(&all)).all(db).await
}
