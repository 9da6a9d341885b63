//! Questions about the territory.

use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait as _, Select,
};

use super::entity::{
    catalog_entry, department, entity, municipality, territorial_unit, territorial_unit_department,
    territorial_unit_exception,
};
use crate::platform::fields::Alternative;
use crate::platform::pager::ROWS;
use crate::platform::search::{containing, words};

/// A municipality as people read it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Place {
    pub code: String,
    pub name: String,
    pub department_code: String,
    pub department: String,
}

impl Place {
    /// «Puerto Rico (Caquetá)»: names repeat between departments.
    pub fn full_name(&self) -> String {
        format!("{} ({})", self.name, self.department)
    }

    /// For a list to choose from, where the department is the group.
    pub fn alternative(&self) -> Alternative {
        Alternative::new(&self.code, &self.name).within(&self.department)
    }
}

/// Municipalities with their department, by department and name; ends in `into_model::<Place>()`.
pub fn places() -> Select<municipality::Entity> {
    municipality::Entity::find()
        .select_only()
        .column_as(municipality::Column::Code, "code")
        .column_as(municipality::Column::Name, "name")
        .column_as(municipality::Column::DepartmentCode, "department_code")
        .column_as(department::Column::Name, "department")
        .join(JoinType::InnerJoin, municipality::Relation::Department.def())
        .order_by_asc(department::Column::SearchName)
        .order_by_asc(municipality::Column::SearchName)
}

/// The municipalities a territorial unit serves.
pub async fn unit_territory(db: &impl ConnectionTrait, unit: &str) -> Result<Vec<Place>, DbErr> {
    places()
        .filter(municipality::Column::Code.in_subquery(served_by(&[unit])))
        .into_model::<Place>()
        .all(db)
        .await
}

/// The codes of the municipalities that these units serve, as a subquery: those of their
/// departments but for the ones given to another unit, and those given to them.
pub fn served_by(units: &[&str]) -> SelectStatement {
    use territorial_unit_exception::Column as Exception;
    let departments = Query::select()
        .column(territorial_unit_department::Column::DepartmentCode)
        .from(territorial_unit_department::Entity)
        .and_where(territorial_unit_department::Column::UnitCode.is_in(units.iter().copied()))
        .to_owned();
    let given = |to_them: bool| {
        let unit_code = Expr::col(Exception::UnitCode);
        let codes = units.iter().copied();
        Query::select()
            .column(Exception::MunicipalityCode)
            .from(territorial_unit_exception::Entity)
            .and_where(if to_them { unit_code.is_in(codes) } else { unit_code.is_not_in(codes) })
            .to_owned()
    };
    let own = Condition::all()
        .add(municipality::Column::DepartmentCode.in_subquery(departments))
        .add(municipality::Column::Code.not_in_subquery(given(false)));
    Query::select()
        .column(municipality::Column::Code)
        .from(municipality::Entity)
        .cond_where(
            Condition::any().add(own).add(municipality::Column::Code.in_subquery(given(true))),
        )
        .to_owned()
}

/// One municipality, if the code is one.
pub async fn place(db: &impl ConnectionTrait, code: &str) -> Result<Option<Place>, DbErr> {
    places().filter(municipality::Column::Code.eq(code)).into_model::<Place>().one(db).await
}

/// The 33 departments by name.
pub async fn departments(db: &impl ConnectionTrait) -> Result<Vec<department::Model>, DbErr> {
    department::Entity::find().order_by_asc(department::Column::SearchName).all(db).await
}

/// The territorial units by name.
pub async fn units(db: &impl ConnectionTrait) -> Result<Vec<territorial_unit::Model>, DbErr> {
    territorial_unit::Entity::find().order_by_asc(territorial_unit::Column::Name).all(db).await
}

/// A closed list in its own order, e.g. `offer_type`.
pub async fn catalog(db: &impl ConnectionTrait, catalog: &str) -> Result<Vec<Alternative>, DbErr> {
    let entries = catalog_entry::Entity::find()
        .filter(catalog_entry::Column::Catalog.eq(catalog))
        .order_by_asc(catalog_entry::Column::Position)
        .all(db)
        .await?;
    let alternatives = entries.into_iter();
    Ok(alternatives.map(|entry| Alternative::new(entry.code, entry.label)).collect())
}

/// The public bodies of a municipality, by name; at most one page of them.
pub async fn entities_in(
    db: &impl ConnectionTrait,
    municipality: &str,
) -> Result<Vec<entity::Model>, DbErr> {
    entity::Entity::find()
        .filter(entity::Column::MunicipalityCode.eq(municipality))
        .order_by_asc(entity::Column::SearchName)
        .limit(ROWS)
        .all(db)
        .await
}

/// Public bodies whose name contains what was typed, by name; at most one page of them.
pub async fn entities_named(
    db: &impl ConnectionTrait,
    typed: &str,
) -> Result<Vec<entity::Model>, DbErr> {
    let mut named = entity::Entity::find();
    for word in words(typed) {
        named = named.filter(Expr::col(entity::Column::SearchName).like(containing(&word)));
    }
    named.order_by_asc(entity::Column::SearchName).limit(ROWS).all(db).await
}

/// Whether the reference data has never been loaded.
pub async fn is_empty(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(department::Entity::find().limit(1).one(db).await?.is_none())
}

pub async fn unit_exists(db: &impl ConnectionTrait, code: &str) -> Result<bool, DbErr> {
    Ok(territorial_unit::Entity::find_by_id(code.to_owned()).one(db).await?.is_some())
}

pub async fn department_exists(db: &impl ConnectionTrait, code: &str) -> Result<bool, DbErr> {
    Ok(department::Entity::find_by_id(code.to_owned()).one(db).await?.is_some())
}
