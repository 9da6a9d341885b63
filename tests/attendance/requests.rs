//! A learner asks for a correction or announces an absence; the coordination decides.

use chrono::{Duration, TimeDelta};
use formacion::attendance::entity::attendance_mark::{self, Method, State};
use formacion::attendance::queries::current_marks;
use formacion::attendance::requests::entity::attendance_request::{self, RequestId};
use formacion::enrolment::entity::enrolment;
use formacion::history::entity::history_event;
use formacion::notices::entity::outbox_message;
use formacion::platform::entity::stored_file;
use rocket::tokio;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, NotSet, PaginatorTrait,
    QueryFilter, QueryOrder,
};

use super::paper::photo;
use crate::support::class::{Class, listed_name, pairs, spoken_name};
use crate::support::fixtures::shown;
use crate::support::world::{Character, World};

/// The n-th person of the class, signed in.
pub async fn learner<'w>(world: &'w World, class: &Class<'w>, index: usize) -> Character<'w> {
    let place = enrolment::Entity::find_by_id(class.people[index]).one(world.app.db.read()).await;
    world.as_participant(place.unwrap().unwrap().person_id.0).await
}

fn own(class: &Class<'_>, person: usize) -> String {
    format!("/inscripciones/{}/asistencia", class.people[person])
}

pub fn asking(class: &Class<'_>, person: usize, session: usize) -> String {
    format!("{}/{}", own(class, person), class.sessions[session])
}

pub async fn last(world: &World) -> attendance_request::Model {
    let newest = attendance_request::Entity::find()
        .order_by_desc(attendance_request::Column::Id)
        .one(world.app.db.read());
    newest.await.unwrap().expect("something was asked")
}

pub const PRESENT: [(&str, &str); 2] = [("estado", "presente"), ("texto", "Firmé la planilla")];
pub const EXCUSE: [(&str, &str); 1] = [("texto", "Tengo una citación")];

/// Asks and answers the address of the request.
async fn ask(learner: &Character<'_>, path: &str, fields: &[(&str, &str)]) -> String {
    learner.send_parts(path, fields, None).await.expect(303).location.unwrap()
}

async fn letters(world: &World) -> Vec<outbox_message::Model> {
    outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("attendance/answered"))
        .all(world.app.db.read())
        .await
        .unwrap()
}

#[rocket::async_test]
async fn a_correction_that_is_granted_is_one_more_mark_and_the_person_is_told() {
    let world = World::new("request granted").await;
    let class = Class::running(&world, 2, &[-2, 3]).await;
    class.mark(0, &[(0, "ausente"), (1, "presente")]).await;
    let learner = learner(&world, &class, 0).await;
    let page = learner.get(&own(&class, 0)).await.expect(200);
    page.expect_text("Ausente")
        .expect_text("0 de 1 sesión")
        .expect_text("Ya no alcanza el mínimo del 80 %")
        .expect_text("Pedir corrección")
        .expect_text("Avisar que no podrá asistir")
        .expect_text("Mínimo de asistencia: 80 %");
    let path = asking(&class, 0, 0);
    let form = learner.get(&path).await.expect(200);
    form.expect_text("hasta 5 días después de que se termine su lista");
    // What is missing is asked for, and what was typed stays.
    let half = [("texto", "Firmé la planilla")];
    let page = learner.send_parts(&path, &half, None).await.expect(422);
    assert!(page.body().contains("Firmé la planilla"));
    page.expect_text("Elija cómo debe quedar");
    let request = ask(&learner, &path, &PRESENT).await;
    learner.get(&request).await.expect(200).expect_text("Por decidir").expect_text("Retirar");
    learner.send_parts(&path, &PRESENT, None).await.expect(422).expect_text("espera una decisión");

    let list = format!("/cohortes/{}/solicitudes", class.cohort);
    class.coordinator.get(&list).await.expect(200).expect_text(&listed_name(0));
    class.coordinator.get("/solicitudes").await.expect(200).expect_text("Corrección: Presente");
    let page = class.coordinator.get(&request).await.expect(200);
    page.expect_text("Firmé la planilla").expect_text(&spoken_name(0)).expect_text("No aceptar");
    let done = class.coordinator.submit(&request, &[("accion", "aceptar"), ("estado", "tarde")]);
    done.await.expect(200).expect_text("el registro ya cuenta").expect_text("Aceptada");

    let mark = attendance_mark::Entity::find()
        .order_by_desc(attendance_mark::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    assert_eq!((mark.state, mark.method), (State::Late, Method::Request));
    assert_eq!(mark.author_account_id, Some(class.coordinator.account()));
    assert!(mark.previous_mark_id.is_some() && mark.reason.is_none(), "nobody wrote a reason");
    let changes = format!("/sesiones/{}/cambios", class.sessions[0]);
    let page = class.coordinator.get(&changes).await.expect(200);
    page.expect_text("Por una solicitud de la persona que fue aceptada");
    assert_eq!(last(&world).await.mark_id, Some(mark.id));
    learner.get(&own(&class, 0)).await.expect(200).expect_text("Tarde").expect_text("solicitud,");
    learner.get(&request).await.expect(200).expect_text("La coordinación");
    let letters = letters(&world).await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].subject.starts_with("Corrección aceptada: "), "{}", letters[0].subject);
    assert_eq!(letters[0].cohort_id, Some(class.cohort.0));
    assert!(!letters[0].text_body.contains("planilla"), "what was asked stays inside");
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.is_in(["attendance.ask", "attendance.decide"]))
        .all(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|event| !event.detail.contains("planilla")));
    world.finish().await;
}

#[rocket::async_test]
async fn a_learner_reads_the_share_of_what_was_held_and_the_coordination_that_of_the_course() {
    let world = World::new("whole course").await;
    let class = Class::running(&world, 1, &[-3, -2, 3]).await;
    class.mark(0, &[(0, "presente")]).await;
    let learner = learner(&world, &class, 0).await;
    learner
        .get(&own(&class, 0))
        .await
        .expect(200)
        .expect_text("1 de 1 sesión dictada, 100 %")
        .expect_no_text("33 %");
    class.coordinator.get(&class.grid()).await.expect(200).expect_text("33 %");
    world.finish().await;
}

#[rocket::async_test]
async fn a_refusal_has_its_reason_and_everything_stays() {
    let world = World::new("request refused").await;
    let class = Class::running(&world, 1, &[-1]).await;
    class.mark(0, &[(0, "ausente")]).await;
    let learner = learner(&world, &class, 0).await;
    let path = asking(&class, 0, 0);
    let request = ask(&learner, &path, &PRESENT).await;
    let no = [("accion", "rechazar")];
    class.coordinator.post(&request, &no).await.expect(422).expect_text("Escriba el motivo");
    class.coordinator.post(&request, &[]).await.expect(422).expect_text("Diga si la acepta");
    let no = [("accion", "rechazar"), ("motivo", "La planilla no tiene su firma")];
    class.coordinator.post(&request, &no).await.expect(303);
    class.coordinator.post(&request, &no).await.expect(422).expect_text("ya estaba decidida");
    let page = learner.get(&request).await.expect(200);
    page.expect_text("No aceptada").expect_text("La planilla no tiene su firma");
    let now = current_marks(world.app.db.read(), class.sessions[0]).await.unwrap();
    assert_eq!(now[&class.people[0]].state, State::Absent);
    assert!(letters(&world).await[0].text_body.contains("no tiene su firma"));
    // Asked again, and taken back: the coordination finds it gone.
    let request = ask(&learner, &path, &PRESENT).await;
    learner.submit(&format!("{request}/retiro"), &[]).await.expect_text("quedó retirada");
    let yes = [("accion", "aceptar"), ("estado", "presente")];
    class.coordinator.post(&request, &yes).await.expect(422).expect_text("retirada");
    learner.post(&format!("{request}/retiro"), &[]).await.expect(422);
    let all = attendance_request::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(all, 2);
    assert_eq!(letters(&world).await.len(), 1, "what is taken back is answered by nobody");
    world.finish().await;
}

#[rocket::async_test]
async fn a_correction_comes_until_the_last_day_and_no_later() {
    let world = World::new("request late").await;
    let class = Class::running(&world, 2, &[-5, -4]).await;
    class.mark(0, &[(0, "ausente"), (1, "presente")]).await;
    class.mark(1, &[(0, "ausente"), (1, "presente")]).await;
    // The days of the first session have not begun, because its list is not finished; those of the
    // second begin today.
    let (first, second) = (asking(&class, 0, 0), asking(&class, 0, 1));
    let learner_now = learner(&world, &class, 0).await;
    let page = learner_now.get(&first).await.expect(200).expect_text("Enviar la solicitud");
    page.expect_text("hasta 5 días después de que se termine su lista");
    class.facilitator.post(&class.closing(1), &[]).await.expect(303);
    world.advance(TimeDelta::days(5));
    let last_day = learner(&world, &class, 0).await;
    last_day.get(&second).await.expect(200).expect_text("Enviar la solicitud");
    ask(&last_day, &second, &PRESENT).await;
    world.advance(TimeDelta::days(1));
    let gone = learner(&world, &class, 1).await;
    let theirs = asking(&class, 1, 1);
    let page = gone.get(&theirs).await.expect(200).expect_no_text("Enviar la solicitud");
    page.expect_text("se pedía a más tardar el miércoles 25 de noviembre de 2026");
    let late = gone.send_parts(&theirs, &PRESENT, None).await.expect(422);
    late.expect_text("se pedía a más tardar");
    gone.get(&own(&class, 1))
        .await
        .expect(200)
        .expect_text("se pedía hasta el miércoles 25 de noviembre de 2026");
    let page = gone.get(&asking(&class, 1, 0)).await.expect(200);
    page.expect_text("Enviar la solicitud");
    // The mark that is granted says that the session was closed.
    let request = format!("/solicitudes/{}", last(&world).await.id);
    let coordinator = world.as_coordinator("MET").await;
    let yes = [("accion", "aceptar"), ("estado", "presente"), ("motivo", "Firmó")];
    coordinator.post(&request, &yes).await.expect(303);
    let changes = format!("/sesiones/{}/cambios", class.sessions[1]);
    let page = coordinator.get(&changes).await.expect(200);
    page.expect_text("Modificado después del cierre").expect_text("Firmó");
    world.finish().await;
}

#[rocket::async_test]
async fn an_excuse_waits_for_its_session_and_the_closing_applies_it() {
    let world = World::new("request excuse").await;
    let class = Class::running(&world, 3, &[-1, 2]).await;
    class.mark(0, &[(0, "presente"), (1, "presente"), (2, "presente")]).await;
    for index in [0, 1] {
        let learner = learner(&world, &class, index).await;
        let path = asking(&class, index, 1);
        learner.get(&path).await.expect(200).expect_no_text("Cómo debe quedar");
        let request = ask(&learner, &path, &EXCUSE).await;
        let page = class.coordinator.get(&request).await.expect(200);
        page.expect_text("La sesión no ha llegado");
        let done = class.coordinator.submit(&request, &[("accion", "aceptar")]).await;
        done.expect_text("Excusa aprobada");
        learner.get(&path).await.expect(200).expect_text("ya fue aceptada");
    }
    assert_eq!(last(&world).await.mark_id, None);
    world.advance(TimeDelta::days(2));
    let facilitator = world.as_facilitator("uno").await;
    let page = facilitator.get(&class.roll_call(1)).await.expect(200);
    assert_eq!(page.body().matches("Excusa aprobada").count(), 2);
    assert_eq!(page.body().matches("value=\"excusa\" checked").count(), 2, "it is proposed");
    // The second came all the same; of the first nothing is said.
    let marks = class.estados(&[(1, "presente"), (2, "presente")]);
    facilitator.post(&class.roll_call(1), &pairs(&marks)).await.expect(303);
    facilitator.post(&class.closing(1), &[("antes", "si")]).await.expect(303);
    let now = current_marks(world.app.db.read(), class.sessions[1]).await.unwrap();
    assert_eq!(now[&class.people[0]].state, State::Excused);
    assert_eq!(now[&class.people[1]].state, State::Present, "whoever came stays present");
    let mark = attendance_mark::Entity::find_by_id(now[&class.people[0]].mark);
    let mark = mark.one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(mark.method, Method::Request);
    assert_eq!(mark.author_account_id, Some(class.coordinator.account()));
    assert!(!mark.after_closing);
    let first = attendance_request::Entity::find_by_id(RequestId(1)).one(world.app.db.read());
    assert_eq!(first.await.unwrap().unwrap().mark_id, Some(mark.id));
    world.finish().await;
}

#[rocket::async_test]
async fn a_cohort_is_not_closed_before_the_list_that_an_excuse_waits_for() {
    let world = World::new("excuse and closing").await;
    let mut class = Class::running(&world, 2, &[-1, 2]).await;
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    let asks = learner(&world, &class, 0).await;
    let request = ask(&asks, &asking(&class, 0, 1), &EXCUSE).await;
    class.coordinator.post(&request, &[("accion", "aceptar")]).await.expect(303);
    world.advance(TimeDelta::days(3));
    class.coordinator = world.as_coordinator("MET").await;
    class.facilitator = world.as_facilitator("uno").await;
    class.mark(1, &[(1, "presente")]).await;
    shown(&world, &class.coordinator.actor().await, class.cohort).await;
    let closing = format!("/cohortes/{}/cierre", class.cohort);
    let page = class.coordinator.get(&closing).await.expect(200);
    page.expect_text("1 excusa aceptada espera que se termine la lista");
    let page = class.coordinator.post(&closing, &[("confirma", "si")]).await.expect(422);
    page.expect_text("1 excusa aceptada espera");
    class.facilitator.post(&class.closing(1), &[]).await.expect(303);
    let now = current_marks(world.app.db.read(), class.sessions[1]).await.unwrap();
    assert_eq!(now[&class.people[0]].state, State::Excused);
    class.coordinator.get(&closing).await.expect(200).expect_no_text("excusa aceptada");
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_loses_a_presence_by_an_excuse_and_a_session_under_way_waits() {
    let world = World::new("request came").await;
    let class = Class::running(&world, 1, &[0]).await;
    // Ten in the morning: the session is from eight to twelve.
    let learner_now = learner(&world, &class, 0).await;
    let path = asking(&class, 0, 0);
    learner_now.get(&path).await.expect(200).expect_text("La sesión está en curso");
    learner_now.send_parts(&path, &EXCUSE, None).await.expect(422).expect_text("en curso");
    world.app.clock.travel_to(crate::support::world::today() - Duration::hours(3));
    let early = learner(&world, &class, 0).await;
    let request = ask(&early, &path, &EXCUSE).await;
    world.app.clock.travel_to(crate::support::world::today());
    class.mark(0, &[(0, "tarde")]).await;
    let yes = [("accion", "aceptar")];
    class.coordinator.post(&request, &yes).await.expect(422).expect_text("perdería su asistencia");
    world.finish().await;
}

#[rocket::async_test]
async fn evidence_is_stripped_and_only_the_person_and_the_coordination_open_it() {
    let world = World::new("request evidence").await;
    let class = Class::running(&world, 2, &[-1]).await;
    class.mark(0, &[(0, "ausente"), (1, "presente")]).await;
    let person = learner(&world, &class, 0).await;
    let path = asking(&class, 0, 0);
    let zip = b"PK\x03\x04 zip".as_slice();
    let page = person.send_parts(&path, &PRESENT, Some(("a.pdf", zip))).await.expect(422);
    assert!(page.body().contains("Firmé la planilla"));
    page.expect_text("archivo comprimido");
    let large = vec![0xFF_u8; 10 * 1024 * 1024 + 1];
    let page = person.send_parts(&path, &PRESENT, Some(("a.jpg", &large))).await;
    let page = page.expect(422).expect_text("10 MB");
    assert!(page.body().contains("Firmé la planilla"), "what was typed before the file comes back");
    let huge = vec![0xFF_u8; 12 * 1024 * 1024];
    let page = person.send_parts(&path, &PRESENT, Some(("a.jpg", &huge))).await.expect(422);
    assert!(
        page.body().contains("Firmé la planilla"),
        "also when the form says itself that it is large"
    );
    assert_eq!(stored_file::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    let sent = photo();
    let answer = person.send_parts(&path, &PRESENT, Some(("Ana cc 1.jpg", &sent))).await;
    let request = answer.expect(303).location.unwrap();
    let file = format!("{request}/soporte");
    for reader in [&person, &class.coordinator] {
        let kept = reader.get(&file).await.expect(200);
        assert_eq!(kept.header("Content-Type"), Some("image/jpeg"));
        let has = |words: &[u8]| kept.bytes.windows(words.len()).any(|some| some == words);
        assert!(!has(b"GPS") && !has(b"Exif"));
    }
    // Who teaches sees the person, not what they ask; a classmate and a stranger see nothing.
    for address in [&file, &request] {
        class.facilitator.get(address).await.expect(403);
        learner(&world, &class, 1).await.get(address).await.expect(404);
        world.as_coordinator("HUI").await.get(address).await.expect(404);
    }
    let classmate = learner(&world, &class, 1).await;
    for address in [&own(&class, 0), &path] {
        classmate.get(address).await.expect(404);
        class.facilitator.get(address).await.expect(403);
    }
    classmate.send_parts(&path, &PRESENT, None).await.expect(404);
    class.coordinator.get(&own(&class, 0)).await.expect(200).expect_no_text("Pedir corrección");
    class.coordinator.send_parts(&path, &PRESENT, None).await.expect(403);
    person.post(&request, &[("accion", "aceptar"), ("estado", "presente")]).await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn of_two_who_decide_at_once_one_does() {
    let world = World::new("request race").await;
    let class = Class::running(&world, 1, &[-1]).await;
    class.mark(0, &[(0, "ausente")]).await;
    let learner = learner(&world, &class, 0).await;
    let request = ask(&learner, &asking(&class, 0, 0), &PRESENT).await;
    let other = world.as_administrator().await;
    let yes = [("accion", "aceptar"), ("estado", "presente")];
    let no = [("accion", "rechazar"), ("motivo", "Sin firma")];
    let (one, two) =
        tokio::join!(class.coordinator.post(&request, &yes), other.post(&request, &no));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    let granted = last(&world).await.mark_id.is_some();
    let marks = attendance_mark::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(marks, 1 + u64::from(granted));
    assert_eq!(letters(&world).await.len(), 1);
    // The database itself keeps one that waits: without its index this second row would be there.
    let path = asking(&class, 0, 0);
    ask(&learner, &path, &[("estado", "dispensado"), ("texto", "Otra vez")]).await;
    let mut copy = last(&world).await.into_active_model();
    copy.id = NotSet;
    assert!(copy.insert(world.app.db.writer()).await.is_err());
    world.finish().await;
}

#[rocket::async_test]
async fn a_cohort_that_counts_minutes_grants_minutes() {
    let world = World::new("request minutes").await;
    let class = Class::running(&world, 1, &[-1]).await;
    class.mark(0, &[(0, "ausente")]).await;
    let row = class.row().await;
    let mut row = row.into_active_model();
    row.partial_hours = sea_orm::Set(true);
    row.update(world.app.db.writer()).await.unwrap();
    let learner = learner(&world, &class, 0).await;
    let request = ask(&learner, &asking(&class, 0, 0), &PRESENT).await;
    let grant = |minutes: &'static str| {
        vec![("accion", "aceptar"), ("estado", "tarde"), ("minutos", minutes)]
    };
    class.coordinator.post(&request, &grant("999")).await.expect(422).expect_text("240");
    class.coordinator.post(&request, &grant("120")).await.expect(303);
    let page = learner.get(&own(&class, 0)).await.expect(200);
    page.expect_text("120 de 240 minutos").expect_text("50 %");
    world.finish().await;
}
