//! Passing the list.

use formacion::attendance::entity::attendance_mark::{self, State};
use formacion::attendance::queries::{current_marks, totals};
use formacion::attendance::rules::Totals;

use rocket::futures::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::support::class::{Class, hidden, listed_name, pairs, spoken_name};
use crate::support::world::World;

async fn marks(world: &World) -> Vec<attendance_mark::Model> {
    attendance_mark::Entity::find()
        .order_by_asc(attendance_mark::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap()
}

#[rocket::async_test]
async fn nothing_is_present_until_somebody_says_so() {
    let world = World::new("take nothing").await;
    let class = Class::running(&world, 3, &[-1]).await;
    let page = class.facilitator.get(&class.roll_call(0)).await.expect(200);
    assert!(!page.body().contains("checked"));
    page.expect_text("0 de 3 personas con registro");
    let answered = class.facilitator.submit(&class.roll_call(0), &[("accion", "guardar")]).await;
    answered.expect_text("No había cambios que guardar");
    assert!(marks(&world).await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn marks_keep_author_time_and_the_one_before_and_the_unmarked_stay_unmarked() {
    let world = World::new("take marks").await;
    let class = Class::running(&world, 3, &[-1]).await;
    class.mark(0, &[(0, "presente"), (1, "ausente")]).await;
    world.advance(chrono::TimeDelta::minutes(20));
    let fields =
        [class.estados(&[(1, "tarde")]), vec![("motivo".into(), "Llegó en chalupa".into())]]
            .concat();
    let seen = format!("visto[{}]", class.people[1]);
    let page = class.facilitator.get(&class.roll_call(0)).await.body();
    let fields = [fields, vec![(seen.clone(), hidden(&page, &seen))]].concat();
    class
        .facilitator
        .submit(&class.roll_call(0), &pairs(&fields))
        .await
        .expect_text("1 con cambio")
        .expect_text("2 de 3 personas con registro")
        .expect_text("Motivo: Llegó en chalupa");
    let written = marks(&world).await;
    assert_eq!(written.len(), 3);
    let last = &written[2];
    assert_eq!(last.state, State::Late);
    assert_eq!(last.previous_mark_id, Some(written[1].id));
    assert_eq!(last.author_account_id, Some(class.facilitator.account()));
    assert_eq!(last.recorded_at, world.app.clock.now());
    assert_eq!(last.reason.as_deref(), Some("Llegó en chalupa"));
    assert_eq!(written[0].reason, None);
    let now = current_marks(world.app.db.read(), class.sessions[0]).await.unwrap();
    assert_eq!(now.len(), 2);
    assert_eq!(now[&class.people[1]].mark, last.id);
    assert_eq!(now[&class.people[1]].state, State::Late);
    world.finish().await;
}

#[rocket::async_test]
async fn sending_the_same_list_again_adds_no_mark() {
    let world = World::new("take twice").await;
    let class = Class::running(&world, 2, &[-1]).await;
    for _ in 0..3 {
        class.mark(0, &[(0, "presente"), (1, "excusa")]).await;
    }
    assert_eq!(marks(&world).await.len(), 2);
    // So whoever lost the network while saving may send it once more, and the page says so.
    let page = class.facilitator.get(&class.roll_call(0)).await.expect(200);
    let page = page.expect_text("recargue la página de error").expect_text("sin señal");
    // The browser may fill the form in again.
    assert!(!page.body().contains("autocomplete=\"off\""));
    world.finish().await;
}

#[rocket::async_test]
async fn all_present_fills_the_unmarked_for_review_and_saves_nothing() {
    let world = World::new("take all").await;
    let class = Class::running(&world, 3, &[-1]).await;
    let fields =
        [class.estados(&[(1, "ausente")]), vec![("accion".into(), "todos".into())]].concat();
    let page = class.facilitator.post(&class.roll_call(0), &pairs(&fields)).await.expect(200);
    let body = page.body();
    assert_eq!(body.matches("value=\"presente\" checked").count(), 2);
    assert_eq!(body.matches("value=\"ausente\" checked").count(), 1);
    page.expect_text("Todavía no se ha guardado nada");
    assert!(marks(&world).await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn two_facilitators_who_disagree_are_told_and_both_marks_are_kept() {
    let world = World::new("take conflict").await;
    let class = Class::running(&world, 3, &[-1]).await;
    // Both opened the list before anybody was marked.
    let seen = |mark: &str| (format!("visto[{}]", class.people[0]), mark.to_owned());
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    let mine = [class.estados(&[(0, "ausente"), (2, "tarde")]), vec![seen("")]].concat();
    let page = class.coordinator.post(&class.roll_call(0), &pairs(&mine)).await.expect(422);
    let body = page.body();
    assert!(body.contains("value=\"ausente\" checked"), "what was chosen stays");
    assert!(body.contains("value=\"tarde\" checked"));
    page.expect_text(&spoken_name(0))
        .expect_text("facilitador uno registró «Presente»")
        .expect_no_text("2 de 3 con cambio");
    assert_eq!(marks(&world).await.len(), 2, "nothing of the refused list was written");
    // The page now shows the other mark as seen: saving again is a decision.
    let again = hidden(&body, &format!("visto[{}]", class.people[0]));
    let mine = [class.estados(&[(0, "ausente"), (2, "tarde")]), vec![seen(&again)]].concat();
    class.coordinator.post(&class.roll_call(0), &pairs(&mine)).await.expect(303);
    let written = marks(&world).await;
    assert_eq!(written.len(), 4);
    let states: Vec<_> =
        written.iter().filter(|m| m.enrolment_id == class.people[0]).map(|m| m.state).collect();
    assert_eq!(states, [State::Present, State::Absent]);
    world.finish().await;
}

#[rocket::async_test]
async fn what_i_did_not_touch_does_not_undo_what_somebody_else_changed() {
    let world = World::new("take untouched").await;
    let class = Class::running(&world, 2, &[-1]).await;
    class.mark(0, &[(0, "presente")]).await;
    let field = format!("visto[{}]", class.people[0]);
    let first = hidden(&class.coordinator.get(&class.roll_call(0)).await.body(), &field);
    // Somebody corrects the first person while the coordinator's form is open.
    let fields = [class.estados(&[(0, "tarde")]), vec![(field.clone(), first.clone())]].concat();
    class.facilitator.post(&class.roll_call(0), &pairs(&fields)).await.expect(303);
    let mine = [class.estados(&[(0, "presente"), (1, "ausente")]), vec![(field, first)]].concat();
    class
        .coordinator
        .submit(&class.roll_call(0), &pairs(&mine))
        .await
        .expect_text("otra persona cambió el registro de 1 persona");
    let now = current_marks(world.app.db.read(), class.sessions[0]).await.unwrap();
    assert_eq!(now[&class.people[0]].state, State::Late);
    assert_eq!(now[&class.people[1]].state, State::Absent);
    world.finish().await;
}

#[rocket::async_test]
async fn roll_calls_at_once_leave_one_mark_that_counts_and_all_of_them_in_history() {
    let world = World::new("take at once").await;
    let class = Class::running(&world, 5, &[-1]).await;
    let states = ["presente", "tarde", "ausente", "excusa", "dispensado"];
    let lists: Vec<_> = states
        .iter()
        .map(|state| class.estados(&(0..5).map(|person| (person, *state)).collect::<Vec<_>>()))
        .collect();
    let path = class.roll_call(0);
    let fields: Vec<_> = lists.iter().map(|list| pairs(list)).collect();
    let sent = fields.iter().map(|list| class.facilitator.post(&path, list));
    let answers = join_all(sent).await;
    let (done, refused): (Vec<_>, Vec<_>) =
        answers.iter().map(|a| a.status).partition(|s| *s == 303);
    // The first wins; the others had seen no mark, so they are told.
    assert_eq!((done.len(), refused), (1, vec![422; 4]));
    assert_eq!(marks(&world).await.len(), 5);
    world.finish().await;
}

#[rocket::async_test]
async fn a_closed_session_changes_only_by_coordination_and_with_a_reason() {
    let world = World::new("take closed").await;
    let class = Class::running(&world, 1, &[-1]).await;
    class.mark(0, &[(0, "ausente")]).await;
    class.facilitator.post(&class.closing(0), &[]).await.expect(303);
    let field = format!("visto[{}]", class.people[0]);
    let page = class.coordinator.get(&class.roll_call(0)).await.expect(200);
    let seen = (field.clone(), hidden(&page.body(), &field));
    page.expect_text("La lista de esta sesión está terminada");
    let fields = [class.estados(&[(0, "excusa")]), vec![seen]].concat();
    class
        .facilitator
        .get(&class.roll_call(0))
        .await
        .expect(200)
        .expect_no_text("Guardar asistencia");
    class
        .facilitator
        .post(&class.roll_call(0), &pairs(&fields))
        .await
        .expect(422)
        .expect_text("La lista de la sesión ya estaba terminada");
    class
        .coordinator
        .post(&class.roll_call(0), &pairs(&fields))
        .await
        .expect(422)
        .expect_text("Escriba el motivo del cambio");
    assert_eq!(marks(&world).await.len(), 1);
    let fields = [fields, vec![("motivo".into(), "Trajo la incapacidad".into())]].concat();
    class.coordinator.post(&class.roll_call(0), &pairs(&fields)).await.expect(303);
    assert_eq!(marks(&world).await.len(), 2);
    world.finish().await;
}

#[rocket::async_test]
async fn bad_input_is_told_and_writes_nothing() {
    let world = World::new("take bad").await;
    let class = Class::running(&world, 1, &[-1, 3]).await;
    let other = Class::named(&world, "dos", 1, &[-2]).await;
    let ana = format!("estado[{}]", class.people[0]);
    let foreign = format!("estado[{}]", other.people[0]);
    for (field, value, sentence) in [
        (ana.as_str(), "borracha", "Elija uno de los estados de la lista"),
        ("estado[siete]", "presente", "Elija uno de los estados de la lista"),
        ("estado[987654]", "presente", "La lista cambió"),
        (foreign.as_str(), "presente", "La lista cambió"),
    ] {
        let page = class.facilitator.post(&class.roll_call(0), &[(field, value)]).await;
        page.expect(422).expect_text(sentence);
    }
    // Tomorrow's list cannot be passed today.
    class
        .facilitator
        .post(&class.roll_call(1), &[(&ana, "presente")])
        .await
        .expect(422)
        .expect_text("se pasa a partir de ese día");
    class
        .facilitator
        .get(&class.roll_call(1))
        .await
        .expect(200)
        .expect_no_text("Guardar asistencia");
    let long = "x".repeat(301);
    class
        .facilitator
        .post(&class.roll_call(0), &[(&ana, "presente"), ("motivo", &long)])
        .await
        .expect(422);
    assert!(marks(&world).await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn only_those_who_work_on_the_cohort_reach_its_list() {
    let world = World::new("take access").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let path = class.roll_call(0);
    let fields = class.estados(&[(0, "presente")]);
    let fields = pairs(&fields);
    let absent = "/sesiones/987654/asistencia";
    for (who, status) in [
        (world.as_coordinator("HUI").await, 404),
        (world.as_facilitator("ajeno").await, 404),
        (world.as_gobernacion("18").await, 404),
        (world.as_gobernacion("50").await, 403),
    ] {
        let foreign = who.get(&path).await.expect(status);
        who.post(&path, &fields).await.expect(status);
        who.post(&class.closing(0), &[]).await.expect(status);
        if status == 404 {
            let nowhere = who.get(absent).await;
            assert_eq!(foreign.body_without_request_id(), nowhere.body_without_request_id());
        }
    }
    let anyone = world.as_anyone().get(&path).await.expect(303);
    assert!(anyone.location.unwrap().starts_with("/ingresar"));
    assert!(marks(&world).await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn who_came_later_is_not_applicable_before() {
    let world = World::new("take later").await;
    let mut class = Class::running(&world, 1, &[-3, -2, 0]).await;
    class.mark(0, &[(0, "presente")]).await;
    let late = class.add(1).await;
    class.people.push(late);
    class
        .facilitator
        .get(&class.roll_call(0))
        .await
        .expect(200)
        .expect_text(&format!("Tuvieron cupo después: {}", listed_name(1)));
    let fields = class.estados(&[(1, "presente")]);
    class.facilitator.post(&class.roll_call(0), &pairs(&fields)).await.expect(422);
    class.mark(2, &[(0, "ausente"), (1, "presente")]).await;
    let totals =
        totals(world.app.db.read(), &class.row().await, world.app.clock.now()).await.unwrap();
    assert_eq!(totals[&late], Totals { held: 1, attended: 1, credited: 240, ..Totals::default() });
    // Nobody passed the list of the session between: it is nobody's chance, and no absence.
    assert_eq!(totals[&class.people[0]].percent(), Some(50));
    assert_eq!(totals[&class.people[0]].remaining, 0);
    assert_eq!(totals[&class.people[0]].unlisted, 1);
    world.finish().await;
}

/// Small, repeatable numbers; the seed is in the test.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

#[rocket::async_test]
async fn after_random_histories_the_summary_equals_the_history() {
    let world = World::new("take random").await;
    let class = Class::running(&world, 6, &[-3, -2, -1]).await;
    let states = ["presente", "tarde", "ausente", "excusa", "dispensado"];
    let mut dice = Dice(20_261_120);
    for _ in 0..40 {
        let session = dice.roll(3);
        world.advance(chrono::TimeDelta::minutes(1));
        let page = class.facilitator.get(&class.roll_call(session)).await.body();
        let mut fields = Vec::new();
        for person in 0..6 {
            if dice.roll(3) > 0 {
                fields.extend(class.estados(&[(person, states[dice.roll(5)])]));
            }
            let seen = format!("visto[{}]", class.people[person]);
            let value = hidden(&page, &seen);
            fields.push((seen, value));
        }
        class.facilitator.post(&class.roll_call(session), &pairs(&fields)).await.expect(303);
    }
    let written = marks(&world).await;
    for session in &class.sessions {
        let now = current_marks(world.app.db.read(), *session).await.unwrap();
        for person in &class.people {
            let history: Vec<_> = written
                .iter()
                .filter(|m| m.session_id == *session && m.enrolment_id == *person)
                .collect();
            let counts = now.get(person).map(|now| (now.mark, now.state));
            assert_eq!(counts, history.last().map(|m| (m.id, m.state)));
            for pair in history.windows(2) {
                assert_eq!(pair[1].previous_mark_id, Some(pair[0].id));
                assert_ne!(pair[1].state, pair[0].state, "only changes are written");
            }
        }
    }
    let counted =
        totals(world.app.db.read(), &class.row().await, world.app.clock.now()).await.unwrap();
    let attended: u32 = counted.values().map(|totals| totals.attended).sum();
    let in_history = attendance_mark::Entity::find()
        .filter(attendance_mark::Column::EnrolmentId.is_in(class.people.clone()))
        .count(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(in_history, written.len() as u64);
    assert!(attended <= 18);
    world.finish().await;
}

#[rocket::async_test]
async fn the_first_mark_of_a_confirmed_cohort_starts_it_and_freezes_its_rule() {
    let world = World::new("take starts").await;
    let class = Class::confirmed(&world, 1, &[-1]).await;
    let page = format!("/cohortes/{}", class.cohort);
    class.coordinator.get(&page).await.expect_text("Confirmada").expect_text("Puede ajustarse");
    class.mark(0, &[(0, "presente")]).await;
    class
        .coordinator
        .get(&page)
        .await
        .expect_text("En curso")
        .expect_text("Esta regla ya no cambia");
    class
        .coordinator
        .get(&format!("{page}/historia"))
        .await
        .expect_text("Inició. La regla del certificado quedó fija.");
    world.finish().await;
}

#[rocket::async_test]
async fn a_list_typed_while_the_session_was_closed_is_shown_and_not_lost() {
    let world = World::new("take too late").await;
    let class = Class::running(&world, 2, &[-1]).await;
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    class.coordinator.post(&class.closing(0), &[]).await.expect(303);
    let fields = class.estados(&[(0, "presente"), (1, "ausente")]);
    class
        .facilitator
        .post(&class.roll_call(0), &pairs(&fields))
        .await
        .expect(422)
        .expect_text("Estos registros no se guardaron")
        .expect_text(&format!("{}: Ausente", listed_name(1)))
        .expect_no_text(&format!("{}: Presente", listed_name(0)));
    assert_eq!(marks(&world).await.len(), 2);
    world.finish().await;
}

/// Makes the class count minutes, before anybody is marked.
async fn by_minutes(world: &World, class: &Class<'_>) {
    use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
    let mut row = class.row().await.into_active_model();
    row.partial_hours = Set(true);
    row.update(world.app.db.writer()).await.unwrap();
}

#[rocket::async_test]
async fn a_class_that_counts_minutes_is_asked_for_them_and_every_page_counts_the_same() {
    let world = World::new("take minutes").await;
    let class = Class::running(&world, 3, &[-1]).await;
    class.facilitator.get(&class.roll_call(0)).await.expect(200).expect_no_text("cuenta minutos");
    by_minutes(&world, &class).await;
    class.facilitator.get(&class.roll_call(0)).await.expect(200).expect_text("cuenta minutos");
    let minutes =
        |person: usize, text: &str| (format!("minutos[{}]", class.people[person]), text.to_owned());
    for wrong in ["0", "241", "-5", "hora y media", "1,5"] {
        let fields = [class.estados(&[(0, "tarde")]), vec![minutes(0, wrong)]].concat();
        class
            .facilitator
            .post(&class.roll_call(0), &pairs(&fields))
            .await
            .expect(422)
            .expect_text("un número entero entre 1 y 240");
    }
    assert!(marks(&world).await.is_empty());
    let fields = [
        class.estados(&[(0, "tarde"), (1, "presente"), (2, "ausente")]),
        vec![minutes(0, "60"), minutes(1, ""), minutes(2, "240")],
    ]
    .concat();
    class.facilitator.post(&class.roll_call(0), &pairs(&fields)).await.expect(303);
    let said: Vec<_> = marks(&world).await.iter().map(|mark| mark.minutes).collect();
    assert_eq!(said, [Some(60), None, None], "who was not there has no minutes");
    // The same list again changes nothing; other minutes are a correction.
    let page = class.facilitator.get(&class.roll_call(0)).await.body();
    let seen: Vec<_> = class
        .people
        .iter()
        .map(|person| format!("visto[{person}]"))
        .map(|field| (field.clone(), hidden(&page, &field)))
        .collect();
    let again = [fields.clone(), seen.clone()].concat();
    class.facilitator.post(&class.roll_call(0), &pairs(&again)).await.expect(303);
    assert_eq!(marks(&world).await.len(), 3);
    let longer = [
        class.estados(&[(0, "tarde"), (1, "presente"), (2, "ausente")]),
        vec![minutes(0, "120")],
        seen,
    ]
    .concat();
    class
        .facilitator
        .submit(&class.roll_call(0), &pairs(&longer))
        .await
        .expect_text("1 con cambio")
        .expect_text("Tarde, 120 minutos (lista). Al pasar lista, sin motivo escrito");
    let page = class.coordinator.get(&class.grid()).await.expect(200);
    let words = page.words();
    assert!(words.contains("T 50 % 50 % 50 %"), "{words}");
    page.expect_text("minutos asistidos ÷ minutos de las sesiones dictadas");
    let report = format!("/informes/departamentos/50/cohortes/{}", class.cohort);
    let page = class.coordinator.get(&report).await.expect(200);
    page.expect_text("50 %").expect_text("minutos asistidos ÷ minutos de las sesiones dictadas");
    world.finish().await;
}

#[rocket::async_test]
async fn what_changes_after_the_closing_is_told_on_every_page() {
    let world = World::new("take after closing").await;
    let class = Class::running(&world, 2, &[-1]).await;
    class.mark(0, &[(0, "ausente"), (1, "presente")]).await;
    class.facilitator.post(&class.closing(0), &[]).await.expect(303);
    let field = format!("visto[{}]", class.people[0]);
    let page = class.coordinator.get(&class.roll_call(0)).await.expect(200).body();
    let fields = [
        class.estados(&[(0, "excusa")]),
        vec![(field.clone(), hidden(&page, &field)), ("motivo".into(), "Incapacidad".into())],
    ]
    .concat();
    class.coordinator.submit(&class.roll_call(0), &pairs(&fields)).await.expect_text(
        "Ausente → Excusa (lista, modificado después del cierre). Motivo: Incapacidad",
    );
    let told: Vec<bool> = marks(&world).await.iter().map(|mark| mark.after_closing).collect();
    assert_eq!(told, [false, false, true]);
    let grid = class.coordinator.get(&class.grid()).await.expect(200);
    assert!(grid.body().contains("<span class=\"mark mark--excused\">E</span>*</td>"));
    grid.expect_text("modificado después del cierre");
    let report = format!("/informes/departamentos/50/cohortes/{}", class.cohort);
    let report = class.coordinator.get(&report).await.expect(200);
    assert!(report.body().contains("<span class=\"mark mark--excused\">E</span>*</td>"));
    assert!(report.body().contains("<span class=\"mark mark--present\">P</span></td>"));
    report.expect_text("modificado después del cierre");
    let changes = format!("/sesiones/{}/cambios", class.sessions[0]);
    class
        .facilitator
        .get(&changes)
        .await
        .expect(200)
        .expect_text("Modificado después del cierre")
        .expect_text("Incapacidad")
        .expect_text(&listed_name(0))
        .expect_text(&listed_name(1));
    world.as_gobernacion("50").await.get(&changes).await.expect(403);
    world.as_coordinator("HUI").await.get(&changes).await.expect(404);
    world.finish().await;
}
