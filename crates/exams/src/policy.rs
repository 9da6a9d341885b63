//! Who builds a test, who answers it and who grades what no rule can.

use assessment_model::entity::activity::ActivityId;
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::policy::{CohortAccess, CohortTable, runs, works_on};
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
use people_model::policy::is_own;
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
    Build::when(runs(actor, &access.cohort), actor.by(), access.cohort.id, activity)
}

/// Nobody answers for somebody else.
pub fn may_attempt(
    actor: &Actor,
    person: PersonId,
    exam: ExamId,
    enrolment: EnrolmentId,
) -> Result<AttemptExam, Denial> {
    AttemptExam::when(is_own(actor, person), actor.by(), exam, enrolment)
}

/// Those who work on the cohort, and nobody their own answers.
pub fn may_mark(
    actor: &Actor,
    access: &CohortAccess,
    person: PersonId,
    attempt: AttemptId,
) -> Result<Mark, Denial> {
    let marks = works_on(actor, access) && !is_own(actor, person);
    Mark::when(marks, actor.by(), access.cohort.id, attempt)
}

/// Questions and answers are read by those who work on the cohort.
pub fn may_see(actor: &Actor, access: &CohortAccess) -> Result<(), Denial> {
    Denial::unless(works_on(actor, access))
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    // The cast's participant is the first person.
    CohortTable::of("assessment")
        .row("construir una prueba y ampliar su plazo", |actor, access| {
            may_build(actor, access, ActivityId(1))
        })
        .row("presentar una prueba propia", |actor, _| {
            may_attempt(actor, PersonId(1), ExamId(1), EnrolmentId(1))
        })
        .row("calificar respuestas abiertas de otras personas", |actor, access| {
            may_mark(actor, access, PersonId(2), AttemptId(1))
        })
        .row("ver una prueba y sus intentos", may_see)
        .rows()
}

#[cfg(test)]
mod tests {
    use cohorts_model::policy::sample_access;
    use sign_in_model::permits::cast;

    use super::*;

    #[test]
    fn nobody_grades_their_own_answers_nor_answers_for_another() {
        let (_, coordinator) = cast("MET").swap_remove(1);
        let access = sample_access(&coordinator);
        let learning = Actor { person: Some(7), ..coordinator };
        assert!(may_mark(&learning, &access, PersonId(7), AttemptId(1)).is_err());
        assert!(may_mark(&learning, &access, PersonId(8), AttemptId(1)).is_ok());
        assert!(may_attempt(&learning, PersonId(7), ExamId(1), EnrolmentId(1)).is_ok());
        assert!(may_attempt(&learning, PersonId(8), ExamId(1), EnrolmentId(1)).is_err());
    }
}
