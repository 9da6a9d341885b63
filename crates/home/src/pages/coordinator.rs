//! The page of a coordination: the session of now, what waits for a decision, and its cohorts.

use cohorts_model::entity::cohort::Stage;
use cohorts_model::entity::session;
use cohorts_model::policy;
use enrolment_model::persons_to_review;
use platform::numbers::some;
use platform::texts::{and, capitalised, say, word};
use sign_in_model::actor::Role;
use sign_in_model::prelude::*;

use super::super::queries::{self, LivingCohort, PendingDecisions, SHOWN};
use super::super::ready::ready;
use super::super::views::{HomeAction, HomeCohort, HomeItem, HomePage, Worklist};
use super::waits::{self, DecisionKind};
use super::{HomeResult, now_of, number, roll_call, seconds, week};

pub async fn coordinator(app: &App, actor: &Actor) -> HomeResult {
    let (db, now, today) = (app.db.read(), app.clock.now(), app.clock.today());
    let needs = queries::needs_waiting(db, actor).await?;
    let cohorts = queries::living(db, actor, today, now).await?;
    let reviews = persons_to_review(app, actor).await?;
    // Those who follow a cohort take no roll-call in it.
    let calling = || policy::scope(&actor.only(&[Role::Coordinator, Role::Facilitator]));
    let planned = [session::Stage::Planned];
    let (late, late_total) = queries::unfinished(db, calling(), &planned, now).await?;
    let coming = queries::coming(db, calling(), now).await?;
    let settle = queries::to_settle(db, actor).await?;
    let ready = ready(db, actor, now).await?;
    let certificates: usize = ready.iter().map(|row| row.people).sum();
    let second = seconds(app, actor).await?;

    let chosen = |kind: &DecisionKind, holds: &dyn Fn(&LivingCohort) -> bool| {
        let rows: Vec<&LivingCohort> = cohorts.iter().filter(|row| holds(row)).collect();
        kind.of(rows.len() as i64).among(rows.into_iter().map(by_its_days))
    };
    let settled = |kind: &DecisionKind, count: &dyn Fn(&PendingDecisions) -> i64, path: &str| {
        let rows = settle.iter().filter(|row| count(row) > 0);
        let places = rows.map(|row| {
            let waiting = number(count(row));
            let text = say("home.waits_here", &[("count", waiting)]);
            HomeItem::new(
                named(&row.name, &row.course),
                format!("/cohortes/{}{path}", row.id),
                text,
            )
        });
        kind.of(settle.iter().map(count).sum()).among(places)
    };
    // Where all are on one list, the row says whose they are and opens that list.
    let listed = |kind: &DecisionKind, count: &dyn Fn(&PendingDecisions) -> i64, list: &str| {
        let names: Vec<&str> =
            settle.iter().filter(|row| count(row) > 0).map(|row| row.name.as_str()).collect();
        kind.of(settle.iter().map(count).sum()).to(list, and(&names))
    };
    let waiting = cohorts.iter().filter(|row| row.waiting > 0);
    let waiting_people: i64 = waiting.clone().map(|row| row.waiting).sum();
    let list = |stage: Stage| format!("/cohortes?etapa={}", stage.code());
    let kinds = [
        chosen(&waits::BELOW, &|row| row.is_below),
        chosen(&waits::START, &|row| row.is_to_start(today)),
        waits::LATE
            .of(late_total.try_into().unwrap_or(i64::MAX))
            .among(late.into_iter().map(|meeting| roll_call(meeting, now))),
        settled(&waits::REVIEW, &PendingDecisions::reviews, "/por-revisar"),
        listed(&waits::REQUESTS, &|row| row.requests, "/solicitudes"),
        listed(&waits::APPEALS, &|row| row.appeals, "/reclamos"),
        chosen(&waits::CLOSE, &LivingCohort::is_to_close),
        waits::CERTIFICATES.of(certificates as i64).among(ready.into_iter().map(|row| {
            let one = word("home.holds_one");
            let text = some(row.people as i64, one, word("home.holds_many"));
            let path = format!("/cohortes/{}/certificados", row.id);
            HomeItem::new(named(&row.name, &row.course), path, text)
        })),
        settled(&waits::CHANGES, &|row| row.changes, "/certificados/cambios"),
        waits::QUEUE.of(waiting_people).among(waiting.map(|row| {
            let text = some(row.waiting, word("home.queues_one"), word("home.queues_many"));
            let path = format!("/cohortes/{}/inscritos?lista=espera", row.line.id);
            HomeItem::new(named(&row.line.name, &row.line.course), path, text)
        })),
        waits::NEEDS.of(needs).to("/necesidades?estado=pendiente", String::new()),
        waits::PEOPLE.of(reviews.all()).to("/personas/revision", String::new()),
        chosen(&waits::CONFIRM, &|row| row.line.stage == Stage::Tentative && !row.is_below)
            .at(list(Stage::Tentative)),
        chosen(&waits::PUBLISH, &|row| row.line.stage == Stage::Draft).at(list(Stage::Draft)),
    ];
    let (decisions, calm) = waits::sorted(kinds);
    let running = cohorts.iter().filter(|row| row.line.stage == Stage::Running).count();
    let lead = [
        Some(dates::with_weekday(today)),
        told(decisions.len() as i64, "home.kinds_one", "home.kinds_many"),
        told(running as i64, "home.running_one", "home.running_many"),
    ];
    let lead: Vec<String> = lead.into_iter().flatten().collect();
    Ok(HomePage {
        heading: word("home.next_heading").into(),
        lead: capitalised(&lead.join(" · ")),
        work: Some(Worklist {
            week: week(&coming, today),
            now: coming.into_iter().next().map(|meeting| now_of(meeting, now)),
            decisions,
            calm,
            more: (cohorts.len() > SHOWN as usize)
                .then(|| say("home.all_cohorts", &[("count", number(cohorts.len() as i64))])),
            cohorts: rows(cohorts, &settle, today),
        }),
        sections: second.into_iter().collect(),
        actions: vec![
            HomeAction::other("Programar una cohorte", "/cohortes/nueva"),
            HomeAction::other("Tablero", "/tablero"),
            HomeAction::other("Cuentas", "/cuentas"),
        ],
        ..HomePage::default()
    })
}

/// Returns a count with its noun; nothing is said of none.
fn told(count: i64, one: &'static str, many: &'static str) -> Option<String> {
    (count > 0).then(|| some(count, word(one), word(many)))
}

fn named(name: &str, course: &str) -> String {
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
