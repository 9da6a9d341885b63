//! What whoever teaches may want to look at twice: several people from one browser, somebody who came
//! at an odd hour. Pure; nobody is kept out by any of it.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::HEXLOWER;

use super::entity::session_code::CodeSecret;

/// How long what is known of networks and browsers is kept.
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// Earlier before the start, or later after it, is worth a look.
const ODD: TimeDelta = TimeDelta::hours(1);
/// Bits of a digest: enough to tell equals, too few to be of use elsewhere.
const BYTES: usize = 12;

/// What stands for a text in the arrivals of one session: equal where the text is, and nothing else.
pub fn stand_in(salt: &CodeSecret, kind: &str, text: &str) -> String {
    let digest = salt.digest(format!("{kind}:{text}").as_bytes());
    HEXLOWER.encode(digest.get(..BYTES).unwrap_or(&digest))
}

/// Why a check-in is worth a second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// This many people came from one browser.
    SharedBrowser(usize),
    FarEarlier,
    FarLater,
}

/// How many people each of these stands for.
pub fn shared<'a>(digests: impl Iterator<Item = Option<&'a str>>) -> HashMap<&'a str, usize> {
    digests.flatten().fold(HashMap::new(), |mut count, digest| {
        *count.entry(digest).or_default() += 1;
        count
    })
}

/// The signals of one arrival; `together` is how many came from its browser.
pub fn signals(at: DateTime<Utc>, starts_at: DateTime<Utc>, together: usize) -> Vec<Signal> {
    let mut found = Vec::new();
    if together > 1 {
        found.push(Signal::SharedBrowser(together));
    }
    if at < starts_at - ODD {
        found.push(Signal::FarEarlier);
    }
    if at > starts_at + ODD {
        found.push(Signal::FarLater);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_browser_is_known_in_one_session_and_not_in_another() {
        let (one, other) = (CodeSecret::new().expect("random"), CodeSecret::new().expect("random"));
        assert_eq!(stand_in(&one, "red", "190.1.2.3"), stand_in(&one, "red", "190.1.2.3"));
        assert_ne!(stand_in(&one, "red", "190.1.2.3"), stand_in(&other, "red", "190.1.2.3"));
        assert_ne!(stand_in(&one, "red", "x"), stand_in(&one, "navegador", "x"));
        assert_eq!(stand_in(&one, "red", "x").len(), 2 * BYTES);
    }

    #[test]
    fn an_odd_hour_and_a_browser_of_several_are_told() {
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap_or_default();
        let minutes = |minutes| start + TimeDelta::minutes(minutes);
        assert_eq!(signals(minutes(5), start, 1), []);
        assert_eq!(signals(minutes(-60), start, 1), []);
        assert_eq!(signals(minutes(-61), start, 2), [Signal::SharedBrowser(2), Signal::FarEarlier]);
        assert_eq!(signals(minutes(61), start, 1), [Signal::FarLater]);
        let count = shared([Some("a"), None, Some("b"), Some("a"), None].into_iter());
        assert_eq!((count["a"], count["b"], count.len()), (2, 1, 2));
    }
}
