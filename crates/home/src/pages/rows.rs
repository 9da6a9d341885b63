//! The rows that worklists share: the steps that cohorts wait for, and what waits in them.

use cohorts_model::entity::cohort::Stage;
use platform::numbers::some;
use platform::texts::{and, capitalised, say, word};
use sign_in_model::prelude::*;

use super::super::queries::{LivingCohort, PendingDecisions, WaitingCount};
use super::super::views::HomeItem;
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
    let is_tentative = |row: &LivingCohort| row.cohort.stage == Stage::Tentative && !row.is_below;
    chosen(&waits::CONFIRM, cohorts, is_tentative).at(list(Stage::Tentative))
}

/// The drafts.
pub fn to_publish(cohorts: &[LivingCohort]) -> KindCount {
    chosen(&waits::PUBLISH, cohorts, |row| row.cohort.stage == Stage::Draft).at(list(Stage::Draft))
}

/// What arrived from telephones and waits to be looked at, cohort by cohort.
pub fn to_review(settle: &[PendingDecisions], today: NaiveDate) -> KindCount {
    settled(&waits::REVIEW, settle, PendingDecisions::reviews, ("/por-revisar", today))
}

/// Adds up what waits in all cohorts: how much, and since when the oldest does.
pub fn summed(
    kind: &DecisionKind,
    settle: &[PendingDecisions],
    count: impl Fn(&PendingDecisions) -> WaitingCount,
    today: NaiveDate,
) -> KindCount {
    let oldest = settle.iter().filter_map(|row| count(row).1).min();
    kind.of(settle.iter().map(|row| count(row).0).sum()).since(oldest, today)
}

/// Returns what waits in each cohort, with the page of the cohort where it is decided.
pub fn settled(
    kind: &DecisionKind,
    settle: &[PendingDecisions],
    count: impl Fn(&PendingDecisions) -> WaitingCount,
    (page, today): (&str, NaiveDate),
) -> KindCount {
    let places = settle.iter().filter(|row| count(row).0 > 0).map(|row| {
        let (waiting, oldest) = count(row);
        let text = say("home.waits_here", &[("count", number(waiting))]);
        let path = format!("/cohortes/{}{page}", row.id);
        let text = waits::with_since(text, oldest, today);
        HomeItem::new(named(&row.name, &row.course), path, text)
    });
    summed(kind, settle, &count, today).among(places)
}

fn list(stage: Stage) -> String {
    format!("/cohortes?etapa={}", stage.code())
}

/// Returns the day, how many kinds of things wait, and how many of the cohorts run.
pub fn lead(today: NaiveDate, waiting: usize, cohorts: &[LivingCohort]) -> String {
    let running = cohorts.iter().filter(|row| row.cohort.stage == Stage::Running).count();
    let lead = [
        Some(dates::with_weekday(today)),
        told(waiting as i64, "home.kinds_one", "home.kinds_many"),
        told(running as i64, "home.running_one", "home.running_many"),
    ];
    let lead: Vec<String> = lead.into_iter().flatten().collect();
    capitalised(&lead.join(" · "))
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
    let line = &row.cohort;
    let text = if row.is_below {
        let minimum = number(line.minimum_people.unwrap_or_default());
        say("home.below", &[("confirmed", number(row.confirmed)), ("minimum", minimum)])
    } else {
        capitalised(&dates::period(line.starts_on, line.ends_on))
    };
    HomeItem::new(named(&line.name, &row.course), format!("/cohortes/{}", line.id), text)
        .tagged(line.stage.code(), line.stage.label())
}
