//! Who reads installed capacity: those who answer for the municipality, and nobody else, because in a
//! small one a figure is a person. Reading changes nothing, so there are no permits here (R60).

use crate::cohorts::policy::{cast, roles};
use crate::sign_in::actor::Actor;
use crate::sign_in::permits::Permission;

/// The roles that read it, and the municipalities that each answers for: those whose indicators they read.
pub use crate::indicators::policy::{READERS, scope};

/// Who does what, for the printed table.
pub fn permissions() -> Vec<Permission> {
    let reads = |actor: &Actor| READERS.iter().any(|role| actor.has(*role));
    vec![Permission {
        capability: "ledger",
        action: "leer la capacidad instalada y quién la sostiene",
        stage: "—".to_owned(),
        roles: roles(&cast("MET"), reads),
    }]
}
