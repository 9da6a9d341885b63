//! What must hold between the rows of cohorts and sessions; `doctor` asks.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Func, JoinType, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _, RelationTrait as _,
};

use courses_model::entity::course_version::{self, Modality, State};
use platform::doctor::Finding;

use super::clashes::room;
use super::entity::cohort::{self, CohortId, Stage};
use super::entity::cohort_municipality;
use super::entity::session::{self, SessionId};
use super::entity::session_venue;
use super::entity::short_closing;
use super::queries::{place_names, venue_bookings};
use super::rules::overlap;
use super::venues::Room;

/// Findings told of each kind; more of them say nothing new.
const MOST: u64 = 20;

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let mut all = Vec::new();
    let mut tell = |ids: Vec<CohortId>, what: &str| {
        all.extend(
            ids.into_iter().map(|id| Finding::new("cohorts", format!("cohort {id} {what}"))),
        );
    };
    let published = [Stage::Tentative, Stage::Confirmed, Stage::Running, Stage::Closed];
    let of_stage = |stages: &[Stage]| cohort::Column::Stage.is_in(stages.iter().copied());
    tell(
        cohorts(db, |rows| {
            rows.filter(of_stage(&published))
                .filter(cohort::Column::Id.not_in_subquery(ids_of_active_sessions()))
        })
        .await?,
        "is published without a session",
    );
    let reached = Query::select()
        .column(cohort_municipality::Column::CohortId)
        .from(cohort_municipality::Entity)
        .to_owned();
    tell(
        cohorts(db, |rows| {
            rows.filter(of_stage(&published)).filter(cohort::Column::Id.not_in_subquery(reached))
        })
        .await?,
        "is published without a municipality",
    );
    let untaught = ids_of_active_sessions()
        .and_where(session::Column::FacilitatorAccountId.is_null())
        .to_owned();
    tell(
        cohorts(db, |rows| {
            rows.filter(of_stage(&published)).filter(cohort::Column::Id.in_subquery(untaught))
        })
        .await?,
        "is published with a session nobody teaches",
    );
    let undated = Query::select()
        .column(session::Column::CohortId)
        .from(session::Entity)
        .and_where(
            session::Column::Stage
                .eq(session::Stage::Cancelled)
                .eq(session::Column::CancelledAt.is_null()),
        )
        .to_owned();
    tell(
        cohorts(db, |rows| rows.filter(cohort::Column::Id.in_subquery(undated))).await?,
        "has a session whose cancelling and its moment disagree",
    );
    let planned = Query::select()
        .column(session::Column::CohortId)
        .from(session::Entity)
        .and_where(session::Column::Stage.eq(session::Stage::Planned))
        .to_owned();
    tell(
        cohorts(db, |rows| {
            rows.filter(of_stage(&[Stage::Closed, Stage::Cancelled]))
                .filter(cohort::Column::Id.in_subquery(planned))
        })
        .await?,
        "has ended with sessions still planned",
    );
    let listed = Query::select()
        .column(session::Column::CohortId)
        .from(session::Entity)
        .and_where(session::Column::Stage.eq(session::Stage::Held))
        .to_owned();
    tell(
        cohorts(db, |rows| {
            rows.filter(of_stage(&[Stage::Closed])).filter(cohort::Column::Id.in_subquery(listed))
        })
        .await?,
        "is closed with a list that is still open",
    );
    let undated = cohort::Column::PublishedAt
        .is_null()
        .and(of_stage(&published))
        .or(cohort::Column::StartedAt.is_null().and(of_stage(&[Stage::Running, Stage::Closed])))
        .or(cohort::Column::ClosedAt.is_null().and(of_stage(&[Stage::Closed])))
        .or(cohort::Column::CancelledAt.is_null().and(of_stage(&[Stage::Cancelled])));
    tell(cohorts(db, |rows| rows.filter(undated)).await?, "lacks the date of its stage");
    let unplanned = cohort::Column::Method.is_null().or(cohort::Column::Knowledge.is_null());
    let open = [Stage::Tentative, Stage::Confirmed, Stage::Running];
    tell(
        cohorts(db, |rows| rows.filter(of_stage(&open)).filter(unplanned)).await?,
        "is published without its minimum activities planned",
    );
    let unshown =
        cohort::Column::MethodEvidence.is_null().or(cohort::Column::KnowledgeEvidence.is_null());
    tell(
        cohorts(db, |rows| rows.filter(of_stage(&[Stage::Closed])).filter(unshown)).await?,
        "is closed with nothing to show for its minimum activities",
    );
    let half = (cohort::Column::MinimumPeople.is_null())
        .and(cohort::Column::QuorumOn.is_not_null())
        .or(cohort::Column::MinimumPeople.is_not_null().and(cohort::Column::QuorumOn.is_null()))
        .or(cohort::Column::MinimumPeople.lt(1));
    tell(
        cohorts(db, |rows| rows.filter(half)).await?,
        "has half a quorum: people without a day, a day without people, or nobody to reach",
    );
    let drafts = Query::select()
        .column(course_version::Column::Id)
        .from(course_version::Entity)
        .and_where(course_version::Column::State.eq(State::Draft))
        .to_owned();
    tell(
        cohorts(db, |rows| rows.filter(cohort::Column::CourseVersionId.in_subquery(drafts)))
            .await?,
        "is of a version that is not published",
    );
    let alone = short_closing::Entity::find()
        .select_only()
        .column(short_closing::Column::CohortId)
        .filter(
            Expr::col(short_closing::Column::AskedBy).equals(short_closing::Column::ConfirmedBy),
        )
        .into_query();
    tell(
        cohorts(db, |rows| rows.filter(cohort::Column::Id.in_subquery(alone))).await?,
        "was closed with too few hours by the one who asked for it",
    );
    let gaps = Query::select()
        .column(session::Column::CohortId)
        .from(session::Entity)
        .group_by_col(session::Column::CohortId)
        .and_having(
            Expr::expr(Func::max(Expr::col(session::Column::Position)))
                .ne(Expr::expr(Func::count(Expr::col(session::Column::Id)))),
        )
        .to_owned();
    tell(
        cohorts(db, |rows| rows.filter(cohort::Column::Id.in_subquery(gaps))).await?,
        "has sessions that are not numbered from 1 on",
    );
    for (column, what) in [
        (session::Column::CohortId, "of the same cohort"),
        (session::Column::FacilitatorAccountId, "of one facilitator"),
    ] {
        for row in db.query_all(&overlaps(column)).await? {
            let (one, other): (SessionId, SessionId) =
                (row.try_get("", "one")?, row.try_get("", "other")?);
            let text = format!("sessions {one} and {other}, {what}, overlap");
            all.push(Finding::new("cohorts", text));
        }
    }
    // What was held by one link was held; what is still to come is not.
    let mut by_link = overlaps(session::Column::Link);
    for who in ["one", "other"] {
        let stage = Expr::col((Alias::new(who), session::Column::Stage));
        by_link.and_where(stage.eq("planned"));
    }
    for row in db.query_all(&by_link).await? {
        let (one, other): (SessionId, SessionId) =
            (row.try_get("", "one")?, row.try_get("", "other")?);
        let text = format!("sessions {one} and {other}, by one link, overlap");
        all.push(Finding::new("cohorts", text));
    }
    all.extend(shared_rooms(db).await?);
    all.extend(shared_venues(db).await?);
    Ok(all)
}

#[derive(FromQueryResult)]
struct SessionVenue {
    id: SessionId,
    cohort_id: CohortId,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    place: Option<String>,
    place_text: String,
    modality: Modality,
}

/// Sessions still to come of two cohorts in one room at one time: the same words in a municipality that
/// their places name, or that their cohorts reach where they name none (R12). What was held keeps what
/// it was.
async fn shared_rooms(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let sessions: Vec<SessionVenue> = session::Entity::find()
        .select_only()
        .columns([
            session::Column::Id,
            session::Column::CohortId,
            session::Column::StartsAt,
            session::Column::EndsAt,
            session::Column::Place,
        ])
        .column(cohort::Column::PlaceText)
        .column(course_version::Column::Modality)
        .join(JoinType::InnerJoin, session::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(session::Column::Stage.eq(session::Stage::Planned))
        .order_by_asc(session::Column::StartsAt)
        .into_model()
        .all(db)
        .await?;
    if sessions.is_empty() {
        return Ok(Vec::new());
    }
    let names = place_names(db).await?;
    let mut reached: HashMap<CohortId, Vec<String>> = HashMap::new();
    for row in cohort_municipality::Entity::find().all(db).await? {
        reached.entry(row.cohort_id).or_default().push(row.municipality_code);
    }
    // In order of time, so that each is compared with those still going on alone.
    let mut found = Vec::new();
    let mut going_on: Vec<(&SessionVenue, Room)> = Vec::new();
    for one in &sessions {
        going_on.retain(|(other, _)| other.ends_at > one.starts_at);
        let Some(place) = room(one.place.as_ref().unwrap_or(&one.place_text), one.modality) else {
            continue;
        };
        let codes = reached.get(&one.cohort_id).map_or(&[][..], Vec::as_slice);
        let own = names.room(place, codes);
        let same = going_on.iter().filter(|(other, room)| {
            room.is(&own) && other.cohort_id != one.cohort_id && other.starts_at < one.ends_at
        });
        found.extend(same.map(|(other, _)| {
            let text = format!("sessions {} and {}, in one room, overlap", other.id, one.id);
            Finding::new("cohorts", text)
        }));
        going_on.push((one, own));
    }
    found.truncate(usize::try_from(MOST).unwrap_or_default());
    Ok(found)
}

/// Sessions still to come in one venue at one time, and places that name another venue than
/// the one that is written down (R12).
async fn shared_venues(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let mut found = Vec::new();
    for booking in venue_bookings(db).await? {
        if booking.by_place != booking.written {
            let text = format!("session {} is not in the venue of its place", booking.session);
            found.push(Finding::new("cohorts", text));
        }
    }
    let (one, other) = (Alias::new("one"), Alias::new("other"));
    let of = |who: &Alias, column: session_venue::Column| Expr::col((who.clone(), column));
    let venues = Query::select()
        .expr_as(of(&one, session_venue::Column::SessionId), one.clone())
        .expr_as(of(&other, session_venue::Column::SessionId), other.clone())
        .from_as(session_venue::Entity, one.clone())
        .join_as(
            JoinType::InnerJoin,
            session_venue::Entity,
            other.clone(),
            of(&one, session_venue::Column::VenueId)
                .eq(of(&other, session_venue::Column::VenueId))
                .and(
                    of(&one, session_venue::Column::SessionId)
                        .lt(of(&other, session_venue::Column::SessionId)),
                ),
        )
        .to_owned();
    let mut pairs = Vec::new();
    for row in db.query_all(&venues).await? {
        let pair: (SessionId, SessionId) = (row.try_get("", "one")?, row.try_get("", "other")?);
        pairs.push(pair);
    }
    let ids: Vec<SessionId> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
    let spans: HashMap<SessionId, (DateTime<Utc>, DateTime<Utc>)> = session::Entity::find()
        .filter(session::Column::Id.is_in(ids))
        .filter(session::Column::Stage.eq(session::Stage::Planned))
        .all(db)
        .await?
        .into_iter()
        .map(|session| (session.id, (session.starts_at, session.ends_at)))
        .collect();
    for (one, other) in pairs {
        let (Some(first), Some(second)) = (spans.get(&one), spans.get(&other)) else { continue };
        if overlap(*first, *second) {
            let text = format!("sessions {one} and {other}, in one venue, overlap");
            found.push(Finding::new("cohorts", text));
        }
    }
    found.truncate(usize::try_from(MOST).unwrap_or_default());
    Ok(found)
}

/// Ids of the cohorts that a question narrows to.
async fn cohorts(
    db: &impl ConnectionTrait,
    narrow: impl FnOnce(sea_orm::Select<cohort::Entity>) -> sea_orm::Select<cohort::Entity>,
) -> Result<Vec<CohortId>, DbErr> {
    narrow(cohort::Entity::find())
        .select_only()
        .column(cohort::Column::Id)
        .limit(MOST)
        .into_tuple()
        .all(db)
        .await
}

fn ids_of_active_sessions() -> SelectStatement {
    Query::select()
        .column(session::Column::CohortId)
        .from(session::Entity)
        .and_where(session::Column::Stage.ne(session::Stage::Cancelled))
        .to_owned()
}

/// Pairs of sessions that share a cohort or a facilitator and some time (R12).
fn overlaps(shared: session::Column) -> SelectStatement {
    use session::Column::{EndsAt, Id, Stage, StartsAt};
    let (one, other) = (Alias::new("one"), Alias::new("other"));
    let of = |who: &Alias, column: session::Column| Expr::col((who.clone(), column));
    Query::select()
        .expr_as(of(&one, Id), Alias::new("one"))
        .expr_as(of(&other, Id), Alias::new("other"))
        .from_as(session::Entity, one.clone())
        .join_as(
            JoinType::InnerJoin,
            session::Entity,
            other.clone(),
            of(&one, shared).eq(of(&other, shared)),
        )
        .and_where(of(&one, Id).lt(of(&other, Id)))
        .and_where(of(&one, StartsAt).lt(of(&other, EndsAt)))
        .and_where(of(&other, StartsAt).lt(of(&one, EndsAt)))
        .and_where(of(&one, Stage).ne("cancelled"))
        .and_where(of(&other, Stage).ne("cancelled"))
        .limit(MOST)
        .to_owned()
}
