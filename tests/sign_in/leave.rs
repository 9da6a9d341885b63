//! Sessions end when they must, and at once (P22).

use chrono::TimeDelta;
use formacion::assembly::cards;
use formacion::sign_in::entity::{role_grant, web_session};
use rocket::http::Method;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{MAIL, PASSWORD, Visitor, account};
use crate::support::figures::figure;
use crate::support::world::World;

/// What ends the sessions of an account.
#[derive(Clone, Copy, Debug)]
enum End {
    SignOut,
    PasswordChange,
    Link,
    RoleGiven,
    RoleTaken,
    Suspension,
    /// Another browser of the account ends it, or all others.
    Page,
    PageOfAll,
    /// Somebody else comes in with the same browser.
    SomebodyElse,
    /// Nobody uses a shared computer for half an hour.
    Idle,
    Time,
}

const ALL: [End; 11] = [
    End::SignOut,
    End::PasswordChange,
    End::Link,
    End::RoleGiven,
    End::RoleTaken,
    End::Suspension,
    End::Page,
    End::PageOfAll,
    End::SomebodyElse,
    End::Idle,
    End::Time,
];

/// The address of every page that is opened by GET. What stands for a placeholder may be there or not.
fn pages() -> Vec<String> {
    let gets = cards().into_iter().filter(|card| card.method == Method::Get);
    gets.map(|card| {
        let parts = card.path.split('/').map(|part| if part.starts_with('<') { "1" } else { part });
        parts.collect::<Vec<_>>().join("/")
    })
    .collect()
}

/// At how many pages this cookie is answered otherwise than no cookie.
async fn known_at(visitor: &Visitor<'_>) -> u32 {
    let nobody = Visitor::at(visitor.world, &visitor.address);
    let mut known = 0;
    for page in pages() {
        let (own, nobodys) = (visitor.get(&page).await, nobody.get(&page).await);
        let same = own.status == nobodys.status
            && own.location == nobodys.location
            && own.body_without_request_id() == nobodys.body_without_request_id();
        known += u32::from(!same);
    }
    known
}

/// Three sessions of one account, the end, and how many requests with the old cookies are still taken as
/// those of somebody signed in: before it, and after it.
async fn accepted_around(end: End) -> (u32, u32) {
    let world = World::new("sessions end").await;
    let id = account(&world, MAIL).await;
    let administrator = world.as_administrator().await;
    let mut sessions = Vec::new();
    for _ in 0..3 {
        let mut visitor = Visitor::at(&world, "192.0.2.7");
        match end {
            End::Idle => visitor.enter_shared(MAIL).await.expect(303),
            _ => visitor.enter(MAIL, PASSWORD).await.expect(303),
        };
        visitor.get("/contrasena").await.expect(200);
        sessions.push(visitor);
    }
    let before = known_at(&sessions[0]).await;
    let new =
        [("contrasena", "otra frase larga más"), ("contrasena_otra_vez", "otra frase larga más")];
    match end {
        End::SignOut => {
            // Only the session that leaves: the other two stay.
            sessions[0].post("/salir", &[]).await.expect(303);
            for other in sessions.drain(1..) {
                other.get("/contrasena").await.expect(200);
            }
        }
        End::PasswordChange => {
            let mut fields = new.to_vec();
            fields.push(("contrasena_actual", PASSWORD));
            sessions[0].post("/contrasena", &fields).await.expect(303);
        }
        End::Link => {
            let path = super::link::sent_link(&world, &administrator, id).await;
            Visitor::at(&world, "192.0.2.8").post(&path, &new).await.expect(303);
        }
        End::RoleGiven => {
            let path = format!("/cuentas/{id}/roles");
            let fields = [("rol", "gobernacion"), ("departamento", "50")];
            administrator.post(&path, &fields).await.expect(303);
        }
        End::RoleTaken => {
            let grant = role_grant::Entity::find()
                .filter(role_grant::Column::AccountId.eq(id))
                .one(world.app.db.read())
                .await
                .unwrap()
                .unwrap();
            let path = format!("/cuentas/{id}/roles/{}/retiro", grant.id);
            administrator.post(&path, &[]).await.expect(303);
        }
        End::Suspension => {
            let path = format!("/cuentas/{id}/suspension");
            administrator.post(&path, &[]).await.expect(303);
        }
        End::Page => {
            let newest = web_session::Entity::find().order_by_desc(web_session::Column::Id);
            let newest = newest.one(world.app.db.read()).await.unwrap().unwrap().id;
            let path = format!("/sesiones-abiertas/{newest}/cierre");
            sessions[0].post(&path, &[]).await.expect(303);
            for other in sessions.drain(..2) {
                other.get("/contrasena").await.expect(200);
            }
        }
        End::PageOfAll => {
            let this = sessions.remove(0);
            this.post("/sesiones-abiertas/cierre", &[]).await.expect(303);
            this.get("/contrasena").await.expect(200);
        }
        End::SomebodyElse => {
            account(&world, "otra@pueblo.example").await;
            for session in &sessions {
                let fields = [("correo", "otra@pueblo.example"), ("contrasena", PASSWORD)];
                session.post("/ingresar", &fields).await.expect(303);
            }
        }
        End::Idle => world.advance(TimeDelta::minutes(30)),
        End::Time => world.advance(TimeDelta::hours(12) + TimeDelta::seconds(1)),
    }
    let mut accepted = known_at(&sessions[0]).await;
    for session in &sessions {
        accepted += session.accepted().await;
    }
    world.finish().await;
    (before, accepted)
}

#[rocket::async_test]
async fn no_old_cookie_opens_any_page_after_the_end_of_its_session() {
    let mut wrong = Vec::new();
    let mut all = 0;
    let mut fewest = u32::MAX;
    for end in ALL {
        let (before, accepted) = accepted_around(end).await;
        if accepted > 0 {
            wrong.push(format!("{end:?}: {accepted}"));
        }
        all += accepted;
        fewest = fewest.min(before);
    }
    // The control: a session that holds is known nearly everywhere.
    let cards = pages().len();
    assert!(fewest as usize > cards / 2, "known at {fewest} of {cards} pages before the end");
    figure(
        "P22",
        all,
        "later requests accepted",
        all == 0,
        &format!(
            "every GET card ({cards}) and 4 requests more, after sign-out, password change, one-time link, role given and taken, suspension, ending one and all others from the page, somebody else in the same browser, half an hour without use of a shared computer, 12 hours; before it the same session is known at {fewest} pages or more"
        ),
    );
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[rocket::async_test]
async fn whoever_changes_the_password_stays_in_with_a_new_cookie() {
    let world = World::new("stays in").await;
    account(&world, MAIL).await;
    let mut visitor = Visitor::signed_in(&world, MAIL).await;
    let fields = [
        ("contrasena_actual", PASSWORD),
        ("contrasena", "otra frase larga más"),
        ("contrasena_otra_vez", "otra frase larga más"),
    ];
    let old = visitor.cookie.clone();
    let answered = visitor.post("/contrasena", &fields).await.expect(303);
    visitor.keep(&answered);
    assert_ne!(visitor.cookie, old);
    visitor.get("/contrasena").await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn a_suspended_account_cannot_come_in_and_looks_like_any_other() {
    let world = World::new("suspended").await;
    let id = account(&world, MAIL).await;
    let administrator = world.as_administrator().await;
    let page = format!("/cuentas/{id}");
    administrator
        .submit(&format!("{page}/suspension"), &[])
        .await
        .expect_text("La cuenta quedó suspendida");
    let mut visitor = Visitor::at(&world, "192.0.2.1");
    visitor
        .enter(MAIL, PASSWORD)
        .await
        .expect(422)
        .expect_text("El correo o la contraseña no coinciden");
    administrator
        .submit(&format!("{page}/reactivacion"), &[])
        .await
        .expect_text("La cuenta está activa de nuevo.");
    visitor.enter(MAIL, PASSWORD).await.expect(303);
    world.finish().await;
}
