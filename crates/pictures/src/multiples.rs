//! The same steps for many, in small, on the same axes: what is unlike shows at a glance.

use chrono::{Datelike, NaiveDate};

use super::canvas::{BOLD, Canvas, LEADING, Paint, Sample, Words, fitting, legend, nothing};
use super::numbers::Format;
use super::palette::{EDGE, GREY, LINE};
use super::scale::Scale;
use super::time::{Area, Days, Layers, Series, count_cells, month, written};
use super::words::{capital, some};
use super::{Picture, Table, Width};

/// One series in small, beside others with the same axes.
#[derive(Clone, Debug)]
pub struct Multiples {
    pub title: String,
    /// What the series are: «Municipio».
    pub series_are: String,
    pub layers: Layers,
    pub days: Days,
    pub series: Vec<Series>,
}

/// More series than these are told by the table.
const MOST: usize = 48;

impl Multiples {
    pub fn draw(&self, width: Width) -> Picture {
        let days = self.days.ordered();
        let description = self.description(days);
        let svg = if self.series.is_empty() {
            nothing(width, &self.title, "Todavía no hay datos en estos días.")
        } else {
            self.svg(width, days, &description)
        };
        let mut head = vec![self.series_are.clone()];
        head.extend([capital(&self.layers.firm), capital(&self.layers.open), "Total".into()]);
        let row = |series: &Series| {
            let mut cells = vec![series.name.clone()];
            cells.extend(count_cells(series.last(days)));
            cells
        };
        let rows = self.series.iter().map(row).collect();
        Picture { svg, title: self.title.clone(), description, table: Table { head, rows } }
    }

    fn description(&self, days: Days) -> String {
        let all = self.series.len();
        let alive = |series: &&Series| series.last(days).is_some_and(|(a, b)| a > 0 || b > 0);
        let mut text = format!(
            "{} de {} a {}, con la misma escala: {} con {} al final.",
            some(all, "gráfico", "gráficos"),
            written(days.from),
            written(days.to),
            self.series.iter().filter(alive).count(),
            self.layers.counted
        );
        if all > MOST {
            text.push_str(&format!(" Se dibujan los primeros {MOST}; todos están en la tabla."));
        }
        text
    }

    fn svg(&self, width: Width, days: Days, description: &str) -> super::Svg {
        let mut canvas = Canvas::new(width);
        let columns = if width.is_page() { 4 } else { 2 };
        let gap = 16.0;
        let wide = (canvas.width - gap * (f64::from(columns) - 1.0)) / f64::from(columns);
        let target = self.layers.target.as_ref().map_or(0.0, |(_, target)| f64::from(*target));
        let most = self.series.iter().map(|one| one.most(days)).fold(target, f64::max).max(1.0);
        let high = 56.0;
        let block = LEADING * 2.0 + high + 24.0;
        let mut bottom = 0.0f64;
        for (place, series) in self.series.iter().take(MOST).enumerate() {
            let x = (place % columns as usize) as f64 * (wide + gap);
            let y = (place / columns as usize) as f64 * (block + 8.0);
            let name = fitting(&series.name, wide / BOLD);
            canvas.text((x, y + 13.0), &name, Words::START.bold(true));
            let now = match series.last(days) {
                None => super::words::MISSING.to_owned(),
                Some((firm, 0)) => firm.to_string(),
                Some((firm, open)) => format!("{firm} + {open}"),
            };
            canvas.text((x, y + 13.0 + LEADING), &now, Words::START.of(GREY));
            let top = y + LEADING * 2.0 + 2.0;
            let base = top + high;
            let area = Area {
                layers: &self.layers,
                days,
                x: Scale::new(0.0, days.length() as f64, x + 0.5, x + wide - 3.0),
                y: Scale::new(0.0, most, base, top),
                small: true,
            };
            canvas.line((x, top), (x + wide, top), Paint::stroke(LINE, 1.0));
            area.draw(&mut canvas, series);
            canvas.line((x, base), (x + wide, base), Paint::stroke(EDGE, 1.0));
            let (from, to) = (short(days.from), short(days.to));
            canvas.text((x, base + 15.0), &from, Words::START.of(GREY));
            canvas.text((x + wide, base + 15.0), &to, Words::END.of(GREY));
            bottom = bottom.max(y + block);
        }
        let area = Area {
            layers: &self.layers,
            days,
            x: Scale::new(0.0, 1.0, 0.0, 1.0),
            y: Scale::new(0.0, 1.0, 0.0, 1.0),
            small: true,
        };
        let all: Vec<&Series> = self.series.iter().collect();
        let mut samples = area.samples(&all);
        let line = Paint::stroke(LINE, 2.0);
        let ceiling = Format::COUNT.bare(most);
        samples.push((Sample::Dash(line), format!("línea de arriba: {ceiling}")));
        let end = legend(&mut canvas, bottom + 10.0, &samples);
        canvas.finish(end, &self.title, description)
    }
}

/// «nov 26».
fn short(day: NaiveDate) -> String {
    format!("{} {:02}", month(day), day.year().rem_euclid(100))
}
