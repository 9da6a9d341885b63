//! The departments that a reader answers for, also where two units serve one.

use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _,
};

use reports_model::policy;
use sign_in_model::actor::Actor;
use territory_model::entity::{department, municipality, territorial_unit_exception};

/// A department with a municipality that the reader answers for.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DepartmentChoice {
    pub code: String,
    pub name: String,
    /// Whether another unit than the department's serves a municipality of it.
    pub is_shared: bool,
}

/// The departments with a municipality that the reader answers for, by name.
pub async fn departments(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<Vec<DepartmentChoice>, DbErr> {
    let theirs = municipality::Entity::find()
        .select_only()
        .column(municipality::Column::DepartmentCode)
        .filter(policy::municipality_scope(actor))
        .into_query();
    let given = Query::select()
        .column(territorial_unit_exception::Column::MunicipalityCode)
        .from(territorial_unit_exception::Entity)
        .to_owned();
    let shared = municipality::Entity::find()
        .select_only()
        .column(municipality::Column::DepartmentCode)
        .filter(municipality::Column::Code.in_subquery(given))
        .into_query();
    department::Entity::find()
        .select_only()
        .columns([department::Column::Code, department::Column::Name])
        .column_as(department::Column::Code.in_subquery(shared), "is_shared")
        .filter(department::Column::Code.in_subquery(theirs))
        .order_by_asc(department::Column::SearchName)
        .into_model()
        .all(db)
        .await
}
