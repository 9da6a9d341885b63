//! Public verification: anybody, without signing in, with a budget of wrong codes (R54).

use chrono::TimeDelta;
use rocket::http::Status;
use rocket::{State as Managed, get};

use crate::certification::codes;
use crate::certification::entity::certificate::{self, State};
use crate::certification::labels;
use crate::certification::queries::certificates::{behind, successor};
use crate::certification::snapshot::Snapshot;
use crate::certification::views::{VerdictPage, VerifyPage};
use crate::platform::dates;
use crate::platform::errors::AppError;
use crate::platform::fields::FormState;
use crate::platform::limits::{Exhausted, Limiter};
use crate::platform::pages::Fact;
use crate::platform::texts;
use crate::sign_in::desk::{Answer, Desk};

/// Wrong codes an address may try: 30 in ten minutes. Codes have 130 bits, so this only spares
/// work; whoever mistypes never gets there.
pub struct Guesses(Limiter);

impl Default for Guesses {
    fn default() -> Self {
        Self(Limiter::new(30, TimeDelta::minutes(10)))
    }
}

#[get("/verificar?<codigo>")]
pub async fn form(desk: Desk<'_>, codigo: Option<&str>) -> Answer {
    let typed = codigo.unwrap_or_default().trim();
    if typed.is_empty() && codigo.is_none() {
        return desk.show(&VerifyPage { form: FormState::default() });
    }
    if codes::candidates(typed).is_some() {
        let bare: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
        return desk.go(format!("/verificar/{}", bare.to_ascii_uppercase()));
    }
    // A text that is no code comes back as it was, but not a page of it.
    let mut form = FormState::default().with("codigo", typed.chars().take(100).collect::<String>());
    form.refuse("codigo", texts::say("certification.code_malformed", &[]));
    desk.refuse(&VerifyPage { form })
}

#[get("/verificar/<code>")]
pub async fn verdict(desk: Desk<'_>, code: &str, guesses: &Managed<Guesses>) -> Answer {
    let address = desk.request().client_ip();
    guesses
        .0
        .take(address, desk.app.clock.now())
        .map_err(|Exhausted(seconds)| AppError::TooMany { retry_after_seconds: seconds })?;
    let db = desk.app.db.read();
    let found = match codes::candidates(code) {
        Some(codes) => behind(db, &codes).await?,
        None => None,
    };
    let Some(row) = found else {
        return desk.show_unlisted(Status::NotFound, &unknown(code));
    };
    guesses.0.give_back(address);
    let stands_now = if row.state == State::Active { None } else { successor(db, &row).await? };
    desk.show_unlisted(Status::Ok, &page(&row, stands_now)?)
}

/// With what was typed, so that one wrong letter of 26 can be mended.
fn unknown(code: &str) -> VerdictPage {
    let typed = codes::display(&code.chars().take(codes::LENGTH).collect::<String>());
    VerdictPage {
        form: FormState::default().with("codigo", typed),
        state: "unknown",
        title: "No conocemos este código".to_owned(),
        text: texts::say("certification.code_unknown", &[]),
        reason: None,
        successor: None,
        facts: Vec::new(),
        capacities: Vec::new(),
        demo: false,
    }
}

fn page(row: &certificate::Model, successor: Option<String>) -> Result<VerdictPage, AppError> {
    let snapshot = Snapshot::read(&row.snapshot)?;
    let paper = snapshot.document;
    let title = format!(
        "{}: {}",
        labels::kind(row.kind),
        labels::state(row.kind, row.state).to_lowercase()
    );
    let ended = row.revoked_at.map(|at| dates::long(dates::bogota_date(at))).unwrap_or_default();
    let (state, text) = match row.state {
        State::Active => ("valid", texts::say("certification.verdict_valid", &[])),
        State::Revoked => {
            ("revoked", texts::say("certification.verdict_revoked", &[("date", ended)]))
        }
        State::Replaced => ("revoked", texts::say("certification.verdict_replaced", &[])),
    };
    let facts = vec![
        Fact::new("Nombre", paper.full_name),
        Fact::new("Documento", snapshot.masked_document),
        Fact::new("Curso", format!("{} ({})", paper.course_name, paper.course_type)),
        Fact::new("Intensidad", format!("{} horas, modalidad {}", paper.hours, paper.modality)),
        Fact::new("Fechas", dates::range(snapshot.starts_on, snapshot.ends_on)),
        Fact::new("Lugar", paper.place),
        Fact::new("Expide", format!("{}, dirección territorial {}", paper.issuer, snapshot.unit)),
        Fact::new("Expedido el", paper.issued_on),
        Fact::new("Número", paper.number),
    ];
    Ok(VerdictPage {
        form: FormState::default(),
        state,
        title,
        text,
        reason: row.revocation_reason.clone().filter(|_| row.state == State::Revoked),
        successor: successor.map(|code| format!("/verificar/{code}")),
        facts,
        capacities: paper.capacities,
        demo: paper.demo,
    })
}
