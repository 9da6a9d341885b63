//! Pages of certification: a cohort's certificates, one certificate, a person's own, and
//! public verification.

mod certificate;
mod closing;
mod cohort;
mod person;
mod verify;

pub use certificate::{CertificatePage, RevocationPage, ShareLinks};
pub use closing::{AskedClosing, ClosingPage, ShortClosingNote, Signpost};
pub use cohort::{
    AwaitedSecondRow, CertificateReviewPage, CertificateReviewRow, CertificateTab, IssuedPage,
    IssuedRow, Tab, certificate_crumbs, tabs,
};
pub use person::{
    GradeRow, OpenTaskRow, ProgressPage, RequirementAction, RequirementRow, SessionMark,
};
pub use verify::{Successor, VerdictPage, VerifyPage};

pub use cohorts_model::views::StageTag;

use platform::pages::{Sample, samples_of};

use super::batches::views::BatchPage;
use super::entity::certificate::Kind;
use super::labels;
use super::signatures::views::AwaitedPage;
use super::validity::rules::Validity;

/// The validity of a certificate as a tag.
pub fn validity_tag(kind: Kind, worth: Validity) -> StageTag {
    StageTag { stage: labels::validity_code(worth), label: labels::validity(kind, worth) }
}

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<ClosingPage>(),
        samples_of::<CertificateReviewPage>(),
        samples_of::<BatchPage>(),
        samples_of::<IssuedPage>(),
        samples_of::<CertificatePage>(),
        samples_of::<AwaitedPage>(),
        samples_of::<RevocationPage>(),
        samples_of::<ProgressPage>(),
        samples_of::<VerifyPage>(),
        samples_of::<VerdictPage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
