//! The four minimum activities: planned to publish, shown to close (R10).

use chrono::TimeDelta;
use formacion::cohorts::entity::cohort::{self as cohort_row, Stage};
use formacion::cohorts::entity::minimum_evidence;
use formacion::courses::entity::course_version;
use formacion::history::entity::history_event;
use formacion::surveys::worker::round;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{draft, post, session_fields};
use crate::assessment::{nota, usual_plan};
use crate::attendance::paper::photo;
use crate::support::class::{Class, pairs};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;

#[rocket::async_test]
async fn a_cohort_without_method_or_knowledge_is_not_published_and_its_page_lists_the_four() {
    let world = World::new("minimum").await;
    let coordinator = world.as_coordinator("MET").await;
    let ana = world.as_facilitator("ana").await.account().to_string();
    let bare = [("metodo", String::new()), ("conocimiento", String::new())];
    let address = draft(&world, &bare).await;
    let fields = session_fields("2027-02-02", "08:00", "12:00", &ana);
    post(&coordinator, &format!("{address}/sesiones"), &fields).await.expect(303);
    coordinator
        .get(&address)
        .await
        .expect(200)
        .expect_text("Planeación y agendamiento")
        .expect_text("Agenda de 1 sesión")
        .expect_text("Falta planear en «Actividades» al menos una prueba o un producto");
    coordinator
        .post(&format!("{address}/publicacion"), &[])
        .await
        .expect(422)
        .expect_text("falta: la metodología; la gestión del conocimiento.");
    let path = format!("{address}/minimas");
    coordinator.get(&path).await.expect(200).expect_text("Son cuatro");
    let texts = [("metodo", "Taller con <b>datos</b>"), ("conocimiento", "Guías")];
    coordinator.post(&path, &texts).await.expect(303);
    let page = coordinator.get(&address).await.expect(200);
    page.expect_text("Taller con <b>datos</b>").expect_text("Planeada");
    // What evaluates a graded course may be planned afterwards, and its lack is told.
    let published = coordinator.submit(&format!("{address}/publicacion"), &[]).await;
    published.expect_text("recibe inscripciones. Falta planear en «Actividades»");
    // Published, it keeps both plans.
    coordinator
        .post(&path, &[("metodo", ""), ("conocimiento", "Guías")])
        .await
        .expect(422)
        .expect_text("Una cohorte publicada dice con qué método se enseña.");
    coordinator
        .post(&path, &[("metodo", "Taller"), ("conocimiento", " ")])
        .await
        .expect(422)
        .expect_text("Una cohorte publicada dice qué conocimiento queda");
    let long = "a".repeat(1_001);
    coordinator
        .post(&path, &[("metodo", long.as_str())])
        .await
        .expect(422)
        .expect_text("Use máximo 1000 caracteres.");
    // History says that they changed and not what they say.
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("cohorts.save_minimum"))
        .all(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].detail, r#"{"changed":["method","knowledge"]}"#);
    world.finish().await;
}

#[rocket::async_test]
async fn a_file_shows_what_was_done_and_is_withdrawn_and_kept() {
    let world = World::new("minimum evidence").await;
    let id = cohort(&world, CohortPlan { stage: Stage::Draft, ..CohortPlan::default() }).await;
    let coordinator = world.as_coordinator("MET").await;
    let page = format!("/cohortes/{id}/minimas");
    let path = format!("{page}/soportes");
    let photo = photo();
    let file = Some(("guia.jpg", photo.as_slice()));
    let none = coordinator.send_parts(&path, &[("actividad", "method")], None).await.expect(422);
    none.expect_text("Elija la foto o el PDF");
    let nothing = coordinator.send_parts(&path, &[], file).await.expect(422);
    nothing.expect_text("Elija de cuál actividad");
    coordinator.send_parts(&path, &[("actividad", "method")], file).await.expect(303);
    coordinator.get(&page).await.expect(200).expect_text("Metodología: foto");
    coordinator.get(&format!("/cohortes/{id}")).await.expect_text("Metodología: foto");
    let row = minimum_evidence::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    let download = format!("{path}/{}", row.id);
    coordinator.get(&download).await.expect(200);
    world.as_coordinator("HUI").await.get(&download).await.expect(404);
    world.as_facilitator("ana").await.get(&download).await.expect(403);
    coordinator.post(&format!("{download}/retiro"), &[]).await.expect(303);
    coordinator.get(&page).await.expect(200).expect_no_text("Metodología: foto");
    coordinator.get(&download).await.expect(404);
    let row = minimum_evidence::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(row.withdrawn_by, Some(coordinator.account()));
    world.finish().await;
}

#[rocket::async_test]
async fn a_graded_cohort_without_any_grade_lacks_its_evaluation() {
    let world = World::new("minimum evaluation").await;
    let class = Class::running(&world, 1, &[-1]).await;
    class.mark(0, &[(0, "presente")]).await;
    crate::support::fixtures::shown(&world, &class.coordinator.actor().await, class.cohort).await;
    let page = format!("/cohortes/{}", class.cohort);
    let closing = format!("{page}/cierre");
    let shown = class.coordinator.get(&closing).await.expect(200);
    shown.expect_text("Falta «Seguimiento y evaluación»").expect_no_text("confirma");
    let yes = [("confirma", "si")];
    class.coordinator.post(&closing, &yes).await.expect(422).expect_text("todavía no hay ninguna");
    let activities = class.coordinator.get(&page).await.expect(200);
    activities.expect_text("Falta planear en «Actividades»");

    // One grade of one activity is not enough: what weighs without any is named.
    let [_, post, product] = usual_plan(&class).await[..] else { panic!("three") };
    let grade = [(nota(&class, post, 0), "4,0".to_owned())];
    class.coordinator.post(&class.grades(), &pairs(&grade)).await.expect(303);
    let lacks = "todavía no tiene ninguna nota: Producto.";
    class.coordinator.post(&closing, &yes).await.expect(422).expect_text(lacks);
    let shown = class.coordinator.get(&page).await.expect(200);
    shown.expect_no_text("Prueba final: 1 nota").expect_no_text("Falta planear");
    let grade = [(nota(&class, product, 0), "4,0".to_owned())];
    class.coordinator.post(&class.grades(), &pairs(&grade)).await.expect(303);
    let shown = class.coordinator.get(&page).await.expect(200);
    shown.expect_text("Prueba final: 1 nota y Producto: 1 nota");
    class.coordinator.post(&closing, &yes).await.expect(303);
    world.finish().await;
}

/// The courses and cohorts of this world are graded by nothing.
async fn nothing_is_graded(world: &World) {
    let db = world.app.db.writer();
    course_version::Entity::update_many()
        .col_expr(course_version::Column::PassMark, Expr::value(None::<i32>))
        .exec(db)
        .await
        .unwrap();
    cohort_row::Entity::update_many()
        .col_expr(cohort_row::Column::PassMark, Expr::value(None::<i32>))
        .exec(db)
        .await
        .unwrap();
}

#[rocket::async_test]
async fn a_cohort_that_nothing_grades_is_followed_by_its_survey() {
    let world = World::new("minimum survey").await;
    let class = Class::running(&world, 1, &[-1]).await;
    nothing_is_graded(&world).await;
    class.mark(0, &[(0, "presente")]).await;
    let page = format!("/cohortes/{}", class.cohort);
    let shown = class.coordinator.get(&page).await.expect(200);
    shown.expect_text("Encuesta de satisfacción desde el").expect_no_text("Falta planear");
    let closing = class.coordinator.get(&format!("{page}/cierre")).await.expect(200);
    closing.expect_no_text("Falta «Seguimiento y evaluación»");
    round(&world.app).await.unwrap();
    let shown = class.coordinator.get(&page).await.expect(200);
    shown.expect_text("Asistencia en 1 sesión y encuesta de satisfacción enviada el");
    world.finish().await;
}

#[rocket::async_test]
async fn a_cohort_without_grades_or_survey_is_closed_knowing_that_nothing_followed_it() {
    let world = World::new("minimum unfollowed").await;
    let class = Class::running(&world, 1, &[-1]).await;
    nothing_is_graded(&world).await;
    class.mark(0, &[(0, "presente")]).await;
    crate::support::fixtures::shown(&world, &class.coordinator.actor().await, class.cohort).await;
    // So long after the end no survey is sent any more.
    world.advance(TimeDelta::days(40));
    let coordinator = world.as_coordinator("MET").await;
    let page = format!("/cohortes/{}", class.cohort);
    let shown = coordinator.get(&page).await.expect(200);
    shown.expect_text("porque ya no se enviará la encuesta de satisfacción");
    let closing = format!("{page}/cierre");
    let told = coordinator.get(&closing).await.expect(200);
    told.expect_text("Falta «Seguimiento y evaluación»: no hay notas")
        .expect_text("Puede cerrar así");
    coordinator.post(&closing, &[("confirma", "si")]).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn only_who_runs_the_cohort_writes_them() {
    let world = World::new("minimum scope").await;
    let id = cohort(&world, CohortPlan { stage: Stage::Draft, ..CohortPlan::default() }).await;
    let path = format!("/cohortes/{id}/minimas");
    for (who, status) in [
        (world.as_coordinator("HUI").await, 404),
        (world.as_facilitator("ana").await, 403),
        (world.as_gobernacion("50").await, 403),
    ] {
        who.get(&path).await.expect(if status == 403 { 403 } else { 404 });
        who.post(&path, &[("metodo", "Otro")]).await.expect(status);
    }
    world.finish().await;
}
