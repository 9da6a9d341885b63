//! The operation of many municipalities without the number of people who attended. Each municipality is only
//! asked whether a person attended, which the first mark answers.

use std::collections::BTreeSet;

use rocket::tokio::try_join;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect,
    QueryTrait as _, RelationTrait as _,
};

use cohorts_model::entity::cohort;
use enrolment_model::entity::enrolment;
use reports_model::sql::sum_if;
use territory_model::entity::municipality;

use super::super::query::ExecutiveQuery;
use super::conditions::{attended, certificate_of, counts, of_territory, within};
use super::facts::{MunicipalityEnrolments, OperationFacts, PeriodFacts, cohorts};
use super::municipalities::municipalities;

/// The facts of the period alone. Of a municipality that somebody came from `attended` is one, and of
/// any other zero; who finished is not counted. Four statements.
///
/// # Errors
/// The database's.
pub async fn brief(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
) -> Result<OperationFacts, DbErr> {
    let (municipalities, reached, cohorts, enrolled) = try_join!(
        municipalities(db, question),
        reached(db, question),
        cohorts(db, question, question.period),
        enrolled(db, question),
    )?;
    let fact =
        |(municipality, enrolled, certified): (Option<String>, i64, i64)| MunicipalityEnrolments {
            attended: i64::from(municipality.as_ref().is_some_and(|code| reached.contains(code))),
            municipality,
            enrolled,
            certified,
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

/// Municipalities with somebody who attended in the period.
async fn reached(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
) -> Result<BTreeSet<String>, DbErr> {
    // Marks of other years are never looked at.
    let counted = cohort::Entity::find()
        .select_only()
        .column(cohort::Column::Id)
        .filter(within(question, question.period))
        .filter(counts())
        .into_query();
    let somebody = Query::select()
        .expr(Expr::value(1))
        .from(enrolment::Entity)
        .and_where(
            Expr::col((enrolment::Entity, enrolment::Column::MunicipalityCode))
                .equals((municipality::Entity, municipality::Column::Code)),
        )
        .and_where(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .and_where(enrolment::Column::CohortId.in_subquery(counted))
        .and_where(attended(Some(question.period)))
        .to_owned();
    let mut rows = municipality::Entity::find()
        .select_only()
        .column(municipality::Column::Code)
        .filter(Expr::exists(somebody));
    if let Some(codes) = &question.territory {
        rows = rows.filter(municipality::Column::Code.in_subquery(codes.clone()));
    }
    Ok(rows.into_tuple().all(db).await?.into_iter().collect())
}

/// Confirmed places by municipality, and those certified in the period.
async fn enrolled(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
) -> Result<Vec<(Option<String>, i64, i64)>, DbErr> {
    enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::MunicipalityCode)
        .column_as(enrolment::Column::Id.count(), "enrolled")
        .column_as(sum_if(certificate_of(Some(question.period))), "certified")
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(of_territory(question))
        .filter(within(question, question.period))
        .filter(counts())
        .group_by(enrolment::Column::MunicipalityCode)
        .into_tuple()
        .all(db)
        .await
}
