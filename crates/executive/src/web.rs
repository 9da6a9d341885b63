//! Addresses of the executive reports.

use rocket::http::ContentType;

use platform::{blocking, xlsx};
use reports_model::policy::READERS;
use reports_model::rules::Period;
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;

use super::page::ExecutivePage;
use super::query::{AmbitChoices, ambit_choices};
use super::report::{ExecutiveReport, ReportKind};
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
enum ReportReply {
    Report(Box<ExecutiveReport>, AmbitChoices),
    /// The period could not be read; the page tells it and keeps what was typed.
    Refused(Box<ExecutivePage>),
}

async fn read(desk: &Desk<'_>, kind: ReportKind) -> Result<ReportReply, AppError> {
    let actor: &Actor = desk.actor_as(&READERS)?;
    let fields = Fields::of_address(desk.request());
    let db = desk.app.db.read();
    let choices = ambit_choices(db, actor).await?;
    let mut reader = Reader::new(&fields);
    let today = desk.app.clock.today();
    let period = Period::read(&mut reader, today);
    // Whose it is comes before how it was asked: foreign and absent look alike.
    let question = choices.query(actor, fields.first("ambito"), period, today)?;
    if let Err(form) = reader.finish() {
        let page = ExecutivePage::refused(kind, form, choices.alternatives());
        return Ok(ReportReply::Refused(Box::new(page)));
    }
    Ok(ReportReply::Report(
        Box::new(count(db, kind, &question, desk.app.clock.now()).await?),
        choices,
    ))
}

async fn show(desk: &Desk<'_>, kind: ReportKind) -> Answer {
    match read(desk, kind).await? {
        ReportReply::Refused(page) => desk.refuse(page.as_ref()),
        ReportReply::Report(report, choices) => desk.show(&ExecutivePage::of(&report, &choices)),
    }
}

/// «operacion-unidad-MET-2026-01-01-2026-12-31.xlsx».
fn file_name(report: &ExecutiveReport, extension: &str) -> String {
    let (from, to) = (report.period.from, report.period.to);
    format!("{}-{}-{from}-{to}.{extension}", report.kind.slug(), report.ambit)
}

async fn book(desk: &Desk<'_>, kind: ReportKind) -> Answer {
    let report = match read(desk, kind).await? {
        ReportReply::Refused(page) => return desk.refuse(page.as_ref()),
        ReportReply::Report(report, _) => report,
    };
    let name = file_name(&report, "xlsx");
    let bytes = blocking::run(move || workbook(&report)).await??;
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
}

async fn paper(desk: &Desk<'_>, kind: ReportKind) -> Answer {
    let report = match read(desk, kind).await? {
        ReportReply::Refused(page) => return desk.refuse(page.as_ref()),
        ReportReply::Report(report, _) => report,
    };
    let name = file_name(&report, "pdf");
    let demo = desk.app.demo;
    let bytes = blocking::run(move || {
        documents::report::pdf(&document(&report, demo))
            .map_err(|error| AppError::Internal(format!("report: {error}")))
    })
    .await??;
    desk.file(FileReply { name, content_type: ContentType::PDF, bytes, inline: false })
}

#[get("/informes/ejecutivos/operacion")]
async fn operation_page(desk: Desk<'_>) -> Answer {
    show(&desk, ReportKind::Operation).await
}

#[get("/informes/ejecutivos/operacion/xlsx")]
async fn operation_xlsx(desk: Desk<'_>) -> Answer {
    book(&desk, ReportKind::Operation).await
}

#[get("/informes/ejecutivos/operacion/pdf")]
async fn operation_pdf(desk: Desk<'_>) -> Answer {
    paper(&desk, ReportKind::Operation).await
}

#[get("/informes/ejecutivos/calidad")]
async fn quality_page(desk: Desk<'_>) -> Answer {
    show(&desk, ReportKind::Quality).await
}

#[get("/informes/ejecutivos/calidad/xlsx")]
async fn quality_xlsx(desk: Desk<'_>) -> Answer {
    book(&desk, ReportKind::Quality).await
}

#[get("/informes/ejecutivos/calidad/pdf")]
async fn quality_pdf(desk: Desk<'_>) -> Answer {
    paper(&desk, ReportKind::Quality).await
}

#[get("/informes/ejecutivos/capacidad")]
async fn capacity_page(desk: Desk<'_>) -> Answer {
    show(&desk, ReportKind::Capacity).await
}

#[get("/informes/ejecutivos/capacidad/xlsx")]
async fn capacity_xlsx(desk: Desk<'_>) -> Answer {
    book(&desk, ReportKind::Capacity).await
}

#[get("/informes/ejecutivos/capacidad/pdf")]
async fn capacity_pdf(desk: Desk<'_>) -> Answer {
    paper(&desk, ReportKind::Capacity).await
}
