//! Why a product was not asked for, handed in or graded.

use chrono::{DateTime, Utc};

use cohorts_model::scale::GradeScale;
use platform::dates;
use platform::texts::Refusal;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProductRefusal {
    #[error("the activity is no product")]
    NoProduct,
    #[error("the cohort is closed or cancelled")]
    CohortClosed,
    #[error("the cohort is neither confirmed nor running")]
    CohortNotRunning,
    #[error("the person has no confirmed place")]
    NoPlace,
    #[error("a rubric has two to five levels")]
    LevelsCount,
    #[error("levels do not fall from the best to the worst within the scale")]
    LevelsOrder { scale: GradeScale },
    #[error("a rubric has one to eight criteria")]
    CriteriaCount,
    #[error("a criterion does not say what is expected at each level")]
    Expected { criterion: usize, levels: usize },
    #[error("a criterion weighs nothing")]
    Weightless { criterion: usize },
    #[error("the criteria do not total 100")]
    CriteriaTotal { total: i32 },
    #[error("somebody graded by the rubric already")]
    RubricUsed,
    #[error("the date to hand in is over")]
    TooLate { due: DateTime<Utc> },
    #[error("the last version was graded")]
    Graded,
    #[error("a file is asked for")]
    FileMissing,
    #[error("a link is asked for")]
    LinkMissing,
    #[error("neither a file nor a link")]
    NothingHandedIn,
    #[error("the file is not kept")]
    File(#[from] scans::ScanRefusal),
    #[error("a newer version was handed in")]
    Superseded,
    #[error("the graders agree or one is missing")]
    NothingToDecide,
    #[error("the levels are not those of the rubric")]
    LevelsUnknown,
}

impl Refusal for ProductRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoProduct => "assessment.product_no_product",
            Self::CohortClosed => "assessment.product_cohort_closed",
            Self::CohortNotRunning => "assessment.product_cohort_not_running",
            Self::NoPlace => "assessment.product_no_place",
            Self::LevelsCount => "assessment.product_levels_count",
            Self::LevelsOrder { .. } => "assessment.product_levels_order",
            Self::CriteriaCount => "assessment.product_criteria_count",
            Self::Expected { .. } => "assessment.product_expected",
            Self::Weightless { .. } => "assessment.product_weightless",
            Self::CriteriaTotal { .. } => "assessment.product_criteria_total",
            Self::RubricUsed => "assessment.product_rubric_used",
            Self::TooLate { .. } => "assessment.product_too_late",
            Self::Graded => "assessment.product_graded",
            Self::FileMissing => "assessment.product_file_missing",
            Self::LinkMissing => "assessment.product_link_missing",
            Self::NothingHandedIn => "assessment.product_nothing_handed_in",
            Self::File(_) => "attendance.scan_refused",
            Self::Superseded => "assessment.product_superseded",
            Self::NothingToDecide => "assessment.product_nothing_to_decide",
            Self::LevelsUnknown => "assessment.product_levels_unknown",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Expected { criterion, levels } => {
                vec![("which", (criterion + 1).to_string()), ("levels", levels.to_string())]
            }
            Self::Weightless { criterion } => vec![("which", (criterion + 1).to_string())],
            Self::CriteriaTotal { total } => vec![("total", total.to_string())],
            Self::TooLate { due } => vec![("due", dates::short_with_time(*due))],
            Self::File(why) => vec![("why", why.to_string())],
            Self::LevelsOrder { scale } => vec![("top", scale.top())],
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::FileMissing | Self::NothingHandedIn | Self::File(_) => Some("archivo"),
            Self::LinkMissing => Some("enlace"),
            _ => None,
        }
    }
}
