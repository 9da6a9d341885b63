//! How many over time, in steps: what is confirmed as a surface, what is not with dashes above it.

use chrono::{Datelike, Months, NaiveDate};

use super::canvas::{Canvas, Paint, Sample, Words, legend, nothing, width_of};
use super::numbers::Format;
use super::palette::{COBALT, EDGE, ERROR, GREY, LINE, SOFT};
use super::scale::{self, Scale};
use super::{Picture, Table, Width};

/// What is counted, and what its two layers are called.
#[derive(Clone, Debug)]
pub struct Layers {
    /// «Certificados en el cargo».
    pub counted: String,
    /// «confirmados».
    pub firm: String,
    /// «sin confirmar».
    pub open: String,
    /// What one wants to reach, and its name.
    pub target: Option<(String, u32)>,
    /// Whether a fall is told where it happens: people who leave are news, a month with fewer sessions is not.
    pub tells_falls: bool,
}

/// A line of steps: each holds until the next one, the last until the end.
#[derive(Clone, Debug)]
pub struct Series {
    pub name: String,
    pub steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub on: NaiveDate,
    /// Confirmed and not; nothing where it is not known.
    pub counts: Option<(u32, u32)>,
}

/// The days that the picture covers, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Days {
    pub(crate) fn ordered(self) -> Self {
        if self.from <= self.to { self } else { Self { from: self.to, to: self.from } }
    }

    pub(crate) fn length(self) -> i64 {
        (self.to - self.from).num_days().max(1)
    }

    /// Round days of the axis: years, or months of a year, with their words.
    fn ticks(self, most: i64) -> Vec<(NaiveDate, String)> {
        let months = i64::from(self.to.year() - self.from.year()) * 12 + i64::from(self.to.month())
            - i64::from(self.from.month());
        let every = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12_000]
            .into_iter()
            .find(|every| months / every <= most)
            .unwrap_or(120_000);
        let mut out = Vec::new();
        let first = self.from.with_day(1).unwrap_or(self.from);
        let into = i64::from(first.year()) * 12 + i64::from(first.month0());
        let missing = (every - into.rem_euclid(every)) % every;
        let mut at = add_months(first, missing);
        while let Some(day) = at.filter(|day| *day <= self.to) {
            if day >= self.from {
                let text = if every >= 12 {
                    day.year().to_string()
                } else {
                    format!("{} {}", month(day), day.year())
                };
                out.push((day, text));
            }
            at = add_months(day, every);
        }
        out
    }
}

fn add_months(day: NaiveDate, months: i64) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(u32::try_from(months).ok()?))
}

pub fn month(day: NaiveDate) -> &'static str {
    const NAMES: [&str; 12] =
        ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];
    NAMES.get(day.month0() as usize).copied().unwrap_or("")
}

pub fn written(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// A surface between days.
pub(crate) struct Area<'a> {
    pub layers: &'a Layers,
    pub days: Days,
    pub x: Scale,
    pub y: Scale,
    pub small: bool,
}

impl Series {
    /// In order, without those of the same day before the last, and within the days.
    fn within(&self, days: Days) -> Vec<Step> {
        let mut steps = self.steps.clone();
        steps.sort_by_key(|step| step.on);
        let mut out: Vec<Step> = Vec::with_capacity(steps.len());
        for step in steps {
            if step.on > days.to {
                break;
            }
            let step = Step { on: step.on.max(days.from), ..step };
            match out.last_mut() {
                Some(last) if last.on == step.on => *last = step,
                _ => out.push(step),
            }
        }
        out
    }

    pub(crate) fn most(&self, days: Days) -> f64 {
        let sum = |(firm, open): (u32, u32)| f64::from(firm) + f64::from(open);
        self.within(days).iter().filter_map(|step| step.counts).map(sum).fold(0.0, f64::max)
    }

    pub(crate) fn last(&self, days: Days) -> Option<(u32, u32)> {
        self.within(days).last().and_then(|step| step.counts)
    }

    /// The picture of this series alone.
    pub fn draw(&self, title: &str, layers: &Layers, days: Days, width: Width) -> Picture {
        let days = days.ordered();
        let description = self.description(layers, days);
        let svg = if self.within(days).is_empty() {
            nothing(width, title, "Todavía no hay datos en estos días.")
        } else {
            self.svg(title, layers, days, width, &description)
        };
        let row = |step: &Step| {
            let mut cells = vec![written(step.on)];
            cells.extend(count_cells(step.counts));
            cells
        };
        let head = vec![
            "Desde".to_owned(),
            super::words::capital(&layers.firm),
            super::words::capital(&layers.open),
            "Total".to_owned(),
        ];
        let table = Table { head, rows: self.within(days).iter().map(row).collect() };
        Picture { svg, title: title.to_owned(), description, table }
    }

    fn description(&self, layers: &Layers, days: Days) -> String {
        let span = format!("De {} a {}", written(days.from), written(days.to));
        let steps = self.within(days);
        let known = || steps.iter().filter_map(|step| Some((step.on, step.counts?)));
        let (Some(first), Some(last)) = (known().next(), known().next_back()) else {
            return format!("{span}: sin datos.");
        };
        let say =
            |(firm, open): (u32, u32)| format!("{firm} {} y {open} {}", layers.firm, layers.open);
        let mut text = format!("{span}: {} el {}", say(first.1), written(first.0));
        if first.0 != last.0 {
            text.push_str(&format!("; {} desde el {}", say(last.1), written(last.0)));
        }
        text.push('.');
        if let Some((name, target)) = &layers.target {
            text.push_str(&format!(" {name}: {}.", Format::COUNT.bare(f64::from(*target))));
        }
        text
    }

    fn svg(
        &self,
        title: &str,
        layers: &Layers,
        days: Days,
        width: Width,
        description: &str,
    ) -> super::Svg {
        let mut canvas = Canvas::new(width);
        let target = layers.target.as_ref().map_or(0.0, |(_, target)| f64::from(*target));
        let (lo, hi, ticks) = scale::axis(0.0, self.most(days).max(target).max(1.0), 4, true);
        let words: Vec<String> = ticks.iter().map(|tick| Format::COUNT.bare(*tick)).collect();
        let left = words.iter().map(|text| width_of(text)).fold(0.0, f64::max) + 8.0;
        let (top, high) = (10.0, if width.is_page() { 220.0 } else { 150.0 });
        let bottom = top + high;
        let area = Area {
            layers,
            days,
            x: Scale::new(0.0, days.length() as f64, left, canvas.width - 5.0),
            y: Scale::new(lo, hi, bottom, top),
            small: false,
        };
        for (tick, text) in ticks.iter().zip(&words) {
            let y = area.y.at(*tick);
            let paint = Paint::stroke(if *tick == 0.0 { EDGE } else { LINE }, 1.0);
            canvas.line((left, y), (canvas.width, y), paint);
            canvas.text((left - 6.0, y + 4.5), text, Words::END.of(GREY));
        }
        let mut until = f64::NEG_INFINITY;
        for (day, text) in days.ticks(if width.is_page() { 8 } else { 4 }) {
            let x = area.day(day);
            let half = width_of(&text) / 2.0;
            canvas.line((x, bottom), (x, bottom + 5.0), Paint::stroke(EDGE, 1.0));
            let middle = x.clamp(half, canvas.width - half);
            if middle - half >= until {
                canvas.text((middle, bottom + 19.0), &text, Words::MIDDLE.of(GREY));
                until = middle + half + 8.0;
            }
        }
        area.draw(&mut canvas, self);
        if layers.tells_falls {
            self.tell_falls(&mut canvas, &area, left);
        }
        let samples = area.samples(&[self]);
        let end = legend(&mut canvas, bottom + 28.0, &samples);
        canvas.finish(end, title, description)
    }
}

impl Series {
    /// Writes how many fewer there are where a step falls, as far as the words have room.
    fn tell_falls(&self, canvas: &mut Canvas, area: &Area<'_>, left: f64) {
        let total = |step: &Step| step.counts.map(|(a, b)| f64::from(a) + f64::from(b));
        let mut until = f64::NEG_INFINITY;
        for ends in self.within(area.days).windows(2) {
            let [one, other] = ends else { continue };
            let (Some(before), Some(after)) = (total(one), total(other)) else { continue };
            let text = Format::COUNT.signed(after - before);
            let half = width_of(&text) / 2.0;
            let middle = area.day(other.on).max(left + half).min(canvas.width - half);
            if after < before && middle - half >= until {
                let y = (area.y.at(before) - 5.0).max(11.0);
                canvas.text((middle, y), &text, Words::MIDDLE.of(ERROR).bold(true).halo());
                until = middle + half + 4.0;
            }
        }
    }
}

pub fn count_cells(counts: Option<(u32, u32)>) -> [String; 3] {
    match counts {
        Some((firm, open)) => [f64::from(firm), f64::from(open), f64::from(firm) + f64::from(open)]
            .map(|count| Format::COUNT.bare(count)),
        None => [(); 3].map(|()| super::words::MISSING.to_owned()),
    }
}

impl Area<'_> {
    fn day(&self, day: NaiveDate) -> f64 {
        self.x.at((day - self.days.from).num_days() as f64)
    }

    pub fn draw(&self, canvas: &mut Canvas, series: &Series) {
        let steps = series.within(self.days);
        let end = self.days.to;
        // One stretch for each run of known values: a hole stays a hole.
        for run in steps.split_inclusive(|step| step.counts.is_none()) {
            let hole = run.last().filter(|step| step.counts.is_none());
            let until = hole.map_or(end, |step| step.on);
            let known: Vec<(f64, (u32, u32))> =
                run.iter().filter_map(|step| Some((self.day(step.on), step.counts?))).collect();
            self.stretch(canvas, &known, self.day(until));
        }
        // What holds since the last day has no width yet.
        if let Some((firm, open)) = steps.last().and_then(|step| step.counts) {
            let at = (self.day(end), self.y.at(f64::from(firm) + f64::from(open)));
            let dot = Paint::fill(COBALT).class("bar__fill");
            canvas.circle(at, if self.small { 2.5 } else { 4.0 }, dot);
        }
        if let Some((_, target)) = &self.layers.target {
            let y = self.y.at(f64::from(*target));
            let paint = Paint::stroke(ERROR, if self.small { 1.2 } else { 2.0 }).dashed("2 3");
            canvas.line((self.day(self.days.from), y), (self.day(self.days.to), y), paint);
        }
    }

    fn stretch(&self, canvas: &mut Canvas, known: &[(f64, (u32, u32))], until: f64) {
        let line = |of: fn((u32, u32)) -> f64| {
            let mut points = Vec::with_capacity(known.len() * 2 + 1);
            for (at, (x, counts)) in known.iter().enumerate() {
                let y = self.y.at(of(*counts));
                let next = known.get(at + 1).map_or(until, |(x, _)| *x);
                points.push((*x, y));
                points.push((next.max(*x), y));
            }
            points
        };
        let sum = line(|(firm, open)| f64::from(firm) + f64::from(open));
        let firm = line(|(firm, _)| f64::from(firm));
        let base = self.y.at(0.0);
        let surface = |points: &[(f64, f64)]| {
            let mut points = points.to_vec();
            if let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) {
                points.push((last.0, base));
                points.push((first.0, base));
            }
            points
        };
        let thick = if self.small { 1.4 } else { 2.0 };
        if known.iter().any(|(_, (_, open))| *open > 0) {
            canvas.points(&surface(&sum), true, Paint::fill(SOFT));
            canvas.points(&sum, false, Paint::stroke(COBALT, thick).dashed("4 3"));
        }
        canvas.points(&surface(&firm), true, Paint::fill(COBALT).class("bar__fill"));
        canvas.points(&firm, false, Paint::stroke(COBALT, thick));
    }

    pub fn samples(&self, series: &[&Series]) -> Vec<(Sample, String)> {
        let firm = Paint::fill(COBALT).class("bar__fill");
        let open = Paint::stroke(COBALT, 1.6).dashed("4 3").and_fill(SOFT);
        let mut samples = vec![(Sample::Box(firm), self.layers.firm.clone())];
        let any = |one: &&Series| {
            one.within(self.days).iter().any(|step| step.counts.is_some_and(|(_, o)| o > 0))
        };
        if series.iter().any(any) {
            samples.push((Sample::Box(open), self.layers.open.clone()));
        }
        if let Some((name, target)) = &self.layers.target {
            let count = Format::COUNT.bare(f64::from(*target));
            let paint = Paint::stroke(ERROR, 2.0).dashed("2 3");
            samples.push((Sample::Dash(paint), format!("{name}: {count}")));
        }
        samples
    }
}
