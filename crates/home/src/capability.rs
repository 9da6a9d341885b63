//! What `home` declares to the assembly.

use capability::Capability;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: super::web::routes,
    samples: super::views::samples,
    letters: super::digest::letter_samples,
    workers: |app| Ok(vec![super::digest::worker(app)]),
    state: |rocket| rocket.manage(super::country::CountryCache::default()),
    ..Capability::named("home")
};
