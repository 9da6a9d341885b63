//! Whether a test's questions measure one thing.

use crate::figure::real;
use crate::sums::Sums;
use crate::{Figure, Minimum, PointSheet, Real, Undefined};

/// Cronbach's alpha: k/(k − 1) · (1 − Σ variances of the questions / variance of the totals), at
/// most 1, below 0 when the questions contradict each other (L. J. Cronbach, 1951).
///
/// Only for a test of the same questions for everybody.
pub fn alpha(sheet: &PointSheet, minimum: Minimum) -> Figure<Real> {
    minimum.show(sheet.people(), || {
        let total = total_spread(sheet)?;
        let items: i128 = (0..sheet.items()).map(|item| item_sums(sheet, item).spread_x()).sum();
        coefficient(sheet.items(), items as f64, total as f64)
    })
}

/// Kuder and Richardson's formula 20: alpha for questions that are right or wrong, computed from
/// their proportions. It agrees with [`alpha`] where both exist.
pub fn kr20(sheet: &PointSheet, minimum: Minimum) -> Figure<Real> {
    minimum.show(sheet.people(), || {
        let total = total_spread(sheet)?;
        let mut items = 0.0;
        for (item, worth) in sheet.worth().iter().enumerate() {
            let worth = *worth;
            let (_, asked) = sheet.asked(item);
            if asked.iter().any(|(points, _)| *points != 0 && *points != worth) {
                return Err(Undefined::PartialPoints);
            }
            let n = asked.len() as f64;
            let right = asked.iter().filter(|(points, _)| *points == worth).count() as f64;
            let worth = worth as f64;
            items += (right / n) * (1.0 - right / n) * worth * worth;
        }
        let n = sheet.people() as f64;
        coefficient(sheet.items(), items, total as f64 / (n * n))
    })
}

fn coefficient(items: usize, of_items: f64, of_totals: f64) -> Result<Real, Undefined> {
    let k = items as f64;
    real(k / (k - 1.0) * (1.0 - of_items / of_totals))
}

fn item_sums(sheet: &PointSheet, item: usize) -> Sums {
    Sums::one(sheet.asked(item).1.into_iter().map(|(points, _)| points))
}

fn total_spread(sheet: &PointSheet) -> Result<i128, Undefined> {
    if sheet.items() < 2 {
        return Err(Undefined::OneQuestion);
    }
    if sheet.rows().iter().any(|row| row.points.iter().any(Option::is_none)) {
        return Err(Undefined::DifferentQuestions);
    }
    match Sums::one(sheet.rows().iter().map(|row| row.total)).spread_x() {
        0 => Err(Undefined::NoVariance),
        spread => Ok(spread),
    }
}
