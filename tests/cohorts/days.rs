//! The days that people read are those of the sessions, and a session passes to another day in one act.

use chrono::{NaiveDate, TimeDelta};
use formacion::cohorts::entity::cohort::{self, CohortId, Stage};
use formacion::cohorts::entity::session;
use formacion::cohorts::queries;
use formacion::notices::entity::outbox_message;
use formacion::platform::dates;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{draft, post, public_address, session_fields, typed};
use crate::announcements::{letters, rounds, with_mail};
use crate::enrolment::{cohort_row, enrolled};
use crate::support::calendar;
use crate::support::class::Class;
use crate::support::fixtures::{CohortPlan, cohort, day};
use crate::support::people::servant;
use crate::support::world::World;

async fn days(world: &World, address: &str) -> (String, String) {
    let id: CohortId = address.rsplit('/').next().unwrap().parse().unwrap();
    let row = cohort::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap();
    (row.starts_on.to_string(), row.ends_on.to_string())
}

#[rocket::async_test]
async fn the_first_day_that_was_written_counts_until_there_is_a_session() {
    let world = World::new("days").await;
    let address = draft(&world, &[]).await;
    let coordinator = world.as_coordinator("MET").await;
    let written = ("2027-02-01".to_owned(), "2027-03-31".to_owned());
    assert_eq!(days(&world, &address).await, written);
    coordinator.get(&format!("{address}/datos")).await.expect(200).expect_text("Primer día");

    let path = format!("{address}/sesiones");
    for date in ["2027-02-10", "2027-01-27", "2027-04-14"] {
        post(&coordinator, &path, &session_fields(date, "08:00", "12:00", "")).await.expect(303);
    }
    let of_sessions = ("2027-01-27".to_owned(), "2027-04-14".to_owned());
    assert_eq!(days(&world, &address).await, of_sessions);
    coordinator.get(&address).await.expect(200).expect_text("27/01/2027 a 14/04/2027");

    // The form says them and asks for them no longer; what an old form sends changes nothing.
    let form = coordinator.get(&format!("{address}/datos")).await.expect(200);
    form.expect_text("Fechas de la cohorte: 27/01/2027 a 14/04/2027").expect_no_text("Primer día");
    let rule = [("asistencia_minima", "80".into()), ("nota_minima", "3,0".into())];
    let fields = typed(&world, &rule).await;
    post(&coordinator, &format!("{address}/datos"), &fields).await.expect(303);
    assert_eq!(days(&world, &address).await, of_sessions);

    // A day that was cancelled is none of the cohort's.
    let id: CohortId = address.rsplit('/').next().unwrap().parse().unwrap();
    let first = queries::sessions(world.app.db.read(), id).await.unwrap()[0].id;
    coordinator
        .post(&format!("/sesiones/{first}/cancelacion"), &[("motivo", "No hay sala")])
        .await
        .expect(303);
    assert_eq!(days(&world, &address).await.0, "2027-02-10");
    world.finish().await;
}

#[rocket::async_test]
async fn the_days_of_a_cohort_made_with_its_sessions_are_theirs() {
    let world = World::new("built days").await;
    let coordinator = world.as_coordinator("MET").await;
    let mut fields = typed(&world, &[("termina", "2027-12-31".to_owned())]).await;
    for (name, value) in [
        ("fecha[0]", "2027-02-03"),
        ("desde[0]", "08:00"),
        ("hasta[0]", "12:00"),
        ("fecha[1]", "2027-02-04"),
        ("desde[1]", "08:00"),
        ("hasta[1]", "12:00"),
    ] {
        fields.push((name, value.to_owned()));
    }
    fields.push(("hacer", "crear".to_owned()));
    let made = post(&coordinator, "/cohortes", &fields).await.expect(303);
    let address = made.location.expect("leads to the cohort");
    let expected = ("2027-02-03".to_owned(), "2027-02-04".to_owned());
    assert_eq!(days(&world, &address).await, expected);
    world.finish().await;
}

/// «Pasar a otro día»: past the last day, with one letter that calls the session as people know it.
#[rocket::async_test]
async fn a_session_passes_to_another_day_past_the_last_one_in_one_act_with_one_letter() {
    let world = World::new("move on").await;
    let class = Class::confirmed(&world, 1, &[7, 14, 21]).await;
    with_mail(&world, class.people[0], "una@pueblo.example").await;
    let second = class.sessions[1];
    let page = format!("/sesiones/{second}/otro-dia");
    class.coordinator.get(&page).await.expect(200).expect_text("Pasar la sesión 2 a otro día");
    let offered = class.coordinator.get(&format!("/sesiones/{second}/cancelacion")).await;
    offered.expect(200).expect_text("Si se va a dictar otro día, pásela a ese día");

    for (fields, sentence) in [
        (vec![("fecha", ""), ("desde", "8:00"), ("hasta", "12:00")], "Escriba la fecha"),
        (vec![("fecha", "2026-12-11"), ("desde", "8:00"), ("hasta", "12:00")], "Se cruza con"),
        (vec![("fecha", "2026-12-04"), ("desde", "8:00"), ("hasta", "12:00")], "nada cambió"),
    ] {
        class.coordinator.post(&page, &fields).await.expect(422).expect_text(sentence);
    }
    // The last day was Friday 11 December.
    let fields = [
        ("fecha", "2026-12-16"),
        ("desde", "14:00"),
        ("hasta", "18:00"),
        ("motivo", "La vía estuvo cerrada"),
    ];
    let done = class.coordinator.submit(&page, &fields).await.expect(200);
    done.expect_text("La sesión pasó al 16/12/2026");
    let row = class.row().await;
    assert_eq!(row.ends_on, NaiveDate::from_ymd_opt(2026, 12, 16).unwrap());

    world.advance(TimeDelta::minutes(11));
    rounds(&world).await;
    let told = letters(&world).await;
    assert_eq!(told.len(), 2, "one to the person and one to who facilitates");
    let words = told[0].text_body.replace('\u{a0}', " ");
    for line in [
        "Sesión 2, cambia; ahora es la sesión 3\n",
        "Cuándo: miércoles 16 de diciembre de 2026, de 2:00 p. m. a 6:00 p. m.\n",
        "Antes: viernes 4 de diciembre de 2026, de 8:00 a. m. a 12:00 p. m.\n",
        "Motivo: La vía estuvo cerrada\n",
    ] {
        assert!(words.contains(line), "{line}: {words}");
    }
    let file = calendar::read(told[0].calendar.as_ref().unwrap());
    assert_eq!(file.len(), 1, "nothing else changed for them");
    // Whoever moves it back cancels no session of the cohort.
    assert_eq!(queries::sessions(world.app.db.read(), class.cohort).await.unwrap().len(), 3);
    world.finish().await;
}

#[rocket::async_test]
async fn only_a_planned_session_of_ones_own_unit_passes_to_another_day() {
    let world = World::new("move whose").await;
    let class = Class::running(&world, 1, &[0, 7]).await;
    let stranger = world.as_coordinator("HUI").await;
    let page = format!("/sesiones/{}/otro-dia", class.sessions[1]);
    let fields = [("fecha", "2026-12-01"), ("desde", "8:00"), ("hasta", "12:00")];
    let foreign = stranger.get(&page).await.expect(404);
    let absent = stranger.get("/sesiones/99999/otro-dia").await.expect(404);
    assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
    stranger.post(&page, &fields).await.expect(404);
    class.mark(0, &[(0, "presente")]).await;
    let held = format!("/sesiones/{}/otro-dia", class.sessions[0]);
    class.coordinator.post(&held, &fields).await.expect(422).expect_text("ya no cambia");
    world.finish().await;
}

/// Nobody reads that a seat is confirmed before the cohort is.
#[rocket::async_test]
async fn a_letter_lists_the_hours_and_calls_confirmed_only_what_is() {
    let world = World::new("unsure").await;
    for (number, stage, name, facilitator) in
        [(1, Stage::Tentative, "Meta 1", "ana"), (2, Stage::Confirmed, "Meta 2", "beto")]
    {
        let plan = CohortPlan { name, facilitator, stage, sessions: 3, ..CohortPlan::default() };
        let cohort = cohort(&world, plan).await;
        let (person, _) = servant(&world, number, "50325").await;
        let placed = enrolled(&world, cohort, person).await;
        let letter = outbox_message::Entity::find()
            .filter(outbox_message::Column::Kind.eq("enrolment/confirmed"))
            .order_by_desc(outbox_message::Column::Id)
            .one(world.app.db.read())
            .await
            .unwrap()
            .unwrap();
        let words = letter.text_body.replace('\u{a0}', " ");
        assert!(words.contains("Horario: 3 sesiones: "), "{words}");
        assert!(words.contains(", de 8:00 a. m. a 12:00 p. m."), "{words}");
        let sure = stage == Stage::Confirmed;
        assert_eq!(words.contains("Su cupo está confirmado."), sure, "{words}");
        assert_eq!(words.contains("El curso está por confirmar"), !sure, "{words}");
        assert_eq!(letter.subject.starts_with("Cupo confirmado"), sure, "{}", letter.subject);

        let me = world.as_participant(person.0).await;
        for page in ["/".to_owned(), format!("/inscripciones/{}", placed.enrolment)] {
            let shown = me.get(&page).await.expect(200);
            let first = cohort_row(&world, cohort).await.starts_on;
            let shown = shown.expect_text(&formacion::platform::dates::with_weekday(first));
            assert_eq!(shown.body().to_lowercase().contains("por confirmar"), !sure, "{page}");
        }
    }
    world.finish().await;
}

#[rocket::async_test]
async fn where_it_is_taught_is_said_by_its_coordination_and_stays_in_its_territory() {
    let world = World::new("venue").await;
    let id = cohort(&world, CohortPlan::default()).await;
    let coordinator = world.as_coordinator("MET").await;
    let page = format!("/cohortes/{id}/municipio");
    coordinator.get(&page).await.expect(200).expect_text("Sin precisar");
    for code in ["99999", "18001"] {
        let refused = coordinator.post(&page, &[("dictada_en", code)]).await.expect(422);
        refused.expect_text("Elija un municipio de la lista.");
    }
    let done = coordinator.submit(&page, &[("dictada_en", "50001")]).await.expect(200);
    done.expect_text("Se dicta en Villavicencio (Meta).");
    let history = coordinator.get(&format!("/cohortes/{id}/historia")).await.expect(200);
    history.expect_text("Cambió el municipio donde se dicta.");
    let stranger = world.as_coordinator("HUI").await;
    stranger.get(&page).await.expect(404);
    stranger.post(&page, &[("dictada_en", "50001")]).await.expect(404);
    world.finish().await;
}

/// A day moves with its session also in what was published, and history keeps both.
#[rocket::async_test]
async fn the_days_of_a_published_cohort_follow_its_sessions_and_history_tells_it() {
    let world = World::new("published days").await;
    let plan = CohortPlan { sessions: 3, first_day: 10, ..CohortPlan::default() };
    let id = cohort(&world, plan).await;
    let coordinator = world.as_coordinator("MET").await;
    let sessions = queries::sessions(world.app.db.read(), id).await.unwrap();
    let page = format!("/sesiones/{}/cancelacion", sessions[2].id);
    coordinator.post(&page, &[("motivo", "No hay sala")]).await.expect(303);
    let row = cohort_row(&world, id).await;
    assert_eq!((row.starts_on, row.ends_on), (day(&world, 10), day(&world, 11)));
    assert_eq!(row.enrolment_closes_on, Some(day(&world, 11)), "nobody enrols after its end");
    coordinator
        .get(&format!("/cohortes/{id}/historia"))
        .await
        .expect_text("Cambiaron los datos de la cohorte: último día, cierre de inscripciones.");
    let address = public_address(&world, id).await;
    let period = formacion::platform::dates::period(row.starts_on, row.ends_on);
    let period = formacion::platform::texts::capitalised(&period);
    world.as_anyone().get(&address).await.expect(200).expect_text(&period);
    let left = queries::sessions(world.app.db.read(), id).await.unwrap();
    assert_eq!(left[2].stage, session::Stage::Cancelled);
    world.finish().await;
}

#[rocket::async_test]
async fn another_day_is_looked_at_before_a_session_moves_to_it() {
    let world = World::new("look at a day").await;
    cohort(&world, CohortPlan { name: "Meta sur", ..CohortPlan::default() }).await;
    let later = CohortPlan { name: "Meta norte", first_day: 40, ..CohortPlan::default() };
    let later = cohort(&world, later).await;
    let session = queries::sessions(world.app.db.read(), later).await.unwrap()[0].clone();
    let path = format!("/sesiones/{}/otro-dia", session.id);
    let coordinator = world.as_coordinator("MET").await;
    let on = |offset| format!("{path}?fecha={}", dates::input_date(day(&world, offset)));
    // The same person teaches on the one, its own cohort meets on the other; nothing is on the third.
    let busy = coordinator.get(&on(10)).await.expect(200);
    busy.expect_text("ya facilita otra sesión a esa hora").expect_text("Todavía no se ha guardado");
    coordinator.get(&on(41)).await.expect(200).expect_text("Se cruza con la sesión 2");
    coordinator.get(&on(60)).await.expect(200).expect_text("no se cruza con nada");
    coordinator.get(&format!("{path}?fecha=ayer")).await.expect(200).expect_no_text("no se cruza");
    let date = dates::input_date(day(&world, 10));
    let look =
        [("fecha", date.as_str()), ("desde", "08:00"), ("hasta", "12:00"), ("hacer", "mirar")];
    let looked = coordinator.post(&path, &look).await.expect(200);
    looked.expect_text("ya facilita otra sesión a esa hora");
    let now = queries::sessions(world.app.db.read(), later).await.unwrap();
    assert_eq!(now[0].starts_at, session.starts_at, "looking moves nothing");
    // The calendar knows which of its sessions can be moved, and by whom.
    let month = format!("/calendario?mes={}", &dates::input_date(day(&world, 40))[..7]);
    let body = coordinator.get(&month).await.expect(200).body();
    assert!(body.contains(&format!("data-move=\"{path}\"")) && body.contains("data-day=\""));
    let teacher = world.as_facilitator("ana").await.get(&month).await.expect(200).body();
    assert!(!teacher.contains("data-move") && !teacher.contains("data-day"));
    world.finish().await;
}
