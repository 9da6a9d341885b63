//! The grid of grades: everything typed stays, one wrong cell saves nothing, and only what
//! changed is written.

mod grid;

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::cohort_head;
use cohorts_model::scale::GradeScale;
use cohorts_model::views::from_closing;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::texts::{Refusal, sentence};
use sign_in_model::prelude::*;

use self::grid::{GradeGrid, nota, read};
use crate::commands::{self, GradeEntryContext, GradesPrecondition, NewGrade};
use crate::entity::activity::ActivityId;
use crate::entity::grade_entry::{GradeEntryId, Origin};
use crate::rules::{AssessmentRefusal, GradeChange, GradeOverride};
use crate::{labels, policy};

/// The longest reason.
const REASON: usize = 300;

#[get("/cohortes/<cohort>/notas")]
pub async fn show(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let book = read(&desk, actor, cohort).await?;
    let form = book.saved();
    desk.show(&book.page(actor, form))
}

#[post("/cohortes/<cohort>/notas", data = "<fields>")]
pub async fn save(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let head = cohort_head(desk.app.db.read(), actor, cohort).await?;
    let permit = policy::may_grade(actor, &head.access)?;
    let (seen, cells) = match read_cells(&fields, head.cohort.scale) {
        Ok(read) => read,
        Err(wrong) => {
            let book = read(&desk, actor, cohort).await?;
            let form = naming_people(&book, &fields, wrong);
            return desk.refuse(&book.page(actor, form));
        }
    };
    let mut reader = Reader::new(&fields);
    let reason = reader.optional("motivo", REASON);
    if let Err(form) = reader.finish() {
        return desk.refuse(&read(&desk, actor, cohort).await?.page(actor, form));
    }
    let how = GradeEntryContext { seen, origin: Origin::Typed, reason };
    match commands::enter_grades(desk.app, permit, how, cells).await {
        Ok(entered) => {
            let mut text = match entered.changed {
                0 => "No había notas que guardar.".to_owned(),
                1 => "Se guardó 1 nota.".to_owned(),
                more => format!("Se guardaron {more} notas."),
            };
            let to = format!("/cohortes/{cohort}/notas{}", from_closing(&desk));
            if entered.overtaken == 0 && entered.own == 0 {
                return desk.done(to, text);
            }
            if entered.own > 0 {
                text.push_str(&format!(" {}", AssessmentRefusal::Oneself.sentence()));
            }
            if entered.overtaken > 0 {
                text.push_str(
                    " Entretanto otra persona cambió notas que usted no tocó: revise la planilla.",
                );
            }
            desk.warned(to, text)
        }
        Err(failure) => {
            let refusal = failure.refusal()?;
            let book = read(&desk, actor, cohort).await?;
            let form = match &refusal {
                AssessmentRefusal::ChangedMeanwhile { changes, overtaken } => {
                    conflicting(&book, &fields, &refusal, changes, overtaken)
                }
                AssessmentRefusal::ReasonMissing { over } => {
                    typed_over(&book, &fields, &refusal, over)
                }
                _ => fields.refused(&refusal),
            };
            desk.refuse(&book.page(actor, form))
        }
    }
}

/// A cell whose text is no grade: its activity, its enrolment and what was typed.
struct WrongCell {
    activity: ActivityId,
    enrolment: EnrolmentId,
    typed: String,
}

/// Reads every cell, or every cell that is wrong. Keys that are not ids are forged: the
/// activity 0 is refused as unknown.
fn read_cells(
    fields: &Fields,
    scale: GradeScale,
) -> Result<(GradesPrecondition, Vec<NewGrade>), Vec<WrongCell>> {
    let (mut cells, mut wrong) = (Vec::new(), Vec::new());
    for (key, typed) in fields.grid("nota") {
        let ids = key.split_once("][").and_then(|(a, e)| Some((a.parse().ok()?, e.parse().ok()?)));
        let (activity, enrolment) = ids.unwrap_or((ActivityId(0), EnrolmentId(0)));
        let tenths = match typed {
            "" => None,
            typed => match numbers::parse_tenths(typed) {
                Some(tenths) if scale.has(tenths) => Some(tenths),
                _ => {
                    wrong.push(WrongCell { activity, enrolment, typed: typed.to_owned() });
                    continue;
                }
            },
        };
        cells.push(NewGrade { activity, enrolment, tenths });
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    // Without a number the form saw nothing, and whatever there is counts as unseen.
    let seen = fields.first("visto").parse().unwrap_or(GradeEntryId(0));
    Ok((GradesPrecondition::Until(seen), cells))
}

/// Everything typed, with each wrong cell named in the order of the page.
fn naming_people(book: &GradeGrid, fields: &Fields, wrong: Vec<WrongCell>) -> FormState {
    let mut reader = Reader::new(fields);
    let mut known = 0;
    for person in &book.people {
        for activity in &book.activities {
            let cell =
                wrong.iter().find(|w| w.activity == activity.id && w.enrolment == person.enrolment);
            if let Some(cell) = cell {
                known += 1;
                let typed: String = cell.typed.chars().take(20).collect();
                reader.wrong(
                    &nota(activity.id, person.enrolment),
                    format!(
                        "{}: «{typed}» no es una nota. Escriba un número {}, con un decimal como máximo.",
                        book.label(activity.id, person),
                        book.head.cohort.scale.between()
                    ),
                );
            }
        }
    }
    if known < wrong.len() {
        reader.wrong("", AssessmentRefusal::NotOnTheList.sentence());
    }
    match reader.finish() {
        Ok(()) => fields.state(),
        Err(form) => form,
    }
}

/// What was typed, with who changed what beside each cell; cells that only the other person
/// changed show the new grade, and all of it counts as seen: saving again is a decision.
fn conflicting(
    book: &GradeGrid,
    fields: &Fields,
    refusal: &AssessmentRefusal,
    changes: &[GradeChange],
    overtaken: &[GradeChange],
) -> FormState {
    let text = |tenths: Option<i32>| tenths.map(numbers::tenths);
    let mut form = fields.refused(refusal);
    for change in changes {
        let activity = book.activities.iter().find(|a| a.id == change.activity);
        let told = format!(
            "{} de {}: {} registró {} el {}",
            activity.map_or("Actividad", |a| a.name.as_str()),
            change.person,
            change.author,
            text(change.tenths).unwrap_or_else(|| "«sin nota»".to_owned()),
            dates::short_with_time(change.at)
        );
        form.refuse(&nota(change.activity, change.enrolment), sentence(&told));
    }
    for change in overtaken {
        let value = vec![text(change.tenths).unwrap_or_default()];
        form.values.insert(nota(change.activity, change.enrolment), value);
    }
    form.values.insert("visto".to_owned(), vec![book.last.to_string()]);
    form
}

/// What was typed, with what each grade followed from beside its cell, and the reason asked for.
fn typed_over(
    book: &GradeGrid,
    fields: &Fields,
    refusal: &AssessmentRefusal,
    over: &[GradeOverride],
) -> FormState {
    let mut form = fields.refused(refusal);
    for one in over {
        let activity = book.activities.iter().find(|a| a.id == one.activity);
        let told = format!(
            "{} de {}: la nota {} {}",
            activity.map_or("Actividad", |a| a.name.as_str()),
            one.person,
            numbers::tenths(one.tenths),
            labels::whose(one.origin),
        );
        form.refuse(&nota(one.activity, one.enrolment), sentence(&told));
    }
    form
}
