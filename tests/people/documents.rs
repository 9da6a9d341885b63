//! A document changes and the old one still finds its person (R28).

use formacion::people::bringing::Bringer;
use formacion::people::commands::{NewPerson, register};
use formacion::people::entity::person::DocumentType;
use formacion::people::queries::by_document;
use formacion::people::rules::PersonRefusal;
use formacion::platform::errors::Failure;
use formacion::sign_in::actor::Author;

use crate::support::people::{document, people, servant};
use crate::support::world::World;

#[rocket::async_test]
async fn a_new_document_keeps_the_old_one_as_a_way_to_the_person() {
    let world = World::new("new-document").await;
    let (person, _) = servant(&world, 1, "50325").await;
    people(&world, 2..3, true).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/personas/{person}/documento");
    staff.get(&path).await.expect(200).expect_text("C. C. 9.100.000.001");
    let wrong = staff.post(&path, &[("tipo_documento", "PPT"), ("documento", "12")]).await;
    wrong.expect(422).expect_text("un permiso temporal tiene entre 5 y 10 números");
    let same = document(1);
    let same = staff.post(&path, &[("tipo_documento", "CC"), ("documento", &same)]).await;
    same.expect(422).expect_text("ya tiene este documento");
    let taken = document(2);
    let taken = staff.post(&path, &[("tipo_documento", "CC"), ("documento", &taken)]).await;
    taken.expect(422).expect_text("una los dos registros");
    let done = [("tipo_documento", "PPT"), ("documento", "99.000.030")];
    let page = staff.submit(&path, &done).await.expect(200);
    page.expect_text("El documento cambió")
        .expect_text("P. P. T. 99.000.030")
        .expect_text("C. C. 9.100.000.001");
    let old = document(1);
    let found = staff
        .post("/personas/busqueda", &[("tipo_documento", "CC"), ("documento", &old)])
        .await
        .expect(200);
    found.expect_text("P. P. T. 99.000.030");

    // Whoever registers with the old one is the same person; with another name, a review.
    let tx = world.app.db.begin().await.unwrap();
    let again = |surname: &str| NewPerson {
        document_type: DocumentType::Cc,
        document_number: document(1),
        first_name: "Ñandú".to_owned(),
        second_name: None,
        first_surname: surname.to_owned(),
        second_surname: None,
        email: None,
        phone: None,
    };
    let by = Author::system();
    assert_eq!(
        register(&tx, &world.app, &Bringer::of_all(&by), again("Guayacán")).await.unwrap(),
        person
    );
    let other = register(&tx, &world.app, &Bringer::of_all(&by), again("Turpial")).await;
    let Err(Failure::Refused(refused)) = other else { panic!("another name goes to review") };
    assert_eq!(refused, PersonRefusal::DocumentOfAnother { person });
    drop(tx);

    // And back again: a mistake is mended.
    let back = document(1);
    staff.submit(&path, &[("tipo_documento", "CC"), ("documento", &back)]).await.expect(200);
    let db = world.app.db.read();
    for (kind, number) in [(DocumentType::Cc, back.as_str()), (DocumentType::Ppt, "99000030")] {
        assert_eq!(by_document(db, kind, number).await.unwrap().map(|one| one.id), Some(person));
    }
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_changes_their_own_document_or_a_strangers() {
    let world = World::new("whose-document").await;
    let (there, _) = servant(&world, 1, "18592").await;
    let path = format!("/personas/{there}/documento");
    let typed = [("tipo_documento", "PPT"), ("documento", "99000030")];
    world.as_coordinator("MET").await.post(&path, &typed).await.expect(404);
    world.as_participant(there.0).await.post(&path, &typed).await.expect(403);
    world.as_gobernacion("18").await.post(&path, &typed).await.expect(403);
    world.finish().await;
}
