//! Where a municipality lies within its department.

use super::canvas::{Canvas, Paint};
use super::outline::{Outline, Sight, around, path};
use super::palette::{COBALT, EDGE, INK, SOFT};
use super::{Svg, Width};

/// Draws the land of a department with one of its places dark. The places come with their codes, and `here`
/// is one of these; `None` means that it has no outline. The title says what is seen, «Puerto Rico en Caquetá».
pub fn locator(title: &str, places: &[(&str, Outline)], here: &str) -> Option<Svg> {
    let own = places.iter().find(|(code, _)| *code == here)?;
    let bounds = around(places.iter().map(|(_, outline)| outline.bounds()))?;
    let mut canvas = Canvas::new(Width::Phone);
    let sight = Sight::fit(bounds, canvas.width, canvas.width, 3.0);
    let others = places.iter().filter(|(code, _)| *code != here);
    let land: Vec<_> = others.flat_map(|(_, outline)| sight.rings(outline)).collect();
    canvas.path(&path(&land), Paint::fill(SOFT).and_stroke(EDGE, 0.6));
    let rings = sight.rings(&own.1);
    canvas.path(&path(&rings), Paint::fill(COBALT).and_stroke(INK, 1.2));
    if rings.is_empty() {
        let (west, south, east, north) = own.1.bounds();
        let middle = sight.at((f64::midpoint(west, east), f64::midpoint(south, north)));
        canvas.circle(middle, 2.5, Paint::fill(COBALT).and_stroke(INK, 1.2));
    }
    canvas.class = "map";
    Some(canvas.finish(sight.height, title, title))
}
