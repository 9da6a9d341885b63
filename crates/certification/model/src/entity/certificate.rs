//! What was certified, frozen on the day.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
use platform::example::Example;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `certificate`.
    CertificateId
}

/// A constancia says that the person attended; a certificado, that they passed.
#[stored]
#[derive(Example)]
#[words("certification.kind_")]
pub enum Kind {
    Certificado,
    Constancia,
}

/// Whether the certificate counts. A correction of the name replaces it.
#[stored]
pub enum State {
    Active,
    Revoked,
    Replaced,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CertificateId,
    /// Random; the address `/verificar/<code>` and the QR.
    #[sea_orm(unique)]
    pub code: String,
    /// Personal: whose certificate.
    pub enrolment_id: EnrolmentId,
    /// Personal: whose certificate.
    pub person_id: PersonId,
    pub cohort_id: CohortId,
    pub kind: Kind,
    /// Year and sequence count within the unit.
    pub number_year: i32,
    pub number_sequence: i32,
    /// As it is printed, «HUI-2026-000123»; those of before say no unit.
    pub number: String,
    /// The territorial unit whose series numbers it.
    pub issuer_unit: String,
    pub issued_at: DateTimeUtc,
    pub state: State,
    /// The last day on which it is valid, in Bogotá; empty means for ever.
    pub valid_until: Option<Date>,
    /// The moment when its holder was told that it expires, or when the worker found that no letter was
    /// needed.
    pub expiry_told_at: Option<DateTimeUtc>,
    /// Name and version of the document's template.
    pub template: String,
    /// JSON object as text: all that the document says.
    /// Personal: name, identity document.
    pub snapshot: String,
    /// SHA-256 of `snapshot`, hexadecimal.
    pub snapshot_hash: String,
    pub revoked_at: Option<DateTimeUtc>,
    /// Personal: possibly.
    pub revocation_reason: Option<String>,
    /// Personal: who revoked.
    pub revoked_by: Option<AccountId>,
}

relations! {
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
    Person: PersonId => people_model::entity::person(Id),
    Cohort: CohortId => cohorts_model::entity::cohort(Id),
    RevokedBy: RevokedBy => sign_in_model::entity::account(Id),
}
