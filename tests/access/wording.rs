//! How pages speak, whatever they are about: an empty form is told field by field, and a
//! sentence that ends in a time ends once.

use std::collections::{BTreeMap, BTreeSet};

use formacion::assembly::cards;
use formacion::cohorts::entity::cohort::Stage;
use formacion::cohorts::entity::session;
use rocket::http::Method;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::lands::Land;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::{Answered, World};

/// Ends of addresses whose button alone changes something: there is no form to leave empty.
const BUTTONS: [&str; 9] = [
    "/publicacion",
    "/confirmacion",
    "/inicio",
    "/suspension",
    "/reactivacion",
    "/enlace",
    "/salir",
    "/<account>/roles/<grant>/retiro",
    "/solicitud-de-otro-sitio",
];

/// What pages send along without anybody writing it.
fn hidden(path: &str) -> Vec<Vec<(&'static str, &'static str)>> {
    match path {
        "/cohortes" => vec![vec![("unidad", "MET")]],
        "/cohortes/<cohort>/inscritos/nuevo" => vec![vec![], vec![("paso", "crear")]],
        "/cohortes/<cohort>/actividades" => vec![vec![("peso[0]", "60"), ("peso[1]", "40")]],
        _ => vec![vec![]],
    }
}

/// The sentences of the summary of what is wrong.
fn summary(page: &Answered) -> Vec<String> {
    let body = page.body();
    let Some((_, rest)) = body.split_once("class=\"error-summary\"") else {
        return Vec::new();
    };
    let list = rest.split_once("</ul>").map_or("", |(list, _)| list);
    let items = list.split("<li>").skip(1);
    items
        .map(|item| {
            let text = item.replace("</a>", "").replace("</li>", "");
            text.rsplit_once('>').map_or(text.clone(), |(_, text)| text.to_owned())
        })
        .collect()
}

#[rocket::async_test]
async fn no_empty_form_is_answered_with_the_same_sentence_twice() {
    let world = World::demo("empty forms").await;
    let db = world.app.db.read();
    let land = Land::of_unit(db, "MET", "50", "50325").await;
    let mut cohorts = vec![];
    for (stage, first_day) in [(Stage::Draft, 10), (Stage::Tentative, 20), (Stage::Running, 0)] {
        let plan = CohortPlan { stage, first_day, facilitator: "empty", ..CohortPlan::default() };
        let id = cohort(&world, plan).await;
        let of = session::Column::CohortId.eq(id);
        let session = session::Entity::find().filter(of).one(db).await.unwrap().unwrap().id;
        let code = super::super::enrolment::code(&world, id).await;
        cohorts.push((id.to_string(), session.to_string(), code));
    }
    let administrator = world.as_account("nacional@demostracion.example").await;
    let participant = world.as_account("servidor@demostracion.example").await;
    let stranger = world.as_anyone();
    let (mut told, mut twice) = (BTreeMap::new(), Vec::new());
    for card in cards().iter().filter(|card| card.method == Method::Post) {
        if BUTTONS.iter().any(|end| card.path.ends_with(end)) {
            continue;
        }
        let mut addresses = BTreeSet::from([land.address(card.path)]);
        for (cohort, session, code) in &cohorts {
            let path = card.path.replace("<cohort>", cohort);
            let path = path.replace("<session>", session).replace("<code>", code);
            addresses.insert(land.address(&path));
        }
        for address in addresses {
            for character in [&stranger, &participant, &administrator] {
                for fields in hidden(card.path) {
                    let page = character.post(&address, &fields).await;
                    let sentences = summary(&page);
                    let different: BTreeSet<_> = sentences.iter().collect();
                    if different.len() < sentences.len() {
                        twice.push(format!("{address}: {sentences:?}"));
                    }
                    if !sentences.is_empty() {
                        told.insert(card.path, sentences.len());
                    }
                }
            }
        }
    }
    assert!(twice.is_empty(), "said twice: {twice:#?}");
    for path in [
        "/ingresar",
        "/oferta/<code>/registro",
        "/cursos",
        "/cohortes",
        "/cohortes/<cohort>/datos",
        "/cohortes/<cohort>/sesiones",
        "/cohortes/<cohort>/cancelacion",
        "/cohortes/<cohort>/inscritos/nuevo",
        "/cohortes/<cohort>/cupos",
        "/cohortes/<cohort>/actividades",
        "/cuentas",
        "/personas/busqueda",
    ] {
        assert!(told.contains_key(path), "{path} was asked and told nothing; told: {told:?}");
    }
    assert!(told["/cohortes"] >= 5, "every field of a new cohort asks for itself: {told:?}");
    world.finish().await;
}

#[rocket::async_test]
async fn no_page_ends_a_sentence_twice() {
    let world = World::demo("full stops").await;
    let land = Land::of_unit(world.app.db.read(), "MET", "50", "50325").await;
    let mut doubled = Vec::new();
    for email in ["nacional", "coordinacion.meta", "facilitador.meta", "servidor"] {
        let character = world.as_account(&format!("{email}@demostracion.example")).await;
        for card in cards().iter().filter(|card| card.method == Method::Get) {
            let page = character.get(&land.address(card.path)).await;
            let is_page =
                page.header("Content-Type").is_some_and(|kind| kind.starts_with("text/html"));
            let words = if is_page { page.words() } else { String::new() };
            if let Some((before, _)) = words.split_once("..") {
                let tail: String = before.chars().rev().take(60).collect();
                let tail: String = tail.chars().rev().collect();
                doubled.push(format!("{email}: {}: {tail}..", card.path));
            }
        }
    }
    assert!(doubled.is_empty(), "{doubled:#?}");
    world.finish().await;
}
