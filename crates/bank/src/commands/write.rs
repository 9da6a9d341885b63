//! A question is written: a new one, its draft, or the next version of a published one.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, SqlErr,
};
use serde_json::{Value, json};

use capacities_model as capacities;
use courses_model::entity::course::{self, CourseId};
use platform::errors::{AppError, Failure, refuse};
use platform::secrets;
use questions::Question;
use sign_in_model::prelude::*;

use super::standing::standing;
use super::{BankResult, VersionTag, author, body_of, locked, search_text, tell};
use crate::entity::question::{self, Difficulty, QuestionId, State};
use crate::entity::{question_picture, question_version};
use crate::policy;
use crate::rules::{self, BankRefusal, EditTarget};

/// Where a question belongs in the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionPlacement {
    pub capacity: String,
    pub course: Option<CourseId>,
    pub difficulty: Difficulty,
}

#[derive(Clone, Debug)]
pub struct NewQuestion {
    /// `None` means that the bank gives it a code.
    pub code: Option<String>,
    pub place: QuestionPlacement,
    pub question: Question,
}

/// The new contents of a question after an edit.
#[derive(Clone, Debug)]
pub struct QuestionChange {
    pub place: QuestionPlacement,
    pub question: Question,
    /// What is corrected; the next version of a published one needs it.
    pub note: Option<String>,
}

/// What saving a question did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionSaveOutcome {
    /// Nothing differed from what is stored.
    Nothing,
    /// Only its placement changed.
    Placed,
    /// The draft with this number changed.
    Draft(i32),
    /// A next version, a draft with this number, was begun.
    NextVersion(i32),
}

/// Adds a question; it is a draft.
///
/// # Errors
/// Refused when its code is taken, its place does not exist or its texts name a picture.
pub async fn create(app: &App, permit: policy::Write, new: NewQuestion) -> BankResult<QuestionId> {
    let tx = app.db.begin().await?;
    check_place(&tx, &new.place).await?;
    let id = insert(&tx, permit.by(), app.clock.now(), &new).await?;
    tx.commit().await?;
    Ok(id)
}

/// Adds a question within a transaction; its place was looked at.
pub(crate) async fn insert(
    tx: &DatabaseTransaction,
    by: &Author,
    at: DateTime<Utc>,
    new: &NewQuestion,
) -> BankResult<QuestionId> {
    rules::check_pictures(&new.question, &[]).map_err(Failure::Refused)?;
    let author = author(by)?;
    if new.code.as_deref().is_some_and(rules::is_reserved) {
        return refuse(BankRefusal::CodeReserved);
    }
    // The bank's own code is made of the id, which is known afterwards.
    let code = match &new.code {
        Some(code) => code.clone(),
        None => format!("nueva-{}", secrets::public_code()?),
    };
    let row = question::ActiveModel {
        search_text: Set(search_text(&code, &new.question)),
        code: Set(code),
        course_id: Set(new.place.course),
        capacity_code: Set(new.place.capacity.clone()),
        difficulty: Set(new.place.difficulty),
        state: Set(State::Draft),
        created_at: Set(at),
        author_account_id: Set(author),
        ..Default::default()
    };
    let row = match row.insert(tx).await {
        Ok(row) => row,
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return refuse(BankRefusal::CodeTaken);
        }
        Err(error) => return Err(error.into()),
    };
    let id = row.id;
    if new.code.is_none() {
        let code = format!("P-{id}");
        let mut row = row.into_active_model();
        row.search_text = Set(search_text(&code, &new.question));
        row.code = Set(code);
        row.update(tx).await?;
    }
    let version = question_version::ActiveModel {
        question_id: Set(id),
        number: Set(1),
        body: Set(body_of(&new.question)?),
        created_at: Set(at),
        author_account_id: Set(author),
        ..Default::default()
    };
    question_version::Entity::insert(version).exec_without_returning(tx).await?;
    let detail = json!({ "version": 1, "to": place_json(&new.place) });
    tell(tx, by, at, "assessment.write_question", id, detail).await?;
    Ok(id)
}

/// Keeps an edit. A published version stays as it is: what differs from it is the next one.
///
/// # Errors
/// Refused when the question changed since it was shown, is retired, or a correction does not say
/// what it corrects.
pub async fn save(
    app: &App,
    permit: policy::Change,
    seen: &VersionTag,
    change: QuestionChange,
) -> BankResult<QuestionSaveOutcome> {
    let tx = app.db.begin().await?;
    check_place(&tx, &change.place).await?;
    let saved =
        change_in(&tx, permit.by(), app.clock.now(), *permit.question(), Some(seen), &change)
            .await?;
    if saved != QuestionSaveOutcome::Nothing {
        tx.commit().await?;
    }
    Ok(saved)
}

/// Keeps an edit within a transaction; its place was looked at.
pub(crate) async fn change_in(
    tx: &DatabaseTransaction,
    by: &Author,
    at: DateTime<Utc>,
    id: QuestionId,
    seen: Option<&VersionTag>,
    change: &QuestionChange,
) -> BankResult<QuestionSaveOutcome> {
    let (question, last) = locked(tx, id).await?;
    let has_draft = last.published_at.is_none();
    let edit = rules::edit_of(question.state, has_draft).map_err(Failure::Refused)?;
    if let Some(seen) = seen {
        seen.must_be(&last).map_err(Failure::Refused)?;
    }
    // A first draft is its unit's alone; anybody may propose a correction of what all use.
    if question.state == State::Draft
        && !standing(tx, by, question.author_account_id, dates::bogota_date(at)).await?.keeps()
    {
        return refuse(BankRefusal::OfAnotherUnit);
    }
    let pictures: Vec<i32> = question_picture::Entity::find()
        .select_only()
        .column(question_picture::Column::Number)
        .filter(question_picture::Column::QuestionId.eq(id))
        .into_tuple()
        .all(tx)
        .await?;
    rules::check_pictures(&change.question, &pictures).map_err(Failure::Refused)?;
    let before = QuestionPlacement {
        capacity: question.capacity_code.clone(),
        course: question.course_id,
        difficulty: question.difficulty,
    };
    let body = body_of(&change.question)?;
    // What a first draft is about is not said: nobody has seen it.
    let note = change.note.clone().filter(|_| question.state != State::Draft);
    let same_text = body == last.body && (edit == EditTarget::NextVersion || note == last.note);
    let same_place = before == change.place;
    if same_text && same_place {
        return Ok(QuestionSaveOutcome::Nothing);
    }
    if note.is_none() && question.state == State::Published && !same_text {
        return refuse(BankRefusal::NoteMissing);
    }
    let author = author(by)?;
    let saved = match (same_text, edit) {
        (true, _) => QuestionSaveOutcome::Placed,
        (false, EditTarget::SameDraft) => {
            // Published versions never change, whatever was read above.
            let written = question_version::Entity::update_many()
                .set(question_version::ActiveModel {
                    body: Set(body),
                    note: Set(note),
                    author_account_id: Set(author),
                    ..Default::default()
                })
                .filter(question_version::Column::Id.eq(last.id))
                .filter(question_version::Column::PublishedAt.is_null())
                .exec(tx)
                .await?;
            if written.rows_affected != 1 {
                return refuse(BankRefusal::ChangedMeanwhile);
            }
            QuestionSaveOutcome::Draft(last.number)
        }
        (false, EditTarget::NextVersion) => {
            let version = question_version::ActiveModel {
                question_id: Set(id),
                number: Set(last.number + 1),
                body: Set(body),
                note: Set(note),
                created_at: Set(at),
                author_account_id: Set(author),
                ..Default::default()
            };
            question_version::Entity::insert(version).exec_without_returning(tx).await?;
            QuestionSaveOutcome::NextVersion(last.number + 1)
        }
    };
    let mut row = question.into_active_model();
    if !same_text {
        let code = row.code.clone().take().unwrap_or_default();
        row.search_text = Set(search_text(&code, &change.question));
    }
    row.capacity_code = Set(change.place.capacity.clone());
    row.course_id = Set(change.place.course);
    row.difficulty = Set(change.place.difficulty);
    row.update(tx).await?;
    let (action, detail) = match saved {
        QuestionSaveOutcome::Draft(number) | QuestionSaveOutcome::NextVersion(number) => (
            "assessment.write_question",
            json!({ "version": number, "place": moved(&before, &change.place) }),
        ),
        QuestionSaveOutcome::Placed | QuestionSaveOutcome::Nothing => {
            ("assessment.place_question", json!({ "place": moved(&before, &change.place) }))
        }
    };
    tell(tx, by, at, action, id, detail).await?;
    Ok(saved)
}

fn moved(from: &QuestionPlacement, to: &QuestionPlacement) -> Value {
    if from == to { Value::Null } else { json!({ "from": place_json(from), "to": place_json(to) }) }
}

fn place_json(place: &QuestionPlacement) -> Value {
    json!({
        "capacity": place.capacity,
        "course": place.course,
        "difficulty": place.difficulty,
    })
}

async fn check_place(tx: &DatabaseTransaction, place: &QuestionPlacement) -> BankResult<()> {
    if capacities::queries::capacity(tx, &place.capacity).await?.is_none() {
        return refuse(BankRefusal::UnknownCapacity);
    }
    if let Some(course) = place.course
        && course::Entity::find_by_id(course).one(tx).await.map_err(AppError::from)?.is_none()
    {
        return refuse(BankRefusal::UnknownCourse);
    }
    Ok(())
}
