//! Who may take, correct, close and read attendance.

use crate::cohorts::entity::cohort;
use crate::cohorts::entity::cohort::CohortId;
use crate::cohorts::entity::session::{self, SessionId};
use crate::permit;
use crate::sign_in::actor::{Actor, Role};
use crate::sign_in::permits::{Denied, Permission};

/// What policies of marks and grades need to know about a cohort; found only within the
/// actor's scope ([`super::queries::ground`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    pub cohort: CohortId,
    /// The unit that owns it.
    pub unit: String,
    pub stage: cohort::Stage,
    /// A session of it is the actor's.
    pub teaches: bool,
}

permit!(
    /// Writes marks of one session.
    Take { session: SessionId, may_correct_closed: bool }
);
permit!(
    /// Closes one session's roll-call.
    Close { session: SessionId }
);

/// How much of a list an actor reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Documents are masked.
    pub masked: bool,
}

/// Coordinators of the unit and administrators, and facilitators of the cohort.
pub fn works_on(actor: &Actor, ground: &Ground) -> bool {
    actor.coordinates(&ground.unit) || teaches(actor, ground)
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
    let coordinates = actor.coordinates(&ground.unit);
    let open = stage != session::Stage::Closed;
    if coordinates || (open && teaches(actor, ground)) {
        Ok(Take::grant(actor.by(), session, coordinates))
    } else {
        Err(Denied)
    }
}

pub fn may_close(actor: &Actor, ground: &Ground, session: SessionId) -> Result<Close, Denied> {
    if works_on(actor, ground) {
        Ok(Close::grant(actor.by(), session))
    } else {
        Err(Denied)
    }
}

/// Who works on the cohort reads it whole; a gobernación reads it with masked documents.
pub fn may_see(actor: &Actor, ground: &Ground) -> Result<Sight, Denied> {
    if works_on(actor, ground) {
        Ok(Sight { masked: false })
    } else if actor.has(Role::Gobernacion) {
        Ok(Sight { masked: true })
    } else {
        Err(Denied)
    }
}

/// The printed table, by asking the functions above for every role at every stage.
pub fn permissions() -> Vec<Permission> {
    let mut table = Vec::new();
    for (stage, name) in [
        (session::Stage::Planned, "session planned"),
        (session::Stage::Held, "session held"),
        (session::Stage::Closed, "session closed"),
    ] {
        table.push(permission("take", name, |actor, ground| {
            may_take(actor, ground, SessionId(1), stage).is_ok()
        }));
    }
    table.push(permission("close", "session held", |actor, ground| {
        may_close(actor, ground, SessionId(1)).is_ok()
    }));
    table.push(permission("see", "any", |actor, ground| {
        may_see(actor, ground).is_ok_and(|sight| !sight.masked)
    }));
    table.push(permission("see masked", "any", |actor, ground| {
        may_see(actor, ground).is_ok_and(|sight| sight.masked)
    }));
    table
}

fn permission(
    action: &'static str,
    stage: &str,
    allows: impl Fn(&Actor, &Ground) -> bool,
) -> Permission {
    Permission {
        capability: "attendance",
        action,
        stage: stage.to_owned(),
        roles: roles_that(allows),
    }
}

/// The roles that an answer allows, each tried with its own cohort.
pub fn roles_that(allows: impl Fn(&Actor, &Ground) -> bool) -> Vec<&'static str> {
    use sea_orm::Iterable;
    Role::iter()
        .filter(|role| {
            let (actor, ground) = own_cohort(*role);
            allows(&actor, &ground)
        })
        .map(role_name)
        .collect()
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::NationalAdministrator => "national_administrator",
        Role::Coordinator => "coordinator",
        Role::Facilitator => "facilitator",
        Role::Participant => "participant",
        Role::FocalPoint => "focal_point",
        Role::Gobernacion => "gobernacion",
    }
}

fn own_cohort(role: Role) -> (Actor, Ground) {
    use crate::sign_in::actor::{AccountId, Grant};
    let actor = Actor {
        account: AccountId(1),
        person: None,
        name: String::new(),
        grants: vec![Grant {
            role,
            unit: (role == Role::Coordinator).then(|| "U".to_owned()),
            department: (role == Role::Gobernacion).then(|| "D".to_owned()),
            entity: (role == Role::FocalPoint).then_some(1),
        }],
        request: None,
    };
    let ground = Ground {
        cohort: CohortId(1),
        unit: "U".to_owned(),
        stage: cohort::Stage::Running,
        teaches: role == Role::Facilitator,
    };
    (actor, ground)
}
