//! Whoever runs a cohort writes to its people, and sees what became of its letters (R90).

use formacion::enrolment::entity::enrolment;
use formacion::history::entity::history_event;
use formacion::notices::entity::outbox_message::{self, State};
use rocket::futures::future::join_all;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set,
};

use super::{letters, recipients, with_mail};
use crate::support::class::{Class, hidden};
use crate::support::world::World;

const SUBJECT: (&str, &str) = ("asunto", "Traigan el presupuesto");
const BODY: (&str, &str) = ("mensaje", "El martes trabajamos con él.\nNos vemos a las ocho.");
const SEE: (&str, &str) = ("accion", "ver");
const ENROLLED: (&str, &str) = ("a", "enrolled");

async fn class(world: &World) -> Class<'_> {
    let class = Class::running(world, 3, &[-1, 7]).await;
    with_mail(world, class.people[0], "una@pueblo.example").await;
    with_mail(world, class.people[1], "otra@pueblo.example").await;
    class
}

fn path(class: &Class<'_>) -> String {
    format!("/cohortes/{}/mensajes", class.cohort)
}

#[rocket::async_test]
async fn a_message_is_looked_at_and_goes_once_to_each_person_with_a_mail() {
    let world = World::new("message").await;
    let class = class(&world).await;
    let path = path(&class);
    let who = &class.coordinator;
    who.get(&path).await.expect(200).expect_text("Todavía no ha salido ningún correo");
    let page = who.get(&format!("{path}/nuevo")).await.expect(200);
    page.expect_text("Todas las personas con cupo").expect_no_text("Enviar a ");
    who.post(&path, &[ENROLLED, SEE, SUBJECT]).await.expect(422).expect_text("Escriba el mensaje");

    let page = who.post(&path, &[ENROLLED, SUBJECT, BODY, SEE]).await.expect(200);
    let page = page
        .expect_text("2 correos saldrán ahora")
        .expect_text("no lo reciben: 1 persona")
        .expect_text("Nos vemos a las ocho.")
        .expect_text("Enviar a 2 personas")
        .expect_text("Para un grupo de WhatsApp");
    assert!(page.addresses().contains("https://wa.me/?text=El+martes+trabajamos"));
    assert!(letters(&world).await.is_empty(), "to look sends nothing");
    let seen = hidden(&page.body(), "visto");
    let send = [ENROLLED, SUBJECT, BODY, ("accion", "enviar"), ("visto", seen.as_str())];
    // Other words were not looked at.
    let other = [ENROLLED, ("asunto", "Otro"), BODY, ("accion", "enviar"), ("visto", &*seen)];
    who.post(&path, &other).await.expect(200).expect_text("Cambió el mensaje");
    assert!(letters(&world).await.is_empty());
    // A double click.
    for answered in join_all((0..2).map(|_| who.post(&path, &send))).await {
        answered.expect(303);
    }
    let sent = letters(&world).await;
    assert_eq!(recipients(&sent), ["otra@pueblo.example", "una@pueblo.example"]);
    for letter in &sent {
        assert_eq!(letter.subject, SUBJECT.1);
        assert_eq!(letter.cohort_id, Some(class.cohort.0));
        assert!(letter.text_body.contains("Nos vemos a las ocho."), "{}", letter.text_body);
    }
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("announcements.message"))
        .filter(history_event::Column::CohortId.eq(class.cohort.0))
        .filter(history_event::Column::ActorAccountId.eq(who.account().0));
    assert_eq!(told.count(world.app.db.read()).await.unwrap(), 1);

    let test = [ENROLLED, SUBJECT, BODY, ("accion", "prueba")];
    who.post(&path, &test).await.expect(200).expect_text("La prueba salió a su correo");
    let all = letters(&world).await;
    let test = all.last().unwrap();
    assert_eq!((all.len(), test.account_id), (3, Some(who.account().0)));
    assert_eq!((test.subject.as_str(), test.cohort_id), ("Prueba: Traigan el presupuesto", None));
    world.finish().await;
}

#[rocket::async_test]
async fn the_absent_and_those_at_risk_are_written_to_without_the_others() {
    let world = World::new("message scope").await;
    let class = class(&world).await;
    let path = path(&class);
    class.mark(0, &[(0, "presente"), (1, "ausente"), (2, "ausente")]).await;
    let session = class.sessions[0].to_string();
    let absent = [("a", "absent"), SUBJECT, BODY, SEE];
    let page = class.coordinator.post(&path, &absent).await.expect(422);
    page.expect_text("Elija la sesión a la que faltaron");
    let absent = [("a", "absent"), ("sesion", &*session), SUBJECT, BODY, SEE];
    let page = class.coordinator.post(&path, &absent).await.expect(200);
    let page = page.expect_text("1 correo saldrá ahora").expect_text("no lo reciben: 1 persona");
    let seen = hidden(&page.body(), "visto");
    let at_risk = [("a", "at_risk"), SUBJECT, BODY, SEE];
    let page = class.coordinator.post(&path, &at_risk).await.expect(200);
    page.expect_text("1 correo saldrá ahora");
    let send = [
        ("a", "absent"),
        ("sesion", &*session),
        SUBJECT,
        BODY,
        ("accion", "enviar"),
        ("visto", &*seen),
    ];
    class.coordinator.submit(&path, &send).await.expect(200).expect_text("sale en 1 correo");
    assert_eq!(recipients(&letters(&world).await), ["otra@pueblo.example"]);
    world.finish().await;
}

#[rocket::async_test]
async fn people_who_were_marked_in_the_list_are_written_to_and_no_address_names_them() {
    let world = World::new("message chosen").await;
    let class = class(&world).await;
    let (path, who) = (path(&class), &class.coordinator);
    let roster = who.get(&format!("/cohortes/{}/inscritos", class.cohort)).await.expect(200);
    roster.expect_text("Escribirles");
    let choose = format!("{path}/elegidas");
    let nobody = who.submit(&choose, &[]).await.expect(200);
    nobody.expect_text("Marque en la lista a quienes les va a escribir");
    who.get(&format!("{path}/nuevo")).await.expect_no_text("Las personas elegidas en la lista");

    let ids: Vec<String> = class.people.iter().map(ToString::to_string).collect();
    let chosen = [("inscripcion", &*ids[1]), ("inscripcion", &*ids[2])];
    let page = who.post(&choose, &chosen).await.expect(200);
    page.expect_text("Las personas elegidas en la lista").expect_text("Ver antes de enviar");
    let mut fields = chosen.to_vec();
    fields.extend([("a", "chosen"), SUBJECT, BODY]);
    let page = who.post(&path, &[&fields[..], &[SEE]].concat()).await.expect(200);
    let page = page.expect_text("1 correo saldrá ahora").expect_text("no lo reciben: 1 persona");
    let seen = hidden(&page.body(), "visto");
    fields.extend([("accion", "enviar"), ("visto", &*seen)]);
    who.submit(&path, &fields).await.expect(200).expect_text("sale en 1 correo");
    assert_eq!(recipients(&letters(&world).await), ["otra@pueblo.example"]);
    class.facilitator.post(&choose, &chosen).await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn lists_lead_to_writing_to_the_people_whom_they_show() {
    let world = World::new("message doors").await;
    let class = class(&world).await;
    let path = path(&class);
    class.mark(0, &[(0, "presente"), (1, "ausente"), (2, "presente")]).await;
    let (cohort, session) = (class.cohort, class.sessions[0]);
    let absent = format!("{path}/nuevo?a=absent&sesion={session}");
    for (page, door) in [
        (format!("/cohortes/{cohort}/riesgo"), format!("{path}/nuevo?a=at_risk")),
        (format!("/sesiones/{session}/asistencia"), absent.clone()),
        (format!("/cohortes/{cohort}"), format!("{path}/nuevo")),
    ] {
        let addresses = class.coordinator.get(&page).await.expect(200).addresses();
        assert!(addresses.contains(&door), "{page} has no {door}: {addresses:?}");
        class.coordinator.get(&door).await.expect(200);
    }
    let chosen = class.coordinator.get(&absent).await.expect(200).body();
    assert!(chosen.contains(&format!(r#"<option value="{session}" selected"#)), "{chosen}");
    let page = class.facilitator.get(&format!("/sesiones/{session}/asistencia")).await.expect(200);
    page.expect_no_text("Escribir a quienes faltaron");
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_runs_a_cohort_sees_which_letters_did_not_arrive_and_corrects_the_address() {
    let world = World::new("message failed").await;
    let class = class(&world).await;
    let path = path(&class);
    let who = &class.coordinator;
    let page = who.post(&path, &[ENROLLED, SUBJECT, BODY, SEE]).await.expect(200);
    let seen = hidden(&page.body(), "visto");
    let send = [ENROLLED, SUBJECT, BODY, ("accion", "enviar"), ("visto", &*seen)];
    who.post(&path, &send).await.expect(303);
    let lost = outbox_message::Entity::find()
        .filter(outbox_message::Column::RecipientEmail.eq("otra@pueblo.example"))
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    let mut lost = lost.into_active_model();
    lost.state = Set(State::Failed);
    lost.last_error = Set(Some("smtp 550".to_owned()));
    lost.update(world.app.db.writer()).await.unwrap();
    let row = enrolment::Entity::find_by_id(class.people[1]).one(world.app.db.read()).await;
    let person = row.unwrap().unwrap().person_id;
    let page = who.get(&path).await.expect(200);
    let page = page
        .expect_text("Traigan el presupuesto")
        .expect_text("El destinatario no existe (550)")
        .expect_text("Recordatorio de la sesión 2");
    assert!(page.addresses().contains(&format!("/personas/{person}/contacto")));

    let stranger = world.as_coordinator("HUI").await;
    let absent = "/cohortes/987654321/mensajes";
    for fields in [&send[..], &[]] {
        let foreign = stranger.post(&path, fields).await.expect(404);
        let nobodys = stranger.post(absent, fields).await.expect(404);
        assert_eq!(foreign.body_without_request_id(), nobodys.body_without_request_id());
    }
    stranger.get(&path).await.expect(404);
    class.facilitator.get(&path).await.expect(403);
    class.facilitator.post(&path, &send).await.expect(403);
    assert_eq!(letters(&world).await.len(), 2);
    world.finish().await;
}
