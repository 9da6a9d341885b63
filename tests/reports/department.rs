//! The page of the report says what the rows say.

use chrono::{Datelike, NaiveDate};
use formacion::enrolment::commands::{NewEnrolment, enrol};
use formacion::enrolment::entity::enrolment;
use formacion::enrolment::policy::may_add;
use sea_orm::EntityTrait;

use super::csv::rows_of;
use super::pages::{anchors_of, links, links_of, table};
use super::recount::recount;
use super::{CAQUETA, META};
use crate::enrolment::{code, cohort_row, nominate, places};
use crate::ledger::confirms;
use crate::support::class::Class;
use crate::support::fixtures::day;
use crate::support::people::servant;
use crate::support::world::World;

fn value<'a>(summary: &'a [Vec<String>], what: &str) -> &'a str {
    let row = summary.iter().find(|row| row[0] == what);
    &row.unwrap_or_else(|| panic!("no line «{what}»"))[1]
}

/// Where a table has a column of this heading.
fn place(table: &[Vec<String>], heading: &str) -> usize {
    let place = table[0].iter().position(|one| one == heading);
    place.unwrap_or_else(|| panic!("no column «{heading}»"))
}

/// The page of a period against the recount.
async fn agrees(world: &World, email: &str, department: &str, from: NaiveDate, to: NaiveDate) {
    let reader = world.as_account(email).await;
    let path = format!("/informes/departamentos/{department}?desde={from}&hasta={to}");
    let html = reader.get(&path).await.expect(200).body();
    let expected = recount(world, department, from, to).await;

    let summary = table(&html, "resumen");
    for (what, number) in [
        ("Cohortes", expected.cohorts.len() as u64),
        ("Sesiones dictadas", expected.held),
        ("Sesiones previstas", expected.planned),
        ("Inscritos", expected.all.enrolled),
        ("Personas", expected.people),
        ("Asistentes", expected.all.attended),
        ("Certificados", expected.all.certified),
        ("Constancias", expected.all.attested),
        ("En cohortes iniciadas", expected.all.begun),
        ("En cohortes por iniciar", expected.all.enrolled - expected.all.begun),
        ("Nunca asistieron", expected.all.never_attended),
        ("Municipios del departamento", expected.municipalities.len() as u64),
        ("Municipios alcanzados", expected.covered),
        ("Municipios nunca alcanzados", expected.never),
    ] {
        assert_eq!(value(&summary, what), number.to_string(), "{what} of {path}");
    }
    assert_eq!(value(&summary, "Asistencia"), expected.all.percent(), "{path}");

    let municipalities = table(&html, "municipios");
    let (rows, total) = municipalities[1..].split_at(municipalities.len() - 2);
    assert_eq!(rows.len(), expected.municipalities.len(), "every municipality has its row");
    for row in rows {
        let count = &expected.municipalities[&row[0]];
        let said = [&row[5], &row[6], &row[7], &row[8]];
        let counted = [
            count.enrolled.to_string(),
            count.attended.to_string(),
            count.percent(),
            count.certified.to_string(),
        ];
        assert_eq!(said.map(String::as_str), counted.each_ref().map(String::as_str), "{row:?}");
        assert_eq!(row[3] == "En el periodo", count.attended > 0, "{row:?}");
        let apart = [count.begun, count.never_attended, count.attested].map(|n| n.to_string());
        assert_eq!(row[11..14], apart, "{row:?}");
    }
    assert_eq!(total[0][5], expected.all.enrolled.to_string());

    if expected.cohorts.is_empty() {
        return;
    }
    let cohorts = table(&html, "cohortes");
    let rows = &cohorts[1..cohorts.len() - 1];
    assert_eq!(rows.len(), expected.cohorts.len(), "{path}");
    for (row, (name, count)) in rows.iter().zip(expected.cohorts.values()) {
        assert_eq!(&row[0], name);
        let said = ["Inscritos", "Asistentes", "Asistencia", "Certificados"]
            .map(|heading| &row[place(&cohorts, heading)]);
        let counted = [
            count.enrolled.to_string(),
            count.attended.to_string(),
            count.percent(),
            count.certified.to_string(),
        ];
        assert_eq!(said.map(String::as_str), counted.each_ref().map(String::as_str), "{row:?}");
    }
}

#[rocket::async_test]
async fn every_figure_equals_a_recount_of_the_raw_rows() {
    let world = World::demo("reports_recount").await;
    let today = world.app.clock.today();
    let year = |year: i32, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    for (email, department) in [(META, "50"), (CAQUETA, "18")] {
        let this = today.year();
        agrees(&world, email, department, year(this, 1, 1), year(this, 12, 31)).await;
        // A period that cuts cohorts in two, one day, and a year of nothing.
        agrees(&world, email, department, today - chrono::TimeDelta::days(20), today).await;
        agrees(&world, email, department, today, today).await;
        agrees(&world, email, department, year(2001, 1, 1), year(2001, 12, 31)).await;
    }
    world.finish().await;
}

#[rocket::async_test]
async fn the_report_opens_on_the_current_year_and_says_its_cut_off_and_formula() {
    let world = World::demo("reports_default").await;
    let reader = world.as_account(META).await;
    let year = world.app.clock.today().year();
    let before = world.app.db.statements();
    let page = reader.get("/informes/departamentos/50").await.expect(200);
    let sent = world.app.db.statements() - before;
    assert!(sent <= 10, "{sent} statements");
    page.expect_text(&format!("Periodo 01/01/{year} a 31/12/{year}"))
        .expect_text(&format!("20/11/{year}, 10:00 a. m. (hora de Colombia)"))
        .expect_text("Sesiones asistidas ÷ sesiones que cuentan")
        .expect_text("Fuente: DANE, DIVIPOLA");
    world.finish().await;
}

#[rocket::async_test]
async fn each_figure_opens_the_list_that_it_counts() {
    let world = World::demo("reports_lists").await;
    let reader = world.as_account(META).await;
    let report = reader.get("/informes/departamentos/50").await.expect(200).body();
    for link in links(&report) {
        reader.get(&link).await.expect(200);
    }
    let summary = table(&report, "resumen");
    for (what, show) in [
        ("Inscritos", ""),
        ("En cohortes iniciadas", "iniciadas"),
        ("En cohortes por iniciar", "por-iniciar"),
        ("Asistentes", "asistentes"),
        ("Nunca asistieron", "nunca-asistieron"),
        ("Certificados", "certificados"),
        ("Constancias", "constancias"),
    ] {
        let path = format!("/informes/departamentos/50/personas?ver={show}");
        let number = value(&summary, what);
        let page = reader.get(&path).await.expect(200);
        if number == "0" {
            page.expect_text("Nadie en esta lista");
        } else {
            page.expect_text(&format!("de {number}"));
        }
    }
    // Cards, lines, rows and totals link their figures, and a list is as long as its figure.
    let cards = report.split("<section").next().unwrap_or_default().replace("&#x3D;", "=");
    assert!(cards.contains("orden=asistencia"), "the attendance opens its list");
    for (id, of_row) in
        [("resumen", "/personas"), ("municipios", "municipio="), ("cohortes", "cohorte=")]
    {
        assert!(!anchors_of(&report, id, of_row).is_empty(), "{id}");
        let attendance = anchors_of(&report, id, "orden=asistencia");
        assert!(attendance.iter().all(|(_, text)| text.ends_with(" %")), "{attendance:?}");
        assert!(!attendance.is_empty(), "the attendance of {id} opens its list");
    }
    let of_people = anchors_of(&report, "cohortes", "/personas").into_iter();
    for (link, number) in of_people.filter(|(link, _)| !link.contains("orden=")) {
        reader.get(&link).await.expect(200).expect_text(&format!("de {number}"));
    }
    for word in ["nadie", "Asistentes", "certificado"] {
        let path = format!("/informes/departamentos/50/personas?ver={word}");
        reader.get(&path).await.expect(404);
    }
    // The rows of each cohort's page are the people that its line counts.
    let lines = table(&report, "cohortes");
    let pages = links_of(&report, "cohortes", "/cohortes/");
    assert_eq!(lines.len() - 2, pages.len());
    let enrolled = place(&lines, "Inscritos");
    for (line, link) in lines[1..].iter().zip(&pages) {
        let html = reader.get(link).await.expect(200).body();
        let shown = if line[enrolled] == "0" { 0 } else { table(&html, "asistencia").len() - 2 };
        assert_eq!(shown.to_string(), line[enrolled], "{line:?}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_session_keeps_its_number_in_a_period_that_cuts_its_cohort() {
    let world = World::new("reports_session_numbers").await;
    let class = Class::running(&world, 2, &[-40, -5, 4]).await;
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    class.mark(1, &[(0, "presente"), (1, "ausente")]).await;
    let (report, days) = (
        "/informes/departamentos/50",
        format!("desde={}&hasta={}", day(&world, -10), day(&world, 0)),
    );
    let reader = world.as_gobernacion("50").await;
    let path = format!("{report}/cohortes/{}?{days}", class.cohort);
    let page = reader.get(&path).await.expect(200).body();
    let grid = table(&page, "asistencia");
    let numbered: Vec<&String> = grid[0].iter().filter(|one| one.starts_with("Sesión ")).collect();
    assert!(numbered.len() == 1 && numbered[0].starts_with("Sesión 2 "), "{numbered:?}");
    assert!(table(&page, "sesiones")[1][0].starts_with("Sesión 2 ("), "the picture says it too");
    // The whole report, and a list of it, whose last column is that of the period's last session.
    for file in ["csv/asistencia", "personas/csv"] {
        let csv = reader.get(&format!("{report}/{file}?{days}")).await.expect(200);
        let rows = rows_of(&csv.bytes);
        assert!(!rows[0].contains(&"Sesión 3".to_owned()), "{rows:?}");
        let (first, second) = (place(&rows, "Sesión 1"), place(&rows, "Sesión 2"));
        let marks: Vec<_> = rows[1..3]
            .iter()
            .map(|row| (&*row[first], row[second].trim_end_matches('*')))
            .collect();
        assert_eq!(marks, [("", "P"), ("", "A")], "{file}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn who_is_at_risk_and_whose_post_nobody_confirmed_have_lists_of_their_own() {
    let world = World::new("reports_at_risk").await;
    let class = Class::running(&world, 3, &[-5, -3, 4, 6, 8]).await;
    class.mark(0, &[(0, "presente"), (1, "tarde"), (2, "ausente")]).await;
    class.mark(1, &[(0, "presente"), (1, "ausente"), (2, "ausente")]).await;
    // What is kept of a closed cohort does not say where each stands.
    let closed = Class::named(&world, "dos", 2, &[-4]).await;
    closed.mark(0, &[(0, "presente"), (1, "ausente")]).await;
    closed.close().await;
    let today = world.app.clock.today();
    let days = format!("desde={}&hasta={}", day(&world, -30), day(&world, 40));
    let list = async |file: &str, choice: &str| {
        let path = format!("/informes/departamentos/50/personas{file}?{days}&{choice}");
        world.as_gobernacion("50").await.get(&path).await.expect(200)
    };
    let page = list("", "ver=en-riesgo").await.expect_text("En riesgo o sin alcanzar el mínimo");
    let rows = table(&page.body(), "personas");
    let states: Vec<&str> = rows[1..].iter().map(|row| row[7].as_str()).collect();
    assert_eq!(states, ["En riesgo", "No alcanza el mínimo", "No alcanza el mínimo"]);
    let file = rows_of(&list("/csv", "ver=en-riesgo").await.bytes);
    let people = |name: &str| file.iter().filter(|row| row[0] == name).count();
    assert_eq!((people("Meta uno"), people("Meta dos")), (2, 1), "{file:?}");
    list("", "ver=sin-confirmar").await.expect_text("Nadie en esta lista");

    // A year later one of the five posts is confirmed; what was known before stays what it was.
    world.advance(chrono::TimeDelta::days(400));
    let first = enrolment::Entity::find_by_id(class.people[0]).one(world.app.db.read()).await;
    confirms(&world, first.unwrap().unwrap().post_id.expect("works somewhere")).await;
    let rows = table(&list("", "ver=sin-confirmar").await.body(), "personas");
    assert_eq!(rows.len() - 1, 4, "{rows:?}");
    let file = rows_of(&list("/csv", "ver=sin-confirmar").await.bytes);
    let people = |name: &str| file.iter().filter(|row| row[0] == name).count();
    assert_eq!((people("Meta uno"), people("Meta dos")), (2, 2), "{file:?}");
    let then = list("", &format!("ver=sin-confirmar&corte={today}")).await;
    then.expect_text("Nadie en esta lista");
    let reader = world.as_gobernacion("50").await;
    for word in ["riesgo", "EN-RIESGO", "sin_confirmar"] {
        let path = format!("/informes/departamentos/50/personas?ver={word}");
        reader.get(&path).await.expect(404);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn the_list_of_people_says_how_each_came_to_be_enrolled() {
    let world = World::new("reports_origins").await;
    // The first asks alone, the second is put forward by their entity, the third added by the coordination.
    let scene = nominate::scene(&world, 5, 0..2).await;
    let own = format!("/oferta/{}/inscripcion", code(&world, scene.cohort).await);
    let alone = world.as_participant(scene.people[0].0).await;
    alone.post(&own, &[("autorizo", "si")]).await.expect(303);
    scene.focal.submit(&scene.path, &[("todas", "si")]).await.expect(200);
    let offered = places(&world, scene.cohort).await.remove(1);
    let path = format!("/inscripciones/{}/oferta", offered.id);
    let yes = [("respuesta", "aceptar"), ("autorizo", "si")];
    world.as_participant(scene.people[1].0).await.post(&path, &yes).await.expect(303);
    let (third, post) = servant(&world, 2, "50325").await;
    let staff = world.as_coordinator("MET").await.actor().await;
    let permit = may_add(&staff, &cohort_row(&world, scene.cohort).await).unwrap();
    let new = NewEnrolment { post: Some(post), consent: Some("prueba"), ..NewEnrolment::default() };
    enrol(&world.app, permit.person(third), new).await.expect("gets a place");

    let reader = world.as_gobernacion("50").await;
    let list = "/informes/departamentos/50/personas";
    let page = table(&reader.get(list).await.expect(200).body(), "personas");
    let file = rows_of(&reader.get(&format!("{list}/csv")).await.expect(200).bytes);
    for rows in [page, file] {
        let (person, origin) = (place(&rows, "Persona"), place(&rows, "Cómo se inscribió"));
        let said: Vec<_> = rows[1..4].iter().map(|row| (&*row[person], &*row[origin])).collect();
        let all = [
            ("Guayacán A, Ñandú", "Por su cuenta"),
            ("Guayacán B, Ñandú", "Por su entidad"),
            ("Guayacán C, Ñandú", "Por la coordinación"),
        ];
        assert_eq!(said, all);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_department_without_training_lists_its_municipalities_as_never_reached() {
    let world = World::new("reports_empty").await;
    let reader = world.as_gobernacion("91").await;
    let page = reader.get("/informes/departamentos/91").await.expect(200);
    let rows = table(&page.body(), "municipios");
    assert_eq!(rows.len() - 2, 11, "Amazonas has 11 municipalities and areas");
    assert!(rows[1..rows.len() - 1].iter().all(|row| row[3] == "Nunca"));
    page.expect_text("Sin cohortes en este periodo").expect_text("0 de 11");
    for file in ["xlsx", "csv/resumen", "csv/municipios", "csv/cohortes", "csv/asistencia"] {
        reader.get(&format!("/informes/departamentos/91/{file}")).await.expect(200);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_period_that_cannot_be_is_told_beside_its_field_and_kept() {
    let world = World::new("reports_bad_dates").await;
    let reader = world.as_gobernacion("50").await;
    for (query, said) in [
        ("desde=31/02/2026", "La fecha «31/02/2026» no existe"),
        ("hasta=ayer", "La fecha «ayer» no existe"),
        ("desde=%00%FF%3Cb%3E", "no existe"),
        (
            "desde=2026-05-02&hasta=2026-05-01",
            "La fecha final (01/05/2026) es anterior a la inicial (02/05/2026)",
        ),
        ("desde=99999-01-01", "no existe"),
    ] {
        for file in ["", "/xlsx", "/csv/resumen", "/personas", "/cohortes/1"] {
            let path = format!("/informes/departamentos/50{file}?{query}");
            reader.get(&path).await.expect(422).expect_text(said);
        }
    }
    let page = reader.get("/informes/departamentos/50?desde=31/02/2026").await;
    assert!(page.body().contains("value=\"31/02/2026\""), "what was typed stays");
    reader.get("/informes/departamentos/50?desde=&hasta=").await.expect(200);
    world.finish().await;
}
