//! «Calidad percibida»: added up again from the boxes, and nothing of fewer than five (P14).

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use formacion::cohorts::entity::cohort;
use formacion::reports::executive::report::ReportKind as Report;
use formacion::surveys::entity::survey_version::Kind;
use formacion::surveys::entity::{survey_ballots, survey_round, survey_sheets, survey_ticket};
use formacion::surveys::queries::in_use;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use serde_json::Value;

use super::executive::value;
use super::pages::table;
use crate::support::class::Class;
use crate::support::world::World;

const KEYS: [&str; 3] = ["pertinencia", "oportunidad", "calidad"];

fn decimal(sum: f64, n: f64) -> String {
    format!("{:.2}", (sum / n * 100.0).round() / 100.0).replace('.', ",")
}

/// A survey of a class that ended yesterday, with these answers, each to the three scales.
async fn asked(world: &World, class: &Class<'_>, scores: &[u8]) {
    asked_until(world, class, scores, world.app.clock.now() - TimeDelta::days(1)).await;
}

/// The same of a survey that was over at a moment.
pub async fn asked_until(
    world: &World,
    class: &Class<'_>,
    scores: &[u8],
    closes_at: DateTime<Utc>,
) {
    let db = world.app.db.writer();
    let version = in_use(db, Kind::Satisfaction).await.unwrap().unwrap();
    let round = survey_round::ActiveModel {
        cohort_id: Set(class.cohort),
        kind: Set(Kind::Satisfaction),
        version_id: Set(version.id),
        supervisor_version_id: Set(None),
        opened_at: Set(closes_at - TimeDelta::days(3)),
        closes_at: Set(closes_at),
        ..Default::default()
    };
    let round = round.insert(db).await.unwrap();
    for (place, enrolment) in class.people.iter().enumerate() {
        let is_used = place < scores.len();
        let ticket = survey_ticket::ActiveModel {
            round_id: Set(round.id),
            enrolment_id: Set(*enrolment),
            is_used: Set(is_used),
        };
        survey_ticket::Entity::insert(ticket).exec_without_returning(db).await.unwrap();
    }
    let sheets: BTreeMap<String, BTreeMap<&str, Value>> = scores
        .iter()
        .enumerate()
        .map(|(place, score)| {
            let mut sheet: BTreeMap<&str, Value> = KEYS.map(|key| (key, (*score).into())).into();
            sheet.insert("comentario", "Muy \"útil\", gracias".into());
            (format!("k{place}"), sheet)
        })
        .collect();
    let sheets = survey_sheets::ActiveModel {
        round_id: Set(round.id),
        sheets: Set(serde_json::to_string(&sheets).unwrap()),
    };
    survey_sheets::Entity::insert(sheets).exec_without_returning(db).await.unwrap();
    let ballots =
        survey_ballots::ActiveModel { round_id: Set(round.id), digests: Set("[]".into()) };
    survey_ballots::Entity::insert(ballots).exec_without_returning(db).await.unwrap();
}

#[rocket::async_test]
async fn a_cohort_of_four_answers_is_in_no_figure_and_no_difference_gives_it_back() {
    let world = World::new("executive opinions").await;
    let one = Class::named(&world, "uno", 8, &[-30, -25]).await;
    let two = Class::named(&world, "dos", 5, &[-30, -25]).await;
    let path = Report::Quality.path();
    let coordinator = world.as_coordinator("MET").await;
    let empty = coordinator.get(&path).await.expect(200);
    empty.expect_text("Ninguna encuesta terminó en el periodo");
    asked(&world, &one, &[5, 5, 4, 4, 3, 1]).await;
    asked(&world, &two, &[1, 1, 1, 1]).await;
    for (reader, ambit) in [
        (world.as_coordinator("MET").await, "unidad-MET"),
        (world.as_gobernacion("50").await, "departamento-50"),
        (world.as_administrator().await, "pais"),
    ] {
        let page = reader.get(&format!("{path}?ambito={ambit}")).await.expect(200).body();
        for (what, said) in [
            ("Pertinencia", "3,67"),
            ("Calidad", "3,67"),
            ("Respuestas", "6"),
            ("Personas invitadas", "8"),
            ("Tasa de respuesta", "75 %"),
            ("Satisfechos con la calidad", "67 %"),
            ("Cohortes con cifras", "1"),
            ("Cohortes sin cifras", "1"),
        ] {
            assert_eq!(value(&page, what), said, "{what} of {ambit}");
        }
        // Both cohorts are of one course: the total and the row say the same, and neither the ten.
        let rows = table(&page, "programas");
        assert_eq!(rows[1][1..], rows[2][1..]);
        assert!(!page.contains("2,60"), "the mean of all ten would give the four away");
    }
    // A fifth answer, and everybody is told of.
    let db = world.app.db.writer();
    let rounds = survey_round::Entity::find().all(db).await.unwrap();
    let small = rounds.iter().find(|round| round.cohort_id == two.cohort).unwrap();
    let row = survey_sheets::Entity::find_by_id(small.id).one(db).await.unwrap().unwrap();
    let mut sheets: BTreeMap<String, Value> = serde_json::from_str(&row.sheets).unwrap();
    let copy = sheets["k0"].clone();
    sheets.insert("k9".into(), copy);
    let row = survey_sheets::ActiveModel {
        round_id: Set(small.id),
        sheets: Set(serde_json::to_string(&sheets).unwrap()),
    };
    row.update(db).await.unwrap();
    let ticket = survey_ticket::ActiveModel {
        round_id: Set(small.id),
        enrolment_id: Set(two.people[4]),
        is_used: Set(true),
    };
    ticket.update(db).await.unwrap();
    let page = coordinator.get(&path).await.expect(200).body();
    assert_eq!(value(&page, "Calidad"), decimal(27.0, 11.0));
    assert_eq!(value(&page, "Cohortes sin cifras"), "0");
    // Guaviare is among what both are for; Caquetá is not.
    let other = world.as_gobernacion("95").await;
    assert_eq!(value(&other.get(&path).await.expect(200).body(), "Respuestas"), "11");
    let foreign = world.as_gobernacion("18").await;
    assert_eq!(value(&foreign.get(&path).await.expect(200).body(), "Respuestas"), "0");
    world.finish().await;
}

#[rocket::async_test]
async fn every_opinion_of_the_demonstration_is_added_up_again_from_the_boxes() {
    let world = World::demo("executive_opinions").await;
    let db = world.app.db.read();
    let today = world.app.clock.today();
    let cohorts = cohort::Entity::find().all(db).await.unwrap();
    let boxes = survey_sheets::Entity::find().all(db).await.unwrap();
    let tickets = survey_ticket::Entity::find().all(db).await.unwrap();
    let (mut sums, mut n, mut invited, mut hidden) = ([0.0; 3], 0.0, 0, 0);
    for round in survey_round::Entity::find().all(db).await.unwrap() {
        let cohort = cohorts.iter().find(|cohort| cohort.id == round.cohort_id).unwrap();
        let is_over = round.closes_at <= world.app.clock.now();
        if round.kind != Kind::Satisfaction || !is_over || round.closes_at.year() != today.year() {
            continue;
        }
        let whole = boxes.iter().find(|whole| whole.round_id == round.id).unwrap();
        let sheets: BTreeMap<String, BTreeMap<String, Value>> =
            serde_json::from_str(&whole.sheets).unwrap();
        if sheets.len() < 5 {
            hidden += 1;
            continue;
        }
        n += sheets.len() as f64;
        invited += tickets.iter().filter(|ticket| ticket.round_id == round.id).count();
        for (sum, key) in sums.iter_mut().zip(KEYS) {
            *sum += sheets.values().map(|sheet| sheet[key].as_f64().unwrap()).sum::<f64>();
        }
        assert_ne!(cohort.stage, cohort::Stage::Draft);
    }
    let page = world.as_administrator().await.get(&Report::Quality.path()).await.expect(200).body();
    assert_eq!(value(&page, "Respuestas"), format!("{n}"));
    assert_eq!(value(&page, "Personas invitadas"), invited.to_string());
    assert_eq!(value(&page, "Cohortes sin cifras"), hidden.to_string());
    for (sum, what) in sums.into_iter().zip(["Pertinencia", "Oportunidad", "Calidad"]) {
        let expected = if n > 0.0 { decimal(sum, n) } else { "—".to_owned() };
        assert_eq!(value(&page, what), expected, "{what}");
    }
    println!("opinions of the demonstration: {n} answers, {hidden} cohorts hidden");
    world.finish().await;
}
