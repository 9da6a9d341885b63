//! What may be asked, what became of it, and which needs are alike (R5, R6). Pure.
//!
//! - A need's people are counted once they are matched with a cohort that was not cancelled; what is not
//!   matched is its remainder. A cancelled cohort gives its people back.
//! - Somebody is attended when they hold an active certificate of that cohort and counted for the
//!   municipality of the need on the day of issue: attendance alone, with a constancia or without, is not what was asked
//!   for. Of two needs that wait for the same people (same municipality, capacity and cohort), the first one
//!   matched is attended first.
//! - Needs are alike when municipality and capacity are the same, neither is done, and their days are
//!   near. That is told while one is written, and nothing is merged.

use chrono::{Days, NaiveDate};

use platform::prelude::*;
use platform::texts::Words;

use super::entity::need::NeedId;

/// More people than a municipality's whole administration is a slip of the keyboard.
pub const MOST_PEOPLE: i32 = 5_000;
/// Plans of municipalities are of four years.
const FARTHEST: Days = Days::new(4 * 366);
/// The most days between the deadlines of two needs that are alike.
pub const NEAR: Days = Days::new(90);

/// How far a need has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Words)]
#[words("needs.state_")]
pub enum State {
    /// Some of its people have no cohort yet.
    Pending,
    /// All have one.
    Matched,
    /// All were certified.
    Attended,
    Refused,
}

/// How many people of a need were asked for, have a cohort and are certified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Example)]
pub struct NeedFigures {
    pub asked: i64,
    pub matched: i64,
    pub attended: i64,
}

impl NeedFigures {
    /// Returns how many people have no cohort; never below zero, because no more are matched than were
    /// asked for.
    pub fn remainder(self) -> i64 {
        self.asked - self.matched
    }

    pub fn state(self, is_refused: bool) -> State {
        if is_refused {
            State::Refused
        } else if self.attended >= self.asked {
            State::Attended
        } else if self.remainder() <= 0 {
            State::Matched
        } else {
            State::Pending
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("needs.")]
pub enum NeedRefusal {
    #[error("so many people cannot be asked for")]
    #[field("personas")]
    PeopleOutOfRange,
    #[error("the day is over")]
    #[facts(today = dates::short(*today))]
    #[field("limite")]
    DeadlinePassed { today: NaiveDate },
    #[error("the day is too far away")]
    #[field("limite")]
    DeadlineTooFar,
    #[error("no course builds the capacity any more")]
    #[field("capacidad")]
    CapacityRetired,
    #[error("the body is of another municipality")]
    #[field("entidad")]
    EntityElsewhere,
    #[error("there are needs like it")]
    #[facts()]
    Similar { needs: Vec<NeedId> },
    #[error("the need was refused")]
    Refused,
    #[error("nothing of it waits")]
    NothingLeft,
    #[error("more than wait")]
    #[field("personas")]
    TooMany { most: i64 },
    #[error("fewer than are certified")]
    #[field("personas")]
    FewerThanAttended { least: i64 },
    #[error("the cohort does not answer this need")]
    #[field("cohorte")]
    CohortUnfit,
    #[error("the cohort has fewer seats left")]
    #[field("personas")]
    NoSeats { left: i64 },
}

/// Whether so many people may be asked for by that day.
///
/// # Errors
/// Refused for no people, more than a municipality has, a deadline that is over or beyond any plan.
pub fn may_ask(people: i32, deadline: NaiveDate, today: NaiveDate) -> Result<(), NeedRefusal> {
    if !(1..=MOST_PEOPLE).contains(&people) {
        Err(NeedRefusal::PeopleOutOfRange)
    } else if deadline < today {
        Err(NeedRefusal::DeadlinePassed { today })
    } else if today.checked_add_days(FARTHEST).is_none_or(|last| deadline > last) {
        Err(NeedRefusal::DeadlineTooFar)
    } else {
        Ok(())
    }
}

/// Returns the first and the last deadline that are near this one.
pub fn near(deadline: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = deadline.checked_sub_days(NEAR).unwrap_or(deadline);
    (first, deadline.checked_add_days(NEAR).unwrap_or(deadline))
}

/// Whether `people` may be matched with a cohort of which the need has `already`; zero releases them.
///
/// # Errors
/// Refused when the need was refused, when fewer people wait, or when more of them are certified already.
pub fn may_match(
    figures: NeedFigures,
    is_refused: bool,
    (already, certified): (i64, i64),
    people: i64,
) -> Result<(), NeedRefusal> {
    let most = figures.remainder() + already;
    if people < certified {
        Err(NeedRefusal::FewerThanAttended { least: certified })
    } else if people <= already {
        Ok(())
    } else if is_refused {
        Err(NeedRefusal::Refused)
    } else if most == 0 {
        Err(NeedRefusal::NothingLeft)
    } else if people > most {
        Err(NeedRefusal::TooMany { most })
    } else {
        Ok(())
    }
}

/// Whether `people` fit in the seats of a cohort beside the others matched for the same capacity.
///
/// # Errors
/// Refused when fewer seats are left.
pub fn fits(seats: i64, others: i64, people: i64) -> Result<(), NeedRefusal> {
    let left = (seats - others).max(0);
    if people > left { Err(NeedRefusal::NoSeats { left }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_need_is_pending_until_all_its_people_have_a_cohort_and_attended_once_all_are_certified() {
        let of = |matched, attended| NeedFigures { asked: 20, matched, attended };
        assert_eq!(of(0, 0).state(false), State::Pending);
        assert_eq!((of(12, 5).state(false), of(12, 5).remainder()), (State::Pending, 8));
        assert_eq!(of(20, 19).state(false), State::Matched);
        assert_eq!(of(20, 20).state(false), State::Attended);
        assert_eq!((of(12, 5).state(true), of(12, 5).remainder()), (State::Refused, 8));
    }

    #[test]
    fn nobody_too_many_and_days_that_are_over_are_refused() {
        let today = day("2026-11-20");
        let ask = |people, deadline: &str| may_ask(people, day(deadline), today);
        assert_eq!(ask(0, "2026-12-01"), Err(NeedRefusal::PeopleOutOfRange));
        assert_eq!(ask(100_000, "2026-12-01"), Err(NeedRefusal::PeopleOutOfRange));
        assert_eq!(ask(1, "2026-11-19"), Err(NeedRefusal::DeadlinePassed { today }));
        assert_eq!(ask(1, "2032-01-01"), Err(NeedRefusal::DeadlineTooFar));
        assert_eq!(ask(5_000, "2026-11-20"), Ok(()));
    }

    #[test]
    fn people_are_released_down_to_those_certified_also_of_a_refused_need() {
        let figures = NeedFigures { asked: 10, matched: 10, attended: 6 };
        assert_eq!(may_match(figures, true, (10, 6), 6), Ok(()));
        let least = NeedRefusal::FewerThanAttended { least: 6 };
        assert_eq!(may_match(figures, false, (10, 6), 5), Err(least));
        assert_eq!(may_match(figures, false, (0, 0), 1), Err(NeedRefusal::NothingLeft));
        assert_eq!(fits(30, 25, 6), Err(NeedRefusal::NoSeats { left: 5 }));
    }

    proptest! {
        #[test]
        fn whatever_is_matched_the_remainder_is_never_below_zero(
            asked in 1..=60_i64,
            deeds in prop::collection::vec((0..4_usize, 0..=70_i64), 0..40),
        ) {
            let mut of = [0_i64; 4];
            for (cohort, people) in deeds {
                let figures = NeedFigures { asked, matched: of.iter().sum(), attended: 0 };
                if may_match(figures, false, (of[cohort], 0), people).is_ok() {
                    of[cohort] = people;
                }
                let after = NeedFigures { asked, matched: of.iter().sum(), attended: 0 };
                prop_assert!((0..=asked).contains(&after.remainder()));
                prop_assert_eq!(after.state(false) == State::Pending, after.remainder() > 0);
            }
        }
    }
}
