//! A country of made-up people is whole: everything in it holds, and it is the same every time.

use formacion::attendance::entity::attendance_mark;
use formacion::certification::entity::certificate;
use formacion::cohorts::entity::cohort::{self, Stage};
use formacion::cohorts::entity::session;
use formacion::cohorts::timetable;
use formacion::courses::entity::course_version;
use formacion::enrolment::entity::enrolment;
use formacion::generator::{GenerationSummary, Size, generate};
use formacion::people::entity::{person, post};
use formacion::platform::secrets::digest;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, ModelTrait, PaginatorTrait, QueryFilter,
    QueryOrder, Set,
};

use crate::support::world::World;

const SIZE: Size = Size { people: 500, sessions: 11 };

async fn country(hint: &str) -> (World, GenerationSummary) {
    let world = World::new(hint).await;
    let made = generate(&world.app, SIZE, |_| ()).await.expect("is made");
    (world, made)
}

/// Everything that people, posts, certificates and marks say, in one line each.
async fn said(world: &World) -> [String; 4] {
    let db = world.app.db.read();
    let people = person::Entity::find().order_by_asc(person::Column::Id).all(db).await.unwrap();
    let posts = post::Entity::find().order_by_asc(post::Column::Id).all(db).await.unwrap();
    let certificates = certificate::Entity::find().order_by_asc(certificate::Column::Id);
    let certificates = certificates.all(db).await.unwrap();
    let marks = attendance_mark::Entity::find().order_by_asc(attendance_mark::Column::Id);
    let marks = marks.all(db).await.unwrap();
    [
        digest(format!("{people:?}")),
        digest(format!("{posts:?}")),
        digest(format!("{certificates:?}")),
        digest(format!("{marks:?}")),
    ]
}

#[rocket::async_test]
async fn a_country_has_what_was_asked_for_and_doctor_finds_nothing() {
    let (world, made) = country("country whole").await;
    let db = world.app.db.read();
    assert_eq!(made.people, 500);
    assert_eq!(made.cohorts, 17, "thirty in each, the last one smaller");
    assert_eq!(person::Entity::find().count(db).await.unwrap(), 500);
    assert_eq!(enrolment::Entity::find().count(db).await.unwrap(), 500);
    let marks = attendance_mark::Entity::find().count(db).await.unwrap();
    assert_eq!(usize::try_from(marks).unwrap(), made.marks);
    assert!((4_500..=5_500).contains(&made.marks), "{made:?}");
    let certificates = certificate::Entity::find().count(db).await.unwrap();
    assert_eq!(usize::try_from(certificates).unwrap(), made.certificates);
    assert!((250..450).contains(&made.certificates), "{made:?}");
    let running = cohort::Entity::find().filter(cohort::Column::Stage.eq(Stage::Running));
    assert!(running.count(db).await.unwrap() > 0, "some are under way today");
    let left = post::Entity::find().filter(post::Column::EndsOn.is_not_null());
    assert!(left.count(db).await.unwrap() > 10, "some have left their post");
    let taught = cohort::Entity::find().find_also_related(course_version::Entity);
    for (row, version) in taught.all(db).await.unwrap() {
        let of_cohort = session::Entity::find().filter(session::Column::CohortId.eq(row.id));
        let length = timetable::taught(&of_cohort.all(db).await.unwrap());
        let hours = i64::from(version.unwrap().hours);
        assert!(length.num_minutes() >= hours * 60, "{}: {length} of {hours} h", row.name);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn the_same_size_on_the_same_day_is_the_same_country() {
    let (one, _) = country("country one").await;
    let (other, _) = country("country other").await;
    assert_eq!(said(&one).await, said(&other).await);
    let smaller = World::new("country smaller").await;
    generate(&smaller.app, Size { people: 60, sessions: 3 }, |_| ()).await.unwrap();
    assert_ne!(said(&one).await, said(&smaller).await, "and another size is another");
    for world in [one, other, smaller] {
        world.finish().await;
    }
}

#[rocket::async_test]
async fn its_people_sign_in_and_what_is_added_later_counts_on() {
    let (world, made) = country("country used").await;
    let coordinator = world.as_account("coordinacion-met@pais.example").await;
    coordinator.get("/").await.expect(200);
    coordinator.get("/cohortes").await.expect(200);
    let gobernacion = world.as_account("gobernacion-05@pais.example").await;
    gobernacion.get("/informes/departamentos/05").await.expect(200);
    // The ids that were given out are behind those that the database gives.
    let newcomer = person::ActiveModel {
        document_type: Set(person::DocumentType::Cc),
        document_number: Set("77".to_owned()),
        first_name: Set("Prueba".to_owned()),
        first_surname: Set("Yarumo".to_owned()),
        search_name: Set("prueba yarumo".to_owned()),
        name_key: Set("prueba yarumo".to_owned()),
        created_at: Set(world.app.clock.now()),
        ..Default::default()
    };
    let added = newcomer.insert(world.app.db.writer()).await.unwrap();
    assert!(added.id.0 > i64::try_from(made.people).unwrap());
    added.delete(world.app.db.writer()).await.unwrap();
    world.finish().await;
}
