//! Issuing: a short transaction for each person, so that a job of a thousand can stop anywhere
//! and go on later, and nobody waits behind it (R57).

use documents::certificate::{Signer, TEMPLATE};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QuerySelect, Set, SqlErr,
};
use serde_json::json;

use crate::certification::codes;
use crate::certification::entity::certificate::{self, CertificateId, State};
use crate::certification::entity::certificate_series;
use crate::certification::letters::CertificateReady;
use crate::certification::policy::Issue;
use crate::certification::queries::offer::offer;
use crate::certification::queries::standing::{Ground, ground, progress_of};
use crate::certification::refusals::CertificationRefusal;
use crate::certification::rules::{self, judge};
use crate::certification::snapshot::{Holder, Marks, Offer, Snapshot};
use crate::cohorts::queries::{self as cohorts, CohortRow};
use crate::enrolment::entity::enrolment::{self, EnrolmentId};
use crate::history::commands::{Event, record};
use crate::notices::commands::queue;
use crate::notices::letters::Recipient;
use crate::people::entity::person;
use crate::people::rules::{document_label, full_name, masked_document};
use crate::platform::app::App;
use crate::platform::dates;
use crate::platform::errors::{AppError, Failure};
use crate::platform::secrets;
use crate::sign_in::actor::By;
use crate::sign_in::entity::account;

/// The most people one request issues for; a page then offers to go on.
pub const BATCH: usize = 200;

/// What became of each person asked for.
#[derive(Debug, Default)]
pub struct IssueOutcome {
    pub issued: Vec<CertificateId>,
    /// Held an active certificate already: a job that goes on after a stop passes them by.
    pub already: Vec<EnrolmentId>,
    pub refused: Vec<(EnrolmentId, CertificationRefusal)>,
}

type Done<T> = Result<T, Failure<CertificationRefusal>>;

/// Issues a certificate for each of these enrolments of the permit's cohort. Refused as a whole
/// before the cohort is closed; afterwards each person is judged alone. Closed is a last stage,
/// so what was read of the cohort before the first person holds until the last.
pub async fn issue(app: &App, permit: Issue, chosen: &[EnrolmentId]) -> Done<IssueOutcome> {
    let db = app.db.read();
    let row = cohorts::get(db, *permit.cohort()).await?;
    let ground = ground(db, &row, app.clock.now()).await?;
    rules::is_over(&ground.moment).map_err(Failure::Refused)?;
    let offer = offer(db, &row, &ground, app.demo).await?;
    let job = Job {
        app,
        row: &row,
        ground: &ground,
        offer: &offer,
        signer: permit.signer(),
        by: permit.by(),
    };
    let mut outcome = IssueOutcome::default();
    for &enrolment in chosen {
        match job.issue_one(enrolment).await {
            Ok(certificate) => outcome.issued.push(certificate),
            Err(Failure::Refused(CertificationRefusal::AlreadyIssued)) => {
                outcome.already.push(enrolment)
            }
            Err(Failure::Refused(refusal)) => outcome.refused.push((enrolment, refusal)),
            Err(broken) => return Err(broken),
        }
    }
    Ok(outcome)
}

/// What every person of one job has in common.
struct Job<'a> {
    app: &'a App,
    row: &'a CohortRow,
    ground: &'a Ground,
    offer: &'a Offer,
    signer: &'a Signer,
    by: &'a By,
}

impl Job<'_> {
    /// One person, one transaction. Two jobs meet at the enrolment's lock; the partial unique
    /// index has the last word (R53).
    async fn issue_one(&self, id: EnrolmentId) -> Done<CertificateId> {
        let tx = self.app.db.begin().await?;
        let (enrolment, person) = locked(&tx, id, self.ground).await?.ok_or(AppError::NotFound)?;
        let held = certificate::Entity::find()
            .filter(certificate::Column::PersonId.eq(enrolment.person_id))
            .filter(certificate::Column::CohortId.eq(enrolment.cohort_id))
            .filter(certificate::Column::State.eq(State::Active))
            .count(&tx)
            .await?;
        if held > 0 {
            return Err(Failure::Refused(CertificationRefusal::AlreadyIssued));
        }
        let progress = progress_of(&tx, self.ground, &enrolment).await?;
        let judgement = judge(&self.ground.rule, &self.ground.moment, &progress);
        if !judgement.holds() {
            return Err(Failure::Refused(CertificationRefusal::NotEarned(judgement)));
        }
        let now = self.app.clock.now();
        let year = chrono::Datelike::year(&dates::bogota_date(now));
        let sequence = next_number(&tx, &self.row.cohort.unit_code, year).await?;
        let code = secrets::public_code()?;
        let marks = Marks {
            number: rules::number(year, sequence),
            code: code.clone(),
            public_url: self.app.config.public_url.clone(),
            issued_at: now,
            signer: self.signer.clone(),
        };
        let snapshot = Snapshot::new(self.offer, holder(&person), &progress, marks);
        if let Some(character) = snapshot.unprintable() {
            return Err(Failure::Refused(CertificationRefusal::Unprintable(character)));
        }
        let (text, digest) = snapshot.frozen()?;
        let inserted = certificate::ActiveModel {
            code: Set(code),
            enrolment_id: Set(enrolment.id),
            person_id: Set(person.id),
            cohort_id: Set(enrolment.cohort_id),
            kind: Set(self.ground.rule.kind),
            number_year: Set(year),
            number_sequence: Set(sequence),
            issuer_unit: Set(self.row.cohort.unit_code.clone()),
            issued_at: Set(now),
            state: Set(State::Active),
            template: Set(TEMPLATE.to_owned()),
            snapshot: Set(text),
            snapshot_hash: Set(digest),
            ..Default::default()
        }
        .insert(&tx)
        .await;
        let certificate = match inserted {
            Ok(certificate) => certificate,
            // Dropping the transaction gives the number back.
            Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
                return Err(Failure::Refused(CertificationRefusal::AlreadyIssued));
            }
            Err(error) => return Err(error.into()),
        };
        record(
            &tx,
            Event {
                at: now,
                actor: self.by.account.map(|account| account.0),
                request: self.by.request.as_deref(),
                action: "certification.issue",
                subject_kind: "certificate",
                subject_id: certificate.id.0,
                cohort_id: Some(enrolment.cohort_id.0),
                detail: json!({ "enrolment": enrolment.id, "number": snapshot.document.number }),
            },
        )
        .await?;
        self.tell(&tx, &certificate, &person, snapshot).await?;
        tx.commit().await?;
        Ok(certificate.id)
    }

    /// «Su certificado está disponible», if the person has an address.
    async fn tell(
        &self,
        tx: &DatabaseTransaction,
        certificate: &certificate::Model,
        person: &person::Model,
        snapshot: Snapshot,
    ) -> Result<(), AppError> {
        let Some(email) = person.email.clone() else {
            return Ok(());
        };
        let account = account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .filter(account::Column::PersonId.eq(person.id))
            .into_tuple::<i64>()
            .one(tx)
            .await?;
        let to = Recipient { email, name: full_name(person), person: Some(person.id.0), account };
        let letter = CertificateReady {
            certificate: certificate.id,
            kind: certificate.kind,
            course: snapshot.document.course_name,
            cohort: self.row.cohort.name.clone(),
            number: snapshot.document.number,
            display_code: codes::display(&certificate.code),
            verify_url: snapshot.document.verify_url,
            unit: self.row.unit_name.clone(),
        };
        queue(tx, self.app, to, format!("certification.ready/{}", certificate.id), &letter).await
    }
}

/// The enrolment, locked until the transaction ends, with its person; `None` when it is not of
/// this cohort.
async fn locked(
    tx: &DatabaseTransaction,
    id: EnrolmentId,
    ground: &Ground,
) -> Result<Option<(enrolment::Model, person::Model)>, DbErr> {
    let enrolment = enrolment::Entity::find_by_id(id)
        .filter(enrolment::Column::CohortId.eq(ground.cohort.id))
        .lock_exclusive()
        .one(tx)
        .await?;
    let Some(enrolment) = enrolment else {
        return Ok(None);
    };
    let person = person::Entity::find_by_id(enrolment.person_id).one(tx).await?;
    Ok(person.map(|person| (enrolment, person)))
}

fn holder(person: &person::Model) -> Holder {
    Holder {
        full_name: full_name(person),
        document_label: document_label(person.document_type, &person.document_number),
        masked_document: masked_document(person.document_type, &person.document_number),
    }
}

/// The next number of a unit's year, without gaps or repeats: one statement that adds one and
/// locks the row until the transaction ends; an undone transaction gives the number back.
async fn next_number(tx: &DatabaseTransaction, unit: &str, year: i32) -> Result<i32, DbErr> {
    use certificate_series::{ActiveModel, Column, Entity};
    let first =
        ActiveModel { issuer_unit: Set(unit.to_owned()), year: Set(year), last_number: Set(1) };
    let one_more = Expr::col((Entity, Column::LastNumber)).add(1);
    let conflict = OnConflict::columns([Column::IssuerUnit, Column::Year])
        .value(Column::LastNumber, one_more)
        .to_owned();
    Ok(Entity::insert(first).on_conflict(conflict).exec_with_returning(tx).await?.last_number)
}
