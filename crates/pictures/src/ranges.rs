//! Values from zero on of which some are only known to lie between two others: a bar up to what is sure,
//! and a frame over what is open.

use super::bars::{self, BAND, ROW};
use super::canvas::{Canvas, Paint, Sample, legend, nothing};
use super::numbers::{Format, known};
use super::palette::{COBALT, HOVER, SOFT};
use super::scale::{self, Scale};
use super::words::{MISSING, some};
use super::{Picture, Table, Width};

#[derive(Clone, Debug)]
pub struct Ranges {
    pub title: String,
    /// What the rows are: «Departamento».
    pub row: String,
    /// What is measured: «Con certificado».
    pub value: String,
    pub format: Format,
    /// Where the axis ends at least.
    pub most: f64,
    /// In the order in which they are drawn.
    pub rows: Vec<RangeRow>,
}

#[derive(Clone, Debug)]
pub struct RangeRow {
    pub name: String,
    /// From and to, which are the same where the value is known; `None` where nothing may be said.
    pub range: Option<(f64, f64)>,
}

impl RangeRow {
    fn range(&self) -> Option<(f64, f64)> {
        let is_sound = |value: f64| known(Some(value)).is_some() && value >= 0.0;
        self.range.filter(|(from, to)| is_sound(*from) && is_sound(*to) && from <= to)
    }

    fn is_open(&self) -> bool {
        self.range().is_some_and(|(from, to)| from < to)
    }

    /// «91 %», «85 a 89 %» or «sin dato».
    fn written(&self, format: Format) -> String {
        match self.range() {
            None => MISSING.to_owned(),
            Some((from, to)) if from < to => {
                format!("{} a {}", format.bare(from), format.write(to))
            }
            Some((value, _)) => format.write(value),
        }
    }
}

impl Ranges {
    pub fn draw(&self, width: Width) -> Picture {
        let description = self.description();
        let svg = if self.rows.is_empty() {
            nothing(width, &self.title, "Todavía no hay datos para dibujar.")
        } else {
            self.svg(width, &description)
        };
        let row = |row: &RangeRow| vec![row.name.clone(), row.written(self.format)];
        let head = vec![self.row.clone(), self.value.clone()];
        let table = Table { head, rows: self.rows.iter().map(row).collect() };
        Picture { svg, title: self.title.clone(), description, table }
    }

    fn description(&self) -> String {
        let row = |row: &RangeRow| format!("{}: {}.", row.name, row.written(self.format));
        let rows: Vec<String> = self.rows.iter().map(row).collect();
        format!("{}. {}", some(self.rows.len(), "fila", "filas"), rows.join(" "))
    }

    fn svg(&self, width: Width, description: &str) -> super::Svg {
        let mut canvas = Canvas::new(width);
        let ends = self.rows.iter().filter_map(RangeRow::range).map(|(_, to)| to);
        let most = ends.fold(known(Some(self.most)).unwrap_or(1.0).max(1.0), f64::max);
        let whole = self.format.decimals == 0;
        let (lo, hi, ticks) = scale::axis(0.0, most, if width.is_page() { 10 } else { 5 }, whole);
        let scale = Scale::new(lo, hi, 1.0, canvas.width - 1.0);
        let sure = Paint::fill(HOVER).class("bar__fill");
        let open = Paint::fill(SOFT).and_stroke(COBALT, 1.4).dashed("4 3");
        let mut top = 0.0;
        if self.rows.iter().any(RangeRow::is_open) {
            let samples = [
                (Sample::Box(sure), "por lo menos".to_owned()),
                (Sample::Box(open), "como mucho".to_owned()),
            ];
            top = legend(&mut canvas, top, &samples) + 2.0;
        }
        let bands: Vec<f64> = (0..self.rows.len()).map(|at| top + at as f64 * ROW).collect();
        let bottom = top + self.rows.len() as f64 * ROW + 4.0;
        bars::axis(&mut canvas, &scale, (&bands, bottom), &ticks, self.format);
        for (row, top) in self.rows.iter().zip(&bands) {
            bars::words(&mut canvas, *top, &row.name, &row.written(self.format), false);
            let Some((from, to)) = row.range() else { continue };
            let (from, to) = (scale.at(from), scale.at(to));
            let y = top + f64::midpoint(BAND.0, BAND.1) - 6.0;
            canvas.rect((1.0, y), ((from - 1.0).max(1.0), 12.0), sure);
            if row.is_open() {
                canvas.rect((from, y), (to - from, 12.0), open);
            }
        }
        canvas.finish(bottom + 24.0, &self.title, description)
    }
}
