//! The sheets of a print typed a line each: thirty papers on one page, without JavaScript. Every line is
//! kept alone; what is wrong stays as it was typed, with its sentence, and holds nobody else up.

use std::collections::{BTreeSet, HashMap};

use assessment_model::rules::may_grade;
use cohorts_model::place::CohortTab;
use platform::codes::display_code;
use platform::numbers::some;
use sign_in_model::prelude::*;

use crate::paper::answer_line;
use crate::paper::commands::{self, ExamSheetEntry};
use crate::paper::entity::exam_form::FormId;
use crate::paper::entity::exam_print::PrintId;
use crate::paper::form_questions::{FormQuestion, form_questions};
use crate::paper::policy::may_enter;
use crate::paper::queries::{self, PendingSheet, PrintContext, printed};
use crate::paper::refusals::PaperRefusal;
use crate::paper::views::{GridPage, GridRow};
use crate::refusals::ExamRefusal;
use crate::views::ActivityHead;

/// Sheets of one page: each is a transaction of its own.
const MOST: usize = 40;

fn field(number: i32) -> String {
    format!("hoja[{number}]")
}

/// A print with the sheets that wait and what their forms ask. Seven statements.
struct GridContext {
    printed: PrintContext,
    waiting: Vec<PendingSheet>,
    asked: HashMap<FormId, Vec<FormQuestion>>,
}

impl GridContext {
    async fn read(desk: &Desk<'_>, actor: &Actor, printing: PrintId) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        let printed = printed(db, actor, printing).await?;
        printed.head.enter(desk, CohortTab::Evaluation).await?;
        let waiting = queries::waiting(db, printing, MOST as u64 + 1).await?;
        let forms: BTreeSet<FormId> = waiting.iter().map(|one| one.form_id).collect();
        let asked = form_questions(db, &forms.into_iter().collect::<Vec<_>>()).await?;
        Ok(Self { printed, waiting, asked })
    }

    fn asked(&self, one: &PendingSheet) -> &[FormQuestion] {
        self.asked.get(&one.form_id).map_or(&[], Vec::as_slice)
    }
}

fn page(context: &GridContext, form: FormState, told: Option<String>) -> GridPage {
    let GridContext { printed: PrintContext { print, activity, head, .. }, waiting, .. } = context;
    let rows = waiting.iter().take(MOST).map(|one| GridRow {
        field: field(one.number),
        sheet: format!("{} · {}", one.number, display_code(&one.code)),
        href: format!("/hojas/{}", one.code),
        name: one.person.name.by_surname(),
        letter: one.letter.clone(),
        asks: some(context.asked(one).len(), "respuesta", "respuestas"),
    });
    GridPage {
        form,
        head: ActivityHead::new(activity, head),
        print: print.id,
        blocked: may_grade(head.cohort.stage).err().map(|_| ExamRefusal::CohortClosed.sentence()),
        told,
        rows: rows.collect(),
        more: waiting.len() > MOST,
    }
}

#[get("/impresiones/<printing>/planilla")]
pub async fn show(desk: Desk<'_>, printing: PrintId) -> Answer {
    let context = GridContext::read(&desk, desk.actor()?, printing).await?;
    let at = context.printed.print.sits_at;
    let form = FormState::default()
        .with("fecha", dates::input_date(dates::bogota_date(at)))
        .with("hora", dates::input_time(at));
    desk.show(&page(&context, form, None))
}

#[post("/impresiones/<printing>/planilla", data = "<fields>")]
pub async fn enter(desk: Desk<'_>, printing: PrintId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let context = GridContext::read(&desk, actor, printing).await?;
    let mut reader = Reader::new(&fields);
    let date = reader.date("fecha", "Escriba el día en que se presentaron.");
    let time = reader.time("hora", "Escriba la hora a la que empezaron.");
    if let Err(form) = reader.finish() {
        return desk.refuse(&page(&context, form, None));
    }
    let taken_at = dates::from_bogota(date, time);
    let mut form = fields.state();
    let mut kept = 0;
    for one in context.waiting.iter().take(MOST) {
        let name = field(one.number);
        let typed = fields.first(&name);
        if typed.is_empty() {
            continue;
        }
        match enter_one(&desk, actor, &context, one, (typed, taken_at)).await? {
            Ok(()) => {
                kept += 1;
                form.values.remove(&name);
            }
            // The day is wrong of all of them: said once.
            Err((Some(field), _)) if form.error(field).is_some() => {}
            Err((field, why)) => form.refuse(field.unwrap_or(&name), why),
        }
    }
    let told = kept_sentence(kept);
    if form.has_errors() {
        let context = GridContext::read(&desk, actor, printing).await?;
        let shown: Vec<_> = context.waiting.iter().map(|one| field(one.number)).collect();
        for error in &mut form.errors {
            // Somebody entered it meanwhile: its line is gone, and what is said of it is not.
            if error.field.starts_with("hoja[") && !shown.contains(&error.field) {
                error.field.clear();
            }
        }
        return desk.refuse(&page(&context, form, (kept > 0).then_some(told)));
    }
    let here = format!("/impresiones/{printing}");
    match context.waiting.len() > MOST {
        true => desk.done(format!("{here}/planilla"), told),
        false => desk.done(here, told),
    }
}

/// Why a line was not saved: the field, if it is not the line itself, and the sentence.
type GridError = (Option<&'static str>, String);

async fn enter_one(
    desk: &Desk<'_>,
    actor: &Actor,
    context: &GridContext,
    one: &PendingSheet,
    (typed, taken_at): (&str, DateTime<Utc>),
) -> Result<Result<(), GridError>, AppError> {
    let marks = match answer_line::read(context.asked(one), typed) {
        Ok(marks) => marks,
        Err(why) => return Ok(Err((None, why))),
    };
    let sheet = (one.sheet, one.enrolment_id);
    let Ok(permit) = may_enter(actor, &context.printed.head.access, one.person.id, sheet) else {
        return Ok(Err((None, PaperRefusal::OwnSheet.sentence())));
    };
    let entry = ExamSheetEntry { seen: 0, taken_at, marks, note: None, reason: None };
    match commands::enter(desk.app, permit, entry).await {
        Ok(_) => Ok(Ok(())),
        Err(failure) => {
            let refusal = failure.refusal()?;
            Ok(Err((refusal.field(), refusal.sentence())))
        }
    }
}

fn kept_sentence(kept: usize) -> String {
    let verb = if kept == 1 { "Se guardó" } else { "Se guardaron" };
    format!("{verb} {}.", some(kept, "hoja", "hojas"))
}
