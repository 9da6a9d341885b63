//! Entering grades.

use formacion::assessment::entity::grade_entry;
use formacion::assessment::queries::{final_grades, grades};
use formacion::assessment::rules::FinalGrade;
use formacion::enrolment::entity::enrolment;
use sea_orm::{EntityTrait, QueryOrder};

use super::{nota, usual_plan};
use crate::support::class::{Class, hidden, pairs, spoken_name};
use crate::support::world::World;

async fn entries(world: &World) -> Vec<grade_entry::Model> {
    grade_entry::Entity::find()
        .order_by_asc(grade_entry::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap()
}

#[rocket::async_test]
async fn comma_and_point_are_read_and_only_changes_are_written() {
    let world = World::new("grades read").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let [_, post, product] = usual_plan(&class).await[..] else { panic!("three") };
    let fields = [
        (nota(&class, post, 0), "4,7".to_owned()),
        (nota(&class, product, 0), "4.0".into()),
        (nota(&class, post, 1), String::new()),
    ];
    class
        .facilitator
        .submit(&class.grades(), &pairs(&fields))
        .await
        .expect_text("Se guardaron 2 notas")
        .expect_text("4,4");
    assert_eq!(entries(&world).await.len(), 2);
    let seen = hidden(&class.facilitator.get(&class.grades()).await.body(), "visto");
    let again = [fields.to_vec(), vec![("visto".into(), seen.clone())]].concat();
    class
        .facilitator
        .submit(&class.grades(), &pairs(&again))
        .await
        .expect_text("No había notas que guardar");
    assert_eq!(entries(&world).await.len(), 2);
    // Taking a grade back is an entry too, and the final one is gone.
    let back = [(nota(&class, product, 0), String::new()), ("visto".into(), seen)];
    class.facilitator.submit(&class.grades(), &pairs(&back)).await.expect_text("falta Producto");
    let written = entries(&world).await;
    assert_eq!((written[2].tenths, written[2].previous_tenths), (None, Some(40)));
    let finals = final_grades(world.app.db.read(), class.cohort).await.unwrap();
    assert_eq!(finals[&class.people[0]], FinalGrade::Missing(vec!["Producto".into()]));
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_writes_their_own_grade_and_the_others_still_can() {
    let world = World::new("grades own").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let [_, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    let place = enrolment::Entity::find_by_id(class.people[0]);
    let place = place.one(world.app.db.read()).await.unwrap().unwrap();
    class.coordinator.is_also(place.person_id.0).await;
    let own = [(nota(&class, post, 0), "5,0".to_owned())];
    class
        .coordinator
        .submit(&class.grades(), &pairs(&own))
        .await
        .expect(200)
        .expect_text("Nadie escribe su propia nota");
    assert_eq!(entries(&world).await.len(), 0);
    let other = [(nota(&class, post, 1), "4,0".to_owned())];
    class.coordinator.submit(&class.grades(), &pairs(&other)).await.expect_text("Se guardó");
    class.facilitator.submit(&class.grades(), &pairs(&own)).await.expect_text("Se guardó");
    assert_eq!(entries(&world).await.len(), 2);
    world.finish().await;
}

#[rocket::async_test]
async fn one_wrong_cell_saves_nothing_and_everything_typed_stays() {
    let world = World::new("grades wrong").await;
    let class = Class::running(&world, 3, &[-1]).await;
    let [pre, post, product] = usual_plan(&class).await[..] else { panic!("three") };
    let fields = [
        (nota(&class, pre, 0), "2,5".to_owned()),
        (nota(&class, post, 0), "cuatro".into()),
        (nota(&class, post, 1), "5,1".into()),
        (nota(&class, product, 2), "3,75".into()),
        (nota(&class, pre, 2), "<script>".into()),
    ];
    let page = class.facilitator.post(&class.grades(), &pairs(&fields)).await.expect(422);
    let body = page.body();
    for typed in ["2,5", "cuatro", "5,1", "3,75", "&lt;script&gt;"] {
        assert!(body.contains(&format!("value=\"{typed}\"")), "«{typed}» stays");
    }
    assert_eq!(body.matches("aria-invalid=\"true\"").count(), 4);
    let sentence = format!("Prueba final de {}: «cuatro» no es una nota", spoken_name(0));
    page.expect_text(&sentence)
        .expect_text("«5,1» no es una nota")
        .expect_text("«3,75» no es una nota");
    assert!(entries(&world).await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn a_grade_that_somebody_else_wrote_meanwhile_is_shown_and_not_overwritten() {
    let world = World::new("grades conflict").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let [_, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    let both = [nota(&class, post, 0), nota(&class, post, 1)];
    let seen = hidden(&class.coordinator.get(&class.grades()).await.body(), "visto");
    class
        .facilitator
        .post(&class.grades(), &[(&both[0], "4,0"), (&both[1], "3,0"), ("visto", &seen)])
        .await
        .expect(303);
    // The coordinator typed another grade for the first and nothing for the second.
    let page = class
        .coordinator
        .post(&class.grades(), &[(&both[0], "4,5"), (&both[1], ""), ("visto", &seen)])
        .await
        .expect(422);
    let body = page.body();
    assert!(body.contains("value=\"4,5\"") && body.contains("value=\"3,0\""));
    page.expect_text(&format!("Prueba final de {}: facilitador uno registró 4,0", spoken_name(0)));
    assert_eq!(entries(&world).await.len(), 2);
    let seen = hidden(&body, "visto");
    class
        .coordinator
        .post(&class.grades(), &[(&both[0], "4,5"), (&both[1], "3,0"), ("visto", &seen)])
        .await
        .expect(303);
    let now = grades(world.app.db.read(), class.cohort).await.unwrap();
    let mut tenths: Vec<_> = now.into_values().collect();
    tenths.sort_unstable();
    assert_eq!(tenths, [30, 45]);
    world.finish().await;
}

#[rocket::async_test]
async fn what_i_left_alone_does_not_take_back_a_grade() {
    let world = World::new("grades untouched").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let [_, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    let both = [nota(&class, post, 0), nota(&class, post, 1)];
    let seen = hidden(&class.coordinator.get(&class.grades()).await.body(), "visto");
    class
        .facilitator
        .post(&class.grades(), &[(&both[0], "4,0"), ("visto", &seen)])
        .await
        .expect(303);
    let page = class
        .coordinator
        .submit(&class.grades(), &[(&both[0], ""), (&both[1], "2,0"), ("visto", &seen)])
        .await;
    page.expect_text("Se guardó 1 nota").expect_text("otra persona cambió notas que usted no tocó");
    assert_eq!(grades(world.app.db.read(), class.cohort).await.unwrap().len(), 2);
    world.finish().await;
}

#[rocket::async_test]
async fn foreign_cells_and_closed_cohorts_take_no_grade() {
    let world = World::new("grades foreign").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let other = Class::named(&world, "dos", 1, &[-2]).await;
    let [_, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    let [_, theirs, _] = usual_plan(&other).await[..] else { panic!("three") };
    for field in
        [nota(&class, theirs, 0), nota(&other, post, 0), "nota[x][y]".into(), "nota[1]".into()]
    {
        class.facilitator.post(&class.grades(), &[(&field, "4,0")]).await.expect(422);
    }
    let cell = nota(&class, post, 0);
    other.facilitator.post(&class.grades(), &[(&cell, "4,0")]).await.expect(404);
    world.as_gobernacion("50").await.get(&class.grades()).await.expect(403);
    class.mark(0, &[(0, "presente")]).await;
    class.close().await;
    class
        .facilitator
        .post(&class.grades(), &[(&cell, "4,0")])
        .await
        .expect(422)
        .expect_text("ya no cambian");
    class.facilitator.get(&class.grades()).await.expect(200).expect_no_text("Guardar notas");
    assert!(entries(&world).await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn without_activities_or_people_the_page_says_what_to_do() {
    let world = World::new("grades empty").await;
    let class = Class::running(&world, 0, &[-1]).await;
    class
        .coordinator
        .get(&class.grades())
        .await
        .expect(200)
        .expect_text("No hay actividades que calificar");
    usual_plan(&class).await;
    class
        .coordinator
        .get(&class.grades())
        .await
        .expect(200)
        .expect_text("No hay a quién calificar");
    world.finish().await;
}
