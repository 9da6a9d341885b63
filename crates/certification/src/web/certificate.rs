//! One certificate: its page, its document and its revocation.

use rocket::http::ContentType;

use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;

use crate::entity::certificate::{self, CertificateId, State};
use crate::policy::{self, CertificateFacts};
use crate::queries::certificates::{find, replacement};
use crate::refusals::CertificationRefusal;
use crate::signatures::views::AwaitedPage;
use crate::snapshot::Snapshot;
use crate::templates::views::DocumentLikeness;
use crate::validity::queries::renewal;
use crate::validity::rules::Validity;
use crate::views::{CertificatePage, RevocationPage, ShareLinks, Successor, validity_tag};
use crate::{codes, commands, credentials, labels, reviews, rules, validity};

fn facts(snapshot: &Snapshot) -> Vec<Fact> {
    let paper = &snapshot.document;
    let mut facts = vec![
        Fact::new("Nombre", paper.full_name.clone()),
        Fact::new("Documento", paper.document_label.clone()),
        Fact::new("Curso", paper.course_name.clone()),
        Fact::new(
            "Intensidad",
            format!("{}, modalidad {}", paper.hours_in_words(), paper.modality),
        ),
        Fact::new("Fechas", paper.dates.clone()),
        Fact::new("Lugar", paper.place.clone()),
        Fact::new("Expedido", format!("{}, {}", paper.issued_in, paper.issued_on)),
    ];
    facts.extend(paper.valid_until.clone().map(|last| Fact::new("Vigente hasta", last)));
    facts
}

#[get("/certificados/<certificate>")]
pub async fn show(desk: Desk<'_>, certificate: CertificateId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let row = find(db, actor, certificate).await?;
    let snapshot = Snapshot::read(&row.snapshot)?;
    let may_revoke = policy::may_revoke(actor, &CertificateFacts::from(&row)).is_ok();
    let waits = may_revoke && reviews::queries::waits(db, certificate).await?;
    let worth = validity::of(&row, desk.app.clock.now());
    let successor = match worth {
        Validity::Replaced => replacement(db, &row).await?,
        Validity::Expired => renewal(db, &row, desk.app.clock.now()).await?,
        Validity::Valid | Validity::Revoked => None,
    };
    let is_own = actor.person == Some(row.person_id.0);
    let is_shown = is_own && worth.holds();
    let credential = credentials::queries::is_signed(db, row.id).await?;
    let revoked = row.revoked_at.map(|at| {
        let reason = row.revocation_reason.as_deref().unwrap_or_default();
        let on = dates::long(dates::bogota_date(at));
        format!(
            "{} el {on}. Motivo publicado: {reason}",
            labels::validity(row.kind, Validity::Revoked)
        )
    });
    desk.show(&CertificatePage {
        certificate,
        kind: row.kind.label(),
        number: row.number.clone(),
        course: snapshot.document.course_name.clone(),
        tag: validity_tag(row.kind, worth),
        facts: facts(&snapshot),
        display_code: codes::display(&row.code),
        verify_path: format!("/verificar/{}", row.code),
        // Signature images are for those who issue: here their place stays empty.
        likeness: is_shown.then(|| DocumentLikeness::of(snapshot.document.clone(), &[])).flatten(),
        share: is_shown.then(|| {
            let paper = &snapshot.document;
            ShareLinks::of(row.kind.label(), &paper.course_name, &paper.verify_url)
        }),
        verify_url: snapshot.document.verify_url,
        credential: credential.then(|| format!("/verificar/{}/credencial", row.code)),
        revoked,
        successor: successor.map(|code| Successor::of(worth, &code)),
        changes: waits.then(|| format!("/cohortes/{}/certificados/cambios", row.cohort_id)),
        may_revoke,
        is_own,
        back: if is_own {
            Crumb::to("Mis certificados", "/mis-certificados")
        } else {
            Crumb::to(
                "Certificados de la cohorte",
                format!("/cohortes/{}/certificados", row.cohort_id),
            )
        },
    })
}

#[get("/certificados/<certificate>/pdf")]
pub async fn pdf(desk: Desk<'_>, certificate: CertificateId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let row = find(db, actor, certificate).await?;
    policy::may_read_document(actor, &CertificateFacts::from(&row))?;
    let Some(bytes) = crate::pdf::bytes(desk.app, &row).await? else {
        let name = format!("{} N.º {}", row.kind.label(), row.number);
        return AwaitedPage::one(Crumb::to(name, format!("/certificados/{certificate}")))
            .show(&desk);
    };
    desk.file(FileReply {
        name: crate::pdf::file_name(&row),
        content_type: ContentType::PDF,
        bytes,
        inline: true,
    })
}

fn revocation_page(row: &certificate::Model, form: FormState) -> Result<RevocationPage, AppError> {
    Ok(RevocationPage {
        form,
        certificate: row.id,
        kind: row.kind.label(),
        number: row.number.clone(),
        facts: facts(&Snapshot::read(&row.snapshot)?),
    })
}

#[get("/certificados/<certificate>/revocacion")]
pub async fn revocation_form(desk: Desk<'_>, certificate: CertificateId) -> Answer {
    let actor = desk.actor()?;
    let row = find(desk.app.db.read(), actor, certificate).await?;
    if row.state != State::Active && actor.coordinates(&row.issuer_unit) {
        return Err(AppError::Refused(CertificationRefusal::NotActive.sentence()));
    }
    policy::may_revoke(actor, &CertificateFacts::from(&row))?;
    desk.show(&revocation_page(&row, FormState::default())?)
}

#[post("/certificados/<certificate>/revocacion", data = "<fields>")]
pub async fn revoke(desk: Desk<'_>, certificate: CertificateId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let row = find(desk.app.db.read(), actor, certificate).await?;
    if row.state != State::Active && actor.coordinates(&row.issuer_unit) {
        return Err(AppError::Refused(CertificationRefusal::NotActive.sentence()));
    }
    let permit = policy::may_revoke(actor, &CertificateFacts::from(&row))?;
    let mut reader = Reader::new(&fields);
    let reason = fields.first("motivo");
    for refusal in [
        rules::reason(reason).err(),
        (!reader.ticked("confirma")).then_some(CertificationRefusal::NotConfirmed),
    ]
    .into_iter()
    .flatten()
    {
        reader.wrong(refusal.field().unwrap_or_default(), refusal.sentence());
    }
    if let Err(form) = reader.finish() {
        return desk.refuse(&revocation_page(&row, form)?);
    }
    match commands::revoke(desk.app, permit, reason).await {
        Ok(()) => {
            let state = labels::validity(row.kind, Validity::Revoked).to_lowercase();
            let text = format!("{} N.º {}: {state}.", row.kind.label(), row.number);
            desk.done(format!("/certificados/{certificate}"), text)
        }
        Err(failure) => desk.refuse(&revocation_page(&row, fields.refused(&failure.refusal()?))?),
    }
}
