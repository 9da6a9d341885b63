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
    let mut door = Visitor::at(&world, &visitor.address);
    door.enter(MAIL, PASSWORD).await.expect(429);
    world.advance(chrono::TimeDelta::minutes(15));
    visitor.post("/contrasena", &with(PASSWORD)).await.expect(303);
    world.finish().await;
}
