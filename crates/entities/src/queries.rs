//! Questions about entities, for the list and the pages of one.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, Order,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait as _, Select,
};

use people_model::entity::post;
use platform::order::ListOrder;
use platform::pager::MOST_LISTED;
use platform::prelude::*;
use platform::search::{containing, words};
use sign_in_model::actor::Actor;
use sign_in_model::entity::role_grant;
use territory_model::entity::entity::{self, EntityId};
use territory_model::entity::{department, municipality};
use territory_model::policy::{scope, to_review};
use territory_model::queries::served_by;

use enrolment_model::entity::enrolment;

/// A search among entities; what is `None` narrows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct EntitySearch<'a> {
    /// Words of a name, in any order, or digits of a NIT.
    pub text: &'a str,
    pub department: Option<&'a str>,
    pub municipality: Option<&'a str>,
    pub kind: Option<&'a str>,
    /// `true` finds only those that wait to be looked at.
    pub only_to_review: bool,
    /// One of [`ORDERS`], or by name.
    pub order: ListOrder,
}

/// The words of the orders of the list.
pub const ORDERS: [&str; 3] = [BY_NAME, BY_KIND, BY_PLACE];
pub const BY_NAME: &str = "nombre";
pub const BY_KIND: &str = "clase";
pub const BY_PLACE: &str = "municipio";

/// An entity of a list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct EntityRow {
    pub id: EntityId,
    pub kind: String,
    pub name: String,
    pub nit: Option<String>,
    pub is_reviewed: bool,
    /// Empty for bodies of a whole department or the country.
    pub municipality: Option<String>,
    pub department: String,
}

impl EntityRow {
    /// «Puerto Rico (Caquetá)», or the department alone.
    pub fn place(&self) -> String {
        match &self.municipality {
            Some(municipality) => format!("{municipality} ({})", self.department),
            None => self.department.clone(),
        }
    }
}

/// Rows of `municipality` whose entities the actor answers for.
pub fn places(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let units = actor.units();
    Condition::all().add(municipality::Column::Code.in_subquery(served_by(&units)))
}

/// The entities that were called so before.
fn called(word: &str) -> SelectStatement {
    Query::select()
        .column(entity::Column::MergedInto)
        .from(entity::Entity)
        .and_where(Expr::col((entity::Entity, entity::Column::MergedInto)).is_not_null())
        .and_where(Expr::col((entity::Entity, entity::Column::SearchName)).like(containing(word)))
        .to_owned()
}

/// The digits of a text that can be a NIT or a part of one: three or more, and nothing but what dresses them.
fn digits(text: &str) -> Option<String> {
    let is_dress = |c: char| matches!(c, '.' | ' ' | '-');
    let digits: String = text.chars().filter(|c| !is_dress(*c)).collect();
    let is_number = digits.len() >= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(digits)
}

fn which(actor: &Actor, sought: EntitySearch<'_>) -> Condition {
    let mut which = Condition::all().add(scope(actor)).add(entity::Column::MergedInto.is_null());
    let mut by_name = Condition::all();
    for word in words(sought.text) {
        let own = Expr::col((entity::Entity, entity::Column::SearchName)).like(containing(&word));
        let before = entity::Column::Id.in_subquery(called(&word));
        by_name = by_name.add(Condition::any().add(own).add(before));
    }
    which = match digits(sought.text) {
        Some(digits) => {
            let nit = Expr::col((entity::Entity, entity::Column::Nit)).like(containing(&digits));
            which.add(Condition::any().add(by_name).add(nit))
        }
        None => which.add(by_name),
    };
    if let Some(code) = sought.department {
        which = which.add(entity::Column::DepartmentCode.eq(code));
    }
    if let Some(code) = sought.municipality {
        which = which.add(entity::Column::MunicipalityCode.eq(code));
    }
    if let Some(kind) = sought.kind {
        which = which.add(entity::Column::Kind.eq(kind));
    }
    if sought.only_to_review {
        which = which.add(to_review());
    }
    which
}

fn in_order(rows: Select<entity::Entity>, order: ListOrder) -> Select<entity::Entity> {
    let way = if order.is_backward() { Order::Desc } else { Order::Asc };
    let rows = match order.word() {
        BY_NAME => rows.order_by(entity::Column::SearchName, way),
        BY_KIND => rows.order_by(entity::Column::Kind, way),
        BY_PLACE => rows.order_by(municipality::Column::SearchName, way),
        _ => rows,
    };
    rows.order_by_asc(entity::Column::SearchName).order_by_asc(entity::Column::Id)
}

/// Returns a page of the entities that the search finds, by name unless it says otherwise. Two statements.
pub async fn search(
    app: &App,
    actor: &Actor,
    sought: EntitySearch<'_>,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<EntityRow>, Pager), DbErr> {
    let db = app.db.read();
    let found = entity::Entity::find()
        .select_only()
        .column(entity::Column::Id)
        .join(JoinType::LeftJoin, entity::Relation::Municipality.def())
        .filter(which(actor, sought));
    let listed: Vec<EntityId> =
        in_order(found, sought.order).limit(MOST_LISTED).into_tuple().all(db).await?;
    let (pager, shown) = Pager::cut(page, listed, address);
    let shown = entity::Entity::find()
        .select_only()
        .columns([
            entity::Column::Id,
            entity::Column::Kind,
            entity::Column::Name,
            entity::Column::Nit,
            entity::Column::IsReviewed,
        ])
        .column_as(municipality::Column::Name, "municipality")
        .column_as(department::Column::Name, "department")
        .join(JoinType::LeftJoin, entity::Relation::Municipality.def())
        .join(JoinType::InnerJoin, entity::Relation::Department.def())
        .filter(entity::Column::Id.is_in(shown));
    let rows = in_order(shown, sought.order).into_model().all(db).await?;
    Ok((rows, pager))
}

/// Returns how many people hold a post in each of these entities on a day; who has none is left out.
pub async fn people_in(
    db: &impl ConnectionTrait,
    entities: impl IntoIterator<Item = EntityId>,
    on: NaiveDate,
) -> Result<HashMap<EntityId, i64>, DbErr> {
    let people = Expr::col((post::Entity, post::Column::PersonId)).count_distinct();
    let counted: Vec<(EntityId, i64)> = post::Entity::find()
        .select_only()
        .column(post::Column::EntityId)
        .column_as(people, "people")
        .filter(post::Column::EntityId.is_in(entities))
        .filter(post::Column::StartsOn.lte(on))
        .filter(
            Condition::any().add(post::Column::EndsOn.is_null()).add(post::Column::EndsOn.gte(on)),
        )
        .group_by(post::Column::EntityId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counted.into_iter().collect())
}

/// The other names of an entity, by name; at most a page of them.
pub async fn other_names(
    db: &impl ConnectionTrait,
    entity: EntityId,
) -> Result<Vec<String>, DbErr> {
    entity::Entity::find()
        .select_only()
        .column(entity::Column::Name)
        .filter(entity::Column::MergedInto.eq(entity))
        .order_by_asc(entity::Column::SearchName)
        .limit(platform::pager::ROWS)
        .into_tuple()
        .all(db)
        .await
}

/// The entity that this row is another name of.
pub async fn survivor_of(
    db: &impl ConnectionTrait,
    id: EntityId,
) -> Result<Option<EntityId>, DbErr> {
    let row = entity::Entity::find_by_id(id).one(db).await?;
    Ok(row.and_then(|row| row.merged_into))
}

/// What names an entity and goes where it is merged into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityTies {
    /// Posts, also those that are over.
    pub posts: u64,
    pub nominations: u64,
    /// Roles of focal points.
    pub roles: u64,
}

/// Counts what names an entity. Three statements.
pub async fn ties(db: &impl ConnectionTrait, id: EntityId) -> Result<EntityTies, DbErr> {
    let posts = post::Entity::find().filter(post::Column::EntityId.eq(id));
    let nominations = enrolment::Entity::find().filter(enrolment::Column::NominatedBy.eq(id));
    let roles = role_grant::Entity::find().filter(role_grant::Column::EntityId.eq(id.0));
    Ok(EntityTies {
        posts: posts.count(db).await?,
        nominations: nominations.count(db).await?,
        roles: roles.count(db).await?,
    })
}
