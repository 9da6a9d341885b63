//! Attendance below the minimum (R43): the table of what was noticed about whom.

pub mod entity;

use enrolment_model::entity::enrolment;
use enrolment_model::quorum::confirmed;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, ExprTrait as _, SelectStatement};

use entity::risk_notice;

/// Counts the people of a row of `cohort` who are below the minimum: their last notice is open, since it was
/// written when they fell below and ends when they are above it again.
pub fn below_minimum() -> SelectStatement {
    confirmed()
        .inner_join(
            risk_notice::Entity,
            Expr::col((risk_notice::Entity, risk_notice::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(risk_notice::Column::OverAt.is_null())
        .to_owned()
}
