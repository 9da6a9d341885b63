//! The stored sums of closed cohorts, which are read instead of their people and marks.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QuerySelect, RelationTrait as _,
};

use certification_model::entity::certificate;
use cohorts_model::entity::cohort::CohortId;
use enrolment_model::entity::enrolment;
use people_model::entity::person::PersonId;

use super::AT_ONCE;
use super::enrolments::confirmed_of;
use super::facts::{Depth, ReportQuery};
use crate::cohort_totals::entity::cohort_tally_place;

/// The sums of some closed cohorts in the municipalities of a department.
#[derive(Clone, Debug, Default)]
pub struct ClosedCohortSums {
    pub municipalities: Vec<cohort_tally_place::Model>,
    /// The people with a confirmed enrolment in one of these cohorts, each once.
    pub people: Vec<PersonId>,
    pub certified: Vec<CertifiedCount>,
}

/// How many people of a municipality hold a valid certificate or constancia of a cohort, issued in the
/// period.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CertifiedCount {
    pub kind: certificate::Kind,
    pub cohort_id: CohortId,
    pub municipality_code: String,
    pub people: i64,
}

/// Reads the stored sums of closed cohorts: three statements for ten thousand cohorts.
pub(super) async fn closed(
    db: &impl ConnectionTrait,
    question: &ReportQuery,
    cohorts: &[CohortId],
) -> Result<ClosedCohortSums, DbErr> {
    use cohort_tally_place::Column;
    let mut closed = ClosedCohortSums::default();
    let (from, after) = question.period.instants();
    for ids in cohorts.chunks(AT_ONCE) {
        let ids = || ids.iter().copied();
        let municipalities = cohort_tally_place::Entity::find()
            .filter(Column::CohortId.is_in(ids()))
            .filter(Column::MunicipalityCode.in_subquery(question.codes()));
        closed.municipalities.extend(municipalities.all(db).await?);
        if question.depth == Depth::Totals {
            let people = confirmed_of(question)
                .select_only()
                .column(enrolment::Column::PersonId)
                .distinct()
                .filter(enrolment::Column::CohortId.is_in(ids()))
                .into_tuple::<PersonId>();
            closed.people.extend(people.all(db).await?);
        }
        let certified = confirmed_of(question)
            .select_only()
            .columns([enrolment::Column::CohortId, enrolment::Column::MunicipalityCode])
            .column(certificate::Column::Kind)
            .column_as(
                Expr::col((enrolment::Entity, enrolment::Column::Id)).count_distinct(),
                "people",
            )
            .join_rev(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
            .filter(enrolment::Column::CohortId.is_in(ids()))
            .filter(certificate::Column::State.eq(certificate::State::Active))
            .filter(certificate::Column::IssuedAt.gte(from))
            .filter(certificate::Column::IssuedAt.lt(after))
            .group_by(enrolment::Column::CohortId)
            .group_by(certificate::Column::Kind)
            .group_by(enrolment::Column::MunicipalityCode)
            .into_model::<CertifiedCount>();
        closed.certified.extend(certified.all(db).await?);
    }
    Ok(closed)
}
