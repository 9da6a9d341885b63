//! A test is printed; its papers; and what came back of a print.

use rocket::http::ContentType;

use assessment_model::entity::activity::{self, ActivityId};
use assessment_model::rules::may_grade;
use cohorts_model::place::CohortTab;
use cohorts_model::policy::runs;
use cohorts_model::queries::CohortHead;
use platform::codes::{display_code, normal_code};
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;

use crate::entity::exam;
use crate::paper::commands::{self, NewPrint};
use crate::paper::entity::exam_print::PrintId;
use crate::paper::pdf;
use crate::paper::policy::{may_print, may_read_key, may_see};
use crate::paper::queries::{self, PrintContext, printed};
use crate::paper::rules::{LETTERS, MOST_BLANKS, notes, window_words};
use crate::paper::views::{PrintsPage, SheetRow, SheetsPage, form_choices};
use crate::queries::{activity_head, exam_of};
use crate::refusals::ExamRefusal;
use crate::views::ActivityHead;

/// The longest place.
const PLACE: usize = 120;

/// The activity's test, for those who work on the cohort.
async fn test_of(
    desk: &Desk<'_>,
    actor: &Actor,
    id: ActivityId,
) -> Result<(activity::Model, exam::Model, CohortHead), AppError> {
    let db = desk.app.db.read();
    let (activity, head) = activity_head(db, actor, id).await?;
    may_see(actor, &head.access)?;
    head.enter(desk, CohortTab::Evaluation).await?;
    let exam = exam_of(db, id).await?.ok_or(AppError::NotFound)?;
    Ok((activity, exam, head))
}

async fn page(
    desk: &Desk<'_>,
    (activity, exam, head): (&activity::Model, &exam::Model, &CohortHead),
    form: FormState,
) -> Result<PrintsPage, AppError> {
    let rows = queries::prints(desk.app.db.read(), exam.id).await?;
    let blocked = may_grade(head.cohort.stage).is_err();
    Ok(PrintsPage {
        form,
        head: ActivityHead::new(activity, head),
        blocked: blocked.then(|| ExamRefusal::CohortClosed.sentence()),
        freezes: exam.frozen_at.is_none(),
        window: window_words((exam.opens_at, exam.closes_at)),
        many: form_choices(),
        rows,
    })
}

#[get("/actividades/<activity>/prueba/papel")]
pub async fn list(desk: Desk<'_>, activity: ActivityId) -> Answer {
    let actor = desk.actor()?;
    let (activity, exam, head) = test_of(&desk, actor, activity).await?;
    let form = FormState::default()
        .with("fecha", dates::input_date(dates::bogota_date(exam.opens_at)))
        .with("hora", dates::input_time(exam.opens_at))
        .with("lugar", &head.cohort.place_text)
        .with("formas", 2)
        .with("con_nombre", "si")
        .with("sin_nombre", 2);
    desk.show(&page(&desk, (&activity, &exam, &head), form).await?)
}

#[post("/actividades/<activity>/prueba/papel", data = "<fields>")]
pub async fn print(desk: Desk<'_>, activity: ActivityId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (activity, exam, head) = test_of(&desk, actor, activity).await?;
    let permit = may_print(actor, &head.access, exam.id)?;
    let mut reader = Reader::new(&fields);
    let date = reader.date("fecha", "Escriba el día en que se presenta.");
    let time = reader.time("hora", "Escriba la hora a la que empieza.");
    let place = reader.text("lugar", PLACE, "Escriba el lugar.");
    let most = i32::try_from(LETTERS.len()).unwrap_or(1);
    let forms = reader.whole("formas", 1..=most, "Elija cuántas formas.");
    let blanks = reader.whole("sin_nombre", 0..=MOST_BLANKS, "Escriba cuántas hojas sin nombre.");
    let listed = reader.ticked("con_nombre");
    let form = match reader.finish() {
        Err(form) => form,
        Ok(()) => {
            let new = NewPrint {
                forms: usize::try_from(forms).unwrap_or(1),
                listed,
                blanks: usize::try_from(blanks).unwrap_or(0),
                sits_at: dates::from_bogota(date, time),
                place,
            };
            match commands::print(desk.app, permit, new).await {
                Ok(print) => {
                    let text = "La impresión quedó preparada: abra los cuadernillos y las hojas, e imprímalos.";
                    return desk.done(format!("/impresiones/{print}"), text);
                }
                Err(failure) => fields.refused(&failure.refusal()?),
            }
        }
    };
    desk.refuse(&page(&desk, (&activity, &exam, &head), form).await?)
}

async fn sheets_page(
    desk: &Desk<'_>,
    actor: &Actor,
    printed: &PrintContext,
    form: FormState,
) -> Result<SheetsPage, AppError> {
    let db = desk.app.db.read();
    let PrintContext { print, activity, head, .. } = printed;
    head.enter(desk, CohortTab::Evaluation).await?;
    let learns = queries::learns(db, actor, head.cohort.id).await?;
    let forms = queries::forms(db, print.id).await?;
    let rows = queries::sheets(db, print.id).await?;
    let owners = rows.iter().filter_map(|(sheet, _)| sheet.enrolment_id);
    let people = queries::people(db, owners).await?;
    let entered = rows.iter().filter(|(sheet, _)| sheet.attempt_id.is_some()).count();
    let next = rows.iter().find(|(sheet, _)| sheet.attempt_id.is_none());
    Ok(SheetsPage {
        head: ActivityHead::new(activity, head),
        print: print.id,
        facts: vec![
            Fact::new("Se presenta", dates::short_with_time(print.sits_at)),
            Fact::new("Lugar", print.place.clone()),
            Fact::new("Hojas digitadas", format!("{entered} de {}", rows.len())),
        ],
        booklets: forms.into_iter().map(|form| form.letter).collect(),
        may_read_key: may_read_key(actor, &head.access, learns).is_ok(),
        next: next.map(|(sheet, _)| sheet.code.clone()),
        form,
        rows: rows
            .iter()
            .map(|(sheet, letter)| {
                let person = sheet.enrolment_id.and_then(|place| people.get(&place));
                SheetRow {
                    number: sheet.number,
                    href: format!("/hojas/{}", sheet.code),
                    code: display_code(&sheet.code),
                    letter: letter.clone(),
                    name: person
                        .map_or_else(|| "Sin nombre".to_owned(), |person| person.name.by_surname()),
                    attempt: sheet.attempt_id,
                    notes: notes(&sheet.unread, sheet.note.as_deref()),
                }
            })
            .collect(),
    })
}

/// A print; with a code in the address, the sheet of that code.
#[get("/impresiones/<printing>")]
pub async fn show(desk: Desk<'_>, printing: PrintId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let printed = printed(db, actor, printing).await?;
    let typed = Fields::of_address(desk.request());
    let form = match typed.first("codigo") {
        "" => FormState::default(),
        code => match find(&desk, actor, code).await? {
            Some(code) => return desk.go(format!("/hojas/{code}")),
            None => typed.state().refused(
                "codigo",
                "Ninguna hoja tiene ese código: escriba las ocho letras y números que están arriba a la derecha.",
            ),
        },
    };
    desk.show(&sheets_page(&desk, actor, &printed, form).await?)
}

/// The code of a sheet that this reader may enter.
async fn find(desk: &Desk<'_>, actor: &Actor, typed: &str) -> Result<Option<String>, AppError> {
    if normal_code(typed).is_none() {
        return Ok(None);
    }
    match queries::sheet(desk.app.db.read(), actor, typed).await {
        Ok(found) => Ok(Some(found.sheet.code)),
        Err(AppError::NotFound | AppError::Forbidden) => Ok(None),
        Err(other) => Err(other),
    }
}

#[get("/impresiones/<printing>/cuadernillo/<form>")]
pub async fn booklet(desk: Desk<'_>, printing: PrintId, form: &str) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let printed = printed(db, actor, printing).await?;
    let forms = queries::forms(db, printing).await?;
    let form = forms.iter().find(|one| one.letter == form).ok_or(AppError::NotFound)?;
    let bytes = pdf::booklet(desk.app, &printed, form).await?;
    reply(&desk, format!("cuadernillo-{printing}-{}.pdf", form.letter), bytes)
}

#[get("/impresiones/<printing>/hojas")]
pub async fn sheets(desk: Desk<'_>, printing: PrintId) -> Answer {
    let actor = desk.actor()?;
    let printed = printed(desk.app.db.read(), actor, printing).await?;
    let masked = !runs(actor, &printed.head.access.cohort);
    let bytes = pdf::sheets(desk.app, &printed, masked).await?;
    reply(&desk, format!("hojas-{printing}.pdf"), bytes)
}

#[get("/impresiones/<printing>/clave")]
pub async fn key(desk: Desk<'_>, printing: PrintId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let printed = printed(db, actor, printing).await?;
    let learns = queries::learns(db, actor, printed.head.cohort.id).await?;
    may_read_key(actor, &printed.head.access, learns)?;
    let bytes = pdf::key(desk.app, &printed).await?;
    reply(&desk, format!("clave-{printing}.pdf"), bytes)
}

fn reply(desk: &Desk<'_>, name: String, bytes: Vec<u8>) -> Answer {
    desk.file(FileReply { name, content_type: ContentType::PDF, bytes, inline: true })
}
