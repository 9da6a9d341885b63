//! The wallet of a person who is signed in.

use rocket::http::Status;

use sign_in_model::prelude::*;

use super::{Wallet, pages};
use crate::entity::certificate::CertificateId;
use crate::wallet::entity::wallet_share::ShareId;
use crate::wallet::views::WalletPage;
use crate::wallet::{commands, policy};

#[get("/mis-certificados?<pagina>")]
pub async fn show(desk: Desk<'_>, pagina: Option<u64>) -> Answer {
    // An account without a person, which never enrolled, gets an empty page.
    if desk.actor()?.person.is_none() {
        return desk.show(&WalletPage {
            heading: "Mis certificados".to_owned(),
            until: None,
            years: Vec::new(),
            pager: Pager::default(),
            sharing: None,
        });
    }
    let wallet = Wallet::own(&desk)?;
    desk.show(&pages::wallet(&desk, &wallet, pagina).await?)
}

#[get("/mis-certificados/<certificate>/pdf")]
pub async fn pdf(desk: Desk<'_>, certificate: CertificateId) -> Answer {
    pages::pdf(&desk, &Wallet::own(&desk)?, certificate).await
}

#[get("/mis-certificados/compartir")]
pub async fn sharing(desk: Desk<'_>) -> Answer {
    let wallet = Wallet::own(&desk)?;
    let page = pages::sharing(&desk, &wallet, FormState::default(), None).await?;
    wallet.answer(&desk, Status::Ok, &page)
}

#[post("/mis-certificados/compartir", data = "<fields>")]
pub async fn share(desk: Desk<'_>, fields: Fields) -> Answer {
    let wallet = Wallet::own(&desk)?;
    let permit = policy::own_wallet(desk.actor()?)?;
    pages::share(&desk, &wallet, permit, &fields).await
}

#[post("/mis-certificados/compartir/<share>/fin")]
pub async fn end(desk: Desk<'_>, share: ShareId) -> Answer {
    let wallet = Wallet::own(&desk)?;
    let permit = policy::own_wallet(desk.actor()?)?;
    commands::end(desk.app, permit, share).await?;
    desk.done(format!("{}/compartir", wallet.base), ENDED)
}

/// The message after an address was ended.
pub(super) const ENDED: &str = "El enlace quedó terminado: ya no muestra nada.";
