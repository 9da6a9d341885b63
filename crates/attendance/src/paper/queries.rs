//! Sheets and scans read for pages and for the paper itself.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::policy::works_on;
use cohorts_model::queries::CohortHead;
use enrolment_model::acceptance::contact;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use people_model::entity::person::{self, DocumentType};
use people_model::entity::post;
use people_model::queries::Name;
use people_model::rules::{document_label, masked_document};
use platform::codes::normal_code;
use platform::entity::stored_file;
use sign_in_model::entity::account;
use sign_in_model::prelude::*;
use territory_model::entity::entity;

use super::entity::sheet::{self, SheetId};
use super::entity::sheet_row;
use super::entity::sheet_scan::{self, ScanId};
use crate::entity::walk_in;
use crate::pending::PendingDecision;
use crate::queries::session_head;

/// A person on a row of the paper.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SheetPerson {
    /// The row; zero before the print.
    pub number: i32,
    pub enrolment: EnrolmentId,
    pub stage: enrolment::Stage,
    pub since: Option<DateTime<Utc>>,
    #[sea_orm(nested)]
    pub name: Name,
    pub document_type: DocumentType,
    pub document_number: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub position: Option<String>,
    pub entity: Option<String>,
}

impl SheetPerson {
    pub fn document(&self, masked: bool) -> String {
        if masked {
            masked_document(self.document_type, &self.document_number)
        } else {
            document_label(self.document_type, &self.document_number)
        }
    }
}

/// The people of a print, by row. One statement.
pub async fn listed(db: &impl ConnectionTrait, sheet: SheetId) -> Result<Vec<SheetPerson>, DbErr> {
    sheet_row::Entity::find()
        .select_only()
        .column(sheet_row::Column::Number)
        .column_as(enrolment::Column::Id, "enrolment")
        .column(enrolment::Column::Stage)
        .column_as(enrolment::since(), "since")
        .columns(person::NAME)
        .columns([person::Column::DocumentType, person::Column::DocumentNumber])
        .column_as(contact(person::Column::Email), "email")
        .column_as(contact(person::Column::Phone), "phone")
        .column(post::Column::Position)
        .column_as(entity::Column::Name, "entity")
        .join(JoinType::InnerJoin, sheet_row::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .join(JoinType::LeftJoin, enrolment::Relation::Post.def())
        .join(JoinType::LeftJoin, post::Relation::Entity.def())
        .filter(sheet_row::Column::SheetId.eq(sheet))
        .order_by_asc(sheet_row::Column::Number)
        .into_model()
        .all(db)
        .await
}

/// A print with its session and cohort.
pub struct Print {
    pub sheet: sheet::Model,
    pub session: session::Model,
    pub head: CohortHead,
}

/// Returns the print with a typed code, for actors who work on its cohort; foreign and absent look
/// alike.
pub async fn print(
    db: &impl ConnectionTrait,
    actor: &Actor,
    typed: &str,
) -> Result<Print, AppError> {
    let code = normal_code(typed).ok_or(AppError::NotFound)?;
    let sheet = sheet::Entity::find()
        .filter(sheet::Column::Code.eq(code))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    let (session, head) = session_head(db, actor, sheet.session_id).await?;
    if !works_on(actor, &head.access) {
        return Err(Denial.into());
    }
    Ok(Print { sheet, session, head })
}

/// The prints of a session with who made them, newest first.
pub async fn prints(
    db: &impl ConnectionTrait,
    session: SessionId,
) -> Result<Vec<(sheet::Model, Option<account::Model>)>, DbErr> {
    sheet::Entity::find()
        .filter(sheet::Column::SessionId.eq(session))
        .order_by_desc(sheet::Column::Id)
        .limit(MOST_SHOWN)
        .find_also_related(account::Entity)
        .all(db)
        .await
}

/// Prints and scans that a page shows; all of them stay in the tables.
const MOST_SHOWN: u64 = 50;

/// A scan as the session's page lists it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ScanRow {
    pub id: ScanId,
    pub code: Option<String>,
    pub content_type: String,
    pub bytes: i64,
    pub sha256: String,
    pub received_sha256: String,
    pub pages: i32,
    pub attached_at: DateTime<Utc>,
    pub attached_by: String,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub withdrawn_reason: Option<String>,
}

/// The scans of a session, newest first.
pub async fn scans(db: &impl ConnectionTrait, session: SessionId) -> Result<Vec<ScanRow>, DbErr> {
    let of_sheet = sheet_scan::Entity::belongs_to(sheet::Entity)
        .from(sheet_scan::Column::SheetId)
        .to(sheet::Column::Id)
        .into();
    sheet_scan::Entity::find()
        .select_only()
        .columns([
            sheet_scan::Column::Id,
            sheet_scan::Column::ReceivedSha256,
            sheet_scan::Column::Pages,
            sheet_scan::Column::AttachedAt,
            sheet_scan::Column::WithdrawnAt,
            sheet_scan::Column::WithdrawnReason,
        ])
        .column(sheet::Column::Code)
        .columns([
            stored_file::Column::ContentType,
            stored_file::Column::Bytes,
            stored_file::Column::Sha256,
        ])
        .column_as(account::Column::DisplayName, "attached_by")
        .join(JoinType::InnerJoin, sheet_scan::Relation::File.def())
        .join(JoinType::InnerJoin, sheet_scan::Relation::Account.def())
        .join(JoinType::LeftJoin, of_sheet)
        .filter(sheet_scan::Column::SessionId.eq(session))
        .order_by_desc(sheet_scan::Column::Id)
        .limit(MOST_SHOWN)
        .into_model()
        .all(db)
        .await
}

/// A scan with its file, session and cohort.
pub struct ScanDetail {
    pub scan: sheet_scan::Model,
    pub file: stored_file::Model,
    pub session: session::Model,
    pub head: CohortHead,
}

pub async fn scan(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ScanId,
) -> Result<ScanDetail, AppError> {
    let found =
        sheet_scan::Entity::find_by_id(id).find_also_related(stored_file::Entity).one(db).await?;
    let Some((scan, Some(file))) = found else {
        return Err(AppError::NotFound);
    };
    let (session, head) = session_head(db, actor, scan.session_id).await?;
    if !works_on(actor, &head.access) {
        return Err(Denial.into());
    }
    Ok(ScanDetail { scan, file, session, head })
}

/// Returns the people read from below the lists of a session and not yet settled: the code of the
/// sheet, the row, the name.
pub async fn guests(
    db: &impl ConnectionTrait,
    session: SessionId,
) -> Result<Vec<(String, i32, String)>, DbErr> {
    use walk_in::Column;
    walk_in::Entity::find()
        .select_only()
        .column(sheet::Column::Code)
        .columns([Column::Number, Column::Name])
        .join(JoinType::InnerJoin, walk_in::Relation::Sheet.def())
        .filter(Column::SessionId.eq(session))
        .filter(PendingDecision::WalkIns.open())
        .order_by_asc(Column::Id)
        .limit(1_000)
        .into_tuple()
        .all(db)
        .await
}

/// Returns the name of who teaches the session: «Carlos Peña».
pub async fn facilitator(
    db: &impl ConnectionTrait,
    session: &session::Model,
) -> Result<Option<String>, DbErr> {
    match session.facilitator_account_id {
        Some(id) => {
            let account = account::Entity::find_by_id(id).one(db).await?;
            Ok(account.map(|account| account.display_name))
        }
        None => Ok(None),
    }
}
