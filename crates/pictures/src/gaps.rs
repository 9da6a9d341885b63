//! Where one stands within its group: a dot each on a line, joined with the median, and lines for the median and
//! a target.

use super::bars::{self, BAND, ROW};
use super::canvas::{Anchor, BOLD, Canvas, Paint, Words, fitting, nothing, width_of};
use super::numbers::{Format, known};
use super::palette::{DEEP, EDGE, ERROR, GREY, HOVER, INK};
use super::scale::{self, Scale};
use super::words::{MISSING, capital};
use super::{Picture, Table, Width};

#[derive(Clone, Debug)]
pub struct Gaps {
    pub title: String,
    /// What the members are: «Municipio».
    pub member: String,
    /// What is measured: «Recaudo, 2024».
    pub value: String,
    pub format: Format,
    /// The ends of a scale that has them, as «1 a 5»: the axis is as long.
    pub ends: Option<(f64, f64)>,
    /// In the order in which they are drawn.
    pub members: Vec<Member>,
    /// Drawn with dashes.
    pub median: Option<Line>,
    /// Drawn whole.
    pub target: Option<Line>,
}

#[derive(Clone, Debug)]
pub struct Member {
    pub name: String,
    pub value: Option<f64>,
    /// The one that the page is about.
    pub own: bool,
}

/// A value to compare with, and its name: «Mediana del grupo».
#[derive(Clone, Debug)]
pub struct Line {
    pub name: String,
    pub value: f64,
}

/// More rows than these are told by the table.
const MOST: usize = 14;
/// Kept at each end, and around one's own.
const ENDS: usize = 3;
const AROUND: usize = 3;

/// A row of the picture.
enum Row {
    Member(usize),
    /// So many are not drawn.
    Left(usize),
}

impl Gaps {
    pub fn draw(&self, width: Width) -> Picture {
        let description = self.description();
        let svg = if self.members.is_empty() {
            nothing(width, &self.title, "El grupo no tiene datos para dibujar.")
        } else {
            self.svg(width, &description)
        };
        Picture { svg, title: self.title.clone(), description, table: self.table() }
    }

    fn lines(&self) -> impl Iterator<Item = (&Line, f64, bool)> {
        let line = |line: &'_ Option<Line>| line.as_ref().and_then(|l| known(Some(l.value)));
        let median = self.median.as_ref().zip(line(&self.median)).map(|(l, v)| (l, v, true));
        let target = self.target.as_ref().zip(line(&self.target)).map(|(l, v)| (l, v, false));
        [median, target].into_iter().flatten()
    }

    fn table(&self) -> Table {
        let mut head = vec![self.member.clone(), self.value.clone()];
        head.extend(self.lines().map(|(line, ..)| format!("Diferencia con {}", lower(&line.name))));
        let row = |member: &Member| {
            let mut cells = vec![member.name.clone(), self.format.or_missing(member.value)];
            cells.extend(self.lines().map(|(_, at, _)| match known(member.value) {
                Some(value) => self.format.signed(value - at),
                None => MISSING.to_owned(),
            }));
            cells
        };
        Table { head, rows: self.members.iter().map(row).collect() }
    }

    fn description(&self) -> String {
        let mut parts = Vec::new();
        for member in self.members.iter().filter(|member| member.own) {
            let mut text = format!("{}: {}", member.name, self.format.or_missing(member.value));
            if let Some(value) = known(member.value) {
                for (line, at, _) in self.lines() {
                    let gap = self.format.signed(value - at);
                    text.push_str(&format!(", {gap} frente a {}", lower(&line.name)));
                }
            }
            parts.push(format!("{text}."));
        }
        for (line, at, _) in self.lines() {
            parts.push(format!("{}: {}.", capital(&line.name), self.format.write(at)));
        }
        let known_ones = self.members.iter().filter(|m| known(m.value).is_some()).count();
        parts.push(format!("{known_ones} de {} del grupo con dato.", self.members.len()));
        parts.join(" ")
    }

    /// All, or the ends and one's own with its neighbours.
    fn rows(&self) -> Vec<Row> {
        let count = self.members.len();
        if count <= MOST {
            return (0..count).map(Row::Member).collect();
        }
        let own = self.members.iter().position(|member| member.own);
        let near = |at: usize| own.is_some_and(|own| at.abs_diff(own) <= AROUND);
        let mut rows = Vec::new();
        let mut left = 0;
        for at in 0..count {
            if at < ENDS || at >= count - ENDS || near(at) {
                if left > 0 {
                    rows.push(Row::Left(left));
                    left = 0;
                }
                rows.push(Row::Member(at));
            } else {
                left += 1;
            }
        }
        rows
    }

    fn svg(&self, width: Width, description: &str) -> super::Svg {
        let mut canvas = Canvas::new(width);
        let values = self.members.iter().filter_map(|member| known(member.value));
        let all: Vec<f64> = values.chain(self.lines().map(|(_, at, _)| at)).collect();
        let lo = all.iter().copied().fold(0.0, f64::min);
        let hi = all.iter().copied().fold(0.0, f64::max);
        let whole = self.format.decimals == 0;
        let (lo, hi, ticks) = match self.ends {
            Some((lo, hi)) => scale::axis(lo, hi, 5, true),
            None => scale::axis(lo, hi, if width.is_page() { 10 } else { 5 }, whole),
        };
        let scale = Scale::new(lo, hi, 8.0, canvas.width - 8.0);
        let top = self.lines().count() as f64 * 20.0 + 4.0;
        let rows = self.rows();
        let height = |row: &Row| if matches!(row, Row::Member(_)) { ROW } else { 24.0 };
        let bottom = top + rows.iter().map(height).sum::<f64>() + 4.0;
        let mut bands = Vec::new();
        let mut y = top;
        for row in &rows {
            if matches!(row, Row::Member(_)) {
                bands.push(y);
            }
            y += height(row);
        }
        bars::axis(&mut canvas, &scale, (&bands, bottom), &ticks, self.format);
        let mut y = top;
        for row in &rows {
            match row {
                Row::Left(count) => {
                    let text = format!("⋮ {count} más, en la tabla");
                    canvas.text((0.0, y + 16.0), &text, Words::START.of(GREY).halo());
                }
                Row::Member(at) => {
                    if let Some(member) = self.members.get(*at) {
                        self.dot(&mut canvas, &scale, y, member);
                    }
                }
            }
            y += height(row);
        }
        self.draw_lines(&mut canvas, &scale, &bands);
        canvas.finish(bottom + 24.0, &self.title, description)
    }

    /// A dot where the member is, and how far that is from the median.
    fn dot(&self, canvas: &mut Canvas, scale: &Scale, y: f64, member: &Member) {
        let value = self.format.or_missing(member.value);
        let name = if member.own { format!("▸ {}", member.name) } else { member.name.clone() };
        bars::words(canvas, y, &name, &value, member.own);
        let middle = y + f64::midpoint(BAND.0, BAND.1);
        canvas.line((8.0, middle), (canvas.width - 8.0, middle), Paint::stroke(EDGE, 0.6));
        let Some(value) = known(member.value) else { return };
        let (radius, paint) = if member.own {
            (7.0, Paint::fill(DEEP).class("bar__fill"))
        } else {
            (5.0, Paint::fill(HOVER))
        };
        let at = scale.at(value);
        if let Some((_, median, _)) = self.lines().find(|(_, _, is_median)| *is_median) {
            let gap = Paint::stroke(HOVER, 3.0);
            canvas.line((scale.at(median), middle), (at, middle), gap);
        }
        canvas.circle((at, middle), radius, paint);
    }

    /// The lines through the rows, and their names above, each beside its own.
    fn draw_lines(&self, canvas: &mut Canvas, scale: &Scale, bands: &[f64]) {
        let names = self.lines().count() as f64 * 20.0;
        for (place, (_, at, dashed)) in self.lines().enumerate() {
            let x = scale.at(at).clamp(1.0, canvas.width - 1.0);
            let paint = Paint::stroke(if dashed { INK } else { ERROR }, 2.0);
            let paint = if dashed { paint.dashed("4 3") } else { paint };
            for top in bands {
                canvas.line((x, top + BAND.0 - 1.0), (x, top + BAND.1 + 1.0), paint);
            }
            let top = place as f64 * 20.0;
            canvas.line((x, top + 2.0), (x, names), paint);
        }
        for (place, (line, at, dashed)) in self.lines().enumerate() {
            let x = scale.at(at).clamp(1.0, canvas.width - 1.0);
            let text = format!("{} {}", line.name, self.format.write(at));
            let text = fitting(&text, canvas.width / BOLD - 8.0);
            let long = width_of(&text) * BOLD + 6.0;
            // On whichever side has room; else at the edge.
            let (x, anchor) = if x + long <= canvas.width {
                (x + 6.0, Anchor::Start)
            } else if x >= long {
                (x - 6.0, Anchor::End)
            } else {
                (0.0, Anchor::Start)
            };
            let colour = if dashed { INK } else { ERROR };
            let words = Words { anchor, ..Words::START }.of(colour).bold(!dashed).halo();
            canvas.text((x, place as f64 * 20.0 + 13.0), &text, words);
        }
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_with_ends_is_drawn_from_one_to_the_other() {
        let member = Member { name: "Uno".into(), value: Some(4.25), own: false };
        let gaps = Gaps {
            title: "Calidad".into(),
            member: "Curso".into(),
            value: "Calidad (1 a 5)".into(),
            format: Format { decimals: 2, unit: "" },
            ends: Some((1.0, 5.0)),
            members: vec![member],
            median: None,
            target: None,
        };
        let picture = gaps.draw(Width::Phone);
        let text = picture.svg.as_str();
        for tick in [">1<", ">2<", ">3<", ">4<", ">5<"] {
            assert!(text.contains(tick), "{tick}");
        }
        assert!(!text.contains(">0<") && !text.contains("0,00"), "{text}");
    }
}
