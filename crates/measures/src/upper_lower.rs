//! The best and the weakest of a group, side by side.

use crate::figure::real;
use crate::items::equal_tests;
use crate::{Figure, Minimum, PointSheet, Real, Undefined};

/// How much of a question each end of the group got.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UpperLower {
    /// Share of the points, 0 to 1, among the 27 % with the highest totals.
    pub upper: Real,
    pub lower: Real,
    /// `upper − lower`: the discrimination index, −1 to 1.
    pub index: Real,
    /// People of each end.
    pub people: usize,
}

/// The upper–lower discrimination index with ends of 27 % (T. L. Kelley, 1939), rounded half up to
/// whole people, by the total of the whole test. Where people of the same total stand on the edge,
/// each counts for the part of the places that they share: the order of the list never decides.
pub fn upper_lower(sheet: &PointSheet, item: usize, minimum: Minimum) -> Figure<UpperLower> {
    let (worth, asked) = sheet.asked(item);
    minimum.show(asked.len(), || {
        let worth = worth.ok_or(Undefined::NoSuchQuestion)?;
        equal_tests(&asked)?;
        let totals: Vec<i64> = asked.iter().map(|(_, row)| row.total).collect();
        let ends = Ends::of(&totals)?;
        let share = |end: &End| {
            let parts = asked.iter().zip(&end.parts);
            let got: i128 = parts.map(|((points, _), part)| i128::from(*points) * part).sum();
            got as f64 / (i128::from(worth) * end.all) as f64
        };
        let (upper, lower) = (share(&ends.upper), share(&ends.lower));
        Ok(UpperLower {
            upper: real(upper)?,
            lower: real(lower)?,
            index: real(upper - lower)?,
            people: ends.people,
        })
    })
}

/// What one person marked on a question of choice, and their total on the test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionChoice {
    /// Places of the options, each once; none when it was left empty.
    pub options: Vec<usize>,
    pub total: i64,
}

/// How an option was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionRow {
    pub chosen: usize,
    /// Of those who were asked.
    pub share: Real,
    /// Shares among the 27 % with the highest and the lowest totals. A distractor that the best
    /// choose more than the weakest misleads who knows.
    pub upper: Real,
    pub lower: Real,
    /// Mean total of who chose it, hidden when they are few.
    pub mean_total: Figure<Real>,
}

/// The table of a question's options, in their order; who chose none is in no row. Totals must be
/// of tests that are worth the same, at most 10¹² of any unit.
pub fn distractors(
    options: usize,
    people: &[OptionChoice],
    minimum: Minimum,
) -> Figure<Vec<OptionRow>> {
    minimum.show(people.len(), || {
        let totals: Vec<i64> = people.iter().map(|person| person.total).collect();
        if totals.iter().any(|total| total.unsigned_abs() > 1_000_000_000_000) {
            return Err(Undefined::TooLarge);
        }
        // When all totals are the same both ends are everybody.
        let ends = match Ends::of(&totals) {
            Ok(ends) => ends,
            Err(_) => Ends::everybody(people.len()),
        };
        (0..options)
            .map(|option| {
                let has = |person: &OptionChoice| person.options.contains(&option);
                let of_end = |end: &End| {
                    let got: i128 = people
                        .iter()
                        .zip(&end.parts)
                        .filter(|(person, _)| has(person))
                        .map(|(_, part)| part)
                        .sum();
                    real(got as f64 / end.all as f64)
                };
                let choosers: Vec<i64> =
                    people.iter().filter(|p| has(p)).map(|p| p.total).collect();
                let chosen = choosers.len();
                Ok(OptionRow {
                    chosen,
                    share: real(chosen as f64 / people.len() as f64)?,
                    upper: of_end(&ends.upper)?,
                    lower: of_end(&ends.lower)?,
                    mean_total: minimum.show(chosen, || {
                        let sum: i128 = choosers.iter().map(|total| i128::from(*total)).sum();
                        real(sum as f64 / chosen as f64)
                    }),
                })
            })
            .collect()
    })
}

/// Both ends of a group.
struct Ends {
    people: usize,
    upper: End,
    lower: End,
}

/// How much of each person belongs to one end, in the order of the list. The parts are whole numbers, so
/// that an end of which everybody chose the same is exactly one.
struct End {
    parts: Vec<i128>,
    /// What the parts add up to.
    all: i128,
}

impl Ends {
    fn of(totals: &[i64]) -> Result<Self, Undefined> {
        let people = ((27 * totals.len() + 50) / 100).max(1);
        let mut sorted = totals.to_vec();
        sorted.sort_unstable();
        if sorted.first() == sorted.last() {
            return Err(Undefined::NoVariance);
        }
        let low_edge = sorted.get(people - 1).copied().unwrap_or(i64::MAX);
        let high_edge = sorted.get(sorted.len() - people).copied().unwrap_or(i64::MIN);
        Ok(Self {
            people,
            upper: End::of(totals, people, high_edge, |total| total > high_edge),
            lower: End::of(totals, people, low_edge, |total| total < low_edge),
        })
    }

    fn everybody(people: usize) -> Self {
        Self { people: people.max(1), upper: End::everybody(people), lower: End::everybody(people) }
    }
}

impl End {
    /// The end of so many people. Those on its edge share the places that those beyond it leave.
    fn of(totals: &[i64], people: usize, edge: i64, beyond: impl Fn(i64) -> bool) -> Self {
        let inside = totals.iter().filter(|total| beyond(**total)).count();
        let on_edge = totals.iter().filter(|total| **total == edge).count().max(1) as i128;
        let left = people.saturating_sub(inside) as i128;
        let part = |total: &i64| match *total {
            total if beyond(total) => on_edge,
            total if total == edge => left,
            _ => 0,
        };
        Self { parts: totals.iter().map(part).collect(), all: people as i128 * on_edge }
    }

    fn everybody(people: usize) -> Self {
        Self { parts: vec![1; people], all: people.max(1) as i128 }
    }
}
