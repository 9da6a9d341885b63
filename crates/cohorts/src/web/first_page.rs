//! What the first page of a cohort says before its details: how it goes.

use enrolment_model::queries::RosterCounts;
use platform::texts::{say, word};
use reports_model::cohort_attendance::CohortAttendance;
use sign_in_model::prelude::*;

use crate::attendance;
use crate::entity::cohort::Stage;
use crate::next::Situation;

/// Shares that the finding names one by one.
const NAMED: usize = 8;

/// Returns how the cohort goes: each figure with what it is measured against, over its list. `told` is `None`
/// where nobody was marked yet, or the reader sees no attendance.
pub(super) fn figures(
    at: &Situation<'_>,
    counts: &RosterCounts,
    told: Option<&CohortAttendance>,
) -> Vec<Figure> {
    let cohort = at.cohort;
    let of = |part: u64, all: u64| {
        let (part, all) = (numbers::counted(part), numbers::counted(all));
        say("cohorts.of", &[("part", part), ("all", all)])
    };
    let list = |end: &str| at.reads.then(|| at.path(end));
    let seats = match cohort.stage {
        Stage::Draft | Stage::Cancelled => Figure::new(cohort.seats, word("cohorts.seats")),
        _ => {
            let seats = u64::try_from(cohort.seats).unwrap_or_default();
            let number = of(counts.seated(), seats);
            Figure::new(number, word("cohorts.seats_taken")).over(list("/inscritos"))
        }
    };
    let (one, many) = (word("cohorts.waits_one"), word("cohorts.waits_many"));
    let seats = match counts.waiting {
        0 => seats,
        waiting => seats.noted(numbers::some(waiting, one, many)),
    };
    let minimum = cohort.minimum_attendance.to_string();
    let mut figures = vec![seats];
    let percent = told.and_then(|told| Some((told, told.whole.percent()?)));
    match percent {
        Some((told, percent)) => {
            figures.push(
                Figure::new(format!("{percent} %"), word("cohorts.attendance"))
                    .noted(say("cohorts.at_least", &[("minimum", minimum)]))
                    .over(list("/asistencia")),
            );
            figures.push(risk(at, told));
        }
        None => figures.push(Figure::new(format!("{minimum} %"), word("cohorts.least"))),
    }
    let sessions =
        Figure::new(of(at.taught() as u64, at.meetings() as u64), word("cohorts.sessions_held"))
            .over(list("/asistencia"));
    figures.push(match at.ahead() {
        Some(next) => {
            let day = dates::short_with_weekday(dates::bogota_date(next.starts_at));
            sessions.noted(say("cohorts.next_on", &[("day", day)]))
        }
        None => sessions,
    });
    figures
}

/// How many are below the minimum, over the list that only the coordination opens.
fn risk(at: &Situation<'_>, told: &CohortAttendance) -> Figure {
    let list = at.path(if at.runs { "/riesgo" } else { "/asistencia" });
    if told.below() == 0 {
        return Figure::new(word("cohorts.nobody"), word("cohorts.risk")).to(list);
    }
    let figure = Figure::new(told.below(), word("cohorts.risk")).to(list);
    let (one, many) = (word("cohorts.reaches_one"), word("cohorts.reaches_many"));
    match told.at_risk {
        0 => figure.noted(word("cohorts.reaches_none")),
        still => figure.noted(numbers::some(still, one, many)),
    }
}

/// Returns what held sessions say together: «La asistencia baja desde la primera sesión: 96, 89, 82 %».
pub(super) fn finding(shares: &[u32], minimum: i32) -> Option<String> {
    let key = attendance::finding(shares, u32::try_from(minimum).unwrap_or_default())?;
    let names: Vec<String> = shares.iter().map(u32::to_string).collect();
    let named = match names.as_slice() {
        [first @ .., last] if names.len() > NAMED => format!("{} … {last}", first[..2].join(", ")),
        all => all.join(", "),
    };
    Some(say(key, &[("shares", named), ("minimum", minimum.to_string())]))
}
