//! A scan is looked at away from the threads that answer, kept, and named in one transaction.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter,
};
use serde_json::json;

use super::Done;
use crate::attendance::marks::{Held, hold};
use crate::attendance::paper::entity::sheet::SheetId;
use crate::attendance::paper::entity::sheet_scan::{self, ScanId};
use crate::attendance::paper::policy::Keep;
use crate::attendance::paper::rules::PaperRefusal;
use crate::cohorts::entity::{cohort, session};
use crate::history::commands::{Event, record};
use crate::platform::app::App;
use crate::platform::errors::{AppError, Failure};
use crate::platform::files::{self, Kind};
use crate::platform::{secrets, workshop};

/// Attaches a file to a session, and to a print of it when one is named.
pub async fn attach(
    app: &App,
    permit: Keep,
    sheet: Option<SheetId>,
    bytes: Vec<u8>,
) -> Done<ScanId> {
    let refused = |refusal| Err(Failure::Refused(refusal));
    let received = secrets::digest(&bytes);
    let clean = match workshop::run(move || scans::clean(&bytes)).await? {
        Ok(clean) => clean,
        Err(refusal) => return refused(PaperRefusal::File(refusal)),
    };
    let kind = match clean.kind {
        scans::Kind::Pdf => Kind::Pdf,
        scans::Kind::Jpeg => Kind::Jpeg,
    };
    // Before the transaction: nobody waits for a store with the cohort's row locked.
    let written = app.files.put(clean.bytes, kind).await?;
    let named = name(app, &permit, sheet, &received, clean.pages, &written).await;
    if named.is_err() {
        // What no row names is of no use; the doctor finds it should this not work.
        let _ = app.files.delete(&written.key).await;
    }
    named
}

async fn name(
    app: &App,
    permit: &Keep,
    sheet: Option<SheetId>,
    received: &str,
    pages: u32,
    written: &files::Written,
) -> Done<ScanId> {
    let now = app.clock.now();
    let by = permit.by();
    let author = by.account.ok_or_else(|| AppError::Internal("a scan needs an author".into()))?;
    let tx = app.db.begin().await?;
    let held = hold(&tx, *permit.cohort(), *permit.session()).await?;
    open(&held)?;
    let same = sheet_scan::Entity::find()
        .filter(sheet_scan::Column::SessionId.eq(held.session().id))
        .filter(sheet_scan::Column::ReceivedSha256.eq(received))
        .filter(sheet_scan::Column::WithdrawnAt.is_null())
        .count(&tx)
        .await?;
    if same > 0 {
        return Err(Failure::Refused(PaperRefusal::SameScan));
    }
    let file = files::name(&tx, written, Some(author.0), now).await?;
    let row = sheet_scan::ActiveModel {
        session_id: Set(held.session().id),
        sheet_id: Set(sheet),
        file_id: Set(file),
        received_sha256: Set(received.to_owned()),
        pages: Set(i32::try_from(pages).unwrap_or(i32::MAX)),
        attached_at: Set(now),
        attached_by: Set(author),
        ..Default::default()
    };
    let id = sheet_scan::Entity::insert(row).exec(&tx).await?.last_insert_id;
    let detail = json!({ "scan": id.0, "sha256": written.sha256, "received": received });
    tell(&tx, app, permit, &held, "attendance.attach", detail).await?;
    tx.commit().await?;
    Ok(id)
}

/// Withdraws a scan: it stays, with the reason, and no longer proves anything.
pub async fn withdraw(app: &App, permit: Keep, id: ScanId, reason: String) -> Done<()> {
    let now = app.clock.now();
    let author = permit.by().account;
    let tx = app.db.begin().await?;
    let held = hold(&tx, *permit.cohort(), *permit.session()).await?;
    open(&held)?;
    let scan = sheet_scan::Entity::find_by_id(id)
        .filter(sheet_scan::Column::SessionId.eq(held.session().id))
        .one(&tx)
        .await?
        .ok_or(AppError::NotFound)?;
    if scan.withdrawn_at.is_some() {
        return Err(Failure::Refused(PaperRefusal::Withdrawn));
    }
    let mut scan = scan.into_active_model();
    scan.withdrawn_at = Set(Some(now));
    scan.withdrawn_by = Set(author);
    scan.withdrawn_reason = Set(Some(reason));
    scan.update(&tx).await?;
    let detail = json!({ "scan": id.0 });
    tell(&tx, app, &permit, &held, "attendance.withdraw_scan", detail).await?;
    tx.commit().await?;
    Ok(())
}

/// The proof of a closed cohort stays as it was when its certificates were issued.
fn open(held: &Held) -> Result<(), Failure<PaperRefusal>> {
    if held.session().stage == session::Stage::Cancelled {
        return Err(Failure::Refused(PaperRefusal::SessionCancelled));
    }
    match held.cohort().stage {
        cohort::Stage::Closed | cohort::Stage::Cancelled => {
            Err(Failure::Refused(PaperRefusal::CohortClosed))
        }
        _ => Ok(()),
    }
}

async fn tell(
    tx: &sea_orm::DatabaseTransaction,
    app: &App,
    permit: &Keep,
    held: &Held,
    action: &'static str,
    detail: serde_json::Value,
) -> Result<(), AppError> {
    let event = Event {
        at: app.clock.now(),
        actor: permit.by().account.map(|account| account.0),
        request: permit.by().request.as_deref(),
        action,
        subject_kind: "session",
        subject_id: held.session().id.0,
        cohort_id: Some(held.cohort().id.0),
        detail,
    };
    Ok(record(tx, event).await?)
}
