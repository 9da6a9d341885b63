//! Who asks for a product, who hands one in, who grades it, and who decides where graders differ.

use super::entity::submission::SubmissionId;
use crate::assessment::entity::activity::ActivityId;
use crate::attendance::policy::{Ground, sample_ground, works_on};
use crate::cohorts::entity::cohort::{self, CohortId};
use crate::cohorts::policy::{cast, roles, runs};
use crate::enrolment::entity::enrolment::EnrolmentId;
use crate::people::entity::person::PersonId;
use crate::permit;
use crate::sign_in::actor::Actor;
use crate::sign_in::permits::{Denied, Permission};

permit!(
    /// Says what a product is, until when it comes and by what it is graded.
    AskFor { cohort: CohortId, activity: ActivityId }
);
permit!(
    /// Hands one's own product in.
    HandIn { cohort: CohortId, activity: ActivityId, enrolment: EnrolmentId }
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
pub fn may_ask_for(actor: &Actor, ground: &Ground, activity: ActivityId) -> Result<AskFor, Denied> {
    if runs(actor, &ground.cohort) {
        Ok(AskFor::grant(actor.by(), ground.cohort.id, activity))
    } else {
        Err(Denied)
    }
}

/// Nobody hands in for somebody else.
pub fn may_hand_in(
    actor: &Actor,
    person: PersonId,
    (cohort, activity, enrolment): (CohortId, ActivityId, EnrolmentId),
) -> Result<HandIn, Denied> {
    if actor.person == Some(person.0) {
        Ok(HandIn::grant(actor.by(), cohort, activity, enrolment))
    } else {
        Err(Denied)
    }
}

/// Those who work on the cohort, and nobody their own product.
pub fn may_review(
    actor: &Actor,
    ground: &Ground,
    person: PersonId,
    submission: SubmissionId,
) -> Result<Review, Denied> {
    if works_on(actor, ground) && actor.person != Some(person.0) {
        Ok(Review::grant(actor.by(), ground.cohort.id, submission))
    } else {
        Err(Denied)
    }
}

/// The coordination, and nobody about their own product.
pub fn may_moderate(
    actor: &Actor,
    ground: &Ground,
    person: PersonId,
    submission: SubmissionId,
) -> Result<Moderate, Denied> {
    if runs(actor, &ground.cohort) && actor.person != Some(person.0) {
        Ok(Moderate::grant(actor.by(), ground.cohort.id, submission))
    } else {
        Err(Denied)
    }
}

/// Products are read by those who work on the cohort; their makers read their own.
pub fn may_see(actor: &Actor, ground: &Ground) -> Result<(), Denied> {
    works_on(actor, ground).then_some(()).ok_or(Denied)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    const UNIT: &str = "MET";
    let cast = cast(UNIT);
    let row = |action, passes: &dyn Fn(&Actor, &Ground) -> bool| Permission {
        capability: "assessment",
        action,
        stage: "—".to_owned(),
        roles: roles(&cast, |actor| {
            passes(actor, &sample_ground(UNIT, cohort::Stage::Running, actor))
        }),
    };
    // The cast's participant is the first person.
    let (one, other) = (PersonId(1), PersonId(2));
    vec![
        row("pedir un producto y definir su rúbrica", &|actor, ground| {
            may_ask_for(actor, ground, ActivityId(1)).is_ok()
        }),
        row("entregar un producto propio", &|actor, ground| {
            may_hand_in(actor, one, (ground.cohort.id, ActivityId(1), EnrolmentId(1))).is_ok()
        }),
        row("calificar o devolver productos de otras personas", &|actor, ground| {
            may_review(actor, ground, other, SubmissionId(1)).is_ok()
        }),
        row("decidir la nota cuando los calificadores difieren", &|actor, ground| {
            may_moderate(actor, ground, other, SubmissionId(1)).is_ok()
        }),
        row("ver las entregas de una cohorte", &|actor, ground| may_see(actor, ground).is_ok()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_grades_their_own_product_nor_hands_in_for_another() {
        let (_, coordinator) = cast("MET").swap_remove(1);
        let ground = sample_ground("MET", cohort::Stage::Running, &coordinator);
        let learning = Actor { person: Some(7), ..coordinator };
        let (own, other) = (PersonId(7), PersonId(8));
        assert!(may_review(&learning, &ground, own, SubmissionId(1)).is_err());
        assert!(may_moderate(&learning, &ground, own, SubmissionId(1)).is_err());
        assert!(may_review(&learning, &ground, other, SubmissionId(1)).is_ok());
        let there = (ground.cohort.id, ActivityId(1), EnrolmentId(1));
        assert!(may_hand_in(&learning, own, there).is_ok());
        assert!(may_hand_in(&learning, other, there).is_err());
    }
}
