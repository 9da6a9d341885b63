//! The writer: a handful of shapes, every word escaped, every coordinate rounded.

use std::fmt::Write as _;

use super::palette::{EDGE, GREY, INK, LINE, PAPER, SOFTER};
use super::{Svg, Width};

/// Letters of all pictures, in units.
pub const TEXT: f64 = 13.0;
/// From one line of text to the next.
pub const LEADING: f64 = 18.0;

#[derive(Clone, Copy, Debug, Default)]
pub struct Paint {
    pub fill: Option<&'static str>,
    pub stroke: Option<&'static str>,
    pub width: f64,
    pub dash: Option<&'static str>,
    /// A class of the stylesheet, for colours that the reader's device forces.
    pub class: Option<&'static str>,
}

impl Paint {
    pub const fn fill(colour: &'static str) -> Self {
        Self { fill: Some(colour), stroke: None, width: 0.0, dash: None, class: None }
    }

    pub const fn stroke(colour: &'static str, width: f64) -> Self {
        Self { fill: None, stroke: Some(colour), width, dash: None, class: None }
    }

    pub const fn and_stroke(mut self, colour: &'static str, width: f64) -> Self {
        self.stroke = Some(colour);
        self.width = width;
        self
    }

    pub const fn and_fill(mut self, colour: &'static str) -> Self {
        self.fill = Some(colour);
        self
    }

    pub const fn dashed(mut self, dash: &'static str) -> Self {
        self.dash = Some(dash);
        self
    }

    pub const fn class(mut self, class: &'static str) -> Self {
        self.class = Some(class);
        self
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Clone, Copy, Debug)]
pub struct Words {
    pub anchor: Anchor,
    pub bold: bool,
    pub fill: &'static str,
    /// A white edge, where the words stand on other marks.
    pub halo: bool,
}

impl Words {
    pub const START: Self = Self { anchor: Anchor::Start, bold: false, fill: INK, halo: false };
    pub const MIDDLE: Self = Self { anchor: Anchor::Middle, bold: false, fill: INK, halo: false };
    pub const END: Self = Self { anchor: Anchor::End, bold: false, fill: INK, halo: false };

    pub const fn bold(mut self, bold: bool) -> Self {
        self.bold = bold;
        self
    }

    pub const fn grey(mut self) -> Self {
        self.fill = GREY;
        self
    }

    pub const fn of(mut self, colour: &'static str) -> Self {
        self.fill = colour;
        self
    }

    pub const fn halo(mut self) -> Self {
        self.halo = true;
        self
    }
}

#[derive(Debug)]
pub struct Canvas {
    pub width: f64,
    /// Of the whole picture, for the stylesheet.
    pub class: &'static str,
    /// What was drawn so far; every word in it was escaped.
    pub body: String,
    kind: Width,
}

impl Canvas {
    pub fn new(kind: Width) -> Self {
        Self { width: kind.units(), class: "", body: String::new(), kind }
    }

    pub fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), paint: Paint) {
        let _ = write!(
            self.body,
            r#"<rect x="{}" y="{}" width="{}" height="{}""#,
            units(x),
            units(y),
            units(width.max(0.0)),
            units(height.max(0.0))
        );
        self.close(paint);
    }

    pub fn circle(&mut self, (x, y): (f64, f64), radius: f64, paint: Paint) {
        let (x, y, radius) = (units(x), units(y), units(radius));
        let _ = write!(self.body, r#"<circle cx="{x}" cy="{y}" r="{radius}""#);
        self.close(paint);
    }

    pub fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), paint: Paint) {
        let (x1, y1, x2, y2) = (units(x1), units(y1), units(x2), units(y2));
        let _ = write!(self.body, r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}""#);
        self.close(paint);
    }

    /// A line through points, or the surface between them.
    pub fn points(&mut self, points: &[(f64, f64)], closed: bool, paint: Paint) {
        if points.len() < 2 {
            return;
        }
        let tag = if closed { "polygon" } else { "polyline" };
        let _ = write!(self.body, r#"<{tag} points=""#);
        for (index, (x, y)) in points.iter().enumerate() {
            let gap = if index == 0 { "" } else { " " };
            let _ = write!(self.body, "{gap}{},{}", units(*x), units(*y));
        }
        self.body.push('"');
        self.close(paint);
    }

    /// A surface or lines by their `d`; nothing without any.
    pub fn path(&mut self, d: &str, paint: Paint) {
        if !d.is_empty() {
            let _ = write!(self.body, r#"<path d="{d}""#);
            self.close(paint);
        }
    }

    fn close(&mut self, paint: Paint) {
        if let Some(class) = paint.class {
            let _ = write!(self.body, r#" class="{class}""#);
        }
        let _ = write!(self.body, r#" fill="{}""#, paint.fill.unwrap_or("none"));
        if let Some(stroke) = paint.stroke {
            let _ =
                write!(self.body, r#" stroke="{stroke}" stroke-width="{}""#, units(paint.width));
            if let Some(dash) = paint.dash {
                let _ = write!(self.body, r#" stroke-dasharray="{dash}""#);
            }
        }
        self.body.push_str("/>");
    }

    /// Words on one line; `(x, y)` is on their baseline.
    pub fn text(&mut self, (x, y): (f64, f64), text: &str, words: Words) {
        if text.is_empty() {
            return;
        }
        let _ =
            write!(self.body, r#"<text x="{}" y="{}" fill="{}""#, units(x), units(y), words.fill);
        match words.anchor {
            Anchor::Start => {}
            Anchor::Middle => self.body.push_str(r#" text-anchor="middle""#),
            Anchor::End => self.body.push_str(r#" text-anchor="end""#),
        }
        if words.bold {
            self.body.push_str(r#" font-weight="700""#);
        }
        if words.halo {
            let _ = write!(
                self.body,
                r#" stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke""#
            );
        }
        self.body.push('>');
        escape(&mut self.body, text);
        self.body.push_str("</text>");
    }

    /// The whole picture. The name and the description are children, not attributes with ids, so
    /// that two pictures on a page never share one.
    pub fn finish(self, height: f64, title: &str, description: &str) -> Svg {
        let height = height.ceil().max(1.0);
        let mut out = String::with_capacity(self.body.len() + 512);
        let shown = self.kind.shown();
        let tall = (height * f64::from(shown) / self.width).round();
        // What is within an «img» is not told, and links are.
        let role = if self.body.contains("<a ") { "group" } else { "img" };
        let _ = write!(
            out,
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{shown}" height="{tall}" role="{role}" font-size="{TEXT}""#,
            units(self.width),
            units(height),
        );
        if !self.class.is_empty() {
            let _ = write!(out, r#" class="{}""#, self.class);
        }
        out.push_str("><title>");
        escape(&mut out, title);
        out.push_str("</title><desc>");
        escape(&mut out, description);
        out.push_str("</desc>");
        out.push_str(&self.body);
        out.push_str("</svg>");
        Svg(out)
    }
}

/// At most two decimals, and always a number.
fn units(value: f64) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A text as it stands within a drawing.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

/// What XML may not hold, even escaped, becomes the sign for an unreadable letter.
fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {
                out.push('\u{fffd}')
            }
            // Letters that turn the order of those that follow.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
}

/// About how wide words are: the fonts of a page are the reader's, so this errs on the wide side.
pub fn width_of(text: &str) -> f64 {
    let of = |letter: char| match letter {
        'i' | 'j' | 'l' | 'í' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' | '·' => 0.33,
        'f' | 't' | 'r' | 'I' | ' ' | '\u{a0}' | '(' | ')' | '-' | '/' | '"' => 0.4,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.97,
        'A'..='Z' | 'Á' | 'É' | 'Ó' | 'Ú' | 'Ñ' | '—' | '…' => 0.77,
        'a'..='z' | '0'..='9' => 0.635,
        letter if letter < '\u{250}' => 0.66,
        _ => 1.0,
    };
    text.chars().map(of).sum::<f64>() * TEXT
}

/// How much wider bold letters are.
pub const BOLD: f64 = 1.12;

/// The words, shortened with «…» where they do not fit.
pub fn fitting(text: &str, room: f64) -> String {
    if width_of(text) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = width_of("…");
    for letter in text.chars() {
        used += width_of(letter.encode_utf8(&mut [0; 4]));
        if used > room {
            break;
        }
        out.push(letter);
    }
    let kept = out.trim_end_matches([' ', ',', '.', '(', '-']).len();
    out.truncate(kept);
    out.push('…');
    out
}

/// A sample of a mark, as a legend shows it.
#[derive(Clone, Copy, Debug)]
pub enum Sample {
    Dot(f64, Paint),
    Cross(f64),
    Dash(Paint),
    Box(Paint),
    /// Of what has no value.
    Hatch,
}

/// Samples with their words in lines, from `top`; where they end.
pub fn legend(canvas: &mut Canvas, top: f64, samples: &[(Sample, String)]) -> f64 {
    const BOX: f64 = 22.0;
    let radius = |sample: &Sample| if let Sample::Dot(radius, _) = sample { *radius } else { 0.0 };
    let largest = samples.iter().map(|(sample, _)| radius(sample)).fold(0.0, f64::max);
    let line = (LEADING + 6.0).max(largest * 2.0 + 5.0);
    let mut x = 0.0;
    let mut y = top;
    for (index, (sample, words)) in samples.iter().enumerate() {
        let mark = (radius(sample) * 2.0 + 6.0).max(BOX);
        let words = fitting(words, canvas.width - mark - 2.0);
        let needed = mark + width_of(&words) + 12.0;
        if index > 0 && x + needed - 12.0 > canvas.width {
            x = 0.0;
            y += line;
        }
        let (cx, cy) = (x + mark / 2.0 - 1.0, y + line / 2.0);
        match *sample {
            Sample::Dot(radius, paint) => canvas.circle((cx, cy), radius, paint),
            Sample::Cross(arm) => cross(canvas, (cx, cy), arm),
            Sample::Dash(paint) => canvas.line((x + 1.0, cy), (x + BOX - 5.0, cy), paint),
            Sample::Box(paint) => canvas.rect((x + 1.0, cy - 6.0), (BOX - 7.0, 12.0), paint),
            Sample::Hatch => {
                let (ground, pen) = (Paint::fill(SOFTER), Paint::stroke(EDGE, 0.8));
                canvas.rect((x + 1.0, cy - 6.0), (BOX - 7.0, 12.0), ground.and_stroke(EDGE, 0.8));
                canvas.line((x + 1.0, cy), (x + 7.0, cy - 6.0), pen);
                canvas.line((x + 1.0, cy + 6.0), (x + 13.0, cy - 6.0), pen);
                canvas.line((x + 9.0, cy + 6.0), (x + 16.0, cy - 1.0), pen);
            }
        }
        canvas.text((x + mark, cy + 4.5), &words, Words::START.grey());
        x += needed;
    }
    if samples.is_empty() { top } else { y + line }
}

/// The mark of what has no value.
pub fn cross(canvas: &mut Canvas, (x, y): (f64, f64), arm: f64) {
    let paint = Paint::stroke(EDGE, 1.4);
    canvas.line((x - arm, y - arm), (x + arm, y + arm), paint);
    canvas.line((x - arm, y + arm), (x + arm, y - arm), paint);
}

/// A picture of nothing says so.
pub fn nothing(kind: Width, title: &str, why: &str) -> Svg {
    let mut canvas = Canvas::new(kind);
    let width = canvas.width;
    let frame = Paint::fill(SOFTER).and_stroke(LINE, 1.0);
    canvas.rect((0.5, 0.5), (width - 1.0, 63.0), frame);
    canvas.text((width / 2.0, 37.0), &fitting(why, width - 24.0), Words::MIDDLE.grey());
    canvas.finish(64.0, title, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_escaped_and_shortened() {
        let mut out = String::new();
        escape(&mut out, "<b a=\"1\" c='2'>&\u{0}\u{202e}\n");
        assert_eq!(out, "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\u{fffd}\u{fffd} ");
        assert_eq!(fitting("Mapiripán", 200.0), "Mapiripán");
        let short = fitting("San Vicente del Caguán (Caquetá)", 90.0);
        assert!(short.ends_with('…') && width_of(&short) <= 90.0, "{short}");
    }

    #[test]
    fn coordinates_are_numbers_whatever_comes() {
        assert_eq!(units(f64::NAN), "0");
        assert_eq!(units(-0.001), "0");
        assert_eq!(units(12.345), "12.35".to_owned().replace("12.35", &format!("{:.2}", 12.345)));
        assert_eq!(units(10.0), "10");
    }
}
