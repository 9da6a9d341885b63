//! The figures of a test: pure.

use std::collections::{BTreeMap, HashMap};

use assessment_model::bank::entity::question::QuestionId;
use assessment_model::bank::entity::question_version::QuestionVersionId;
use cohorts_model::scale::Scale;
use measures::{
    Chosen, Confidence, Figure, Mean, Minimum, OptionRow, Real, Sheet, alpha, difficulty,
    discrimination, distractors, mean,
};
use questions::{Answer, Kind, Markdown, Question, Weight};

use super::queries::Scored;
use crate::entity::attempt::AttemptId;
use crate::rules::{MILLION, tenths};

/// Of a whole test.
pub struct Test {
    /// Of the grades, in tenths.
    pub grades: Figure<Mean>,
    /// How many grades lie within each point of the scale; nothing while [`Test::grades`] is hidden.
    pub spread: Vec<usize>,
    pub alpha: Option<Figure<Real>>,
    pub questions: Vec<QuestionFigures>,
}

/// Of one version of a question.
pub struct QuestionFigures {
    pub question: QuestionId,
    pub version: QuestionVersionId,
    pub code: String,
    pub difficulty: Figure<Real>,
    pub discrimination: Figure<Real>,
    /// How often each option was chosen, where there are any.
    pub options: Option<Figure<Vec<OptionRow>>>,
}

/// Bars of the distribution, each as much of the scale as the others; the highest grade belongs to
/// the last one.
pub const BARS: usize = 5;

/// What a bar takes of a scale, in tenths.
pub fn step(scale: Scale) -> i32 {
    scale.highest() / 5
}

/// Everything that is told of a test.
pub fn test(
    scale: Scale,
    rows: &[Scored],
    marked: &HashMap<(AttemptId, i32), Answer>,
    known: &HashMap<QuestionVersionId, (QuestionId, Question)>,
) -> Test {
    let mut people: BTreeMap<AttemptId, Vec<&Scored>> = BTreeMap::new();
    let mut columns: Vec<(QuestionVersionId, &Scored)> = Vec::new();
    for row in rows {
        people.entry(row.attempt).or_default().push(row);
        if let Some(version) = row.version()
            && !columns.iter().any(|(known, _)| *known == version)
        {
            columns.push((version, row));
        }
    }
    let grades: Vec<i64> = people
        .values()
        .filter_map(|all| all.first())
        .map(|one| i64::from(tenths(scale, one.total, one.of)))
        .collect();
    let told = mean(&grades, Confidence::NinetyFive, Minimum::GROUP);
    let mut spread = Vec::new();
    if !told.is_hidden() {
        spread = vec![0; BARS];
        for grade in &grades {
            let bar = usize::try_from(*grade / i64::from(step(scale))).unwrap_or(0).min(BARS - 1);
            if let Some(bar) = spread.get_mut(bar) {
                *bar += 1;
            }
        }
    }
    let least = Minimum::QUESTION;
    // More than a sheet takes, which the number of counted rows does not let happen.
    let Some(sheet) = sheet(&people, &columns) else {
        return Test { alpha: None, grades: told, spread, questions: Vec::new() };
    };
    let questions = columns.iter().enumerate().map(|(place, (version, row))| QuestionFigures {
        question: row.question,
        version: *version,
        code: row.code.clone(),
        difficulty: difficulty(&sheet, place, least),
        discrimination: discrimination(&sheet, place, least),
        options: known.get(version).and_then(|(_, question)| {
            let many = choices(question)?.len();
            Some(distractors(many, &chosen(rows, marked, *version), least))
        }),
    });
    Test { grades: told, spread, alpha: Some(alpha(&sheet, least)), questions: questions.collect() }
}

/// Points of people on versions. A version that two lines asked for different points is brought to
/// the points of the first.
fn sheet(
    people: &BTreeMap<AttemptId, Vec<&Scored>>,
    columns: &[(QuestionVersionId, &Scored)],
) -> Option<Sheet> {
    let worth = |row: &Scored| i64::from(row.points) * MILLION;
    let rows = people.values().map(|all| {
        let of = |(version, first): &(QuestionVersionId, &Scored)| {
            let row = all.iter().find(|row| row.version() == Some(*version))?;
            let (own, wanted) = (i128::from(worth(row).max(1)), i128::from(worth(first)));
            let points = i128::from(row.earned) * wanted / own;
            Some(i64::try_from(points).unwrap_or(0).clamp(0, worth(first)))
        };
        columns.iter().map(of).collect()
    });
    let worths: Vec<i64> = columns.iter().map(|(_, row)| worth(row)).collect();
    Sheet::new(worths, rows.collect()).ok()
}

/// What people marked on a version, and their totals.
fn chosen(
    rows: &[Scored],
    marked: &HashMap<(AttemptId, i32), Answer>,
    version: QuestionVersionId,
) -> Vec<Chosen> {
    let those = rows.iter().filter(|row| row.version() == Some(version));
    those
        .map(|row| Chosen {
            options: match marked.get(&(row.attempt, row.position)) {
                Some(Answer::Single(place)) => place.iter().copied().collect(),
                Some(Answer::Multiple(places)) => places.iter().copied().collect(),
                Some(Answer::TrueFalse(said)) => {
                    said.iter().map(|said| usize::from(!said)).collect()
                }
                _ => Vec::new(),
            },
            total: row.total,
        })
        .collect()
}

/// An option and whether it is right: `None` for a question without any.
pub fn choices(question: &Question) -> Option<Vec<(Option<&Markdown>, bool)>> {
    match question.kind() {
        Kind::Single(options) | Kind::Multiple(options) => Some(
            options
                .iter()
                .map(|option| (Some(&option.text), option.weight > Weight::NOTHING))
                .collect(),
        ),
        // True first, as the page says it.
        Kind::TrueFalse { right, .. } => Some(vec![(None, *right), (None, !*right)]),
        _ => None,
    }
}

#[cfg(test)]
#[path = "figures_tests.rs"]
mod tests;
