//! Scans: attached, downloaded, withdrawn.

use cohorts_model::entity::session::SessionId;
use cohorts_model::place::CohortTab;
use platform::uploads::Upload;
use sign_in_model::evidence::{self, EvidenceRefusal, MOST_MEGABYTES, what};
use sign_in_model::prelude::*;

use super::sheets::{page, session_for};
use crate::paper::commands;
use crate::paper::entity::sheet_scan::ScanId;
use crate::paper::policy::may_keep;
use crate::paper::queries::{self, ScanDetail};
use crate::paper::rules::PaperRefusal;
use crate::paper::views::WithdrawPage;
use crate::views::SessionHead;

/// The longest reason.
const REASON: usize = 300;

#[post("/sesiones/<session>/soportes", data = "<upload>")]
pub async fn attach(
    desk: Desk<'_>,
    session: SessionId,
    upload: Upload<{ MOST_MEGABYTES }>,
) -> Answer {
    let actor = desk.actor()?;
    let (session, head) = session_for(&desk, actor, session).await?;
    let permit = may_keep(actor, &head.access, session.id)?;
    // A print of another session is no print of this one.
    let sheet = match upload.fields.first("planilla") {
        "" => None,
        code => {
            let print = queries::print(desk.app.db.read(), actor, code).await?;
            if print.session.id != session.id {
                return Err(AppError::NotFound);
            }
            Some(print.sheet.id)
        }
    };
    let refusal = match upload.file {
        _ if upload.too_large => PaperRefusal::File(EvidenceRefusal::TOO_LARGE),
        None => PaperRefusal::NoFile,
        Some(file) => match commands::attach(desk.app, permit, sheet, file.bytes).await {
            Ok(_) => {
                let to = format!("/sesiones/{}/planilla", session.id);
                return desk.done(to, "El soporte quedó adjunto a la sesión.");
            }
            Err(failure) => failure.refusal()?,
        },
    };
    let mut form = FormState::default().with("tipo", "nombres");
    form.values.insert("planilla".into(), upload.fields.all("planilla").to_vec());
    form.refuse(refusal.field().unwrap_or_default(), refusal.sentence());
    desk.refuse(&page(&desk, &session, &head, form).await?)
}

#[get("/soportes/<scan>")]
pub async fn download(desk: Desk<'_>, scan: ScanId) -> Answer {
    let actor = desk.actor()?;
    let ScanDetail { scan, file, .. } = queries::scan(desk.app.db.read(), actor, scan).await?;
    desk.file(evidence::reply(desk.app, &file, format!("soporte-{}", scan.id)).await?)
}

fn withdraw_page(found: &ScanDetail, form: FormState) -> WithdrawPage {
    let ScanDetail { scan, file, session, head } = found;
    WithdrawPage {
        form,
        head: SessionHead::new(session, head),
        what: format!(
            "Soporte: {}, adjunto el {}",
            what(&file.content_type, scan.pages),
            dates::short_with_time(scan.attached_at)
        ),
        action: format!("/soportes/{}/retiro", scan.id),
    }
}

#[get("/soportes/<scan>/retiro")]
pub async fn withdraw_form(desk: Desk<'_>, scan: ScanId) -> Answer {
    let actor = desk.actor()?;
    let found = queries::scan(desk.app.db.read(), actor, scan).await?;
    found.head.enter(&desk, CohortTab::Sessions).await?;
    desk.show(&withdraw_page(&found, FormState::default()))
}

#[post("/soportes/<scan>/retiro", data = "<fields>")]
pub async fn withdraw(desk: Desk<'_>, scan: ScanId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let found = queries::scan(desk.app.db.read(), actor, scan).await?;
    let permit = may_keep(actor, &found.head.access, found.session.id)?;
    let mut reader = Reader::new(&fields);
    let reason = reader.text("motivo", REASON, "Escriba el motivo.");
    let form = match reader.finish() {
        Err(form) => form,
        Ok(()) => match commands::withdraw(desk.app, permit, found.scan.id, reason).await {
            Ok(()) => {
                let to = format!("/sesiones/{}/planilla", found.session.id);
                return desk.done(to, "El soporte quedó retirado; se conserva con su motivo.");
            }
            Err(failure) => fields.refused(&failure.refusal()?),
        },
    };
    found.head.enter(&desk, CohortTab::Sessions).await?;
    desk.refuse(&withdraw_page(&found, form))
}
