//! What was learnt in the municipalities that an actor answers for.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QuerySelect, QueryTrait as _, RelationTrait as _,
};

use sign_in_model::actor::Actor;
use territory_model::entity::{department, municipality};

use crate::atoms::{LearningAtom, LearningScope, learning};
use crate::policy;
use crate::rules::Period;

/// The names of a municipality.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MunicipalityNames {
    pub code: String,
    pub name: String,
    pub department: String,
}

/// Reads the tests of the cohorts that end within the period and are closed, in the municipalities that
/// the actor answers for, and the names of these. Two statements.
///
/// # Errors
/// The database's.
pub async fn results(
    db: &impl ConnectionTrait,
    actor: &Actor,
    period: Period,
    now: DateTime<Utc>,
) -> Result<(Vec<LearningAtom>, Vec<MunicipalityNames>), DbErr> {
    let own = municipality::Entity::find()
        .select_only()
        .column(municipality::Column::Code)
        .filter(policy::municipality_scope(actor))
        .into_query();
    let scope = LearningScope { municipalities: Some(own), course: None, period, by: now };
    let atoms = learning(db, &scope).await?;
    let codes = atoms.iter().filter_map(|atom| atom.municipality.as_deref());
    let names = municipality::Entity::find()
        .select_only()
        .columns([municipality::Column::Code, municipality::Column::Name])
        .column_as(department::Column::Name, "department")
        .join(JoinType::InnerJoin, municipality::Relation::Department.def())
        .filter(municipality::Column::Code.is_in(codes))
        .into_model()
        .all(db)
        .await?;
    Ok((atoms, names))
}
