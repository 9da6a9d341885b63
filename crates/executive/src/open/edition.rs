//! What is published, as it was counted at an hour.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rocket::tokio::sync::Mutex;

use platform::prelude::*;
use platform::search::fold;
use platform::tagged::tag_of;
use reports_model::sheets::harmless;

use super::queries;
use super::rules::{GroupOrigin, OpenDataRow, SumShare, publish, sum};

/// How long an edition is given as it was counted.
const COUNTED_AGAIN: TimeDelta = TimeDelta::hours(1);

/// A column of the table: its name, type, unit and meaning.
pub type DictionaryEntry = (&'static str, &'static str, &'static str, &'static str);

pub const DICTIONARY: [DictionaryEntry; 12] = [
    ("anio", "entero", "año", "Año en que empezó la cohorte"),
    (
        "departamento_codigo",
        "texto (2)",
        "código DIVIPOLA",
        "Departamento; vacío si la fila reúne varios",
    ),
    ("departamento", "texto", "", "Nombre del departamento, o «Varios departamentos»"),
    (
        "municipio_codigo",
        "texto (5)",
        "código DIVIPOLA",
        "Municipio con el que las personas se inscribieron; vacío si la fila reúne varios",
    ),
    ("municipio", "texto", "", "Nombre del municipio, o «Varios municipios»"),
    ("curso_codigo", "texto", "", "Código del curso en esta plataforma"),
    ("curso", "texto", "", "Nombre del curso en su última versión publicada"),
    ("cohortes", "entero", "cohortes", "Cohortes cerradas con inscritos en la fila"),
    (
        "inscritos",
        "entero",
        "cupos",
        "Cupos confirmados; una persona en dos cohortes cuenta dos veces",
    ),
    (
        "asistentes",
        "entero o vacío",
        "cupos",
        "Inscritos con una sesión asistida o más; vacío si ellos, o los que faltan, son de 1 a 4 en un grupo de la fila",
    ),
    (
        "certificados",
        "entero o vacío",
        "cupos",
        "Inscritos con certificado sin revocar; vacío si ellos, o los que faltan, son de 1 a 4 en un grupo de la fila",
    ),
    (
        "constancias",
        "entero o vacío",
        "cupos",
        "Inscritos con constancia sin revocar, que dice que asistieron; vacío si ellos, o los que faltan, son de 1 a 4 en un grupo de la fila",
    ),
];

pub struct Edition {
    pub made_at: DateTime<Utc>,
    pub rows: Vec<OpenDataRow>,
    /// Cohorts of fewer than five people.
    pub left_out: i64,
    pub csv: Vec<u8>,
    /// Changes when the data do, and not with the hour.
    pub tag: String,
    names: HashMap<String, String>,
}

/// A sum over lines of the table, with what the lines do not tell ([`sum`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenDataSum {
    pub lines: i64,
    pub enrolled: i64,
    pub attended: Option<SumShare>,
    pub certified: Option<SumShare>,
}

impl OpenDataSum {
    fn of(rows: &[&OpenDataRow]) -> Self {
        let of = |part, shown| sum(rows.iter().copied(), part, shown);
        Self {
            lines: i64::try_from(rows.len()).unwrap_or(i64::MAX),
            enrolled: rows.iter().map(|row| row.enrolled).sum(),
            attended: of(|counts| counts.attended, |row| row.attended),
            certified: of(|counts| counts.certified, |row| row.certified),
        }
    }
}

impl Edition {
    pub fn department(&self, row: &OpenDataRow) -> String {
        match row.place.department() {
            Some(code) => self.name(code),
            None => "Varios departamentos".to_owned(),
        }
    }

    fn name(&self, code: &str) -> String {
        self.names.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// By department, the one of several last.
    pub fn by_department(&self) -> Vec<(String, OpenDataSum)> {
        let mut sums: BTreeMap<(bool, String, String), Vec<&OpenDataRow>> = BTreeMap::new();
        for row in &self.rows {
            let name = self.department(row);
            let key = (row.place.department().is_none(), fold(&name), name);
            sums.entry(key).or_default().push(row);
        }
        sums.into_iter().map(|((_, _, name), rows)| (name, OpenDataSum::of(&rows))).collect()
    }

    /// By year, the last one first.
    pub fn by_year(&self) -> Vec<(String, OpenDataSum)> {
        let mut sums: BTreeMap<i32, Vec<&OpenDataRow>> = BTreeMap::new();
        for row in &self.rows {
            sums.entry(row.year).or_default().push(row);
        }
        let sum =
            |(year, rows): (i32, Vec<&OpenDataRow>)| (year.to_string(), OpenDataSum::of(&rows));
        sums.into_iter().rev().map(sum).collect()
    }

    fn cells(&self, row: &OpenDataRow) -> [String; 12] {
        let (municipality, place) = match &row.place {
            GroupOrigin::Municipality(code) => (code.clone(), self.name(code)),
            _ => (String::new(), "Varios municipios".to_owned()),
        };
        let whole = |part: Option<i64>| part.map_or_else(String::new, |part| part.to_string());
        [
            row.year.to_string(),
            row.place.department().unwrap_or_default().to_owned(),
            self.department(row),
            municipality,
            place,
            row.course.clone(),
            self.name(&row.course),
            row.cohorts.to_string(),
            row.enrolled.to_string(),
            whole(row.attended),
            whole(row.certified),
            whole(row.attested),
        ]
    }
}

/// By this mark spreadsheets read a file as UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Rows under their headings, as programs read them: commas, UTF-8, lines of RFC 4180.
fn written<const N: usize>(
    head: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<Vec<u8>, AppError> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    let broken = |error: csv::Error| AppError::Internal(format!("csv: {error}"));
    writer.write_record(head).map_err(broken)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(broken)?;
    }
    writer.into_inner().map_err(|error| AppError::Internal(format!("csv: {error}")))
}

/// # Errors
/// The writer's.
pub fn dictionary() -> Result<Vec<u8>, AppError> {
    let rows = DICTIONARY
        .into_iter()
        .map(|(name, kind, unit, meaning)| [name, kind, unit, meaning].map(str::to_owned));
    written(["columna", "tipo", "unidad", "significado"], rows)
}

/// The edition of this hour.
#[derive(Default)]
pub struct EditionCache(Mutex<Option<Arc<Edition>>>);

impl EditionCache {
    /// Returns the edition of this hour. It is counted by the first caller; concurrent callers wait for it.
    ///
    /// # Errors
    /// The database's.
    pub async fn edition(&self, app: &App) -> Result<Arc<Edition>, AppError> {
        let mut kept = self.0.lock().await;
        let now = app.clock.now();
        if let Some(edition) = kept.as_ref()
            && edition.made_at <= now
            && now - edition.made_at < COUNTED_AGAIN
        {
            return Ok(edition.clone());
        }
        let edition = Arc::new(count(app).await?);
        *kept = Some(edition.clone());
        Ok(edition)
    }
}

async fn count(app: &App) -> Result<Edition, AppError> {
    let db = app.db.read();
    let facts = queries::facts(db, app.demo).await?;
    let names = queries::names(db).await?.into_iter().collect();
    let (rows, left_out) = publish(&facts);
    let mut edition = Edition {
        made_at: app.clock.now(),
        rows,
        left_out,
        csv: Vec::new(),
        tag: String::new(),
        names,
    };
    let head = DICTIONARY.map(|(name, ..)| name);
    let csv = written(head, edition.rows.iter().map(|row| edition.cells(row)))?;
    edition.tag = tag_of(&csv);
    edition.csv = csv;
    Ok(edition)
}
