//! What the first page of a cohort says before its details: what is to be done now, and how it goes.

use enrolment_model::queries::RosterCounts;
use platform::texts::{say, word};
use sign_in_model::prelude::*;

use crate::attendance::{self, CohortAttendance};
use crate::entity::cohort::{self, CohortId, Stage};
use crate::entity::session;
use crate::progress::SessionProgress;
use crate::views::{ActionButton, NextAction};
use crate::{rules, timetable};

/// Shares that the finding names one by one.
const NAMED: usize = 8;

/// What decides what is to be done, by whom and when.
pub(super) struct Situation<'a> {
    pub cohort: &'a cohort::Model,
    pub sessions: &'a [session::Model],
    pub runs: bool,
    /// Runs it or teaches in it.
    pub works: bool,
    /// Reads its people and their attendance.
    pub reads: bool,
    /// Something is missing before it can be published.
    pub lacks: bool,
    pub counts: RosterCounts,
    /// `None` where nobody was marked yet, or the reader sees no attendance.
    pub attendance: Option<&'a CohortAttendance>,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
}

impl Situation<'_> {
    fn path(&self, end: &str) -> String {
        format!("/cohortes/{}{end}", self.cohort.id)
    }

    fn meetings(&self) -> usize {
        timetable::meetings(self.sessions).count()
    }

    fn at(&self, progress: SessionProgress) -> Option<&session::Model> {
        self.sessions.iter().find(|one| one.progress(self.now) == progress)
    }

    /// The session whose list is to be passed or finished first, with how the page says so.
    fn list(&self) -> Option<(&session::Model, &'static str, &'static str)> {
        let is_today = |one: &session::Model| dates::bogota_date(one.starts_at) == self.today;
        let takes = matches!(self.cohort.stage, Stage::Confirmed | Stage::Running);
        if !self.works || !takes {
            return None;
        }
        let planned = self.at(SessionProgress::Planned).filter(|one| is_today(one));
        [
            (self.at(SessionProgress::UnderWay), "cohorts.next_now", "cohorts.pass_list"),
            (self.at(SessionProgress::Unlisted), "cohorts.next_unlisted", "cohorts.pass_list"),
            (self.at(SessionProgress::Held), "cohorts.next_unfinished", "cohorts.finish_list"),
            (planned, "cohorts.next_today", "cohorts.pass_list"),
        ]
        .into_iter()
        .find_map(|(session, title, label)| Some((session?, title, label)))
    }
}

/// The next stage as a button.
fn stage_button(stage: Stage, id: CohortId) -> Option<ActionButton> {
    let (label, verb) = match stage {
        Stage::Draft => ("cohorts.publish_button", "publicacion"),
        Stage::Tentative => ("cohorts.confirm_button", "confirmacion"),
        Stage::Confirmed => ("cohorts.start_button", "inicio"),
        Stage::Running => ("cohorts.close_button", "cierre"),
        Stage::Closed | Stage::Cancelled => return None,
    };
    // Closing is for good: its own page says first what is missing.
    let asks = stage == Stage::Running;
    let href = format!("/cohortes/{id}/{verb}");
    Some(ActionButton { label: word(label), href, asks, is_main: false })
}

fn link(label: &'static str, href: String) -> Option<ActionButton> {
    Some(ActionButton { label: word(label), href, asks: true, is_main: true })
}

/// Returns what is to be done now, and the next stage where it comes after that.
pub(super) fn next(at: &Situation<'_>) -> (Option<NextAction>, Option<ActionButton>) {
    let cohort = at.cohort;
    let stage = stage_button(cohort.stage, cohort.id).filter(|_| at.runs && !at.lacks);
    let filled = || stage.clone().map(|button| ActionButton { is_main: true, ..button });
    let session = |key: &'static str, one: &session::Model| {
        let (position, all) = (one.position.to_string(), at.meetings().to_string());
        say(key, &[("position", position), ("all", all)])
    };
    let when = |one: &session::Model| Some(dates::long_day_and_span(one.starts_at, one.ends_at));
    let action = |title: &'static str, button| NextAction {
        title: word(title).to_owned(),
        text: None,
        button,
    };
    if let Some((one, title, label)) = at.list() {
        let button = link(label, format!("/sesiones/{}/asistencia", one.id));
        let next = NextAction { title: session(title, one), text: when(one), button };
        return (Some(next), stage);
    }
    match cohort.stage {
        Stage::Draft if at.runs && at.lacks => {
            let planned = rules::Minimum::planned(cohort);
            let button = match (at.meetings(), planned.method && planned.knowledge) {
                (0, _) => link("cohorts.plan_session", at.path("/sesiones/nueva")),
                (_, false) => link("cohorts.plan_minimum", at.path("/minimas")),
                (_, true) => link("cohorts.change_data", at.path("/datos")),
            };
            (Some(action("cohorts.next_draft", button)), None)
        }
        Stage::Draft if at.runs => (Some(action("cohorts.next_publish", filled())), None),
        Stage::Tentative if at.runs => (Some(action("cohorts.next_confirm", filled())), None),
        Stage::Confirmed if at.runs && cohort.starts_on <= at.today => {
            (Some(action("cohorts.next_start", filled())), None)
        }
        Stage::Tentative | Stage::Confirmed => {
            let day = dates::with_weekday(cohort.starts_on);
            let next = NextAction {
                title: say("cohorts.next_begins", &[("day", day)]),
                text: None,
                button: link("cohorts.invite", at.path("/convocatoria")).filter(|_| at.runs),
            };
            (Some(next), stage)
        }
        Stage::Running => match at.at(SessionProgress::Planned) {
            Some(one) => {
                let below = at.attendance.map_or(0, CohortAttendance::below);
                let button = match at.runs && below > 0 {
                    true => link("cohorts.see_risk", at.path("/riesgo")),
                    false => {
                        link("cohorts.see_attendance", at.path("/asistencia")).filter(|_| at.reads)
                    }
                };
                let title = session("cohorts.next_session", one);
                (Some(NextAction { title, text: when(one), button }), stage)
            }
            None if at.runs => (Some(action("cohorts.next_close", filled())), None),
            None => (None, None),
        },
        Stage::Closed if at.runs => {
            let button = link("cohorts.see_certificates", at.path("/certificados"));
            (Some(action("cohorts.next_certificates", button)), None)
        }
        Stage::Draft | Stage::Closed | Stage::Cancelled => (None, None),
    }
}

/// Returns how the cohort goes: each figure with what it is measured against, over its list.
pub(super) fn figures(at: &Situation<'_>) -> Vec<Figure> {
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
            let number = of(at.counts.seated(), seats);
            Figure::new(number, word("cohorts.seats_taken")).over(list("/inscritos"))
        }
    };
    let (one, many) = (word("cohorts.waits_one"), word("cohorts.waits_many"));
    let seats = match at.counts.waiting {
        0 => seats,
        waiting => seats.noted(numbers::some(waiting, one, many)),
    };
    let minimum = cohort.minimum_attendance.to_string();
    let mut figures = vec![seats];
    let percent = at.attendance.and_then(|told| Some((told, told.whole.percent()?)));
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
    let held = at.sessions.iter().filter(|one| one.was_held(at.now)).count() as u64;
    let next = at.sessions.iter().find(|one| one.is_ahead(at.now));
    let sessions = Figure::new(of(held, at.meetings() as u64), word("cohorts.sessions_held"))
        .over(list("/asistencia"));
    figures.push(match next {
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
