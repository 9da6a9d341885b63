//! What is now and what waits, on the first page of each role.

use chrono::TimeDelta;

use super::roles::{links, waiting_of};
use crate::support::class::Class;
use crate::support::world::{World, today};

#[rocket::async_test]
async fn no_first_page_is_a_wall_of_zeros() {
    let world = World::new("home_zeros").await;
    let characters = [
        world.as_administrator().await,
        world.as_director("MET").await,
        world.as_facilitator("ana").await,
        world.as_gobernacion("50").await,
        world.as_anyone(),
    ];
    for character in characters {
        let page = character.get("/").await.expect(200);
        assert!(!page.body().contains("figure__number\">0<"), "{}", page.words());
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_session_that_is_going_on_is_not_taught_yet() {
    let world = World::new("home_early").await;
    let class = Class::running(&world, 1, &[-1, 0]).await;
    class.mark(0, &[(0, "presente")]).await;
    class.mark(1, &[(0, "presente")]).await;
    world.app.clock.travel_to(today() - TimeDelta::minutes(150));
    let page = class.coordinator.get("/").await.expect(200);
    assert_eq!(waiting_of(&page, "cerrar"), 0, "people have arrived, half an hour early");
    page.expect_text("1 de 2 sesiones dictadas");
    world.advance(TimeDelta::hours(6));
    let page = class.coordinator.get("/").await.expect(200);
    assert_eq!(waiting_of(&page, "cerrar"), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn a_director_reads_what_waits_in_the_unit_and_who_decides_it() {
    let world = World::new("home_director").await;
    let class = Class::running(&world, 2, &[-1, 0]).await;
    let director = world.as_director("MET").await;
    let page = director.get("/").await.expect(200);
    assert_eq!(waiting_of(&page, "asistencia"), 1);
    let page = page
        .expect_text("Lo decide la coordinación de su dirección territorial.")
        .expect_text("2 de 1.000")
        .expect_text("Ver la cohorte")
        .expect_no_text("Pasar lista");
    for link in links(&page) {
        director.get(&link).await.expect(200);
    }
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    assert_eq!(waiting_of(&director.get("/").await.expect(200), "asistencia"), 0);
    world.finish().await;
}

#[rocket::async_test]
async fn a_learner_and_a_facilitator_find_the_session_of_today_with_its_button() {
    let world = World::new("home_today").await;
    let class = Class::running(&world, 1, &[0]).await;
    let learner = class.learner(0).await;
    let home = learner.get("/").await.expect(200).expect_text("Registrar mi llegada");
    assert!(links(&home).contains(&"/llegada".to_owned()));
    learner.get("/llegada").await.expect(200);
    let menu = home.body();
    assert!(menu.contains(">Mi llegada<"), "the menu leads there as well");
    let own = format!("/inscripciones/{}", class.people[0]);
    let page = learner.get(&own).await.expect(200).expect_text("Hoy, 8:00 a. m.");
    assert!(links(&page).contains(&"/llegada".to_owned()), "and the page of the enrolment");
    let led = async |minutes: i64| {
        world.app.clock.travel_to(today() - TimeDelta::minutes(minutes));
        let learner = class.learner(0).await;
        let mut led = Vec::new();
        for page in ["/", own.as_str()] {
            led.push(links(&learner.get(page).await.expect(200)).contains(&"/llegada".to_owned()));
        }
        led
    };
    // The session begins at eight; it is ten.
    assert_eq!(led(181).await, [false, false], "an hour and a minute before");
    assert_eq!(led(180).await, [true, true], "an hour before");
    assert_eq!(led(1).await, [true, true]);
    class.mark(0, &[(0, "presente")]).await;
    assert!(!led(0).await[0], "and not when they have come");
    let home = class.facilitator.get("/").await.expect(200).expect_text("Pasar lista");
    assert_eq!(home.body().matches("class=\"button\"").count(), 1, "one filled button");
    world.advance(TimeDelta::hours(3));
    let over = class.learner(0).await.get("/").await.expect(200);
    over.expect_no_text("Registrar mi llegada").expect_text("No tiene sesiones programadas");
    world.finish().await;
}

#[rocket::async_test]
async fn a_session_is_tagged_by_the_clock_and_not_by_its_first_mark() {
    let world = World::new("home_clock").await;
    let class = Class::running(&world, 2, &[-1, 0]).await;
    class.mark(1, &[(0, "presente")]).await;
    // The first tag behind a mark of the page, so many minutes from ten in the morning.
    let tag = async |minutes: i64, mark: &str| -> String {
        world.app.clock.travel_to(today() + TimeDelta::minutes(minutes));
        let page = world.as_facilitator("uno").await.get("/").await.expect(200).body();
        let part = page.split(mark).nth(1).expect("the part");
        let tag = part.split("<span class=\"tag tag--").nth(1).expect("a tag");
        let words = tag.split_once('>').unwrap().1;
        words.split('<').next().unwrap().to_owned()
    };
    let (now, over) = ("<article class=\"card now\">", "<h3 id=\"asistencia\">");
    assert_eq!(tag(-150, now).await, "Hoy", "at half past seven, of eight o'clock");
    assert_eq!(tag(-150, over).await, "Sin asistencia", "yesterday's");
    assert_eq!(tag(0, now).await, "En curso");
    class.mark(0, &[(0, "presente")]).await;
    assert_eq!(tag(180, over).await, "Por cerrar");
    let page = class.facilitator.get("/").await.expect(200);
    assert_eq!(waiting_of(&page, "asistencia"), 2, "the list of each is still to be ended");
    world.finish().await;
}

#[rocket::async_test]
async fn while_nothing_was_programmed_the_administration_reads_what_to_do_first() {
    let world = World::new("home empty").await;
    let administrator = world.as_administrator().await;
    let page = administrator.get("/").await.expect(200).expect_text("Para empezar");
    let page = page.expect_text("Registre quién firma");
    for href in ["/cuentas/nueva", "/direcciones", "/firmas", "/documentos", "/preguntas"] {
        assert!(page.body().contains(&format!("href=\"{href}\"")), "no way to {href}");
        administrator.get(href).await.expect(200);
    }
    Class::confirmed(&world, 0, &[7]).await;
    let page = world.as_administrator().await.get("/").await.expect(200);
    page.expect_no_text("Para empezar").expect_text("Direcciones territoriales");
    world.finish().await;
}
