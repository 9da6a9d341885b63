//! Somebody whose session ended in the middle of a form gets back what they had typed.

use chrono::TimeDelta;
use formacion::courses::entity::course_version::State;
use formacion::sign_in::actor::Role;
use rocket::http::{ContentType, Header};

use super::second_factor::set_up;
use super::{MAIL, PASSWORD, Visitor, account, account_with};
use crate::courses::{course, form};
use crate::support::world::{Answered, World};

const TYPED: &str = "/ingresar/escrito";
const SAID: &str = "Su ingreso terminó. Ingrese y le devolvemos lo que había escrito.";

/// What the forms of a page hold hidden.
fn hidden(page: &Answered) -> Vec<(String, String)> {
    let body = page.body();
    let read = |text: &str| {
        let signs =
            [("&#x3D;", "="), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
        signs.iter().fold(text.to_owned(), |text, (written, sign)| text.replace(written, sign))
    };
    let inputs = body.split("<input type=\"hidden\" name=\"").skip(1);
    inputs
        .map(|input| {
            let (name, rest) = input.split_once("\" value=\"").expect("a value");
            let (value, _) = rest.split_once('"').expect("an end");
            (read(name), read(value))
        })
        .collect()
}

fn with(pairs: &[(String, String)], more: &[(&str, &str)]) -> Vec<(String, String)> {
    let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    pairs.iter().cloned().chain(more).collect()
}

async fn post(visitor: &Visitor<'_>, path: &str, pairs: &[(String, String)]) -> Answered {
    let fields: Vec<_> =
        pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visitor.post(path, &fields).await
}

/// Somebody whom their telephone put out while they wrote, and the page that carries what they had typed.
async fn put_out(world: &World) -> (Visitor<'_>, Answered) {
    account_with(world, MAIL, Role::Coordinator, Some("MET")).await;
    let visitor = Visitor::signed_in(world, MAIL).await;
    let telephone = Visitor::signed_in(world, MAIL).await;
    telephone.post("/sesiones-abiertas/cierre", &[]).await.expect(303);
    let page = visitor.post("/cursos", &form()).await.expect(401).expect_text(SAID);
    (visitor, page)
}

/// Comes in from the page that carries a form and opens the page that shows it.
async fn comes_in(visitor: &mut Visitor<'_>, page: &Answered, mail: &str) -> Answered {
    let fields = with(&hidden(page), &[("correo", mail), ("contrasena", PASSWORD)]);
    let entered = post(visitor, "/ingresar", &fields).await.expect(307);
    assert_eq!(entered.location.as_deref(), Some(TYPED));
    visitor.keep(&entered);
    // The browser sends the same form there.
    post(visitor, TYPED, &fields).await
}

#[rocket::async_test]
async fn a_long_form_comes_back_after_a_wrong_password_and_is_sent_as_it_was_typed() {
    let world = World::new("typed long").await;
    let (mut visitor, page) = put_out(&world).await;
    let wrong = with(&hidden(&page), &[("correo", MAIL), ("contrasena", "no es esta frase")]);
    let wrong = post(&visitor, "/ingresar", &wrong).await.expect(422);
    let wrong = wrong.expect_text("no coinciden").expect_text(SAID);
    assert_eq!(hidden(&wrong), hidden(&page));
    let shown = comes_in(&mut visitor, &wrong, MAIL).await.expect(200);
    let shown = shown
        .expect_text("Esto es lo que había escrito")
        .expect_text("Actualizar el catastro del municipio")
        .expect_text("Rosa Elvira Yopo")
        .expect_no_text("gestion_tributaria");
    assert!(shown.body().contains("action=\"/cursos\""), "{}", shown.body());
    assert!(shown.body().contains("href=\"/cursos/nuevo\""), "the way back to the form");
    assert!(course(&world, "SP-CAT").await.is_none(), "nothing is sent by itself");
    post(&visitor, "/cursos", &hidden(&shown)).await.expect(303);
    let (_, versions) = course(&world, "SP-CAT").await.expect("is there");
    assert_eq!(versions.len(), 1);
    assert_eq!(versions[0].state, State::Draft);
    assert_eq!(versions[0].contents, "El censo predial\nLa tarifa");
    // Twice is refused as it is for everybody.
    post(&visitor, "/cursos", &hidden(&shown)).await.expect(422);
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_lost_the_password_meanwhile_keeps_what_was_typed_in_this_tab() {
    let world = World::new("typed lost password").await;
    let (mut visitor, page) = put_out(&world).await;
    // The link of the letter opens elsewhere, and this page stays as it is until then.
    let page = page.expect_text("Lo que había escrito queda en esta pestaña: no la cierre");
    assert!(page.body().contains("href=\"/ingresar/olvido\" target=\"_blank\""), "{}", page.body());
    visitor.get("/ingresar/olvido").await.expect(200).expect_text("Perdí mi contraseña");
    let shown = comes_in(&mut visitor, &page, MAIL).await.expect(200);
    shown.expect_text("Actualizar el catastro del municipio");
    // Whoever had typed nothing has no tab to keep.
    let empty = world.as_anyone().get("/ingresar").await.expect(200);
    let empty = empty.expect_no_text("queda en esta pestaña");
    assert!(empty.body().contains("<a href=\"/ingresar/olvido\">"), "{}", empty.body());
    world.finish().await;
}

#[rocket::async_test]
async fn what_was_typed_goes_along_by_way_of_the_telephone_and_of_the_codes_on_paper() {
    let world = World::new("typed factor").await;
    account_with(&world, MAIL, Role::Coordinator, Some("MET")).await;
    let mut visitor = Visitor::signed_in(&world, MAIL).await;
    let (telephone, paper) = set_up(&mut visitor).await;
    for on_paper in [false, true] {
        world.advance(TimeDelta::hours(13));
        let page = visitor.post("/cursos", &form()).await.expect(401);
        let fields = with(&hidden(&page), &[("correo", MAIL), ("contrasena", PASSWORD)]);
        let asked = post(&visitor, "/ingresar", &fields).await.expect(200);
        let asked = asked.expect_text("Escriba el código de su teléfono");
        visitor.keep(&asked);
        let wrong = with(&hidden(&asked), &[("codigo", "nunca")]);
        let wrong = post(&visitor, "/ingresar/codigo", &wrong).await.expect(422);
        assert_eq!(hidden(&wrong), hidden(&page));
        let (path, code, page) = if on_paper {
            let other = with(&hidden(&wrong), &[("codigo", ""), ("otro_camino", "si")]);
            let other = post(&visitor, "/ingresar/recuperacion", &other).await.expect(200);
            let other = other.expect_text("Use un código de recuperación");
            ("/ingresar/recuperacion", paper[0].clone(), other)
        } else {
            ("/ingresar/codigo", telephone.code(world.app.clock.now()), wrong)
        };
        let fields = with(&hidden(&page), &[("codigo", &code)]);
        let entered = post(&visitor, path, &fields).await.expect(307);
        visitor.keep(&entered);
        let shown = post(&visitor, TYPED, &fields).await.expect(200);
        let sent = post(&visitor, "/cursos", &hidden(&shown)).await;
        assert_eq!(sent.status, if on_paper { 422 } else { 303 }, "the second is there already");
    }
    assert!(course(&world, "SP-CAT").await.is_some());
    // Whoever takes too long for the code begins again, and still has it.
    world.advance(TimeDelta::hours(13));
    let page = visitor.post("/cursos", &form()).await.expect(401);
    let fields = with(&hidden(&page), &[("correo", MAIL), ("contrasena", PASSWORD)]);
    let asked = post(&visitor, "/ingresar", &fields).await.expect(200);
    visitor.keep(&asked);
    world.advance(TimeDelta::minutes(11));
    let code = telephone.code(world.app.clock.now());
    let late = with(&hidden(&asked), &[("codigo", &code)]);
    let late = post(&visitor, "/ingresar/codigo", &late).await.expect(422);
    let late = late.expect_text("Pasó mucho tiempo sin el código").expect_text(SAID);
    assert_eq!(hidden(&late), hidden(&page));
    world.finish().await;
}

#[rocket::async_test]
async fn a_form_with_a_file_comes_back_without_it_and_asks_for_it_again() {
    const IMPORT: &str = "/indicadores/importacion";
    let world = World::new("typed file").await;
    account_with(&world, MAIL, Role::NationalAdministrator, None).await;
    // As the page has them: the file before what is typed, and larger than what is read at once.
    let file = format!("canario-del-archivo{}", ";1".repeat(100_000));
    let mut body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"mdm.csv\"\r\n\r\n{file}\r\n"
    );
    for (name, value) in [("indice", "MDM"), ("fuente", "DNP, de prueba"), ("escala", "clara")] {
        body +=
            &format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--x--\r\n";
    let request = world.client.post(IMPORT);
    let request = request
        .header(Header::new("Content-Type", "multipart/form-data; boundary=x"))
        .header(Header::new("Sec-Fetch-Site", "same-origin"))
        .body(body);
    let page = world.as_anyone().send(request).await.expect(401).expect_text(SAID);
    let mut visitor = Visitor::at(&world, "192.0.2.7");
    let shown = comes_in(&mut visitor, &page, MAIL).await.expect(200);
    let shown = shown.expect_text("El archivo no quedó guardado").expect_text("DNP, de prueba");
    let html = shown.body();
    for part in ["enctype=\"multipart/form-data\"", "type=\"file\"", "name=\"archivo\""] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("canario") && !page.body().contains("canario"), "nothing of the file");
    let typed = hidden(&shown);
    let typed: Vec<_> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert!(
        typed.contains(&("indice", "MDM")) && typed.contains(&("escala", "clara")),
        "{typed:?}"
    );
    let me = world.as_account(MAIL).await;
    let again = me.send_parts(IMPORT, &typed, None).await.expect(422);
    again.expect_text("Fecha de publicación");
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_else_who_comes_in_there_may_send_only_what_is_theirs_to_send() {
    let world = World::new("typed else").await;
    account(&world, "otra@pueblo.example").await;
    let mut visitor = Visitor::at(&world, "192.0.2.7");
    let page = visitor.post("/cursos", &form()).await.expect(401);
    let shown = comes_in(&mut visitor, &page, "otra@pueblo.example").await.expect(200);
    post(&visitor, "/cursos", &hidden(&shown)).await.expect(403);
    assert!(course(&world, "SP-CAT").await.is_none());
    world.finish().await;
}

#[rocket::async_test]
async fn a_form_is_carried_as_large_as_any_and_nothing_else_is() {
    let world = World::new("typed large").await;
    account(&world, MAIL).await;
    let mut visitor = Visitor::at(&world, "192.0.2.7");
    let long = "a".repeat(520_000);
    let page = visitor.post("/cursos", &[("nombre", long.as_str())]).await.expect(401);
    let shown = comes_in(&mut visitor, &page, MAIL).await.expect(200);
    assert!(hidden(&shown).contains(&("nombre".to_owned(), long.clone())));
    let longer = "a".repeat(530_000);
    let stranger = Visitor::at(&world, "192.0.2.8");
    stranger.post("/cursos", &[("nombre", longer.as_str())]).await.expect(413);
    let own = [("correo", MAIL), ("contrasena", PASSWORD), ("nota", &longer[..70_000])];
    stranger.post("/ingresar", &own).await.expect(413);
    let letters = "a".repeat(700_000);
    let carried = [("correo", MAIL), ("envio", "/cursos"), ("escrito", letters.as_str())];
    stranger.post("/ingresar", &carried).await.expect(413);
    world.finish().await;
}

#[rocket::async_test]
async fn nothing_is_given_back_to_another_site_or_sent_to_one() {
    let world = World::new("typed foreign").await;
    account(&world, MAIL).await;
    let mut visitor = Visitor::at(&world, "192.0.2.7");
    let page = visitor.post("/cursos", &form()).await.expect(401);
    let carried = hidden(&page);
    visitor.enter(MAIL, PASSWORD).await.expect(303);
    for path in ["/cursos", TYPED] {
        let request = world.client.post(path).header(ContentType::Form).body("nombre=Catastro");
        let request = request.header(Header::new("Sec-Fetch-Site", "cross-site"));
        let answered = world.as_anyone().send(request).await.expect(403);
        assert!(!answered.body().contains("Catastro"), "{path}");
    }
    for elsewhere in ["https://malo.example/", "//malo.example/cursos", "/no-existe", "/cursos x"] {
        let mut pairs = carried.clone();
        pairs.iter_mut().filter(|(name, _)| name == "envio").for_each(|(_, value)| {
            *value = elsewhere.to_owned();
        });
        let answered = post(&visitor, TYPED, &pairs).await.expect(303);
        assert!(!answered.location.unwrap().contains("malo"), "{elsewhere}");
    }
    // What no page of ours wrote is no form.
    let pairs = [("envio", "/cursos"), ("escrito", "no son letras")];
    visitor.post(TYPED, &pairs).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn a_form_of_passwords_alone_is_not_carried_and_others_ask_for_them_again() {
    let world = World::new("typed passwords").await;
    account(&world, MAIL).await;
    let mut visitor = Visitor::at(&world, "192.0.2.7");
    let only = [("contrasena_actual", "frase secreta"), ("contrasena", "otra frase secreta")];
    let answered = visitor.post("/contrasena", &only).await.expect(303);
    assert_eq!(answered.location.as_deref(), Some("/ingresar?destino=%2Fcontrasena"));
    let both = [("codigo", "123456"), ("contrasena_actual", "frase secreta")];
    let page = visitor.post("/segundo-factor/telefono", &both).await.expect(401);
    let shown = comes_in(&mut visitor, &page, MAIL).await.expect(200);
    let shown = shown.expect_text("Contraseña actual");
    assert!(hidden(&shown).contains(&("codigo".to_owned(), "123456".to_owned())));
    assert!(!shown.body().contains("frase secreta") && !page.body().contains("frase secreta"));
    world.finish().await;
}
