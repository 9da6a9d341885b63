//! The letters that remind.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::CohortRow;
use notices_model::entity::mail_opt_out::MailTopic;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::prelude::*;
use territory_model::labels;

use crate::invitation::Invitation;

/// The seat that was offered to somebody lapses soon. The letter's link answers without a password, as that
/// of the first letter does.
#[derive(Clone, Debug, Serialize, Example)]
pub struct OfferEnding {
    pub course: String,
    pub cohort: String,
    /// «martes 24 de noviembre de 2026».
    pub starts: String,
    pub place: String,
    /// «24 de noviembre de 2026, 8:00 a. m.».
    pub until: String,
    #[serde(skip)]
    unit: String,
    #[serde(skip)]
    id: CohortId,
    #[serde(skip)]
    token: String,
}

impl OfferEnding {
    pub fn new(row: &CohortRow, until: DateTime<Utc>, token: String) -> Self {
        Self {
            course: row.version.name.clone(),
            cohort: row.cohort.name.clone(),
            starts: dates::with_weekday(row.cohort.starts_on),
            place: row.cohort.place_text.clone(),
            until: dates::long_with_time(until),
            unit: labels::unit(&row.unit_name),
            id: row.cohort.id,
            token,
        }
    }
}

impl Letter for OfferEnding {
    const TEMPLATE: &'static str = "emails/announcements/offer_ending";
    const TOPIC: Option<MailTopic> = Some(MailTopic::Reminders);
    const SECRET: bool = true;

    fn subject(&self) -> String {
        subject("Su cupo está por vencer", &self.course)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Aceptar o dejar el cupo", format!("/cupo/{}", self.token)))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }
}

/// A focal point was called and put nobody forward, and the cohort soon takes nobody more.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CallReminder {
    #[serde(flatten)]
    pub call: Invitation,
}

impl Letter for CallReminder {
    const TEMPLATE: &'static str = "emails/announcements/call_reminder";
    const TOPIC: Option<MailTopic> = Some(MailTopic::Calls);

    fn subject(&self) -> String {
        subject("Quedan pocos días para postular", &self.call.course)
    }

    fn action(&self) -> Option<MailAction> {
        self.call.action()
    }

    fn unit(&self) -> String {
        self.call.unit()
    }

    fn cohort(&self) -> Option<i64> {
        self.call.cohort()
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    let mut all = samples_of::<OfferEnding>();
    all.extend(samples_of::<CallReminder>());
    all
}
