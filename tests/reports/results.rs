//! «Resultados de capacidad»: added up again person by person, with the ledger's own arithmetic for who
//! stayed and that of `measures` for what people gained.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months};
use formacion::assessment::entity::{activity, grade};
use formacion::certification::entity::certificate;
use formacion::cohorts::entity::cohort;
use formacion::courses::entity::course_version_capacity;
use formacion::enrolment::entity::enrolment;
use formacion::ledger::entity::holding;
use formacion::ledger::figures::{Span, count, retention};
use formacion::platform::dates::bogota_date;
use formacion::reports::executive::told::Kind as Report;
use formacion::territory::entity::municipality;
use measures::{Confidence, Minimum, gains};
use sea_orm::EntityTrait;

use super::executive::value;
use super::pages::table;
use crate::support::world::World;

fn share(part: i64, whole: i64) -> String {
    if whole == 0 { "—".to_owned() } else { format!("{} %", part * 100 / whole) }
}

fn two(value: f64) -> String {
    format!("{:.2}", (value * 100.0).round() / 100.0).replace('.', ",")
}

/// The table of capacities of a department, or of the country, counted from the rows.
async fn agrees(world: &World, department: Option<&str>) -> usize {
    let db = world.app.db.read();
    let today = world.app.clock.today();
    let places: BTreeSet<String> = municipality::Entity::find()
        .all(db)
        .await
        .unwrap()
        .into_iter()
        .filter(|row| department.is_none_or(|code| row.department_code == code))
        .map(|row| row.code)
        .collect();
    let targets = course_version_capacity::Entity::find().all(db).await.unwrap();
    let cohorts = cohort::Entity::find().all(db).await.unwrap();
    let certificates = certificate::Entity::find().all(db).await.unwrap();
    let activities = activity::Entity::find().all(db).await.unwrap();
    let grades = grade::Entity::find().all(db).await.unwrap();
    let enrolments: Vec<enrolment::Model> = enrolment::Entity::find()
        .all(db)
        .await
        .unwrap()
        .into_iter()
        .filter(|row| row.stage == enrolment::Stage::Confirmed)
        .filter(|row| match &row.municipality_code {
            Some(code) => places.contains(code),
            None => department.is_none(),
        })
        .collect();
    let spans: Vec<Span> = holding::Entity::find()
        .all(db)
        .await
        .unwrap()
        .into_iter()
        .filter(|row| row.known_until.is_none() && row.capacity_code.is_some())
        .filter(|row| row.from_on <= today && places.contains(&row.municipality_code))
        .map(|row| Span {
            person: row.person_id,
            capacity: row.capacity_code,
            from: row.from_on,
            last: row.last_on,
            confirmed_until: row.confirmed_until,
            began: row.began,
        })
        .collect();
    let ambit = department.map_or("pais".to_owned(), |code| format!("departamento-{code}"));
    let path = format!("{}?ambito={ambit}", Report::Capacity.path());
    let page = world.as_administrator().await.get(&path).await.expect(200).body();
    let rows = table(&page, "capacidades");
    let mut told = 0;
    for row in &rows[1..rows.len() - 1] {
        let code = &row[1];
        let builds = |place: &enrolment::Model| {
            let own = cohorts.iter().find(|cohort| cohort.id == place.cohort_id).unwrap();
            targets.iter().any(|one| {
                one.course_version_id == own.course_version_id && one.capacity_code == *code
            })
        };
        let people: BTreeSet<_> = certificates
            .iter()
            .filter(|one| one.state == certificate::State::Active)
            .filter(|one| one.kind == certificate::Kind::Certificado)
            .filter(|one| bogota_date(one.issued_at).year() == today.year())
            .filter(|one| {
                enrolments.iter().any(|place| place.id == one.enrolment_id && builds(place))
            })
            .map(|one| one.person_id)
            .collect();
        assert_eq!(row[2], people.len().to_string(), "{code} of {ambit}");
        let own: Vec<&Span> =
            spans.iter().filter(|span| span.capacity.as_ref() == Some(code)).collect();
        let here = count(own.iter().copied(), today);
        let counted = [here.in_post() + here.left, here.in_post(), here.confirmed];
        assert_eq!(row[3..6], counted.map(|n| n.to_string()), "{code} of {ambit}");
        for (place, months) in [(6, 6), (8, 12)] {
            let stayed = retention(own.iter().copied(), today, months);
            assert_eq!(row[place], share(stayed.stayed, stayed.of), "{code} of {ambit}");
            assert_eq!(row[place + 1], stayed.of.to_string());
        }
        // Both tests of each person, in hundredths of the finer scale, by version.
        let mut versions: BTreeMap<_, Vec<(Option<i64>, Option<i64>)>> = BTreeMap::new();
        for place in enrolments.iter().filter(|place| builds(place)) {
            let own = cohorts.iter().find(|cohort| cohort.id == place.cohort_id).unwrap();
            if own.ends_on.year() != today.year()
                || !matches!(own.stage, cohort::Stage::Running | cohort::Stage::Closed)
            {
                continue;
            }
            let of = |kind| {
                let test =
                    activities.iter().find(|one| one.cohort_id == own.id && one.kind == kind)?;
                let grade = grades
                    .iter()
                    .find(|one| one.activity_id == test.id && one.enrolment_id == place.id)?;
                Some(i64::from(grade.tenths) * i64::from(1_000 / own.scale.highest()))
            };
            let pair = (of(activity::Kind::PreTest), of(activity::Kind::PostTest));
            versions.entry(own.course_version_id).or_default().push(pair);
        }
        let (mut sum, mut able) = (0.0, 0);
        for tests in versions.values() {
            let report = gains(tests, 1_000, Confidence::NinetyFive, Minimum::GROUP);
            if let Some((mean, n)) = report.gain.shown() {
                sum += mean.mean.get() * n as f64;
                able += n;
            }
        }
        let gain = if able == 0 { "—".to_owned() } else { two(sum / able as f64) };
        assert_eq!(row[10], gain, "{code} of {ambit}");
        told += usize::from(able > 0) + people.len() + own.len();
    }
    let all = count(&spans, today);
    assert_eq!(value(&page, "Siguen en el cargo"), all.in_post().to_string());
    let stayed = retention(&spans, today, 6);
    assert_eq!(value(&page, "Permanencia a los 6 meses"), share(stayed.stayed, stayed.of));
    told
}

#[rocket::async_test]
async fn every_result_of_a_capacity_equals_a_recount_person_by_person() {
    let world = World::demo("executive_results").await;
    for months in [0, 7] {
        let later = world.app.clock.now().checked_add_months(Months::new(months)).unwrap();
        world.app.clock.travel_to(later);
        let mut told = 0;
        for department in [None, Some("50"), Some("18")] {
            told += agrees(&world, department).await;
        }
        assert!(told > 10, "the demonstration has results: {told}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_missing_is_no_zero_and_nothing_is_said_to_be_a_cause() {
    let world = World::new("executive nothing").await;
    let page = world.as_administrator().await.get(&Report::Capacity.path()).await.expect(200);
    let page = page.expect_text("Asociación, no causalidad").body();
    for what in ["Permanencia a los 6 meses", "Ganancia", "Aplicación a los 3 meses"] {
        assert_eq!(value(&page, what), "—", "{what}");
    }
    assert_eq!(value(&page, "Personas certificadas"), "0");
    world.finish().await;
}
