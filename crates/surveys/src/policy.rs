//! Who takes a ballot, who reads results, and who writes surveys.

use cohorts_model::entity::cohort;
use cohorts_model::policy::{CohortAccess, cast, roles, runs, sample_access, works_on};
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

use super::entity::survey_round::RoundId;
use super::entity::survey_version::Kind;

permit!(
    /// Exchanges one's own ticket for a ballot.
    TakeBallot { round: RoundId, enrolment: EnrolmentId }
);
permit!(
    /// Writes the draft of a survey, and publishes it.
    WriteSurvey { kind: Kind }
);

/// Nobody takes somebody else's ballot.
pub fn may_take(
    actor: &Actor,
    person: PersonId,
    round: RoundId,
    enrolment: EnrolmentId,
) -> Result<TakeBallot, Denial> {
    if actor.person == Some(person.0) {
        Ok(TakeBallot::grant(actor.by(), round, enrolment))
    } else {
        Err(Denial)
    }
}

/// The surveys are the country's: what cohorts are compared by.
pub fn may_write(actor: &Actor, kind: Kind) -> Result<WriteSurvey, Denial> {
    if actor.is_administrator() { Ok(WriteSurvey::grant(actor.by(), kind)) } else { Err(Denial) }
}

/// Those who work on the cohort see its figures, which are never of fewer than five people.
pub fn may_see(actor: &Actor, access: &CohortAccess) -> Result<(), Denial> {
    works_on(actor, access).then_some(()).ok_or(Denial)
}

/// Only the coordination reads what people wrote: a teacher would recognise a person's way of writing.
pub fn may_read_words(actor: &Actor, access: &CohortAccess) -> bool {
    runs(actor, &access.cohort)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    const UNIT: &str = "MET";
    let cast = cast(UNIT);
    let row = |action, passes: &dyn Fn(&Actor, &CohortAccess) -> bool| Permission {
        capability: "surveys",
        action,
        stage: "—".to_owned(),
        roles: roles(&cast, |actor| {
            passes(actor, &sample_access(UNIT, cohort::Stage::Closed, actor))
        }),
    };
    vec![
        row("tomar la papeleta propia de la encuesta anónima", &|actor, _| {
            // The cast's participant is the first person.
            may_take(actor, PersonId(1), RoundId(1), EnrolmentId(1)).is_ok()
        }),
        row("ver resultados de encuestas", &|actor, access| may_see(actor, access).is_ok()),
        row("leer comentarios y ejemplos", &may_read_words),
        row("escribir y publicar encuestas", &|actor, _| {
            may_write(actor, Kind::Satisfaction).is_ok()
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_takes_a_ballot_for_somebody_else() {
        for (_, actor) in cast("MET") {
            let other = may_take(&actor, PersonId(2), RoundId(1), EnrolmentId(1));
            assert!(other.is_err(), "{actor:?}");
        }
    }
}
