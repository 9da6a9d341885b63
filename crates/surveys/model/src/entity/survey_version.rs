//! A version of the survey of a kind. Published ones are never changed: a correction is the next one.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `survey_version`.
    VersionId
}

/// The kinds of survey: each has its own subject and its own respondents.
#[stored]
#[words("surveys.kind_")]
pub enum Kind {
    /// What people thought of a course that ended, anonymous.
    Satisfaction,
    /// What people apply at work three months after.
    #[stored("months_3")]
    Months3,
    #[stored("months_6")]
    Months6,
    /// What the supervisor of a person sees of it at work.
    Supervisor,
}

#[stored]
#[words("surveys.state_")]
pub enum State {
    Draft,
    Published,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_version")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: VersionId,
    pub kind: Kind,
    /// 1, 2, … within the kind.
    pub number: i32,
    pub state: State,
    /// `questionnaire::Questionnaire` as JSON.
    pub body: String,
    /// Why it changed.
    pub note: Option<String>,
    pub written_at: DateTimeUtc,
    pub written_by: Option<AccountId>,
    pub published_at: Option<DateTimeUtc>,
    pub published_by: Option<AccountId>,
}

relations! {}
