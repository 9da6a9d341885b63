//! What was learnt, applied and kept of each capacity in a department, and what people thought.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use formacion::assessment::queries::activities;
use formacion::certification::entity::certificate;
use formacion::cohorts::entity::cohort;
use formacion::courses::entity::course_version_capacity;
use formacion::enrolment::entity::enrolment;
use formacion::platform::dates::bogota_date;
use formacion::reports::sheets::SheetKind;
use sea_orm::EntityTrait;

use super::META;
use super::csv::rows_of;
use super::pages::table;
use crate::support::class::{Class, pairs};
use crate::support::world::{Character, World};

const PAGE: &str = "/informes/departamentos/50/resultados";

/// Both tests of everybody in a class, as its facilitator grades them.
async fn grade(class: &Class<'_>, world: &World, people: &[(i64, &str, &str)]) {
    let rows = [("Prueba inicial", "prueba-inicial", "0"), ("Prueba final", "prueba-final", "100")];
    let mut fields = Vec::new();
    for (row, (name, kind, weight)) in rows.into_iter().enumerate() {
        fields.push((format!("nombre[{row}]"), name.to_owned()));
        fields.push((format!("tipo[{row}]"), kind.to_owned()));
        fields.push((format!("peso[{row}]"), weight.to_owned()));
    }
    class.coordinator.post(&class.activities(), &pairs(&fields)).await.expect(303);
    let known = activities(world.app.db.read(), class.cohort).await.unwrap();
    let mut fields = Vec::new();
    for (person, before, after) in people {
        fields.push((format!("nota[{}][{person}]", known[0].id), (*before).to_owned()));
        fields.push((format!("nota[{}][{person}]", known[1].id), (*after).to_owned()));
    }
    class.facilitator.post(&class.grades(), &pairs(&fields)).await.expect(303);
}

/// The rows of the page, by the heading of each cell.
async fn told(reader: &Character<'_>, path: &str) -> Vec<BTreeMap<String, String>> {
    let html = reader.get(path).await.expect(200).body();
    let rows = table(&html, "capacidades");
    let heads = rows[0].clone();
    rows[1..].iter().map(|row| heads.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

#[rocket::async_test]
async fn the_gain_of_a_capacity_is_told_of_six_people_and_not_of_two() {
    let world = World::new("results_gain").await;
    let class = Class::running(&world, 6, &[-1]).await;
    let tests = [
        ("2,0", "3,5"),
        ("0,0", "2,5"),
        ("1,0", "3,0"),
        ("0,0", "5,0"),
        ("4,0", "4,5"),
        ("3,0", "3,0"),
    ];
    let mut people: Vec<(i64, &str, &str)> =
        class.people.iter().zip(tests).map(|(id, (pre, post))| (id.0, pre, post)).collect();
    for index in [6, 7] {
        let id = class.add_from(index, "95001", "Alcaldía de San José").await;
        people.push((id.0, "1,0", "5,0"));
    }
    grade(&class, &world, &people).await;
    class.mark(0, &[(0, "presente")]).await;
    class.close().await;

    let meta = world.as_gobernacion("50").await;
    let before = world.app.db.statements();
    let whole = told(&meta, PAGE).await;
    let took = world.app.db.statements() - before;
    assert!(took <= 15, "{took} statements");
    assert!(!whole.is_empty());
    for row in &whole {
        assert!(!row.contains_key("Línea base"), "values of municipalities are not averaged");
        let said =
            ["Con dos pruebas", "Nota antes", "Nota después", "Ganancia"].map(|name| &row[name]);
        assert_eq!(said, ["6", "1,67", "3,58", "0,50"], "{row:?}");
    }
    let code = &whole[0]["Código"];
    let chosen = told(&meta, &format!("{PAGE}?capacidad={code}")).await;
    assert_eq!(chosen.iter().filter(|row| row["Línea base"] != "—").count(), 0, "{chosen:?}");
    let place = chosen.iter().find(|row| row["Código DIVIPOLA"] == "50325").expect("Mapiripán");
    assert_eq!((&place["Código"], &place["Ganancia"]), (code, &"0,50".to_owned()));

    // Two people are nobody's figure, neither alone nor in the files.
    let guaviare = world.as_gobernacion("95").await;
    for row in told(&guaviare, "/informes/departamentos/95/resultados").await {
        assert_eq!((&row["Ganancia"], &row["Con dos pruebas"]), (&"—".to_owned(), &"—".to_owned()));
        assert!(row["Aviso"].contains("Grupo pequeño"), "{row:?}");
    }
    let csv = guaviare.get("/informes/departamentos/95/csv/capacidades").await.expect(200).body();
    assert!(!csv.contains("1,00;5,00"), "{csv}");
    // Foreign and absent look alike.
    guaviare.get(PAGE).await.expect(404);
    guaviare.get("/informes/departamentos/98/resultados").await.expect(404);
    meta.get(&format!("{PAGE}?desde=2026-02-31")).await.expect(422);
    world.finish().await;
}

#[rocket::async_test]
async fn page_csv_and_workbook_say_the_same_results_and_certificates_are_those_of_the_rows() {
    let world = World::demo("results_agree").await;
    let reader = world.as_account(META).await;
    let page = told(&reader, PAGE).await;
    assert!(!page.is_empty(), "the demo certified somebody");

    // Counted from the rows, in another way.
    let db = world.app.db.read();
    let year = world.app.clock.today().format("%Y").to_string();
    let places: BTreeMap<i64, enrolment::Model> = enrolment::Entity::find()
        .all(db)
        .await
        .unwrap()
        .into_iter()
        .map(|row| (row.id.0, row))
        .collect();
    let cohorts: BTreeMap<i64, cohort::Model> = cohort::Entity::find()
        .all(db)
        .await
        .unwrap()
        .into_iter()
        .map(|row| (row.id.0, row))
        .collect();
    let targets = course_version_capacity::Entity::find().all(db).await.unwrap();
    let mut certified: BTreeMap<String, u64> = BTreeMap::new();
    for one in certificate::Entity::find().all(db).await.unwrap() {
        let place = &places[&one.enrolment_id.0];
        let theirs = place.municipality_code.as_ref().is_some_and(|code| code.starts_with("50"));
        let of_year = bogota_date(one.issued_at).format("%Y").to_string() == year;
        let counts =
            one.state == certificate::State::Active && one.kind == certificate::Kind::Certificado;
        if !theirs || !of_year || !counts {
            continue;
        }
        let version = cohorts[&place.cohort_id.0].course_version_id;
        for target in targets.iter().filter(|target| target.course_version_id == version) {
            *certified.entry(target.capacity_code.clone()).or_default() += 1;
        }
    }
    assert!(!certified.is_empty());
    for (code, count) in &certified {
        let row = page.iter().find(|row| &row["Código"] == code).expect("has its row");
        assert_eq!(row["Certificados"], count.to_string(), "{code}");
    }

    let csv = reader.get("/informes/departamentos/50/csv/capacidades").await.expect(200).bytes;
    let rows = rows_of(&csv);
    let bytes = reader.get("/informes/departamentos/50/xlsx").await.expect(200).bytes;
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let sheet = book.worksheet_range("Capacidades").expect("the sheet");
    assert!(book.worksheet_range("Calidad").is_ok());
    let heads = &rows[0];
    let cell = |data: &Data| match data {
        Data::Empty => String::new(),
        Data::Float(value) if value.fract() == 0.0 => format!("{value:.0}"),
        Data::Float(value) => format!("{value:.2}").replace('.', ","),
        other => other.to_string(),
    };
    let mut compared = 0;
    for (line, row) in sheet.rows().zip(&rows) {
        for (place, (data, text)) in line.iter().zip(row).enumerate() {
            let percent = text.strip_suffix(" %").map(|whole| format!("{whole} %"));
            let said = match (percent, data) {
                (Some(_), Data::Float(value)) => format!("{} %", (value * 100.0).round()),
                _ => cell(data),
            };
            let text = text.strip_suffix(",00").unwrap_or(text);
            let said = said.strip_suffix(",00").unwrap_or(&said);
            assert_eq!(said, text, "{} of {:?}", heads[place], row[1]);
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
    for row in &page {
        let of = rows.iter().find(|line| line[0] == row["Código"] && line[2].is_empty());
        let of = of.expect("the whole department is in the file");
        for (head, text) in heads.iter().zip(of) {
            let shown = if text.is_empty() { "—" } else { text.as_str() };
            // What only municipalities have is not on the page of the department.
            let Some(said) = row.get(head) else {
                assert!(text.is_empty() || head == "Municipio", "{head}: {text}");
                continue;
            };
            let said = said.replace('.', "");
            assert!(
                said == shown || (said.is_empty() && shown == "—"),
                "{head}: {said} and {shown}"
            );
        }
    }
    assert_eq!(SheetKind::read("capacidades"), Some(SheetKind::Capacities));
    world.finish().await;
}
