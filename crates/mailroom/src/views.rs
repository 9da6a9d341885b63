//! Pages of the outbox.

use notices_model::entity::outbox_message::{Model, State};
use notices_model::rules::{masked_mail, trouble_label};
use platform::pages::{Crumb, Figure, Sample, View, samples_of};
use platform::prelude::*;
use platform::texts::word;

use super::queries::{MessageRow, TopicChoice};

/// One line of a list of messages.
#[derive(Serialize, Example)]
pub struct MessageLine {
    pub href: String,
    pub subject: String,
    pub to: String,
    pub when: String,
    pub state: &'static str,
    pub state_label: &'static str,
    pub attempts: i32,
    pub reason: Option<String>,
    pub next: Option<String>,
    /// Where to send it again, when it was given up and still has its text.
    pub retry: Option<String>,
}

impl MessageLine {
    /// The line of the demo's mailbox: everybody there is made up. `sends` says whether mail leaves.
    pub fn open(row: &MessageRow, sends: bool) -> Self {
        let to = format!("{} <{}>", row.recipient_name, row.recipient_email);
        Self { state_label: state_label(row.state, sends), ..Self::new(row, to) }
    }

    /// The line of the administration: nobody's full address is needed.
    pub fn masked(row: &MessageRow) -> Self {
        Self::new(row, masked_mail(&row.recipient_email))
    }

    fn new(row: &MessageRow, to: String) -> Self {
        let waits = row.state == State::Queued && row.attempts > 0;
        Self {
            href: format!("/correo/{}", row.id),
            subject: row.subject.clone(),
            to,
            when: dates::short_with_time(row.sent_at.unwrap_or(row.created_at)),
            state: row.state.code(),
            state_label: row.state.label(),
            attempts: row.attempts,
            reason: row.last_error.as_deref().map(trouble_label),
            next: waits.then(|| dates::short_with_time(row.not_before)),
            retry: (row.state == State::Failed && !row.is_secret)
                .then(|| format!("/envios/{}/reintento", row.id)),
        }
    }
}

/// The demo's mailbox.
#[derive(Serialize, Example)]
pub struct MailboxPage {
    pub filter: FormState,
    pub states: Vec<Alternative>,
    pub filtered: bool,
    pub rows: Vec<MessageLine>,
    pub pager: Pager,
    /// A mail server is named, so mail does leave.
    pub sends: bool,
}

impl View for MailboxPage {
    const TEMPLATE: &'static str = "pages/mailroom/mailbox";
    fn title(&self) -> String {
        "Correos de la demostración".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Correos")]
    }
}

/// One message of the demo's mailbox.
#[derive(Serialize, Example)]
pub struct MessagePage {
    pub subject: String,
    pub to: String,
    pub when: String,
    pub state: &'static str,
    pub state_label: &'static str,
    pub text: String,
    pub html: String,
    pub calendar: Option<String>,
}

impl MessagePage {
    pub fn of(message: Model, sends: bool) -> Self {
        Self {
            to: format!("{} <{}>", message.recipient_name, message.recipient_email),
            when: dates::short_with_time(message.sent_at.unwrap_or(message.created_at)),
            html: format!("/correo/{}/html", message.id),
            subject: message.subject,
            text: message.text_body,
            calendar: message.calendar,
            state: message.state.code(),
            state_label: state_label(message.state, sends),
        }
    }
}

/// The state of a message of the demo: without a mail server, what waits never leaves.
fn state_label(state: State, sends: bool) -> &'static str {
    if state == State::Queued && !sends { word("mailroom.not_sent") } else { state.label() }
}

impl View for MessagePage {
    const TEMPLATE: &'static str = "pages/mailroom/message";
    fn title(&self) -> String {
        self.subject.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::to("Correos", "/correo"), Crumb::here("Mensaje")]
    }
}

/// The outbox as the national administration sees it.
#[derive(Serialize, Example)]
pub struct OutboxPage {
    pub figures: Vec<Figure>,
    pub heading: String,
    pub rows: Vec<MessageLine>,
    pub pager: Pager,
    pub empty: String,
}

impl View for OutboxPage {
    const TEMPLATE: &'static str = "pages/mailroom/outbox";
    fn title(&self) -> String {
        "Envíos de correo".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Envíos de correo")]
    }
}

/// What the address of a letter shows.
#[derive(Serialize, Example)]
pub struct OptOutPage {
    /// `None` where the address stands for no letter.
    pub choice: Option<OptOutChoice>,
}

#[derive(Serialize, Example)]
pub struct OptOutChoice {
    /// «recordatorios».
    pub topic: &'static str,
    /// Masked: a letter may have been handed on.
    pub mail: String,
    pub is_out: bool,
    /// Where the other choice is made.
    pub href: String,
}

impl OptOutPage {
    pub fn of(choice: Option<TopicChoice>, code: &str) -> Self {
        let shown = |choice: TopicChoice| OptOutChoice {
            topic: choice.topic.label(),
            mail: masked_mail(&choice.email),
            is_out: choice.is_out,
            href: format!("/sin-correos/{code}{}", if choice.is_out { "/vuelta" } else { "" }),
        };
        Self { choice: choice.map(shown) }
    }
}

impl View for OptOutPage {
    const TEMPLATE: &'static str = "pages/mailroom/opt_out";
    fn title(&self) -> String {
        "Correos que recibe".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Correos que recibe")]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<MailboxPage>();
    all.extend(samples_of::<MessagePage>());
    all.extend(samples_of::<OutboxPage>());
    all.extend(samples_of::<OptOutPage>());
    all
}
