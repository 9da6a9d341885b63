//! Names that lie within the land that they name.

use super::Width;
use super::canvas::{Canvas, TEXT, Words, width_of};
use super::classes::Classes;
use super::map::Mark;
use super::outline::{Bounds, Ring, Spot, meet};
use super::palette::{INK, PAPER};
use super::shapes::Shape;

/// Heights at which a name is tried.
const ROWS: u32 = 13;
/// How much smaller the stylesheet writes on a wide screen (`.map text`), where the picture is larger. A name
/// that fits only so is hidden elsewhere.
const SMALLER: f64 = 9.0 / TEXT;
/// The estimate of words is generous, and a name has a white edge of its own.
const REAL: f64 = 0.93;
/// How much of a name must lie within its land: letters may stand over a border.
const LEAST: f64 = 0.8;

/// On which paper names are written.
pub struct Letters {
    pub width: Width,
    /// Units of the picture in one of the grid.
    pub scale: f64,
    /// What is seen of the land, and what covers it, in units of the grid.
    pub paper: Bounds,
    pub covered: Bounds,
}

/// Writes the name of each place that has room for it.
pub fn write_names(
    canvas: &mut Canvas,
    shapes: &[Shape<'_>],
    classes: &Classes,
    letters: &Letters,
) {
    let sizes: &[f64] = if letters.width.is_page() { &[1.0] } else { &[1.0, SMALLER] };
    let mut taken: Vec<Bounds> = Vec::new();
    for shape in shapes {
        let ink = match shape.mark {
            Mark::Class(class) if classes.step(class) > 1 => PAPER,
            _ => INK,
        };
        let words = Words::MIDDLE.of(ink);
        let words = if ink == INK { words.halo() } else { words };
        let found = sizes.iter().find_map(|size| {
            ways(&shape.place.name).into_iter().find_map(|lines| {
                let (spot, block) = place(shape, &lines, *size, letters)?;
                let is_alone = taken.iter().all(|other| !meet(*other, block));
                is_alone.then_some((*size, spot, block, lines))
            })
        });
        let Some((size, (x, y), block, lines)) = found else { continue };
        taken.push(block);
        // A name does not keep the pointer from the land beneath.
        canvas.body.push_str(if size < 1.0 {
            r#"<g class="map__small" display="none" pointer-events="none">"#
        } else {
            r#"<g pointer-events="none">"#
        });
        let leading = leading(size);
        let first = y - leading * lines.len() as f64 / 2.0 + leading * 0.78;
        for (line, text) in lines.iter().enumerate() {
            canvas.text((x, first + line as f64 * leading), text, words);
        }
        canvas.body.push_str("</g>");
    }
}

fn leading(size: f64) -> f64 {
    TEXT * 1.1 * size
}

/// A name on one line, and on two that are as alike as its words allow.
fn ways(name: &str) -> Vec<Vec<&str>> {
    let blanks = name.char_indices().filter(|(_, letter)| *letter == ' ').map(|(at, _)| at);
    let longer = |at: &usize| {
        let (first, second) = name.split_at(*at);
        width_of(first).max(width_of(second)) as i64
    };
    let two = blanks.min_by_key(longer).map(|at| {
        let (first, second) = name.split_at(at);
        vec![first, second.trim_start()]
    });
    std::iter::once(vec![name]).chain(two).collect()
}

/// The middle of the widest room of a shape for lines of a size, and the box of these, in units of the
/// picture; `None` where they do not fit.
fn place(
    shape: &Shape<'_>,
    lines: &[&str],
    size: f64,
    letters: &Letters,
) -> Option<(Spot, Bounds)> {
    let long = lines.iter().map(|line| width_of(line)).fold(0.0, f64::max) * REAL * size;
    if long <= 0.0 {
        return None;
    }
    let (long, high) = (long / letters.scale, leading(size) * lines.len() as f64 / letters.scale);
    let (left, top, right, bottom) = letters.paper;
    let (from, to) = (shape.extent.1.max(top), shape.extent.3.min(bottom));
    let room = |row: u32| {
        let y = from + (to - from) * (f64::from(row) + 0.5) / f64::from(ROWS);
        let (above, below) = (y - high / 2.0, y + high / 2.0);
        if above < top || below > bottom {
            return None;
        }
        let mut free = vec![(left, right)];
        let covered = letters.covered;
        if above < covered.3 && covered.1 < below {
            free = vec![(left, covered.0), (covered.2, right)];
        }
        for line in [above, y, below] {
            free = both(&free, &chords(&shape.rings, line));
        }
        let widest = free.into_iter().max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
        Some((widest, y))
    };
    let rooms = (0..ROWS).filter_map(room);
    let ((start, end), y) = rooms.max_by(|(a, _), (b, _)| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
    let middle = f64::midpoint(start, end);
    let block = (middle - long / 2.0, y - high / 2.0, middle + long / 2.0, y + high / 2.0);
    let is_held = end - start >= long * LEAST && block.0 >= left && block.2 <= right;
    let clear = is_held && !meet(block, letters.covered);
    let unit = letters.scale;
    let block = (block.0 * unit, block.1 * unit, block.2 * unit, block.3 * unit);
    clear.then_some(((middle * unit, y * unit), block))
}

/// Where a level line runs within rings.
fn chords(rings: &[Ring], y: f64) -> Vec<(f64, f64)> {
    let mut across = Vec::new();
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let (from, to) = (f64::from(a.1), f64::from(b.1));
            if (from <= y) != (to <= y) {
                let part = (y - from) / (to - from);
                across.push(f64::from(a.0) + part * f64::from(b.0 - a.0));
            }
        }
    }
    across.sort_by(f64::total_cmp);
    across.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

/// What two lists of stretches have in common.
fn both(one: &[(f64, f64)], other: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| (a.0.max(b.0), a.1.min(b.1))));
    pairs.filter(|(from, to)| from < to).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_on_one_line_or_on_two_alike() {
        let all = ways("San Vicente del Caguán");
        assert_eq!(all, [vec!["San Vicente del Caguán"], vec!["San Vicente", "del Caguán"]]);
        assert_eq!(ways("Milán"), [vec!["Milán"]]);
    }

    #[test]
    fn a_level_line_is_within_land_where_it_is() {
        let square = vec![(0, 0), (10, 0), (10, 10), (0, 10)];
        let far = vec![(20, 0), (30, 0), (30, 10), (20, 10)];
        assert_eq!(chords(&[square, far], 5.0), [(0.0, 10.0), (20.0, 30.0)]);
        assert_eq!(both(&[(0.0, 5.0)], &[(3.0, 9.0), (10.0, 12.0)]), [(3.0, 5.0)]);
    }
}
