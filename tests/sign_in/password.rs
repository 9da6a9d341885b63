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
