//! What is found in the rows of a file: written with the import, and deleted when it is over.

use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set};

use crate::import::entity::import::ImportId;
use crate::import::entity::{import_file, import_issue};
use crate::import::reading::{ProblemLevel, RowProblem};
use crate::import::rules::saturating_i32;

/// Issues written with one statement: seven values each.
const AT_ONCE: usize = 500;

/// Deletes what was found wrong with the rows.
pub async fn forget_issues(tx: &DatabaseTransaction, id: ImportId) -> Result<(), DbErr> {
    let of = import_issue::Entity::delete_many();
    of.filter(import_issue::Column::ImportId.eq(id)).exec(tx).await?;
    Ok(())
}

/// Deletes the file with everything that was found in it: its import is over.
pub async fn forget_file(tx: &DatabaseTransaction, id: ImportId) -> Result<(), DbErr> {
    forget_issues(tx, id).await?;
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
        let rows = some.iter().map(|problem| import_issue::ActiveModel {
            import_id: Set(id),
            row_number: Set(saturating_i32(problem.row)),
            column_index: Set(problem.column.map(saturating_i32)),
            is_error: Set(problem.level == ProblemLevel::Error),
            what: Set(problem.what.clone()),
            mend: Set(problem.mend.clone()),
            ..Default::default()
        });
        import_issue::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}
