//! The server that ships imports a file of 5,000 people whom nobody knew, from its check to the last
//! letter.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use formacion::cohorts::entity::cohort;
use formacion::enrolment::import::entity::import::{self, State};
use formacion::generator::names::{FIRST, LAST};
use formacion::platform::app::App;
use rocket::http::{ContentType, Cookie, Header};
use rocket::local::asynchronous::Client as Local;
use rocket::tokio::{self, time::sleep};
use rust_xlsxwriter::Workbook;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;

use crate::client::{Client, Shot};
use crate::load::Programme;
use crate::machine;
use crate::product::Server;
use crate::table::Aim;

const PEOPLE: usize = 5_000;
/// What R26 asks for.
const SECONDS: f64 = 10.0;
const MEGABYTES: f64 = 150.0;

/// How long a file took, and what memory.
#[derive(Clone, Debug, Serialize)]
pub struct Import {
    pub check_s: f64,
    pub commit_s: f64,
    /// The most memory that the server took beyond what it held before, in MB.
    pub grew_mb: f64,
    /// How long the slowest other change waited meanwhile, in seconds.
    pub waited_s: f64,
    pub aims: Vec<Aim>,
}

impl Import {
    pub fn sentence(&self) -> String {
        let all = self.check_s + self.commit_s;
        format!(
            "Import of {PEOPLE} new people: checked in {:.2} s, written in {:.2} s, {all:.2} s in all ({:.2} of {SECONDS} s); memory +{:.0} MB ({:.2} of {MEGABYTES} MB); another change waited {:.2} s at most.",
            self.check_s,
            self.commit_s,
            all / SECONDS,
            self.grew_mb,
            self.grew_mb / MEGABYTES,
            self.waited_s,
        )
    }
}

/// Sends, checks and imports a file.
pub async fn measure(
    local: &Local,
    server: &Server,
    programme: &Programme,
) -> Result<Import, String> {
    let app = &programme.app;
    let cohort = cohort::Entity::find()
        .filter(cohort::Column::PublicCode.eq(&programme.open))
        .one(app.db.read())
        .await
        .expect("asks")
        .expect("a cohort takes enrolments")
        .id;
    send(local, server, &format!("/cohortes/{cohort}/importacion"), &programme.coordinator).await?;
    let id = found(app).await.id;
    let path = format!("/importaciones/{id}");
    server.forget_peak();
    let (before, _) = server.memory();
    let columns = [
        ("accion", "revisar"),
        ("hoja", "0"),
        ("fila", "1"),
        ("columna[0]", "documento"),
        ("columna[1]", "nombres"),
        ("columna[2]", "apellidos"),
        ("columna[3]", "cargo"),
        ("columna[4]", "correo"),
        ("columna[5]", "telefono"),
        ("tipo_documento", "CC"),
        ("municipio", "50001"),
        ("tipo_vinculacion", "carrera"),
        ("alcaldia", "si"),
        ("autorizo", "si"),
    ];
    order(server, &format!("{path}/columnas"), &programme.coordinator, &columns)?;
    let check_s = took(app, State::Checking, State::Checked).await?;
    order(server, &format!("{path}/confirmacion"), &programme.coordinator, &[])?;
    let other = app.clone();
    let changes = tokio::spawn(async move {
        let mut slowest = Duration::ZERO;
        while found(&other).await.state == State::Committing {
            let began = Instant::now();
            machine::commit(&other.db, "import").await;
            slowest = slowest.max(began.elapsed());
            sleep(Duration::from_millis(50)).await;
        }
        slowest
    });
    let commit_s = took(app, State::Committing, State::Done).await?;
    let waited_s = changes.await.expect("the other changes end").as_secs_f64();
    let (_, most) = server.memory();
    let import = found(app).await;
    if usize::try_from(import.seated + import.waiting) != Ok(PEOPLE) {
        return Err(format!("{} seated and {} waiting", import.seated, import.waiting));
    }
    let grew_mb = most - before;
    let aims = vec![
        Aim::at_most("s", SECONDS, check_s + commit_s),
        Aim::at_most("MB more", MEGABYTES, grew_mb),
    ];
    Ok(Import { check_s, commit_s, grew_mb, waited_s, aims })
}

/// Returns the import that was sent last.
async fn found(app: &App) -> import::Model {
    let last = import::Entity::find().order_by_desc(import::Column::Id).one(app.db.read()).await;
    last.expect("asks").expect("it was sent")
}

/// Returns the seconds from when the server took the work to when everybody sees its end.
async fn took(app: &App, doing: State, done: State) -> Result<f64, String> {
    let end = Instant::now() + Duration::from_secs(180);
    let mut began: Option<chrono::DateTime<chrono::Utc>> = None;
    while Instant::now() < end {
        let import = found(app).await;
        if import.state == done {
            let began = began.ok_or("it was done before anybody looked")?;
            let took: chrono::TimeDelta = app.clock.now() - began;
            return Ok(took.num_milliseconds() as f64 / 1e3);
        }
        if import.state != doing {
            return Err(format!("the import is {:?}: {} errors", import.state, import.with_errors));
        }
        began = import.claimed_at.or(began);
        sleep(Duration::from_millis(5)).await;
    }
    Err("the import does not end".to_owned())
}

fn order(
    server: &Server,
    path: &str,
    session: &str,
    fields: &[(&str, &str)],
) -> Result<(), String> {
    let mut form = String::new();
    for (name, value) in fields {
        let and = if form.is_empty() { "" } else { "&" };
        let _ = write!(form, "{and}{}={}", crate::page::escape(name), crate::page::escape(value));
    }
    Client::new(&server.origin).expect(&Shot::post(path, Some(session), form)).map(drop)
}

/// Sending is not measured: it is a form like any other.
async fn send(local: &Local, server: &Server, path: &str, session: &str) -> Result<(), String> {
    const EDGE: &str = "frontera-de-las-partes";
    let mut body = format!(
        "--{EDGE}\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"lista.xlsx\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend(list());
    body.extend(format!("\r\n--{EDGE}--\r\n").into_bytes());
    let kind = ContentType::new("multipart", "form-data").with_params(("boundary", EDGE));
    let answer = local
        .post(path.to_owned())
        .header(kind)
        .header(Header::new("Origin", server.origin.clone()))
        .cookie(Cookie::new("sesion", session.to_owned()))
        .body(body)
        .dispatch()
        .await;
    match answer.status().code {
        303 => Ok(()),
        other => Err(format!("sending the file answered {other}")),
    }
}

fn list() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().expect("a sheet");
    let headings = ["CEDULA", "NOMBRES", "APELLIDOS", "CARGO", "CORREO", "CELULAR"];
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.write_string(0, column, heading).expect("writes");
    }
    for (row, n) in (1_u32..).zip(0..PEOPLE) {
        let cells = [
            (2_100_000_000 + n).to_string(),
            format!("{} {}", FIRST[n % 16], FIRST[(n / 16) % 16]),
            format!("{} {}", LAST[(n / 256) % 20], LAST[n % 20]),
            "Profesional universitario".to_owned(),
            format!("lista{n}@prueba.example"),
            (3_700_000_000_usize + n).to_string(),
        ];
        for (column, text) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, text).expect("writes");
        }
    }
    book.save_to_buffer().expect("is written")
}
