//! A person's certificates are theirs: by their account, or by the secret of a letter.

use people_model::entity::person::PersonId;
use sign_in_model::actor::{Actor, Author};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable};

use super::entity::wallet_link;

permit!(
    /// What a person shares of their certificates may be made and ended.
    OwnWallet { person: PersonId }
);

/// Grants the permit to every signed-in person, whatever their role.
pub fn own_wallet(actor: &Actor) -> Result<OwnWallet, Denial> {
    let person = actor.person.map(PersonId).ok_or(Denial)?;
    Ok(OwnWallet::grant(actor.by(), person))
}

/// Grants the permit to the reader of a letter: `link` was found by its secret and still opens.
pub fn by_letter(link: &wallet_link::Model, request: &str) -> OwnWallet {
    let by = Author { account: None, request: Some(request.to_owned()) };
    OwnWallet::grant(by, link.person_id)
}

/// Returns the rows of the printed permission table.
pub fn permissions() -> Vec<Permission> {
    PermissionTable::of("certification")
        .row("compartir los certificados propios", own_wallet)
        .rows()
}
