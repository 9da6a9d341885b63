//! Whose contacts a coordination or an entity may fill when it brings people (R77, R80).

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr};

use cohorts_model::entity::cohort::{self, Stage as CohortStage};
use people_model::bringing::Bringer;
use people_model::entity::{person, post};
use sign_in_model::actor::{Actor, Author};
use territory_model::entity::entity::EntityId;

use crate::entity::enrolment::{self, Stage};
use crate::persons::policy::{alone, places_elsewhere};

/// A coordination answers for the records that are its units' alone, and for what somebody only said of
/// themselves as long as they take part in no cohort of others that has begun. The administration answers
/// for all. `today` says which roles hold.
///
/// # Errors
/// Those of the database.
pub async fn by_coordination<'a>(
    db: &impl ConnectionTrait,
    by: &'a Author,
    today: NaiveDate,
) -> Result<Bringer<'a>, DbErr> {
    let Some(account) = by.account else { return Ok(Bringer::of_all(by)) };
    let Some(actor) = Actor::load(db, account, today).await? else {
        return Ok(Bringer::of(by, nobody(), &[]));
    };
    if actor.is_administrator() {
        return Ok(Bringer::of_all(by));
    }
    let units = actor.units();
    let declared = Condition::all()
        .add(person::Column::IsSelfDeclared.eq(true))
        .add(begun_elsewhere(&units).not());
    Ok(Bringer::of(by, Condition::any().add(alone(&actor)).add(declared), &units))
}

/// An entity says what its servants are (R77): it answers for what somebody only said of themselves, who
/// works nowhere else and takes part in nothing that has begun. Other records it asks for.
pub fn by_entity(by: &Author, entity: EntityId) -> Bringer<'_> {
    let elsewhere = Query::select()
        .expr(Expr::val(1))
        .from(post::Entity)
        .and_where(
            Expr::col((post::Entity, post::Column::PersonId))
                .equals((person::Entity, person::Column::Id)),
        )
        .and_where(Expr::col((post::Entity, post::Column::EntityId)).ne(entity))
        .to_owned();
    let rows = Condition::all()
        .add(person::Column::IsSelfDeclared.eq(true))
        .add(Expr::exists(elsewhere).not())
        .add(begun_elsewhere(&[]).not());
    Bringer::of(by, rows, &[])
}

/// Rows of `person` with a seat in a cohort of other units that has begun: those units know who came.
fn begun_elsewhere(units: &[&str]) -> Expr {
    let begun = [CohortStage::Running, CohortStage::Closed];
    let mut seats = places_elsewhere(units);
    seats
        .and_where(Expr::col((enrolment::Entity, enrolment::Column::Stage)).eq(Stage::Confirmed))
        .and_where(cohort::Column::Stage.is_in(begun));
    Expr::exists(seats)
}

fn nobody() -> Condition {
    Condition::all().add(Expr::cust("1 = 0"))
}
