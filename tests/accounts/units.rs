//! A coordination keeps the accounts of its own units, and none above it or outside of them (C69).

use chrono::TimeDelta;
use formacion::history::entity::history_event;
use formacion::notices::entity::outbox_message;
use formacion::sign_in::actor::{AccountId, Author, Grant, Role};
use formacion::sign_in::commands::{self, AccountRefusal};
use formacion::sign_in::entity::{account, role_grant};
use formacion::sign_in::policy::{AccountAccess, may_suspend};
use formacion::territory::commands::{NewEntity, find_or_add_entity};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::sign_in::told;
use crate::support::people::{document, people, servant};
use crate::support::world::{Answered, Character, World, grant};

/// An account as the administration finds it.
pub async fn access(world: &World, account: AccountId) -> AccountAccess {
    let roles = roles(world, account).await;
    let roles = roles.iter().map(|row| (row.id, Grant::from(row))).collect();
    AccountAccess { account, roles, served: Vec::new() }
}

async fn roles(world: &World, account: AccountId) -> Vec<role_grant::Model> {
    role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(account))
        .order_by_asc(role_grant::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap()
}

async fn entity(world: &World, name: &str, municipality: &str) -> i64 {
    let tx = world.app.db.begin().await.unwrap();
    let entity = NewEntity {
        kind: "alcaldia".to_owned(),
        name: name.to_owned(),
        municipality_code: municipality.to_owned(),
        is_demo: true,
    };
    let id = find_or_add_entity(&tx, &world.app, &Author::system(), entity).await.unwrap();
    tx.commit().await.unwrap();
    id.0
}

async fn facilitator<'w>(world: &'w World, name: &str, unit: &str) -> Character<'w> {
    world.as_holder(name, vec![grant(Role::Facilitator, Some(unit), None, None)]).await
}

async fn opens(
    who: &Character<'_>,
    mail: &str,
    number: &str,
    role: &str,
    scope: &[(&str, &str)],
) -> Answered {
    let mut fields = vec![
        ("tipo_documento", "CC"),
        ("documento", number),
        ("primer_nombre", "Rosa"),
        ("primer_apellido", "Yopo"),
        ("correo", mail),
        ("rol", role),
    ];
    fields.extend(scope);
    who.post("/cuentas", &fields).await
}

async fn all(world: &World) -> u64 {
    account::Entity::find().count(world.app.db.read()).await.unwrap()
}

#[rocket::async_test]
async fn a_coordination_opens_accounts_of_its_unit_and_history_says_who_did() {
    let world = World::new("unit opens").await;
    let coordinator = world.as_coordinator("MET").await;
    let near = entity(&world, "Instituto de prueba cercano", "50325").await;
    let page = coordinator.get("/cuentas/nueva").await.expect(200);
    let page = page.expect_text("Facilitación").expect_text("Enlace de la entidad");
    page.expect_no_text("Administración nacional").expect_no_text("Gobernación");
    let form = coordinator.get("/cuentas/nueva?rol=facilitator").await.expect(200);
    assert!(!form.body().contains("name=\"direccion\""), "there is one unit to choose");

    let mail = "rosa@pueblo.example";
    opens(&coordinator, mail, "9.300.000.201", "facilitator", &[]).await.expect(303);
    let rosa = world.as_account(mail).await.account();
    let given = roles(&world, rosa).await;
    assert_eq!(given.len(), 1);
    let given = (given[0].role, given[0].unit_code.as_deref());
    assert_eq!(given, (Role::Facilitator, Some("MET")), "of the unit, though nobody asked for it");
    let row = account::Entity::find_by_id(rosa).one(world.app.db.read()).await.unwrap().unwrap();
    assert!(row.person_id.is_some(), "its person is known");
    let scope = [("entidad", "instituto de prueba cercano")];
    let mail = "enlace@pueblo.example";
    opens(&coordinator, mail, "9.300.000.202", "focal_point", &scope).await.expect(303);
    let focal = world.as_account(mail).await.account();
    assert_eq!(roles(&world, focal).await[0].entity_id, Some(near));

    let events = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("sign_in.create_account"))
        .filter(history_event::Column::SubjectId.is_in([rosa.0, focal.0]))
        .all(world.app.db.read())
        .await
        .unwrap();
    let by: Vec<Option<i64>> = events.iter().map(|event| event.actor_account_id).collect();
    assert_eq!(by, [Some(coordinator.account().0); 2]);
    let letters = outbox_message::Entity::find()
        .filter(outbox_message::Column::AccountId.is_in([rosa.0, focal.0]))
        .count(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(letters, 2, "each owner gets a link");
    let list = coordinator.get("/cuentas").await.expect(200);
    list.expect_text("rosa@pueblo.example").expect_text("enlace@pueblo.example");
    // The link is sent again.
    let path = format!("/cuentas/{rosa}/enlace");
    coordinator.submit(&path, &[]).await.expect(200).expect_text("El enlace va en camino");
    world.finish().await;
}

/// A role, the scope that a form says of it, and what is answered.
type Try = (&'static str, &'static [(&'static str, &'static str)], &'static str);

#[rocket::async_test]
async fn no_form_makes_a_coordination_open_what_is_above_it_or_of_another_unit() {
    let world = World::new("unit forges").await;
    let coordinator = world.as_coordinator("MET").await;
    entity(&world, "Instituto de prueba lejano", "18592").await;
    let before = all(&world).await;
    let tries: [Try; 6] = [
        ("national_administrator", &[], "Elija el rol."),
        ("coordinator", &[("direccion", "MET")], "Elija el rol."),
        ("director", &[("direccion", "MET")], "Elija el rol."),
        ("gobernacion", &[("departamento", "50")], "Elija el rol."),
        ("facilitator", &[("direccion", "HUI")], "Elija la dirección territorial de la lista."),
        (
            "focal_point",
            &[("entidad", "instituto de prueba lejano")],
            "No hay ninguna entidad con ese nombre.",
        ),
    ];
    for (number, (role, scope, said)) in tries.into_iter().enumerate() {
        let document = format!("9.300.000.21{number}");
        let answered = opens(&coordinator, "otra@pueblo.example", &document, role, scope).await;
        answered.expect(422).expect_text(said);
    }
    assert_eq!(all(&world).await, before);
    // Nor does it give them to an account that it keeps.
    let own = facilitator(&world, "de la casa", "MET").await;
    let path = format!("/cuentas/{}/roles", own.account());
    for (role, scope, said) in tries {
        let mut fields = vec![("rol", role)];
        fields.extend(scope);
        coordinator.post(&path, &fields).await.expect(422).expect_text(said);
    }
    assert_eq!(roles(&world, own.account()).await.len(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn an_account_of_others_looks_like_none() {
    let world = World::new("unit sees").await;
    let coordinator = world.as_coordinator("MET").await;
    let far = entity(&world, "Instituto de prueba lejano", "18592").await;
    let person = people(&world, 1..2, true).await[0];
    let others = [
        world.as_administrator().await.account(),
        world.as_coordinator("HUI").await.account(),
        world.as_director("HUI").await.account(),
        world.as_gobernacion("50").await.account(),
        facilitator(&world, "de otra casa", "HUI").await.account(),
        world.as_facilitator("de todas").await.account(),
        world.as_focal_point(far).await.account(),
        world.as_participant(person.0).await.account(),
    ];
    let list = coordinator.get("/cuentas").await.expect(200);
    for other in others {
        let link = format!("\"/cuentas/{other}\"");
        assert!(!list.body().contains(&link), "{other} is listed");
        let absent = coordinator.get("/cuentas/987654321").await.expect(404);
        let foreign = coordinator.get(&format!("/cuentas/{other}")).await.expect(404);
        assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
        for path in ["suspension", "reactivacion", "enlace", "persona", "roles", "roles/1/retiro"] {
            let path = format!("/cuentas/{other}/{path}");
            coordinator.post(&path, &[("rol", "facilitator")]).await.expect(404);
        }
        coordinator.get(&format!("/cuentas/{other}/correo")).await.expect(404);
    }
    // Nor does a filter show them.
    let role = coordinator.get("/cuentas?rol=national_administrator").await.expect(200);
    role.expect_text("No hay cuentas así");
    world.finish().await;
}

#[rocket::async_test]
async fn accounts_with_a_role_above_or_outside_are_shown_without_buttons() {
    let world = World::new("unit shows").await;
    let coordinator = world.as_coordinator("MET").await;
    let facilitates = || grant(Role::Facilitator, Some("MET"), None, None);
    let above = [
        grant(Role::NationalAdministrator, None, None, None),
        grant(Role::Coordinator, Some("HUI"), None, None),
        grant(Role::Director, Some("HUI"), None, None),
        grant(Role::Gobernacion, None, Some("50"), None),
        grant(Role::Facilitator, Some("HUI"), None, None),
        grant(Role::Facilitator, None, None, None),
    ];
    let director = world.as_director("MET").await.account();
    let list = coordinator.get("/cuentas?rol=director").await.expect(200);
    list.expect_text("director MET").expect_text("Dirección territorial");
    let colleague = world.as_colleague("MET").await.account();
    let mut shown = vec![coordinator.account(), colleague, director];
    for (number, other) in above.into_iter().enumerate() {
        let both = world.as_holder(&format!("con dos {number}"), vec![facilitates(), other]).await;
        let page = coordinator.get(&format!("/cuentas/{}", both.account())).await.expect(200);
        page.expect_text("Tiene además otros roles").expect_no_text("Huila");
        shown.push(both.account());
    }
    for account in shown {
        let page = format!("/cuentas/{account}");
        let seen = coordinator.get(&page).await.expect(200).expect_no_text("Suspender la cuenta");
        let seen = seen.expect_no_text("Enviar el enlace").expect_no_text("Dar un rol");
        seen.expect_no_text("Quitar").expect_no_text("Corregir el correo");
        let held = roles(&world, account).await;
        for path in ["suspension", "reactivacion", "enlace", "persona"] {
            coordinator.post(&format!("{page}/{path}"), &[]).await.expect(403);
        }
        coordinator.post(&format!("{page}/segundo-factor/retiro"), &[]).await.expect(403);
        coordinator.get(&format!("{page}/correo")).await.expect(403);
        // Whoever coordinates does not raise themselves, and takes nothing from others.
        for role in [[("rol", "facilitator")], [("rol", "national_administrator")]] {
            coordinator.post(&format!("{page}/roles"), &role).await.expect(403);
        }
        coordinator.post(&format!("{page}/roles/{}/retiro", held[0].id), &[]).await.expect(403);
        assert_eq!(roles(&world, account).await, held);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_coordination_gives_and_takes_the_roles_of_its_unit_and_the_owner_is_told() {
    let world = World::new("unit gives").await;
    // The last administration stays whatever a coordination does.
    world.as_administrator().await;
    let coordinator = world.as_coordinator("MET").await;
    entity(&world, "Instituto de prueba cercano", "50325").await;
    let own = facilitator(&world, "de la casa", "MET").await;
    let page = format!("/cuentas/{}", own.account());
    let role = [("rol", "focal_point"), ("entidad", "instituto de prueba cercano")];
    let given = coordinator.submit(&format!("{page}/roles"), &role).await.expect(200);
    given.expect_text("El rol quedó dado").expect_text("Enlace de la entidad");
    let held = roles(&world, own.account()).await;
    assert_eq!(held.len(), 2);
    let take = |id: role_grant::RoleGrantId| format!("{page}/roles/{id}/retiro");
    world.advance(TimeDelta::minutes(1));
    coordinator.submit(&take(held[0].id), &[]).await.expect_text("El rol se quitó");
    coordinator.get(&page).await.expect(200);
    // With its last role the account leaves the list of the unit.
    world.advance(TimeDelta::minutes(1));
    let left = coordinator.post(&take(held[1].id), &[]).await.expect(303);
    assert!(left.location.as_deref().is_some_and(|to| to.starts_with("/cuentas")));
    coordinator.get(&page).await.expect(404);
    let told = told(&world, "sign_in/role_notice").await;
    assert_eq!(told.len(), 3, "one role that came and two that went");
    world.finish().await;
}

#[rocket::async_test]
async fn a_coordination_suspends_only_accounts_that_are_wholly_of_its_unit() {
    let world = World::new("unit suspends").await;
    world.as_administrator().await;
    let coordinator = world.as_coordinator("MET").await;
    let own = facilitator(&world, "de la casa", "MET").await;
    let page = format!("/cuentas/{}", own.account());
    let done = coordinator.submit(&format!("{page}/suspension"), &[]).await.expect(200);
    done.expect_text("quedó suspendida").expect_text("La reactiva la administración nacional");
    own.get("/cohortes").await.expect(303);
    coordinator.post(&format!("{page}/reactivacion"), &[]).await.expect(403);
    world.as_administrator().await.post(&format!("{page}/reactivacion"), &[]).await.expect(303);

    // Whoever also takes part has certificates of their own behind the same door.
    let grants = vec![
        grant(Role::Facilitator, Some("MET"), None, None),
        grant(Role::Participant, None, None, None),
    ];
    let learner = world.as_holder("que aprende", grants).await.account();
    coordinator.post(&format!("/cuentas/{learner}/suspension"), &[]).await.expect(403);
    let taken = roles(&world, learner).await;
    let take = |index: usize| format!("/cuentas/{learner}/roles/{}/retiro", taken[index].id);
    coordinator.post(&take(1), &[]).await.expect(404);
    coordinator.post(&take(0), &[]).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn a_permit_ends_with_the_roles_that_it_was_given_for() {
    let world = World::new("unit races").await;
    let coordinator = world.as_coordinator("MET").await;
    let own = facilitator(&world, "de la casa", "MET").await;
    let seen = access(&world, own.account()).await;
    let permit = may_suspend(&coordinator.actor().await, &seen).unwrap();
    let role = [("rol", "national_administrator")];
    let path = format!("/cuentas/{}/roles", own.account());
    world.as_administrator().await.post(&path, &role).await.expect(303);
    let refused = commands::suspend(&world.app, permit).await.unwrap_err().refusal().unwrap();
    assert_eq!(refused, AccountRefusal::RolesChanged);
    let row = account::Entity::find_by_id(own.account()).one(world.app.db.read()).await;
    assert!(row.unwrap().unwrap().is_active, "the new administrator is no longer theirs");
    world.finish().await;
}

#[rocket::async_test]
async fn an_account_is_no_way_to_somebody_else_s_record() {
    let world = World::new("unit takes over").await;
    let coordinator = world.as_coordinator("MET").await;
    // Somebody who works in another unit, whose mail is known.
    let (far, _) = servant(&world, 1, "18592").await;
    let number = document(1);
    let opens = async |mail: &str, name: &str| {
        let fields = [
            ("tipo_documento", "CC"),
            ("documento", number.as_str()),
            ("primer_nombre", name),
            ("primer_apellido", "Guayacán"),
            ("segundo_apellido", "B"),
            ("correo", mail),
            ("rol", "facilitator"),
        ];
        coordinator.post("/cuentas", &fields).await
    };
    let before = all(&world).await;
    let refused = opens("mia@pueblo.example", "Ñandú").await.expect(422);
    refused.expect_text("no son solo de su dirección");
    opens("persona1@pueblo.example", "Otra").await.expect(422);
    assert_eq!(all(&world).await, before);
    let looked = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("people.look_up"))
        .filter(history_event::Column::SubjectId.eq(far.0))
        .count(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(looked, 2, "to be told that a document is known is to look its person up");
    opens("persona1@pueblo.example", "Ñandú").await.expect(303);
    let opened = world.as_account("persona1@pueblo.example").await.account();
    let row = account::Entity::find_by_id(opened).one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(row.person_id, Some(far.0), "the link goes to the mail of the record");
    // And whose account it is stays with them.
    let page = coordinator.get(&format!("/cuentas/{opened}")).await.expect(200);
    page.expect_text("Con documento registrado").expect_no_text(&number);
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_registered_gets_the_role_in_the_account_that_they_have() {
    let world = World::new("unit joins").await;
    let coordinator = world.as_coordinator("MET").await;
    let (person, _) = servant(&world, 2, "50325").await;
    let own = world.as_participant(person.0).await.account();
    let number = document(2);
    let opens = async |mail: &str| {
        let fields = [
            ("tipo_documento", "CC"),
            ("documento", number.as_str()),
            ("primer_nombre", "Ñandú"),
            ("primer_apellido", "Guayacán"),
            ("segundo_apellido", "C"),
            ("correo", mail),
            ("rol", "facilitator"),
        ];
        coordinator.post("/cuentas", &fields).await
    };
    let before = all(&world).await;
    opens("mia@pueblo.example").await.expect(422).expect_text("no son solo de su dirección");
    let mail = format!("participante.{person}@prueba.example");
    let answered = opens(&mail).await.expect(303);
    assert!(answered.location.as_deref().is_some_and(|to| to.contains(&format!("/{own}"))));
    assert_eq!(all(&world).await, before, "nobody gets a second account");
    let held = roles(&world, own).await;
    assert_eq!(
        held.iter().map(|row| row.role).collect::<Vec<_>>(),
        [Role::Participant, Role::Facilitator]
    );
    // Whoever works for somebody already is the administration's.
    opens(&mail).await.expect(422).expect_text("ya tiene una cuenta de trabajo");
    world.finish().await;
}
