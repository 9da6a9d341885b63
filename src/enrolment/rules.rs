//! Who gets a seat, who waits, and when it is too late; pure (R18, R21, R24).

use chrono::NaiveDate;

use super::entity::enrolment::{Origin, Stage};
use crate::cohorts::entity::cohort::{self, Stage as CohortStage};
use crate::cohorts::rules::{MOST_SEATS, editable, enrolment_deadline};
use crate::platform::dates;
use crate::platform::numbers::some;
use crate::platform::texts::Refusal;

/// Seats that a cohort can have.
pub const SEATS: std::ops::RangeInclusive<i32> = 1..=MOST_SEATS;

/// Why a place was not given, given back or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnrolmentRefusal {
    #[error("the cohort is not published yet")]
    NotPublished,
    #[error("the cohort has started; only its coordination adds people")]
    AlreadyRunning,
    #[error("the cohort is closed")]
    CohortClosed,
    #[error("the cohort was cancelled")]
    CohortCancelled,
    #[error("enrolment closed on a date")]
    DeadlinePassed { on: NaiveDate },
    #[error("the person already has a place")]
    AlreadyConfirmed,
    #[error("the person is already waiting")]
    AlreadyWaiting,
    #[error("the person has already withdrawn")]
    AlreadyWithdrawn,
    #[error("seats are out of range")]
    SeatsOutOfRange,
    #[error("more people are confirmed than seats would be left")]
    SeatsBelowConfirmed { confirmed: i32, excess: i32 },
    #[error("the post is not one of this person's posts of today")]
    PostOfAnother,
    #[error("the document or the mail is already known")]
    AlreadyKnown,
}

impl Refusal for EnrolmentRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotPublished => "enrolment.not_published",
            Self::AlreadyRunning => "enrolment.already_running",
            Self::CohortClosed => "enrolment.cohort_closed",
            Self::CohortCancelled => "enrolment.cohort_cancelled",
            Self::DeadlinePassed { .. } => "enrolment.deadline_passed",
            Self::AlreadyConfirmed => "enrolment.already_confirmed",
            Self::AlreadyWaiting => "enrolment.already_waiting",
            Self::AlreadyWithdrawn => "enrolment.already_withdrawn",
            Self::SeatsOutOfRange => "enrolment.seats_out_of_range",
            Self::SeatsBelowConfirmed { .. } => "enrolment.seats_below_confirmed",
            Self::PostOfAnother => "enrolment.post_of_another",
            Self::AlreadyKnown => "enrolment.already_known",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::DeadlinePassed { on } => vec![("on", dates::long(*on))],
            Self::SeatsBelowConfirmed { confirmed, excess } => {
                vec![
                    ("confirmed", some(*confirmed, "persona confirmada", "personas confirmadas")),
                    (
                        "excess",
                        match excess {
                            1 => "sobraría 1".to_owned(),
                            _ => format!("sobrarían {excess}"),
                        },
                    ),
                ]
            }
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::SeatsOutOfRange | Self::SeatsBelowConfirmed { .. } => Some("cupos"),
            Self::PostOfAnother => Some("vinculacion"),
            _ => None,
        }
    }
}

/// What of a cohort decides whether somebody may enrol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub stage: CohortStage,
    /// Last day on which people enrol by themselves, included.
    pub closes_on: NaiveDate,
}

impl Window {
    pub fn of(cohort: &cohort::Model) -> Self {
        Self {
            stage: cohort.stage,
            closes_on: enrolment_deadline(cohort.enrolment_closes_on, cohort.starts_on),
        }
    }

    /// Whether a place may be asked for today. People themselves enrol until the last day and
    /// before the start; the coordination also afterwards, while the cohort runs.
    pub fn may_enrol(&self, origin: Origin, today: NaiveDate) -> Result<(), EnrolmentRefusal> {
        match self.stage {
            CohortStage::Draft => Err(EnrolmentRefusal::NotPublished),
            CohortStage::Closed => Err(EnrolmentRefusal::CohortClosed),
            CohortStage::Cancelled => Err(EnrolmentRefusal::CohortCancelled),
            CohortStage::Running if origin == Origin::SelfService => {
                Err(EnrolmentRefusal::AlreadyRunning)
            }
            _ if origin == Origin::Coordinator => Ok(()),
            _ if today > self.closes_on => {
                Err(EnrolmentRefusal::DeadlinePassed { on: self.closes_on })
            }
            _ => Ok(()),
        }
    }

    /// Whether a place may be given back, and seats changed: until the cohort is over.
    pub fn may_change(&self) -> Result<(), EnrolmentRefusal> {
        match editable(self.stage) {
            Ok(()) => Ok(()),
            Err(_) if self.stage == CohortStage::Cancelled => {
                Err(EnrolmentRefusal::CohortCancelled)
            }
            Err(_) => Err(EnrolmentRefusal::CohortClosed),
        }
    }
}

/// Whether free seats are given to those who wait: for as long as the cohort lives, since a
/// seat belongs to the first who asked for it.
pub fn promotes(stage: CohortStage) -> bool {
    matches!(stage, CohortStage::Tentative | CohortStage::Confirmed | CohortStage::Running)
}

/// Where a new request lands. `present` is the stage of the person's row, if they were here
/// before: who withdrew comes back at the end of the queue (R24).
pub fn place(
    present: Option<Stage>,
    seats: i32,
    confirmed: i32,
) -> Result<Stage, EnrolmentRefusal> {
    match present {
        Some(Stage::Confirmed) => Err(EnrolmentRefusal::AlreadyConfirmed),
        Some(Stage::Waiting) => Err(EnrolmentRefusal::AlreadyWaiting),
        Some(Stage::Withdrawn) | None if confirmed < seats => Ok(Stage::Confirmed),
        Some(Stage::Withdrawn) | None => Ok(Stage::Waiting),
    }
}

/// Whether a cohort may have `seats` from now on (R21).
pub fn may_have(seats: i32, confirmed: i32) -> Result<(), EnrolmentRefusal> {
    if !SEATS.contains(&seats) {
        return Err(EnrolmentRefusal::SeatsOutOfRange);
    }
    if seats < confirmed {
        return Err(EnrolmentRefusal::SeatsBelowConfirmed { confirmed, excess: confirmed - seats });
    }
    Ok(())
}

/// The stage's word on the page.
pub fn stage_label(stage: Stage) -> &'static str {
    match stage {
        Stage::Waiting => "En lista de espera",
        Stage::Confirmed => "Inscripción confirmada",
        Stage::Withdrawn => "Retirada",
    }
}

/// The stage's word today: nobody waits for a seat of a cohort that is over.
pub fn standing_label(stage: Stage, cohort: CohortStage) -> &'static str {
    match (stage, cohort) {
        (Stage::Waiting, CohortStage::Closed | CohortStage::Cancelled) => {
            "Quedó en lista de espera"
        }
        _ => stage_label(stage),
    }
}

/// The stage's code for the tag's colour.
pub fn stage_code(stage: Stage) -> &'static str {
    match stage {
        Stage::Waiting => "waiting",
        Stage::Confirmed => "confirmed",
        Stage::Withdrawn => "withdrawn",
    }
}

/// Who asked for the place, on the page.
pub fn origin_label(origin: Origin) -> &'static str {
    match origin {
        Origin::SelfService => "Por su cuenta",
        Origin::Coordinator => "Por la coordinación",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).expect("valid")
    }

    fn window(stage: CohortStage) -> Window {
        Window { stage, closes_on: day(20) }
    }

    #[test]
    fn people_enrol_until_the_last_day_included_and_the_coordination_afterwards() {
        let open = window(CohortStage::Confirmed);
        assert_eq!(open.may_enrol(Origin::SelfService, day(20)), Ok(()));
        assert_eq!(
            open.may_enrol(Origin::SelfService, day(21)),
            Err(EnrolmentRefusal::DeadlinePassed { on: day(20) })
        );
        assert_eq!(open.may_enrol(Origin::Coordinator, day(21)), Ok(()));
    }

    #[test]
    fn each_stage_says_why_it_takes_nobody() {
        use EnrolmentRefusal as No;
        let today = day(1);
        for (stage, own, coordinator) in [
            (CohortStage::Draft, Err(No::NotPublished), Err(No::NotPublished)),
            (CohortStage::Tentative, Ok(()), Ok(())),
            (CohortStage::Confirmed, Ok(()), Ok(())),
            (CohortStage::Running, Err(No::AlreadyRunning), Ok(())),
            (CohortStage::Closed, Err(No::CohortClosed), Err(No::CohortClosed)),
            (CohortStage::Cancelled, Err(No::CohortCancelled), Err(No::CohortCancelled)),
        ] {
            assert_eq!(window(stage).may_enrol(Origin::SelfService, today), own, "{stage:?}");
            assert_eq!(
                window(stage).may_enrol(Origin::Coordinator, today),
                coordinator,
                "{stage:?}"
            );
        }
    }

    #[test]
    fn the_last_seat_confirms_and_the_next_person_waits() {
        assert_eq!(place(None, 30, 29), Ok(Stage::Confirmed));
        assert_eq!(place(None, 30, 30), Ok(Stage::Waiting));
        assert_eq!(place(Some(Stage::Withdrawn), 30, 30), Ok(Stage::Waiting));
        assert_eq!(place(Some(Stage::Waiting), 30, 29), Err(EnrolmentRefusal::AlreadyWaiting));
        assert_eq!(place(Some(Stage::Confirmed), 30, 29), Err(EnrolmentRefusal::AlreadyConfirmed));
    }

    #[test]
    fn seats_never_go_below_the_confirmed() {
        assert_eq!(may_have(25, 25), Ok(()));
        assert_eq!(
            may_have(22, 25),
            Err(EnrolmentRefusal::SeatsBelowConfirmed { confirmed: 25, excess: 3 })
        );
        for seats in [0, -1, 1001, i32::MAX, i32::MIN] {
            assert_eq!(may_have(seats, 0), Err(EnrolmentRefusal::SeatsOutOfRange));
        }
    }
}
