//! Every figure's typed cell: the one place from which page, XLSX and CSV are written.

mod results;
mod tables;

pub use tables::summary_lines;
use tables::{attendance, cohorts, municipalities, summary};

use super::figures::Figures;
use crate::platform::errors::AppError;
use crate::platform::xlsx::{Book, Cell, Column, Sheet, looks_like_formula};
use crate::platform::{dates, numbers};

/// The sheets of a report, by the word in the address of their CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Summary,
    Municipalities,
    Cohorts,
    Attendance,
    Capacities,
    Quality,
}

pub const KINDS: [Kind; 6] = [
    Kind::Summary,
    Kind::Municipalities,
    Kind::Cohorts,
    Kind::Attendance,
    Kind::Capacities,
    Kind::Quality,
];

/// The sheets that a report has: nobody is in a cut, and a cut of before has no results.
pub fn kinds(figures: &Figures) -> Vec<Kind> {
    let has = |kind: &Kind| match kind {
        Kind::Attendance => !figures.is_frozen,
        Kind::Capacities | Kind::Quality => !figures.is_frozen || figures.results.is_some(),
        Kind::Summary | Kind::Municipalities | Kind::Cohorts => true,
    };
    KINDS.into_iter().filter(has).collect()
}

impl Kind {
    pub fn slug(self) -> &'static str {
        match self {
            Self::Summary => "resumen",
            Self::Municipalities => "municipios",
            Self::Cohorts => "cohortes",
            Self::Attendance => "asistencia",
            Self::Capacities => "capacidades",
            Self::Quality => "calidad",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Summary => "Resumen",
            Self::Municipalities => "Municipios",
            Self::Cohorts => "Cohortes",
            Self::Attendance => "Asistencia",
            Self::Capacities => "Capacidades",
            Self::Quality => "Calidad",
        }
    }

    pub fn read(slug: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.slug() == slug)
    }
}

/// A sheet: headings, rows as they are asked for, and totals.
pub struct Table<'a> {
    pub kind: Kind,
    pub columns: Vec<Column>,
    pub rows: Box<dyn Iterator<Item = Vec<Cell>> + 'a>,
    pub total: Option<Vec<Cell>>,
    frozen: u16,
}

/// One sheet of a report.
pub fn table(figures: &Figures, kind: Kind) -> Table<'_> {
    match kind {
        Kind::Summary => summary(figures),
        Kind::Municipalities => municipalities(figures),
        Kind::Cohorts => cohorts(figures),
        Kind::Attendance => attendance(figures),
        Kind::Capacities => results::capacities(figures),
        Kind::Quality => results::quality(figures),
    }
}

/// Where the figures come from and how they are counted: the foot of all three writings.
pub fn notes(figures: &Figures) -> Vec<(&'static str, String)> {
    let department = &figures.department_name;
    let mut notes = vec![
        ("Informe", format!("Asistencia del departamento: {department} (DIVIPOLA {})", figures.department)),
        ("Periodo", format!("{}, ambos días incluidos", figures.period.text())),
        ("Fecha de corte", format!("{} (hora de Colombia)", dates::short_with_time(figures.cut_off))),
        ("Fuente", "Registros de Formación Territorial: inscripciones, listas de asistencia y certificados.".into()),
        (
            "Cohortes",
            "Las publicadas que son para un municipio del departamento o tienen inscritos de él, con fechas o certificados en el periodo. Una cohorte cancelada cuenta solo si alcanzó a dictar sesiones. Los totales cuentan cada cohorte una vez.".into(),
        ),
        (
            "Inscritos",
            "Cupos confirmados. Cada uno se atribuye al municipio con el que la persona se inscribió, aunque después cambie de cargo o de lugar. Si la coordinación lo cambia durante el curso, cada sesión cuenta para el municipio de ese día y la persona figura en ambos; los totales la cuentan una vez. La entidad es la del cargo al inscribirse.".into(),
        ),
        (
            "Asistencia",
            "Sesiones asistidas ÷ sesiones que cuentan × 100, sin decimales y sin redondear hacia arriba. Presente y tarde cuentan como asistidas; ausente y sin registro quedan en el denominador; las sesiones canceladas y las anteriores a la inscripción salen de él. La regla de cada cohorte, en su fila, dice si cuentan la excusa y la dispensa y si se cuentan minutos: entonces media sesión es media. Un grupo suma las sesiones de todas sus personas.".into(),
        ),
        ("Horas", "Duración de las sesiones asistidas, o los minutos asistidos donde la cohorte los cuenta; las de cada cohorte, de las dictadas.".into()),
        ("Certificados", "Vigentes en la fecha de corte y expedidos en el periodo.".into()),
        ("Estado", "Posición de la persona frente a la asistencia mínima de su cohorte, con todas las sesiones hasta la fecha de corte.".into()),
        (
            "Letras",
            "P presente, T tarde, A ausente, E excusa, D dispensado, – sin registro. Vacío: sesión sin dictar, cancelada o anterior a la inscripción. «*» registro modificado después del cierre de la sesión.".into(),
        ),
        (
            "Línea base",
            "Último valor publicado, hasta el fin del periodo, del primer indicador vinculado a la capacidad, con su vigencia y el grupo de comparación de ese año. No se promedia entre municipios: el departamento no tiene. Asociación, no causalidad.".into(),
        ),
        (
            "Ganancia",
            "De cada persona con las dos pruebas en cohortes que terminan en el periodo, (final − inicial) ÷ (máximo − inicial); media. Las notas van de 0 a 5. Quien ya tenía la nota máxima cuenta en las notas y no en la ganancia.".into(),
        ),
        ("Aplicación", "Media de 1 a 5 de lo que las personas dicen que aplican tres y seis meses después.".into()),
        (
            "Permanencia",
            "En el cargo: personas certificadas vinculadas en el último día. Permanencia: de las certificadas estando vinculadas hace al menos seis o doce meses, cuántas seguían vinculadas tanto tiempo después.".into(),
        ),
        ("Calidad", "Medias de 1 a 5 de la encuesta anónima de cada cohorte, cuando ya cerró.".into()),
        (
            "Grupos pequeños",
            "Lo que responden menos de 5 personas no se muestra, ni otro grupo más cuando del total o de otra fila se deduciría.".into(),
        ),
        ("Documentos", "Se muestran enmascarados.".into()),
        ("Territorio", super::DIVIPOLA.into()),
    ];
    if figures.is_frozen {
        notes.retain(|(name, _)| !OF_PEOPLE.contains(name));
        notes.insert(3, ("Congelado", FROZEN.to_owned()));
    }
    notes
}

/// Notes about the list of people, which a cut does not have.
const OF_PEOPLE: [&str; 3] = ["Estado", "Letras", "Documentos"];

const FROZEN: &str = "Estas cifras no cambian aunque después se corrija un registro: dicen lo que se sabía en la fecha de corte. Las de hoy están en el informe del periodo. Un corte no guarda personas.";

/// The whole workbook.
pub fn workbook(figures: &Figures) -> Result<Vec<u8>, AppError> {
    let mut book = Book::new(&format!("Asistencia {}", figures.department_name), figures.cut_off)?;
    for kind in kinds(figures) {
        let table = table(figures, kind);
        let sheet =
            Sheet { name: kind.name(), columns: &table.columns, frozen_columns: table.frozen };
        book.sheet_with_total(sheet, table.rows, table.total)?;
    }
    book.notes(&notes(figures))?;
    book.finish()
}

/// A cell as a page writes it; what is missing is a dash.
pub fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "—".to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Mark(mark) => (*mark).to_owned(),
        Cell::Integer(value) => numbers::grouped(*value),
        Cell::Decimal(value) => numbers::decimal(*value, 2),
        Cell::Percent(ratio) => numbers::percent(Some(*ratio)),
        Cell::Date(date) => dates::short(*date),
        Cell::Grade(tenths) => numbers::tenths(*tenths),
    }
}

/// Whether a column of such cells is aligned to the right.
pub fn is_number(cell: &Cell) -> bool {
    matches!(cell, Cell::Integer(_) | Cell::Decimal(_) | Cell::Percent(_) | Cell::Grade(_))
}

/// A cell as a CSV field that spreadsheets set to Spanish read as what it is: no thousands
/// mark, comma for decimals. A text that would be taken for a formula gets an apostrophe
/// before it (P13).
fn field(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Integer(value) => value.to_string(),
        Cell::Decimal(value) => format!("{value:.2}").replace('.', ","),
        other => text(other),
    }
}

/// The text, unable to become a formula.
pub fn harmless(text: &str) -> String {
    // The full-width signs are formulas to some spreadsheets too.
    let starts_wide = text.trim_start().starts_with(['＝', '＋', '－', '＠']);
    if starts_wide || looks_like_formula(text.trim_start_matches(' ')) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// One sheet as CSV: byte order mark, `;`, and the notes below an empty line.
pub fn csv(figures: &Figures, kind: Kind) -> Result<Vec<u8>, AppError> {
    let table = table(figures, kind);
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let broken = |error: csv::Error| AppError::Internal(format!("csv: {error}"));
    let headings = table.columns.iter().map(|column| harmless(&column.heading));
    writer.write_record(headings).map_err(broken)?;
    for row in table.rows.chain(table.total) {
        writer.write_record(row.iter().map(field)).map_err(broken)?;
    }
    writer.write_record([""]).map_err(broken)?;
    for (name, note) in notes(figures) {
        writer.write_record([harmless(name), harmless(&note)]).map_err(broken)?;
    }
    writer.into_inner().map_err(|error| AppError::Internal(format!("csv: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_never_becomes_a_formula() {
        for text in ["=1+1", "+57", "-1", "@x", "\t=1", "  =1", "＝1", "=HYPERLINK(\"x\")"] {
            assert!(harmless(text).starts_with('\''), "{text:?}");
        }
        for text in ["Ruiz, Ana", "–", "", "C. C. 1.***.*67", "3-4"] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn numbers_are_written_for_people_and_for_spreadsheets() {
        assert_eq!(text(&Cell::Integer(1122)), "1.122");
        assert_eq!(field(&Cell::Integer(1122)), "1122");
        assert_eq!(text(&Cell::Decimal(1234.5)), "1.234,50");
        assert_eq!(field(&Cell::Decimal(1234.5)), "1234,50");
        assert_eq!(text(&Cell::Percent(0.83)), "83 %");
        assert_eq!((text(&Cell::Empty), field(&Cell::Empty)), ("—".into(), String::new()));
    }

    #[test]
    fn a_sheet_is_found_by_the_word_of_its_address() {
        for kind in KINDS {
            assert_eq!(Kind::read(kind.slug()), Some(kind));
        }
        assert_eq!(Kind::read("notas"), None);
    }
}
