//! On which days somebody stands in for a coordination, pure.

use chrono::NaiveDate;
use platform::texts::Refusal;
use sign_in_model::commands::AccountRefusal;

use super::entity::deputy::{self, Stage};

/// Days of one deputy, the first and the last one counted: the role ends by itself, and somebody who is
/// away for longer is replaced by the administration.
pub const LONGEST: i64 = 60;

/// Why nobody stands in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("accounts.deputy_")]
pub enum DeputyRefusal {
    #[error("the last day is before the first")]
    #[field("hasta")]
    Backwards,
    #[error("the days are too many")]
    #[facts(most = LONGEST)]
    #[field("hasta")]
    TooLong,
    #[error("the first day is over")]
    #[field("desde")]
    Past,
    #[error("the account is not of somebody known who facilitates for the unit")]
    #[field("cuenta")]
    NotOfUnit,
    #[error("somebody stands in, or is to, on some of these days")]
    #[field("desde")]
    Overlaps,
    #[error("the account of whoever decides belongs to no person")]
    NobodyKnown,
    #[error("it was decided already, or its days are over")]
    Settled,
    #[error(transparent)]
    #[same(_0)]
    Account(#[from] AccountRefusal),
}

/// Whether somebody may stand in from a day to a day, named today.
///
/// # Errors
/// The first thing that is wrong with the days.
pub fn may_last(from: NaiveDate, to: NaiveDate, today: NaiveDate) -> Result<(), DeputyRefusal> {
    if from < today {
        return Err(DeputyRefusal::Past);
    }
    if to < from {
        return Err(DeputyRefusal::Backwards);
    }
    if (to - from).num_days() >= LONGEST {
        return Err(DeputyRefusal::TooLong);
    }
    Ok(())
}

/// Whether what was asked or agreed can still come true.
pub fn is_open(row: &deputy::Model, today: NaiveDate) -> bool {
    row.stage != Stage::Ended && today <= row.ends_on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_days_are_the_longest_and_none_is_in_the_past() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let today = day(11, 20);
        assert_eq!(may_last(today, today, today), Ok(()));
        assert_eq!(may_last(day(12, 1), day(12, 31), today), Ok(()));
        assert_eq!(may_last(day(10, 1), day(11, 29), day(9, 1)), Ok(()));
        assert_eq!(may_last(day(10, 1), day(11, 30), day(9, 1)), Err(DeputyRefusal::TooLong));
        assert_eq!(may_last(day(11, 19), today, today), Err(DeputyRefusal::Past));
        assert_eq!(may_last(day(12, 2), day(12, 1), today), Err(DeputyRefusal::Backwards));
    }
}
