//! The page of whoever directs a territorial unit: its next session, what waits in it, its cohorts, and
//! the reports of its departments.

use cohorts_model::entity::session;
use cohorts_model::policy;
use platform::texts::{and, word};
use reports_model::queries::departments;
use sign_in_model::prelude::*;
use territory_model::queries::units;

use super::super::queries;
use super::super::views::{HomeAction, HomeItem, HomePage, HomeSection, Worklist};
use super::{HomeResult, followed, followed_now, roll_call, rows, waits, week};

pub async fn director(app: &App, actor: &Actor) -> HomeResult {
    let (db, now, today) = (app.db.read(), app.clock.now(), app.clock.today());
    let own = actor.directed();
    let mut named = units(db).await?;
    named.retain(|unit| own.contains(&unit.code.as_str()));
    let names: Vec<&str> = named.iter().map(|unit| unit.name.as_str()).collect();
    let scope = || policy::directed_scope(actor);
    let cohorts = queries::living(db, scope(), today, now).await?;
    let planned = [session::Stage::Planned];
    let (late, late_total) = queries::unfinished(db, scope(), &planned, now).await?;
    let coming = queries::coming(db, scope(), now).await?;
    let kinds = [
        rows::below(&cohorts),
        rows::to_start(&cohorts, today),
        waits::LATE.of(late_total.try_into().unwrap_or(i64::MAX)).among(late.into_iter().map(
            |meeting| {
                let item = roll_call(meeting.clone(), now);
                followed(item, &meeting)
            },
        )),
        rows::to_close(&cohorts),
        rows::to_confirm(&cohorts),
    ];
    let (decisions, calm) = waits::sorted(kinds);
    let reports = departments(db, actor).await?.into_iter().map(|department| {
        let path = format!("/informes/departamentos/{}", department.code);
        HomeItem::new(department.name, path, "Informe de asistencia")
    });
    let lead = rows::lead(today, decisions.len(), &cohorts);
    let work = Worklist {
        now: coming.first().map(|meeting| followed_now(meeting, now)),
        week: week(&coming, today),
        whose: Some(word("home.whose_unit")),
        decisions,
        calm,
        ..Worklist::default()
    };
    Ok(HomePage {
        heading: format!("{}: estado de la formación", and(&names)),
        lead,
        work: Some(work.over(app, actor, cohorts, &[]).await?),
        sections: vec![
            HomeSection::new(
                "departamentos",
                "Departamentos",
                "Su dirección territorial no tiene departamentos asignados.",
            )
            .with(reports),
        ],
        actions: vec![
            HomeAction::other("Ver el tablero", "/tablero"),
            HomeAction::other("Informes", "/informes"),
            HomeAction::other("Quién carece de qué", "/carencias"),
            HomeAction::other("Cohortes", "/cohortes"),
            HomeAction::other("Necesidades", "/necesidades"),
        ],
        ..HomePage::default()
    })
}
