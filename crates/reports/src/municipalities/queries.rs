//! Questions about one municipality and the certificates counted for them.

use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _, RelationTrait as _,
    Select,
};

use capacities_model::labels::subject_label;
use capacities_model::queries as framework;
use certification_model::entity::certificate::{self, Kind};
use certification_model::validity::conditions::in_force;
use cohorts_model::entity::{cohort, cohort_municipality};
use cohorts_model::queries::open_on;
use courses_model::entity::course_version::{self, Modality};
use enrolment_model::entity::enrolment;
use ledger_model::as_of::AsOf;
use ledger_model::entity::holding::{self, Column as Holding};
use ledger_model::figures::Count;
use ledger_model::queries::by_capacity;
use people_model::entity::person::{self, DocumentType};
use people_model::entity::post;
use people_model::queries::Name;
use platform::pager::{Pager, ROWS};
use sign_in_model::prelude::*;
use territory_model::entity::{
    department, entity, municipality, territorial_unit, territorial_unit_department,
    territorial_unit_exception,
};

use crate::policy;

/// Some municipalities, as a subquery of their codes.
pub(super) fn among<'a>(codes: impl IntoIterator<Item = &'a str>) -> SelectStatement {
    municipality::Entity::find()
        .select_only()
        .column(municipality::Column::Code)
        .filter(municipality::Column::Code.is_in(codes))
        .into_query()
}

/// A municipality with its department and the unit that serves it.
pub struct Municipality {
    pub row: municipality::Model,
    pub department: String,
    pub unit: Option<String>,
}

impl Municipality {
    /// «Puerto Rico (Caquetá)»: names repeat between departments.
    pub fn full_name(&self) -> String {
        format!("{} ({})", self.row.name, self.department)
    }
}

pub async fn find(db: &impl ConnectionTrait, code: &str) -> Result<Option<Municipality>, DbErr> {
    let found = municipality::Entity::find_by_id(code.to_owned())
        .find_also_related(department::Entity)
        .one(db)
        .await?;
    let Some((row, department)) = found else {
        return Ok(None);
    };
    // The exception of the municipality wins over its department's unit.
    let given = Query::select()
        .column(territorial_unit_exception::Column::UnitCode)
        .from(territorial_unit_exception::Entity)
        .and_where(territorial_unit_exception::Column::MunicipalityCode.eq(code))
        .to_owned();
    let of_department = Query::select()
        .column(territorial_unit_department::Column::UnitCode)
        .from(territorial_unit_department::Entity)
        .and_where(
            territorial_unit_department::Column::DepartmentCode.eq(row.department_code.as_str()),
        )
        .to_owned();
    let units: Vec<(String, bool)> = territorial_unit::Entity::find()
        .select_only()
        .column(territorial_unit::Column::Name)
        .column_as(territorial_unit::Column::Code.in_subquery(given.clone()), "given")
        .filter(
            Condition::any()
                .add(territorial_unit::Column::Code.in_subquery(given))
                .add(territorial_unit::Column::Code.in_subquery(of_department)),
        )
        .into_tuple()
        .all(db)
        .await?;
    let unit =
        units.iter().find(|(_, given)| *given).or(units.first()).map(|(name, _)| name.clone());
    Ok(Some(Municipality {
        row,
        department: department.map(|row| row.name).unwrap_or_default(),
        unit,
    }))
}

/// A capacity of the framework, with how many people of a municipality hold it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CapacityHolding {
    pub code: String,
    pub name: String,
    pub subject: String,
    /// Certified and in post, as the ledger counts them.
    pub people: i64,
}

/// Reads every capacity of the framework, including those that nobody holds.
pub async fn capacities(
    db: &impl ConnectionTrait,
    code: &str,
    as_of: &AsOf,
) -> Result<Vec<CapacityHolding>, DbErr> {
    let held = by_capacity(db, as_of, among([code])).await?;
    let all = framework::capacities(db).await?.into_iter();
    let holding = all.map(|capacity| CapacityHolding {
        people: held.get(&capacity.code).map_or(0, Count::in_post),
        subject: subject_label(&capacity.subject).to_owned(),
        code: capacity.code,
        name: capacity.name,
    });
    Ok(holding.collect())
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct OpenCohort {
    pub public_code: String,
    pub name: String,
    pub course: String,
    pub modality: Modality,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub place_text: String,
}

/// Cohorts for the municipality that take enrolments, the first to begin first.
pub async fn open_cohorts(
    db: &impl ConnectionTrait,
    code: &str,
    today: NaiveDate,
) -> Result<Vec<OpenCohort>, DbErr> {
    cohort::Entity::find()
        .select_only()
        .columns([
            cohort::Column::PublicCode,
            cohort::Column::Name,
            cohort::Column::StartsOn,
            cohort::Column::EndsOn,
            cohort::Column::PlaceText,
        ])
        .column_as(course_version::Column::Name, "course")
        .column_as(course_version::Column::Modality, "modality")
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .join_rev(JoinType::InnerJoin, cohort_municipality::Relation::Cohort.def())
        .filter(cohort_municipality::Column::MunicipalityCode.eq(code))
        .filter(open_on(today))
        .order_by_asc(cohort::Column::StartsOn)
        .order_by_asc(cohort::Column::Id)
        .limit(ROWS)
        .into_model()
        .all(db)
        .await
}

/// Returns whether the actor also reads the report of its department, if they answer for the municipality and
/// so read the whole of it (R60); `None` otherwise. A unit that serves one municipality of a department does
/// not read its report.
pub async fn answering(
    db: &impl ConnectionTrait,
    actor: &Actor,
    code: &str,
) -> Result<Option<bool>, DbErr> {
    let departments = department::Entity::find()
        .select_only()
        .column(department::Column::Code)
        .filter(policy::scope(actor))
        .into_query();
    let reads = municipality::Column::DepartmentCode.in_subquery(departments);
    municipality::Entity::find_by_id(code.to_owned())
        .filter(policy::answered_by(actor))
        .select_only()
        .column_as(reads, "reads")
        .into_tuple()
        .one(db)
        .await
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct CertificateHolder {
    #[sea_orm(nested)]
    pub name: Name,
    pub document_type: DocumentType,
    pub document_number: String,
    pub entity: Option<String>,
    pub course: String,
    pub issued_at: DateTime<Utc>,
    pub code: String,
}

/// The certificates on which the installed capacity of a municipality stands on a day.
fn certificates_of(code: &str, today: NaiveDate) -> Select<certificate::Entity> {
    let counts = Condition::any().add(Holding::LastOn.is_null()).add(Holding::LastOn.gte(today));
    let standing = holding::Entity::find()
        .select_only()
        .column(Holding::CertificateId)
        .filter(Holding::MunicipalityCode.eq(code))
        .filter(Holding::CapacityCode.is_not_null())
        .filter(Holding::KnownUntil.is_null())
        .filter(Holding::FromOn.lte(today))
        .filter(counts)
        .into_query();
    certificate::Entity::find()
        .join(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(certificate::Column::Id.in_subquery(standing))
}

/// Counts the constancias in force of what people attended for a municipality: they are no capacity.
pub async fn attested(
    db: &impl ConnectionTrait,
    code: &str,
    today: NaiveDate,
) -> Result<u64, DbErr> {
    certificate::Entity::find()
        .join(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .filter(enrolment::Column::MunicipalityCode.eq(code))
        .filter(certificate::Column::Kind.eq(Kind::Constancia))
        .filter(in_force(today))
        .count(db)
        .await
}

/// Reads the certificates of the people who are certified and in post, the newest first.
pub async fn holders(
    db: &impl ConnectionTrait,
    code: &str,
    today: NaiveDate,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<CertificateHolder>, Pager), DbErr> {
    let rows = certificates_of(code, today);
    let pager = Pager::new(page, rows.clone().count(db).await?, address);
    let holders = rows
        .select_only()
        .columns([certificate::Column::IssuedAt, certificate::Column::Code])
        .columns(person::NAME)
        .columns([person::Column::DocumentType, person::Column::DocumentNumber])
        .column_as(entity::Column::Name, "entity")
        .column_as(course_version::Column::Name, "course")
        .join(JoinType::InnerJoin, certificate::Relation::Person.def())
        .join(JoinType::LeftJoin, enrolment::Relation::Post.def())
        .join(JoinType::LeftJoin, post::Relation::Entity.def())
        .order_by_desc(certificate::Column::IssuedAt)
        .order_by_desc(certificate::Column::Id)
        .limit(ROWS)
        .offset(pager.offset())
        .into_model()
        .all(db)
        .await?;
    Ok((holders, pager))
}
