//! The page behind a shared address: the certificates that a person shares.

use rocket::http::Status;

use people_model::rules::full_name;
use sign_in_model::prelude::*;

use super::gone;
use crate::snapshot::Snapshot;
use crate::validity;
use crate::views::validity_tag;
use crate::wallet::queries;
use crate::wallet::views::{SharedPage, SharedRow, WalletGonePage};

/// Shows the states of today: a certificate that was shared while it was valid is shown as revoked once
/// it is.
#[get("/compartidos/<token>?<pagina>")]
pub async fn show(desk: Desk<'_>, token: &str, pagina: Option<u64>) -> Answer {
    let db = desk.app.db.read();
    let now = desk.app.clock.now();
    let today = dates::bogota_date(now);
    let Some((share, person)) = queries::shared(db, token, today).await? else {
        return gone(&desk, &WalletGonePage::SHARED);
    };
    let address = format!("/compartidos/{token}");
    let (certificates, pager) = queries::shown(db, &share, today, pagina, &address).await?;
    let mut rows = Vec::with_capacity(certificates.len());
    let mut demo = false;
    for certificate in &certificates {
        let snapshot = Snapshot::read(&certificate.snapshot)?;
        demo |= snapshot.document.demo;
        rows.push(SharedRow {
            kind: certificate.kind.label(),
            tag: validity_tag(certificate.kind, validity::of(certificate, now)),
            dates: snapshot.document.dates,
            expires_on: certificate.valid_until.map(dates::long),
            course: snapshot.document.course_name,
            hours: snapshot.document.hours,
            issuer: snapshot.document.issuer,
            issued_on: snapshot.document.issued_on,
            verify: format!("/verificar/{}", certificate.code),
        });
    }
    let page = SharedPage {
        name: full_name(&person),
        rows,
        pager,
        asked_at: dates::long_with_time(now),
        demo,
    };
    desk.show_unlisted(Status::Ok, &page)
}
