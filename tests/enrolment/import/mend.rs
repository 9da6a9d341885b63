//! Every row is shown as the person that it would become, and mended on the page without touching the file.

use rust_xlsxwriter::Workbook;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait, Set};

use super::{HEADINGS, confirmed, csv, document, last_import, people, person, sent, xlsx};
use crate::enrolment::places;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::servant;
use crate::support::world::{Character, World};
use formacion::enrolment::import::entity::{import::State, import_answer};
use formacion::people::entity::{person as persons, post};

async fn people_of(world: &World) -> Vec<persons::Model> {
    persons::Entity::find().all(world.app.db.read()).await.unwrap()
}

async fn ordered(staff: &Character<'_>, address: &str) {
    let done = staff.submit(&format!("{address}/confirmacion"), &[]).await;
    done.expect(200).expect_text("Importación terminada");
}

#[rocket::async_test]
async fn every_row_is_listed_as_the_person_that_it_would_become() {
    let world = World::new("mend-list").await;
    let cohort = cohort(&world, CohortPlan { seats: 50, ..CohortPlan::default() }).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = people(0..60);
    rows.push(vec![String::new(), "TOTAL 60 FUNCIONARIOS".to_owned()]);
    let address = sent(&staff, cohort, "lista.csv", &csv(&rows)).await;
    staff.get(&address).await.expect(200).expect_text("lista.csv, 60 filas con personas");
    let page = confirmed(&staff, &address, "1").await;
    page.expect_text("Todas: 61")
        .expect_text("No se importan: 1")
        .expect_text("Arrayan Arrayan, Ana Ana")
        .expect_text("C. C. 9.200.000.000")
        .expect_text("TECNICO ADMINISTRATIVO · Alcaldía de Mapiripán · Mapiripán (Meta)")
        .expect_text("persona.0@pueblo.example")
        .expect_text("Con cupo, persona nueva");
    let second = staff.get(&format!("{address}?ver=todas&pagina=2")).await.expect(200);
    second.expect_text("En lista de espera").expect_text("No es una persona");
    let aside = staff.get(&format!("{address}?ver=aparte")).await.expect(200);
    aside.expect_text("TOTAL 60 FUNCIONARIOS").expect_no_text("persona.0@pueblo.example");
    world.finish().await;
}

#[rocket::async_test]
async fn a_cell_is_mended_a_row_left_out_and_the_list_imported_without_another_file() {
    let world = World::new("mend-row").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = people(0..4);
    rows[1][1] = "12".to_owned();
    rows[2][4] = String::new();
    let address = sent(&staff, cohort, "lista.xlsx", &xlsx(&rows)).await;
    confirmed(&staff, &address, "3").await.expect_text("2 filas con errores");
    let row = format!("{address}/filas/5");
    staff.get(&row).await.expect(200).expect_text("La celda dice «12»");
    let long = "9".repeat(300);
    let refused = staff.post(&row, &[("accion", "guardar"), ("documento", &long)]).await;
    refused.expect(422).expect_text("Use máximo 254 caracteres");
    let number = document(1);
    let page = staff.submit(&row, &[("accion", "guardar"), ("documento", &number)]).await;
    page.expect(200).expect_text("1 fila con errores").expect_no_text("B5");
    let other = format!("{address}/filas/6");
    let page = staff.submit(&other, &[("accion", "fuera")]).await.expect(200);
    page.expect_text("Importar 3 personas").expect_text("No se importan: 1");
    staff.get(&other).await.expect(200).expect_text("Esta fila está por fuera");
    let page = staff.submit(&other, &[("accion", "dentro")]).await.expect(200);
    page.expect_text("1 fila con errores");
    let page = staff.submit(&other, &[("accion", "guardar"), ("cargo", "Tesorera")]).await;
    page.expect(200).expect_text("Importar 4 personas");
    ordered(&staff, &address).await;
    assert_eq!(places(&world, cohort).await.len(), 4);
    assert!(people_of(&world).await.iter().any(|one| one.document_number == number));
    staff.post(&row, &[("accion", "fuera")]).await.expect(422);
    world.finish().await;
}

#[rocket::async_test]
async fn cells_with_errors_are_mended_in_the_list_itself() {
    let world = World::new("mend-cells").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = people(0..5);
    rows[1][1] = "12".to_owned();
    rows[2][4] = String::new();
    rows[3][3] = "MAPIRIPANA".to_owned();
    rows[4][1] = "13".to_owned();
    let address = sent(&staff, cohort, "lista.xlsx", &xlsx(&rows)).await;
    let page = confirmed(&staff, &address, "3").await.expect_text("4 filas con errores");
    let body = page.body();
    for shown in [
        "name=\"celda[5|documento]\"",
        "value=\"12\"",
        "name=\"celda[6|cargo]\"",
        "value=\"MAPIRIPANA\"",
        "name=\"propuesta\" value=\"7|municipio\"",
    ] {
        assert!(body.contains(shown), "{shown}");
    }
    let answers = format!("{address}/respuestas");
    let same = staff.post(&answers, &[("celda[5|documento]", "12")]).await;
    same.expect(422).expect_text("Corrija al menos una celda");
    let long = "9".repeat(300);
    let refused = staff.post(&answers, &[("celda[5|documento]", long.as_str())]).await;
    let refused = refused.expect(422).expect_text("Use máximo 254 caracteres");
    assert!(refused.body().contains(&long), "what was typed stays");
    // A row of nobody's is none.
    staff.post(&answers, &[("celda[99|documento]", "7")]).await.expect(422);
    let number = document(1);
    let cells = [
        ("celda[5|documento]", number.as_str()),
        ("celda[6|cargo]", "Tesorera"),
        ("celda[7|municipio]", "MAPIRIPANA"),
        ("propuesta", "7|municipio"),
    ];
    let page = staff.submit(&answers, &cells).await.expect(200);
    page.expect_text("Las celdas quedaron corregidas").expect_text("1 fila con errores");
    let page = staff.submit(&answers, &[("celda[8|documento]", "13"), ("fuera", "8")]).await;
    page.expect(200).expect_text("Importar 4 personas").expect_text("No se importan: 1");
    world.finish().await;
}

#[rocket::async_test]
async fn one_answer_settles_every_row_that_says_the_same() {
    let world = World::new("mend-answer").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = people(0..8);
    for at in [0, 3, 5] {
        rows[at][3] = "MAPIRIPANA".to_owned();
    }
    rows[1][3] = "LETICIA".to_owned();
    for at in [2, 6] {
        rows[at][5] = "PERIODO DE PRUEBA".to_owned();
    }
    let address = sent(&staff, cohort, "lista.csv", &csv(&rows)).await;
    let page = confirmed(&staff, &address, "1").await;
    let page = page
        .expect_text("6 filas con errores")
        .expect_text("«MAPIRIPANA»")
        .expect_text("Municipio donde trabaja: «LETICIA»");
    assert!(page.body().contains("value=\"50325\" selected"), "what is proposed is chosen already");
    let answers = [
        ("pregunta[0]", "municipio|MAPIRIPANA"),
        ("respuesta[0]", "50325"),
        ("pregunta[1]", "municipio|LETICIA"),
        ("respuesta[1]", "fuera"),
        ("pregunta[2]", "tipo_vinculacion|PERIODO DE PRUEBA"),
        ("respuesta[2]", "no_se_sabe"),
    ];
    // Nothing is kept of a question that no row asks, and none is answered twice.
    for invented in [
        vec![("pregunta[0]", "municipio|NADIE LO ESCRIBE"), ("respuesta[0]", "50325")],
        vec![("pregunta[0]", "cargo|TESORERA"), ("respuesta[0]", "fuera")],
        [&answers[..2], &[("pregunta[9]", "municipio|mapiripana"), ("respuesta[9]", "50577")]]
            .concat(),
    ] {
        let refused = staff.post(&format!("{address}/respuestas"), &invented).await.expect(422);
        refused.expect_text("Esa pregunta no es de este archivo o ya no se hace");
    }
    let kept = import_answer::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(kept, 0);
    let wrong = [("pregunta[0]", "municipio|MAPIRIPANA"), ("respuesta[0]", "99999")];
    let refused = staff.post(&format!("{address}/respuestas"), &wrong).await;
    refused.expect(422).expect_text("Elija una de las opciones de la lista");
    let page = staff.submit(&format!("{address}/respuestas"), &answers).await.expect(200);
    page.expect_text("Importar 7 personas").expect_text("No se sabe");
    ordered(&staff, &address).await;
    let posts = post::Entity::find().all(world.app.db.read()).await.unwrap();
    let unknown = posts.iter().filter(|post| post.kind == post::Kind::NoSeSabe).count();
    assert_eq!((posts.len(), unknown), (7, 2));
    world.finish().await;
}

#[rocket::async_test]
async fn the_kind_of_an_entity_that_its_name_does_not_say_is_asked_once() {
    let world = World::new("mend-entity").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let names = ["LOS AMIGOS", "Los Amigos", "E.S.E. HOSPITAL LOCAL", "SECRETARIA DE PLANEACION"];
    let mut rows = people(0..4);
    for (row, name) in rows.iter_mut().zip(names) {
        row[6] = name.to_owned();
    }
    let text = String::from_utf8(csv(&rows)).unwrap().replace("CORREO", "ENTIDAD");
    let address = sent(&staff, cohort, "lista.csv", text.as_bytes()).await;
    let mut fields = super::CONFIRMED.to_vec();
    fields.retain(|(name, _)| *name != "columna[6]");
    fields.extend([("columna[6]", "entidad"), ("fila", "1")]);
    let page = staff.submit(&format!("{address}/columnas"), &fields).await.expect(200);
    page.expect_text("No se sabe qué clase de entidad es «LOS AMIGOS»");
    let answers = [("pregunta[0]", "tipo_entidad|LOS AMIGOS"), ("respuesta[0]", "osc")];
    staff
        .submit(&format!("{address}/respuestas"), &answers)
        .await
        .expect(200)
        .expect_text("Importar 4 personas")
        .expect_text("es una dependencia: cuenta como la Alcaldía de Mapiripán");
    ordered(&staff, &address).await;
    let entities = formacion::territory::entity::entity::Entity::find();
    let entities = entities.all(world.app.db.read()).await.unwrap();
    let kind = |name: &str| {
        let found = entities.iter().find(|entity| entity.search_name == name);
        found.map(|entity| entity.kind.clone()).unwrap_or_default()
    };
    assert_eq!(kind("los amigos"), "osc");
    assert_eq!(kind("e.s.e. hospital local"), "descentralizada_mun");
    assert_eq!(kind("alcaldia de mapiripan"), "alcaldia");
    world.finish().await;
}

/// A workbook with a hidden older number before the visible one, and a row that a filter hides.
fn with_hidden_parts() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let headings = ["CEDULA", "CEDULA", "NOMBRES Y APELLIDOS", "MUNICIPIO", "CARGO", "VINCULACION"];
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.write_string(0, column, heading).unwrap();
    }
    for (row, n) in (1_u32..).zip(0..4) {
        let cells = person(n);
        sheet.write_string(row, 0, document(700 + n)).unwrap();
        for (column, text) in (1_u16..).zip(&cells[1..6]) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    sheet.set_column_hidden(0).unwrap();
    sheet.set_row_hidden(2).unwrap();
    book.save_to_buffer().unwrap()
}

#[rocket::async_test]
async fn hidden_rows_are_asked_about_and_hidden_columns_passed_by() {
    let world = World::new("mend-hidden").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, cohort, "lista.xlsx", &with_hidden_parts()).await;
    let page = staff.get(&address).await.expect(200);
    let page = page.expect_text("La hoja tiene 1 fila oculta").expect_text("(oculta en la hoja)");
    assert_eq!(page.body().matches("value=\"documento\" selected").count(), 1);
    let fields = [
        ("accion", "revisar"),
        ("hoja", "0"),
        ("fila", "1"),
        ("columna[1]", "documento"),
        ("columna[2]", "nombre_completo"),
        ("columna[3]", "municipio"),
        ("columna[4]", "cargo"),
        ("columna[5]", "tipo_vinculacion"),
        ("tipo_documento", "CC"),
        ("alcaldia", "si"),
        ("autorizo", "si"),
    ];
    let columns = format!("{address}/columnas");
    let asked = staff.post(&columns, &fields).await.expect(422);
    asked.expect_text("Diga si las filas ocultas son personas de la lista");
    let without = [fields.as_slice(), &[("ocultas", "no")]].concat();
    staff.submit(&columns, &without).await.expect(200).expect_text("Importar 3 personas");
    let with = [fields.as_slice(), &[("ocultas", "si")]].concat();
    staff.submit(&columns, &with).await.expect(200).expect_text("Importar 4 personas");
    ordered(&staff, &address).await;
    let numbers: Vec<String> =
        people_of(&world).await.into_iter().map(|one| one.document_number).collect();
    assert_eq!(numbers, [document(0), document(1), document(2), document(3)]);
    world.finish().await;
}

#[rocket::async_test]
async fn what_was_read_otherwise_than_written_is_told_and_a_no_is_no_consent() {
    let world = World::new("mend-truth").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = people(0..6);
    rows[0][1] = "52310447.0".to_owned();
    rows[1][1] = "52.310.448,00".to_owned();
    rows[2][2] = "LUZ MARI\u{301}A \u{410}RRAYAN BALSO".to_owned();
    rows[3][2] = "JOSÃ‰ LUIS PEÃ‘A MORA".to_owned();
    rows[4][2] = "ana cedro".to_owned();
    for (row, answer) in rows.iter_mut().zip(["SI", "Sí", "si", "X", "Acepto", "No"]) {
        row[0] = answer.to_owned();
    }
    let text =
        String::from_utf8(csv(&rows)).unwrap().replace("No.", "Autorizo el uso de mis datos");
    let address = sent(&staff, cohort, "lista.csv", text.as_bytes()).await;
    let mut fields = super::CONFIRMED.to_vec();
    fields.extend([("columna[0]", "autorizacion"), ("fila", "1")]);
    let page = staff.submit(&format!("{address}/columnas"), &fields).await.expect(200);
    page.expect_text("1 fila con errores").expect_text("no autoriza el tratamiento de sus datos");
    let all = staff.get(&format!("{address}?ver=todas")).await.expect(200);
    all.expect_text("traía decimales («52310447.0»): se leyó 52310447")
        .expect_text("se leyó 52310448")
        .expect_text("letras de otro alfabeto: se leyó «LUZ MARÍA ARRAYAN BALSO»")
        .expect_text("se leyó «JOSÉ LUIS PEÑA MORA»");
    let page = staff.submit(&format!("{address}/filas/7"), &[("accion", "fuera")]).await;
    page.expect(200).expect_text("Importar 5 personas");
    ordered(&staff, &address).await;
    let all = people_of(&world).await;
    assert_eq!(all[0].document_number, "52310447");
    assert_eq!((all[4].first_name.as_str(), all[4].first_surname.as_str()), ("Ana", "Cedro"));
    world.finish().await;
}

#[rocket::async_test]
async fn a_list_neither_tells_nor_ends_the_post_of_somebody_of_another_unit() {
    let world = World::new("mend-foreign").await;
    let mut rows = people(0..1);
    servant(&world, 0, "41001").await;
    rows[0][1] = crate::support::people::document(0);
    rows[0][2] = "ÑANDU GUAYACAN A".to_owned();
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, cohort, "lista.csv", &csv(&rows)).await;
    confirmed(&staff, &address, "1")
        .await
        .expect_text("Importar 1 persona")
        .expect_no_text("Alcaldía de prueba 41001")
        .expect_no_text("¿Cambió de entidad");
    // An answer that no page asked for counts for nothing.
    let by_hand = [("accion", "guardar"), ("vinculacion", "cambio")];
    staff.submit(&format!("{address}/filas/2"), &by_hand).await.expect(200);
    ordered(&staff, &address).await;
    let posts = post::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(posts.len(), 2);
    assert!(posts.iter().all(|post| post.ends_on.is_none()), "nobody's post ended");
    world.finish().await;
}

#[rocket::async_test]
async fn a_post_that_began_today_may_change_today() {
    let world = World::new("mend-today").await;
    let mut rows = people(0..1);
    let (_, held) = servant(&world, 0, "50577").await;
    let mut began = post::Entity::find_by_id(held).one(world.app.db.read()).await.unwrap();
    let mut row = began.take().unwrap().into_active_model();
    row.starts_on = Set(world.app.clock.today());
    row.update(world.app.db.writer()).await.unwrap();
    rows[0][1] = crate::support::people::document(0);
    rows[0][2] = "ÑANDU GUAYACAN A".to_owned();
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, cohort, "lista.csv", &csv(&rows)).await;
    confirmed(&staff, &address, "1").await.expect_text("¿Cambió de entidad o tiene dos?");
    let changed = [("accion", "guardar"), ("vinculacion", "cambio")];
    staff.submit(&format!("{address}/filas/2"), &changed).await.expect(200);
    ordered(&staff, &address).await;
    let posts = post::Entity::find().all(world.app.db.read()).await.unwrap();
    let lasting = posts.iter().filter(|post| post.ends_on.is_none()).count();
    assert_eq!((posts.len(), lasting), (2, 1));
    world.finish().await;
}

#[rocket::async_test]
async fn a_list_that_contradicts_a_known_post_asks_what_it_means() {
    let world = World::new("mend-post").await;
    let mut rows = people(0..2);
    for (n, row) in rows.iter_mut().enumerate() {
        servant(&world, n, "50577").await;
        row[1] = crate::support::people::document(n);
        row[2] = format!("ÑANDU GUAYACAN {}", ["A", "B"][n]);
    }
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, cohort, "lista.csv", &csv(&rows)).await;
    confirmed(&staff, &address, "1")
        .await
        .expect_text("figura hoy en «Alcaldía de prueba 50577»")
        .expect_text("¿Cambió de entidad o tiene dos?");
    for (row, answer) in [(2, "cambio"), (3, "antigua")] {
        let path = format!("{address}/filas/{row}");
        staff.get(&path).await.expect(200).expect_text("Cambió: la anterior terminó");
        let page = staff.submit(&path, &[("accion", "guardar"), ("vinculacion", answer)]).await;
        page.expect(200);
    }
    staff.get(&address).await.expect(200).expect_no_text("¿Cambió de entidad");
    ordered(&staff, &address).await;
    let posts = post::Entity::find().all(world.app.db.read()).await.unwrap();
    let of = |n: usize| posts.iter().filter(move |post| post.person_id.0 == n as i64 + 1);
    let lasting = |n: usize| of(n).filter(|post| post.ends_on.is_none()).count();
    assert_eq!((of(0).count(), lasting(0)), (2, 1), "who changed holds the new one");
    assert_eq!((of(1).count(), lasting(1)), (1, 1), "an old list changes nothing");
    world.finish().await;
}

#[rocket::async_test]
async fn what_was_decided_for_a_list_is_proposed_for_the_next_and_its_new_people_authorise() {
    let world = World::new("mend-again").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = people(0..3);
    rows[1][4] = String::new();
    let address = sent(&staff, cohort, "lista.csv", &csv(&rows)).await;
    let mut fields = super::CONFIRMED.to_vec();
    // A column of mails that nobody wants is guessed and left out.
    fields.retain(|(name, _)| !["columna[6]", "municipio"].contains(name));
    fields.extend([("municipio", "50577"), ("fila", "1")]);
    let page = staff.submit(&format!("{address}/columnas"), &fields).await.expect(200);
    page.expect_text("1 fila con errores");
    // Who says of the file that its people authorised too is asked nothing twice.
    let path = format!("/cohortes/{cohort}/importacion");
    let mended = csv(&people(0..3));
    let more = [("autorizo", "si")];
    let answered = staff.send_parts(&path, &more, Some(("mejor.csv", &mended))).await;
    let direct = answered.expect(303).location.expect("leads to the import");
    staff.get(&direct).await.expect(200).expect_text("Importar 3 personas");
    staff.post(&format!("{direct}/descarte"), &[]).await.expect(303);
    let more_people = csv(&people(0..4));
    let again = sent(&staff, cohort, "corregida.csv", &more_people).await;
    assert_ne!(address, again);
    let page = staff.get(&again).await.expect(200).expect_text("Qué tiene cada columna");
    let body = page.expect_text("la autorización de 1 persona").body();
    for proposed in ["documento", "cargo", "CC", "50577"] {
        assert!(body.contains(&format!("value=\"{proposed}\" selected")), "{proposed}");
    }
    assert!(!body.contains("value=\"correo\" selected"), "as it was decided, not as guessed");
    let columns = format!("{again}/columnas");
    let without: Vec<_> = fields.iter().copied().filter(|(name, _)| *name != "autorizo").collect();
    let asked = staff.post(&columns, &without).await.expect(422);
    asked.expect_text("Sin la autorización de las personas");
    assert_eq!(last_import(&world).await.state, State::Uploaded);
    staff.submit(&columns, &fields).await.expect(200).expect_text("Importar 4 personas");
    let other = format!("{};NOTAS", HEADINGS.join(";")).into_bytes();
    let other = [other, b"\n1;9200000900;ANA RUIZ;MAPIRIPAN;TESORERA;CARRERA;;x".to_vec()].concat();
    let asked = sent(&staff, cohort, "otra.csv", &other).await;
    let page = staff.get(&asked).await.expect(200);
    assert!(page.body().contains("value=\"correo\" selected"), "other headings are guessed");
    world.finish().await;
}

#[rocket::async_test]
async fn rows_of_an_import_are_foreign_to_other_units() {
    let world = World::new("mend-foreign").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, cohort, "lista.csv", &csv(&people(0..2))).await;
    confirmed(&staff, &address, "1").await;
    staff.get(&format!("{address}/filas/99")).await.expect(404);
    staff.get(&format!("{address}/filas/1")).await.expect(404);
    let foreign = world.as_coordinator("HUI").await;
    foreign.get(&format!("{address}/filas/2")).await.expect(404);
    foreign.post(&format!("{address}/filas/2"), &[("accion", "fuera")]).await.expect(404);
    foreign.post(&format!("{address}/respuestas"), &[]).await.expect(404);
    world.finish().await;
}
