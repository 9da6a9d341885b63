//! Who may give, take back and see places, and which rows an actor sees.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::entity::enrolment::{self, EnrolmentId, Origin};
use crate::cohorts::entity::cohort::{self, CohortId, Stage as CohortStage};
use crate::cohorts::entity::{cohort_municipality, session};
use crate::people::entity::person::PersonId;
use crate::permit;
use crate::sign_in::actor::{Actor, By, Role};
use crate::sign_in::permits::Denied;
use crate::territory::entity::municipality;

permit!(
    /// One person may ask for a place in one cohort.
    Enrol { cohort: CohortId, person: PersonId, origin: Origin }
);
permit!(
    /// A place may be given back.
    Withdraw { enrolment: EnrolmentId }
);
permit!(
    /// The seats of a cohort may be changed.
    ChangeSeats { cohort: CohortId }
);
permit!(
    /// Somebody who is not signed in may register as a new person and enrol.
    Register { cohort: CohortId }
);
permit!(
    /// A person may be added to a cohort, known or not.
    Add { cohort: CohortId }
);

/// The person of the account enrols themselves.
pub fn may_enrol_self(actor: &Actor, cohort: CohortId) -> Result<Enrol, Denied> {
    let person = actor.person.map(PersonId).ok_or(Denied)?;
    Ok(Enrol::grant(
        actor.by(),
        cohort,
        person,
        Origin::SelfService,
    ))
}

/// The coordination of the cohort's unit adds people to it.
pub fn may_add(actor: &Actor, cohort: &cohort::Model) -> Result<Add, Denied> {
    coordinates(actor, cohort)?;
    Ok(Add::grant(actor.by(), cohort.id))
}

impl Add {
    /// The place of one person, once it is known who they are.
    pub fn person(&self, person: PersonId) -> Enrol {
        Enrol::grant(self.by.clone(), self.cohort, person, Origin::Coordinator)
    }
}

/// Anybody may register in a published cohort; signing in replaces it for known people.
pub fn may_register(
    visitor: Option<&Actor>,
    request: &str,
    cohort: CohortId,
) -> Result<Register, Denied> {
    match visitor {
        Some(_) => Err(Denied),
        None => {
            let by = By {
                account: None,
                request: Some(request.to_owned()),
            };
            Ok(Register::grant(by, cohort))
        }
    }
}

impl Register {
    /// The place of the person who has just registered, by the account made for them.
    pub fn person(&self, by: By, person: PersonId) -> Enrol {
        Enrol::grant(by, self.cohort, person, Origin::SelfService)
    }
}

/// What of an enrolment decides who may withdraw it.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub enrolment: EnrolmentId,
    pub person: PersonId,
    pub unit: &'a str,
}

/// The person themselves and the coordination of the cohort's unit withdraw.
pub fn may_withdraw(actor: &Actor, place: Place<'_>) -> Result<Withdraw, Denied> {
    if actor.person == Some(place.person.0) || actor.coordinates(place.unit) {
        Ok(Withdraw::grant(actor.by(), place.enrolment))
    } else {
        Err(Denied)
    }
}

/// The coordination of the cohort's unit changes its seats.
pub fn may_change_seats(actor: &Actor, cohort: &cohort::Model) -> Result<ChangeSeats, Denied> {
    coordinates(actor, cohort)?;
    Ok(ChangeSeats::grant(actor.by(), cohort.id))
}

fn coordinates(actor: &Actor, cohort: &cohort::Model) -> Result<(), Denied> {
    if actor.coordinates(&cohort.unit_code) {
        Ok(())
    } else {
        Err(Denied)
    }
}

/// Cohorts whose roster the actor opens. A focal point and a participant open none: they see
/// the cohort, not who is in it.
pub fn roster_scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let mut seen = Condition::any().add(cohort::Column::UnitCode.is_in(actor.units()));
    if actor.has(Role::Facilitator) {
        seen = seen.add(cohort::Column::Id.in_subquery(taught_by(actor)));
    }
    let departments = actor.departments();
    if !departments.is_empty() {
        let there = cohort_municipality::Entity::find()
            .select_only()
            .column(cohort_municipality::Column::CohortId)
            .filter(
                cohort_municipality::Column::MunicipalityCode
                    .in_subquery(municipalities(&departments)),
            )
            .into_query();
        let published = Condition::all()
            .add(cohort::Column::Id.in_subquery(there))
            .add(cohort::Column::Stage.ne(CohortStage::Draft));
        seen = seen.add(published);
    }
    seen
}

/// Rows of `enrolment` that the actor sees: their own, those of cohorts they coordinate or
/// teach, and for a gobernación those counted for its department (R60).
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let mut seen = Condition::any().add(enrolment::Column::PersonId.eq(actor.person.unwrap_or(0)));
    let units = actor.units();
    if !units.is_empty() {
        let own = cohort::Entity::find()
            .select_only()
            .column(cohort::Column::Id)
            .filter(cohort::Column::UnitCode.is_in(units))
            .into_query();
        seen = seen.add(enrolment::Column::CohortId.in_subquery(own));
    }
    if actor.has(Role::Facilitator) {
        seen = seen.add(enrolment::Column::CohortId.in_subquery(taught_by(actor)));
    }
    let departments = actor.departments();
    if !departments.is_empty() {
        seen =
            seen.add(enrolment::Column::MunicipalityCode.in_subquery(municipalities(&departments)));
    }
    seen
}

fn taught_by(actor: &Actor) -> sea_orm::sea_query::SelectStatement {
    session::Entity::find()
        .select_only()
        .column(session::Column::CohortId)
        .filter(session::Column::FacilitatorAccountId.eq(actor.account))
        .into_query()
}

fn municipalities(departments: &[&str]) -> sea_orm::sea_query::SelectStatement {
    municipality::Entity::find()
        .select_only()
        .column(municipality::Column::Code)
        .filter(municipality::Column::DepartmentCode.is_in(departments.iter().copied()))
        .into_query()
}
