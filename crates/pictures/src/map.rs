//! Places as points by their coordinates, with a value each.

use super::canvas::{Canvas, Paint, Sample, Words, cross, fitting, legend, nothing, width_of};
use super::numbers::{Format, known};
use super::palette::{COBALT, DEEP, EDGE, GREY, HOVER, LINE, PAPER, SOFT, SOFTER};
use super::scale::step;
use super::words::{self, MISSING};
use super::{Picture, Table, Width};

/// A map without a base map: the places are the shape of the land.
#[derive(Clone, Debug)]
pub struct Map {
    pub title: String,
    /// What the places are: «Municipio».
    pub place: String,
    /// What is counted: «Asistentes».
    pub value: String,
    /// What the legend says of a value of zero: «ninguno en el periodo».
    pub zero: String,
    /// What the legend says where there is no value: «nunca alcanzado».
    pub missing: String,
    pub format: Format,
    pub places: Vec<Place>,
}

#[derive(Clone, Debug)]
pub struct Place {
    pub name: String,
    /// Degrees north, WGS 84.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    pub value: Option<f64>,
}

/// From the smallest to the largest: as wide and as dark as each other, so that either tells.
const STEPS: [(f64, &str); 5] =
    [(4.5, SOFT), (6.0, LINE), (7.5, HOVER), (9.5, COBALT), (12.0, DEEP)];
/// Kilometres of a degree of latitude.
const KILOMETRES: f64 = 111.2;
/// A place alone is drawn with this much land around it, in degrees.
const LEAST_SPAN: f64 = 0.2;

/// What a place looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mark {
    Step(usize),
    Zero,
    Missing,
}

struct Point {
    place: usize,
    at: (f64, f64),
    mark: Mark,
    radius: f64,
}

/// A rectangle that words must not touch: left, top, right, bottom.
type Block = (f64, f64, f64, f64);

impl Map {
    pub fn draw(&self, width: Width) -> Picture {
        let table = self.table();
        let description = self.description();
        let svg = match self.frame(width) {
            None => nothing(width, &self.title, "No hay lugares con coordenadas para dibujar."),
            Some(frame) => self.svg(width, &frame, &description),
        };
        Picture { svg, title: self.title.clone(), description, table }
    }

    fn table(&self) -> Table {
        let row = |place: &Place| {
            let value = match known(place.value) {
                Some(value) => self.format.write(value),
                None if self.missing.is_empty() => MISSING.to_owned(),
                None => self.missing.clone(),
            };
            vec![place.name.clone(), value]
        };
        Table {
            head: vec![self.place.clone(), self.value.clone()],
            rows: self.places.iter().map(row).collect(),
        }
    }

    /// The places by value, the largest first.
    fn by_value(&self) -> Vec<usize> {
        let mut order: Vec<usize> =
            (0..self.places.len()).filter(|at| self.value_of(*at).is_some()).collect();
        order.sort_by(|a, b| {
            let (one, other) = (self.value_of(*a), self.value_of(*b));
            other.partial_cmp(&one).unwrap_or(std::cmp::Ordering::Equal).then(a.cmp(b))
        });
        order
    }

    fn value_of(&self, at: usize) -> Option<f64> {
        known(self.places.get(at)?.value)
    }

    fn description(&self) -> String {
        let order = self.by_value();
        let counted = order.iter().filter(|at| self.value_of(**at) != Some(0.0)).count();
        let zero = order.len() - counted;
        let missing = self.places.len() - order.len();
        let mut text = format!(
            "{} en el mapa: {counted} con valor",
            words::some(self.places.len(), "punto", "puntos"),
        );
        if zero > 0 {
            text.push_str(&format!(", {zero} en cero ({})", self.zero));
        }
        if missing > 0 {
            let word = if self.missing.is_empty() { MISSING } else { &self.missing };
            text.push_str(&format!(", {missing} con «{word}»"));
        }
        text.push('.');
        let largest: Vec<String> = order
            .iter()
            .filter(|at| self.value_of(**at) != Some(0.0))
            .take(3)
            .filter_map(|at| {
                let value = self.format.write(self.value_of(*at)?);
                Some(format!("{} ({value})", self.places.get(*at)?.name))
            })
            .collect();
        if !largest.is_empty() {
            text.push_str(&format!(" Los mayores: {}.", largest.join(", ")));
        }
        let unplaced = self.places.len() - self.placed().count();
        if unplaced > 0 {
            text.push_str(&format!(" Sin coordenadas: {unplaced}, solo en la tabla."));
        }
        text
    }

    /// The places that are somewhere on Earth.
    fn placed(&self) -> impl Iterator<Item = (usize, &Place)> {
        self.places.iter().enumerate().filter(|(_, place)| {
            let (lat, lon) = (place.latitude, place.longitude);
            lat.is_finite() && lon.is_finite() && lat.abs() <= 90.0 && lon.abs() <= 180.0
        })
    }

    fn frame(&self, width: Width) -> Option<Frame> {
        let mut bounds: Option<Block> = None;
        let mut count = 0u32;
        for (_, place) in self.placed() {
            let (x, y) = (place.longitude, place.latitude);
            let (left, top, right, bottom) = bounds.unwrap_or((x, y, x, y));
            bounds = Some((left.min(x), top.min(y), right.max(x), bottom.max(y)));
            count += 1;
        }
        bounds.map(|bounds| Frame::new(bounds, count, width))
    }

    /// Which step each value is: groups of the values that occur, so that the legend has neither
    /// gaps nor steps that nobody is on.
    fn steps(&self) -> Vec<(f64, f64)> {
        let mut values: Vec<f64> = (0..self.places.len())
            .filter_map(|at| self.value_of(at))
            .filter(|value| *value != 0.0)
            .collect();
        values.sort_by(f64::total_cmp);
        values.dedup_by_key(|value| self.format.write(*value));
        let groups = values.len().min(STEPS.len());
        (0..groups)
            .filter_map(|group| {
                let from = group * values.len() / groups;
                let to = (group + 1) * values.len() / groups;
                Some((*values.get(from)?, *values.get(to - 1)?))
            })
            .collect()
    }

    fn svg(&self, width: Width, frame: &Frame, description: &str) -> super::Svg {
        let mut canvas = Canvas::new(width);
        let ground = Paint::fill(SOFTER).and_stroke(LINE, 1.0);
        canvas.rect((0.5, 0.5), (frame.width - 1.0, frame.height - 1.0), ground);
        let steps = self.steps();
        // Few steps are drawn with those that are furthest apart.
        let look = |step: usize| {
            let last = STEPS.len() - 1;
            let at = if steps.len() < 2 { 3 } else { (step * last) / (steps.len() - 1) };
            STEPS[at.min(last)]
        };
        let mark = |value: Option<f64>| match value {
            None => Mark::Missing,
            Some(0.0) => Mark::Zero,
            Some(value) => {
                let at = steps.iter().rposition(|(from, _)| value >= *from).unwrap_or(0);
                Mark::Step(at)
            }
        };
        let mut points: Vec<Point> = self
            .placed()
            .map(|(at, place)| {
                let mark = mark(known(place.value));
                let radius = match mark {
                    Mark::Step(step) => look(step).0 * frame.factor,
                    Mark::Zero => 3.5 * frame.factor.max(0.7),
                    Mark::Missing => 2.6 * frame.factor.max(0.8),
                };
                Point { place: at, at: frame.at(place), mark, radius }
            })
            .collect();
        // The large ones beneath, so that none hides a small one.
        points.sort_by(|a, b| b.radius.total_cmp(&a.radius).then(a.place.cmp(&b.place)));
        points.sort_by_key(|point| matches!(point.mark, Mark::Step(_)));
        for point in &points {
            match point.mark {
                Mark::Missing => cross(&mut canvas, point.at, point.radius),
                Mark::Zero => {
                    let ring = Paint::fill(PAPER).and_stroke(EDGE, 1.3);
                    canvas.circle(point.at, point.radius, ring);
                }
                Mark::Step(step) => canvas.circle(point.at, point.radius, dot(look(step).1)),
            }
        }
        for (corner, text) in self.labels(width, frame, &points) {
            canvas.text(corner, &text, Words::START.halo());
        }
        frame.ruler(&mut canvas);
        let mut samples: Vec<(Sample, String)> = steps
            .iter()
            .enumerate()
            .map(|(step, (from, to))| {
                let (radius, shade) = look(step);
                let (from, to) = (self.format.bare(*from), self.format.write(*to));
                let whole = if to.starts_with(&from) { to } else { format!("{from} a {to}") };
                (Sample::Dot(radius * frame.factor, dot(shade)), whole)
            })
            .collect();
        if points.iter().any(|point| point.mark == Mark::Zero) {
            let ring = Paint::fill(PAPER).and_stroke(EDGE, 1.3);
            samples.push((Sample::Dot(3.5 * frame.factor.max(0.7), ring), self.zero.clone()));
        }
        if points.iter().any(|point| point.mark == Mark::Missing) {
            let word = if self.missing.is_empty() { MISSING } else { &self.missing };
            samples.push((Sample::Cross(2.6 * frame.factor.max(0.8)), word.to_owned()));
        }
        let mut below = frame.height + 8.0;
        if !steps.is_empty() {
            let name = fitting(&self.value, frame.width);
            canvas.text((0.0, below + 12.0), &name, Words::START.bold(true));
            below += 20.0;
        }
        let end = legend(&mut canvas, below, &samples);
        canvas.finish(end, &self.title, description)
    }

    /// Names of the largest, each beside its point where it covers neither words nor points that
    /// say something.
    fn labels(&self, width: Width, frame: &Frame, points: &[Point]) -> Vec<((f64, f64), String)> {
        let most = if width.is_page() { 14 } else { 6 };
        let mut taken: Vec<Block> = vec![frame.ruler_block()];
        let mut out = Vec::new();
        for at in self.by_value() {
            if out.len() >= most {
                break;
            }
            let Some(point) = points.iter().find(|point| point.place == at) else { continue };
            if !matches!(point.mark, Mark::Step(_)) {
                continue;
            }
            let text = fitting(&self.places[at].name, frame.width * 0.62);
            let (x, y) = point.at;
            // The estimate is generous, and a name here has a white edge of its own.
            let (long, gap) = (width_of(&text) * 0.93, point.radius + 3.0);
            let corners = [
                (x + gap, y + 4.5),
                (x - gap - long, y + 4.5),
                (x - long / 2.0, y - gap - 2.0),
                (x - long / 2.0, y + gap + 10.0),
                (x + gap * 0.6, y - gap * 0.7),
                (x + gap * 0.6, y + gap * 0.7 + 9.0),
                (x - gap * 0.6 - long, y - gap * 0.7),
                (x - gap * 0.6 - long, y + gap * 0.7 + 9.0),
            ];
            let free = corners.into_iter().find_map(|(left, base)| {
                let block = (left, base - 11.0, left + long, base + 3.5);
                let inside = block.0 >= 4.0
                    && block.1 >= 4.0
                    && block.2 <= frame.width - 4.0
                    && block.3 <= frame.height - 4.0;
                let alone = taken.iter().all(|other| !overlap(*other, block));
                let clear = points.iter().all(|other| {
                    let (ox, oy) = other.at;
                    let r = other.radius * 0.8;
                    other.place == at || !overlap((ox - r, oy - r, ox + r, oy + r), block)
                });
                (inside && alone && clear).then_some(((left, base), block))
            });
            if let Some((corner, block)) = free {
                taken.push(block);
                out.push((corner, text));
            }
        }
        out
    }
}

fn dot(shade: &'static str) -> Paint {
    // A pale step has a dark edge; a dark one a pale edge, where it lies on another.
    let edge = if shade == SOFT || shade == LINE { COBALT } else { PAPER };
    Paint::fill(shade).and_stroke(edge, 1.2)
}

fn overlap(one: Block, other: Block) -> bool {
    one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3
}

/// Where the land lies in the picture: equirectangular, true at its middle latitude.
struct Frame {
    width: f64,
    height: f64,
    /// How much smaller points are where there are many.
    factor: f64,
    middle: (f64, f64),
    squeeze: f64,
    per_degree: f64,
}

impl Frame {
    fn new((west, south, east, north): Block, count: u32, width: Width) -> Self {
        let units = width.units();
        let middle = (f64::midpoint(west, east), f64::midpoint(south, north));
        let squeeze = middle.1.to_radians().cos().max(0.05);
        let across = ((east - west) * squeeze).max(LEAST_SPAN);
        let up = (north - south).max(LEAST_SPAN);
        let pad = 20.0;
        let tallest = if width.is_page() { 0.95 } else { 1.15 } * units;
        let per_degree = ((units - 2.0 * pad) / across).min((tallest - 2.0 * pad - 22.0) / up);
        let height = (up * per_degree + 2.0 * pad + 22.0).max(units * 0.5);
        let room = (units * height / f64::from(count.max(1))).sqrt();
        let factor = (room / 44.0).clamp(0.42, if width.is_page() { 1.3 } else { 1.0 });
        Self { width: units, height, factor, middle, squeeze, per_degree }
    }

    fn at(&self, place: &Place) -> (f64, f64) {
        let x = (place.longitude - self.middle.0) * self.squeeze * self.per_degree;
        let y = (self.middle.1 - place.latitude) * self.per_degree;
        // The ruler has the foot of the frame for itself.
        (self.width / 2.0 + x, (self.height - 22.0) / 2.0 + y)
    }

    /// A round distance of about a quarter of the picture, and its length.
    fn distance(&self) -> (f64, f64) {
        let kilometre = self.per_degree / KILOMETRES;
        let round = step(self.width / 4.0 / kilometre, 1, false);
        let round = if round * kilometre > self.width * 0.4 { round / 2.0 } else { round };
        (round, round * kilometre)
    }

    fn ruler(&self, canvas: &mut Canvas) {
        let (round, long) = self.distance();
        let (x, y) = (10.0, self.height - 10.0);
        let paint = Paint::stroke(GREY, 1.2);
        canvas.points(&[(x, y - 4.0), (x, y), (x + long, y), (x + long, y - 4.0)], false, paint);
        let decimals = u8::from(round < 1.0) * 2;
        let text = Format { decimals, unit: "km" }.write(round);
        canvas.text((x + long + 6.0, y + 1.0), &text, Words::START.grey());
    }

    fn ruler_block(&self) -> Block {
        (0.0, self.height - 24.0, self.distance().1 + 80.0, self.height)
    }
}
