//! Who opens a session's check-in, who sees who came by it, and for whom a code counts: for whoever
//! is asking, and for nobody else.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::SessionId;
use cohorts_model::policy::{CohortAccess, CohortTable, works_on};
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
    Show::when(works_on(actor, access), actor.by(), access.cohort.id, session)
}

/// Returns the person of the account, for whom a typed code counts.
pub fn comer(actor: &Actor) -> Option<PersonId> {
    actor.person.map(PersonId)
}

pub fn may_come(actor: &Actor, room: &Room) -> Result<Come, Denial> {
    let comes = comer(actor) == Some(room.person);
    Come::when(comes, actor.by(), room.cohort, room.session, room.enrolment, false)
}

/// Permits the holder of the link in a person's letter, for that person's enrolment alone.
pub fn may_come_by_link(request: &str, linked: EnrolmentId, room: &Room) -> Result<Come, Denial> {
    let by = Author { account: None, request: Some(request.to_owned()) };
    Come::when(room.enrolment == linked, by, room.cohort, room.session, linked, true)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    CohortTable::of("attendance")
        .row("mostrar el código de ingreso", |actor, access| may_show(actor, access, SessionId(1)))
        .row("registrar su propia llegada", |actor, _| comer(actor).is_some())
        .rows()
}
