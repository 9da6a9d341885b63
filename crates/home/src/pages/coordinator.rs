//! The page of a coordination: the session of now, what waits for a decision, and its cohorts.

use cohorts_model::entity::session;
use cohorts_model::policy;
use enrolment_model::persons_to_review;
use platform::numbers::some;
use platform::texts::{and, word};
use sign_in_model::actor::Role;
use sign_in_model::prelude::*;

use super::super::queries::{self, PendingDecisions, WaitingCount};
use super::super::ready::ready;
use super::super::views::{HomeAction, HomeItem, HomePage, Worklist};
use super::rows::{self, named};
use super::waits::{self, DecisionKind};
use super::{HomeResult, now_of, roll_call, seconds, week};

pub async fn coordinator(app: &App, actor: &Actor) -> HomeResult {
    let (db, now, today) = (app.db.read(), app.clock.now(), app.clock.today());
    let (needs, needs_since) = queries::needs_waiting(db, actor).await?;
    let cohorts = queries::living(db, policy::run_scope(actor), today, now).await?;
    let reviews = persons_to_review(app, actor).await?;
    // Those who follow a cohort take no roll-call in it.
    let calling = || policy::scope(&actor.only(&[Role::Coordinator, Role::Facilitator]));
    let planned = [session::Stage::Planned];
    let (late, late_total) = queries::unfinished(db, calling(), &planned, now).await?;
    let coming = queries::coming(db, calling(), now).await?;
    let settle = queries::to_settle(db, policy::run_scope(actor)).await?;
    let ready = ready(db, actor, now).await?;
    let certificates: usize = ready.iter().map(|row| row.people).sum();
    let second = seconds(app, actor).await?;

    // Where all are on one list, the row says whose they are and opens that list.
    let listed = |kind: &DecisionKind, count: fn(&PendingDecisions) -> WaitingCount, list: &str| {
        let names: Vec<&str> =
            settle.iter().filter(|row| count(row).0 > 0).map(|row| row.name.as_str()).collect();
        rows::summed(kind, &settle, count, today).to(list, and(&names))
    };
    let waiting = cohorts.iter().filter(|row| row.waiting > 0);
    let waiting_people: i64 = waiting.clone().map(|row| row.waiting).sum();
    let first_waits = waiting.clone().filter_map(|row| row.waiting_since).min();
    let kinds = [
        rows::below(&cohorts),
        rows::to_start(&cohorts, today),
        waits::LATE
            .of(late_total.try_into().unwrap_or(i64::MAX))
            .among(late.into_iter().map(|meeting| roll_call(meeting, now))),
        rows::to_review(&settle, today),
        listed(&waits::REQUESTS, PendingDecisions::requests, "/solicitudes"),
        listed(&waits::APPEALS, PendingDecisions::appeals, "/reclamos"),
        rows::to_close(&cohorts),
        waits::CERTIFICATES.of(certificates as i64).among(ready.into_iter().map(|row| {
            let one = word("home.holds_one");
            let text = some(row.people as i64, one, word("home.holds_many"));
            let path = format!("/cohortes/{}/certificados", row.id);
            HomeItem::new(named(&row.name, &row.course), path, text)
        })),
        rows::settled(
            &waits::CHANGES,
            &settle,
            PendingDecisions::changes,
            ("/certificados/cambios", today),
        ),
        waits::QUEUE.of(waiting_people).since(first_waits, today).among(waiting.map(|row| {
            let text = some(row.waiting, word("home.queues_one"), word("home.queues_many"));
            let path = format!("/cohortes/{}/inscritos?lista=espera", row.cohort.id);
            HomeItem::new(named(&row.cohort.name, &row.course), path, text)
        })),
        waits::NEEDS
            .of(needs)
            .since(needs_since, today)
            .to("/necesidades?estado=pendiente", String::new()),
        waits::PEOPLE
            .of(reviews.all())
            .since(reviews.since(), today)
            .to("/personas/revision", String::new()),
        rows::to_confirm(&cohorts),
        rows::to_publish(&cohorts),
    ];
    let (decisions, calm) = waits::sorted(kinds);
    let lead = rows::lead(today, decisions.len(), &cohorts);
    let week = week(&coming, today);
    let now = coming.first().map(|meeting| now_of(meeting, now));
    let work = Worklist { now, decisions, calm, week, ..Worklist::default() };
    Ok(HomePage {
        heading: word("home.next_heading").into(),
        lead,
        work: Some(work.over(app, actor, cohorts, &settle).await?),
        sections: second.into_iter().collect(),
        actions: vec![
            HomeAction::other("Programar una cohorte", "/cohortes/nueva"),
            HomeAction::other("Tablero", "/tablero"),
            HomeAction::other("Quién carece de qué", "/carencias"),
            HomeAction::other("Cuentas", "/cuentas"),
        ],
        ..HomePage::default()
    })
}
