//! The operation of many municipalities without the number of people who attended. Each municipality is only
//! asked whether a person attended, which the first mark answers.

use rocket::tokio::try_join;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QuerySelect, RelationTrait as _,
};

use certification_model::entity::certificate::Kind;
use enrolment_model::entity::enrolment;
use reports_model::programme::{begun_by, counts};
use reports_model::sql::sum_if;

use super::super::query::ExecutiveQuery;
use super::conditions::{certificate_of, of_territory, within};
use super::facts::{MunicipalityEnrolments, OperationFacts, PeriodFacts, cohorts};
use super::municipalities::municipalities;

/// The facts of the period alone; who attended and who finished is not counted. Three statements.
///
/// # Errors
/// The database's.
pub async fn brief(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
) -> Result<OperationFacts, DbErr> {
    let (municipalities, cohorts, enrolled) = try_join!(
        municipalities(db, question, None),
        cohorts(db, question, question.period),
        enrolled(db, question),
    )?;
    let fact = |row: BriefEnrolments| MunicipalityEnrolments {
        attended: 0,
        municipality: row.municipality,
        enrolled: row.enrolled,
        begun: row.begun,
        certified: row.certified,
        attested: row.attested,
        finished: 0,
        completed: 0,
    };
    let enrolments = enrolled.into_iter().map(fact).collect();
    Ok(OperationFacts {
        municipalities,
        now: PeriodFacts { cohorts, enrolments },
        ..OperationFacts::default()
    })
}

#[derive(FromQueryResult)]
struct BriefEnrolments {
    municipality: Option<String>,
    enrolled: i64,
    begun: i64,
    certified: i64,
    attested: i64,
}

/// Confirmed places by municipality, and those certified in the period.
async fn enrolled(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
) -> Result<Vec<BriefEnrolments>, DbErr> {
    let of = |kind| sum_if(certificate_of(kind, Some(question.period)));
    enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::MunicipalityCode, "municipality")
        .column_as(enrolment::Column::Id.count(), "enrolled")
        .column_as(sum_if(begun_by(question.today)), "begun")
        .column_as(of(Kind::Certificado), "certified")
        .column_as(of(Kind::Constancia), "attested")
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(of_territory(question))
        .filter(within(question, question.period))
        .filter(counts())
        .group_by(enrolment::Column::MunicipalityCode)
        .into_model()
        .all(db)
        .await
}
