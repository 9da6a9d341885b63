//! Who asks, who answers, and who reads what was asked.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::policy::{CohortAccess, CohortTable, works_on};
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
use people_model::policy::is_own;
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

use super::entity::grade_appeal::AppealId;
use crate::entity::activity::ActivityId;

permit!(
    /// Asks that a grade of one's own be looked at again.
    Appeal { cohort: CohortId, enrolment: EnrolmentId, activity: ActivityId }
);
permit!(
    /// Takes one's own appeal back.
    TakeBack { cohort: CohortId, appeal: AppealId }
);
permit!(
    /// Answers an appeal: the grade stays, or is another one.
    Answer { cohort: CohortId, appeal: AppealId }
);

/// Nobody asks for somebody else: whoever grades corrects by themselves, with a reason.
pub fn may_ask(
    actor: &Actor,
    person: PersonId,
    (cohort, enrolment, activity): (CohortId, EnrolmentId, ActivityId),
) -> Result<Appeal, Denial> {
    Appeal::when(is_own(actor, person), actor.by(), cohort, enrolment, activity)
}

pub fn may_take_back(
    actor: &Actor,
    person: PersonId,
    (cohort, appeal): (CohortId, AppealId),
) -> Result<TakeBack, Denial> {
    TakeBack::when(is_own(actor, person), actor.by(), cohort, appeal)
}

/// Those who may grade decide appeals, except about their own grades.
pub fn may_answer(
    actor: &Actor,
    access: &CohortAccess,
    person: PersonId,
    appeal: AppealId,
) -> Result<Answer, Denial> {
    let answers = works_on(actor, access) && !is_own(actor, person);
    Answer::when(answers, actor.by(), access.cohort.id, appeal)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    // The cast's participant is the first person.
    CohortTable::of("assessment")
        .row("reclamar una nota propia", |actor, access| {
            may_ask(actor, PersonId(1), (access.cohort.id, EnrolmentId(1), ActivityId(1)))
        })
        .row("retirar un reclamo propio", |actor, access| {
            may_take_back(actor, PersonId(1), (access.cohort.id, AppealId(1)))
        })
        .row("responder reclamos de otras personas", |actor, access| {
            may_answer(actor, access, PersonId(2), AppealId(1))
        })
        .rows()
}

#[cfg(test)]
mod tests {
    use cohorts_model::policy::sample_access;
    use sign_in_model::permits::cast;

    use super::*;

    #[test]
    fn nobody_answers_their_own_appeal() {
        let (_, coordinator) = cast("MET").swap_remove(1);
        let access = sample_access(&coordinator);
        let both = Actor { person: Some(9), ..coordinator };
        assert!(may_answer(&both, &access, PersonId(9), AppealId(1)).is_err());
        assert!(may_answer(&both, &access, PersonId(8), AppealId(1)).is_ok());
        assert!(may_ask(&both, PersonId(8), (CohortId(1), EnrolmentId(1), ActivityId(1))).is_err());
    }
}
