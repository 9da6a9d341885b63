//! A question of the bank; what it asks is in its versions.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use courses_model::entity::course::CourseId;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The key of a row of `question`.
    QuestionId
}

/// Where a question stands. A published one may have a draft besides: its next version.
#[stored]
#[words("assessment.question_")]
pub enum State {
    /// No version of it was published yet.
    Draft,
    /// Tests are drawn from it.
    Published,
    /// No new test takes it; those that have it keep it.
    Retired,
}

/// How hard its author thinks that it is, as it is kept.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "i32", db_type = "Integer")]
#[serde(rename_all = "snake_case")]
#[derive(platform::texts::Words)]
#[words("assessment.difficulty_")]
pub enum Difficulty {
    Easy = 1,
    Medium = 2,
    Hard = 3,
}

impl From<Difficulty> for questions::draw::Difficulty {
    fn from(kept: Difficulty) -> Self {
        match kept {
            Difficulty::Easy => Self::Easy,
            Difficulty::Medium => Self::Medium,
            Difficulty::Hard => Self::Hard,
        }
    }
}

impl From<questions::draw::Difficulty> for Difficulty {
    fn from(drawn: questions::draw::Difficulty) -> Self {
        match drawn {
            questions::draw::Difficulty::Easy => Self::Easy,
            questions::draw::Difficulty::Medium => Self::Medium,
            questions::draw::Difficulty::Hard => Self::Hard,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: QuestionId,
    #[sea_orm(unique)]
    pub code: String,
    /// For which course it was written; any test of its capacity may ask it.
    pub course_id: Option<CourseId>,
    pub capacity_code: String,
    pub difficulty: Difficulty,
    pub state: State,
    /// The code and the latest version's text, folded.
    pub search_text: String,
    pub created_at: DateTimeUtc,
    /// Personal: who wrote it first.
    pub author_account_id: AccountId,
}

relations! {
    Capacity: CapacityCode => capacities_model::entity::capacity(Code),
}
