//! What stands between the braces.

use crate::question::{Choice, Matching, Pair, Range, RangeAnswer, ShortText, TextAnswer};
use crate::{Decimal, Kind, MOST_OPTIONS, Weight};

use super::html;
use super::remark::Remarks;
use super::symbols::{Symbol, around, find, find_all, split, strip, text, trim};

/// Something that was not as it had to be.
#[derive(Debug)]
pub struct GiftFault {
    pub line: usize,
    pub sentence: String,
}

pub fn broken(line: usize, sentence: impl Into<String>) -> GiftFault {
    GiftFault { line, sentence: sentence.into() }
}

/// How a text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFormat {
    /// `[markdown]`, `[moodle]` and nothing at all: what people write by hand.
    Markdown,
    Html,
    Plain,
}

/// A format in front of a text, and what follows it.
pub fn format(of: &[Symbol]) -> (Option<TextFormat>, &[Symbol]) {
    let of = trim(of);
    let known = [
        ("[html]", TextFormat::Html),
        ("[markdown]", TextFormat::Markdown),
        ("[moodle]", TextFormat::Markdown),
        ("[plain]", TextFormat::Plain),
    ];
    known
        .into_iter()
        .find_map(|(word, format)| strip(of, word).map(|rest| (Some(format), rest)))
        .unwrap_or((None, of))
}

/// A text as Markdown.
pub fn markdown(of: &[Symbol], inherited: TextFormat) -> String {
    let (own, rest) = format(of);
    convert(&text(trim(rest)), own.unwrap_or(inherited))
}

pub fn convert(text: &str, format: TextFormat) -> String {
    match format {
        TextFormat::Markdown => text.to_owned(),
        TextFormat::Html => html::from_html(text),
        TextFormat::Plain => html::from_plain(text),
    }
}

/// Reads the answers of a question whose text has this format. `line` is where they begin.
pub fn kind(
    answers: &[Symbol],
    line: usize,
    remarks: &Remarks,
    inherited: TextFormat,
) -> Result<Kind<String>, GiftFault> {
    let answers = trim(answers);
    if answers.is_empty() {
        return Ok(Kind::Open);
    }
    if let Some(numbers) = strip(answers, "#") {
        return numeric(numbers, line, inherited);
    }
    if find(answers, '~').is_some() {
        return choices(answers, inherited);
    }
    if let Some(kind) = true_false(answers, inherited) {
        return Ok(kind);
    }
    let pieces = match find(answers, '=') {
        Some(_) => pieces(answers)?,
        // One accepted text may stand alone: {Grant}.
        None => vec![Piece { right: true, line, inside: answers }],
    };
    let has_arrow = |piece: &Piece<'_>| find_all(split(piece.inside, '#').0, "->").is_some();
    if pieces.iter().any(has_arrow) {
        return matching(&pieces, line, remarks, inherited);
    }
    let accepted = pieces
        .iter()
        .map(|piece| {
            let (weight, rest) = weight(piece)?;
            let (pattern, feedback) = with_feedback(rest, inherited);
            let (_, pattern) = format(pattern);
            Ok(TextAnswer {
                pattern: text(trim(pattern)),
                weight: weight.unwrap_or(Weight::FULL),
                feedback,
            })
        })
        .collect::<Result<_, GiftFault>>()?;
    Ok(Kind::ShortText(ShortText { accepted, strictness: remarks.strictness }))
}

/// What follows a `=` or a `~`.
struct Piece<'a> {
    right: bool,
    line: usize,
    inside: &'a [Symbol],
}

fn pieces(answers: &[Symbol]) -> Result<Vec<Piece<'_>>, GiftFault> {
    let mut all = Vec::new();
    let begins = |symbol: &Symbol| symbol.means('=') || symbol.means('~');
    let first = answers.iter().position(begins).unwrap_or(answers.len());
    let (before, _) = around(answers, first, 0);
    if let Some(strange) = trim(before).first() {
        return Err(broken(
            strange.line,
            "Hay texto antes de la primera respuesta: se esperaba «=» o «~».",
        ));
    }
    let mut rest = answers.get(first..).unwrap_or(&[]);
    while let [mark, after @ ..] = rest {
        if all.len() == MOST_OPTIONS {
            return Err(broken(
                mark.line,
                format!("Hay más de {MOST_OPTIONS} respuestas. Quite algunas."),
            ));
        }
        let end = after.iter().position(begins).unwrap_or(after.len());
        let (inside, next) = around(after, end, 0);
        all.push(Piece { right: mark.means('='), line: mark.line, inside: trim(inside) });
        rest = next;
    }
    Ok(all)
}

/// A weight in front of a piece. A percent sign that begins no weight is text, as in Moodle.
fn weight<'a>(piece: &Piece<'a>) -> Result<(Option<Weight>, &'a [Symbol]), GiftFault> {
    let Some(rest) = strip(piece.inside, "%") else { return Ok((None, piece.inside)) };
    let near = rest.get(..rest.len().min(16)).unwrap_or(&[]);
    let Some(end) = find(near, '%') else { return Ok((None, piece.inside)) };
    let (number, after) = around(rest, end, 1);
    let Ok(percent) = Decimal::from_program(&text(number)) else {
        return Ok((None, piece.inside));
    };
    let weight = Weight::round(percent).map_err(|why| broken(piece.line, why.to_string()))?;
    Ok((Some(weight), trim(after)))
}

fn with_feedback(of: &[Symbol], inherited: TextFormat) -> (&[Symbol], Option<String>) {
    let (before, after) = split(of, '#');
    (trim(before), after.and_then(|feedback| some(markdown(feedback, inherited))))
}

fn some(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}

fn choices(answers: &[Symbol], inherited: TextFormat) -> Result<Kind<String>, GiftFault> {
    let pieces = pieces(answers)?;
    let is_single = pieces.iter().any(|piece| piece.right);
    let options = pieces
        .iter()
        .map(|piece| {
            let (weight, rest) = weight(piece)?;
            let (option, feedback) = with_feedback(rest, inherited);
            let usual = if piece.right { Weight::FULL } else { Weight::NOTHING };
            let text = markdown(option, inherited);
            Ok(Choice { text, weight: weight.unwrap_or(usual), feedback })
        })
        .collect::<Result<_, GiftFault>>()?;
    Ok(if is_single { Kind::Single(options) } else { Kind::Multiple(options) })
}

/// `T`, `FALSE` and their two feedbacks, the first for who is wrong.
fn true_false(answers: &[Symbol], inherited: TextFormat) -> Option<Kind<String>> {
    let (word, feedback) = split(answers, '#');
    let right = match text(trim(word)).as_str() {
        "T" | "TRUE" => true,
        "F" | "FALSE" => false,
        _ => return None,
    };
    let (for_wrong, for_right) = match feedback {
        Some(both) => {
            let (wrong, right) = split(both, '#');
            let right = right.and_then(|right| some(markdown(right, inherited)));
            (some(markdown(wrong, inherited)), right)
        }
        None => (None, None),
    };
    let (said_true, said_false) =
        if right { (for_right, for_wrong) } else { (for_wrong, for_right) };
    Some(Kind::TrueFalse { right, said_true, said_false })
}

fn numeric(
    numbers: &[Symbol],
    line: usize,
    inherited: TextFormat,
) -> Result<Kind<String>, GiftFault> {
    let numbers = trim(numbers);
    let is_list = numbers.first().is_some_and(|first| first.means('=') || first.means('~'));
    let pieces =
        if is_list { pieces(numbers)? } else { vec![Piece { right: true, line, inside: numbers }] };
    let (mut accepted, mut otherwise) = (Vec::new(), None);
    for piece in &pieces {
        let (weight, rest) = weight(piece)?;
        let (number, feedback) = with_feedback(rest, inherited);
        let number = text(number);
        if matches!(number.as_str(), "*") || (number.is_empty() && !piece.right) {
            otherwise = otherwise.or(feedback);
            continue;
        }
        let usual = if piece.right { Weight::FULL } else { Weight::NOTHING };
        let range = range(&number, piece.line)?;
        accepted.push(RangeAnswer { range, weight: weight.unwrap_or(usual), feedback });
    }
    Ok(Kind::Numeric { accepted, otherwise })
}

/// `3`, `3:0.5`, `2.5..3.5`.
fn range(written: &str, line: usize) -> Result<Range, GiftFault> {
    let number = |part: &str| {
        Decimal::from_program(part).map_err(|_| {
            let told: String = part.trim().chars().take(40).collect();
            broken(
                line,
                format!("Se esperaba un número, como 3, 3:0.5 o 2.5..3.5, y dice «{told}»."),
            )
        })
    };
    if let Some((low, high)) = written.split_once("..") {
        return Ok(Range::Between { low: number(low)?, high: number(high)? });
    }
    let (value, tolerance) = written.split_once(':').unwrap_or((written, "0"));
    Ok(Range::Around { value: number(value)?, tolerance: number(tolerance)? })
}

fn matching(
    pieces: &[Piece<'_>],
    line: usize,
    remarks: &Remarks,
    inherited: TextFormat,
) -> Result<Kind<String>, GiftFault> {
    let mut all = Matching { pairs: Vec::new(), extra: Vec::new() };
    for piece in pieces {
        let Some(arrow) = find_all(piece.inside, "->") else {
            return Err(broken(piece.line, "Se esperaba «->» entre las dos partes de la pareja."));
        };
        let (stem, answer) = around(piece.inside, arrow, 2);
        let answer = convert(&text(trim(answer)), inherited);
        let stem = markdown(stem, inherited);
        if stem.is_empty() {
            all.extra.push(answer);
        } else {
            all.pairs.push(Pair { stem, answer });
        }
    }
    if remarks.is_ordering { ordering(all, line) } else { Ok(Kind::Matching(all)) }
}

/// Places and steps back in their order.
fn ordering(places: Matching<String>, line: usize) -> Result<Kind<String>, GiftFault> {
    let strange =
        || broken(line, "Se esperaban los lugares 1, 2, 3… sin repetir, cada uno con su paso.");
    let mut steps = Vec::new();
    for pair in places.pairs {
        let place: usize = pair.stem.parse().map_err(|_| strange())?;
        steps.push((place, pair.answer));
    }
    steps.sort_by_key(|(place, _)| *place);
    let well = steps.iter().enumerate().all(|(at, (place, _))| at + 1 == *place);
    if !well || !places.extra.is_empty() {
        return Err(strange());
    }
    Ok(Kind::Ordering(steps.into_iter().map(|(_, step)| step).collect()))
}
