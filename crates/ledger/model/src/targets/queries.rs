//! Targets of a municipality.

use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait as _,
};

use platform::pager::ROWS;
use sign_in_model::entity::account;
use sign_in_model::prelude::*;
use territory_model::entity::municipality;
use territory_model::queries::{NamedMunicipality, place_within, served_by};

use crate::entity::coverage_target::{self, Column, Entity};

/// Every target of a municipality, those that were corrected too: a handful for each capacity.
pub async fn of_place(
    db: &impl ConnectionTrait,
    municipality: &str,
) -> Result<Vec<coverage_target::Model>, DbErr> {
    Entity::find()
        .filter(Column::MunicipalityCode.eq(municipality))
        .order_by_asc(Column::Id)
        .limit(5_000)
        .all(db)
        .await
}

/// Every target of some municipalities, those that were corrected too.
pub async fn of_places(
    db: &impl ConnectionTrait,
    codes: SelectStatement,
) -> Result<Vec<coverage_target::Model>, DbErr> {
    Entity::find()
        .filter(Column::MunicipalityCode.in_subquery(codes))
        .order_by_asc(Column::Id)
        .limit(50_000)
        .all(db)
        .await
}

/// A target as it was set, with the name of its author.
#[derive(Clone, Debug, FromQueryResult, Serialize, Example)]
pub struct TargetRecord {
    pub people: i32,
    pub since_on: NaiveDate,
    pub reason: String,
    pub made_at: DateTime<Utc>,
    pub author: String,
}

/// Returns every target that was set for a capacity, the last that was written first.
pub async fn target_history(
    db: &impl ConnectionTrait,
    municipality: &str,
    capacity: &str,
) -> Result<Vec<TargetRecord>, DbErr> {
    Entity::find()
        .select_only()
        .columns([Column::People, Column::SinceOn, Column::Reason, Column::MadeAt])
        .column_as(account::Column::DisplayName, "author")
        .join(JoinType::InnerJoin, coverage_target::Relation::MadeBy.def())
        .filter(Column::MunicipalityCode.eq(municipality))
        .filter(Column::CapacityCode.eq(capacity))
        .order_by_desc(Column::Id)
        .limit(ROWS)
        .into_model()
        .all(db)
        .await
}

/// Returns a municipality whose targets the actor sets. `None` also for one that exists and is not theirs.
pub async fn governed(
    db: &impl ConnectionTrait,
    actor: &Actor,
    code: &str,
) -> Result<Option<NamedMunicipality>, DbErr> {
    let scope = match actor.is_administrator() {
        true => Condition::all(),
        false => {
            let units = actor.units();
            if units.is_empty() {
                return Ok(None);
            }
            Condition::all().add(municipality::Column::Code.in_subquery(served_by(&units)))
        }
    };
    place_within(db, scope, code).await
}
