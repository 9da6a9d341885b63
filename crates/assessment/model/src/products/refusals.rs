//! Why a product was not asked for, handed in or graded.

use cohorts_model::scale::GradeScale;
use platform::prelude::*;
use sign_in_model::evidence::EvidenceRefusal;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("assessment.product_")]
pub enum ProductRefusal {
    #[error("the activity is no product")]
    NoProduct,
    #[error("the cohort is closed")]
    CohortClosed,
    #[error("the cohort is cancelled")]
    CohortCancelled,
    #[error("the cohort is neither confirmed nor running")]
    CohortNotRunning,
    #[error("the person has no confirmed place")]
    NoPlace,
    #[error("a rubric has two to five levels")]
    LevelsCount,
    #[error("levels do not fall from the best to the worst within the scale")]
    #[facts(top = scale.top())]
    LevelsOrder { scale: GradeScale },
    #[error("a rubric has one to eight criteria")]
    CriteriaCount,
    #[error("a criterion does not say what is expected at each level")]
    #[facts(which = criterion + 1, levels)]
    Expected { criterion: usize, levels: usize },
    #[error("a criterion weighs nothing")]
    #[facts(which = criterion + 1)]
    Weightless { criterion: usize },
    #[error("the criteria do not total 100")]
    CriteriaTotal { total: i32 },
    #[error("somebody graded by the rubric already")]
    RubricUsed,
    #[error("the date to hand in is over")]
    #[facts(due = dates::long_with_time(*due))]
    TooLate { due: DateTime<Utc> },
    #[error("the last version was graded")]
    Graded,
    #[error("as many versions were handed in as are kept")]
    #[facts(most)]
    TooManyVersions { most: i32 },
    #[error("a file is asked for")]
    #[field("archivo")]
    FileMissing,
    #[error("a link is asked for")]
    #[field("enlace")]
    LinkMissing,
    #[error("neither a file nor a link")]
    #[field("archivo")]
    NothingHandedIn,
    #[error("the file is not kept")]
    #[code("attendance.scan_refused")]
    #[facts(why = _0)]
    #[field("archivo")]
    File(#[from] EvidenceRefusal),
    #[error("a newer version was handed in")]
    Superseded,
    #[error("the graders agree or one is missing")]
    NothingToDecide,
    #[error("the levels are not those of the rubric")]
    LevelsUnknown,
}
