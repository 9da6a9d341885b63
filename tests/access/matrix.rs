//! P1: every mounted route × every role × own, foreign and absent: no leak.

use formacion::assembly::cards;
use formacion::platform::registry::{Audience, Card};
use rocket::http::Method;

use super::lands::{Land, PUBLIC, placeholders};
use crate::support::figures::figure;
use crate::support::world::{Answered, Character, World};

struct Cast<'w> {
    role: &'static str,
    character: Character<'w>,
}

async fn cast(world: &World) -> Vec<Cast<'_>> {
    let account = async |role, email: &str| Cast {
        role,
        character: world.as_account(&format!("{email}@demostracion.example")).await,
    };
    vec![
        Cast { role: "anyone", character: world.as_anyone() },
        account("national_administrator", "nacional").await,
        account("coordinator", "coordinacion.meta").await,
        account("director", "direccion.meta").await,
        account("facilitator", "facilitador.meta").await,
        account("gobernacion", "gobernacion.meta").await,
        account("focal_point", "enlace.mapiripan").await,
        account("participant", "servidor").await,
    ]
}

async fn ask(character: &Character<'_>, card: &Card, address: &str) -> Answered {
    match card.method {
        Method::Get => character.get(address).await,
        _ => character.post(address, &[]).await,
    }
}

fn invited(card: &Card, role: &str) -> bool {
    match card.audience {
        Audience::Anyone | Audience::DemoOnly => true,
        Audience::SignedIn => role != "anyone",
        Audience::Roles(roles) => roles.contains(&role),
    }
}

/// Routes that end the asking session or depend on nothing but the form.
fn acts_on_the_session(card: &Card) -> bool {
    card.method == Method::Post
        && matches!(
            card.path,
            "/salir" | "/ingresar" | "/ingresar/olvido" | "/contrasena" | "/enlace/<token>"
        )
}

#[rocket::async_test]
async fn no_route_lets_any_role_see_or_change_what_is_not_theirs() {
    let world = World::demo("access matrix").await;
    let own = Land::of_unit(world.app.db.read(), "MET", "50", "50325").await;
    let foreign = Land::of_unit(world.app.db.read(), "HUI", "18", "18592").await;
    let absent = Land::absent(&foreign);
    let mut leaks = Vec::new();
    let mut asked = 0_u32;
    for Cast { role, character } in cast(&world).await {
        for card in cards().iter().filter(|card| !acts_on_the_session(card)) {
            let before = super::methods::rows(&world.app.db).await;
            let scoped = placeholders(card.path).any(|name| !PUBLIC.contains(&name));
            let theirs = ask(&character, card, &foreign.address(card.path)).await;
            asked += 1;
            let opened = (200..300).contains(&theirs.status);
            // A program is told so; a person is led there.
            let is_problem = theirs.header("Content-Type") == Some("application/problem+json");
            let to_sign_in = (theirs.status == 401 && is_problem)
                || theirs.location.as_deref().is_some_and(|to| to.starts_with("/ingresar"));
            if !invited(card, role) && opened {
                leaks.push(format!(
                    "{role} is not invited to {} {} and got {}",
                    card.method, card.path, theirs.status
                ));
            }
            if role != "national_administrator" && scoped {
                let nobodys = ask(&character, card, &absent.address(card.path)).await;
                asked += 1;
                if opened {
                    leaks.push(format!("{role} opened foreign {} {}", card.method, card.path));
                }
                let same = theirs.status == nobodys.status
                    && (to_sign_in
                        || theirs.body_without_request_id() == nobodys.body_without_request_id());
                if !same {
                    leaks.push(format!(
                        "{role} can tell foreign ({}) from absent ({}) at {} {}",
                        theirs.status, nobodys.status, card.method, card.path
                    ));
                }
                if super::methods::rows(&world.app.db).await != before {
                    leaks.push(format!(
                        "{role} changed rows with {} {} on foreign ids",
                        card.method, card.path
                    ));
                }
            }
            if theirs.status >= 500 {
                leaks.push(format!(
                    "{role}: {} {} answered {}",
                    card.method, card.path, theirs.status
                ));
            }
            if role == "anyone"
                && !matches!(card.audience, Audience::Anyone | Audience::DemoOnly)
                && !to_sign_in
            {
                leaks.push(format!(
                    "a stranger at {} {} got {} instead of the way to sign in",
                    card.method, card.path, theirs.status
                ));
            }
        }
    }
    // The table is not a locked house: whoever is invited gets in at home.
    let mut locked_out = Vec::new();
    for Cast { role, character } in cast(&world).await {
        for card in cards().iter().filter(|card| card.method == Method::Get && invited(card, role))
        {
            if matches!(card.path, "/solicitud-de-otro-sitio")
                || card.path.starts_with("/verificar/")
            {
                continue;
            }
            let answered = ask(&character, card, &own.address(card.path)).await;
            asked += 1;
            let personal = matches!(
                role,
                "participant"
                    | "national_administrator"
                    | "coordinator"
                    | "director"
                    | "focal_point"
                    | "gobernacion"
                    | "facilitator"
            );
            // 422: a rule of the closed cohort says no, in words.
            let let_in = (200..400).contains(&answered.status) || answered.status == 422;
            let turned_away = personal && matches!(answered.status, 403 | 404);
            if !let_in && !turned_away {
                locked_out.push(format!(
                    "{role} at home: GET {} answered {}",
                    card.path, answered.status
                ));
            }
            if answered.status >= 500 {
                locked_out.push(format!("{role} at home: GET {} broke", card.path));
            }
            if matches!(role, "coordinator" | "national_administrator")
                && matches!(card.audience, Audience::Roles(_))
                && !let_in
            {
                locked_out.push(format!(
                    "{role} is locked out of GET {} ({})",
                    card.path, answered.status
                ));
            }
        }
    }
    figure(
        "P1",
        leaks.len() as f64,
        "leaks",
        leaks.is_empty(),
        &format!(
            "{asked} requests: every mounted route × 8 roles × own, foreign and absent rows of the demo programme"
        ),
    );
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
    assert!(locked_out.is_empty(), "locked out at home:\n{}", locked_out.join("\n"));
    world.finish().await;
}

#[rocket::async_test]
async fn a_route_without_a_card_stops_the_start_and_says_how_to_add_it() {
    #[rocket::get("/sin-tarjeta")]
    fn stray() -> &'static str {
        "nobody said who may see this"
    }
    let rocket = rocket::build().mount("/", rocket::routes![stray]);
    let gaps = formacion::platform::registry::gaps(&rocket, &[]);
    assert_eq!(gaps.len(), 1);
    assert!(gaps[0].contains("GET /sin-tarjeta") && gaps[0].contains("cards.rs"), "{}", gaps[0]);
}
