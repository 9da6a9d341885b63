//! A seat that nobody used: what follows is announced before anybody enrols, and the coordination decides
//! for whom it does not (R24).

use formacion::attendance::queries::current_marks;
use formacion::courses::entity::course_version;
use formacion::enrolment::entity::enrolment::{self, EnrolmentId};
use formacion::enrolment::entity::enrolment_exception;
use formacion::people::entity::person;
use sea_orm::{EntityTrait, Set};

use super::eligibility::asks_for;
use super::{code, places};
use crate::support::class::{Class, pairs};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;

async fn place(world: &World, id: EnrolmentId) -> enrolment::Model {
    enrolment::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().expect("is there")
}

#[rocket::async_test]
async fn whoever_did_not_use_a_seat_is_enrolled_by_the_coordination_until_it_is_put_right() {
    let world = World::new("seat not used").await;
    let class = Class::running(&world, 3, &[-2, -1]).await;
    for session in [0, 1] {
        class.mark(session, &[(0, "presente"), (1, "ausente"), (2, "excusa")]).await;
        class.facilitator.post(&class.closing(session), &[]).await.expect(303);
    }
    for person in &class.people {
        assert!(!place(&world, *person).await.never_came, "the cohort is not closed");
    }
    class.close().await;
    let noted: Vec<bool> = [
        place(&world, class.people[0]).await.never_came,
        place(&world, class.people[1]).await.never_came,
        place(&world, class.people[2]).await.never_came,
    ]
    .into();
    assert_eq!(noted, [false, true, false], "an excuse was no absence without a word");

    let next = cohort(&world, CohortPlan { facilitator: "beto", ..CohortPlan::default() }).await;
    let rule = course_version::ActiveModel { no_show_months: Set(12), ..Default::default() };
    asks_for(&world, next, rule).await;
    let door = format!("/oferta/{}", code(&world, next).await);
    world.as_anyone().get(&door).await.expect(200).expect_text("no asistió a ninguna sesión");
    let form = format!("{door}/inscripcion");
    let yes = [("autorizo", "si"), ("enterado", "si")];
    let absent = place(&world, class.people[1]).await.person_id;
    let me = world.as_participant(absent.0).await;
    let refused = me.post(&form, &yes).await.expect(422);
    refused.expect_text("Tuvo cupo en").expect_text("durante 12 meses");
    let other = world.as_participant(place(&world, class.people[2]).await.person_id.0).await;
    other.post(&form, &yes).await.expect(303);

    // The list was wrong: put right after the closing, nothing follows from it.
    let days = [("motivo", "La planilla dice otra cosa"), ("dias", "2")];
    let reopening = format!("{}/reapertura", class.grid());
    class.coordinator.post(&reopening, &days).await.expect(303);
    let seen = current_marks(world.app.db.read(), class.sessions[0]).await.unwrap();
    let fields = [
        class.estados(&[(1, "tarde")]),
        vec![
            (format!("visto[{}]", class.people[1]), seen[&class.people[1]].mark.to_string()),
            ("motivo".into(), "Firmó la planilla".into()),
        ],
    ]
    .concat();
    class.coordinator.post(&class.roll_call(0), &pairs(&fields)).await.expect(303);
    assert!(!place(&world, class.people[1]).await.never_came);
    me.post(&form, &yes).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn the_coordination_enrols_whoever_did_not_use_a_seat_with_a_reason() {
    let world = World::new("seat forgiven").await;
    let class = Class::running(&world, 2, &[-1]).await;
    class.mark(0, &[(0, "presente"), (1, "ausente")]).await;
    class.facilitator.post(&class.closing(0), &[]).await.expect(303);
    class.close().await;
    let next = cohort(&world, CohortPlan { facilitator: "beto", ..CohortPlan::default() }).await;
    let rule = course_version::ActiveModel { no_show_months: Set(6), ..Default::default() };
    asks_for(&world, next, rule).await;
    let absent = place(&world, class.people[1]).await.person_id;
    let add = format!("/cohortes/{next}/inscritos/nuevo");
    let person = person::Entity::find_by_id(absent).one(world.app.db.read()).await;
    let person = person.unwrap().expect("is there");
    let mut fields = vec![
        ("paso", "confirmar"),
        ("tipo_documento", "CC"),
        ("documento", person.document_number.as_str()),
        ("primer_apellido", person.first_surname.as_str()),
        ("municipio", "50325"),
    ];
    let asked = class.coordinator.post(&add, &fields).await.expect(422);
    asked.expect_text("no asistió a ninguna sesión");
    fields.push(("excepcion", "Estuvo hospitalizada"));
    class.coordinator.post(&add, &fields).await.expect(303);
    let kept = enrolment_exception::Entity::find().one(world.app.db.read()).await.unwrap();
    assert!(kept.expect("is kept").rules.split(',').any(|rule| rule == "no_show"));
    assert_eq!(places(&world, next).await.len(), 1);
    world.finish().await;
}
