//! A person's certificates over the years: with an account, by a letter's link without one, and
//! shared with whoever the person likes.

use chrono::TimeDelta;
use formacion::certification::commands as certification;
use formacion::certification::entity::certificate;
use formacion::certification::policy::{CertificateFacts, may_revoke};
use formacion::certification::wallet::commands::{answer_all, forget};
use formacion::certification::wallet::entity::{wallet_claim, wallet_link, wallet_share};
use formacion::history::entity::history_event;
use formacion::notices::entity::outbox_message;
use formacion::people::entity::post;
use rocket::http::{ContentType, Header};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, Set,
};

use super::validity::{ending, issued, travel};
use super::{Class, PASSED, closed};
use crate::support::people::{self, document};
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
    let all = share(&holder, base, &[("que", "todos")]).await;
    let chosen = share(&holder, base, &[("que", "elegidos"), ("certificado", &id)]).await;
    travel(&world, last);
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

#[rocket::async_test]
async fn a_claim_gets_the_same_answer_whoever_is_known() {
    let world = World::new("wallet claim").await;
    certified(&world, 0, 1).await;
    // Somebody who is known and holds nothing.
    people::people(&world, 50..51, true).await;
    world.as_anyone().get(CLAIM).await.expect(200).expect_text("Recuperar mis certificados");
    let mut answers = Vec::new();
    for (number, mail) in [
        (document(0), mail(0)),
        (document(0), "otra@pueblo.example".to_owned()),
        (document(77), mail(0)),
        (document(50), mail(50)),
    ] {
        let before = world.app.db.statements();
        let answer = claim(&world, &number, &mail).await.expect(303);
        let sent = world.app.db.statements() - before;
        let page = world.as_anyone().get(&answer.location.clone().unwrap()).await.expect(200);
        let mut headers = answer.headers.clone();
        headers.retain(|(name, _)| !name.eq_ignore_ascii_case("X-Request-Id"));
        answers.push((headers, answer.bytes.clone(), page.body_without_request_id(), sent));
        page.expect_text(SAID);
    }
    for other in &answers[1..] {
        assert_eq!(other, &answers[0], "headers, body, page and statements");
    }
    assert!(letters(&world).await.is_empty(), "nothing is looked up while somebody waits");
    answer_all(&world.app).await.expect("answers");
    let sent = letters(&world).await;
    assert_eq!(sent.len(), 1, "to whom both are known and who holds something");
    assert_eq!(sent[0].recipient_email, mail(0));
    assert!(sent[0].is_secret, "the mailbox of the demo and the outbox forget it");
    let kept = wallet_claim::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(kept, 0, "what was typed is gone");
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("certification.wallet_letter"))
        .count(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(told, 1);

    // What cannot be a document or a mail is said, and what was typed stays.
    let fields = [("tipo_documento", "CC"), ("documento", "12"), ("correo", "nada")];
    let wrong = world.as_anyone().post(CLAIM, &fields).await.expect(422);
    wrong.expect_text("una cédula tiene entre 4 y 10").expect_text("nombre@entidad.gov.co");
    world.finish().await;
}

#[rocket::async_test]
async fn the_document_is_read_as_people_write_it_and_the_mail_without_capitals() {
    let world = World::new("wallet typed").await;
    let (class, _) = certified(&world, 0, 1).await;
    let account = world.as_participant(class.people[0].0).await;
    claim(&world, "9.100.000.000", " Persona0@PUEBLO.example ").await.expect(303);
    // Also the mail of their account.
    let own = format!("participante.{}@prueba.example", class.people[0]);
    claim(&world, &document(0), &own).await.expect(303);
    answer_all(&world.app).await.expect("answers");
    let to: Vec<String> =
        letters(&world).await.into_iter().map(|letter| letter.recipient_email).collect();
    assert_eq!(to, [mail(0), own.clone()]);
    // A suspended account's mail may be somebody else's by now.
    let administrator = world.as_administrator().await;
    let path = format!("/cuentas/{}/suspension", account.account());
    administrator.post(&path, &[]).await.expect(303);
    claim(&world, &document(0), &own).await.expect(303);
    answer_all(&world.app).await.expect("answers");
    assert_eq!(letters(&world).await.len(), 2);
    world.finish().await;
}

#[rocket::async_test]
async fn claims_are_limited_by_address_and_by_document() {
    let world = World::new("wallet limits").await;
    let count = async |address: &str, numbers: &mut dyn FnMut() -> String| {
        let mut answered = 0;
        while claim_from(&world, address, &numbers(), "nadie@pueblo.example").await.status == 303 {
            answered += 1;
            assert!(answered < 100, "a limit that never comes");
        }
        answered
    };
    let mut n = 100;
    let mut fresh = || {
        n += 1;
        document(n)
    };
    assert_eq!(count("190.0.0.1", &mut fresh).await, 20, "one address, one document after another");
    // The control: another address is not touched by it.
    claim_from(&world, "190.0.0.2", &document(90), "nadie@pueblo.example").await.expect(303);
    let mut same = || document(91);
    assert_eq!(count("190.0.0.3", &mut same).await, 5, "mails tried for one document");
    let elsewhere = claim_from(&world, "190.0.0.4", &document(91), "otra@pueblo.example").await;
    let elsewhere = elsewhere.expect(429);
    assert!(elsewhere.header("Retry-After").is_some(), "nor from anywhere else");
    // The control: another document is not touched by it.
    claim_from(&world, "190.0.0.4", &document(92), "nadie@pueblo.example").await.expect(303);
    world.advance(TimeDelta::hours(1));
    claim_from(&world, "190.0.0.4", &document(91), "nadie@pueblo.example").await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn the_last_link_opens_for_two_days_and_a_mailbox_is_not_flooded() {
    let world = World::new("wallet link").await;
    certified(&world, 0, 1).await;
    let anyone = world.as_anyone();
    let first = letter_of(&world, 0).await;
    let opened = anyone.get(&first).await.expect(200);
    assert_eq!(opened.header("X-Robots-Tag"), Some("noindex"));
    assert_eq!(opened.header("Cache-Control"), Some("no-store"));
    anyone.get(&first).await.expect(200).expect_text("Este enlace es solo suyo");
    let token = first.rsplit('/').next().unwrap().to_owned();
    let rows = wallet_link::Entity::find().all(world.app.db.read()).await.unwrap();
    assert!(rows.iter().all(|row| !format!("{row:?}").contains(&token)), "only a digest is kept");

    let second = letter_of(&world, 0).await;
    let ended = anyone.get(&first).await.expect(404);
    assert_eq!(ended.header("X-Robots-Tag"), Some("noindex"));
    let unknown = anyone.get("/portafolio/abcdefghijklmnopqrstuvwxyz").await.expect(404);
    assert_eq!(ended.body_without_request_id(), unknown.body_without_request_id());
    world.advance(TimeDelta::hours(48) - TimeDelta::seconds(1));
    anyone.get(&second).await.expect(200);
    world.advance(TimeDelta::seconds(1));
    let over = anyone.get(&second).await.expect(404);
    assert_eq!(over.body_without_request_id(), unknown.body_without_request_id());
    for path in [format!("{second}/compartir"), format!("{second}/1/pdf")] {
        anyone.get(&path).await.expect(404);
    }
    anyone.post(&format!("{second}/compartir"), &[("que", "todos")]).await.expect(404);
    let kept = async || wallet_link::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(kept().await, 2);
    world.advance(TimeDelta::seconds(1));
    forget(&world.app).await.expect("forgets");
    assert_eq!(kept().await, 0, "links go after their life");

    // Three letters an hour, however often somebody asks from wherever.
    for n in 0..5 {
        let address = format!("190.0.1.{n}");
        claim_from(&world, &address, &document(0), &mail(0)).await.expect(303);
        answer_all(&world.app).await.expect("answers");
    }
    assert_eq!(letters(&world).await.len(), 2 + 3);
    world.advance(TimeDelta::hours(1));
    letter_of(&world, 0).await;
    world.finish().await;
}

#[rocket::async_test]
async fn who_left_their_post_and_has_no_account_downloads_the_very_same_bytes() {
    let world = World::new("wallet left").await;
    let (class, rows) = certified(&world, 0, 2).await;
    let post = people::post(&world, class.people[0], "50325", true).await;
    let tx = world.app.db.begin().await.unwrap();
    let held = post::Entity::find_by_id(post).one(&tx).await.unwrap().unwrap();
    let last = held.starts_on;
    let mut left = held.into_active_model();
    left.ends_on = Set(Some(last));
    left.update(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let coordinator = world.as_coordinator("MET").await;
    let theirs = coordinator.get(&format!("/certificados/{}/pdf", rows[0].id)).await.expect(200);
    let base = letter_of(&world, 0).await;
    let anyone = world.as_anyone();
    let page = anyone.get(&base).await.expect(200);
    let pdf = format!("{base}/{}/pdf", rows[0].id);
    assert!(page.body().contains(&format!("href=\"{pdf}\"")));
    assert!(!page.body().contains("/certificados/1\""), "no page that asks for an account");
    page.expect_text("Ñandú Guayacán").expect_no_text(&document(0));
    let first = anyone.get(&pdf).await.expect(200);
    assert_eq!(first.bytes, theirs.bytes);
    formacion::certification::worker::render_all(&world.app).await.expect("renders");
    assert_eq!(anyone.get(&pdf).await.expect(200).bytes, theirs.bytes, "kept");
    // Nobody else's, and no trace of which there are.
    let foreign = anyone.get(&format!("{base}/{}/pdf", rows[1].id)).await.expect(404);
    let absent = anyone.get(&format!("{base}/987654321/pdf")).await.expect(404);
    assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_shared_tells_the_truth_of_the_day_and_never_a_document() {
    let world = World::new("wallet share").await;
    let (class, rows) = certified(&world, 0, 1).await;
    let holder = world.as_participant(class.people[0].0).await;
    let anyone = world.as_anyone();
    let id = rows[0].id.to_string();
    let base = "/mis-certificados";
    let chosen = share(&holder, base, &[("que", "elegidos"), ("certificado", &id)]).await;
    let all = share(&holder, base, &[("que", "todos"), ("certificado", "no cuenta")]).await;
    let token = all.rsplit('/').next().unwrap().to_owned();
    holder.get("/mis-certificados/compartir").await.expect(200).expect_no_text(&token);
    for path in [&chosen, &all] {
        let before = world.app.db.statements();
        let page = anyone.get(path).await.expect(200);
        assert!(world.app.db.statements() - before <= 6);
        assert_eq!(page.header("X-Robots-Tag"), Some("noindex"));
        assert_eq!(page.header("Cache-Control"), Some("no-store"));
        let body = page.body();
        let number = document(0);
        for secret in [number.as_str(), "9.100", "***", "persona0@", &rows[0].code.to_lowercase()] {
            assert!(!body.contains(secret), "{secret} is on the page");
        }
        assert!(body.contains(&format!("href=\"/verificar/{}\"", rows[0].code)));
        page.expect_text("Ñandú Guayacán")
            .expect_text("Gestión tributaria")
            .expect_text("40 horas")
            .expect_text("Válido")
            .expect_text("Escuela Superior de Administración Pública");
    }
    revoke(&world, &rows[0]).await;
    anyone.get(&chosen).await.expect(200).expect_text("Revocado").expect_no_text("Válido");
    anyone.get(&all).await.expect(200).expect_text("Hoy no hay certificados vigentes");
    // What is not active any more is not shared anew.
    let again = [("que", "elegidos"), ("certificado", id.as_str())];
    let refused = holder.post("/mis-certificados/compartir", &again).await.expect(422);
    refused.expect_text("Elija entre los certificados de la lista");
    world.finish().await;
}

#[rocket::async_test]
async fn an_address_ends_when_its_owner_says_so_or_its_day_is_over() {
    let world = World::new("wallet ends").await;
    let (class, _) = certified(&world, 0, 2).await;
    let holder = world.as_participant(class.people[0].0).await;
    let anyone = world.as_anyone();
    let base = "/mis-certificados";
    let unknown = anyone.get("/compartidos/abcdefghijklmnopqrstuvwxyz").await.expect(404);
    let unknown = unknown.body_without_request_id();
    let today = world.app.clock.today();
    let yesterday = today.pred_opt().unwrap().to_string();
    let over = [("que", "todos"), ("hasta", yesterday.as_str())];
    let page = holder.post("/mis-certificados/compartir", &over).await.expect(422);
    page.expect_text("Ese día ya pasó");

    let until = today.to_string();
    let dated = share(&holder, base, &[("que", "todos"), ("hasta", &until)]).await;
    let open = share(&holder, base, &[("que", "todos")]).await;
    let row = wallet_share::Entity::find()
        .order_by_desc(wallet_share::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    let end = format!("/mis-certificados/compartir/{}/fin", row.id);
    // Somebody else's is not theirs to end, and looks absent.
    let stranger = world.as_participant(class.people[1].0).await;
    let foreign = stranger.post(&end, &[]).await.expect(404);
    let absent = stranger.post("/mis-certificados/compartir/987654321/fin", &[]).await.expect(404);
    assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
    anyone.get(&open).await.expect(200);
    holder.submit(&end, &[]).await.expect(200).expect_text("quedó terminado");
    holder.post(&end, &[]).await.expect(404);
    assert_eq!(anyone.get(&open).await.expect(404).body_without_request_id(), unknown);
    anyone.get(&dated).await.expect(200);
    world.advance(TimeDelta::days(1));
    assert_eq!(anyone.get(&dated).await.expect(404).body_without_request_id(), unknown);
    let holder = world.as_participant(class.people[0].0).await;
    let page = holder.get("/mis-certificados/compartir").await.expect(200);
    page.expect_text("nadie ve sus certificados por un enlace");
    let told = history_event::Entity::find()
        .filter(history_event::Column::SubjectKind.eq("wallet_share"))
        .order_by_asc(history_event::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap();
    let told: Vec<_> = told.iter().map(|event| event.action.as_str()).collect();
    let made = "certification.share";
    assert_eq!(told, [made, made, "certification.end_share"]);
    for _ in 0..20 {
        share(&holder, base, &[("que", "todos")]).await;
    }
    let page = holder.post("/mis-certificados/compartir", &[("que", "todos")]).await.expect(422);
    page.expect_text("Tiene 20 enlaces");
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_shares_somebody_elses_certificate() {
    let world = World::new("wallet foreign").await;
    let (class, rows) = certified(&world, 0, 2).await;
    let holder = world.as_participant(class.people[0].0).await;
    let base = letter_of(&world, 0).await;
    let anyone = world.as_anyone();
    let (own, foreign) = (rows[0].id.to_string(), rows[1].id.to_string());
    for (who, base) in [(&holder, "/mis-certificados"), (&anyone, base.as_str())] {
        let path = format!("{base}/compartir");
        let mut answers = Vec::new();
        for id in [foreign.as_str(), "987654321", "texto", "-1"] {
            for with_own in [false, true] {
                let mut fields = vec![("que", "elegidos"), ("certificado", id)];
                if with_own {
                    fields.push(("certificado", &own));
                }
                let page = who.post(&path, &fields).await.expect(422);
                if !with_own {
                    answers.push(page.body_without_request_id());
                }
                page.expect_text("Elija entre los certificados de la lista");
            }
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "foreign and absent alike");
        let nothing = who.post(&path, &[("que", "elegidos")]).await.expect(422);
        nothing.expect_text("Marque al menos un certificado");
        who.post(&path, &[]).await.expect(422).expect_text("Elija qué quiere compartir");
    }
    let made = wallet_share::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(made, 0);
    // By the letter's link the person makes and ends one, without an account.
    let path = share(&anyone, &base, &[("que", "elegidos"), ("certificado", &own)]).await;
    anyone.get(&path).await.expect(200);
    let row = wallet_share::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    let end = format!("{base}/compartir/{}/fin", row.id);
    anyone.submit(&end, &[]).await.expect(200).expect_text("quedó terminado");
    anyone.get(&path).await.expect(404);
    // Whoever works here and holds nothing has nothing to share.
    let staff = world.as_coordinator("MET").await;
    staff.get("/mis-certificados").await.expect(200).expect_text("Todavía no tiene certificados");
    staff.get("/mis-certificados/compartir").await.expect(404);
    world.finish().await;
}

/// Makes the second record the first one's other name.
async fn unite(world: &World, survivor: i64, absorbed: i64) -> String {
    let staff = world.as_coordinator("MET").await;
    let path = format!("/personas/{survivor}/union/{absorbed}");
    let ours = survivor.to_string();
    let typed = [
        ("queda", ours.as_str()),
        ("nombre", &ours),
        ("documento", &ours),
        ("nota", "Mostró su cédula."),
    ];
    staff.submit(&path, &typed).await.expect(200).expect_text("quedaron unidos");
    let union = formacion::people::entity::person_merge::Entity::find()
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    format!("/uniones/{}/anulacion", union.id)
}

#[rocket::async_test]
async fn when_two_records_become_one_so_do_their_wallets() {
    let world = World::new("wallet union").await;
    let (ours, first) = certified(&world, 0, 1).await;
    world.advance(TimeDelta::days(30));
    let (theirs, second) = certified(&world, 1, 1).await;
    let other = world.as_participant(theirs.people[0].0).await;
    let anyone = world.as_anyone();
    let shared = share(&other, "/mis-certificados", &[("que", "todos")]).await;
    let letter = letter_of(&world, 1).await;
    let (one, two) = (ours.people[0].0, theirs.people[0].0);
    let holder = world.as_participant(one).await;
    let undo = unite(&world, one, two).await;

    let page = holder.get("/mis-certificados").await.expect(200).body();
    for row in [&first[0], &second[0]] {
        assert!(page.contains(&row.code), "both are there");
    }
    anyone.get(&shared).await.expect(200);
    let list = holder.get("/mis-certificados/compartir").await.expect(200);
    list.expect_text("Terminar el enlace creado");
    anyone.get(&letter).await.expect(404);
    // The other document and the other mail lead to all.
    let all = letter_of(&world, 1).await;
    anyone.get(&all).await.expect(200).expect_text(&second[0].number_year.to_string());
    let (a, b) = (first[0].id.to_string(), second[0].id.to_string());
    let both = [("que", "elegidos"), ("certificado", a.as_str()), ("certificado", &b)];
    let mixed = share(&anyone, &all, &both).await;
    anyone.get(&mixed).await.expect(200);

    // One address cannot show two persons' certificates: it is ended first.
    let staff = world.as_coordinator("MET").await;
    let refused = staff.post(&undo, &[]).await.expect(422);
    refused.expect_text("debe terminar ese enlace primero");
    let row = wallet_share::Entity::find()
        .order_by_desc(wallet_share::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    let end = format!("/mis-certificados/compartir/{}/fin", row.id);
    holder.post(&end, &[]).await.expect(303);
    staff.submit(&undo, &[]).await.expect(200).expect_text("cada registro quedó como estaba");
    anyone.get(&shared).await.expect(200).expect_text("Ñandú Guayacán B");
    holder
        .get("/mis-certificados/compartir")
        .await
        .expect(200)
        .expect_text("nadie ve sus certificados por un enlace");
    anyone.get(&letter).await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn what_stayed_with_a_record_that_was_taken_in_is_in_the_wallet_too() {
    let world = World::new("wallet twin").await;
    // Both records were certified in one cohort: each keeps its place.
    let (class, rows) = certified(&world, 0, 2).await;
    let (one, two) = (class.people[0].0, class.people[1].0);
    unite(&world, one, two).await;
    let held = certificate::Entity::find_by_id(rows[1].id).one(world.app.db.read()).await;
    assert_eq!(held.unwrap().unwrap().person_id.0, two, "it stays on its record");
    let holder = world.as_participant(one).await;
    let page = holder.get("/mis-certificados").await.expect(200).body();
    let coordinator = world.as_coordinator("MET").await;
    for row in &rows {
        assert!(page.contains(&row.code));
        let own = holder.get(&format!("/mis-certificados/{}/pdf", row.id)).await.expect(200);
        let kept = coordinator.get(&format!("/certificados/{}/pdf", row.id)).await.expect(200);
        assert_eq!(own.bytes, kept.bytes);
    }
    let id = rows[1].id.to_string();
    let chosen = [("que", "elegidos"), ("certificado", id.as_str())];
    let path = share(&holder, "/mis-certificados", &chosen).await;
    world.as_anyone().get(&path).await.expect(200).expect_text("Válido");
    world.finish().await;
}
