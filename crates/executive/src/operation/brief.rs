//! The operation of many municipalities without the number of people who attended. Each municipality is only
//! asked whether a person attended, which the first mark answers.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect,
    RelationTrait as _,
};

use certification_model::entity::certificate::Kind;
use enrolment_model::entity::enrolment;
use reports_model::programme::{begun_by, counts};
use reports_model::sql::sum_if;

use super::super::query::ExecutiveQuery;
use super::conditions::{certificate_of, of_territory, within};
use super::facts::MunicipalityEnrolments;

/// Confirmed places of each municipality, and those certified in the period; who attended and who finished is
/// not counted. One statement.
///
/// # Errors
/// The database's.
pub async fn enrolled(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
) -> Result<Vec<MunicipalityEnrolments>, DbErr> {
    let of = |kind| sum_if(certificate_of(kind, Some(question.period)));
    let uncounted = || Expr::value(0_i64);
    enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::MunicipalityCode, "municipality")
        .column_as(enrolment::Column::Id.count(), "enrolled")
        .column_as(sum_if(begun_by(question.today)), "begun")
        .column_as(of(Kind::Certificado), "certified")
        .column_as(of(Kind::Constancia), "attested")
        .column_as(uncounted(), "attended")
        .column_as(uncounted(), "finished")
        .column_as(uncounted(), "completed")
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(of_territory(question))
        .filter(within(question, question.period))
        .filter(counts())
        .group_by(enrolment::Column::MunicipalityCode)
        .into_model()
        .all(db)
        .await
}
