//! What is to be done in a cohort now, said in the same words by its own page and by every list of cohorts.
//! Pure.

use platform::texts::{say, word};
use sign_in_model::prelude::*;

use super::commands::facts_of;
use super::entity::cohort::{self, CohortId, Stage};
use super::entity::session;
use super::place::{CohortTab, has_session};
use super::policy::{self, CohortFacts};
use super::progress::SessionProgress;
use super::refusals::CohortRefusal;
use super::rules::{self, Readiness};
use super::timetable;

/// What is to be done now.
#[derive(Clone, Debug, Serialize, Example)]
pub struct NextAction {
    pub title: String,
    pub text: Option<String>,
    /// `None` means that others do it.
    pub button: Option<ActionButton>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct ActionButton {
    pub label: &'static str,
    pub href: String,
    /// The address is a page, not the verb itself.
    pub asks: bool,
    /// It is the one filled button of the page.
    pub is_main: bool,
}

/// What decides what is to be done, by whom and when.
pub struct Situation<'a> {
    pub cohort: &'a cohort::Model,
    pub sessions: &'a [session::Model],
    pub runs: bool,
    /// Runs it or teaches in it.
    pub works: bool,
    /// Reads its people and their attendance.
    pub reads: bool,
    /// Something is missing before it can be published.
    pub lacks: bool,
    /// People below the minimum attendance, as far as the reader sees them.
    pub below: usize,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
}

impl<'a> Situation<'a> {
    /// Returns how a cohort stands before its reader. Whoever knows it adds what is missing before it can be
    /// published ([`Self::gap`]) and who is below the minimum.
    pub fn of(
        actor: &Actor,
        cohort: &'a cohort::Model,
        sessions: &'a [session::Model],
        (now, today): (DateTime<Utc>, NaiveDate),
    ) -> Self {
        let facts = CohortFacts::from(cohort);
        let runs = policy::runs(actor, &facts);
        let works = runs || has_session(actor, sessions);
        let reads = CohortTab::Sessions.opens(actor, &facts, works);
        Self { cohort, sessions, runs, works, reads, lacks: false, below: 0, now, today }
    }

    /// Returns why a draft cannot be published yet, for whoever runs it, given for how many municipalities
    /// it is.
    pub fn gap(&self, municipalities: usize) -> Option<CohortRefusal> {
        if !self.runs || self.cohort.stage != Stage::Draft {
            return None;
        }
        let ready = Readiness {
            municipalities,
            sessions: &facts_of(self.sessions),
            ends_on: self.cohort.ends_on,
            minimum: rules::Minimum::planned(self.cohort),
        };
        rules::publish(self.cohort.stage, &ready, self.today).err()
    }

    /// Whether its people's attendance is told: it runs or has run, and the reader reads of them.
    pub fn tells_attendance(&self) -> bool {
        self.reads && matches!(self.cohort.stage, Stage::Running | Stage::Closed)
    }

    /// How many of its sessions were taught.
    pub fn taught(&self) -> usize {
        self.sessions.iter().filter(|one| one.was_held(self.now)).count()
    }

    /// The session under way, or the next one.
    pub fn ahead(&self) -> Option<&'a session::Model> {
        self.sessions.iter().find(|one| one.is_ahead(self.now))
    }

    /// A page of the cohort.
    pub fn path(&self, end: &str) -> String {
        format!("/cohortes/{}{end}", self.cohort.id)
    }

    /// How many of its sessions take place or took place.
    pub fn meetings(&self) -> usize {
        timetable::meetings(self.sessions).count()
    }

    fn first(&self, progress: SessionProgress) -> Option<&session::Model> {
        self.sessions.iter().find(|one| one.progress(self.now) == progress)
    }

    /// The session whose list is to be passed or finished first, with how the page says so.
    fn list(&self) -> Option<(&session::Model, &'static str, &'static str)> {
        let is_today = |one: &session::Model| dates::bogota_date(one.starts_at) == self.today;
        let takes = matches!(self.cohort.stage, Stage::Confirmed | Stage::Running);
        if !self.works || !takes {
            return None;
        }
        let planned = self.first(SessionProgress::Planned).filter(|one| is_today(one));
        [
            (self.first(SessionProgress::UnderWay), "cohorts.next_now", "cohorts.pass_list"),
            (self.first(SessionProgress::Unlisted), "cohorts.next_unlisted", "cohorts.pass_list"),
            (self.first(SessionProgress::Held), "cohorts.next_unfinished", "cohorts.finish_list"),
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
pub fn next(at: &Situation<'_>) -> (Option<NextAction>, Option<ActionButton>) {
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
        Stage::Running => match at.first(SessionProgress::Planned) {
            Some(one) => {
                let button = match at.runs && at.below > 0 {
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
