//! Addresses of the executive reports.

use rocket::http::ContentType;
use rocket::{Route, get, routes};

use platform::errors::AppError;
use platform::forms::{Fields, Reader};
use platform::{workshop, xlsx};
use reports_model::policy::READERS;
use reports_model::rules::Period;
use sign_in_model::actor::Actor;
use sign_in_model::desk::{Answer, Desk, FileReply};

use super::asked::{Offer, offer};
use super::page::ExecutivePage;
use super::told::{Kind, Told};
use super::{count, document, workbook};

pub fn routes() -> Vec<Route> {
    routes![
        operation_page,
        operation_xlsx,
        operation_pdf,
        quality_page,
        quality_xlsx,
        quality_pdf,
        capacity_page,
        capacity_xlsx,
        capacity_pdf
    ]
}

/// The report that an address asks for.
enum Read {
    Told(Box<Told>, Offer),
    /// The period could not be read; the page tells it and keeps what was typed.
    Refused(Box<ExecutivePage>),
}

async fn read(desk: &Desk<'_>, kind: Kind) -> Result<Read, AppError> {
    let actor: &Actor = desk.actor_as(&READERS)?;
    let fields = Fields::of_address(desk.request());
    let db = desk.app.db.read();
    let offer = offer(db, actor).await?;
    let mut reader = Reader::new(&fields);
    let today = desk.app.clock.today();
    let period = Period::read(&mut reader, today);
    // Whose it is comes before how it was asked: foreign and absent look alike.
    let asked = offer.ask(actor, fields.first("ambito"), period, today)?;
    if let Err(form) = reader.finish() {
        let page = ExecutivePage::refused(kind, form, offer.alternatives());
        return Ok(Read::Refused(Box::new(page)));
    }
    Ok(Read::Told(Box::new(count(db, kind, &asked, desk.app.clock.now()).await?), offer))
}

async fn show(desk: &Desk<'_>, kind: Kind) -> Answer {
    match read(desk, kind).await? {
        Read::Refused(page) => desk.refuse(page.as_ref()),
        Read::Told(told, offer) => desk.show(&ExecutivePage::of(&told, offer.alternatives())),
    }
}

/// «operacion-unidad-MET-2026-01-01-2026-12-31.xlsx».
fn file_name(told: &Told, extension: &str) -> String {
    let (from, to) = (told.period.from, told.period.to);
    format!("{}-{}-{from}-{to}.{extension}", told.kind.slug(), told.ambit)
}

async fn book(desk: &Desk<'_>, kind: Kind) -> Answer {
    let told = match read(desk, kind).await? {
        Read::Refused(page) => return desk.refuse(page.as_ref()),
        Read::Told(told, _) => told,
    };
    let name = file_name(&told, "xlsx");
    let bytes = workshop::run(move || workbook(&told)).await??;
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
}

async fn paper(desk: &Desk<'_>, kind: Kind) -> Answer {
    let told = match read(desk, kind).await? {
        Read::Refused(page) => return desk.refuse(page.as_ref()),
        Read::Told(told, _) => told,
    };
    let name = file_name(&told, "pdf");
    let demo = desk.app.demo;
    let bytes = workshop::run(move || {
        documents::report::pdf(&document(&told, demo))
            .map_err(|error| AppError::Internal(format!("report: {error}")))
    })
    .await??;
    desk.file(FileReply { name, content_type: ContentType::PDF, bytes, inline: false })
}

#[get("/informes/ejecutivos/operacion")]
async fn operation_page(desk: Desk<'_>) -> Answer {
    show(&desk, Kind::Operation).await
}

#[get("/informes/ejecutivos/operacion/xlsx")]
async fn operation_xlsx(desk: Desk<'_>) -> Answer {
    book(&desk, Kind::Operation).await
}

#[get("/informes/ejecutivos/operacion/pdf")]
async fn operation_pdf(desk: Desk<'_>) -> Answer {
    paper(&desk, Kind::Operation).await
}

#[get("/informes/ejecutivos/calidad")]
async fn quality_page(desk: Desk<'_>) -> Answer {
    show(&desk, Kind::Quality).await
}

#[get("/informes/ejecutivos/calidad/xlsx")]
async fn quality_xlsx(desk: Desk<'_>) -> Answer {
    book(&desk, Kind::Quality).await
}

#[get("/informes/ejecutivos/calidad/pdf")]
async fn quality_pdf(desk: Desk<'_>) -> Answer {
    paper(&desk, Kind::Quality).await
}

#[get("/informes/ejecutivos/capacidad")]
async fn capacity_page(desk: Desk<'_>) -> Answer {
    show(&desk, Kind::Capacity).await
}

#[get("/informes/ejecutivos/capacidad/xlsx")]
async fn capacity_xlsx(desk: Desk<'_>) -> Answer {
    book(&desk, Kind::Capacity).await
}

#[get("/informes/ejecutivos/capacidad/pdf")]
async fn capacity_pdf(desk: Desk<'_>) -> Answer {
    paper(&desk, Kind::Capacity).await
}
