//! The rules of the wallet: how long links live, how often a person may claim, and what may be shared.
//! Pure.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::refusals::WalletRefusal;

/// The time during which the link of a letter opens: a mailbox may be read on Monday only.
pub const LINK: TimeDelta = TimeDelta::hours(48);
/// Most claims from one network address within [`ADDRESS_WINDOW`]: a whole town hall shares one.
pub const PER_ADDRESS: u32 = 20;
pub const ADDRESS_WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Claims for one document, from wherever they come: mails cannot be tried one after another.
pub const PER_DOCUMENT: u32 = 5;
pub const DOCUMENT_WINDOW: TimeDelta = TimeDelta::hours(1);
/// Letters that one person gets within this time: nobody's mailbox is flooded.
pub const LETTERS: u64 = 3;
pub const LETTERS_WINDOW: TimeDelta = TimeDelta::hours(1);
/// Shared addresses that one person keeps open.
pub const MOST_SHARES: u64 = 20;
/// Most certificates that a form offers; a person with more shares all of them.
pub const MOST_CHOICES: u64 = 200;

/// Returns whether a person who got this many letters within [`LETTERS_WINDOW`] may get another.
pub fn may_write(letters: u64) -> bool {
    letters < LETTERS
}

/// Whether one more address may be shared, until this day.
pub fn may_share(
    open: u64,
    until: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(), WalletRefusal> {
    if until.is_some_and(|until| until < today) {
        return Err(WalletRefusal::DayOver);
    }
    if open >= MOST_SHARES {
        return Err(WalletRefusal::TooManyShares);
    }
    Ok(())
}

/// Whether a shared address still opens.
pub fn is_open(
    ended_at: Option<DateTime<Utc>>,
    until: Option<NaiveDate>,
    today: NaiveDate,
) -> bool {
    ended_at.is_none() && until.is_none_or(|until| today <= until)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, number).unwrap_or_default()
    }

    #[test]
    fn a_share_opens_until_its_last_day_is_over_or_it_is_ended() {
        assert!(is_open(None, None, day(20)));
        assert!(is_open(None, Some(day(20)), day(20)));
        assert!(!is_open(None, Some(day(20)), day(21)));
        assert!(!is_open(Some(DateTime::UNIX_EPOCH), None, day(20)));
    }

    #[test]
    fn a_share_is_not_made_for_a_day_that_is_over_nor_beyond_what_one_keeps() {
        assert_eq!(may_share(0, Some(day(19)), day(20)), Err(WalletRefusal::DayOver));
        assert_eq!(may_share(0, Some(day(20)), day(20)), Ok(()));
        assert_eq!(may_share(MOST_SHARES, None, day(20)), Err(WalletRefusal::TooManyShares));
        assert_eq!(may_share(MOST_SHARES - 1, None, day(20)), Ok(()));
    }
}
