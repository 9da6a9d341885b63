//! Who imports people, and whose imports an actor sees (R60).

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::policy::{CohortTable, runs};
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

use super::entity::import::{self, ImportId};
use crate::entity::enrolment::Origin;
use crate::policy::{self as enrolment, Add, sample_cohort};
use crate::rules::EnrolmentWindow;

permit!(
    /// A file of people may be sent for a cohort.
    Upload { cohort: CohortId }
);
permit!(
    /// An import may take its next step: its columns, its writing, its end.
    Step { import: ImportId, cohort: CohortId }
);

/// Grants an upload to an actor who may add people to the cohort one by one.
pub fn may_upload(actor: &Actor, cohort: &cohort::Model) -> Result<Upload, Denial> {
    Upload::when(runs(actor, &cohort.into()), actor.by(), cohort.id)
}

/// The same people take each other's imports further: who sent a file may be on leave.
pub fn may_step(
    actor: &Actor,
    cohort: &cohort::Model,
    import: &import::Model,
) -> Result<Step, Denial> {
    let steps = import.cohort_id == cohort.id && runs(actor, &cohort.into());
    Step::when(steps, actor.by(), import.id, cohort.id)
}

/// Grants a worker to write: the permission is asked again of the account that ordered it, which
/// may have lost it since.
pub fn may_write(actor: &Actor, cohort: &cohort::Model) -> Result<Add, Denial> {
    enrolment::may_add(actor, cohort)
}

/// Rows of `enrolment_import` that the actor sees: those of the cohorts that they run.
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let run = cohort::Entity::find()
        .select_only()
        .column(cohort::Column::Id)
        .filter(cohort::Column::UnitCode.is_in(actor.units()))
        .into_query();
    Condition::all().add(import::Column::CohortId.in_subquery(run))
}

/// The printed table: at each stage of the cohort, asked of one actor of each role.
pub fn permissions() -> Vec<Permission> {
    CohortTable::of("enrolment")
        .stages("importar personas", |actor, facts| {
            let cohort = sample_cohort(&facts.unit, facts.stage);
            let window = EnrolmentWindow::of(&cohort);
            window.may_enrol(Origin::Coordinator, cohort.starts_on).is_ok()
                && may_upload(actor, &cohort).is_ok()
        })
        .rows()
}
