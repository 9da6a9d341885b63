//! A mail opens an account: whoever brings it with a list, a form or a nomination puts it into the records
//! that they answer for, and asks for the others (R77, R80).

use formacion::cohorts::entity::cohort::CohortId;
use formacion::enrolment::import::worker::work;
use formacion::people::entity::person::{self, PersonId};
use formacion::people::entity::person_request;
use formacion::sign_in::entity::account;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::requests::{far_plan, of_two_units, place};
use crate::enrolment::import::{self, confirmed, csv, sent};
use crate::enrolment::nominate::scene;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{document, people, post};
use crate::support::world::{Character, World};

const FAR: &str = "18592";
const MALLORY: &str = "mallory@ladron.example";

/// Somebody of Huila's unit whom nobody can write to, in a cohort of theirs.
async fn without_mail(world: &World, n: usize, far: CohortId) -> PersonId {
    let person = people(world, n..n + 1, false).await[0];
    post(world, person, FAR, true).await;
    place(world, person, far).await;
    person
}

fn form<'a>(number: &'a str, mail: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("paso", "crear"),
        ("tipo_documento", "CC"),
        ("documento", number),
        ("primer_nombre", "Ñandú"),
        ("primer_apellido", "Guayacán"),
        ("segundo_apellido", "B"),
        ("correo", mail),
        ("municipio", "50325"),
        ("entidad", "alcaldia:50325"),
        ("cargo", "Tesorera"),
        ("tipo_vinculacion", "lnr"),
        ("autorizo", "si"),
    ]
}

async fn mail_of(world: &World, id: PersonId) -> Option<String> {
    person::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap().email
}

async fn accounts(world: &World, mail: &str) -> u64 {
    let of = account::Column::Email.eq(mail);
    account::Entity::find().filter(of).count(world.app.db.read()).await.unwrap()
}

async fn asked(world: &World) -> Vec<PersonId> {
    let rows = person_request::Entity::find().all(world.app.db.read()).await.unwrap();
    rows.into_iter().map(|row| row.person_id).collect()
}

async fn decides(who: &Character<'_>, answer: &str) {
    let db = who.world.app.db.read();
    let open = person_request::Column::DecidedAt.is_null();
    let open = person_request::Entity::find().filter(open).one(db).await.unwrap().expect("waits");
    let fields = [("respuesta", answer), ("motivo", "Llamamos a la persona")];
    who.post(&format!("/solicitudes-de-registro/{}", open.id), &fields).await.expect(303);
}

#[rocket::async_test]
async fn a_form_of_another_unit_asks_for_the_mail_and_takes_nothing() {
    let world = World::new("bringing form").await;
    let [far, near] = of_two_units(&world).await;
    let person = without_mail(&world, 1, far).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{near}/inscritos/nuevo");
    let number = document(1);
    staff.post(&path, &form(&number, MALLORY)).await.expect(303);
    assert_eq!((mail_of(&world, person).await, accounts(&world, MALLORY).await), (None, 0));
    assert_eq!(asked(&world).await, [person]);
    // Brought again, it waits once; whoever brought it does not decide.
    staff.post(&path, &form(&number, MALLORY)).await.expect(422);
    assert_eq!(asked(&world).await.len(), 1);
    // The unit that knows her says yes, and from then on she is written to.
    decides(&world.as_coordinator("HUI").await, "aceptar").await;
    assert_eq!(mail_of(&world, person).await.as_deref(), Some(MALLORY));
    assert_eq!(accounts(&world, MALLORY).await, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn one_s_own_people_get_their_mail_at_once() {
    let world = World::new("bringing own").await;
    let near = cohort(&world, CohortPlan::default()).await;
    let person = people(&world, 1..2, false).await[0];
    post(&world, person, "50325", true).await;
    let staff = world.as_coordinator("MET").await;
    let number = document(1);
    let path = format!("/cohortes/{near}/inscritos/nuevo");
    staff.post(&path, &form(&number, "ella@pueblo.example")).await.expect(303);
    assert_eq!(mail_of(&world, person).await.as_deref(), Some("ella@pueblo.example"));
    assert!(asked(&world).await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn a_file_of_another_unit_asks_for_each_mail_and_says_so_before() {
    let world = World::new("bringing file").await;
    let [far, near] = of_two_units(&world).await;
    let mut all = Vec::new();
    for n in 1..4 {
        all.push(without_mail(&world, n, far).await);
    }
    let staff = world.as_coordinator("MET").await;
    let row = |n: usize| {
        let mut row = import::person(n);
        row[1] = document(n);
        row[2] = format!("ÑANDU GUAYACAN {}", char::from(b'A' + n as u8));
        row[6] = format!("imp{n}@ladron.example");
        row
    };
    let file = csv(&(1..4).map(row).collect::<Vec<_>>());
    let address = sent(&staff, near, "lista.csv", &file).await;
    let page = confirmed(&staff, &address, "1").await;
    page.expect_text("se le pedirá que decida el correo");
    staff.post(&format!("{address}/confirmacion"), &[]).await.expect(303);
    work(&world.app).await.unwrap();
    for (n, person) in all.iter().enumerate() {
        assert_eq!(mail_of(&world, *person).await, None);
        assert_eq!(accounts(&world, &format!("imp{}@ladron.example", n + 1)).await, 0);
    }
    assert_eq!(asked(&world).await.len(), 3);
    world.finish().await;
}

#[rocket::async_test]
async fn an_entity_fills_no_record_that_somebody_else_answers_for() {
    let world = World::new("bringing nomination").await;
    let scene = scene(&world, 5, 2..3).await;
    let far = cohort(&world, far_plan()).await;
    let person = without_mail(&world, 1, far).await;
    let entity = scene.focal.actor().await.entities()[0].to_string();
    let number = document(1);
    let mut fields = form(&number, MALLORY);
    fields.retain(|(name, _)| !["entidad", "municipio", "paso"].contains(name));
    fields.push(("entidad", entity.as_str()));
    scene.focal.post(&format!("{}/nueva", scene.path), &fields).await.expect(303);
    assert_eq!((mail_of(&world, person).await, accounts(&world, MALLORY).await), (None, 0));
    assert_eq!(asked(&world).await, [person]);
    decides(&world.as_coordinator("HUI").await, "negar").await;
    assert_eq!(mail_of(&world, person).await, None);
    world.finish().await;
}

#[rocket::async_test]
async fn no_record_becomes_one_s_own_by_correcting_a_post() {
    let world = World::new("bringing posts").await;
    let [far, _] = of_two_units(&world).await;
    let person = people(&world, 1..2, true).await[0];
    place(&world, person, far).await;
    // A post in Meta that no place uses: Huila does not have the record alone.
    let theirs = post(&world, person, "50325", true).await;
    let staff = world.as_coordinator("HUI").await;
    let contact = format!("/personas/{person}/contacto");
    staff.get(&contact).await.expect(200).expect_text("Pedir el cambio");
    let correction = format!("/vinculaciones/{theirs}/correccion");
    let fields = [
        ("departamento", "18"),
        ("municipio", FAR),
        ("entidad", "alcaldia:18592"),
        ("cargo", "Tesorera"),
        ("tipo_vinculacion", "lnr"),
        ("desde", "2025-01-01"),
    ];
    staff.post(&correction, &fields).await.expect(422).expect_text("es la que la corrige");
    let page = staff.get(&format!("/vinculaciones/{theirs}")).await.expect(200).body();
    assert!(!page.contains("/correccion"), "what would be refused is not offered");
    staff.get(&contact).await.expect(200).expect_text("Pedir el cambio");
    world.finish().await;
}
