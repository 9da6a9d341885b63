//! Who asks, who decides, and who reads what was asked. Evidence may speak of somebody's health:
//! only the person and the coordination of the cohort open it.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::SessionId;
use cohorts_model::policy::{CohortAccess, CohortTable, runs};
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
use people_model::policy::is_own;
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

use super::entity::attendance_request::RequestId;

permit!(
    /// Asks about one's own attendance in one session.
    Ask { enrolment: EnrolmentId, cohort: CohortId, session: SessionId }
);
permit!(
    /// Takes one's own request back.
    TakeBack { request: RequestId, cohort: CohortId, session: SessionId }
);
permit!(
    /// Grants or refuses a request.
    Decide { request: RequestId, cohort: CohortId, session: SessionId }
);

/// What the policy needs to know of a request.
#[derive(Clone, Copy, Debug)]
pub struct RequestFacts {
    pub request: RequestId,
    pub person: PersonId,
    pub session: SessionId,
}

/// Permits the person alone; the coordination corrects on the list and asks for nobody.
pub fn may_ask(
    actor: &Actor,
    person: PersonId,
    (enrolment, cohort, session): (EnrolmentId, CohortId, SessionId),
) -> Result<Ask, Denial> {
    Ask::when(is_own(actor, person), actor.by(), enrolment, cohort, session)
}

pub fn may_take_back(
    actor: &Actor,
    about: RequestFacts,
    cohort: CohortId,
) -> Result<TakeBack, Denial> {
    TakeBack::when(is_own(actor, about.person), actor.by(), about.request, cohort, about.session)
}

/// Permits the coordination, never the facilitator who took the mark, and nobody about themselves.
pub fn may_decide(
    actor: &Actor,
    access: &CohortAccess,
    about: RequestFacts,
) -> Result<Decide, Denial> {
    let decides = runs(actor, &access.cohort) && !is_own(actor, about.person);
    Decide::when(decides, actor.by(), about.request, access.cohort.id, about.session)
}

/// Permits the person themselves and the coordination.
pub fn may_read(actor: &Actor, access: &CohortAccess, person: PersonId) -> Result<(), Denial> {
    Denial::unless(is_own(actor, person) || runs(actor, &access.cohort))
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    // The cast's participant is the first person.
    let about = |person| RequestFacts {
        request: RequestId(1),
        person: PersonId(person),
        session: SessionId(1),
    };
    CohortTable::of("attendance")
        .row("pedir una corrección o avisar una ausencia propia", |actor, access| {
            may_ask(actor, PersonId(1), (EnrolmentId(1), access.cohort.id, SessionId(1)))
        })
        .row("retirar una solicitud propia", |actor, access| {
            may_take_back(actor, about(1), access.cohort.id)
        })
        .row("decidir solicitudes de otras personas", |actor, access| {
            may_decide(actor, access, about(2))
        })
        .row("ver los soportes de una solicitud de otra persona", |actor, access| {
            may_read(actor, access, PersonId(2))
        })
        .rows()
}

#[cfg(test)]
mod tests {
    use cohorts_model::policy::sample_access;
    use sign_in_model::permits::cast;

    use super::*;

    #[test]
    fn nobody_decides_about_themselves() {
        let (_, coordinator) = cast("MET").swap_remove(1);
        let access = sample_access(&coordinator);
        let about = |person| RequestFacts {
            request: RequestId(1),
            person: PersonId(person),
            session: SessionId(1),
        };
        assert!(may_decide(&coordinator, &access, about(7)).is_ok());
        let learning = Actor { person: Some(7), ..coordinator };
        assert!(may_decide(&learning, &access, about(7)).is_err());
        assert!(
            may_ask(&learning, PersonId(7), (EnrolmentId(1), CohortId(1), SessionId(1))).is_ok()
        );
    }
}
