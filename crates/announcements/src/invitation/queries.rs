//! Whom a call reaches.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, RelationDef, RelationTrait,
};
use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::cohort_municipality;
use notices_model::letters::Recipient;
use notices_model::queries::undelivered;
use platform::example::Example;
use sign_in_model::actor::Role;
use sign_in_model::entity::account::{self, AccountId};
use sign_in_model::entity::role_grant;
use territory_model::entity::{entity, municipality};

/// Most letters of one call; a cohort is for some municipalities of a territorial unit.
const MOST: u64 = 500;

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
