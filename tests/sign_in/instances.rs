//! Several instances are one: whoever has spent a budget at one has spent it at all (P37).

use chrono::TimeDelta;
use formacion::platform::entity::attempt_budget;
use formacion::platform::errors::AppError;
use formacion::platform::limits::{Limiter, SharedBudget};
use formacion::platform::{housekeeping, limits};
use rocket::futures::future::join_all;
use rocket::http::{ContentType, Header};
use rocket::local::asynchronous::Client;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{MAIL, PASSWORD, account};
use crate::support::figures::figure;
use crate::support::people::document;
use crate::support::world::World;

const HERE: &str = "198.51.100.7:4000";

/// Sends a form from one address at one of the instances.
async fn ask(world: &World, at: &Client, path: &str, fields: &[(&str, &str)]) -> u16 {
    let remote = HERE.parse().expect("an address");
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(fields);
    let request = at
        .post(path.to_owned())
        .header(ContentType::Form)
        .header(Header::new("Sec-Fetch-Site", "same-origin"))
        .body(body.finish());
    world.as_anyone().send(request.remote(remote)).await.status
}

/// Asks at the instances in turn until none takes more; answers how many were taken.
async fn taken(
    world: &World,
    other: &Client,
    path: impl Fn(usize) -> String,
    fields: impl Fn(usize) -> Vec<(&'static str, String)>,
) -> usize {
    let (mut taken, mut refused) = (0, 0);
    for number in 0..400 {
        let at = if number % 2 == 0 { &world.client } else { other };
        let typed = fields(number);
        let typed: Vec<_> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        match ask(world, at, &path(number), &typed).await {
            429 => refused += 1,
            _ if refused > 0 => panic!("one instance refused what the other one takes"),
            _ => taken += 1,
        }
        if refused == 4 {
            return taken;
        }
    }
    panic!("a limit that never comes");
}

#[rocket::async_test]
async fn whoever_spent_a_budget_at_one_instance_has_spent_it_at_all() {
    let world = World::new("instances").await;
    account(&world, MAIL).await;
    let other = world.another_instance().await;
    let claim = |number: usize| {
        vec![
            ("tipo_documento", "CC".to_owned()),
            ("documento", document(number + 100)),
            ("correo", "nadie@pueblo.example".to_owned()),
        ]
    };
    let words = |_: usize| {
        vec![
            ("contrasena", "otra frase larga".to_owned()),
            ("contrasena_otra_vez", "otra frase larga".to_owned()),
        ]
    };
    let guess =
        |_: usize| vec![("correo", MAIL.to_owned()), ("contrasena", "adivino mal".to_owned())];
    let lost = |number: usize| vec![("correo", format!("nadie{number}@pueblo.example"))];
    let found = [
        taken(&world, &other, |_| "/mis-certificados/recuperar".to_owned(), claim).await,
        taken(&world, &other, |_| "/verificar/archivo".to_owned(), |_| vec![("x", String::new())])
            .await,
        taken(&world, &other, |_| "/enlace/nadie-tiene-este-enlace".to_owned(), words).await,
        taken(&world, &other, |_| "/ingresar".to_owned(), guess).await,
        taken(&world, &other, |_| "/ingresar/olvido".to_owned(), lost).await,
    ];
    let right = [("correo", MAIL), ("contrasena", PASSWORD)];
    assert_eq!(ask(&world, &other, "/ingresar", &right).await, 429);
    // The control: what each instance counts for itself lets twice as much pass.
    let alone =
        [Limiter::new(30, TimeDelta::minutes(10)), Limiter::new(30, TimeDelta::minutes(10))];
    let (here, now) = ("198.51.100.7".parse().ok(), world.app.clock.now());
    let passed = (0..100).filter(|n| alone[n % 2].take(here, now).is_ok()).count();
    assert_eq!(passed, 60);
    let holds = found == [20, 30, 120, 5, 20];
    figure(
        "limits-over-instances",
        found.iter().sum::<usize>() as f64,
        "attempts",
        holds,
        "claims, wrong files, newcomers' forms, guesses of a password and lost passwords that two \
         instances together take from one address; 195 are promised",
    );
    assert_eq!(found, [20, 30, 120, 5, 20]);
    world.finish().await;
}

#[rocket::async_test]
async fn attempts_side_by_side_do_not_outrun_a_budget_and_it_comes_back_with_time() {
    let world = World::new("budget").await;
    let db = &world.app.db;
    let budget = SharedBudget { name: "test", attempts: 10, window: TimeDelta::minutes(10) };
    let now = world.app.clock.now();
    let all = join_all((0..40).map(|_| budget.take(db, "one", now))).await;
    assert_eq!(all.iter().filter(|one| one.is_ok()).count(), 10);
    let later = |minutes| now + TimeDelta::minutes(minutes);
    let refused = budget.take(db, "one", now).await;
    assert!(
        matches!(refused, Err(AppError::TooMany { retry_after_seconds: 60 })),
        "one comes back each minute: {refused:?}"
    );
    budget.take(db, "other", now).await.expect("others are not touched");
    budget.take(db, "one", later(1)).await.expect("one came back");
    assert!(budget.take(db, "one", later(1)).await.is_err());
    budget.give_back(db, "one").await.expect("it was none");
    budget.take(db, "one", later(1)).await.expect("and can be taken");
    let second = SharedBudget { name: "second", ..budget };
    second.take(db, "one", now).await.expect("another budget is another one");

    let kept = async || attempt_budget::Entity::find().count(db.read()).await.unwrap();
    assert_eq!(kept().await, 3);
    limits::forget(db, later(5)).await.expect("forgets");
    assert_eq!(kept().await, 1, "what is whole again says nothing");
    world.advance(TimeDelta::minutes(30));
    housekeeping::round(&world.app).await.expect("forgets");
    assert_eq!(kept().await, 0);
    world.finish().await;
}
