//! A scan is received ([`evidence`]) and named in one transaction.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};
use serde_json::json;

use cohorts_model::entity::{cohort, session};
use platform::app::App;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::evidence::{self, Evidence};
use sign_in_model::work::Work;

use super::PaperResult;
use crate::marks::{LockedSession, hold};
use crate::paper::entity::sheet::SheetId;
use crate::paper::entity::sheet_scan::{self, ScanId};
use crate::paper::policy::Keep;
use crate::paper::rules::PaperRefusal;

/// Attaches a file to a session, and to a print of it when one is named.
pub async fn attach(
    app: &App,
    permit: Keep,
    sheet: Option<SheetId>,
    bytes: Vec<u8>,
) -> PaperResult<ScanId> {
    // Asked before the file is remade, which is work; and again with the row that names it.
    let work = Work::begin(app, permit.by()).await?;
    open(&hold(&work.tx, *permit.cohort(), *permit.session()).await?)?;
    drop(work);
    let evidence = match evidence::receive(app, permit.by(), bytes, evidence::OF_STAFF).await? {
        Ok(evidence) => evidence,
        Err(refusal) => return refuse(PaperRefusal::File(refusal)),
    };
    let named = name(app, &permit, sheet, &evidence).await;
    if named.is_err() {
        evidence.forget(app).await;
    }
    named
}

async fn name(
    app: &App,
    permit: &Keep,
    sheet: Option<SheetId>,
    evidence: &Evidence,
) -> PaperResult<ScanId> {
    let work = Work::begin(app, permit.by()).await?;
    let author = work.account()?;
    let locked = hold(&work.tx, *permit.cohort(), *permit.session()).await?;
    open(&locked)?;
    let same = sheet_scan::Entity::find()
        .filter(sheet_scan::Column::SessionId.eq(locked.session().id))
        .filter(sheet_scan::Column::ReceivedSha256.eq(&evidence.received))
        .filter(sheet_scan::Column::WithdrawnAt.is_null())
        .count(&work.tx)
        .await?;
    if same > 0 {
        return refuse(PaperRefusal::SameScan);
    }
    let file = evidence.name(&work.tx, author, work.now).await?;
    let row = sheet_scan::ActiveModel {
        session_id: Set(locked.session().id),
        sheet_id: Set(sheet),
        file_id: Set(file),
        received_sha256: Set(evidence.received.clone()),
        pages: Set(evidence.pages),
        attached_at: Set(work.now),
        attached_by: Set(author),
        ..Default::default()
    };
    let id = sheet_scan::Entity::insert(row).exec(&work.tx).await?.last_insert_id;
    let detail =
        json!({ "scan": id.0, "sha256": evidence.sha256(), "received": evidence.received });
    let subject = ("session", locked.session().id.0);
    work.record_in(locked.cohort().id.0, "attendance.attach", subject, detail).await?;
    work.commit().await?;
    Ok(id)
}

/// Withdraws a scan: it stays, with the reason, and no longer proves anything.
pub async fn withdraw(app: &App, permit: Keep, id: ScanId, reason: String) -> PaperResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let locked = hold(&work.tx, *permit.cohort(), *permit.session()).await?;
    open(&locked)?;
    let scan = sheet_scan::Entity::find_by_id(id)
        .filter(sheet_scan::Column::SessionId.eq(locked.session().id))
        .one(&work.tx)
        .await?
        .ok_or(AppError::NotFound)?;
    if scan.withdrawn_at.is_some() {
        return refuse(PaperRefusal::Withdrawn);
    }
    let mut scan = scan.into_active_model();
    scan.withdrawn_at = Set(Some(work.now));
    scan.withdrawn_by = Set(work.by.account);
    scan.withdrawn_reason = Set(Some(reason));
    scan.update(&work.tx).await?;
    let subject = ("session", locked.session().id.0);
    let detail = json!({ "scan": id.0 });
    work.record_in(locked.cohort().id.0, "attendance.withdraw_scan", subject, detail).await?;
    Ok(work.commit().await?)
}

/// The proof of a closed cohort stays as it was when its certificates were issued.
fn open(locked: &LockedSession) -> Result<(), Failure<PaperRefusal>> {
    if locked.session().stage == session::Stage::Cancelled {
        return refuse(PaperRefusal::SessionCancelled);
    }
    match locked.cohort().stage {
        cohort::Stage::Closed | cohort::Stage::Cancelled => refuse(PaperRefusal::CohortClosed),
        _ => Ok(()),
    }
}
