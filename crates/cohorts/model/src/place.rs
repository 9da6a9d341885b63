//! A cohort as a place: its name, the steps of its life and the tabs that stay on all its pages. Each
//! page enters it with the tab that it belongs to, once it knows that its reader may see the page.

use platform::pages::{Place, PlaceStep, PlaceTab};
use platform::texts::{Words, say, word};
use sign_in_model::actor::Role;
use sign_in_model::prelude::*;

use super::entity::cohort::{self, Stage};
use super::entity::session;
use super::policy::{self, CohortFacts};
use super::progress::SessionProgress;
use super::queries::{CohortHead, CohortRow};
use super::{queries, rules};

/// A tab of a cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Words)]
#[words("cohorts.tab_")]
pub enum CohortTab {
    Summary,
    People,
    Sessions,
    Evaluation,
    Certificates,
    Messages,
    History,
}

/// A step of a cohort's life. Its stages say where it is; the last day parts the teaching from the closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Words)]
#[words("cohorts.step_")]
pub enum LifeStep {
    Draft,
    Call,
    Running,
    Closing,
    FollowUp,
}

impl CohortTab {
    /// Returns what the address of its first page ends in.
    fn end(self) -> &'static str {
        match self {
            Self::Summary => "",
            Self::People => "/inscritos",
            Self::Sessions => "/asistencia",
            Self::Evaluation => "/notas",
            Self::Certificates => "/certificados",
            Self::Messages => "/mensajes",
            Self::History => "/historia",
        }
    }

    /// Whether its first page opens for an actor who sees the cohort, and has something to show.
    pub fn opens(self, actor: &Actor, cohort: &CohortFacts, teaches: bool) -> bool {
        let works = policy::runs(actor, cohort) || teaches;
        let follows = policy::follows(actor, cohort);
        let is_public = rules::is_public(cohort.stage);
        match self {
            Self::Summary => true,
            Self::People | Self::Sessions => is_public && (works || follows),
            Self::Evaluation => is_public && works,
            Self::Certificates => is_public && (policy::runs(actor, cohort) || follows),
            Self::Messages => is_public && policy::runs(actor, cohort),
            Self::History => works,
        }
    }
}

/// Returns where a cohort stands in its life; a cancelled one has none.
pub fn life_step(stage: Stage, ends_on: NaiveDate, today: NaiveDate) -> Option<LifeStep> {
    match stage {
        Stage::Draft => Some(LifeStep::Draft),
        Stage::Tentative | Stage::Confirmed => Some(LifeStep::Call),
        Stage::Running if today > ends_on => Some(LifeStep::Closing),
        Stage::Running => Some(LifeStep::Running),
        Stage::Closed => Some(LifeStep::FollowUp),
        Stage::Cancelled => None,
    }
}

fn steps(here: LifeStep) -> Vec<PlaceStep> {
    let state = |step: LifeStep| match step.cmp(&here) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal => "current",
        std::cmp::Ordering::Greater => "next",
    };
    LifeStep::ALL
        .into_iter()
        .map(|step| PlaceStep { label: step.label(), state: state(step) })
        .collect()
}

/// Shows the cohort above the page that answers, with a tab marked. One statement.
///
/// # Errors
/// The database's, and that nobody signed in.
pub async fn enter(
    desk: &Desk<'_>,
    cohort: &cohort::Model,
    course: &str,
    tab: CohortTab,
) -> Result<(), AppError> {
    let sessions = queries::sessions(desk.app.db.read(), cohort.id).await?;
    enter_known(desk, cohort, course, &sessions, tab)
}

/// Does what [`enter`] does for a page that has read the sessions, without asking the database.
///
/// # Errors
/// That nobody signed in.
pub fn enter_known(
    desk: &Desk<'_>,
    cohort: &cohort::Model,
    course: &str,
    sessions: &[session::Model],
    tab: CohortTab,
) -> Result<(), AppError> {
    let actor = desk.actor()?;
    let facts = CohortFacts::from(cohort);
    let teaches = has_session(actor, sessions);
    let works = policy::runs(actor, &facts) || teaches;
    let now = desk.app.clock.now();
    let is_unlisted =
        |session: &&session::Model| session.progress(now) == SessionProgress::Unlisted;
    let unlisted = sessions.iter().filter(is_unlisted).count();
    let waits = |tab: CohortTab| {
        let (one, many) = (word("cohorts.session_unlisted"), word("cohorts.sessions_unlisted"));
        (tab == CohortTab::Sessions && works && unlisted > 0)
            .then(|| Figure::counted(unlisted as i64, one, many))
    };
    let here = life_step(cohort.stage, cohort.ends_on, desk.app.clock.today());
    desk.stand_in(Place {
        name: course.to_owned(),
        is_heading: false,
        about: say(
            "cohorts.place_about",
            &[
                ("name", cohort.name.clone()),
                ("dates", dates::range(cohort.starts_on, cohort.ends_on)),
                ("place", cohort.place_text.clone()),
            ],
        ),
        steps: here.map(steps).unwrap_or_default(),
        tabs: CohortTab::ALL
            .into_iter()
            .filter(|one| one.opens(actor, &facts, teaches))
            .map(|one| PlaceTab {
                label: one.label(),
                href: format!("/cohortes/{}{}", cohort.id, one.end()),
                current: one == tab,
                waits: waits(one),
            })
            .collect(),
    });
    Ok(())
}

impl CohortHead {
    /// Shows the cohort above the page that answers. One statement.
    ///
    /// # Errors
    /// Those of [`enter`].
    pub async fn enter(&self, desk: &Desk<'_>, tab: CohortTab) -> Result<(), AppError> {
        enter(desk, &self.cohort, &self.course, tab).await
    }
}

impl CohortRow {
    /// Shows the cohort above the page that answers. One statement.
    ///
    /// # Errors
    /// Those of [`enter`].
    pub async fn enter(&self, desk: &Desk<'_>, tab: CohortTab) -> Result<(), AppError> {
        enter(desk, &self.cohort, &self.version.name, tab).await
    }

    /// Does it for a page that has read the sessions.
    ///
    /// # Errors
    /// That nobody signed in.
    pub fn enter_known(
        &self,
        desk: &Desk<'_>,
        sessions: &[session::Model],
        tab: CohortTab,
    ) -> Result<(), AppError> {
        enter_known(desk, &self.cohort, &self.version.name, sessions, tab)
    }
}

/// Whether a session that was not cancelled is the actor's to teach.
pub fn has_session(actor: &Actor, sessions: &[session::Model]) -> bool {
    actor.has(Role::Facilitator)
        && sessions.iter().any(|session| {
            session.stage != session::Stage::Cancelled
                && session.facilitator_account_id == Some(actor.account)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cohort_is_in_its_closing_from_the_day_after_its_last_one() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).expect("a day");
        let at = |stage, today| life_step(stage, day(20), day(today));
        assert_eq!(at(Stage::Draft, 1), Some(LifeStep::Draft));
        assert_eq!(at(Stage::Tentative, 1), Some(LifeStep::Call));
        assert_eq!(at(Stage::Confirmed, 1), Some(LifeStep::Call));
        assert_eq!(at(Stage::Running, 20), Some(LifeStep::Running));
        assert_eq!(at(Stage::Running, 21), Some(LifeStep::Closing));
        assert_eq!(at(Stage::Closed, 21), Some(LifeStep::FollowUp));
        assert_eq!(at(Stage::Cancelled, 21), None);
        let states: Vec<&str> = steps(LifeStep::Call).iter().map(|step| step.state).collect();
        assert_eq!(states, ["done", "current", "next", "next", "next"]);
    }
}
