//! Who may do what with cohorts, and which cohorts an actor sees (R60).

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, Condition};

use sign_in_model::actor::{Actor, Role};
use sign_in_model::entity::account::AccountId;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable, SAMPLE_UNIT, Verdict};
use territory_model::entity::{entity, municipality};
use territory_model::queries::served_by;

use super::entity::cohort::{self, CohortId, Stage};
use super::entity::cohort_municipality;
use super::entity::session::{self, SessionId};
use super::entity::venue;
use super::rules;

permit!(/// To make a cohort owned by a territorial unit.
    CreateCohort { unit: String });
permit!(/// To change a cohort's data and add sessions to it.
    EditCohort { cohort: CohortId });
permit!(/// To change or cancel one of its sessions.
    EditSession { session: SessionId });
permit!(/// To put a draft in the catalogue.
    PublishCohort { cohort: CohortId });
permit!(/// To say that it will run.
    ConfirmCohort { cohort: CohortId });
permit!(/// To begin it.
    StartCohort { cohort: CohortId });
permit!(/// To end it.
    CloseCohort { cohort: CohortId });
permit!(/// To keep its pattern for its unit.
    SaveTemplate { cohort: CohortId, unit: String });
permit!(/// To call it off.
    CancelCohort { cohort: CohortId });

permit!(/// To write down a venue of a municipality that the actor's unit serves.
    KeepVenue { municipality: String });

/// The facts about a cohort that its policies need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortFacts {
    pub id: CohortId,
    pub unit: String,
    pub stage: Stage,
}

impl From<&cohort::Model> for CohortFacts {
    fn from(cohort: &cohort::Model) -> Self {
        Self { id: cohort.id, unit: cohort.unit_code.clone(), stage: cohort.stage }
    }
}

/// The facts that the policies of marks and grades need. Queries find them only within the actor's
/// scope ([`super::queries::cohort_head`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortAccess {
    pub cohort: CohortFacts,
    /// A session of it is the actor's.
    pub teaches: bool,
}

/// The roles that create and change cohorts.
pub const RUNNERS: [Role; 2] = [Role::NationalAdministrator, Role::Coordinator];

/// The roles that see pages about cohorts. Participants read the catalogue and their own enrolments
/// instead.
pub const READERS: [Role; 6] = [
    Role::NationalAdministrator,
    Role::Coordinator,
    Role::Director,
    Role::Facilitator,
    Role::Gobernacion,
    Role::FocalPoint,
];

/// Whether the cohort is the actor's to run: the unit's coordinator or an administrator.
/// Later capabilities build on it (rosters, marks, certificates).
pub fn runs(actor: &Actor, cohort: &CohortFacts) -> bool {
    actor.coordinates(&cohort.unit)
}

/// Whether documents are masked in the lists of a cohort: they are whole for those who run it.
pub fn masks(actor: &Actor, cohort: &CohortFacts) -> bool {
    !runs(actor, cohort)
}

/// The same as a question: the cohorts that are the actor's to run.
pub fn run_scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    Condition::all().add(cohort::Column::UnitCode.is_in(actor.units()))
}

pub fn may_create(actor: &Actor, unit: &str) -> Result<CreateCohort, Denial> {
    CreateCohort::when(actor.coordinates(unit), actor.by(), unit.to_owned())
}

pub fn may_edit(actor: &Actor, cohort: &CohortFacts) -> Result<EditCohort, Denial> {
    EditCohort::when(runs(actor, cohort), actor.by(), cohort.id)
}

pub fn may_edit_session(
    actor: &Actor,
    cohort: &CohortFacts,
    session: SessionId,
) -> Result<EditSession, Denial> {
    EditSession::when(runs(actor, cohort), actor.by(), session)
}

pub fn may_publish(actor: &Actor, cohort: &CohortFacts) -> Result<PublishCohort, Denial> {
    PublishCohort::when(runs(actor, cohort), actor.by(), cohort.id)
}

pub fn may_confirm(actor: &Actor, cohort: &CohortFacts) -> Result<ConfirmCohort, Denial> {
    ConfirmCohort::when(runs(actor, cohort), actor.by(), cohort.id)
}

pub fn may_start(actor: &Actor, cohort: &CohortFacts) -> Result<StartCohort, Denial> {
    StartCohort::when(runs(actor, cohort), actor.by(), cohort.id)
}

pub fn may_close(actor: &Actor, cohort: &CohortFacts) -> Result<CloseCohort, Denial> {
    CloseCohort::when(runs(actor, cohort), actor.by(), cohort.id)
}

pub fn may_save_template(actor: &Actor, cohort: &CohortFacts) -> Result<SaveTemplate, Denial> {
    SaveTemplate::when(runs(actor, cohort), actor.by(), cohort.id, cohort.unit.clone())
}

pub fn may_cancel(actor: &Actor, cohort: &CohortFacts) -> Result<CancelCohort, Denial> {
    CancelCohort::when(runs(actor, cohort), actor.by(), cohort.id)
}

/// The coordination of the unit that serves a municipality keeps its venues.
pub fn may_keep_venue(actor: &Actor, unit: &str, municipality: &str) -> Result<KeepVenue, Denial> {
    KeepVenue::when(actor.coordinates(unit), actor.by(), municipality.to_owned())
}

/// The venues that an actor keeps: those of the municipalities that their units serve.
pub fn venue_scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let units = actor.units();
    Condition::all().add(venue::Column::MunicipalityCode.in_subquery(served_by(&units)))
}

/// The stages at which a role sees its own cohorts; [`scope`] says which are its own.
fn stages_seen(role: Role) -> Vec<Stage> {
    let seen = |stage: &Stage| match role {
        Role::NationalAdministrator | Role::Coordinator | Role::Facilitator => true,
        Role::Director | Role::Gobernacion | Role::FocalPoint => rules::is_public(*stage),
        // Participants read the public page and their own enrolments.
        Role::Participant => false,
    };
    Stage::ALL.into_iter().filter(seen).collect()
}

/// Which cohorts an actor sees: all; those of the units coordinated; the published ones of the units
/// directed; those with a session of theirs; the published ones of the department or of the entity's
/// municipality. Everything else looks absent.
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let mut any = Condition::any().add(Expr::cust("1 = 0"));
    let units = actor.units();
    if !units.is_empty() {
        any = any.add(at(Role::Coordinator).add(cohort::Column::UnitCode.is_in(units)));
    }
    if !actor.directed().is_empty() {
        any = any.add(directed_scope(actor));
    }
    if actor.has(Role::Facilitator) {
        any = any.add(at(Role::Facilitator).add(taught_by(actor.account)));
    }
    let departments = actor.departments();
    if !departments.is_empty() {
        let reached = Query::select()
            .column((cohort_municipality::Entity, cohort_municipality::Column::CohortId))
            .from(cohort_municipality::Entity)
            .inner_join(
                municipality::Entity,
                Expr::col((municipality::Entity, municipality::Column::Code)).equals((
                    cohort_municipality::Entity,
                    cohort_municipality::Column::MunicipalityCode,
                )),
            )
            .and_where(municipality::Column::DepartmentCode.is_in(departments))
            .to_owned();
        any = any.add(at(Role::Gobernacion).add(cohort::Column::Id.in_subquery(reached)));
    }
    let entities = actor.entities();
    if !entities.is_empty() {
        let reached = Query::select()
            .column((cohort_municipality::Entity, cohort_municipality::Column::CohortId))
            .from(cohort_municipality::Entity)
            .inner_join(
                entity::Entity,
                Expr::col((entity::Entity, entity::Column::MunicipalityCode)).equals((
                    cohort_municipality::Entity,
                    cohort_municipality::Column::MunicipalityCode,
                )),
            )
            .and_where(entity::Column::Id.is_in(entities))
            .to_owned();
        any = any.add(at(Role::FocalPoint).add(cohort::Column::Id.in_subquery(reached)));
    }
    any
}

/// The published cohorts of the units that the actor directs.
pub fn directed_scope(actor: &Actor) -> Condition {
    at(Role::Director).add(cohort::Column::UnitCode.is_in(actor.directed()))
}

/// The cohorts whose people the actor sees by their unit: those that they run, and the published ones of
/// the units that they direct.
pub fn unit_scope(actor: &Actor) -> Condition {
    let run = run_scope(actor);
    if actor.is_administrator() || actor.directed().is_empty() {
        return run;
    }
    Condition::any().add(run).add(directed_scope(actor))
}

/// The cohorts at a stage that the role sees.
fn at(role: Role) -> Condition {
    let stages = stages_seen(role);
    if stages.len() == Stage::ALL.len() {
        return Condition::all();
    }
    Condition::all().add(cohort::Column::Stage.is_in(stages))
}

/// Cohorts in which the account teaches a session that was not cancelled.
pub fn taught_by(account: AccountId) -> Condition {
    let taught = Query::select()
        .column(session::Column::CohortId)
        .from(session::Entity)
        .and_where(session::Column::FacilitatorAccountId.eq(account))
        .and_where(session::Column::Stage.ne(session::Stage::Cancelled))
        .to_owned();
    Condition::all().add(cohort::Column::Id.in_subquery(taught))
}

/// Coordinators of the unit and administrators, and facilitators of the cohort.
pub fn works_on(actor: &Actor, access: &CohortAccess) -> bool {
    runs(actor, &access.cohort) || teaches(actor, access)
}

/// Whether the actor reads of a cohort that they see what happens in it, without documents and without
/// working on it: a gobernación, and whoever directs its unit.
pub fn follows(actor: &Actor, cohort: &CohortFacts) -> bool {
    actor.has(Role::Gobernacion) || actor.directed().contains(&cohort.unit.as_str())
}

/// Facilitators of the cohort.
pub fn teaches(actor: &Actor, access: &CohortAccess) -> bool {
    access.teaches && actor.has(Role::Facilitator)
}

fn sample_facts(stage: Stage) -> CohortFacts {
    CohortFacts { id: CohortId(1), unit: SAMPLE_UNIT.to_owned(), stage }
}

/// A running cohort of the sample unit as an actor of the cast meets it: facilitators teach in it.
pub fn sample_access(actor: &Actor) -> CohortAccess {
    CohortAccess { cohort: sample_facts(Stage::Running), teaches: actor.has(Role::Facilitator) }
}

/// The rows of a capability in the printed table that are about a cohort of one unit.
pub struct CohortTable(PermissionTable);

impl CohortTable {
    pub fn of(capability: &'static str) -> Self {
        Self(PermissionTable::of(capability))
    }

    /// Adds a row about a cohort whose stage decides nothing.
    pub fn row<V: Verdict>(
        self,
        action: &'static str,
        asks: impl Fn(&Actor, &CohortAccess) -> V,
    ) -> Self {
        self.at("—", action, asks)
    }

    /// Adds a row about something in such a cohort, at a stage of its own.
    pub fn at<V: Verdict>(
        self,
        stage: &str,
        action: &'static str,
        asks: impl Fn(&Actor, &CohortAccess) -> V,
    ) -> Self {
        Self(self.0.at(stage, action, |actor| asks(actor, &sample_access(actor))))
    }

    /// Adds a row for each stage of the cohort.
    pub fn stages<V: Verdict>(
        self,
        action: &'static str,
        asks: impl Fn(&Actor, &CohortFacts) -> V,
    ) -> Self {
        let at = |table: PermissionTable, stage| {
            let cohort = sample_facts(stage);
            table.at(stage.label(), action, |actor| asks(actor, &cohort))
        };
        Self(Stage::ALL.into_iter().fold(self.0, at))
    }

    pub fn rows(self) -> Vec<Permission> {
        self.0.rows()
    }
}

/// The printed table: each action, at each stage, asked of one actor of each role.
pub fn permissions() -> Vec<Permission> {
    CohortTable::of("cohorts")
        .row("crear una cohorte de su unidad", |actor, access| {
            may_create(actor, &access.cohort.unit)
        })
        .row("guardar las sedes de los municipios de su unidad", |actor, access| {
            may_keep_venue(actor, &access.cohort.unit, "50325")
        })
        .row("ver la historia de la cohorte", works_on)
        .stages("ver la cohorte (dentro de su alcance)", |actor, cohort| {
            actor.grants.iter().any(|g| stages_seen(g.role).contains(&cohort.stage))
        })
        .stages("cambiar los datos", |actor, cohort| {
            may_edit(actor, cohort).is_ok() && rules::editable(cohort.stage).is_ok()
        })
        .stages("programar y cancelar sesiones", |actor, cohort| {
            may_edit_session(actor, cohort, SessionId(1)).is_ok()
                && rules::editable(cohort.stage).is_ok()
        })
        .stages("guardar como plantilla", may_save_template)
        .stages("publicar", |actor, cohort| {
            may_publish(actor, cohort).is_ok() && rules::leads_to(cohort.stage, Stage::Tentative)
        })
        .stages("confirmar", |actor, cohort| {
            may_confirm(actor, cohort).is_ok() && rules::leads_to(cohort.stage, Stage::Confirmed)
        })
        .stages("iniciar", |actor, cohort| {
            may_start(actor, cohort).is_ok() && rules::leads_to(cohort.stage, Stage::Running)
        })
        .stages("cerrar", |actor, cohort| {
            may_close(actor, cohort).is_ok() && rules::leads_to(cohort.stage, Stage::Closed)
        })
        .stages("cancelar", |actor, cohort| {
            may_cancel(actor, cohort).is_ok() && rules::leads_to(cohort.stage, Stage::Cancelled)
        })
        .rows()
}

#[cfg(test)]
mod tests {
    use sign_in_model::permits::cast;

    use super::*;

    #[test]
    fn only_the_units_own_coordination_and_administrators_run_a_cohort() {
        let cohort = CohortFacts { id: CohortId(1), unit: "MET".into(), stage: Stage::Draft };
        for (role, actor) in cast("MET") {
            let runs = matches!(role, Role::NationalAdministrator | Role::Coordinator);
            assert_eq!(may_edit(&actor, &cohort).is_ok(), runs, "{role:?}");
            assert_eq!(may_create(&actor, "MET").is_ok(), runs, "{role:?}");
        }
        for (role, actor) in cast("HUI") {
            let runs = role == Role::NationalAdministrator;
            assert_eq!(may_cancel(&actor, &cohort).is_ok(), runs, "{role:?}");
        }
    }

    #[test]
    fn the_printed_table_has_every_stage_of_every_action() {
        let table = permissions();
        assert_eq!(table.len(), 3 + 9 * 6);
        let closed: Vec<_> = table
            .iter()
            .filter(|row| row.stage == "Cerrada")
            .filter(|row| !["ver", "guardar"].iter().any(|word| row.action.starts_with(word)))
            .collect();
        assert!(closed.iter().all(|row| row.roles.is_empty()));
    }
}
