//! Somebody types the code of the screen, and what they are told.

use chrono::{TimeDelta, TimeZone, Utc};
use formacion::attendance::codes::entity::code_arrival;
use formacion::attendance::codes::entity::session_code::CodeSecret;
use formacion::attendance::codes::rules::Code;
use formacion::attendance::entity::attendance_mark::{self, Method, State};
use formacion::attendance::field::entity::field_arrival;
use formacion::attendance::queries::current_marks;
use formacion::cohorts::entity::session;
use formacion::enrolment::entity::enrolment;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};

use super::{last, open, person, shown, types};
use crate::support::class::Class;
use crate::support::figures::figure;
use crate::support::long;
use crate::support::world::{World, today};

/// The sessions of the class are from 8:00 to 12:00 in Bogotá; tests begin at 10:00.
fn minutes_after_the_start(minutes: i64) -> chrono::DateTime<Utc> {
    today() - TimeDelta::hours(2) + TimeDelta::minutes(minutes)
}

#[rocket::async_test]
async fn a_person_types_the_code_and_is_present_or_late_by_the_cohorts_rule() {
    let world = World::new("codes come").await;
    let class = Class::confirmed(&world, 3, &[0]).await;
    world.app.clock.travel_to(minutes_after_the_start(15));
    open(&class, 0).await;
    let first = person(&world, class.people[0]).await;
    let code = shown(&class, 0).await;
    let typed = format!("{} {}", code[..3].to_lowercase(), &code[3..]);
    let page = first.get(&format!("/llegada?c={code}")).await.expect(200);
    page.expect_text("Hoy: ").expect_text("8:00 a. m.");
    let done = first.submit("/llegada", &[("codigo", &typed)]).await.expect(200);
    done.expect_text("Su llegada quedó registrada: Presente, 8:15 a. m.")
        .expect_text("Listo · Presente, 8:15 a. m.")
        .expect_text("1 de 1 sesión")
        .expect_text("Ver el curso")
        .expect_text("Ir al inicio")
        .expect_no_text("Código de la pantalla");
    world.advance(TimeDelta::seconds(1));
    let second = person(&world, class.people[1]).await;
    let done = second.submit("/llegada", &[("codigo", &shown(&class, 0).await)]).await;
    done.expect(200).expect_text("Su llegada quedó registrada: Tarde, 8:15 a. m.");
    let marks = attendance_mark::Entity::find().all(world.app.db.read()).await.unwrap();
    let states: Vec<_> = marks.iter().map(|mark| (mark.method, mark.state)).collect();
    assert_eq!(states, [(Method::Code, State::Present), (Method::Code, State::Late)]);
    assert_eq!(marks[0].author_account_id, Some(first.account()));
    let session = session::Entity::find_by_id(class.sessions[0]).one(world.app.db.read()).await;
    assert_eq!(session.unwrap().unwrap().stage, session::Stage::Held);
    // Whoever passes the list sees how it was made.
    let roll = class.facilitator.get(&class.roll_call(0)).await.expect(200);
    roll.expect_text("Código 8:15 a. m.").expect_text("2 de 3 personas con registro");
    world.finish().await;
}

#[rocket::async_test]
async fn one_check_in_costs_few_statements() {
    let world = World::new("codes statements").await;
    let class = Class::running(&world, 2, &[0]).await;
    open(&class, 0).await;
    let mut most = 0;
    for one in &class.people {
        let person = person(&world, *one).await;
        let code = shown(&class, 0).await;
        let before = world.app.db.statements();
        types(&person, &code).await.expect(303);
        most = most.max(world.app.db.statements() - before);
    }
    figure(
        "P26",
        most as f64,
        "statements",
        most <= 15,
        "one check-in by code, the first of a session and the next; budget 15",
    );
    assert!(most <= 15, "{most}");
    world.finish().await;
}

#[rocket::async_test]
async fn each_refusal_says_what_to_do() {
    let world = World::new("codes refusals").await;
    let class = Class::running(&world, 3, &[0, 7]).await;
    let other = Class::named(&world, "dos", 1, &[0]).await;
    let one = person(&world, class.people[0]).await;
    let says = async |code: &str, text: &str| {
        types(&one, code).await.expect(422).expect_text(text);
    };
    says("", "Escriba el código que muestra la pantalla.").await;
    says("7F3", "Un código tiene seis letras y números").await;
    says("ZZZZZZ", "todavía no se ha abierto").await;
    open(&class, 0).await;
    open(&other, 0).await;
    says("ZZZZZZ", "Ese no es el código de la pantalla.").await;
    says(&shown(&other, 0).await, "Ese código es de otra sesión").await;
    let old = shown(&class, 0).await;
    world.advance(TimeDelta::seconds(60));
    says(&old, "Ese código ya cambió.").await;
    // Once is enough, and the second time says so.
    types(&one, &shown(&class, 0).await).await.expect(303);
    let again = types(&one, &shown(&class, 0).await).await.expect(200);
    again
        .expect_text("Su llegada ya estaba registrada: Tarde, a las 10:01 a. m.")
        .expect_no_text("Revise lo siguiente");
    // Somebody with no place anywhere, and somebody whose place is gone.
    let stranger = world.as_facilitator("ajeno").await;
    let typed = types(&stranger, &shown(&class, 0).await).await.expect(422);
    typed.expect_text("no tiene un cupo confirmado");
    let gone = person(&world, class.people[1]).await;
    let place = enrolment::Entity::find_by_id(class.people[1]).one(world.app.db.read()).await;
    let mut place = place.unwrap().unwrap().into_active_model();
    place.stage = Set(enrolment::Stage::Withdrawn);
    let kept = place.clone().update(world.app.db.writer()).await.unwrap();
    let typed = types(&gone, &shown(&class, 0).await).await.expect(422);
    typed.expect_text("no tiene un cupo confirmado").expect_text("Hable con quien facilita");
    let mut back = kept.into_active_model();
    back.stage = Set(enrolment::Stage::Confirmed);
    back.update(world.app.db.writer()).await.unwrap();
    // Closed by hand; then the session itself.
    let path = format!("/sesiones/{}/codigo/cierre", class.sessions[0]);
    let late = person(&world, class.people[2]).await;
    let code = shown(&class, 0).await;
    class.facilitator.post(&path, &[]).await.expect(303);
    types(&late, &code).await.expect(422).expect_text("se cerró a las 10:01 a. m.");
    world.finish().await;
}

#[rocket::async_test]
async fn another_day_a_cancelled_session_and_the_end_are_told() {
    let world = World::new("codes days").await;
    let class = Class::running(&world, 1, &[0, 7]).await;
    let one = person(&world, class.people[0]).await;
    open(&class, 0).await;
    let code = shown(&class, 0).await;
    // The screen ends with the session.
    world.app.clock.travel_to(minutes_after_the_start(4 * 60) + TimeDelta::seconds(1));
    let screen = class.facilitator.get(&format!("/sesiones/{}/codigo", class.sessions[0])).await;
    screen.expect(200).expect_text("La sesión ya terminó").expect_no_text("Registre su llegada");
    let now = shown(&class, 0).await;
    types(&one, &now).await.expect(422).expect_text("se cerró a las 12:00 p. m.");
    world.advance(TimeDelta::days(1));
    let one = person(&world, class.people[0]).await;
    types(&one, &code).await.expect(422).expect_text("Su sesión es el viernes 27 de noviembre");
    world.app.clock.travel_to(today());
    let row = session::Entity::find_by_id(class.sessions[0]).one(world.app.db.read()).await;
    let mut row = row.unwrap().unwrap().into_active_model();
    row.stage = Set(session::Stage::Cancelled);
    row.cancelled_at = Set(Some(world.app.clock.now()));
    row.update(world.app.db.writer()).await.unwrap();
    let said = types(&one, &shown(&class, 0).await).await.expect(422);
    said.expect_text("La sesión está cancelada");
    world.finish().await;
}

#[rocket::async_test]
async fn what_somebody_else_said_is_not_overwritten_and_the_coordination_decides() {
    let world = World::new("codes dispute").await;
    let class = Class::running(&world, 3, &[0]).await;
    class.mark(0, &[(0, "ausente"), (1, "presente")]).await;
    open(&class, 0).await;
    let absent = person(&world, class.people[0]).await;
    for _ in 0..2 {
        let said = types(&absent, &shown(&class, 0).await).await.expect(422);
        said.expect_text("Quien facilita ya había registrado «Ausente»");
    }
    let there = person(&world, class.people[1]).await;
    let said = types(&there, &shown(&class, 0).await).await.expect(200);
    said.expect_text("Su llegada ya estaba registrada: Presente");
    let waiting = field_arrival::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(waiting.len(), 1, "once, however often it is typed");
    let review = format!("/cohortes/{}/por-revisar", class.cohort);
    let page = class.coordinator.get(&review).await.expect(200);
    page.expect_text("código de ingreso").expect_text("Hora del ingreso").expect_text("Ausente");
    let field = format!("decision[{}]", waiting[0].id);
    let body = class.coordinator.get(&review).await.body();
    assert!(body.contains(&field), "{body}");
    let decided = [(field.as_str(), "tomar"), ("motivo", "Estaba en la sala")];
    class.coordinator.post(&review, &decided).await.expect(303);
    let now = current_marks(world.app.db.read(), class.sessions[0]).await.unwrap();
    assert_eq!(now[&class.people[0]].state, State::Late);
    let mark = attendance_mark::Entity::find_by_id(now[&class.people[0]].mark)
        .one(world.app.db.read())
        .await;
    assert_eq!(mark.unwrap().unwrap().method, Method::Code);
    world.finish().await;
}

#[rocket::async_test]
async fn closing_the_list_closes_check_in() {
    let world = World::new("codes closing").await;
    let class = Class::running(&world, 1, &[0]).await;
    open(&class, 0).await;
    let one = person(&world, class.people[0]).await;
    types(&one, &shown(&class, 0).await).await.expect(303);
    let early = [("antes", "si"), ("accion", "cerrar")];
    class.facilitator.post(&class.closing(0), &early).await.expect(303);
    assert!(last(&class, 0).await.closed_at.is_some());
    let path = format!("/sesiones/{}/codigo", class.sessions[0]);
    class
        .facilitator
        .post(&path, &[])
        .await
        .expect(422)
        .expect_text("La lista de la sesión ya estaba terminada");
    world.finish().await;
}

#[rocket::async_test]
async fn minutes_that_are_left_count_where_minutes_count() {
    let world = World::new("codes minutes").await;
    let class = Class::running(&world, 1, &[0]).await;
    let mut cohort = class.row().await.into_active_model();
    cohort.partial_hours = Set(true);
    cohort.update(world.app.db.writer()).await.unwrap();
    open(&class, 0).await;
    let one = person(&world, class.people[0]).await;
    types(&one, &shown(&class, 0).await).await.expect(303);
    let now = current_marks(world.app.db.read(), class.sessions[0]).await.unwrap();
    assert_eq!(now[&class.people[0]].minutes, Some(120));
    let arrivals = code_arrival::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(arrivals.len(), 1);
    world.finish().await;
}

/// P24 of the rule itself, ten thousand of each: another session's, a minute old, and what a hand
/// takes up to thirty seconds to type.
#[test]
fn old_and_foreign_codes_are_never_accepted_and_slow_hands_always() {
    const EACH: i64 = 10_000;
    let (one, other) = (CodeSecret::new().unwrap(), CodeSecret::new().unwrap());
    let begin = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
    let (mut foreign, mut old, mut slow) = (0, 0, 0);
    for number in 0..EACH {
        let at = begin + TimeDelta::milliseconds(number * 7_919);
        let code = one.shown(at);
        foreign += i64::from(other.accepts(code, at));
        old += i64::from(one.accepts(code, at + TimeDelta::seconds(60)));
        let skew = TimeDelta::milliseconds((number * 6_151) % 60_001 - 30_000);
        slow += i64::from(one.accepts(code, at + skew));
    }
    let holds = foreign == 0 && old == 0 && slow == EACH;
    figure(
        "P24",
        (foreign + old) as f64,
        "codes accepted wrongly",
        holds,
        &format!(
            "of {EACH} of another session and {EACH} a minute old, by the rule; {slow} of {EACH} within thirty seconds accepted"
        ),
    );
    assert!(holds, "{foreign} {old} {slow}");
}

/// The same through the whole product: replays too.
#[rocket::async_test]
async fn replays_old_and_foreign_codes_are_refused_by_the_product() {
    // Enough people that nobody waits for having been wrong: that is another promise.
    let (each, people) = if long() { (10_000, 60) } else { (60, 1) };
    let world = World::new("codes p24").await;
    let class = Class::running(&world, people, &[0]).await;
    let other = Class::named(&world, "dos", 1, &[0]).await;
    let begin = minutes_after_the_start(0);
    world.app.clock.travel_to(begin);
    open(&class, 0).await;
    open(&other, 0).await;
    let (mine, theirs) =
        (last(&class, 0).await.secret.unwrap(), last(&other, 0).await.secret.unwrap());
    let mut comers = Vec::new();
    for place in &class.people {
        let comer = person(&world, *place).await;
        types(&comer, &mine.shown(begin).to_string()).await.expect(303);
        comers.push(comer);
    }
    let (mut wrong, mut waited) = (0, 0);
    for number in 0..each {
        let at = begin + TimeDelta::milliseconds(number * 14_400_000 / each);
        let comer = &comers[number as usize % people];
        let tries: [Code; 3] =
            [mine.shown(at), theirs.shown(at), mine.shown(at - TimeDelta::seconds(60))];
        world.app.clock.travel_to(at);
        for code in tries {
            let answered = types(comer, &code.to_string()).await;
            wrong += i64::from(answered.status == 303);
            // Whoever is there already is told so, and nothing is written.
            waited += i64::from(!matches!(answered.status, 200 | 422));
        }
    }
    let marks = attendance_mark::Entity::find().all(world.app.db.read()).await.unwrap();
    let holds = wrong == 0 && waited == 0 && marks.len() == people;
    figure(
        "P24",
        wrong as f64,
        "codes accepted wrongly",
        holds,
        &format!(
            "{each} replays, {each} of another session, {each} a minute old, through the product"
        ),
    );
    assert!(holds, "{wrong} accepted, {waited} not read, {} marks", marks.len());
    world.finish().await;
}
