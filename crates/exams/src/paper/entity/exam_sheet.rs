//! One answer sheet: whose it is, and the attempt that it became.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::exam_form::FormId;
use crate::entity::attempt::AttemptId;

id! {
    /// The key of a row of `exam_sheet`.
    SheetId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exam_sheet")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SheetId,
    pub form_id: FormId,
    /// From 1, in its print.
    pub number: i32,
    /// Eight letters and digits, printed on the paper.
    #[sea_orm(unique)]
    pub code: String,
    /// Personal: whose sheet. None until it is entered, when it was printed without a name.
    pub enrolment_id: Option<EnrolmentId>,
    #[sea_orm(unique)]
    pub attempt_id: Option<AttemptId>,
    pub entered_at: Option<DateTimeUtc>,
    /// Personal: who entered it, the last time.
    pub entered_by: Option<AccountId>,
    /// How often it was entered.
    pub revision: i32,
    /// JSON: the questions whose answer could not be read.
    pub unread: String,
    /// What whoever entered it saw on the paper.
    /// Personal: opinion.
    pub note: Option<String>,
}

relations! {
    Form: FormId => super::exam_form(Id),
    ;
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
    Account: EnteredBy => sign_in_model::entity::account(Id),
}
