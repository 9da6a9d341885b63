//! Which target holds on a day, and what of it is covered; pure.

use platform::prelude::*;
use platform::texts;

use crate::entity::coverage_target::Model;

pub const MOST_PEOPLE: i32 = 5_000;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("ledger.target_")]
pub enum TargetRefusal {
    #[error("so many people cannot be wanted")]
    #[code("ledger.target_people")]
    #[field("personas")]
    PeopleOutOfRange,
    #[error("it would hold from a day that is to come")]
    #[code("ledger.target_later")]
    #[field("desde")]
    SinceLater,
    #[error("the capacity is retired")]
    #[code("ledger.target_retired")]
    CapacityRetired,
    #[error("it says the same")]
    #[field("personas")]
    Same,
}

/// Returns the target of a day as it was known at a moment: of the targets that hold by then, the one
/// that holds since the latest day, and of several of that day the one that was written last. `None`
/// means that there is no target, or that it was set to zero.
pub fn target_on(rows: &[Model], day: NaiveDate, known_at: DateTime<Utc>) -> Option<i64> {
    let holding = rows.iter().filter(|row| row.since_on <= day && row.made_at <= known_at);
    let last = holding.max_by_key(|row| (row.since_on, row.id))?;
    Some(i64::from(last.people)).filter(|people| *people > 0)
}

/// «75 %»; «sin meta» without a target: the people whom the system knows are not all, and give no share. It
/// may be above 100.
pub fn coverage(certified: i64, target: Option<i64>) -> String {
    match target {
        Some(target) => numbers::percent(numbers::ratio(certified, target)),
        None => texts::word("ledger.no_target").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::coverage_target::TargetId;
    use sign_in_model::entity::account::AccountId;

    fn row(id: i64, people: i32, since: &str, made: &str) -> Model {
        Model {
            id: TargetId(id),
            capacity_code: "TRI-01".into(),
            municipality_code: "50325".into(),
            people,
            since_on: since.parse().expect("a day"),
            reason: "Plan".into(),
            made_at: made.parse().expect("a moment"),
            made_by: AccountId(1),
        }
    }

    #[test]
    fn a_correction_counts_from_when_it_is_known_and_the_day_before_stays() {
        let rows = [
            row(1, 10, "2026-01-01", "2026-01-05T12:00:00Z"),
            row(2, 8, "2026-06-01", "2026-06-02T12:00:00Z"),
            row(3, 12, "2026-01-01", "2026-07-01T12:00:00Z"),
            row(4, 0, "2026-09-01", "2026-09-02T12:00:00Z"),
        ];
        let on = |day: &str, known: &str| {
            target_on(&rows, day.parse().expect("a day"), known.parse().expect("a moment"))
        };
        assert_eq!(on("2025-12-31", "2026-12-01T00:00:00Z"), None);
        assert_eq!(on("2026-03-01", "2026-03-01T12:00:00Z"), Some(10));
        assert_eq!(on("2026-03-01", "2026-12-01T00:00:00Z"), Some(12));
        assert_eq!(on("2026-08-01", "2026-12-01T00:00:00Z"), Some(8));
        assert_eq!(on("2026-09-01", "2026-12-01T00:00:00Z"), None);
    }

    #[test]
    fn without_a_target_there_is_no_coverage_and_never_zero() {
        assert_eq!(coverage(3, None), coverage(0, None));
        assert_eq!(coverage(3, Some(4)), "75 %");
        assert_eq!(coverage(0, Some(4)), "0 %");
        assert_ne!(coverage(0, Some(4)), coverage(0, None));
    }
}
