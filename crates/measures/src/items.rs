//! How a question did.

use crate::figure::real;
use crate::sheet::Row;
use crate::sums::Sums;
use crate::{Figure, Minimum, PointSheet, Real, Undefined};

/// The share of its points that people got, from 0 (nobody got any) to 1 (R47). By its usual name
/// the difficulty, though the larger it is the easier the question was. n are those who were asked.
pub fn difficulty(sheet: &PointSheet, item: usize, minimum: Minimum) -> Figure<Real> {
    let (worth, asked) = sheet.asked(item);
    minimum.show(asked.len(), || {
        let worth = worth.ok_or(Undefined::NoSuchQuestion)?;
        let sums = Sums::one(asked.iter().map(|(points, _)| *points));
        real(sums.x as f64 / (sums.n * i128::from(worth)) as f64)
    })
}

/// The correlation of a question's points with the points on the rest of the test (R47): the
/// corrected item–total correlation, the point-biserial one when the question is right or wrong.
/// The question is left out of the total, because with itself it always agrees.
///
/// Undefined when everybody got the same on either, and when the tests that were drawn are not
/// worth the same.
pub fn discrimination(sheet: &PointSheet, item: usize, minimum: Minimum) -> Figure<Real> {
    let (worth, asked) = sheet.asked(item);
    minimum.show(asked.len(), || {
        worth.ok_or(Undefined::NoSuchQuestion)?;
        equal_tests(&asked)?;
        Sums::of(asked.iter().map(|(points, row)| (*points, row.total - points))).correlation()
    })
}

/// Totals can be compared when they are of the same worth.
pub(crate) fn equal_tests(asked: &[(i64, &Row)]) -> Result<(), Undefined> {
    let mut worths = asked.iter().map(|(_, row)| row.worth);
    let first = worths.next();
    if worths.all(|worth| Some(worth) == first) { Ok(()) } else { Err(Undefined::UnequalTests) }
}
