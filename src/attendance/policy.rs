//! Who may take, correct, close and read attendance.

use crate::cohorts::entity::cohort::{self, CohortId};
use crate::cohorts::entity::session::{self, SessionId};
use crate::cohorts::labels;
use crate::cohorts::policy::{CohortFacts, cast, roles, runs};
use crate::people::policy::sees_documents;
use crate::permit;
use crate::sign_in::actor::{Actor, Role};
use crate::sign_in::permits::{Denied, Permission};

/// What policies of marks and grades need to know about a cohort; found only within the
/// actor's scope ([`super::queries::cohort_head`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    pub cohort: CohortFacts,
    /// A session of it is the actor's.
    pub teaches: bool,
}

permit!(
    /// Writes marks of one session.
    Take { cohort: CohortId, session: SessionId, may_correct_closed: bool }
);
permit!(
    /// Closes one session's roll-call.
    Close { cohort: CohortId, session: SessionId }
);

/// How much of a list an actor reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Documents are masked.
    pub masked: bool,
}

/// Coordinators of the unit and administrators, and facilitators of the cohort.
pub fn works_on(actor: &Actor, ground: &Ground) -> bool {
    runs(actor, &ground.cohort) || teaches(actor, ground)
}

fn teaches(actor: &Actor, ground: &Ground) -> bool {
    ground.teaches && actor.has(Role::Facilitator)
}

/// Facilitators write while the session is open; after that only coordination corrects (R40).
pub fn may_take(
    actor: &Actor,
    ground: &Ground,
    session: SessionId,
    stage: session::Stage,
) -> Result<Take, Denied> {
    let coordinates = runs(actor, &ground.cohort);
    let open = stage != session::Stage::Closed;
    if coordinates || (open && teaches(actor, ground)) {
        Ok(Take::grant(actor.by(), ground.cohort.id, session, coordinates))
    } else {
        Err(Denied)
    }
}

pub fn may_close(actor: &Actor, ground: &Ground, session: SessionId) -> Result<Close, Denied> {
    if works_on(actor, ground) {
        Ok(Close::grant(actor.by(), ground.cohort.id, session))
    } else {
        Err(Denied)
    }
}

/// Who works on the cohort reads it, and a gobernación what is counted for its department;
/// whose documents are whole is one rule for every page ([`sees_documents`]).
pub fn may_see(actor: &Actor, ground: &Ground) -> Result<Sight, Denied> {
    if works_on(actor, ground) || actor.has(Role::Gobernacion) {
        Ok(Sight { masked: !sees_documents(actor) })
    } else {
        Err(Denied)
    }
}

/// A cohort of one unit as an actor of the cast meets it: facilitators teach in it.
pub fn sample_ground(unit: &str, stage: cohort::Stage, actor: &Actor) -> Ground {
    Ground {
        cohort: CohortFacts { id: CohortId(1), unit: unit.to_owned(), stage },
        teaches: actor.has(Role::Facilitator),
    }
}

/// The printed table, by asking the functions above for one actor of each role.
pub fn permissions() -> Vec<Permission> {
    const UNIT: &str = "MET";
    let cast = cast(UNIT);
    let row = |action, stage: &str, passes: &dyn Fn(&Actor, &Ground) -> bool| Permission {
        capability: "attendance",
        action,
        stage: stage.to_owned(),
        roles: roles(&cast, |actor| {
            passes(actor, &sample_ground(UNIT, cohort::Stage::Running, actor))
        }),
    };
    let mut table = Vec::new();
    for stage in [session::Stage::Planned, session::Stage::Held, session::Stage::Closed] {
        table.push(row(
            "registrar asistencia (sesión)",
            labels::session_stage(stage),
            &|actor, ground| may_take(actor, ground, SessionId(1), stage).is_ok(),
        ));
    }
    table.push(row(
        "cerrar una sesión",
        labels::session_stage(session::Stage::Held),
        &|actor, ground| may_close(actor, ground, SessionId(1)).is_ok(),
    ));
    table.push(row("ver la asistencia con documentos", "—", &|actor, ground| {
        may_see(actor, ground).is_ok_and(|sight| !sight.masked)
    }));
    table.push(row("ver la asistencia sin documentos", "—", &|actor, ground| {
        may_see(actor, ground).is_ok_and(|sight| sight.masked)
    }));
    table.extend(super::field::policy::permissions());
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_coordination_corrects_a_closed_session() {
        for (role, actor) in cast("MET") {
            let ground = sample_ground("MET", cohort::Stage::Running, &actor);
            let takes = |stage| may_take(&actor, &ground, SessionId(1), stage).is_ok();
            let runs = matches!(role, Role::NationalAdministrator | Role::Coordinator);
            let works = runs || role == Role::Facilitator;
            assert_eq!(takes(session::Stage::Planned), works, "{role:?}");
            assert_eq!(takes(session::Stage::Held), works, "{role:?}");
            assert_eq!(takes(session::Stage::Closed), runs, "{role:?}");
        }
    }

    #[test]
    fn a_facilitator_who_does_not_teach_here_writes_and_reads_nothing() {
        let (_, actor) = cast("MET")
            .into_iter()
            .find(|(role, _)| *role == Role::Facilitator)
            .expect("in the cast");
        let ground =
            Ground { teaches: false, ..sample_ground("MET", cohort::Stage::Running, &actor) };
        assert!(may_take(&actor, &ground, SessionId(1), session::Stage::Held).is_err());
        assert!(may_see(&actor, &ground).is_err());
    }

    #[test]
    fn only_coordination_reads_whole_documents_and_a_focal_point_nothing() {
        for (role, actor) in cast("MET") {
            let ground = sample_ground("MET", cohort::Stage::Running, &actor);
            let sight = may_see(&actor, &ground);
            match role {
                Role::Gobernacion | Role::Facilitator => {
                    assert_eq!(sight, Ok(Sight { masked: true }))
                }
                Role::FocalPoint | Role::Participant => assert!(sight.is_err()),
                _ => assert_eq!(sight, Ok(Sight { masked: false })),
            }
        }
    }
}
