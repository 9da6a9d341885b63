//! One word counts one thing on every page (R82): board, reports, home, list of departments and public
//! pages say the same number for the same days, or say beside it of what they speak.

use std::collections::{BTreeMap, BTreeSet};

use formacion::certification::entity::certificate;
use formacion::enrolment::entity::enrolment;
use formacion::platform::dates::month;
use formacion::reports::cuts::commands::freeze;
use formacion::reports::cuts::entity::report_cut::Kind;
use formacion::reports::cuts::rules::Term;
use formacion::reports::rules::Period;
use formacion::territory::entity::department;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::board::figure;
use super::executive::value;
use super::municipality::in_post;
use super::pages::{links_of, table, words};
use crate::support::class::Class;
use crate::support::fixtures::day;
use crate::support::world::World;

const OPERATION: &str = "/informes/ejecutivos/operacion?ambito=departamento-50";
const REPORT: &str = "/informes/departamentos/50";

/// What board, operation and report of Meta say under a label for some days.
async fn told(world: &World, label: &str, period: Period) -> [String; 3] {
    let reader = world.as_gobernacion("50").await;
    let days = format!("desde={}&hasta={}", period.from, period.to);
    let board = reader.get(&format!("/tablero?departamento=50&{days}")).await.expect(200).body();
    let operation = reader.get(&format!("{OPERATION}&{days}")).await.expect(200).body();
    let report = reader.get(&format!("{REPORT}?{days}")).await.expect(200).body();
    [figure(&board, label), value(&operation, label), value(&report, label)]
}

#[rocket::async_test]
async fn the_attendance_of_a_cohort_under_way_is_told_and_is_one_on_every_page() {
    let world = World::new("words_attendance").await;
    let class = Class::running(&world, 3, &[-40, -3]).await;
    class.mark(0, &[(0, "presente"), (1, "presente"), (2, "ausente")]).await;
    class.mark(1, &[(0, "presente"), (1, "ausente"), (2, "ausente")]).await;
    let around =
        |offset: i64| Period { from: day(&world, offset - 2), to: day(&world, offset + 2) };
    let whole = Period { from: day(&world, -60), to: day(&world, 30) };
    for (period, percent) in [(around(-40), "67 %"), (around(-3), "33 %"), (whole, "50 %")] {
        let all = told(&world, "Asistencia", period).await;
        assert!(all.iter().all(|one| one == percent), "{all:?} of {period:?}");
    }
    // The picture is by the month of the session, whether the cohort closed or not.
    for closed in [false, true] {
        if closed {
            class.close().await;
        }
        let path = format!("/tablero?departamento=50&desde={}&hasta={}", whole.from, whole.to);
        let board = world.as_gobernacion("50").await.get(&path).await.expect(200);
        let board = board.expect_no_text("cerró").body();
        let rows = table(&board, "asistencia");
        for (offset, percent) in [(-40, "67 %"), (-3, "33 %")] {
            let name = month(day(&world, offset));
            let row = rows.iter().find(|row| row[0].eq_ignore_ascii_case(&name));
            let row = row.unwrap_or_else(|| panic!("{name} has no row in {rows:?}"));
            assert_eq!(row.last().map(String::as_str), Some(percent), "{row:?}");
        }
        let all = told(&world, "Asistencia", around(-3)).await;
        assert!(all.iter().all(|one| one == "33 %"), "{all:?}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn the_enrolled_of_a_cancelled_cohort_count_nowhere() {
    let world = World::new("words_cancelled").await;
    let kept = Class::running(&world, 2, &[-5, 4]).await;
    kept.mark(0, &[(0, "presente"), (1, "presente")]).await;
    let gone = Class::named(&world, "dos", 3, &[-6, 3]).await;
    gone.mark(0, &[(0, "presente"), (1, "presente"), (2, "ausente")]).await;
    let whole = Period { from: day(&world, -60), to: day(&world, 30) };
    let before = told(&world, "Inscritos", whole).await;
    assert!(before.iter().all(|one| one == "5"), "{before:?}");
    let path = format!("/cohortes/{}/cancelacion", gone.cohort);
    gone.coordinator.post(&path, &[("motivo", "La vía está cerrada")]).await.expect(303);
    for (label, number) in [("Inscritos", "2"), ("Asistencia", "100 %")] {
        let all = told(&world, label, whole).await;
        assert!(all.iter().all(|one| one == number), "{label}: {all:?}");
    }
    let administrator = world.as_administrator().await;
    let home = administrator.get("/").await.expect(200);
    let home = home.expect_text("sin las cohortes canceladas").body();
    assert_eq!(figure(&home, "Inscritos"), "2");
    let index = administrator.get("/informes").await.expect(200).body();
    let rows = table(&index, "departamentos");
    let meta = rows.iter().find(|row| row[0] == "Meta").expect("has its row");
    assert_eq!(meta[3], "2", "{meta:?}");
    let lists = links_of(&index, "departamentos", "/informes/departamentos/50/personas");
    administrator.get(&lists[0]).await.expect(200).expect_text("de 2");
    // By month they are as many as in the sum.
    let path = format!("{OPERATION}&desde=2025-01-01&hasta={}", whole.to);
    let operation = administrator.get(&path).await.expect(200).body();
    let months = table(&operation, "meses");
    let place = months[0].iter().position(|name| name == "Cupos confirmados").expect("has them");
    assert_eq!(months.last().expect("a total")[place], value(&operation, "Inscritos"));
    world.finish().await;
}

#[rocket::async_test]
async fn who_waits_for_the_first_day_is_not_among_those_who_never_came() {
    let world = World::new("words_begun").await;
    let class = Class::running(&world, 3, &[-5, 4]).await;
    class.mark(0, &[(0, "presente"), (1, "tarde"), (2, "ausente")]).await;
    let later = Class::named(&world, "dos", 4, &[20, 22]).await;
    let reader = world.as_gobernacion("50").await;
    let days = format!("desde={}&hasta={}", day(&world, -30), day(&world, 40));
    let report = reader.get(&format!("{REPORT}?{days}")).await.expect(200);
    let report = report.expect_text("3 en cohortes iniciadas, 4 por iniciar").body();
    assert_eq!(figure(&report, "Nunca asistieron"), "1 de 3");
    assert_eq!(value(&report, "En cohortes por iniciar"), "4");
    let list = |show: &str| format!("{REPORT}/personas?ver={show}&{days}");
    let never = reader.get(&list("nunca-asistieron")).await.expect(200).body();
    let rows = table(&never, "personas");
    assert_eq!(rows.len(), 2, "one person beneath the headings: {rows:?}");
    let waiting = reader.get(&list("por-iniciar")).await.expect(200).body();
    assert_eq!(table(&waiting, "personas").len(), 5);
    let board = reader.get(&format!("/tablero?departamento=50&{days}")).await.expect(200);
    board.expect_text("3 en cohortes iniciadas, 4 por iniciar");
    // The words of the addresses are these and no others.
    for word in ["nunca", "NUNCA-ASISTIERON", "todos"] {
        reader.get(&list(word)).await.expect(404);
    }
    drop(later);
    world.finish().await;
}

#[rocket::async_test]
async fn a_constancia_is_counted_apart_and_is_capacity_nowhere() {
    let world = World::demo("words_constancias").await;
    let db = world.app.db.read();
    let certificates = certificate::Entity::find()
        .filter(certificate::Column::State.eq(certificate::State::Active))
        .all(db)
        .await
        .unwrap();
    let enrolments = enrolment::Entity::find().all(db).await.unwrap();
    let place = |id| {
        let row = enrolments.iter().find(|row| row.id == id);
        row.and_then(|row| row.municipality_code.clone()).unwrap_or_default()
    };
    let (mut certified, mut attested) = (0, BTreeMap::<String, u64>::new());
    for row in &certificates {
        match row.kind {
            certificate::Kind::Certificado => certified += 1,
            certificate::Kind::Constancia => {
                *attested.entry(place(row.enrolment_id)).or_default() += 1;
            }
        }
    }
    let mut holders: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for ((code, _), people) in in_post(&world).await {
        holders.entry(code).or_default().extend(people);
    }
    let administrator = world.as_administrator().await;
    for (code, constancias) in attested.iter().filter(|(code, _)| !code.is_empty()) {
        holders.entry(code.clone()).or_default();
        let page = administrator.get(&format!("/municipios/{code}")).await.expect(200);
        let word = if *constancias == 1 { "constancia" } else { "constancias" };
        page.expect_text(&format!("Aparte, {constancias} {word} de cursos hechos"));
    }
    let attested: u64 = attested.values().sum();
    assert!(attested > 0 && certified > 0, "the demonstration has both");
    let anyone = world.as_anyone();
    let home = anyone.get("/").await.expect(200).body();
    assert_eq!(figure(&home, "Certificados vigentes"), certified.to_string());
    for (code, people) in &holders {
        let list = anyone.get(&format!("/municipios?q={code}")).await.expect(200).body();
        let said = table(&list, "municipios")[1][1].clone();
        let agrees = match people.len() {
            0 => !said.chars().any(|sign| sign.is_ascii_digit()),
            1..5 => said == "Menos de 5",
            _ => said.starts_with("De ") || said.starts_with("Más de "),
        };
        assert!(agrees, "{code}: «{said}», and {} are certified and in post", people.len());
    }
    let days = "desde=2001-01-01&hasta=2100-12-31";
    let path = format!("/informes/ejecutivos/operacion?ambito=pais&{days}");
    let operation = administrator.get(&path).await.expect(200).body();
    assert_eq!(value(&operation, "Certificados"), certified.to_string());
    assert_eq!(value(&operation, "Constancias"), attested.to_string());
    let board = administrator.get(&format!("/tablero?{days}")).await.expect(200).body();
    assert_eq!(figure(&board, "Certificados"), certified.to_string());
    assert!(words(&board).contains("Aparte, "), "the constancias are told apart");
    world.finish().await;
}

#[rocket::async_test]
async fn the_first_mark_of_a_session_that_goes_on_makes_it_no_session_held() {
    let world = World::new("words_held").await;
    let class = Class::running(&world, 2, &[0, 5]).await;
    let whole = Period { from: day(&world, -5), to: day(&world, 30) };
    let now = world.app.clock.now();
    // The world's today is ten in the morning: the session of eight to twelve goes on.
    class.mark(0, &[(0, "presente")]).await;
    let held = async || {
        let reader = world.as_gobernacion("50").await;
        let days = format!("desde={}&hasta={}", whole.from, whole.to);
        let operation = reader.get(&format!("{OPERATION}&{days}")).await.expect(200).body();
        let report = reader.get(&format!("{REPORT}?{days}")).await.expect(200).body();
        [value(&operation, "Sesiones dictadas"), value(&report, "Sesiones dictadas")]
    };
    assert_eq!(held().await, ["0", "0"], "it goes on at {now}");
    let learner = class.learner(0).await;
    let home = learner.get("/").await.expect(200);
    home.expect_text("Sesión de hoy").expect_text("En curso");
    world.advance(chrono::TimeDelta::hours(3));
    assert_eq!(held().await, ["1", "1"]);
    let home = class.learner(0).await.get("/").await.expect(200).body();
    assert!(!words(&home).contains("En curso Sesión 1"), "what is over is not the next one");
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_of_before_the_period_makes_a_municipality_never_reached_in_it() {
    let world = World::new("words_reached").await;
    let class = Class::running(&world, 1, &[-3, 5]).await;
    class.mark(0, &[(0, "presente")]).await;
    let past = Period { from: day(&world, -60), to: day(&world, -30) };
    let never = told(&world, "Municipios alcanzados", past).await;
    assert!(never[1..].iter().all(|one| one == "0"), "{never:?}");
    let reader = world.as_gobernacion("50").await;
    let days = format!("desde={}&hasta={}", past.from, past.to);
    let report = reader.get(&format!("{REPORT}?{days}")).await.expect(200).body();
    assert_eq!(value(&report, "Municipios nunca alcanzados"), "29", "nobody had come by then");
    world.finish().await;
}

#[rocket::async_test]
async fn a_list_is_narrowed_put_in_order_and_downloaded_as_it_is_shown() {
    let world = World::new("words_lists").await;
    let class = Class::running(&world, 3, &[-5, -3, 4]).await;
    class.mark(0, &[(0, "presente"), (1, "tarde"), (2, "ausente")]).await;
    class.mark(1, &[(0, "presente"), (1, "ausente"), (2, "ausente")]).await;
    let other = Class::named(&world, "dos", 2, &[-4, 6]).await;
    other.mark(0, &[(0, "ausente"), (1, "presente")]).await;
    let reader = world.as_gobernacion("50").await;
    let days = format!("desde={}&hasta={}", day(&world, -30), day(&world, 40));
    let list = async |file: &str, choice: &str| {
        let path = format!("{REPORT}/personas{file}?{choice}&{days}");
        reader.get(&path).await.expect(200).body()
    };
    let rows = async |choice: &str| table(&list("", choice).await, "personas")[1..].to_vec();
    assert_eq!(rows("").await.len(), 5);
    assert_eq!(rows(&format!("cohorte={}", class.cohort)).await.len(), 3);
    assert_eq!(rows(&format!("cohorte={}&ver=nunca-asistieron", class.cohort)).await.len(), 1);
    assert_eq!(rows("municipio=50325&ver=asistentes").await.len(), 3);
    let ordered: Vec<String> =
        rows("orden=asistencia").await.into_iter().map(|row| row[6].clone()).collect();
    assert_eq!(ordered, ["0 %", "0 %", "50 %", "100 %", "100 %"]);
    // The file holds whom the page shows, and nobody else.
    let choice = format!("cohorte={}&ver=asistentes", class.cohort);
    let file = list("/csv", &choice).await;
    let people = |name: &str| file.lines().filter(|line| line.contains(name)).count();
    assert_eq!(rows(&choice).await.len(), 2);
    assert_eq!(people("Meta uno"), 2, "{file}");
    assert_eq!(people("Meta dos"), 0, "{file}");
    for wrong in ["cohorte=999999", "cohorte=x", "municipio=18001", "orden=nombre"] {
        for file in ["", "/csv"] {
            let path = format!("{REPORT}/personas{file}?{wrong}&{days}");
            reader.get(&path).await.expect(404);
        }
    }
    let page = list("", &format!("cohorte={}", class.cohort)).await;
    assert!(words(&page).contains("en toda la cohorte"), "the state is not of the period");
    world.finish().await;
}

#[rocket::async_test]
async fn every_report_prints_the_rule_by_which_it_counts() {
    let world = World::new("words_rules").await;
    let class = Class::running(&world, 2, &[-40, -5, 4]).await;
    class.mark(0, &[(0, "presente"), (1, "ausente")]).await;
    class.mark(1, &[(0, "ausente"), (1, "presente")]).await;
    let meta = department::Entity::find_by_id("50").one(world.app.db.read()).await;
    let month = Term::of(Kind::Month, world.app.clock.today()).before(1);
    freeze(&world.app, &meta.unwrap().unwrap(), month).await.unwrap();
    let reader = world.as_gobernacion("50").await;
    let days = format!("desde={}&hasta={}", day(&world, -60), day(&world, 40));
    let said = "Mínimo de asistencia: 80 %";
    // Every page that prints an attendance in percent.
    for path in [
        format!("/tablero?departamento=50&{days}"),
        format!("{OPERATION}&{days}"),
        format!("{REPORT}?{days}"),
        format!("{REPORT}/personas?{days}"),
        format!("{REPORT}/personas?orden=asistencia&{days}"),
        format!("{REPORT}/cohortes/{}?{days}", class.cohort),
        format!("{REPORT}/cortes"),
        format!("{REPORT}/cortes/{}", month.code()),
    ] {
        reader.get(&path).await.expect(200).expect_text("50 %").expect_text(said);
    }
    for notes in [
        format!("{REPORT}/csv/notas?{days}"),
        format!("{REPORT}/cortes/{}/csv/notas", month.code()),
    ] {
        let notes = reader.get(&notes).await.expect(200).body();
        assert!(notes.contains(said), "the notes of the files");
    }
    let pdf = reader.get(&format!("{REPORT}/pdf?{days}")).await.expect(200).bytes;
    if let Some(text) = crate::support::pdf::words(&pdf) {
        assert!(text.contains("Regla de asistencia") && text.contains("80 %"), "{text}");
    }
    world.finish().await;
}
