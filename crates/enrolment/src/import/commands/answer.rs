//! What a person answers about the rows on the page; then all rows are checked again, which changes nobody.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, Set,
};

use platform::prelude::*;
use platform::search::fold;

use super::claim::lock;
use super::history::record_step;
use super::issues::forget_issues;
use crate::import::columns::ColumnTarget;
use crate::import::entity::import::{ImportId, State};
use crate::import::entity::import_answer::{self, AnswerKind};
use crate::import::policy::Step;
use crate::import::reading::PostAnswer;
use crate::import::rules::{ImportRefusal, may_answer, saturating_i32};

/// One answer; an empty value takes an earlier one back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowAnswer {
    /// The text that a cell should have; `None` for what the file says.
    Cell {
        row: u32,
        target: ColumnTarget,
        text: Option<String>,
    },
    LeftOut {
        row: u32,
        is_out: bool,
    },
    /// What a spelling means in every row that has it.
    Spelling {
        target: ColumnTarget,
        typed: String,
        value: String,
    },
    Post {
        row: u32,
        answer: Option<PostAnswer>,
    },
    /// Why a rule or a caution is set aside in every row that it is about, by its code.
    Exception {
        rule: String,
        reason: String,
    },
}

/// Keeps the answers and orders the rows to be checked again.
pub async fn answer(
    app: &App,
    permit: Step,
    answers: Vec<RowAnswer>,
) -> Result<(), Failure<ImportRefusal>> {
    let tx = app.db.begin().await?;
    let import = lock(&tx, *permit.import()).await?;
    may_answer(import.state).map_err(Failure::Refused)?;
    let detail = json!({ "answers": answers.len() });
    for answer in answers {
        keep(&tx, import.id, answer).await?;
    }
    forget_issues(&tx, import.id).await?;
    let mut row = import.into_active_model();
    row.state = Set(State::Checking);
    row.claimed_at = Set(None);
    row.attempts = Set(0);
    let import = row.update(&tx).await?;
    record_step(&tx, app, permit.by(), "enrolment.import_answer", &import, detail).await?;
    tx.commit().await?;
    Ok(())
}

async fn keep(tx: &DatabaseTransaction, id: ImportId, answer: RowAnswer) -> Result<(), DbErr> {
    let (kind, row, target, typed, value) = match answer {
        RowAnswer::Cell { row, target, text } => {
            (AnswerKind::Cell, row, target.code(), String::new(), text)
        }
        RowAnswer::LeftOut { row, is_out } => {
            (AnswerKind::LeftOut, row, "", String::new(), is_out.then(String::new))
        }
        RowAnswer::Spelling { target, typed, value } => {
            let value = Some(value).filter(|value| !value.is_empty());
            (AnswerKind::Spelling, 0, target.code(), fold(&typed), value)
        }
        RowAnswer::Exception { rule, reason } => {
            let reason = Some(reason).filter(|reason| !reason.is_empty());
            (AnswerKind::Exception, 0, "", rule, reason)
        }
        RowAnswer::Post { row, answer } => {
            let value = answer.map(|answer| answer.code().to_owned());
            (AnswerKind::Post, row, "", String::new(), value)
        }
    };
    let row = saturating_i32(row);
    import_answer::Entity::delete_many()
        .filter(import_answer::Column::ImportId.eq(id))
        .filter(import_answer::Column::Kind.eq(kind))
        .filter(import_answer::Column::RowNumber.eq(row))
        .filter(import_answer::Column::Target.eq(target))
        .filter(import_answer::Column::Typed.eq(&typed))
        .exec(tx)
        .await?;
    let Some(value) = value else { return Ok(()) };
    import_answer::Entity::insert(import_answer::ActiveModel {
        import_id: Set(id),
        kind: Set(kind),
        row_number: Set(row),
        target: Set(target.to_owned()),
        typed: Set(typed),
        value: Set(value),
        ..Default::default()
    })
    .exec_without_returning(tx)
    .await?;
    Ok(())
}
