//! Prints and sheets read for pages and for the papers themselves.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use assessment_model::bank::entity::question::QuestionId;
use assessment_model::bank::entity::question_picture;
use assessment_model::bank::entity::question_version::{self, QuestionVersionId};
use assessment_model::entity::activity;
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::CohortHead;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::queries::roll;
use people_model::entity::person::{self, DocumentType, PersonId};
use people_model::queries::Name;
use people_model::rules::{document_label, masked_document};
use platform::codes::normal_code;
use platform::entity::stored_file;
use platform::errors::AppError;
use sign_in_model::actor::Actor;
use sign_in_model::entity::account;

use super::entity::exam_form::{self, FormId};
use super::entity::exam_form_item;
use super::entity::exam_print::{self, PrintId};
use super::entity::exam_sheet::{self, SheetId};
use super::policy::may_see;
use crate::entity::attempt::AttemptId;
use crate::entity::exam::{self, ExamId};
use crate::queries::activity_head;
use crate::rescoring::entity::rescoring::{self, RescoringId};

/// Prints that a page shows; all of them stay in the tables.
const MOST_SHOWN: u64 = 50;

/// A print with its test and cohort, for whoever works on them; foreign and absent look alike.
pub struct Printed {
    pub print: exam_print::Model,
    pub exam: exam::Model,
    pub activity: activity::Model,
    pub head: CohortHead,
}

/// Four statements.
///
/// # Errors
/// `NotFound` out of scope, `Denied` for who only reads the cohort.
pub async fn printed(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: PrintId,
) -> Result<Printed, AppError> {
    let (print, exam) = exam_print::Entity::find_by_id(id)
        .find_also_related(exam::Entity)
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    let exam = exam.ok_or(AppError::NotFound)?;
    let (activity, head) = activity_head(db, actor, exam.activity_id).await?;
    may_see(actor, &head.access)?;
    Ok(Printed { print, exam, activity, head })
}

/// A print as the list shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    pub id: PrintId,
    pub sits_at: DateTime<Utc>,
    pub place: String,
    pub printed_at: DateTime<Utc>,
    pub author: String,
    pub sheets: i64,
    pub entered: i64,
}

/// The prints of a test, newest first. One statement.
///
/// # Errors
/// The database's.
pub async fn prints(db: &impl ConnectionTrait, exam: ExamId) -> Result<Vec<Listed>, DbErr> {
    exam_print::Entity::find()
        .select_only()
        .columns([
            exam_print::Column::Id,
            exam_print::Column::SitsAt,
            exam_print::Column::Place,
            exam_print::Column::PrintedAt,
        ])
        .column_as(account::Column::DisplayName, "author")
        .column_as(Expr::col((exam_sheet::Entity, exam_sheet::Column::Id)).count(), "sheets")
        .column_as(
            Expr::col((exam_sheet::Entity, exam_sheet::Column::AttemptId)).count(),
            "entered",
        )
        .join(JoinType::InnerJoin, exam_print::Relation::Account.def())
        .join_rev(JoinType::InnerJoin, exam_form::Relation::Print.def())
        .join_rev(JoinType::InnerJoin, exam_sheet::Relation::Form.def())
        .filter(exam_print::Column::ExamId.eq(exam))
        .group_by(exam_print::Column::Id)
        .group_by(exam_print::Column::SitsAt)
        .group_by(exam_print::Column::Place)
        .group_by(exam_print::Column::PrintedAt)
        .group_by(account::Column::DisplayName)
        .order_by_desc(exam_print::Column::Id)
        .limit(MOST_SHOWN)
        .into_model()
        .all(db)
        .await
}

/// The forms of a print, by letter. One statement.
///
/// # Errors
/// The database's.
pub async fn forms(
    db: &impl ConnectionTrait,
    print: PrintId,
) -> Result<Vec<exam_form::Model>, DbErr> {
    exam_form::Entity::find()
        .filter(exam_form::Column::PrintId.eq(print))
        .order_by_asc(exam_form::Column::Letter)
        .all(db)
        .await
}

/// What forms ask, each in its order. One statement.
///
/// # Errors
/// The database's.
pub async fn items(
    db: &impl ConnectionTrait,
    forms: &[FormId],
) -> Result<Vec<exam_form_item::Model>, DbErr> {
    exam_form_item::Entity::find()
        .filter(exam_form_item::Column::FormId.is_in(forms.iter().copied()))
        .order_by_asc(exam_form_item::Column::FormId)
        .order_by_asc(exam_form_item::Column::Position)
        .all(db)
        .await
}

/// Whose sheet it is.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Person {
    pub id: PersonId,
    pub document_type: DocumentType,
    pub document_number: String,
    #[sea_orm(nested)]
    pub name: Name,
}

impl Person {
    pub fn document(&self, masked: bool) -> String {
        if masked {
            masked_document(self.document_type, &self.document_number)
        } else {
            document_label(self.document_type, &self.document_number)
        }
    }
}

/// The people of some places. One statement.
///
/// # Errors
/// The database's.
pub async fn people(
    db: &impl ConnectionTrait,
    places: impl IntoIterator<Item = EnrolmentId>,
) -> Result<HashMap<EnrolmentId, Person>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        enrolment: EnrolmentId,
        #[sea_orm(nested)]
        person: Person,
    }
    let rows: Vec<Row> = enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::Id, "enrolment")
        .columns([person::Column::Id, person::Column::DocumentType, person::Column::DocumentNumber])
        .columns(person::NAME)
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .filter(enrolment::Column::Id.is_in(places))
        .into_model()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.enrolment, row.person)).collect())
}

/// Everybody with a place in the cohort and no sheet of the print that was entered, for a sheet
/// without a name: by surname. One statement, sorted here.
///
/// # Errors
/// The database's.
pub async fn roster(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(EnrolmentId, String)>, DbErr> {
    let all = roll(db, cohort, Condition::all()).await?;
    Ok(all.into_iter().map(|row| (row.enrolment, row.name.by_surname())).collect())
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

/// A sheet with a name that nobody entered.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Waiting {
    pub sheet: SheetId,
    pub number: i32,
    pub code: String,
    pub form_id: FormId,
    pub letter: String,
    pub enrolment_id: EnrolmentId,
    #[sea_orm(nested)]
    pub person: Person,
}

/// The sheets of a print with a name that nobody entered, by number, so many at most. One statement.
///
/// # Errors
/// The database's.
pub async fn waiting(
    db: &impl ConnectionTrait,
    print: PrintId,
    most: u64,
) -> Result<Vec<Waiting>, DbErr> {
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
        .columns([person::Column::Id, person::Column::DocumentType, person::Column::DocumentNumber])
        .columns(person::NAME)
        .join(JoinType::InnerJoin, exam_sheet::Relation::Form.def())
        .join(JoinType::InnerJoin, exam_sheet::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .filter(exam_form::Column::PrintId.eq(print))
        .filter(exam_sheet::Column::AttemptId.is_null())
        .order_by_asc(exam_sheet::Column::Number)
        .limit(most)
        .into_model()
        .all(db)
        .await
}

/// A sheet with everything that its page needs.
pub struct Sheet {
    pub sheet: exam_sheet::Model,
    pub form: exam_form::Model,
    pub printed: Printed,
    pub person: Option<Person>,
    /// Who entered it.
    pub author: Option<String>,
}

/// The sheet of a code as somebody typed it. At most seven statements.
///
/// # Errors
/// `NotFound` out of scope, `Denied` for who only reads the cohort.
pub async fn sheet(
    db: &impl ConnectionTrait,
    actor: &Actor,
    typed: &str,
) -> Result<Sheet, AppError> {
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
        Some(place) => people(db, [place]).await?.remove(&place),
        None => None,
    };
    let author = match sheet.entered_by {
        Some(id) => account::Entity::find_by_id(id).one(db).await?.map(|one| one.display_name),
        None => None,
    };
    Ok(Sheet { sheet, form, printed, person, author })
}

/// The code of the sheet of this print to type next: after a number, and from the beginning when
/// none is left there. One statement.
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
pub struct OnPaper {
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
) -> Result<Option<OnPaper>, DbErr> {
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

/// The pictures of some questions, with their numbers. One statement.
///
/// # Errors
/// The database's.
pub async fn pictures(
    db: &impl ConnectionTrait,
    questions: impl IntoIterator<Item = QuestionId>,
) -> Result<HashMap<(QuestionId, i32), stored_file::Model>, DbErr> {
    let rows = question_picture::Entity::find()
        .find_also_related(stored_file::Entity)
        .filter(question_picture::Column::QuestionId.is_in(questions))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(picture, file)| Some(((picture.question_id, picture.number), file?)))
        .collect())
}

/// Whether somebody learns in the cohort. One statement, none for who is nobody's person.
///
/// # Errors
/// The database's.
pub async fn learns(
    db: &impl ConnectionTrait,
    actor: &Actor,
    cohort: CohortId,
) -> Result<bool, DbErr> {
    match actor.person {
        Some(person) => {
            let place = enrolment_model::queries::of_person(db, cohort, PersonId(person)).await?;
            Ok(place.is_some())
        }
        None => Ok(false),
    }
}

/// The decisions that score the versions of a test which were printed before them: the last one of
/// each. One statement.
///
/// # Errors
/// The database's.
pub async fn decided(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<HashMap<QuestionVersionId, RescoringId>, DbErr> {
    let asked = (question_version::Entity, question_version::Column::Id);
    let scores = (rescoring::Entity, rescoring::Column::QuestionVersionId);
    let rows: Vec<(QuestionVersionId, RescoringId)> = rescoring::Entity::find()
        .select_only()
        .column(question_version::Column::Id)
        .column(rescoring::Column::Id)
        .join(JoinType::InnerJoin, rescoring::Relation::Question.def())
        .join_rev(JoinType::InnerJoin, question_version::Relation::Question.def())
        .filter(rescoring::Column::ExamId.eq(exam))
        .filter(
            Expr::col((question_version::Entity, question_version::Column::PublishedAt))
                .lte(Expr::col((rescoring::Entity, rescoring::Column::RecordedAt))),
        )
        .filter(Expr::col(scores).is_null().or(Expr::col(scores).ne(Expr::col(asked))))
        .order_by_asc(rescoring::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
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
