//! Values on pages: imported there, and read by those who answer for the municipality.

use formacion::platform::entity::stored_file;
use formacion::sign_in::entity::kept_file;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{HEADINGS, Sent, bring};
use crate::support::world::World;

const IMPORT: &str = "/indicadores/importacion";
const FORM: [(&str, &str); 4] = [
    ("indice", "MDM"),
    ("fuente", "DNP, de prueba"),
    ("publicado", "2026-09-30"),
    ("escala", "clara"),
];

#[rocket::async_test]
async fn a_file_is_checked_and_imported_on_its_pages_and_the_correction_tells_both_values() {
    let world = World::new("indicators pages").await;
    let by = world.as_administrator().await;
    by.get("/indicadores").await.expect(200).expect_text("Todavía no hay datos");
    by.get(IMPORT).await.expect(200).expect_text("Valores de FURAG");
    let file = |value: &str| format!("{HEADINGS}\n080020001;;;;50325;;{value};;2024;\n");
    let sent = async |text: &str| {
        let file = Some(("mdm.csv", text.as_bytes()));
        by.send_parts(IMPORT, &FORM, file).await.expect(303).location.unwrap()
    };
    let check = sent(&file("45,2")).await;
    by.get(&check).await.expect(200).expect_text("1 nuevos").expect_text("Importar 1 dato");
    by.submit(&check, &[]).await.expect(200).expect_text("1 dato nuevo");
    by.get(&check).await.expect(303);
    let check = sent(&file("46,1")).await;
    by.get(&check)
        .await
        .expect(200)
        .expect_text("Mapiripán (50325)")
        .expect_text("(080020001), 2024")
        .expect_text("45,2")
        .expect_text("46,1");
    by.submit(&check, &[]).await.expect(200).expect_text("DNP, de prueba");
    let page = by.get("/municipios/50325/indicadores").await.expect(200);
    page.expect_text("Movilización de recursos")
        .expect_text("46,1")
        .expect_text("Antes: 45,2 (DNP, de prueba, 30/09/2026)")
        .expect_no_text("Demostración");

    let check = sent(&file("460")).await;
    by.get(&check).await.expect(200).expect_text("Celda G2").expect_text("fuera del rango");
    by.post(&check, &[]).await.expect(422).expect_text("no se importó nada");
    by.get("/municipios/50325").await.expect(200).expect_text("Indicadores");
    world.finish().await;
}

#[rocket::async_test]
async fn figures_of_another_index_are_told_by_its_name_and_the_form_comes_back_filled() {
    let world = World::new("indicators other index").await;
    let by = world.as_administrator().await;
    let text = format!("{HEADINGS}\n080020001;;;;50325;;45,2;;2024;\n");
    let furag = [("indice", "FURAG"), FORM[1], FORM[2], FORM[3]];
    let file = Some(("mdm.csv", text.as_bytes()));
    let check = by.send_parts(IMPORT, &furag, file).await.expect(303).location.unwrap();
    let page = by.get(&check).await.expect(200);
    let page = page
        .expect_text("080020001 es de MDM y usted eligió FURAG.")
        .expect_text("El archivo no trae ningún dato de este índice")
        .expect_no_text("ya se conoce");
    let again = format!("{IMPORT}?desde={}", check.rsplit_once('/').unwrap().1);
    assert!(page.body().contains(&again.replace('=', "&#x3D;")), "{again}");
    let form = by.get(&again).await.expect(200).body();
    assert!(form.contains("DNP, de prueba") && form.contains("2026-09-30"), "{form}");
    let absent = format!("{IMPORT}?desde=987654321");
    by.get(&absent).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn a_form_that_lacks_something_says_so_beside_its_field_and_keeps_the_rest() {
    let world = World::new("indicators form").await;
    let by = world.as_administrator().await;
    let nothing = by.send_parts(IMPORT, &[], None).await.expect(422);
    nothing
        .expect_text("Elija el archivo")
        .expect_text("Elija qué trae")
        .expect_text("Escriba quién publicó");
    let text = "codigo_unico;codigo_entidad;dato\n080020001;50325;45,2\n";
    let file = Some(("mdm_2023.csv", text.as_bytes()));
    let named = by.send_parts(IMPORT, &FORM, file).await.expect(422);
    let named = named.expect_text("solo su nombre dice 2023");
    assert!(named.body().contains("DNP, de prueba"), "what was typed stays");
    let tomorrow = [("indice", "MDM"), ("fuente", "DNP"), ("publicado", "2031-01-01")];
    let later = by.send_parts(IMPORT, &tomorrow, file).await.expect(422);
    later.expect_text("no puede ser posterior a hoy");
    let other = [("indice", "ABC"), ("fuente", "DNP"), ("publicado", "2026-01-01")];
    by.send_parts(IMPORT, &other, file).await.expect(422).expect_text("Elija un índice");
    world.finish().await;
}

#[rocket::async_test]
async fn a_file_is_sent_once_and_waits_by_its_name_for_a_form_that_had_an_error() {
    let world = World::new("indicators kept file").await;
    let by = world.as_administrator().await;
    let db = world.app.db.read();
    let rows = async || {
        let files = stored_file::Entity::find().count(db).await.unwrap();
        (files, kept_file::Entity::find().count(db).await.unwrap())
    };
    let waits = "Tenemos el archivo que adjuntó: «mdm_2023.csv»";
    let text = "codigo_unico;codigo_entidad;dato\n080020001;50325;45,2\n";
    let file = Some(("mdm_2023.csv", text.as_bytes()));
    let sourceless = [FORM[0], FORM[2], FORM[3]];
    let wrong = by.send_parts(IMPORT, &sourceless, file).await.expect(422);
    wrong.expect_text("Escriba quién publicó").expect_text(waits);
    assert_eq!(rows().await, (1, 1));
    by.get(IMPORT).await.expect(200).expect_text(waits);
    // It is read without coming again, and its name, which says the year, is still its own.
    let named = by.send_parts(IMPORT, &FORM, None).await.expect(422);
    named.expect_text("solo su nombre dice 2023").expect_text(waits);
    assert_eq!(rows().await, (1, 1));
    let whole = [&FORM[..], &[("anio", "2023")]].concat();
    let check = by.send_parts(IMPORT, &whole, None).await.expect(303).location.unwrap();
    by.get(&check).await.expect(200).expect_text("mdm_2023.csv").expect_text("Importar 1 dato");
    by.get(IMPORT).await.expect(200).expect_no_text("Tenemos el archivo");
    assert_eq!(rows().await, (0, 0));

    // What the importer refused with the file in hand waits too; a file that is itself wrong does not.
    let tomorrow = [FORM[0], FORM[1], ("publicado", "2031-01-01"), FORM[3]];
    by.send_parts(IMPORT, &tomorrow, file).await.expect(422).expect_text(waits);
    let strange = Some(("gente.csv", "Nombre;Documento\nAna;1\n".as_bytes()));
    let strange = by.send_parts(IMPORT, &FORM, strange).await.expect(422);
    strange.expect_no_text("Tenemos el archivo");
    assert_eq!(rows().await, (0, 0));
    by.send_parts(IMPORT, &sourceless, file).await.expect(422).expect_text(waits);
    let without = [&FORM[..], &[("sin_guardado", "si")]].concat();
    let without = by.send_parts(IMPORT, &without, None).await.expect(422);
    without.expect_text("Elija el archivo").expect_no_text("Tenemos el archivo");
    assert_eq!(rows().await, (0, 0));
    world.finish().await;
}

#[rocket::async_test]
async fn each_reads_the_municipalities_they_answer_for_and_nothing_of_others() {
    let world = World::new("indicators scope").await;
    let by = world.as_administrator().await;
    let rows = "080020001;;;;50325;;45,2;;2024;\n080020001;;;;50450;;50;;2024;\n\
                080020001;;;;18592;;60;;2024;\n";
    bring(&by, Sent::values(rows)).await;
    bring(&by, Sent::traits("50325;grupo;MDM G1–G5;2024;G4\n50325;poblacion;;2024;15320\n")).await;
    let meta = world.as_gobernacion("50").await;
    let own = meta.get("/municipios/50325/indicadores").await.expect(200);
    own.expect_text("45,2").expect_text("G4").expect_text("15.320").expect_text("Demostración");
    meta.get("/indicadores").await.expect(200).expect_no_text("Importar datos");
    let foreign = meta.get("/municipios/18592/indicadores").await.expect(404);
    let absent = meta.get("/municipios/98765/indicadores").await.expect(404);
    assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
    let huila = world.as_coordinator("HUI").await;
    huila.get("/municipios/18592/indicadores").await.expect(200).expect_text("60");
    huila.get("/municipios/50325/indicadores").await.expect(404);
    huila.get("/municipios/18256/indicadores").await.expect(200).expect_text("No es lo mismo");
    for stranger in [world.as_facilitator("una").await, huila.clone(), meta.clone()] {
        stranger.get(IMPORT).await.expect(403);
        stranger.send_parts(IMPORT, &FORM, None).await.expect(403);
    }
    world.as_facilitator("una").await.get("/indicadores").await.expect(403);
    world.finish().await;
}
