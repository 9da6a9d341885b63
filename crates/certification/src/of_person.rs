//! The certificates on the page of a person, within what the reader may see (R60).

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

use enrolment_model::persons::certificates::{CertificatesFuture, PersonCertificate};
use people_model::entity::person::PersonId;
use people_model::policy::is_own;
use people_model::queries::records_of;
use platform::pager::ROWS;
use sign_in_model::prelude::*;

use crate::entity::certificate;
use crate::snapshot::Snapshot;
use crate::{labels, policy, validity};

/// Answers `enrolment`.
pub fn read<'a>(app: &'a App, actor: &'a Actor, person: PersonId) -> CertificatesFuture<'a> {
    Box::pin(async move { certificates(app, actor, person).await })
}

/// One statement. Those of records that were merged into the person's are the person's.
async fn certificates(
    app: &App,
    actor: &Actor,
    person: PersonId,
) -> Result<Vec<PersonCertificate>, AppError> {
    let seen = match is_own(actor, person) {
        true => Condition::all(),
        false => policy::scope_of_others(actor),
    };
    let rows = certificate::Entity::find()
        .join(JoinType::InnerJoin, certificate::Relation::Cohort.def())
        .join(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .filter(certificate::Column::PersonId.in_subquery(records_of(person)))
        .filter(seen)
        .order_by_desc(certificate::Column::NumberYear)
        .order_by_desc(certificate::Column::Id)
        .limit(ROWS)
        .all(app.db.read())
        .await?;
    let now = app.clock.now();
    rows.iter().map(|row| line(row, actor, now)).collect()
}

fn line(
    row: &certificate::Model,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<PersonCertificate, AppError> {
    let snapshot = Snapshot::read(&row.snapshot)?;
    let worth = validity::of(row, now);
    // Its own page is for those who issue it and for its holder; anybody verifies it.
    let opens = actor.coordinates(&row.issuer_unit) || is_own(actor, row.person_id);
    Ok(PersonCertificate {
        kind: row.kind.label(),
        number: row.number.clone(),
        course: snapshot.document.course_name,
        issued: dates::short(dates::bogota_date(row.issued_at)),
        tag: labels::validity_code(worth),
        worth: labels::validity(row.kind, worth),
        href: match opens {
            true => format!("/certificados/{}", row.id),
            false => format!("/verificar/{}", row.code),
        },
    })
}
