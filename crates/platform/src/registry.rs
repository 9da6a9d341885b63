//! The form of the route table: every route with who may use it, its title and its budget.
//!
//! The cards themselves stand in `cards.rs` of each capability. The product refuses to start when a
//! mounted route has none, because a route without a policy is a hole nobody looked at.

use std::collections::HashMap;

use rocket::http::Method;
use rocket::{Build, Rocket, Route};

/// The people who may use a route, before any row is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Anybody, signed in or not.
    Anyone,
    /// Anybody signed in; rows are those of the actor.
    SignedIn,
    /// Only these roles, by the name of the role; rows are those within the actor's scope.
    Roles(&'static [&'static str]),
    /// Anybody, but only where the demo seed made the database.
    DemoOnly,
}

/// One route's entry in the table.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    pub method: Method,
    pub path: &'static str,
    pub audience: Audience,
    pub title: &'static str,
    /// The most statements one request may send, at ten rows and at ten thousand (P26).
    pub statements: u64,
    /// It decides something about a person: its command never lets anybody decide about themselves (R80,
    /// P35). `tests/access/oneself` has a case for each, and a list of the routes that decide nothing.
    pub decides: bool,
}

/// Statements of a page, and those of a change: it locks and decides, writes rows and history, and orders
/// letters.
const OF_A_PAGE: u64 = 15;
const OF_A_CHANGE: u64 = 30;

/// A card with the usual budget.
pub const fn card(
    method: Method,
    path: &'static str,
    audience: Audience,
    title: &'static str,
) -> Card {
    let statements = if matches!(method, Method::Post) { OF_A_CHANGE } else { OF_A_PAGE };
    Card { method, path, audience, title, statements, decides: false }
}

impl Card {
    /// The same card with another budget; the reason belongs beside the call.
    pub const fn budget(self, statements: u64) -> Self {
        Self { statements, ..self }
    }

    /// The same card of a route that decides about a person, who is never whoever asks.
    pub const fn deciding(self) -> Self {
        Self { decides: true, ..self }
    }
}

/// All cards by the route they belong to; managed by Rocket for whoever asks before a handler does.
pub struct Cards(HashMap<(Method, String), Card>);

impl Cards {
    pub fn new(table: &[Card]) -> Self {
        Self(table.iter().map(|card| ((card.method, card.path.to_owned()), *card)).collect())
    }

    /// The card of a mounted route.
    pub fn of(&self, route: &Route) -> Option<&Card> {
        self.0.get(&(route.method, path_of(route)))
    }
}

/// Sentences about mounted routes without a card and cards without a route; empty when all is well.
pub fn gaps(rocket: &Rocket<Build>, table: &[Card]) -> Vec<String> {
    let known = |route: &Route| {
        table.iter().any(|card| card.method == route.method && card.path == path_of(route))
    };
    let missing = rocket.routes().filter(|route| !known(route)).map(|route| {
        format!(
            "{} {} is mounted but has no card: add `card({}, \"{}\", Audience::…, \"título\")` to the `cards.rs` of its capability and say who may use it",
            route.method, path_of(route), route.method, path_of(route)
        )
    });
    let unused = table
        .iter()
        .filter(|card| {
            !rocket.routes().any(|route| route.method == card.method && path_of(route) == card.path)
        })
        .map(|card| {
            format!(
                "{} {} has a card but is not mounted: take it out of the `cards.rs` of its capability or mount it",
                card.method, card.path
            )
        });
    missing.chain(unused).collect()
}

/// The path of a route without its query part.
pub fn path_of(route: &Route) -> String {
    route.uri.as_str().split('?').next().unwrap_or_default().to_owned()
}
