//! Who prints a test, reads its key and enters its sheets.

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::policy::{CohortAccess, cast, roles, sample_access, works_on};
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

use super::entity::exam_sheet::SheetId;
use crate::entity::exam::ExamId;

permit!(
    /// Prints booklets and sheets of a test.
    Print { cohort: CohortId, exam: ExamId }
);
permit!(
    /// Enters or corrects one sheet.
    Enter { cohort: CohortId, sheet: SheetId, enrolment: EnrolmentId }
);

/// Those who work on the cohort: who goes where there is no signal prints before leaving.
pub fn may_print(actor: &Actor, access: &CohortAccess, exam: ExamId) -> Result<Print, Denial> {
    if works_on(actor, access) {
        Ok(Print::grant(actor.by(), access.cohort.id, exam))
    } else {
        Err(Denial)
    }
}

/// Those who work on the cohort, and nobody their own sheet.
pub fn may_enter(
    actor: &Actor,
    access: &CohortAccess,
    person: PersonId,
    (sheet, enrolment): (SheetId, EnrolmentId),
) -> Result<Enter, Denial> {
    if works_on(actor, access) && actor.person != Some(person.0) {
        Ok(Enter::grant(actor.by(), access.cohort.id, sheet, enrolment))
    } else {
        Err(Denial)
    }
}

/// Booklets and sheets are read by those who work on the cohort.
pub fn may_see(actor: &Actor, access: &CohortAccess) -> Result<(), Denial> {
    works_on(actor, access).then_some(()).ok_or(Denial)
}

/// What is right: those who work on the cohort and do not learn in it, for whoever answers the test
/// gets no key.
pub fn may_read_key(actor: &Actor, access: &CohortAccess, learns: bool) -> Result<(), Denial> {
    (works_on(actor, access) && !learns).then_some(()).ok_or(Denial)
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
        row("imprimir una prueba en papel", &|actor, access| {
            may_print(actor, access, ExamId(1)).is_ok()
        }),
        row("digitar las hojas de otras personas", &|actor, access| {
            may_enter(actor, access, PersonId(2), (SheetId(1), EnrolmentId(1))).is_ok()
        }),
        row("imprimir la clave de una prueba", &|actor, access| {
            may_read_key(actor, access, false).is_ok()
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_learns_gets_no_key_and_nobody_enters_their_own_sheet() {
        let (_, coordinator) = cast("MET").swap_remove(1);
        let access = sample_access("MET", cohort::Stage::Running, &coordinator);
        let learning = Actor { person: Some(7), ..coordinator };
        let sheet = (SheetId(1), EnrolmentId(1));
        assert!(may_enter(&learning, &access, PersonId(7), sheet).is_err());
        assert!(may_enter(&learning, &access, PersonId(8), sheet).is_ok());
        assert!(may_read_key(&learning, &access, true).is_err());
        assert!(may_read_key(&learning, &access, false).is_ok());
    }
}
