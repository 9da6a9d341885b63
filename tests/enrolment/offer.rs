//! The catalogue says whether there is room before anybody fills a form.

use super::{code, enrolled};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::people;
use crate::support::world::World;

#[rocket::async_test]
async fn the_list_and_the_page_say_how_many_seats_are_left() {
    let world = World::new("offer-seats").await;
    let all = people(&world, 0..3, false).await;
    let plan = CohortPlan { seats: 2, ..CohortPlan::default() };
    let small = cohort(&world, plan).await;
    let other =
        CohortPlan { name: "Meta tarde", from: (14, 0), to: (18, 0), ..CohortPlan::default() };
    let large = cohort(&world, other).await;
    let visitor = world.as_anyone();
    let page = format!("/oferta/{}", code(&world, small).await);
    let mut sent = Vec::new();
    for (who, left) in [
        (None, "Quedan 2 de 2"),
        (Some(0), "Queda 1 de 2"),
        (Some(1), "Lista de espera"),
        (Some(2), "Lista de espera"),
    ] {
        if let Some(who) = who {
            enrolled(&world, small, all[who]).await;
        }
        visitor.get(&page).await.expect(200).expect_text(&format!("Cupos {left}"));
        let before = world.app.db.statements();
        visitor
            .get("/oferta")
            .await
            .expect(200)
            .expect_text(&format!("Cupos {left}"))
            .expect_text("Cupos Quedan 30 de 30");
        sent.push(world.app.db.statements() - before);
    }
    assert!(sent.windows(2).all(|pair| pair[0] == pair[1]), "{sent:?}");

    world.advance(chrono::TimeDelta::days(40));
    let page = format!("/oferta/{}", code(&world, large).await);
    let late = visitor.get(&page).await.expect(200);
    late.expect_text("Las inscripciones cerraron").expect_text("Cupos 30");
    world.finish().await;
}
