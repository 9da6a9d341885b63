//! What an enrolment was counted for at a moment.

use sea_orm::sea_query::{Expr, ExprTrait as _, Func, Query};

use platform::db::scalar;

use crate::entity::superseded_attribution::Column;
use crate::entity::{enrolment, superseded_attribution};

/// Returns the municipality that a row of `enrolment` was counted for at a moment, which is a column of
/// another row: the closing of its cohort, the end of a survey. A move that is reported later does not
/// change it.
pub fn municipality_at(moment: Expr) -> Expr {
    let was = |column| Expr::col((superseded_attribution::Entity, column));
    let then = Query::select()
        .expr(was(Column::MunicipalityCode))
        .from(superseded_attribution::Entity)
        .and_where(was(Column::EnrolmentId).equals((enrolment::Entity, enrolment::Column::Id)))
        .and_where(was(Column::UntilAt).is_null())
        .and_where(was(Column::KnownFrom).lte(moment.clone()))
        .and_where(was(Column::KnownUntil).gt(moment))
        .limit(1)
        .to_owned();
    let now = Expr::col((enrolment::Entity, enrolment::Column::MunicipalityCode));
    Func::coalesce([scalar(then), now]).into()
}
