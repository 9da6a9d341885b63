//! A department's installed capacity as sheets: the cells of workbook and CSV.

use platform::cells::CsvWriter;
use platform::errors::AppError;
use platform::numbers;
use platform::texts::Words;
use platform::xlsx::{Book, Cell, Column, SheetLayout};

use super::{DepartmentCapacity, LedgerCount, PairFigures, TargetCoverage};
use crate::figures::Count;

/// The sheets, by the word in the address of their CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Words)]
#[words("ledger.sheet_")]
pub enum Kind {
    Capacities,
    Places,
    Pairs,
}

impl Kind {
    pub fn slug(self) -> &'static str {
        match self {
            Self::Capacities => "capacidades",
            Self::Places => "municipios",
            Self::Pairs => "detalle",
        }
    }

    pub fn read(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    fn columns(self) -> Vec<Column> {
        let names: &[(&str, f64)] = match self {
            Self::Capacities => &[("Código", 10.0), ("Capacidad", 44.0)],
            Self::Places => &[("Código DIVIPOLA", 16.0), ("Municipio", 26.0)],
            Self::Pairs => &[
                ("Código DIVIPOLA", 16.0),
                ("Municipio", 26.0),
                ("Código", 10.0),
                ("Capacidad", 44.0),
            ],
        };
        let counts = [
            ("En el cargo, confirmadas", 13.0),
            ("En el cargo, sin confirmar", 13.0),
            ("Ya no cuentan", 11.0),
        ];
        let known: &[(&str, f64)] = match self {
            Self::Capacities | Self::Places => &[("Personas con vinculación", 13.0)],
            Self::Pairs => &[],
        };
        let targets = [("Meta", 9.0), ("De la meta", 11.0)];
        let all = names.iter().chain(&counts).chain(known).chain(&targets);
        all.map(|(heading, width)| Column::new(*heading, *width)).collect()
    }

    fn rows(self, department: &DepartmentCapacity) -> Vec<Vec<Cell>> {
        match self {
            Self::Capacities => department.capacities.iter().map(of_count).collect(),
            Self::Places => department.places.iter().map(of_count).collect(),
            Self::Pairs => department.pairs.iter().map(of_pair).collect(),
        }
    }
}

fn counted(count: Count) -> [Cell; 3] {
    [count.confirmed, count.unconfirmed, count.left].map(Cell::Integer)
}

fn wanted(target: TargetCoverage) -> [Cell; 2] {
    let part = target.wanted.and_then(|wanted| numbers::ratio(target.have, wanted));
    [target.wanted.map_or(Cell::Empty, Cell::Integer), Cell::percent(part)]
}

fn of_count(row: &LedgerCount) -> Vec<Cell> {
    let mut cells = vec![Cell::text(&row.code), Cell::text(&row.name)];
    cells.extend(counted(row.count));
    cells.push(Cell::Integer(row.in_post));
    cells.extend(wanted(row.target));
    cells
}

fn of_pair(row: &PairFigures) -> Vec<Cell> {
    let mut cells = vec![
        Cell::text(&row.place),
        Cell::text(&row.place_name),
        Cell::text(&row.capacity),
        Cell::text(&row.capacity_name),
    ];
    cells.extend(counted(row.count));
    cells.extend(wanted(row.target));
    cells
}

/// Where the figures come from: the foot of both files. `told` says of which day they are.
pub fn notes(department: &DepartmentCapacity, told: &[String]) -> Vec<(&'static str, String)> {
    let any = "Cualquiera: cada persona cuenta una vez, y ninguna meta es de todas.";
    let capacity = department.capacity.as_ref();
    vec![
        ("Informe", format!("Capacidad instalada del departamento: {} (DIVIPOLA {})", department.name, department.code)),
        ("Corte", told.join(" ")),
        (
            "Capacidad de los municipios",
            capacity.map_or_else(|| any.to_owned(), |(code, name)| format!("{name} ({code})")),
        ),
        (
            "Quién cuenta",
            "Quien tiene un certificado vigente de un curso que desarrolla la capacidad y una vinculación en el municipio ese día. «Sin confirmar»: nadie ha dicho en doce meses que sigue en el cargo. En un departamento, quien trabaja en dos municipios cuenta una vez.".into(),
        ),
        (
            "Personas con vinculación",
            "Las que el sistema conoce: no son todas las del municipio, y por eso no dan un porcentaje.".into(),
        ),
        (
            "De la meta",
            "Certificadas en el cargo ÷ personas que el municipio quiere tener certificadas. De un departamento, solo de los municipios que tienen meta. Sin meta no hay porcentaje.".into(),
        ),
        ("Fuente", "Registros de Formación Territorial.".into()),
        ("Territorio", territory_model::DIVIPOLA.into()),
    ]
}

pub fn workbook(department: &DepartmentCapacity, told: &[String]) -> Result<Vec<u8>, AppError> {
    let cut_off = department.as_of.known_at;
    let mut book = Book::new(&format!("Capacidad instalada {}", department.name), cut_off)?;
    for kind in Kind::ALL {
        let columns = kind.columns();
        let sheet = SheetLayout { name: kind.label(), columns: &columns, frozen_columns: 2 };
        book.sheet(sheet, kind.rows(department))?;
    }
    book.notes(&notes(department, told))?;
    book.finish()
}

pub fn csv(department: &DepartmentCapacity, kind: Kind) -> Result<Vec<u8>, AppError> {
    let mut lines = CsvWriter::begin(&kind.columns())?;
    lines.rows(kind.rows(department))?;
    lines.finish()
}
