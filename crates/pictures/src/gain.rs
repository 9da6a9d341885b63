//! Before and after, in pairs: from a ring to a dot. Pairs with the same ends are one measure that counts for
//! several: they are drawn once, and the table has each.

use super::bars::{self, BAND, ROW};
use super::canvas::{Canvas, Paint, Sample, legend, nothing};
use super::numbers::{Format, known};
use super::palette::{COBALT, EDGE, ERROR, PAPER};
use super::scale::{self, Scale};
use super::words::{MISSING, some};
use super::{Picture, Table, Width};

#[derive(Clone, Debug)]
pub struct Gain {
    pub title: String,
    /// What the pairs are: «Cohorte».
    pub pair: String,
    /// «Antes», «Después».
    pub before: String,
    pub after: String,
    pub format: Format,
    /// The least and the most that can be scored, where that is known: 0 and 100.
    pub range: Option<(f64, f64)>,
    pub pairs: Vec<Pair>,
}

#[derive(Clone, Debug)]
pub struct Pair {
    pub name: String,
    pub before: Option<f64>,
    pub after: Option<f64>,
}

impl Pair {
    fn both(&self) -> Option<(f64, f64)> {
        known(self.before).zip(known(self.after))
    }
}

impl Gain {
    pub fn draw(&self, width: Width) -> Picture {
        let description = self.description();
        let svg = if self.pairs.is_empty() {
            nothing(width, &self.title, "Todavía no hay pares para comparar.")
        } else {
            self.svg(width, &description)
        };
        Picture { svg, title: self.title.clone(), description, table: self.table() }
    }

    fn table(&self) -> Table {
        let row = |pair: &Pair| {
            let gain = pair.both().map_or_else(
                || MISSING.to_owned(),
                |(before, after)| self.format.signed(after - before),
            );
            let cell = |value| self.format.or_missing(value);
            vec![pair.name.clone(), cell(pair.before), cell(pair.after), gain]
        };
        Table {
            head: vec![
                self.pair.clone(),
                self.before.clone(),
                self.after.clone(),
                "Diferencia".to_owned(),
            ],
            rows: self.pairs.iter().map(row).collect(),
        }
    }

    fn description(&self) -> String {
        let both: Vec<(f64, f64)> = self.pairs.iter().filter_map(Pair::both).collect();
        let up = both.iter().filter(|(before, after)| after > before).count();
        let down = both.iter().filter(|(before, after)| after < before).count();
        let mut text = format!(
            "{} con los dos datos, de {}: {up} suben, {down} bajan, {} quedan igual.",
            some(both.len(), "par", "pares"),
            self.pairs.len(),
            both.len() - up - down
        );
        let largest = self
            .pairs
            .iter()
            .filter_map(|pair| pair.both().map(|(before, after)| (pair, after - before)))
            .filter(|(_, gain)| *gain > 0.0)
            .reduce(|best, one| if one.1 > best.1 { one } else { best });
        if let Some((pair, gain)) = largest {
            text.push_str(&format!(
                " La mayor ganancia: {} ({}).",
                pair.name,
                self.format.signed(gain)
            ));
        }
        text
    }

    /// Each pair that is drawn, with how many more have the same ends.
    fn rows(&self) -> Vec<(&Pair, usize)> {
        let mut rows: Vec<(&Pair, usize)> = Vec::new();
        for pair in &self.pairs {
            let same = |row: &&mut (&Pair, usize)| {
                pair.both().is_some_and(|ends| row.0.both() == Some(ends))
            };
            match rows.iter_mut().find(same) {
                Some((_, more)) => *more += 1,
                None => rows.push((pair, 0)),
            }
        }
        rows
    }

    fn svg(&self, width: Width, description: &str) -> super::Svg {
        let mut canvas = Canvas::new(width);
        let values: Vec<f64> = self
            .pairs
            .iter()
            .flat_map(|pair| [pair.before, pair.after])
            .filter_map(known)
            .collect();
        let (least, most) = self
            .range
            .filter(|(lo, hi)| known(Some(*lo)).is_some() && known(Some(*hi)).is_some() && lo < hi)
            .unwrap_or((0.0, 0.0));
        let lo = values.iter().copied().fold(least, f64::min);
        let hi = values.iter().copied().fold(most, f64::max);
        let whole = self.format.decimals == 0;
        let (lo, hi, ticks) = scale::axis(lo, hi, if width.is_page() { 10 } else { 5 }, whole);
        let scale = Scale::new(lo, hi, 8.0, canvas.width - 8.0);
        let ring = Paint::fill(PAPER).and_stroke(COBALT, 2.0);
        let dot = Paint::fill(COBALT).class("bar__fill");
        let loss = Paint::stroke(ERROR, 3.0).dashed("4 3");
        let mut samples = vec![
            (Sample::Dot(6.5, ring), self.before.clone()),
            (Sample::Dot(4.5, dot), self.after.clone()),
        ];
        if self.pairs.iter().filter_map(Pair::both).any(|(before, after)| after < before) {
            samples.push((Sample::Dash(loss), "baja".to_owned()));
        }
        let top = legend(&mut canvas, 0.0, &samples) + 2.0;
        let rows = self.rows();
        let bottom = top + rows.len() as f64 * ROW;
        let bands: Vec<f64> = (0..rows.len()).map(|at| top + at as f64 * ROW).collect();
        bars::axis(&mut canvas, &scale, (&bands, bottom), &ticks, self.format);
        for (place, (pair, more)) in rows.iter().enumerate() {
            let y = top + place as f64 * ROW;
            let (from, to) = (known(pair.before), known(pair.after));
            let bare = |value: Option<f64>| value.map_or("—".to_owned(), |v| self.format.bare(v));
            let mut value = format!("{} → {}", bare(from), bare(to));
            if let Some((before, after)) = pair.both() {
                value.push_str(&format!(" ({})", self.format.signed(after - before)));
            }
            if *more > 0 {
                value = format!("y {more} más: {value}");
            }
            bars::words(&mut canvas, y, &pair.name, &value, false);
            let line = y + f64::midpoint(BAND.0, BAND.1);
            canvas.line((8.0, line), (canvas.width - 8.0, line), Paint::stroke(EDGE, 0.6));
            if let Some((before, after)) = pair.both() {
                let paint = if after < before { loss } else { Paint::stroke(COBALT, 4.0) };
                canvas.line((scale.at(before), line), (scale.at(after), line), paint);
            }
            if let Some(before) = from {
                canvas.circle((scale.at(before), line), 6.5, ring);
            }
            if let Some(after) = to {
                let dot = match from {
                    Some(before) if after < before => Paint::fill(ERROR),
                    _ => dot,
                };
                // Within the ring where nothing changed.
                canvas.circle((scale.at(after), line), 4.5, dot);
            }
        }
        canvas.finish(bottom + 24.0, &self.title, description)
    }
}
