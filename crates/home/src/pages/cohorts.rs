//! The cohorts of a worklist, each with the figures that its own page says: seats, attendance, who is at
//! risk and sessions, from the same functions, so that no two pages differ.

use std::collections::HashMap;

use chrono::Datelike as _;
use cohorts_model::entity::cohort::{CohortId, Stage};
use cohorts_model::entity::session;
use cohorts_model::next::{NextAction, Situation, next};
use enrolment_model::queries::{RosterCounts, counts_of};
use platform::texts::{say, word};
use reports_model::cohort_attendance::{CohortAttendance, attendance_of};
use sign_in_model::prelude::*;

use super::super::queries::{LivingCohort, PendingDecisions, SHOWN, sessions_of};
use super::super::views::{HomeAction, HomeCohort, HomeItem, SessionBars, Worklist};
use super::rows::{named, told};
use super::{WEEK, number};

/// What is known of the cohorts that are shown.
struct Figures {
    sessions: HashMap<CohortId, Vec<session::Model>>,
    /// People by stage, and their attendance where the reader reads of it.
    people: HashMap<CohortId, (RosterCounts, Option<CohortAttendance>)>,
}

impl Worklist {
    /// Adds the cohorts as rows, as many as a list shows: those that wait for a step first, and then by their
    /// next session. Five statements at most, whatever their number.
    ///
    /// # Errors
    /// The database's.
    pub async fn over(
        self,
        app: &App,
        actor: &Actor,
        mut cohorts: Vec<LivingCohort>,
        settle: &[PendingDecisions],
    ) -> Result<Self, AppError> {
        let today = app.clock.today();
        let all = cohorts.len();
        cohorts.sort_by_key(|row| {
            let waits = row.is_below || row.is_to_start(today) || row.is_to_close();
            let is_settled = pending(settle, row) == 0;
            (!waits, is_settled, row.next_at.is_none(), row.next_at, row.cohort.starts_on)
        });
        cohorts.truncate(SHOWN as usize);
        let figures = figures(app, actor, &cohorts).await?;
        let more = (all > SHOWN as usize)
            .then(|| say("home.all_cohorts", &[("count", number(all as i64))]));
        let finding = finding(&figures);
        let rows = cohorts.iter().map(|row| figures.row(app, actor, row, settle)).collect();
        Ok(Self { more, finding, cohorts: rows, ..self })
    }
}

/// How much waits in a cohort for a decision about attendance, grades and certificates.
fn pending(settle: &[PendingDecisions], row: &LivingCohort) -> i64 {
    settle.iter().find(|one| one.id == row.cohort.id).map_or(0, PendingDecisions::all)
}

/// Reads the figures as the page of each cohort does: people whose attendance is told are counted with it,
/// as far as the reader sees them, and seats elsewhere are those of everybody.
async fn figures(app: &App, actor: &Actor, cohorts: &[LivingCohort]) -> Result<Figures, AppError> {
    let (db, now, today) = (app.db.read(), app.clock.now(), app.clock.today());
    let ids: Vec<CohortId> = cohorts.iter().map(|row| row.cohort.id).collect();
    let sessions = sessions_of(db, &ids).await?;
    let (mut attending, mut seated) = (Vec::new(), Vec::new());
    for row in cohorts {
        let own = sessions.get(&row.cohort.id).map(Vec::as_slice).unwrap_or_default();
        let at = Situation::of(actor, &row.cohort, own, (now, today));
        let tells = at.tells_attendance();
        if tells {
            attending.push((&row.cohort, own));
        }
        if !(tells && at.works) && row.cohort.stage != Stage::Draft {
            seated.push(row.cohort.id);
        }
    }
    let told = attendance_of(db, actor, &attending, now).await?;
    let mut people: HashMap<CohortId, (RosterCounts, Option<CohortAttendance>)> =
        told.into_iter().map(|(id, (counts, told))| (id, (counts, Some(told)))).collect();
    let counts = counts_of(db, seated.iter().copied()).await?;
    for id in seated {
        people.entry(id).or_default().0 = counts.get(&id).copied().unwrap_or_default();
    }
    Ok(Figures { sessions, people })
}

/// «3 personas en riesgo de no certificarse»: of the cohorts that are shown.
fn finding(figures: &Figures) -> Option<String> {
    let told = figures.people.values().filter_map(|(_, told)| told.as_ref());
    let told: Vec<&CohortAttendance> = told.filter(|told| told.whole.percent().is_some()).collect();
    let below: usize = told.iter().map(|told| told.below()).sum();
    match (told.is_empty(), below) {
        (true, _) => None,
        (false, 0) => Some(word("home.risk_none").to_owned()),
        (false, below) => super::rows::told(below as i64, "home.risk_one", "home.risk_many"),
    }
}

impl Figures {
    fn row(
        &self,
        app: &App,
        actor: &Actor,
        row: &LivingCohort,
        settle: &[PendingDecisions],
    ) -> HomeCohort {
        let (now, today) = (app.clock.now(), app.clock.today());
        let cohort = &row.cohort;
        let sessions = self.sessions.get(&cohort.id).map(Vec::as_slice).unwrap_or_default();
        let (counts, attendance) = match self.people.get(&cohort.id) {
            Some((counts, attendance)) => (*counts, attendance.as_ref()),
            None => (RosterCounts::default(), None),
        };
        let mut at = Situation::of(actor, cohort, sessions, (now, today));
        at.lacks = at.gap(usize::try_from(row.municipalities).unwrap_or_default()).is_some();
        at.below = attendance.map_or(0, CohortAttendance::below);
        let of = |part: u64, all: u64| {
            let (part, all) = (numbers::counted(part), numbers::counted(all));
            say("cohorts.of", &[("part", part), ("all", all)])
        };
        let seats = match cohort.stage {
            Stage::Draft => number(cohort.seats),
            _ => of(counts.seated(), u64::try_from(cohort.seats).unwrap_or_default()),
        };
        let percent = attendance.and_then(|told| told.whole.percent());
        let facts = [
            told(row.waiting, "home.queues_one", "home.queues_many"),
            told(pending(settle, row), "home.pending_one", "home.pending_many"),
        ];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        let taught =
            [("taught", number(at.taught() as i64)), ("all", number(at.meetings() as i64))];
        let (act, said) = step(&at);
        HomeCohort {
            cohort: HomeItem::new(named(&cohort.name, &row.course), at.path(""), facts.join(" · "))
                .tagged(cohort.stage.code(), cohort.stage.label()),
            seats,
            attendance: percent.map(|percent| format!("{percent} %")),
            risk: percent.map(|_| match at.below {
                0 => word("cohorts.nobody").to_owned(),
                below => number(below as i64),
            }),
            bars: bars(&at, attendance),
            sessions: (at.meetings() > 0).then(|| say("home.sessions", &taught)),
            next: at.ahead().map(|session| soon(session, today)),
            act,
            said,
        }
    }
}

/// The bars of the sessions that were not cancelled, where attendance is told.
fn bars(at: &Situation<'_>, attendance: Option<&CohortAttendance>) -> Option<SessionBars> {
    let crowds = &attendance?.sessions;
    let shares =
        at.sessions.iter().zip(crowds).filter(|(one, _)| one.stage != session::Stage::Cancelled);
    let shares: Vec<Option<u32>> =
        shares.map(|(one, crowd)| crowd.tally.percent().filter(|_| one.was_held(at.now))).collect();
    SessionBars::of(&shares)
}

/// What is to be done now, as a link; what others do is said only. A verb that is pressed stands on the page
/// of the cohort.
fn step(at: &Situation<'_>) -> (Option<HomeAction>, Option<String>) {
    match next(at).0 {
        Some(NextAction { button: Some(button), .. }) => {
            let href = if button.asks { button.href } else { at.path("") };
            (Some(HomeAction::other(button.label, href)), None)
        }
        Some(NextAction { title, .. }) => (None, Some(title)),
        None => (None, None),
    }
}

/// «hoy, 8:00 a. m.», «miércoles 25, 8:00 a. m.» within a week, and the whole date after it.
fn soon(session: &session::Model, today: NaiveDate) -> String {
    let date = dates::bogota_date(session.starts_at);
    let day = if date == today {
        word("home.today").to_owned()
    } else if date < today + WEEK {
        format!("{} {}", dates::weekday(date), date.day())
    } else {
        dates::long(date)
    };
    say("home.next_on", &[("day", day), ("time", dates::time(session.starts_at))])
}
