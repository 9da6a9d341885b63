//! Addresses of the outbox.

use rocket::http::{ContentType, Header};
use rocket::{Responder, Route, get, post, routes};

use notices_model::entity::outbox_message::{MessageId, Model, State};
use platform::{numbers, pager};
use sign_in_model::prelude::*;

use super::policy::{may_retry, may_see_outbox};
use super::views::{MailboxPage, MessageLine, MessagePage, OptOutPage, OutboxPage};
use super::{commands, queries};

pub fn routes() -> Vec<Route> {
    routes![mailbox, message, message_html, outbox, retry, choice, leave, come_back]
}

/// An unknown word filters nothing.
fn state_of(word: Option<&str>) -> Option<State> {
    word.and_then(State::from_code)
}

/// The mailbox exists in the demo only: elsewhere these are letters to real people.
fn demo_only(desk: &Desk<'_>) -> Result<(), AppError> {
    if desk.app.demo { Ok(()) } else { Err(AppError::NotFound) }
}

/// Whether a mail server is named.
fn sends(desk: &Desk<'_>) -> bool {
    desk.app.config.smtp_url.is_some()
}

#[get("/correo?<estado>&<pagina>")]
async fn mailbox(desk: Desk<'_>, estado: Option<&str>, pagina: Option<u64>) -> Answer {
    demo_only(&desk)?;
    let state = state_of(estado);
    let chosen = if state.is_some() { estado } else { None }.unwrap_or_default();
    let address = pager::address("/correo", &[("estado", chosen)]);
    let (rows, pager) = queries::messages(desk.app.db.read(), state, pagina, &address).await?;
    let sends = sends(&desk);
    desk.show(&MailboxPage {
        filter: FormState::default().with("estado", chosen),
        states: State::alternatives(),
        filtered: state.is_some(),
        rows: rows.iter().map(|row| MessageLine::open(row, sends)).collect(),
        pager,
        sends,
    })
}

async fn found(desk: &Desk<'_>, id: MessageId) -> Result<Model, AppError> {
    demo_only(desk)?;
    queries::message(desk.app.db.read(), id).await?.ok_or(AppError::NotFound)
}

#[get("/correo/<message>")]
async fn message(desk: Desk<'_>, message: MessageId) -> Answer {
    let message = found(&desk, message).await?;
    desk.show(&MessagePage::of(message, sends(&desk)))
}

/// A letter as a mail programme shows it. Mail styles its elements one by one, so this
/// address alone allows inline styles; scripts, images and forms stay forbidden.
#[derive(Responder)]
struct LetterHtml {
    html: String,
    content_type: ContentType,
    policy: Header<'static>,
}

#[get("/correo/<message>/html")]
async fn message_html(desk: Desk<'_>, message: MessageId) -> Result<LetterHtml, AppError> {
    let message = found(&desk, message).await?;
    Ok(LetterHtml {
        html: message.html_body,
        content_type: ContentType::HTML,
        policy: Header::new(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
        ),
    })
}

#[get("/envios?<estado>&<pagina>")]
async fn outbox(desk: Desk<'_>, estado: Option<&str>, pagina: Option<u64>) -> Answer {
    may_see_outbox(desk.actor()?)?;
    let db = desk.app.db.read();
    let state = state_of(estado).unwrap_or(State::Failed);
    let counts = queries::counts(db).await?;
    let mut figures = Vec::new();
    let (mut heading, mut address) = ("", String::new());
    for (one, code, label) in [
        (State::Failed, "failed", "Fallidos"),
        (State::Queued, "queued", "En cola"),
        (State::Sent, "sent", "Enviados"),
        (State::Declined, "declined", "No deseados"),
    ] {
        let count = counts.iter().find(|(known, _)| *known == one).map_or(0, |(_, count)| *count);
        let href = pager::address("/envios", &[("estado", code)]);
        if one == state {
            (heading, address) = (label, href.clone());
        }
        figures.push(Figure::new(numbers::grouped(count), label).to(href));
    }
    let (rows, pager) = queries::messages(db, Some(state), pagina, &address).await?;
    desk.show(&OutboxPage {
        figures,
        heading: heading.to_owned(),
        rows: rows.iter().map(MessageLine::masked).collect(),
        pager,
        empty: format!("No hay mensajes en «{heading}»."),
    })
}

#[post("/envios/<message>/reintento")]
async fn retry(desk: Desk<'_>, message: MessageId) -> Answer {
    let permit = may_retry(desk.actor()?, message)?;
    match commands::retry(desk.app, permit).await {
        Ok(()) => desk.done("/envios", "El mensaje volvió a la cola."),
        Err(failure) => Err(AppError::Refused(failure.refusal()?.sentence())),
    }
}

#[get("/sin-correos/<token>")]
async fn choice(desk: Desk<'_>, token: &str) -> Answer {
    let choice = queries::choice_of(desk.app.db.read(), token).await?;
    desk.show(&OptOutPage::of(choice, token))
}

/// The page answers at once: a mail program follows no redirect.
#[post("/sin-correos/<token>")]
async fn leave(desk: Desk<'_>, token: &str) -> Answer {
    let choice = commands::choose(desk.app, token, true).await?;
    desk.show(&OptOutPage::of(choice, token))
}

#[post("/sin-correos/<token>/vuelta")]
async fn come_back(desk: Desk<'_>, token: &str) -> Answer {
    let choice = commands::choose(desk.app, token, false).await?;
    desk.show(&OptOutPage::of(choice, token))
}
