//! Revoking: with a public reason, once, and nothing is deleted (R55).

use formacion::certification::entity::certificate::State;

use super::{PASSED, closed};
use crate::support::world::World;

#[rocket::async_test]
async fn a_revocation_keeps_the_row_its_address_and_its_number_and_publishes_the_reason() {
    let world = World::new("revoke").await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    let before = class.certificates(&world).await.remove(0);
    let coordinator = world.as_coordinator("MET").await;
    let page = format!("/certificados/{}", before.id);
    let path = format!("{page}/revocacion");
    let reason = "La nota correspondía a otra persona.";

    coordinator.get(&path).await.expect(200).expect_text("no vuelve a valer");
    let refused = coordinator.post(&path, &[("motivo", "Se dañó")]).await.expect(422);
    refused
        .expect_text("Escriba el motivo en 10 a 300 caracteres.")
        .expect_text("Marque la casilla para confirmar.")
        .expect_text("Se dañó");
    coordinator
        .submit(&path, &[("motivo", reason), ("confirma", "si")])
        .await
        .expect(200)
        .expect_text(": revocado.")
        .expect_text(reason);

    let after = class.certificates(&world).await.remove(0);
    assert_eq!(after.state, State::Revoked);
    assert_eq!(
        (&after.code, after.number_sequence, &after.snapshot),
        (&before.code, before.number_sequence, &before.snapshot)
    );
    world
        .as_anyone()
        .get(&format!("/verificar/{}", before.code))
        .await
        .expect(200)
        .expect_text("Certificado: revocado")
        .expect_text(reason);
    for again in [
        coordinator.get(&path).await,
        coordinator.post(&path, &[("motivo", reason), ("confirma", "si")]).await,
    ] {
        again.expect(422).expect_text("ya no está activo");
    }
    let holder = world.as_participant(class.people[0].0).await;
    holder.get(&page).await.expect(200).expect_text(reason);
    holder.get("/mis-certificados").await.expect(200).expect_text("Revocado");
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_revoked_is_certified_again_only_by_name() {
    let world = World::new("again").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    class.issue(&world).await.expect("issues");
    let first = class.certificates(&world).await.remove(0);
    let coordinator = world.as_coordinator("MET").await;
    let fields = [("motivo", "Se expidió con un dato equivocado."), ("confirma", "si")];
    coordinator.post(&format!("/certificados/{}/revocacion", first.id), &fields).await.expect(303);

    coordinator
        .submit(&class.path(), &[])
        .await
        .expect(200)
        .expect_text("No se expidió nada nuevo: nadie está listo");
    assert_eq!(class.certificates(&world).await.len(), 2);
    let enrolment = first.enrolment_id.to_string();
    coordinator
        .submit(&class.path(), &[("inscripcion", &enrolment)])
        .await
        .expect(200)
        .expect_text("0 de 1 persona");
    formacion::certification::batches::worker::work(&world.app).await.unwrap();
    let rows = class.certificates(&world).await;
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[2].number_sequence, 3);
    world
        .as_anyone()
        .get(&format!("/verificar/{}", first.code))
        .await
        .expect(200)
        .expect_text("Ver el certificado que lo reemplaza");
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_else_revokes() {
    let world = World::new("who revokes").await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    let path = format!("/certificados/{}/revocacion", class.certificates(&world).await[0].id);
    let fields = [("motivo", "Porque así lo quiero yo."), ("confirma", "si")];
    world.as_participant(class.people[0].0).await.post(&path, &fields).await.expect(403);
    for stranger in [world.as_coordinator("HUI").await, world.as_gobernacion("50").await] {
        stranger.get(&path).await.expect(404);
        stranger.post(&path, &fields).await.expect(404);
    }
    assert_eq!(class.certificates(&world).await[0].state, State::Active);
    world.finish().await;
}
