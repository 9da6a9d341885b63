//! The columns as a form says them, and what was said before of the people whom they read.

use cohorts_model::queries::CohortRow;
use people_model::entity::person::DocumentType;
use people_model::entity::post::Kind;
use sign_in_model::prelude::*;
use territory_model::queries::NamedMunicipality;

use super::columns::{ColumnsContext, field_of};
use crate::import::authorised::{AskedFile, earlier_word};
use crate::import::columns::{ColumnTarget, ColumnTargets};
use crate::import::entity::import;
use crate::import::queries;
use crate::import::reading::{Authorisation, Defaults, EarlierWord, ImportChoice};
use crate::import::rules::column_name;

/// Whether the rows that the sheet hides are people of the list.
const HIDDEN: [(&str, bool); 2] = [("si", true), ("no", false)];

/// What was said before of the people of the file, as far as the form says how to read it.
pub(super) async fn said_before(
    desk: &Desk<'_>,
    import: &import::Model,
    row: &CohortRow,
    sight: &ColumnsContext,
    form: &FormState,
) -> Result<Option<EarlierWord>, AppError> {
    let columns = sight.headings.iter().filter_map(|(column, _)| {
        let target = ColumnTarget::from_code(form.first(&field_of(*column))?)?;
        Some((*column, target))
    });
    let document_type = form.first("tipo_documento").and_then(DocumentType::from_code);
    let choice = ImportChoice {
        sheet: u32::try_from(sight.inspected.sheet).unwrap_or(0),
        header: sight.header,
        columns: ColumnTargets(columns.collect()),
        defaults: Defaults { document_type, ..Defaults::default() },
        with_hidden: form.first("ocultas") == Some("si"),
        ..ImportChoice::default()
    };
    let db = desk.app.db.read();
    let answers = queries::answers(db, import.id).await?;
    let file = AskedFile { bytes: sight.bytes.clone(), choice, answers };
    earlier_word(db, (row.cohort.id, desk.actor()?.account), file).await
}

/// Whether it was said already that the people of this very file authorised, of all whom the form reads.
pub(super) fn is_said(import: &import::Model, sight: &ColumnsContext, fields: &Fields) -> bool {
    queries::choice_of(import).is_some_and(|choice| {
        let is_whole = choice.with_hidden || fields.first("ocultas") != "si";
        choice.authorised.is_some() && choice.sheet as usize == sight.inspected.sheet && is_whole
    })
}

/// The decisions of the form, or what is missing from them.
pub(super) fn read_choice(
    fields: &Fields,
    sight: &ColumnsContext,
    places: &[NamedMunicipality],
    authorised: Option<Authorisation>,
) -> Result<ImportChoice, FormState> {
    let mut reader = Reader::new(fields);
    let mut columns = ColumnTargets::default();
    for (column, _) in &sight.headings {
        let field = field_of(*column);
        let value = fields.first(&field);
        if value.is_empty() {
            continue;
        }
        match ColumnTarget::from_code(value) {
            None => reader.wrong(&field, "Elija una de las opciones de la lista."),
            Some(target) => match columns.of(target) {
                Some(other) => reader.wrong(
                    &field,
                    format!(
                        "«{}» ya está en la columna {}: deje solo una.",
                        target.label(),
                        column_name(other)
                    ),
                ),
                None => {
                    columns.0.insert(*column, target);
                }
            },
        }
    }
    let first = sight.headings.first().map(|(column, _)| field_of(*column)).unwrap_or_default();
    if columns.of(ColumnTarget::Document).is_none() {
        reader.wrong(&first, "Diga cuál columna tiene el número de documento.");
    }
    if !columns.has_name() {
        reader.wrong(
            &first,
            "Diga cuál columna tiene el nombre: una con nombres y apellidos, o una para cada uno.",
        );
    }
    if columns.of(ColumnTarget::Position).is_none() {
        reader.wrong(&first, "Diga cuál columna tiene el cargo o la función.");
    }
    let types = DocumentType::choices();
    let kinds = Kind::choices();
    let codes: Vec<(&str, String)> =
        places.iter().map(|place| (place.code.as_str(), place.code.clone())).collect();
    let lacks = |target| columns.of(target).is_none();
    // A column may say it for every row; only without one must it be said here.
    let said = |name: &str, lacks: bool| lacks || !fields.first(name).is_empty();
    let document_type = said("tipo_documento", false)
        .then(|| reader.choice("tipo_documento", &types, "Elija el tipo de documento."))
        .flatten();
    let municipality = said("municipio", lacks(ColumnTarget::Municipality))
        .then(|| {
            reader.choice(
                "municipio",
                &codes,
                "Elija el municipio, porque ninguna columna lo dice.",
            )
        })
        .flatten();
    let kind = said("tipo_vinculacion", lacks(ColumnTarget::Kind))
        .then(|| {
            reader.choice(
                "tipo_vinculacion",
                &kinds,
                "Elija el tipo de vinculación, porque ninguna columna lo dice.",
            )
        })
        .flatten();
    let alcaldia = reader.ticked("alcaldia");
    if lacks(ColumnTarget::Entity) && !alcaldia {
        reader.wrong(
            "alcaldia",
            "Ninguna columna dice la entidad: elija una columna o marque que es la alcaldía.",
        );
    }
    if authorised.is_none() {
        reader.wrong(
            "autorizo",
            "Sin la autorización de las personas no se pueden registrar sus datos.",
        );
    }
    let with_hidden = match sight.inspected.hidden_rows {
        0 => None,
        _ => {
            reader.choice("ocultas", &HIDDEN, "Diga si las filas ocultas son personas de la lista.")
        }
    };
    reader.finish()?;
    Ok(ImportChoice {
        headings: sight.headings.clone(),
        with_hidden: with_hidden.unwrap_or(false),
        sheet: u32::try_from(sight.inspected.sheet).unwrap_or(0),
        header: sight.header,
        columns,
        defaults: Defaults { document_type, municipality, kind, alcaldia },
        authorised,
        earlier: None,
    })
}
