//! Pages of certification: a cohort's certificates, one certificate, a person's own, and
//! public verification.

mod certificate;
mod closing;
mod cohort;
mod person;
mod verify;

pub use certificate::{CertificatePage, RevocationPage};
pub use closing::{ClosingPage, Gap};
pub use cohort::{BatchLine, IssuedPage, IssuedRow, ReviewPage, ReviewRow, Tab, TabOf, tabs};
pub use person::{GradeRow, OpenRow, PartRow, ProgressPage};
pub use verify::{Successor, VerdictPage, VerifyPage};

use serde::Serialize;

use platform::pages::{Sample, samples_of};

use super::batches::views::BatchPage;
use super::signatures::views::AwaitedPage;

/// A state as a tag.
#[derive(Clone, Debug, Serialize)]
pub struct Tag {
    pub stage: &'static str,
    pub label: &'static str,
}

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<ClosingPage>(),
        samples_of::<ReviewPage>(),
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
