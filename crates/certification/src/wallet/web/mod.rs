//! Addresses of the wallet. Two doors lead to the same pages: an account, and the link of a letter.

mod claim;
mod letter;
mod own;
mod pages;
mod shared;

use rocket::http::Status;

use people_model::entity::person::PersonId;
use people_model::rules::full_name;
use sign_in_model::prelude::*;

use super::entity::wallet_link;
use super::views::WalletGonePage;
use super::{policy, queries};

pub fn routes() -> Vec<Route> {
    routes![
        own::show,
        own::pdf,
        own::sharing,
        own::share,
        own::end,
        claim::form,
        claim::claim,
        letter::show,
        letter::pdf,
        letter::sharing,
        letter::share,
        letter::end,
        shared::show,
    ]
}

/// The person whose certificates are shown, and whether an account or a letter opened them.
struct Wallet {
    person: PersonId,
    /// The address beneath which the pages lie.
    base: String,
    heading: String,
    /// The moment until which a letter's link opens; `None` means that an account opened the wallet.
    until: Option<String>,
}

impl Wallet {
    fn own(desk: &Desk<'_>) -> Result<Self, AppError> {
        let person = desk.actor()?.person.ok_or(AppError::NotFound)?;
        Ok(Self {
            person: PersonId(person),
            base: "/mis-certificados".to_owned(),
            heading: "Mis certificados".to_owned(),
            until: None,
        })
    }

    /// Opens the wallet by the link of a letter. `None` means that the link does not open.
    async fn by_letter(desk: &Desk<'_>, token: &str) -> Result<Option<LetterWallet>, AppError> {
        let found = queries::opened(desk.app.db.read(), token, desk.app.clock.now()).await?;
        Ok(found.map(|(link, person)| LetterWallet {
            wallet: Self {
                person: person.id,
                base: format!("/portafolio/{token}"),
                heading: format!("Certificados de {}", full_name(&person)),
                until: Some(dates::long_with_time(link.expires_at)),
            },
            link,
        }))
    }

    /// Pages by a letter's link are not for search engines.
    fn answer<V: View>(&self, desk: &Desk<'_>, status: Status, view: &V) -> Answer {
        match (&self.until, status == Status::UnprocessableEntity) {
            (Some(_), _) => desk.show_unlisted(status, view),
            (None, true) => desk.refuse(view),
            (None, false) => desk.show(view),
        }
    }
}

/// The wallet behind a letter's link.
struct LetterWallet {
    wallet: Wallet,
    link: wallet_link::Model,
}

impl LetterWallet {
    fn permit(&self, desk: &Desk<'_>) -> policy::OwnWallet {
        policy::by_letter(&self.link, desk.request_id())
    }
}

/// Shows the same page for an address that was ended, is over or never existed.
fn gone(desk: &Desk<'_>, page: &WalletGonePage) -> Answer {
    desk.show_unlisted(Status::NotFound, page)
}
