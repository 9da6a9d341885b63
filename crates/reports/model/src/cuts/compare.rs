//! The summary of a cut beside that of the one before; pure.

use serde::Serialize;

use platform::numbers;
use platform::xlsx::Cell;

use crate::figures::Summary;
use crate::sheets::{summary_lines, text};

/// A line of the summary, in both cuts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SummaryChange {
    pub what: &'static str,
    pub before: String,
    pub now: String,
    /// «+3», «−2», «igual», «+4 puntos»; «—» where one of both is missing.
    pub difference: String,
}

/// Compares every line of the summary of two cuts.
pub fn changes(before: &Summary, now: &Summary) -> Vec<SummaryChange> {
    summary_lines(before)
        .into_iter()
        .zip(summary_lines(now))
        .map(|((what, before, _), (_, now, _))| SummaryChange {
            what,
            difference: difference(&before, &now),
            before: text(&before),
            now: text(&now),
        })
        .collect()
}

fn difference(before: &Cell, now: &Cell) -> String {
    match (before, now) {
        (Cell::Integer(before), Cell::Integer(now)) => {
            signed(now - before, numbers::grouped((now - before).abs()))
        }
        (Cell::Decimal(before), Cell::Decimal(now)) => {
            // Whole minutes become hours of two decimals: what both columns show is what differs.
            let hundredths = (now * 100.0).round() as i64 - (before * 100.0).round() as i64;
            signed(hundredths, numbers::decimal(hundredths.abs() as f64 / 100.0, 2))
        }
        (Cell::Percent(before), Cell::Percent(now)) => {
            let points = (now * 100.0).round() as i64 - (before * 100.0).round() as i64;
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
}
