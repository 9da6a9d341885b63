//! The wallet behind the link of a letter, with or without an account. Opening the link changes nothing,
//! because programs that scan mail open links too.

use rocket::http::Status;

use sign_in_model::prelude::*;

use super::own::ENDED;
use super::{Wallet, gone, pages};
use crate::entity::certificate::CertificateId;
use crate::wallet::commands;
use crate::wallet::entity::wallet_share::ShareId;
use crate::wallet::views::WalletGonePage;

#[get("/portafolio/<token>?<pagina>")]
pub async fn show(desk: Desk<'_>, token: &str, pagina: Option<u64>) -> Answer {
    let Some(found) = Wallet::by_letter(&desk, token).await? else {
        return gone(&desk, &WalletGonePage::LETTER);
    };
    let page = pages::wallet(&desk, &found.wallet, pagina).await?;
    found.wallet.answer(&desk, Status::Ok, &page)
}

#[get("/portafolio/<token>/<certificate>/pdf")]
pub async fn pdf(desk: Desk<'_>, token: &str, certificate: CertificateId) -> Answer {
    let Some(found) = Wallet::by_letter(&desk, token).await? else {
        return gone(&desk, &WalletGonePage::LETTER);
    };
    pages::pdf(&desk, &found.wallet, certificate).await
}

#[get("/portafolio/<token>/compartir")]
pub async fn sharing(desk: Desk<'_>, token: &str) -> Answer {
    let Some(found) = Wallet::by_letter(&desk, token).await? else {
        return gone(&desk, &WalletGonePage::LETTER);
    };
    let page = pages::sharing(&desk, &found.wallet, FormState::default(), None).await?;
    found.wallet.answer(&desk, Status::Ok, &page)
}

#[post("/portafolio/<token>/compartir", data = "<fields>")]
pub async fn share(desk: Desk<'_>, token: &str, fields: Fields) -> Answer {
    let Some(found) = Wallet::by_letter(&desk, token).await? else {
        return gone(&desk, &WalletGonePage::LETTER);
    };
    let permit = found.permit(&desk);
    pages::share(&desk, &found.wallet, permit, &fields).await
}

#[post("/portafolio/<token>/compartir/<share>/fin")]
pub async fn end(desk: Desk<'_>, token: &str, share: ShareId) -> Answer {
    let Some(found) = Wallet::by_letter(&desk, token).await? else {
        return gone(&desk, &WalletGonePage::LETTER);
    };
    commands::end(desk.app, found.permit(&desk), share).await?;
    desk.done(format!("{}/compartir", found.wallet.base), ENDED)
}
