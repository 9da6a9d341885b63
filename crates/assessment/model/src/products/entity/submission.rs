//! One version of a learner's product. A row is never changed: another version follows.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::entity::stored_file::FileId;
use platform::ids::id;
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

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "crate::entity::activity::Entity",
        from = "Column::ActivityId",
        to = "crate::entity::activity::Column::Id"
    )]
    Activity,
    #[sea_orm(
        belongs_to = "enrolment_model::entity::enrolment::Entity",
        from = "Column::EnrolmentId",
        to = "enrolment_model::entity::enrolment::Column::Id"
    )]
    Enrolment,
    #[sea_orm(
        belongs_to = "platform::entity::stored_file::Entity",
        from = "Column::FileId",
        to = "platform::entity::stored_file::Column::Id"
    )]
    File,
}

impl Related<enrolment_model::entity::enrolment::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Enrolment.def()
    }
}

impl Related<platform::entity::stored_file::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::File.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
