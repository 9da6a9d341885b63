//! Cohorts through HTTP: made, published, carried through their stages, found by strangers.

mod build;
mod calendar;
mod catalogue;
mod copy;
mod create;
mod days;
mod minimum;
mod place;
mod publish;
mod quorum;
mod repeat;
mod rooms;
mod sessions;
mod stages;
mod venues;

use formacion::cohorts::entity::cohort::CohortId;
use formacion::cohorts::entity::session;
use formacion::cohorts::queries;
use formacion::courses::queries::published_versions;

use crate::enrolment::enrolled;
use crate::support::people::servant;
use crate::support::world::{Character, World};

/// The version of a course of the reference catalogue, as a form sends it.
pub async fn version(world: &World, course: &str) -> String {
    let versions = published_versions(world.app.db.read()).await.unwrap();
    let found = versions.iter().find(|version| version.code == course);
    found.expect("is in the catalogue").version_id.to_string()
}

/// A good new cohort of the unit MET, with some fields typed otherwise.
pub async fn typed(
    world: &World,
    otherwise: &[(&'static str, String)],
) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("unidad", "MET".to_owned()),
        ("version", version(world, "SP-TRI").await),
        ("nombre", "Meta 2027-1".to_owned()),
        ("empieza", "2027-02-01".to_owned()),
        ("termina", "2027-03-31".to_owned()),
        ("cierra", "2027-01-29".to_owned()),
        ("cupos", "35".to_owned()),
        ("lugar", "Casa de la cultura, Mapiripán".to_owned()),
        ("municipios", "50325".to_owned()),
        ("municipios", "50577".to_owned()),
        ("metodo", "Taller con los datos del municipio".to_owned()),
        ("conocimiento", "Guías en la carpeta compartida".to_owned()),
    ];
    for (name, value) in otherwise {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value.clone()));
    }
    fields
}

/// Sends fields owned by the test.
pub async fn post(
    character: &Character<'_>,
    path: &str,
    fields: &[(&'static str, String)],
) -> crate::support::world::Answered {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    character.post(path, &fields).await
}

/// A session of `day` from hour to hour.
pub fn session_fields(
    day: &str,
    from: &str,
    to: &str,
    facilitator: &str,
) -> Vec<(&'static str, String)> {
    vec![
        ("fecha", day.to_owned()),
        ("desde", from.to_owned()),
        ("hasta", to.to_owned()),
        ("fecha_fin", String::new()),
        ("facilitador", facilitator.to_owned()),
        ("lugar", String::new()),
        ("enlace", String::new()),
    ]
}

/// A draft made through the form; answers its address.
pub async fn draft(world: &World, otherwise: &[(&'static str, String)]) -> String {
    let coordinator = world.as_coordinator("MET").await;
    let fields = typed(world, otherwise).await;
    let answered = post(&coordinator, "/cohortes", &fields).await.expect(303);
    answered.location.expect("leads to the cohort")
}

/// The address that strangers use.
pub async fn public_address(world: &World, cohort: CohortId) -> String {
    let row = queries::get(world.app.db.read(), cohort).await.unwrap();
    format!("/oferta/{}", row.cohort.public_code)
}

/// Enrols somebody in a confirmed cohort that begins today, starts it and marks its first
/// session, which is thereby held.
pub async fn first_session_held(world: &World, cohort: CohortId) -> session::Model {
    let (person, _) = servant(world, 1, "50325").await;
    let placed = enrolled(world, cohort, person).await;
    let coordinator = world.as_coordinator("MET").await;
    coordinator.post(&format!("/cohortes/{cohort}/inicio"), &[]).await.expect(303);
    let sessions = queries::sessions(world.app.db.read(), cohort).await.unwrap();
    let first = sessions[0].id;
    let state = format!("estado[{}]", placed.enrolment);
    let path = format!("/sesiones/{first}/asistencia");
    coordinator.post(&path, &[(state.as_str(), "presente")]).await.expect(303);
    let sessions = queries::sessions(world.app.db.read(), cohort).await.unwrap();
    assert_eq!(sessions[0].stage, session::Stage::Held);
    sessions[0].clone()
}
