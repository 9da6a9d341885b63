//! A month or a quarter is frozen some days after its end, and stays what it was.

use chrono::TimeDelta;
use formacion::cohorts::entity::cohort;
use formacion::doctor::examine;
use formacion::platform::workers::Round;
use formacion::reports::cuts::commands::freeze;
use formacion::reports::cuts::entity::report_cut::{self, Kind};
use formacion::reports::cuts::rules::Term;
use formacion::reports::cuts::worker::round;
use formacion::territory::entity::department;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set,
};

use super::META;
use super::pages::table;
use crate::support::world::World;

const REPORT: &str = "/informes/departamentos/50";

fn last_month(world: &World) -> Term {
    Term::of(Kind::Month, world.app.clock.today()).before(1)
}

fn address(term: Term) -> String {
    format!("{REPORT}/cortes/{}", term.code())
}

#[rocket::async_test]
async fn a_cut_says_what_the_report_of_its_days_says_on_page_and_in_files() {
    let world = World::demo("cuts_agree").await;
    let reader = world.as_account(META).await;
    let term = last_month(&world);
    let path = address(term);
    let cut = reader.get(&path).await.expect(200).body();
    let (from, to) = (term.period().from, term.period().to);
    let days = format!("?desde={from}&hasta={to}");
    let live = reader.get(&format!("{REPORT}{days}")).await.expect(200).body();
    for id in ["resumen", "municipios", "cohortes"] {
        assert_eq!(table(&cut, id), table(&live, id), "{id}");
    }
    for sheet in ["resumen", "municipios", "cohortes"] {
        let rows = |bytes: Vec<u8>| -> Vec<String> {
            let text = String::from_utf8(bytes).unwrap();
            text.lines().map(str::to_owned).collect()
        };
        let frozen = reader.get(&format!("{path}/csv/{sheet}")).await.expect(200).bytes;
        let now = reader.get(&format!("{REPORT}/csv/{sheet}{days}")).await.expect(200).bytes;
        assert_eq!(rows(frozen), rows(now), "{sheet}");
    }
    // Nobody is in a cut.
    reader.get(&format!("{path}/csv/asistencia")).await.expect(404);
    assert!(!cut.contains("/personas"), "no figure opens a list of people");
    let kept = report_cut::Entity::find().all(world.app.db.read()).await.unwrap();
    assert!(kept.iter().all(|row| !row.body.contains("document")));
    reader.get(&format!("{path}/xlsx")).await.expect(200);
    let pdf = reader.get(&format!("{path}/pdf")).await.expect(200).bytes;
    assert!(pdf.starts_with(b"%PDF"));
    world.finish().await;
}

#[rocket::async_test]
async fn a_correction_changes_the_report_and_not_the_cut() {
    let world = World::demo("cuts_stay").await;
    let reader = world.as_account(META).await;
    let term = last_month(&world);
    let path = address(term);
    let days = format!("{REPORT}?desde={}&hasta={}", term.period().from, term.period().to);
    let read = async |path: &str| table(&reader.get(path).await.expect(200).body(), "cohortes");
    let before = read(&path).await;
    assert_eq!(read(&days).await, before);
    // Somebody corrects the name that a cohort was published with.
    let cohort = cohort::Entity::find()
        .filter(cohort::Column::Name.eq(before[1][0].as_str()))
        .one(world.app.db.read())
        .await
        .unwrap()
        .expect("the report names it");
    let mut cohort = cohort.into_active_model();
    cohort.name = Set("Con el nombre corregido".to_owned());
    cohort.update(world.app.db.writer()).await.unwrap();
    assert_ne!(read(&days).await, before);
    assert_eq!(read(&path).await, before);
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_over_is_frozen_once_after_its_days_of_grace() {
    let world = World::demo("cuts_due").await;
    let count = async || report_cut::Entity::find().count(world.app.db.read()).await.unwrap();
    let at_first = count().await;
    let months = report_cut::Entity::find()
        .filter(report_cut::Column::DepartmentCode.eq("50"))
        .filter(report_cut::Column::Kind.eq(Kind::Month))
        .count(world.app.db.read())
        .await
        .unwrap();
    assert!(months > 3, "every month since the first cohort: {months} of {at_first}");
    assert_eq!(round(&world.app).await.unwrap(), Round::Idle);
    // To the sixth of the next month: this one is over, and nobody is away from it twice.
    let month = Term::of(Kind::Month, world.app.clock.today());
    let days = (month.period().to - world.app.clock.today()).num_days();
    world.advance(TimeDelta::days(days + 5));
    assert_eq!(round(&world.app).await.unwrap(), Round::Idle, "late lists are still coming in");
    world.advance(TimeDelta::days(1));
    while round(&world.app).await.unwrap() == Round::More {}
    let cut = report_cut::Entity::find()
        .filter(report_cut::Column::DepartmentCode.eq("50"))
        .filter(report_cut::Column::Year.eq(month.year))
        .filter(report_cut::Column::Number.eq(month.number))
        .filter(report_cut::Column::Kind.eq(Kind::Month));
    assert_eq!(cut.count(world.app.db.read()).await.unwrap(), 1);
    let after = count().await;
    // Two instances at once make it once.
    let meta = department::Entity::find_by_id("50").one(world.app.db.read()).await;
    let meta = meta.unwrap().unwrap();
    let (one, other) = rocket::tokio::join!(
        freeze(&world.app, &meta, month.before(60)),
        freeze(&world.app, &meta, month.before(60))
    );
    assert!(one.unwrap() != other.unwrap(), "one of them found it done");
    assert_eq!(count().await, after + 1);
    world.finish().await;
}

#[rocket::async_test]
async fn a_cut_is_compared_with_the_one_before_and_the_list_leads_to_both() {
    let world = World::demo("cuts_compare").await;
    let reader = world.as_account(META).await;
    let term = last_month(&world);
    let list = reader.get(&format!("{REPORT}/cortes")).await.expect(200).body();
    assert!(list.contains(&address(term)) && list.contains(&address(term.before(1))));
    let page = reader.get(&address(term)).await.expect(200);
    let page = page.expect_text(&format!("corte de {}", term.name()));
    let body = page.body();
    let changes = table(&body, "cambios");
    let summary = table(&body, "resumen");
    let earlier = table(&reader.get(&address(term.before(1))).await.expect(200).body(), "resumen");
    for (row, (now, before)) in changes[1..].iter().zip(summary[1..].iter().zip(&earlier[1..])) {
        assert_eq!((&row[0], &row[1], &row[2]), (&now[0], &before[1], &now[1]), "{row:?}");
    }
    reader
        .get(&format!("{REPORT}?desde=2026-01-01&hasta=2026-12-31"))
        .await
        .expect_text("Cortes por mes");
    // Nothing is frozen ahead of time, and nothing else names a cut.
    for wrong in ["2099-01", "2026-13", "hoy", "2026-T9"] {
        reader.get(&format!("{REPORT}/cortes/{wrong}")).await.expect(404);
    }
    let foreign = world.as_gobernacion("18").await;
    foreign.get(&address(term)).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn a_hand_in_a_cut_is_noticed() {
    let world = World::demo("cuts_doctor").await;
    let row = report_cut::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    let (kept, id) = (row.body.clone(), row.id);
    let mut row = row.into_active_model();
    row.body = Set(kept.replacen("enrolled\":", "enrolled\":1", 1));
    let row = row.update(world.app.db.writer()).await.unwrap();
    let findings = examine(&world.app).await.unwrap();
    assert!(format!("{findings:?}").contains(&format!("report_cut {id}")), "{findings:?}");
    let mut row = row.into_active_model();
    row.body = Set(kept);
    row.update(world.app.db.writer()).await.unwrap();
    world.finish().await;
}
