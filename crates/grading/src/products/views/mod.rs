//! Pages of products: what is asked for, the list of a cohort, one version, one's own.

mod assignment;
mod own;
mod review;

use serde::Serialize;

use platform::example::Example;
use platform::pages::{Sample, samples_of};

pub use assignment::AssignmentPage;
pub use own::{LearnerProductPage, VersionLine};
pub use review::{CriterionForm, ProductListPage, ProductListRow, ProductReviewPage};

/// What one grader said of a version.
#[derive(Clone, Debug, Serialize, Example)]
pub struct Opinion {
    pub who: String,
    pub when: String,
    /// «4,2»; empty when it was given back.
    pub grade: Option<String>,
    pub comment: Option<String>,
    pub lines: Vec<OpinionLine>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct OpinionLine {
    pub criterion: String,
    pub level: String,
    pub comment: Option<String>,
}

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<AssignmentPage>(),
        samples_of::<ProductListPage>(),
        samples_of::<ProductReviewPage>(),
        samples_of::<LearnerProductPage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
