//! What people gained, municipality by municipality, for those who answer for them.

use formacion::assessment::queries::activities;

use crate::support::class::{Class, pairs};
use crate::support::world::World;

/// Six people of Mapiripán: four gained half of what was left, one everything and one nothing:
///
/// | before | after | gain |
/// |---|---|---|
/// | 2,0 | 3,5 | 0,5 |
/// | 0,0 | 2,5 | 0,5 |
/// | 1,0 | 3,0 | 0,5 |
/// | 0,0 | 5,0 | 1,0 |
/// | 4,0 | 4,5 | 0,5 |
/// | 3,0 | 3,0 | 0,0 |
///
/// Their mean is 0,5; the squares add up to 0,5, over five 0,1, whose root over √6 is 0,1291; by
/// Student's 2,5706 (five degrees, 95 %) 0,33.
const TESTS: [(&str, &str); 6] = [
    ("2,0", "3,5"),
    ("0,0", "2,5"),
    ("1,0", "3,0"),
    ("0,0", "5,0"),
    ("4,0", "4,5"),
    ("3,0", "3,0"),
];

#[rocket::async_test]
async fn the_gain_of_a_municipality_is_the_one_of_the_table_and_small_ones_are_hidden() {
    let world = World::new("gains by municipality").await;
    let class = Class::running(&world, 6, &[-1]).await;
    let rows = [("Prueba inicial", "prueba-inicial", "0"), ("Prueba final", "prueba-final", "100")];
    let mut fields = Vec::new();
    for (row, (name, kind, weight)) in rows.into_iter().enumerate() {
        fields.push((format!("nombre[{row}]"), name.to_owned()));
        fields.push((format!("tipo[{row}]"), kind.to_owned()));
        fields.push((format!("peso[{row}]"), weight.to_owned()));
    }
    class.coordinator.post(&class.activities(), &pairs(&fields)).await.expect(303);
    let known = activities(world.app.db.read(), class.cohort).await.unwrap();
    let (pre, post) = (known[0].id, known[1].id);
    let page = "/informes/ganancia";
    let meta = world.as_gobernacion("50").await;
    meta.get(page).await.expect(200).expect_text("Sin resultados en el periodo");

    let mut people: Vec<_> = class.people.clone();
    let mut tests = TESTS.to_vec();
    for index in [6, 7] {
        people.push(class.add_from(index, "95001", "Alcaldía de San José").await);
        tests.push(("1,0", "5,0"));
    }
    let mut fields = Vec::new();
    for (person, (before, after)) in people.iter().zip(&tests) {
        fields.push((format!("nota[{pre}][{person}]"), (*before).to_owned()));
        fields.push((format!("nota[{post}][{person}]"), (*after).to_owned()));
    }
    class.facilitator.post(&class.grades(), &pairs(&fields)).await.expect(303);
    // While a cohort is under way one more grade would be told by the page of before.
    meta.get(page).await.expect(200).expect_text("Sin resultados en el periodo");
    class.mark(0, &[(0, "presente")]).await;
    class.close().await;

    let before = world.app.db.statements();
    let told = meta.get(page).await.expect(200);
    let took = world.app.db.statements() - before;
    assert!(took <= 15, "{took} statements");
    told.expect_text("Mapiripán Meta 6 1,67 3,58 0,50 de 0,17 a 0,83")
        .expect_text("0,50, con 95 % de confianza de 0,17 a 0,83 (n")
        // As the results of the department round them.
        .expect_text("1,67 antes y 3,58 después")
        .expect_no_text("San José");
    // Who sees everything sees a total, in which the two of San José are not.
    world
        .as_administrator()
        .await
        .get(page)
        .await
        .expect(200)
        .expect_text("San José del Guaviare Guaviare — — — — — Se muestra desde 5 respuestas")
        .expect_text("Ganancia media 0,50, con 95 % de confianza de 0,17 a 0,83 (n")
        .expect_text("1 grupo de menos de 5 personas no se suma.");
    let book = meta.get(&format!("{page}/xlsx")).await.expect(200);
    assert!(book.bytes.starts_with(b"PK"));
    meta.get(&format!("{page}?desde=2026-12-31&hasta=2026-01-01"))
        .await
        .expect(422)
        .expect_text("es anterior a la inicial");
    meta.get(&format!("{page}?desde=2025-01-01&hasta=2025-12-31"))
        .await
        .expect(200)
        .expect_text("Sin resultados en el periodo");
    let other = world.as_gobernacion("18").await;
    other.get(page).await.expect(200).expect_text("Sin resultados en el periodo");
    class.facilitator.get(page).await.expect(403);
    class.coordinator.get("/informes").await.expect(200).expect_text("Ganancia por municipio");
    world.finish().await;
}
