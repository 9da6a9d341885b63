//! What is shared: the truth of the day, no document, and an end.

use chrono::TimeDelta;
use formacion::certification::wallet::entity::wallet_share;
use formacion::history::entity::history_event;
use formacion::notices::entity::outbox_message;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, Set,
};

use super::{certified, letter_of, revoke, share};
use crate::support::people::document;
use crate::support::world::World;

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
    // Not in its words, and not in an address of it either.
    let own = holder.get("/mis-certificados/compartir").await.expect(200);
    assert!(!own.body().contains(&token), "an address is told once");
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

    let far = (today + TimeDelta::days(366)).to_string();
    let far = [("que", "todos"), ("hasta", far.as_str())];
    let page = holder.post("/mis-certificados/compartir", &far).await.expect(422);
    page.expect_text("Un enlace sirve 365 días a lo sumo");

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

#[rocket::async_test]
async fn an_address_without_a_day_ends_after_a_year_one_of_before_too() {
    let world = World::new("wallet year").await;
    let (class, _) = certified(&world, 0, 1).await;
    let holder = world.as_participant(class.people[0].0).await;
    let shared = share(&holder, "/mis-certificados", &[("que", "todos")]).await;
    let before = share(&holder, "/mis-certificados", &[("que", "todos")]).await;
    let row = wallet_share::Entity::find().order_by_desc(wallet_share::Column::Id);
    let row = row.one(world.app.db.read()).await.unwrap().unwrap();
    let mut endless = row.into_active_model();
    endless.until = Set(None);
    endless.update(world.app.db.writer()).await.unwrap();
    world.advance(TimeDelta::days(365));
    let anyone = world.as_anyone();
    anyone.get(&shared).await.expect(200);
    anyone.get(&before).await.expect(200);
    let holder = world.as_participant(class.people[0].0).await;
    let page = holder.get("/mis-certificados/compartir").await.expect(200);
    page.expect_text("Terminar el enlace");
    world.advance(TimeDelta::days(1));
    anyone.get(&shared).await.expect(404);
    anyone.get(&before).await.expect(404);
    let holder = world.as_participant(class.people[0].0).await;
    let page = holder.get("/mis-certificados/compartir").await.expect(200);
    page.expect_text("nadie ve sus certificados por un enlace");
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_shares_by_the_link_of_a_letter_is_told_to_the_holder() {
    let world = World::new("wallet share told").await;
    certified(&world, 0, 1).await;
    let letter = letter_of(&world, 0).await;
    let shared = share(&world.as_anyone(), &letter, &[("que", "todos")]).await;
    let told = outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("certification/share"))
        .all(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].recipient_email, super::mail(0));
    assert_eq!(told[0].subject, "Se creó un enlace para compartir sus certificados");
    let secret = shared.rsplit('/').next().unwrap();
    assert!(!told[0].text_body.contains(secret), "the letter opens nothing");
    world.finish().await;
}
