//! Pages of enrolment: asking for a place, one's own places, the coordination's lists.

mod answers;
mod asking;
mod lists;
mod own;
mod quotas;

pub use answers::{AcceptanceForm, OfferForm, OfferLinkPage};
pub use asking::{
    ClosedEnrolmentPage, EnrolmentRequestPage, ProofPage, RegistrationPage, RegistrationSentPage,
};
pub use asking::{own_seat_line, seats_line};
pub use lists::{
    AddPersonPage, ChangeSeatsPage, KnownPerson, RosterLine, RosterPage, RosterTab, WithdrawalPage,
};
pub use own::{
    ArrivalNotice, EnrolmentPage, OwnEnrolmentsPage, OwnLine, SessionLine, WithdrawPage,
};
pub use quotas::{GroupRow, GroupTable, QuotasPage, SeatsLeftLine, left};

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::views::StageTag;
use people_model::rules::{NOTICE_VERSION, notice_date};
use platform::numbers::{people, some};
use platform::pages::{Sample, samples_of};
use platform::prelude::*;
use platform::texts::{capitalised, say};

use super::entity::enrolment::Stage;
use super::queries::LateSeats;
use super::rules;

/// What names a cohort on every page.
#[derive(Clone, Debug, Serialize, Example)]
pub struct EnrolmentHead {
    pub code: String,
    pub id: i64,
    pub course: String,
    pub cohort: String,
    /// «Del 3 al 27 de noviembre de 2026».
    pub dates: String,
    pub place: String,
    pub unit: String,
}

impl EnrolmentHead {
    pub fn new(cohort: &cohort::Model, course: &str, unit: &str) -> Self {
        Self {
            code: cohort.public_code.clone(),
            id: cohort.id.0,
            course: course.to_owned(),
            cohort: cohort.name.clone(),
            dates: capitalised(&dates::period(cohort.starts_on, cohort.ends_on)),
            place: cohort.place_text.clone(),
            unit: unit.to_owned(),
        }
    }

    pub fn public_path(&self) -> String {
        format!("/oferta/{}", self.code)
    }

    pub fn path(&self) -> String {
        format!("/cohortes/{}", self.id)
    }

    pub fn roster_path(&self) -> String {
        format!("/cohortes/{}/inscritos", self.id)
    }

    /// «Gestión tributaria, cohorte Meta 2026-2».
    pub fn title(&self) -> String {
        format!("{}, cohorte {}", self.course, self.cohort)
    }
}

/// People whose seats came after sessions that were held, for whoever may say since when they count.
#[derive(Clone, Debug, Serialize, Example)]
pub struct LateNotice {
    /// «A 35 personas no les cuentan 2 sesiones que ya terminaron».
    pub text: String,
    /// Where it is said.
    pub href: String,
}

impl LateNotice {
    pub fn new(cohort: CohortId, late: LateSeats) -> Self {
        let LateSeats { people: who, sessions } = late;
        let facts = [
            ("people", people(who)),
            ("whom", if who == 1 { "le" } else { "les" }.to_owned()),
            ("count", if sessions == 1 { "cuenta" } else { "cuentan" }.to_owned()),
            ("sessions", some(sessions, "sesión que ya terminó", "sesiones que ya terminaron")),
        ];
        let href = format!("/cohortes/{cohort}/desde-cuando");
        Self { text: say("enrolment.late_seats", &facts), href }
    }
}

/// The stage of an enrolment as a tag; that of its cohort says what it is worth.
pub fn standing_tag(stage: Stage, cohort: cohort::Stage) -> StageTag {
    StageTag { stage: rules::stage_code(stage), label: rules::standing_label(stage, cohort) }
}

/// The notice on personal data that a form asks to authorise.
#[derive(Clone, Debug, Serialize, Example)]
pub struct DataNotice {
    pub version: &'static str,
    pub date: String,
}

impl DataNotice {
    pub fn today() -> Self {
        Self { version: NOTICE_VERSION, date: dates::long(notice_date()) }
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<RegistrationPage>();
    all.extend(samples_of::<RegistrationSentPage>());
    all.extend(samples_of::<ProofPage>());
    all.extend(samples_of::<EnrolmentRequestPage>());
    all.extend(samples_of::<ClosedEnrolmentPage>());
    all.extend(samples_of::<OwnEnrolmentsPage>());
    all.extend(samples_of::<EnrolmentPage>());
    all.extend(samples_of::<WithdrawPage>());
    all.extend(samples_of::<RosterPage>());
    all.extend(samples_of::<WithdrawalPage>());
    all.extend(samples_of::<AddPersonPage>());
    all.extend(samples_of::<ChangeSeatsPage>());
    all.extend(samples_of::<QuotasPage>());
    all.extend(samples_of::<OfferLinkPage>());
    all.extend(super::nomination::samples());
    all.extend(super::catalogue::samples());
    all.extend(super::attribution::samples());
    all.extend(super::persons::samples());
    all.extend(super::import::samples());
    all
}
