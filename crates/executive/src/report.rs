//! The content of an executive report: the one set of cells that page, document and workbook write (R61).

use chrono::{DateTime, Utc};

use measures::{Figure, Real};
use pictures::{Picture, Width};
use platform::numbers;
use platform::texts::Words;
use platform::xlsx::{Cell, Column};
use reports_model::rules::Period;
use reports_model::sheets;

/// The three executive reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Words)]
#[words("reports.executive_")]
pub enum ReportKind {
    Operation,
    Quality,
    Capacity,
}

impl ReportKind {
    pub fn slug(self) -> &'static str {
        match self {
            Self::Operation => "operacion",
            Self::Quality => "calidad",
            Self::Capacity => "capacidad",
        }
    }

    pub fn path(self) -> String {
        format!("/informes/ejecutivos/{}", self.slug())
    }
}

/// A figure of the period with that of the period before.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportLine {
    pub what: &'static str,
    pub now: Cell,
    pub before: Cell,
    pub how: &'static str,
    /// Whether it stands among the first figures of the page.
    pub leads: bool,
}

impl ReportLine {
    pub fn new(what: &'static str, (now, before): (Cell, Cell), how: &'static str) -> Self {
        Self { what, now, before, how, leads: false }
    }

    #[must_use]
    pub fn leading(self) -> Self {
        Self { leads: true, ..self }
    }

    /// Returns the change, of percentages in points. It is empty where one of the two figures is missing.
    pub fn change(&self) -> Cell {
        match (&self.now, &self.before) {
            (Cell::Integer(now), Cell::Integer(before)) => Cell::Integer(now - before),
            (Cell::Decimal(now), Cell::Decimal(before)) => {
                Cell::Decimal(numbers::rounded(now - before, 2))
            }
            (Cell::Percent(now), Cell::Percent(before)) => {
                Cell::Integer(((now - before) * 100.0).round() as i64)
            }
            _ => Cell::Empty,
        }
    }

    /// «Antes 12 (+3)».
    pub fn note(&self) -> String {
        let change = self.change();
        let before = sheets::text(&self.before);
        let points = if matches!(self.now, Cell::Percent(_)) { " puntos" } else { "" };
        match &change {
            Cell::Empty if matches!(self.before, Cell::Empty) => {
                "Sin dato en el periodo anterior".to_owned()
            }
            Cell::Empty => format!("Antes {before}"),
            Cell::Integer(0) | Cell::Decimal(0.0) => format!("Antes {before}, igual"),
            change => {
                let sign = match change {
                    Cell::Integer(value) if *value > 0 => "+",
                    Cell::Decimal(value) if *value > 0.0 => "+",
                    _ => "",
                };
                format!("Antes {before} ({sign}{}{points})", sheets::text(change))
            }
        }
    }
}

/// A table of a report.
#[derive(Clone, Debug)]
pub struct ReportTable {
    /// The id of the table on the page.
    pub id: &'static str,
    /// Also the sheet's name.
    pub name: String,
    pub intro: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    pub total: Option<Vec<Cell>>,
    /// Beside the figures that stand first, the one table of the paper.
    pub is_on_paper: bool,
    /// The sentence that replaces a table without rows.
    pub empty: &'static str,
}

/// A picture that is drawn for the width of a telephone or of a page.
pub type Sketch = Box<dyn Fn(Width) -> Picture + Send + Sync>;

pub struct ExecutiveReport {
    pub kind: ReportKind,
    /// The name of the ambit.
    pub subject: String,
    pub ambit: String,
    pub period: Period,
    pub before: Period,
    pub cut_off: DateTime<Utc>,
    pub lines: Vec<ReportLine>,
    pub parts: Vec<ReportTable>,
    pub sketches: Vec<Sketch>,
    pub notes: Vec<(&'static str, String)>,
}

impl ExecutiveReport {
    /// Returns the lines as the first table.
    pub fn summary(&self) -> ReportTable {
        let columns = [
            ("Indicador", 34.0),
            ("Periodo", 14.0),
            ("Periodo anterior", 14.0),
            ("Cambio", 12.0),
            ("Cómo se cuenta", 60.0),
        ];
        let row = |line: &ReportLine| {
            let (now, before) = (line.now.clone(), line.before.clone());
            vec![Cell::text(line.what), now, before, line.change(), Cell::text(line.how)]
        };
        ReportTable {
            id: "resumen",
            name: "Resumen".to_owned(),
            intro: String::new(),
            columns: columns.map(|(heading, width)| Column::new(heading, width)).into(),
            rows: self.lines.iter().map(row).collect(),
            total: None,
            is_on_paper: false,
            empty: "",
        }
    }

    /// Returns every table, the summary first.
    pub fn tables(&self) -> Vec<ReportTable> {
        std::iter::once(self.summary()).chain(self.parts.iter().cloned()).collect()
    }
}

/// Returns a cell with a whole number.
pub fn count(value: i64) -> Cell {
    Cell::Integer(value)
}

/// Returns a cell with a share in whole percent. It is empty where the whole is zero.
pub fn share(part: i64, whole: i64) -> Cell {
    Cell::whole_percent(numbers::whole_percent(part, whole))
}

/// Returns a figure that may be shown. `None` means that it is hidden or missing.
pub fn real(figure: &Figure<Real>) -> Option<f64> {
    figure.shown().map(|(value, _)| value.get())
}

/// Returns a cell with two decimals, the same in every writing. It is empty where the figure is hidden or
/// missing.
pub fn two(figure: &Figure<Real>) -> Cell {
    real(figure).map_or(Cell::Empty, |value| Cell::Decimal(numbers::rounded(value, 2)))
}

/// Returns a cell with a whole percentage. It is empty where the figure is hidden or missing.
pub fn whole(figure: &Figure<Real>) -> Cell {
    real(figure).map_or(Cell::Empty, |value| Cell::Percent(numbers::nearest_percent(value) / 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_only_where_both_figures_are_known() {
        let line = |now, before| ReportLine::new("x", (now, before), "");
        assert_eq!(line(count(15), count(12)).note(), "Antes 12 (+3)");
        assert_eq!(line(count(1_200), count(3_400)).note(), "Antes 3.400 (-2.200)");
        assert_eq!(line(share(1, 2), share(3, 5)).note(), "Antes 60 % (-10 puntos)");
        assert_eq!(line(count(1), Cell::Empty).note(), "Sin dato en el periodo anterior");
        assert_eq!(line(Cell::Empty, count(2)).note(), "Antes 2");
        assert_eq!(line(count(2), count(2)).note(), "Antes 2, igual");
        assert_eq!(line(Cell::Decimal(4.5), Cell::Decimal(4.25)).note(), "Antes 4,25 (+0,25)");
        assert_eq!((share(0, 0), share(2, 3)), (Cell::Empty, Cell::Percent(0.67)));
    }
}
