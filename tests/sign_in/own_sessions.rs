//! Seeing where one is signed in, and ending it (R78).

use chrono::TimeDelta;
use formacion::sign_in::entity::{known_device, web_session};
use formacion::sign_in::rules::MOST_SESSIONS;
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};

use super::{MAIL, PASSWORD, TELEPHONE, Visitor, account, told};
use crate::support::world::{Answered, World};

const PAGE: &str = "/sesiones-abiertas";

/// The newest session.
async fn newest(world: &World) -> web_session::Model {
    let newest = web_session::Entity::find().order_by_desc(web_session::Column::Id);
    newest.one(world.app.db.read()).await.unwrap().unwrap()
}

/// What the next page tells.
fn notice(answered: &Answered) -> String {
    let told = answered.cookies.iter().find(|cookie| cookie.name().ends_with("aviso"));
    told.map(|cookie| cookie.value().to_owned()).unwrap_or_default()
}

#[rocket::async_test]
async fn the_page_says_where_and_when_and_which_one_this_is() {
    let world = World::new("where").await;
    account(&world, MAIL).await;
    let owner = Visitor::signed_in(&world, MAIL).await;
    let home = owner.get("/").await.expect(200);
    assert!(home.body().contains("href=\"/mi-cuenta\""));
    owner
        .get("/mi-cuenta")
        .await
        .expect(200)
        .expect_text("1 sesión, contando esta")
        .expect_text(MAIL);
    owner.get(PAGE).await.expect(200).expect_text("no está abierta en ningún otro equipo");
    let mut telephone = Visitor { agent: TELEPHONE, ..Visitor::at(&world, "203.0.113.9") };
    world.advance(TimeDelta::minutes(4));
    telephone.enter(MAIL, PASSWORD).await.expect(303);
    let page = owner.get(PAGE).await.expect(200);
    let page = page.expect_text("Firefox en Linux").expect_text("Chrome en Android");
    // The first use stands there until it is old enough to be written anew.
    page.expect_text("Último uso: 20/11/2026, 10:00").expect_text("Último uso: 20/11/2026, 10:04");
    world.advance(TimeDelta::minutes(1));
    owner.get(PAGE).await.expect(200);
    owner.get(PAGE).await.expect(200).expect_text("Último uso: 20/11/2026, 10:05");
    world.finish().await;
}

#[rocket::async_test]
async fn one_s_own_session_ends_from_the_page_and_nobody_else_s() {
    let world = World::new("ends").await;
    account(&world, MAIL).await;
    account(&world, "otra@pueblo.example").await;
    let owner = Visitor::signed_in(&world, MAIL).await;
    let telephone = Visitor::signed_in(&world, MAIL).await;
    let own = newest(&world).await.id;
    let other = Visitor::signed_in(&world, "otra@pueblo.example").await;
    let foreign = newest(&world).await.id;
    let foreign = owner.post(&format!("{PAGE}/{foreign}/cierre"), &[]).await.expect(303);
    let absent = owner.post(&format!("{PAGE}/987654321/cierre"), &[]).await.expect(303);
    assert_eq!((&foreign.location, notice(&foreign)), (&absent.location, notice(&absent)));
    other.get(PAGE).await.expect(200);
    let ended = owner.post(&format!("{PAGE}/{own}/cierre"), &[]).await.expect(303);
    assert!(notice(&ended).contains("cerr"));
    telephone.get(PAGE).await.expect(303);
    owner.get(PAGE).await.expect(200);
    // A page that was open meanwhile still shows it.
    let late = owner.post(&format!("{PAGE}/{own}/cierre"), &[]).await.expect(303);
    assert!(notice(&late).contains("terminado"), "{}", notice(&late));
    world.finish().await;
}

#[rocket::async_test]
async fn a_browser_on_a_shared_computer_ends_after_half_an_hour_without_use() {
    let world = World::new("shared").await;
    account(&world, MAIL).await;
    let mut shared = Visitor::at(&world, "192.0.2.7");
    shared.enter_shared(MAIL).await.expect(303);
    assert!(shared.device.is_none(), "the computer is not remembered");
    assert_eq!(known_device::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    let letter = told(&world, "sign_in/new_device").await.pop().expect("a letter");
    assert!(letter.text_body.contains("equipo compartido"), "{}", letter.text_body);
    // Whoever uses it stays, beyond half an hour.
    for _ in 0..4 {
        world.advance(TimeDelta::minutes(20));
        shared.get(PAGE).await.expect(200).expect_text("Equipo compartido");
    }
    // It stays a shared computer when the password changes there.
    let long = "otra frase larga más";
    let fields =
        [("contrasena_actual", PASSWORD), ("contrasena", long), ("contrasena_otra_vez", long)];
    let answered = shared.post("/contrasena", &fields).await.expect(303);
    shared.keep(&answered);
    assert!(shared.device.is_none());
    shared.get(PAGE).await.expect(200).expect_text("Equipo compartido");
    // The control: another computer, left alone as long.
    let mut own = Visitor::at(&world, "192.0.2.7");
    own.enter(MAIL, long).await.expect(303);
    world.advance(TimeDelta::minutes(30));
    shared.get(PAGE).await.expect(303);
    own.get(PAGE).await.expect(200).expect_no_text("Equipo compartido");
    world.advance(TimeDelta::hours(12));
    own.get(PAGE).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn an_account_keeps_so_many_sessions_and_the_one_used_longest_ago_ends() {
    let world = World::new("most").await;
    account(&world, MAIL).await;
    let first = Visitor::signed_in(&world, MAIL).await;
    for _ in 1..MOST_SESSIONS {
        world.advance(TimeDelta::minutes(1));
        Visitor::signed_in(&world, MAIL).await;
    }
    first.get(PAGE).await.expect(200);
    let second = web_session::Entity::find().order_by_asc(web_session::Column::LastUsedAt);
    let second = second.one(world.app.db.read()).await.unwrap().unwrap();
    world.advance(TimeDelta::minutes(1));
    Visitor::signed_in(&world, MAIL).await;
    first.get(PAGE).await.expect(200);
    let open = web_session::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(open.len() as u64, MOST_SESSIONS);
    assert!(open.iter().all(|session| session.id != second.id), "another one ended");
    world.finish().await;
}
