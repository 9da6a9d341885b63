//! Mail about persons and their posts.

use serde::Serialize;

use notices_model::letters::{Letter, LetterSample, MailAction, samples_of};
use platform::example::Example;

/// A year without a word about a post: does the person still hold it? (R31)
#[derive(Clone, Debug, Serialize, Example)]
pub struct PostConfirmationRequest {
    pub position: String,
    pub entity: String,
    /// The day on which the post was last confirmed, in words.
    pub since: String,
}

impl Letter for PostConfirmationRequest {
    const TEMPLATE: &'static str = "emails/people/still_there";

    fn subject(&self) -> String {
        "¿Sigue en el mismo cargo? Confirme su vinculación".to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Revisar mis datos", "/mis-datos".to_owned()))
    }

    fn unit(&self) -> String {
        "Formación Territorial".to_owned()
    }
}

/// Two records of a person became one: told to every address of the two, so that nobody loses courses
/// or certificates without a word.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RecordsMerged {}

impl Letter for RecordsMerged {
    const TEMPLATE: &'static str = "emails/people/merged";

    fn subject(&self) -> String {
        "Unimos dos registros a su nombre".to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Revisar mis datos", "/mis-datos".to_owned()))
    }

    fn unit(&self) -> String {
        "Formación Territorial".to_owned()
    }
}

/// The institution replaced the mail that somebody had declared: told to the old address.
#[derive(Clone, Debug, Serialize, Example)]
pub struct MailReplaced {}

impl Letter for MailReplaced {
    const TEMPLATE: &'static str = "emails/people/mail_replaced";

    fn subject(&self) -> String {
        "Este correo ya no es el de su registro".to_owned()
    }

    fn unit(&self) -> String {
        "Formación Territorial".to_owned()
    }
}

/// A name or a document was corrected: told to every address of the person.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RecordCorrected {
    /// What changed, in words.
    #[example("corregir el nombre")]
    pub what: &'static str,
}

impl Letter for RecordCorrected {
    const TEMPLATE: &'static str = "emails/people/corrected";

    fn subject(&self) -> String {
        "Corregimos sus datos".to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Revisar mis datos", "/mis-datos".to_owned()))
    }

    fn unit(&self) -> String {
        "Formación Territorial".to_owned()
    }
}

/// A coordination asked for a change that others decide: told to every address of the person.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RecordChangeAsked {
    /// What is asked, in words.
    #[example("corregir el nombre")]
    pub what: &'static str,
}

impl Letter for RecordChangeAsked {
    const TEMPLATE: &'static str = "emails/people/change_asked";

    fn subject(&self) -> String {
        "Pidieron un cambio en sus datos".to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Revisar mis datos", "/mis-datos".to_owned()))
    }

    fn unit(&self) -> String {
        "Formación Territorial".to_owned()
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    let mut all = samples_of::<PostConfirmationRequest>();
    all.extend(samples_of::<RecordsMerged>());
    all.extend(samples_of::<MailReplaced>());
    all.extend(samples_of::<RecordCorrected>());
    all.extend(samples_of::<RecordChangeAsked>());
    all
}
