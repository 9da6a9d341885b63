//! What is found in the rows of a file: written with the import, and deleted when it is over.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set};

use crate::import::entity::import::ImportId;
use crate::import::entity::import_answer::{self, AnswerKind};
use crate::import::entity::import_row::{self, RowFate};
use crate::import::entity::{import_file, import_issue};
use crate::import::preview::ImportPreview;
use crate::import::reading::{FileReading, ProblemLevel, RowOutcome, RowProblem};
use crate::import::rules::saturating_i32;

/// Issues written with one statement: ten values each.
const AT_ONCE: usize = 500;

/// Deletes what was found wrong with the rows.
pub async fn forget_issues(tx: &DatabaseTransaction, id: ImportId) -> Result<(), DbErr> {
    let of = import_issue::Entity::delete_many();
    of.filter(import_issue::Column::ImportId.eq(id)).exec(tx).await?;
    let rows = import_row::Entity::delete_many();
    rows.filter(import_row::Column::ImportId.eq(id)).exec(tx).await?;
    Ok(())
}

/// Deletes the file with everything that was found in it: its import is over. What was answered about no row
/// in particular stays for the next file.
pub async fn forget_file(tx: &DatabaseTransaction, id: ImportId) -> Result<(), DbErr> {
    forget_issues(tx, id).await?;
    let answers = import_answer::Entity::delete_many();
    answers
        .filter(import_answer::Column::ImportId.eq(id))
        .filter(import_answer::Column::Kind.is_in(AnswerKind::OF_A_ROW))
        .exec(tx)
        .await?;
    import_file::Entity::delete_by_id(id).exec(tx).await?;
    Ok(())
}

/// Writes what was found wrong with the rows; one statement for five hundred.
pub async fn write_issues(
    tx: &DatabaseTransaction,
    id: ImportId,
    problems: &[RowProblem],
) -> Result<(), DbErr> {
    for some in problems.chunks(AT_ONCE) {
        let rows = some.iter().map(|problem| {
            let asked = problem.question.as_ref();
            import_issue::ActiveModel {
                import_id: Set(id),
                row_number: Set(saturating_i32(problem.row)),
                column_index: Set(problem.column.map(saturating_i32)),
                is_error: Set(problem.level == ProblemLevel::Error),
                what: Set(problem.what.clone()),
                mend: Set(problem.mend.clone()),
                target: Set(asked.map(|asked| asked.code().to_owned())),
                typed: Set(asked.and_then(|asked| asked.typed()).map(str::to_owned)),
                suggestion: Set(asked.and_then(|asked| asked.suggestion()).map(str::to_owned)),
                ..Default::default()
            }
        });
        import_issue::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Rows written with one statement: thirteen values each.
const ROWS_AT_ONCE: usize = 400;

/// Writes every row as the person that it would become.
pub async fn write_rows(
    tx: &DatabaseTransaction,
    id: ImportId,
    reading: &FileReading,
    preview: &ImportPreview,
) -> Result<(), DbErr> {
    let doubtful: HashSet<u32> = reading.problems.iter().map(|problem| problem.row).collect();
    for some in reading.all.chunks(ROWS_AT_ONCE) {
        let rows = some.iter().map(|read| {
            let (fate, is_new) = match read.outcome {
                RowOutcome::Person(at) => {
                    preview.told.get(at).copied().unwrap_or((RowFate::Wrong, false))
                }
                RowOutcome::Wrong => (RowFate::Wrong, false),
                RowOutcome::Repeated => (RowFate::Repeated, false),
                RowOutcome::LeftOut => (RowFate::LeftOut, false),
                RowOutcome::Nobodys => (RowFate::Nobodys, false),
            };
            import_row::ActiveModel {
                import_id: Set(id),
                row_number: Set(saturating_i32(read.row)),
                document: Set(read.document.clone()),
                name: Set(read.name.clone()),
                municipality: Set(read.municipality.clone()),
                entity: Set(read.entity.clone()),
                position: Set(read.position.clone()),
                kind: Set(read.kind.clone()),
                contacts: Set(read.contacts.clone()),
                fate: Set(fate),
                is_new: Set(is_new),
                has_doubt: Set(doubtful.contains(&read.row)),
                ..Default::default()
            }
        });
        import_row::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}
