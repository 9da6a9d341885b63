//! Issuing to one person: a job reads what its people have in common, and certifies each of them
//! inside a transaction of the caller. Nothing here knows batches: they decide whose turn it is and
//! keep each transaction short (R57).

use std::collections::HashSet;

use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QuerySelect, Set, SqlErr,
};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::{self as cohorts, CohortRow};
use documents::certificate::Signer;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use history_model::commands::{Event, record};
use notices_model::commands::queue;
use notices_model::letters::Recipient;
use people_model::entity::person::{self, PersonId};
use people_model::oneself::records;
use people_model::rules::full_name;
use people_model::subscribers;
use platform::errors::{AppError, Failure, refuse};
use platform::{dates, secrets};
use sign_in_model::entity::account;
use sign_in_model::prelude::*;

use crate::entity::certificate::{self, CertificateId, State};
use crate::entity::certificate_series;
use crate::letters::CertificateReadyLetter;
use crate::queries::contents::certificate_contents;
use crate::queries::standing::{RuleContext, progress_of, rule_context};
use crate::refusals::{CertificationRefusal, CertificationResult};
use crate::rules::{self, judge};
use crate::snapshot::{CertificateContents, IssueDetails, Snapshot, SnapshotHolder};
use crate::validity::rules::last_day;
use crate::{codes, credentials};

use super::seconds::SecondDecision;

/// What all people of one issue have in common, read once.
pub(crate) struct IssueJob<'a> {
    pub(super) app: &'a App,
    pub(super) row: CohortRow,
    pub context: RuleContext,
    contents: CertificateContents,
    signer: &'a Signer,
    /// Signs the credentials; with `None` the worker signs them when there is a key.
    key: Option<credentials::CredentialSigner>,
    pub(super) by: &'a Author,
    /// The records of whoever asked, for whom nothing is done (R80).
    pub(super) own: HashSet<PersonId>,
}

impl<'a> IssueJob<'a> {
    /// What is needed of a cohort, read once for all its people. Refused as a whole before it is
    /// closed; closed is a last stage, so what was read before the first person holds until the last.
    pub async fn of(
        app: &'a App,
        cohort: CohortId,
        signer: &'a Signer,
        by: &'a Author,
    ) -> CertificationResult<Self> {
        let db = app.db.read();
        let row = cohorts::get(db, cohort).await?;
        let context = rule_context(db, &row, app.clock.now()).await?;
        rules::is_over(&context.status).map_err(Failure::Refused)?;
        let contents = certificate_contents(db, &row, &context, app.demo).await?;
        let key = credentials::signer_if_any(app, db).await?;
        let own = records(db, by).await?;
        Ok(Self { app, row, context, contents, signer, key, by, own })
    }

    /// Refuses what concerns whoever asked for it.
    pub fn not_oneself(&self, person: PersonId) -> CertificationResult<()> {
        if self.own.contains(&person) {
            return refuse(CertificationRefusal::Oneself);
        }
        Ok(())
    }

    /// Issues to one person inside the caller's transaction. Two jobs meet at the enrolment's lock;
    /// the partial unique index has the last word (R53).
    ///
    /// # Errors
    /// The person holds an active certificate already, or has not earned one.
    pub async fn issue_one(
        &self,
        tx: &DatabaseTransaction,
        id: EnrolmentId,
    ) -> CertificationResult<CertificateId> {
        let (enrolment, person) = locked(tx, id, &self.context).await?.ok_or(AppError::NotFound)?;
        self.not_oneself(person.id)?;
        let held = certificate::Entity::find()
            .filter(certificate::Column::PersonId.eq(enrolment.person_id))
            .filter(certificate::Column::CohortId.eq(enrolment.cohort_id))
            .filter(certificate::Column::State.eq(State::Active))
            .count(tx)
            .await?;
        if held > 0 {
            return refuse(CertificationRefusal::AlreadyIssued);
        }
        if self.needs_second(tx, &enrolment).await? {
            // Nobody is asked about what was not earned.
            let progress = progress_of(tx, &self.context, &enrolment).await?;
            let judgement = judge(&self.context.rule, &self.context.status, &progress);
            if !judgement.holds() {
                return refuse(CertificationRefusal::NotEarned(judgement));
            }
            self.confirm_second(tx, &enrolment, SecondDecision::ISSUE).await?;
        }
        self.certify(tx, &enrolment, &person, None).await
    }

    /// Judges, numbers, freezes and tells, inside the transaction that holds the enrolment; the
    /// person holds no active certificate by then.
    pub async fn certify(
        &self,
        tx: &DatabaseTransaction,
        enrolment: &enrolment::Model,
        person: &person::Model,
        replaces: Option<&certificate::Model>,
    ) -> CertificationResult<CertificateId> {
        let progress = progress_of(tx, &self.context, enrolment).await?;
        let judgement = judge(&self.context.rule, &self.context.status, &progress);
        if !judgement.holds() {
            return refuse(CertificationRefusal::NotEarned(judgement));
        }
        let now = self.app.clock.now();
        let today = dates::bogota_date(now);
        let year = chrono::Datelike::year(&today);
        // Correcting a name makes nothing hold for longer.
        let valid_until = match replaces {
            Some(old) => old.valid_until,
            None => self.contents.months.map(|months| last_day(today, months)),
        };
        let replaces = replaces.map(|old| old.number.clone());
        let unit = &self.row.cohort.unit_code;
        let sequence = next_number(tx, unit, year).await?;
        let number = rules::number(unit, year, sequence);
        let code = secrets::public_code()?;
        let details = IssueDetails {
            number: number.clone(),
            code: code.clone(),
            public_url: self.app.config.public_url.clone(),
            issued_at: now,
            signer: self.signer.clone(),
            valid_until,
        };
        let snapshot =
            Snapshot::new(&self.contents, SnapshotHolder::of(person), &progress, details);
        if let Some(character) = snapshot.unprintable() {
            return refuse(CertificationRefusal::Unprintable(character));
        }
        let (text, digest) = snapshot.frozen()?;
        let inserted = certificate::ActiveModel {
            code: Set(code),
            enrolment_id: Set(enrolment.id),
            person_id: Set(person.id),
            cohort_id: Set(enrolment.cohort_id),
            kind: Set(self.context.rule.kind),
            number_year: Set(year),
            number_sequence: Set(sequence),
            number: Set(number),
            issuer_unit: Set(unit.clone()),
            issued_at: Set(now),
            state: Set(State::Active),
            valid_until: Set(valid_until),
            template: Set(snapshot.template.clone()),
            snapshot: Set(text),
            snapshot_hash: Set(digest),
            ..Default::default()
        }
        .insert(tx)
        .await;
        let certificate = match inserted {
            Ok(certificate) => certificate,
            // Dropping the transaction gives the number back.
            Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
                return refuse(CertificationRefusal::AlreadyIssued);
            }
            Err(error) => return Err(error.into()),
        };
        let number = &snapshot.document.number;
        record(
            tx,
            Event {
                cohort_id: Some(enrolment.cohort_id.0),
                detail: json!({ "enrolment": enrolment.id, "number": number, "replaces": replaces }),
                ..self.by.event(now, "certification.issue", ("certificate", certificate.id.0))
            },
        )
        .await?;
        if let Some(key) = &self.key {
            let one = std::slice::from_ref(&certificate);
            credentials::commands::sign_in(tx, self.app, key, one, true).await?;
        }
        self.tell(tx, &certificate, person, snapshot, replaces).await?;
        subscribers::on_person_changed(tx, self.app, [person.id]).await?;
        Ok(certificate.id)
    }

    /// Queues the letter «Su certificado está disponible» if the person has a mail address.
    async fn tell(
        &self,
        tx: &DatabaseTransaction,
        certificate: &certificate::Model,
        person: &person::Model,
        snapshot: Snapshot,
        replaces: Option<String>,
    ) -> Result<(), AppError> {
        let Some(to) = recipient(tx, person).await? else { return Ok(()) };
        let letter = CertificateReadyLetter {
            id: self.row.cohort.id,
            certificate: certificate.id,
            kind: certificate.kind,
            course: snapshot.document.course_name,
            cohort: self.row.cohort.name.clone(),
            number: snapshot.document.number,
            display_code: codes::display(&certificate.code),
            verify_url: snapshot.document.verify_url,
            valid_until: snapshot.document.valid_until,
            unit: self.row.unit_name.clone(),
            replaces,
        };
        queue(tx, self.app, to, format!("certification.ready/{}", certificate.id), &letter).await
    }
}

/// Returns the recipient of letters about a person's certificates; `None` without a mail address.
pub(crate) async fn recipient(
    tx: &DatabaseTransaction,
    person: &person::Model,
) -> Result<Option<Recipient>, DbErr> {
    let Some(email) = person.email.clone() else { return Ok(None) };
    let account = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::PersonId.eq(person.id))
        .into_tuple::<i64>()
        .one(tx)
        .await?;
    Ok(Some(Recipient { email, name: full_name(person), person: Some(person.id.0), account }))
}

/// The enrolment, locked until the transaction ends, with its person; `None` when it is not of
/// this cohort.
pub(crate) async fn locked(
    tx: &DatabaseTransaction,
    id: EnrolmentId,
    context: &RuleContext,
) -> Result<Option<(enrolment::Model, person::Model)>, DbErr> {
    let enrolment = enrolment::Entity::find_by_id(id)
        .filter(enrolment::Column::CohortId.eq(context.cohort.id))
        .lock_exclusive()
        .one(tx)
        .await?;
    let Some(enrolment) = enrolment else {
        return Ok(None);
    };
    let person = person::Entity::find_by_id(enrolment.person_id).one(tx).await?;
    Ok(person.map(|person| (enrolment, person)))
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
