//! Questions about seats: which are reserved, who sits where, who waits for them.

use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, JoinType, Order,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait, Select,
};

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::queries::municipalities;
use people_model::entity::post::{self, Kind, PostId};
use people_model::post_rules::is_career;
use platform::fields::Alternative;
use platform::secrets;
use territory_model::queries::{NamedMunicipality, catalog};

use super::registrations::held_groups;
use super::{RosterRow, rows};
use crate::entity::enrolment::{self, EnrolmentId, Stage};
use crate::entity::{place_link, seat_offer, seat_quota};
use crate::seating::{Reserve, SeatGroups, Seating, WaitingListLength, WaitingPerson};

/// The stages at which a person has a seat, or one that waits for their answer.
pub const SEATED: [Stage; 2] = [Stage::Confirmed, Stage::Offered];

/// Most people of one list; a cohort has a thousand seats at most.
const MOST: u64 = 5_000;

/// The reservations of a cohort that hold.
pub async fn quotas(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<seat_quota::Model>, DbErr> {
    seat_quota::Entity::find()
        .filter(seat_quota::Column::CohortId.eq(cohort))
        .filter(seat_quota::Column::ReleasedAt.is_null())
        .order_by_asc(seat_quota::Column::Id)
        .all(db)
        .await
}

/// People of an enrolment with what decides which seats they may take.
fn with_groups(which: Condition) -> Select<enrolment::Entity> {
    enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::MunicipalityCode)
        .column(enrolment::Column::EntityKind)
        .filter(which)
}

fn seated(cohort: CohortId) -> Condition {
    Condition::all()
        .add(enrolment::Column::CohortId.eq(cohort))
        .add(enrolment::Column::Stage.is_in(SEATED))
}

/// The seats of a cohort with those that are taken, by people and then by registrations that wait for
/// their mail; `quotas` are its reservations that hold and `taken` how many people have a seat.
pub async fn seating(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    quotas: &[seat_quota::Model],
    taken: i32,
) -> Result<Seating, DbErr> {
    let mut seating = Seating::new(cohort.seats, quotas.iter().map(Reserve::from));
    let held = held_groups(db, cohort.id).await?;
    if quotas.is_empty() {
        seating.sit_many(&SeatGroups::default(), taken);
        for (who, seats) in held {
            seating.sit_many(&who, seats);
        }
        return Ok(seating);
    }
    let groups: Vec<(Option<String>, Option<String>, i64)> = with_groups(seated(cohort.id))
        .column_as(enrolment::Column::Id.count(), "people")
        .group_by(enrolment::Column::MunicipalityCode)
        .group_by(enrolment::Column::EntityKind)
        .order_by_asc(enrolment::Column::MunicipalityCode)
        .order_by_asc(enrolment::Column::EntityKind)
        .into_tuple()
        .all(db)
        .await?;
    for (municipality, entity_kind, people) in groups {
        let people = i32::try_from(people).unwrap_or(i32::MAX);
        seating.sit_many(&SeatGroups { municipality, entity_kind }, people);
    }
    for (who, seats) in held {
        seating.sit_many(&who, seats);
    }
    Ok(seating)
}

/// [`seating`] as it is now, for a page.
pub async fn seating_now(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
) -> Result<Seating, DbErr> {
    let quotas = quotas(db, cohort.id).await?;
    let taken = enrolment::Entity::find().filter(seated(cohort.id)).count(db).await?;
    seating(db, cohort, &quotas, i32::try_from(taken).unwrap_or(i32::MAX)).await
}

/// Returns the people who have a seat, in order of arrival.
pub async fn seated_people(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(EnrolmentId, SeatGroups)>, DbErr> {
    let people: Vec<(Option<String>, Option<String>, EnrolmentId)> = with_groups(seated(cohort))
        .column(enrolment::Column::Id)
        .order_by_asc(enrolment::Column::QueueNumber)
        .limit(MOST)
        .into_tuple()
        .all(db)
        .await?;
    Ok(people
        .into_iter()
        .map(|(municipality, entity_kind, id)| (id, SeatGroups { municipality, entity_kind }))
        .collect())
}

/// The administrative career first: 0 for it and 1 for the others.
fn career_first() -> SimpleExpr {
    Expr::case(career(), 0).finally(1).into()
}

/// What [`is_career`](people_model::post_rules::is_career) asks, of the rows of a question.
fn career() -> SimpleExpr {
    ExprTrait::and(post::Column::Kind.eq(Kind::Carrera), post::Column::IsVouched.eq(true))
}

/// Returns the first people who wait, in the order in which seats are given (R20).
pub async fn waiters(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    most: u64,
) -> Result<Vec<WaitingPerson>, DbErr> {
    type Row = (Option<String>, Option<String>, EnrolmentId, Option<Kind>, Option<bool>, i64);
    let which = Condition::all()
        .add(enrolment::Column::CohortId.eq(cohort))
        .add(enrolment::Column::Stage.eq(Stage::Waiting));
    let rows: Vec<Row> = with_groups(which)
        .column(enrolment::Column::Id)
        .column_as(post::Column::Kind, "kind")
        .column(post::Column::IsVouched)
        .column(enrolment::Column::QueueNumber)
        .join(JoinType::LeftJoin, enrolment::Relation::Post.def())
        .order_by(career_first(), Order::Asc)
        .order_by_asc(enrolment::Column::QueueNumber)
        .limit(Ord::min(most, MOST))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(municipality, entity_kind, enrolment, kind, vouched, queue_number)| WaitingPerson {
            enrolment,
            who: SeatGroups { municipality, entity_kind },
            is_carrera: kind == Some(Kind::Carrera) && vouched == Some(true),
            queue_number,
        })
        .collect())
}

/// The people who wait, in the order in which seats are given.
pub(super) async fn waiting_people(
    db: &impl ConnectionTrait,
    which: Condition,
    limit: u64,
) -> Result<Vec<RosterRow>, DbErr> {
    rows(which)
        .order_by(career_first(), Order::Asc)
        .order_by_asc(enrolment::Column::QueueNumber)
        .limit(limit)
        .into_model()
        .all(db)
        .await
}

/// Returns the turn of a person who waits: 1 for the first of the list.
pub async fn position(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    queue_number: i64,
    post: Option<PostId>,
) -> Result<u64, DbErr> {
    let own = match post {
        Some(id) => post::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let carrera = career();
    let earlier = enrolment::Column::QueueNumber.lte(queue_number);
    let ahead = if own.as_ref().is_some_and(is_career) {
        Condition::all().add(carrera).add(earlier)
    } else {
        Condition::any().add(carrera).add(earlier)
    };
    enrolment::Entity::find()
        .join(JoinType::LeftJoin, enrolment::Relation::Post.def())
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::Stage.eq(Stage::Waiting))
        .filter(ahead)
        .count(db)
        .await
}

/// Returns how many people wait already: it decides the turn of the next one.
pub async fn waiting_list_length(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<WaitingListLength, DbErr> {
    let carrera: SimpleExpr = Expr::case(career(), 1).finally(0).into();
    let (all, carrera): (i64, Option<i64>) = enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::Id.count(), "people")
        .column_as(sea_orm::ExprTrait::sum(carrera), "carrera")
        .join(JoinType::LeftJoin, enrolment::Relation::Post.def())
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::Stage.eq(Stage::Waiting))
        .into_tuple()
        .one(db)
        .await?
        .unwrap_or_default();
    let count = |people: i64| u64::try_from(people).unwrap_or(0);
    Ok(WaitingListLength { all: count(all), carrera: count(carrera.unwrap_or(0)) })
}

/// The seat or the turn that a person would get now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeatForecast {
    /// Free seats, kept or open.
    pub free: u64,
    /// The turn in the waiting list, 1 for the first; `None` is a seat.
    pub turn: Option<u64>,
}

/// Returns what somebody of these groups would get now. The functions that give a seat or a turn say so
/// before it is asked for.
pub async fn seat_forecast(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    who: &SeatGroups,
    is_carrera: bool,
) -> Result<SeatForecast, DbErr> {
    let mut seating = seating_now(db, cohort).await?;
    let free = u64::try_from(seating.free()).unwrap_or(0);
    let turn = match seating.sit(who) {
        true => None,
        false => Some(waiting_list_length(db, cohort.id).await?.join(is_carrera)),
    };
    Ok(SeatForecast { free, turn })
}

/// The names of the groups for which a cohort keeps seats.
pub struct GroupNames {
    places: Vec<NamedMunicipality>,
    kinds: Vec<Alternative>,
}

impl GroupNames {
    pub async fn of(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Self, DbErr> {
        let places = municipalities(db, cohort).await?;
        Ok(Self { places, kinds: catalog(db, "entity_type").await? })
    }

    /// «Mapiripán (Meta)», «Personería».
    pub fn name(&self, kind: seat_quota::Kind, key: &str) -> String {
        let known = match kind {
            seat_quota::Kind::Municipality => {
                self.places.iter().find(|place| place.code == key).map(NamedMunicipality::full_name)
            }
            seat_quota::Kind::EntityKind => {
                self.kinds.iter().find(|kind| kind.value == key).map(|kind| kind.label.clone())
            }
        };
        known.unwrap_or_else(|| key.to_owned())
    }
}

/// Returns the people of these enrolments, in order of arrival: the people whom a change would
/// leave without a seat.
pub async fn people_of(
    db: &impl ConnectionTrait,
    enrolments: &[EnrolmentId],
    most: u64,
) -> Result<Vec<RosterRow>, DbErr> {
    let some = usize::try_from(most).unwrap_or(usize::MAX);
    let which = enrolments.iter().take(some).copied();
    rows(Condition::all().add(enrolment::Column::Id.is_in(which)))
        .order_by_asc(enrolment::Column::QueueNumber)
        .limit(most)
        .into_model()
        .all(db)
        .await
}

/// Returns the open offer of an enrolment.
pub async fn open_offer(
    db: &impl ConnectionTrait,
    enrolment: EnrolmentId,
) -> Result<Option<seat_offer::Model>, DbErr> {
    seat_offer::Entity::find()
        .filter(seat_offer::Column::EnrolmentId.eq(enrolment))
        .filter(seat_offer::Column::SettledAt.is_null())
        .one(db)
        .await
}

/// Returns the offer of a letter's secret, answered or not, with its enrolment. A reminder has a secret of its
/// own, which stands for the enrolment, so that the first letter serves as well.
pub async fn offer_of_link(
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<(seat_offer::Model, enrolment::Model)>, DbErr> {
    let digest = secrets::digest(token);
    let offers = || seat_offer::Entity::find().find_also_related(enrolment::Entity);
    let own = seat_offer::Column::TokenHash.eq(digest.as_str());
    let mut found = offers().filter(own).one(db).await?;
    if found.is_none() {
        let reminded = place_link::Entity::find()
            .select_only()
            .column(place_link::Column::EnrolmentId)
            .filter(place_link::Column::TokenDigest.eq(digest.as_str()))
            .into_query();
        found = offers()
            .filter(seat_offer::Column::EnrolmentId.in_subquery(reminded))
            .order_by_desc(seat_offer::Column::Id)
            .one(db)
            .await?;
    }
    Ok(found.and_then(|(offer, enrolment)| Some((offer, enrolment?))))
}
