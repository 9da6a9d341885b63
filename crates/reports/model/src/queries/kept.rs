//! What is kept of closed cohorts, instead of their people and marks.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QuerySelect, RelationTrait as _,
};

use certification_model::entity::certificate;
use cohorts_model::entity::cohort::CohortId;
use enrolment_model::entity::enrolment;
use people_model::entity::person::PersonId;

use super::facts::{Depth, Question};
use super::places::confirmed_of;
use super::{AT_ONCE, codes_of};
use crate::tallies::entity::cohort_tally_place;

/// The sums of some closed cohorts in the municipalities of a department.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    pub places: Vec<cohort_tally_place::Model>,
    /// Who has a confirmed place in one of them, each once.
    pub people: Vec<PersonId>,
    pub certified: Vec<Certified>,
}

/// People of a municipality whose certificate of the period is valid.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Certified {
    pub cohort_id: CohortId,
    pub municipality_code: String,
    pub people: i64,
}

/// Three statements for ten thousand cohorts.
pub(super) async fn kept(
    db: &impl ConnectionTrait,
    question: &Question,
    cohorts: &[CohortId],
) -> Result<Kept, DbErr> {
    use cohort_tally_place::Column;
    let mut kept = Kept::default();
    let (from, after) = question.period.instants();
    for ids in cohorts.chunks(AT_ONCE) {
        let ids = || ids.iter().copied();
        let places = cohort_tally_place::Entity::find()
            .filter(Column::CohortId.is_in(ids()))
            .filter(Column::MunicipalityCode.in_subquery(codes_of(&question.department)));
        kept.places.extend(places.all(db).await?);
        if question.depth == Depth::Totals {
            let people = confirmed_of(question)
                .select_only()
                .column(enrolment::Column::PersonId)
                .distinct()
                .filter(enrolment::Column::CohortId.is_in(ids()))
                .into_tuple::<PersonId>();
            kept.people.extend(people.all(db).await?);
        }
        let certified = confirmed_of(question)
            .select_only()
            .columns([enrolment::Column::CohortId, enrolment::Column::MunicipalityCode])
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
            .group_by(enrolment::Column::MunicipalityCode)
            .into_model::<Certified>();
        kept.certified.extend(certified.all(db).await?);
    }
    Ok(kept)
}
