//! Which municipality a row of `enrolment` counted for at a moment: that of the post held then (R29). So a
//! session counts, and so does a certificate on its day of issue.

use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Query, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _, QueryTrait as _,
};

use enrolment_model::entity::earlier_attribution::{self, Column as Earlier};
use enrolment_model::entity::enrolment;

fn span(column: Earlier) -> Expr {
    Expr::col((earlier_attribution::Entity, column))
}

/// The earlier attribution of the row that held at a moment.
pub(super) fn held_at(at: &Expr) -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from(earlier_attribution::Entity)
        .and_where(span(Earlier::EnrolmentId).equals((enrolment::Entity, enrolment::Column::Id)))
        .and_where(span(Earlier::FromAt).lte(at.clone()))
        .and_where(span(Earlier::UntilAt).gt(at.clone()))
        .to_owned()
}

/// The ids of the enrolments that count or once counted for one of these municipalities, so that indexes find
/// those of a department among a whole country's.
pub(crate) fn ever_of(codes: &SelectStatement) -> SelectStatement {
    let once = earlier_attribution::Entity::find()
        .select_only()
        .column(Earlier::EnrolmentId)
        .filter(Earlier::MunicipalityCode.in_subquery(codes.clone()))
        .into_query();
    let mut ever = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(enrolment::Column::MunicipalityCode.in_subquery(codes.clone()))
        .into_query();
    ever.union(UnionType::All, once);
    ever
}

/// Whether a row of [`ever_of`] counted at a moment for one of these municipalities.
pub(crate) fn counted_then(codes: &SelectStatement, at: &Expr) -> Condition {
    let theirs = span(Earlier::MunicipalityCode).in_subquery(codes.clone());
    let then = held_at(at).and_where(theirs).to_owned();
    let present = Expr::col((enrolment::Entity, enrolment::Column::MunicipalityCode));
    let still = present.in_subquery(codes.clone()).and(Expr::exists(held_at(at)).not());
    Condition::any().add(still).add(Expr::exists(then))
}

/// Whether the row counted at a moment for one of these municipalities.
pub fn counted_for(codes: &SelectStatement, at: &Expr) -> Condition {
    let id = Expr::col((enrolment::Entity, enrolment::Column::Id));
    Condition::all().add(id.in_subquery(ever_of(codes))).add(counted_then(codes, at))
}
