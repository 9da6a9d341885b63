//! The bank of questions: written, published once, corrected by a next version (R45).

use formacion::assessment::bank::commands::{
    self, QuestionChange, QuestionPlacement, QuestionSaveOutcome, VersionTag,
};
use formacion::assessment::bank::entity::question::{Difficulty, QuestionId};
use formacion::assessment::bank::entity::{question, question_picture, question_version};
use formacion::assessment::bank::{policy, queries};
use formacion::history::entity::history_event;
use formacion::platform::errors::Failure;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::usual_plan;
use crate::support::class::Class;
use crate::support::exams;
use crate::support::world::{Character, World};

const PLACE: [(&str, &str); 2] = [("capacidad", "TRI-01"), ("dificultad", "media")];

/// The fields of a question of one right option.
fn single<'a>(text: &'a str, right: &'a str, wrong: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("tipo", "unica"),
        ("texto", text),
        ("opcion[0]", right),
        ("correcta[0]", "si"),
        ("opcion[1]", wrong),
    ];
    fields.extend(PLACE);
    fields
}

fn id_of(location: &str) -> QuestionId {
    QuestionId(location.rsplit('/').next().unwrap().parse().unwrap())
}

/// Writes a question through the form; it is a draft.
async fn written(writer: &Character<'_>, fields: &[(&str, &str)]) -> QuestionId {
    let answered = writer.post("/preguntas", fields).await.expect(303);
    id_of(answered.location.as_deref().unwrap())
}

/// What the page of the question says that its reader saw.
async fn seen(world: &World, id: QuestionId) -> VersionTag {
    let last = last(world, id).await;
    VersionTag::of(last.id, &last.body)
}

async fn last(world: &World, id: QuestionId) -> question_version::Model {
    question_version::Entity::find()
        .filter(question_version::Column::QuestionId.eq(id))
        .order_by_desc(question_version::Column::Number)
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap()
}

async fn publish(world: &World, writer: &Character<'_>, id: QuestionId) {
    let seen = seen(world, id).await;
    let path = format!("/preguntas/{id}/publicacion");
    writer.post(&path, &[("visto", seen.as_str())]).await.expect(303);
}

async fn published(world: &World, writer: &Character<'_>, fields: &[(&str, &str)]) -> QuestionId {
    let id = written(writer, fields).await;
    publish(world, writer, id).await;
    id
}

#[rocket::async_test]
async fn drafts_of_the_list_are_published_together_and_one_that_changed_stays() {
    let world = World::new("bank publish many").await;
    let writer = world.as_coordinator("MET").await;
    let one = written(&writer, &single("¿Es un tributo?", "Sí", "No")).await;
    let two = written(&writer, &single("¿Es una tasa?", "Sí", "No")).await;
    writer.get("/preguntas").await.expect(200).expect_text("Publicar las elegidas");
    let path = "/preguntas/publicacion";
    let nothing = writer.submit(path, &[]).await.expect(200);
    nothing.expect_text("Elija al menos una pregunta en borrador.");
    let drafts = [format!("{one}:{}", seen(&world, one).await.as_str()), format!("{two}:otra")];
    let fields = drafts.each_ref().map(|draft| ("borrador", draft.as_str()));
    world.as_facilitator("ana").await.post(path, &fields).await.expect(403);
    let done = writer.submit(path, &fields).await.expect(200);
    done.expect_text("1 pregunta quedó publicada.").expect_text("1 pregunta quedó sin publicar");
    assert!(last(&world, one).await.published_at.is_some());
    assert!(last(&world, two).await.published_at.is_none());
    world.finish().await;
}

/// What is typed, an answer, and what it is worth.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

#[rocket::async_test]
async fn every_kind_is_written_tried_and_published_through_plain_forms() {
    let world = World::new("bank kinds").await;
    let writer = world.as_coordinator("MET").await;
    let kinds: [Case<'_>; 8] = [
        (
            &[
                ("tipo", "unica"),
                ("opcion[0]", "Concejo"),
                ("correcta[0]", "si"),
                ("opcion[3]", "IGAC"),
                ("retro[3]", "Hace el **avalúo**"),
            ],
            "respuesta=0",
            "vale 100 %",
        ),
        (
            &[
                ("tipo", "multiple"),
                ("opcion[0]", "Predial"),
                ("correcta[0]", "si"),
                ("opcion[1]", "ICA"),
                ("correcta[1]", "si"),
                ("opcion[2]", "IVA"),
            ],
            "respuesta=0",
            "vale 50 %",
        ),
        (&[("tipo", "verdadero-falso"), ("correcta", "V")], "respuesta=F", "vale 0 %"),
        (
            &[("tipo", "numerica"), ("valor[0]", "4,7"), ("tolerancia[0]", "0,1")],
            "respuesta=4.75",
            "vale 100 %",
        ),
        (
            &[("tipo", "ordenar"), ("paso[0]", "Uno"), ("paso[1]", "Dos"), ("paso[2]", "Tres")],
            "respuesta%5B0%5D=1&respuesta%5B1%5D=2&respuesta%5B2%5D=3",
            "vale 100 %",
        ),
        (
            &[
                ("tipo", "emparejar"),
                ("enunciado[0]", "Predial"),
                ("pareja[0]", "Municipio"),
                ("enunciado[1]", "IVA"),
                ("pareja[1]", "Nación"),
                ("pareja[2]", "Departamento"),
            ],
            "respuesta%5B0%5D=0&respuesta%5B1%5D=2",
            "vale 50 %",
        ),
        (
            &[("tipo", "texto-corto"), ("acepta[0]", "plusvalía")],
            "respuesta=PLUSVALIA",
            "vale 100 %",
        ),
        (&[("tipo", "abierta")], "respuesta=Porque", "rúbrica"),
    ];
    for (fields, answer, told) in kinds {
        let kind = fields[0].1;
        writer.get(&format!("/preguntas/nueva?tipo={kind}")).await.expect(200);
        let mut all = fields.to_vec();
        all.push((
            "texto",
            "¿Quién fija la **tarifa**?\n\n| Rubro | Valor |\n|---|--:|\n| a | 1 |",
        ));
        all.extend(PLACE);
        let id = published(&world, &writer, &all).await;
        let page = writer.get(&format!("/preguntas/{id}")).await.expect(200);
        assert!(page.body().contains("<strong>tarifa</strong>"), "{kind}");
        assert!(page.body().contains("<td class=\"num\" data-label=\"Valor\">1</td>"), "{kind}");
        page.expect_text("Publicada");
        writer.get(&format!("/preguntas/{id}/vista")).await.expect(200).expect_no_text("vale");
        let tried = writer.get(&format!("/preguntas/{id}/vista?{answer}")).await.expect(200);
        assert!(tried.words().contains(told), "{kind}: {}", tried.words());
        // What the form was filled with is what it saves again.
        writer.get(&format!("/preguntas/{id}/edicion")).await.expect(200);
    }
    let list = writer.get("/preguntas?q=tarifa&capacidad=TRI-01&estado=publicada").await;
    list.expect(200).expect_text("8");
    writer
        .get("/preguntas?q=tarifa&dificultad=dificil")
        .await
        .expect_text("Ninguna pregunta coincide");
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_wrong_stands_beside_its_field_and_what_was_typed_stays() {
    let world = World::new("bank errors").await;
    let writer = world.as_coordinator("MET").await;
    let mut fields = single("¿Quién?", "Concejo", "IGAC");
    fields.retain(|(name, _)| *name != "correcta[0]" && *name != "capacidad");
    fields.push(("peso[1]", "mucho"));
    let page = writer.post("/preguntas", &fields).await.expect(422);
    let page = page.expect_text("Elija la capacidad").expect_text("«mucho» no es un número");
    let page = page.expect_text("Marque cuál opción es la correcta");
    assert!(page.body().contains("value=\"mucho\"") && page.body().contains("Concejo"));

    // More rows are given without saving anything.
    let mut more = single("¿Quién?", "Concejo", "IGAC");
    more.extend([("filas", "4"), ("hacer", "agregar")]);
    let page = writer.post("/preguntas", &more).await.expect(200);
    assert!(page.body().contains("opcion[5]") && page.body().contains("Concejo"));
    assert_eq!(question::Entity::find().all(world.app.db.read()).await.unwrap().len(), 0);

    // HTML is shown as it was written, in texts and in options.
    let id = written(&writer, &single("<script>alert(1)</script>", "<b>x</b>", "y")).await;
    for path in [format!("/preguntas/{id}"), format!("/preguntas/{id}/vista"), "/preguntas".into()]
    {
        let body = writer.get(&path).await.expect(200).body();
        assert!(!body.contains("<script>alert") && !body.contains("<b>x"), "{path}");
        assert!(body.contains("&lt;script&gt;"), "{path}");
    }

    let mut coded = single("¿Cuál?", "a", "b");
    coded.push(("codigo", "MIA-1"));
    written(&writer, &coded).await;
    writer.post("/preguntas", &coded).await.expect(422).expect_text("Ya existe una pregunta");
    coded.retain(|(name, _)| *name != "codigo");
    coded.push(("codigo", "P-77"));
    writer.post("/preguntas", &coded).await.expect(422).expect_text("los da el banco");
    world.finish().await;
}

#[rocket::async_test]
async fn a_published_version_never_changes_and_its_correction_is_the_next_r45() {
    let world = World::new("bank versions").await;
    let db = world.app.db.read();
    let writer = world.as_coordinator("MET").await;
    let id = published(&world, &writer, &single("¿Quién fija?", "Concejo", "IGAC")).await;
    let first = last(&world, id).await;
    let drawn = async || queries::drawable(db, "TRI-01", Some(Difficulty::Medium)).await.unwrap();
    assert_eq!(drawn().await, [(id, first.id)]);

    let path = format!("/preguntas/{id}/edicion");
    let token = seen(&world, id).await;
    let mut correction = single("¿Quién fija la tarifa?", "Concejo", "IGAC");
    correction.push(("visto", token.as_str()));
    writer.post(&path, &correction).await.expect(422).expect_text("Escriba qué corrige");
    correction.push(("nota", "Faltaba decir qué se fija"));
    writer.post(&path, &correction).await.expect(303);
    let second = last(&world, id).await;
    assert_eq!((second.number, second.published_at), (2, None));
    assert_eq!(drawn().await, [(id, first.id)], "a draft is asked of nobody");
    writer.get("/preguntas").await.expect_text("Con corrección en borrador");

    // Whoever edits or publishes what they did not see is told.
    writer.post(&path, &correction).await.expect(422).expect_text("Otra persona cambió");
    let publication = format!("/preguntas/{id}/publicacion");
    writer.post(&publication, &[("visto", token.as_str())]).await.expect(422);

    // Others use it already: whoever corrected it does not publish it alone.
    let now = seen(&world, id).await;
    let alone = writer.post(&publication, &[("visto", now.as_str())]).await.expect(422);
    alone.expect_text("la publica otra persona");
    let colleague = world.as_coordinator("HUI").await;
    publish(&world, &colleague, id).await;
    assert_eq!(drawn().await, [(id, second.id)]);
    let kept = question_version::Entity::find_by_id(first.id).one(db).await.unwrap().unwrap();
    assert_eq!(kept, first, "not a letter of what was published changed");
    let asks = queries::versions(db, &[first.id, second.id]).await.unwrap();
    assert_eq!(asks[&first.id].text().as_str(), "¿Quién fija?");
    assert_eq!(asks[&second.id].text().as_str(), "¿Quién fija la tarifa?");
    writer.get(&format!("/preguntas/{id}?version=1")).await.expect(200).expect_text("¿Quién fija?");

    // Retired: no test takes it; brought back: the last one is asked again.
    let retire = format!("/preguntas/{id}/retiro");
    writer.post(&retire, &[("motivo", "")]).await.expect(422).expect_text("por qué");
    // Another unit retires what is not its own no more.
    let foreign = colleague.post(&retire, &[("motivo", "Cambió la ley")]).await.expect(422);
    foreign.expect_text("es de otra dirección territorial");
    writer.post(&retire, &[("motivo", "Cambió la ley")]).await.expect(303);
    assert!(drawn().await.is_empty());
    writer.post(&path, &correction).await.expect(422).expect_text("está retirada");
    writer.post(&format!("/preguntas/{id}/reintegro"), &[]).await.expect(303);
    assert_eq!(drawn().await, [(id, second.id)]);

    let told: Vec<String> = history_event::Entity::find()
        .filter(history_event::Column::SubjectKind.eq("question"))
        .order_by_asc(history_event::Column::Id)
        .all(db)
        .await
        .unwrap()
        .into_iter()
        .map(|event| event.action.trim_start_matches("assessment.").to_owned())
        .collect();
    let expected = [
        "write_question",
        "publish_question",
        "write_question",
        "publish_question",
        "retire_question",
        "restore_question",
    ];
    assert_eq!(told, expected);
    writer.get(&format!("/preguntas/{id}")).await.expect_text("Motivo: Cambió la ley");
    world.finish().await;
}

#[rocket::async_test]
async fn a_hand_in_the_database_that_changes_a_published_version_is_found() {
    let world = World::new("bank doctor").await;
    let writer = world.as_coordinator("MET").await;
    let id = published(&world, &writer, &single("¿Quién?", "Concejo", "IGAC")).await;
    let version = last(&world, id).await;
    let other = version.body.replace("Concejo", "Alcalde");
    let write = async |body: &str| {
        question_version::Entity::update_many()
            .col_expr(question_version::Column::Body, Expr::value(body))
            .filter(question_version::Column::Id.eq(version.id))
            .exec(world.app.db.writer())
            .await
            .unwrap();
    };
    write(&other).await;
    let findings = formacion::doctor::examine(&world.app).await.unwrap();
    let text = format!("question version {}: it changed after it was published", version.id);
    assert!(findings.iter().any(|finding| finding.text == text), "{findings:?}");
    write(&version.body).await;
    world.finish().await;
}

#[rocket::async_test]
async fn two_people_who_correct_at_once_make_one_correction() {
    let world = World::new("bank race").await;
    let writer = world.as_coordinator("MET").await;
    let id = published(&world, &writer, &single("¿Quién?", "Concejo", "IGAC")).await;
    let actor = writer.actor().await;
    let token = seen(&world, id).await;
    let published = last(&world, id).await;
    let correct = async |text: &str| {
        let mut draft = queries::read_body(published.id, &published.body).unwrap().draft();
        draft.text = text.to_owned();
        let change = QuestionChange {
            place: QuestionPlacement {
                capacity: "TRI-01".into(),
                course: None,
                difficulty: Difficulty::Medium,
            },
            question: questions::Question::new(draft).unwrap(),
            note: Some("Más clara".into()),
        };
        let permit = policy::may_change(&actor, id).unwrap();
        commands::save(&world.app, permit, &token, change).await
    };
    let (one, other) = rocket::tokio::join!(correct("¿Quién la fija?"), correct("¿Quién fija?"));
    let kept = [&one, &other]
        .iter()
        .filter(|r| matches!(r, Ok(QuestionSaveOutcome::NextVersion(2))))
        .count();
    let told = [&one, &other].iter().filter(|r| matches!(r, Err(Failure::Refused(_)))).count();
    assert_eq!((kept, told), (1, 1), "{one:?} {other:?}");

    // Without the lock the database itself has the last word: it holds one draft of a question.
    let again = question_version::ActiveModel {
        question_id: Set(id),
        number: Set(3),
        body: Set(published.body.clone()),
        created_at: Set(world.app.clock.now()),
        author_account_id: Set(writer.account()),
        ..Default::default()
    };
    let second = question_version::Entity::insert(again).exec(world.app.db.writer()).await;
    assert!(second.is_err(), "two drafts of one question");
    world.finish().await;
}

#[rocket::async_test]
async fn facilitators_read_what_is_published_of_their_courses_and_nobody_else_reads_answers() {
    let world = World::new("bank scope").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let writer = &class.coordinator;
    let built: String = {
        use formacion::cohorts::entity::cohort;
        use formacion::courses::entity::course_version_capacity;
        let db = world.app.db.read();
        let cohort = cohort::Entity::find_by_id(class.cohort).one(db).await.unwrap().unwrap();
        course_version_capacity::Entity::find()
            .filter(course_version_capacity::Column::CourseVersionId.eq(cohort.course_version_id))
            .one(db)
            .await
            .unwrap()
            .unwrap()
            .capacity_code
    };
    let of = |capacity: &'static str| {
        let mut fields = single("¿De cuál?", "a", "b");
        fields.retain(|(name, _)| *name != "capacidad");
        fields.push(("capacidad", capacity));
        fields
    };
    let own = {
        let mut fields = of("GEN-01");
        fields.pop();
        fields.push(("capacidad", &built));
        published(&world, writer, &fields).await
    };
    let foreign = published(&world, writer, &of("GEN-01")).await;
    let draft = {
        let mut fields = of("GEN-01");
        fields.pop();
        fields.push(("capacidad", &built));
        written(writer, &fields).await
    };
    let reader = &class.facilitator;
    reader.get("/preguntas").await.expect(200).expect_text("de 1").expect_no_text("Crear");
    reader.get(&format!("/preguntas/{own}")).await.expect(200).expect_no_text("Corregir");
    for hidden in [foreign, draft] {
        reader.get(&format!("/preguntas/{hidden}")).await.expect(404);
        reader.get(&format!("/preguntas/{hidden}/vista")).await.expect(404);
    }
    reader.post(&format!("/preguntas/{own}/retiro"), &[("motivo", "x")]).await.expect(403);
    reader.post(&format!("/preguntas/{foreign}/retiro"), &[("motivo", "x")]).await.expect(404);
    for nobody in [world.as_gobernacion("50").await, world.as_focal_point(1).await] {
        nobody.get("/preguntas").await.expect(403);
        nobody.get(&format!("/preguntas/{own}")).await.expect(403);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_picture_is_remade_and_shown_only_by_the_question_that_has_it() {
    let world = World::new("bank pictures").await;
    let writer = world.as_coordinator("MET").await;
    let id = written(&writer, &single("¿Qué muestra?", "Un río", "Una vía")).await;
    let path = format!("/preguntas/{id}/imagenes");
    let photo = {
        let image = image::RgbImage::from_pixel(64, 48, image::Rgb([9, 67, 181]));
        let mut bytes = std::io::Cursor::new(Vec::new());
        image.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    };
    writer.upload(&path, "", b"").await.expect(422).expect_text("Elija el archivo");
    writer.upload(&path, "a.jpg", b"MZ no es una imagen").await.expect(422);
    writer.upload(&path, "rio.jpg", &photo).await.expect(303);
    let page = writer.get(&format!("/preguntas/{id}")).await.expect(200);
    page.expect_text("![Describa la imagen](picture:imagen-1)");
    let picture = writer.get(&format!("{path}/1")).await.expect(200);
    assert_eq!(picture.header("Content-Type"), Some("image/jpeg"));
    writer.get(&format!("{path}/2")).await.expect(404);
    world.as_gobernacion("50").await.get(&format!("{path}/1")).await.expect(403);

    let edit = async |text: &str| {
        let token = seen(&world, id).await;
        let mut fields = single(text, "Un río", "Una vía");
        fields.push(("visto", token.as_str()));
        writer.post(&format!("/preguntas/{id}/edicion"), &fields).await
    };
    edit("![El río](picture:imagen-2)").await.expect(422).expect_text("no tiene la imagen");
    edit("![](picture:imagen-1)").await.expect(422).expect_text("Describa la imagen");
    edit("![El río](picture:imagen-1)").await.expect(303);
    let body = writer.get(&format!("/preguntas/{id}/vista")).await.expect(200).body();
    assert!(body.contains(&format!("<img src=\"{path}/1\" alt=\"El río\"")), "{body}");
    let kept = question_picture::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(kept.len(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn how_people_did_is_told_from_ten_of_them_on_r47() {
    let world = World::new("bank results").await;
    let class = Class::running(&world, 10, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("activities") };
    let bank: Vec<_> = (1..=2).map(exams::single).collect();
    exams::publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    let test = exams::build(&class, pre, &exams::form(&[("TRI-01", 2, 1)])).await;
    let first = question::Entity::find().one(world.app.db.read()).await.unwrap().unwrap().id;
    let page = format!("/preguntas/{first}");
    for person in 0..9 {
        exams::sit(&world, &class, test, person, if person < 6 { 2 } else { 0 }).await;
    }
    let told = class.coordinator.get(&page).await.expect(200);
    told.expect_text("desde 10 respuestas").expect_no_text("Discriminación");
    exams::sit(&world, &class, test, 9, 2).await;
    // What runs is told of nobody: the tenth answer would be today's page less yesterday's.
    class.coordinator.get(&page).await.expect(200).expect_text("desde 10 respuestas");
    class.mark(0, &[(0, "presente")]).await;
    class.close().await;
    let told = class.coordinator.get(&page).await.expect(200);
    told.expect_text("Dificultad 70 %").expect_text("Discriminación 1,00");
    world.finish().await;
}
