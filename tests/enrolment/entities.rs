//! The directory of entities: found, corrected with history, united with the one that they are, and of no kind
//! until somebody says it.

use formacion::enrolment::entity::enrolment::{self, Stage};
use formacion::history::entity::history_event;
use formacion::needs::entity::need;
use formacion::people::commands::{NewPost, add_post};
use formacion::people::entity::post::Kind;
use formacion::sign_in::actor::Author;
use formacion::sign_in::entity::role_grant::{self, Role};
use formacion::territory::commands::{NewEntity, find_or_add_entity};
use formacion::territory::entity::entity::{self, EntityId};
use formacion::territory::kinds::UNSORTED;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait,
    QueryFilter, Set, Statement,
};

use super::register::{form, registers};
use super::{code, enrolled, places};
use crate::support::fixtures::{CohortPlan, cohort, day};
use crate::support::people::people;
use crate::support::world::World;

const HERE: &str = "50325";
const NEAR: &str = "50577";
const FAR: &str = "18592";

/// The entity of this name, added by the institution where nobody knows it.
async fn body(world: &World, kind: &str, name: &str, municipality: &str) -> EntityId {
    let tx = world.app.db.begin().await.unwrap();
    let new = NewEntity {
        kind: kind.to_owned(),
        name: name.to_owned(),
        municipality_code: municipality.to_owned(),
        is_demo: true,
    };
    let id = find_or_add_entity(&tx, &world.app, &Author::system(), new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn row(world: &World, id: EntityId) -> entity::Model {
    let row = entity::Entity::find_by_id(id).one(world.app.db.read()).await;
    row.unwrap().expect("is there")
}

/// Somebody new works in the entity since long ago.
async fn works_in(world: &World, number: usize, entity: EntityId) {
    let person = people(world, number..number + 1, true).await[0];
    let tx = world.app.db.begin().await.unwrap();
    let post = NewPost {
        entity_id: entity,
        position: "Presidenta".to_owned(),
        kind: Kind::NoAplica,
        municipality_code: HERE.to_owned(),
        starts_on: day(world, -100),
        ends_on: None,
        is_principal: true,
    };
    add_post(&tx, &world.app, &Author::system(), person, post).await.expect("is added");
    tx.commit().await.unwrap();
}

async fn told(world: &World, action: &str) -> u64 {
    let found = history_event::Entity::find().filter(history_event::Column::Action.eq(action));
    found.count(world.app.db.read()).await.unwrap()
}

/// A good correction; a test changes what it is about.
fn corrected<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("nombre", "Los Amigos del Ariari"),
        ("clase", "osc"),
        ("nit", ""),
        ("motivo", "Lo dice su RUT"),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

#[rocket::async_test]
async fn entities_are_listed_by_whoever_answers_for_them_and_found_by_name_place_and_kind() {
    let world = World::new("entity-list").await;
    let friends = body(&world, "osc", "Los Ámigos del Ariari", HERE).await;
    body(&world, "eat", "Nuevo Amanecer", NEAR).await;
    body(&world, "osc", "Flor del Caquetá", FAR).await;
    works_in(&world, 1, friends).await;
    let staff = world.as_coordinator("MET").await;
    let all = staff.get("/entidades").await.expect(200);
    all.expect_text("Los Ámigos del Ariari Organización de la sociedad civil Mapiripán (Meta) 1")
        .expect_text("Nuevo Amanecer")
        .expect_no_text("Flor del Caquetá");
    for (filter, friends_too, dawn_too) in [
        ("q=ariari+AMIGOS", true, false),
        ("municipio=50577&departamento=50", false, true),
        ("clase=eat", false, true),
        ("clase=osc&q=nadie", false, false),
        ("revisar=1", false, false),
    ] {
        let page = staff.get(&format!("/entidades?{filter}")).await.expect(200).words();
        assert_eq!(page.contains("Los Ámigos del Ariari"), friends_too, "{filter}");
        assert_eq!(page.contains("Nuevo Amanecer"), dawn_too, "{filter}");
    }
    let one = staff.get(&format!("/entidades/{friends}")).await.expect(200);
    one.expect_text("Personas con una vinculación hoy 1").expect_text("Se registró.");
    staff.get("/personas").await.expect(200).expect_text("Entidades");
    let administration = world.as_administrator().await;
    administration.get("/entidades?q=flor").await.expect(200).expect_text("Flor del Caquetá");
    world.finish().await;
}

#[rocket::async_test]
async fn a_correction_is_kept_in_history_and_the_name_of_before_finds_the_entity() {
    let world = World::new("entity-correct").await;
    let id = body(&world, "osc", "Los Amgos", HERE).await;
    let path = format!("/entidades/{id}");
    let correction = format!("{path}/correccion");
    let staff = world.as_coordinator("MET").await;
    let empty = staff.post(&correction, &[]).await.expect(422);
    empty.expect_text("Escriba el nombre de la entidad").expect_text("Escriba por qué hace falta");
    let done = staff.submit(&correction, &corrected(&[("clase", "oac")])).await.expect(200);
    done.expect_text("La entidad quedó corregida")
        .expect_text("También se ha llamado: Los Amgos.")
        .expect_text("El nombre pasó de «Los Amgos» a «Los Amigos del Ariari».")
        .expect_text("Organización de acción comunal")
        .expect_text("Motivo: Lo dice su RUT");
    assert_eq!(told(&world, "territory.correct_entity").await, 1);
    assert_eq!(body(&world, "osc", "LOS AMGOS", HERE).await, id, "the name of before is its own");
    staff.get("/entidades?q=amgos").await.expect(200).expect_text("Los Amigos del Ariari");
    let same = staff.post(&correction, &corrected(&[("clase", "oac")])).await.expect(422);
    same.expect_text("La entidad ya está así");
    // And back: the two names change places.
    let back = corrected(&[("nombre", "Los Amgos")]);
    staff.submit(&correction, &back).await.expect(200).expect_text("Los Amigos del Ariari");
    assert_eq!(row(&world, id).await.name, "Los Amgos");
    assert_eq!(body(&world, "osc", "Los Amigos del Ariari", HERE).await, id);
    body(&world, "osc", "Nuevo Amanecer", HERE).await;
    let taken = corrected(&[("nombre", "NUEVO amanecer")]);
    let taken = staff.post(&correction, &taken).await.expect(422);
    taken.expect_text("Otra entidad de este municipio ya se llama así");
    world.finish().await;
}

#[rocket::async_test]
async fn a_nit_has_its_check_digit_and_is_of_one_entity() {
    let world = World::new("entity-nit").await;
    let one = body(&world, "osc", "Los Amigos del Ariari", HERE).await;
    let other = body(&world, "osc", "Nuevo Amanecer", NEAR).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/entidades/{one}/correccion");
    for (nit, sentence) in [
        ("899.999.054-1", "El dígito de verificación de este NIT es 7"),
        ("1234", "Escriba los nueve números del NIT"),
    ] {
        let refused = staff.post(&path, &corrected(&[("nit", nit)])).await.expect(422);
        refused.expect_text(sentence);
    }
    let done = staff.submit(&path, &corrected(&[("nit", "899999054")])).await.expect(200);
    done.expect_text("El NIT pasó de «sin NIT» a «899.999.054-7».");
    assert_eq!(row(&world, one).await.nit.as_deref(), Some("8999990547"));
    staff.get("/entidades?q=899.999.054-7").await.expect(200).expect_text("Los Amigos del Ariari");
    let twice = corrected(&[("nombre", "Nuevo Amanecer"), ("nit", "899.999.054-7")]);
    let twice = staff.post(&format!("/entidades/{other}/correccion"), &twice).await.expect(422);
    twice.expect_text("Otra entidad ya tiene este NIT");
    assert_eq!(row(&world, other).await.nit, None);
    world.finish().await;
}

#[rocket::async_test]
async fn a_municipality_has_one_alcaldia_and_keeps_it() {
    let world = World::new("entity-hall").await;
    let hall = body(&world, "alcaldia", "Alcaldía de Mapiripán", HERE).await;
    let other = body(&world, "osc", "Los Amigos del Ariari", HERE).await;
    let staff = world.as_coordinator("MET").await;
    let second = staff
        .post(&format!("/entidades/{other}/correccion"), &corrected(&[("clase", "alcaldia")]))
        .await;
    second.expect(422).expect_text("El municipio ya tiene su alcaldía");
    let lost = corrected(&[("nombre", "Alcaldía de Mapiripán")]);
    let lost = staff.post(&format!("/entidades/{hall}/correccion"), &lost).await.expect(422);
    lost.expect_text("La alcaldía de un municipio no deja de serlo");
    let (hall, other) = (hall.to_string(), other.to_string());
    let fields = [("otra", other.as_str()), ("queda", other.as_str()), ("motivo", "Es la misma")];
    let lost = staff.post(&format!("/entidades/{hall}/union"), &fields).await.expect(422);
    lost.expect_text("La alcaldía de un municipio no deja de serlo");
    world.finish().await;
}

/// Columns that hold an entity: those with a foreign key, those named so, and those that have neither.
async fn columns(world: &World) -> Vec<(String, String)> {
    let db = world.app.db.read();
    let backend = db.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => {
            "SELECT c.table_name AS t, c.column_name AS c FROM information_schema.columns c \
             WHERE c.table_schema = 'public' AND (c.column_name LIKE '%entity_id' OR EXISTS ( \
             SELECT 1 FROM information_schema.key_column_usage k \
             JOIN information_schema.constraint_column_usage u USING (constraint_name) \
             WHERE u.table_name = 'entity' AND k.table_name <> 'entity' \
             AND k.table_name = c.table_name AND k.column_name = c.column_name))"
        }
        _ => {
            "SELECT m.name AS t, f.\"from\" AS c FROM sqlite_master m, \
             pragma_foreign_key_list(m.name) f WHERE f.\"table\" = 'entity' UNION \
             SELECT m.name, i.name FROM sqlite_master m, pragma_table_info(m.name) i \
             WHERE m.type = 'table' AND i.name LIKE '%entity_id'"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
    let mut all: Vec<(String, String)> = rows
        .iter()
        .map(|row| (row.try_get("", "t").unwrap(), row.try_get("", "c").unwrap()))
        .collect();
    for (table, column) in [("enrolment", "nominated_by"), ("entity", "merged_into")] {
        all.push((table.to_owned(), column.to_owned()));
    }
    all
}

async fn naming(world: &World, (table, column): &(String, String), entity: EntityId) -> i64 {
    let db = world.app.db.read();
    let sql = format!("SELECT COUNT(*) AS n FROM \"{table}\" WHERE \"{column}\" = {entity}");
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}

#[rocket::async_test]
async fn an_entity_that_is_another_one_gives_it_all_that_names_it() {
    let world = World::new("entity-merge").await;
    let db = world.app.db.writer();
    let kept = body(&world, "osc", "Los Amigos del Ariari", HERE).await;
    let gone = body(&world, "osc", "Amigos Ariari", HERE).await;
    let staff = world.as_coordinator("MET").await;
    let renamed = corrected(&[("nombre", "Amigos del río Ariari"), ("nit", "899999054")]);
    staff.post(&format!("/entidades/{gone}/correccion"), &renamed).await.expect(303);
    works_in(&world, 1, gone).await;
    let focal = world.as_focal_point(gone.0).await.account();
    // The same account speaks for both: it has the role once in the end.
    let grant = role_grant::ActiveModel {
        account_id: Set(focal),
        role: Set(Role::FocalPoint),
        entity_id: Set(Some(kept.0)),
        created_at: Set(world.app.clock.now()),
        ..Default::default()
    };
    grant.insert(db).await.unwrap();
    let cohort = cohort(&world, CohortPlan::default()).await;
    let person = people(&world, 2..3, true).await[0];
    let place = enrolled(&world, cohort, person).await.enrolment;
    enrolment::Entity::update_many()
        .col_expr(enrolment::Column::NominatedBy, Expr::value(gone))
        .filter(enrolment::Column::Id.eq(place))
        .exec(db)
        .await
        .unwrap();
    let need = need::ActiveModel {
        municipality_code: Set(HERE.to_owned()),
        entity_id: Set(gone),
        capacity_code: Set("TRI-01".to_owned()),
        people: Set(5),
        deadline_on: Set(day(&world, 60)),
        note: Set(None),
        requested_at: Set(world.app.clock.now()),
        requested_by: Set(focal),
        is_demo: Set(false),
        ..Default::default()
    };
    need.insert(db).await.unwrap();
    let columns = columns(&world).await;
    for column in &columns {
        assert!(naming(&world, column, gone).await > 0, "nothing of {column:?} names the entity");
    }

    let path = format!("/entidades/{gone}");
    let list = staff.get(&format!("{path}/union")).await.expect(200);
    list.expect_text("Los Amigos del Ariari").expect_no_text("Unir las dos entidades");
    let both = staff.get(&format!("{path}/union?otra={kept}")).await.expect(200);
    both.expect_text("Postulaciones 1").expect_text("La unión no se puede deshacer");
    staff.post(&format!("{path}/union"), &[]).await.expect(422).expect_text("Elija primero");
    let stays = kept.to_string();
    let fields = [("otra", stays.as_str()), ("queda", stays.as_str()), ("motivo", "El mismo RUT")];
    let done = staff.submit(&format!("{path}/union"), &fields).await.expect(200);
    done.expect_text("Las dos entidades son una")
        .expect_text("También se ha llamado: Amigos Ariari; Amigos del río Ariari.")
        .expect_text("Se le unió «Amigos del río Ariari», Organización de la sociedad civil.")
        .expect_text("899.999.054-7");
    for column in &columns {
        assert_eq!(naming(&world, column, gone).await, 0, "{column:?}");
        assert!(naming(&world, column, kept).await > 0, "{column:?}");
    }
    let roles = role_grant::Entity::find().filter(role_grant::Column::AccountId.eq(focal));
    assert_eq!(roles.count(db).await.unwrap(), 1);
    assert_eq!(told(&world, "territory.merge_entities").await, 1);
    // It is offered to nobody, and its names and its page lead to the other.
    for name in ["Amigos Ariari", "Amigos del río Ariari"] {
        assert_eq!(body(&world, "osc", name, HERE).await, kept, "{name}");
    }
    let registration = format!("/oferta/{}/registro", code(&world, cohort).await);
    let offered = world.as_anyone().get(&registration).await.expect(200);
    offered.expect_text("Los Amigos del Ariari").expect_no_text("Amigos del río Ariari");
    let led = staff.get(&path).await.expect(303);
    assert_eq!(led.location.as_deref(), Some(format!("/entidades/{kept}").as_str()));
    staff.post(&format!("{path}/correccion"), &corrected(&[])).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn entities_of_others_are_not_found_and_those_of_two_municipalities_are_united_by_the_administration()
 {
    let world = World::new("entity-scope").await;
    let here = body(&world, "osc", "Los Amigos del Ariari", HERE).await;
    let near = body(&world, "osc", "Amigos Ariari", NEAR).await.to_string();
    let far = body(&world, "osc", "Flor del Caquetá", FAR).await.to_string();
    let path = format!("/entidades/{here}");
    let stranger = world.as_coordinator("HUI").await;
    for absent in [path.as_str(), "/entidades/987654"] {
        stranger.get(absent).await.expect(404);
        stranger.get(&format!("{absent}/union")).await.expect(404);
        let correction = format!("{absent}/correccion");
        stranger.post(&correction, &corrected(&[])).await.expect(404);
        let fields = [("otra", far.as_str()), ("queda", far.as_str()), ("motivo", "Es la misma")];
        stranger.post(&format!("{absent}/union"), &fields).await.expect(404);
    }
    let staff = world.as_coordinator("MET").await;
    let union = format!("{path}/union");
    for (other, status) in [(&far, 404), (&near, 403)] {
        staff.get(&format!("{union}?otra={other}")).await.expect(status);
        let fields = [("otra", other.as_str()), ("queda", other.as_str()), ("motivo", "Es ella")];
        staff.post(&union, &fields).await.expect(status);
    }
    let administration = world.as_administrator().await;
    administration
        .get(&format!("{union}?q=flor"))
        .await
        .expect(200)
        .expect_text("Flor del Caquetá");
    let fields = [("otra", far.as_str()), ("queda", far.as_str()), ("motivo", "Se mudó")];
    let done = administration.submit(&union, &fields).await.expect(200);
    done.expect_text("Las dos entidades son una").expect_text("Los Amigos del Ariari");
    staff.get(&path).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn who_does_not_know_the_kind_takes_no_seat_of_one_until_the_coordination_says_it() {
    let world = World::new("entity-unsorted").await;
    let cohort = cohort(&world, CohortPlan { seats: 1, ..CohortPlan::default() }).await;
    let staff = world.as_coordinator("MET").await;
    let kept = [("cupos[e-osc]", "1"), ("libera[e-osc]", "")];
    staff.post(&format!("/cohortes/{cohort}/reservas"), &kept).await.expect(303);
    let path = format!("/oferta/{}/registro", code(&world, cohort).await);
    let visitor = world.as_anyone();
    let typed = [("entidad", ""), ("otra_entidad", "Los Amigos del Ariari")];
    visitor.post(&path, &form(&typed)).await.expect(422).expect_text("No sé");
    let typed = [&typed[..], &[("clase_entidad", UNSORTED)]].concat();
    registers(&world, &visitor, &path, &form(&typed)).await.expect(200);
    let waits = &places(&world, cohort).await[0];
    assert_eq!((waits.stage, waits.entity_kind.as_deref()), (Stage::Waiting, Some(UNSORTED)));
    let found = entity::Entity::find().filter(entity::Column::Kind.eq(UNSORTED));
    let id = found.one(world.app.db.read()).await.unwrap().expect("is kept").id;

    staff.get("/entidades?revisar=1").await.expect(200).expect_text("Sin clasificar");
    let accept = format!("/entidades/{id}/revision");
    staff.post(&accept, &[]).await.expect(422).expect_text("Elija la clase de entidad");
    let field = format!("clase[{id}]");
    staff.post(&accept, &[(field.as_str(), "osc")]).await.expect(303);
    let has = &places(&world, cohort).await[0];
    assert_eq!(has.entity_kind.as_deref(), Some("osc"));
    assert_ne!(has.stage, Stage::Waiting, "the seat of its kind is theirs");
    world.finish().await;
}
