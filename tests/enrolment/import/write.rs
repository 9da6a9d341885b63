//! What was checked is written, all or nothing, once.

use std::time::Instant;

use super::{confirmed, csv, document, imported, kept, last_import, people, person, sent, state};
use crate::enrolment::{letters, places};
use crate::support::figures::figure;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::servant;
use crate::support::world::World;
use formacion::cohorts::commands as cohorts;
use formacion::cohorts::policy::may_cancel;
use formacion::enrolment::entity::enrolment::Stage;
use formacion::enrolment::import::commands::{READING, write};
use formacion::enrolment::import::entity::import::State;
use formacion::enrolment::import::worker::work;
use formacion::history::entity::history_event;
use formacion::people::bringing::Bringer;
use formacion::people::entity::{consent, person as persons, post};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

#[rocket::async_test]
async fn everybody_of_a_list_is_registered_and_enrolled_in_its_order() {
    let world = World::new("import-write").await;
    let cohort = cohort(&world, CohortPlan { seats: 3, ..CohortPlan::default() }).await;
    let staff = world.as_coordinator("MET").await;
    let page = imported(&staff, cohort, &people(0..5)).await;
    page.expect_text("Importación terminada")
        .expect_text("3 inscritas con cupo")
        .expect_text("2 en lista de espera");
    let stages: Vec<Stage> = places(&world, cohort).await.iter().map(|row| row.stage).collect();
    use Stage::{Confirmed, Waiting};
    assert_eq!(stages, [Confirmed, Confirmed, Confirmed, Waiting, Waiting]);
    let db = world.app.db.read();
    let all = persons::Entity::find().order_by_asc(persons::Column::Id).all(db).await.unwrap();
    assert_eq!(all[1].document_number, document(1));
    assert_eq!((all[1].first_name.as_str(), all[1].first_surname.as_str()), ("Luz", "Arrayan"));
    let posts = post::Entity::find().all(db).await.unwrap();
    assert!(posts.iter().all(|post| post.is_principal && post.municipality_code == "50325"));
    let given = consent::Entity::find().all(db).await.unwrap();
    assert!(given.len() == 5 && given.iter().all(|consent| consent.channel == "importación"));
    let told = letters(&world).await;
    let kinds: Vec<&str> = told.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["enrolment/entry"; 5], "one letter for each");
    assert_eq!(kept(&world).await, (1, 0, 0), "the file is forgotten");
    let written = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("enrolment.import"))
        .one(db)
        .await
        .unwrap()
        .expect("history tells");
    assert_eq!(written.cohort_id, Some(cohort.0));
    assert!(!written.detail.contains(&document(0)) && !written.detail.contains("ANA"));
    staff
        .get(&format!("/cohortes/{cohort}/inscritos"))
        .await
        .expect(200)
        .expect_text("Arrayan Balso, Luz Ana");
    world.finish().await;
}

#[rocket::async_test]
async fn the_same_file_again_says_when_it_was_imported_and_creates_nothing() {
    let world = World::new("import-again").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    imported(&staff, cohort, &people(0..3)).await;
    let path = format!("/cohortes/{cohort}/importacion");
    let again = staff.upload(&path, "otro nombre.csv", &csv(&people(0..3))).await;
    again.expect(422).expect_text("Este archivo ya se importó en esta cohorte el 20/11/2026");
    // One row more: another file, with three people who have their place already.
    let page = imported(&staff, cohort, &people(0..4)).await;
    page.expect_text("1 inscrita con cupo").expect_text("3 ya estaban inscritas");
    assert_eq!(places(&world, cohort).await.len(), 4);
    assert_eq!(persons::Entity::find().count(world.app.db.read()).await.unwrap(), 4);
    assert_eq!(letters(&world).await.len(), 4, "nobody is written to twice");
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_known_keeps_their_post_and_gets_no_second_one_of_the_same_entity() {
    let world = World::new("import-known").await;
    let (known, post_of_theirs) = servant(&world, 1, "50325").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let mut row = person(1);
    row[1] = crate::support::people::document(1);
    row[2] = "ÑANDU GUAYACAN B".to_owned();
    let staff = world.as_coordinator("MET").await;
    let mut list = String::from_utf8(csv(&[row])).unwrap();
    list = list
        .replace("CORREO", "ENTIDAD")
        .replace("persona.1@pueblo.example", "Alcaldia de prueba 50325");
    let address = sent(&staff, cohort, "lista.csv", list.as_bytes()).await;
    let mut fields = super::CONFIRMED.to_vec();
    fields.retain(|(name, _)| *name != "columna[6]");
    fields.extend([("columna[6]", "entidad"), ("fila", "1")]);
    staff.submit(&format!("{address}/columnas"), &fields).await.expect(200);
    staff.submit(&format!("{address}/confirmacion"), &[]).await.expect(200);
    let placed = &places(&world, cohort).await[0];
    assert_eq!((placed.person_id, placed.post_id), (known, Some(post_of_theirs)));
    assert_eq!(post::Entity::find().count(world.app.db.read()).await.unwrap(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn who_withdrew_is_not_enrolled_again_by_a_list() {
    let world = World::new("import-withdrawn").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    imported(&staff, cohort, &people(0..2)).await;
    let gone = places(&world, cohort).await[0].id;
    staff.post(&format!("/inscripciones/{gone}/retiro"), &[("motivo", "")]).await.expect(303);
    let page = imported(&staff, cohort, &people(0..3)).await;
    page.expect_text("1 inscrita con cupo");
    let stages: Vec<Stage> = places(&world, cohort).await.iter().map(|row| row.stage).collect();
    assert_eq!(stages, [Stage::Withdrawn, Stage::Confirmed, Stage::Confirmed]);
    world.finish().await;
}

#[rocket::async_test]
async fn a_rule_that_says_no_to_one_row_leaves_nothing_of_any() {
    let world = World::new("import-nothing").await;
    let plan = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, plan, "lista.csv", &csv(&people(0..3))).await;
    confirmed(&staff, &address, "1").await.expect_text("Importar 3 personas");
    // Ordered, and before it is written somebody registers the last document with another name.
    let actor = staff.actor().await;
    let row = crate::enrolment::cohort_row(&world, plan).await;
    let import = last_import(&world).await;
    let permit = formacion::enrolment::import::policy::may_step(&actor, &row, &import).unwrap();
    formacion::enrolment::import::commands::order(&world.app, permit).await.unwrap();
    let tx = world.app.db.begin().await.unwrap();
    let other = formacion::people::commands::NewPerson {
        document_type: persons::DocumentType::Cc,
        document_number: document(2),
        first_name: "Otra".to_owned(),
        second_name: None,
        first_surname: "Persona".to_owned(),
        second_surname: None,
        email: None,
        phone: None,
    };
    let by = formacion::sign_in::actor::Author::system();
    formacion::people::commands::register(&tx, &world.app, &Bringer::of_all(&by), other)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    work(&world.app).await.unwrap();
    assert_eq!(state(&world).await, State::Checked);
    staff.get(&address).await.expect(200).expect_text("otro nombre");
    assert!(places(&world, plan).await.is_empty());
    assert_eq!(persons::Entity::find().count(world.app.db.read()).await.unwrap(), 1);
    assert!(letters(&world).await.is_empty());
    // And when the cohort is called off meanwhile, the file is not written either.
    let facts = formacion::cohorts::policy::CohortFacts::from(&row);
    let permit = may_cancel(&actor, &facts).unwrap();
    cohorts::cancel(&world.app, permit, "sin cupos").await.unwrap();
    staff.post(&format!("{address}/confirmacion"), &[]).await.expect(422);
    world.finish().await;
}

#[rocket::async_test]
async fn two_workers_write_a_file_once() {
    let world = World::new("import-race").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, cohort, "lista.csv", &csv(&people(0..10))).await;
    confirmed(&staff, &address, "1").await;
    let actor = staff.actor().await;
    let row = crate::enrolment::cohort_row(&world, cohort).await;
    let import = last_import(&world).await;
    let permit = formacion::enrolment::import::policy::may_step(&actor, &row, &import).unwrap();
    formacion::enrolment::import::commands::order(&world.app, permit).await.unwrap();
    let two =
        rocket::futures::future::join(write(&world.app, import.id), write(&world.app, import.id));
    let (one, other) = two.await;
    one.unwrap();
    other.unwrap();
    assert_eq!(places(&world, cohort).await.len(), 10);
    assert_eq!(state(&world).await, State::Done);
    world.finish().await;
}

#[rocket::async_test]
async fn a_long_list_is_done_by_the_worker_and_its_page_says_so() {
    let world = World::new("import-long").await;
    let many = if crate::support::long() { 5_000 } else { 1_000 };
    let cohort = cohort(&world, CohortPlan { seats: 300, ..CohortPlan::default() }).await;
    let staff = world.as_coordinator("MET").await;
    let bytes = super::xlsx(&people(0..many));
    let began = Instant::now();
    let address = sent(&staff, cohort, "lista.xlsx", &bytes).await;
    let page = confirmed(&staff, &address, "3").await;
    page.expect_text("Revisando las filas").expect_text("Actualizar");
    let before = world.app.db.statements();
    work(&world.app).await.unwrap();
    let checking = world.app.db.statements() - before;
    let checked = began.elapsed().as_secs_f64();
    staff.get(&address).await.expect(200).expect_text("300 cupos libres");
    staff
        .submit(&format!("{address}/confirmacion"), &[])
        .await
        .expect(200)
        .expect_text("Importando");
    let before = world.app.db.statements();
    work(&world.app).await.unwrap();
    let writing = world.app.db.statements() - before;
    let all = began.elapsed().as_secs_f64();
    staff.get(&address).await.expect(200).expect_text("300 inscritas con cupo");
    assert_eq!(places(&world, cohort).await.len(), many);
    // Seconds without optimisation say little; statements are the same in every build. One person
    // alone takes about thirty.
    let portions = many.div_ceil(500) as u64;
    let most = 30 + 70 * portions;
    let holds = writing <= most && checking <= most;
    figure(
        "import",
        writing as f64,
        "statements",
        holds,
        &format!(
            "to write {many} people of an XLSX, {checking} to check them; at most {most}, the same for every 500 people. {checked:.1} s until checked and {all:.1} s in all, built without optimisation"
        ),
    );
    assert!(holds, "{writing} statements to write, {checking} to check, at most {most}");
    world.finish().await;
}

#[rocket::async_test]
async fn one_person_alone_takes_many_statements_which_a_file_shares() {
    let world = World::new("import-alone").await;
    let cohort = cohort(&world, CohortPlan { seats: 300, ..CohortPlan::default() }).await;
    let staff = world.as_coordinator("MET").await;
    let mut cost = Vec::new();
    for list in [0..1, 1..101] {
        let before = world.app.db.statements();
        imported(&staff, cohort, &people(list)).await;
        cost.push(world.app.db.statements() - before);
    }
    assert!(cost[0] > 30 && cost[1] < cost[0] + 30, "{cost:?}: a hundred cost as much as one");
    world.finish().await;
}

#[rocket::async_test]
async fn the_page_of_a_long_list_comes_again_by_itself_and_says_how_far_it_is() {
    let world = World::new("import-progress").await;
    let cohort = cohort(&world, CohortPlan { seats: 300, ..CohortPlan::default() }).await;
    let staff = world.as_coordinator("MET").await;
    let address = sent(&staff, cohort, "lista.csv", &csv(&people(0..201))).await;
    let page = confirmed(&staff, &address, "1").await.expect_text("Esta página se actualiza sola");
    assert!(page.body().contains("http-equiv=\"refresh\""));
    let id = last_import(&world).await.id.0;
    let work_under_way = world.app.progress.begin(READING, id, 201);
    for (rows, told) in [(40, "40 de 201 filas leídas"), (120, "120 de 201 filas leídas")] {
        work_under_way.reached(rows);
        staff.get(&address).await.expect(200).expect_text(told);
    }
    drop(work_under_way);
    staff.get(&address).await.expect(200).expect_no_text("filas leídas");
    work(&world.app).await.unwrap();
    let page = staff.get(&address).await.expect(200).expect_text("Importar 201 personas");
    assert!(!page.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("refresh")));
    world.finish().await;
}
