//! A person's certificates over the years: with an account, by a letter's link without one, and
//! shared with whoever the person likes.

mod claim;
mod closing;
mod share;
mod union;

use chrono::TimeDelta;
use formacion::certification::commands as certification;
use formacion::certification::entity::certificate;
use formacion::certification::policy::{CertificateFacts, may_revoke};
use formacion::certification::wallet::commands::answer_all;
use formacion::notices::entity::outbox_message;
use rocket::http::{ContentType, Header};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};

use super::validity::{ending, issued, travel};
use super::{Class, PASSED, closed};
use crate::support::people::document;
use crate::support::world::{Answered, Character, World};

const CLAIM: &str = "/mis-certificados/recuperar";
const SAID: &str = "Si coinciden con nuestros registros, enviamos un enlace a ese correo";

fn mail(n: usize) -> String {
    format!("persona{n}@pueblo.example")
}

/// Claims from an address.
async fn claim_from(world: &World, address: &str, number: &str, mail: &str) -> Answered {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("tipo_documento", "CC"), ("documento", number), ("correo", mail)])
        .finish();
    let request = world
        .client
        .post(CLAIM)
        .header(ContentType::Form)
        .header(Header::new("Sec-Fetch-Site", "same-origin"))
        .remote(format!("{address}:4000").parse().expect("an address"))
        .body(body);
    world.as_anyone().send(request).await
}

async fn claim(world: &World, number: &str, mail: &str) -> Answered {
    claim_from(world, "190.0.0.1", number, mail).await
}

/// Letters with a link to somebody's certificates.
async fn letters(world: &World) -> Vec<outbox_message::Model> {
    outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("certification/wallet"))
        .order_by_asc(outbox_message::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap()
}

fn path_in(text: &str, start: &str) -> String {
    let (_, rest) = text.split_once(start).expect("has an address");
    let token: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    format!("{start}{token}")
}

/// The path that the letter to somebody who claimed carries.
async fn letter_of(world: &World, n: usize) -> String {
    claim(world, &document(n), &mail(n)).await.expect(303);
    answer_all(&world.app).await.expect("answers");
    let last = letters(world).await.pop().expect("a letter");
    assert_eq!(last.recipient_email, mail(n));
    path_in(&last.text_body, "/portafolio/")
}

/// Shares from a wallet, and answers the path of what is shared.
async fn share(who: &Character<'_>, base: &str, fields: &[(&str, &str)]) -> String {
    let page = who.post(&format!("{base}/compartir"), fields).await.expect(200);
    path_in(&page.body(), "/compartidos/")
}

async fn revoke(world: &World, row: &certificate::Model) {
    let coordinator = world.as_coordinator("MET").await.actor().await;
    let permit = may_revoke(&coordinator, &CertificateFacts::from(row)).unwrap();
    let reason = "La nota final se corrigió.";
    certification::revoke(&world.app, permit, reason).await.expect("is revoked");
}

/// A class whose people were certified.
async fn certified(world: &World, first: usize, number: usize) -> (Class, Vec<certificate::Model>) {
    let class = closed(world, first, &vec![PASSED; number]).await;
    class.issue(world).await.expect("issues");
    let rows = class.certificates(world).await;
    (class, rows)
}

#[rocket::async_test]
async fn all_years_are_there_with_their_states_and_what_each_is_good_for() {
    let world = World::new("wallet years").await;
    let (class, first) = certified(&world, 0, 1).await;
    world.advance(TimeDelta::days(60));
    let (_, second) = certified(&world, 0, 1).await;
    assert_eq!(first[0].person_id, second[0].person_id);
    assert_ne!(first[0].number_year, second[0].number_year);
    let holder = world.as_participant(class.people[0].0).await;
    let page = holder.get("/mis-certificados").await.expect(200);
    let (newer, older) = (second[0].number_year.to_string(), first[0].number_year.to_string());
    let heading = |year: &str| page.body().find(&format!("<h2>{year}</h2>")).expect("a year");
    assert!(heading(&newer) < heading(&older), "the latest first");
    let body = page.body();
    assert_eq!(body.matches(">Válido<").count(), 2);
    assert_eq!(body.matches("https://www.linkedin.com/profile/add?").count(), 2);
    assert_eq!(body.matches("rel=\"noopener noreferrer\"").count(), 2);
    assert!(body.contains("salen de este sitio"), "it says that it leaves");
    for row in [&first[0], &second[0]] {
        assert!(body.contains(&format!("href=\"/verificar/{}\"", row.code)));
        holder.get(&format!("/mis-certificados/{}/pdf", row.id)).await.expect(200);
    }
    assert_eq!(page.header("Referrer-Policy"), Some("same-origin"), "nothing goes elsewhere");

    revoke(&world, &first[0]).await;
    let body = holder.get("/mis-certificados").await.expect(200).body();
    assert!(body.contains(">Revocado<"));
    let profiles = body.matches("https://www.linkedin.com/profile/add?").count();
    assert_eq!(profiles, 1, "only what is active is added to a profile");
    let at = body.find("https://www.linkedin.com/").unwrap();
    let link: String = body[at..].chars().take_while(|c| *c != '"').collect();
    let link = link.replace("&amp;", "&").replace("&#x3D;", "=");
    let link = url::Url::parse(&link).unwrap();
    let said: std::collections::HashMap<_, _> = link.query_pairs().into_owned().collect();
    assert_eq!(said["startTask"], "CERTIFICATION_NAME");
    assert_eq!(said["organizationName"], "Escuela Superior de Administración Pública");
    assert!(said["certUrl"].ends_with(&format!("/verificar/{}", second[0].code)));
    assert_eq!(said["issueYear"], newer);
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_over_is_told_as_over_and_kept() {
    let world = World::new("wallet over").await;
    let given = ending(&world).await;
    let class = issued(&world, given, 1).await;
    let row = class.certificates(&world).await.remove(0);
    let last = row.valid_until.expect("it ends");
    let holder = world.as_participant(class.people[0].0).await;
    let page = holder.get("/mis-certificados").await.expect(200);
    let until = formacion::platform::dates::long(last);
    let expiration = format!("expirationYear={}", last.format("%Y"));
    let linked = page.body().replace("&amp;", "&").replace("&#x3D;", "=");
    assert!(linked.contains(&expiration), "{expiration}");
    page.expect_text(&format!("Vigente hasta el {until}"));
    let id = row.id.to_string();
    let base = "/mis-certificados";
    travel(&world, last);
    let holder = world.as_participant(class.people[0].0).await;
    let all = share(&holder, base, &[("que", "todos")]).await;
    let chosen = share(&holder, base, &[("que", "elegidos"), ("certificado", &id)]).await;
    let anyone = world.as_anyone();
    anyone.get(&all).await.expect(200).expect_text("Válido");
    travel(&world, last.succ_opt().unwrap());
    anyone.get(&all).await.expect(200).expect_text("Hoy no hay certificados vigentes");
    anyone.get(&chosen).await.expect(200).expect_text("Vencido").expect_no_text("Válido");
    let holder = world.as_participant(class.people[0].0).await;
    let page = holder.get("/mis-certificados").await.expect(200);
    assert!(!page.body().contains("linkedin.com/profile/add"));
    page.expect_text("Vencido").expect_text("Descargar");
    holder.get(&format!("/mis-certificados/{id}/pdf")).await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn who_has_more_than_a_page_turns_it() {
    let world = World::new("wallet pages").await;
    let (class, rows) = certified(&world, 0, 1).await;
    let tx = world.app.db.begin().await.unwrap();
    let copies = (0..60).map(|n| {
        let mut copy = rows[0].clone().into_active_model().reset_all();
        copy.id = sea_orm::NotSet;
        copy.code = Set(format!("{n:026}"));
        copy.number_sequence = Set(1_000 + n);
        copy.state = Set(certificate::State::Replaced);
        copy
    });
    certificate::Entity::insert_many(copies).exec_without_returning(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let holder = world.as_participant(class.people[0].0).await;
    let before = world.app.db.statements();
    holder.get("/mis-certificados").await.expect(200).expect_text("1–50 de 61");
    let sent = world.app.db.statements() - before;
    assert!(sent <= 8, "{sent} statements");
    let last = holder.get("/mis-certificados?pagina=2").await.expect(200);
    last.expect_text("51–61 de 61").expect_text("Válido");
    let tx = world.app.db.begin().await.unwrap();
    certificate::Entity::delete_many()
        .filter(certificate::Column::NumberSequence.gte(1_000))
        .exec(&tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.finish().await;
}
