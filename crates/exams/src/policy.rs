//! Who builds a test, who answers it and who grades what no rule can.

use assessment_model::entity::activity::ActivityId;
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::policy::{CohortAccess, cast, roles, runs, sample_access, works_on};
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

use super::entity::attempt::AttemptId;
use super::entity::exam::ExamId;

permit!(
    /// Builds the test of an activity and extends its window.
    Build { cohort: CohortId, activity: ActivityId }
);
permit!(
    /// Answers a test within one's own enrolment.
    AttemptExam { exam: ExamId, enrolment: EnrolmentId }
);
permit!(
    /// Grades open answers of one attempt.
    Mark { cohort: CohortId, attempt: AttemptId }
);

/// What is asked is part of the rule that certifies: the coordination's, as weights are.
pub fn may_build(
    actor: &Actor,
    access: &CohortAccess,
    activity: ActivityId,
) -> Result<Build, Denial> {
    if runs(actor, &access.cohort) {
        Ok(Build::grant(actor.by(), access.cohort.id, activity))
    } else {
        Err(Denial)
    }
}

/// Nobody answers for somebody else.
pub fn may_attempt(
    actor: &Actor,
    person: PersonId,
    exam: ExamId,
    enrolment: EnrolmentId,
) -> Result<AttemptExam, Denial> {
    if actor.person == Some(person.0) {
        Ok(AttemptExam::grant(actor.by(), exam, enrolment))
    } else {
        Err(Denial)
    }
}

/// Those who work on the cohort, and nobody their own answers.
pub fn may_mark(
    actor: &Actor,
    access: &CohortAccess,
    person: PersonId,
    attempt: AttemptId,
) -> Result<Mark, Denial> {
    if works_on(actor, access) && actor.person != Some(person.0) {
        Ok(Mark::grant(actor.by(), access.cohort.id, attempt))
    } else {
        Err(Denial)
    }
}

/// Questions and answers are read by those who work on the cohort.
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
    vec![
        row("construir una prueba y ampliar su plazo", &|actor, access| {
            may_build(actor, access, ActivityId(1)).is_ok()
        }),
        row("presentar una prueba propia", &|actor, _| {
            may_attempt(actor, PersonId(1), ExamId(1), EnrolmentId(1)).is_ok()
        }),
        row("calificar respuestas abiertas de otras personas", &|actor, access| {
            may_mark(actor, access, PersonId(2), AttemptId(1)).is_ok()
        }),
        row("ver una prueba y sus intentos", &|actor, access| may_see(actor, access).is_ok()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_grades_their_own_answers_nor_answers_for_another() {
        let (_, coordinator) = cast("MET").swap_remove(1);
        let access = sample_access("MET", cohort::Stage::Running, &coordinator);
        let learning = Actor { person: Some(7), ..coordinator };
        assert!(may_mark(&learning, &access, PersonId(7), AttemptId(1)).is_err());
        assert!(may_mark(&learning, &access, PersonId(8), AttemptId(1)).is_ok());
        assert!(may_attempt(&learning, PersonId(7), ExamId(1), EnrolmentId(1)).is_ok());
        assert!(may_attempt(&learning, PersonId(8), ExamId(1), EnrolmentId(1)).is_err());
    }
}
