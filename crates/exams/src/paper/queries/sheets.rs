//! Sheets of a print: whose they are, which of them wait, and the attempts that they became.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::CohortId;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::queries::{LearnerName, SelectLearner as _, roll};
use people_model::entity::person::{self, PersonId};
use people_model::rules::{document_label, masked_document};
use platform::codes::normal_code;
use sign_in_model::entity::account;
use sign_in_model::prelude::*;

use super::prints::{PrintContext, printed};
use crate::entity::attempt::AttemptId;
use crate::paper::entity::exam_form::{self, FormId};
use crate::paper::entity::exam_print::PrintId;
use crate::paper::entity::exam_sheet::{self, SheetId};

/// The person that a sheet belongs to.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SheetOwner {
    pub id: PersonId,
    #[sea_orm(nested)]
    pub name: LearnerName,
}

impl SheetOwner {
    pub fn document(&self, masked: bool) -> String {
        let LearnerName { document_type, document_number, .. } = &self.name;
        if masked {
            masked_document(*document_type, document_number)
        } else {
            document_label(*document_type, document_number)
        }
    }
}

/// Returns the people of some enrolments. One statement.
///
/// # Errors
/// The database's.
pub async fn people(
    db: &impl ConnectionTrait,
    enrolments: impl IntoIterator<Item = EnrolmentId>,
) -> Result<HashMap<EnrolmentId, SheetOwner>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        enrolment: EnrolmentId,
        #[sea_orm(nested)]
        person: SheetOwner,
    }
    let rows: Vec<Row> = enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::Id, "enrolment")
        .column(person::Column::Id)
        .learner()
        .filter(enrolment::Column::Id.is_in(enrolments))
        .into_model()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.enrolment, row.person)).collect())
}

/// Returns every confirmed person of the cohort by surname, to choose from for a sheet without a name.
/// One statement, sorted here.
///
/// # Errors
/// The database's.
pub async fn roster(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(EnrolmentId, String)>, DbErr> {
    let all = roll(db, cohort, Condition::all()).await?;
    Ok(all.into_iter().map(|row| (row.enrolment, row.listed_name())).collect())
}

/// The sheets of a print, by number, with the letters of their forms. One statement.
///
/// # Errors
/// The database's.
pub async fn sheets(
    db: &impl ConnectionTrait,
    print: PrintId,
) -> Result<Vec<(exam_sheet::Model, String)>, DbErr> {
    let rows = exam_sheet::Entity::find()
        .find_also_related(exam_form::Entity)
        .filter(exam_form::Column::PrintId.eq(print))
        .order_by_asc(exam_sheet::Column::Number)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(sheet, form)| (sheet, form.map(|form| form.letter).unwrap_or_default()))
        .collect())
}

/// A sheet with a name that was not entered yet.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PendingSheet {
    pub sheet: SheetId,
    pub number: i32,
    pub code: String,
    pub form_id: FormId,
    pub letter: String,
    pub enrolment_id: EnrolmentId,
    #[sea_orm(nested)]
    pub person: SheetOwner,
}

/// Returns the sheets of a print with a name that were not entered yet, by number, at most `most`. One
/// statement.
///
/// # Errors
/// The database's.
pub async fn waiting(
    db: &impl ConnectionTrait,
    print: PrintId,
    most: u64,
) -> Result<Vec<PendingSheet>, DbErr> {
    exam_sheet::Entity::find()
        .select_only()
        .column_as(exam_sheet::Column::Id, "sheet")
        .columns([
            exam_sheet::Column::Number,
            exam_sheet::Column::Code,
            exam_sheet::Column::FormId,
            exam_sheet::Column::EnrolmentId,
        ])
        .column(exam_form::Column::Letter)
        .column(person::Column::Id)
        .join(JoinType::InnerJoin, exam_sheet::Relation::Form.def())
        .join(JoinType::InnerJoin, exam_sheet::Relation::Enrolment.def())
        .learner()
        .filter(exam_form::Column::PrintId.eq(print))
        .filter(exam_sheet::Column::AttemptId.is_null())
        .order_by_asc(exam_sheet::Column::Number)
        .limit(most)
        .into_model()
        .all(db)
        .await
}

/// A sheet with everything that its page needs.
pub struct SheetDetail {
    pub sheet: exam_sheet::Model,
    pub form: exam_form::Model,
    pub printed: PrintContext,
    pub person: Option<SheetOwner>,
    /// Who entered it.
    pub author: Option<String>,
}

/// Returns the sheet of a typed code. At most seven statements.
///
/// # Errors
/// `NotFound` out of scope, `Denial` for who only reads the cohort.
pub async fn sheet(
    db: &impl ConnectionTrait,
    actor: &Actor,
    typed: &str,
) -> Result<SheetDetail, AppError> {
    let code = normal_code(typed).ok_or(AppError::NotFound)?;
    let (sheet, form) = exam_sheet::Entity::find()
        .filter(exam_sheet::Column::Code.eq(code))
        .find_also_related(exam_form::Entity)
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    let form = form.ok_or(AppError::NotFound)?;
    let printed = printed(db, actor, form.print_id).await?;
    let person = match sheet.enrolment_id {
        Some(enrolment) => people(db, [enrolment]).await?.remove(&enrolment),
        None => None,
    };
    let author = match sheet.entered_by {
        Some(id) => account::Entity::find_by_id(id).one(db).await?.map(|one| one.display_name),
        None => None,
    };
    Ok(SheetDetail { sheet, form, printed, person, author })
}

/// Returns the code of the next sheet of this print to type: the first one after a number, or else the
/// first of all. `None` means that all are entered. One statement.
///
/// # Errors
/// The database's.
pub async fn next(
    db: &impl ConnectionTrait,
    print: PrintId,
    after: i32,
) -> Result<Option<String>, DbErr> {
    let waiting: Vec<(i32, String)> = exam_sheet::Entity::find()
        .select_only()
        .column(exam_sheet::Column::Number)
        .column(exam_sheet::Column::Code)
        .join(JoinType::InnerJoin, exam_sheet::Relation::Form.def())
        .filter(exam_form::Column::PrintId.eq(print))
        .filter(exam_sheet::Column::AttemptId.is_null())
        .order_by_asc(exam_sheet::Column::Number)
        .into_tuple()
        .all(db)
        .await?;
    let later = waiting.iter().find(|(number, _)| *number > after);
    Ok(later.or(waiting.first()).map(|(_, code)| code.clone()))
}

/// The paper that an attempt was taken on.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PaperAttempt {
    pub id: SheetId,
    pub code: String,
    pub letter: String,
    pub entered_at: DateTime<Utc>,
    pub author: String,
    pub unread: String,
    pub note: Option<String>,
}

/// One statement.
///
/// # Errors
/// The database's.
pub async fn of_attempt(
    db: &impl ConnectionTrait,
    attempt: AttemptId,
) -> Result<Option<PaperAttempt>, DbErr> {
    exam_sheet::Entity::find()
        .select_only()
        .columns([
            exam_sheet::Column::Id,
            exam_sheet::Column::Code,
            exam_sheet::Column::EnteredAt,
            exam_sheet::Column::Unread,
            exam_sheet::Column::Note,
        ])
        .column(exam_form::Column::Letter)
        .column_as(account::Column::DisplayName, "author")
        .join(JoinType::InnerJoin, exam_sheet::Relation::Form.def())
        .join(JoinType::InnerJoin, exam_sheet::Relation::Account.def())
        .filter(exam_sheet::Column::AttemptId.eq(attempt))
        .into_model()
        .one(db)
        .await
}

/// When the attempt of a sheet was taken. One statement.
///
/// # Errors
/// The database's.
pub async fn taken_at(
    db: &impl ConnectionTrait,
    attempt: AttemptId,
) -> Result<Option<DateTime<Utc>>, DbErr> {
    use crate::entity::attempt::Entity;
    Ok(Entity::find_by_id(attempt).one(db).await?.map(|attempt| attempt.started_at))
}
