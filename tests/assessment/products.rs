//! What learners make: asked for, handed in, given back, graded by a rubric, decided.

use chrono::TimeDelta;
use formacion::assessment::entity::activity::ActivityId;
use formacion::assessment::entity::grade_entry;
use formacion::assessment::products::entity::{
    grading, grading_mark, moderation, rubric, submission,
};
use formacion::assessment::queries::grades;
use formacion::history::entity::history_event;
use formacion::notices::entity::outbox_message;
use formacion::platform::entity::stored_file;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use sea_orm_migration::MigratorTrait as _;

use super::usual_plan;
use crate::attendance::paper::photo;
use crate::support::class::{Class, listed_name, pairs, spoken_name};
use crate::support::world::World;

/// What the coordination asks for: due in two days, three tenths off a day, one grader.
fn asking(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = [
        ("instrucciones", "Escriba el plan de recaudo de su municipio"),
        ("vence", "2026-11-22"),
        ("tarde", "descuento"),
        ("descuento", "0,3"),
        ("recibe", "ambos"),
        ("calificadores", "1"),
        ("diferencia", "1,0"),
        ("nivel[0]", "Excelente"),
        ("puntos[0]", "5,0"),
        ("nivel[1]", "Aceptable"),
        ("puntos[1]", "3.0"),
        ("nivel[2]", "Insuficiente"),
        ("puntos[2]", "1,0"),
        ("criterio[0]", "Pertinencia"),
        ("peso[0]", "60"),
        ("espera[0]", "Con datos\nSin datos\nNada"),
        ("criterio[1]", "Claridad"),
        ("peso[1]", "40"),
        ("espera[1]", "Clara\nRegular\nConfusa"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

/// A class whose product is asked for, with its id.
pub async fn asked<'w>(
    world: &'w World,
    people: usize,
    changes: &[(&str, &str)],
) -> (Class<'w>, i64) {
    let class = Class::running(world, people, &[-1, 6]).await;
    let product = usual_plan(&class).await[2];
    let path = format!("/actividades/{product}/producto");
    class.coordinator.post(&path, &pairs(&asking(changes))).await.expect(303);
    (class, product)
}

pub fn own(class: &Class<'_>, person: usize, product: i64) -> String {
    format!("/inscripciones/{}/productos/{product}", class.people[person])
}

pub async fn last(world: &World) -> submission::Model {
    let newest =
        submission::Entity::find().order_by_desc(submission::Column::Id).one(world.app.db.read());
    newest.await.unwrap().expect("something was handed in")
}

/// The grade in tenths that counts.
async fn grade(class: &Class<'_>, world: &World, person: usize, product: i64) -> Option<i32> {
    let all = grades(world.app.db.read(), class.cohort).await.unwrap();
    all.get(&(ActivityId(product), class.people[person])).copied()
}

pub const LINK: [(&str, &str); 1] = [("enlace", "https://carpeta.ejemplo.gov.co/plan")];

#[rocket::async_test]
async fn a_product_is_asked_for_handed_in_graded_and_its_grade_counts() {
    let world = World::new("product graded").await;
    let (class, product) = asked(&world, 2, &[]).await;
    let learner = class.learner(0).await;
    let path = own(&class, 0, product);
    learner
        .get(&path)
        .await
        .expect(200)
        .expect_text("plan de recaudo de su municipio")
        .expect_text("domingo 22 de noviembre de 2026")
        .expect_text("0,3 menos por día")
        .expect_text("Pertinencia")
        .expect_text("Sin entregar");
    let note = [("nota", "Lo hice con la Secretaría de Hacienda")];
    learner.send_parts(&path, &note, Some(("plan.jpg", &photo()))).await.expect(303);
    let version = last(&world).await;
    assert_eq!((version.number, version.days_late), (1, 0));
    let file = stored_file::Entity::find_by_id(version.file_id.unwrap()).one(world.app.db.read());
    assert_ne!(file.await.unwrap().unwrap().sha256, version.received_sha256.unwrap(), "remade");

    let list = format!("/actividades/{product}/entregas");
    let page = class.facilitator.get(&list).await.expect(200);
    page.expect_text("1 de 2").expect_text(&listed_name(0)).expect_text("Por calificar");
    let entry = format!("/entregas/{}", version.id);
    class
        .facilitator
        .get(&entry)
        .await
        .expect(200)
        .expect_text("Secretaría de Hacienda")
        .expect_text("Con datos");
    // One criterion without a level: nothing is written, what was typed stays.
    let half = [("accion", "calificar"), ("nivel[0]", "0"), ("comentario[0]", "Muy pertinente")];
    let page = class.facilitator.post(&entry, &half).await.expect(422);
    assert!(page.body().contains("Muy pertinente"));
    page.expect_text("Elija el nivel de «Claridad».");
    let whole = [&half[..], &[("nivel[1]", "1"), ("comentario_general", "Bien")]].concat();
    class.facilitator.submit(&entry, &whole).await.expect_text("la nota es 4,2");
    assert_eq!(grade(&class, &world, 0, product).await, Some(42), "0,6 × 5,0 + 0,4 × 3,0");
    learner
        .get(&path)
        .await
        .expect(200)
        .expect_text("Nota 4,2")
        .expect_text("Muy pertinente")
        .expect_text("ya fue calificado");
    learner.send_parts(&path, &LINK, None).await.expect(422).expect_text("ya fue calificado");
    let told = outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("assessment/judged"))
        .all(world.app.db.read());
    let told = told.await.unwrap();
    assert_eq!(told.len(), 1);
    assert!(told[0].text_body.contains(&path) && !told[0].text_body.contains("Bien"));
    for action in ["assessment.ask_for_product", "assessment.hand_in", "assessment.grade_product"] {
        let told = history_event::Entity::find()
            .filter(history_event::Column::Action.eq(action))
            .count(world.app.db.read());
        assert_eq!(told.await.unwrap(), 1, "{action}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_given_back_comes_again_and_is_not_late_for_it() {
    let world = World::new("product returned").await;
    let (class, product) = asked(&world, 1, &[("tarde", "no")]).await;
    let learner = class.learner(0).await;
    let path = own(&class, 0, product);
    learner.send_parts(&path, &LINK, None).await.expect(303);
    let first = format!("/entregas/{}", last(&world).await.id);
    let silent = [("accion", "devolver")];
    class.facilitator.post(&first, &silent).await.expect(422).expect_text("qué debe mejorar");
    let back = [("accion", "devolver"), ("comentario_general", "Falta el responsable")];
    class.facilitator.submit(&first, &back).await.expect_text("Producto devuelto");
    assert_eq!(grade(&class, &world, 0, product).await, None);
    world.advance(TimeDelta::days(4));
    let page = class.learner(0).await.get(&path).await.expect(200);
    page.expect_text("Devuelto para mejorar").expect_text("Falta el responsable");
    let learner = class.learner(0).await;
    learner.send_parts(&path, &LINK, None).await.expect(303);
    let second = last(&world).await;
    assert_eq!((second.number, second.days_late), (2, 0));
    // The old version is read and no longer graded.
    let facilitator = world.as_facilitator("uno").await;
    let page = facilitator.get(&first).await.expect(200);
    page.expect_text("Hay una versión más nueva").expect_no_text("Guardar la calificación");
    let best = [("accion", "calificar"), ("nivel[0]", "0"), ("nivel[1]", "0")];
    facilitator.post(&first, &best).await.expect(422).expect_text("entregó otra versión");
    facilitator.submit(&format!("/entregas/{}", second.id), &best).await.expect_text("5,0");
    assert_eq!(grade(&class, &world, 0, product).await, Some(50));
    world.finish().await;
}

#[rocket::async_test]
async fn what_comes_late_loses_by_the_day_or_does_not_come() {
    let world = World::new("product late").await;
    let (class, product) = asked(&world, 1, &[]).await;
    world.advance(TimeDelta::days(4));
    let learner = class.learner(0).await;
    let path = own(&class, 0, product);
    // Due on Sunday until midnight; this is Tuesday at ten.
    learner.get(&path).await.expect(200).expect_text("2 días tarde: se descuentan 0,6");
    learner.send_parts(&path, &LINK, None).await.expect(303);
    let facilitator = world.as_facilitator("uno").await;
    let best = [("accion", "calificar"), ("nivel[0]", "0"), ("nivel[1]", "0")];
    let entry = format!("/entregas/{}", last(&world).await.id);
    facilitator.submit(&entry, &best).await.expect_text("la nota es 4,4");
    assert_eq!(grade(&class, &world, 0, product).await, Some(44));
    world.finish().await;

    let world = World::new("product refused late").await;
    let (class, product) = asked(&world, 1, &[("tarde", "no")]).await;
    world.advance(TimeDelta::days(4));
    let learner = class.learner(0).await;
    let page = learner.send_parts(&own(&class, 0, product), &LINK, None).await.expect(422);
    page.expect_text("Se recibió hasta el 22 de noviembre de 2026, 11:59 p. m.");
    assert_eq!(submission::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    world.finish().await;
}

#[rocket::async_test]
async fn graders_who_differ_wait_for_the_coordination() {
    let world = World::new("product disputed").await;
    let (class, product) = asked(&world, 1, &[("calificadores", "2")]).await;
    let learner = class.learner(0).await;
    let path = own(&class, 0, product);
    learner.send_parts(&path, &LINK, None).await.expect(303);
    let entry = format!("/entregas/{}", last(&world).await.id);
    let decision = format!("{entry}/decision");
    let decided = [("nota", "4,0"), ("motivo", "Se leyó de nuevo con ambos")];
    let best = [("accion", "calificar"), ("nivel[0]", "0"), ("nivel[1]", "0")];
    class.facilitator.submit(&entry, &best).await.expect_text("Falta la de otra persona");
    assert_eq!(grade(&class, &world, 0, product).await, None);
    learner.get(&path).await.expect(200).expect_no_text("Excelente (5,0)");
    class.coordinator.post(&decision, &decided).await.expect(422).expect_text("no difieren");
    let worst = [("accion", "calificar"), ("nivel[0]", "2"), ("nivel[1]", "2")];
    class.coordinator.submit(&entry, &worst).await.expect_text("decide la coordinación");
    assert_eq!(grade(&class, &world, 0, product).await, None);
    class.facilitator.post(&decision, &decided).await.expect(403);
    for (nota, sentence) in [
        ("cuatro", "un número entre 0,0 y 5,0"),
        ("5,1", "un número entre 0,0 y 5,0"),
        ("", "Escriba la nota"),
    ] {
        let wrong = [("nota", nota), ("motivo", "Porque sí")];
        let page = class.coordinator.post(&decision, &wrong).await.expect(422);
        page.expect_text(sentence);
    }
    let page = class.coordinator.get(&entry).await.expect(200);
    page.expect_text("Los calificadores van de 1,0 a 5,0");
    class.coordinator.post(&decision, &decided).await.expect(303);
    assert_eq!(grade(&class, &world, 0, product).await, Some(40));
    let page = learner.get(&path).await.expect(200);
    page.expect_text("Nota 4,0").expect_text("Se leyó de nuevo con ambos");
    world.finish().await;
}

#[rocket::async_test]
async fn what_was_said_and_decided_survives_the_migration_that_widens_the_scale() {
    let world = World::new("product migrated").await;
    let (class, product) = asked(&world, 1, &[("calificadores", "2")]).await;
    let learner = class.learner(0).await;
    learner.send_parts(&own(&class, 0, product), &LINK, None).await.expect(303);
    let entry = format!("/entregas/{}", last(&world).await.id);
    let best = [("accion", "calificar"), ("nivel[0]", "0"), ("nivel[1]", "0")];
    class.facilitator.post(&entry, &best).await.expect(303);
    let worst = [("accion", "calificar"), ("nivel[0]", "2"), ("nivel[1]", "2")];
    class.coordinator.post(&entry, &worst).await.expect(303);
    let decided = [("nota", "4,0"), ("motivo", "Se leyó de nuevo con ambos")];
    class.coordinator.post(&format!("{entry}/decision"), &decided).await.expect(303);
    let db = world.app.db.writer();
    let rows = async || {
        (
            grading::Entity::find().order_by_asc(grading::Column::Id).all(db).await.unwrap(),
            grading_mark::Entity::find().count(db).await.unwrap(),
            moderation::Entity::find().all(db).await.unwrap(),
            grade_entry::Entity::find().all(db).await.unwrap(),
        )
    };
    let before = rows().await;
    assert_eq!((before.0.len(), before.1, before.2.len(), before.3.len()), (2, 4, 1, 1));
    let all = migrations::Migrator::migrations();
    let from = all.iter().position(|one| one.name() == "m0049_scale_of_a_cohort").unwrap();
    let steps = u32::try_from(all.len() - from).unwrap();
    migrations::Migrator::down(db, Some(steps)).await.unwrap();
    migrations::Migrator::up(db, None).await.unwrap();
    assert_eq!(rows().await, before);
    assert_eq!(grade(&class, &world, 0, product).await, Some(40));
    world.finish().await;
}

#[rocket::async_test]
async fn a_rubric_that_makes_no_grade_is_refused_and_one_that_graded_stands() {
    let world = World::new("product rubric").await;
    let class = Class::running(&world, 1, &[-1, 6]).await;
    let product = usual_plan(&class).await[2];
    let path = format!("/actividades/{product}/producto");
    let form = class.coordinator.get(&path).await.expect(200);
    form.expect_text("propuesta usual");
    for (change, sentence) in [
        (("peso[1]", "37"), "Los criterios suman 97 %"),
        (("peso[1]", "cuarenta"), "Escriba el peso del criterio 2"),
        (("puntos[1]", "5,0"), "bajan del mejor al peor"),
        (("puntos[0]", "5,1"), "un número entre 0,0 y 5,0"),
        (("espera[1]", "Clara\nConfusa"), "en el criterio 2 un renglón por nivel: son 3"),
        (("instrucciones", ""), "Escriba qué debe entregar"),
        (("calificadores", "9"), "un número entero entre 1 y 3"),
        (("descuento", "0"), "cuánto se descuenta"),
    ] {
        let fields = asking(&[change]);
        let page = class.coordinator.post(&path, &pairs(&fields)).await.expect(422);
        assert!(page.body().contains("Con datos"), "what was typed stays");
        page.expect_text(sentence);
    }
    assert_eq!(rubric::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    class.facilitator.post(&path, &pairs(&asking(&[]))).await.expect(403);
    class.coordinator.post(&path, &pairs(&asking(&[]))).await.expect(303);
    class.coordinator.post(&path, &pairs(&asking(&[]))).await.expect(303);
    class
        .coordinator
        .post(&path, &pairs(&asking(&[("criterio[1]", "Redacción")])))
        .await
        .expect(303);
    assert_eq!(rubric::Entity::find().count(world.app.db.read()).await.unwrap(), 2, "versions");

    class.learner(0).await.send_parts(&own(&class, 0, product), &LINK, None).await.expect(303);
    let entry = format!("/entregas/{}", last(&world).await.id);
    let best = [("accion", "calificar"), ("nivel[0]", "0"), ("nivel[1]", "0")];
    class.facilitator.post(&entry, &best).await.expect(303);
    // The rest may change; the rubric is no longer in the form, and a forged one is not read.
    let page = class.coordinator.get(&path).await.expect(200);
    page.expect_text("ya calificó con esta rúbrica");
    class.coordinator.post(&path, &pairs(&asking(&[("criterio[1]", "Otro")]))).await.expect(303);
    assert_eq!(rubric::Entity::find().count(world.app.db.read()).await.unwrap(), 2);
    world.finish().await;
}

#[rocket::async_test]
async fn a_bad_file_or_link_is_told_and_nothing_is_kept() {
    let world = World::new("product files").await;
    let (class, product) = asked(&world, 1, &[]).await;
    let learner = class.learner(0).await;
    let path = own(&class, 0, product);
    let note = [("nota", "Mi plan de recaudo")];
    let stays = async |fields: &[(&str, &str)], file: Option<(&str, &[u8])>, sentence: &str| {
        let page = learner.send_parts(&path, fields, file).await.expect(422);
        page.expect_text(sentence);
    };
    stays(&note, None, "Elija un archivo o escriba un enlace").await;
    let zip = b"PK\x03\x04 nothing of ours".as_slice();
    stays(&note, Some(("plan.pdf", zip)), "PDF").await;
    let huge = vec![0x25; 30 * 1024 * 1024];
    stays(&note, Some(("plan.pdf", &huge)), "10 MB").await;
    for link in ["javascript:alert(1)", "carpeta/plan", "https://"] {
        stays(&[("enlace", link), note[0]], None, "Escriba la dirección completa").await;
    }
    assert_eq!(submission::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    assert_eq!(stored_file::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    world.finish().await;
}

#[rocket::async_test]
async fn a_product_is_read_by_its_maker_and_by_those_who_grade() {
    let world = World::new("product access").await;
    let (class, product) = asked(&world, 2, &[]).await;
    let learner = class.learner(0).await;
    let path = own(&class, 0, product);
    learner.send_parts(&path, &[], Some(("plan.jpg", &photo()))).await.expect(303);
    let entry = format!("/entregas/{}", last(&world).await.id);
    let file = format!("{entry}/archivo");
    learner.get(&file).await.expect(200);
    class.facilitator.get(&file).await.expect(200);
    let other = class.learner(1).await;
    other.get(&path).await.expect(404);
    other.get(&file).await.expect(404);
    other.send_parts(&path, &LINK, None).await.expect(404);
    // A gobernación reads the roster, not what its people made.
    let office = world.as_gobernacion("50").await;
    office.get(&file).await.expect(404);
    let stranger = world.as_coordinator("HUI").await;
    stranger.get(&entry).await.expect(404);
    let best = [("accion", "calificar"), ("nivel[0]", "0"), ("nivel[1]", "0")];
    stranger.post(&entry, &best).await.expect(404);
    assert_eq!(grading::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    let page = class.coordinator.get(&entry).await.expect(200);
    page.expect_text(&spoken_name(0));
    world.finish().await;
}
