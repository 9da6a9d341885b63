//! A file arrives: what it is, who may send it, and what it is told when it cannot be read.

use super::{csv, kept, people, sent, xlsx};
use crate::enrolment::places;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;
use formacion::cohorts::entity::cohort::Stage as CohortStage;

#[rocket::async_test]
async fn the_columns_are_guessed_from_the_headings_that_people_write() {
    let world = World::new("import-guess").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    staff
        .get(&format!("/cohortes/{cohort}/importacion"))
        .await
        .expect(200)
        .expect_text("Hasta 5 MB y 5.000 personas");
    let address = sent(&staff, cohort, "lista.xlsx", &xlsx(&people(0..8))).await;
    let page = staff.get(&address).await.expect(200);
    let page = page
        .expect_text("lista.xlsx, 8 filas con personas")
        .expect_text("Columna B: CEDULA")
        .expect_text("Por ejemplo: 9200000000, 9200000001")
        .expect_text("ANA ANA ARRAYAN ARRAYAN");
    let body = page.body();
    for chosen in ["value=\"documento\" selected", "value=\"nombre_completo\" selected"] {
        assert!(body.contains(chosen), "{chosen}");
    }
    assert!(places(&world, cohort).await.is_empty(), "nothing is done yet");
    world.finish().await;
}

#[rocket::async_test]
async fn a_file_that_is_no_list_gets_its_own_answer_and_nothing_stays() {
    let world = World::new("import-hostile").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/importacion");
    let ole = |stream: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.extend([7; 600]);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let long = [b"a;b\n\"".to_vec(), b"1;2\n".repeat(20_000)].concat();
    let good = xlsx(&people(0..3));
    for (name, bytes, told) in [
        ("vacio.xlsx", Vec::new(), "El archivo está vacío"),
        ("clave.xlsx", ole("EncryptedPackage"), "protegido con contraseña"),
        ("viejo.xls", ole("Workbook"), "Excel 97-2003"),
        ("foto.xlsx", b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), "no es una hoja de cálculo"),
        ("sistema.xls", b"<html><table><tr><td>1".to_vec(), "página web"),
        ("cortado.xlsx", good[..good.len() / 2].to_vec(), "está dañado"),
        ("comillas.csv", long, "La celda A2 tiene demasiado texto"),
        ("titulos.csv", b"Cedula;Nombre".to_vec(), "no tiene filas debajo"),
        ("muchas.csv", b"1;Ana Ruiz\n".repeat(6_000), "más de 5.000 personas"),
        ("enorme.csv", vec![b'a'; 6 * 1024 * 1024], "más de 5 MB"),
    ] {
        let page = staff.upload(&path, name, &bytes).await;
        let page = page.expect(422).expect_text(told);
        assert!(
            page.body().contains("href=\"#archivo\""),
            "{name}: the summary leads to the field"
        );
    }
    staff.post(&path, &[]).await.expect(422).expect_text("Elija el archivo");
    assert_eq!(kept(&world).await, (0, 0, 0));
    world.finish().await;
}

#[rocket::async_test]
async fn only_the_coordination_of_the_cohort_sends_files_and_sees_them() {
    let world = World::new("import-who").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, cohort, "lista.csv", &csv(&people(0..2))).await;
    let path = format!("/cohortes/{cohort}/importacion");
    let foreign = world.as_coordinator("HUI").await;
    foreign.get(&path).await.expect(404);
    foreign.get(&address).await.expect(404);
    foreign.upload(&path, "a.csv", &csv(&people(0..2))).await.expect(404);
    foreign.post(&format!("{address}/columnas"), &[]).await.expect(404);
    foreign.get(&format!("{address}/xlsx")).await.expect(404);
    let facilitator = world.as_facilitator("ana").await;
    facilitator.get(&path).await.expect(403);
    facilitator.get(&address).await.expect(403);
    let anyone = world.as_anyone();
    anyone.upload(&path, "a.csv", b"1;2").await.expect(303);
    assert_eq!(kept(&world).await.0, 1);
    world.as_administrator().await.get(&address).await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn a_cohort_that_takes_nobody_takes_no_file() {
    let world = World::new("import-closed").await;
    let plan = CohortPlan { stage: CohortStage::Cancelled, ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/importacion");
    staff.get(&path).await.expect(422).expect_text("Este curso se canceló");
    let page = staff.upload(&path, "lista.csv", &csv(&people(0..2))).await;
    page.expect(422).expect_text("Este curso se canceló");
    assert_eq!(kept(&world).await.0, 0);
    world.finish().await;
}

#[rocket::async_test]
async fn a_file_left_aside_is_forgotten() {
    let world = World::new("import-discard").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, cohort, "lista.csv", &csv(&people(0..2))).await;
    let again = sent(&staff, cohort, "otra vez.csv", &csv(&people(0..2))).await;
    assert_eq!(address, again, "the same file is the same import");
    staff
        .submit(&format!("{address}/descarte"), &[])
        .await
        .expect(200)
        .expect_text("quedó descartado");
    assert_eq!(kept(&world).await, (1, 0, 0));
    staff.get(&address).await.expect(200).expect_text("Archivo descartado");
    staff.post(&format!("{address}/confirmacion"), &[]).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn one_file_too_many_within_the_hour_is_not_even_read() {
    let world = World::new("import-many").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut last = String::new();
    for n in 0..20 {
        last = sent(&staff, cohort, "lista.csv", &csv(&people(n..n + 1))).await;
    }
    let path = format!("/cohortes/{cohort}/importacion");
    // It is no list, which nobody finds out.
    let page = staff.upload(&path, "foto.xlsx", b"\xff\xd8\xff\xe0\0\x10JFIF").await;
    page.expect(422).expect_text("Ya envió los archivos que se pueden enviar en una hora");
    // One that waits already is the same import.
    let again = sent(&staff, cohort, "otra vez.csv", &csv(&people(19..20))).await;
    assert_eq!(last, again);
    world.finish().await;
}
