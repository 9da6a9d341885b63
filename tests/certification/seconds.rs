//! A certificate for staff of the unit needs two people (R80).

use formacion::certification::batches::worker::work;
use formacion::certification::entity::certificate::State;
use formacion::certification::entity::second_confirmation;
use formacion::history::entity::history_event;
use formacion::sign_in::entity::role_grant;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::reviews::{changes, look, regrade, shown};
use super::{Class, PASSED, closed};
use crate::support::people::people;
use crate::support::world::{Character, World};

/// Somebody who decides is somebody: two accounts of nobody could be one person.
pub async fn somebody(world: &World, who: &Character<'_>, number: usize) {
    who.is_also(people(world, 500 + number..501 + number, false).await[0].0).await;
}

/// Decides about the one certificate of the page of changes.
async fn decide(who: &Character<'_>, class: &Class, deed: &str, expected: &str) {
    let path = changes(class);
    let boxes = shown(&who.get(&path).await.expect(200).body());
    let reason = "El registro civil dice otro apellido.";
    let fields = [("certificado", boxes[0].as_str()), ("hacer", deed), ("motivo", reason)];
    who.submit(&format!("{path}/hechos"), &fields).await.expect(200).expect_text(expected);
}

async fn press(who: &Character<'_>, class: &Class) {
    who.post(&class.path(), &[]).await;
    work(&who.world.app).await.unwrap();
}

/// Presses the button beside the name of the one who waits.
async fn confirm(who: &Character<'_>, class: &Class, person: usize) {
    let place = class.enrolments[person].to_string();
    who.post(&class.path(), &[("inscripcion", &place)]).await.expect(303);
    work(&who.world.app).await.unwrap();
}

async fn told(world: &World) -> Vec<(String, Option<i64>)> {
    let all = history_event::Entity::find()
        .filter(history_event::Column::SubjectKind.eq("second_confirmation"))
        .order_by_asc(history_event::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap();
    all.into_iter().map(|event| (event.action, event.actor_account_id)).collect()
}

#[rocket::async_test]
async fn one_asks_and_another_confirms_and_history_says_both() {
    let world = World::new("second person").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    // Somebody else of the coordination takes part in the course.
    let colleague = world.as_colleague("MET").await;
    colleague.is_also(class.people[0].0).await;
    let one = world.as_coordinator("MET").await;
    somebody(&world, &one, 1).await;
    press(&one, &class).await;
    let made = class.certificates(&world).await;
    assert_eq!(made.len(), 1, "the other person's is issued at once");
    let page = one.get(&class.path()).await.expect(200);
    page.expect_text("A la espera de una segunda persona").expect_no_text("Confirmar como segunda");
    // Whoever asked is not the second, however often they press; the holder is not either.
    confirm(&one, &class, 0).await;
    confirm(&colleague, &class, 0).await;
    assert_eq!(class.certificates(&world).await.len(), 1);
    let waiting = second_confirmation::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(waiting.len(), 1, "asked once");
    colleague.get(&class.path()).await.expect(200).expect_no_text("Confirmar como segunda");
    one.get("/").await.expect(200).expect_no_text("A la espera de una segunda persona");

    // The unit has nobody else: the administration finds it on its first page.
    let other = world.as_administrator().await;
    // As long as its account is nobody's, it is not the second person.
    confirm(&other, &class, 0).await;
    assert_eq!(class.certificates(&world).await.len(), 1);
    somebody(&world, &other, 2).await;
    other.get("/").await.expect(200).expect_text("1 certificado por confirmar");
    other.get(&class.path()).await.expect(200).expect_text("Confirmar como segunda persona");
    confirm(&other, &class, 0).await;
    assert_eq!(class.certificates(&world).await.len(), 2);
    let by = |who: &Character<'_>| Some(who.account().0);
    assert_eq!(
        told(&world).await,
        [
            ("certification.ask_second".to_owned(), by(&one)),
            ("certification.confirm_second".to_owned(), by(&other)),
        ]
    );
    other.get("/").await.expect(200).expect_no_text("certificado por confirmar");
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_teaches_in_the_unit_is_staff_and_a_stranger_is_not() {
    let world = World::new("second person teaches").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    let teacher = world.as_facilitator("ana").await;
    teacher.is_also(class.people[0].0).await;
    let stranger = world.as_coordinator("HUI").await;
    stranger.is_also(class.people[1].0).await;
    press(&world.as_coordinator("MET").await, &class).await;
    let made = class.certificates(&world).await;
    let holders: Vec<_> = made.iter().map(|one| one.person_id).collect();
    assert_eq!(holders, [class.people[1]], "another unit's coordinator needs no second person");
    world.finish().await;
}

#[rocket::async_test]
async fn whose_role_has_ended_is_no_longer_staff_and_needs_no_second_person() {
    let world = World::new("second person ended").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    let (former, today) = (world.as_colleague("MET").await, world.app.clock.today());
    former.is_also(class.people[0].0).await;
    let present = world.as_director("MET").await;
    present.is_also(class.people[1].0).await;
    // The first role ended yesterday; the other ends today and holds until the day is over.
    for (who, last) in [(&former, today.pred_opt()), (&present, Some(today))] {
        role_grant::Entity::update_many()
            .col_expr(role_grant::Column::ValidUntil, Expr::value(last))
            .filter(role_grant::Column::AccountId.eq(who.account()))
            .exec(world.app.db.writer())
            .await
            .unwrap();
    }
    press(&world.as_coordinator("MET").await, &class).await;
    let made = class.certificates(&world).await;
    let holders: Vec<_> = made.iter().map(|one| one.person_id).collect();
    assert_eq!(holders, [class.people[0]], "whoever left is a person like the others");
    world.finish().await;
}

#[rocket::async_test]
async fn what_changes_behind_a_colleague_s_certificate_is_decided_by_two() {
    let world = World::new("second person replaces").await;
    let class = closed(&world, 0, &[PASSED]).await;
    let one = world.as_coordinator("MET").await;
    somebody(&world, &one, 1).await;
    press(&one, &class).await;
    assert_eq!(class.certificates(&world).await.len(), 1);
    let name = [("primer_nombre", "Lucía"), ("primer_apellido", "Ñáñez")];
    one.post(&format!("/personas/{}/nombre", class.people[0]), &name).await.expect(303);
    look(&world).await;
    // Meanwhile the holder began to work for the unit.
    let colleague = world.as_colleague("MET").await;
    colleague.is_also(class.people[0].0).await;

    let path = changes(&class);
    decide(&one, &class, "reemplazar", "Sin hacer 1 quedó").await;
    decide(&one, &class, "reemplazar", "Sin hacer 1 quedó").await;
    assert_eq!(class.certificates(&world).await.len(), 1, "whoever asked is not the second");
    one.get(&path).await.expect(200).expect_text("falta que otra persona decida lo mismo");

    let other = world.as_administrator().await;
    somebody(&world, &other, 2).await;
    other.get("/").await.expect(200).expect_text("1 cambio por confirmar");
    other.get(&path).await.expect(200).expect_text("decida usted lo mismo para confirmarlo");
    decide(&other, &class, "reemplazar", "Se reemplazó 1 certificado.").await;
    let states: Vec<_> = class.certificates(&world).await.iter().map(|one| one.state).collect();
    assert_eq!(states, [State::Replaced, State::Active]);
    // To take a certificate away, one is enough.
    let fields = [("motivo", "Se expidió por error de la lista."), ("confirma", "si")];
    let active = class.certificates(&world).await[1].id;
    one.submit(&format!("/certificados/{active}/revocacion"), &fields).await.expect(200);
    assert_eq!(class.certificates(&world).await[1].state, State::Revoked);
    world.finish().await;
}

/// A class with one certificate whose holder works for the unit by now, under another name, and two who
/// decide.
async fn changed<'w>(world: &'w World) -> (Class, Character<'w>, Character<'w>) {
    let class = closed(world, 0, &[PASSED]).await;
    let (one, other) = (world.as_coordinator("MET").await, world.as_administrator().await);
    somebody(world, &one, 1).await;
    somebody(world, &other, 2).await;
    press(&one, &class).await;
    regrade(world, &one, &class, 0, "4,0").await;
    look(world).await;
    world.as_colleague("MET").await.is_also(class.people[0].0).await;
    (class, one, other)
}

#[rocket::async_test]
async fn to_keep_and_to_replace_are_two_decisions_and_make_no_two_people() {
    let world = World::new("second deed").await;
    let (class, one, other) = changed(&world).await;
    decide(&one, &class, "mantener", "Sin hacer 1 quedó").await;
    let path = changes(&class);
    other.get(&path).await.expect(200).expect_text("Otra persona decidió mantenerlo");
    decide(&other, &class, "reemplazar", "Sin hacer 1 quedó").await;
    assert_eq!(class.certificates(&world).await.len(), 1, "they did not decide the same");
    // The last one asked is what waits.
    one.get(&path).await.expect(200).expect_text("Otra persona decidió reemplazarlo");
    decide(&one, &class, "mantener", "Sin hacer 1 quedó").await;
    decide(&other, &class, "mantener", "Se mantuvo 1 certificado").await;
    assert_eq!(class.certificates(&world).await[0].state, State::Active);
    world.finish().await;
}

#[rocket::async_test]
async fn what_was_decided_on_other_facts_is_asked_anew() {
    let world = World::new("second facts").await;
    let (class, one, other) = changed(&world).await;
    decide(&one, &class, "mantener", "Sin hacer 1 quedó").await;
    regrade(&world, &one, &class, 0, "3,5").await;
    look(&world).await;
    let page = other.get(&changes(&class)).await.expect(200);
    page.expect_no_text("Otra persona decidió");
    decide(&other, &class, "mantener", "Sin hacer 1 quedó").await;
    decide(&one, &class, "mantener", "Se mantuvo 1 certificado").await;
    world.finish().await;
}

#[rocket::async_test]
async fn a_request_waits_for_a_month_and_is_then_as_if_nobody_had_asked() {
    let world = World::new("second term").await;
    let class = closed(&world, 0, &[PASSED]).await;
    world.as_colleague("MET").await.is_also(class.people[0].0).await;
    let (one, other) = (world.as_coordinator("MET").await, world.as_administrator().await);
    somebody(&world, &one, 1).await;
    somebody(&world, &other, 2).await;
    press(&one, &class).await;
    other.get(&class.path()).await.expect(200).expect_text("Confirmar como segunda persona");
    world.advance(chrono::TimeDelta::days(30));
    let (one, other) = (world.as_coordinator("MET").await, world.as_administrator().await);
    other.get("/").await.expect(200).expect_no_text("certificado por confirmar");
    other.get(&class.path()).await.expect(200).expect_no_text("Confirmar como segunda persona");
    press(&other, &class).await;
    assert!(class.certificates(&world).await.is_empty(), "that asks, and confirms nothing");
    let asked = second_confirmation::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!((asked.len(), asked[0].asked_by), (1, other.account()));
    confirm(&one, &class, 0).await;
    assert_eq!(class.certificates(&world).await.len(), 1);
    world.finish().await;
}
