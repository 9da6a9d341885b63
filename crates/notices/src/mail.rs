//! A queued message as a mail, and what a mail server's answer means.

use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp::{self, PoolConfig};
use lettre::{Address, AsyncSmtpTransport, Tokio1Executor};

use super::calendar::{self, Invitation};
use super::entity::outbox_message::Model;
use super::letters::opt_out_address;
use super::rules::Trouble;

/// How long the server may take to answer one command.
const COMMAND: Duration = Duration::from_secs(20);

pub type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// The way to the mail server, with its connections kept open between messages.
pub fn transport(smtp_url: &str) -> Result<Transport, smtp::Error> {
    let pool = PoolConfig::new().max_size(2).idle_timeout(Duration::from_secs(60));
    Ok(Transport::from_url(smtp_url)?.timeout(Some(COMMAND)).pool_config(pool).build())
}

/// The same message makes the same mail, however often it is tried.
pub fn compose(message: &Model, from: &Mailbox, public_url: &str) -> Result<Message, Trouble> {
    let address: Address = message.recipient_email.parse().map_err(|_| Trouble::Address)?;
    // An address that is not proven yet is written to without a name.
    let name = Some(in_one_line(&message.recipient_name)).filter(|name| !name.is_empty());
    let bodies =
        MultiPart::alternative_plain_html(message.text_body.clone(), message.html_body.clone());
    let content = match &message.calendar {
        None => bodies,
        Some(files) => {
            let to = name.as_deref().unwrap_or_default();
            invited(bodies, calendar::addressed(files, to, &message.recipient_email))?
        }
    };
    let seconds = u64::try_from(message.created_at.timestamp()).unwrap_or(0);
    let mut mail = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(name, address))
        .subject(in_one_line(&message.subject))
        .message_id(Some(message.message_id.clone()))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        // No holiday answer comes back to a machine.
        .raw_header(plain("Auto-Submitted", "auto-generated"))
        .raw_header(plain("X-Auto-Response-Suppress", "All"))
        .raw_header(plain("Content-Language", "es-CO"));
    // With these two the mail program shows its own button, which asks without opening a page.
    if let Some(code) = &message.opt_out_code {
        let address = opt_out_address(public_url, code);
        mail = mail
            .raw_header(plain("List-Unsubscribe", &format!("<{address}>")))
            .raw_header(plain("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    if let Some(answers) = message.reply_to.as_deref().and_then(|to| to.parse::<Address>().ok()) {
        mail = mail.reply_to(Mailbox::new(None, answers));
    }
    mail.multipart(content).map_err(|_| Trouble::Letter)
}

/// Adds invitations to the bodies of a letter: each is a file, for programs that open files. The only one
/// is also a third form of the letter, which calendars apply by themselves; they apply one at most.
fn invited(bodies: MultiPart, invitations: Vec<Invitation>) -> Result<MultiPart, Trouble> {
    let kind = |invitation: &Invitation| {
        let method = invitation.method.word();
        ContentType::parse(&format!("text/calendar; charset=utf-8; method={method}"))
            .map_err(|_| Trouble::Letter)
    };
    let bodies = match invitations.as_slice() {
        [only] => {
            bodies.singlepart(SinglePart::builder().header(kind(only)?).body(only.file.clone()))
        }
        _ => bodies,
    };
    let mut content = MultiPart::mixed().multipart(bodies);
    for (invitation, number) in invitations.into_iter().zip(1..) {
        let kind = kind(&invitation)?;
        let file = Attachment::new(format!("sesion-{number}.ics"));
        content = content.singlepart(file.body(invitation.file, kind));
    }
    Ok(content)
}

/// A text without the ends of lines, which would end a header: the builder of mails panics at one in a
/// name.
fn in_one_line(text: &str) -> String {
    let parts = text.split(char::is_control).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

fn plain(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Only the kind of a failure is kept: the server's own words may quote the recipient.
pub fn trouble(error: &smtp::Error) -> Trouble {
    if let Some(code) = error.status() {
        return Trouble::Answer(code.into());
    }
    if error.is_timeout() {
        Trouble::Timeout
    } else if error.is_client() {
        // The server lacks what this letter needs, such as an address beyond ASCII.
        Trouble::Letter
    } else {
        Trouble::Line
    }
}
