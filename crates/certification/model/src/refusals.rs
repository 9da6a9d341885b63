//! Why no certificate was issued or revoked.

use cohorts_model::refusals::CohortRefusal;
use platform::errors::Failure;
use platform::texts::Refusal;

use super::rules::Judgement;

/// What a command of certification returns: a value, a refusal that the page explains, or an error.
pub type CertificationResult<T> = Result<T, Failure<CertificationRefusal>>;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("certification.")]
pub enum CertificationRefusal {
    #[error("the cohort was cancelled")]
    CohortCancelled,
    #[error("sessions are still to be given")]
    SessionsNotOver,
    #[error("the sessions are over and the cohort is not closed")]
    NotClosed,
    #[error("the person does not meet the rule")]
    #[facts(why = _0.explanation())]
    NotEarned(Judgement),
    #[error("a character has no glyph in the document's fonts")]
    #[facts(character = _0)]
    Unprintable(char),
    #[error("the person holds an active certificate of the cohort")]
    AlreadyIssued,
    #[error("the certificate would be of whoever asks for it")]
    Oneself,
    #[error("the person is staff of the unit: a second person confirms")]
    SecondPerson,
    #[error("the account of whoever decides belongs to no person")]
    NobodyKnown,
    #[error("nobody was named for whom to issue")]
    NobodyReady,
    #[error("the certificate is not active")]
    NotActive,
    #[error("the public reason is too short or too long")]
    #[field("motivo")]
    ReasonLength,
    #[error("nothing behind the certificate changed")]
    NothingChanged,
    #[error("the person no longer meets the rule")]
    RuleLost,
    #[error("what is true changed since it was shown")]
    ShownIsOld,
    #[error("the sessions add up to other hours than those that were read")]
    HoursChanged,
    #[error("nobody was chosen")]
    #[field("certificado")]
    NobodyChosen,
    #[error("no deed was chosen")]
    #[field("hacer")]
    NoDeed,
    #[error("something about the attendance waits for a decision")]
    Undecided,
    #[error("nobody has a grade in a course that is graded")]
    NothingEvaluated,
    #[error(transparent)]
    #[same(_0)]
    Cohort(#[from] CohortRefusal),
    #[error("the box was not ticked")]
    #[field("confirma")]
    NotConfirmed,
}
