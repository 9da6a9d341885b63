//! Open data: what an attacker can make of them, and what whoever fetches them gets.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, TimeDelta};
use formacion::certification::entity::certificate;
use formacion::cohorts::entity::cohort::{self, CohortId};
use formacion::enrolment::entity::enrolment;
use formacion::people::entity::person;
use formacion::reports::open::edition::DICTIONARY;
use rocket::http::Header;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::figures::figure;
use crate::support::world::World;

const PAGE: &str = "/datos-abiertos";
const DATA: &str = "/datos-abiertos/formacion.csv";

/// The published lines by the names of their columns.
async fn lines(world: &World) -> Vec<BTreeMap<String, String>> {
    let answered = world.as_anyone().get(DATA).await.expect(200);
    let text = String::from_utf8(answered.bytes).expect("UTF-8");
    let text = text.strip_prefix('\u{feff}').expect("the mark by which spreadsheets read UTF-8");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(head, DICTIONARY.map(|(name, ..)| name.to_owned()));
    reader
        .records()
        .map(|row| head.iter().cloned().zip(row.unwrap().iter().map(str::to_owned)).collect())
        .collect()
}

fn whole(line: &BTreeMap<String, String>, column: &str) -> Option<i64> {
    line[column].parse().ok()
}

/// Every sum over every choice of columns that somebody can group by.
fn sums(
    lines: &[BTreeMap<String, String>],
    what: impl Fn(&BTreeMap<String, String>) -> Option<i64>,
) -> Vec<(BTreeSet<usize>, i64)> {
    let by = ["anio", "departamento_codigo", "municipio_codigo", "curso_codigo"];
    let mut all = Vec::new();
    for chosen in 0..16_u32 {
        let mut groups: BTreeMap<Vec<&str>, (BTreeSet<usize>, i64)> = BTreeMap::new();
        for (place, line) in lines.iter().enumerate() {
            let Some(value) = what(line) else { continue };
            let key = by
                .iter()
                .enumerate()
                .filter(|(column, _)| chosen & (1 << column) != 0)
                .map(|(_, name)| line[*name].as_str())
                .collect();
            let group = groups.entry(key).or_default();
            group.0.insert(place);
            group.1 += value;
        }
        all.extend(groups.into_values());
    }
    all
}

/// Cells, and cells less cells that they hold, that are of one to four.
fn found(sums: &[(BTreeSet<usize>, i64)]) -> usize {
    let small = |n: i64| (1..5).contains(&n);
    let mut found = sums.iter().filter(|(_, n)| small(*n)).count();
    for (whole, sum) in sums {
        for (part, less) in sums {
            found += usize::from(part.is_subset(whole) && small(sum - less));
        }
    }
    found
}

async fn stage(world: &World, id: CohortId, stage: cohort::Stage) {
    cohort::Entity::update_many()
        .col_expr(cohort::Column::Stage, Expr::value(stage))
        .filter(cohort::Column::Id.eq(id))
        .exec(world.app.db.writer())
        .await
        .unwrap();
}

#[rocket::async_test]
async fn no_sum_and_no_difference_of_open_data_is_of_one_to_four() {
    let world = World::demo("open_attack").await;
    let db = world.app.db.read();
    // Cohorts of every size, whatever they were before: the demonstration has places of all kinds.
    let were = cohort::Entity::find()
        .filter(cohort::Column::Stage.is_in([cohort::Stage::Running, cohort::Stage::Confirmed]))
        .all(db)
        .await
        .unwrap();
    for row in &were {
        stage(&world, row.id, cohort::Stage::Closed).await;
    }
    let closed: Vec<cohort::Model> = cohort::Entity::find()
        .filter(cohort::Column::Stage.eq(cohort::Stage::Closed))
        .all(db)
        .await
        .unwrap();
    let places: Vec<enrolment::Model> = enrolment::Entity::find()
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .all(db)
        .await
        .unwrap();
    let published = lines(&world).await;
    assert!(!published.is_empty(), "the demonstration publishes something");
    // What anybody would publish without a rule gives many away: the attack is one.
    let naive: Vec<BTreeMap<String, String>> = {
        let mut cells: BTreeMap<(i32, String, String), i64> = BTreeMap::new();
        for place in &places {
            let Some(own) = closed.iter().find(|cohort| cohort.id == place.cohort_id) else {
                continue;
            };
            let code = place.municipality_code.clone().unwrap_or_default();
            let key = (own.starts_on.year(), code, own.course_version_id.to_string());
            *cells.entry(key).or_default() += 1;
        }
        let line = |((year, code, course), n): ((i32, String, String), i64)| {
            let department = code.get(..2).unwrap_or_default().to_owned();
            [
                ("anio", year.to_string()),
                ("departamento_codigo", department),
                ("municipio_codigo", code),
                ("curso_codigo", course),
                ("inscritos", n.to_string()),
            ]
            .map(|(name, value)| (name.to_owned(), value))
            .into()
        };
        cells.into_iter().map(line).collect()
    };
    let enrolled = |line: &BTreeMap<String, String>| whole(line, "inscritos");
    assert!(found(&sums(&naive, enrolled)) > 0, "the negative control");
    let all = sums(&published, enrolled);
    let mut given_away = found(&all);
    for column in ["asistentes", "certificados", "constancias"] {
        given_away += found(&sums(&published, |line| whole(line, column)));
        // Those who are not among them.
        let others = |line: &BTreeMap<String, String>| {
            Some(whole(line, "inscritos")? - whole(line, column)?)
        };
        given_away += found(&sums(&published, others));
    }
    figure(
        "P14",
        given_away as f64,
        "cells of 1 to 4",
        given_away == 0,
        &format!("{} sums of open data, each less each that it holds", all.len()),
    );
    assert_eq!(given_away, 0);
    // Nobody is told of who was not there, and nobody of a large enough cohort is lost.
    let sum: i64 = published.iter().filter_map(enrolled).sum();
    let large = closed.iter().map(|own| {
        let n = places.iter().filter(|place| place.cohort_id == own.id).count();
        if n >= 5 { n } else { 0 }
    });
    assert_eq!(sum, large.sum::<usize>() as i64);
    let certified = certificate::Entity::find()
        .filter(certificate::Column::State.eq(certificate::State::Active))
        .all(db)
        .await
        .unwrap()
        .len() as i64;
    let told: i64 = published.iter().filter_map(|line| whole(line, "certificados")).sum();
    assert!(told <= certified);
    for row in were {
        stage(&world, row.id, row.stage).await;
    }
    world.finish().await;
}

#[rocket::async_test]
async fn anybody_fetches_open_data_with_their_dictionary_and_not_twice() {
    let world = World::demo("open_fetch").await;
    let anyone = world.as_anyone();
    let page = anyone.get(PAGE).await.expect(200);
    let page = page
        .expect_text("Última actualización")
        .expect_text("Licencia: Por definir por la entidad.")
        .expect_text("Asistieron, por departamento")
        .expect_text("los porcentajes cuentan también los grupos que alguna fila calla")
        .expect_text("municipio_codigo")
        .expect_no_text("asistencia_porcentaje")
        .body();
    let people = person::Entity::find().all(world.app.db.read()).await.unwrap();
    let data = anyone.get(DATA).await.expect(200);
    assert_eq!(data.header("Content-Type"), Some("text/csv; charset=utf-8"));
    assert_eq!(data.header("Cache-Control"), Some("public, max-age=600"));
    for person in &people {
        assert!(
            !data.body().contains(&person.document_number)
                && !page.contains(&person.document_number)
        );
    }
    let dictionary = anyone.get("/datos-abiertos/diccionario.csv").await.expect(200).body();
    assert!(dictionary.starts_with("\u{feff}columna,tipo,unidad,significado\r\n"));
    assert_eq!(dictionary.lines().count(), DICTIONARY.len() + 1);
    // Who has it is told so, and a crowd sends no statement.
    let tag = data.header("ETag").unwrap().to_owned();
    let before = world.app.db.statements();
    let again = world.client.get(DATA).header(Header::new("If-None-Match", tag.clone()));
    let again = anyone.send(again).await;
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    for _ in 0..20 {
        anyone.get(PAGE).await.expect(200);
        anyone.get(DATA).await.expect(200);
    }
    let sent = world.app.db.statements() - before;
    figure("P26", sent as f64, "statements", sent == 0, "20 readers of open data within an hour");
    assert_eq!(sent, 0);
    // An hour later it is counted again, and is the same file.
    world.advance(TimeDelta::hours(1));
    let later = anyone.get(DATA).await.expect(200);
    assert!(world.app.db.statements() > before);
    assert_eq!(later.header("ETag"), Some(tag.as_str()));
    world.finish().await;
}
