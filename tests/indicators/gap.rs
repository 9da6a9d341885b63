//! A municipality beside its comparison group: every figure with its account, and none where it
//! would say nothing.

use formacion::indicators::queries::gaps;
use formacion::indicators::rules::{Better, Exact, GapStanding, NoGap};
use formacion::territory::entity::municipality;
use sea_orm::{EntityTrait, QueryOrder};

use super::{Sent, bring};
use crate::support::world::World;

const GROUPS: &str = "50325;grupo;MDM G1–G5;2024;G5\n50450;grupo;MDM G1–G5;2024;G5\n\
    18592;grupo;MDM G1–G5;2024;G5\n18256;grupo;MDM G1–G5;2024;G5\n\
    18610;grupo;MDM G1–G5;2024;G5\n18094;grupo;MDM G1–G5;2024;G5\n\
    05001;grupo;MDM G1–G5;2024;G1\n50577;grupo;MDM G1–G5;2024;G4\n\
    50325;grupo;Tipologías;2024;F\n";

const VALUES: &str = "080020001;;;;50325;;46,1;;2024;\n080020001;;;;50450;;50,2;;2024;\n\
    080020001;;;;18592;;50,4;;2024;\n080020001;;;;18256;;39;;2024;\n\
    080020001;;;;18610;;61,25;;2024;\n080020001;;;;18094;;70;;2024;\n\
    080020001;;;;05001;;99;;2024;\n080020001;;;;50577;;20;;2024;\n\
    080020001;;;;50313;;45;;2024;\n";

#[rocket::async_test]
async fn the_account_stands_on_the_page_with_its_inputs_and_never_crosses_groups() {
    let world = World::new("indicators gap").await;
    let by = world.as_administrator().await;
    by.get("/municipios/50325/brecha").await.expect(200).expect_text("No es lo mismo que cero");
    bring(&by, Sent::traits(GROUPS)).await;
    bring(&by, Sent::values(VALUES)).await;
    let page = by.get("/municipios/50325/brecha").await.expect(200);
    page.expect_text("46,1 en «Movilización de recursos» (MDM) en 2024")
        .expect_text("4,2 por debajo de la mediana de su grupo, 50,3")
        // Medellín's 99 and the 20 of G4 are of other groups.
        .expect_text("Esquema «MDM G1–G5», 2024: 6 municipios, 6 con dato")
        .expect_text("están el 3.º, 50,2, y el 4.º, 50,4: (50,2 + 50,4) ÷ 2")
        .expect_text("46,1 − 50,3")
        .expect_text("−4,2 (Rezago)")
        .expect_text("DNP, prueba, publicado el 30/09/2026")
        .expect_text("asociación, no causalidad")
        .expect_text("datos de demostración")
        .expect_text("De 40 a menos de 45");
    let target = by.get("/municipios/50325/brecha?meta=40,5").await.expect(200);
    target.expect_text("no es oficial").expect_text("46,1 − 40,5").expect_text("+5,6 (Ventaja)");
    world.finish().await;
}

#[rocket::async_test]
async fn where_a_figure_would_say_nothing_the_page_says_why() {
    let world = World::new("indicators no gap").await;
    let by = world.as_administrator().await;
    bring(&by, Sent::traits(GROUPS)).await;
    bring(&by, Sent::values(VALUES)).await;
    let few = by.get("/municipios/50577/brecha").await.expect(200);
    few.expect_text("solo 1 municipio tiene dato").expect_text("20").expect_no_text("Mediana");
    let other = "/municipios/50325/brecha?indicador=080020001&anio=2024&esquema=Tipolog%C3%ADas";
    by.get(other).await.expect(200).expect_text("esquema «Tipologías» solo 1 municipio");
    let alone = by.get("/municipios/50313/brecha").await.expect(200);
    alone.expect_text("no tiene grupo de comparación de 2024").expect_text("no hay brecha");
    let absent = "/municipios/50325/brecha?indicador=080020002&anio=2024";
    by.get(absent).await.expect(200).expect_text("no se sabe cuánto fue, y no es cero");
    // A group of another year is not one of this year.
    bring(&by, Sent::values("080020001;;;;50325;;44;;2023;\n")).await;
    let earlier = "/municipios/50325/brecha?indicador=080020001&anio=2023";
    by.get(earlier).await.expect(200).expect_text("no tiene grupo de comparación de 2023");

    for (query, sentence) in [
        ("indicador=nada", "Elija un indicador de la lista"),
        ("anio=ayer", "Elija una vigencia de la lista"),
        ("meta=mucho", "Escriba la meta como un número"),
        ("meta=300", "La meta va en el rango: 0 a 100"),
    ] {
        let address = format!("/municipios/50325/brecha?{query}");
        by.get(&address).await.expect(422).expect_text(sentence);
    }
    by.get("/brechas?departamento=77").await.expect(422).expect_text("Elija un departamento");
    world.finish().await;
}

#[rocket::async_test]
async fn each_group_has_a_table_of_its_own_and_each_reads_its_own_municipalities() {
    let world = World::new("indicators gaps").await;
    let by = world.as_administrator().await;
    by.get("/brechas").await.expect(200).expect_text("Todavía no hay datos que comparar");
    bring(&by, Sent::traits(GROUPS)).await;
    bring(&by, Sent::values(VALUES)).await;
    by.get("/brechas").await.expect(200).expect_text("Elija un departamento para ver");
    let meta = world.as_gobernacion("50").await;
    let page = meta.get("/brechas").await.expect(200);
    page.expect_text("Grupo G5 6 municipios, 6 con dato en el país. Mediana: 50,3.")
        .expect_text("Grupo G4 1 municipio, 1 con dato en el país: con menos de 5")
        .expect_text("Sin grupo")
        .expect_text("grupo G5: ninguno aventaja a la mediana, de 2")
        .expect_text("Mapiripán")
        .expect_no_text("El Paujil");
    meta.get("/brechas?departamento=18").await.expect(422).expect_no_text("El Paujil");
    let foreign = meta.get("/municipios/18256/brecha").await.expect(404);
    let nowhere = meta.get("/municipios/98765/brecha").await.expect(404);
    assert_eq!(foreign.body_without_request_id(), nowhere.body_without_request_id());
    // Of the others of its group a municipality is told numbers and no names.
    let own = meta.get("/municipios/50325/brecha").await.expect(200);
    own.expect_no_text("El Paujil").expect_no_text("61,25");
    world.as_facilitator("una").await.get("/brechas").await.expect(403);
    world.finish().await;
}

/// The k-th smallest by counting, from 1.
fn kth(values: &[i64], k: usize) -> i64 {
    let under = |bound: i64| values.iter().filter(|value| **value < bound).count();
    let up_to = |bound: i64| values.iter().filter(|value| **value <= bound).count();
    *values.iter().find(|value| under(**value) < k && k <= up_to(**value)).unwrap()
}

#[rocket::async_test]
async fn the_medians_of_imported_groups_are_those_of_an_independent_computation() {
    let world = World::new("indicators medians").await;
    let by = world.as_administrator().await;
    let all = municipality::Entity::find().order_by_asc(municipality::Column::Code);
    let all = all.all(world.app.db.read()).await.unwrap();
    let mut state = 7_u64;
    let mut next = |most: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    // Seven groups of very different sizes, some without values, a third of them corrected later.
    let (mut groups, mut values, mut later) = (String::new(), String::new(), String::new());
    let mut model: Vec<(String, u64, Option<i64>)> = Vec::new();
    for place in all.iter().take(300) {
        let (code, roll) = (&place.code, next(100));
        let group = [2, 5, 9, 16, 30, 60, 100].iter().filter(|most| roll >= **most).count() as u64;
        groups.push_str(&format!("{code};grupo;MDM;2024;G{group}\n"));
        let mut value = None;
        if next(5) > 0 {
            let first = next(1_000_001) as i64;
            let decimal = |value: i64| format!("{},{:04}", value / 10_000, value % 10_000);
            values.push_str(&format!("080020001;;;;{code};;{};;2024;\n", decimal(first)));
            value = Some(first);
            if next(3) == 0 {
                let corrected = next(1_000_001) as i64;
                later.push_str(&format!("080020001;;;;{code};;{};;2024;\n", decimal(corrected)));
                value = Some(corrected);
            }
        }
        model.push((code.clone(), group, value));
    }
    bring(&by, Sent::traits(&groups)).await;
    let hundred = |text: &str| Sent {
        scale: formacion::indicators::entity::indicator_import::DataScale::Hundred,
        ..Sent::values(text)
    };
    bring(&by, hundred(&values)).await;
    bring(&by, hundred(&later)).await;
    let db = world.app.db.read();
    let measures = gaps::measures(db).await.unwrap();
    let measure = measures.iter().find(|one| one.code == "080020001").unwrap();
    assert_eq!(measure.better, Better::Higher);
    let members = gaps::schemes(db, 2024).await.unwrap().remove("MDM").unwrap();
    let values = gaps::valued(db, measure, 2024).await.unwrap();
    let peers = formacion::indicators::peers::Peers { better: measure.better, values, members };
    let (mut compared, mut refused) = (0, 0);
    for (code, group, value) in &model {
        let own: Vec<i64> =
            model.iter().filter(|one| one.1 == *group).filter_map(|one| one.2).collect();
        let found = peers.gap(code);
        let Some(value) = value else {
            assert_eq!(found, Err(NoGap::NoValue));
            continue;
        };
        if own.len() < 5 {
            assert_eq!(found, Err(NoGap::FewInGroup(own.len())));
            refused += 1;
            continue;
        }
        let count = own.len();
        let twice = 2 * value - kth(&own, count.div_ceil(2)) - kth(&own, count / 2 + 1);
        let found = found.unwrap();
        assert_eq!(found.gap, Exact(twice * 5));
        assert_eq!(found.standing == GapStanding::Ahead, twice > 0);
        compared += 1;
    }
    assert!(compared > 150 && refused > 0, "{compared} compared, {refused} not");
    world.finish().await;
}
