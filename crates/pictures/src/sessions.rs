//! How many came to each meeting: a column each, in percent.

use super::canvas::{Canvas, Paint, Sample, Words, fitting, legend, nothing, width_of};
use super::numbers::Format;
use super::palette::{COBALT, EDGE, ERROR, GREY, INK, LINE, PAPER};
use super::words::{MISSING, some};
use super::{Picture, Table, Width};

#[derive(Clone, Debug)]
pub struct Sessions {
    pub title: String,
    /// What the columns are: «Sesión».
    pub meeting: String,
    /// One of them and several, within a sentence: «sesión», «sesiones».
    pub counted: (&'static str, &'static str),
    /// What is measured: «Asistencia».
    pub value: String,
    /// In order.
    pub meetings: Vec<Meeting>,
    /// Whole percent that somebody must reach, and its name: «Mínimo».
    pub minimum: Option<(String, u32)>,
    /// Whole percent of what is compared with, and its name: «Periodo anterior».
    pub before: Option<(String, u32)>,
}

#[derive(Clone, Debug)]
pub struct Meeting {
    /// Beneath the column: «1», «3 nov».
    pub name: String,
    /// Of the table: «Sesión 1 (03/11/2026)».
    pub long: String,
    /// Nothing where it was not held or counts for nobody.
    pub share: Option<Share>,
    /// Why there is no column: «cancelada», «por dictar».
    pub why: String,
}

const HIGH: f64 = 120.0;
/// The line of what is compared with.
const BEFORE: Paint = Paint::stroke(INK, 1.6).dashed("2 3");

/// Who came, of how many, and what part that is: the caller may count it in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub came: u64,
    pub all: u64,
    pub percent: u32,
}

impl Share {
    /// Whole percent of people, cut and not rounded, so that 79,9 never looks like 80.
    pub fn of(came: u64, all: u64) -> Option<Self> {
        let percent = u128::from(came) * 100 / u128::from((all > 0).then_some(all)?);
        Some(Self { came, all, percent: u32::try_from(percent).unwrap_or(100).min(100) })
    }
}

impl Meeting {
    fn percent(&self) -> Option<u64> {
        self.share.map(|share| u64::from(share.percent.min(100)))
    }
}

impl Sessions {
    pub fn draw(&self, width: Width) -> Picture {
        let description = self.description();
        let svg = if self.meetings.is_empty() {
            nothing(width, &self.title, "Todavía no hay sesiones para dibujar.")
        } else {
            self.svg(width, &description)
        };
        Picture { svg, title: self.title.clone(), description, table: self.table() }
    }

    fn table(&self) -> Table {
        let row = |meeting: &Meeting| {
            let count = |of: fn(Share) -> u64| {
                meeting.share.map_or_else(|| "—".to_owned(), |share| of(share).to_string())
            };
            let (came, all) = (count(|share| share.came), count(|share| share.all));
            let percent = match meeting.percent() {
                Some(percent) => format!("{percent} %"),
                None if meeting.why.is_empty() => MISSING.to_owned(),
                None => meeting.why.clone(),
            };
            vec![meeting.long.clone(), came, all, percent]
        };
        Table {
            head: vec![
                self.meeting.clone(),
                "Asistieron".to_owned(),
                "Esperados".to_owned(),
                self.value.clone(),
            ],
            rows: self.meetings.iter().map(row).collect(),
        }
    }

    fn description(&self) -> String {
        let held: Vec<(&Meeting, u64)> =
            self.meetings.iter().filter_map(|m| Some((m, m.percent()?))).collect();
        let mut text = format!(
            "{}, {} con asistencia.",
            some(self.meetings.len(), self.counted.0, self.counted.1),
            held.len()
        );
        let least = held.iter().min_by_key(|(_, percent)| *percent);
        let most = held.iter().rev().max_by_key(|(_, percent)| *percent);
        if let (Some((low, least)), Some((high, most))) = (least, most) {
            if least == most {
                text.push_str(&format!(" Todas: {least} %."));
            } else {
                text.push_str(&format!(
                    " La menor: {} ({least} %). La mayor: {} ({most} %).",
                    low.long, high.long
                ));
            }
        }
        if let Some((name, minimum)) = &self.minimum {
            let below = held.iter().filter(|(_, percent)| *percent < u64::from(*minimum)).count();
            text.push_str(&format!(" {name}: {minimum} %; por debajo, {below}."));
        }
        if let Some((name, before)) = &self.before {
            text.push_str(&format!(" {name}: {before} %."));
        }
        text
    }

    fn svg(&self, width: Width, description: &str) -> super::Svg {
        let mut canvas = Canvas::new(width);
        let most = if width.is_page() { 20 } else { 10 };
        // Rows of about the same length.
        let rows = self.meetings.len().div_ceil(most).max(1);
        let each = self.meetings.len().div_ceil(rows).max(1);
        let mut top = 6.0;
        for meetings in self.meetings.chunks(each) {
            self.panel(&mut canvas, top, meetings, each);
            top += HIGH + 54.0;
        }
        let mut samples = Vec::new();
        if let Some((name, minimum)) = &self.minimum {
            let below = Paint::fill(PAPER).and_stroke(ERROR, 2.0);
            let line = Paint::stroke(ERROR, 2.0).dashed("5 3");
            samples.push((Sample::Dash(line), format!("{name}: {minimum} %")));
            let known = |m: &Meeting| m.percent().is_some_and(|p| p < u64::from(*minimum));
            if self.meetings.iter().any(known) {
                samples.push((Sample::Box(below), "por debajo".to_owned()));
            }
        }
        if let Some((name, before)) = &self.before {
            samples.push((Sample::Dash(BEFORE), format!("{name}: {before} %")));
        }
        let end = legend(&mut canvas, top, &samples);
        canvas.finish(end, &self.title, description)
    }

    fn panel(&self, canvas: &mut Canvas, top: f64, meetings: &[Meeting], each: usize) {
        let left = 34.0;
        let room = (canvas.width - left) / each as f64;
        let base = top + 16.0 + HIGH;
        for tick in [0.0, 50.0, 100.0] {
            let y = base - HIGH * tick / 100.0;
            let paint = Paint::stroke(if tick == 0.0 { EDGE } else { LINE }, 1.0);
            canvas.line((left, y), (canvas.width, y), paint);
            let text = Format::COUNT.bare(tick);
            canvas.text((left - 6.0, y + 4.5), &text, Words::END.of(GREY));
        }
        // A column of a few meetings is no wall.
        let wide = (room * 0.64).min(44.0);
        let minimum = self.minimum.as_ref().map(|(_, minimum)| (*minimum).min(100));
        for (place, meeting) in meetings.iter().enumerate() {
            let middle = left + room * (place as f64 + 0.5);
            match meeting.percent() {
                Some(percent) => {
                    let high = HIGH * percent as f64 / 100.0;
                    let below = minimum.is_some_and(|minimum| percent < u64::from(minimum));
                    let at = (middle - wide / 2.0, base - high);
                    if below {
                        let paint = Paint::fill(PAPER).and_stroke(ERROR, 2.0);
                        let inner = (at.0 + 1.0, at.1 + 1.0);
                        canvas.rect(inner, (wide - 2.0, (high - 1.0).max(0.0)), paint);
                    } else {
                        canvas.rect(at, (wide, high), Paint::fill(COBALT).class("bar__fill"));
                    }
                }
                None => canvas.text((middle, base - 5.0), "–", Words::MIDDLE.of(GREY)),
            }
        }
        if let Some(minimum) = minimum {
            let y = base - HIGH * f64::from(minimum) / 100.0;
            let paint = Paint::stroke(ERROR, 2.0).dashed("5 3");
            canvas.line((left, y), (canvas.width, y), paint);
        }
        if let Some((_, before)) = &self.before {
            let y = base - HIGH * f64::from((*before).min(100)) / 100.0;
            canvas.line((left, y), (canvas.width, y), BEFORE);
        }
        // Words last, so that the line strikes none out.
        for (place, meeting) in meetings.iter().enumerate() {
            let Some(percent) = meeting.percent() else { continue };
            let middle = left + room * (place as f64 + 0.5);
            let top = base - HIGH * percent as f64 / 100.0 - 5.0;
            canvas.text((middle, top), &percent.to_string(), Words::MIDDLE.bold(true).halo());
        }
        self.names(canvas, base, left, room, meetings);
    }

    /// Names beneath columns: all of them, or every second, third…, as there is room.
    fn names(&self, canvas: &mut Canvas, base: f64, left: f64, room: f64, meetings: &[Meeting]) {
        let widest = meetings.iter().map(|m| width_of(&m.name)).fold(0.0, f64::max);
        let every = ((widest + 4.0) / room).ceil().clamp(1.0, 4.0) as usize;
        let mut until = f64::NEG_INFINITY;
        for (place, meeting) in meetings.iter().enumerate().step_by(every) {
            let text = fitting(&meeting.name, room * every as f64 - 2.0);
            let half = width_of(&text) / 2.0;
            let middle = left + room * (place as f64 + 0.5);
            let middle = middle.min(canvas.width - half);
            if middle - half < until {
                continue;
            }
            canvas.text((middle, base + 18.0), &text, Words::MIDDLE.of(GREY));
            until = middle + half + 2.0;
        }
    }
}
