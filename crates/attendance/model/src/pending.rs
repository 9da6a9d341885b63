//! What waits for a coordination's decision, said once for every page that lists or counts it.
//!
//! The values are written into the statements and not bound: the partial indexes of these few rows
//! among very many serve only a condition that the database can read before it has the values.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ActiveEnum, Condition, EntityTrait};

use cohorts_model::entity::session;

use super::entity::walk_in;
use super::field::entity::field_arrival;
use super::requests::entity::attendance_request;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PendingDecision {
    /// Conflicts and marks of telephones and codes to be looked at.
    Arrivals,
    /// People who came without being on the list.
    WalkIns,
    /// Corrections and excuses that learners asked for.
    Requests,
}

impl PendingDecision {
    pub const ALL: [Self; 3] = [Self::Arrivals, Self::WalkIns, Self::Requests];

    /// The rows of its table that wait.
    pub fn open(self) -> Condition {
        match self {
            Self::Arrivals => {
                use field_arrival::{ArrivalOutcome, Column, Entity};
                let outcomes =
                    [written(&ArrivalOutcome::Conflict), written(&ArrivalOutcome::Review)];
                Condition::all()
                    .add(Expr::col((Entity, Column::Outcome)).is_in(outcomes))
                    .add(Expr::col((Entity, Column::SettledAt)).is_null())
            }
            Self::WalkIns => {
                use walk_in::{Column, Entity, WalkInOutcome};
                Expr::col((Entity, Column::Outcome)).eq(written(&WalkInOutcome::Pending)).into()
            }
            Self::Requests => {
                use attendance_request::{Column, Entity, State};
                Expr::col((Entity, Column::State)).eq(written(&State::Open)).into()
            }
        }
    }

    /// What waits, with the session it is of; the columns are still to be chosen.
    pub fn rows(self) -> SelectStatement {
        match self {
            Self::Arrivals => self.of(field_arrival::Entity, field_arrival::Column::SessionId),
            Self::WalkIns => self.of(walk_in::Entity, walk_in::Column::SessionId),
            Self::Requests => {
                self.of(attendance_request::Entity, attendance_request::Column::SessionId)
            }
        }
    }

    fn of<E: EntityTrait>(self, table: E, session: E::Column) -> SelectStatement {
        Query::select()
            .from(table)
            .inner_join(
                session::Entity,
                Expr::col((table, session)).equals((session::Entity, session::Column::Id)),
            )
            .cond_where(self.open())
            .to_owned()
    }
}

fn written(value: &impl ActiveEnum<Value = String>) -> Expr {
    Expr::Constant(value.to_value().into())
}

#[cfg(test)]
mod tests {
    use sea_orm::sea_query::{Asterisk, PostgresQueryBuilder, SqliteQueryBuilder};

    use super::*;

    #[test]
    fn what_waits_is_asked_for_in_the_words_of_the_indexes() {
        for (pending, words) in [
            (PendingDecision::Arrivals, "\"outcome\" IN ('conflict', 'review')"),
            (PendingDecision::Arrivals, "\"settled_at\" IS NULL"),
            (PendingDecision::WalkIns, "\"outcome\" = 'pending'"),
            (PendingDecision::Requests, "\"state\" = 'open'"),
        ] {
            let rows = pending.rows().column(Asterisk).to_owned();
            for (sql, values) in [rows.build(SqliteQueryBuilder), rows.build(PostgresQueryBuilder)]
            {
                assert!(sql.contains(words), "{sql}");
                assert!(values.0.is_empty(), "{sql}");
            }
        }
    }
}
