//! Means with their intervals: a dot each on a line from the lower end to the upper one, beside zero.

use super::bars::{self, BAND, ROW};
use super::canvas::{Canvas, Paint, nothing};
use super::numbers::{Format, known};
use super::palette::{COBALT, INK};
use super::scale::{self, Scale};
use super::words::{MISSING, some};
use super::{Picture, Table, Width};

#[derive(Clone, Debug)]
pub struct Intervals {
    pub title: String,
    /// What the rows are: «Municipio».
    pub row: String,
    /// What is measured: «Ganancia».
    pub value: String,
    pub format: Format,
    /// The least and the most that the axis shows at least.
    pub range: (f64, f64),
    /// In the order in which they are drawn.
    pub rows: Vec<IntervalRow>,
}

#[derive(Clone, Debug)]
pub struct IntervalRow {
    pub name: String,
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

impl IntervalRow {
    /// The lower end, the mean and the upper end; `None` where one of them is no number or they are not in order.
    fn ends(&self) -> Option<(f64, f64, f64)> {
        let (low, mean) = (known(Some(self.low))?, known(Some(self.mean))?);
        let high = known(Some(self.high))?;
        (low <= mean && mean <= high).then_some((low, mean, high))
    }
}

impl Intervals {
    pub fn draw(&self, width: Width) -> Picture {
        let description = self.description();
        let svg = if self.rows.is_empty() {
            nothing(width, &self.title, "Todavía no hay datos para dibujar.")
        } else {
            self.svg(width, &description)
        };
        let row = |row: &IntervalRow| match row.ends() {
            Some((low, mean, high)) => {
                vec![row.name.clone(), self.format.write(mean), self.between(low, high)]
            }
            None => vec![row.name.clone(), MISSING.to_owned(), MISSING.to_owned()],
        };
        let head = vec![self.row.clone(), self.value.clone(), "Intervalo".to_owned()];
        let table = Table { head, rows: self.rows.iter().map(row).collect() };
        Picture { svg, title: self.title.clone(), description, table }
    }

    /// «de 0,17 a 0,83».
    fn between(&self, low: f64, high: f64) -> String {
        format!("de {} a {}", self.format.bare(low), self.format.write(high))
    }

    fn description(&self) -> String {
        let row = |row: &IntervalRow| match row.ends() {
            Some((low, mean, high)) => {
                let (mean, ends) = (self.format.write(mean), self.between(low, high));
                format!("{}: {mean}, {ends}.", row.name)
            }
            None => format!("{}: {MISSING}.", row.name),
        };
        let rows: Vec<String> = self.rows.iter().map(row).collect();
        format!("{}. {}", some(self.rows.len(), "fila", "filas"), rows.join(" "))
    }

    fn svg(&self, width: Width, description: &str) -> super::Svg {
        let mut canvas = Canvas::new(width);
        let all = || self.rows.iter().filter_map(IntervalRow::ends);
        let (least, most) = self.range;
        let least = known(Some(least)).unwrap_or(0.0).min(0.0);
        let most = known(Some(most)).unwrap_or(1.0).max(0.0);
        let lo = all().map(|(low, ..)| low).fold(least, f64::min);
        let hi = all().map(|(.., high)| high).fold(most, f64::max);
        let whole = self.format.decimals == 0;
        let (lo, hi, ticks) = scale::axis(lo, hi, if width.is_page() { 10 } else { 5 }, whole);
        let scale = Scale::new(lo, hi, 6.0, canvas.width - 6.0);
        let bottom = self.rows.len() as f64 * ROW + 4.0;
        let bands: Vec<f64> = (0..self.rows.len()).map(|at| at as f64 * ROW).collect();
        bars::axis(&mut canvas, &scale, (&bands, bottom), &ticks, self.format);
        for (row, top) in self.rows.iter().zip(&bands) {
            let Some((low, mean, high)) = row.ends() else {
                bars::words(&mut canvas, *top, &row.name, MISSING, false);
                continue;
            };
            let value = format!("{} ({})", self.format.write(mean), self.between(low, high));
            bars::words(&mut canvas, *top, &row.name, &value, false);
            let y = top + f64::midpoint(BAND.0, BAND.1);
            let zero = scale.at(0.0);
            let line = Paint::stroke(INK, 1.4).dashed("2 3");
            canvas.line((zero, top + BAND.0), (zero, top + BAND.1), line);
            let line = Paint::stroke(COBALT, 2.0);
            canvas.line((scale.at(low), y), (scale.at(high), y), line);
            for end in [low, high] {
                canvas.line((scale.at(end), y - 4.0), (scale.at(end), y + 4.0), line);
            }
            let dot = Paint::fill(COBALT).class("bar__fill");
            canvas.circle((scale.at(mean), y), 5.5, dot);
        }
        canvas.finish(bottom + 24.0, &self.title, description)
    }
}
