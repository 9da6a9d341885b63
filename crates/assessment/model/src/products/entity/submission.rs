//! One version of a learner's product. A row is never changed: another version follows.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::entity::stored_file::FileId;
use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use crate::entity::activity::ActivityId;

id! {
    /// The key of a row of `submission`.
    SubmissionId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SubmissionId,
    pub activity_id: ActivityId,
    /// Personal: whose product.
    pub enrolment_id: EnrolmentId,
    /// From 1.
    pub number: i32,
    /// Personal: their work.
    pub file_id: Option<FileId>,
    /// The digest of the bytes as they were sent; the stored file has a digest of its own.
    pub received_sha256: Option<String>,
    pub file_pages: Option<i32>,
    /// Personal: their work.
    pub link: Option<String>,
    /// Personal: what they say of it.
    pub note: Option<String>,
    pub handed_at: DateTimeUtc,
    /// Personal: who handed it in.
    pub handed_by: AccountId,
    /// Days begun after the date. One that was given back keeps those of its first version.
    pub days_late: i32,
}

relations! {
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
    File: FileId => platform::entity::stored_file(Id),
    ;
    Activity: ActivityId => crate::entity::activity(Id),
}
