//! Questions about installed capacity: on a day, as known at a moment.

use std::collections::HashMap;

use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait as _, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait, Select,
};

use certification_model::entity::certificate;
use people_model::entity::person::{self, DocumentType, PersonId};
use people_model::queries::Name;
use platform::pager::{Pager, ROWS};
use sign_in_model::prelude::*;
use territory_model::entity::{department, municipality};
use territory_model::queries::{NamedMunicipality, place_within, places};

use super::as_of::AsOf;
use super::entity::holding::{self, Column, HoldingEnd};
use super::entity::ledger_fill;
use super::figures::Span;
use super::policy;

mod counts;
mod territory;

pub use counts::{by_both, by_capacity, by_municipality, in_post};
pub use territory::{spans_in, spans_since};

/// How much of the past the ledger knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerReach {
    /// When the ledger of an older database was filled; `None` means that it knows its whole past.
    pub since: Option<DateTime<Utc>>,
    /// People of an older database are still being added.
    pub is_filling: bool,
}

pub async fn reach(db: &impl ConnectionTrait) -> Result<LedgerReach, DbErr> {
    let fill = ledger_fill::Entity::find_by_id(1).one(db).await?;
    Ok(LedgerReach {
        since: fill.as_ref().and_then(|fill| fill.known_since),
        is_filling: fill.is_some_and(|fill| !fill.is_done),
    })
}

/// Which people a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountScope<'a> {
    /// People in post, certified or not.
    InPost,
    /// People certified for some capacity, each once.
    Any,
    /// People certified for one.
    One(&'a str),
}

impl CountScope<'_> {
    fn condition(self) -> Condition {
        Condition::all().add(match self {
            Self::InPost => Column::CapacityCode.is_null(),
            Self::Any => Column::CapacityCode.is_not_null(),
            Self::One(code) => Column::CapacityCode.eq(code),
        })
    }
}

/// Rows that were known at the moment of an as-of day and begin no later than that day.
fn known(as_of: &AsOf) -> Condition {
    Condition::all()
        .add(Column::KnownFrom.lte(as_of.known_at))
        .add(
            Condition::any()
                .add(Column::KnownUntil.is_null())
                .add(Column::KnownUntil.gt(as_of.known_at)),
        )
        .add(Column::FromOn.lte(as_of.day))
}

/// Rows of [`known`] that still count on the day itself.
fn counts(day: NaiveDate) -> Condition {
    Condition::any().add(Column::LastOn.is_null()).add(Column::LastOn.gte(day))
}

/// The municipalities that the actor answers for, of a department or of all, as a subquery of their codes.
pub fn codes_in(actor: &Actor, department: Option<&str>) -> SelectStatement {
    let mut codes = municipality::Entity::find()
        .select_only()
        .column(municipality::Column::Code)
        .filter(policy::scope(actor));
    if let Some(department) = department {
        codes = codes.filter(municipality::Column::DepartmentCode.eq(department));
    }
    codes.into_query()
}

/// The municipalities of a department that the actor answers for, as a subquery of their codes.
pub fn codes_of(actor: &Actor, department: &str) -> SelectStatement {
    codes_in(actor, Some(department))
}

/// Returns the municipalities of [`codes_in`], by department and name.
pub async fn places_in(
    db: &impl ConnectionTrait,
    actor: &Actor,
    department: Option<&str>,
) -> Result<Vec<NamedMunicipality>, DbErr> {
    let mut rows = places().filter(policy::scope(actor));
    if let Some(department) = department {
        rows = rows.filter(municipality::Column::DepartmentCode.eq(department));
    }
    rows.into_model().all(db).await
}

/// Returns the municipalities of [`codes_of`], by name.
pub async fn places_of(
    db: &impl ConnectionTrait,
    actor: &Actor,
    department: &str,
) -> Result<Vec<NamedMunicipality>, DbErr> {
    places_in(db, actor, Some(department)).await
}

/// Returns the departments with a municipality that the actor answers for, by name.
pub async fn departments(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<Vec<department::Model>, DbErr> {
    let theirs = municipality::Entity::find()
        .select_only()
        .column(municipality::Column::DepartmentCode)
        .filter(policy::scope(actor))
        .into_query();
    department::Entity::find()
        .filter(department::Column::Code.in_subquery(theirs))
        .order_by_asc(department::Column::SearchName)
        .all(db)
        .await
}

/// Returns a municipality that the actor answers for. One that they do not answer for is not found, as
/// one that does not exist (R60).
pub async fn place(
    db: &impl ConnectionTrait,
    actor: &Actor,
    code: &str,
) -> Result<NamedMunicipality, AppError> {
    place_within(db, policy::answered_by(actor), code).await?.ok_or(AppError::NotFound)
}

/// The columns of a [`Span`].
const SPAN: [Column; 6] = [
    Column::PersonId,
    Column::CapacityCode,
    Column::FromOn,
    Column::LastOn,
    Column::ConfirmedUntil,
    Column::Began,
];

/// Returns the spans of a municipality as [`known`] has them.
pub async fn spans(
    db: &impl ConnectionTrait,
    as_of: &AsOf,
    municipality: &str,
) -> Result<Vec<Span>, DbErr> {
    holding::Entity::find()
        .select_only()
        .columns(SPAN)
        .filter(known(as_of))
        .filter(Column::MunicipalityCode.eq(municipality))
        .into_model()
        .all(db)
        .await
}

/// The three groups that a figure is split into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountGroup {
    Confirmed,
    Unconfirmed,
    Left,
}

impl CountGroup {
    pub const ALL: [(&'static str, Self, &'static str); 3] = [
        ("confirmadas", Self::Confirmed, "En el cargo"),
        ("sin-confirmar", Self::Unconfirmed, "Sin confirmar hace 12 meses"),
        ("salieron", Self::Left, "Ya no cuentan"),
    ];

    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(code, ..)| *code == text).map(|(_, group, _)| *group)
    }

    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, group, _)| *group == self).map_or("", |(code, ..)| code)
    }

    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(_, group, _)| *group == self).map_or("", |(.., label)| label)
    }
}

/// A person who is counted in a figure.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CountedPerson {
    pub id: PersonId,
    #[sea_orm(nested)]
    pub name: Name,
    pub document_type: DocumentType,
    pub document_number: String,
}

/// A row of the ledger because of which a person counts, or counted.
#[derive(Clone, Debug, FromQueryResult)]
pub struct HoldingRow {
    pub person_id: PersonId,
    pub capacity_code: Option<String>,
    pub from_on: NaiveDate,
    pub last_on: Option<NaiveDate>,
    pub ended: Option<HoldingEnd>,
    /// The code of the certificate.
    pub code: Option<String>,
}

/// Returns the people behind a figure of a municipality, by surname, each with their rows of the ledger.
/// Four statements.
pub async fn people(
    db: &impl ConnectionTrait,
    as_of: &AsOf,
    municipality: &str,
    (what, group): (CountScope<'_>, CountGroup),
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<(CountedPerson, Vec<HoldingRow>)>, Pager), DbErr> {
    let rows = || -> Select<holding::Entity> {
        holding::Entity::find()
            .filter(known(as_of))
            .filter(what.condition())
            .filter(Column::MunicipalityCode.eq(municipality))
    };
    let with = |condition: Condition| {
        let one = CaseStatement::new().case(condition, Expr::val(1)).finally(Expr::val(0));
        Expr::Case(Box::new(one)).sum()
    };
    let now = || with(Condition::all().add(counts(as_of.day)));
    let word = || with(counts(as_of.day).and_all(Column::ConfirmedUntil.gte(as_of.day)));
    let matching = match group {
        CountGroup::Confirmed => word().gt(0),
        CountGroup::Unconfirmed => now().gt(0).and(word().eq(0)),
        CountGroup::Left => now().eq(0),
    };
    let ids = rows()
        .select_only()
        .column(Column::PersonId)
        .group_by(Column::PersonId)
        .having(matching)
        .into_query();
    let people = person::Entity::find().filter(person::Column::Id.in_subquery(ids));
    let pager =
        Pager::new(page, sea_orm::PaginatorTrait::count(people.clone(), db).await?, address);
    let people: Vec<CountedPerson> = people
        .select_only()
        .column(person::Column::Id)
        .columns(person::NAME)
        .columns([person::Column::DocumentType, person::Column::DocumentNumber])
        .order_by_asc(person::Column::FirstSurname)
        .order_by_asc(person::Column::SearchName)
        .order_by_asc(person::Column::Id)
        .limit(ROWS)
        .offset(pager.offset())
        .into_model()
        .all(db)
        .await?;
    let counted: Vec<HoldingRow> = rows()
        .select_only()
        .columns([
            Column::PersonId,
            Column::CapacityCode,
            Column::FromOn,
            Column::LastOn,
            Column::Ended,
        ])
        .column_as(certificate::Column::Code, "code")
        .join(JoinType::LeftJoin, holding::Relation::Certificate.def())
        .filter(Column::PersonId.is_in(people.iter().map(|person| person.id)))
        .order_by_asc(Column::CapacityCode)
        .order_by_asc(Column::FromOn)
        .into_model()
        .all(db)
        .await?;
    let mut of: HashMap<PersonId, Vec<HoldingRow>> = HashMap::new();
    for row in counted {
        of.entry(row.person_id).or_default().push(row);
    }
    let people = people.into_iter().map(|person| {
        let rows = of.remove(&person.id).unwrap_or_default();
        (person, rows)
    });
    Ok((people.collect(), pager))
}

/// Joins a [`Condition`] with one more that must hold too.
trait ConditionExt {
    fn and_all(self, other: Expr) -> Condition;
}

impl ConditionExt for Condition {
    fn and_all(self, other: Expr) -> Condition {
        Self::all().add(self).add(other)
    }
}
