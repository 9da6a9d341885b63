//! Who prints a test, reads its key and enters its sheets.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::policy::{CohortAccess, CohortTable, works_on};
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
use people_model::policy::is_own;
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
    Print::when(works_on(actor, access), actor.by(), access.cohort.id, exam)
}

/// Those who work on the cohort, and nobody their own sheet.
pub fn may_enter(
    actor: &Actor,
    access: &CohortAccess,
    person: PersonId,
    (sheet, enrolment): (SheetId, EnrolmentId),
) -> Result<Enter, Denial> {
    let enters = works_on(actor, access) && !is_own(actor, person);
    Enter::when(enters, actor.by(), access.cohort.id, sheet, enrolment)
}

/// Booklets and sheets are read by those who work on the cohort.
pub fn may_see(actor: &Actor, access: &CohortAccess) -> Result<(), Denial> {
    Denial::unless(works_on(actor, access))
}

/// What is right: those who work on the cohort and do not learn in it, for whoever answers the test
/// gets no key.
pub fn may_read_key(actor: &Actor, access: &CohortAccess, learns: bool) -> Result<(), Denial> {
    Denial::unless(works_on(actor, access) && !learns)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    CohortTable::of("assessment")
        .row("imprimir una prueba en papel", |actor, access| may_print(actor, access, ExamId(1)))
        .row("digitar las hojas de otras personas", |actor, access| {
            may_enter(actor, access, PersonId(2), (SheetId(1), EnrolmentId(1)))
        })
        .row("imprimir la clave de una prueba", |actor, access| may_read_key(actor, access, false))
        .rows()
}

#[cfg(test)]
mod tests {
    use cohorts_model::policy::sample_access;
    use sign_in_model::permits::cast;

    use super::*;

    #[test]
    fn whoever_learns_gets_no_key_and_nobody_enters_their_own_sheet() {
        let (_, coordinator) = cast("MET").swap_remove(1);
        let access = sample_access(&coordinator);
        let learning = Actor { person: Some(7), ..coordinator };
        let sheet = (SheetId(1), EnrolmentId(1));
        assert!(may_enter(&learning, &access, PersonId(7), sheet).is_err());
        assert!(may_enter(&learning, &access, PersonId(8), sheet).is_ok());
        assert!(may_read_key(&learning, &access, true).is_err());
        assert!(may_read_key(&learning, &access, false).is_ok());
    }
}
