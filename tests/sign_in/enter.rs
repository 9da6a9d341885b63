//! Coming in with mail and password.

use crate::support::world::World;

use super::{MAIL, PASSWORD, Visitor, account};

#[rocket::async_test]
async fn the_right_password_opens_the_door_and_leads_where_one_was_going() {
    let world = World::new("enter").await;
    account(&world, MAIL).await;
    let mut visitor = Visitor::at(&world, "192.0.2.1");
    let fields = [
        ("correo", "  Rosa.Yopo@Pueblo.example "),
        ("contrasena", PASSWORD),
        ("destino", "/contrasena"),
    ];
    let answered = visitor.post("/ingresar", &fields).await.expect(303);
    assert_eq!(answered.location.as_deref(), Some("/contrasena"));
    visitor.keep(&answered);
    visitor.get("/contrasena").await.expect(200).expect_text("Rosa Elvira Yopo");
    world.finish().await;
}

#[rocket::async_test]
async fn coming_in_ends_the_session_that_the_browser_had() {
    let world = World::new("comes in again").await;
    account(&world, MAIL).await;
    let mut visitor = Visitor::signed_in(&world, MAIL).await;
    let before = visitor.cookie.clone();
    visitor.enter(MAIL, PASSWORD).await.expect(303);
    assert_ne!(visitor.cookie.as_ref().unwrap().value(), before.as_ref().unwrap().value());
    visitor.get("/contrasena").await.expect(200);
    let old = Visitor { cookie: before, ..Visitor::at(&world, "192.0.2.7") };
    old.get("/contrasena").await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_is_led_to_another_site_after_coming_in() {
    let world = World::new("astray").await;
    account(&world, MAIL).await;
    for elsewhere in ["https://malo.example/", "//malo.example", "/\\malo.example", "/a b"] {
        let fields = [("correo", MAIL), ("contrasena", PASSWORD), ("destino", elsewhere)];
        let answered =
            Visitor::at(&world, "192.0.2.1").post("/ingresar", &fields).await.expect(303);
        assert_eq!(answered.location.as_deref(), Some("/"), "{elsewhere}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn what_was_typed_stays_but_the_password_never_travels_back() {
    let world = World::new("typed").await;
    account(&world, MAIL).await;
    let mut visitor = Visitor::at(&world, "192.0.2.1");
    let answered = visitor
        .enter(MAIL, "no es esta frase")
        .await
        .expect(422)
        .expect_text("El correo o la contraseña no coinciden");
    assert!(answered.body().contains(&format!("value=\"{MAIL}\"")));
    assert!(!answered.body().contains("no es esta frase"));
    assert!(answered.body().contains("<title>Error:"));
    assert!(answered.cookies.iter().all(|c| !c.name().ends_with("sesion")));
    visitor
        .post("/ingresar", &[("correo", ""), ("contrasena", "")])
        .await
        .expect(422)
        .expect_text("Escriba su contraseña.");
    world.finish().await;
}

#[rocket::async_test]
async fn the_cookie_is_bound_to_this_host_over_tls_and_no_script_reads_it() {
    for (public_url, name, secure) in [
        ("https://formacion.example", "__Host-sesion", true),
        ("http://127.0.0.1:8000", "sesion", false),
    ] {
        let world = World::with("cookie", |app| {
            app.config.public_url = public_url.to_owned();
        })
        .await;
        account(&world, MAIL).await;
        let mut visitor = Visitor::at(&world, "192.0.2.1");
        let answered = visitor.enter(MAIL, PASSWORD).await.expect(303);
        let header = answered
            .headers
            .iter()
            .find(|(header, value)| {
                header.eq_ignore_ascii_case("Set-Cookie") && value.starts_with(name)
            })
            .map(|(_, value)| value.clone())
            .unwrap_or_else(|| panic!("no cookie {name}"));
        let has = |part: &str| header.split("; ").any(|known| known == part);
        assert!(has("HttpOnly") && has("SameSite=Lax") && has("Path=/"), "{header}");
        assert_eq!(has("Secure"), secure, "{header}");
        assert!(!header.contains("Domain"), "{header}");
        let promise = answered.header("Strict-Transport-Security").is_some();
        assert_eq!(promise, secure);
        visitor.get("/contrasena").await.expect(200);
        world.finish().await;
    }
}

#[rocket::async_test]
async fn the_database_holds_no_secret_that_opens_the_door() {
    use formacion::sign_in::entity::{account, web_session};
    use sea_orm::EntityTrait;
    let world = World::new("no secret").await;
    super::account(&world, MAIL).await;
    let visitor = Visitor::signed_in(&world, MAIL).await;
    let secret = visitor.cookie.as_ref().unwrap().value().to_owned();
    let db = world.app.db.read();
    for session in web_session::Entity::find().all(db).await.unwrap() {
        assert_ne!(session.token_hash, secret);
        let mut thief = Visitor::at(&world, "192.0.2.9");
        thief.cookie = Some(("sesion", session.token_hash).into());
        thief.get("/contrasena").await.expect(303);
    }
    for account in account::Entity::find().all(db).await.unwrap() {
        let hash = account.password_hash.unwrap_or_default();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
    }
    world.finish().await;
}
