//! What must hold between the rows of the territory.

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect,
    RelationTrait as _, Select,
};

use platform::doctor::Finding;

use super::entity::entity::{self, EntityId};
use super::entity::municipality;

/// Asks whether every public body is in the department of its municipality, and whether another name of one
/// leads to one that stands by itself.
pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let astray = entity::Entity::find()
        .join(JoinType::InnerJoin, entity::Relation::Municipality.def())
        .filter(
            Expr::col((entity::Entity, entity::Column::DepartmentCode))
                .not_equals((municipality::Entity, municipality::Column::DepartmentCode)),
        );
    let standing = Query::select()
        .column(entity::Column::Id)
        .from(entity::Entity)
        .and_where(Expr::col((entity::Entity, entity::Column::MergedInto)).is_null())
        .to_owned();
    let lost = entity::Entity::find()
        .filter(entity::Column::MergedInto.is_not_null())
        .filter(entity::Column::MergedInto.not_in_subquery(standing));
    let mut told = of_entities(db, astray, "is in a municipality of another department").await?;
    told.extend(of_entities(db, lost, "is a name of one that is another name").await?);
    Ok(told)
}

/// Says what is wrong with the first of some entities.
async fn of_entities(
    db: &impl ConnectionTrait,
    wrong: Select<entity::Entity>,
    what: &str,
) -> Result<Vec<Finding>, DbErr> {
    let ids: Vec<EntityId> =
        wrong.select_only().column(entity::Column::Id).limit(20).into_tuple().all(db).await?;
    let finding = |id: &EntityId| Finding::new("territory", format!("entity {id} {what}"));
    Ok(ids.iter().map(finding).collect())
}
