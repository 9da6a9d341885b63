//! Every row is looked at before anything is done.

use std::io::Cursor;

use calamine::{Reader, Xlsx};

use super::{confirmed, csv, imported, last_import, people, person, sent, state, xlsx};
use crate::enrolment::eligibility::asks_for;
use crate::enrolment::{enrolled, places};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{document, servant};
use crate::support::world::World;
use formacion::courses::entity::course_version;
use formacion::enrolment::entity::enrolment_exception;
use formacion::enrolment::import::entity::import::State;
use formacion::people::entity::{document_review, person as persons};
use sea_orm::{EntityTrait, PaginatorTrait, Set};

#[rocket::async_test]
async fn the_page_counts_who_is_new_who_is_known_and_which_rows_are_wrong() {
    let world = World::new("import-counts").await;
    let (known, _) = servant(&world, 1, "50325").await;
    let (held, _) = servant(&world, 2, "50325").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    enrolled(&world, cohort, held).await;
    let mut rows = people(0..5);
    for (n, surname) in [(1, "B"), (2, "C")] {
        let mut row = person(10 + n);
        row[1] = document(n);
        row[2] = format!("ÑANDU GUAYACAN {surname}");
        rows.push(row);
    }
    rows[1][4] = String::new();
    rows[2][1] = "12".to_owned();
    rows[3][3] = "MAPIRIPANA".to_owned();
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, cohort, "lista.xlsx", &xlsx(&rows)).await;
    confirmed(&staff, &address, "3")
        .await
        .expect_text("2 personas nuevas")
        .expect_text("1 ya conocida, por inscribir")
        .expect_text("1 ya inscrita")
        .expect_text("3 filas con errores")
        .expect_text("E5")
        .expect_text("Falta el cargo")
        .expect_text("«MAPIRIPANA» no es un municipio de esta cohorte")
        .expect_text("¿Quiso decir Mapiripán (Meta)?")
        .expect_text("una cédula tiene entre 4 y 10 números")
        .expect_no_text("Importar 3 personas");
    assert_eq!(places(&world, cohort).await.len(), 1, "looking enrols nobody");
    assert_eq!(persons::Entity::find().count(world.app.db.read()).await.unwrap(), 2);
    let refused = staff.post(&format!("{address}/confirmacion"), &[]).await;
    refused.expect(422).expect_text("Hay 3 filas con errores");
    assert_eq!(state(&world).await, State::Checked);
    let _ = known;
    world.finish().await;
}

#[rocket::async_test]
async fn a_known_document_with_another_name_is_refused_and_left_for_review_once() {
    let world = World::new("import-review").await;
    let (known, _) = servant(&world, 1, "50325").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let mut row = person(1);
    row[1] = document(1);
    let staff = world.as_coordinator("MET").await;
    let rows = [row, person(2)];
    let address = sent(&staff, cohort, "lista.csv", &csv(&rows)).await;
    for _ in 0..2 {
        confirmed(&staff, &address, "1")
            .await
            .expect_text("Ya hay una persona con este documento y otro nombre")
            .expect_no_text("Ñandú");
    }
    let noted = document_review::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(noted, 1, "looking twice leaves one note");
    staff.get(&format!("/personas/{known}")).await.expect(200).expect_text("Por revisar");
    assert!(places(&world, cohort).await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_twice_in_the_list_counts_once_and_two_names_for_one_document_are_wrong() {
    let world = World::new("import-twice").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let mut rows = people(0..2);
    rows.push(person(0));
    let mut other = person(7);
    other[1] = super::document(1);
    rows.push(other);
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, cohort, "lista.csv", &csv(&rows)).await;
    confirmed(&staff, &address, "1").await;
    staff
        .get(&format!("{address}?ver=todas"))
        .await
        .expect(200)
        .expect_text("Repite a la persona de la fila 2")
        .expect_text("El documento ya está en la fila 3 con otro nombre");
    let import = last_import(&world).await;
    assert_eq!((import.new_people, import.with_errors, import.skipped), (2, 1, 1));
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_new_who_is_called_as_somebody_known_is_told_to_whoever_knows_them() {
    let world = World::new("import-namesake").await;
    servant(&world, 1, "50325").await;
    servant(&world, 2, "41001").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let mut rows = people(0..4);
    rows[0][2] = "ÑANDU GUAYACAN B".to_owned();
    rows[1][2] = "ÑANDU GUAYACAN C".to_owned();
    rows[3][2] = rows[2][2].clone();
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, cohort, "lista.csv", &csv(&rows)).await;
    let page = confirmed(&staff, &address, "1").await;
    // Nothing blocks: the coordination decides. Nobody of another unit is told.
    page.expect_text("Importar 4 personas")
        .expect_text("Ya hay una persona con este nombre y otro documento")
        .expect_text("(Alcaldía de prueba 50325). La fila trae")
        .expect_no_text("Alcaldía de prueba 41001")
        .expect_text("La fila 4 tiene el mismo nombre con otro documento");
    world.finish().await;
}

#[rocket::async_test]
async fn columns_that_nobody_explained_are_asked_for_with_what_was_chosen() {
    let world = World::new("import-columns").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, cohort, "lista.csv", &csv(&people(0..2))).await;
    let fields = [
        ("accion", "revisar"),
        ("hoja", "0"),
        ("fila", "1"),
        ("columna[1]", "cargo"),
        ("columna[4]", "cargo"),
    ];
    let page = staff.post(&format!("{address}/columnas"), &fields).await.expect(422);
    page.expect_text("«Cargo o función» ya está en la columna B")
        .expect_text("Diga cuál columna tiene el número de documento")
        .expect_text("Diga cuál columna tiene el nombre")
        .expect_text("Elija el municipio, porque ninguna columna lo dice")
        .expect_text("Ninguna columna dice la entidad")
        .expect_text("Sin la autorización de las personas");
    assert_eq!(state(&world).await, State::Uploaded);
    let again = [("accion", "releer"), ("hoja", "0"), ("fila", "2")];
    staff
        .submit(&format!("{address}/columnas"), &again)
        .await
        .expect(200)
        .expect_text("Columna B: CEDULA 9200000000");
    world.finish().await;
}

/// Contractors among the people of a list.
fn with_contractors(rows: std::ops::Range<usize>, contractors: &[usize]) -> Vec<Vec<String>> {
    let mut rows = people(rows);
    for at in contractors {
        rows[*at][5] = "CONTRATISTA".to_owned();
    }
    rows
}

fn for_servants() -> course_version::ActiveModel {
    course_version::ActiveModel { servants_only: Set(true), ..Default::default() }
}

#[rocket::async_test]
async fn rows_that_do_not_meet_what_the_course_asks_for_name_the_rule_and_come_back_marked() {
    let world = World::new("import-eligible").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    asks_for(&world, cohort, for_servants()).await;
    // Known as of the career elsewhere: they would take part with the post of the list.
    servant(&world, 1, "50325").await;
    let mut rows = with_contractors(0..5, &[1, 3, 4]);
    rows[4][1] = document(1);
    rows[4][2] = "ÑANDU GUAYACAN B".to_owned();
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, cohort, "lista.xlsx", &xlsx(&rows)).await;
    confirmed(&staff, &address, "3")
        .await
        .expect_text("3 filas con errores")
        .expect_text("F5")
        .expect_text("No cumple lo que pide el curso. Es para servidores públicos")
        .expect_text("escriba al revisar el archivo por qué la coordinación hace una excepción")
        .expect_no_text("Importar 2 personas");
    let file = staff.get(&format!("{address}/xlsx")).await.expect(200);
    let mut book = Xlsx::new(Cursor::new(file.bytes.as_slice())).unwrap();
    let list = book.worksheet_range("Sheet1").unwrap();
    let told: Vec<(usize, String)> =
        (1..).zip(list.rows().map(|row| row.last().unwrap().to_string())).collect();
    let told: Vec<_> = told.iter().filter(|(_, text)| text.contains("VINCULACION: ")).collect();
    assert_eq!(told.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [5, 7, 8]);
    assert!(told[0].1.contains("Es para servidores públicos"), "{}", told[0].1);
    let page = imported(&staff, cohort, &[rows[0].clone(), rows[2].clone()]).await;
    page.expect_text("2 inscritas con cupo");
    world.finish().await;
}

#[rocket::async_test]
async fn one_reason_sets_a_rule_aside_for_several_rows_and_stays_with_each_of_them() {
    let world = World::new("import-exception").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    asks_for(&world, cohort, for_servants()).await;
    let staff = world.as_coordinator("MET").await;
    let rows = with_contractors(0..5, &[1, 3, 4]);
    let address = sent(&staff, cohort, "lista.xlsx", &xlsx(&rows)).await;
    confirmed(&staff, &address, "3")
        .await
        .expect_text("Motivo de la excepción: no es servidor público (3 filas)");
    let answers = format!("{address}/respuestas");
    let asked = ("pregunta[0]", "excepcion|servant");
    let nothing = staff.post(&answers, &[asked, ("respuesta[0]", "")]).await.expect(422);
    nothing.expect_text("Elija al menos una respuesta");
    let reason = "Atienden el recaudo por contrato";
    let told = staff.submit(&answers, &[asked, ("respuesta[0]", reason)]).await.expect(200);
    told.expect_text("Se inscribe por excepción: Atienden el recaudo por contrato")
        .expect_text("Importar 5 personas");
    // One of them is left out all the same.
    let row = format!("{address}/filas/8");
    staff.submit(&row, &[("accion", "fuera")]).await.expect(200);
    // A reason that is emptied takes the exception back.
    let back = staff.submit(&answers, &[asked, ("respuesta[0]", "")]).await.expect(200);
    back.expect_text("2 filas con errores").expect_no_text("Se inscribe por excepción");
    staff.submit(&answers, &[asked, ("respuesta[0]", reason)]).await.expect(200);
    let done = staff.submit(&format!("{address}/confirmacion"), &[]).await.expect(200);
    done.expect_text("4 inscritas con cupo");
    let kept = enrolment_exception::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(kept.len(), 2);
    for one in kept {
        assert_eq!((one.rules.as_str(), one.reason.as_str()), ("servant", reason));
        assert_eq!(one.granted_by, Some(staff.account()));
    }
    world.finish().await;
}

#[rocket::async_test]
async fn each_of_two_rules_keeps_its_own_reason_whatever_else_is_answered() {
    let world = World::new("import-two-rules").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let admitted_kinds = Set("carrera,provisional".to_owned());
    asks_for(&world, cohort, course_version::ActiveModel { admitted_kinds, ..for_servants() })
        .await;
    let staff = world.as_coordinator("MET").await;
    let rows = with_contractors(0..3, &[1]);
    let address = sent(&staff, cohort, "lista.xlsx", &xlsx(&rows)).await;
    confirmed(&staff, &address, "3").await.expect_text("1 fila con errores");
    let answers = format!("{address}/respuestas");
    let said = |field: &'static str, rule: &'static str, reason: &'static str| {
        let (asked, answer) = match field {
            "0" => ("pregunta[0]", "respuesta[0]"),
            _ => ("pregunta[1]", "respuesta[1]"),
        };
        [(asked, rule), (answer, reason)]
    };
    let (servant, kind) = ("excepcion|servant", "excepcion|kind");
    staff.submit(&answers, &said("0", servant, "Por contrato")).await.expect(200);
    // The first reason stands in its box, and sending it again changes nothing.
    let both = [said("0", servant, "Por contrato"), said("1", kind, "Otra clase")].concat();
    let page = staff.submit(&answers, &both).await.expect(200);
    page.expect_text("Importar 3 personas").expect_text("Por contrato; Otra clase");
    let again = staff.post(&answers, &both).await.expect(422);
    again.expect_text("Elija al menos una respuesta");
    let done = staff.submit(&format!("{address}/confirmacion"), &[]).await.expect(200);
    done.expect_text("3 inscritas con cupo");
    let kept = enrolment_exception::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(
        (kept.rules.as_str(), kept.reason.as_str()),
        ("servant,kind", "Por contrato; Otra clase")
    );
    world.finish().await;
}

#[rocket::async_test]
async fn the_page_tells_who_would_get_a_seat_of_each_group_and_the_import_gives_it_so() {
    let world = World::new("import-forecast").await;
    let cohort = cohort(&world, CohortPlan { seats: 5, ..CohortPlan::default() }).await;
    let staff = world.as_coordinator("MET").await;
    let kept = [("cupos[m-50577]", "3"), ("libera[m-50577]", "")];
    staff.submit(&format!("/cohortes/{cohort}/reservas"), &kept).await.expect(200);
    let mut rows = people(0..6);
    rows[3][3] = "PUERTO LLERAS".to_owned();
    rows[5][3] = "PUERTO LLERAS".to_owned();
    let address = sent(&staff, cohort, "lista.xlsx", &xlsx(&rows)).await;
    confirmed(&staff, &address, "3")
        .await
        .expect_text("Quedan 5 cupos libres: 2 personas quedarán en lista de espera.")
        .expect_text("6 correos saldrán ahora, uno a cada persona")
        .expect_text("Puerto Lleras (Meta) 2 2 0")
        .expect_text("Sin cupos reservados 4 2 2");
    let page = staff.submit(&format!("{address}/confirmacion"), &[]).await.expect(200);
    page.expect_text("4 inscritas con cupo").expect_text("2 en lista de espera");
    assert_eq!(last_import(&world).await.forecast, None);
    world.finish().await;
}

#[rocket::async_test]
async fn when_the_world_changed_before_it_is_written_every_row_that_fails_is_named() {
    let world = World::new("import-changed").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let rows = with_contractors(0..6, &[1, 3, 4]);
    let address = sent(&staff, cohort, "lista.csv", &csv(&rows)).await;
    confirmed(&staff, &address, "1").await.expect_text("Importar 6 personas");
    asks_for(&world, cohort, for_servants()).await;
    staff
        .submit(&format!("{address}/confirmacion"), &[])
        .await
        .expect(200)
        .expect_text("3 filas con errores")
        .expect_text("F3")
        .expect_text("F5")
        .expect_text("F6");
    let import = last_import(&world).await;
    assert_eq!((import.state, import.with_errors, import.new_people), (State::Checked, 3, 3));
    assert!(places(&world, cohort).await.is_empty(), "nobody is enrolled");
    assert_eq!(persons::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    let file = staff.get(&format!("{address}/xlsx")).await.expect(200);
    let mut book = Xlsx::new(Cursor::new(file.bytes.as_slice())).unwrap();
    assert_eq!(book.worksheet_range("Errores").unwrap().rows().count(), 4);
    world.finish().await;
}
