//! Lists of cohorts: the actor's own, and the public catalogue.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, Order,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait as _, Select,
};

use courses_model::entity::course;
use courses_model::entity::course_version::{self, Modality};
use platform::order::ListOrder;
use platform::pager::{Pager, ROWS};
use platform::search::{containing, words};
use sign_in_model::prelude::*;
use territory_model::entity::{municipality, territorial_unit};
use territory_model::queries::{NamedMunicipality, places};

use crate::entity::cohort::{self, CohortId, Stage};
use crate::entity::cohort_municipality;
use crate::policy;

/// One row of a list of cohorts.
#[derive(Clone, Debug, FromQueryResult, Serialize, Example)]
pub struct ListedCohort {
    pub id: CohortId,
    pub public_code: String,
    pub name: String,
    pub course: String,
    pub subject: String,
    #[example(Modality::Virtual)]
    pub modality: Modality,
    pub hours: i32,
    pub unit: String,
    #[example(Stage::Draft)]
    pub stage: Stage,
    pub seats: i32,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub enrolment_closes_on: Option<NaiveDate>,
    pub place_text: String,
}

/// The filter of the list of the actor's cohorts.
#[derive(Clone, Debug, Default)]
pub struct CohortFilter {
    pub text: String,
    pub stage: Option<Stage>,
    /// Code of a territorial unit.
    pub unit: Option<String>,
    /// One of [`COHORT_ORDERS`], or the newest first.
    pub order: ListOrder,
}

/// The words of the orders of that list.
pub const COHORT_ORDERS: [&str; 4] = [BY_NAME, BY_COURSE, BY_START, BY_SEATS];
pub const BY_NAME: &str = "nombre";
pub const BY_COURSE: &str = "curso";
pub const BY_START: &str = "empieza";
pub const BY_SEATS: &str = "cupos";

/// The filter of the catalogue.
#[derive(Clone, Debug, Default)]
pub struct CatalogueFilter {
    pub text: String,
    pub subject: Option<String>,
    /// DIVIPOLA, two digits.
    pub department: Option<String>,
    pub modality: Option<Modality>,
    /// First and last day on which a cohort may begin.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// The actor's cohorts, newest first; `address` carries the filters for the pager.
pub async fn within_scope(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &CohortFilter,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<ListedCohort>, Pager), DbErr> {
    one_page(db, of_scope(actor, filter), page, address).await
}

/// Cohorts of a sheet at most; no unit has as many.
const MOST: u64 = 5_000;

/// All of the actor's cohorts that a filter finds, newest first, for a sheet.
pub async fn within_scope_whole(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &CohortFilter,
) -> Result<Vec<ListedCohort>, DbErr> {
    columns_of(of_scope(actor, filter)).limit(MOST).into_model::<ListedCohort>().all(db).await
}

fn of_scope(actor: &Actor, filter: &CohortFilter) -> Select<cohort::Entity> {
    let mut rows = joined().filter(policy::scope(actor)).filter(text_matches(&filter.text));
    if let Some(stage) = filter.stage {
        rows = rows.filter(cohort::Column::Stage.eq(stage));
    }
    if let Some(unit) = &filter.unit {
        rows = rows.filter(cohort::Column::UnitCode.eq(unit));
    }
    let way = if filter.order.is_backward() { Order::Desc } else { Order::Asc };
    let rows = match filter.order.word() {
        BY_NAME => rows.order_by(cohort::Column::SearchName, way),
        BY_COURSE => rows.order_by(course_version::Column::SearchName, way),
        BY_START => rows.order_by(cohort::Column::StartsOn, way),
        BY_SEATS => rows.order_by(cohort::Column::Seats, way),
        _ => rows,
    };
    rows.order_by_desc(cohort::Column::StartsOn).order_by_desc(cohort::Column::Id)
}

/// Cohorts that take enrolments today, the first to begin first.
pub async fn on_offer(
    db: &impl ConnectionTrait,
    filter: &CatalogueFilter,
    today: NaiveDate,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<ListedCohort>, Pager), DbErr> {
    let mut rows = joined().filter(open_on(today)).filter(text_matches(&filter.text));
    if let Some(subject) = &filter.subject {
        rows = rows.filter(course::Column::Subject.eq(subject));
    }
    if let Some(modality) = filter.modality {
        rows = rows.filter(course_version::Column::Modality.eq(modality));
    }
    if let Some(department) = &filter.department {
        let mut reached = reached_municipalities();
        reached.and_where(municipality::Column::DepartmentCode.eq(department));
        rows = rows.filter(cohort::Column::Id.in_subquery(reached));
    }
    if let Some(from) = filter.from {
        rows = rows.filter(cohort::Column::StartsOn.gte(from));
    }
    if let Some(to) = filter.to {
        rows = rows.filter(cohort::Column::StartsOn.lte(to));
    }
    let rows = rows.order_by_asc(cohort::Column::StartsOn).order_by_asc(cohort::Column::Id);
    one_page(db, rows, page, address).await
}

/// Returns the codes of the departments that the cohorts of the catalogue are for.
pub async fn departments_on_offer(
    db: &impl ConnectionTrait,
    today: NaiveDate,
) -> Result<Vec<String>, DbErr> {
    cohort_municipality::Entity::find()
        .select_only()
        .column(municipality::Column::DepartmentCode)
        .distinct()
        .join(JoinType::InnerJoin, cohort_municipality::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort_municipality::Relation::Municipality.def())
        .filter(open_on(today))
        .into_tuple()
        .all(db)
        .await
}

/// People may enrol by themselves on that day: what a cohort's window says, in SQL.
pub fn open_on(today: NaiveDate) -> Condition {
    Condition::all().add(cohort::Column::Stage.is_in([Stage::Tentative, Stage::Confirmed])).add(
        Condition::any().add(cohort::Column::EnrolmentClosesOn.gte(today)).add(
            Condition::all()
                .add(cohort::Column::EnrolmentClosesOn.is_null())
                .add(cohort::Column::StartsOn.gte(today)),
        ),
    )
}

fn joined() -> Select<cohort::Entity> {
    cohort::Entity::find()
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .join(JoinType::InnerJoin, course_version::Relation::Course.def())
        .join(JoinType::InnerJoin, cohort::Relation::TerritorialUnit.def())
}

async fn one_page(
    db: &impl ConnectionTrait,
    rows: Select<cohort::Entity>,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<ListedCohort>, Pager), DbErr> {
    let total = rows.clone().count(db).await?;
    let pager = Pager::new(page, total, address);
    let listed = columns_of(rows)
        .offset(pager.offset())
        .limit(ROWS)
        .into_model::<ListedCohort>()
        .all(db)
        .await?;
    Ok((listed, pager))
}

/// The columns of [`ListedCohort`].
fn columns_of(rows: Select<cohort::Entity>) -> Select<cohort::Entity> {
    rows.select_only()
        .columns([
            cohort::Column::Id,
            cohort::Column::PublicCode,
            cohort::Column::Name,
            cohort::Column::Stage,
            cohort::Column::Seats,
            cohort::Column::StartsOn,
            cohort::Column::EndsOn,
            cohort::Column::EnrolmentClosesOn,
            cohort::Column::PlaceText,
        ])
        .column_as(course_version::Column::Name, "course")
        .column_as(course_version::Column::Modality, "modality")
        .column_as(course_version::Column::Hours, "hours")
        .column_as(course::Column::Subject, "subject")
        .column_as(territorial_unit::Column::Name, "unit")
}

/// Every typed word is in the cohort's name, the course's name or a municipality's.
fn text_matches(text: &str) -> Condition {
    words(text).iter().fold(Condition::all(), |all, word| {
        let mut reached = reached_municipalities();
        reached.and_where(
            Expr::col((municipality::Entity, municipality::Column::SearchName))
                .like(containing(word)),
        );
        let cohort = Expr::col((cohort::Entity, cohort::Column::SearchName));
        let course = Expr::col((course_version::Entity, course_version::Column::SearchName));
        all.add(
            Condition::any()
                .add(cohort.like(containing(word)))
                .add(course.like(containing(word)))
                .add(cohort::Column::Id.in_subquery(reached)),
        )
    })
}

/// `SELECT cohort_id` of the municipalities of cohorts, to be narrowed.
fn reached_municipalities() -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column((cohort_municipality::Entity, cohort_municipality::Column::CohortId))
        .from(cohort_municipality::Entity)
        .inner_join(
            municipality::Entity,
            Expr::col((municipality::Entity, municipality::Column::Code)).equals((
                cohort_municipality::Entity,
                cohort_municipality::Column::MunicipalityCode,
            )),
        )
        .to_owned()
}

#[derive(FromQueryResult)]
struct CohortPlace {
    cohort_id: CohortId,
    #[sea_orm(nested)]
    place: NamedMunicipality,
}

/// The municipalities of the cohorts of one page.
pub async fn municipalities_of(
    db: &impl ConnectionTrait,
    cohorts: impl IntoIterator<Item = CohortId>,
) -> Result<HashMap<CohortId, Vec<NamedMunicipality>>, DbErr> {
    let rows = places()
        .join_rev(JoinType::InnerJoin, cohort_municipality::Relation::Municipality.def())
        .column(cohort_municipality::Column::CohortId)
        .filter(cohort_municipality::Column::CohortId.is_in(cohorts))
        .into_model::<CohortPlace>()
        .all(db)
        .await?;
    let mut of: HashMap<CohortId, Vec<NamedMunicipality>> = HashMap::new();
    for row in rows {
        of.entry(row.cohort_id).or_default().push(row.place);
    }
    Ok(of)
}
