//! What strangers find: open cohorts by words, subject, department, modality and dates.

use super::public_address;
use crate::support::fixtures::{CohortPlan, cohort, day};
use crate::support::world::World;
use formacion::cohorts::entity::cohort::Stage;

#[rocket::async_test]
async fn an_empty_catalogue_says_what_to_do() {
    let world = World::new("no offer").await;
    let anyone = world.as_anyone();
    anyone.get("/oferta").await.expect(200).expect_text("Hoy no hay cursos abiertos");
    anyone.get("/oferta?q=nada").await.expect(200).expect_text("Quitar filtros");
    anyone.get("/oferta/no-existe").await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn open_cohorts_are_found_by_every_filter_and_by_words_without_accents() {
    let world = World::new("offer").await;
    cohort(&world, CohortPlan::default()).await;
    cohort(
        &world,
        CohortPlan {
            unit: "HUI",
            course: "SP-PLA",
            name: "Caquetá norte",
            municipalities: vec!["18592"],
            facilitator: "luz",
            stage: Stage::Confirmed,
            ..CohortPlan::default()
        },
    )
    .await;
    let anyone = world.as_anyone();
    let all = anyone.get("/oferta").await.expect(200);
    let all = all.expect_text("Meta 2026-2").expect_text("Caquetá norte");
    assert!(all.bytes.len() < 60_000, "{} bytes", all.bytes.len());
    let soon = day(&world, 9).to_string();
    let later = day(&world, 11).to_string();
    for (filters, finds_meta, finds_caqueta) in [
        ("q=MAPIRIPAN".to_owned(), true, false),
        ("q=planeacion+puerto+rico".to_owned(), false, true),
        ("q=caqueta".to_owned(), false, true),
        ("q=%25".to_owned(), false, false),
        ("tema=gestion_tributaria".to_owned(), true, false),
        ("departamento=18".to_owned(), false, true),
        ("departamento=05".to_owned(), false, false),
        ("modalidad=mixta".to_owned(), true, true),
        ("modalidad=virtual".to_owned(), false, false),
        (format!("desde={soon}"), true, true),
        (format!("desde={later}"), false, false),
        (format!("hasta={soon}"), false, false),
        ("pagina=99".to_owned(), true, true),
    ] {
        let words = anyone.get(&format!("/oferta?{filters}")).await.expect(200).words();
        assert_eq!(words.contains("Meta 2026-2"), finds_meta, "{filters}: {words}");
        assert_eq!(words.contains("Caquetá norte"), finds_caqueta, "{filters}");
    }
    for (filters, sentence) in [
        ("desde=2026-02-30", "no existe"),
        ("desde=2027-02-01&hasta=2027-01-01", "anterior a la primera"),
        ("tema=magia", "Elija una opción de la lista."),
        ("departamento=%3Cscript%3E", "Elija una opción de la lista."),
        ("modalidad=x", "Elija una opción de la lista."),
    ] {
        anyone.get(&format!("/oferta?{filters}")).await.expect(422).expect_text(sentence);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_stranger_reads_a_cohort_and_has_two_ways_in() {
    let world = World::new("offered").await;
    let id = cohort(&world, CohortPlan::default()).await;
    let address = public_address(&world, id).await;
    let answered = world.as_anyone().get(&address).await.expect(200);
    let answered = answered
        .expect_text("Gestión tributaria")
        .expect_text("Capacidades que fortalece")
        .expect_text("asistir al menos al 80 %")
        .expect_text("Mapiripán (Meta), Puerto Lleras (Meta)")
        .expect_text("Ingresar e inscribirme")
        .expect_text("Es mi primera vez")
        .expect_no_text("facilitador ana");
    assert!(answered.bytes.len() < 40_000, "{} bytes", answered.bytes.len());
    assert!(answered.body().contains(&format!("href=\"{address}/registro\"")));
    // Whoever runs it gets the way to their own page instead.
    world
        .as_coordinator("MET")
        .await
        .get(&address)
        .await
        .expect(200)
        .expect_text("Abrir la cohorte")
        .expect_no_text("Inscribirme");
    world
        .as_coordinator("HUI")
        .await
        .get(&address)
        .await
        .expect(200)
        .expect_no_text("Abrir la cohorte");
    world.finish().await;
}

#[rocket::async_test]
async fn a_draft_is_absent_and_a_cohort_that_began_takes_nobody() {
    let world = World::new("not open").await;
    let draft = cohort(&world, CohortPlan { stage: Stage::Draft, ..CohortPlan::default() }).await;
    let running = cohort(
        &world,
        CohortPlan {
            name: "Ya empezó",
            first_day: 0,
            stage: Stage::Running,
            ..CohortPlan::default()
        },
    )
    .await;
    let anyone = world.as_anyone();
    anyone.get(&public_address(&world, draft).await).await.expect(404);
    anyone.get("/oferta").await.expect(200).expect_text("Hoy no hay cursos abiertos");
    anyone
        .get(&public_address(&world, running).await)
        .await
        .expect(200)
        .expect_text("El curso ya empezó. Si necesita entrar, escriba a la coordinación")
        .expect_no_text("Es mi primera vez");
    world.finish().await;
}
