//! What pictures with one row for each name share: words above, a mark beneath, so that a long
//! name and a narrow screen never compete.

use super::canvas::{BOLD, Canvas, Paint, Words, fitting, width_of};
use super::numbers::Format;
use super::palette::{EDGE, GREY, LINE};
use super::scale::Scale;

/// From one row to the next.
pub const ROW: f64 = 40.0;

/// Where the mark of a row is, from its top: lines stay within, so that none strikes words out.
pub const BAND: (f64, f64) = (19.0, 37.0);

/// The words of a row: its name at the left, its value at the right.
pub fn words(canvas: &mut Canvas, top: f64, name: &str, value: &str, bold: bool) {
    let factor = if bold { BOLD } else { 1.0 };
    let room = (canvas.width - 10.0) / factor - width_of(value);
    let base = top + 14.0;
    canvas.text((0.0, base), &fitting(name, room), Words::START.bold(bold));
    canvas.text((canvas.width, base), value, Words::END.bold(bold));
}

/// The axis of rows: a line for each round value in every band, and their names beneath.
pub fn axis(
    canvas: &mut Canvas,
    scale: &Scale,
    (bands, bottom): (&[f64], f64),
    ticks: &[f64],
    format: Format,
) {
    let whole = ticks.iter().all(|tick| tick.fract() == 0.0);
    let format = if whole { Format { decimals: 0, ..format } } else { format };
    let mut until = f64::NEG_INFINITY;
    for tick in ticks {
        let x = scale.at(*tick);
        let zero = *tick == 0.0;
        let paint = Paint::stroke(if zero { EDGE } else { LINE }, 1.0);
        for top in bands {
            canvas.line((x, top + BAND.0), (x, top + BAND.1), paint);
        }
        canvas.line((x, bottom - 1.0), (x, bottom + 4.0), paint);
        let text = format.bare(*tick);
        let half = width_of(&text) / 2.0;
        let middle = x.clamp(half.min(canvas.width / 2.0), (canvas.width - half).max(half));
        if middle - half >= until {
            canvas.text((middle, bottom + 17.0), &text, Words::MIDDLE.of(GREY));
            until = middle + half + 6.0;
        }
    }
}
