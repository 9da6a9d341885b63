//! The gain of a cohort, from paired people only.

use formacion::assessment::queries::cohort_gain;
use formacion::cohorts::scale::GradeScale;

use super::{nota, usual_plan};
use crate::support::class::{Class, pairs};
use crate::support::world::World;

#[rocket::async_test]
async fn gain_counts_only_the_paired_and_says_how_many() {
    let world = World::new("gain").await;
    let class = Class::running(&world, 5, &[-1]).await;
    let [pre, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    let grades = [
        (0, Some("2,0"), Some("3,5")),
        (1, Some("0,0"), Some("5,0")),
        (2, None, Some("5,0")),
        (3, Some("1,0"), None),
        (4, Some("5,0"), Some("5,0")),
    ];
    let mut fields = Vec::new();
    for (person, first, second) in grades {
        fields.push((nota(&class, pre, person), first.unwrap_or("").to_owned()));
        fields.push((nota(&class, post, person), second.unwrap_or("").to_owned()));
    }
    class
        .facilitator
        .submit(&class.grades(), &pairs(&fields))
        .await
        .expect_text("0,75 ganancia promedio")
        .expect_text("2 personas con ambas pruebas y algo por ganar: de 1,00 a 4,25");
    let gain = cohort_gain(world.app.db.read(), class.cohort, GradeScale::Five).await.unwrap();
    assert_eq!((gain.n, gain.mean), (2, Some(0.75)));
    world.finish().await;
}
