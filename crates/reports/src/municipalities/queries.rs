//! Questions about municipalities and the certificates counted for them.

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait as _, Select,
};

use capacities_model::entity::capacity;
use capacities_model::labels::subject_label;
use certification_model::entity::certificate::{self, Kind};
use certification_model::validity::conditions::in_force;
use cohorts_model::entity::{cohort, cohort_municipality};
use cohorts_model::queries::open_on;
use courses_model::entity::course_version::{self, Modality};
use courses_model::entity::course_version_capacity;
use enrolment_model::entity::enrolment;
use people_model::entity::person::{self, DocumentType};
use people_model::entity::post;
use people_model::queries::Name;
use platform::db::scalar;
use platform::pager::{Pager, ROWS};
use platform::search::{containing, words};
use sign_in_model::prelude::*;
use territory_model::entity::{
    department, entity, municipality, territorial_unit, territorial_unit_department,
    territorial_unit_exception,
};

use crate::policy;

/// The filters of the list of municipalities.
#[derive(Clone, Debug, Default)]
pub struct MunicipalityFilter {
    pub text: String,
    pub department: String,
    pub pdet: bool,
}

#[derive(Clone, Debug, FromQueryResult, Serialize, Example)]
pub struct ListedMunicipality {
    pub code: String,
    pub name: String,
    pub department: String,
    pub pdet: Option<String>,
    /// How many people hold a certificate in force that counts for it.
    pub certified: i64,
}

/// Municipalities by department and name.
pub async fn listed(
    db: &impl ConnectionTrait,
    filter: &MunicipalityFilter,
    today: NaiveDate,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<ListedMunicipality>, Pager), DbErr> {
    let mut condition = Condition::all();
    for word in words(&filter.text) {
        let in_name = Expr::col((municipality::Entity, municipality::Column::SearchName))
            .like(containing(&word));
        let in_department =
            Expr::col((department::Entity, department::Column::SearchName)).like(containing(&word));
        let in_code = Expr::col((municipality::Entity, municipality::Column::Code)).eq(word);
        condition = condition.add(Condition::any().add(in_name).add(in_department).add(in_code));
    }
    if !filter.department.is_empty() {
        condition =
            condition.add(municipality::Column::DepartmentCode.eq(filter.department.as_str()));
    }
    if filter.pdet {
        condition = condition.add(municipality::Column::PdetSubregionCode.is_not_null());
    }
    let rows = municipality::Entity::find()
        .join(JoinType::InnerJoin, municipality::Relation::Department.def())
        .filter(condition);
    let pager = Pager::new(page, rows.clone().count(db).await?, address);
    let certified = Query::select()
        .expr(Expr::col((certificate::Entity, certificate::Column::PersonId)).count_distinct())
        .from(certificate::Entity)
        .inner_join(
            enrolment::Entity,
            Expr::col((certificate::Entity, certificate::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(
            Expr::col((enrolment::Entity, enrolment::Column::MunicipalityCode))
                .equals((municipality::Entity, municipality::Column::Code)),
        )
        .cond_where(in_force(today))
        .and_where(certificate::Column::Kind.eq(Kind::Certificado))
        .to_owned();
    let listed = rows
        .select_only()
        .column(municipality::Column::Code)
        .column(municipality::Column::Name)
        .column_as(department::Column::Name, "department")
        .column_as(municipality::Column::PdetSubregion, "pdet")
        .column_as(scalar(certified), "certified")
        .order_by_asc(department::Column::SearchName)
        .order_by_asc(municipality::Column::SearchName)
        .order_by_asc(municipality::Column::Code)
        .limit(ROWS)
        .offset(pager.offset())
        .into_model()
        .all(db)
        .await?;
    Ok((listed, pager))
}

/// A municipality with its department and the unit that serves it.
pub struct Municipality {
    pub row: municipality::Model,
    pub department: String,
    pub unit: Option<String>,
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

/// The certificates counted for a municipality that are in force on a day.
fn certificates_of(code: &str, today: NaiveDate) -> Select<certificate::Entity> {
    certificate::Entity::find()
        .join(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(enrolment::Column::MunicipalityCode.eq(code))
        .filter(in_force(today))
}

/// A capacity of the framework, with how many people of a municipality hold it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CapacityHolding {
    pub code: String,
    pub name: String,
    pub subject: String,
    pub people: i64,
    pub since: Option<DateTime<Utc>>,
    pub last: Option<DateTime<Utc>>,
}

/// Reads every capacity of the framework, including those that nobody holds.
pub async fn capacities(
    db: &impl ConnectionTrait,
    code: &str,
    today: NaiveDate,
) -> Result<Vec<CapacityHolding>, DbErr> {
    let all = capacity::Entity::find().order_by_asc(capacity::Column::Code).all(db).await?;
    type Row = (String, i64, Option<DateTime<Utc>>, Option<DateTime<Utc>>);
    let held: Vec<Row> = certificates_of(code, today)
        // A constancia says that somebody came; only a certificado says that they can.
        .filter(certificate::Column::Kind.eq(Kind::Certificado))
        .select_only()
        .column(course_version_capacity::Column::CapacityCode)
        .column_as(
            Expr::col((certificate::Entity, certificate::Column::PersonId)).count_distinct(),
            "people",
        )
        .column_as(certificate::Column::IssuedAt.min(), "since")
        .column_as(certificate::Column::IssuedAt.max(), "last")
        .join_rev(JoinType::InnerJoin, course_version_capacity::Relation::CourseVersion.def())
        .group_by(course_version_capacity::Column::CapacityCode)
        .into_tuple()
        .all(db)
        .await?;
    let rows = all.into_iter().map(|capacity| {
        let found = held.iter().find(|row| row.0 == capacity.code);
        CapacityHolding {
            people: found.map_or(0, |row| row.1),
            since: found.and_then(|row| row.2),
            last: found.and_then(|row| row.3),
            subject: subject_label(&capacity.subject).to_owned(),
            code: capacity.code,
            name: capacity.name,
        }
    });
    Ok(rows.collect())
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

/// Whether the actor answers for the municipality and so reads names (R60).
pub async fn sees_people(
    db: &impl ConnectionTrait,
    actor: &Actor,
    code: &str,
) -> Result<bool, DbErr> {
    let found = municipality::Entity::find_by_id(code.to_owned())
        .filter(policy::municipality_scope(actor))
        .count(db)
        .await?;
    Ok(found > 0)
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct CertificateHolder {
    #[sea_orm(nested)]
    pub name: Name,
    pub document_type: DocumentType,
    pub document_number: String,
    pub entity: Option<String>,
    pub course: String,
    pub kind: Kind,
    pub issued_at: DateTime<Utc>,
    pub code: String,
}

/// Reads the certificates that count for the municipality with their holders, the newest first.
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
        .columns([
            certificate::Column::Kind,
            certificate::Column::IssuedAt,
            certificate::Column::Code,
        ])
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
