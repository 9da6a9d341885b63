//! Who asks for a product, who hands one in, who grades it, and who decides where graders differ.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::policy::{CohortAccess, CohortTable, runs, works_on};
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
use people_model::policy::is_own;
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

use super::entity::submission::SubmissionId;
use crate::entity::activity::ActivityId;

permit!(
    /// Says what a product is, until when it comes and by what it is graded.
    AskFor { cohort: CohortId, activity: ActivityId }
);
permit!(
    /// Hands one's own product in.
    Submit { cohort: CohortId, activity: ActivityId, enrolment: EnrolmentId }
);
permit!(
    /// Grades a product or gives it back.
    Review { cohort: CohortId, submission: SubmissionId }
);
permit!(
    /// Decides the grade where graders differ.
    Moderate { cohort: CohortId, submission: SubmissionId }
);

/// Part of the rule that certifies: the coordination's, as weights are.
pub fn may_ask_for(
    actor: &Actor,
    access: &CohortAccess,
    activity: ActivityId,
) -> Result<AskFor, Denial> {
    AskFor::when(runs(actor, &access.cohort), actor.by(), access.cohort.id, activity)
}

/// Nobody hands in for somebody else.
pub fn may_submit(
    actor: &Actor,
    person: PersonId,
    (cohort, activity, enrolment): (CohortId, ActivityId, EnrolmentId),
) -> Result<Submit, Denial> {
    Submit::when(is_own(actor, person), actor.by(), cohort, activity, enrolment)
}

/// Those who work on the cohort, and nobody their own product.
pub fn may_review(
    actor: &Actor,
    access: &CohortAccess,
    person: PersonId,
    submission: SubmissionId,
) -> Result<Review, Denial> {
    let reviews = works_on(actor, access) && !is_own(actor, person);
    Review::when(reviews, actor.by(), access.cohort.id, submission)
}

/// The coordination, and nobody about their own product.
pub fn may_moderate(
    actor: &Actor,
    access: &CohortAccess,
    person: PersonId,
    submission: SubmissionId,
) -> Result<Moderate, Denial> {
    let moderates = runs(actor, &access.cohort) && !is_own(actor, person);
    Moderate::when(moderates, actor.by(), access.cohort.id, submission)
}

/// Products are read by those who work on the cohort; their makers read their own.
pub fn may_see(actor: &Actor, access: &CohortAccess) -> Result<(), Denial> {
    Denial::unless(works_on(actor, access))
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    // The cast's participant is the first person.
    let (one, other) = (PersonId(1), PersonId(2));
    CohortTable::of("assessment")
        .row("pedir un producto y definir su rúbrica", |actor, access| {
            may_ask_for(actor, access, ActivityId(1))
        })
        .row("entregar un producto propio", |actor, access| {
            may_submit(actor, one, (access.cohort.id, ActivityId(1), EnrolmentId(1)))
        })
        .row("calificar o devolver productos de otras personas", |actor, access| {
            may_review(actor, access, other, SubmissionId(1))
        })
        .row("decidir la nota cuando los calificadores difieren", |actor, access| {
            may_moderate(actor, access, other, SubmissionId(1))
        })
        .row("ver las entregas de una cohorte", may_see)
        .rows()
}

#[cfg(test)]
mod tests {
    use cohorts_model::policy::sample_access;
    use sign_in_model::permits::cast;

    use super::*;

    #[test]
    fn nobody_grades_their_own_product_nor_hands_in_for_another() {
        let (_, coordinator) = cast("MET").swap_remove(1);
        let access = sample_access(&coordinator);
        let learning = Actor { person: Some(7), ..coordinator };
        let (own, other) = (PersonId(7), PersonId(8));
        assert!(may_review(&learning, &access, own, SubmissionId(1)).is_err());
        assert!(may_moderate(&learning, &access, own, SubmissionId(1)).is_err());
        assert!(may_review(&learning, &access, other, SubmissionId(1)).is_ok());
        let there = (access.cohort.id, ActivityId(1), EnrolmentId(1));
        assert!(may_submit(&learning, own, there).is_ok());
        assert!(may_submit(&learning, other, there).is_err());
    }
}
