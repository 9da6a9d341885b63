//! What `calendars` declares to the assembly.

use capability::Capability;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: super::web::routes,
    samples: super::views::samples,
    permissions: super::policy::permissions,
    subscribers: || vec![super::commands::subscriber(), super::commands::mail_subscriber()],
    ..Capability::named("calendars")
};
