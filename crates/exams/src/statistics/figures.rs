//! The figures of a test: pure.

use std::collections::{BTreeMap, HashMap};

use assessment_model::bank::entity::question::QuestionId;
use assessment_model::bank::entity::question_version::QuestionVersionId;
use cohorts_model::scale::GradeScale;
use measures::{
    Confidence, Figure, Mean, Minimum, OptionChoice, OptionRow, PointSheet, Real, alpha,
    difficulty, discrimination, distractors, mean,
};
use questions::{Answer, Kind, Markdown, Question, Weight};

use super::queries::ScoredAnswer;
use crate::entity::attempt::AttemptId;
use crate::rules::{MILLION, tenths};

/// The figures of a whole test.
pub struct ExamFigures {
    /// The mean of the grades, in tenths.
    pub grades: Figure<Mean>,
    /// How many grades lie within each point of the scale; nothing while [`ExamFigures::grades`] is hidden.
    pub spread: Vec<usize>,
    pub alpha: Option<Figure<Real>>,
    pub questions: Vec<QuestionFigures>,
}

/// The figures of one version of a question.
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

/// Returns how wide a bar is on a scale, in tenths.
pub fn step(scale: GradeScale) -> i32 {
    scale.highest() / 5
}

/// Computes all figures of a test.
pub fn test(
    scale: GradeScale,
    rows: &[ScoredAnswer],
    marked: &HashMap<(AttemptId, i32), Answer>,
    known: &HashMap<QuestionVersionId, (QuestionId, Question)>,
) -> ExamFigures {
    let mut people: BTreeMap<AttemptId, Vec<&ScoredAnswer>> = BTreeMap::new();
    let mut columns: Vec<(QuestionVersionId, &ScoredAnswer)> = Vec::new();
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
        return ExamFigures { alpha: None, grades: told, spread, questions: Vec::new() };
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
    ExamFigures {
        grades: told,
        spread,
        alpha: Some(alpha(&sheet, least)),
        questions: questions.collect(),
    }
}

/// Points of people on versions. A version that two lines asked for different points is brought to
/// the points of the first.
fn sheet(
    people: &BTreeMap<AttemptId, Vec<&ScoredAnswer>>,
    columns: &[(QuestionVersionId, &ScoredAnswer)],
) -> Option<PointSheet> {
    let worth = |row: &ScoredAnswer| i64::from(row.points) * MILLION;
    let rows = people.values().map(|all| {
        let of = |(version, first): &(QuestionVersionId, &ScoredAnswer)| {
            let row = all.iter().find(|row| row.version() == Some(*version))?;
            let (own, wanted) = (i128::from(worth(row).max(1)), i128::from(worth(first)));
            let points = i128::from(row.earned) * wanted / own;
            Some(i64::try_from(points).unwrap_or(0).clamp(0, worth(first)))
        };
        columns.iter().map(of).collect()
    });
    let worths: Vec<i64> = columns.iter().map(|(_, row)| worth(row)).collect();
    PointSheet::new(worths, rows.collect()).ok()
}

/// Returns what each person marked on a version, with their totals.
fn chosen(
    rows: &[ScoredAnswer],
    marked: &HashMap<(AttemptId, i32), Answer>,
    version: QuestionVersionId,
) -> Vec<OptionChoice> {
    let those = rows.iter().filter(|row| row.version() == Some(version));
    those
        .map(|row| OptionChoice {
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
