//! What [`rules`](super::rules) say of a certificate, for a statement.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition};

use crate::entity::certificate::{Column, State};

/// The certificates that are worth something on a day: [`validity`](super::rules::validity) calls them
/// valid.
pub fn in_force(today: NaiveDate) -> Condition {
    let open =
        Condition::any().add(Column::ValidUntil.is_null()).add(Column::ValidUntil.gte(today));
    Condition::all().add(Column::State.eq(State::Active)).add(open)
}
