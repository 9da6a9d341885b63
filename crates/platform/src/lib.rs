//! The ground that every capability stands on: the database, the clock, settings, forms, pages,
//! texts, errors, files and workers. It knows no word of the domain: if a sentence needs «cohort»
//! or «certificate» to be understood, its code belongs in a capability. Every other crate of the
//! product may use this one, and this one uses none of them; the program hands it the templates,
//! the texts and the static files, which are embedded there.
//!
//! ## Words
//!
//! - **App**: the one value that every handler and worker is given: database, clock, views,
//!   files, settings, change subscribers. It is cheap to clone.
//! - **Db**: the open database. It has readers, a writer (SQLite) or a pool of writers
//!   (PostgreSQL), and `snapshot` for questions in several parts that must see one moment.
//! - **View**: a typed value for one template, with samples of it that a test renders in strict
//!   mode.
//! - **Shell**: everything around a page's own content: title, menu, breadcrumbs, who is looking.
//! - **Fields** and **Reader**: a form as it was typed, and the reader that turns its texts into
//!   values and collects a Spanish sentence for each field that is wrong.
//! - **Refusal**: a rule's «no». It is a fact with a code; the sentence of the code stands in the
//!   `texts.toml` beside the capability's pages.
//! - **Failure**: what a command returns when it did not do what was asked: a refusal, or an
//!   error.
//! - **Card**: who may use a route, its title, and the most statements that one request may send.
//! - **Worker**: a named loop beside the requests. It works in rounds and keeps nothing of its
//!   own.
//! - **Finding**: something between rows that must hold and does not; `doctor` prints it.
//!
//! ## Rules
//!
//! - Only `clock` asks the machine for the time. Instants are UTC in the database and are cut to
//!   microseconds; pages show America/Bogota.
//! - SQLite has one writer with IMMEDIATE transactions and four readers. PostgreSQL has a pool
//!   for changes and another for questions. A change that finds no free writer waits in memory,
//!   in the order of arrival, for at most 35 seconds, which is below the minute of the proxy.
//! - A request that is not GET or HEAD and does not prove that a page of this origin sent it
//!   never reaches its handler (P11).
//! - Every answer carries the same headers: the content policy allows no script, no frame and
//!   nothing from elsewhere. A page may set its own policy or ask for the camera.
//! - A mounted route without a card stops the start, and so does a card without a route. A card
//!   allows 15 statements unless it says otherwise.
//! - Templates are read once and rendered in strict mode: a missing value is an error.
//! - The bytes of a file are written before the row that names them, under a random name.
//! - A secret is kept only as its digest (`secrets`).
//! - What people typed is text in every workbook, so that no spreadsheet runs it (P13).
//! - Logs hold the route's pattern and the kind of an error, and no personal data (P15).
//! - Heavy work runs in lanes (passwords, files of strangers, the rest), each with two threads, a bounded
//!   queue and one piece of work of an account in hand.
//! - Nothing is read of a file before the route's card lets its sender in (`uploads::door`), and the
//!   instance holds 64 MB of files at once (`uploads::budget`); beyond it the answer is 503.
//! - Budgets of attempts that matter hold over all instances (`limits::SharedBudget`).
//! - A request that may be sent again carries a key, and its answer is kept in the transaction of
//!   the change (`idempotency`, P6).
//! - Whoever changes something that later capabilities keep figures of says so in the
//!   transaction; the change subscribers work before the commit, and what breaks one of them
//!   breaks the change.
//!
//! ## A walk: a form is sent and a rule refuses it
//!
//! 1. `logs` gives the request a number, which will stand in the log, in a header and on an error
//!    page. `origin` looks at `Sec-Fetch-Site`, or else at `Origin`. Without a proof the request
//!    becomes a GET of the page that explains the refusal.
//! 2. `forms` reads the whole body, at most 512 KiB, whatever it holds: values are trimmed and
//!    lose control characters. A copy stays with the request for step 4.
//! 3. The handler reads value by value. If a field is wrong, the view is shown again with what
//!    was typed, each sentence beside its field, and status 422. Passwords are never sent back.
//!    Whoever is not signed in any more gets the form back after signing in (`typed`).
//! 4. The command asks `Db` for a write transaction. If no writer is free in time, or a lock is
//!    not granted, the answer is 503 with what was typed and one button that sends it again
//!    (`errors::busy_page`), and nothing was written.
//! 5. The command returns a refusal. `texts` gives its sentence with the facts filled in, and the
//!    form puts it beside the field that the refusal names, or above the form.
//! 6. `renderer` renders page and layout apart and puts them together as text. `headers` adds
//!    what every answer carries, and `logs` writes one line: number, pattern, status,
//!    milliseconds.

// The derives name this crate as everybody does.
extern crate self as platform;

pub mod app;
pub mod asker;
pub mod assets;
pub mod back;
pub mod blocking;
pub mod cells;
pub mod charts;
pub mod clock;
pub mod codes;
pub mod config;
pub mod contacts;
pub mod cookies;
pub mod dates;
pub mod db;
pub mod doctor;
pub mod embedded;
pub mod entity;
pub mod errors;
pub mod example;
pub mod fields;
pub mod files;
pub mod flash;
pub mod forms;
pub mod headers;
pub mod holidays;
pub mod housekeeping;
pub mod idempotency;
pub mod ids;
pub mod key_secret;
pub mod labels;
pub mod limits;
pub mod logs;
#[cfg(test)]
mod look_tests;
pub mod mail;
pub mod markdown;
pub mod marked;
pub mod numbers;
pub mod open;
pub mod order;
pub mod origin;
pub mod pager;
pub mod pages;
pub mod prelude;
pub mod previews;
pub mod problem;
pub mod progress;
pub mod registry;
pub mod relations;
pub mod renderer;
pub mod search;
pub mod secrets;
pub mod signing;
pub mod subscribers;
pub mod tagged;
pub mod texts;
pub mod transit;
pub mod typed;
pub mod unread;
pub mod uploads;
pub mod workers;
pub mod xlsx;
