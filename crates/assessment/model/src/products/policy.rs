//! Who asks for a product, who hands one in, who grades it, and who decides where graders differ.

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::policy::{CohortAccess, cast, roles, runs, sample_access, works_on};
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
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
    if runs(actor, &access.cohort) {
        Ok(AskFor::grant(actor.by(), access.cohort.id, activity))
    } else {
        Err(Denial)
    }
}

/// Nobody hands in for somebody else.
pub fn may_submit(
    actor: &Actor,
    person: PersonId,
    (cohort, activity, enrolment): (CohortId, ActivityId, EnrolmentId),
) -> Result<Submit, Denial> {
    if actor.person == Some(person.0) {
        Ok(Submit::grant(actor.by(), cohort, activity, enrolment))
    } else {
        Err(Denial)
    }
}

/// Those who work on the cohort, and nobody their own product.
pub fn may_review(
    actor: &Actor,
    access: &CohortAccess,
    person: PersonId,
    submission: SubmissionId,
) -> Result<Review, Denial> {
    if works_on(actor, access) && actor.person != Some(person.0) {
        Ok(Review::grant(actor.by(), access.cohort.id, submission))
    } else {
        Err(Denial)
    }
}

/// The coordination, and nobody about their own product.
pub fn may_moderate(
    actor: &Actor,
    access: &CohortAccess,
    person: PersonId,
    submission: SubmissionId,
) -> Result<Moderate, Denial> {
    if runs(actor, &access.cohort) && actor.person != Some(person.0) {
        Ok(Moderate::grant(actor.by(), access.cohort.id, submission))
    } else {
        Err(Denial)
    }
}

/// Products are read by those who work on the cohort; their makers read their own.
pub fn may_see(actor: &Actor, access: &CohortAccess) -> Result<(), Denial> {
    works_on(actor, access).then_some(()).ok_or(Denial)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    const UNIT: &str = "MET";
    let cast = cast(UNIT);
    let row = |action, passes: &dyn Fn(&Actor, &CohortAccess) -> bool| Permission {
        capability: "assessment",
        action,
        stage: "—".to_owned(),
        roles: roles(&cast, |actor| {
            passes(actor, &sample_access(UNIT, cohort::Stage::Running, actor))
        }),
    };
    // The cast's participant is the first person.
    let (one, other) = (PersonId(1), PersonId(2));
    vec![
        row("pedir un producto y definir su rúbrica", &|actor, access| {
            may_ask_for(actor, access, ActivityId(1)).is_ok()
        }),
        row("entregar un producto propio", &|actor, access| {
            may_submit(actor, one, (access.cohort.id, ActivityId(1), EnrolmentId(1))).is_ok()
        }),
        row("calificar o devolver productos de otras personas", &|actor, access| {
            may_review(actor, access, other, SubmissionId(1)).is_ok()
        }),
        row("decidir la nota cuando los calificadores difieren", &|actor, access| {
            may_moderate(actor, access, other, SubmissionId(1)).is_ok()
        }),
        row("ver las entregas de una cohorte", &|actor, access| may_see(actor, access).is_ok()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_grades_their_own_product_nor_hands_in_for_another() {
        let (_, coordinator) = cast("MET").swap_remove(1);
        let access = sample_access("MET", cohort::Stage::Running, &coordinator);
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
