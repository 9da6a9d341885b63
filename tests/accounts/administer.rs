//! Accounts are opened, found, suspended and given roles by the national administration.

use formacion::history::entity::history_event;
use formacion::notices::entity::outbox_message;
use formacion::people::entity::person;
use formacion::sign_in::entity::{account, role_grant};
use formacion::sign_in::passwords;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use super::units::access;
use crate::support::people::people;
use crate::support::world::World;

const OPEN: [(&str, &str); 8] = [
    ("tipo_documento", "CC"),
    ("documento", "9.300.000.001"),
    ("primer_nombre", "José"),
    ("primer_apellido", "Ñáñez"),
    ("segundo_apellido", "Peña"),
    ("correo", "Jose.Nanez@Pueblo.example"),
    ("rol", "coordinator"),
    ("direccion", "MET"),
];

#[rocket::async_test]
async fn an_account_is_opened_with_its_role_and_the_person_gets_a_link() {
    let world = World::new("open account").await;
    let administrator = world.as_administrator().await;
    administrator.get("/cuentas/nueva").await.expect(200).expect_text("¿Para qué es la cuenta?");
    // Each role asks for what it needs alone.
    for (role, asked) in [
        ("coordinator", "direccion"),
        ("director", "direccion"),
        ("gobernacion", "departamento"),
        ("focal_point", "entidad"),
        ("facilitator", "direccion"),
    ] {
        let page = administrator.get(&format!("/cuentas/nueva?rol={role}")).await.expect(200);
        for field in ["direccion", "departamento", "entidad"] {
            let is_there = page.body().contains(&format!("name=\"{field}\""));
            assert_eq!(is_there, field == asked, "{role}: {field}");
        }
    }
    administrator
        .submit("/cuentas", &OPEN)
        .await
        .expect(200)
        .expect_text("su enlace va en camino")
        .expect_text("Sin contraseña: se le envió un enlace el")
        .expect_text("Coordinación");
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("sign_in.create_account"))
        .order_by_desc(history_event::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&told.detail).unwrap()["roles"],
        serde_json::json!([
            { "role": "coordinator", "unit": "MET", "department": null, "entity": null }
        ])
    );
    let letter = outbox_message::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(letter.recipient_email, "jose.nanez@pueblo.example");
    assert!(letter.is_secret);
    for typed in ["nanez", "PENA jose", "jose.nanez@pueblo", "ñañez"] {
        let address = formacion::platform::pager::address("/cuentas", &[("q", typed)]);
        administrator.get(&address).await.expect(200).expect_text("José Ñáñez Peña");
    }
    administrator.get("/cuentas?q=nadie%25").await.expect(200).expect_text("No hay cuentas así");
    administrator
        .get("/cuentas?rol=facilitator")
        .await
        .expect(200)
        .expect_no_text("José Ñáñez Peña");
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays() {
    let world = World::new("wrong account").await;
    let administrator = world.as_administrator().await;
    administrator.post("/cuentas", &OPEN).await.expect(303);
    administrator
        .post("/cuentas", &OPEN)
        .await
        .expect(422)
        .expect_text("Esa persona ya tiene una cuenta, la de José Ñáñez Peña");
    let other = OPEN.map(|(name, value)| match name {
        "documento" => (name, "9.300.000.009"),
        _ => (name, value),
    });
    let taken = administrator.post("/cuentas", &other).await.expect(422);
    taken.expect_text("Ya existe una cuenta con este correo.");
    let wrong = |mail: &'static str, role: &'static str| {
        [
            ("tipo_documento", "CC"),
            ("documento", "9.300.000.002"),
            ("primer_nombre", "Rosa"),
            ("primer_apellido", "Yopo"),
            ("correo", mail),
            ("rol", role),
        ]
    };
    let answered = administrator
        .post("/cuentas", &wrong("sin arroba", ""))
        .await
        .expect(422)
        .expect_text("debe ser como nombre@entidad.gov.co")
        .expect_text("Elija el rol.");
    assert!(answered.body().contains("value=\"sin arroba\""));
    administrator
        .post("/cuentas", &wrong("rosa@pueblo.example", "gobernacion"))
        .await
        .expect(422)
        .expect_text("Elija el departamento de la gobernación");
    administrator
        .post("/cuentas", &wrong("rosa@pueblo.example", "director"))
        .await
        .expect(422)
        .expect_text("Elija la dirección territorial que dirige");
    let mut entity = wrong("rosa@pueblo.example", "focal_point").to_vec();
    entity.push(("entidad", "Ninguna con este nombre"));
    administrator
        .post("/cuentas", &entity)
        .await
        .expect(422)
        .expect_text("No hay ninguna entidad con ese nombre.");
    let mut unit = wrong("rosa@pueblo.example", "coordinator").to_vec();
    unit.push(("direccion", "NO EXISTE"));
    administrator.post("/cuentas", &unit).await.expect(422);
    world.finish().await;
}

#[rocket::async_test]
async fn roles_are_given_and_taken_once_each_and_history_keeps_both() {
    let world = World::new("roles").await;
    let administrator = world.as_administrator().await;
    let facilitator = world.as_facilitator("Rosa").await;
    let page = format!("/cuentas/{}", facilitator.account());
    let role = [("rol", "gobernacion"), ("departamento", "50")];
    administrator
        .submit(&format!("{page}/roles"), &role)
        .await
        .expect_text("El rol quedó dado")
        .expect_text("Gobernación");
    administrator
        .post(&format!("{page}/roles"), &role)
        .await
        .expect(422)
        .expect_text("La cuenta ya tiene este rol");
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(facilitator.account()))
        .all(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(grants.len(), 2);
    let take = format!("{page}/roles/{}/retiro", grants[1].id);
    administrator.submit(&take, &[]).await.expect_text("El rol se quitó");
    administrator.post(&take, &[]).await.expect(404);
    let events = history_event::Entity::find()
        .filter(history_event::Column::Action.is_in(["sign_in.give_role", "sign_in.take_role"]))
        .filter(history_event::Column::SubjectId.eq(facilitator.account().0))
        .all(world.app.db.read())
        .await
        .unwrap();
    let department = serde_json::json!(
        { "role": "gobernacion", "unit": null, "department": "50", "entity": null }
    );
    let told: Vec<serde_json::Value> =
        events.iter().map(|event| serde_json::from_str(&event.detail).unwrap()).collect();
    assert_eq!(told, [department.clone(), department], "the role with its scope, both times");
    world.finish().await;
}

#[rocket::async_test]
async fn a_first_role_of_staff_voids_what_opened_the_account_before() {
    let world = World::new("role-voids").await;
    let administrator = world.as_administrator().await;
    let stranger = world.as_participant(people(&world, 1..2, true).await[0].0).await;
    let id = stranger.account();
    let hash = passwords::hash("la clave de quien se registró").await.unwrap();
    account::ActiveModel {
        id: Unchanged(id),
        password_hash: Set(Some(hash)),
        ..Default::default()
    }
    .update(world.app.db.writer())
    .await
    .unwrap();
    let page = format!("/cuentas/{id}");
    let role = [("rol", "gobernacion"), ("departamento", "50")];
    administrator.submit(&format!("{page}/roles"), &role).await.expect_text("El rol quedó dado");
    let row = account::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(row.password_hash, None, "the password of whoever registered opens nothing");
    stranger.get("/mis-inscripciones").await.expect(303);
    let letters = outbox_message::Entity::find()
        .filter(outbox_message::Column::AccountId.eq(id.0))
        .all(world.app.db.read())
        .await
        .unwrap();
    let subjects: Vec<&str> = letters.iter().map(|letter| letter.subject.as_str()).collect();
    assert_eq!(subjects, ["Nuevo rol: cree una contraseña nueva"], "the address is told");
    // Whoever is of staff already keeps the password that they made.
    let facilitator = world.as_facilitator("Rosa").await;
    let hash = passwords::hash("la clave de la facilitadora").await.unwrap();
    account::ActiveModel {
        id: Unchanged(facilitator.account()),
        password_hash: Set(Some(hash)),
        ..Default::default()
    }
    .update(world.app.db.writer())
    .await
    .unwrap();
    let page = format!("/cuentas/{}", facilitator.account());
    administrator.submit(&format!("{page}/roles"), &role).await.expect_text("El rol quedó dado");
    let known = account::Entity::find_by_id(facilitator.account());
    let known = known.one(world.app.db.read()).await.unwrap().unwrap();
    assert!(known.password_hash.is_some());
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_locks_the_administration_out() {
    let world = World::new("locked out").await;
    let administrator = world.as_administrator().await;
    let own = administrator.account();
    administrator.post(&format!("/cuentas/{own}/suspension"), &[]).await.expect(403);
    let grant = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(own))
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    administrator.post(&format!("/cuentas/{own}/roles/{}/retiro", grant.id), &[]).await.expect(403);
    administrator
        .get(&format!("/cuentas/{own}"))
        .await
        .expect(200)
        .expect_no_text("Suspender la cuenta");
    world.finish().await;
}

#[rocket::async_test]
async fn two_administrators_who_suspend_each_other_at_once_leave_one() {
    use formacion::sign_in::policy::may_suspend;
    use formacion::sign_in::{commands, entity::account};
    let world = World::new("each other").await;
    let one = world.as_administrator().await;
    let fields = [
        ("tipo_documento", "CC"),
        ("documento", "9.300.000.003"),
        ("primer_nombre", "Otra"),
        ("primer_apellido", "Administradora"),
        ("correo", "otra@pueblo.example"),
        ("rol", "national_administrator"),
    ];
    one.post("/cuentas", &fields).await.expect(303);
    let other = world.as_account("otra@pueblo.example").await;
    let (first, second) = (
        may_suspend(&one.actor().await, &access(&world, other.account()).await).unwrap(),
        may_suspend(&other.actor().await, &access(&world, one.account()).await).unwrap(),
    );
    let (first, second) = rocket::tokio::join!(
        commands::suspend(&world.app, first),
        commands::suspend(&world.app, second)
    );
    assert_ne!(first.is_ok(), second.is_ok(), "one is suspended, one is refused");
    let active = account::Entity::find()
        .filter(account::Column::IsActive.eq(true))
        .count(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(active, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn accounts_are_nobody_elses_business() {
    let world = World::new("accounts door").await;
    let gobernacion = world.as_gobernacion("50").await;
    let own = gobernacion.account();
    for path in ["/cuentas".to_owned(), "/cuentas/nueva".to_owned(), format!("/cuentas/{own}")] {
        gobernacion.get(&path).await.expect(403);
        world.as_anyone().get(&path).await.expect(303);
    }
    for path in ["suspension", "reactivacion", "enlace", "persona", "roles", "roles/1/retiro"] {
        let path = format!("/cuentas/{own}/{path}");
        gobernacion.post(&path, &[]).await.expect(403);
    }
    gobernacion.post("/cuentas", &OPEN).await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn an_entity_whose_name_repeats_is_chosen_by_its_place() {
    use formacion::sign_in::actor::Author;
    use formacion::territory::commands::{NewEntity, find_or_add_entity};
    let world = World::new("repeated entity").await;
    let mut ids = Vec::new();
    let tx = world.app.db.begin().await.unwrap();
    for municipality in ["18592", "50590"] {
        let entity = NewEntity {
            kind: "alcaldia".to_owned(),
            name: "Alcaldía de Puerto Rico".to_owned(),
            municipality_code: municipality.to_owned(),
            is_demo: true,
        };
        ids.push(find_or_add_entity(&tx, &world.app, &Author::system(), entity).await.unwrap());
    }
    tx.commit().await.unwrap();
    let administrator = world.as_administrator().await;
    let caqueta = "Alcaldía de Puerto Rico (Puerto Rico, Caquetá)";
    let meta = "Alcaldía de Puerto Rico (Puerto Rico, Meta)";
    let fields = |mail: &'static str, entity: &'static str| {
        let number = if mail.starts_with("uno") { "9.300.000.004" } else { "9.300.000.005" };
        [
            ("tipo_documento", "CC"),
            ("documento", number),
            ("primer_nombre", "Rosa"),
            ("primer_apellido", "Yopo"),
            ("correo", mail),
            ("rol", "focal_point"),
            ("entidad", entity),
        ]
    };
    administrator
        .post("/cuentas", &fields("uno@pueblo.example", "alcaldia de puerto rico"))
        .await
        .expect(422)
        .expect_text(caqueta)
        .expect_text(meta);
    for (mail, typed, shown, id) in [
        ("uno@pueblo.example", "alcaldia puerto rico caqueta", caqueta, ids[0]),
        ("dos@pueblo.example", meta, meta, ids[1]),
    ] {
        administrator.submit("/cuentas", &fields(mail, typed)).await.expect(200).expect_text(shown);
        let given = role_grant::Entity::find()
            .filter(role_grant::Column::EntityId.eq(id.0))
            .count(world.app.db.read())
            .await
            .unwrap();
        assert_eq!(given, 1, "{shown}");
    }
    administrator
        .post("/cuentas", &fields("tres@pueblo.example", "( , )"))
        .await
        .expect(422)
        .expect_text("No hay ninguna entidad con ese nombre.");
    world.finish().await;
}

#[rocket::async_test]
async fn an_account_that_exists_is_tied_to_a_person_once_and_history_says_so() {
    let world = World::new("tie account").await;
    let administrator = world.as_administrator().await;
    let known = people(&world, 0..1, false).await[0];
    let coordinator = world.as_coordinator("MET").await;
    let page = format!("/cuentas/{}", coordinator.account());
    let shown = administrator.get(&page).await.expect(200);
    shown.expect_text("Sin documento registrado").expect_text("Guardar la persona");
    let path = format!("{page}/persona");
    let person = person::Entity::find_by_id(known).one(world.app.db.read()).await.unwrap().unwrap();
    let typed = |name: &'static str| {
        vec![
            ("tipo_documento", "CC".to_owned()),
            ("documento", person.document_number.clone()),
            ("primer_nombre", name.to_owned()),
            ("primer_apellido", person.first_surname.clone()),
        ]
    };
    let send = async |typed: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (*name, &**text)).collect();
        administrator.submit(&path, &fields).await
    };
    administrator.post(&path, &[("documento", "x")]).await.expect(422);
    // The document of somebody with another name is nobody's to give away.
    send(typed("Otra")).await.expect(422);
    let named = vec![("primer_nombre", person.first_name.clone())];
    let right = typed("").into_iter().filter(|(name, _)| *name != "primer_nombre").chain(named);
    send(right.clone().collect()).await.expect(200).expect_text("quedó unida a la persona");
    let row = account::Entity::find_by_id(coordinator.account()).one(world.app.db.read()).await;
    assert_eq!(row.unwrap().unwrap().person_id, Some(known.0));
    // Their person has one account.
    let other = world.as_facilitator("otra").await;
    let fields: Vec<(&str, String)> = right.collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (*name, &**text)).collect();
    let second = format!("/cuentas/{}/persona", other.account());
    administrator.post(&second, &fields).await.expect(422).expect_text("ya tiene una cuenta");
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("sign_in.tie"))
        .count(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(told, 1);
    let own = format!("/cuentas/{}/persona", administrator.account());
    administrator.post(&own, &fields).await.expect(403);
    world.finish().await;
}
