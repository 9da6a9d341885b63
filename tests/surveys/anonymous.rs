//! Somebody with the whole database, who saw in which order people answered, tries to say who
//! answered what (R49). A box that keeps the order is caught by the same judge.

use std::collections::BTreeMap;

use formacion::enrolment::entity::enrolment::EnrolmentId;
use formacion::platform::db::Db;
use formacion::platform::secrets;
use formacion::surveys::entity::survey_round::{self, RoundId};
use formacion::surveys::entity::{survey_ballots, survey_sheets, survey_ticket};
use formacion::surveys::questionnaire::{SurveyAnswer, SurveyAnswers};
use formacion::surveys::{commands, policy, queries};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Statement};

use super::{learner, person_of, sheet, work};
use crate::support::class::{Class, pairs};
use crate::support::figures::figure;
use crate::support::world::{World, today};

/// Every row of every table as text, with the transaction that wrote it where the database tells.
async fn everything(db: &Db) -> Vec<(String, String, Option<String>)> {
    let list = match db.backend() {
        DbBackend::Postgres => {
            "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
        }
        _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    };
    let statement = |sql: String| Statement::from_string(db.backend(), sql);
    let mut all = Vec::new();
    for row in db.read().query_all_raw(statement(list.to_owned())).await.unwrap() {
        let name: String = row.try_get("", "name").unwrap();
        let select = match db.backend() {
            DbBackend::Postgres => {
                format!("SELECT t::text AS words, xmin::text AS writer FROM \"{name}\" t")
            }
            _ => {
                let columns = format!("SELECT name FROM pragma_table_info('{name}')");
                let columns = db.read().query_all_raw(statement(columns)).await.unwrap();
                let columns: Vec<String> = columns
                    .iter()
                    .map(|column| {
                        let name: String = column.try_get("", "name").unwrap();
                        format!("quote(\"{name}\")")
                    })
                    .collect();
                format!(
                    "SELECT {} AS words, NULL AS writer FROM \"{name}\"",
                    columns.join("||','||")
                )
            }
        };
        for row in db.read().query_all_raw(statement(select)).await.unwrap() {
            let words: String = row.try_get("", "words").unwrap();
            all.push((name.clone(), words, row.try_get("", "writer").unwrap()));
        }
    }
    all
}

/// The tables that differ between two moments.
fn changed(
    before: &[(String, String, Option<String>)],
    after: &[(String, String, Option<String>)],
) -> Vec<String> {
    let counted = |all: &[(String, String, Option<String>)]| {
        let mut rows: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (table, words, _) in all {
            *rows.entry((table.clone(), words.clone())).or_default() += 1;
        }
        rows
    };
    let (before, after) = (counted(before), counted(after));
    let mut tables: Vec<String> = before
        .iter()
        .filter(|(row, times)| after.get(*row) != Some(*times))
        .chain(after.iter().filter(|(row, times)| before.get(*row) != Some(*times)))
        .map(|((table, _), _)| table.clone())
        .collect();
    tables.sort();
    tables.dedup();
    tables
}

#[rocket::async_test]
async fn the_ticket_and_the_answer_leave_nothing_that_joins_them() {
    let world = World::new("survey trace").await;
    let class = Class::running(&world, 3, &[-2, -1]).await;
    work(&world).await;
    let own = format!("/inscripciones/{}/encuesta", class.people[0]);
    let learner = learner(&world, &class, 0).await;
    let before = everything(&world.app.db).await;
    let ballot = learner.post(&own, &[]).await.expect(303).location.unwrap();
    let taken = everything(&world.app.db).await;
    // No history, no letter, no session, no time: two tables, one of which knows who.
    assert_eq!(changed(&before, &taken), ["survey_ballots", "survey_ticket"]);
    // Signed in, as most people will be.
    let fields = sheet("2", "Faltó práctica");
    learner.post(&ballot, &pairs(&fields)).await.expect(303);
    let handed = everything(&world.app.db).await;
    assert_eq!(changed(&taken, &handed), ["survey_ballots", "survey_sheets"]);
    // The ballot is nowhere any more, and neither is its digest.
    let token = ballot.trim_start_matches("/papeletas/");
    let secret = token.split_once('-').unwrap().1;
    for word in [secret, &secrets::digest(token), &secrets::digest(secret)] {
        assert!(handed.iter().all(|(_, words, _)| !words.contains(word)), "{word} stays");
    }
    // Where the answers lie nothing else lies: keys of chance, questions, answers.
    let row = survey_sheets::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    let sheets: BTreeMap<String, BTreeMap<String, SurveyAnswer>> =
        serde_json::from_str(&row.sheets).unwrap();
    for (key, answers) in &sheets {
        assert_eq!(key.len(), 26);
        let asked: Vec<&str> = answers.keys().map(String::as_str).collect();
        assert_eq!(asked, ["calidad", "comentario", "oportunidad", "pertinencia"]);
    }
    // No row that knows of a person was written by the transaction that wrote the box.
    let writer = |table: &str| {
        let rows = handed.iter().filter(|(name, ..)| name == table);
        rows.filter_map(|(_, _, writer)| writer.clone()).collect::<Vec<_>>()
    };
    if let [of_box] = writer("survey_sheets").as_slice() {
        let same = handed.iter().filter(|(_, _, writer)| writer.as_ref() == Some(of_box));
        let tables: Vec<&str> = same.map(|(table, ..)| table.as_str()).collect();
        assert_eq!(tables.len(), 2, "{tables:?}");
        assert!(tables.iter().all(|t| ["survey_ballots", "survey_sheets"].contains(t)));
    }
    world.finish().await;
}

/// What one trial leaves: the box as it stands, the order in which people were seen, and the tickets
/// in the order in which the database keeps their rows.
struct Left {
    /// Whose sheet it is: known to the test by what was answered, to nobody else.
    truth: Vec<usize>,
    seen: Vec<usize>,
    tickets: Vec<usize>,
}

/// Sheets that somebody joins rightly with a person, by each way of guessing.
fn joined(trials: &[Left]) -> BTreeMap<&'static str, usize> {
    let mut right = BTreeMap::new();
    for left in trials {
        let turned = |order: &[usize]| order.iter().rev().copied().collect::<Vec<_>>();
        let mut by_place = left.seen.clone();
        by_place.sort_unstable();
        let ways = [
            ("order", left.seen.clone()),
            ("order, turned", turned(&left.seen)),
            ("rows of tickets", left.tickets.clone()),
            ("rows of tickets, turned", turned(&left.tickets)),
            ("ids of places", by_place),
        ];
        for (way, guess) in ways {
            let hits = guess.iter().zip(&left.truth).filter(|(a, b)| a == b).count();
            *right.entry(way).or_default() += hits;
        }
    }
    right
}

/// People who answer in one trial, and trials.
const PEOPLE: usize = 8;
const TRIALS: usize = 24;
/// By chance one of each trial is right, give or take one: thirty less than six standard deviations
/// above that.
const MOST: usize = TRIALS + 30;

/// SurveyAnswers that tell the test who gave them.
fn marked(person: usize) -> SurveyAnswers {
    let digit = |place: u32| SurveyAnswer::Score((person / 2_usize.pow(place) % 2) as u8 + 1);
    [("pertinencia", digit(0)), ("oportunidad", digit(1)), ("calidad", digit(2))]
        .map(|(key, given)| (key.to_owned(), given))
        .into()
}

fn who(answers: &SurveyAnswers) -> usize {
    ["pertinencia", "oportunidad", "calidad"]
        .iter()
        .enumerate()
        .map(|(place, key)| match answers.get(*key) {
            Some(SurveyAnswer::Score(score)) => usize::from(score - 1) << place,
            other => panic!("{other:?}"),
        })
        .sum()
}

/// Another order of the same people in each trial.
fn order(trial: usize) -> Vec<usize> {
    let mut people: Vec<usize> = (0..PEOPLE).collect();
    let mut state = trial as u64 * 2_654_435_761 + 12_345;
    for last in (1..PEOPLE).rev() {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        people.swap(last, (state >> 33) as usize % (last + 1));
    }
    people
}

async fn empty(world: &World, round: RoundId) {
    let db = world.app.db.writer();
    survey_ticket::Entity::update_many()
        .col_expr(survey_ticket::Column::IsUsed, Expr::value(false))
        .filter(survey_ticket::Column::RoundId.eq(round))
        .exec(db)
        .await
        .unwrap();
    survey_ballots::Entity::update_many()
        .col_expr(survey_ballots::Column::Digests, Expr::value("[]"))
        .exec(db)
        .await
        .unwrap();
    keep(world, "{}").await;
}

async fn keep(world: &World, text: &str) {
    survey_sheets::Entity::update_many()
        .col_expr(survey_sheets::Column::Sheets, Expr::value(text))
        .exec(world.app.db.writer())
        .await
        .unwrap();
}

/// The box as it is written, from its first character to its last.
async fn look(world: &World, class: &Class<'_>, seen: Vec<usize>) -> Left {
    let db = world.app.db.read();
    let row = survey_sheets::Entity::find().one(db).await.unwrap().unwrap();
    let written: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&row.sheets).unwrap();
    let truth = written
        .into_iter()
        .map(|(_, answers)| who(&serde_json::from_value(answers).unwrap()))
        .collect();
    let place = match world.app.db.backend() {
        DbBackend::Postgres => "ctid",
        _ => "rowid",
    };
    let sql = format!("SELECT enrolment_id FROM survey_ticket ORDER BY {place}");
    let rows = db.query_all_raw(Statement::from_string(world.app.db.backend(), sql)).await.unwrap();
    let tickets = rows
        .iter()
        .map(|row| {
            let id = EnrolmentId(row.try_get("", "enrolment_id").unwrap());
            class.people.iter().position(|place| *place == id).unwrap()
        })
        .collect();
    Left { truth, seen, tickets }
}

#[rocket::async_test]
async fn nobody_is_joined_with_an_answer_more_often_than_by_chance() {
    let world = World::new("survey joins").await;
    let class = Class::running(&world, PEOPLE, &[-2, -1]).await;
    work(&world).await;
    let db = world.app.db.read();
    let round = survey_round::Entity::find().one(db).await.unwrap().unwrap().id;
    let mut learners = Vec::new();
    for person in 0..PEOPLE {
        let id = person_of(&world, &class, person).await;
        learners.push((id, learner(&world, &class, person).await.actor().await));
    }
    let (mut trials, mut kept) = (Vec::new(), Vec::new());
    for trial in 0..TRIALS {
        empty(&world, round).await;
        let seen = order(trial);
        for person in &seen {
            let (id, actor) = &learners[*person];
            let permit = policy::may_take(actor, *id, round, class.people[*person]).unwrap();
            let ballot = commands::take(&world.app, permit).await.unwrap();
            commands::submit(&world.app, &ballot, marked(*person)).await.unwrap();
        }
        trials.push(look(&world, &class, seen.clone()).await);
        // The negative control: a box whose keys count up, as any numbered row does.
        let rising: BTreeMap<String, SurveyAnswers> = seen
            .iter()
            .enumerate()
            .map(|(number, person)| (format!("{number:026}"), marked(*person)))
            .collect();
        keep(&world, &serde_json::to_string(&rising).unwrap()).await;
        kept.push(look(&world, &class, seen).await);
    }
    empty(&world, round).await;
    assert!(queries::answered(db, class.cohort).await.unwrap().is_empty());
    let (right, caught) = (joined(&trials), joined(&kept));
    let worst = right.values().copied().max().unwrap();
    figure(
        "P14",
        worst as f64,
        "answers joined with a person",
        worst <= MOST,
        &format!(
            "the best of {} ways of guessing, {} answers of {PEOPLE} people in {TRIALS} rounds, where chance gives {TRIALS}; a box that keeps the order gives {}",
            right.len(),
            PEOPLE * TRIALS,
            caught["order"]
        ),
    );
    assert!(worst <= MOST, "{right:?}");
    assert_eq!(caught["order"], PEOPLE * TRIALS, "the judge sees an order that is kept");
    assert!(today() <= world.app.clock.now());
    world.finish().await;
}
