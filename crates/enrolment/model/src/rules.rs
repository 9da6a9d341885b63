//! Rules that decide who gets a seat, who waits, and when it is too late; pure (R18, R21, R24).

use cohorts_model::entity::cohort::{self, Stage as CohortStage};
use cohorts_model::rules::{MOST_SEATS, editable, enrolment_deadline};
use platform::numbers::some;
use platform::prelude::*;

use super::entity::enrolment::{EnrolmentId, Origin, Stage};
use super::entity::enrolment_event::Cause;
use super::seating::{Reserve, SeatGroups, Seating, people_without_seat};

/// Seats that a cohort can have.
pub const SEATS: std::ops::RangeInclusive<i32> = 1..=MOST_SEATS;

/// Why a person was not enrolled, not withdrawn, or an enrolment not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("enrolment.")]
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
    #[facts(on = dates::long(*on))]
    DeadlinePassed { on: NaiveDate },
    #[error("the person already has a place")]
    AlreadyConfirmed,
    #[error("the person is already waiting")]
    AlreadyWaiting,
    #[error("a seat waits for the person's answer")]
    AlreadyOffered,
    #[error("the person already has a place, and their contacts were completed")]
    AlreadyCompleted,
    /// The rules that are not met, as sentences, and their codes.
    #[error("the person does not meet what the course asks for")]
    #[facts(rules = sentences.join(" "))]
    #[field("excepcion")]
    NotEligible { sentences: Vec<String>, rules: String },
    /// What gives pause, as sentences; the coordination gives its reason.
    #[error("the coordination has yet to say why the person is enrolled all the same")]
    #[facts(rules = sentences.join(" "))]
    #[field("excepcion")]
    ReasonNeeded { sentences: Vec<String> },
    /// What gives pause, as sentences; the person says that they know.
    #[error("the person has yet to say that they know what gives pause")]
    #[facts(rules = sentences.join(" "))]
    #[field("enterado")]
    TickNeeded { sentences: Vec<String> },
    #[error("no seat is offered to the person any more")]
    OfferGone,
    #[error("the person has not authorised the processing of their data")]
    #[field("autorizo")]
    ConsentNeeded,
    #[error("the person has already withdrawn")]
    AlreadyWithdrawn,
    #[error("seats are out of range")]
    #[field("cupos")]
    SeatsOutOfRange,
    #[error("the hours to answer an offer are out of range")]
    #[field("plazo")]
    HoursOutOfRange,
    /// `over` in order of arrival.
    #[error("more people are seated than seats would be left for them")]
    #[facts(
        seated = some(*seated, "persona con cupo", "personas con cupo"),
        excess = excess(over),
    )]
    #[field("cupos")]
    SeatsBelowConfirmed { seated: usize, over: Vec<EnrolmentId> },
    #[error("more seats are reserved than there are")]
    #[facts(
        reserved = some(*reserved, "cupo reservado", "cupos reservados"),
        seats = some(*seats, "cupo", "cupos"),
    )]
    #[field("cupos")]
    ReservedAboveSeats { reserved: i64, seats: i32 },
    #[error("with these reservations some people would have no seat")]
    #[facts(over = unseated(over))]
    ReservesTaken { over: Vec<EnrolmentId> },
    #[error("the day on which a reservation is released has come already")]
    ReleaseNotAhead,
    #[error("the post is not one of this person's posts of today")]
    #[field("vinculacion")]
    PostOfAnother,
    #[error("the document or the mail is already known")]
    AlreadyKnown,
    #[error("whoever enrols or puts forward is the person")]
    Oneself,
    #[error("whoever decides what a place counts for holds it")]
    OwnPlace,
    #[error("whoever moves the seats waits for one")]
    WaitsOneself,
    #[error("the link of a registration is unknown, used or over")]
    ProofGone,
    #[error("the place already counts for that post")]
    #[field("vinculacion")]
    SameAttribution,
    #[error("the person has not accepted the place")]
    #[field("vinculacion")]
    NotAcceptedYet,
    #[error("the cohort does not serve the municipality of the post")]
    #[field("vinculacion")]
    PlaceNotServed,
    #[error("counted for that municipality, somebody would have no seat")]
    #[field("vinculacion")]
    AttributionWithoutSeat,
}

fn excess(over: &[EnrolmentId]) -> String {
    match over.len() {
        1 => "sobraría 1".to_owned(),
        excess => format!("sobrarían {excess}"),
    }
}

fn unseated(over: &[EnrolmentId]) -> String {
    match over.len() {
        1 => "quedaría sin cupo 1 persona".to_owned(),
        many => format!("quedarían sin cupo {many} personas"),
    }
}

/// The facts of a cohort that decide whether a person may enrol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnrolmentWindow {
    pub stage: CohortStage,
    /// Last day on which people enrol by themselves, included.
    pub closes_on: NaiveDate,
}

impl EnrolmentWindow {
    pub fn of(cohort: &cohort::Model) -> Self {
        Self {
            stage: cohort.stage,
            closes_on: enrolment_deadline(cohort.enrolment_closes_on, cohort.starts_on),
        }
    }

    /// Refuses an enrolment that comes too early or too late. People themselves enrol, and entities
    /// put them forward, until the last day and before the start; the coordination also afterwards,
    /// while the cohort runs.
    pub fn may_enrol(&self, origin: Origin, today: NaiveDate) -> Result<(), EnrolmentRefusal> {
        match self.stage {
            CohortStage::Draft => Err(EnrolmentRefusal::NotPublished),
            CohortStage::Closed => Err(EnrolmentRefusal::CohortClosed),
            CohortStage::Cancelled => Err(EnrolmentRefusal::CohortCancelled),
            CohortStage::Running if origin != Origin::Coordinator => {
                Err(EnrolmentRefusal::AlreadyRunning)
            }
            _ if origin == Origin::Coordinator => Ok(()),
            _ if today > self.closes_on => {
                Err(EnrolmentRefusal::DeadlinePassed { on: self.closes_on })
            }
            _ => Ok(()),
        }
    }

    /// Refuses a withdrawal or a change of seats once the cohort is over.
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

impl EnrolmentRefusal {
    /// Whether the person has a place in the cohort already.
    pub fn has_a_place(&self) -> bool {
        matches!(self, Self::AlreadyConfirmed | Self::AlreadyWaiting | Self::AlreadyOffered)
    }
}

/// Whether free seats are given to those who wait: for as long as the cohort lives, since a
/// seat belongs to the first who asked for it.
pub fn promotes(stage: CohortStage) -> bool {
    matches!(stage, CohortStage::Tentative | CohortStage::Confirmed | CohortStage::Running)
}

/// Returns the stage at which a new enrolment lands: confirmed when there is a seat that the person
/// may take with everybody who is seated (the rule is explained in [`super::seating`]), otherwise
/// waiting (R18, R19). `present` is the stage of the person's row, if they were here before: a
/// person who withdrew comes back at the end of the queue (R24).
pub fn landing_stage(
    present: Option<Stage>,
    seating: &mut Seating,
    who: &SeatGroups,
) -> Result<Stage, EnrolmentRefusal> {
    match present {
        Some(Stage::Confirmed) => Err(EnrolmentRefusal::AlreadyConfirmed),
        Some(Stage::Waiting) => Err(EnrolmentRefusal::AlreadyWaiting),
        Some(Stage::Offered) => Err(EnrolmentRefusal::AlreadyOffered),
        Some(Stage::Withdrawn) | None if seating.sit(who) => Ok(Stage::Confirmed),
        Some(Stage::Withdrawn) | None => Ok(Stage::Waiting),
    }
}

/// Whether an offer can be answered: once, and before it runs out (R20).
pub fn may_answer(stage: Stage) -> Result<(), EnrolmentRefusal> {
    match stage {
        Stage::Offered => Ok(()),
        Stage::Confirmed => Err(EnrolmentRefusal::AlreadyConfirmed),
        Stage::Waiting | Stage::Withdrawn => Err(EnrolmentRefusal::OfferGone),
    }
}

/// Refuses `seats` with these reservations when some of the people seated, given in order of
/// arrival, would lose their seat; the refusal lists them (R21).
pub fn may_have(
    seats: i32,
    reserves: &[Reserve],
    seated: Vec<(EnrolmentId, SeatGroups)>,
) -> Result<(), EnrolmentRefusal> {
    if !SEATS.contains(&seats) {
        return Err(EnrolmentRefusal::SeatsOutOfRange);
    }
    let people = seated.len();
    let over = standing(seats, reserves, seated)?;
    if over.is_empty() {
        return Ok(());
    }
    Err(EnrolmentRefusal::SeatsBelowConfirmed { seated: people, over })
}

/// Whether these reservations may hold, with the seats as they are (R19, R21).
pub fn may_reserve(
    seats: i32,
    reserves: &[Reserve],
    seated: Vec<(EnrolmentId, SeatGroups)>,
) -> Result<(), EnrolmentRefusal> {
    let over = standing(seats, reserves, seated)?;
    if over.is_empty() { Ok(()) } else { Err(EnrolmentRefusal::ReservesTaken { over }) }
}

fn standing(
    seats: i32,
    reserves: &[Reserve],
    seated: Vec<(EnrolmentId, SeatGroups)>,
) -> Result<Vec<EnrolmentId>, EnrolmentRefusal> {
    let reserved: i64 = reserves.iter().map(|reserve| i64::from(reserve.seats)).sum();
    if reserved > i64::from(seats) {
        return Err(EnrolmentRefusal::ReservedAboveSeats { reserved, seats });
    }
    Ok(people_without_seat(Seating::new(seats, reserves.iter().cloned()), seated))
}

/// Whether a reservation may say that it is released on this day: one still to come.
pub fn release_ahead(on: NaiveDate, today: NaiveDate) -> Result<(), EnrolmentRefusal> {
    if on > today { Ok(()) } else { Err(EnrolmentRefusal::ReleaseNotAhead) }
}

/// Returns what an event of an enrolment says on the page.
pub fn event_label(from: Option<Stage>, to: Stage, cause: Option<Cause>) -> &'static str {
    match (from, to, cause) {
        (_, Stage::Offered, _) => "Cupo ofrecido",
        (Some(Stage::Offered), Stage::Confirmed, _) => "Cupo aceptado",
        (Some(Stage::Offered), Stage::Withdrawn, Some(Cause::Expired)) => {
            "El plazo para aceptar el cupo venció"
        }
        (Some(Stage::Offered), Stage::Withdrawn, _) => "Cupo no aceptado",
        (Some(from), to, _) if from == to => "Cambió el municipio por el que participa",
        _ => to.label(),
    }
}

/// The stage's word today: nobody waits for a seat of a cohort that is over.
pub fn standing_label(stage: Stage, cohort: CohortStage) -> &'static str {
    match (stage, cohort) {
        (Stage::Offered, CohortStage::Closed | CohortStage::Cancelled) => "Cupo sin aceptar",
        (Stage::Waiting, CohortStage::Closed | CohortStage::Cancelled) => {
            "Quedó en lista de espera"
        }
        // Nothing is confirmed before the cohort is.
        (Stage::Confirmed, CohortStage::Tentative) => "Con cupo, curso por confirmar",
        _ => stage.label(),
    }
}

/// The stage's code for the tag's colour.
pub fn stage_code(stage: Stage) -> &'static str {
    if stage == Stage::Offered { "warning" } else { stage.code() }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
