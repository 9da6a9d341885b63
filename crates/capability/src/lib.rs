//! What a capability declares of itself, once, in `crates/<word>/src/capability.rs`.
//!
//! `assembly::capabilities` lists the declarations in the order of the map. The server, the command
//! line, `doctor` and the tests walk that list and know no capability by name.
//!
//! # Cards
//!
//! Every route has a card in `crates/<word>/src/cards.rs`: who may use it, its title and its budget. A mounted
//! route without one stops the start with a sentence that says how to add it; a test walks the cards
//! with every role against own, foreign and absent rows (P1). The lists of roles that cards name are in
//! `sign_in::audiences`.
//!
//! Placeholders name what they hold, the same everywhere:
//!
//! - where: `<department>`, `<municipality>`, `<place>` (a municipality that one answers for),
//!   `<unit>` (a territorial one, by its code), `<capacity>`, `<measure>` (an indicator of a capacity);
//! - what is offered: `<course>`, `<cohort>`, `<session>`, `<need>`;
//! - bodies: `<entity>`;
//! - who: `<account>`, `<grant>`, `<person>`, `<other>` (a second person), `<union>` (a merge of two
//! - who: `<account>`, `<grant>`, `<browser>` (one of an account's open sessions), `<person>`, `<other>` (a second person), `<union>` (a merge of two
//!   records), `<post>`, `<enrolment>`;
//! - attendance: `<print>` (the code of a printed sheet), `<scan>`, `<request>`, `<device>` (somebody's
//!   telephone), `<walk_in>`;
//! - learning: `<activity>`, `<graded>` (an activity, beside whose grade), `<product>` (an activity that
//!   is a product), `<submission>`, `<appeal>`, `<book>` (of grades), `<question>`, `<picture>` (its
//!   number), `<exam>`, `<attempt>`, `<position>` (of a question), `<number>` (of one's attempt),
//!   `<printing>` (of a test), `<form>` (its letter), `<paper>` (the code of an answer sheet),
//!   `<survey>` (the word of a kind), `<lesson>`;
//! - certificates: `<certificate>`, `<batch>` and `<share>` (of certificates), `<template>` (of a
//!   document), `<drawing>` (of a signature), `<key>` (the thumbprint of the issuer's), `<list>` (its
//!   number), `<version>` (of a course);
//! - reports and files: `<term>` (a month or quarter, «2026-10»), `<subscription>` (to a report by
//!   mail), `<sheet>` and `<table>` (of a file, by its word), `<import>`, `<upload>` (of questions, of
//!   values), `<part>` and `<name>` (of what a page loads), `<message>`;
//! - `<code>` and `<token>` are codes that strangers see.

use std::pin::Pin;

use rocket::{Build, Rocket, Route};
use sea_orm::DatabaseConnection;

use notices_model::letters::LetterSample;
use people_model::references::ReferenceDeclaration;
use platform::app::App;
use platform::contacts::ContactFn;
use platform::doctor::Finding;
use platform::errors::AppError;
use platform::pages::Sample;
use platform::registry::Card;
use platform::subscribers::Subscriber;
use platform::workers::Worker;
use sign_in_model::permits::Permission;

/// The findings of a [`Check`].
pub type Findings<'a> = Pin<Box<dyn Future<Output = Result<Vec<Finding>, AppError>> + Send + 'a>>;

/// Returns what between rows should hold and does not; [`check!`](capability::check) makes one.
pub type Check = for<'a> fn(&'a DatabaseConnection) -> Findings<'a>;

/// Returns what between rows and the settings of this server should hold and does not;
/// [`app_check!`](capability::app_check) makes one.
pub type AppCheck = for<'a> fn(&'a App) -> Findings<'a>;

/// The future of loading reference facts: a line about each file.
pub type ReferenceLines<'a> =
    Pin<Box<dyn Future<Output = Result<Vec<String>, AppError>> + Send + 'a>>;

/// Loads the reference facts of a capability, as often as it is asked.
pub type ReferenceLoader = for<'a> fn(&'a App) -> ReferenceLines<'a>;

/// All that a capability declares. [`Capability::named`] makes every field empty but the word.
#[derive(Clone, Copy)]
pub struct Capability {
    /// The word of the capability, as in the folders.
    pub word: &'static str,
    /// The routes that the server mounts.
    pub routes: fn() -> Vec<Route>,
    /// A card for each of the routes.
    pub cards: &'static [Card],
    /// Samples of every page, for the test that renders them in strict mode.
    pub samples: fn() -> Vec<Sample>,
    /// Samples of every letter, for the same test.
    pub letters: fn() -> Vec<LetterSample>,
    /// The lines of the printed permission table.
    pub permissions: fn() -> Vec<Permission>,
    /// The loops that work beside the requests; the error is a sentence that stops the start.
    pub workers: fn(&App) -> Result<Vec<Worker>, String>,
    /// The columns that hold a person, and what a merge of two records does with their rows.
    pub person_references: fn() -> Vec<ReferenceDeclaration>,
    /// The subscribers that work in the transaction of an earlier capability's change.
    pub subscribers: fn() -> Vec<Subscriber>,
    /// The answer to whom the reader of a letter asks; one capability has it.
    pub contact_of: Option<ContactFn>,
    /// The checks that `doctor` runs.
    pub checks: &'static [Check],
    /// The checks that need the settings too.
    pub app_checks: &'static [AppCheck],
    /// The facts of `seed/reference` that the capability owns.
    pub reference: Option<ReferenceLoader>,
    /// Gives Rocket what the routes keep between requests, and the answers to questions that earlier
    /// capabilities declare.
    pub state: fn(Rocket<Build>) -> Rocket<Build>,
}

impl Capability {
    /// A capability that has nothing but its word: the rest of a declaration.
    pub const fn named(word: &'static str) -> Self {
        Self {
            word,
            routes: Vec::new,
            cards: &[],
            samples: Vec::new,
            letters: Vec::new,
            permissions: Vec::new,
            workers: |_| Ok(Vec::new()),
            person_references: Vec::new,
            subscribers: Vec::new,
            contact_of: None,
            checks: &[],
            app_checks: &[],
            reference: None,
            state: |rocket| rocket,
        }
    }
}

/// Makes a [`Check`](crate::Check) of a function that asks: `check!(super::checks::findings)`.
///
/// The function takes the database and returns findings, or an error of the database or of the product.
#[macro_export]
macro_rules! check {
    ($findings:path) => {{
        fn check(db: &::sea_orm::DatabaseConnection) -> $crate::Findings<'_> {
            Box::pin(async move {
                let findings = $findings(db).await?;
                Ok(findings)
            })
        }
        check as $crate::Check
    }};
}

/// Makes an [`AppCheck`](crate::AppCheck) of a function that asks, as [`check!`](crate::check) does.
///
/// The function takes the app and returns findings, or an error of the database or of the product.
#[macro_export]
macro_rules! app_check {
    ($findings:path) => {{
        fn check(app: &::platform::app::App) -> $crate::Findings<'_> {
            Box::pin(async move {
                let findings = $findings(app).await?;
                Ok(findings)
            })
        }
        check as $crate::AppCheck
    }};
}
