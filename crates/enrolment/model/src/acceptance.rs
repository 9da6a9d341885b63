//! Which places their person knows of and keeps (R80). A coordination may give a place to anybody whose
//! document it has. Until the person accepts it, and some time after they left it, such a place shows
//! nothing of them but what was typed: no contacts, no posts, no story of other units.
//!
//! A person accepts by asking for the place, by taking the seat, by saying so on their own page, by coming
//! to a session where somebody else than who gave the place saw them. Accepted from the beginning is the first place of a person, because whoever gave it
//! brought their data.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{
    CaseStatement, Expr, ExprTrait, Keyword, Query, SelectStatement, SimpleExpr,
};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

use people_model::entity::{person, post};
use sign_in_model::entity::account::{self, AccountId};

use super::entity::enrolment::{self, EnrolmentId};
use super::entity::enrolment_event;
use super::entity::superseded_attribution;

/// How long a place that was given back still shows its person.
pub const AFTER_WITHDRAWAL: TimeDelta = TimeDelta::days(30);

/// Rows of `enrolment` that their person accepted.
pub fn accepted() -> SimpleExpr {
    enrolment::Column::AcceptedAt.is_not_null()
}

/// A contact of the person of an enrolment, for a query that joins both: empty until the place is
/// accepted.
pub fn contact(column: person::Column) -> SimpleExpr {
    let of_accepted = CaseStatement::new().case(accepted(), Expr::col((person::Entity, column)));
    Expr::Case(Box::new(of_accepted.finally(Keyword::Null)))
}

/// Rows of `enrolment` that show their person to whoever sees the row.
pub fn shows_person(now: DateTime<Utc>) -> Condition {
    let present = enrolment::Column::WithdrawnAt
        .is_null()
        .or(enrolment::Column::WithdrawnAt.gt(now - AFTER_WITHDRAWAL));
    Condition::all().add(accepted()).add(present)
}

/// Rows of `post` that did not come with a place which nobody accepted, and that no such place had before:
/// whoever typed such a post does not see the person by it.
pub fn posts_of_accepted() -> Condition {
    let open = Query::select()
        .expr(Expr::val(1))
        .from(enrolment::Entity)
        .and_where(
            Expr::col((enrolment::Entity, enrolment::Column::PostId))
                .equals((post::Entity, post::Column::Id)),
        )
        .and_where(accepted().not())
        .to_owned();
    let before = Query::select()
        .expr(Expr::val(1))
        .from(superseded_attribution::Entity)
        .inner_join(
            enrolment::Entity,
            Expr::col((enrolment::Entity, enrolment::Column::Id)).equals((
                superseded_attribution::Entity,
                superseded_attribution::Column::EnrolmentId,
            )),
        )
        .and_where(
            Expr::col((superseded_attribution::Entity, superseded_attribution::Column::PostId))
                .equals((post::Entity, post::Column::Id)),
        )
        .and_where(accepted().not())
        .to_owned();
    Condition::all().add(Expr::exists(open).not()).add(Expr::exists(before).not())
}

/// The events by which an account moved the place of another person.
fn given_by(by: Option<AccountId>) -> SelectStatement {
    let own = Query::select()
        .column(account::Column::PersonId)
        .from(account::Entity)
        .and_where(Expr::col((account::Entity, account::Column::Id)).eq(by))
        .and_where(Expr::col((account::Entity, account::Column::PersonId)).is_not_null())
        .to_owned();
    Query::select()
        .expr(Expr::val(1))
        .from(enrolment_event::Entity)
        .and_where(
            Expr::col((enrolment_event::Entity, enrolment_event::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(enrolment_event::Column::ActorAccountId.eq(by))
        .and_where(Expr::col((enrolment::Entity, enrolment::Column::PersonId)).not_in_subquery(own))
        .to_owned()
}

/// Notes that the people of these places accept them: they said so themselves, or `by` saw them come.
/// Whoever gave the place does not accept it for them. One statement; earlier acceptances stay.
pub async fn accept_places(
    tx: &DatabaseTransaction,
    places: impl IntoIterator<Item = EnrolmentId>,
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let places: Vec<EnrolmentId> = places.into_iter().collect();
    if places.is_empty() {
        return Ok(());
    }
    enrolment::Entity::update_many()
        .col_expr(enrolment::Column::AcceptedAt, Expr::value(now))
        .filter(enrolment::Column::Id.is_in(places))
        .filter(enrolment::Column::AcceptedAt.is_null())
        .filter(Expr::exists(given_by(by)).not())
        .exec(tx)
        .await?;
    Ok(())
}
