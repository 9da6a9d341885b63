//! What whoever teaches may look at twice, and for how long it is known.

use chrono::TimeDelta;
use formacion::attendance::codes::entity::{code_arrival, session_code};
use formacion::attendance::codes::housekeeping;
use rocket::http::{ContentType, Cookie, Header};
use sea_orm::EntityTrait;

use super::{open, person, shown, types};
use crate::support::class::{Class, listed_name};
use crate::support::world::World;

#[rocket::async_test]
async fn several_people_of_one_browser_are_told_and_nobody_is_kept_out() {
    let world = World::new("codes signals").await;
    let class = Class::running(&world, 3, &[0]).await;
    open(&class, 0).await;
    let page = format!("/sesiones/{}/llegadas", class.sessions[0]);
    class.facilitator.get(&page).await.expect(200).expect_text("Nadie ha llegado por código");
    let first = person(&world, class.people[0]).await;
    let done = types(&first, &shown(&class, 0).await).await.expect(303);
    let browser = done.cookies.iter().find(|cookie| cookie.name() == "llegada").unwrap();
    assert!(browser.http_only().unwrap_or_default());
    let second = person(&world, class.people[1]).await;
    let request = world.client.post("/llegada").header(ContentType::Form);
    let request = request
        .header(Header::new("Sec-Fetch-Site", "same-origin"))
        .cookie(Cookie::new("llegada", browser.value().to_owned()))
        .body(format!("codigo={}", shown(&class, 0).await));
    second.send(request).await.expect(303);
    let third = person(&world, class.people[2]).await;
    types(&third, &shown(&class, 0).await).await.expect(303);
    let words = class.facilitator.get(&page).await.expect(200).words();
    assert_eq!(words.matches("2 personas desde un mismo navegador").count(), 2, "{words}");
    assert_eq!(words.matches("mucho después del inicio").count(), 3, "two hours: {words}");
    assert!(words.contains(&listed_name(2)) && words.contains("su cuenta"), "{words}");
    assert!(!words.contains("127.0.0.1"), "never an address: {words}");
    world.finish().await;
}

#[rocket::async_test]
async fn a_month_later_nothing_of_browsers_is_known_and_the_secret_went_before() {
    let world = World::new("codes forgetting").await;
    let class = Class::running(&world, 1, &[0]).await;
    open(&class, 0).await;
    let one = person(&world, class.people[0]).await;
    types(&one, &shown(&class, 0).await).await.expect(303);
    let known = async || {
        let db = world.app.db.read();
        let code = session_code::Entity::find().one(db).await.unwrap().unwrap();
        let came = code_arrival::Entity::find().one(db).await.unwrap().unwrap();
        (code.secret.is_some(), code.salt.is_some(), came.browser_digest.is_some())
    };
    let later = async |days| {
        world.advance(TimeDelta::days(days));
        housekeeping::round(&world.app).await.unwrap();
        known().await
    };
    assert_eq!(known().await, (true, true, true));
    assert_eq!(later(1).await, (true, true, true));
    assert_eq!(later(2).await, (false, true, true));
    assert_eq!(later(28).await, (false, false, false));
    world.finish().await;
}
