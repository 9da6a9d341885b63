//! Addresses of products.

mod assignment;
mod list;
mod own;
mod review;

use std::collections::HashMap;

use rocket::{Route, routes};

use platform::{dates, numbers};

use super::entity::grading::GradingId;
use super::entity::grading_mark;
use super::queries::GraderVerdict;
use super::rules::Rubric;
use super::views::{Opinion, OpinionLine};

pub fn routes() -> Vec<Route> {
    routes![
        assignment::show,
        assignment::save,
        list::show,
        review::show,
        review::grade,
        review::moderate,
        review::file,
        own::show,
        own::submit,
    ]
}

/// Returns the opinion of a grader in the words of the rubric. `who` is what the reader may know of
/// the grader: learners read no name.
fn opinion(
    said: &GraderVerdict,
    rubric: Option<&Rubric>,
    marks: &HashMap<GradingId, Vec<grading_mark::Model>>,
    who: String,
) -> Opinion {
    let marks = marks.get(&said.id).map(Vec::as_slice).unwrap_or_default();
    let lines = marks.iter().filter_map(|mark| {
        let rubric = rubric?;
        let criterion = rubric.criteria.get(usize::try_from(mark.criterion).ok()?)?;
        let level = rubric.levels.get(usize::try_from(mark.level).ok()?)?;
        Some(OpinionLine {
            criterion: criterion.name.clone(),
            level: format!("{} ({})", level.name, numbers::tenths(level.tenths)),
            comment: mark.comment.clone(),
        })
    });
    Opinion {
        who,
        when: dates::long_with_time(said.graded_at),
        grade: said.tenths.map(numbers::tenths),
        comment: said.comment.clone(),
        lines: lines.collect(),
    }
}
