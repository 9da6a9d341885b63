//! What `sign_in` declares to the assembly.

use capability::Capability;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: super::web::routes,
    samples: super::views::samples,
    letters: super::letters::letters,
    permissions: super::policy::permissions,
    workers: |app| Ok(vec![super::housekeeping::worker(app)]),
    state: |rocket| rocket.manage(super::Newcomers::default()),
    ..Capability::named("sign_in")
};
