//! The page of one place: what its person reads, and what others who see the row do not.

use formacion::cohorts::entity::session;
use formacion::enrolment::commands::{self, NewEnrolment};
use formacion::notices::entity::outbox_message;
use formacion::people::entity::consent;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};

use super::import::{imported, people as rows};
use super::nominate::scene;
use super::{asks, enrolled, places};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{people, servant};
use crate::support::world::World;

const LINK: &str = "https://reunion.example/sala";

#[rocket::async_test]
async fn only_the_person_is_shown_the_way_to_what_is_missing() {
    let world = World::new("own-progress").await;
    let (person, post) = servant(&world, 1, "50325").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let new = NewEnrolment { post: Some(post), ..NewEnrolment::default() };
    let placed = commands::enrol(&world.app, asks(cohort, person), new).await.unwrap();
    let path = format!("/inscripciones/{}", placed.enrolment);
    let me = world.as_participant(person.0).await;
    me.get(&path)
        .await
        .expect(200)
        .expect_text("Ver lo que falta para el certificado")
        .expect_text("Dirección territorial Meta");
    me.get(&format!("{path}/avance")).await.expect(200);
    for other in [
        world.as_coordinator("MET").await,
        world.as_administrator().await,
        world.as_facilitator("ana").await,
        world.as_gobernacion("50").await,
    ] {
        other.get(&path).await.expect(200).expect_no_text("Ver lo que falta");
        other.get(&format!("{path}/avance")).await.expect(404);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn why_somebody_left_and_where_they_meet_are_told_to_who_needs_it() {
    let world = World::new("own-story").await;
    let (person, post) = servant(&world, 1, "50325").await;
    let (other, other_post) = servant(&world, 2, "50325").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let db = world.app.db.read();
    let stranger = world.as_facilitator("otra").await;
    let sessions =
        session::Entity::find().filter(session::Column::CohortId.eq(cohort)).all(db).await.unwrap();
    for (session, teacher) in sessions.into_iter().zip([None, Some(stranger.account())]) {
        let mut changed = session.into_active_model();
        match teacher {
            None => changed.link = Set(Some(LINK.to_owned())),
            teacher => changed.facilitator_account_id = Set(teacher),
        }
        changed.update(world.app.db.writer()).await.unwrap();
    }
    let mut paths = Vec::new();
    for (person, post) in [(person, post), (other, other_post)] {
        let new = NewEnrolment { post: Some(post), ..NewEnrolment::default() };
        let placed = commands::enrol(&world.app, asks(cohort, person), new).await.unwrap();
        paths.push(format!("/inscripciones/{}", placed.enrolment));
    }
    let me = world.as_participant(person.0).await;
    let staff = world.as_coordinator("MET").await;
    let teacher = world.as_facilitator("ana").await;
    let gobernacion = world.as_gobernacion("50").await;
    // The second session is another facilitator's: the first one's room is not theirs.
    for (character, enters) in
        [(&me, true), (&staff, true), (&teacher, true), (&gobernacion, false), (&stranger, false)]
    {
        let page = character.get(&paths[0]).await.expect(200);
        assert_eq!(page.body().contains(LINK), enters, "{}", page.words());
    }

    me.post(&format!("{}/retiro", paths[0]), &[("motivo", "Cuido a mi mamá")]).await.expect(303);
    staff.post(&format!("{}/retiro", paths[1]), &[("motivo", "Se trasladó")]).await.expect(303);
    let told = "Retirada. Motivo: Cuido a mi mamá";
    let own = me.get(&paths[0]).await.expect(200);
    own.expect_text(&format!("{told} Usted")).expect_no_text("Enlace de la sesión");
    let seen = staff.get(&paths[0]).await.expect(200);
    seen.expect_text(&format!("{told} La persona inscrita"));
    let name = staff.actor().await.name;
    let seen = world.as_participant(other.0).await.get(&paths[1]).await.expect(200);
    seen.expect_text(&format!("Motivo: Se trasladó {name}"));
    for character in [&teacher, &gobernacion] {
        let page = character.get(&paths[0]).await.expect(200);
        page.expect_text("Retirada La persona inscrita").expect_no_text("mamá");
        let page = character.get(&paths[1]).await.expect(200);
        page.expect_text("Retirada La coordinación").expect_no_text("trasladó");
    }
    world.finish().await;
}

/// The words of the last letter of a kind to a mail.
async fn letter(world: &World, kind: &str, mail: &str) -> String {
    let letter = outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq(kind))
        .filter(outbox_message::Column::RecipientEmail.eq(mail))
        .order_by_desc(outbox_message::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap();
    letter.expect("is written").text_body
}

#[rocket::async_test]
async fn somebody_of_a_list_reads_who_put_them_there_and_authorises_for_themselves() {
    let world = World::new("own-list").await;
    let cohort = cohort(&world, CohortPlan { seats: 1, ..CohortPlan::default() }).await;
    let staff = world.as_coordinator("MET").await;
    imported(&staff, cohort, &rows(0..2)).await;
    for (number, place) in ["tiene un cupo", "en el puesto 1"].into_iter().enumerate() {
        let words =
            letter(&world, "enrolment/entry", &format!("persona.{number}@pueblo.example")).await;
        for said in [
            place,
            "Horario: ",
            "/enlace/",
            "La coordinación de la Dirección territorial Meta, Guaviare",
            "puede revisar la inscripción, corregir sus datos o retirarse",
        ] {
            assert!(words.contains(said), "{words}");
        }
        assert!(!words.contains("Su cupo está confirmado"), "{words}");
    }
    let place = places(&world, cohort).await.remove(0);
    let own = format!("/inscripciones/{}", place.id);
    staff.get(&own).await.expect(200).expect_no_text("Autorizo el tratamiento");
    let me = world.as_account("persona.0@pueblo.example").await;
    me.get(&own)
        .await
        .expect(200)
        .expect_text("hizo esta inscripción con los datos de una lista")
        .expect_text("Autorizo el tratamiento de mis datos personales")
        .expect_text("versión 2026-01");
    let accept = format!("{own}/aceptacion");
    let unread = me.post(&accept, &[]).await.expect(422);
    unread.expect_text("necesitamos su autorización");
    let yes = [("autorizo", "si")];
    let done = me.submit(&accept, &yes).await.expect(200);
    done.expect_no_text("Autorizo el tratamiento").expect_no_text("Sí, es mi inscripción");
    me.post(&accept, &yes).await.expect(303);
    let given = consent::Entity::find()
        .filter(consent::Column::PersonId.eq(place.person_id))
        .order_by_asc(consent::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap();
    let channels: Vec<&str> = given.iter().map(|one| one.channel.as_str()).collect();
    assert_eq!(channels, [consent::BY_LIST, "aceptación de la inscripción"], "once");
    world.finish().await;
}

#[rocket::async_test]
async fn a_letter_names_the_entity_that_put_somebody_forward_and_nobody_else_for_who_asked() {
    let world = World::new("own-letters").await;
    let scene = scene(&world, 1, 0..2).await;
    scene.focal.post(&scene.path, &[("todas", "si")]).await.expect(303);
    let words = letter(&world, "enrolment/waiting", "persona1@pueblo.example").await;
    assert!(words.contains("Alcaldía de prueba 50325 presentó su nombre."), "{words}");
    let alone = people(&world, 5..6, true).await[0];
    enrolled(&world, scene.cohort, alone).await;
    let words = letter(&world, "enrolment/waiting", "persona5@pueblo.example").await;
    assert!(
        !words.contains("hizo su inscripción") && !words.contains("presentó su nombre"),
        "{words}"
    );
    world.finish().await;
}
