//! Who stands in for a coordination that is away: named by it, agreed to by somebody else, on some days and
//! on no other (C69).

use chrono::TimeDelta;
use formacion::accounts::deputies::entity::deputy::{self, Stage};
use formacion::history::entity::history_event;
use formacion::platform::dates;
use formacion::sign_in::actor::{AccountId, Role};
use formacion::sign_in::entity::role_grant;
use formacion::sign_in::housekeeping;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::certification::seconds::somebody;
use crate::sign_in::told;
use crate::support::fixtures::day;
use crate::support::world::{Answered, Character, World, grant};

const NOTICE: &str = "accounts/deputy_notice";
const MAIL: &str = "suplente@prueba.example";

/// Somebody known who facilitates for the unit.
async fn facilitator<'w>(world: &'w World, name: &str, unit: &str, number: usize) -> Character<'w> {
    let grants = vec![grant(Role::Facilitator, Some(unit), None, None)];
    let who = world.as_holder(name, grants).await;
    somebody(world, &who, number).await;
    who
}

/// A coordinator whose person is known.
async fn coordinator<'w>(world: &'w World, unit: &str, number: usize) -> Character<'w> {
    let who = world.as_coordinator(unit).await;
    somebody(world, &who, number).await;
    who
}

async fn names(who: &Character<'_>, account: AccountId, from: i64, to: i64) -> Answered {
    let account = account.to_string();
    let [from, to] = [from, to].map(|offset| dates::input_date(day(who.world, offset)));
    who.post("/encargos", &[("cuenta", &*account), ("desde", &*from), ("hasta", &*to)]).await
}

async fn last(world: &World) -> deputy::Model {
    let found = deputy::Entity::find().order_by_desc(deputy::Column::Id);
    found.one(world.app.db.read()).await.unwrap().expect("somebody was named")
}

async fn dated(world: &World) -> u64 {
    role_grant::Entity::find()
        .filter(role_grant::Column::ValidUntil.is_not_null())
        .count(world.app.db.read())
        .await
        .unwrap()
}

#[rocket::async_test]
async fn a_deputy_coordinates_on_the_days_and_on_no_other() {
    let world = World::new("deputy").await;
    let one = coordinator(&world, "MET", 1).await;
    let two = world.as_colleague("MET").await;
    somebody(&world, &two, 2).await;
    let deputy = facilitator(&world, "suplente", "MET", 3).await;
    deputy.get("/cuentas").await.expect(403);
    one.get("/encargos").await.expect(200).expect_text("suplente").expect_text("60 días");
    names(&one, deputy.account(), 2, 4).await.expect(303);
    let row = last(&world).await;
    let confirm = format!("/encargos/{}/confirmacion", row.id);
    // Nobody agrees with themselves, and nothing holds before somebody else does.
    one.post(&confirm, &[]).await.expect(403);
    deputy.post(&confirm, &[]).await.expect(403);
    assert_eq!(dated(&world).await, 0);
    two.get("/encargos").await.expect(200).expect_text("Confirmar");
    two.submit(&confirm, &[]).await.expect(200).expect_text("termina solo");
    two.post(&confirm, &[]).await.expect(422);

    world.as_account(MAIL).await.get("/cuentas").await.expect(403);
    world.advance(TimeDelta::days(2));
    let today = world.as_account(MAIL).await;
    today.get("/cuentas").await.expect(200);
    assert_eq!(today.actor().await.units(), ["MET"]);
    // Whoever stands in names nobody.
    let page = today.get("/encargos").await.expect(200);
    page.expect_no_text("Pedir el encargo");
    let other = facilitator(&world, "otra suplente", "MET", 4).await;
    names(&today, other.account(), 10, 12).await.expect(403);
    world.advance(TimeDelta::days(2));
    world.as_account(MAIL).await.get("/cuentas").await.expect(200);
    world.advance(TimeDelta::days(1));
    let after = world.as_account(MAIL).await;
    after.get("/cuentas").await.expect(403);
    assert!(after.actor().await.units().is_empty());
    housekeeping::round(&world.app).await.unwrap();
    assert_eq!(dated(&world).await, 0, "the days leave with the housekeeping");

    let letters = told(&world, NOTICE).await;
    let to: Vec<Option<i64>> = letters.iter().map(|one| one.account_id).collect();
    assert_eq!(to, [Some(two.account().0), Some(deputy.account().0)]);
    let events = history_event::Entity::find()
        .filter(history_event::Column::SubjectKind.eq("deputy"))
        .order_by_asc(history_event::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap();
    let said: Vec<_> =
        events.iter().map(|event| (event.action.as_str(), event.actor_account_id)).collect();
    assert_eq!(
        said,
        [
            ("accounts.name_deputy", Some(one.account().0)),
            ("accounts.confirm_deputy", Some(two.account().0)),
        ]
    );
    world.finish().await;
}

#[rocket::async_test]
async fn where_one_coordinates_alone_the_administration_agrees() {
    let world = World::new("deputy of one").await;
    let one = coordinator(&world, "MET", 1).await;
    let administrator = world.as_administrator().await;
    let deputy = facilitator(&world, "suplente", "MET", 3).await;
    names(&one, deputy.account(), 0, 0).await.expect(303);
    let letters = told(&world, NOTICE).await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].account_id, Some(administrator.account().0));
    let confirm = format!("/encargos/{}/confirmacion", last(&world).await.id);
    // An account of nobody known could be the same person.
    let refused = administrator.post(&confirm, &[]).await.expect(422);
    refused.expect_text("no dice de quién es");
    somebody(&world, &administrator, 2).await;
    administrator.post(&confirm, &[]).await.expect(303);
    world.as_account(MAIL).await.get("/cuentas").await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_names_themselves_or_somebody_of_another_unit_or_for_longer() {
    let world = World::new("deputy refused").await;
    let one = coordinator(&world, "MET", 1).await;
    let deputy = facilitator(&world, "suplente", "MET", 3).await;
    let far = facilitator(&world, "lejana", "HUI", 4).await;
    let nobody = world
        .as_holder("sin documento", vec![grant(Role::Facilitator, Some("MET"), None, None)])
        .await;
    names(&one, one.account(), 0, 1).await.expect(403);
    for account in [far.account(), nobody.account(), AccountId(987_654_321)] {
        let refused = names(&one, account, 0, 1).await.expect(422);
        refused.expect_text("no facilita para su dirección territorial");
    }
    for (from, to, said) in [
        (0, 60, "dura máximo 60 días"),
        (-1, 1, "no puede haber pasado"),
        (3, 2, "no puede ser anterior"),
    ] {
        names(&one, deputy.account(), from, to).await.expect(422).expect_text(said);
    }
    let unknown = world.as_colleague("MET").await;
    let refused = names(&unknown, deputy.account(), 0, 1).await.expect(422);
    refused.expect_text("no dice de quién es");
    names(&one, deputy.account(), 1, 59).await.expect(303);
    let taken = names(&one, deputy.account(), 59, 60).await.expect(422);
    taken.expect_text("Ya hay un encargo");
    // Another unit's coordination finds nothing, and who does not coordinate asks for nothing.
    let stranger = coordinator(&world, "HUI", 5).await;
    let id = last(&world).await.id;
    for verb in ["confirmacion", "fin"] {
        let foreign = stranger.post(&format!("/encargos/{id}/{verb}"), &[]).await.expect(404);
        let absent = stranger.post(&format!("/encargos/987654321/{verb}"), &[]).await.expect(404);
        assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
        deputy.post(&format!("/encargos/{id}/{verb}"), &[]).await.expect(403);
    }
    stranger.get("/encargos").await.expect(200).expect_text("No hay encargos");
    deputy.get("/encargos").await.expect(403);
    assert_eq!(dated(&world).await, 0);
    world.finish().await;
}

#[rocket::async_test]
async fn a_deputy_s_role_ends_when_somebody_takes_it_back() {
    let world = World::new("deputy ends").await;
    let one = coordinator(&world, "MET", 1).await;
    let administrator = world.as_administrator().await;
    somebody(&world, &administrator, 2).await;
    let deputy = facilitator(&world, "suplente", "MET", 3).await;
    // What was asked and taken back is agreed to by nobody.
    names(&one, deputy.account(), 0, 5).await.expect(303);
    let first = last(&world).await.id;
    one.post(&format!("/encargos/{first}/fin"), &[]).await.expect(303);
    administrator.post(&format!("/encargos/{first}/confirmacion"), &[]).await.expect(422);

    names(&one, deputy.account(), 0, 5).await.expect(303);
    let second = last(&world).await.id;
    administrator.post(&format!("/encargos/{second}/confirmacion"), &[]).await.expect(303);
    let today = world.as_account(MAIL).await;
    today.get("/cuentas").await.expect(200);
    // Meanwhile a colleague does not touch the account of who stands in.
    let page = one.get(&format!("/cuentas/{}", deputy.account())).await.expect(200);
    page.expect_no_text("Suspender la cuenta");
    one.submit(&format!("/encargos/{second}/fin"), &[]).await.expect_text("El encargo terminó");
    today.get("/cuentas").await.expect(303);
    world.as_account(MAIL).await.get("/cuentas").await.expect(403);
    assert_eq!(last(&world).await.stage, Stage::Ended);
    assert_eq!(dated(&world).await, 0);
    assert_eq!(told(&world, "sign_in/role_notice").await.len(), 1, "its owner is told");
    one.post(&format!("/encargos/{second}/fin"), &[]).await.expect(422);
    world.finish().await;
}

#[rocket::async_test]
async fn two_who_agree_at_once_give_the_role_once() {
    let world = World::new("deputy race").await;
    let one = coordinator(&world, "MET", 1).await;
    let two = world.as_colleague("MET").await;
    somebody(&world, &two, 2).await;
    let administrator = world.as_administrator().await;
    somebody(&world, &administrator, 3).await;
    let deputy = facilitator(&world, "suplente", "MET", 4).await;
    names(&one, deputy.account(), 0, 5).await.expect(303);
    let confirm = format!("/encargos/{}/confirmacion", last(&world).await.id);
    let (left, right) =
        rocket::tokio::join!(two.post(&confirm, &[]), administrator.post(&confirm, &[]));
    let mut statuses = [left.status, right.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    assert_eq!(dated(&world).await, 1);
    world.finish().await;
}
