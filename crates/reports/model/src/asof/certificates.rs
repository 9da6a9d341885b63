//! Which certificates were valid at a moment, and whom they had been given to, as it was known.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Query, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait as _,
    RelationTrait as _,
};

use certification_model::entity::certificate;
use cohorts_model::entity::cohort;
use enrolment_model::entity::enrolment;
use enrolment_model::entity::superseded_attribution::{self, Column as Superseded};

use super::enrolments::{confirmed, held, superseded};
use crate::queries::{counted_then, ever_of};
use crate::rules::Period;

/// Whether a row of `certificate` had been issued and neither revoked nor replaced.
pub(super) fn valid(at: DateTime<Utc>) -> Condition {
    use certificate::Column::{EnrolmentId, Id, IssuedAt, RevokedAt, State as Is};
    use certificate::State;
    let one = |column| Expr::col((certificate::Entity, column));
    let next = |column: certificate::Column| Expr::col(("next", column));
    // What replaces a certificate is the next one of the same place.
    let replacing = Query::select()
        .expr(Expr::value(1))
        .from_as(certificate::Entity, "next")
        .and_where(next(EnrolmentId).equals((certificate::Entity, EnrolmentId)))
        .and_where(next(Id).gt(one(Id)))
        .and_where(next(IssuedAt).lte(at))
        .to_owned();
    Condition::all().add(one(IssuedAt).lte(at)).add(
        Condition::any()
            .add(one(Is).eq(State::Active))
            .add(one(Is).eq(State::Revoked).and(one(RevokedAt).gt(at)))
            .add(one(Is).eq(State::Replaced).and(Expr::exists(replacing).not())),
    )
}

/// Whether a row of `enrolment` had counted on a day of its own for one of these municipalities, as it was
/// known at a moment: the sentence of the live report (`queries::counted_for`).
fn counted_for(codes: &SelectStatement, day: &Expr, at: DateTime<Utc>) -> Condition {
    let id = Expr::col((enrolment::Entity, enrolment::Column::Id));
    let past = |column| Expr::col((superseded_attribution::Entity, column));
    let mut ever = ever_of(codes);
    let once = superseded_attribution::Entity::find()
        .select_only()
        .column(Superseded::EnrolmentId)
        .filter(Superseded::MunicipalityCode.in_subquery(codes.clone()))
        .into_query();
    ever.union(UnionType::All, once);
    let was = Query::select()
        .expr(Expr::value(1))
        .from(superseded_attribution::Entity)
        .and_where(past(Superseded::EnrolmentId).equals((enrolment::Entity, enrolment::Column::Id)))
        .cond_where(held(at))
        .and_where(past(Superseded::FromAt).lte(day.clone()))
        .and_where(
            past(Superseded::UntilAt).is_null().or(past(Superseded::UntilAt).gt(day.clone())),
        )
        .and_where(past(Superseded::MunicipalityCode).in_subquery(codes.clone()))
        .to_owned();
    let unchanged = Condition::all().add(superseded(at).not()).add(counted_then(codes, day));
    Condition::all()
        .add(id.in_subquery(ever))
        .add(Condition::any().add(unchanged).add(Expr::exists(was)))
}

/// Whether a row of `cohort` had given a certificate or constancia in the period to somebody who counted for one
/// of these municipalities on that day, as it was known: the sentence of the live report
/// (`queries::with_certificates_of`).
pub(super) fn with_certificates_of(
    codes: &SelectStatement,
    period: Period,
    at: DateTime<Utc>,
) -> Expr {
    let (from, after) = period.instants();
    let issued_at = Expr::col((certificate::Entity, certificate::Column::IssuedAt));
    let given = certificate::Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .join(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .filter(valid(at))
        .filter(certificate::Column::IssuedAt.gte(from))
        .filter(certificate::Column::IssuedAt.lt(after))
        .filter(counted_for(codes, &issued_at, at))
        .filter(confirmed(at))
        .into_query();
    Expr::col((cohort::Entity, cohort::Column::Id)).in_subquery(given)
}
