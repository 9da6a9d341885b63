//! A person who is asked in a follow-up: the one who learnt, or their supervisor about them.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::post::PostId;
use platform::ids::{id, stored};
use platform::relations::relations;

use super::survey_round::RoundId;

id! {
    /// The id of a row of `survey_invitation`.
    InvitationId
}

/// The person who answers an invitation.
#[stored]
pub enum Respondent {
    Person,
    Supervisor,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_invitation")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: InvitationId,
    pub round_id: RoundId,
    /// Personal: the person whom the questions are about.
    pub enrolment_id: EnrolmentId,
    pub respondent: Respondent,
    /// The supervisor's address, as the person gave it. `None` for the person's own invitation: their
    /// address is read when a letter is written.
    /// Personal: contact.
    pub email: Option<String>,
    /// When the person allowed us to write to their supervisor.
    pub consented_at: Option<DateTimeUtc>,
    /// Letters that were written: the first one and the reminders.
    pub asks: i32,
    pub asked_at: Option<DateTimeUtc>,
    pub expires_at: DateTimeUtc,
    pub answered_at: Option<DateTimeUtc>,
    /// `questionnaire::SurveyAnswers` as JSON.
    /// Personal: what the person does at work, or what their supervisor thinks of it.
    pub answers: Option<String>,
    /// The principal post that the person held on the day of the answer.
    /// Personal: occupation.
    pub post_id: Option<PostId>,
}

relations! {
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
    ;
    Round: RoundId => super::survey_round(Id),
}
