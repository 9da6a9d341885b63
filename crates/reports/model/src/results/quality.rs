//! What people thought of the courses of a department. Pure.

use serde::{Deserialize, Serialize};

use surveys_model::opinions::Opinions;

use super::figures::{Disclosure, Mean, Results, disclosed};
use super::queries::ResultFacts;
use crate::atoms::{OpinionSums, ScaleSums};
use crate::figures::CohortRow;

/// What people thought of a cohort.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QualityRow {
    pub cohort: String,
    pub course: String,
    pub quality: Quality,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    /// How many people were asked.
    pub asked: u64,
    /// How many people answered.
    pub answered: Disclosure<u64>,
    /// Relevance, timeliness and quality.
    pub means: [Disclosure<Mean>; 3],
}

/// Computes the opinions of each cohort, and those of all that are told together.
pub fn quality(cohorts: &[CohortRow], facts: &ResultFacts) -> Results {
    let mut results = Results::default();
    let mut all = OpinionSums::default();
    for row in cohorts {
        let Some(opinions) = facts.opinions.get(&row.id) else { continue };
        let sums = sums(opinions);
        let is_told = sums.is_told();
        if is_told {
            all.join(&sums);
        } else {
            results.left_out += 1;
        }
        let (cohort, course) = (row.name.clone(), row.course.clone());
        results.quality.push(QualityRow { cohort, course, quality: told(&sums, is_told) });
    }
    results.overall = told(&all, all.sheets > 0 || results.left_out == 0);
    results
}

/// Adds the answers of a cohort up.
fn sums(opinions: &Opinions) -> OpinionSums {
    let sheets = &opinions.scores;
    OpinionSums {
        asked: opinions.asked as i64,
        sheets: sheets.len() as i64,
        scales: [0, 1, 2]
            .map(|place| ScaleSums::of(sheets.iter().filter_map(|sheet| sheet[place]))),
    }
}

fn told(sums: &OpinionSums, is_told: bool) -> Quality {
    let asked = u64::try_from(sums.asked).unwrap_or(0);
    match (sums.sheets, is_told) {
        (0, true) => Quality { asked, ..Quality::default() },
        (_, false) => {
            Quality { asked, answered: Disclosure::Hidden, means: [Disclosure::Hidden; 3] }
        }
        (sheets, true) => Quality {
            asked,
            answered: Disclosure::Shown(u64::try_from(sheets).unwrap_or(0)),
            means: sums.scales.map(|scale| disclosed(scale, 0)),
        },
    }
}
