//! Two records of one person become one, and two again (R27, R28).

use formacion::enrolment::commands::{NewEnrolment, enrol, withdraw};
use formacion::enrolment::entity::enrolment;
use formacion::enrolment::policy::{EnrolmentParties, may_withdraw};
use formacion::notices::entity::outbox_message;
use formacion::people::bringing::Bringer;
use formacion::people::commands::{NewPerson, register};
use formacion::people::entity::person::{self, DocumentType, PersonId};
use formacion::people::entity::person_merge;
use formacion::people::queries::by_document;
use formacion::platform::errors::Failure;
use formacion::sign_in::actor::Author;
use formacion::sign_in::entity::{account, role_grant};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};

use crate::enrolment::asks;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{alone, document, post, servant};
use crate::support::world::World;

/// The same woman, written shorter and with another number, in the same alcaldía.
pub async fn second_record(world: &World, municipality: &str) -> PersonId {
    let tx = world.app.db.begin().await.unwrap();
    let new = NewPerson {
        document_type: DocumentType::Cc,
        document_number: document(900),
        first_name: "Ñandu".to_owned(),
        second_name: None,
        first_surname: "GUAYACAN".to_owned(),
        second_surname: None,
        email: None,
        phone: Some("3990000001".to_owned()),
    };
    let person = register(&tx, &world.app, &Bringer::of_all(&Author::system()), new)
        .await
        .expect("is registered");
    tx.commit().await.unwrap();
    post(world, person, municipality, true).await;
    person
}

fn union_of(one: PersonId, other: PersonId) -> String {
    format!("/personas/{one}/union/{other}")
}

/// All that the union may touch, as text: what undoing must give back.
async fn everything(world: &World) -> Vec<String> {
    let db = world.app.db.read();
    let backend = db.get_database_backend();
    let mut all = Vec::new();
    for (table, columns) in [
        (
            "person",
            "id, document_type, document_number, first_name, search_name, email, phone, merged_into",
        ),
        ("person_word", "person_id, word"),
        ("post", "id, person_id, is_principal"),
        ("enrolment", "id, person_id, post_id, stage"),
        ("account", "id, person_id, is_active"),
        ("outbox_message", "id, person_id"),
    ] {
        // The letters that tell of the union itself stay.
        let but = if table == "outbox_message" {
            "WHERE dedupe_key NOT LIKE 'people/merged%'"
        } else {
            ""
        };
        let texts: Vec<String> = columns
            .split(", ")
            .map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')"))
            .collect();
        let sql =
            format!("SELECT {} AS row FROM {table} {but} ORDER BY 1", texts.join(" || '|' || "));
        let sql = sql.replace("AS row", "AS line");
        let rows = db.query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
        all.extend(rows.iter().map(|row| {
            let line: String = row.try_get("", "line").unwrap();
            format!("{table} {line}")
        }));
    }
    all
}

async fn record(world: &World, id: PersonId) -> person::Model {
    person::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap()
}

async fn the_union(world: &World) -> person_merge::Model {
    person_merge::Entity::find().one(world.app.db.read()).await.unwrap().unwrap()
}

#[rocket::async_test]
async fn a_like_name_in_the_same_municipality_waits_to_be_looked_at_once() {
    let world = World::new("duplicates").await;
    let (one, _) = servant(&world, 1, "50325").await;
    let staff = world.as_coordinator("MET").await;
    staff.get("/personas/revision").await.expect(200).expect_text("No hay posibles duplicados");
    let other = second_record(&world, "50325").await;
    let queue = staff.get("/personas/revision").await.expect(200);
    queue.expect_text("Mismo nombre y municipio").expect_text("Ñandu Guayacan");
    let huila = world.as_coordinator("HUI").await;
    huila.get("/personas/revision").await.expect(200).expect_text("No hay posibles duplicados");
    huila.get(&union_of(one, other)).await.expect(404);
    world.as_gobernacion("50").await.get("/personas/revision").await.expect(403);
    let apart = format!("/personas/{one}/distinta/{other}");
    staff.submit(&apart, &[]).await.expect(200).expect_text("no son la misma persona");
    post(&world, other, "50577", false).await;
    post(&world, one, "50577", false).await;
    let queue = staff.get("/personas/revision").await.expect(200);
    queue.expect_text("No hay posibles duplicados");
    world.finish().await;
}

#[rocket::async_test]
async fn a_union_moves_what_hangs_on_a_person_and_undoing_gives_it_back() {
    let world = World::new("union").await;
    let (one, _) = servant(&world, 1, "50325").await;
    let other = second_record(&world, "50325").await;
    let first = cohort(&world, CohortPlan::default()).await;
    let second =
        cohort(&world, CohortPlan { name: "Meta 2026-3", first_day: 20, ..CohortPlan::default() })
            .await;
    enrol(&world.app, asks(first, one), NewEnrolment::default()).await.expect("gets a place");
    enrol(&world.app, asks(second, other), NewEnrolment::default()).await.expect("gets a place");
    let absorbed_account = world.as_participant(other.0).await;
    world.as_participant(one.0).await;
    // The two records have an account and a mail each: the administration decides.
    let staff = world.as_administrator().await;
    let huila = world.as_coordinator("HUI").await;
    let before = everything(&world).await;
    let path = union_of(one, other);
    let compared = staff.get(&path).await.expect(200);
    compared.expect_text("Meta 2026-2").expect_text("Meta 2026-3").expect_text("Vinculaciones");
    let (ours, theirs) = (one.to_string(), other.to_string());
    let chosen = [("queda", ours.as_str()), ("nombre", &theirs), ("documento", &theirs)];
    staff.post(&path, &chosen).await.expect(422).expect_text("Escriba cómo comprobó");
    let stranger = [("queda", "999"), ("nombre", "1"), ("documento", ""), ("nota", "x")];
    staff.post(&path, &stranger).await.expect(422).expect_text("Elija el registro que queda");
    let with_note: Vec<_> =
        chosen.into_iter().chain([("nota", "Mostró la cédula de Ñandú.")]).collect();
    let page = staff.submit(&path, &with_note).await.expect(200);
    page.expect_text("quedaron unidos")
        .expect_text("Ñandu Guayacan")
        .expect_text("C. C. 9.100.000.900")
        .expect_text("Meta 2026-2")
        .expect_text("Meta 2026-3")
        .expect_text("Registros unidos");
    // One person, whichever number: neither is deleted.
    let db = world.app.db.read();
    for number in [document(1), document(900)] {
        let found = by_document(db, DocumentType::Cc, &number).await.unwrap();
        assert_eq!(found.map(|person| person.id), Some(one), "{number}");
    }
    let gone = staff.get(&format!("/personas/{other}")).await.expect(303);
    assert_eq!(gone.location.as_deref(), Some(format!("/personas/{one}").as_str()));
    staff.get("/personas?q=guayacan").await.expect(200).expect_text("1–1 de 1");
    let to_sign_in = absorbed_account.get("/mis-inscripciones").await;
    assert!(to_sign_in.location.is_some_and(|to| to.starts_with("/ingresar")), "one account");
    staff.post(&path, &with_note).await.expect(422).expect_text("ya se unió con otro");

    let union = format!("/uniones/{}", the_union(&world).await.id);
    let told = staff.get(&union).await.expect(200);
    told.expect_text("Mostró la cédula")
        .expect_text("inscripciones: 1")
        .expect_text("administradora");
    huila.get(&union).await.expect(404);
    let undone = staff.submit(&format!("{union}/anulacion"), &[]).await.expect(200);
    undone.expect_text("cada registro quedó como estaba").expect_text("C. C. 9.100.000.001");
    assert_eq!(everything(&world).await, before);
    staff.post(&format!("{union}/anulacion"), &[]).await.expect(422).expect_text("ya se deshizo");
    staff.get("/personas/revision").await.expect(200).expect_text("No hay posibles duplicados");
    world.finish().await;
}

#[rocket::async_test]
async fn two_places_in_one_cohort_stay_two_histories() {
    let world = World::new("union-twin").await;
    let (one, _) = servant(&world, 1, "50325").await;
    let other = second_record(&world, "50325").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    enrol(&world.app, asks(cohort, one), NewEnrolment::default()).await.expect("gets a place");
    let placed = enrol(&world.app, asks(cohort, other), NewEnrolment::default()).await;
    let placed = placed.expect("gets a place").enrolment;
    let staff = world.as_coordinator("MET").await;
    let (ours, path) = (one.to_string(), union_of(one, other));
    let typed = [
        ("queda", ours.as_str()),
        ("nombre", &ours),
        ("documento", &ours),
        ("nota", "Es la misma."),
    ];
    let refused = staff.post(&path, &typed).await.expect(422);
    refused.expect_text("«Meta 2026-2»: retire primero uno");
    let place = EnrolmentParties { enrolment: placed, person: other, unit: "MET" };
    let permit = may_withdraw(&staff.actor().await, place).unwrap();
    withdraw(&world.app, permit, Some("Está dos veces".to_owned())).await.expect("is withdrawn");
    let page = staff.submit(&path, &typed).await.expect(200);
    page.expect_text("quedaron unidos").expect_text("Retirada");
    let stayed = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.eq(other))
        .one(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(stayed.map(|row| row.id), Some(placed), "its history stays on its record");
    world.finish().await;
}

#[rocket::async_test]
async fn a_union_that_later_changes_stand_on_is_not_undone_halfway() {
    let world = World::new("union-stuck").await;
    let (one, _) = servant(&world, 1, "50325").await;
    let other = second_record(&world, "50325").await;
    let staff = world.as_coordinator("MET").await;
    let (ours, theirs, path) = (one.to_string(), other.to_string(), union_of(one, other));
    let typed = [
        ("queda", ours.as_str()),
        ("nombre", &ours),
        ("documento", &theirs),
        ("nota", "Es la misma."),
    ];
    staff.submit(&path, &typed).await.expect(200).expect_text("quedaron unidos");
    let document = format!("/personas/{one}/documento");
    let new = [("tipo_documento", "PPT"), ("documento", "99000031")];
    staff.submit(&document, &new).await.expect(200);
    let before = everything(&world).await;
    let undo = format!("/uniones/{}/anulacion", the_union(&world).await.id);
    let refused = staff.post(&undo, &[]).await.expect(422);
    refused.expect_text("no se cambió nada").expect_text("cambió el documento de la persona");
    assert_eq!(everything(&world).await, before);
    assert_eq!(record(&world, other).await.merged_into, Some(one));
    world.finish().await;
}

#[rocket::async_test]
async fn a_union_takes_no_account_of_staff_and_a_coordinator_gives_nobody_anothers_mail() {
    let world = World::new("union-accounts").await;
    let (one, _) = servant(&world, 1, "50325").await;
    let other = second_record(&world, "50325").await;
    let staff = world.as_coordinator("MET").await;
    let administrator = world.as_administrator().await;
    let path = union_of(one, other);
    let (ours, theirs) = (one.to_string(), other.to_string());
    let typed = [
        ("queda", theirs.as_str()),
        ("nombre", &ours),
        ("documento", &ours),
        ("nota", "Es la misma."),
    ];
    let victim = world.as_participant(one.0).await.account();
    let attacker = world.as_participant(other.0).await;
    let before = everything(&world).await;
    staff.post(&path, &typed).await.expect(422).expect_text("correos distintos");
    assert_eq!(everything(&world).await, before, "nothing moved");
    let role = [("rol", "national_administrator")];
    administrator.submit(&format!("/cuentas/{victim}/roles"), &role).await.expect(200);
    for asks in [&staff, &administrator] {
        asks.post(&path, &typed).await.expect(422).expect_text("rol del equipo");
    }
    let db = world.app.db.read();
    let row = account::Entity::find_by_id(victim).one(db).await.unwrap().unwrap();
    assert!(row.is_active, "an administrator is not switched off");
    let grants = role_grant::Entity::find().filter(role_grant::Column::AccountId.eq(victim));
    let grants = grants.all(db).await.unwrap();
    let of_staff = grants.iter().find(|grant| grant.role.is_staff()).expect("was given").id;
    let take = format!("/cuentas/{victim}/roles/{of_staff}/retiro");
    administrator.submit(&take, &[]).await.expect(200);
    administrator.submit(&path, &typed).await.expect(200).expect_text("quedaron unidos");
    attacker.get("/mis-inscripciones").await.expect(303);
    let told = outbox_message::Entity::find()
        .filter(outbox_message::Column::DedupeKey.starts_with("people/merged"))
        .all(world.app.db.read())
        .await
        .unwrap();
    assert!(told.len() >= 2, "both addresses are told");
    world.finish().await;
}

#[rocket::async_test]
async fn of_two_unions_of_the_same_two_at_once_one_is_made() {
    use formacion::people::commands::{MergeChoice, merge};
    use formacion::people::policy::may_merge;
    use formacion::people::rules::PersonRefusal;
    let world = World::new("union-race").await;
    let (one, _) = servant(&world, 1, "50325").await;
    let other = second_record(&world, "50325").await;
    let actor = world.as_coordinator("MET").await.actor().await;
    let references = formacion::assembly::person_references();
    let unite = async |stays: PersonId, goes: PersonId| {
        let permit = may_merge(&actor, alone(stays), alone(goes)).unwrap();
        merge(&world.app, &references, permit, MergeChoice::default(), "A la vez").await
    };
    // Opposite ways, so that without one order of locks they would also wait for each other.
    let (here, there) = rocket::tokio::join!(unite(one, other), unite(other, one));
    let made = [&here, &there].iter().filter(|done| done.is_ok()).count();
    assert_eq!(made, 1);
    let lost = here.err().or(there.err());
    assert!(matches!(lost, Some(Failure::Refused(PersonRefusal::MergedAlready))));
    world.finish().await;
}
