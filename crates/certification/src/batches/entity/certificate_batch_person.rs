//! One person of a batch, and what became of them.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::ids::stored;
use platform::relations::relations;

use super::certificate_batch::BatchId;
use crate::entity::certificate::CertificateId;

/// The state of a person's turn.
#[stored]
pub enum State {
    Waiting,
    Issued,
    /// The person held an active certificate already.
    Held,
    Refused,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_batch_person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: BatchId,
    /// From 1, the order of issuing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// Personal: whose certificate was asked for.
    pub enrolment_id: EnrolmentId,
    pub state: State,
    /// Personal: why it was refused, as the page says it.
    pub reason: Option<String>,
    /// Personal: the one that was issued.
    pub certificate_id: Option<CertificateId>,
}

relations! {
    ;
    Batch: BatchId => super::certificate_batch(Id),
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
    Certificate: CertificateId => crate::entity::certificate(Id),
}
