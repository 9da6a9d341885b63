//! Nothing can be subtracted (R81, P33): whoever asks for every page and file of every period, and adds
//! and subtracts what they say, learns of no group of one to four people.

mod attack;
mod programme;
mod solver;

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use formacion::assessment::queries::activities;
use formacion::reports::cuts::commands::freeze;
use formacion::reports::cuts::entity::report_cut::Kind;
use formacion::reports::cuts::rules::Term;
use formacion::territory::entity::department;
use sea_orm::EntityTrait;

use self::attack::{by_heading, rows, whole};
use self::programme::{Course, PLACES, course, programme};
use self::solver::Equations;
use super::csv::rows_of;
use crate::support::class::hidden;
use crate::support::figures::figure;
use crate::support::world::World;

#[rocket::async_test]
async fn no_adding_and_subtracting_of_any_pages_and_periods_tells_of_one_to_four() {
    let world = World::new("subtraction").await;
    let mut attack = programme(&world).await;
    let today = world.app.clock.today();
    let year = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    // Periods that differ by the one day of one cohort, from both ends, and the one between two of them.
    let days: Vec<NaiveDate> = attack.courses.iter().map(|course| course.day).collect();
    let mut periods = BTreeSet::from([(year, today)]);
    for day in days {
        periods.extend([(year, day), (year, day - TimeDelta::days(1)), (day, today)]);
        periods.extend([(day, day), (day, day + TimeDelta::days(13))]);
    }
    let meta = world.as_gobernacion("50").await;
    let guaviare = world.as_gobernacion("95").await;
    let unit = world.as_coordinator("MET").await;
    let all = world.as_administrator().await;
    for period in periods {
        attack.department(&meta, 0, period).await;
        attack.department(&guaviare, 1, period).await;
        attack.executive(&meta, ("departamento-50", &[0]), period).await;
        attack.executive(&guaviare, ("departamento-95", &[1]), period).await;
        attack.executive(&unit, ("unidad-MET", &[0, 1]), period).await;
        attack.executive(&all, ("pais", &[0, 1]), period).await;
        attack.gains(&meta, &[0], period).await;
        attack.gains(&guaviare, &[1], period).await;
        attack.gains(&all, &[0, 1], period).await;
    }
    // Frozen months of the report, which hold what was over then.
    for (place, code) in PLACES.into_iter().enumerate() {
        let row = department::Entity::find_by_id(code).one(world.app.db.read()).await.unwrap();
        let row = row.unwrap();
        let reader = world.as_administrator().await;
        for back in 1..=3 {
            let term = Term::of(Kind::Month, today).before(back);
            freeze(&world.app, &row, term).await.unwrap();
            let (from, to) = (term.period().from, term.period().to);
            let keep = move |course: &Course<'_>| from <= course.day && course.day <= to;
            let path = format!("/informes/departamentos/{code}/cortes/{}/csv", term.code());
            let what = format!("cut {code} {}", term.code());
            let file = reader.get(&format!("{path}/calidad")).await.expect(200).bytes;
            attack.quality(&by_heading(rows_of(&file)), keep, &what);
            let file = reader.get(&format!("{path}/capacidades")).await.expect(200).bytes;
            attack.capacities(&by_heading(rows_of(&file)), keep, place, &what);
        }
    }
    let (sheets, tested) = (attack.sheets(), attack.tested());
    let (opinions, learning) = (&attack.opinions, &attack.learning);
    let found = Equations::recovered(&opinions.rows, &sheets)
        + Equations::recovered(&learning.rows, &tested);
    let without = Equations::recovered(&opinions.naive, &sheets)
        + Equations::recovered(&learning.naive, &tested);
    assert!(without > 0, "without the rule the same pages give groups away: the attack is one");
    assert!(!opinions.rows.is_empty() && !learning.rows.is_empty(), "something is told");
    figure(
        "P33",
        found as f64,
        "groups of 1 to 4",
        found == 0,
        &format!(
            "{} figures of pages, files and cuts in {} different sums; without the rule {without}",
            opinions.read + learning.read,
            opinions.rows.len() + learning.rows.len()
        ),
    );
    assert_eq!(found, 0);
    world.finish().await;
}

#[rocket::async_test]
async fn two_periods_and_two_reports_give_back_no_answers_of_four() {
    let world = World::new("subtraction_exploit").await;
    let large = course(&world, "uno", 40, [9, 0, 9]).await;
    let small = course(&world, "dos", 20, [5, 0, 4]).await;
    let meta = world.as_gobernacion("50").await;
    let results = "/informes/departamentos/50/resultados?desde=2026-01-01&hasta=";
    let total = |page: &str| rows(page, "calidad").pop().expect("a total");
    // M6: the first day of the small cohort, and the day before it.
    let before =
        meta.get(&format!("{results}{}", small.day - TimeDelta::days(1))).await.expect(200).body();
    let with = meta.get(&format!("{results}{}", small.day)).await.expect(200).body();
    for scale in ["Respuestas", "Pertinencia", "Oportunidad", "Calidad"] {
        assert_eq!(total(&with)[scale], total(&before)[scale], "{scale}");
    }
    // E1: the total of the report is that of the executive one, and the page says who is in neither.
    let executive =
        meta.get("/informes/ejecutivos/calidad?ambito=departamento-50").await.expect(200).body();
    let answers = rows(&executive, "resumen");
    let answers = answers.iter().find(|row| row["Indicador"] == "Respuestas").expect("its line");
    assert_eq!(total(&with)["Respuestas"], answers["Periodo"]);
    assert_eq!(whole(&answers["Periodo"]), Some(large.sheets));
    assert!(with.contains("1 cohorte con menos de cinco respuestas no se suma."));
    world.finish().await;
}

#[rocket::async_test]
async fn a_grade_corrected_after_the_closing_changes_no_sum() {
    let world = World::new("subtraction_later").await;
    let course = course(&world, "uno", 20, [6, 0, 5]).await;
    let class = &course.class;
    let meta = world.as_gobernacion("50").await;
    let told = async || {
        let page = meta.get("/informes/departamentos/50/resultados").await.expect(200).body();
        rows(&page, "capacidades")
    };
    let before = told().await;
    assert!(before.iter().any(|row| row["Con dos pruebas"] == "6"), "{before:?}");
    world.advance(TimeDelta::hours(1));
    let known = activities(world.app.db.read(), class.cohort).await.unwrap();
    let path = format!("{}/reapertura", class.grades());
    let asked = [("motivo", "Se calificó con otra rúbrica"), ("dias", "3")];
    class.coordinator.post(&path, &asked).await.expect(303);
    let cell = format!("nota[{}][{}]", known[1].id, class.people[0]);
    let seen = hidden(&class.facilitator.get(&class.grades()).await.body(), "visto");
    let typed = [(cell.as_str(), "1,0"), ("visto", &seen), ("motivo", "Rúbrica equivocada")];
    class.facilitator.post(&class.grades(), &typed).await.expect(303);
    assert_eq!(told().await, before, "yesterday's page less today's would be one person's grade");
    world.finish().await;
}
