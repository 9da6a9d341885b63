//! Who opens a session's check-in, who sees who came by it, and for whom a code counts: for whoever
//! is asking, and for nobody else.

use cohorts_model::entity::cohort::{CohortId, Stage};
use cohorts_model::entity::session::SessionId;
use cohorts_model::policy::{CohortAccess, cast, roles, sample_access, works_on};
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
use sign_in_model::actor::{Actor, Author};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

use super::rules::Room;

permit!(
    /// Opens and closes the check-in of one session.
    Show { cohort: CohortId, session: SessionId }
);
permit!(
    /// Comes to one session.
    Come { cohort: CohortId, session: SessionId, enrolment: EnrolmentId, by_link: bool }
);

pub fn may_show(actor: &Actor, access: &CohortAccess, session: SessionId) -> Result<Show, Denial> {
    if works_on(actor, access) {
        Ok(Show::grant(actor.by(), access.cohort.id, session))
    } else {
        Err(Denial)
    }
}

/// Returns the person of the account, for whom a typed code counts.
pub fn comer(actor: &Actor) -> Option<PersonId> {
    actor.person.map(PersonId)
}

pub fn may_come(actor: &Actor, room: &Room) -> Result<Come, Denial> {
    if comer(actor) == Some(room.person) {
        Ok(Come::grant(actor.by(), room.cohort, room.session, room.enrolment, false))
    } else {
        Err(Denial)
    }
}

/// Permits the holder of the link in a person's letter, for that person's enrolment alone.
pub fn may_come_by_link(request: &str, linked: EnrolmentId, room: &Room) -> Result<Come, Denial> {
    if room.enrolment == linked {
        let by = Author { account: None, request: Some(request.to_owned()) };
        Ok(Come::grant(by, room.cohort, room.session, linked, true))
    } else {
        Err(Denial)
    }
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    const UNIT: &str = "MET";
    let cast = cast(UNIT);
    let row = |action, passes: &dyn Fn(&Actor) -> bool| Permission {
        capability: "attendance",
        action,
        stage: "—".to_owned(),
        roles: roles(&cast, passes),
    };
    vec![
        row("mostrar el código de ingreso", &|actor| {
            let access = sample_access(UNIT, Stage::Running, actor);
            may_show(actor, &access, SessionId(1)).is_ok()
        }),
        row("registrar su propia llegada", &|actor| comer(actor).is_some()),
    ]
}
