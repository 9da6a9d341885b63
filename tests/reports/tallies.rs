//! What closed cohorts add up to is kept, and a report that adds these sums says what one says that reads
//! every mark.

use chrono::{Months, TimeDelta};
use formacion::cohorts::entity::cohort::{self, Stage};
use formacion::generator::{Size, generate};
use formacion::reports::cohort_totals::entity::{
    cohort_tally, cohort_tally_month, cohort_tally_place,
};
use formacion::reports::cohort_totals::{checks, worker};
use formacion::reports::figures::{ReportFigures, compute};
use formacion::reports::queries::{Depth, ReportQuery, facts};
use formacion::reports::rules::Period;
use formacion::territory::entity::department;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set,
};

use crate::support::class::Class;
use crate::support::fixtures::day;
use crate::support::world::World;

/// The figures of a report without its lists, and how many closed cohorts gave their sums.
async fn figures(
    world: &World,
    code: &str,
    period: Period,
    depth: Depth,
) -> (ReportFigures, usize) {
    let facts =
        facts(world.app.db.read(), &ReportQuery::new(code, period, depth), world.app.clock.now())
            .await
            .unwrap();
    let kept = facts.cohorts.iter().filter(|cohort| cohort.sums.are_whole_in(period)).count();
    let mut figures = compute((code, code), period, world.app.clock.now(), facts);
    figures.attendance.clear();
    figures.cohorts.iter_mut().for_each(|row| row.columns.clear());
    (figures, kept)
}

async fn cohort_tallies(world: &World) -> u64 {
    cohort_tally::Entity::find().count(world.app.db.read()).await.unwrap()
}

#[rocket::async_test]
async fn sums_and_marks_give_the_same_figures_in_every_department_and_period() {
    let world = World::new("tallies_agree").await;
    let size = Size { people: 900, sessions: 9 };
    generate(&world.app, size, |_| ()).await.expect("is made");
    let today = world.app.clock.today();
    let back = |months| today.checked_sub_months(Months::new(months)).unwrap();
    let periods = [
        Period::year_of(today),
        Period { from: back(36), to: today },
        Period { from: back(14), to: back(7) },
        Period { from: back(3), to: back(2) },
    ];
    let (mut added, mut seen) = (0, 0);
    for department in department::Entity::find().all(world.app.db.read()).await.unwrap() {
        for period in periods {
            let (by_marks, _) = figures(&world, &department.code, period, Depth::People).await;
            let (by_sums, kept) = figures(&world, &department.code, period, Depth::Totals).await;
            added += kept;
            seen += by_marks.cohorts.len();
            assert_eq!(by_sums.summary, by_marks.summary, "{} {period:?}", department.code);
            assert_eq!(by_sums.municipalities, by_marks.municipalities, "{}", department.code);
            assert_eq!(by_sums.cohorts, by_marks.cohorts, "{}", department.code);
        }
    }
    assert!(added > 20, "closed cohorts gave their sums: {added} of {seen}");
    assert!(seen > added, "some were under way or cut by the period");

    // A sum that is not that of the marks is noticed: by the comparison, and by who looks after all.
    let db = &world.app.db;
    let one = cohort_tally_place::Entity::find().one(db.read()).await.unwrap().expect("is kept");
    let (code, attended) = (one.municipality_code[..2].to_owned(), one.attended);
    let whole = Period { from: back(36), to: today };
    let (before, _) = figures(&world, &code, whole, Depth::Totals).await;
    let mut row = one.into_active_model();
    row.attended = Set(attended + 1);
    let row = row.update(db.writer()).await.unwrap();
    let (after, _) = figures(&world, &code, whole, Depth::Totals).await;
    assert_ne!(after.summary, before.summary);
    assert_eq!(checks::findings(db.read()).await.unwrap().len(), 1);
    let mut row = row.into_active_model();
    row.attended = Set(attended);
    row.update(db.writer()).await.unwrap();
    world.finish().await;
}

#[rocket::async_test]
async fn a_cohort_is_added_up_in_the_transaction_that_closes_it() {
    let world = World::new("tallies_close").await;
    let class = Class::running(&world, 3, &[-10, -3]).await;
    class.mark(0, &[(0, "presente"), (1, "tarde"), (2, "ausente")]).await;
    class.mark(1, &[(0, "presente"), (1, "ausente"), (2, "excusa")]).await;
    assert_eq!(cohort_tallies(&world).await, 0, "it is under way");
    let period = Period { from: day(&world, -40), to: day(&world, 30) };
    let (before, kept) = figures(&world, "50", period, Depth::Totals).await;
    assert_eq!(kept, 0);
    class.close().await;
    let places = cohort_tally_place::Entity::find().all(world.app.db.read()).await.unwrap();
    let [place] = places.as_slice() else { panic!("one municipality: {places:?}") };
    assert_eq!((place.enrolled, place.attended, place.came), (3, 2, 3));
    assert_eq!(place.last_on, Some(day(&world, -3)));
    let (after, kept) = figures(&world, "50", period, Depth::Totals).await;
    assert_eq!(kept, 1);
    assert_eq!(after.summary.tally.percent(), before.summary.tally.percent());
    assert_eq!(after.municipalities, before.municipalities);
    world.finish().await;
}

#[rocket::async_test]
async fn cohorts_closed_before_there_were_sums_are_added_up_later_and_told_meanwhile() {
    let world = World::demo("tallies_before").await;
    let db = &world.app.db;
    let closed = cohort::Entity::find().filter(cohort::Column::Stage.eq(Stage::Closed));
    let closed = closed.count(db.read()).await.unwrap();
    assert!(closed > 0, "the demo has one");
    assert_eq!(cohort_tallies(&world).await, closed);
    let today = world.app.clock.today();
    let period = Period { from: today - TimeDelta::days(700), to: today };
    let (known, kept) = figures(&world, "50", period, Depth::Totals).await;
    assert!(kept > 0);
    cohort_tally_month::Entity::delete_many().exec(db.writer()).await.unwrap();
    cohort_tally_place::Entity::delete_many().exec(db.writer()).await.unwrap();
    cohort_tally::Entity::delete_many().exec(db.writer()).await.unwrap();
    let (meanwhile, kept) = figures(&world, "50", period, Depth::Totals).await;
    assert_eq!(kept, 0);
    assert_eq!(meanwhile.summary, known.summary);
    worker::all(&world.app).await.unwrap();
    assert_eq!(cohort_tallies(&world).await, closed);
    let (later, _) = figures(&world, "50", period, Depth::Totals).await;
    assert_eq!(later.cohorts, known.cohorts);
    world.finish().await;
}
