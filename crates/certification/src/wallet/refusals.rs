//! Why nothing was shared.

use platform::texts::Refusal;

use super::rules;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WalletRefusal {
    #[error("no certificate was chosen")]
    NothingChosen,
    #[error("something chosen is not among the person's active certificates")]
    NotShareable,
    #[error("the last day is over")]
    DayOver,
    #[error("the person keeps as many shared addresses open as one may")]
    TooManyShares,
}

impl Refusal for WalletRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NothingChosen => "certification.share_nothing",
            Self::NotShareable => "certification.share_not_yours",
            Self::DayOver => "certification.share_day_over",
            Self::TooManyShares => "certification.share_too_many",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooManyShares => vec![("most", rules::MOST_SHARES.to_string())],
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NothingChosen | Self::NotShareable => Some("certificado"),
            Self::DayOver => Some("hasta"),
            Self::TooManyShares => None,
        }
    }
}
