//! Outlines of places as rings of degrees, and how they come to lie on paper.

use std::fmt::Write as _;
use std::sync::Arc;

/// East and north in degrees, or right and down on paper.
pub type Spot = (f64, f64);
/// West, south, east and north in degrees; left, top, right and bottom on paper.
pub type Bounds = (f64, f64, f64, f64);
/// A ring in whole units of paper.
pub type Ring = Vec<(i32, i32)>;

/// The file's unit: a thousandth of a degree, about a hundred metres.
const PER_DEGREE: f64 = 1000.0;

/// The land of a place: rings of longitude and latitude in degrees. A copy is cheap.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline(Arc<[Vec<Spot>]>);

impl Outline {
    /// Reads rings apart by a blank, each as letters that carry five bits of the difference from the point
    /// before, in thousandths of a degree, east before north (the «encoded polyline»). `None` means that a
    /// letter is none of them or that a ring has no surface.
    pub fn read(text: &str) -> Option<Self> {
        let rings: Option<Vec<Vec<Spot>>> = text.split(' ').map(ring).collect();
        rings.map(|rings| Self(rings.into()))
    }

    pub fn rings(&self) -> &[Vec<Spot>] {
        &self.0
    }

    pub fn bounds(&self) -> Bounds {
        let spots = self.0.iter().flatten();
        let nowhere = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        spots.fold(nowhere, |all, (x, y)| {
            (all.0.min(*x), all.1.min(*y), all.2.max(*x), all.3.max(*y))
        })
    }

    /// In square degrees.
    pub fn area(&self) -> f64 {
        self.0.iter().map(|ring| surface(ring).abs()).sum()
    }
}

fn ring(text: &str) -> Option<Vec<Spot>> {
    let mut numbers = Vec::new();
    let (mut value, mut shift) = (0i64, 0u32);
    for letter in text.bytes() {
        let bits = i64::from(letter.checked_sub(63)?);
        if bits > 63 || shift > 30 {
            return None;
        }
        value |= (bits & 31) << shift;
        shift += 5;
        if bits & 32 == 0 {
            numbers.push(if value & 1 == 1 { !(value >> 1) } else { value >> 1 });
            (value, shift) = (0, 0);
        }
    }
    let (mut east, mut north) = (0i64, 0i64);
    let mut spots = Vec::with_capacity(numbers.len() / 2);
    for pair in numbers.chunks_exact(2) {
        east += pair[0];
        north += pair[1];
        spots.push((east as f64 / PER_DEGREE, north as f64 / PER_DEGREE));
    }
    let is_on_earth = |(x, y): &Spot| x.abs() <= 180.0 && y.abs() <= 90.0;
    let is_whole = shift == 0 && numbers.len().is_multiple_of(2) && spots.iter().all(is_on_earth);
    (is_whole && spots.len() > 2 && surface(&spots) != 0.0).then_some(spots)
}

/// The surface within a ring, whose sign says in which direction it runs.
fn surface(ring: &[Spot]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0
}

/// What holds all of them; `None` of nothing.
pub fn around(all: impl Iterator<Item = Bounds>) -> Option<Bounds> {
    all.reduce(|a, b| (a.0.min(b.0), a.1.min(b.1), a.2.max(b.2), a.3.max(b.3)))
}

/// Where land lies on paper: equirectangular, true at its middle latitude.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    middle: Spot,
    squeeze: f64,
    scale: f64,
    pub width: f64,
    pub height: f64,
}

impl Sight {
    /// Land in the middle of a box as wide as `width` and as high as it needs, `tallest` at most.
    pub fn fit((west, south, east, north): Bounds, width: f64, tallest: f64, pad: f64) -> Self {
        let middle = (f64::midpoint(west, east), f64::midpoint(south, north));
        let squeeze = middle.1.to_radians().cos().max(0.05);
        let across = ((east - west) * squeeze).max(1e-3);
        let up = (north - south).max(1e-3);
        let scale = ((width - 2.0 * pad) / across).min((tallest - 2.0 * pad) / up);
        Self { middle, squeeze, scale, width, height: (up * scale + 2.0 * pad).ceil() }
    }

    pub fn at(&self, (east, north): Spot) -> Spot {
        let x = (east - self.middle.0) * self.squeeze * self.scale;
        let y = (self.middle.1 - north) * self.scale;
        (self.width / 2.0 + x, self.height / 2.0 + y)
    }

    /// What of the land the box shows, in degrees.
    pub fn shown(&self) -> Bounds {
        let across = self.width / 2.0 / self.scale / self.squeeze;
        let up = self.height / 2.0 / self.scale;
        let (east, north) = self.middle;
        (east - across, north - up, east + across, north + up)
    }

    /// The rings in whole units, without points that change nothing. What is smaller than a unit has none.
    pub fn rings(&self, outline: &Outline) -> Vec<Ring> {
        let ring = |spots: &Vec<Spot>| {
            let mut out: Ring = Vec::with_capacity(spots.len());
            for spot in spots {
                let (x, y) = self.at(*spot);
                let next = (x.round() as i32, y.round() as i32);
                if let [.., before, last] = out[..]
                    && is_straight(before, last, next)
                {
                    out.pop();
                }
                if out.last() != Some(&next) {
                    out.push(next);
                }
            }
            if out.len() > 1 && out.first() == out.last() {
                out.pop();
            }
            out
        };
        outline.rings().iter().map(ring).filter(|ring| ring.len() > 2).collect()
    }
}

/// Whether the middle one of three lies between the others.
fn is_straight(a: (i32, i32), b: (i32, i32), c: (i32, i32)) -> bool {
    let (one, other) = ((b.0 - a.0, b.1 - a.1), (c.0 - b.0, c.1 - b.1));
    let cross = i64::from(one.0) * i64::from(other.1) - i64::from(one.1) * i64::from(other.0);
    let along = i64::from(one.0) * i64::from(other.0) + i64::from(one.1) * i64::from(other.1);
    cross == 0 && along > 0
}

/// The box around rings on paper.
pub fn extent(rings: &[Ring]) -> Option<Bounds> {
    around(rings.iter().flatten().map(|(x, y)| {
        let (x, y) = (f64::from(*x), f64::from(*y));
        (x, y, x, y)
    }))
}

/// Whether two boxes have something in common.
pub fn meet(one: Bounds, other: Bounds) -> bool {
    one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3
}

/// Rings as the `d` of a path: each begins where it is, and goes on by differences.
pub fn path(rings: &[Ring]) -> String {
    let mut out = String::new();
    for ring in rings {
        let Some(mut last) = ring.first().copied() else { continue };
        let _ = write!(out, "M{} {}l", last.0, last.1);
        for (index, (x, y)) in ring.iter().skip(1).enumerate() {
            number(&mut out, x - last.0, index == 0);
            number(&mut out, y - last.1, false);
            last = (*x, *y);
        }
        out.push('z');
    }
    out
}

/// A sign keeps numbers apart as well as a blank does.
pub fn number(out: &mut String, value: i32, is_first: bool) {
    if value >= 0 && !is_first {
        out.push(' ');
    }
    let _ = write!(out, "{value}");
}

#[cfg(test)]
mod tests {
    use super::*;

    // A square of two thousandths of a degree at 1 east, 2 north: 1000, 2000, +2 0, 0 +2, -2 0.
    const SQUARE: &str = "o}@_|BC??CB?";

    #[test]
    fn letters_are_rings_of_degrees() {
        let square = Outline::read(SQUARE).expect("a square");
        assert_eq!(square.rings().len(), 1);
        assert_eq!(square.rings()[0][0], (1.0, 2.0));
        assert!((square.area() - 4e-6).abs() < 1e-9, "{}", square.area());
        assert_eq!(square.bounds().2, 1.002);
        let twice = format!("{SQUARE} {SQUARE}");
        assert_eq!(Outline::read(&twice).expect("two").rings().len(), 2);
        for broken in ["", " ", "!", "o}@", "o}@_|B", "o}@_|BC?", "~~~~~~~~~~~~", "ñ"] {
            assert_eq!(Outline::read(broken), None, "{broken}");
        }
    }

    #[test]
    fn land_keeps_its_shape_and_goes_by_whole_differences() {
        let square = Outline::read(SQUARE).expect("a square");
        let sight = Sight::fit(square.bounds(), 100.0, 100.0, 0.0);
        let rings = sight.rings(&square);
        let (left, top, right, bottom) = extent(&rings).expect("a box");
        assert!(((right - left) - (bottom - top)).abs() <= 1.0, "as wide as high near the equator");
        assert_eq!(path(&[vec![(0, 0), (5, 0), (5, -7)]]), "M0 0l5 0 0-7z");
        let ((west, south, ..), shown) = (square.bounds(), sight.shown());
        assert!((shown.0 - west).abs() < 1e-4 && (shown.1 - south).abs() < 1e-4, "{shown:?}");
    }

    #[test]
    fn points_that_change_nothing_are_left_out() {
        assert!(is_straight((0, 0), (1, 1), (3, 3)) && !is_straight((0, 0), (3, 3), (1, 1)));
    }
}
