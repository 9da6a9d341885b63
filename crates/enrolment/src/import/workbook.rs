//! The person's own file, back with what is wrong marked where it is (R25).

use platform::errors::AppError;
use platform::marked::{self, Issue, SourceFile};

use super::columns::ColumnTarget;
use super::entity::import_issue;
use super::file::limits;
use super::reading::ImportChoice;

/// Copies the person's workbook with its issues in it; a file of another kind is written anew.
///
/// # Errors
/// The file could not be read any more, or the workbook not written.
pub fn marked(
    bytes: &[u8],
    choice: &ImportChoice,
    issues: &[import_issue::Model],
) -> Result<Vec<u8>, AppError> {
    let told: Vec<Issue> = issues
        .iter()
        .map(|issue| Issue {
            row: u32::try_from(issue.row_number).unwrap_or(1),
            column: issue.column_index.and_then(|column| u32::try_from(column).ok()),
            is_error: issue.is_error,
            what: issue.what.clone(),
            mend: issue.mend.clone(),
        })
        .collect();
    // Documents, telephones and codes keep their zeros.
    let as_text = |column| {
        matches!(
            choice.columns.target(column),
            Some(
                ColumnTarget::Document
                    | ColumnTarget::Phone
                    | ColumnTarget::Municipality
                    | ColumnTarget::Nit
            )
        )
    };
    let source = SourceFile {
        bytes,
        limits: limits(),
        sheet: choice.sheet as usize,
        header: choice.header,
        as_text: &as_text,
    };
    marked::own_copy(&source, &told)
}
