//! What waits for a coordination's decision, said once for every page that lists or counts it.
//!
//! The values are written into the statements and not bound: the partial indexes of these few rows
//! among very many serve only a condition that the database can read before it has the values.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ActiveEnum, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::{self, SessionId};
use enrolment_model::entity::enrolment;
use platform::db::scalar;

use super::entity::{attendance_summary, walk_in};
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

    /// The field of [`PendingCounts`].
    fn name(self) -> &'static str {
        match self {
            Self::Arrivals => "arrivals",
            Self::WalkIns => "walk_ins",
            Self::Requests => "requests",
        }
    }

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

    /// When each of its rows was written.
    pub fn at(self) -> Expr {
        match self {
            Self::Arrivals => Expr::col((field_arrival::Entity, field_arrival::Column::ArrivedAt)),
            Self::WalkIns => Expr::col((walk_in::Entity, walk_in::Column::ArrivedAt)),
            Self::Requests => {
                Expr::col((attendance_request::Entity, attendance_request::Column::AskedAt))
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

/// How much of a cohort's attendance waits for a decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct PendingCounts {
    pub arrivals: i64,
    pub walk_ins: i64,
    pub requests: i64,
    /// Excuses that were granted and become marks with a list that nobody finished.
    pub excuses: i64,
}

impl PendingCounts {
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// Returns what waits in a cohort. One statement.
///
/// # Errors
/// The database's.
pub async fn of_cohort(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<PendingCounts, DbErr> {
    counts(db, session::Column::CohortId, cohort.0).await
}

/// Returns how much of a session waits: conflicts, reviews and walk-ins. One statement.
pub async fn of_session(db: &impl ConnectionTrait, session: SessionId) -> Result<i64, DbErr> {
    let found = counts(db, session::Column::Id, session.0).await?;
    Ok(found.arrivals + found.walk_ins)
}

async fn counts(
    db: &impl ConnectionTrait,
    column: session::Column,
    id: i64,
) -> Result<PendingCounts, DbErr> {
    let count = |mut rows: SelectStatement| {
        rows.expr(Expr::cust("count(*)")).and_where(Expr::col((session::Entity, column)).eq(id));
        scalar(rows)
    };
    let mut counts = Query::select();
    for (pending, name) in PendingDecision::ALL.map(|one| (one, one.name())) {
        counts.expr_as(count(pending.rows()), Alias::new(name));
    }
    counts.expr_as(count(unlisted_excuses()), Alias::new("excuses"));
    let found = db.query_one(&counts).await?;
    found.map_or(Ok(PendingCounts::default()), |row| PendingCounts::from_query_result(&row, ""))
}

/// Selects the excuses that were granted and are still no mark, of sessions whose list somebody began and
/// nobody finished.
fn unlisted_excuses() -> SelectStatement {
    use attendance_request::{Column, Entity, Kind, State};
    let request = |column: Column| Expr::col((Entity, column));
    let place = |column: enrolment::Column| Expr::col((enrolment::Entity, column));
    let summary = |column| Expr::col((attendance_summary::Entity, column));
    let marked = Query::select()
        .expr(Expr::val(1))
        .from(attendance_summary::Entity)
        .and_where(
            summary(attendance_summary::Column::SessionId).equals((Entity, Column::SessionId)),
        )
        .and_where(
            summary(attendance_summary::Column::EnrolmentId).equals((Entity, Column::EnrolmentId)),
        )
        .to_owned();
    Query::select()
        .from(Entity)
        .inner_join(
            session::Entity,
            request(Column::SessionId).equals((session::Entity, session::Column::Id)),
        )
        .inner_join(
            enrolment::Entity,
            request(Column::EnrolmentId).equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(Expr::col((session::Entity, session::Column::Stage)).eq(session::Stage::Held))
        .and_where(place(enrolment::Column::Stage).eq(enrolment::Stage::Confirmed))
        .and_where(request(Column::Kind).eq(Kind::Excuse))
        .and_where(request(Column::State).eq(State::Granted))
        .and_where(request(Column::MarkId).is_null())
        .and_where(Expr::exists(marked).not())
        .to_owned()
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
