//! A list imported again, and «agregar» with somebody known, bring what the record lacks (R77): who was
//! imported without a mail is not left out for good.

use formacion::people::entity::person::{self, PersonId};
use formacion::sign_in::entity::account;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::{confirmed, csv, document, imported, people, sent};
use crate::enrolment::{letters, places};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::servant;
use crate::support::world::World;

/// The same people without a mail.
fn without_mail(mut rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    rows.iter_mut().for_each(|row| row[6] = "NO TIENE".to_owned());
    rows
}

async fn accounts(world: &World) -> u64 {
    let of_people = account::Column::PersonId.is_not_null();
    account::Entity::find().filter(of_people).count(world.app.db.read()).await.unwrap()
}

#[rocket::async_test]
async fn six_who_came_without_a_mail_get_theirs_by_a_later_list_and_can_come_in() {
    let world = World::new("complete six").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    imported(&staff, cohort, &without_mail(people(0..6))).await;
    assert_eq!((letters(&world).await.len(), accounts(&world).await), (0, 0));
    let before = places(&world, cohort).await;
    let address = sent(&staff, cohort, "con correo.csv", &csv(&people(0..6))).await;
    let page = confirmed(&staff, &address, "1").await;
    page.expect_text("Se completará el correo.")
        .expect_text("6 ya inscritas")
        .expect_text("6 con correo o teléfono por completar")
        .expect_text("Completar los datos de 6 personas")
        .expect_no_text("lista de espera");
    assert_eq!(accounts(&world).await, 0, "looking changes nobody");
    let done = staff.submit(&format!("{address}/confirmacion"), &[]).await.expect(200);
    done.expect_text("6 con correo o teléfono completado");
    assert_eq!(places(&world, cohort).await, before, "places stay as they were");
    let told = letters(&world).await;
    assert_eq!(told.len(), 6);
    for (n, (kind, to)) in told.iter().enumerate() {
        assert_eq!(
            (kind.as_str(), to),
            ("sign_in/password_link", &format!("persona.{n}@pueblo.example"))
        );
    }
    assert_eq!(accounts(&world).await, 6);
    // Whoever follows the letter has a password and sees the place.
    let letter = formacion::notices::entity::outbox_message::Entity::find()
        .order_by_asc(formacion::notices::entity::outbox_message::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    let from = letter.text_body.find("/enlace/").expect("a link");
    let link = letter.text_body[from..].split_whitespace().next().unwrap().to_owned();
    let new = [("contrasena", "una frase larga"), ("contrasena_otra_vez", "una frase larga")];
    world.as_anyone().submit(&link, &new).await.expect(200).expect_text("Ya está dentro");
    // A third list has nothing more to bring.
    let mut rows = people(0..6);
    rows[0][4] = "SECRETARIA".to_owned();
    let address = sent(&staff, cohort, "otra vez.csv", &csv(&rows)).await;
    confirmed(&staff, &address, "1").await.expect_no_text("Se completará").expect_text("Ninguna");
    world.finish().await;
}

#[rocket::async_test]
async fn a_mail_that_is_there_stays_and_says_nothing() {
    let world = World::new("complete kept").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    imported(&staff, cohort, &people(0..1)).await;
    let mut rows = people(0..2);
    rows[0][6] = "distinto@pueblo.example".to_owned();
    let address = sent(&staff, cohort, "otra.csv", &csv(&rows)).await;
    confirmed(&staff, &address, "1").await.expect_no_text("Se completará");
    staff.submit(&format!("{address}/confirmacion"), &[]).await.expect(200);
    let row = person::Entity::find_by_id(PersonId(1)).one(world.app.db.read()).await.unwrap();
    assert_eq!(row.unwrap().email.as_deref(), Some("persona.0@pueblo.example"));
    world.finish().await;
}

#[rocket::async_test]
async fn adding_somebody_who_has_a_place_completes_their_contacts_and_says_so() {
    let world = World::new("complete form").await;
    servant(&world, 1, "50325").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    imported(&staff, cohort, &without_mail(people(0..1))).await;
    let number = document(0);
    let fields = [
        ("paso", "crear"),
        ("tipo_documento", "CC"),
        ("documento", number.as_str()),
        ("primer_nombre", "Ana"),
        ("segundo_nombre", ""),
        ("primer_apellido", "Arrayán"),
        ("segundo_apellido", ""),
        ("correo", "ana@pueblo.example"),
        ("telefono", "310 555 0199"),
        ("municipio", "50325"),
        ("entidad", "alcaldia:50325"),
        ("otra_entidad", ""),
        ("cargo", "Técnica"),
        ("tipo_vinculacion", "carrera"),
        ("autorizo", "si"),
    ];
    let path = format!("/cohortes/{cohort}/inscritos/nuevo");
    let said = staff.post(&path, &fields).await.expect(422);
    said.expect_text("ya tiene un lugar en este curso. Se completó");
    let rows = person::Entity::find().order_by_desc(person::Column::Id).all(world.app.db.read());
    let row = rows.await.unwrap().into_iter().next().unwrap();
    assert_eq!(row.email.as_deref(), Some("ana@pueblo.example"));
    assert_eq!(row.phone.as_deref(), Some("3105550199"));
    assert_eq!(accounts(&world).await, 1);
    let again = staff.post(&path, &fields).await.expect(422);
    again.expect_text("Esta persona ya tiene un cupo en este curso").expect_no_text("Se completó");
    world.finish().await;
}
