//! Too few people on the day of deciding: the coordination is told once, and nothing else
//! happens (R15).

use formacion::cohorts::queries;
use formacion::enrolment::quorum::round;
use formacion::notices::entity::outbox_message;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{draft, post, session_fields, typed};
use crate::enrolment::enrolled;
use crate::support::people::servant;
use crate::support::world::World;

async fn letters(world: &World) -> Vec<outbox_message::Model> {
    round(&world.app).await.unwrap();
    outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.contains("quorum"))
        .all(world.app.db.read())
        .await
        .unwrap()
}

#[rocket::async_test]
async fn a_cohort_below_its_minimum_is_told_once_and_goes_on() {
    let world = World::new("quorum").await;
    let coordinator = world.as_coordinator("MET").await;
    world.as_coordinator("HUI").await;
    let ana = world.as_facilitator("ana").await.account().to_string();
    // Decided on Monday 23 November; today is Friday.
    let quorum = [("minimo", "2".to_owned()), ("decide", "2026-11-23".to_owned())];
    let address = draft(&world, &quorum).await;
    let id = address.rsplit('/').next().unwrap().parse().unwrap();
    coordinator.get(&address).await.expect_text("2; se decide el 23/11/2026");
    let fields = session_fields("2027-02-02", "08:00", "12:00", &ana);
    post(&coordinator, &format!("{address}/sesiones"), &fields).await.expect(303);
    world.advance(chrono::TimeDelta::days(3));
    let coordinator = world.as_coordinator("MET").await;
    assert!(letters(&world).await.is_empty(), "a draft is nobody's business");
    world.app.clock.advance(chrono::TimeDelta::days(-3));
    coordinator.post(&format!("{address}/publicacion"), &[]).await.expect(303);
    let (person, _) = servant(&world, 1, "50325").await;
    enrolled(&world, id, person).await;
    assert!(letters(&world).await.is_empty(), "the day has not come");
    coordinator.get("/").await.expect_no_text("1 de 2 personas");
    world.advance(chrono::TimeDelta::days(3));
    let told = letters(&world).await;
    assert_eq!(told.len(), 1, "the unit's coordination and nobody else");
    assert!(told[0].text_body.contains("Confirmadas: 1 de 2"), "{}", told[0].text_body);
    assert_eq!(letters(&world).await.len(), 1, "once");
    let coordinator = world.as_coordinator("MET").await;
    coordinator.get("/").await.expect(200).expect_text("1 de 2 personas");
    let row = queries::get(world.app.db.read(), id).await.unwrap();
    assert_eq!(row.cohort.stage, formacion::cohorts::entity::cohort::Stage::Tentative);
    // With enough people there is nothing to tell.
    let (other, _) = servant(&world, 2, "50325").await;
    enrolled(&world, id, other).await;
    coordinator.get("/").await.expect(200).expect_no_text("de 2 personas");
    world.finish().await;
}

#[rocket::async_test]
async fn a_minimum_that_makes_no_sense_is_told_beside_its_field() {
    let world = World::new("bad quorum").await;
    let coordinator = world.as_coordinator("MET").await;
    for (people, on, field, sentence) in [
        ("36", "2027-01-20", "minimo", "va de 1 a los cupos de la cohorte (35)"),
        ("0", "2027-01-20", "minimo", "Escriba el mínimo de personas"),
        ("", "2027-01-20", "minimo", "Escriba el mínimo de personas."),
        ("20", "", "decide", "Escriba la fecha para decidir."),
        ("20", "2027-02-02", "decide", "a más tardar el primer día de la cohorte"),
        ("20", "31/11/2026", "decide", "no existe"),
    ] {
        let quorum = [("minimo", people.to_owned()), ("decide", on.to_owned())];
        let fields = typed(&world, &quorum).await;
        let told = post(&coordinator, "/cohortes", &fields).await.expect(422);
        let told = told.expect_text(sentence);
        assert!(told.body().contains(&format!("href=\"#{field}\"")), "{people} {on}");
    }
    // The same on the form of an existing cohort, where it can also be taken away.
    let address = draft(&world, &[]).await;
    let rule = [("asistencia_minima", "80".to_owned()), ("nota_minima", "3,0".to_owned())];
    let data = async |people: &str, on: &str| {
        let quorum = [("minimo", people.to_owned()), ("decide", on.to_owned())];
        let mut fields = typed(&world, &quorum).await;
        fields.extend(rule.clone());
        post(&coordinator, &format!("{address}/datos"), &fields).await
    };
    data("36", "2027-01-20").await.expect(422).expect_text("va de 1 a los cupos");
    data("20", "2027-01-20").await.expect(303);
    coordinator.get(&address).await.expect_text("20; se decide el 20/01/2027");
    data("", "").await.expect(303);
    coordinator.get(&address).await.expect_no_text("se decide el");
    world.finish().await;
}
