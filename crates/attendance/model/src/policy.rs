//! Who may take, correct, close and read attendance.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::policy::{CohortAccess, CohortTable, follows, masks, runs, teaches, works_on};
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

permit!(
    /// Writes marks of one session.
    Take { cohort: CohortId, session: SessionId, may_correct_closed: bool }
);
permit!(
    /// Closes one session's roll-call.
    Close { cohort: CohortId, session: SessionId }
);

permit!(
    /// Opens the attendance of a closed cohort again, and closes it before its time.
    ReopenAttendance { cohort: CohortId }
);
permit!(
    /// Says since when people count in a cohort, and where they were before.
    CountFrom { cohort: CohortId }
);
permit!(
    /// Opens a finished list again.
    ReopenList { cohort: CohortId, session: SessionId }
);

/// How much of a list an actor reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Documents are masked.
    pub masked: bool,
}

/// Facilitators write while the session is open; after that only coordination corrects (R40).
pub fn may_take(
    actor: &Actor,
    access: &CohortAccess,
    session: SessionId,
    stage: session::Stage,
) -> Result<Take, Denial> {
    let coordinates = runs(actor, &access.cohort);
    let open = stage != session::Stage::Closed;
    let takes = coordinates || (open && teaches(actor, access));
    Take::when(takes, actor.by(), access.cohort.id, session, coordinates)
}

pub fn may_close(
    actor: &Actor,
    access: &CohortAccess,
    session: SessionId,
) -> Result<Close, Denial> {
    Close::when(works_on(actor, access), actor.by(), access.cohort.id, session)
}

/// Whoever may finish a list may open it again for some hours; the rules say until when.
pub fn may_reopen_list(
    actor: &Actor,
    access: &CohortAccess,
    session: SessionId,
) -> Result<ReopenList, Denial> {
    ReopenList::when(works_on(actor, access), actor.by(), access.cohort.id, session)
}

pub fn may_reopen(actor: &Actor, access: &CohortAccess) -> Result<ReopenAttendance, Denial> {
    ReopenAttendance::when(runs(actor, &access.cohort), actor.by(), access.cohort.id)
}

pub fn may_count_from(actor: &Actor, access: &CohortAccess) -> Result<CountFrom, Denial> {
    CountFrom::when(runs(actor, &access.cohort), actor.by(), access.cohort.id)
}

/// Who works on the cohort reads it, whoever directs its unit, and a gobernación what is counted for its
/// department. Documents are whole for those who run it.
pub fn may_see(actor: &Actor, access: &CohortAccess) -> Result<Sight, Denial> {
    if works_on(actor, access) || follows(actor, &access.cohort) {
        Ok(Sight { masked: masks(actor, &access.cohort) })
    } else {
        Err(Denial)
    }
}

/// The printed table, by asking the functions above for one actor of each role.
pub fn permissions() -> Vec<Permission> {
    let mut table = CohortTable::of("attendance");
    for stage in [session::Stage::Planned, session::Stage::Held, session::Stage::Closed] {
        let at = stage.label();
        table = table.at(at, "registrar asistencia (sesión)", |actor, access| {
            may_take(actor, access, SessionId(1), stage)
        });
    }
    let held = session::Stage::Held.label();
    let mut rows = table
        .at(held, "cerrar una sesión", |actor, access| may_close(actor, access, SessionId(1)))
        .at(
            session::Stage::Closed.label(),
            "abrir de nuevo una lista terminada",
            |actor, access| may_reopen_list(actor, access, SessionId(1)),
        )
        .row("abrir de nuevo la asistencia de una cohorte cerrada", may_reopen)
        .row("decir desde cuándo cuenta una persona", may_count_from)
        .row("ver la asistencia con documentos", |actor, access| {
            may_see(actor, access).is_ok_and(|sight| !sight.masked)
        })
        .row("ver la asistencia sin documentos", |actor, access| {
            may_see(actor, access).is_ok_and(|sight| sight.masked)
        })
        .rows();
    rows.extend(super::field::policy::permissions());
    rows
}

#[cfg(test)]
mod tests {
    use cohorts_model::policy::sample_access;
    use sign_in_model::actor::Role;
    use sign_in_model::permits::cast;

    use super::*;

    #[test]
    fn only_coordination_corrects_a_closed_session() {
        for (role, actor) in cast("MET") {
            let access = sample_access(&actor);
            let takes = |stage| may_take(&actor, &access, SessionId(1), stage).is_ok();
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
        let access = CohortAccess { teaches: false, ..sample_access(&actor) };
        assert!(may_take(&actor, &access, SessionId(1), session::Stage::Held).is_err());
        assert!(may_see(&actor, &access).is_err());
    }

    #[test]
    fn only_coordination_reads_whole_documents_and_a_focal_point_nothing() {
        for (role, actor) in cast("MET") {
            let access = sample_access(&actor);
            let sight = may_see(&actor, &access);
            match role {
                Role::Director | Role::Gobernacion | Role::Facilitator => {
                    assert_eq!(sight, Ok(Sight { masked: true }))
                }
                Role::FocalPoint | Role::Participant => assert!(sight.is_err()),
                _ => assert_eq!(sight, Ok(Sight { masked: false })),
            }
        }
    }
}
