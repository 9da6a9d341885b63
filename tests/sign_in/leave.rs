//! Sessions end when they must, and at once (P22).

use chrono::TimeDelta;
use formacion::sign_in::entity::role_grant;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

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
    Time,
}

const ALL: [End; 7] = [
    End::SignOut,
    End::PasswordChange,
    End::Link,
    End::RoleGiven,
    End::RoleTaken,
    End::Suspension,
    End::Time,
];

/// Three sessions of one account, the end, and how many of the old cookies still open.
async fn accepted_after(end: End) -> u32 {
    let world = World::new("sessions end").await;
    let id = account(&world, MAIL).await;
    let administrator = world.as_administrator().await;
    let mut sessions = Vec::new();
    for _ in 0..3 {
        let visitor = Visitor::signed_in(&world, MAIL).await;
        visitor.get("/contrasena").await.expect(200);
        sessions.push(visitor);
    }
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
        End::Time => world.advance(TimeDelta::hours(12) + TimeDelta::seconds(1)),
    }
    let mut accepted = 0;
    for session in &sessions {
        accepted += session.accepted().await;
    }
    world.finish().await;
    accepted
}

#[rocket::async_test]
async fn no_old_cookie_opens_after_leaving_a_new_password_another_role_or_a_suspension() {
    let mut wrong = Vec::new();
    let mut all = 0;
    for end in ALL {
        let accepted = accepted_after(end).await;
        if accepted > 0 {
            wrong.push(format!("{end:?}: {accepted}"));
        }
        all += accepted;
    }
    figure(
        "P22",
        all,
        "later requests accepted",
        all == 0,
        "sign-out, password change, one-time link, role given and taken, suspension, 12 hours; 3 sessions each",
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
