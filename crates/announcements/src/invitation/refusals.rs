//! Why a call was not sent.

use cohorts_model::entity::cohort::Stage;
use platform::texts::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("announcements.")]
pub enum InvitationRefusal {
    #[error("the cohort takes nobody at this stage")]
    #[code("announcements.call_not_open")]
    #[facts(stage = stage.label().to_lowercase())]
    NotOpen { stage: Stage },
    #[error("no municipality of the cohort has a focal point")]
    #[code("announcements.call_nobody")]
    Nobody,
    #[error("everybody was called today already")]
    CalledToday,
}
