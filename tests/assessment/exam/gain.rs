//! Twelve people before and after, as somebody computes it by hand.

use formacion::assessment::exam::gain::{by_capacity, parts};
use formacion::assessment::queries::cohort_gain;

use crate::assessment::usual_plan;
use crate::support::class::Class;
use crate::support::exams::{build, form, publish, single, sit, with};
use crate::support::world::World;

/// Right answers of ten before and after, and the gain: what was gained over what was left.
///
/// | before | after | gain |
/// |---|---|---|
/// | 2 | 6 | 4/8 = 0,50 |
/// | 4 | 7 | 3/6 = 0,50 |
/// | 0 | 5 | 5/10 = 0,50 |
/// | 5 | 10 | 5/5 = 1,00 |
/// | 8 | 9 | 1/2 = 0,50 |
/// | 6 | 6 | 0/4 = 0,00 |
/// | 5 | 4 | −1/5 = −0,20 |
/// | 2 | 10 | 8/8 = 1,00 |
/// | 0 | 2 | 2/10 = 0,20 |
/// | 6 | 9 | 3/4 = 0,75 |
/// | 5 | 8 | 3/5 = 0,60 |
/// | 10 | 10 | nothing was left |
///
/// Eleven gains add up to 5,35: their mean is 0,4864. Their squared distances from it add up to
/// 1,40045; over ten 0,140045, whose root is 0,37423; over √11 0,112834; by Student's 2,228139 (ten
/// degrees, 95 %) 0,25141: from 0,2350 to 0,7378. All twelve went from 53/120 = 44 % to 86/120 = 72 %.
const TABLE: [(usize, usize); 12] = [
    (2, 6),
    (4, 7),
    (0, 5),
    (5, 10),
    (8, 9),
    (6, 6),
    (5, 4),
    (2, 10),
    (0, 2),
    (6, 9),
    (5, 8),
    (10, 10),
];

#[rocket::async_test]
async fn the_gain_of_twelve_people_is_the_one_of_the_table() {
    let world = World::new("exam gain").await;
    // A thirteenth comes to the first test alone.
    let class = Class::running(&world, 13, &[-1]).await;
    let [pre, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    let bank: Vec<_> = (1..=14).map(single).collect();
    publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    let fields = with(form(&[("TRI-01", 10, 1)]), "muestra", "nunca");
    let first = build(&class, pre, &fields).await;
    let last = build(&class, post, &fields).await;
    for (person, (before, after)) in TABLE.into_iter().enumerate() {
        sit(&world, &class, first, person, before).await;
        sit(&world, &class, last, person, after).await;
    }
    sit(&world, &class, first, 12, 3).await;

    let db = world.app.db.read();
    let all = by_capacity(&parts(db, class.cohort).await.unwrap());
    let [one] = &all[..] else { panic!("one capacity") };
    assert_eq!((one.capacity.as_str(), one.report.unpaired), ("TRI-01", 1));
    assert_eq!(one.report.already_full, 1);
    let (mean, n) = one.report.gain.shown().expect("eleven are enough");
    assert_eq!(n, 11);
    let near = |value: measures::Real, by_hand: f64| {
        assert!((value.get() - by_hand).abs() < 5e-5, "{value} is not {by_hand}");
    };
    near(mean.mean, 5.35 / 11.0);
    near(mean.interval.low, 0.2350);
    near(mean.interval.high, 0.7378);
    let whole =
        cohort_gain(db, class.cohort, formacion::cohorts::scale::GradeScale::Five).await.unwrap();
    assert_eq!(whole.n, 11);
    assert!((whole.mean.unwrap() - 5.35 / 11.0).abs() < 1e-9, "grades tell the same");
    class
        .facilitator
        .get(&class.grades())
        .await
        .expect(200)
        .expect_text("Ganancia por capacidad")
        .expect_text("Movilizar recursos propios 11 44 % → 72 % 0,49 de 0,23 a 0,74");
    world.finish().await;
}
