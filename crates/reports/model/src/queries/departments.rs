//! The departments whose report an actor reads.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _, RelationDef, RelationTrait as _, Select,
};

use certification_model::entity::certificate;
use cohorts_model::entity::cohort;
use enrolment_model::entity::earlier_attribution::{self, Column as Earlier};
use enrolment_model::entity::enrolment;
use platform::texts;
use sign_in_model::prelude::*;
use territory_model::entity::{department, municipality, territorial_unit};
use territory_model::queries::served_by;

use super::super::policy;
use super::attribution::held_at;
use super::ever;
use crate::programme::counts;
use crate::rules::Period;

/// The department, if the actor reads its report; foreign and absent look alike (R60).
pub async fn department(
    db: &impl ConnectionTrait,
    actor: &Actor,
    code: &str,
) -> Result<department::Model, AppError> {
    department::Entity::find_by_id(code.to_owned())
        .filter(policy::scope(actor))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)
}

/// The department with the municipalities alone that these units serve, if the actor reads them. Its name says
/// whose they are.
pub async fn department_of_units(
    db: &impl ConnectionTrait,
    actor: &Actor,
    code: &str,
    units: &[String],
) -> Result<department::Model, AppError> {
    let codes: Vec<&str> = units.iter().map(String::as_str).collect();
    let names: Vec<String> = territorial_unit::Entity::find()
        .select_only()
        .column(territorial_unit::Column::Name)
        .filter(territorial_unit::Column::Code.is_in(codes.iter().copied()))
        .order_by_asc(territorial_unit::Column::Name)
        .into_tuple()
        .all(db)
        .await?;
    if names.len() != codes.len() {
        return Err(AppError::NotFound);
    }
    let served = municipality::Entity::find()
        .select_only()
        .column(municipality::Column::DepartmentCode)
        .filter(municipality::Column::Code.in_subquery(served_by(&codes)))
        .into_query();
    let found = department::Entity::find_by_id(code.to_owned())
        .filter(department::Column::Code.in_subquery(served))
        .filter(policy::scope_of_units(actor, &codes))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    let facts = [("department", found.name), ("units", names.join("; "))];
    Ok(department::Model { name: texts::say("reports.department_of_units", &facts), ..found })
}

/// The departments whose report the actor reads, by name; at most the country's 33.
pub async fn departments(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<Vec<department::Model>, DbErr> {
    department::Entity::find()
        .filter(policy::scope(actor))
        .order_by_asc(department::Column::SearchName)
        .all(db)
        .await
}

/// A department in four numbers, of all its time: who is enrolled and certified is of every department that they
/// counted for, as in the lists of its report (R29, R82).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Example)]
pub struct Headline {
    pub department: String,
    pub municipalities: i64,
    pub reached: i64,
    pub enrolled: i64,
    pub certified: i64,
}

/// The numbers of every department that the actor reads, in six statements: each counts once, by
/// department. Asked for of every department in turn, PostgreSQL reads all the places of a country for
/// each of the 33.
pub async fn headlines(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<Headline>, DbErr> {
    let municipalities = counted(db, municipalities_of(actor)).await?;
    // Asked of each municipality: the first mark settles it, and most of a country's are never read.
    let reached = counted(db, municipalities_of(actor).filter(ever(None))).await?;
    let mut enrolled = counted(db, places_of(actor)).await?;
    join(&mut enrolled, moved(db, earlier_of(actor).filter(is_gone())).await?);
    let issued_at = Expr::col((certificate::Entity, certificate::Column::IssuedAt));
    let certified = places_of(actor)
        .join_rev(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .filter(is_proof())
        .filter(Expr::exists(held_at(&issued_at)).not());
    let mut certified = counted(db, certified).await?;
    let before = earlier_of(actor)
        .join_rev(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .filter(is_proof())
        .filter(earlier(Earlier::FromAt).lte(issued_at.clone()))
        .filter(earlier(Earlier::UntilAt).gt(issued_at));
    join(&mut certified, moved(db, before).await?);
    let of = |numbers: &BTreeMap<String, i64>, code: &str| {
        numbers.get(code).copied().unwrap_or_default()
    };
    let row = |(department, count): (&String, &i64)| Headline {
        municipalities: *count,
        reached: of(&reached, department),
        enrolled: of(&enrolled, department),
        certified: of(&certified, department),
        department: department.clone(),
    };
    Ok(municipalities.iter().map(row).collect())
}

/// The days of all cohorts that count, and all until today; `None` where there is none. They are everybody's:
/// who left a department may have been in a cohort of which nobody is there now.
pub async fn all_time(
    db: &impl ConnectionTrait,
    today: NaiveDate,
) -> Result<Option<Period>, DbErr> {
    let days = cohort::Entity::find()
        .filter(counts())
        .select_only()
        .column_as(cohort::Column::StartsOn.min(), "first")
        .column_as(cohort::Column::EndsOn.max(), "last")
        .into_tuple::<(Option<NaiveDate>, Option<NaiveDate>)>()
        .one(db)
        .await?;
    Ok(days.and_then(|(from, to)| Some(Period { from: from?, to: Ord::max(to?, today) })))
}

/// How many have a confirmed place in the departments that the actor reads.
pub async fn enrolled(db: &impl ConnectionTrait, actor: &Actor) -> Result<i64, DbErr> {
    Ok(counted(db, places_of(actor)).await?.values().sum())
}

/// The municipalities of the departments that the actor reads.
fn municipalities_of(actor: &Actor) -> Select<department::Entity> {
    department::Entity::find()
        .join_rev(JoinType::InnerJoin, municipality::Relation::Department.def())
        .filter(policy::scope(actor))
}

/// The confirmed places of their people in cohorts that count.
fn places_of(actor: &Actor) -> Select<department::Entity> {
    municipalities_of(actor)
        .join_rev(JoinType::InnerJoin, enrolment::Relation::Municipality.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(counts())
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
}

fn earlier(column: Earlier) -> Expr {
    Expr::col((earlier_attribution::Entity, column))
}

/// The municipalities of these departments for which confirmed places in cohorts that count counted earlier.
fn earlier_of(actor: &Actor) -> Select<earlier_attribution::Entity> {
    let of_municipality: RelationDef =
        earlier_attribution::Entity::belongs_to(municipality::Entity)
            .from(Earlier::MunicipalityCode)
            .to(municipality::Column::Code)
            .into();
    earlier_attribution::Entity::find()
        .join(JoinType::InnerJoin, of_municipality)
        .join(JoinType::InnerJoin, municipality::Relation::Department.def())
        .join(JoinType::InnerJoin, earlier_attribution::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(policy::scope(actor))
        .filter(counts())
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
}

/// Whether a row of [`earlier_of`] counts for another department now.
fn is_gone() -> Expr {
    let of = |column| Expr::col((Alias::new("now"), column));
    let here = Query::select()
        .expr(Expr::value(1))
        .from_as(municipality::Entity, "now")
        .and_where(
            of(municipality::Column::Code)
                .equals((enrolment::Entity, enrolment::Column::MunicipalityCode)),
        )
        .and_where(
            of(municipality::Column::DepartmentCode)
                .equals((department::Entity, department::Column::Code)),
        )
        .to_owned();
    Expr::exists(here).not()
}

/// Keeps certificates that nobody took back.
fn is_proof() -> Condition {
    Condition::all()
        .add(certificate::Column::State.eq(certificate::State::Active))
        .add(certificate::Column::Kind.eq(certificate::Kind::Certificado))
}

/// How many places the rows of [`earlier_of`] are of, by department.
async fn moved(
    db: &impl ConnectionTrait,
    rows: Select<earlier_attribution::Entity>,
) -> Result<BTreeMap<String, i64>, DbErr> {
    let rows = rows
        .select_only()
        .column(department::Column::Code)
        .column_as(earlier(Earlier::EnrolmentId).count_distinct(), "places")
        .group_by(department::Column::Code)
        .into_tuple::<(String, i64)>();
    Ok(rows.all(db).await?.into_iter().collect())
}

fn join(all: &mut BTreeMap<String, i64>, more: BTreeMap<String, i64>) {
    for (department, count) in more {
        *all.entry(department).or_default() += count;
    }
}

/// How many rows each department has.
async fn counted(
    db: &impl ConnectionTrait,
    rows: Select<department::Entity>,
) -> Result<BTreeMap<String, i64>, DbErr> {
    let rows = rows
        .select_only()
        .column(department::Column::Code)
        .column_as(Expr::cust("count(*)"), "rows")
        .group_by(department::Column::Code)
        .into_tuple::<(String, i64)>();
    Ok(rows.all(db).await?.into_iter().collect())
}
