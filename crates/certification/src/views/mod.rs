//! Pages of certification: a cohort's certificates, one certificate, a person's own, and
//! public verification.

mod certificate;
mod closing;
mod cohort;
mod person;
mod verify;

pub use certificate::{CertificatePage, RevocationPage};
pub use closing::{ClosingGap, ClosingPage};
pub use cohort::{
    BatchLine, CertificateReviewPage, CertificateReviewRow, CertificateTab, IssuedPage, IssuedRow,
    Tab, tabs,
};
pub use person::{GradeRow, OpenTaskRow, ProgressPage, RequirementRow};
pub use verify::{Successor, VerdictPage, VerifyPage};

use serde::Serialize;

use platform::example::Example;
use platform::pages::{Sample, samples_of};

use super::batches::views::BatchPage;
use super::signatures::views::AwaitedPage;

/// A state as a tag.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CertificationTag {
    pub stage: &'static str,
    pub label: &'static str,
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
