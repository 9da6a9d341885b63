//! Administrators write the next version of a survey; what was asked already stays as it was.

use formacion::surveys::entity::survey_version::Kind;
use formacion::surveys::queries;

use super::work;
use crate::support::class::{Class, hidden};
use crate::support::world::World;

const DRAFT: &str = "/encuestas/satisfaccion/borrador";

/// The form as it comes, with the text of the fourth question and a fifth one.
fn fields<'a>(fourth: &'a str, options: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![("intro", "Cinco preguntas."), ("nota", "Una pregunta más")];
    all.extend([("clave[0]", "pertinencia"), ("clave[1]", "oportunidad"), ("clave[2]", "calidad")]);
    for name in ["texto[0]", "texto[1]", "texto[2]"] {
        all.push((name, "¿Qué tal?"));
    }
    for name in ["tipo[0]", "tipo[1]", "tipo[2]"] {
        all.push((name, "scale"));
    }
    all.extend([("clave[3]", "comentario"), ("texto[3]", fourth), ("tipo[3]", "words")]);
    all.extend([("texto[4]", "¿Qué modalidad prefiere?"), ("tipo[4]", "choice")]);
    all.push(("opciones[4]", options));
    all
}

#[rocket::async_test]
async fn a_version_is_written_previewed_and_published_for_the_rounds_to_come() {
    let world = World::new("survey write").await;
    let before = Class::named(&world, "uno", 1, &[-2, -1]).await;
    work(&world).await;
    let administrator = world.as_administrator().await;
    let list = administrator.get("/encuestas").await.expect(200);
    list.expect_text("Versión 1, desde el").expect_text("Seguimiento a 6 meses");
    let form = administrator.get(DRAFT).await.expect(200);
    assert_eq!(hidden(&form.body(), "clave[2]"), "calidad");
    form.expect_text("¿Qué tan pertinente fue el curso");

    // What is wrong is said beside its question, and what was typed stays.
    let page = administrator.post(DRAFT, &fields("¿Algo más?", "Una sola")).await.expect(422);
    page.expect_text("Escriba en la pregunta 5 entre 2 y 12 opciones");
    let lost: Vec<_> =
        fields("", "A\nB").into_iter().filter(|(name, _)| !name.ends_with("[1]")).collect();
    administrator.post(DRAFT, &lost).await.expect(422).expect_text("«oportunidad»");
    administrator.post("/encuestas/satisfaccion/publicacion", &[]).await.expect(422);

    let options = "Presencial\nVirtual\nMixta";
    administrator.post(DRAFT, &fields("", options)).await.expect(303);
    let page = administrator.get("/encuestas/satisfaccion").await.expect(200);
    page.expect_text("Borrador de la versión 2")
        .expect_text("Presencial")
        .expect_text("Una pregunta más")
        .expect_text("Versión 1, en uso");
    administrator
        .submit("/encuestas/satisfaccion/publicacion", &[])
        .await
        .expect_text("Versión 2 publicada");
    let db = world.app.db.read();
    let used = queries::in_use(db, Kind::Satisfaction).await.unwrap().unwrap();
    assert_eq!(used.number, 2);
    let asked = queries::questionnaire(&used).unwrap();
    let keys: Vec<_> = asked.questions.iter().map(|question| question.key.as_str()).collect();
    assert_eq!(keys, ["pertinencia", "oportunidad", "calidad", "p1"], "the comment was taken out");
    assert!(asked.questions[0].required);

    // The round that was open keeps its version; the next one uses the new one.
    let after = Class::named(&world, "dos", 1, &[-2, -1]).await;
    work(&world).await;
    let version = async |class: &Class<'_>| {
        let round = queries::round_of(db, class.cohort, Kind::Satisfaction).await.unwrap().unwrap();
        queries::version(db, round.version_id).await.unwrap().questions.len()
    };
    assert_eq!(version(&before).await, 4);
    assert_eq!(version(&after).await, 4);
    let intro = async |class: &Class<'_>| {
        let round = queries::round_of(db, class.cohort, Kind::Satisfaction).await.unwrap().unwrap();
        queries::version(db, round.version_id).await.unwrap().intro
    };
    assert_ne!(intro(&before).await, intro(&after).await);
    // The same again is nothing new.
    administrator.post(DRAFT, &fields("", options)).await.expect(303);
    let same = administrator.post("/encuestas/satisfaccion/publicacion", &[]).await.expect(422);
    same.expect_text("dice lo mismo");
    let coordinator = world.as_coordinator("MET").await;
    coordinator.get("/encuestas").await.expect(403);
    coordinator.get("/encuestas/nada").await.expect(403);
    administrator.get("/encuestas/nada").await.expect(404);
    world.finish().await;
}
