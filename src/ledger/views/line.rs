//! The history as a line, drawn by the server (`partials/history_line`), with the table that says the
//! same.

use chrono::NaiveDate;
use serde::Serialize;

use crate::ledger::figures::Count;
use crate::platform::{dates, numbers};

/// Units of the picture.
const WIDTH: i64 = 300;
const HEIGHT: i64 = 120;
const TOP: i64 = 20;
const LEFT: i64 = 6;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The picture in a sentence.
    pub label: String,
    /// «0 a 12 personas».
    pub highest: String,
    pub first: String,
    pub last: String,
    /// Points of the line of people in post, and of those confirmed: «x,y x,y».
    pub in_post: String,
    pub confirmed: String,
    /// The last one is drawn as a dot too: a line of one point cannot be seen.
    pub end_x: i64,
    pub end_y: i64,
    pub rows: Vec<LineRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineRow {
    pub day: String,
    pub in_post: String,
    pub confirmed: String,
    pub unconfirmed: String,
    pub left: String,
}

impl Line {
    /// `None` where nobody ever counted.
    pub fn of(points: &[(NaiveDate, Count)]) -> Option<Self> {
        let (first, last) = (points.first()?, points.last()?);
        let highest = points.iter().map(|(_, count)| count.in_post()).max()?.max(1);
        let steps = i64::try_from(points.len()).unwrap_or(1).saturating_sub(1).max(1);
        let x = |place: usize| LEFT + i64::try_from(place).unwrap_or(0) * WIDTH / steps;
        let y = |people: i64| TOP + HEIGHT - people * HEIGHT / highest;
        let path = |people: &dyn Fn(&Count) -> i64| {
            let points = points.iter().enumerate();
            let points =
                points.map(|(place, (_, count))| format!("{},{}", x(place), y(people(count))));
            points.collect::<Vec<_>>().join(" ")
        };
        let row = |(day, count): &(NaiveDate, Count)| LineRow {
            day: dates::short(*day),
            in_post: numbers::grouped(count.in_post()),
            confirmed: numbers::grouped(count.confirmed),
            unconfirmed: numbers::grouped(count.unconfirmed),
            left: numbers::grouped(count.left),
        };
        Some(Self {
            label: format!(
                "Personas certificadas en el cargo: {} el {} y {} el {}; el máximo fue {}.",
                first.1.in_post(),
                dates::short(first.0),
                last.1.in_post(),
                dates::short(last.0),
                points.iter().map(|(_, count)| count.in_post()).max().unwrap_or(0)
            ),
            highest: numbers::people(highest),
            first: dates::short(first.0),
            last: dates::short(last.0),
            in_post: path(&|count| count.in_post()),
            confirmed: path(&|count| count.confirmed),
            end_x: x(points.len().saturating_sub(1)),
            end_y: y(last.1.in_post()),
            rows: points.iter().rev().map(row).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(day: &str, confirmed: i64, unconfirmed: i64) -> (NaiveDate, Count) {
        (day.parse().expect("a date"), Count { confirmed, unconfirmed, left: 0 })
    }

    #[test]
    fn the_highest_point_is_at_the_top_and_nobody_at_the_bottom() {
        let line =
            Line::of(&[point("2026-09-30", 0, 0), point("2026-10-31", 3, 1)]).expect("a line");
        assert_eq!(
            (line.in_post.as_str(), line.confirmed.as_str()),
            ("6,140 306,20", "6,140 306,50")
        );
        assert_eq!((line.end_x, line.end_y), (306, 20));
        assert!(line.label.contains("0 el 30/09/2026 y 4 el 31/10/2026"));
        assert_eq!(line.rows[0].day, "31/10/2026", "the latest first");
        assert!(Line::of(&[]).is_none());
        assert!(Line::of(&[point("2026-09-30", 0, 0)]).is_some());
    }
}
