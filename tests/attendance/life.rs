//! A cohort's life: somebody comes late, a session is cancelled, the cohort is closed, a correction comes
//! after its closing, and a certificate is reviewed (R84, R56).

use chrono::TimeDelta;
use formacion::assessment::commands::{self as assessment, NewActivity, NewGrade};
use formacion::assessment::entity::activity::Kind;
use formacion::attendance::entity::attendance_mark::{self, State};
use formacion::attendance::queries::{current_marks, totals};
use formacion::certification::batches::commands::issue_at_once;
use formacion::certification::entity::certificate;
use formacion::certification::policy::may_issue;
use formacion::certification::reviews::entity::certificate_review::{self, State as Review};
use formacion::certification::reviews::watch;
use formacion::cohorts::policy::CohortAccess;
use formacion::enrolment::entity::enrolment_since;
use sea_orm::EntityTrait;

use super::requests::{asking, last, learner};
use crate::support::class::{Class, hidden, pairs};
use crate::support::fixtures::shown;
use crate::support::world::World;

/// Everybody of the class passes its one test.
async fn graded(world: &World, class: &Class<'_>) {
    let actor = class.coordinator.actor().await;
    let access = CohortAccess { cohort: (&class.row().await).into(), teaches: false };
    let permit = formacion::assessment::policy::may_plan(&actor, &access).unwrap();
    let name = "Prueba final".to_owned();
    let plan = vec![NewActivity { id: None, kind: Kind::PostTest, name, weight: 100 }];
    let activity = assessment::set_activities(&world.app, permit, plan).await.unwrap()[0];
    let permit = formacion::assessment::policy::may_grade(&actor, &access).unwrap();
    let grade = |enrolment| NewGrade { activity, enrolment, tenths: Some(45) };
    let cells = class.people.iter().copied().map(grade).collect();
    let anything = assessment::GradesPrecondition::Anything;
    assessment::enter_grades(&world.app, permit, anything, cells).await.unwrap();
}

async fn percent(world: &World, class: &Class<'_>, person: usize) -> Option<u32> {
    let now = world.app.clock.now();
    let all = totals(world.app.db.read(), &class.row().await, now).await.unwrap();
    all[&class.people[person]].percent()
}

async fn reviews(world: &World) -> Vec<Review> {
    watch::round(&world.app).await.expect("looks");
    let all = certificate_review::Entity::find().all(world.app.db.read()).await.unwrap();
    all.into_iter().map(|review| review.state).collect()
}

#[rocket::async_test]
async fn a_late_arrival_a_cancelled_session_and_a_correction_after_closing() {
    let world = World::new("life of a cohort").await;
    let mut class = Class::running(&world, 2, &[-6, -4, -2, 0]).await;
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    class.mark(1, &[(0, "presente"), (1, "ausente")]).await;
    let cancel = format!("/sesiones/{}/cancelacion", class.sessions[2]);
    class.coordinator.post(&cancel, &[("motivo", "Se inundó el salón")]).await.expect(303);

    // Somebody is brought in on the last day who was there from the first.
    let late = class.add(2).await;
    class.people.push(late);
    assert_eq!(percent(&world, &class, 2).await, None, "nothing counts before the seat");
    let page = class.coordinator.get(&class.roll_call(0)).await.expect(200);
    page.expect_text("Decir desde cuándo cuentan");
    let since = format!("/cohortes/{}/desde-cuando", class.cohort);
    let page = class.coordinator.get(&since).await.expect(200);
    page.expect_text("no le cuentan las sesiones 1 y 2");
    let (person, first) = (late.to_string(), class.sessions[0].to_string());
    let said = [("persona", person.as_str()), ("desde", &first), ("asistio", &first)];
    class.coordinator.post(&since, &said).await.expect(422).expect_text("Escriba el motivo");
    let said = [&said[..], &[("motivo", "Firmó la planilla de la primera sesión")]].concat();
    class.coordinator.submit(&since, &said).await.expect_text("1 persona, con 1 registro nuevo");
    // The first is answered, and the second weighs.
    assert_eq!(percent(&world, &class, 2).await, Some(50));
    // A later date is no excuse: it takes back neither a presence nor an absence.
    for later in [class.sessions[3].to_string(), "cupo".to_owned()] {
        let why = ("motivo", "Se perdió la segunda");
        let moved = [("persona", person.as_str()), ("desde", &later), why];
        let page = class.coordinator.post(&since, &moved).await.expect(422);
        page.expect_text("(1 y 2). Lo registrado no se quita con la fecha");
    }
    assert_eq!(percent(&world, &class, 2).await, Some(50));
    let page = class.coordinator.get(&since).await.expect(200);
    page.expect_text("le cuentan todas las sesiones");
    world.as_coordinator("HUI").await.get(&since).await.expect(404);
    class.facilitator.post(&since, &said).await.expect(403);
    let given = enrolment_since::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(given.len(), 1);

    class.mark(3, &[(0, "presente"), (1, "presente"), (2, "presente")]).await;
    let closing = format!("/cohortes/{}/cierre", class.cohort);
    let page = class.coordinator.get(&closing).await.expect(200);
    page.expect_text("Impide cerrar")
        .expect_text("Todavía falta terminar la sesión 4.")
        .expect_text("Actividades mínimas");
    world.advance(TimeDelta::days(1));
    class.coordinator = world.as_coordinator("MET").await;
    class.facilitator = world.as_facilitator("uno").await;
    for session in [0, 3] {
        class.facilitator.post(&class.closing(session), &[]).await.expect(303);
    }
    let page = class.facilitator.get(&class.closing(1)).await.expect(200).body();
    let missing = hidden(&page, "sin_registro");
    let left = [("sin_registro", missing.as_str()), ("accion", "dejar_todos")];
    class.facilitator.post(&class.closing(1), &left).await.expect(303);
    graded(&world, &class).await;
    shown(&world, &class.coordinator.actor().await, class.cohort).await;

    // A request that waits forbids the closing, and is named with the rest.
    let asks = learner(&world, &class, 0).await;
    let wanted = [("estado", "tarde"), ("texto", "Llegué después")];
    asks.send_parts(&asking(&class, 0, 0), &wanted, None).await.expect(303);
    let yes = [("confirma", "si")];
    let page = class.coordinator.post(&closing, &yes).await.expect(422);
    page.expect_text("1 solicitud de corrección espera una respuesta");
    // The pages where it is mended lead back.
    let of_cohort = |page: &str| format!("/cohortes/{}/{page}", class.cohort);
    let pages = [of_cohort("solicitudes"), class.roll_call(1), class.grid(), of_cohort("notas")];
    for mended in pages {
        let page = class.coordinator.get(&format!("{mended}?volver=cierre")).await.expect(200);
        page.expect_text("Volver al cierre de la cohorte");
        let page = class.coordinator.get(&mended).await.expect(200);
        page.expect_no_text("Volver al cierre de la cohorte");
    }
    let back = format!("/solicitudes/{}/retiro", last(&world).await.id);
    asks.post(&back, &[]).await.expect(303);
    let page = class.coordinator.get(&closing).await.expect(200);
    page.expect_no_text("Impide cerrar").expect_text("Todavía se pueden pedir correcciones");
    class.coordinator.post(&closing, &yes).await.expect(303);

    let actor = class.coordinator.actor().await;
    let permit = may_issue(&actor, &(&class.row().await).into()).unwrap();
    issue_at_once(&world.app, permit, &class.people).await.expect("issues");
    let issued = certificate::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(issued.len(), 1, "the first alone was at every session");
    assert_eq!(reviews(&world).await, []);

    // The days of the list are not over: the second asks, and the coordination opens attendance again.
    let asks = learner(&world, &class, 1).await;
    let wanted = [("estado", "presente"), ("texto", "Firmé la planilla")];
    asks.send_parts(&asking(&class, 1, 1), &wanted, None).await.expect(303);
    let request = format!("/solicitudes/{}", last(&world).await.id);
    let grant = [("accion", "aceptar"), ("estado", "presente"), ("motivo", "Firmó")];
    let page = class.coordinator.post(&request, &grant).await.expect(422);
    page.expect_text("la abra de nuevo por unos días");
    let reopening = format!("{}/reapertura", class.grid());
    class.facilitator.post(&reopening, &[("motivo", "x"), ("dias", "2")]).await.expect(403);
    let why = [("motivo", "Faltó una firma"), ("dias", "2")];
    class.coordinator.post(&reopening, &[("dias", "2")]).await.expect(422);
    class.coordinator.submit(&reopening, &why).await.expect_text("La asistencia está abierta");
    class.coordinator.post(&reopening, &why).await.expect(422).expect_text("ya está abierta");
    class.coordinator.post(&request, &grant).await.expect(303);
    assert_eq!(percent(&world, &class, 1).await, Some(100));

    // Whoever had a certificate was not there after all: it is reviewed, and nothing is revoked by itself.
    let seen = format!("visto[{}]", class.people[0]);
    let page = class.coordinator.get(&class.roll_call(1)).await.expect(200).body();
    let fields = [
        class.estados(&[(0, "ausente")]),
        vec![(seen.clone(), hidden(&page, &seen)), ("motivo".into(), "Firmó otra persona".into())],
    ]
    .concat();
    class.coordinator.post(&class.roll_call(1), &pairs(&fields)).await.expect(303);
    let now = current_marks(world.app.db.read(), class.sessions[1]).await.unwrap();
    assert_eq!(now[&class.people[0]].state, State::Absent);
    let marks = attendance_mark::Entity::find().all(world.app.db.read()).await.unwrap();
    assert!(marks.iter().filter(|mark| mark.after_closing).all(|mark| mark.reason.is_some()));
    assert_eq!(reviews(&world).await, [Review::Open]);
    let page = class.coordinator.get(&format!("/certificados/{}", issued[0].id)).await.expect(200);
    page.expect_text("Algo cambió después de expedirlo");

    // The days end by the clock alone.
    world.advance(TimeDelta::days(3));
    class.coordinator = world.as_coordinator("MET").await;
    class
        .coordinator
        .post(&class.roll_call(1), &pairs(&fields))
        .await
        .expect(422)
        .expect_text("La cohorte está cerrada");
    class.coordinator.get(&reopening).await.expect(200).expect_text("Se cerró sola");
    world.finish().await;
}
