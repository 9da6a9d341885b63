//! How many have each value: a bar each, from none.

use super::bars::{self, BAND, ROW};
use super::canvas::{Canvas, Paint, nothing};
use super::numbers::{Format, nearest_percent};
use super::palette::SOFT;
use super::scale::{self, Scale};
use super::words::some;
use super::{Picture, Table, Width};

#[derive(Clone, Debug)]
pub struct Counts {
    pub title: String,
    /// What the bars are: «Nota».
    pub value: String,
    /// One of those who are counted and several, within a sentence: «persona», «personas».
    pub counted: (&'static str, &'static str),
    /// Of how many: who gave several answers is one.
    pub all: usize,
    /// Each value and how many have it, in order.
    pub bars: Vec<(String, usize)>,
}

impl Counts {
    pub fn draw(&self, width: Width) -> Picture {
        let description = self.description();
        let svg = if self.bars.is_empty() {
            nothing(width, &self.title, "Todavía no hay datos para dibujar.")
        } else {
            self.svg(width, &description)
        };
        let row = |(name, count): &(String, usize)| {
            vec![name.clone(), Format::COUNT.bare(*count as f64), self.percent(*count)]
        };
        let head = vec![self.value.clone(), super::words::capital(self.counted.1), "%".to_owned()];
        let table = Table { head, rows: self.bars.iter().map(row).collect() };
        Picture { svg, title: self.title.clone(), description, table }
    }

    /// «25 %», rounded as on every page; of nobody nothing.
    fn percent(&self, count: usize) -> String {
        if self.all == 0 {
            return "—".to_owned();
        }
        Format::PERCENT.write(nearest_percent(count as f64 / self.all as f64))
    }

    fn description(&self) -> String {
        let bar = |(name, count): &(String, usize)| {
            format!("{name}: {}.", Format::COUNT.bare(*count as f64))
        };
        let bars: Vec<String> = self.bars.iter().map(bar).collect();
        format!("{}. {}", some(self.all, self.counted.0, self.counted.1), bars.join(" "))
    }

    fn svg(&self, width: Width, description: &str) -> super::Svg {
        let mut canvas = Canvas::new(width);
        let most = self.bars.iter().map(|(_, count)| *count as f64).fold(1.0, f64::max);
        let (lo, hi, ticks) = scale::axis(0.0, most, if width.is_page() { 10 } else { 5 }, true);
        let scale = Scale::new(lo, hi, 1.0, canvas.width - 1.0);
        let bands: Vec<f64> = (0..self.bars.len()).map(|at| at as f64 * ROW).collect();
        let bottom = self.bars.len() as f64 * ROW + 4.0;
        bars::axis(&mut canvas, &scale, (&bands, bottom), &ticks, Format::COUNT);
        let middle = f64::midpoint(BAND.0, BAND.1);
        for ((name, count), top) in self.bars.iter().zip(&bands) {
            let value = Format::COUNT.bare(*count as f64);
            bars::words(&mut canvas, *top, name, &value, false);
            let long = scale.at(*count as f64) - scale.at(0.0);
            let (at, high) = ((1.0, top + middle - 6.0), 12.0);
            if *count == 0 {
                canvas.rect(at, (1.5, high), Paint::fill(SOFT));
            } else {
                let paint = Paint::fill(super::palette::COBALT).class("bar__fill");
                canvas.rect(at, (long.max(1.5), high), paint);
            }
        }
        canvas.finish(bottom + 24.0, &self.title, description)
    }
}
