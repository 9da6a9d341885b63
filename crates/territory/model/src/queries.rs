//! Questions about the territory.

use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait as _, Select,
};

use platform::fields::Alternative;
use platform::pager::ROWS;
use platform::search::{containing, fold};
use sign_in_model::actor::{Actor, Role};
use sign_in_model::entity::{account, role_grant};

use super::entity::entity::{self, EntityId};
use super::entity::{
    catalog_entry, department, municipality, territorial_unit, territorial_unit_department,
    territorial_unit_exception,
};
use super::policy;

/// A municipality with its names, as people read it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct NamedMunicipality {
    pub code: String,
    pub name: String,
    pub department_code: String,
    pub department: String,
    /// Whether it belongs to a subregion of the programmes with a territorial focus.
    pub is_pdet: bool,
}

impl NamedMunicipality {
    /// «Puerto Rico (Caquetá)»: names repeat between departments.
    pub fn full_name(&self) -> String {
        format!("{} ({})", self.name, self.department)
    }

    /// For a list to choose from, where the department is the group.
    pub fn alternative(&self) -> Alternative {
        Alternative::new(&self.code, &self.name).within(&self.department)
    }

    /// For whoever plans: the same, and whether it is a PDET municipality.
    pub fn planning_alternative(&self) -> Alternative {
        let mark = if self.is_pdet { " · PDET" } else { "" };
        Alternative::new(&self.code, format!("{}{mark}", self.name)).within(&self.department)
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
        .column_as(municipality::Column::PdetSubregionCode.is_not_null(), "is_pdet")
        .join(JoinType::InnerJoin, municipality::Relation::Department.def())
        .order_by_asc(department::Column::SearchName)
        .order_by_asc(municipality::Column::SearchName)
}

/// A municipality of those that a scope lets through; foreign and absent look alike (R60).
pub async fn place_within(
    db: &impl ConnectionTrait,
    scope: Condition,
    code: &str,
) -> Result<Option<NamedMunicipality>, DbErr> {
    places().filter(municipality::Column::Code.eq(code)).filter(scope).into_model().one(db).await
}

/// The municipalities of a department that a scope lets through, by name.
pub async fn places_within(
    db: &impl ConnectionTrait,
    scope: Condition,
    department: &str,
) -> Result<Vec<NamedMunicipality>, DbErr> {
    places()
        .filter(municipality::Column::DepartmentCode.eq(department))
        .filter(scope)
        .into_model()
        .all(db)
        .await
}

/// Code and name of the departments with a municipality that a scope lets through, by name.
pub async fn departments_within(
    db: &impl ConnectionTrait,
    scope: Condition,
) -> Result<Vec<(String, String)>, DbErr> {
    let rows: Vec<(String, String, String)> = municipality::Entity::find()
        .select_only()
        .columns([department::Column::Code, department::Column::Name])
        .column(department::Column::SearchName)
        .distinct()
        .join(JoinType::InnerJoin, municipality::Relation::Department.def())
        .filter(scope)
        .order_by_asc(department::Column::SearchName)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(code, name, _)| (code, name)).collect())
}

/// The municipalities a territorial unit serves.
pub async fn unit_territory(
    db: &impl ConnectionTrait,
    unit: &str,
) -> Result<Vec<NamedMunicipality>, DbErr> {
    places()
        .filter(municipality::Column::Code.in_subquery(served_by(&[unit])))
        .into_model::<NamedMunicipality>()
        .all(db)
        .await
}

/// The municipalities of a department.
pub async fn places_in(
    db: &impl ConnectionTrait,
    department: &str,
) -> Result<Vec<NamedMunicipality>, DbErr> {
    places()
        .filter(municipality::Column::DepartmentCode.eq(department))
        .into_model::<NamedMunicipality>()
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
    // Two sets put together, not one condition with an «or»: PostgreSQL takes the latter for half
    // of the country, and then reads every post of it.
    Query::select()
        .column(municipality::Column::Code)
        .from(municipality::Entity)
        .and_where(municipality::Column::DepartmentCode.in_subquery(departments))
        .and_where(municipality::Column::Code.not_in_subquery(given(false)))
        .union(UnionType::Distinct, given(true))
        .to_owned()
}

/// One municipality, if the code is one.
pub async fn place(
    db: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<NamedMunicipality>, DbErr> {
    places()
        .filter(municipality::Column::Code.eq(code))
        .into_model::<NamedMunicipality>()
        .one(db)
        .await
}

/// The unit that serves a municipality: the exception of the municipality wins over its department's.
pub async fn unit_serving(
    db: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<territorial_unit::Model>, DbErr> {
    let given = Query::select()
        .column(territorial_unit_exception::Column::UnitCode)
        .from(territorial_unit_exception::Entity)
        .and_where(territorial_unit_exception::Column::MunicipalityCode.eq(code))
        .to_owned();
    let department = Query::select()
        .column(municipality::Column::DepartmentCode)
        .from(municipality::Entity)
        .and_where(municipality::Column::Code.eq(code))
        .to_owned();
    let of_department = Query::select()
        .column(territorial_unit_department::Column::UnitCode)
        .from(territorial_unit_department::Entity)
        .and_where(territorial_unit_department::Column::DepartmentCode.in_subquery(department))
        .to_owned();
    let by_exception = territorial_unit::Entity::find()
        .filter(territorial_unit::Column::Code.in_subquery(given))
        .one(db)
        .await?;
    if by_exception.is_some() {
        return Ok(by_exception);
    }
    territorial_unit::Entity::find()
        .filter(territorial_unit::Column::Code.in_subquery(of_department))
        .order_by_asc(territorial_unit::Column::Code)
        .one(db)
        .await
}

/// The open accounts of the focal points of a municipality's public bodies; at most one page of them.
pub async fn focal_points(
    db: &impl ConnectionTrait,
    municipality: &str,
) -> Result<Vec<account::Model>, DbErr> {
    let there = Query::select()
        .column(entity::Column::Id)
        .from(entity::Entity)
        .and_where(entity::Column::MunicipalityCode.eq(municipality))
        .to_owned();
    let speaking = Query::select()
        .column(role_grant::Column::AccountId)
        .from(role_grant::Entity)
        .and_where(role_grant::Column::Role.eq(Role::FocalPoint))
        .and_where(role_grant::Column::EntityId.in_subquery(there))
        .to_owned();
    account::Entity::find()
        .filter(account::Column::Id.in_subquery(speaking))
        .filter(account::Column::IsActive.eq(true))
        .order_by_asc(account::Column::Id)
        .limit(ROWS)
        .all(db)
        .await
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
        .filter(entity::Column::MergedInto.is_null())
        .order_by_asc(entity::Column::SearchName)
        .limit(ROWS)
        .all(db)
        .await
}

/// A public body with where it is.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct NamedEntity {
    pub id: EntityId,
    /// Code in the catalogue `entity_type`.
    pub kind: String,
    pub name: String,
    /// Empty for bodies of a whole department or the country.
    pub municipality: Option<String>,
    pub department: String,
}

impl NamedEntity {
    /// «Alcaldía de Puerto Rico (Puerto Rico, Caquetá)»: names repeat between departments.
    pub fn full_name(&self) -> String {
        match &self.municipality {
            Some(municipality) => format!("{} ({municipality}, {})", self.name, self.department),
            None => format!("{} ({})", self.name, self.department),
        }
    }
}

/// The name of an entity that a row names.
///
/// # Errors
/// The database's.
pub async fn entity_name(db: &impl ConnectionTrait, id: EntityId) -> Result<String, DbErr> {
    let found = entity::Entity::find_by_id(id).one(db).await?;
    Ok(found.map(|entity| entity.name).unwrap_or_default())
}

/// Public bodies with their place; ends in `into_model::<NamedEntity>()`.
pub fn named_entities() -> Select<entity::Entity> {
    entity::Entity::find()
        .select_only()
        .columns([entity::Column::Id, entity::Column::Kind, entity::Column::Name])
        .column_as(municipality::Column::Name, "municipality")
        .column_as(department::Column::Name, "department")
        .join(JoinType::LeftJoin, entity::Relation::Municipality.def())
        .join(JoinType::InnerJoin, entity::Relation::Department.def())
        .filter(entity::Column::MergedInto.is_null())
        .order_by_asc(entity::Column::SearchName)
        .order_by_asc(entity::Column::Id)
}

/// Most words of a name with its place.
const MOST_WORDS: usize = 16;

/// The public bodies that somebody means: those whose full name is what was typed, or else those
/// with that name, or else those with every word in their name or their place; at most one page.
pub async fn entities_meant(
    db: &impl ConnectionTrait,
    typed: &str,
) -> Result<Vec<NamedEntity>, DbErr> {
    let typed = bare(typed);
    let mut words: Vec<&str> = typed.split(' ').filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut named = named_entities().filter(entity::Column::IsReviewed.eq(true));
    for word in words.into_iter().take(MOST_WORDS) {
        let own = Expr::col((entity::Entity, entity::Column::SearchName));
        let there = Expr::col((municipality::Entity, municipality::Column::SearchName));
        let around = Expr::col((department::Entity, department::Column::SearchName));
        named = named.filter(
            Condition::any()
                .add(own.like(containing(word)))
                .add(there.like(containing(word)))
                .add(around.like(containing(word))),
        );
    }
    let found: Vec<NamedEntity> = named.limit(ROWS).into_model().all(db).await?;
    let meant = |is: &dyn Fn(&NamedEntity) -> bool| -> Vec<NamedEntity> {
        found.iter().filter(|entity| is(entity)).cloned().collect()
    };
    let whole = meant(&|entity| bare(&entity.full_name()) == typed);
    if !whole.is_empty() {
        return Ok(whole);
    }
    let name = meant(&|entity| bare(&entity.name) == typed);
    Ok(if name.is_empty() { found } else { name })
}

/// The entities that wait to be accepted and that the actor answers for, with their place, the oldest
/// first; at most a page of them.
pub async fn entities_to_review(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<Vec<NamedEntity>, DbErr> {
    named_entities()
        .filter(policy::scope(actor))
        .filter(policy::to_review())
        .order_by_asc(entity::Column::Id)
        .limit(ROWS)
        .into_model()
        .all(db)
        .await
}

/// An entity that the actor answers for; foreign and absent look alike (R60).
pub async fn entity_within(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: EntityId,
) -> Result<Option<entity::Model>, DbErr> {
    entity::Entity::find_by_id(id)
        .filter(policy::scope(actor))
        .filter(entity::Column::MergedInto.is_null())
        .one(db)
        .await
}

/// A name as it is compared: folded, and without the signs around its place.
fn bare(text: &str) -> String {
    let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    fold(&fold(text).chars().map(letters).collect::<String>())
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
