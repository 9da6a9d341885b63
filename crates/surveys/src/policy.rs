//! Who takes a ballot, who reads results, and who writes surveys.

use cohorts_model::policy::{CohortAccess, CohortTable, runs, works_on};
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
use people_model::policy::is_own;
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
    TakeBallot::when(is_own(actor, person), actor.by(), round, enrolment)
}

/// The surveys are the country's: what cohorts are compared by.
pub fn may_write(actor: &Actor, kind: Kind) -> Result<WriteSurvey, Denial> {
    WriteSurvey::when(actor.is_administrator(), actor.by(), kind)
}

/// Those who work on the cohort see its figures, which are never of fewer than five people.
pub fn may_see(actor: &Actor, access: &CohortAccess) -> Result<(), Denial> {
    Denial::unless(works_on(actor, access))
}

/// Only the coordination reads what people wrote: a teacher would recognise a person's way of writing.
pub fn may_read_words(actor: &Actor, access: &CohortAccess) -> bool {
    runs(actor, &access.cohort)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    // The cast's participant is the first person.
    CohortTable::of("surveys")
        .row("tomar la papeleta propia de la encuesta anónima", |actor, _| {
            may_take(actor, PersonId(1), RoundId(1), EnrolmentId(1))
        })
        .row("ver resultados de encuestas", may_see)
        .row("leer comentarios y ejemplos", may_read_words)
        .row("escribir y publicar encuestas", |actor, _| may_write(actor, Kind::Satisfaction))
        .rows()
}

#[cfg(test)]
mod tests {
    use sign_in_model::permits::cast;

    use super::*;

    #[test]
    fn nobody_takes_a_ballot_for_somebody_else() {
        for (_, actor) in cast("MET") {
            let other = may_take(&actor, PersonId(2), RoundId(1), EnrolmentId(1));
            assert!(other.is_err(), "{actor:?}");
        }
    }
}
