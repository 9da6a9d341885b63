//! The first steps of anybody: a page, the way to sign in, an address that is not there.

use crate::support::world::World;

#[rocket::async_test]
async fn a_stranger_is_sent_to_sign_in_and_comes_back_to_where_they_wanted_to_go() {
    let world = World::new("first steps").await;
    let anyone = world.as_anyone();
    anyone.get("/ingresar").await.expect(200).expect_text("Correo electrónico");
    let sent = anyone.get("/contrasena").await.expect(303);
    assert_eq!(sent.location.as_deref(), Some("/ingresar?destino=%2Fcontrasena"));
    world
        .as_coordinator("MET")
        .await
        .get("/contrasena")
        .await
        .expect(200)
        .expect_text("Cambiar la contraseña");
    world.finish().await;
}

#[rocket::async_test]
async fn whose_session_ended_in_the_middle_of_a_form_comes_back_to_that_form() {
    let world = World::new("ended").await;
    let anyone = world.as_anyone();
    for (sent, form) in [
        ("/contrasena", "%2Fcontrasena"),
        ("/cohortes", "%2Fcohortes%2Fnueva"),
        ("/cohortes/7/confirmacion", "%2Fcohortes%2F7"),
    ] {
        let sent = anyone.post(sent, &[]).await.expect(303);
        assert_eq!(sent.location, Some(format!("/ingresar?destino={form}")));
    }
    world.finish().await;
}

#[rocket::async_test]
async fn an_address_that_is_not_there_says_so_calmly_with_a_number_to_quote() {
    let world = World::new("not there").await;
    let answered = world.as_anyone().get("/no-existe").await.expect(404);
    let id = answered.header("X-Request-Id").expect("a number").to_owned();
    answered.expect_text(&id);
    world.finish().await;
}

#[rocket::async_test]
async fn the_product_says_whether_it_can_work() {
    let world = World::new("health").await;
    world.as_anyone().get("/salud/viva").await.expect(200);
    world.as_anyone().get("/salud/lista").await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn the_privacy_notice_names_who_answers_for_the_data() {
    use formacion::platform::config::Controller;
    let world = World::with("privacy", |app| {
        app.config.controller = Some(Controller {
            name: "Escuela de Prueba".to_owned(),
            nit: "900.000.000-1".to_owned(),
            address: "Calle 1 # 2-3, Bogotá".to_owned(),
            mail: "datos@escuela.example".to_owned(),
        });
    })
    .await;
    let page = world.as_anyone().get("/datos-personales").await.expect(200);
    page.expect_text("NIT 900.000.000-1")
        .expect_text("Calle 1 # 2-3, Bogotá")
        .expect_text("Escriba al responsable del tratamiento, a datos@escuela.example");
    world.finish().await;
}
