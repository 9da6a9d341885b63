//! Sessions in time and their stages (R11, R12, R14, R83).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use platform::dates;

use crate::entity::session::Stage;
use crate::refusals::CohortRefusal;

/// Nobody meets for longer; a longer one is a wrong date.
const LONGEST_SESSION: TimeDelta = TimeDelta::hours(24);

/// A session further than this from the others of its cohort is a wrong year.
const MOST_APART: TimeDelta = TimeDelta::days(366);

/// A session's span: it ends after it starts, crossing midnight or not (R11). Its day may lie before
/// or after the cohort's others, which then lasts from it or until it (R83); more than a year away is
/// a slip.
pub fn session_span(
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
) -> Result<(), CohortRefusal> {
    if ends_at <= starts_at {
        return Err(CohortRefusal::SessionEndsBeforeStart);
    }
    if ends_at - starts_at > LONGEST_SESSION {
        return Err(CohortRefusal::SessionTooLong);
    }
    let day = dates::bogota_date(starts_at);
    if starts_on - day > MOST_APART || day - ends_on > MOST_APART {
        return Err(CohortRefusal::SessionFar { starts_on, ends_on });
    }
    Ok(())
}

/// Whether two spans share time; adjacent ones do not (R12).
pub fn overlap(
    (a_from, a_to): (DateTime<Utc>, DateTime<Utc>),
    (b_from, b_to): (DateTime<Utc>, DateTime<Utc>),
) -> bool {
    a_from < b_to && b_from < a_to
}

/// Only a planned session changes: a new facilitator never rewrites a past one (R12).
pub fn session_editable(stage: Stage) -> Result<(), CohortRefusal> {
    match stage {
        Stage::Planned => Ok(()),
        _ => Err(CohortRefusal::SessionFixed { stage }),
    }
}

/// Planned or held → cancelled, which takes it out of every denominator (R14).
pub fn cancel_session(stage: Stage) -> Result<Stage, CohortRefusal> {
    match stage {
        Stage::Planned | Stage::Held => Ok(Stage::Cancelled),
        Stage::Closed | Stage::Cancelled => Err(CohortRefusal::SessionFixed { stage }),
    }
}

/// Planned → held with the first mark; held stays held.
pub fn hold_session(stage: Stage) -> Result<Stage, CohortRefusal> {
    match stage {
        Stage::Planned | Stage::Held => Ok(Stage::Held),
        Stage::Closed | Stage::Cancelled => Err(CohortRefusal::SessionFixed { stage }),
    }
}

/// Held → closed: its attendance is complete.
pub fn close_session(stage: Stage) -> Result<Stage, CohortRefusal> {
    match stage {
        Stage::Held => Ok(Stage::Closed),
        _ => Err(CohortRefusal::SessionFixed { stage }),
    }
}

/// Closed → held: its list was finished by mistake.
pub fn reopen_session(stage: Stage) -> Result<Stage, CohortRefusal> {
    match stage {
        Stage::Closed => Ok(Stage::Held),
        _ => Err(CohortRefusal::SessionFixed { stage }),
    }
}
