//! What each column of a file is about: guessed, corrected by a person, read from the form.

use cohorts_model::queries::{CohortRow, municipalities};
use people_model::entity::person::DocumentType;
use people_model::entity::post::Kind;
use platform::blocking;
use platform::numbers::some;
use sheets::SheetRefusal;
use sign_in_model::prelude::*;

use super::choice::{is_said, read_choice, said_before};
use super::{address, found, head, name_of};
use crate::import::authorised::told;
use crate::import::columns::{ColumnTarget, ColumnTargets};
use crate::import::entity::import::{self, ImportId, State};
use crate::import::file::{FileInspection, NO_HEADER, inspect, people};
use crate::import::policy::may_step;
use crate::import::reading::{Authorisation, EarlierWord, ImportChoice};
use crate::import::rules::{AT_ONCE, ImportRefusal, column_name, may_choose, saturating_i32};
use crate::import::views::{ColumnLine, ImportColumnsPage};
use crate::import::{commands, queries};

pub fn routes() -> Vec<Route> {
    routes![choose]
}

/// What was read of the file, for the page of its columns.
pub(super) struct ColumnsContext {
    pub(super) bytes: Vec<u8>,
    pub(super) inspected: FileInspection,
    pub(super) header: u32,
    pub(super) headings: Vec<(u32, String)>,
    columns: ColumnTargets,
    /// Rows below the headings that hold people, or have something in them where no column is understood.
    people: u32,
}

async fn sight(
    desk: &Desk<'_>,
    import: &import::Model,
    sheet: Option<usize>,
    header: Option<u32>,
) -> Result<ColumnsContext, AppError> {
    let bytes = queries::bytes(desk.app.db.read(), import.id).await?;
    let seen = blocking::run(move || looked_at(bytes, sheet, header)).await?;
    seen.map_err(|refusal| AppError::Refused(ImportRefusal::File(refusal).sentence()))
}

fn looked_at(
    bytes: Vec<u8>,
    sheet: Option<usize>,
    header: Option<u32>,
) -> Result<ColumnsContext, SheetRefusal> {
    let inspected = inspect(&bytes, sheet)?;
    let guessed = inspected.header.as_ref().map_or(NO_HEADER, |header| header.row);
    let row = header.unwrap_or(guessed);
    let found = inspected.header_in(row).or_else(|| inspected.header_in(guessed));
    let (header, headings, columns) = match found {
        Some(found) => (found.row, found.headings, found.columns),
        None => (guessed, Vec::new(), ColumnTargets::default()),
    };
    let sheet = u32::try_from(inspected.sheet).unwrap_or(0);
    let choice =
        ImportChoice { sheet, header, columns: columns.clone(), ..ImportChoice::default() };
    let people = people(&bytes, &choice)?;
    Ok(ColumnsContext { bytes, inspected, header, headings, columns, people })
}

/// The page of the columns as they were decided before, or as they are proposed. Whether the people authorised is
/// asked once of each of them; what was said of earlier files is read again only where another sheet or row is.
pub(super) async fn columns(
    desk: &Desk<'_>,
    import: &import::Model,
    row: &CohortRow,
    sheet: Option<usize>,
    header: Option<u32>,
) -> Answer {
    let before = queries::choice_of(import).unwrap_or_default();
    let again = Some(&before).filter(|_| {
        let is_kept = import.choice.is_some();
        is_kept && sheet.is_none() && header.is_none()
    });
    let sheet = sheet.or_else(|| again.map(|choice| choice.sheet as usize));
    let header = header.or_else(|| again.map(|choice| choice.header));
    let sight = sight(desk, import, sheet, header).await?;
    let columns = again.map_or(&sight.columns, |choice| &choice.columns);
    let defaults = &before.defaults;
    let mut form = FormState::default()
        .with("hoja", sight.inspected.sheet)
        .with("fila", sight.header)
        .with("tipo_documento", defaults.document_type.map_or("", DocumentType::code))
        .with("municipio", defaults.municipality.clone().unwrap_or_default())
        .with("tipo_vinculacion", defaults.kind.map_or("", Kind::code))
        .with("alcaldia", if defaults.alcaldia { "si" } else { "" });
    if let Some(choice) = again.filter(|_| import.state == State::Checked) {
        form = form.with("ocultas", if choice.with_hidden { "si" } else { "no" });
    }
    for (column, target) in &columns.0 {
        form = form.with(&field_of(*column), target.code());
    }
    let word = match again {
        Some(choice) => choice.word_of(desk.actor()?.account),
        None => said_before(desk, import, row, &sight, &form).await?,
    };
    let is_decided = import.state == State::Uploaded
        && again.is_some_and(|choice| !choice.headings.is_empty())
        && sight.inspected.hidden_rows == 0;
    let mut page = columns_page(desk, import, row, &sight, (form, word)).await?;
    page.is_decided = is_decided;
    desk.show(&page)
}

pub(super) fn field_of(column: u32) -> String {
    format!("columna[{column}]")
}

/// Rows shown below the headings.
const SHOWN: usize = 5;

async fn columns_page(
    desk: &Desk<'_>,
    import: &import::Model,
    row: &CohortRow,
    sight: &ColumnsContext,
    (form, word): (FormState, Option<EarlierWord>),
) -> Result<ImportColumnsPage, AppError> {
    let places = municipalities(desk.app.db.read(), row.cohort.id).await?;
    let below: Vec<&sheets::Row> = sight
        .inspected
        .head
        .iter()
        .filter(|known| known.number > sight.header)
        .take(SHOWN)
        .collect();
    let lines = sight.headings.iter().map(|(column, heading)| {
        let values: Vec<&str> = below
            .iter()
            .map(|row| row.text(*column))
            .filter(|text| !text.is_empty())
            .take(2)
            .collect();
        ColumnLine {
            field: field_of(*column),
            label: match sight.inspected.hidden.column(*column) {
                true => format!("Columna {} (oculta en la hoja): {heading}", column_name(*column)),
                false => format!("Columna {}: {heading}", column_name(*column)),
            },
            example: match values.is_empty() {
                true => "Sin datos en las primeras filas".to_owned(),
                false => format!("Por ejemplo: {}", values.join(", ")),
            },
        }
    });
    let several = sight.inspected.sheets.len() > 1;
    let first_texts = |row: &sheets::Row| {
        let texts: Vec<&str> = row.cells.iter().take(3).map(|cell| cell.text.as_str()).collect();
        let text: String = texts.join(", ").chars().take(70).collect();
        Alternative::new(row.number, format!("Fila {}: {text}", row.number))
    };
    Ok(ImportColumnsPage {
        head: head(row),
        id: import.id.0,
        file_name: name_of(import),
        form,
        is_authorised: word.and_then(EarlierWord::of_all).is_some(),
        authorisation: word.map(told).unwrap_or_default(),
        is_decided: false,
        rows: match sight.columns.0.is_empty() {
            true => some(sight.people, "fila con datos", "filas con datos"),
            false => some(sight.people, "fila con una persona", "filas con personas"),
        },
        sheet: sight
            .inspected
            .sheets
            .get(sight.inspected.sheet)
            .filter(|_| several)
            .map_or(String::new(), |sheet| sheet.name.clone()),
        hidden_rows: match sight.inspected.hidden_rows {
            0 => String::new(),
            rows => some(saturating_i32(rows), "fila oculta", "filas ocultas"),
        },
        hidden_answers: vec![
            Alternative::new("no", "No: se dejan como están"),
            Alternative::new("si", "Sí: también se importan"),
        ],
        sheets: match several {
            true => (0..)
                .zip(&sight.inspected.sheets)
                .map(|(index, sheet): (usize, _)| Alternative::new(index, &sheet.name))
                .collect(),
            false => Vec::new(),
        },
        header_rows: [Alternative::new(NO_HEADER, "El archivo no tiene fila de títulos")]
            .into_iter()
            .chain(sight.inspected.head.iter().take(30).map(first_texts))
            .collect(),
        columns: lines.collect(),
        targets: ColumnTarget::alternatives(),
        headings: sight.headings.iter().map(|(_, heading)| heading.clone()).collect(),
        first_rows: below
            .iter()
            .map(|row| {
                sight.headings.iter().map(|(column, _)| row.text(*column).to_owned()).collect()
            })
            .collect(),
        document_types: DocumentType::alternatives(),
        municipalities: places
            .iter()
            .map(|place| Alternative::new(&place.code, place.full_name()))
            .collect(),
        kinds: Kind::alternatives(),
    })
}

#[post("/importaciones/<import>/columnas", data = "<fields>")]
async fn choose(desk: Desk<'_>, import: ImportId, fields: Fields) -> Answer {
    let (import, row) = found(&desk, import).await?;
    let permit = may_step(desk.actor()?, &row.cohort, &import)?;
    may_choose(import.state).map_err(|refusal| AppError::Refused(refusal.sentence()))?;
    let sheet = fields.first("hoja").parse::<usize>().ok();
    let header = fields.first("fila").parse::<u32>().ok();
    if fields.first("accion") == "releer" {
        let mut to = format!("{}?paso=columnas", address(import.id));
        if let Some(sheet) = sheet {
            to.push_str(&format!("&hoja={sheet}"));
        }
        if let Some(header) = header {
            to.push_str(&format!("&fila={header}"));
        }
        return desk.go(to);
    }
    let sight = sight(&desk, &import, sheet, header).await?;
    let places = municipalities(desk.app.db.read(), row.cohort.id).await?;
    let account = desk.actor()?.account;
    let mut word = None;
    if fields.first("autorizo").is_empty() {
        word = match is_said(&import, &sight, &fields) {
            true => queries::choice_of(&import).and_then(|choice| choice.word_of(account)),
            false => said_before(&desk, &import, &row, &sight, &fields.state()).await?,
        };
    }
    let said = match fields.first("autorizo") {
        "" => word.and_then(EarlierWord::of_all),
        _ => Some(Authorisation { at: desk.app.clock.now(), by: account }),
    };
    let choice = match read_choice(&fields, &sight, &places, said) {
        Ok(choice) => choice,
        Err(form) => {
            return desk.refuse(&columns_page(&desk, &import, &row, &sight, (form, word)).await?);
        }
    };
    match commands::choose(desk.app, permit, &choice).await {
        Ok(()) => {}
        Err(failure) => return Err(AppError::Refused(failure.refusal()?.sentence())),
    }
    if import.rows <= AT_ONCE {
        commands::check(desk.app, import.id).await?;
    }
    desk.go(address(import.id))
}
