//! Public verification: anybody, without signing in, with a budget of wrong codes (R54).

use std::net::IpAddr;

use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};
use rocket::{Request, State as Managed, get, post};

use platform::limits::{Limiter, RetryAfter, SharedBudget, address_key};
use platform::uploads::{Fingerprint, door};
use platform::{dates, texts};
use sign_in_model::prelude::*;

use crate::credentials::ClaimedCredential;
use crate::entity::certificate::{self, State};
use crate::queries::certificates::{behind, is_document_signed, of_document, replacement};
use crate::snapshot::Snapshot;
use crate::validity::queries::renewal;
use crate::validity::rules::Validity;
use crate::views::{Successor, VerdictPage, VerifyPage};
use crate::{codes, credentials, labels, validity};

/// Codes that nobody has and files that no document was, from one address over all instances: 30 in ten
/// minutes (R54, P37).
const WRONG: SharedBudget =
    SharedBudget { name: "wrong verifications", attempts: 30, window: TimeDelta::minutes(10) };

/// What this instance remembers of the budget of an address, so that whoever has spent it costs no more
/// statements. It lets no more pass than the shared one.
pub struct CodeGuesses(Limiter);

impl Default for CodeGuesses {
    fn default() -> Self {
        Self(Limiter::new(WRONG.attempts, WRONG.window))
    }
}

impl CodeGuesses {
    /// Takes one try of a file, before it is read.
    fn take(&self, app: &App, address: Option<IpAddr>) -> Result<(), RetryAfter> {
        self.0.take(address, app.clock.now())
    }

    /// Gives back a try whose file was right.
    fn right(&self, address: Option<IpAddr>) {
        self.0.give_back(address);
    }

    /// Takes one try of a code that nobody has. A right one is never refused, however many wrong ones
    /// its neighbours tried.
    ///
    /// # Errors
    /// The address was wrong too often, or the database's.
    pub(crate) async fn wrong_code(
        &self,
        app: &App,
        address: Option<IpAddr>,
    ) -> Result<(), AppError> {
        self.take(app, address)?;
        self.wrong(app, address).await
    }

    /// Counts what was wrong over all instances.
    ///
    /// # Errors
    /// The address was wrong too often, or the database's.
    async fn wrong(&self, app: &App, address: Option<IpAddr>) -> Result<(), AppError> {
        let now = app.clock.now();
        let counted = WRONG.take(&app.db, &address_key(address), now).await;
        if matches!(counted, Err(AppError::TooMany { .. })) {
            self.0.drain(address, now);
        }
        counted
    }
}

#[get("/verificar?<codigo>")]
pub async fn form(desk: Desk<'_>, codigo: Option<&str>) -> Answer {
    let typed = codigo.unwrap_or_default().trim();
    if typed.is_empty() && codigo.is_none() {
        return desk.show(&VerifyPage { form: FormState::default() });
    }
    let code = codes::of_address(typed);
    if codes::candidates(code).is_some() {
        let bare: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
        return desk.go(format!("/verificar/{}", bare.to_ascii_uppercase()));
    }
    // A text that is no code comes back as it was, but not a page of it.
    let mut form = FormState::default().with("codigo", typed.chars().take(100).collect::<String>());
    let why = match codes::is_number(typed) {
        true => "certification.code_is_number",
        false => "certification.code_malformed",
    };
    form.refuse("codigo", texts::say(why, &[]));
    desk.refuse(&VerifyPage { form })
}

/// A try that an address makes, taken before the file that it sends is read. Whoever has none left may still
/// bring what was issued here, which has some dozens of kilobytes: a larger file is not looked at.
pub struct VerificationTry(Result<(), RetryAfter>);

/// The most bytes of a file of somebody who has no try left.
const SMALL: usize = 512 * 1024;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for VerificationTry {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let state = request.rocket();
        let (Some(app), Some(guesses)) = (state.state::<App>(), state.state::<CodeGuesses>())
        else {
            return Outcome::Error((Status::InternalServerError, ()));
        };
        let taken = guesses.take(app, request.client_ip());
        if taken.is_err() {
            door::keep_to(request, SMALL);
        }
        Outcome::Success(Self(taken))
    }
}

/// The document itself is brought: its bytes are the one that was issued, or they are not. Ours have
/// some dozens of kilobytes; more than ten megabytes are not looked at, and nothing of them is kept. What was
/// issued is known whatever else its sender or their neighbours tried; the rest waits for a try.
#[post("/verificar/archivo", data = "<brought>")]
pub async fn file(
    desk: Desk<'_>,
    attempt: VerificationTry,
    brought: Fingerprint<10>,
    guesses: &Managed<CodeGuesses>,
) -> Answer {
    let address = desk.request().client_ip();
    let refuse = async |code| {
        attempt.0?;
        guesses.wrong(desk.app, address).await?;
        let form = FormState::default().refused("archivo", texts::say(code, &[]));
        desk.refuse(&VerifyPage { form })
    };
    let Some(file) = brought.file else {
        let code = match brought.too_large {
            true => "certification.file_too_large",
            false => "certification.file_missing",
        };
        return refuse(code).await;
    };
    let db = desk.app.db.read();
    let (found, unknown) = if file.beginning.starts_with(b"%PDF-") {
        (of_document(db, &file.sha256).await?, "certification.file_unknown")
    } else if let Some(claimed) = file.text().and_then(ClaimedCredential::of) {
        (claimed.certificate(db).await?, "certification.credential_file_unknown")
    } else {
        return refuse("certification.file_not_pdf").await;
    };
    let Some(row) = found else { return refuse(unknown).await };
    if attempt.0.is_ok() {
        guesses.right(address);
    }
    let to = format!("/verificar/{}", row.code);
    let text = texts::say("certification.file_known", &[]);
    let worth = validity::of(&row, desk.app.clock.now());
    if worth.holds() { desk.done(to, text) } else { desk.warned(to, text) }
}

#[get("/verificar/<code>")]
pub async fn verdict(desk: Desk<'_>, code: &str, guesses: &Managed<CodeGuesses>) -> Answer {
    let asked_at = dates::long_with_time(desk.app.clock.now());
    let db = desk.app.db.read();
    let found = match codes::candidates(code) {
        Some(codes) => behind(db, &codes).await?,
        None => None,
    };
    let Some(row) = found else {
        guesses.wrong_code(desk.app, desk.request().client_ip()).await?;
        return desk.show_unlisted(Status::NotFound, &unknown(code, asked_at));
    };
    let now = desk.app.clock.now();
    let worth = validity::of(&row, now);
    let stands_now = match worth {
        Validity::Valid => None,
        Validity::Expired => renewal(db, &row, now).await?,
        Validity::Revoked | Validity::Replaced => replacement(db, &row).await?,
    };
    let signed = credentials::queries::is_signed(db, row.id).await?;
    let mut page = page(&row, worth, stands_now, signed, asked_at)?;
    page.signed_pdf = is_document_signed(db, row.id).await?;
    desk.show_unlisted(Status::Ok, &page)
}

/// Builds the page of an unknown code. The form keeps what was typed, so that one wrong letter of 26
/// can be corrected.
fn unknown(code: &str, asked_at: String) -> VerdictPage {
    let typed = codes::display(&code.chars().take(codes::LENGTH).collect::<String>());
    VerdictPage {
        form: FormState::default().with("codigo", typed),
        state: "unknown",
        title: "No conocemos este código".to_owned(),
        text: texts::say("certification.code_unknown", &[]),
        reason: None,
        successor: None,
        facts: Vec::new(),
        asked_at,
        capacities: Vec::new(),
        credential: None,
        signed_pdf: false,
        demo: false,
    }
}

/// «la Escuela Superior…, dirección territorial Huila»: the issuer begins a sentence on the paper alone.
fn issued_by(issuer: &str, unit: &str) -> String {
    let issuer = issuer.strip_prefix("La ").map_or(issuer.to_owned(), |rest| format!("la {rest}"));
    format!("{issuer}, dirección territorial {unit}")
}

fn page(
    row: &certificate::Model,
    worth: Validity,
    successor: Option<String>,
    signed: bool,
    asked_at: String,
) -> Result<VerdictPage, AppError> {
    let snapshot = Snapshot::read(&row.snapshot)?;
    let paper = snapshot.document;
    let title =
        format!("{}: {}", row.kind.label(), labels::validity(row.kind, worth).to_lowercase());
    let ended = row.revoked_at.map(|at| dates::long(dates::bogota_date(at))).unwrap_or_default();
    let last = paper.valid_until.clone();
    let length = format!("{}, modalidad {}", paper.hours_in_words(), paper.modality);
    let (state, text) = match (worth, &last) {
        (Validity::Valid, None) => ("valid", texts::say("certification.verdict_valid", &[])),
        (Validity::Valid, Some(last)) => {
            ("valid", texts::say("certification.verdict_valid_until", &[("date", last.clone())]))
        }
        (Validity::Expired, _) => {
            let last = last.clone().unwrap_or_default();
            ("expired", texts::say("certification.verdict_expired", &[("date", last)]))
        }
        (Validity::Revoked, _) => {
            ("revoked", texts::say("certification.verdict_revoked", &[("date", ended)]))
        }
        (Validity::Replaced, _) => ("revoked", texts::say("certification.verdict_replaced", &[])),
    };
    let mut facts = vec![
        Fact::new("Nombre", paper.full_name),
        Fact::new("Documento", snapshot.masked_document),
        Fact::new("Curso", format!("{} ({})", paper.course_name, paper.course_type)),
        Fact::new("Intensidad", length),
        Fact::new("Fechas", paper.dates),
        Fact::new("Lugar", paper.place),
        Fact::new("Expide", issued_by(&paper.issuer, &snapshot.unit)),
        Fact::new("Expedido el", paper.issued_on),
        Fact::new("Número", paper.number),
    ];
    facts.extend(last.map(|last| Fact::new("Vigente hasta", last)));
    Ok(VerdictPage {
        form: FormState::default(),
        state,
        title,
        text,
        reason: row.revocation_reason.clone().filter(|_| row.state == State::Revoked),
        successor: successor.map(|code| Successor::of(worth, &code)),
        facts,
        asked_at,
        capacities: paper.capacities,
        credential: signed.then(|| format!("/verificar/{}/credencial", row.code)),
        signed_pdf: false,
        demo: paper.demo,
    })
}
