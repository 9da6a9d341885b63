//! The rows that worklists share: the steps that cohorts wait for, and the cohorts with their figures.

use cohorts_model::entity::cohort::Stage;
use platform::numbers::some;
use platform::texts::{and, capitalised, say, word};
use sign_in_model::prelude::*;

use super::super::queries::{LivingCohort, PendingDecisions, SHOWN};
use super::super::views::{HomeCohort, HomeItem, Worklist};
use super::number;
use super::waits::{self, DecisionKind, KindCount};

/// Returns the cohorts that wait for one kind of step, with their days.
fn chosen(
    kind: &DecisionKind,
    cohorts: &[LivingCohort],
    holds: impl Fn(&LivingCohort) -> bool,
) -> KindCount {
    let rows: Vec<&LivingCohort> = cohorts.iter().filter(|row| holds(row)).collect();
    kind.of(rows.len() as i64).among(rows.into_iter().map(by_its_days))
}

/// The cohorts that came below their minimum.
pub fn below(cohorts: &[LivingCohort]) -> KindCount {
    chosen(&waits::BELOW, cohorts, |row| row.is_below)
}

/// Those whose first day is here.
pub fn to_start(cohorts: &[LivingCohort], today: NaiveDate) -> KindCount {
    chosen(&waits::START, cohorts, |row| row.is_to_start(today))
}

/// Those without a session left to hold.
pub fn to_close(cohorts: &[LivingCohort]) -> KindCount {
    chosen(&waits::CLOSE, cohorts, LivingCohort::is_to_close)
}

/// The published ones that are not below their minimum.
pub fn to_confirm(cohorts: &[LivingCohort]) -> KindCount {
    let is_tentative = |row: &LivingCohort| row.line.stage == Stage::Tentative && !row.is_below;
    chosen(&waits::CONFIRM, cohorts, is_tentative).at(list(Stage::Tentative))
}

/// The drafts.
pub fn to_publish(cohorts: &[LivingCohort]) -> KindCount {
    chosen(&waits::PUBLISH, cohorts, |row| row.line.stage == Stage::Draft).at(list(Stage::Draft))
}

/// What arrived from telephones and waits to be looked at, cohort by cohort.
pub fn to_review(settle: &[PendingDecisions]) -> KindCount {
    settled(&waits::REVIEW, settle, PendingDecisions::reviews, "/por-revisar")
}

/// Returns what waits in each cohort, with the page of the cohort where it is decided.
pub fn settled(
    kind: &DecisionKind,
    settle: &[PendingDecisions],
    count: impl Fn(&PendingDecisions) -> i64,
    page: &str,
) -> KindCount {
    let places = settle.iter().filter(|row| count(row) > 0).map(|row| {
        let text = say("home.waits_here", &[("count", number(count(row)))]);
        let path = format!("/cohortes/{}{page}", row.id);
        HomeItem::new(named(&row.name, &row.course), path, text)
    });
    kind.of(settle.iter().map(&count).sum()).among(places)
}

fn list(stage: Stage) -> String {
    format!("/cohortes?etapa={}", stage.code())
}

/// Returns the day, how many kinds of things wait, and how many of the cohorts run.
pub fn lead(today: NaiveDate, waiting: usize, cohorts: &[LivingCohort]) -> String {
    let running = cohorts.iter().filter(|row| row.line.stage == Stage::Running).count();
    let lead = [
        Some(dates::with_weekday(today)),
        told(waiting as i64, "home.kinds_one", "home.kinds_many"),
        told(running as i64, "home.running_one", "home.running_many"),
    ];
    let lead: Vec<String> = lead.into_iter().flatten().collect();
    capitalised(&lead.join(" · "))
}

impl Worklist {
    /// Adds the cohorts as rows, as many as a list shows.
    #[must_use]
    pub fn over(
        self,
        cohorts: Vec<LivingCohort>,
        settle: &[PendingDecisions],
        today: NaiveDate,
    ) -> Self {
        let more = (cohorts.len() > SHOWN as usize)
            .then(|| say("home.all_cohorts", &[("count", number(cohorts.len() as i64))]));
        Self { more, cohorts: rows(cohorts, settle, today), ..self }
    }
}

/// Returns a count with its noun; nothing is said of none.
pub fn told(count: i64, one: &'static str, many: &'static str) -> Option<String> {
    (count > 0).then(|| some(count, word(one), word(many)))
}

/// How many names stand for a longer list.
const FEW: usize = 5;

/// «Acacías, Cabuyaro, Cubarral, El Dorado, Granada y 9 más».
pub fn few(names: &[&str]) -> String {
    match names.get(FEW..) {
        Some(more) if !more.is_empty() => {
            let more = say("home.and_more", &[("count", number(more.len() as i64))]);
            format!("{} {more}", names[..FEW].join(", "))
        }
        _ => and(names),
    }
}

/// «Cohorte Meta 2026-2: Presupuesto participativo».
pub fn named(name: &str, course: &str) -> String {
    format!("{name}: {course}")
}

/// Returns a cohort with the days that say since when its step waits, or how many people it lacks.
fn by_its_days(row: &LivingCohort) -> HomeItem {
    let line = &row.line;
    let text = if row.is_below {
        let minimum = number(row.minimum_people.unwrap_or_default());
        say("home.below", &[("confirmed", number(row.confirmed)), ("minimum", minimum)])
    } else {
        capitalised(&dates::period(line.starts_on, line.ends_on))
    };
    HomeItem::new(named(&line.name, &line.course), format!("/cohortes/{}", line.id), text)
        .tagged(line.stage.code(), line.stage.label())
}

/// Returns the cohorts as rows, those that wait for a step first and then by their next session.
fn rows(
    mut cohorts: Vec<LivingCohort>,
    settle: &[PendingDecisions],
    today: NaiveDate,
) -> Vec<HomeCohort> {
    let pending = |row: &LivingCohort| {
        settle.iter().find(|one| one.id == row.line.id).map_or(0, PendingDecisions::all)
    };
    cohorts.sort_by_key(|row| {
        let waits = row.is_below || row.is_to_start(today) || row.is_to_close();
        (!waits, pending(row) == 0, row.next_at.is_none(), row.next_at, row.line.starts_on)
    });
    cohorts
        .into_iter()
        .take(SHOWN as usize)
        .map(|row| {
            let facts = [
                (row.sessions > 0).then(|| {
                    let taught = number(row.sessions - row.left);
                    say("home.sessions", &[("taught", taught), ("all", number(row.sessions))])
                }),
                told(row.at_risk, "home.risk_one", "home.risk_many"),
                told(row.waiting, "home.queues_one", "home.queues_many"),
                told(pending(&row), "home.pending_one", "home.pending_many"),
                row.next_at.map(|at| {
                    let day = dates::long(dates::bogota_date(at));
                    say("home.next_on", &[("day", day), ("time", dates::time(at))])
                }),
            ];
            let facts: Vec<String> = facts.into_iter().flatten().collect();
            let seats = [("taken", number(row.confirmed)), ("seats", number(row.seats))];
            HomeCohort {
                percent: numbers::whole_percent(row.confirmed, row.seats).unwrap_or(0).min(100),
                seats: say("home.seats", &seats),
                cohort: HomeItem::new(
                    named(&row.line.name, &row.line.course),
                    format!("/cohortes/{}", row.line.id),
                    facts.join(" · "),
                )
                .tagged(row.line.stage.code(), row.line.stage.label()),
            }
        })
        .collect()
}
