//! Who needs a capacity and waits, and where those municipalities are.

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait as _,
};

use sign_in_model::actor::Actor;
use territory_model::entity::{department, municipality};

use crate::entity::need::{self, NeedId};
use crate::policy;
use crate::queries::{figures, in_state};
use crate::rules::State;

/// A need that waits, of those that the actor decides.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct OpenNeed {
    pub id: NeedId,
    pub code: String,
    pub municipality: String,
    pub department: String,
    pub lat: f64,
    pub lon: f64,
    /// As asked for; once [`open`] has read it, those without a cohort.
    pub people: i32,
    pub deadline_on: NaiveDate,
}

/// Needs of a proposal; more are no cohort.
const MOST: u64 = 1_000;

/// Needs of a capacity whose day has not passed, some of whose people have no cohort.
pub async fn open(
    db: &impl ConnectionTrait,
    actor: &Actor,
    (capacity, today): (&str, NaiveDate),
) -> Result<Vec<OpenNeed>, DbErr> {
    let mut rows: Vec<OpenNeed> = need::Entity::find()
        .select_only()
        .columns([need::Column::Id, need::Column::People, need::Column::DeadlineOn])
        .column_as(municipality::Column::Code, "code")
        .column_as(municipality::Column::Name, "municipality")
        .columns([municipality::Column::Lat, municipality::Column::Lon])
        .column_as(department::Column::Name, "department")
        .join(JoinType::InnerJoin, need::Relation::Municipality.def())
        .join(JoinType::InnerJoin, municipality::Relation::Department.def())
        .filter(need::Column::CapacityCode.eq(capacity))
        .filter(need::Column::DeadlineOn.gte(today))
        .filter(policy::decided_by(actor))
        .filter(in_state(State::Pending))
        .order_by_asc(need::Column::DeadlineOn)
        .order_by_asc(need::Column::Id)
        .limit(MOST)
        .into_model()
        .all(db)
        .await?;
    let sums = figures(db, rows.iter().map(|row| row.id)).await?;
    for row in &mut rows {
        let matched = sums.get(&row.id).map_or(0, |sum| sum.0);
        row.people -= i32::try_from(matched).unwrap_or(i32::MAX);
    }
    Ok(rows)
}

/// Of these municipalities, those that the actor runs cohorts for, with where they are.
pub async fn located(
    db: &impl ConnectionTrait,
    actor: &Actor,
    codes: &[String],
) -> Result<Vec<municipality::Model>, DbErr> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let mut own = Condition::all().add(municipality::Column::Code.is_in(codes));
    if !actor.is_administrator() {
        let units = actor.units();
        own = own.add(
            municipality::Column::Code.in_subquery(territory_model::queries::served_by(&units)),
        );
    }
    municipality::Entity::find().filter(own).order_by_asc(municipality::Column::Code).all(db).await
}
