//! Issuing: once for each person, numbered without gaps, by whoever may.

use std::collections::BTreeSet;

use formacion::certification::batches::commands::issue_at_once;
use formacion::certification::batches::entity::certificate_batch;
use formacion::certification::batches::entity::certificate_batch_person as batch_person;
use formacion::certification::batches::worker::work;
use formacion::certification::entity::certificate::{self, State};
use formacion::notices::entity::outbox_message;
use rocket::tokio::sync::Barrier;
use rocket::tokio::{self};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, Set,
};
use std::sync::Arc;

use super::seconds::somebody;
use super::{Outcome, PASSED, closed, issued};
use crate::support::figures::figure;
use crate::support::world::World;

#[rocket::async_test]
async fn one_press_issues_for_all_who_are_ready_and_the_next_for_nobody() {
    let world = World::new("issue").await;
    let class = closed(&world, 0, &[PASSED, PASSED, Outcome(1, Some(50))]).await;
    let coordinator = world.as_coordinator("MET").await;
    coordinator.submit(&class.path(), &[]).await.expect(200).expect_text("0 de 2 personas");
    work(&world.app).await.unwrap();
    coordinator
        .get(&class.path())
        .await
        .expect(200)
        .expect_text("MET-2026-000001")
        .expect_text("MET-2026-000002");
    coordinator
        .submit(&class.path(), &[])
        .await
        .expect(200)
        .expect_text("No se expidió nada nuevo: nadie está listo para recibir certificado.");
    assert_eq!(class.certificates(&world).await.len(), 2);

    let mails = outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("certification/ready"))
        .all(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(mails.len(), 2, "a repeated job sends nothing again");
    for mail in mails {
        assert_eq!(mail.subject, "Su certificado está disponible");
        assert!(
            mail.text_body.contains("/verificar/") && mail.text_body.contains("/certificados/")
        );
    }
    // Each person sees their own certificate and nobody else's.
    for row in class.certificates(&world).await {
        let others = ["MET-2026-000001", "MET-2026-000002"].map(str::to_owned);
        let other = others.into_iter().find(|number| *number != row.number).expect("of the other");
        let person = world.as_participant(row.person_id.0).await;
        let page = person.get("/mis-certificados").await.expect(200).expect_text("Descargar");
        page.expect_text(&row.number).expect_no_text(&other);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_issues_or_revokes_their_own_certificate() {
    let world = World::new("issue own").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    // Somebody else taught and graded the class.
    let learner = world.as_colleague("MET").await;
    learner.is_also(class.people[0].0).await;
    learner.submit(&class.path(), &[]).await.expect(200);
    work(&world.app).await.unwrap();
    let made = class.certificates(&world).await;
    assert_eq!(made.len(), 1, "the other person's");
    assert_ne!(made[0].person_id, class.people[0]);
    let first = world.as_administrator().await;
    somebody(&world, &first, 1).await;
    first.submit(&class.path(), &[]).await.expect(200);
    work(&world.app).await.unwrap();
    let place = class.enrolments[0].to_string();
    let second = world.as_coordinator("MET").await;
    somebody(&world, &second, 2).await;
    second.submit(&class.path(), &[("inscripcion", &place)]).await.expect(200);
    work(&world.app).await.unwrap();
    let made = class.certificates(&world).await;
    let own = made.iter().find(|one| one.person_id == class.people[0]).expect("was issued");
    let revocation = format!("/certificados/{}/revocacion", own.id);
    learner.get(&revocation).await.expect(403);
    let why = [("motivo", "No cumplió la asistencia que dice."), ("confirma", "si")];
    learner.post(&revocation, &why).await.expect(403);
    world.finish().await;
}

/// Several jobs at once over the same people, and over two cohorts of one unit.
#[rocket::async_test]
async fn jobs_at_the_same_time_give_each_person_one_certificate_and_consecutive_numbers() {
    const JOBS: usize = 4;
    const PEOPLE: usize = 8;
    let world = World::new("concurrent issue").await;
    let one = closed(&world, 0, &[PASSED; PEOPLE]).await;
    let other = closed(&world, 100, &[PASSED; PEOPLE]).await;
    let mut jobs = Vec::new();
    for number in 0..JOBS {
        for class in [&one, &other] {
            let (app, permit) = (world.app.clone(), class.permit(&world).await);
            let mut chosen = class.enrolments.clone();
            chosen.rotate_left(number * 2);
            jobs.push(tokio::spawn(
                async move { issued(issue_at_once(&app, permit, &chosen).await) },
            ));
        }
    }
    let mut given = 0;
    for job in jobs {
        given += job.await.unwrap().expect("is not refused").issued.len();
    }
    let rows = certificate::Entity::find().all(world.app.db.read()).await.unwrap();
    let holders: BTreeSet<_> = rows.iter().map(|row| (row.person_id, row.cohort_id)).collect();
    let numbers: BTreeSet<i32> = rows.iter().map(|row| row.number_sequence).collect();
    let expected = 2 * PEOPLE;
    let holds = given == expected
        && rows.len() == expected
        && holders.len() == expected
        && numbers == (1..=i32::try_from(expected).unwrap()).collect();
    figure(
        "R53",
        rows.len() as f64,
        "certificates",
        holds,
        "8 jobs at once for the 16 people of two cohorts of one unit: one each, numbers 1 to 16",
    );
    assert!(
        holds,
        "{given} given, {} rows, {} holders, numbers {numbers:?}",
        rows.len(),
        holders.len()
    );
    world.finish().await;
}

/// The negative control: without the lock and the unique index, jobs that look first and write
/// later do give two.
#[rocket::async_test]
async fn without_lock_and_index_two_jobs_do_certify_somebody_twice() {
    let world = World::new("negative control").await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    let first = class.certificates(&world).await.remove(0);
    let tx = world.app.db.begin().await.unwrap();
    tx.execute_unprepared("DROP INDEX ux_certificate_active").await.unwrap();
    batch_person::Entity::delete_many().exec(&tx).await.unwrap();
    certificate_batch::Entity::delete_many().exec(&tx).await.unwrap();
    certificate::Entity::delete_by_id(first.id).exec(&tx).await.unwrap();
    tx.commit().await.unwrap();

    let both_looked = Arc::new(Barrier::new(2));
    let jobs: Vec<_> = (1..=2)
        .map(|number| {
            let (app, both_looked, copy) =
                (world.app.clone(), Arc::clone(&both_looked), first.clone());
            tokio::spawn(async move {
                let held = certificate::Entity::find()
                    .filter(certificate::Column::PersonId.eq(copy.person_id))
                    .filter(certificate::Column::State.eq(State::Active))
                    .count(app.db.read())
                    .await
                    .unwrap();
                both_looked.wait().await;
                if held == 0 {
                    let mut row = copy.clone().into_active_model().reset_all();
                    row.id = sea_orm::NotSet;
                    row.number_sequence = Set(number);
                    row.code = Set(format!("{}{number}", &copy.code[1..]));
                    let tx = app.db.begin().await.unwrap();
                    row.insert(&tx).await.unwrap();
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for job in jobs {
        job.await.unwrap();
    }
    let rows = class.certificates(&world).await;
    assert_eq!(rows.len(), 2, "the race is real");
    let findings = formacion::doctor::examine(&world.app).await.unwrap();
    assert!(
        findings
            .iter()
            .any(|finding| finding.to_string().contains("more than one active certificate")),
        "the doctor sees it: {findings:?}"
    );
    let tx = world.app.db.begin().await.unwrap();
    certificate::Entity::delete_many().exec(&tx).await.unwrap();
    formacion::certification::entity::certificate_series::Entity::delete_many()
        .exec(&tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.finish().await;
}

#[rocket::async_test]
async fn only_the_unit_issues_and_the_gobernacion_sees_what_was_issued_to_its_people() {
    let world = World::new("who issues").await;
    let class = closed(&world, 0, &[PASSED]).await;
    let meta = world.as_gobernacion("50").await;
    meta.get(&class.path()).await.expect(200).expect_text("Todavía no se ha expedido");
    meta.post(&class.path(), &[]).await.expect(403);
    for stranger in [world.as_coordinator("HUI").await, world.as_gobernacion("18").await] {
        let foreign = stranger.get(&class.path()).await.expect(404);
        let absent = stranger.get("/cohortes/987654321/certificados").await.expect(404);
        assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
        stranger.post(&class.path(), &[]).await.expect(404);
    }
    world.as_participant(class.people[0].0).await.post(&class.path(), &[]).await.expect(403);
    class.issue(&world).await.expect("issues");
    let person = &class.certificates(&world).await[0];
    meta.get(&class.path())
        .await
        .expect(200)
        .expect_text("MET-2026-000001")
        .expect_text("CC 9.***.***.*00")
        .expect_no_text("9.100.000.000")
        .expect_no_text("Descargar todos");
    meta.get(&format!("{}/zip", class.path())).await.expect(403);
    meta.get(&format!("/certificados/{}", person.id)).await.expect(404);
    world.finish().await;
}
