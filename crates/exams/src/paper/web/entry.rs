//! One sheet typed: a field for each question, from one to the next by the keyboard alone, and
//! after saving straight to the next sheet. Works without JavaScript; what is wrong stays as it was
//! typed, with its sentence beside it.

use assessment_model::rules::may_grade;
use cohorts_model::place::CohortTab;
use cohorts_model::policy::runs;
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
use platform::codes::display_code;
use platform::numbers::some;
use platform::texts::{Refusal, sentence};
use platform::{dates, markdown};
use questions::{Answer as QuestionAnswer, Kind};
use sign_in_model::prelude::*;

use crate::paper::commands::{self, ExamSheetEntry, SheetEntryOutcome, SheetMark};
use crate::paper::form_questions::{self, FormQuestion};
use crate::paper::policy::may_enter;
use crate::paper::queries::{self, SheetDetail};
use crate::paper::refusals::PaperRefusal;
use crate::paper::rules::{self, UNREAD, hint, notes};
use crate::paper::views::{EntryPage, EntryRow};
use crate::queries::last_answers;
use crate::refusals::ExamRefusal;
use crate::views::ActivityHead;

/// The longest note and reason.
const NOTE: usize = 300;
/// Characters of a question beside its field.
const WORDS: usize = 70;

fn field(position: i32) -> String {
    format!("respuesta[{position}]")
}

async fn asked(desk: &Desk<'_>, found: &SheetDetail) -> Result<Vec<FormQuestion>, AppError> {
    let mut all = form_questions::form_questions(desk.app.db.read(), &[found.form.id]).await?;
    Ok(all.remove(&found.form.id).unwrap_or_default())
}

/// What the database has: the day of the print, or everything that was entered.
async fn saved(
    desk: &Desk<'_>,
    found: &SheetDetail,
    all: &[FormQuestion],
) -> Result<FormState, AppError> {
    let db = desk.app.db.read();
    let mut at = found.printed.print.sits_at;
    let mut form = FormState::default();
    if let Some(attempt) = found.sheet.attempt_id {
        let answers = last_answers(db, attempt).await?;
        let unread: Vec<i32> = serde_json::from_str(&found.sheet.unread).unwrap_or_default();
        for one in all {
            let typed = match answers.get(&one.position) {
                _ if unread.contains(&one.position) => UNREAD.to_owned(),
                Some(last) => rules::written(&one.question, &one.order, &last.answer),
                None => continue,
            };
            form = form.with(&field(one.position), typed);
        }
        form = form.with_option("nota", found.sheet.note.as_ref());
        at = queries::taken_at(db, attempt).await?.unwrap_or(at);
    } else {
        // Whoever types one sheet after another says once when they were taken.
        let typed = Fields::of_address(desk.request());
        if !typed.first("fecha").is_empty() {
            return Ok(form.with("fecha", typed.first("fecha")).with("hora", typed.first("hora")));
        }
    }
    Ok(form
        .with("fecha", dates::input_date(dates::bogota_date(at)))
        .with("hora", dates::input_time(at)))
}

async fn page(
    desk: &Desk<'_>,
    actor: &Actor,
    found: &SheetDetail,
    all: &[FormQuestion],
    form: FormState,
    seen: i32,
) -> Result<EntryPage, AppError> {
    let SheetDetail { sheet, form: printed_form, printed, person, author } = found;
    printed.head.enter(desk, CohortTab::Evaluation).await?;
    let people = match person {
        Some(_) => Vec::new(),
        None => queries::roster(desk.app.db.read(), printed.head.cohort.id).await?,
    };
    let blocked = may_grade(printed.head.cohort.stage).is_err();
    let masked = !runs(actor, &printed.head.access.cohort);
    let rows = all.iter().map(|one| {
        let long = matches!(one.question.kind(), Kind::Open);
        EntryRow {
            field: field(one.position),
            label: format!("{}. {}", one.position, hint(&one.question, &one.order)),
            words: markdown::plain(one.question.text().as_str(), WORDS),
            width: match one.question.kind() {
                Kind::ShortText(_) => "l",
                Kind::Matching(_) | Kind::Numeric { .. } | Kind::Ordering(_) => "m",
                _ => "xs",
            },
            long,
        }
    });
    Ok(EntryPage {
        form,
        code: display_code(&sheet.code),
        letter: printed_form.letter.clone(),
        name: person.as_ref().map(|person| person.name.name.by_surname()),
        document: person.as_ref().map(|person| person.document(masked)).unwrap_or_default(),
        head: ActivityHead::new(&printed.activity, &printed.head),
        print: printed.print.id,
        action: format!("/hojas/{}", sheet.code),
        blocked: blocked.then(|| ExamRefusal::CohortClosed.sentence()),
        entered: sheet.entered_at.map(|at| {
            let who = author.as_deref().unwrap_or("alguien");
            let notes = notes(&sheet.unread, None);
            let told = sentence(&format!("La digitó {who} el {}", dates::short_with_time(at)));
            format!("{told} {notes}").trim().to_owned()
        }),
        attempt: sheet.attempt_id,
        seen,
        people: people
            .iter()
            .map(|(enrolment, name)| Alternative::new(enrolment, name.clone()))
            .collect(),
        rows: if blocked { Vec::new() } else { rows.collect() },
    })
}

#[get("/hojas/<paper>")]
pub async fn show(desk: Desk<'_>, paper: &str) -> Answer {
    let actor = desk.actor()?;
    let found = queries::sheet(desk.app.db.read(), actor, paper).await?;
    let all = asked(&desk, &found).await?;
    let form = saved(&desk, &found, &all).await?;
    let seen = found.sheet.revision;
    desk.show(&page(&desk, actor, &found, &all, form, seen).await?)
}

/// Whose sheet it is: the one that was printed, or the one that was chosen.
async fn owner(
    desk: &Desk<'_>,
    found: &SheetDetail,
    fields: &Fields,
) -> Result<Option<(EnrolmentId, PersonId)>, AppError> {
    if let (Some(enrolment), Some(person)) = (found.sheet.enrolment_id, &found.person) {
        return Ok(Some((enrolment, person.id)));
    }
    let Ok(enrolment) = fields.first("persona").parse::<i64>() else { return Ok(None) };
    let enrolment = EnrolmentId(enrolment);
    let db = desk.app.db.read();
    let roster = queries::roster(db, found.printed.head.cohort.id).await?;
    if !roster.iter().any(|(known, _)| *known == enrolment) {
        return Ok(None);
    }
    let person = queries::people(db, [enrolment]).await?.remove(&enrolment);
    Ok(person.map(|person| (enrolment, person.id)))
}

fn read(
    fields: &Fields,
    all: &[FormQuestion],
    corrects: bool,
) -> Result<ExamSheetEntry, FormState> {
    let mut reader = Reader::new(fields);
    let date = reader.date("fecha", "Escriba el día en que se presentó.");
    let time = reader.time("hora", "Escriba la hora a la que empezó.");
    let mut marks = Vec::with_capacity(all.len());
    for one in all {
        let name = field(one.position);
        match rules::read(&one.question, &one.order, fields.first(&name)) {
            Ok(typed) => marks.push(SheetMark {
                position: one.position,
                answer: typed.answer,
                unread: typed.unread,
            }),
            Err(why) => reader.wrong(&name, format!("Pregunta {}: {why}", one.position)),
        }
    }
    let note = reader.optional("nota", NOTE);
    let reason = match corrects {
        true => Some(reader.text("motivo", NOTE, "Escriba por qué se corrige.")),
        false => None,
    };
    reader.finish()?;
    let seen = fields.first("visto").parse().unwrap_or(0);
    Ok(ExamSheetEntry { seen, taken_at: dates::from_bogota(date, time), marks, note, reason })
}

#[post("/hojas/<paper>", data = "<fields>")]
pub async fn enter(desk: Desk<'_>, paper: &str, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let found = queries::sheet(desk.app.db.read(), actor, paper).await?;
    let all = asked(&desk, &found).await?;
    let seen: i32 = fields.first("visto").parse().unwrap_or(0);
    let owner = owner(&desk, &found, &fields).await?;
    let form = match (read(&fields, &all, seen > 0), owner) {
        (Err(mut form), owner) => {
            if owner.is_none() {
                form.refuse("persona", PaperRefusal::NoPerson.sentence());
            }
            form
        }
        (Ok(_), None) => fields.refused(&PaperRefusal::NoPerson),
        (Ok(entry), Some((enrolment, person))) => {
            let access = &found.printed.head.access;
            let permit = may_enter(actor, access, person, (found.sheet.id, enrolment))?;
            let answered =
                entry.marks.iter().filter(|mark| !QuestionAnswer::is_empty(&mark.answer)).count();
            match commands::enter(desk.app, permit, entry).await {
                Ok(done) => return saved_reply(&desk, &found, &fields, done, answered).await,
                Err(failure) => fields.refused(&failure.refusal()?),
            }
        }
    };
    // What the page saw when it was opened stays: otherwise a second press would go over the other.
    desk.refuse(&page(&desk, actor, &found, &all, form, seen).await?)
}

async fn saved_reply(
    desk: &Desk<'_>,
    found: &SheetDetail,
    fields: &Fields,
    done: SheetEntryOutcome,
    answered: usize,
) -> Answer {
    let print = found.printed.print.id;
    let code = display_code(&found.sheet.code);
    match done {
        SheetEntryOutcome::Corrected(changed) => {
            let changed = some(changed as i64, "respuesta cambió", "respuestas cambiaron");
            let text = format!("La hoja {code} quedó corregida: {changed}.");
            desk.done(format!("/impresiones/{print}"), text)
        }
        SheetEntryOutcome::New => {
            let answered = some(answered as i64, "respuesta", "respuestas");
            let text = format!("La hoja {code} quedó guardada con {answered}.");
            let next = queries::next(desk.app.db.writer(), print, found.sheet.number).await?;
            let to = match next {
                Some(next) if fields.first("ir") != "lista" => format!(
                    "/hojas/{next}?fecha={}&hora={}",
                    fields.first("fecha"),
                    fields.first("hora")
                ),
                _ => format!("/impresiones/{print}"),
            };
            desk.done(to, text)
        }
    }
}
