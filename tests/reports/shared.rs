//! A department that two units serve: Puerto Boyacá is of Caldas, and the rest of Boyacá of its own unit.

use super::pages::{anchors_of, links_of, table, words};
use crate::support::character::Character;
use crate::support::class::Class;
use crate::support::world::World;

const OPERATION: &str = "/informes/ejecutivos/operacion";
const LIST: &str = "/informes/departamentos/15/personas";
const CEDED: &str = "Puerto Boyacá";

/// Two people of the municipality that was given away, and three of the department's capital.
async fn enrolled(world: &World) {
    let class = Class::confirmed(world, 0, &[1, 2]).await;
    for index in 0..5 {
        match index {
            0 | 1 => class.add_from(index, "15572", "Alcaldía de Puerto Boyacá").await,
            _ => class.add_from(index, "15001", "Alcaldía de Tunja").await,
        };
    }
}

/// The municipalities of everybody in the list that a link opens, having as many people as its figure says.
async fn places(reader: &Character<'_>, (list, told): &(String, String)) -> Vec<String> {
    let page = reader.get(list).await.expect(200).body();
    let rows = table(&page, "personas");
    assert_eq!((rows.len() - 1).to_string(), *told, "{list}");
    rows[1..].iter().map(|row| row[2].clone()).collect()
}

/// The lists that some figures open, which must be there.
async fn opened(reader: &Character<'_>, path: &str, table: &str) -> Vec<(String, String)> {
    let page = reader.get(path).await.expect(200).body();
    let lists = anchors_of(&page, table, LIST);
    assert!(!lists.is_empty(), "{path} opens no list of {table}");
    lists
}

#[rocket::async_test]
async fn each_unit_of_a_shared_department_opens_the_people_that_it_counts_and_no_others() {
    let world = World::new("reports_shared").await;
    enrolled(&world).await;
    let gave = world.as_coordinator("BOY").await;
    let received = world.as_coordinator("CAL").await;
    let administrator = world.as_administrator().await;
    let of = |unit: &str| format!("{OPERATION}?ambito=unidad-{unit}");
    let department = format!("{OPERATION}?ambito=departamento-15");
    for (reader, path, name, people) in [
        (&gave, OPERATION.to_owned(), "grupos", 3),
        (&gave, "/tablero".to_owned(), "departamentos", 3),
        (&gave, department.clone(), "resumen", 3),
        (&received, OPERATION.to_owned(), "grupos", 2),
        (&received, "/tablero".to_owned(), "departamentos", 2),
        (&received, department.clone(), "resumen", 2),
        (&administrator, of("BOY"), "grupos", 3),
        (&administrator, of("CAL"), "grupos", 2),
        (&administrator, department.clone(), "resumen", 5),
        (&administrator, "/tablero".to_owned(), "departamentos", 5),
    ] {
        for list in opened(reader, &path, name).await {
            let places = places(reader, &list).await;
            assert_eq!(places.len(), people, "{path}");
            let ceded = places.iter().filter(|place| *place == CEDED).count();
            let expected = if people == 3 { 0 } else { 2 };
            assert_eq!(ceded, expected, "{path}");
        }
    }
    world.finish().await;
}

#[rocket::async_test]
async fn the_list_of_a_part_keeps_to_it_in_its_filters_file_and_report() {
    let world = World::new("reports_shared_part").await;
    enrolled(&world).await;
    let received = world.as_coordinator("CAL").await;
    let (list, _) = opened(&received, OPERATION, "grupos").await.swap_remove(0);
    let page = received.get(&list).await.expect(200).body();
    assert!(words(&page).contains("Boyacá, municipios de"));
    assert!(page.contains("name=\"unidad\" value=\"CAL\""), "the form keeps whose they are");
    let csv = list.replace("/personas?", "/personas/csv?");
    let file = received.get(&csv).await.expect(200).body();
    assert!(file.contains(CEDED) && !file.contains("Tunja"));
    for link in super::pages::links(&page).iter().filter(|link| link.contains("/departamentos/")) {
        let opened = received.get(link).await.expect(200);
        opened.expect_no_text("Tunja");
    }
    let report = list.replace("/personas?", "?");
    let report = received.get(&report).await.expect(200).body();
    let rows = table(&report, "municipios");
    assert!(rows.iter().any(|row| row[1] == CEDED || row[0] == CEDED), "{rows:?}");
    assert!(links_of(&report, "municipios", LIST).iter().all(|link| link.contains("unidad=CAL")));
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_widens_what_they_read_by_naming_a_unit() {
    let world = World::new("reports_shared_foreign").await;
    let (received, far) = (world.as_coordinator("CAL").await, world.as_coordinator("MET").await);
    let governs = world.as_gobernacion("15").await;
    for part in ["", "/personas", "/personas/csv", "/resultados", "/xlsx", "/csv/municipios"] {
        let path = format!("/informes/departamentos/15{part}");
        let absent = format!("/informes/departamentos/00{part}");
        let absent = received.get(&absent).await.expect(404);
        for query in ["", "?unidad=BOY", "?unidad=BOY,CAL", "?unidad=CAL,CAL", "?unidad=,"] {
            let foreign = received.get(&format!("{path}{query}")).await.expect(404);
            assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
        }
        received.get(&format!("{path}?unidad=CAL")).await.expect(200);
        for query in ["", "?unidad=MET", "?unidad=CAL", "?unidad=MET,CAL"] {
            far.get(&format!("{path}{query}")).await.expect(404);
        }
        // Its gobernación reads it whole, and so each part of it.
        governs.get(&format!("{path}?unidad=CAL")).await.expect(200);
        governs.get(&format!("{path}?unidad=XYZ")).await.expect(404);
    }
    world.finish().await;
}
