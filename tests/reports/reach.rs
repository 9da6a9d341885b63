//! A municipality is reached by somebody with a place who attended a session that counts.

use super::pages::table;
use crate::support::class::Class;
use crate::support::world::World;

/// What the department's report and the list of departments say of Mapiripán and Meta.
async fn reach(world: &World) -> (String, String) {
    let path = "/informes/departamentos/50?desde=2027-01-01&hasta=2027-12-31";
    let report = world.as_gobernacion("50").await.get(path).await.expect(200).body();
    let rows = table(&report, "municipios");
    let row = rows.iter().find(|row| row[0] == "50325").expect("Mapiripán has its row");
    let index = world.as_administrator().await.get("/informes").await.expect(200).body();
    let rows = table(&index, "departamentos");
    let meta = rows.iter().find(|row| row[0] == "Meta").expect("Meta has its row");
    (row[3].clone(), meta[2].clone())
}

#[rocket::async_test]
async fn a_cancelled_session_and_a_withdrawn_person_reach_nobody() {
    let world = World::new("reports_reach").await;
    let class = Class::running(&world, 1, &[-2, -1, 5]).await;
    let said = |reach: &str, reached: &str| (reach.to_owned(), reached.to_owned());
    assert_eq!(reach(&world).await, said("Nunca", "0"));
    class.mark(0, &[(0, "presente")]).await;
    assert_eq!(reach(&world).await, said("En otro periodo", "1"));

    let path = format!("/sesiones/{}/cancelacion", class.sessions[0]);
    class.coordinator.post(&path, &[("motivo", "La lista era de otro curso")]).await.expect(303);
    assert_eq!(reach(&world).await, said("Nunca", "0"), "the session no longer counts");

    class.mark(1, &[(0, "presente")]).await;
    assert_eq!(reach(&world).await, said("En otro periodo", "1"));
    let path = format!("/inscripciones/{}/retiro", class.people[0]);
    class.coordinator.post(&path, &[]).await.expect(303);
    assert_eq!(reach(&world).await, said("Nunca", "0"), "nobody has a place");
    world.finish().await;
}
