//! The page of whoever directs a territorial unit: what it does, and the reports of its departments.

use cohorts_model::entity::cohort::Stage;
use cohorts_model::policy;
use platform::texts::and;
use reports_model::queries::departments;
use sign_in_model::prelude::*;
use territory_model::queries::units;

use super::super::queries;
use super::super::views::{HomeAction, HomeItem, HomePage, HomeSection};
use super::{HomeResult, number};

pub async fn director(app: &App, actor: &Actor) -> HomeResult {
    let db = app.db.read();
    let own = actor.directed();
    let mut named = units(db).await?;
    named.retain(|unit| own.contains(&unit.code.as_str()));
    let names: Vec<&str> = named.iter().map(|unit| unit.name.as_str()).collect();
    let stages = queries::stages(db, policy::scope(actor)).await?;
    let at = |stage: Stage| stages.iter().find(|row| row.0 == stage).map_or(0, |row| row.1);
    let figure = |label: &'static str, stage: Stage| {
        Figure::new(number(at(stage)), label).to(format!("/cohortes?etapa={}", stage.code()))
    };
    let reports = departments(db, actor).await?.into_iter().map(|department| {
        let path = format!("/informes/departamentos/{}", department.code);
        HomeItem::new(department.name, path, "Informe de asistencia")
    });
    Ok(HomePage {
        heading: format!("{}: estado de la formación", and(&names)),
        lead: "Lo que hace su dirección territorial, y la lista detrás de cada número.".into(),
        figures: vec![
            figure("Publicadas por confirmar", Stage::Tentative),
            figure("Confirmadas", Stage::Confirmed),
            figure("En curso", Stage::Running),
            figure("Cerradas", Stage::Closed),
        ],
        sections: vec![
            HomeSection::new(
                "departamentos",
                "Departamentos",
                "Su dirección territorial no tiene departamentos asignados.",
            )
            .with(reports),
        ],
        actions: vec![
            HomeAction::main("Ver el tablero", "/tablero"),
            HomeAction::other("Informes", "/informes"),
            HomeAction::other("Cohortes", "/cohortes"),
            HomeAction::other("Necesidades", "/necesidades"),
        ],
        ..HomePage::default()
    })
}
