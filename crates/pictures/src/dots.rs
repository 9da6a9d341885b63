//! A map without outlines: the places are the shape of the land, each a point by its coordinates.

use super::canvas::{Canvas, Paint, Sample, Words, cross, fitting, legend, width_of};
use super::classes::{Classes, STEPS};
use super::map::{Map, Mark, Place};
use super::numbers::Format;
use super::outline::{Bounds, around, meet};
use super::palette::{COBALT, EDGE, GREY, LINE, PAPER, SKY, SOFT, SOFTER};
use super::scale::step;
use super::{Svg, Width};

/// As wide as each step is dark, so that either tells.
const RADII: [f64; 5] = [4.5, 6.0, 7.5, 9.5, 12.0];
/// Kilometres of a degree of latitude.
const KILOMETRES: f64 = 111.2;
/// A place alone is drawn with this much land around it, in degrees.
const LEAST_SPAN: f64 = 0.2;

struct Point {
    place: usize,
    at: (f64, f64),
    mark: Mark,
    radius: f64,
}

/// Draws the places that have coordinates; `None` where none has.
pub fn draw(map: &Map, width: Width, description: &str) -> Option<Svg> {
    let placed: Vec<(usize, &Place)> =
        map.places.iter().enumerate().filter(|(_, place)| place.is_on_earth()).collect();
    let spot = |(_, place): &(usize, &Place)| {
        (place.longitude, place.latitude, place.longitude, place.latitude)
    };
    let bounds = around(placed.iter().map(spot))?;
    let frame = Frame::new(bounds, placed.len() as f64, width);
    Some(Dots { map, frame, placed }.svg(width, description))
}

struct Dots<'a> {
    map: &'a Map,
    frame: Frame,
    placed: Vec<(usize, &'a Place)>,
}

/// The radius and the shade of a class.
fn look(classes: &Classes, class: usize) -> (f64, &'static str) {
    let step = classes.step(class);
    (RADII[step], STEPS[step])
}

impl Dots<'_> {
    fn svg(&self, width: Width, description: &str) -> Svg {
        let (map, frame) = (self.map, &self.frame);
        let mut canvas = Canvas::new(width);
        let ground = Paint::fill(SOFTER).and_stroke(LINE, 1.0);
        canvas.rect((0.5, 0.5), (frame.width - 1.0, frame.height - 1.0), ground);
        let classes = map.classes();
        let point = |(at, place): &(usize, &Place)| {
            let mark = map.mark(place, &classes);
            let radius = match mark {
                Mark::Class(class) => look(&classes, class).0 * frame.factor,
                Mark::Zero => 3.5 * frame.factor.max(0.7),
                Mark::Missing => 2.6 * frame.factor.max(0.8),
            };
            Point { place: *at, at: frame.at(place), mark, radius }
        };
        let mut points: Vec<Point> = self.placed.iter().map(point).collect();
        // The large ones beneath, so that none hides a small one.
        points.sort_by(|a, b| b.radius.total_cmp(&a.radius).then(a.place.cmp(&b.place)));
        points.sort_by_key(|point| matches!(point.mark, Mark::Class(_)));
        for point in &points {
            match point.mark {
                Mark::Missing => cross(&mut canvas, point.at, point.radius),
                Mark::Zero => canvas.circle(point.at, point.radius, ring()),
                Mark::Class(class) => {
                    canvas.circle(point.at, point.radius, dot(look(&classes, class).1));
                }
            }
        }
        for (corner, text) in self.labels(width, &points) {
            canvas.text(corner, &text, Words::START.halo());
        }
        frame.ruler(&mut canvas);
        let sample = |class: usize| {
            let (radius, shade) = look(&classes, class);
            (Sample::Dot(radius * frame.factor, dot(shade)), classes.words(class))
        };
        let mut samples: Vec<(Sample, String)> = (0..classes.count()).map(sample).collect();
        if points.iter().any(|point| point.mark == Mark::Zero) {
            samples.push((Sample::Dot(3.5 * frame.factor.max(0.7), ring()), map.zero.clone()));
        }
        if points.iter().any(|point| point.mark == Mark::Missing) {
            let word = map.missing_word().to_owned();
            samples.push((Sample::Cross(2.6 * frame.factor.max(0.8)), word));
        }
        let mut below = frame.height + 8.0;
        if classes.count() > 0 {
            let name = fitting(&map.value, frame.width);
            canvas.text((0.0, below + 12.0), &name, Words::START.bold(true));
            below += 20.0;
        }
        let end = legend(&mut canvas, below, &samples);
        canvas.finish(end, &map.title, description)
    }

    /// Names of the largest, each beside its point where it covers neither words nor points that
    /// say something.
    fn labels(&self, width: Width, points: &[Point]) -> Vec<((f64, f64), String)> {
        let most = if width.is_page() { 14 } else { 6 };
        let frame = &self.frame;
        let mut taken: Vec<Bounds> = vec![frame.ruler_block()];
        let mut out = Vec::new();
        for at in self.map.by_value() {
            if out.len() >= most {
                break;
            }
            let Some(point) = points.iter().find(|point| point.place == at) else { continue };
            if !matches!(point.mark, Mark::Class(_)) {
                continue;
            }
            let text = fitting(&self.map.places[at].name, frame.width * 0.62);
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
                let alone = taken.iter().all(|other| !meet(*other, block));
                let clear = points.iter().all(|other| {
                    let (ox, oy) = other.at;
                    let r = other.radius * 0.8;
                    other.place == at || !meet((ox - r, oy - r, ox + r, oy + r), block)
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
    let edge = if shade == SOFT || shade == SKY { COBALT } else { PAPER };
    Paint::fill(shade).and_stroke(edge, 1.2)
}

fn ring() -> Paint {
    Paint::fill(PAPER).and_stroke(EDGE, 1.3)
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
    fn new((west, south, east, north): Bounds, count: f64, width: Width) -> Self {
        let units = width.units();
        let middle = (f64::midpoint(west, east), f64::midpoint(south, north));
        let squeeze = middle.1.to_radians().cos().max(0.05);
        let across = ((east - west) * squeeze).max(LEAST_SPAN);
        let up = (north - south).max(LEAST_SPAN);
        let pad = 20.0;
        let tallest = if width.is_page() { 0.95 } else { 1.15 } * units;
        let per_degree = ((units - 2.0 * pad) / across).min((tallest - 2.0 * pad - 22.0) / up);
        let height = (up * per_degree + 2.0 * pad + 22.0).max(units * 0.5);
        let room = (units * height / count.max(1.0)).sqrt();
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

    fn ruler_block(&self) -> Bounds {
        (0.0, self.height - 24.0, self.distance().1 + 80.0, self.height)
    }
}
