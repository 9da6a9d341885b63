//! The facts of an edition: a row for each municipality of each cohort that was closed.

use chrono::{Datelike, NaiveDate};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait as _,
};

use certification_model::entity::certificate::Kind;
use cohorts_model::entity::cohort::{self, CohortId};
use courses_model::entity::{course, course_version};
use enrolment_model::entity::enrolment;
use reports_model::sql::sum_if;

use super::rules::{CohortMunicipalityFact, EnrolmentCounts};
use crate::operation::{attended, certificate_of};

#[derive(FromQueryResult)]
struct EnrolmentCountRow {
    cohort: CohortId,
    course: String,
    starts_on: NaiveDate,
    municipality: Option<String>,
    enrolled: i64,
    attended: i64,
    certified: i64,
    attested: i64,
}

/// What was invented is only told where everything is. One statement.
pub async fn facts(
    db: &impl ConnectionTrait,
    with_demo: bool,
) -> Result<Vec<CohortMunicipalityFact>, DbErr> {
    let mut rows = enrolment::Entity::find()
        .select_only()
        .column_as(cohort::Column::Id, "cohort")
        .column_as(course::Column::Code, "course")
        .column_as(cohort::Column::StartsOn, "starts_on")
        .column_as(enrolment::Column::MunicipalityCode, "municipality")
        .column_as(enrolment::Column::Id.count(), "enrolled")
        .column_as(sum_if(attended()), "attended")
        .column_as(sum_if(certificate_of(Kind::Certificado, None)), "certified")
        .column_as(sum_if(certificate_of(Kind::Constancia, None)), "attested")
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .join(JoinType::InnerJoin, course_version::Relation::Course.def())
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(cohort::Column::Stage.eq(cohort::Stage::Closed))
        .group_by(cohort::Column::Id)
        .group_by(course::Column::Code)
        .group_by(cohort::Column::StartsOn)
        .group_by(enrolment::Column::MunicipalityCode);
    if !with_demo {
        rows = rows.filter(cohort::Column::IsDemo.eq(false));
    }
    let rows: Vec<EnrolmentCountRow> = rows.into_model().all(db).await?;
    let fact = |row: EnrolmentCountRow| CohortMunicipalityFact {
        cohort: row.cohort,
        course: row.course,
        year: row.starts_on.year(),
        municipality: row.municipality.unwrap_or_default(),
        counts: EnrolmentCounts {
            enrolled: row.enrolled,
            attended: row.attended,
            certified: row.certified,
            attested: row.attested,
        },
    };
    Ok(rows.into_iter().map(fact).collect())
}

/// Departments, municipalities and courses by their codes. Three statements.
pub async fn names(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>, DbErr> {
    use territory_model::entity::{department, municipality};
    let mut names: Vec<(String, String)> = department::Entity::find()
        .select_only()
        .columns([department::Column::Code, department::Column::Name])
        .into_tuple()
        .all(db)
        .await?;
    let places: Vec<(String, String)> = municipality::Entity::find()
        .select_only()
        .columns([municipality::Column::Code, municipality::Column::Name])
        .into_tuple()
        .all(db)
        .await?;
    // The last version of a course says what it is called.
    let courses: Vec<(String, String)> = course_version::Entity::find()
        .select_only()
        .column(course::Column::Code)
        .column(course_version::Column::Name)
        .join(JoinType::InnerJoin, course_version::Relation::Course.def())
        .filter(course_version::Column::State.eq(course_version::State::Published))
        .order_by_asc(course_version::Column::Number)
        .into_tuple()
        .all(db)
        .await?;
    names.extend(places);
    names.extend(courses);
    Ok(names)
}
