//! A session's sheets: choosing, printing, the paper itself, and everything that came back.

use rocket::http::ContentType;

use cohorts_model::entity::cohort;
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::place::CohortTab;
use cohorts_model::policy::works_on;
use cohorts_model::queries::CohortHead;
use platform::codes::display_code;
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::evidence::what;
use sign_in_model::prelude::*;

use super::when;
use crate::paper::commands::{self, NewSheet};
use crate::paper::pdf;
use crate::paper::policy::may_keep;
use crate::paper::queries::{self, ScanRow};
use crate::paper::rules::MOST_ROWS;
use crate::paper::views::{GuestLine, PrintLine, ScanLine, SheetsPage, kinds};
use crate::policy::may_see;
use crate::queries::session_head;
use crate::views::SessionHead;

/// The number of rows that the form proposes for a blank sheet: two pages.
const USUAL_ROWS: u32 = 24;

/// The session, for those who work on its cohort.
pub(super) async fn session_for(
    desk: &Desk<'_>,
    actor: &Actor,
    id: SessionId,
) -> Result<(session::Model, CohortHead), AppError> {
    let (session, head) = session_head(desk.app.db.read(), actor, id).await?;
    if works_on(actor, &head.access) { Ok((session, head)) } else { Err(Denial.into()) }
}

pub(super) async fn page(
    desk: &Desk<'_>,
    session: &session::Model,
    head: &CohortHead,
    form: FormState,
) -> Result<SheetsPage, AppError> {
    let db = desk.app.db.read();
    head.enter(desk, CohortTab::Sessions).await?;
    let prints = queries::prints(db, session.id).await?;
    let cancelled = session.stage == session::Stage::Cancelled;
    let over = matches!(head.cohort.stage, cohort::Stage::Closed | cohort::Stage::Cancelled);
    let open = !cancelled && !over;
    let codes = prints.iter().map(|(sheet, _)| {
        let kind = sheet.kind.label().to_lowercase();
        Alternative::new(&sheet.code, format!("{}, {kind}", display_code(&sheet.code)))
    });
    Ok(SheetsPage {
        form,
        head: SessionHead::new(session, head),
        position: session.position,
        when: when(session),
        kinds: kinds(),
        cancelled,
        open,
        codes: codes.collect(),
        prints: prints
            .iter()
            .map(|(sheet, author)| PrintLine {
                code: display_code(&sheet.code),
                kind: sheet.kind.label(),
                rows: sheet.row_count,
                when: dates::long_with_time(sheet.printed_at),
                who: author.as_ref().map(|a| a.display_name.clone()).unwrap_or_default(),
                href: format!("/planillas/{}", sheet.code),
            })
            .collect(),
        scans: queries::scans(db, session.id).await?.iter().map(|s| scan_line(s, open)).collect(),
        guests: queries::guests(db, session.id)
            .await?
            .into_iter()
            .map(|(code, row, name)| GuestLine { name, row, code: display_code(&code) })
            .collect(),
    })
}

fn scan_line(scan: &ScanRow, open: bool) -> ScanLine {
    let withdrawn = scan.withdrawn_at.map(|at| {
        let reason = scan.withdrawn_reason.as_deref().unwrap_or_default();
        format!("el {}: {reason}", dates::long_with_time(at))
    });
    ScanLine {
        what: what(&scan.content_type, scan.pages),
        size: size(scan.bytes),
        code: scan.code.as_deref().map(display_code).unwrap_or_default(),
        when: dates::long_with_time(scan.attached_at),
        who: scan.attached_by.clone(),
        digest: scan.sha256.clone(),
        received: scan.received_sha256.clone(),
        href: format!("/soportes/{}", scan.id),
        withdraw_href: (open && withdrawn.is_none())
            .then(|| format!("/soportes/{}/retiro", scan.id)),
        withdrawn,
    }
}

/// «1,2 MB», «340 kB».
fn size(bytes: i64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", numbers::grouped((bytes / 1_000).max(1))),
        _ => format!("{} MB", numbers::decimal(bytes as f64 / 1_000_000.0, 1)),
    }
}

fn blank() -> FormState {
    FormState::default().with("tipo", "nombres").with("filas", USUAL_ROWS)
}

#[get("/sesiones/<session>/planilla")]
pub async fn show(desk: Desk<'_>, session: SessionId) -> Answer {
    let actor = desk.actor()?;
    let (session, head) = session_for(&desk, actor, session).await?;
    desk.show(&page(&desk, &session, &head, blank()).await?)
}

#[post("/sesiones/<session>/planilla", data = "<fields>")]
pub async fn print(desk: Desk<'_>, session: SessionId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (session, head) = session_for(&desk, actor, session).await?;
    let permit = may_keep(actor, &head.access, session.id)?;
    let mut reader = Reader::new(&fields);
    let new = match fields.first("tipo") {
        "nombres" => NewSheet::Prefilled,
        "blanco" => {
            let most = i32::try_from(MOST_ROWS).unwrap_or(i32::MAX);
            let rows = reader.whole("filas", 1..=most, "Escriba cuántas filas.");
            NewSheet::Blank { rows: u32::try_from(rows).unwrap_or(1) }
        }
        _ => {
            reader.wrong("tipo", "Elija qué planilla.");
            NewSheet::Prefilled
        }
    };
    let form = match reader.finish() {
        Err(form) => form,
        Ok(()) => match commands::print(desk.app, permit, new).await {
            Ok(code) => {
                let code = display_code(&code);
                let text = format!("Planilla {code} preparada: abra el PDF e imprímala.");
                return desk.done(format!("/sesiones/{}/planilla", session.id), text);
            }
            Err(failure) => fields.refused(&failure.refusal()?),
        },
    };
    desk.refuse(&page(&desk, &session, &head, form).await?)
}

#[get("/planillas/<print>/pdf")]
pub async fn paper(desk: Desk<'_>, print: &str) -> Answer {
    let actor = desk.actor()?;
    let print = queries::print(desk.app.db.read(), actor, print).await?;
    let sight = may_see(actor, &print.head.access)?;
    let bytes = pdf::bytes(desk.app, &print, sight.masked).await?;
    desk.file(FileReply {
        name: format!("planilla-{}.pdf", display_code(&print.sheet.code)),
        content_type: ContentType::PDF,
        bytes,
        inline: true,
    })
}
