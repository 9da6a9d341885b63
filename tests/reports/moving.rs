//! Who moves to another municipality during a cohort (R29, R30, R31): each session counts where it found
//! the person, by the post held that day, or by the one that the coordination says of several.

use chrono::TimeDelta;
use formacion::enrolment::entity::enrolment;
use formacion::people::commands::{NewPost, add_post};
use formacion::people::entity::person::PersonId;
use formacion::people::entity::post::{Kind, PostId};
use formacion::platform::dates;
use formacion::sign_in::actor::Author;
use formacion::territory::commands::{NewEntity, find_or_add_entity};
use sea_orm::EntityTrait;

use super::board::figure;
use super::csv::rows_of;
use super::executive::value;
use super::pages::{links_of, table};
use crate::certification::{PASSED, close, taught};
use crate::needs::stated;
use crate::support::class::{Class, listed_name};
use crate::support::fixtures::day;
use crate::support::world::World;

/// The row of a municipality in its department's report of a time, from its stage of reach on.
async fn row(world: &World, code: &str, from: i64, to: i64) -> Vec<String> {
    let department = &code[..2];
    let (from, to) = (day(world, from), day(world, to));
    let path = format!("/informes/departamentos/{department}?desde={from}&hasta={to}");
    let report = world.as_gobernacion(department).await.get(&path).await.expect(200).body();
    let rows = table(&report, "municipios");
    rows.into_iter().find(|row| row[0] == code).expect("has its row").split_off(3)
}

/// The first person of a class, as they are enrolled.
async fn place(world: &World, class: &Class<'_>) -> enrolment::Model {
    let place = enrolment::Entity::find_by_id(class.people[0]).one(world.app.db.read()).await;
    place.unwrap().unwrap()
}

const SAN_JOSE: (&str, &str) = ("95001", "Alcaldía de San José del Guaviare");
const PUERTO_RICO: (&str, &str) = ("18592", "Alcaldía de Puerto Rico");

/// Since five days ago the person has a post in San José del Guaviare.
async fn takes_post(world: &World, person: PersonId, is_principal: bool) -> PostId {
    holds(world, person, SAN_JOSE, (-5, None), is_principal).await
}

/// The person has a post in a municipality, from a day on and perhaps until another.
async fn holds(
    world: &World,
    person: PersonId,
    (municipality, name): (&str, &str),
    (from, until): (i64, Option<i64>),
    is_principal: bool,
) -> PostId {
    let tx = world.app.db.begin().await.unwrap();
    let entity = NewEntity {
        kind: "alcaldia".to_owned(),
        name: name.to_owned(),
        municipality_code: municipality.to_owned(),
        is_demo: true,
    };
    let entity_id = find_or_add_entity(&tx, &world.app, &Author::system(), entity).await.unwrap();
    let new = NewPost {
        entity_id,
        position: "Secretaria de Hacienda".to_owned(),
        kind: Kind::Carrera,
        municipality_code: municipality.to_owned(),
        starts_on: day(world, from),
        ends_on: until.map(|until| day(world, until)),
        is_principal,
    };
    let post = add_post(&tx, &world.app, &Author::system(), person, new).await.expect("is added");
    tx.commit().await.unwrap();
    post
}

/// The old post of the first person ends, by the hand of whoever answers for it, and the next one begins.
async fn changes_post(world: &World, class: &Class<'_>) {
    let person = leaves_post(world, class).await;
    takes_post(world, person, true).await;
}

/// The post of the first person ended six days ago.
async fn leaves_post(world: &World, class: &Class<'_>) -> PersonId {
    let place = place(world, class).await;
    let path = format!("/vinculaciones/{}/fin", place.post_id.expect("has one"));
    let last = day(world, -6);
    class.coordinator.post(&path, &[("hasta", &last.to_string())]).await.expect(303);
    place.person_id
}

#[rocket::async_test]
async fn each_session_counts_where_it_found_the_person_and_past_reports_stay() {
    let world = World::new("reports_moving").await;
    let class = Class::running(&world, 2, &[-10, -3, 5]).await;
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    class.mark(1, &[(0, "presente"), (1, "ausente")]).await;
    let (meta, guaviare) = ("50325", "95001");
    let past = row(&world, meta, -40, -6).await;
    let whole = row(&world, meta, -40, 30).await;
    assert_eq!(whole[..5], ["En el periodo", "1", "2", "2", "75 %"]);
    let nothing = row(&world, guaviare, -40, 30).await;
    assert_eq!(nothing[..5], ["Nunca", "1", "0", "0", "—"]);

    let post = takes_post(&world, place(&world, &class).await.person_id, false).await;
    assert_eq!(row(&world, meta, -40, 30).await, whole, "of two posts at once the first counts");

    let path = format!("/inscripciones/{}/municipio", class.people[0]);
    let (post, why) = (post.to_string(), ("motivo", "Se trasladó a Guaviare"));
    class.coordinator.post(&path, &[("vinculacion", &post), why]).await.expect(303);
    assert_eq!(row(&world, meta, -40, -6).await, past, "what was reported stays");
    let moved = row(&world, meta, -40, 30).await;
    assert_eq!(moved[..5], ["En el periodo", "1", "2", "2", "67 %"]);
    let arrived = row(&world, guaviare, -40, 30).await;
    assert_eq!(arrived[..5], ["En el periodo", "1", "1", "1", "100 %"]);
    let last = dates::short(day(&world, -3));
    assert!(arrived.contains(&last), "{arrived:?}");
    let before = row(&world, guaviare, -40, -6).await;
    assert_eq!(before[..5], ["Nunca", "1", "0", "0", "—"], "nobody had come by then");

    let index = world.as_administrator().await.get("/informes").await.expect(200).body();
    for (name, code, people) in [("Meta", "50", 2), ("Guaviare", "95", 1)] {
        let rows = table(&index, "departamentos");
        let row = rows.iter().find(|row| row[0] == name).expect("has its row");
        assert_eq!((row[2].as_str(), row[3].parse()), ("1", Ok(people)), "{name} is reached");
        let list = format!("/informes/departamentos/{code}/personas");
        let list = &links_of(&index, "departamentos", &list)[0];
        let list = world.as_administrator().await.get(list).await.expect(200).body();
        assert_eq!(table(&list, "personas").len(), people + 1, "as long as its figure");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn who_leaves_a_post_for_another_counts_for_the_post_of_each_session_by_itself() {
    let world = World::new("reports_following").await;
    let class = Class::running(&world, 2, &[-10, -3, 5]).await;
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    class.mark(1, &[(0, "presente"), (1, "ausente")]).await;
    let (meta, guaviare) = ("50325", "95001");
    changes_post(&world, &class).await;

    let stayed = row(&world, meta, -40, 30).await;
    assert_eq!(stayed[..5], ["En el periodo", "1", "2", "2", "67 %"]);
    let arrived = row(&world, guaviare, -40, 30).await;
    assert_eq!(arrived[..5], ["En el periodo", "1", "1", "1", "100 %"]);
    // The board and the operation say the same of both, and of the days before as well.
    for (department, percent, enrolled, earlier) in
        [("50", "67 %", "2", "2"), ("95", "100 %", "1", "0")]
    {
        let reader = world.as_gobernacion(department).await;
        let days = format!("desde={}&hasta={}", day(&world, -40), day(&world, 30));
        let path = format!("/tablero?departamento={department}&{days}");
        let board = reader.get(&path).await.expect(200).body();
        assert_eq!(figure(&board, "Asistencia"), percent, "of {department}");
        assert_eq!(figure(&board, "Inscritos"), enrolled, "of {department}");
        let days = format!("desde={}&hasta={}", day(&world, -40), day(&world, -6));
        let path = format!("/tablero?departamento={department}&{days}");
        let board = reader.get(&path).await.expect(200).body();
        assert_eq!(figure(&board, "Inscritos"), earlier, "of {department} before the move");
    }
    // Each list names the entity of the post that its municipality had.
    for (department, entity, days) in [
        ("50", "Alcaldía de Mapiripán", (-40, -6)),
        ("95", "Alcaldía de San José del Guaviare", (-40, 30)),
    ] {
        let reader = world.as_gobernacion(department).await;
        let path = format!(
            "/informes/departamentos/{department}/personas?desde={}&hasta={}",
            day(&world, days.0),
            day(&world, days.1)
        );
        let list = reader.get(&path).await.expect(200).body();
        let rows = table(&list, "personas");
        let row = rows.iter().find(|row| row[0].contains("Arrayán, ") || row[0] == listed_name(0));
        let row = row.unwrap_or_else(|| panic!("no row of the person in {rows:?}"));
        assert_eq!(row[3], entity, "{row:?}");
    }
    let story = format!("/inscripciones/{}", class.people[0]);
    class.coordinator.get(&story).await.expect(200).expect_text("cambió de vinculación");
    world.finish().await;
}

#[rocket::async_test]
async fn a_row_of_the_board_counts_who_came_where_it_says_that_somebody_came() {
    let world = World::new("reports_moved_board").await;
    let class = Class::running(&world, 1, &[-10, 5]).await;
    class.mark(0, &[(0, "presente")]).await;
    changes_post(&world, &class).await;
    let days = format!("desde={}&hasta={}", day(&world, -40), day(&world, 30));
    for (department, row, drawn) in [
        ("50", ["Mapiripán En el periodo", "1", "1", "1", "0"], "Los mayores: Mapiripán (1)"),
        ("95", ["San José del Guaviare Nunca", "1", "1", "0", "0"], "4 con «nunca alcanzado»"),
    ] {
        let reader = world.as_gobernacion(department).await;
        let path = format!("/tablero?departamento={department}&{days}");
        let board = reader.get(&path).await.expect(200).expect_text(drawn).body();
        let rows = table(&board, "municipios");
        assert!(rows.iter().any(|cells| cells[..] == row), "{row:?} is not in {rows:?}");
        let path =
            format!("/informes/ejecutivos/operacion?ambito=departamento-{department}&{days}");
        let operation = reader.get(&path).await.expect(200).body();
        assert_eq!(value(&operation, "Inscritos"), row[1], "of {department}");
        assert_eq!(value(&operation, "Asistentes"), row[3], "of {department}");
    }
    // Both have their one, and together they are one.
    let unit = world.as_coordinator("MET").await.get(&format!("/tablero?{days}")).await.expect(200);
    let unit = unit.expect_text("2 con valor").expect_no_text("en cero (");
    assert_eq!(figure(&unit.body(), "Inscritos"), "1");
    world.finish().await;
}

#[rocket::async_test]
async fn a_department_that_the_cohort_is_not_for_tells_the_days_on_which_somebody_was_of_it() {
    let world = World::new("reports_passing").await;
    let class = Class::running(&world, 2, &[-10, -4, -1, 5]).await;
    for session in [0, 1, 2] {
        class.mark(session, &[(0, "presente"), (1, "presente")]).await;
    }
    let person = leaves_post(&world, &class).await;
    holds(&world, person, PUERTO_RICO, (-5, Some(-3)), true).await;
    holds(&world, person, SAN_JOSE, (-2, None), true).await;

    let caqueta = "18592";
    let passed = row(&world, caqueta, -40, 30).await;
    assert_eq!(passed[..5], ["En el periodo", "1", "1", "1", "100 %"]);
    assert_eq!(row(&world, caqueta, -5, -3).await, passed, "these days are all of them");
    assert_eq!(row(&world, caqueta, -40, -6).await[..4], ["Nunca", "0", "0", "0"]);
    assert_eq!(row(&world, caqueta, -2, 30).await[..4], ["En otro periodo", "0", "0", "0"]);
    let arrived = row(&world, "95001", -40, 30).await;
    assert_eq!(arrived[..5], ["En el periodo", "1", "1", "1", "100 %"]);

    // Operation and board say what the report says, also of days without anybody.
    for (days, cohorts, held) in [((-40, 30), "1", "3"), ((-5, -3), "1", "1"), ((-2, 30), "0", "0")]
    {
        let reader = world.as_gobernacion("18").await;
        let days = format!("desde={}&hasta={}", day(&world, days.0), day(&world, days.1));
        let report = format!("/informes/departamentos/18?{days}");
        let report = reader.get(&report).await.expect(200).body();
        let operation = format!("/informes/ejecutivos/operacion?ambito=departamento-18&{days}");
        let operation = reader.get(&operation).await.expect(200).body();
        let board = format!("/tablero?departamento=18&{days}");
        let board = reader.get(&board).await.expect(200).body();
        for page in [&report, &operation] {
            assert_eq!(value(page, "Cohortes"), cohorts, "{days}");
            assert_eq!(value(page, "Sesiones dictadas"), held, "{days}");
            for label in ["Inscritos", "Asistentes", "Municipios alcanzados"] {
                assert_eq!(value(page, label), cohorts, "{label}, {days}");
            }
        }
        assert_eq!(figure(&board, "Inscritos"), cohorts, "{days}");
    }
    // Days later the report of today is still the same.
    let then = world.app.clock.today();
    let days = format!("desde={}&hasta={}", day(&world, -40), day(&world, 30));
    world.advance(TimeDelta::days(2));
    let reader = world.as_gobernacion("18").await;
    let path = format!("/informes/departamentos/18?{days}&corte={then}");
    let rows = table(&reader.get(&path).await.expect(200).body(), "municipios");
    let known = rows.iter().find(|row| row[0] == caqueta).expect("has its row");
    assert_eq!(known[3..], passed[..]);
    let before = format!("/informes/departamentos/18?{days}&corte={}", day(&world, -3));
    reader.get(&before).await.expect(200).expect_text("Sin cohortes en este periodo");
    world.finish().await;
}

#[rocket::async_test]
async fn a_certificate_counts_where_its_day_found_the_person_and_every_figure_opens_its_list() {
    let world = World::new("reports_certified_moving").await;
    let class = taught(&world, 0, &[PASSED; 2], 5).await;
    // The first person takes up a post of another municipality tomorrow, after the course.
    let (left, found) = ("50325", "50577");
    let hall = (found, "Alcaldía de Puerto Lleras");
    let post = holds(&world, class.people[0], hall, (1, None), true).await;
    let coordinator = world.as_coordinator("MET").await;
    let path = format!("/inscripciones/{}/municipio", class.enrolments[0]);
    let (post, why) = (post.to_string(), ("motivo", "Se traslada mañana"));
    coordinator.post(&path, &[("vinculacion", &post), why]).await.expect(303);
    close(&world, &class).await;
    class.issue(&world).await.expect("issues");
    let issued = world.app.clock.today();
    world.advance(TimeDelta::days(3));

    let of = |row: Vec<String>| row[..6].to_vec();
    let both = ["En el periodo", "1", "2", "2", "100 %", "2"];
    assert_eq!(of(row(&world, left, -40, -3).await), both, "what was reported");
    assert_eq!(of(row(&world, left, -40, 30).await), both, "stays where it was");
    let moved = ["Nunca", "1", "1", "0", "—", "0"];
    assert_eq!(of(row(&world, found, -40, 30).await), moved);

    let reader = world.as_gobernacion("50").await;
    let days = format!("desde={}&hasta={}", day(&world, -40), day(&world, 30));
    for (place, lists) in [("", [2, 2, 2]), (left, [2, 2, 2]), (found, [1, 0, 0])] {
        for (view, people) in ["", "asistentes", "certificados"].into_iter().zip(lists) {
            let list = format!("{days}&municipio={place}&ver={view}");
            let path = format!("/informes/departamentos/50/personas/csv?{list}");
            let rows = rows_of(&reader.get(&path).await.expect(200).bytes);
            let listed = rows.iter().filter(|row| row[0] == "Meta 2026-2").count();
            assert_eq!(listed, people, "«{view}» of «{place}»");
            let path = format!("/informes/departamentos/50/personas?{list}");
            let page = reader.get(&path).await.expect(200);
            if people == 0 {
                page.expect_text("Nadie en esta lista");
                continue;
            }
            assert_eq!(table(&page.body(), "personas").len(), people + 1, "«{view}» of «{place}»");
        }
    }
    // The report of the day says the same, and so does the operation.
    let report = |more: &str| format!("/informes/departamentos/50?{days}{more}");
    let live = reader.get(&report("")).await.expect(200).body();
    let then = reader.get(&report(&format!("&corte={issued}"))).await.expect(200).body();
    for id in ["municipios", "cohortes"] {
        assert_eq!(table(&live, id), table(&then, id), "{id}");
    }
    let operation = format!("/informes/ejecutivos/operacion?ambito=departamento-50&{days}");
    let operation = reader.get(&operation).await.expect(200).body();
    let groups = table(&operation, "grupos");
    for (place, told) in [(left, ["2", "2", "2", "2"]), (found, ["1", "0", "0", "0"])] {
        let row = groups.iter().find(|row| row[1] == place).expect("has its row");
        // Enrolled, attending, certified, finished.
        assert_eq!([5, 7, 8, 10].map(|column| row[column].as_str()), told, "of {place}");
    }
    let months = table(&operation, "meses");
    assert_eq!(months.last().and_then(|total| total.last()).map(String::as_str), Some("2"));
    world.finish().await;
}

#[rocket::async_test]
async fn a_total_counts_once_whoever_came_for_two_municipalities() {
    // Within the department, and to another one of the same unit.
    for (name, to) in [
        ("reports_once_near", ("50577", "Alcaldía de Puerto Lleras")),
        ("reports_once_far", SAN_JOSE),
    ] {
        let world = World::new(name).await;
        let class = Class::running(&world, 2, &[-10, -3, 5]).await;
        for session in [0, 1] {
            class.mark(session, &[(0, "presente"), (1, "ausente")]).await;
        }
        let person = leaves_post(&world, &class).await;
        holds(&world, person, to, (-5, None), true).await;
        for code in ["50325", to.0] {
            assert_eq!(row(&world, code, -40, 30).await[3], "1", "of {code}");
        }
        let days = format!("desde={}&hasta={}", day(&world, -40), day(&world, 30));
        let operation = "/informes/ejecutivos/operacion";
        let unit = world.as_coordinator("MET").await;
        let unit = unit.get(&format!("{operation}?{days}")).await.expect(200).body();
        let path = format!("{operation}?ambito=departamento-50&{days}");
        let meta = world.as_gobernacion("50").await.get(&path).await.expect(200).body();
        for page in [&unit, &meta] {
            assert_eq!(value(page, "Asistentes"), "1", "{name}");
            let groups = table(page, "grupos");
            let (head, total) = (&groups[0], groups.last().expect("has a total"));
            let column = head.iter().position(|one| one == "Asistentes").expect("is told");
            assert_eq!(total[column], "1", "{name}");
        }
        // The department within its unit counts once who moved within it.
        let groups = table(&unit, "grupos");
        let row = groups.iter().find(|row| row[0] == "Meta").expect("has its row");
        assert_eq!(row[7], "1", "{row:?}");
        world.finish().await;
    }
}

#[rocket::async_test]
async fn a_need_is_attended_where_the_certificate_found_its_people() {
    let world = World::new("reports_needs_moving").await;
    let class = taught(&world, 0, &[PASSED; 2], 5).await;
    let hall = ("50577", "Alcaldía de prueba 50577");
    let post = holds(&world, class.people[0], hall, (1, None), true).await.to_string();
    let coordinator = world.as_coordinator("MET").await;
    let path = format!("/inscripciones/{}/municipio", class.enrolments[0]);
    let why = ("motivo", "Se traslada mañana");
    coordinator.post(&path, &[("vinculacion", &post), why]).await.expect(303);
    close(&world, &class).await;
    class.issue(&world).await.expect("issues");
    let coordinator = world.as_coordinator("MET").await;
    for (place, attended) in [("50325", "Atendidas 2"), ("50577", "Atendidas 0")] {
        let need = stated(&coordinator, place, &[("personas", "2")]).await;
        let path = format!("/necesidades/{need}/cohortes");
        let cohort = class.id.to_string();
        coordinator.post(&path, &[("cohorte", &cohort), ("personas", "2")]).await.expect(303);
        let page = coordinator.get(&format!("/necesidades/{need}")).await.expect(200);
        page.expect_text(attended);
    }
    world.finish().await;
}
