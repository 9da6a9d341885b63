//! Why a call was not sent.

use cohorts_model::entity::cohort::Stage;
use cohorts_model::labels;
use platform::texts::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvitationRefusal {
    #[error("the cohort takes nobody at this stage")]
    NotOpen { stage: Stage },
    #[error("no municipality of the cohort has a focal point")]
    Nobody,
    #[error("everybody was called today already")]
    CalledToday,
}

impl Refusal for InvitationRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotOpen { .. } => "announcements.call_not_open",
            Self::Nobody => "announcements.call_nobody",
            Self::CalledToday => "announcements.called_today",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotOpen { stage } => vec![("stage", labels::stage(*stage).to_lowercase())],
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        None
    }
}
