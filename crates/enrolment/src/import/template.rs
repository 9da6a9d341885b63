//! The workbook to be filled in: the headings that are understood, lists to choose from, notes with
//! an example. It comes back as any other file.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Formula, Workbook,
    XlsxError,
};

use people_model::entity::person::DocumentType;
use people_model::entity::post::Kind;
use platform::numbers::grouped;
use territory_model::queries::NamedMunicipality;

use super::columns::ColumnTarget;
use super::rules::MOST_PEOPLE;

const LISTS: &str = "Listas";

/// The columns of the template in their order, with their widths.
const COLUMNS: [(ColumnTarget, f64); 12] = [
    (ColumnTarget::DocumentType, 24.0),
    (ColumnTarget::Document, 20.0),
    (ColumnTarget::FirstName, 18.0),
    (ColumnTarget::SecondName, 18.0),
    (ColumnTarget::FirstSurname, 18.0),
    (ColumnTarget::SecondSurname, 18.0),
    (ColumnTarget::Municipality, 30.0),
    (ColumnTarget::Entity, 34.0),
    (ColumnTarget::Position, 30.0),
    (ColumnTarget::Kind, 34.0),
    (ColumnTarget::Mail, 34.0),
    (ColumnTarget::Phone, 18.0),
];

/// Builds the template of a cohort with these municipalities.
///
/// # Errors
/// The workbook could not be written.
pub fn workbook(cohort: &str, places: &[NamedMunicipality]) -> Result<Vec<u8>, XlsxError> {
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_background_color("E5ECF8")
        .set_border_bottom(FormatBorder::Thin);
    let text = Format::new().set_num_format("@");
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    let name = Format::new().set_bold().set_align(FormatAlign::Top);
    let mut book = Workbook::new();
    let lists: [(ColumnTarget, Vec<String>); 3] = [
        (ColumnTarget::DocumentType, DocumentType::ALL.map(|kind| kind.label().to_owned()).into()),
        (ColumnTarget::Municipality, places.iter().map(NamedMunicipality::full_name).collect()),
        (ColumnTarget::Kind, Kind::ALL.map(|kind| kind.label().to_owned()).into()),
    ];
    let sheet = book.add_worksheet();
    sheet.set_name("Inscritos")?;
    for (column, (target, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.set_column_format(column, &text)?;
        sheet.write_string_with_format(0, column, target.label(), &heading)?;
        let Some(at) = lists.iter().position(|(known, _)| *known == target) else { continue };
        let (Some((_, values)), Some(letter)) = (lists.get(at), char::from_u32(65 + at as u32))
        else {
            continue;
        };
        if values.is_empty() {
            continue;
        }
        // A list of its own sheet, because one written here may have 255 letters only.
        let range = format!("={LISTS}!${letter}$1:${letter}${}", values.len());
        let choices = DataValidation::new()
            .allow_list_formula(Formula::new(range))
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title("No está en la lista")?
            .set_error_message("Elija uno de los valores de la lista.")?;
        sheet.add_data_validation(1, column, MOST_PEOPLE, column, &choices)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let sheet = book.add_worksheet();
    sheet.set_name("Notas")?;
    sheet.set_column_width(0, 28)?;
    sheet.set_column_width(1, 100)?;
    for (row, (title, note)) in (0_u32..).zip(notes(cohort, places)) {
        sheet.write_string_with_format(row, 0, title, &name)?;
        sheet.write_string_with_format(row, 1, &note, &wrapped)?;
    }
    let sheet = book.add_worksheet();
    sheet.set_name(LISTS)?;
    for (column, (_, values)) in (0_u16..).zip(&lists) {
        for (row, value) in (0_u32..).zip(values) {
            sheet.write_string(row, column, value)?;
        }
    }
    sheet.set_hidden(true);
    book.save_to_buffer()
}

fn notes(cohort: &str, places: &[NamedMunicipality]) -> Vec<(&'static str, String)> {
    let names: Vec<String> = places.iter().map(NamedMunicipality::full_name).collect();
    let names = names.join(", ");
    vec![
        ("Cohorte", cohort.to_owned()),
        (
            "Cómo se llena",
            format!(
                "Una persona por fila, desde la fila 2, hasta {} personas. El orden de las columnas no importa y puede borrar las que no use.",
                grouped(i64::from(MOST_PEOPLE))
            ),
        ),
        (
            "Obligatorias",
            "Número de documento, primer nombre, primer apellido, entidad y cargo. El tipo de documento, el municipio y el tipo de vinculación pueden decirse una sola vez, al importar, si son iguales para todas las filas."
                .to_owned(),
        ),
        ("Municipios", format!("Los de esta cohorte: {names}.")),
        (
            "Documento",
            "Con puntos o sin ellos. La columna tiene formato de texto para que no se pierdan los ceros ni cambie el número."
                .to_owned(),
        ),
        ("Correo", "Sin correo la persona no recibe los avisos ni puede crear su cuenta.".to_owned()),
        (
            "Ejemplo de una fila",
            "Cédula de ciudadanía · 1.234.567 · Luz · Marcela · Guayacán · Ñandú · el municipio de la lista · Alcaldía · Tesorera · Carrera administrativa · luz@entidad.example · 310 000 0000. Es solo un ejemplo: no lo copie."
                .to_owned(),
        ),
        (
            "Datos personales",
            "Envíe solo personas que autorizaron el tratamiento de sus datos (Ley 1581 de 2012). El archivo se borra del sistema cuando termina la importación."
                .to_owned(),
        ),
    ]
}
