//! Changing one's own password.

use super::{MAIL, PASSWORD, Visitor, account};
use crate::support::world::World;

#[rocket::async_test]
async fn a_new_password_needs_the_present_one_and_enough_letters() {
    let world = World::new("password").await;
    account(&world, MAIL).await;
    let visitor = Visitor::signed_in(&world, MAIL).await;
    let long = "otra frase larga más";
    for (current, new, again, sentence) in [
        ("no es esta", long, long, "La contraseña actual no es correcta."),
        ("", long, long, "Escriba su contraseña actual."),
        (PASSWORD, "corta", "corta", "Use entre 10 y 128 caracteres."),
        (PASSWORD, "1234567890", "1234567890", "Esta contraseña se adivina pronto"),
        (PASSWORD, "aaaaaaaaaa", "aaaaaaaaaa", "Esta contraseña se adivina pronto"),
        (PASSWORD, "Colombia2026", "Colombia2026", "Esta contraseña se adivina pronto"),
        (PASSWORD, "Rosa.Yopo.1990", "Rosa.Yopo.1990", "Esta contraseña se adivina pronto"),
        (PASSWORD, long, "otra cosa", "Las dos contraseñas no son iguales."),
    ] {
        let fields =
            [("contrasena_actual", current), ("contrasena", new), ("contrasena_otra_vez", again)];
        let answered = visitor.post("/contrasena", &fields).await.expect(422).expect_text(sentence);
        assert!(!answered.body().contains(long), "a password travelled back");
    }
    let mut still = Visitor::at(&world, "192.0.2.3");
    still.enter(MAIL, PASSWORD).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn a_browser_left_open_is_no_place_to_guess_the_password() {
    let world = World::new("left open").await;
    account(&world, MAIL).await;
    let visitor = Visitor::signed_in(&world, MAIL).await;
    let long = "otra frase larga más";
    let with = |current| {
        [("contrasena_actual", current), ("contrasena", long), ("contrasena_otra_vez", long)]
    };
    for _ in 0..5 {
        visitor.post("/contrasena", &with("adivino mal")).await.expect(422);
    }
    visitor.post("/contrasena", &with(PASSWORD)).await.expect(429);
    let mut door = Visitor {
        cookie: None,
        device: visitor.device.clone(),
        ..Visitor::at(&world, &visitor.address)
    };
    door.enter(MAIL, PASSWORD).await.expect(429);
    world.advance(chrono::TimeDelta::minutes(15));
    visitor.post("/contrasena", &with(PASSWORD)).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_sets_their_own_document_or_name_as_a_password() {
    let world = World::new("own words").await;
    let person = crate::support::people::people(&world, 1..2, true).await[0];
    let holder = world.as_participant(person.0).await;
    let number = crate::support::people::document(1);
    let path = super::link::link_of(&world, holder.account()).await;
    let visitor = Visitor::at(&world, "192.0.2.1");
    for password in
        [format!("Clave{number}"), format!("{number}-2026"), "Formación ESAP 2026".into()]
    {
        let fields =
            [("contrasena", password.as_str()), ("contrasena_otra_vez", password.as_str())];
        let page = visitor.post(&path, &fields).await.expect(422);
        page.expect_text("Esta contraseña se adivina pronto");
    }
    let good = "perro gato luna sol";
    let fields = [("contrasena", good), ("contrasena_otra_vez", good)];
    visitor.post(&path, &fields).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn a_new_password_is_told_to_the_mail_of_the_account() {
    let world = World::new("told").await;
    account(&world, MAIL).await;
    let visitor = Visitor::signed_in(&world, MAIL).await;
    let before = super::told(&world, "sign_in/password_notice").await.len();
    let long = "otra frase larga más";
    let fields =
        [("contrasena_actual", PASSWORD), ("contrasena", long), ("contrasena_otra_vez", long)];
    visitor.post("/contrasena", &fields).await.expect(303);
    let letters = super::told(&world, "sign_in/password_notice").await;
    assert_eq!((before, letters.len()), (0, 1));
    assert_eq!(letters[0].subject, "Su contraseña cambió");
    assert_eq!(letters[0].recipient_email, MAIL);
    assert!(letters[0].text_body.contains("Firefox en Linux"), "{}", letters[0].text_body);
    assert!(!letters[0].text_body.contains(long));
    world.finish().await;
}
