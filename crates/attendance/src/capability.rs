//! What `attendance` declares to the assembly.

use capability::{Capability, check};

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: || {
        [
            super::web::routes(),
            super::paper::routes(),
            super::codes::routes(),
            super::file::routes(),
            super::late::routes(),
            super::reopening::routes(),
            super::requests::routes(),
            super::risk::routes(),
        ]
        .concat()
    },
    samples: || {
        [
            super::views::samples(),
            super::paper::views::samples(),
            super::codes::views::samples(),
            super::file::samples(),
            super::late::samples(),
            super::reopening::samples(),
            super::requests::views::samples(),
            super::risk::views::samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    },
    letters: || {
        [super::requests::letters::letter_samples(), super::risk::letters::letter_samples()]
            .into_iter()
            .flatten()
            .collect()
    },
    permissions: || {
        [
            super::policy::permissions(),
            super::paper::policy::permissions(),
            super::codes::policy::permissions(),
            super::requests::policy::permissions(),
        ]
        .concat()
    },
    workers: |app| {
        Ok(vec![
            super::codes::housekeeping::worker(app),
            super::requests::worker::worker(app),
            super::risk::worker::worker(app),
        ])
    },
    subscribers: || {
        vec![super::field::commands::distrust_subscriber(), super::no_shows::subscriber()]
    },
    person_references: || vec![super::person_references::declaration()],
    checks: &[
        check!(super::checks::findings),
        check!(super::paper::checks::findings),
        check!(super::codes::checks::findings),
    ],
    state: |rocket| rocket.manage(super::codes::Guesses::default()),
    ..Capability::named("attendance")
};
