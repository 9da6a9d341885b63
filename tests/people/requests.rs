//! What one unit may not do alone with a record, it asks for (R80).

use formacion::cohorts::entity::cohort::{CohortId, Stage as CohortStage};
use formacion::enrolment::commands::{NewEnrolment, enrol};
use formacion::notices::entity::outbox_message;
use formacion::people::entity::person::{self, PersonId};
use formacion::people::entity::person_request;
use formacion::sign_in::actor::Role;
use formacion::sign_in::entity::{account, role_grant};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::enrolment::asks;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{people, post, servant};
use crate::support::world::{World, grant};

const FAR: &str = "18592";

pub async fn place(world: &World, person: PersonId, cohort: CohortId) {
    enrol(&world.app, asks(cohort, person), NewEnrolment::default()).await.expect("gets a place");
}

/// A cohort of Huila's unit.
pub fn far_plan() -> CohortPlan {
    CohortPlan {
        unit: "HUI",
        municipalities: vec![FAR],
        facilitator: "luz",
        name: "Caquetá 2026-2",
        ..CohortPlan::default()
    }
}

/// A cohort of Huila's unit and one of Meta's.
pub async fn of_two_units(world: &World) -> [CohortId; 2] {
    let far = cohort(world, far_plan()).await;
    let near = CohortPlan { stage: CohortStage::Confirmed, ..CohortPlan::default() };
    [far, cohort(world, near).await]
}

/// Somebody who works in Huila's unit and takes part in both.
pub async fn shared(world: &World, number: usize, cohorts: [CohortId; 2]) -> PersonId {
    let (shared, _) = servant(world, number, FAR).await;
    for cohort in cohorts {
        place(world, shared, cohort).await;
    }
    shared
}

/// Somebody of both units, and a record of Meta's alone.
async fn shared_and_own(world: &World) -> (PersonId, PersonId) {
    let cohorts = of_two_units(world).await;
    let shared = shared(world, 1, cohorts).await;
    let own = people(world, 2..3, false).await[0];
    post(world, own, "50325", true).await;
    (shared, own)
}

async fn record(world: &World, id: PersonId) -> person::Model {
    person::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap()
}

async fn the_request(world: &World) -> person_request::Model {
    person_request::Entity::find().one(world.app.db.read()).await.unwrap().expect("was asked")
}

async fn letters(world: &World, kind: &str) -> Vec<String> {
    let rows = outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq(kind))
        .all(world.app.db.read())
        .await
        .unwrap();
    rows.into_iter().map(|row| row.recipient_email).collect()
}

#[rocket::async_test]
async fn a_name_that_two_units_share_is_asked_for_and_the_other_unit_decides() {
    let world = World::new("ask-name").await;
    let (shared, _) = shared_and_own(&world).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/personas/{shared}/nombre");
    staff.get(&path).await.expect(200).expect_text("Pedir el cambio");
    let name = [("primer_nombre", "Nandú"), ("primer_apellido", "Guayacán")];
    staff.post(&path, &name).await.expect(422).expect_text("por qué hace falta");
    let asked = [name.as_slice(), &[("motivo", "Así está en su cédula")]].concat();
    staff.submit(&path, &asked).await.expect(200).expect_text("La solicitud quedó enviada");
    assert_eq!(record(&world, shared).await.first_name, "Ñandú", "nothing changed yet");
    assert_eq!(letters(&world, "people/change_asked").await, ["persona1@pueblo.example"]);
    staff.post(&path, &asked).await.expect(422).expect_text("Ya hay una solicitud");

    let request = format!("/solicitudes-de-registro/{}", the_request(&world).await.id);
    let decision = [("respuesta", "aceptar"), ("motivo", "Mostró la cédula")];
    staff.get(&request).await.expect(200).expect_text("La decide otra territorial");
    staff.post(&request, &decision).await.expect(403);
    let colleague = vec![grant(Role::Coordinator, Some("MET"), None, None)];
    let colleague = world.as_holder("colega", colleague).await;
    colleague.post(&request, &decision).await.expect(403);
    world.as_coordinator("BOY").await.get(&request).await.expect(404);
    world.as_gobernacion("18").await.get(&request).await.expect(403);

    let other = world.as_coordinator("HUI").await;
    other.get("/").await.expect(200).expect_text("Revisar 1 persona");
    staff.get("/").await.expect(200).expect_no_text("Revisar 1 persona");
    other.get("/personas/revision").await.expect(200).expect_text("1 solicitud por decidir");
    let page = other.get(&format!("/personas/{shared}")).await.expect(200);
    page.expect_text("Espera una decisión").expect_text("corregir el nombre");
    other.get("/solicitudes-de-registro").await.expect(200).expect_text("corregir el nombre");
    let page = other.get(&request).await.expect(200);
    page.expect_text("Así está en su cédula").expect_text("Nandú Guayacán");
    other.post(&request, &[("respuesta", "aceptar")]).await.expect(422);
    other.submit(&request, &decision).await.expect(200).expect_text("El cambio quedó hecho");
    assert_eq!(record(&world, shared).await.first_name, "Nandú");
    assert_eq!(letters(&world, "people/corrected").await, ["persona1@pueblo.example"]);
    other.post(&request, &decision).await.expect(422).expect_text("ya se decidió");
    world.finish().await;
}

#[rocket::async_test]
async fn a_union_over_units_is_asked_for_and_can_be_denied() {
    let world = World::new("ask-union").await;
    let (shared, own) = shared_and_own(&world).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/personas/{shared}/union/{own}");
    let (ours, theirs) = (shared.to_string(), own.to_string());
    let typed = [
        ("queda", theirs.as_str()),
        ("nombre", &ours),
        ("documento", &ours),
        ("nota", "Es la misma"),
    ];
    staff.get(&path).await.expect(200).expect_text("Pedir la unión");
    staff.submit(&path, &typed).await.expect(200).expect_text("La solicitud quedó enviada");
    assert_eq!(record(&world, shared).await.merged_into, None, "nobody was taken over");
    let request = format!("/solicitudes-de-registro/{}", the_request(&world).await.id);
    let administrator = world.as_administrator().await;
    let denied = [("respuesta", "negar"), ("motivo", "Son dos personas")];
    administrator.submit(&request, &denied).await.expect(200).expect_text("quedó negada");
    assert_eq!(record(&world, shared).await.merged_into, None);
    staff.get(&request).await.expect(200).expect_text("Negada").expect_text("Son dos personas");
    // Asked again, and granted this time.
    staff.submit(&path, &typed).await.expect(200);
    let db = world.app.db.read();
    let open = person_request::Column::DecidedAt.is_null();
    let open = person_request::Entity::find().filter(open).one(db).await.unwrap().unwrap();
    let granted = [("respuesta", "aceptar"), ("motivo", "Mostró sus documentos")];
    let request = format!("/solicitudes-de-registro/{}", open.id);
    administrator.submit(&request, &granted).await.expect(200).expect_text("quedó hecho");
    assert_eq!(record(&world, shared).await.merged_into, Some(own));
    assert_eq!(letters(&world, "people/merged").await, ["persona1@pueblo.example"]);
    world.finish().await;
}

#[rocket::async_test]
async fn no_union_leaves_the_product_without_an_administrator() {
    let world = World::new("last-administrator").await;
    let (one, _) = servant(&world, 1, "50325").await;
    let other = people(&world, 2..3, false).await[0];
    post(&world, other, "50325", true).await;
    let last =
        world.as_holder("última", vec![grant(Role::NationalAdministrator, None, None, None)]);
    let last = last.await;
    last.is_also(one.0).await;
    let staff = world.as_coordinator("MET").await;
    let (ours, theirs) = (one.to_string(), other.to_string());
    let typed =
        [("queda", theirs.as_str()), ("nombre", &ours), ("documento", &ours), ("nota", "La misma")];
    let path = format!("/personas/{one}/union/{other}");
    staff.post(&path, &typed).await.expect(422).expect_text("rol del equipo");
    let administrators = role_grant::Entity::find()
        .find_also_related(account::Entity)
        .filter(role_grant::Column::Role.eq(Role::NationalAdministrator))
        .filter(account::Column::IsActive.eq(true));
    assert_eq!(administrators.count(world.app.db.read()).await.unwrap(), 1);
    last.get("/cuentas").await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn a_mail_that_two_units_need_is_asked_for_and_opens_the_account_when_granted() {
    let world = World::new("ask-contacts").await;
    let cohorts = of_two_units(&world).await;
    let person = shared(&world, 1, cohorts).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/personas/{person}/contacto");
    let shown = staff.get(&format!("/personas/{person}")).await.expect(200).body();
    assert!(shown.contains(&path), "the form is found from the record");
    staff.get(&path).await.expect(200).expect_text("Pedir el cambio");
    // Every wrong field at once, and nothing was sent.
    let wrong = [("correo", "no es un correo"), ("telefono", "3")];
    let page = staff.post(&path, &wrong).await.expect(422);
    page.expect_text("Escriba por qué se corrige.").expect_text("correo");
    let typed = [
        ("correo", "ahora@pueblo.example"),
        ("telefono", "3001234567"),
        ("motivo", "Llamó y dijo que el de antes no es suyo"),
    ];
    staff.submit(&path, &typed).await.expect(200).expect_text("La solicitud quedó enviada");
    assert_eq!(record(&world, person).await.email.as_deref(), Some("persona1@pueblo.example"));
    assert_eq!(letters(&world, "people/change_asked").await, ["persona1@pueblo.example"]);

    let request = format!("/solicitudes-de-registro/{}", the_request(&world).await.id);
    let decision = [("respuesta", "aceptar"), ("motivo", "También nos llamó")];
    staff.post(&request, &decision).await.expect(403);
    let other = world.as_coordinator("HUI").await;
    other.get(&request).await.expect(200).expect_text("ahora@pueblo.example");
    other.submit(&request, &decision).await.expect(200).expect_text("El cambio quedó hecho");
    assert_eq!(record(&world, person).await.email.as_deref(), Some("ahora@pueblo.example"));
    // Every unit that reaches the record reads when it changed and by whom.
    for unit in [&staff, &other] {
        let page = unit.get(&format!("/personas/{person}")).await.expect(200);
        page.expect_text("Cambios de correo y teléfono").expect_text("coordinador HUI");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn what_was_asked_of_a_record_ends_when_it_becomes_part_of_another() {
    let world = World::new("ask-merged").await;
    let cohorts = of_two_units(&world).await;
    let asked = shared(&world, 1, cohorts).await;
    let other = people(&world, 2..3, false).await[0];
    post(&world, other, "50325", true).await;
    let staff = world.as_coordinator("MET").await;
    let document =
        [("tipo_documento", "PPT"), ("documento", "99.000.030"), ("motivo", "Mostró el permiso")];
    staff.post(&format!("/personas/{asked}/documento"), &document).await.expect(303);
    let request = format!("/solicitudes-de-registro/{}", the_request(&world).await.id);
    let administrator = world.as_administrator().await;
    let (ours, theirs) = (other.to_string(), asked.to_string());
    let union = [
        ("queda", ours.as_str()),
        ("nombre", &theirs),
        ("documento", &theirs),
        ("nota", "La misma"),
    ];
    let path = format!("/personas/{asked}/union/{other}");
    administrator.post(&path, &union).await.expect(303);
    let before = record(&world, asked).await.document_number;
    let decision = [("respuesta", "aceptar"), ("motivo", "Mostró la cédula")];
    administrator.post(&request, &decision).await.expect(422).expect_text("ya se decidió");
    assert_eq!(record(&world, asked).await.document_number, before, "the alias keeps its number");
    assert!(the_request(&world).await.decision.unwrap().contains("se unió a otro"));
    world.finish().await;
}
