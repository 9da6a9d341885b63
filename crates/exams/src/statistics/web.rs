//! `/actividades/<activity>/prueba/resultados`.

use assessment_model::entity::activity::ActivityId;
use cohorts_model::place::CohortTab;
use cohorts_model::scale::GradeScale;
use measures::{Figure, OptionRow, Real};
use platform::charts::Chart;
use platform::{markdown, numbers};
use questions::Question;
use sign_in_model::prelude::*;

use super::figures::{self, QuestionFigures, choices};
use super::queries;
use super::views::{FiguresPage, OptionLine, OptionTable, QuestionRow};
use crate::policy::{may_build, may_see};
use crate::queries::{activity_head, bodies, exam_of};
use crate::views::ActivityHead;

/// Characters of a question and of an option.
const WORDS: usize = 90;
/// A question that more than this get right tells little.
const EASY: f64 = 0.95;
/// One that fewer than this get right is hard, or wrong.
const HARD: f64 = 0.2;

pub fn routes() -> Vec<Route> {
    routes![show]
}

#[get("/actividades/<activity>/prueba/resultados")]
pub async fn show(desk: Desk<'_>, activity: ActivityId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let (activity, head) = activity_head(db, actor, activity).await?;
    may_see(actor, &head.access)?;
    head.enter(&desk, CohortTab::Evaluation).await?;
    let exam = exam_of(db, activity.id).await?.ok_or(AppError::NotFound)?;
    let rows = queries::scored(db, exam.id).await?;
    let marked = queries::marked(db, exam.id).await?;
    let mut ids: Vec<_> = rows.iter().filter_map(queries::ScoredAnswer::version).collect();
    ids.sort_unstable_by_key(|id| id.0);
    ids.dedup();
    let known = bodies(db, &ids).await?;
    let told = figures::test(head.cohort.scale, &rows, &marked, &known);
    let coordinates = may_build(actor, &head.access, activity.id).is_ok();
    let body = |one: &QuestionFigures| known.get(&one.version).map(|(_, question)| question);
    let words = |one: &QuestionFigures| {
        body(one).map(|body| markdown::plain(body.text().as_str(), WORDS)).unwrap_or_default()
    };
    desk.show(&FiguresPage {
        head: ActivityHead::new(&activity, &head),
        is_empty: rows.is_empty(),
        facts: facts(&told),
        chart: chart(&told, head.cohort.scale),
        rows: told
            .questions
            .iter()
            .map(|one| QuestionRow {
                code: one.code.clone(),
                href: coordinates.then(|| format!("/preguntas/{}", one.question)),
                words: words(one),
                n: one.difficulty.shown().map_or_else(dash, |(_, n)| numbers::counted(n)),
                difficulty: said(&one.difficulty, percent),
                discrimination: said(&one.discrimination, hundredths),
                note: note(one),
            })
            .collect(),
        options: told
            .questions
            .iter()
            .filter_map(|one| table(one, body(one)?, words(one)))
            .collect(),
    })
}

fn dash() -> String {
    "—".to_owned()
}

fn said(figure: &Figure<Real>, write: fn(Real) -> String) -> String {
    figure.shown().map_or_else(dash, |(value, _)| write(*value))
}

fn percent(value: Real) -> String {
    numbers::percent(Some(value.get()))
}

fn hundredths(value: Real) -> String {
    numbers::decimal(value.get(), 2)
}

/// A mean of tenths as a grade: «3,4».
fn grade(value: Real) -> String {
    numbers::decimal(value.get() / 10.0, 1)
}

fn facts(told: &figures::ExamFigures) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mean = match told.grades.shown() {
        Some((mean, n)) => format!(
            "{}, con 95 % de confianza de {} a {} (n = {n})",
            grade(mean.mean),
            grade(mean.interval.low),
            grade(mean.interval.high)
        ),
        None => told.grades.why_not().unwrap_or_default(),
    };
    facts.push(Fact::new("Nota media", mean));
    if let Some(alpha) = &told.alpha {
        let value = match alpha.shown() {
            Some((value, n)) => format!("{} (n = {n}). {}", hundredths(*value), judged(*value)),
            None => alpha.why_not().unwrap_or_default(),
        };
        facts.push(Fact::new("Confiabilidad (alfa de Cronbach)", value));
    }
    facts
}

/// What an alpha is taken for, usually (J. C. Nunnally, 1978: 0,7 is enough to compare groups).
fn judged(alpha: Real) -> &'static str {
    match alpha.get() {
        value if value >= 0.7 => "Desde 0,70 las preguntas miden juntas lo mismo.",
        value if value >= 0.5 => {
            "Entre 0,50 y 0,70: sirve para comparar grupos con cuidado, no personas."
        }
        _ => "Menos de 0,50: las preguntas miden cosas distintas, son pocas, o alguna está mal.",
    }
}

fn chart(told: &figures::ExamFigures, scale: GradeScale) -> Option<Chart> {
    let (_, n) = told.grades.shown()?;
    let step = figures::step(scale);
    let label = |from: i32| {
        let next = from + step;
        let last = if next == scale.highest() { next } else { next - 1 };
        format!("De {} a {}", numbers::tenths(from), numbers::tenths(last))
    };
    let froms = (0..scale.highest()).step_by(usize::try_from(step).unwrap_or(1));
    let counts: Vec<(String, usize)> =
        froms.zip(&told.spread).map(|(from, count)| (label(from), *count)).collect();
    Some(Chart::new(numbers::people(n), (n, ("persona", "personas")), &counts))
}

fn note(one: &QuestionFigures) -> String {
    let tells = one.discrimination.shown().map(|(value, _)| value.get());
    match one.difficulty.shown() {
        None => one.difficulty.why_not().unwrap_or_default(),
        Some(_) if tells.is_some_and(|value| value < 0.0) => {
            "La aciertan más quienes menos saben: revise la clave y la redacción.".to_owned()
        }
        Some((share, _)) if share.get() > EASY => "Casi todas las personas la aciertan.".to_owned(),
        Some((share, _)) if share.get() < HARD => {
            "Casi nadie la acierta: revise la clave y la redacción.".to_owned()
        }
        Some(_) => match &one.discrimination {
            Figure::Shown(_) => String::new(),
            hidden => hidden.why_not().unwrap_or_default(),
        },
    }
}

/// The table of a question's options; none while it is hidden, which the question's row says.
fn table(one: &QuestionFigures, question: &Question, words: String) -> Option<OptionTable> {
    let (rows, _) = one.options.as_ref()?.shown()?;
    let known = choices(question)?;
    let line = |(place, (row, (text, right))): (usize, (&OptionRow, &(Option<_>, bool)))| {
        let text: &Option<&questions::Markdown> = text;
        OptionLine {
            words: match text {
                Some(text) => markdown::plain(text.as_str(), WORDS),
                None => if place == 0 { "Verdadero" } else { "Falso" }.to_owned(),
            },
            right: *right,
            chosen: row.chosen,
            share: percent(row.share),
            upper: percent(row.upper),
            lower: percent(row.lower),
            note: match (*right, row.chosen) {
                (false, 0) => "Nadie la elige: no distrae.",
                (false, _) if row.upper.get() > row.lower.get() => {
                    "La eligen más quienes más saben: puede estar mal redactada o ser correcta."
                }
                _ => "",
            }
            .to_owned(),
        }
    };
    Some(OptionTable {
        id: format!("opciones-{}", one.version),
        title: one.code.clone(),
        words,
        rows: rows.iter().zip(&known).enumerate().map(line).collect(),
    })
}
