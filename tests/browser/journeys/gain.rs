//! (iii) Twelve people answer a first and a last test in the browser, and the coordination reads what
//! they gained, as somebody computes it by hand.

use formacion::assessment::entity::activity::{self, Kind};
use formacion::cohorts::entity::cohort::{self, CohortId};
use formacion::enrolment::entity::enrolment;
use formacion::platform::clock::Clock;
use formacion::sign_in::entity::account;
use formacion::sign_in::entity::role_grant::{self, Role};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Database, DatabaseConnection, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use super::{COORDINATOR_META, Ground, day, option};
use crate::support::browser::{Browser, Way};
use crate::support::exams::{published, single};

/// The demo publishes no questions of it, so that a draw takes from these alone.
const CAPACITY: &str = "TRI-03";
const PASSWORD: &str = "demostracion-2026";

/// Right answers of four before and after, and the gain: what was gained over what was left.
///
/// | before | after | gain |
/// |---|---|---|
/// | 0 | 2 | 2/4 = 0,50 |
/// | 1 | 4 | 3/3 = 1,00 |
/// | 2 | 3 | 1/2 = 0,50 |
/// | 0 | 1 | 1/4 = 0,25 |
/// | 1 | 1 | 0/3 = 0,00 |
/// | 2 | 4 | 2/2 = 1,00 |
/// | 3 | 4 | 1/1 = 1,00 |
/// | 0 | 4 | 4/4 = 1,00 |
/// | 1 | 2 | 1/3 = 0,3333 |
/// | 2 | 2 | 0/2 = 0,00 |
/// | 3 | 2 | −1/1 = −1,00 |
/// | 4 | 4 | nothing was left |
///
/// Eleven gains add up to 4,5833: their mean is 0,4167. Their squares add up to 5,6736; less eleven
/// times the mean's square, 1,9097, over ten: 0,37639, whose root is 0,61351; over √11 0,18498; by
/// Student's 2,228139 (ten degrees, 95 %) 0,41216: from 0,0045 to 0,8288. All twelve went from
/// 19/48 = 40 % to 33/48 = 69 %.
const TABLE: [(usize, usize); 12] = [
    (0, 2),
    (1, 4),
    (2, 3),
    (0, 1),
    (1, 1),
    (2, 4),
    (3, 4),
    (0, 4),
    (1, 2),
    (2, 2),
    (3, 2),
    (4, 4),
];

#[rocket::async_test]
async fn the_gain_of_twelve_people_is_the_one_of_the_table() {
    let ground = Ground::new("journey gain").await;
    let class = prepare(&ground).await;
    let browser = Browser::open_at(Way::Mouse, 1280).await;
    ground.enter(&browser, COORDINATOR_META).await;
    for test in &class.tests {
        browser.visit(&ground.url(&format!("/actividades/{}/prueba", test.id))).await;
        browser.fill("Abre el", &day(-1)).await;
        browser.fill("Cierra el", &day(2)).await;
        let capacity = option(&browser, "capacidad[0]", "Esfuerzo propio de recaudo").await;
        browser.choose("Capacidad", &capacity).await;
        browser.fill("Cuántas preguntas", "4").await;
        browser.fill("Puntos de cada una", "1").await;
        browser.press("Guardar la prueba").await;
        browser.expect_text("quedó guardada").await;
    }
    ground.leave(&browser).await;
    for ((before, after), (mail, place)) in TABLE.into_iter().zip(&class.people) {
        browser.visit(&ground.url("/ingresar")).await;
        browser.fill("Correo electrónico", mail).await;
        browser.fill("Contraseña", PASSWORD).await;
        browser.press("Ingresar").await;
        for (test, right) in class.tests.iter().zip([before, after]) {
            sit(&ground, &browser, (*place, &test.name), right).await;
        }
        ground.leave(&browser).await;
    }
    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&ground.url(&format!("/cohortes/{}/notas", class.cohort))).await;
    browser.expect_text("Ganancia por capacidad").await;
    browser.expect_text("0,42").await;
    browser.expect_text("de 0,00 a 0,83").await;
    browser.expect_accessible().await;
    browser.picture("gain-grades").await;
    ground.finish(browser).await;
}

/// Begins a test, answers so many questions right and the others wrong, and hands in.
async fn sit(ground: &Ground, browser: &Browser, (place, name): (i64, &str), right: usize) {
    browser.visit(&ground.url(&format!("/inscripciones/{place}/pruebas"))).await;
    browser.press(name).await;
    browser.press("Empezar la prueba").await;
    for number in 1..=4 {
        browser.expect_text(&format!("Pregunta {number} de 4")).await;
        browser.tick(if number <= right { "La correcta" } else { "Una que no" }).await;
        browser.press(if number < 4 { "Guardar y seguir" } else { "Guardar y revisar" }).await;
    }
    browser.expect_text("4 de 4 contestadas").await;
    browser.press("Entregar").await;
    browser.press("Entregar y terminar").await;
    browser.expect_text(&format!("{right} de 4 puntos")).await;
}

struct Class {
    cohort: CohortId,
    /// Its first and last test.
    tests: Vec<activity::Model>,
    /// Mail and place.
    people: Vec<(String, i64)>,
}

/// Twelve people of a cohort under way who can enter, its two tests, and four questions in the bank.
async fn prepare(ground: &Ground) -> Class {
    let db = Database::connect(ground.database_url()).await.unwrap();
    let running = cohort::Entity::find()
        .filter(cohort::Column::UnitCode.eq("MET"))
        .filter(cohort::Column::Stage.eq(cohort::Stage::Running))
        .order_by_asc(cohort::Column::Id)
        .all(&db)
        .await
        .unwrap();
    let mut found = None;
    for cohort in running {
        let places = enrolment::Entity::find()
            .filter(enrolment::Column::CohortId.eq(cohort.id))
            .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
            .order_by_asc(enrolment::Column::Id)
            .limit(12)
            .all(&db)
            .await
            .unwrap();
        if places.len() == 12 {
            found = Some((cohort.id, places));
            break;
        }
    }
    let (cohort, places) = found.expect("a cohort of twelve is under way");
    let demo = account::Entity::find()
        .filter(account::Column::PasswordHash.is_not_null())
        .one(&db)
        .await
        .unwrap()
        .expect("the demo's people have a password");
    let mut people = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let mail = mail_of(&db, &demo, place, index).await;
        people.push((mail, place.id.0));
    }
    let now = Clock::machine().now();
    for number in 1..=4 {
        published(&db, now, demo.id, CAPACITY, &single(number)).await;
    }
    let mut tests = Vec::new();
    for (kind, name) in [(Kind::PreTest, "Prueba inicial"), (Kind::PostTest, "Prueba final")] {
        let known = activity::Entity::find()
            .filter(activity::Column::CohortId.eq(cohort))
            .filter(activity::Column::Kind.eq(kind))
            .one(&db)
            .await
            .unwrap();
        tests.push(match known {
            Some(known) => known,
            None => {
                let row = activity::ActiveModel {
                    cohort_id: Set(cohort),
                    kind: Set(kind),
                    name: Set(name.to_owned()),
                    weight: Set(0),
                    position: Set(90),
                    ..Default::default()
                };
                row.insert(&db).await.unwrap()
            }
        });
    }
    db.close().await.unwrap();
    Class { cohort, tests, people }
}

/// The mail by which somebody enters: their account's, or a new one's with the demo's password.
async fn mail_of(
    db: &DatabaseConnection,
    demo: &account::Model,
    place: &enrolment::Model,
    index: usize,
) -> String {
    let known = account::Entity::find()
        .filter(account::Column::PersonId.eq(place.person_id.0))
        .one(db)
        .await
        .unwrap();
    if let Some(known) = known {
        return known.email;
    }
    let email = format!("gana{index}@prueba.example");
    let row = account::ActiveModel {
        person_id: Set(Some(place.person_id.0)),
        email: Set(email.clone()),
        display_name: Set(format!("participante {index}")),
        search_name: Set(email.clone()),
        password_hash: Set(demo.password_hash.clone()),
        is_active: Set(true),
        created_at: Set(Clock::machine().now()),
        ..Default::default()
    };
    let id = row.insert(db).await.unwrap().id;
    let grant = role_grant::ActiveModel {
        account_id: Set(id),
        role: Set(Role::Participant),
        created_at: Set(Clock::machine().now()),
        ..Default::default()
    };
    grant.insert(db).await.unwrap();
    email
}
