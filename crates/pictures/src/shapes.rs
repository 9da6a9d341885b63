//! A map of outlines: land in classes, hatched where there is no value, with names where they fit. Where many
//! are too small to be told apart, their neighbourhood is drawn large and the whole in a corner.

use std::fmt::Write as _;

use super::canvas::{
    Canvas, LEADING, Paint, Sample, TEXT, Words, escaped, fitting, legend, width_of,
};
use super::classes::{Classes, STEPS};
use super::map::{Map, Mark, Place};
use super::names::{Letters, write_names};
use super::outline::{Bounds, Outline, Ring, Sight, Spot, around, extent, meet, number, path};
use super::palette::{EDGE, INK, LINE, PAPER, SOFTER};
use super::{Svg, Width};

/// Land is drawn in whole units of a box this wide.
const GRID: f64 = 1000.0;
/// The whole in its corner has fewer: nobody reads a border there.
const CORNER: f64 = 140.0;
/// Land narrower than this, in the grid of the whole, cannot hold a name.
const NARROW: f64 = 100.0;
/// From one line of the hatching to the next, and how small a place is ringed, in units of the picture.
const HATCH: f64 = 8.0;
const TINY: f64 = 5.0;

type Land<'a> = (&'a Place, &'a Outline);

/// A place as it lies on paper.
pub struct Shape<'a> {
    pub place: &'a Place,
    pub rings: Vec<Ring>,
    pub mark: Mark,
    /// Left, top, right and bottom.
    pub extent: Bounds,
}

/// Draws the places that have an outline; `None` where none has.
pub fn draw(map: &Map, width: Width, description: &str) -> Option<Svg> {
    let land = map.places.iter().filter_map(|place| Some((place, place.outline.as_ref()?)));
    let land: Vec<Land<'_>> = land.collect();
    let whole = around(land.iter().map(|(_, outline)| outline.bounds()))?;
    let mut canvas = Canvas::new(width);
    canvas.class = "map";
    let all = Sight::fit(whole, GRID, GRID * 1.1, 8.0);
    let crowd = crowd(&land, &all);
    let sight = crowd.map_or(all, |bounds| Sight::fit(bounds, GRID, GRID * 0.9, 0.0));
    let paper = (0.0, 0.0, sight.width, sight.height);
    let look = Look { map, classes: map.classes(), scale: canvas.width / GRID, paper };
    let shapes: Vec<Shape<'_>> =
        look.shapes(&land, &sight).into_iter().filter(|shape| meet(shape.extent, paper)).collect();

    let mut end = (sight.height * look.scale).ceil();
    let wide = canvas.width;
    open(&mut canvas, (0.0, 0.0), (wide, end), &sight);
    for shape in &shapes {
        look.shape(&mut canvas, shape);
    }
    look.points(&mut canvas, &sight);
    for shape in shapes.iter().filter(|shape| shape.place.here) {
        let edge = Paint::stroke(INK, 2.4 / look.scale);
        canvas.path(&path(&shape.rings), edge);
    }
    canvas.body.push_str("</svg>");

    let mut covered = (0.0, 0.0, 0.0, 0.0);
    if crowd.is_some() {
        let inset = Sight::fit(whole, CORNER, CORNER, 4.0);
        let size = (wide * 0.28, wide * 0.28 * inset.height / CORNER);
        let box_at = |(x, y): Spot| (x, y, x + size.0, y + size.1);
        let (right, low) = (wide - size.0 - 1.0, (end - size.1 - 1.0).max(1.0));
        let corners = [(right, 1.0), (right, low), (1.0, low), (1.0, 1.0)];
        let is_free = |corner: &Spot| {
            let block = scaled(box_at(*corner), 1.0 / look.scale);
            !shapes.iter().any(|shape| within(shape.extent, paper) && meet(shape.extent, block))
        };
        // Where each corner would hide a place, the whole stands beneath.
        let corner = corners.into_iter().find(is_free).unwrap_or((1.0, end + 6.0));
        covered = scaled(box_at(corner), 1.0 / look.scale);
        end = end.max(corner.1 + size.1 + 1.0);
        look.whole(&mut canvas, (land.as_slice(), &inset), (corner, size), &sight);
    }
    let letters = Letters { width, scale: look.scale, paper, covered };
    write_names(&mut canvas, &shapes, &look.classes, &letters);
    let end = look.legend(&mut canvas, end + 8.0);
    Some(canvas.finish(end, &map.title, description))
}

/// The neighbourhood of those that are too small, in degrees, where most of the whole is something else.
fn crowd(land: &[Land<'_>], all: &Sight) -> Option<Bounds> {
    let small = land.iter().filter_map(|(_, outline)| {
        let bounds = outline.bounds();
        let (left, bottom) = all.at((bounds.0, bounds.1));
        let (right, top) = all.at((bounds.2, bounds.3));
        let middle = (f64::midpoint(left, right), f64::midpoint(top, bottom));
        ((right - left).min(bottom - top) < NARROW).then_some((middle, bounds))
    });
    let mut small: Vec<(Spot, Bounds)> = small.collect();
    if small.len() < 4 || small.len() * 3 < land.len() {
        return None;
    }
    let median = |of: fn(&Spot) -> f64| {
        let mut values: Vec<f64> = small.iter().map(|(middle, _)| of(middle)).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    let (x, y) = (median(|spot| spot.0), median(|spot| spot.1));
    let away = |(middle, _): &(Spot, Bounds)| (middle.0 - x).hypot(middle.1 - y);
    // One that lies far from the others is no reason to show less of these.
    small.sort_by(|a, b| away(a).total_cmp(&away(b)));
    small.truncate((small.len() * 4).div_ceil(5));
    let (west, south, east, north) = around(small.into_iter().map(|(_, bounds)| bounds))?;
    let margin = ((east - west).max(north - south)) * 0.06;
    let near = (west - margin, south - margin, east + margin, north + margin);
    let shown = all.shown();
    let across = (near.2 - near.0) / (shown.2 - shown.0);
    let up = (near.3 - near.1) / (shown.3 - shown.1);
    (across < 0.55 && up < 0.55).then_some(near)
}

/// How the places of a map look.
struct Look<'a> {
    map: &'a Map,
    classes: Classes,
    /// Units of the picture in one of the grid.
    scale: f64,
    /// What is seen, in the grid.
    paper: Bounds,
}

impl<'a> Look<'a> {
    fn shapes(&self, land: &[Land<'a>], sight: &Sight) -> Vec<Shape<'a>> {
        let shape = |(place, outline): &Land<'a>| {
            let rings = sight.rings(outline);
            let (west, south, east, north) = outline.bounds();
            let spot = sight.at((f64::midpoint(west, east), f64::midpoint(south, north)));
            // What is less than a unit of the grid is a point of it.
            let extent = extent(&rings).unwrap_or((spot.0, spot.1, spot.0, spot.1));
            Shape { place, rings, mark: self.map.mark(place, &self.classes), extent }
        };
        land.iter().map(shape).collect()
    }

    fn fill(&self, mark: Mark) -> Paint {
        Paint::fill(match mark {
            Mark::Class(class) => STEPS[self.classes.step(class)],
            Mark::Zero => PAPER,
            Mark::Missing => SOFTER,
        })
    }

    fn shape(&self, canvas: &mut Canvas, shape: &Shape<'_>) {
        let close = self.enter(canvas, shape.place, true);
        let paint = self.fill(shape.mark).and_stroke(EDGE, 0.6 / self.scale);
        canvas.path(&path(&shape.rings), paint);
        if shape.mark == Mark::Missing {
            let lines = hatching(&shape.rings, (HATCH / self.scale).round() as i32, self.paper);
            canvas.path(&lines, Paint::stroke(EDGE, 0.7 / self.scale));
        }
        let (left, top, right, bottom) = shape.extent;
        if (right - left).max(bottom - top) * self.scale < TINY {
            let middle = (f64::midpoint(left, right), f64::midpoint(top, bottom));
            canvas.circle(middle, 3.4 / self.scale, paint);
        }
        canvas.body.push_str(close);
    }

    /// Those without an outline, by their coordinates.
    fn points(&self, canvas: &mut Canvas, sight: &Sight) {
        let radius = 4.0 / self.scale;
        let bare = self.map.places.iter().filter(|place| place.outline.is_none());
        for place in bare.filter(|place| place.is_on_earth()) {
            let (x, y) = sight.at((place.longitude, place.latitude));
            if within((x - radius, y - radius, x + radius, y + radius), self.paper) {
                let close = self.enter(canvas, place, true);
                let paint = self.fill(self.map.mark(place, &self.classes));
                canvas.circle((x, y), radius, paint.and_stroke(EDGE, 1.0 / self.scale));
                canvas.body.push_str(close);
            }
        }
    }

    /// What a place is drawn within: its link where it has one, and its name with its value.
    fn enter(&self, canvas: &mut Canvas, place: &Place, links: bool) -> &'static str {
        let is_link = links && !place.href.is_empty();
        let said = escaped(&format!("{}: {}", place.name, self.map.said(place)));
        if is_link {
            let href = escaped(&place.href);
            let _ = write!(canvas.body, r#"<a href="{href}" aria-label="{said}">"#);
        } else {
            canvas.body.push_str("<g>");
        }
        let _ = write!(canvas.body, "<title>{said}</title>");
        if is_link { "</a>" } else { "</g>" }
    }

    /// The whole, small, with a frame around what is drawn large. Who is not drawn large has the link here.
    fn whole(
        &self,
        canvas: &mut Canvas,
        (land, inset): (&[Land<'a>], &Sight),
        (corner, size): (Spot, Spot),
        large: &Sight,
    ) {
        canvas.rect(corner, size, Paint::fill(PAPER).and_stroke(LINE, 1.0));
        let unit = CORNER / size.0;
        open(canvas, corner, size, inset);
        for (shape, there) in self.shapes(land, inset).iter().zip(self.shapes(land, large)) {
            let close = self.enter(canvas, shape.place, !meet(there.extent, self.paper));
            canvas.path(&path(&shape.rings), self.fill(shape.mark).and_stroke(EDGE, 0.4 * unit));
            canvas.body.push_str(close);
        }
        let (west, south, east, north) = large.shown();
        let (left, top) = inset.at((west, north));
        let (right, bottom) = inset.at((east, south));
        let edge = unit;
        let (left, top) = (left.max(edge), top.max(edge));
        let (right, bottom) = (right.min(inset.width - edge), bottom.min(inset.height - edge));
        canvas.rect((left, top), (right - left, bottom - top), Paint::stroke(INK, 1.4 * unit));
        canvas.body.push_str("</svg>");
    }

    fn legend(&self, canvas: &mut Canvas, mut top: f64) -> f64 {
        let sample = |mark| Sample::Box(self.fill(mark).and_stroke(EDGE, 0.8));
        let classes = 0..self.classes.count();
        let mut samples: Vec<(Sample, String)> =
            classes.map(|class| (sample(Mark::Class(class)), self.classes.words(class))).collect();
        let is_any = |mark: Mark| {
            self.map.places.iter().any(|place| self.map.mark(place, &self.classes) == mark)
        };
        if !samples.is_empty() {
            let name = fitting(&self.map.value, canvas.width);
            canvas.text((0.0, top + 12.0), &name, Words::START.bold(true));
            top += 20.0;
        }
        if is_any(Mark::Zero) {
            samples.push((sample(Mark::Zero), self.map.zero.clone()));
        }
        if is_any(Mark::Missing) {
            samples.push((Sample::Hatch, self.map.missing_word().to_owned()));
        }
        let mut end = legend(canvas, top, &samples);
        for line in lines(&self.map.source, canvas.width) {
            end += LEADING;
            canvas.text((0.0, end - 4.0), &line, Words::START.grey());
        }
        end
    }
}

/// A text in lines that are no longer than there is room.
fn lines(text: &str, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let fits = |line: &&mut String| width_of(line) + width_of(word) + TEXT / 2.0 <= room;
        if let Some(line) = lines.last_mut().filter(fits) {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(fitting(word, room));
        }
    }
    lines
}

/// A drawing within the drawing, which cuts off what lies outside.
fn open(canvas: &mut Canvas, (x, y): Spot, (wide, high): Spot, sight: &Sight) {
    let _ = write!(
        canvas.body,
        r#"<svg x="{x:.1}" y="{y:.1}" width="{wide:.1}" height="{high:.1}" viewBox="0 0 {} {}">"#,
        sight.width, sight.height
    );
}

/// Lines from the lower left to the upper right within rings and within the paper, as the `d` of a path.
fn hatching(rings: &[Ring], apart: i32, (left, top, right, bottom): Bounds) -> String {
    let apart = apart.max(2);
    // Right plus down is the same all along a line; those of no spot of the paper are left out.
    let seen = |sum: f64| (sum as i32).div_euclid(apart);
    let (lowest, highest) = (seen(left + top), seen(right + bottom) + 1);
    let mut crossings: std::collections::BTreeMap<i32, Vec<f64>> =
        std::collections::BTreeMap::new();
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let (from, to) = (a.0 + a.1, b.0 + b.1);
            let first = (from.min(to).div_euclid(apart) + 1).max(lowest);
            for line in first..=from.max(to).div_euclid(apart).min(highest) {
                let part = f64::from(line * apart - from) / f64::from(to - from);
                let x = f64::from(a.0) + part * f64::from(b.0 - a.0);
                crossings.entry(line).or_default().push(x);
            }
        }
    }
    let mut out = String::new();
    for (line, mut across) in crossings {
        across.sort_by(f64::total_cmp);
        let sum = f64::from(line * apart);
        let (first, last) = (left.max(sum - bottom), right.min(sum - top));
        for pair in across.chunks_exact(2) {
            let from = pair[0].max(first).round() as i32;
            let to = pair[1].min(last).round() as i32;
            if to > from {
                let _ = write!(out, "M{from}");
                number(&mut out, line * apart - from, false);
                let _ = write!(out, "l{}", to - from);
                number(&mut out, from - to, false);
            }
        }
    }
    out
}

fn within(one: Bounds, other: Bounds) -> bool {
    one.0 >= other.0 && one.1 >= other.1 && one.2 <= other.2 && one.3 <= other.3
}

/// A box in units that are so many times smaller.
fn scaled((left, top, right, bottom): Bounds, by: f64) -> Bounds {
    (left * by, top * by, right * by, bottom * by)
}
