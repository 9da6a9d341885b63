//! Two records of one person, and their certificates (R28).

use chrono::TimeDelta;
use formacion::certification::entity::certificate;
use formacion::certification::wallet::commands::answer_all;
use formacion::certification::wallet::entity::wallet_share;
use sea_orm::{EntityTrait, QueryOrder};

use super::{certified, claim, letter_of, letters, mail, path_in, share};
use crate::support::people::document;
use crate::support::world::World;

/// Makes the second record the first one's other name.
async fn unite(world: &World, survivor: i64, absorbed: i64) -> String {
    let staff = world.as_administrator().await;
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
    world.as_participant(one).await;
    let undo = unite(&world, one, two).await;
    // The union ended the sessions of both.
    let holder = world.as_participant(one).await;

    let page = holder.get("/mis-certificados").await.expect(200).body();
    for row in [&first[0], &second[0]] {
        assert!(page.contains(&row.code), "both are there");
    }
    anyone.get(&shared).await.expect(200);
    let list = holder.get("/mis-certificados/compartir").await.expect(200);
    list.expect_text("Terminar el enlace creado");
    anyone.get(&letter).await.expect(404);
    // The mail of the record that was taken in may be somebody else's: it opens nothing more.
    let before = letters(&world).await.len();
    claim(&world, &document(1), &mail(1)).await.expect(303);
    answer_all(&world.app).await.expect("answers");
    assert_eq!(letters(&world).await.len(), before);
    // The other document leads to all, with the mail that stayed.
    claim(&world, &document(1), &mail(0)).await.expect(303);
    answer_all(&world.app).await.expect("answers");
    let all = path_in(&letters(&world).await.pop().expect("a letter").text_body, "/portafolio/");
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
    // What a union ended stays ended: another link is asked for.
    anyone.get(&letter).await.expect(404).expect_text("Pedir otro enlace");
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
