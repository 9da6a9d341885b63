//! Telephones come and go.

use chrono::TimeDelta;
use rocket::http::Header;

use super::{Phone, key, outcomes, send};
use crate::support::class::{Class, listed_name};
use crate::support::world::World;

#[rocket::async_test]
async fn a_telephone_is_given_the_own_sessions_of_these_days_without_a_document() {
    let world = World::new("field lists").await;
    let class = Class::running(&world, 3, &[-4, -1, 0, 13, 15]).await;
    let other = Class::named(&world, "dos", 2, &[1]).await;
    class.mark(1, &[(0, "tarde")]).await;
    let phone = Phone::of(&class.facilitator).await;
    let answered = phone.lists().await.expect(200);
    assert!(!answered.body().contains("7000"), "no document: {}", answered.body());
    let lists = answered.json();
    assert_eq!(lists["account"]["id"], class.facilitator.account().to_string());
    assert_eq!(lists["device"]["id"], phone.id);
    let sessions = lists["sessions"].as_array().unwrap();
    let ids: Vec<_> = sessions.iter().map(|session| session["id"].as_str().unwrap()).collect();
    let own: Vec<_> = class.sessions[1..4].iter().map(ToString::to_string).collect();
    assert_eq!(ids, own, "two days back, fourteen ahead, and nobody else's ({})", other.cohort);
    assert_eq!(sessions[0]["people"].as_array().unwrap().len(), 3);
    assert_eq!(sessions[0]["people"][0]["name"], listed_name(0));
    assert_eq!(sessions[0]["marks"].as_array().unwrap().len(), 1);
    assert_eq!(sessions[0]["marks"][0]["state"], "late");
    assert_eq!(sessions[1]["marks"].as_array().unwrap().len(), 0);
    world.finish().await;
}

#[rocket::async_test]
async fn who_may_not_is_told_in_json_and_never_led_elsewhere() {
    let world = World::new("field refused").await;
    let class = Class::running(&world, 1, &[0]).await;
    let addresses =
        ["/campo/dispositivo", "/campo/listas", "/campo/marcas", "/campo/dispositivo/salida"];
    for address in addresses {
        send(&world.as_anyone(), address, &[], "{}").await.problem(401, "Ingrese");
        send(&world.as_gobernacion("50").await, address, &[], "{}").await.problem(403, "permiso");
    }
    let phone = Phone::of(&class.facilitator).await;
    // Another account in the same browser: its marks are not this one's.
    let coordinator =
        Phone { who: class.coordinator.clone(), ..Phone::of(&class.facilitator).await };
    let told = coordinator.lists().await.problem(409, "otra cuenta");
    assert_eq!(told["account"]["id"], class.coordinator.account().to_string());
    let account = [("Campo-Cuenta", "987")];
    for address in ["/campo/dispositivo", "/campo/listas", "/campo/marcas"] {
        let told = phone.ask(address, &account, "{}").await.problem(409, "otra cuenta");
        assert_eq!(told["account"]["id"], class.facilitator.account().to_string());
    }
    let stranger = Phone { token: "a".repeat(64), ..phone };
    let told = stranger.lists().await.problem(410, "No conocemos");
    assert_eq!(told["wipe"], false);
    world.finish().await;
}

#[rocket::async_test]
async fn a_telephone_that_was_emptied_is_unknown() {
    let world = World::new("field forgotten").await;
    let class = Class::running(&world, 1, &[0]).await;
    let phone = Phone::of(&class.facilitator).await;
    phone.ask("/campo/dispositivo/salida", &[], "").await.expect(204);
    assert_eq!(phone.lists().await.problem(410, "No conocemos")["wipe"], false);
    world.finish().await;
}

#[rocket::async_test]
async fn a_lost_telephone_is_wiped_signed_out_and_what_it_still_sends_is_looked_at() {
    use formacion::attendance::field::{commands, policy, queries};
    let world = World::new("field revoked").await;
    let class = Class::running(&world, 2, &[0]).await;
    let phone = Phone::of(&class.facilitator).await;
    let actor = class.facilitator.actor().await;
    let device = queries::device(world.app.db.read(), &phone.token).await.unwrap().unwrap();
    let stranger = world.as_facilitator("otra").await.actor().await;
    assert!(policy::may_revoke(&stranger, &device).is_err());
    let permit = policy::may_revoke(&actor, &device).unwrap();
    commands::revoke(&world.app, permit).await.unwrap();
    let told = phone.lists().await.problem(410, "retirado");
    assert_eq!(told["wipe"], true, "it is wiped though nobody signs in on it");
    phone.who.get("/").await.expect(200).expect_text("Ingresar");
    let results = phone.marks(vec![phone.mark(&class, 0, 0, "present")]).await;
    assert_eq!(outcomes(&results), ["review"]);
    world.advance(TimeDelta::days(30));
    phone.lists().await.problem(401, "Ingrese");
    // Its owner comes back with the password, on the same browser.
    let again = Phone { who: world.as_facilitator("uno").await, ..phone };
    let told = again.lists().await.problem(410, "retirado");
    assert_eq!(told["wipe"], true);
    let results = again.marks(vec![again.mark(&class, 0, 1, "present")]).await;
    assert_eq!(outcomes(&results), ["review"]);
    assert!(results[0]["why"].as_str().unwrap().contains("retirado"));
    world.finish().await;
}

#[rocket::async_test]
async fn a_list_that_was_handed_out_is_never_a_strangers() {
    use formacion::cohorts::entity::session;
    use sea_orm::{ActiveModelTrait, ActiveValue::Set};
    let world = World::new("field handed").await;
    let class = Class::running(&world, 1, &[0]).await;
    let other = Class::named(&world, "dos", 1, &[1]).await;
    let phone = Phone::of(&class.facilitator).await;
    // Somebody else teaches it meanwhile.
    let change = session::ActiveModel {
        id: Set(class.sessions[0]),
        facilitator_account_id: Set(Some(other.facilitator.account())),
        ..Default::default()
    };
    change.update(world.app.db.writer()).await.unwrap();
    let theirs = phone.mark(&class, 0, 0, "present");
    let strange = phone.mark(&other, 0, 0, "present");
    let results = phone.marks(vec![theirs, strange]).await;
    assert_eq!(outcomes(&results), ["review", "refused"]);
    assert!(results[0]["why"].as_str().unwrap().contains("ya no facilita"));
    assert!(results[1]["why"].as_str().unwrap().contains("desconocida"));
    world.advance(TimeDelta::minutes(1));
    let named = phone.batch(&key("lote"), &serde_json::json!({})).await;
    named.problem(422, "sent_at");
    world.finish().await;
}

#[rocket::async_test]
async fn an_account_has_ten_telephones_and_taking_one_out_of_use_makes_room() {
    let world = World::new("field many").await;
    let class = Class::running(&world, 1, &[0]).await;
    let mut phones = Vec::new();
    for _ in 0..10 {
        phones.push(Phone::of(&class.facilitator).await);
    }
    let label = r#"{"label":"Chrome en Android"}"#;
    let more = || send(&class.facilitator, "/campo/dispositivo", &[], label);
    more().await.problem(422, "10 teléfonos");
    let path = format!("/mi-cuenta/dispositivos/{}/retiro", phones[0].id);
    class.facilitator.post(&path, &[]).await.expect(303);
    // Its web session ended with it.
    let again = world.as_facilitator("uno").await;
    send(&again, "/campo/dispositivo", &[], label).await.expect(201);
    send(&again, "/campo/dispositivo", &[], label).await.problem(422, "10 teléfonos");
    send(&class.coordinator, "/campo/dispositivo", &[], label).await.expect(201);
    world.finish().await;
}

#[rocket::async_test]
async fn a_telephone_sends_by_itself_for_thirty_days_and_opens_nothing_else() {
    let world = World::new("field trusted").await;
    let class = Class::running(&world, 2, &[0, 31]).await;
    let phone = Phone::of(&class.facilitator).await;
    // The sign-in is over: the browser holds the token alone.
    let mut alone = Phone { who: world.as_anyone(), ..phone };
    alone.lists().await.expect(200);
    let results = alone.marks(vec![alone.mark(&class, 0, 0, "present")]).await;
    assert_eq!(outcomes(&results), ["applied"]);
    alone.ask("/campo/dispositivo", &[], r#"{"label":"Otro"}"#).await.problem(401, "Ingrese");
    let path = format!("/sesiones/{}/asistencia", class.sessions[0]);
    let with_token = Header::new("Campo-Dispositivo", alone.token.clone());
    let answered = alone.who.send(world.client.get(path).header(with_token)).await.expect(303);
    assert!(answered.header("Location").unwrap().starts_with("/ingresar"));
    let other = class.coordinator.account().to_string();
    let headers = [("Campo-Cuenta", other.as_str())];
    alone.ask("/campo/marcas", &headers, "{}").await.problem(409, "otra cuenta");

    world.advance(TimeDelta::days(29));
    alone.lists().await.expect(200);
    world.advance(TimeDelta::days(1));
    alone.lists().await.problem(401, "Ingrese");
    alone.ask("/campo/marcas", &[], "{}").await.problem(401, "Ingrese");
    // Asking by itself renewed nothing; its owner does.
    alone.who = world.as_facilitator("uno").await;
    alone.lists().await.expect(200);
    alone.who = world.as_anyone();
    let results = alone.marks(vec![alone.mark(&class, 1, 0, "present")]).await;
    assert_eq!(outcomes(&results).len(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn a_change_of_password_a_suspension_and_a_shared_browser_end_the_trust() {
    use formacion::sign_in::closing::Closing;
    use formacion::sign_in::entity::{account, web_session};
    use sea_orm::ActiveValue::Set;
    use sea_orm::sea_query::Expr;
    use sea_orm::{ActiveModelTrait, EntityTrait, TransactionTrait};
    let world = World::new("field distrusted").await;
    let class = Class::running(&world, 1, &[0]).await;
    let phone = Phone::of(&class.facilitator).await;
    let owner = class.facilitator.account();
    let mut alone = Phone { who: world.as_anyone(), ..phone };
    alone.lists().await.expect(200);
    let tx = world.app.db.writer().begin().await.unwrap();
    Closing::OWN.close(&tx, &world.app, owner).await.unwrap();
    tx.commit().await.unwrap();
    alone.lists().await.problem(401, "Ingrese");

    alone.who = class.facilitator.clone();
    alone.lists().await.expect(200);
    alone.who = world.as_anyone();
    alone.lists().await.expect(200);
    let suspended = |is_active| account::ActiveModel {
        id: Set(owner),
        is_active: Set(is_active),
        ..Default::default()
    };
    suspended(false).update(world.app.db.writer()).await.unwrap();
    alone.lists().await.problem(401, "Ingrese");
    suspended(true).update(world.app.db.writer()).await.unwrap();
    alone.lists().await.expect(200);

    // Its owner says that others use the browser too.
    web_session::Entity::update_many()
        .col_expr(web_session::Column::IsShared, Expr::value(true))
        .exec(world.app.db.writer())
        .await
        .unwrap();
    alone.who = class.facilitator.clone();
    alone.lists().await.expect(200);
    alone.who = world.as_anyone();
    alone.lists().await.problem(401, "Ingrese");
    world.finish().await;
}
