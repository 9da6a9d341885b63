//! Places of the ranking that somebody changed, with the reason, and what is asked for as one more weight.

use formacion::history::entity::history_event;
use formacion::reports::priorities::commands::override_rank;
use formacion::reports::priorities::entity::priority_override::{self, Direction};
use formacion::reports::priorities::policy::may_override;
use rocket::tokio;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::needs::stated;
use crate::support::world::World;

const PATH: &str = "/municipios/50325/prioridad";
const RANKING: &str = "/prioridades?capacidad=TRI-01&pdet=1&categoria=0&mdm=0&idf=0&poblacion=0&nunca=0&demanda=0&departamento=50";

#[rocket::async_test]
async fn a_municipality_is_lowered_and_lifted_with_a_reason_beside_its_computed_place() {
    let world = World::new("override").await;
    let met = world.as_coordinator("MET").await;
    let at = |page: &str, name: &str| page.find(&format!(">{name}<")).expect("is listed");
    let before = met.get(RANKING).await.expect(200).body();
    assert!(at(&before, "Mapiripán") < at(&before, "Acacías"), "a PDET comes first");
    let form = met.get(&format!("{PATH}?capacidad=TRI-01")).await.expect(200);
    form.expect_text("Nadie ha cambiado este puesto");
    for (fields, sentence) in [
        (vec![("capacidad", "TRI-01"), ("sentido", "bajar")], "Escriba el motivo"),
        (vec![("capacidad", "TRI-01"), ("motivo", "Se pidió aplazar")], "Elija si sube o baja"),
    ] {
        met.post(PATH, &fields).await.expect(422).expect_text(sentence);
    }
    let lowered = [("capacidad", "TRI-01"), ("sentido", "bajar"), ("motivo", "Se pidió aplazar")];
    met.post(PATH, &lowered).await.expect(303);
    let lift = [("capacidad", "TRI-01"), ("sentido", "subir"), ("motivo", "Emergencia")];
    met.post(PATH, &lift).await.expect(422).expect_text("ya tiene un cambio vigente");
    let page = met.get(RANKING).await.expect(200);
    let page = page.expect_text("Bajado Se pidió aplazar").expect_text("coordinador MET");
    let after = page.body();
    assert!(at(&after, "Mapiripán") > at(&after, "Acacías"), "it comes after the others");
    // For another capacity nothing was decided.
    let other = met.get(&RANKING.replace("TRI-01", "PRE-01")).await.expect(200);
    other.expect_no_text("Bajado");
    // A gobernación reads who decided and why, and decides nothing.
    let gobernacion = world.as_gobernacion("50").await;
    let page = gobernacion.get(RANKING).await.expect(200).expect_text("Se pidió aplazar");
    page.expect_no_text("Cambiar el puesto");
    gobernacion.get(&format!("{PATH}?capacidad=TRI-01")).await.expect(403);
    let retiro = format!("{PATH}/retiro");
    met.post(&retiro, &[("capacidad", "TRI-01")]).await.expect(303);
    met.post(&retiro, &[("capacidad", "TRI-01")]).await.expect(422).expect_text("No hay un cambio");
    met.post(PATH, &lift).await.expect(303);
    met.get(RANKING).await.expect(200).expect_text("Subido Emergencia");
    let history = met.get(&format!("{PATH}?capacidad=TRI-01")).await.expect(200);
    history.expect_text("Se pidió aplazar").expect_text("Retirado el").expect_text("Vigente");
    let told = history_event::Entity::find()
        .filter(history_event::Column::SubjectKind.eq("priority_override"))
        .all(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|event| !event.detail.contains("aplazar")), "no words in history");
    // Foreign and absent look alike.
    let hui = world.as_coordinator("HUI").await;
    let foreign = hui.get(&format!("{PATH}?capacidad=TRI-01")).await.expect(404);
    let absent = hui.get("/municipios/98765/prioridad?capacidad=TRI-01").await.expect(404);
    assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
    hui.post(PATH, &lift).await.expect(404);
    met.get(PATH).await.expect(200);
    met.get(&format!("{PATH}?capacidad=XXX-99")).await.expect(404);
    met.post(PATH, &lift[1..]).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn of_two_who_change_the_same_place_at_once_one_does() {
    let world = World::new("override race").await;
    let actor = world.as_coordinator("MET").await.actor().await;
    let asking: Vec<_> = [Direction::Lift, Direction::Lower, Direction::Lift, Direction::Lower]
        .into_iter()
        .map(|direction| {
            let (app, actor) = (world.app.clone(), actor.clone());
            tokio::spawn(async move {
                let permit = may_override(&actor, "50325").unwrap();
                let reason = (direction, "A la vez".to_owned());
                override_rank(&app, permit, "TRI-01", reason).await.is_ok()
            })
        })
        .collect();
    let mut got = 0;
    for one in asking {
        got += usize::from(one.await.expect("the task ends"));
    }
    assert_eq!(got, 1);
    let rows = priority_override::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(rows, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_asked_for_weighs_and_who_asks_for_nothing_has_none_of_its_points() {
    let world = World::new("demand").await;
    let met = world.as_coordinator("MET").await;
    let only = "pdet=0&categoria=0&mdm=0&idf=0&poblacion=0&nunca=0&demanda=10&departamento=50";
    let page = met.get(&format!("/prioridades?{only}")).await.expect(200);
    page.expect_text("Demanda: ningún municipio de la lista tiene dato");
    stated(&met, "50001", &[("personas", "22")]).await;
    stated(&met, "50325", &[("personas", "9"), ("capacidad", "PRE-01")]).await;
    let page = met.get(&format!("/prioridades?{only}")).await.expect(200);
    let page = page
        .expect_text("Demanda (22): 75 × 10 &#x3D; 750")
        .expect_text("Demanda (9): 25 × 10 &#x3D; 250")
        .expect_text("Demanda (0): 0 × 10 &#x3D; 0");
    let at = |name: &str| page.body().find(&format!(">{name}<")).unwrap();
    assert!(at("Villavicencio") < at("Mapiripán") && at("Mapiripán") < at("Acacías"));
    let page = met.get(&format!("/prioridades?{only}&capacidad=PRE-01")).await.expect(200);
    page.expect_text("Demanda (9)").expect_no_text("Demanda (22)");
    let wrong = met.get("/prioridades?capacidad=XXX-99").await.expect(422);
    wrong.expect_text("Elija una capacidad de la lista");
    world.finish().await;
}
