//! Two people of one name in a cohort are told apart wherever a grade is decided.

use super::exam::paper::{print, sheet};
use super::exam::rescore::{correct, with_key};
use super::products::{LINK, asked, last, own};
use super::{nota, usual_plan};
use crate::support::class::{Class, listed_name, pairs, spoken_name};
use crate::support::exams::{attempt, build, form, publish, single, sit};
use crate::support::world::World;

/// The name of a list as sentences say it.
fn spoken(listed: &str) -> String {
    listed.replace(&listed_name(0), &spoken_name(0))
}

#[rocket::async_test]
async fn the_product_of_one_of_two_namesakes_says_whose_it_is() {
    let world = World::new("namesakes products").await;
    let (mut class, product) = asked(&world, 1, &[]).await;
    let [first, second] = class.add_namesake().await;
    let learner = class.learner(0).await;
    learner.send_parts(&own(&class, 0, product), &LINK, None).await.expect(303);
    let list = format!("/actividades/{product}/entregas");
    let page = class.facilitator.get(&list).await.expect(200);
    page.expect_text(&first).expect_text(&second);
    let version = format!("/entregas/{}", last(&world).await.id);
    class.facilitator.get(&version).await.expect(200).expect_text(&spoken(&first));
    world.finish().await;
}

#[rocket::async_test]
async fn the_grade_and_the_appeal_of_one_of_two_namesakes_say_whose_they_are() {
    let world = World::new("namesakes appeals").await;
    let mut class = Class::running(&world, 1, &[-1]).await;
    let [first, _] = class.add_namesake().await;
    let [_, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    let cells = [(nota(&class, post, 0), "3,0".to_owned())];
    class.facilitator.post(&class.grades(), &pairs(&cells)).await.expect(303);
    let grade = format!("/actividades/{post}/notas/{}", class.people[0]);
    class.facilitator.get(&grade).await.expect(200).expect_text(&spoken(&first));
    let learner = class.learner(0).await;
    let asking = [("texto", "La pregunta 3 admite otra respuesta")];
    let asked = learner.post(&format!("/actividades/{post}/mi-nota"), &asking).await.expect(303);
    let appeal = asked.location.unwrap();
    let of_cohort = format!("/cohortes/{}/reclamos", class.cohort);
    for list in ["/reclamos", &of_cohort] {
        class.coordinator.get(list).await.expect(200).expect_text(&first);
    }
    class.facilitator.get(&appeal).await.expect(200).expect_text(&spoken(&first));
    // Nobody is told of a namesake on a page of their own.
    learner.get(&appeal).await.expect(200).expect_no_text("(CC ");
    world.finish().await;
}

#[rocket::async_test]
async fn a_paper_test_and_the_attempts_of_two_namesakes_say_whose_they_are() {
    let world = World::new("namesakes exams").await;
    let mut class = Class::running(&world, 1, &[-1]).await;
    let names = class.add_namesake().await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    let bank = [single(1), single(2)];
    let versions = publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 2, 1)])).await;
    let printed = print(&class, pre, "1", "1").await;
    for person in 0..2 {
        sit(&world, &class, exam, person, 0).await;
    }
    // Who chooses whose an unnamed sheet is sees two options.
    let blank = sheet(&world, 3).await;
    assert_eq!(blank.enrolment_id, None);
    let entry = format!("/hojas/{}", blank.code);
    let attempts = format!("/actividades/{pre}/prueba/intentos");
    let question = correct(&world, versions[0], &with_key(1, 1, 4)).await;
    let rescoring = format!("/actividades/{pre}/prueba/recalificar/{question}");
    for page in [entry, attempts.clone(), printed, rescoring] {
        let page = class.coordinator.get(&page).await.expect(200);
        page.expect_text(&names[0]).expect_text(&names[1]);
    }
    for (person, name) in names.iter().enumerate() {
        let one = attempt(world.app.db.read(), exam, class.people[person]).await;
        let page = class.facilitator.get(&format!("{attempts}/{}", one.id)).await.expect(200);
        page.expect_text(&spoken(name));
    }
    world.finish().await;
}
