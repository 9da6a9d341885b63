//! Whom a call reaches, and whom it reached.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, RelationDef, RelationTrait,
};

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::cohort_municipality;
use enrolment_model::queries::all_counts;
use notices_model::commands::keys_known;
use notices_model::entity::outbox_message;
use notices_model::letters::{Letter as _, Recipient};
use notices_model::queries::undelivered;
use platform::prelude::*;
use sign_in_model::actor::Role;
use sign_in_model::entity::account::{self, AccountId};
use sign_in_model::entity::role_grant;
use territory_model::entity::entity::EntityId;
use territory_model::entity::{entity, municipality};

use super::letters::Invitation;

/// Most letters of one call; a cohort is for some municipalities of a territorial unit.
const MOST: u64 = 500;
/// Most letters of the calls to one cohort that are read, the last of them.
const MOST_CALLS: u64 = 5_000;

/// The focal point of an entity in a municipality of the cohort.
#[derive(Clone, Debug, FromQueryResult, Serialize, Example)]
pub struct FocalPoint {
    pub account: AccountId,
    pub name: String,
    email: String,
    /// The last letter to it did not arrive.
    #[sea_orm(skip)]
    pub undelivered: bool,
    pub entity: String,
    pub entity_id: EntityId,
    pub municipality_code: String,
    pub municipality: String,
}

impl FocalPoint {
    pub fn recipient(&self) -> Recipient {
        Recipient {
            email: self.email.clone(),
            name: self.name.clone(),
            person: None,
            account: Some(self.account.0),
        }
    }
}

/// The focal points of a cohort's municipalities, by municipality and entity.
pub async fn focal_points(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<FocalPoint>, DbErr> {
    let of_entity: RelationDef = role_grant::Entity::belongs_to(entity::Entity)
        .from(role_grant::Column::EntityId)
        .to(entity::Column::Id)
        .into();
    let of_account: RelationDef = role_grant::Entity::belongs_to(account::Entity)
        .from(role_grant::Column::AccountId)
        .to(account::Column::Id)
        .into();
    let there = cohort_municipality::Entity::find()
        .select_only()
        .column(cohort_municipality::Column::MunicipalityCode)
        .filter(cohort_municipality::Column::CohortId.eq(cohort))
        .into_query();
    let mut points: Vec<FocalPoint> = role_grant::Entity::find()
        .select_only()
        .column_as(account::Column::Id, "account")
        .column_as(account::Column::DisplayName, "name")
        .column_as(account::Column::Email, "email")
        .column_as(entity::Column::Name, "entity")
        .column_as(entity::Column::Id, "entity_id")
        .column_as(municipality::Column::Code, "municipality_code")
        .column_as(municipality::Column::Name, "municipality")
        .join(JoinType::InnerJoin, of_account)
        .join(JoinType::InnerJoin, of_entity)
        .join(JoinType::InnerJoin, entity::Relation::Municipality.def())
        .filter(role_grant::Column::Role.eq(Role::FocalPoint))
        .filter(account::Column::IsActive.eq(true))
        .filter(municipality::Column::Code.in_subquery(there))
        .order_by_asc(municipality::Column::SearchName)
        .order_by_asc(entity::Column::SearchName)
        .order_by_asc(account::Column::Id)
        .limit(MOST)
        .into_model()
        .all(db)
        .await?;
    let lost = undelivered(db, points.iter().map(|point| point.email.as_str())).await?;
    for point in &mut points {
        point.undelivered = lost.contains(&point.email);
    }
    Ok(points)
}

/// What makes the call of a day to an account one letter.
pub fn call_key(cohort: CohortId, today: NaiveDate, account: AccountId) -> String {
    format!("announcements/call/{cohort}/{today}/{account}")
}

/// Returns those to whom nothing was written about the cohort today; whoever answers for two entities gets one
/// letter.
pub async fn uncalled(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    mut points: Vec<FocalPoint>,
    today: NaiveDate,
) -> Result<Vec<FocalPoint>, DbErr> {
    let key = |point: &FocalPoint| call_key(cohort, today, point.account);
    let keys: Vec<String> = points.iter().map(key).collect();
    let known = keys_known(db, keys.iter().map(String::as_str)).await?;
    let mut written: HashSet<String> = known.into_iter().collect();
    points.retain(|point| written.insert(key(point)));
    Ok(points)
}

/// Returns when each account was last called to a cohort.
pub async fn called(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashMap<i64, DateTime<Utc>>, DbErr> {
    let kind = Invitation::TEMPLATE.trim_start_matches("emails/");
    let letters: Vec<(Option<i64>, DateTime<Utc>)> = outbox_message::Entity::find()
        .select_only()
        .columns([outbox_message::Column::AccountId, outbox_message::Column::CreatedAt])
        .filter(outbox_message::Column::CohortId.eq(cohort.0))
        .filter(outbox_message::Column::Kind.eq(kind))
        .order_by_desc(outbox_message::Column::Id)
        .limit(MOST_CALLS)
        .into_tuple()
        .all(db)
        .await?;
    let mut last = HashMap::new();
    for (account, at) in letters {
        if let Some(account) = account {
            last.entry(account).or_insert(at);
        }
    }
    Ok(last)
}

/// Returns how many seats of a cohort nobody has.
pub async fn free_seats(db: &impl ConnectionTrait, cohort: &cohort::Model) -> Result<u64, DbErr> {
    let seats = u64::try_from(cohort.seats).unwrap_or_default();
    Ok(seats.saturating_sub(all_counts(db, cohort.id).await?.seated()))
}
