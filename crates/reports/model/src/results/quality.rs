//! What people thought of the courses of a department. Pure.

use serde::{Deserialize, Serialize};

use measures::{Minimum, publishable};
use surveys_model::opinions::Opinions;

use super::figures::{Disclosure, Mean, mean};
use super::queries::ResultFacts;
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

/// Computes the opinions of each cohort, hidden where they would reveal those of fewer than five people,
/// and those of all cohorts together.
pub fn quality(cohorts: &[CohortRow], facts: &ResultFacts) -> (Vec<QualityRow>, Quality) {
    let asked: Vec<(&CohortRow, &Opinions)> =
        cohorts.iter().filter_map(|row| Some((row, facts.opinions.get(&row.id)?))).collect();
    let answered = |scores: &[[Option<u8>; 3]], place: usize| {
        scores.iter().filter(|sheet| sheet[place].is_some()).count()
    };
    // A cohort is told when all of its figures may be: each question beside its total, and the sheets.
    let mut shown = vec![true; asked.len()];
    let sizes = |place: Option<usize>| -> Vec<usize> {
        asked
            .iter()
            .map(|(_, of)| place.map_or(of.scores.len(), |at| answered(&of.scores, at)))
            .collect()
    };
    for place in [None, Some(0), Some(1), Some(2)] {
        for (told, may) in shown.iter_mut().zip(publishable(&sizes(place), Minimum::GROUP)) {
            *told &= may;
        }
    }
    let of = |scores: &[[Option<u8>; 3]], asked: usize, told: bool| Quality {
        asked: asked as u64,
        answered: match (scores.len(), told && scores.len() >= Minimum::GROUP.people()) {
            (0, _) => Disclosure::Nothing,
            (_, false) => Disclosure::Hidden,
            (n, true) => Disclosure::Shown(n as u64),
        },
        means: [0, 1, 2].map(|place| match told {
            true => mean(scores.iter().filter_map(|sheet| sheet[place])),
            false => Disclosure::Hidden,
        }),
    };
    let rows = asked.iter().zip(shown).map(|((row, opinions), told)| QualityRow {
        cohort: row.name.clone(),
        course: row.course.clone(),
        quality: of(&opinions.scores, opinions.asked, told),
    });
    let all: Vec<[Option<u8>; 3]> =
        asked.iter().flat_map(|(_, of)| of.scores.iter().copied()).collect();
    let overall = of(&all, asked.iter().map(|(_, of)| of.asked).sum(), true);
    (rows.collect(), overall)
}
