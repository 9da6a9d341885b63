//! Letters: what a capability wants somebody to know, before it becomes mail.

use serde::Serialize;

use platform::contacts::LetterContact;
use platform::example::Samples;
use platform::origin::ONE_CLICK;

use super::entity::mail_opt_out::MailTopic;

/// One letter of one kind; its template pair is `emails/<capability>/<name>.hbs` and
/// `…_text.hbs`, where the letter's own fields are found under `page`.
pub trait Letter: Serialize + Samples {
    /// `emails/<capability>/<name>`.
    const TEMPLATE: &'static str;
    /// It carries a one-time link, which must not stay in the database after its sending ended.
    const SECRET: bool = false;
    /// What it is about, where its reader may ask for no more of it.
    const TOPIC: Option<MailTopic> = None;
    /// At most 70 characters, without document numbers (R67).
    fn subject(&self) -> String;
    /// The one thing to do, if any.
    fn action(&self) -> Option<MailAction> {
        None
    }
    /// The invitations of a letter about sessions (see [`super::calendar::invitations`]).
    fn calendar(&self) -> Option<String> {
        None
    }
    /// Returns the unit that signs the letter, e.g. «Dirección territorial Meta».
    fn unit(&self) -> String;
    /// Returns the cohort that the letter is about (`cohort.id`): whoever runs it sees what became of the
    /// letter.
    fn cohort(&self) -> Option<i64> {
        None
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct MailAction {
    pub label: String,
    /// A path of ours (`/inscripciones/7`); the public address is put before it.
    pub href: String,
}

impl MailAction {
    pub fn new(label: impl Into<String>, path: impl Into<String>) -> Self {
        Self { label: label.into(), href: path.into() }
    }
}

/// To whom a letter goes.
#[derive(Clone, Debug)]
pub struct Recipient {
    pub email: String,
    pub name: String,
    /// `person.id`
    pub person: Option<i64>,
    /// `account.id`
    pub account: Option<i64>,
}

/// A subject that begins with what happened; a long course name is cut, since seventy characters is
/// what mail programs show (R67).
pub fn subject(start: &str, course: &str) -> String {
    let whole = format!("{start}: {course}");
    if whole.chars().count() <= 70 {
        return whole;
    }
    let cut: String = whole.chars().take(69).collect();
    format!("{}…", cut.trim_end())
}

/// What the mail layouts need around a letter.
#[derive(Serialize)]
pub struct Envelope {
    pub subject: String,
    /// What inboxes show beside the subject; empty while only the text is written.
    pub preheader: String,
    pub name: String,
    pub action: Option<MailAction>,
    /// The organisation that answers for the data, where the operator set it.
    pub organisation: Option<String>,
    pub unit: String,
    /// Whom to ask, where the unit says it.
    pub contact: Option<String>,
    /// Where the reader asks for no more letters about its topic.
    pub opt_out: Option<OptOutLink>,
    pub public_url: String,
    pub demo: bool,
}

/// The way out of a topic, which whoever holds the letter may take.
#[derive(Clone, Debug, Serialize)]
pub struct OptOutLink {
    /// «recordatorios»
    pub topic: &'static str,
    pub href: String,
}

impl OptOutLink {
    pub fn new(topic: MailTopic, public_url: &str, code: &str) -> Self {
        Self { topic: topic.label(), href: opt_out_address(public_url, code) }
    }
}

/// Letters and digits of the code of such an address.
pub const OPT_OUT_CODE: usize = 26;

/// The address at which the reader of the letter with a code asks for no more. Mail programs ask at it by
/// themselves, which `platform::origin` lets them.
pub fn opt_out_address(public_url: &str, code: &str) -> String {
    format!("{public_url}{ONE_CLICK}{code}")
}

/// A letter in its envelope, as templates read it.
#[derive(Serialize)]
pub struct MailData<'a, L> {
    pub mail: &'a Envelope,
    pub page: &'a L,
}

/// A sample letter, ready for the test that renders all of them.
pub struct LetterSample {
    pub template: &'static str,
    pub subject: String,
    pub json: serde_json::Value,
}

pub fn samples_of<L: Letter>() -> Vec<LetterSample> {
    // One of two shows whom to ask.
    let contacts = [None, Some(LetterContact { sentence: "Muestra".to_owned(), reply_to: None })];
    L::samples()
        .into_iter()
        .zip(contacts.iter().cycle())
        .map(|(letter, contact)| {
            let (name, url) = ("Ana María Guayacán", "https://formacion.example");
            let mail = Envelope {
                preheader: opening(GREETED).to_owned(),
                organisation: contact.as_ref().map(|_| "Escuela de Muestra".to_owned()),
                opt_out: L::TOPIC.map(|topic| OptOutLink::new(topic, url, "muestra")),
                ..envelope(&letter, name, url, true, contact.as_ref())
            };
            let json =
                serde_json::to_value(MailData { mail: &mail, page: &letter }).unwrap_or_default();
            LetterSample { template: L::TEMPLATE, subject: letter.subject(), json }
        })
        .collect()
}

/// How the text of a letter begins, in samples.
const GREETED: &str = "Cordial saludo, Ana:\n\nTiene un mensaje.\n\n--";

/// What a written letter says first, after it greeted: its first paragraph.
pub fn opening(text: &str) -> &str {
    let mut parts = text.split("\n\n").map(str::trim).skip_while(|part| !part.ends_with(':'));
    parts.next();
    parts.next().unwrap_or_default()
}

/// The envelope of a letter.
pub fn envelope(
    letter: &impl Letter,
    name: &str,
    public_url: &str,
    demo: bool,
    contact: Option<&LetterContact>,
) -> Envelope {
    let action = letter
        .action()
        .map(|action| MailAction { href: format!("{public_url}{}", action.href), ..action });
    Envelope {
        subject: letter.subject(),
        preheader: String::new(),
        name: name.to_owned(),
        action,
        organisation: None,
        unit: letter.unit(),
        contact: contact.map(|contact| contact.sentence.clone()),
        opt_out: None,
        public_url: public_url.to_owned(),
        demo,
    }
}

#[cfg(test)]
mod tests {
    use super::{opening, subject};

    #[test]
    fn an_inbox_shows_what_a_letter_says_first_after_it_greeted() {
        let text =
            "\nDEMOSTRACIÓN, SIN VALIDEZ\n\nCordial saludo, Ana:\n\nTiene un cupo.\n\nCurso: Uno";
        assert_eq!(opening(text), "Tiene un cupo.");
        assert_eq!(opening("Cordial saludo:"), "");
    }

    #[test]
    fn a_subject_is_never_longer_than_seventy_characters() {
        let long = "Formulación, incidencia y seguimiento de proyectos de inversión pública";
        assert_eq!(subject("Cupo confirmado", long).chars().count(), 70);
        assert_eq!(subject("Cupo confirmado", "Tributaria"), "Cupo confirmado: Tributaria");
    }
}
