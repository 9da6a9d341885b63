//! Who says what a municipality needs, who decides about it, and which needs an actor sees (R60).

use sea_orm::sea_query::{Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::policy::{CohortFacts, CohortTable, runs};
use indicators_model as indicators;
use sign_in_model::actor::{Actor, Role};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};
use territory_model::entity::municipality;
use territory_model::queries::served_by;

use super::entity::need::{self, NeedId};

permit!(
    /// Says what a municipality needs.
    StateNeed { municipality: String }
);
permit!(
    /// Matches a need with a cohort, or gives its people back.
    MatchNeed { need: NeedId, cohort: CohortId }
);
permit!(
    /// Says no, with a reason.
    RefuseNeed { need: NeedId }
);

/// The roles that say what municipalities need.
pub const STATERS: [Role; 4] =
    [Role::NationalAdministrator, Role::Coordinator, Role::Gobernacion, Role::FocalPoint];

/// The roles that read what became of what was said, each where it answers.
pub const READERS: [Role; 5] = [
    Role::NationalAdministrator,
    Role::Coordinator,
    Role::Director,
    Role::Gobernacion,
    Role::FocalPoint,
];

/// The roles that decide.
pub const DECIDERS: [Role; 2] = [Role::NationalAdministrator, Role::Coordinator];

/// Rows of `municipality` that the actor reads the needs of: those that they answer for, and those of the
/// public bodies whose focal point they are. With [`STATERS`] alone, those that they speak for.
pub fn places(actor: &Actor) -> Condition {
    let own = indicators::policy::scope(actor);
    let entities = actor.entities();
    if actor.is_administrator() || entities.is_empty() {
        return own;
    }
    let of_entities = indicators::policy::municipalities_of(&entities, None);
    Condition::any().add(own).add(municipality::Column::Code.in_subquery(of_entities))
}

/// The codes of [`places`].
pub fn codes(actor: &Actor) -> SelectStatement {
    Query::select()
        .column(municipality::Column::Code)
        .from(municipality::Entity)
        .cond_where(places(actor))
        .to_owned()
}

/// Rows of `need` that the actor sees.
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    Condition::all().add(need::Column::MunicipalityCode.in_subquery(codes(actor)))
}

/// Whether a row of `need` is the actor's to decide: an administrator's all, a coordinator's those of
/// municipalities that their unit serves.
pub fn decided_by(actor: &Actor) -> SimpleExpr {
    if actor.is_administrator() {
        return SimpleExpr::from(true);
    }
    let units = actor.units();
    if units.is_empty() {
        return SimpleExpr::from(false);
    }
    need::Column::MunicipalityCode.in_subquery(served_by(&units))
}

/// The facts of a need that policies read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeedFacts {
    pub id: NeedId,
    /// What [`decided_by`] says of its row.
    pub is_decided_by_actor: bool,
}

/// The caller has found the municipality within [`places`] of the roles that state.
pub fn may_state(actor: &Actor, municipality: &str) -> Result<StateNeed, Denial> {
    let states = actor.has_any(&STATERS);
    StateNeed::when(states, actor.by(), municipality.to_owned())
}

fn decides(actor: &Actor, need: NeedFacts) -> bool {
    need.is_decided_by_actor && actor.has_any(&DECIDERS)
}

/// The actor must decide the need and run the cohort.
pub fn may_match(
    actor: &Actor,
    need: NeedFacts,
    cohort: &CohortFacts,
) -> Result<MatchNeed, Denial> {
    let matches = decides(actor, need) && runs(actor, cohort);
    MatchNeed::when(matches, actor.by(), need.id, cohort.id)
}

pub fn may_refuse(actor: &Actor, need: NeedFacts) -> Result<RefuseNeed, Denial> {
    RefuseNeed::when(decides(actor, need), actor.by(), need.id)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    let need = NeedFacts { id: NeedId(1), is_decided_by_actor: true };
    CohortTable::of("needs")
        .row("leer las necesidades de su territorio", |actor, _| actor.has_any(&READERS))
        .row("registrar una necesidad de su territorio", |actor, _| may_state(actor, "50325"))
        .row("asignar una necesidad a una cohorte", |actor, access| {
            may_match(actor, need, &access.cohort)
        })
        .row("rechazar una necesidad", |actor, _| may_refuse(actor, need))
        .rows()
}
