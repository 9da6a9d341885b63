//! Prints a test. A print is stored whole before its papers are made, because they may come back
//! weeks later.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, Condition, EntityTrait, IntoActiveModel};

use assessment_model::bank;
use assessment_model::bank::entity::question_version::QuestionVersionId;
use assessment_model::entity::activity;
use assessment_model::rules::may_grade;
use cohorts_model::entity::cohort;
use enrolment_model::queries::roll;
use platform::codes::CODE_LENGTH;
use platform::errors::{AppError, refuse};
use platform::prelude::*;
use platform::{markdown, secrets};
use sign_in_model::work::Work;

use super::ExamPaperResult;
use crate::commands::locked;
use crate::paper::entity::exam_print::{self, PrintId};
use crate::paper::entity::{exam_form, exam_form_item, exam_sheet};
use crate::paper::policy::Print;
use crate::paper::refusals::PaperRefusal;
use crate::paper::rules::{check_day, check_printable, forms};
use crate::queries::{line_of, lines, pool};
use crate::refusals::ExamRefusal;
use crate::rules::{BlueprintLine, drawn};

/// Rows in one insert: sheets have the most columns.
const BATCH: usize = 500;
/// Characters of a question that a refusal names.
const NAMED: usize = 60;

/// What is printed.
#[derive(Clone, Debug)]
pub struct NewPrint {
    /// How many forms the print has, one to four.
    pub forms: usize,
    /// Whether every confirmed person gets a sheet, by surname.
    pub listed: bool,
    /// How many sheets without a name are printed.
    pub blanks: usize,
    pub sits_at: DateTime<Utc>,
    pub place: String,
}

/// Draws the test, keeps its forms and its sheets, and freezes it: from now on there is paper that
/// asks this.
///
/// # Errors
/// Refused outside the test's days, for nobody, and for questions that paper cannot show.
pub async fn print(app: &App, permit: Print, new: NewPrint) -> ExamPaperResult<PrintId> {
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let exam = locked(tx, *permit.exam()).await?;
    let (activity, cohort) = activity::Entity::find_by_id(exam.activity_id)
        .find_also_related(cohort::Entity)
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let cohort = cohort.filter(|cohort| cohort.id == *permit.cohort()).ok_or(AppError::NotFound)?;
    if may_grade(cohort.stage).is_err() {
        let closed = matches!(cohort.stage, cohort::Stage::Closed | cohort::Stage::Cancelled);
        let why = if closed { ExamRefusal::CohortClosed } else { ExamRefusal::CohortNotRunning };
        return refuse(why.into());
    }
    if let Err(refusal) = check_day((exam.opens_at, exam.closes_at), new.sits_at) {
        return refuse(refusal);
    }
    let people = match new.listed {
        true => roll(tx, cohort.id, Condition::all()).await?,
        false => Vec::new(),
    };
    let many = people.len() + new.blanks;
    match many {
        0 => return refuse(PaperRefusal::Nobody),
        many if many > documents::exam::MOST_SHEETS => return refuse(PaperRefusal::TooManySheets),
        _ => {}
    }
    let rows = lines(tx, exam.id).await?;
    let plan: Vec<BlueprintLine> = rows.iter().map(line_of).collect();
    let known = pool(tx, &plan).await?;
    let seed = secrets::number()?;
    let Ok(test) = drawn(&plan, &known, seed) else {
        return refuse(ExamRefusal::CannotDraw.into());
    };
    let ids: Vec<_> = test.iter().map(|one| QuestionVersionId(one.version)).collect();
    let bodies = bank::queries::versions(tx, &ids).await?;
    for question in bodies.values() {
        let words = markdown::plain(question.text().as_str(), NAMED);
        if let Err(refusal) = check_printable(question, &words) {
            return refuse(refusal);
        }
    }

    let row = exam_print::ActiveModel {
        exam_id: Set(exam.id),
        sits_at: Set(new.sits_at),
        place: Set(new.place),
        printed_at: Set(work.now),
        printed_by: Set(work.account()?),
        ..Default::default()
    };
    let print = row.insert(tx).await?.id;
    let mut letters = Vec::new();
    for form in forms((&plan, &known), &test, &bodies, seed, new.forms) {
        let row = exam_form::ActiveModel {
            print_id: Set(print),
            letter: Set(form.letter.to_owned()),
            seed: Set(form.seed.cast_signed()),
            ..Default::default()
        };
        let id = row.insert(tx).await?.id;
        letters.push(id);
        let mut items = Vec::with_capacity(form.items.len());
        for (position, item) in (1..).zip(&form.items) {
            let line = rows.get(item.drawn.line);
            let line = line.ok_or_else(|| AppError::Internal("a line is gone".into()))?;
            items.push(exam_form_item::ActiveModel {
                form_id: Set(id),
                position: Set(position),
                line_id: Set(line.id),
                question_version_id: Set(QuestionVersionId(item.drawn.version)),
                points: Set(line.points),
                shown: Set(json!(item.shown).to_string()),
            });
        }
        exam_form_item::Entity::insert_many(items).exec_without_returning(tx).await?;
    }
    // Who sits beside whom on the list gets another form.
    let mut sheets = Vec::with_capacity(many);
    let owners = people.iter().map(|row| Some(row.enrolment));
    let owners = owners.chain(std::iter::repeat_n(None, new.blanks));
    for ((number, owner), form) in (1..).zip(owners).zip(letters.iter().cycle()) {
        sheets.push(exam_sheet::ActiveModel {
            form_id: Set(*form),
            number: Set(number),
            code: Set(secrets::public_code()?.chars().take(CODE_LENGTH).collect()),
            enrolment_id: Set(owner),
            attempt_id: Set(None),
            entered_at: Set(None),
            entered_by: Set(None),
            revision: Set(0),
            unread: Set("[]".to_owned()),
            note: Set(None),
            ..Default::default()
        });
    }
    for batch in sheets.chunks(BATCH) {
        exam_sheet::Entity::insert_many(batch.to_vec()).exec_without_returning(tx).await?;
    }
    let id = exam.id;
    if exam.frozen_at.is_none() {
        let mut row = exam.into_active_model();
        row.frozen_at = Set(Some(work.now));
        row.update(tx).await?;
    }
    let detail = json!({
        "print": print, "activity": activity.id, "forms": letters.len(), "sheets": many,
    });
    work.record_in(cohort.id.0, "assessment.print_exam", ("exam", id.0), detail).await?;
    work.commit().await?;
    Ok(print)
}
