//! Cells with errors, mended in the list of the rows where they are told (R86).

use std::collections::{BTreeMap, BTreeSet};

use platform::blocking;
use platform::texts::say;
use sign_in_model::prelude::*;

use crate::import::columns::{ColumnTarget, ColumnTargets};
use crate::import::commands::RowAnswer;
use crate::import::entity::import;
use crate::import::entity::import_issue;
use crate::import::entity::import_row::{self, RowFate};
use crate::import::file::{FileRow, rows_of};
use crate::import::queries;
use crate::import::rules::{ImportRefusal, may_answer};
use crate::import::views::CellField;

/// `celda[8|documento]`: the text of a cell.
pub(super) const CELL: &str = "celda";
/// `8|documento`: the cell whose proposal is taken.
const PROPOSAL: &str = "propuesta";
/// The row that is left out.
const OUT: &str = "fuera";
/// The most letters of a cell.
pub(super) const LONGEST: usize = 254;
/// Cells that one page offers and one form mends.
const MOST: usize = 40;

type Cell = (u32, ColumnTarget);

fn name((row, target): Cell) -> String {
    format!("{row}|{}", target.code())
}

fn named(text: &str) -> Option<Cell> {
    let (row, code) = text.split_once('|')?;
    Some((row.parse().ok()?, ColumnTarget::from_code(code)?))
}

/// The rows of the file with their own texts and those that count now. A row that the file has not is not there.
pub(super) async fn file_rows(
    desk: &Desk<'_>,
    import: &import::Model,
    numbers: BTreeSet<u32>,
) -> Result<BTreeMap<u32, FileRow>, AppError> {
    may_answer(import.state).map_err(|refusal| AppError::Refused(refusal.sentence()))?;
    let refusal = ImportRefusal::NotNow { state: import.state };
    let choice = queries::choice_of(import);
    let choice = choice.ok_or_else(|| AppError::Refused(refusal.sentence()))?;
    let db = desk.app.db.read();
    let answers = queries::answers(db, import.id).await?;
    let bytes = queries::bytes(db, import.id).await?;
    let read = blocking::run(move || rows_of(&bytes, &choice, &answers, &numbers)).await?;
    read.map_err(|refusal| AppError::Internal(refusal.to_string()))
}

/// What a text typed for a cell answers. `None` means that a «No» stays until somebody says «Sí».
pub(super) fn cell_answer(file: &FileRow, (row, target): Cell, text: String) -> Option<RowAnswer> {
    if target == ColumnTarget::Consent && text.is_empty() {
        return None;
    }
    let own = file.own.get(&target).map_or("", String::as_str);
    Some(RowAnswer::Cell { row, target, text: (text != own).then_some(text) })
}

/// The cells of a page as fields, in the order in which their errors are told.
pub(super) struct CellFields {
    files: BTreeMap<u32, FileRow>,
    columns: ColumnTargets,
    given: BTreeSet<Cell>,
    /// The form of the page with the texts of the cells.
    pub form: FormState,
}

impl CellFields {
    /// Those of the rows that are wrong; only for them the file is read.
    pub async fn of(
        desk: &Desk<'_>,
        import: &import::Model,
        rows: &[import_row::Model],
        form: FormState,
    ) -> Result<Self, AppError> {
        let wrong = rows.iter().filter(|row| row.fate == RowFate::Wrong);
        let wrong: BTreeSet<u32> =
            wrong.filter_map(|row| u32::try_from(row.row_number).ok()).collect();
        let files = match wrong.is_empty() {
            true => BTreeMap::new(),
            false => file_rows(desk, import, wrong).await?,
        };
        let columns = queries::choice_of(import).map(|choice| choice.columns).unwrap_or_default();
        Ok(Self { files, columns, given: BTreeSet::new(), form })
    }

    /// The field of the cell that an error speaks of, once.
    pub fn field(&mut self, issue: &import_issue::Model) -> Option<CellField> {
        let row = u32::try_from(issue.row_number).ok()?;
        let file = self.files.get(&row).filter(|_| issue.is_error)?;
        let asked = issue.target.as_deref().and_then(ColumnTarget::from_code);
        let column = issue.column_index.and_then(|column| u32::try_from(column).ok());
        let target = asked.or_else(|| self.columns.target(column?))?;
        let cell = (row, target);
        if self.given.len() == MOST || !self.given.insert(cell) {
            return None;
        }
        let field = format!("{CELL}[{}]", name(cell));
        if self.form.first(&field).is_none() {
            let now = file.now.get(&target).cloned().unwrap_or_default();
            self.form = std::mem::take(&mut self.form).with(&field, now);
        }
        let facts = [("column", target.label().to_owned()), ("row", row.to_string())];
        Some(CellField {
            field,
            label: say("enrolment.import_cell_of_row", &facts),
            proposal: (asked.is_some() && issue.suggestion.is_some()).then(|| name(cell)),
        })
    }

    pub fn any(&self) -> bool {
        !self.given.is_empty()
    }
}

/// What was mended in the list: the cells that say something else now, the proposal that was taken and the row
/// that was left out.
pub(super) async fn mended(
    desk: &Desk<'_>,
    import: &import::Model,
    fields: &Fields,
    reader: &mut Reader<'_>,
) -> Result<Vec<RowAnswer>, AppError> {
    let cells = fields.grid(CELL).filter_map(|(cell, _)| named(cell)).take(MOST);
    let cells: BTreeSet<Cell> = cells.collect();
    let out: Option<u32> = fields.first(OUT).parse().ok();
    let taken = named(fields.first(PROPOSAL));
    let rows = cells.iter().chain(&taken).map(|(row, _)| *row).chain(out);
    let rows: BTreeSet<u32> = rows.collect();
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let files = file_rows(desk, import, rows).await?;
    let mut answers = Vec::new();
    if let Some((row, target)) = taken {
        let issues = queries::issues_of_row(desk.app.db.read(), import.id, row).await?;
        let of_cell = |code: &str| ColumnTarget::from_code(code) == Some(target);
        let mut about =
            issues.into_iter().filter(|issue| issue.target.as_deref().is_some_and(of_cell));
        let text = about.find_map(|issue| issue.suggestion);
        answers.extend(text.map(|text| RowAnswer::Cell { row, target, text: Some(text) }));
    }
    for cell in cells.into_iter().filter(|cell| Some(*cell) != taken) {
        let Some(file) = files.get(&cell.0) else { continue };
        let text = reader.optional(&format!("{CELL}[{}]", name(cell)), LONGEST);
        let text = text.unwrap_or_default();
        if file.now.get(&cell.1).map_or("", String::as_str) != text {
            answers.extend(cell_answer(file, cell, text));
        }
    }
    let out = out.filter(|row| files.contains_key(row));
    answers.extend(out.map(|row| RowAnswer::LeftOut { row, is_out: true }));
    Ok(answers)
}
