//! Two people of one name in a cohort are told apart wherever a mark is decided.

use formacion::platform::dates;

use super::field::Phone;
use super::paper::{printed, review};
use super::requests::{PRESENT, asking};
use crate::support::class::{Class, listed_name, spoken_name};
use crate::support::world::{World, today};

#[rocket::async_test]
async fn the_conflict_and_the_request_of_one_of_two_namesakes_say_whose_they_are() {
    let world = World::new("namesakes decided").await;
    let mut class = Class::running(&world, 1, &[-1, 0]).await;
    let [first, _] = class.add_namesake().await;
    let one = Phone::of(&class.facilitator).await;
    let two = Phone::of(&class.facilitator).await;
    one.marks(vec![one.mark(&class, 1, 0, "present")]).await;
    two.marks(vec![two.mark(&class, 1, 0, "absent")]).await;
    let waiting = format!("/cohortes/{}/por-revisar", class.cohort);
    let page = class.coordinator.get(&waiting).await.expect(200);
    page.expect_text("Registros en conflicto").expect_text(&first);

    class.mark(0, &[(0, "ausente")]).await;
    let learner = class.learner(0).await;
    let asked = learner.send_parts(&asking(&class, 0, 0), &PRESENT, None).await.expect(303);
    let request = asked.location.unwrap();
    let of_cohort = format!("/cohortes/{}/solicitudes", class.cohort);
    for list in ["/solicitudes", &of_cohort] {
        class.coordinator.get(list).await.expect(200).expect_text(&first);
    }
    let spoken = first.replace(&listed_name(0), &spoken_name(0));
    class.coordinator.get(&request).await.expect(200).expect_text(&spoken);
    // Nobody is told of a namesake on a page of their own.
    learner.get(&request).await.expect(200).expect_no_text("(CC ");
    world.finish().await;
}

#[rocket::async_test]
async fn a_typed_sheet_and_a_file_say_which_of_two_namesakes_each_row_is() {
    let world = World::new("namesakes rows").await;
    let mut class = Class::running(&world, 1, &[0]).await;
    let [first, second] = class.add_namesake().await;
    let path = printed(&class, 0).await;
    let page = class.facilitator.get(&path).await.expect(200);
    page.expect_text(&first).expect_text(&second);
    let page = review(&class.facilitator, &path, &vec![("modo", "menos")]).await.expect(200);
    page.expect_text(&first).expect_text(&second);

    let day = dates::short(dates::bogota_date(today()));
    let document = 7_000_000_000 + class.cohort.0 * 1_000;
    let csv = format!("Fecha;Documento;Nombre;Estado\n{day};{document};{};P\n", listed_name(0));
    let file = Some(("lista.csv", csv.as_bytes()));
    let page = class.coordinator.send_parts(&format!("{}/archivo", class.grid()), &[], file).await;
    page.expect(200).expect_text(&first).expect_no_text(&second);
    world.finish().await;
}
