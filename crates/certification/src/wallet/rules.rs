//! The rules of the wallet: how long links live, how often a person may claim, and what may be shared.
//! Pure.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::refusals::WalletRefusal;

/// The time during which the link of a letter opens: a mailbox may be read on Monday only.
pub const LINK: TimeDelta = TimeDelta::hours(48);
/// Most claims from one network address within [`ADDRESS_WINDOW`]: a whole town hall shares one.
pub const PER_ADDRESS: u32 = 20;
pub const ADDRESS_WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Claims for one document from one address: mails cannot be tried one after another.
pub const PER_DOCUMENT: u32 = 5;
pub const DOCUMENT_WINDOW: TimeDelta = TimeDelta::hours(1);
/// Letters that one person gets within this time: nobody's mailbox is flooded.
pub const LETTERS: u64 = 3;
pub const LETTERS_WINDOW: TimeDelta = TimeDelta::hours(1);
/// The longest time that a shared address opens. Whoever needs it longer makes another one.
pub const LONGEST_SHARE: TimeDelta = TimeDelta::days(365);
/// Shared addresses that one person keeps open.
pub const MOST_SHARES: u64 = 20;
/// Most certificates that a form offers; a person with more shares all of them.
pub const MOST_CHOICES: u64 = 200;

/// Returns whether a person who got this many letters within [`LETTERS_WINDOW`] may get another.
pub fn may_write(letters: u64) -> bool {
    letters < LETTERS
}

/// The last day on which an address opens that was made on a day: the one that was chosen, or the last one
/// that may be.
pub fn last_day(made_on: NaiveDate, chosen: Option<NaiveDate>) -> NaiveDate {
    let longest = made_on + LONGEST_SHARE;
    chosen.map_or(longest, |chosen| chosen.min(longest))
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
    if until.is_some_and(|until| until > today + LONGEST_SHARE) {
        return Err(WalletRefusal::TooLong);
    }
    if open >= MOST_SHARES {
        return Err(WalletRefusal::TooManyShares);
    }
    Ok(())
}

/// Whether a shared address still opens.
pub fn is_open(ended_at: Option<DateTime<Utc>>, last_day: NaiveDate, today: NaiveDate) -> bool {
    ended_at.is_none() && today <= last_day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, number).unwrap_or_default()
    }

    #[test]
    fn a_share_opens_until_its_last_day_is_over_or_it_is_ended() {
        assert!(is_open(None, day(20), day(20)));
        assert!(!is_open(None, day(20), day(21)));
        assert!(!is_open(Some(DateTime::UNIX_EPOCH), day(20), day(20)));
    }

    #[test]
    fn a_share_of_before_ends_a_year_after_it_was_made_too() {
        let year = day(20) + LONGEST_SHARE;
        assert_eq!(last_day(day(20), None), year);
        assert_eq!(last_day(day(20), NaiveDate::from_ymd_opt(2099, 1, 1)), year);
        assert_eq!(last_day(day(20), Some(day(21))), day(21));
    }

    #[test]
    fn a_share_is_not_made_for_a_day_that_is_over_nor_beyond_what_one_keeps() {
        assert_eq!(may_share(0, Some(day(19)), day(20)), Err(WalletRefusal::DayOver));
        assert_eq!(may_share(0, Some(day(20)), day(20)), Ok(()));
        let longest = day(20) + LONGEST_SHARE;
        assert_eq!(may_share(0, Some(longest), day(20)), Ok(()));
        assert_eq!(may_share(0, longest.succ_opt(), day(20)), Err(WalletRefusal::TooLong));
        assert_eq!(may_share(MOST_SHARES, None, day(20)), Err(WalletRefusal::TooManyShares));
        assert_eq!(may_share(MOST_SHARES - 1, None, day(20)), Ok(()));
    }
}
