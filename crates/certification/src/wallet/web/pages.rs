//! The pages of the wallet, for an account and for the link of a letter alike.

use rocket::http::{ContentType, Status};

use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;

use super::Wallet;
use crate::entity::certificate::{self, CertificateId};
use crate::signatures::views::AwaitedPage;
use crate::snapshot::Snapshot;
use crate::views::validity_tag;
use crate::wallet::commands::{self, NewShare, ShareContents};
use crate::wallet::policy::OwnWallet;
use crate::wallet::profile::{self, ProfileEntry};
use crate::wallet::views::{ShareRow, SharingPage, WalletPage, WalletRow, WalletYear};
use crate::wallet::{queries, rules};
use crate::{pdf, validity};

const ALL: &str = "todos";
const CHOSEN: &str = "elegidos";

/// Builds the page of the certificates, year by year; at most five statements.
pub(super) async fn wallet(
    desk: &Desk<'_>,
    wallet: &Wallet,
    page: Option<u64>,
) -> Result<WalletPage, AppError> {
    let db = desk.app.db.read();
    let (held, pager) = queries::held(db, wallet.person, page, &wallet.base).await?;
    let signed = queries::signed(db, &held).await?;
    let mut years: Vec<WalletYear> = Vec::new();
    for certificate in &held {
        let row = row(desk, wallet, certificate, signed.contains(&certificate.id))?;
        match years.last_mut().filter(|year| year.year == certificate.number_year) {
            Some(year) => year.rows.push(row),
            None => years.push(WalletYear { year: certificate.number_year, rows: vec![row] }),
        }
    }
    Ok(WalletPage {
        heading: wallet.heading.clone(),
        until: wallet.until.clone(),
        sharing: (!years.is_empty()).then(|| format!("{}/compartir", wallet.base)),
        years,
        pager,
    })
}

fn row(
    desk: &Desk<'_>,
    wallet: &Wallet,
    certificate: &certificate::Model,
    is_signed: bool,
) -> Result<WalletRow, AppError> {
    let paper = Snapshot::read(&certificate.snapshot)?.document;
    let worth = validity::of(certificate, desk.app.clock.now());
    let expires_on = certificate.valid_until;
    let entry = ProfileEntry {
        course: &paper.course_name,
        issuer: profile::organisation(&paper.issuer),
        issued_on: dates::bogota_date(certificate.issued_at),
        expires_on,
        verify_url: &paper.verify_url,
        number: &paper.number,
    };
    let verify = format!("/verificar/{}", certificate.code);
    // What stayed with a record that theirs took in has no page of its own for them.
    let has_page = wallet.until.is_none() && certificate.person_id == wallet.person;
    Ok(WalletRow {
        profile: worth.holds().then(|| profile::address(&entry)),
        kind: certificate.kind.label(),
        hours: paper.hours,
        expires_on: expires_on.map(dates::long),
        tag: validity_tag(certificate.kind, worth),
        holds: worth.holds(),
        href: has_page.then(|| format!("/certificados/{}", certificate.id)),
        pdf: format!("{}/{}/pdf", wallet.base, certificate.id),
        credential: is_signed.then(|| format!("{verify}/credencial")),
        verify,
        course: paper.course_name,
        number: paper.number,
        issued_on: paper.issued_on,
    })
}

/// Serves the document: every reader who may have it gets the same bytes.
pub(super) async fn pdf(desk: &Desk<'_>, wallet: &Wallet, certificate: CertificateId) -> Answer {
    let db = desk.app.db.read();
    let row = queries::one(db, wallet.person, certificate).await?;
    let Some(bytes) = pdf::bytes(desk.app, &row).await? else {
        let back = Crumb::to(wallet.heading.clone(), wallet.base.clone());
        return AwaitedPage::one(back).show(desk);
    };
    desk.file(FileReply {
        name: pdf::file_name(&row),
        content_type: ContentType::PDF,
        bytes,
        inline: true,
    })
}

/// Builds the page with the form and the addresses that open today.
pub(super) async fn sharing(
    desk: &Desk<'_>,
    wallet: &Wallet,
    form: FormState,
    fresh: Option<String>,
) -> Result<SharingPage, AppError> {
    let db = desk.app.db.read();
    let today = desk.app.clock.today();
    let mut choices = Vec::new();
    for certificate in queries::shareable(db, wallet.person).await? {
        let paper = Snapshot::read(&certificate.snapshot)?.document;
        let worth = validity::of(&certificate, desk.app.clock.now());
        let over = if worth.holds() { "" } else { " (vencido)" };
        let label = format!("{}, N.º {}{over}", paper.course_name, paper.number);
        choices.push(Alternative::new(certificate.id, label));
    }
    let action = format!("{}/compartir", wallet.base);
    let mut rows = Vec::new();
    for (share, chosen) in queries::shares(db, wallet.person, today).await? {
        let mut courses = Vec::new();
        for certificate in chosen {
            courses.push(Snapshot::read(&certificate.snapshot)?.document.course_name);
        }
        rows.push(ShareRow {
            made: dates::long_with_time(share.made_at),
            until: dates::long(queries::last_day(&share)),
            is_all: share.is_all,
            courses,
            end: format!("{action}/{}/fin", share.id),
        });
    }
    let form = if form.values.is_empty() { form.with("que", ALL) } else { form };
    Ok(SharingPage {
        form,
        back: Crumb::to(wallet.heading.clone(), wallet.base.clone()),
        action,
        fresh,
        ways: vec![
            Alternative::new(ALL, "Todos los vigentes")
                .explained("También los que obtenga después, mientras el enlace exista"),
            Alternative::new(CHOSEN, "Solo los que marque en la lista"),
        ],
        choices,
        today: today.to_string(),
        longest: rules::last_day(today, None).to_string(),
        longest_days: rules::LONGEST_SHARE.num_days(),
        rows,
    })
}

/// The address is on the answer itself and nowhere else: not in a cookie, not in a redirect.
pub(super) async fn share(
    desk: &Desk<'_>,
    wallet: &Wallet,
    permit: OwnWallet,
    fields: &Fields,
) -> Answer {
    let refused = async |form| {
        let page = sharing(desk, wallet, form, None).await?;
        wallet.answer(desk, Status::UnprocessableEntity, &page)
    };
    let new = match read(fields) {
        Ok(new) => new,
        Err(form) => return refused(form).await,
    };
    match commands::share(desk.app, permit, new).await {
        Ok(secret) => {
            let address = format!("{}/compartidos/{secret}", desk.app.config.public_url);
            let page = sharing(desk, wallet, FormState::default(), Some(address)).await?;
            wallet.answer(desk, Status::Ok, &page)
        }
        Err(failure) => refused(fields.refused(&failure.refusal()?)).await,
    }
}

fn read(fields: &Fields) -> Result<NewShare, FormState> {
    let mut reader = Reader::new(fields);
    let ways = [(ALL, true), (CHOSEN, false)];
    let is_all = reader.choice("que", &ways, "Elija qué quiere compartir.").unwrap_or(true);
    let until = reader.date_or_none("hasta");
    reader.finish()?;
    // What is no number is nobody's certificate, and is refused as such.
    let chosen = fields.all("certificado").iter();
    let chosen = chosen.map(|id| CertificateId(id.parse().unwrap_or(0))).collect();
    Ok(NewShare {
        contents: if is_all { ShareContents::All } else { ShareContents::These(chosen) },
        until,
    })
}
