//! Why nothing was shared.

use platform::texts::Refusal;

use super::rules;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("certification.share_")]
pub enum WalletRefusal {
    #[error("no certificate was chosen")]
    #[code("certification.share_nothing")]
    #[field("certificado")]
    NothingChosen,
    #[error("something chosen is not among the person's active certificates")]
    #[code("certification.share_not_yours")]
    #[field("certificado")]
    NotShareable,
    #[error("the last day is over")]
    #[field("hasta")]
    DayOver,
    #[error("the last day is too far away")]
    #[field("hasta")]
    #[facts(days = rules::LONGEST_SHARE.num_days())]
    TooLong,
    #[error("the person keeps as many shared addresses open as one may")]
    #[code("certification.share_too_many")]
    #[facts(most = rules::MOST_SHARES)]
    TooManyShares,
}
