//! A person's certificates are theirs: by their account, or by the secret of a letter.

use people_model::entity::person::PersonId;
use sign_in_model::actor::{Actor, By};
use sign_in_model::permit;
use sign_in_model::permits::{Denied, Permission, cast, roles_of};

use super::entity::wallet_link;

permit!(
    /// What a person shares of their certificates may be made and ended.
    OwnWallet { person: PersonId }
);

/// Whoever is signed in and is a person, whatever their role.
pub fn own_wallet(actor: &Actor) -> Result<OwnWallet, Denied> {
    let person = actor.person.map(PersonId).ok_or(Denied)?;
    Ok(OwnWallet::grant(actor.by(), person))
}

/// Whoever has the letter: `link` was found by its secret while it opens.
pub fn by_letter(link: &wallet_link::Model, request: &str) -> OwnWallet {
    let by = By { account: None, request: Some(request.to_owned()) };
    OwnWallet::grant(by, link.person_id)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    let cast = cast("MET");
    vec![Permission {
        capability: "certification",
        action: "compartir los certificados propios",
        stage: "—".to_owned(),
        roles: roles_of(&cast, |actor| own_wallet(actor).is_ok()),
    }]
}
