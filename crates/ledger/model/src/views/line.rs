//! The history of a capacity, drawn, with the table that says the same and who no longer counts.

use pictures::{Days, Layers, Series, Step, Svg, Width};
use platform::prelude::*;

use crate::figures::Count;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CapacityTimeline {
    pub svg: Svg,
    /// The latest day first.
    pub rows: Vec<TimelineRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelineRow {
    pub day: String,
    pub in_post: String,
    pub confirmed: String,
    pub unconfirmed: String,
    pub left: String,
}

/// Returns the names of the layers of the picture. `target` is how many people are wanted, if a target
/// is set.
pub fn layers(target: Option<i64>) -> Layers {
    Layers {
        counted: "Personas certificadas en el cargo".into(),
        firm: "confirmadas".into(),
        open: "sin confirmar".into(),
        target: target.map(|people| ("Meta".to_owned(), small(people))),
        tells_falls: true,
    }
}

/// The people of each day, as steps.
pub fn series(name: &str, points: &[(NaiveDate, Count)]) -> Series {
    let step = |(day, count): &(NaiveDate, Count)| Step {
        on: *day,
        counts: Some((small(count.confirmed), small(count.unconfirmed))),
    };
    Series { name: name.to_owned(), steps: points.iter().map(step).collect() }
}

fn small(people: i64) -> u32 {
    u32::try_from(people.max(0)).unwrap_or(u32::MAX)
}

impl CapacityTimeline {
    /// Draws the timeline. `None` means that nobody ever counted; `target` is how many people are wanted.
    pub fn of(title: &str, points: &[(NaiveDate, Count)], target: Option<i64>) -> Option<Self> {
        let (first, last) = (points.first()?, points.last()?);
        let row = |(day, count): &(NaiveDate, Count)| TimelineRow {
            day: dates::short(*day),
            in_post: numbers::grouped(count.in_post()),
            confirmed: numbers::grouped(count.confirmed),
            unconfirmed: numbers::grouped(count.unconfirmed),
            left: numbers::grouped(count.left),
        };
        let days = Days { from: first.0, to: last.0 };
        let picture = series(title, points).draw(title, &layers(target), days, Width::Phone);
        Some(Self { svg: picture.svg, rows: points.iter().rev().map(row).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(day: &str, confirmed: i64, unconfirmed: i64) -> (NaiveDate, Count) {
        (day.parse().expect("a date"), Count { confirmed, unconfirmed, left: 0 })
    }

    #[test]
    fn the_picture_says_the_first_day_and_the_last_and_its_table_begins_with_the_last() {
        let points = [point("2026-09-30", 0, 0), point("2026-10-31", 3, 1)];
        let line = CapacityTimeline::of("Tributaria", &points, Some(6)).expect("a line");
        let svg = line.svg.as_str();
        assert!(svg.contains("<title>Tributaria</title>"));
        assert!(svg.contains("3 confirmadas y 1 sin confirmar desde el 31/10/2026"));
        assert!(svg.contains("Meta: 6"));
        assert_eq!(line.rows[0].day, "31/10/2026", "the latest first");
        assert!(CapacityTimeline::of("Tributaria", &[], None).is_none());
        let one =
            CapacityTimeline::of("Tributaria", &points[1..], None).expect("one day is a line");
        assert!(one.svg.as_str().contains("<circle"), "which is seen");
    }
}
