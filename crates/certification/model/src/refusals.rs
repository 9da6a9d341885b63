//! Why no certificate was issued or revoked.

use platform::errors::Failure;
use platform::texts::Refusal;

use super::rules::Judgement;

/// What a command of certification returns: a value, a refusal that the page explains, or an error.
pub type CertificationResult<T> = Result<T, Failure<CertificationRefusal>>;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificationRefusal {
    #[error("the cohort was cancelled")]
    CohortCancelled,
    #[error("sessions are still to be given")]
    SessionsNotOver,
    #[error("the sessions are over and the cohort is not closed")]
    NotClosed,
    #[error("the person does not meet the rule")]
    NotEarned(Judgement),
    #[error("a character has no glyph in the document's fonts")]
    Unprintable(char),
    #[error("the person holds an active certificate of the cohort")]
    AlreadyIssued,
    #[error("nobody was named for whom to issue")]
    NobodyReady,
    #[error("the certificate is not active")]
    NotActive,
    #[error("the public reason is too short or too long")]
    ReasonLength,
    #[error("nothing behind the certificate changed")]
    NothingChanged,
    #[error("the person no longer meets the rule")]
    RuleLost,
    #[error("what is true changed since it was shown")]
    ShownIsOld,
    #[error("nobody was chosen")]
    NobodyChosen,
    #[error("no deed was chosen")]
    NoDeed,
    #[error("the box was not ticked")]
    NotConfirmed,
}

impl Refusal for CertificationRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::CohortCancelled => "certification.cohort_cancelled",
            Self::SessionsNotOver => "certification.sessions_not_over",
            Self::NotClosed => "certification.not_closed",
            Self::NotEarned(_) => "certification.not_earned",
            Self::Unprintable(_) => "certification.unprintable",
            Self::AlreadyIssued => "certification.already_issued",
            Self::NobodyReady => "certification.nobody_ready",
            Self::NotActive => "certification.not_active",
            Self::ReasonLength => "certification.reason_length",
            Self::NothingChanged => "certification.nothing_changed",
            Self::RuleLost => "certification.rule_lost",
            Self::ShownIsOld => "certification.shown_is_old",
            Self::NobodyChosen => "certification.nobody_chosen",
            Self::NoDeed => "certification.no_deed",
            Self::NotConfirmed => "certification.not_confirmed",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotEarned(judgement) => vec![("why", judgement.explanation())],
            Self::Unprintable(character) => vec![("character", character.to_string())],
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::ReasonLength => Some("motivo"),
            Self::NobodyChosen => Some("certificado"),
            Self::NoDeed => Some("hacer"),
            Self::NotConfirmed => Some("confirma"),
            _ => None,
        }
    }
}
