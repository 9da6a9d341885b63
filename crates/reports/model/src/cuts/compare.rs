//! The summary of a cut beside that of the one before; pure.

use serde::Serialize;

use platform::numbers;
use platform::texts;
use platform::xlsx::Cell;

use crate::figures::Summary;
use crate::sheets::{SummaryLine, summary_lines, text};

/// A line of the summary, in both cuts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SummaryChange {
    pub what: &'static str,
    pub before: String,
    pub now: String,
    /// «+3», «−2», «igual», «+4 puntos»; «—» where one of both is missing.
    pub difference: String,
}

/// What cuts of before count by another definition ([`Summary::tells_apart`]).
const REDEFINED: [&str; 2] = ["Certificados", "Asistencia"];

/// Compares the lines of the summary that both cuts have. What they count differently has no difference.
pub fn changes(before: &Summary, now: &Summary) -> Vec<SummaryChange> {
    let lines = summary_lines(before);
    let is_same = before.tells_apart == now.tells_apart;
    let change = |(what, now, _): SummaryLine| {
        let (_, before, _) = lines.iter().find(|line| line.0 == what)?;
        let is_comparable = is_same || !REDEFINED.contains(&what);
        let none = || texts::word("reports.not_comparable").to_owned();
        Some(SummaryChange {
            what,
            difference: if is_comparable { difference(before, &now) } else { none() },
            before: text(before),
            now: text(&now),
        })
    };
    summary_lines(now).into_iter().filter_map(change).collect()
}

fn difference(before: &Cell, now: &Cell) -> String {
    match (before, now) {
        (Cell::Integer(before), Cell::Integer(now)) => {
            signed(now - before, numbers::grouped((now - before).abs()))
        }
        (Cell::Decimal(before), Cell::Decimal(now)) => {
            // Whole minutes become hours of two decimals: what both columns show is what differs.
            let hundredths = numbers::hundredths(*now) - numbers::hundredths(*before);
            signed(hundredths, numbers::decimal(hundredths.abs() as f64 / 100.0, 2))
        }
        (Cell::Percent(before), Cell::Percent(now)) => {
            let points = numbers::hundredths(*now) - numbers::hundredths(*before);
            let words = numbers::some(points.abs(), "punto", "puntos");
            signed(points, words)
        }
        _ => "—".to_owned(),
    }
}

fn signed(sign: i64, size: String) -> String {
    match sign {
        0 => "igual".to_owned(),
        1.. => format!("+{size}"),
        _ => format!("−{size}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_says_how_it_differs_in_its_own_unit() {
        let difference = |before: &Cell, now: &Cell| super::difference(before, now);
        assert_eq!(difference(&Cell::Integer(3), &Cell::Integer(1_203)), "+1.200");
        assert_eq!(difference(&Cell::Integer(3), &Cell::Integer(1)), "−2");
        assert_eq!(difference(&Cell::Integer(3), &Cell::Integer(3)), "igual");
        assert_eq!(difference(&Cell::Decimal(2.5), &Cell::Decimal(1.25)), "−1,25");
        assert_eq!(difference(&Cell::Percent(0.8), &Cell::Percent(0.81)), "+1 punto");
        assert_eq!(difference(&Cell::Percent(0.8), &Cell::Percent(0.7)), "−10 puntos");
        assert_eq!(difference(&Cell::Empty, &Cell::Percent(0.7)), "—");
    }

    #[test]
    fn both_columns_are_those_of_the_summary() {
        let before = Summary { enrolled: 30, ..Summary::default() };
        let now = Summary { enrolled: 45, people: 40, ..Summary::default() };
        let told = changes(&before, &now);
        assert_eq!(told.len(), summary_lines(&now).len());
        let enrolled = told.iter().find(|change| change.what == "Inscritos").expect("is told");
        assert_eq!((enrolled.before.as_str(), enrolled.now.as_str()), ("30", "45"));
        assert_eq!(enrolled.difference, "+15");
    }

    #[test]
    fn a_cut_of_before_the_constancias_were_told_apart_is_not_subtracted() {
        let before = Summary { enrolled: 30, certified: 85, ..Summary::default() };
        let now = Summary { enrolled: 45, certified: 64, tells_apart: true, ..Summary::default() };
        let told = changes(&before, &now);
        let of = |what| told.iter().find(|change| change.what == what).expect("is told");
        assert_eq!(of("Certificados").difference, "se cuenta distinto");
        assert_eq!(of("Inscritos").difference, "+15");
        assert!(told.iter().all(|change| change.what != "Constancias"));
    }
}
