//! Somebody new asks for a place: a form, and a letter that proves the mail (R77).

use formacion::notices::entity::outbox_message;
use formacion::people::entity::{consent, person, post};
use formacion::people::rules::full_name;
use formacion::platform::search::fold;
use formacion::sign_in::entity::account;
use formacion::territory::entity::entity;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set,
};

use super::{code, places};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::{Answered, Character, World};

/// A good form; a test changes what it is about.
pub fn form<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("tipo_documento", "CC"),
        ("documento", "9.100.000.777"),
        ("primer_nombre", "Inírida"),
        ("segundo_nombre", ""),
        ("primer_apellido", "Turpial"),
        ("segundo_apellido", "Núñez"),
        ("correo", "Inirida@Pueblo.example"),
        ("telefono", "310 123 4567"),
        ("municipio", "50325"),
        ("entidad", "alcaldia:50325"),
        ("otra_entidad", ""),
        ("cargo", "Tesorera municipal"),
        ("tipo_vinculacion", "lnr"),
        ("autorizo", "si"),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

/// The address in the letter that the last registration of a mail got.
pub async fn link_to(world: &World, mail: &str) -> String {
    let letter = outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("enrolment/registration"))
        .filter(outbox_message::Column::RecipientEmail.eq(mail))
        .order_by_desc(outbox_message::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .expect("a letter is written");
    assert!(letter.is_secret, "its link does not stay in the database");
    let from = letter.text_body.find("/registro/").expect("the letter has its link");
    letter.text_body[from..].split_whitespace().next().unwrap().to_owned()
}

pub const PASSWORD: [(&str, &str); 1] = [("contrasena", "una frase larga")];

/// Asks for a place and follows the link.
pub async fn registers(
    world: &World,
    visitor: &Character<'_>,
    path: &str,
    form: &[(&str, &str)],
) -> Answered {
    visitor.post(path, form).await.expect(200).expect_text("Revise su correo");
    let mail = form.iter().find(|(name, _)| *name == "correo").unwrap().1.to_lowercase();
    let link = link_to(world, &mail).await;
    visitor.get(&link).await.expect(200).expect_text("Confirme su inscripción");
    visitor.submit(&link, &PASSWORD).await
}

pub async fn people_in(world: &World) -> u64 {
    person::Entity::find().count(world.app.db.read()).await.unwrap()
}

#[rocket::async_test]
async fn one_form_makes_the_person_the_account_and_the_place() {
    let world = World::new("register").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let path = format!("/oferta/{}/registro", code(&world, cohort).await);
    let visitor = world.as_anyone();
    visitor
        .get(&path)
        .await
        .expect(200)
        .expect_text("Alcaldía de Mapiripán")
        .expect_text("versión 2026-01")
        .expect_text("Faltar sin retirarse cuenta como inasistencia");
    let entered = registers(&world, &visitor, &path, &form(&[])).await.expect(200);
    entered.expect_text("Su inscripción quedó registrada y tiene un cupo");
    let db = world.app.db.read();
    let person = person::Entity::find().one(db).await.unwrap().unwrap();
    assert_eq!(person.document_number, "9100000777");
    assert_eq!(person.search_name, "inirida turpial nunez");
    assert_eq!(person.email.as_deref(), Some("inirida@pueblo.example"));
    assert_eq!(person.phone.as_deref(), Some("3101234567"));
    let post = post::Entity::find().one(db).await.unwrap().unwrap();
    assert!(post.is_principal);
    assert_eq!(post.municipality_code, "50325");
    let consent = consent::Entity::find().one(db).await.unwrap().unwrap();
    let given = (consent.version.as_str(), consent.given_at);
    assert_eq!(given, ("2026-01", world.app.clock.now()));
    let accounts = account::Entity::find().all(db).await.unwrap();
    let own = accounts.iter().find(|account| account.person_id.is_some()).unwrap();
    assert_eq!(own.email, "inirida@pueblo.example");
    let row = &places(&world, cohort).await[0];
    assert_eq!(row.municipality_code.as_deref(), Some("50325"));
    world.finish().await;
}

#[rocket::async_test]
async fn a_name_in_capitals_or_small_letters_is_kept_as_names_are() {
    let world = World::new("register-letters").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let path = format!("/oferta/{}/registro", code(&world, cohort).await);
    let typed = [
        ("primer_nombre", "INÍRIDA"),
        ("segundo_nombre", "del pilar"),
        ("primer_apellido", "McTurpial"),
        ("segundo_apellido", "DE LA HOZ"),
    ];
    let visitor = world.as_anyone();
    visitor.post(&path, &form(&typed)).await.expect(200);
    let link = link_to(&world, "inirida@pueblo.example").await;
    let named = "Inírida del Pilar McTurpial de la Hoz";
    visitor.get(&link).await.expect(200).expect_text(named);
    visitor.submit(&link, &PASSWORD).await.expect(200);
    let db = world.app.db.read();
    let person = person::Entity::find().one(db).await.unwrap().unwrap();
    assert_eq!(full_name(&person), named);
    world.finish().await;
}

#[rocket::async_test]
async fn an_entity_that_is_not_listed_is_written_and_kept_once() {
    let world = World::new("register-entity").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let path = format!("/oferta/{}/registro", code(&world, cohort).await);
    let visitor = world.as_anyone();
    let other = [("entidad", ""), ("otra_entidad", "Junta de Acción Comunal El Recreo")];
    let done = registers(&world, &visitor, &path, &form(&other)).await.expect(200);
    done.expect_text("Su inscripción quedó registrada y tiene un cupo");
    let visitor = world.as_anyone();
    // Nobody else is offered it before the institution accepts it.
    let listed = visitor.get(&path).await.expect(200);
    listed.expect_no_text("Junta de Acción Comunal El Recreo");
    let again = [
        ("entidad", ""),
        ("otra_entidad", "junta de accion comunal  EL RECREO"),
        ("documento", "9100000778"),
        ("correo", "otra@pueblo.example"),
    ];
    registers(&world, &visitor, &path, &form(&again)).await.expect(200);
    let posts = post::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(posts[0].entity_id, posts[1].entity_id);
    world.finish().await;
}

#[rocket::async_test]
async fn every_wrong_field_has_its_sentence_and_what_was_typed_stays() {
    let world = World::new("register-bad").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let path = format!("/oferta/{}/registro", code(&world, cohort).await);
    let visitor = world.as_anyone();
    let long = "x".repeat(400);
    for (field, typed, sentence) in [
        ("documento", "", "Escriba el número del documento"),
        ("documento", "12a", "entre 4 y 10 números"),
        ("documento", "99999999999999999999", "entre 4 y 10 números"),
        ("tipo_documento", "NIT", "Elija el tipo de documento"),
        ("primer_nombre", "", "Escriba el primer nombre"),
        ("primer_nombre", "<b>Ana</b>", "Escriba el primer nombre con letras"),
        ("segundo_apellido", "123", "Escriba el segundo apellido con letras"),
        // A Greek letter that is read as one of ours.
        ("primer_nombre", "In\u{3af}rida", "Escriba el primer nombre con letras del español"),
        ("correo", "", "Escriba el correo electrónico"),
        ("correo", "inirida", "Revise el correo"),
        ("correo", "a@b.co, c@d.co", "Revise el correo"),
        ("telefono", "llámeme", "Revise el teléfono"),
        ("municipio", "05001", "Elija el municipio"),
        ("entidad", "", "Elija su entidad"),
        ("entidad", "999999", "Elija su entidad"),
        ("entidad", "alcaldia:05001", "Elija su entidad"),
        ("entidad", "alcaldia:50577", "Esta entidad es de Puerto Lleras (Meta): cambie"),
        ("otra_entidad", "Fundación Río Guayabero", "Ya eligió una entidad de la lista"),
        ("cargo", "", "Escriba el cargo"),
        ("cargo", &long, "Use máximo 160 caracteres"),
        ("tipo_vinculacion", "jefe", "Elija el tipo de vinculación"),
        ("autorizo", "", "necesitamos su autorización"),
    ] {
        let page = visitor.post(&path, &form(&[(field, typed)])).await;
        let page = page.expect(422).expect_text(sentence);
        let body = page.body();
        assert!(body.contains("<title>Error"), "{field}");
        let stays = field == "cargo" || body.contains("value=\"Tesorera municipal\"");
        assert!(stays, "{field}: what was typed stays");
    }
    visitor.post(&path, &[]).await.expect(422);
    assert_eq!(people_in(&world).await, 0);
    world.finish().await;
}

#[rocket::async_test]
async fn a_municipal_body_is_of_its_municipality_and_others_reach_further() {
    let world = World::new("register-reach").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let path = format!("/oferta/{}/registro", code(&world, cohort).await);
    let visitor = world.as_anyone();
    let body = |kind: &str, name: &str, municipality: Option<&str>| entity::ActiveModel {
        kind: Set(kind.to_owned()),
        name: Set(name.to_owned()),
        search_name: Set(fold(name)),
        municipality_code: Set(municipality.map(str::to_owned)),
        department_code: Set("50".to_owned()),
        is_demo: Set(true),
        ..Default::default()
    };
    for (number, kind, municipality, accepted) in [
        ("9100000801", "personeria", Some("50577"), false),
        ("9100000802", "concejo", Some("50577"), false),
        ("9100000803", "personeria", Some("50325"), true),
        ("9100000804", "osc", Some("50577"), true),
        ("9100000805", "gobernacion", None, true),
    ] {
        let row = body(kind, &format!("Entidad {number}"), municipality);
        let id = row.insert(world.app.db.writer()).await.unwrap().id.to_string();
        let mail = format!("p{number}@pueblo.example");
        let changes = [("documento", number), ("correo", &mail), ("entidad", &id)];
        let page = visitor.post(&path, &form(&changes)).await;
        if accepted {
            page.expect(200).expect_text("Revise su correo");
        } else {
            page.expect(422).expect_text("Esta entidad es de Puerto Lleras (Meta)");
        }
    }
    world.finish().await;
}

#[rocket::async_test]
async fn one_address_registers_no_endless_number_of_people() {
    let world = World::new("register endlessly").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let path = format!("/oferta/{}/registro", code(&world, cohort).await);
    let visitor = world.as_anyone();
    let new = [("contrasena", "una frase larga"), ("contrasena_otra_vez", "una frase larga")];
    for _ in 0..formacion::sign_in::FORMS {
        visitor.post("/enlace/inventado", &new).await.expect(422);
    }
    visitor.post(&path, &form(&[])).await.expect(429);
    assert_eq!(people_in(&world).await, 0);
    world.finish().await;
}
