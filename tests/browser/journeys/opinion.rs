//! (i) A learner answers the anonymous survey of their course; somebody who changed their post
//! answers a follow-up by its letter; the coordination reads what is told of five or more.

use formacion::enrolment::entity::enrolment;
use formacion::notices::entity::outbox_message;
use formacion::sign_in::entity::account;
use formacion::surveys::entity::survey_version::Kind;
use formacion::surveys::entity::{survey_round, survey_ticket};
use sea_orm::{
    ColumnTrait, Database, DatabaseConnection, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

use super::{COORDINATOR_HUILA, Ground, two_ways};
use crate::support::browser::{Browser, Way};

const LEARNER: &str = "Héctor Yarumo Cañabrava";
/// In Puerto Rico during the course, in El Paujil since some weeks.
const MOVED: &str = "Wilson Orinoco Mirla";

two_ways!(people_say_what_they_think_and_what_they_apply);

async fn people_say_what_they_think_and_what_they_apply(way: Way) {
    let ground = Ground::new("journey opinion").await;
    let db = Database::connect(ground.database_url()).await.unwrap();
    let place = open_place(&db).await;
    let cohort = followed_cohort(&db).await;
    let (open, over) = (letter(&db, Some(MOVED), cohort).await, letter(&db, None, cohort).await);
    db.close().await.unwrap();

    let mut browser = Browser::open_at(way, 320).await;
    ground.enter(&browser, LEARNER).await;
    browser.expect_text("Su opinión").await;
    browser.visit(&ground.url(&format!("/inscripciones/{place}"))).await;
    browser.press("Dar mi opinión del curso").await;
    browser.expect_text("Por qué es anónima").await;
    browser.expect_accessible().await;
    browser.picture("survey-own").await;
    browser.press("Responder la encuesta").await;
    browser.expect_text("no lleva su nombre").await;
    browser.expect_accessible().await;
    let ballot = browser.path().await;
    // What is missing is said, and what was written stays.
    browser.fill("¿Qué conservaría", "Más ejercicios con datos propios").await;
    browser.press("Entregar la papeleta").await;
    browser.expect_text("Elija su respuesta").await;
    browser.expect_accessible().await;
    browser.picture("survey-ballot").await;
    name_scales(&browser).await;
    browser.tick("pertinencia 4").await;
    browser.tick("oportunidad 5").await;
    browser.tick("calidad 4").await;
    browser.press("Entregar la papeleta").await;
    browser.expect_text("quedó en la urna").await;
    browser.visit(&ground.url(&ballot)).await;
    browser.expect_text("Esta papeleta ya no sirve").await;
    browser.expect_accessible().await;
    browser.visit(&ground.url(&format!("/inscripciones/{place}/encuesta"))).await;
    browser.expect_text("Gracias por participar").await;
    ground.leave(&browser).await;

    browser.visit(&ground.url(&open)).await;
    browser.expect_text("Hoy trabaja como").await;
    browser.expect_text("El Paujil").await;
    browser.expect_accessible().await;
    name_scales(&browser).await;
    browser.tick("aplicacion 4").await;
    browser.tick("Falta de tiempo").await;
    browser.fill("Cuente un ejemplo", "Cruzamos la base predial").await;
    browser.tick("No").await;
    browser.fill("Correo de quien supervisa", "jefatura@demostracion.example").await;
    browser.press("Enviar mi respuesta").await;
    browser.expect_text("Marque que autoriza").await;
    browser.expect_accessible().await;
    browser.picture("survey-follow").await;
    browser.tick("Autorizo a escribirle").await;
    browser.press("Enviar mi respuesta").await;
    browser.expect_text("Gracias, su respuesta quedó guardada").await;
    browser.expect_accessible().await;
    browser.visit(&ground.url(&over)).await;
    browser.expect_text("respuesta quedó guardada").await;
    browser.visit(&ground.url("/seguimientos/nada")).await;
    browser.expect_text("Este enlace no sirve").await;

    browser.width(1280).await;
    ground.enter(&browser, COORDINATOR_HUILA).await;
    browser.visit(&ground.url(&format!("/cohortes/{cohort}/encuestas"))).await;
    browser.expect_text("9 respuestas, promedio").await;
    browser.expect_text("Los resultados se muestran cuando cierre").await;
    browser.expect_accessible().await;
    browser.picture("survey-results").await;
    browser.width(320).await;
    browser.expect_accessible().await;
    browser.picture("survey-results").await;
    let secret = ballot.split_once('-').expect("a ballot's address").1;
    assert!(!ground.log().contains(secret), "the log holds no ballot");
    ground.finish(browser).await;
}

/// Three scales have answers of the same words: each is named with its question, as a screen reader
/// says them one after the other.
async fn name_scales(browser: &Browser) {
    let script = "for (const radio of document.querySelectorAll('.choices--inline input[type=radio]')) \
                  if (/^[1-5]$/.test(radio.value)) \
                  radio.setAttribute('aria-label', radio.name.replace('respuesta_', '') + ' ' + radio.value)";
    browser.script(script, vec![]).await;
}

/// The learner's place whose survey is open.
async fn open_place(db: &DatabaseConnection) -> i64 {
    let learner = account::Entity::find()
        .filter(account::Column::DisplayName.eq(LEARNER))
        .one(db)
        .await
        .unwrap()
        .unwrap();
    let ticket = survey_ticket::Entity::find()
        .join(JoinType::InnerJoin, survey_ticket::Relation::Enrolment.def())
        .filter(enrolment::Column::PersonId.eq(learner.person_id.unwrap()))
        .filter(survey_ticket::Column::IsUsed.eq(false))
        .order_by_desc(survey_ticket::Column::RoundId)
        .one(db)
        .await
        .unwrap()
        .expect("the demo has a survey for them");
    ticket.enrolment_id.0
}

/// The address in somebody's first letter about a cohort; of whoever was written to first when nobody is named.
async fn letter(db: &DatabaseConnection, name: Option<&str>, cohort: i64) -> String {
    let mut select = outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("surveys/follow_up"))
        .filter(outbox_message::Column::CohortId.eq(cohort))
        .order_by_asc(outbox_message::Column::Id);
    if let Some(name) = name {
        select = select.filter(outbox_message::Column::RecipientName.eq(name));
    }
    let found = select.one(db).await.unwrap().expect("the demo wrote to them");
    let rest = found.text_body.split("/seguimientos/").nth(1).expect("has its address").to_owned();
    let token: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    format!("/seguimientos/{token}")
}

/// The cohort whose follow-up was opened last, and is open.
async fn followed_cohort(db: &DatabaseConnection) -> i64 {
    let last = survey_round::Entity::find()
        .filter(survey_round::Column::Kind.eq(Kind::Months3))
        .order_by_desc(survey_round::Column::OpenedAt)
        .one(db)
        .await
        .unwrap();
    last.expect("the demo asks a cohort of Caquetá").cohort_id.0
}
