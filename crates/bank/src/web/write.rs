//! Writing a question: a new one, or what becomes of one that exists.

use questions::Question;
use sign_in_model::prelude::*;

use super::BankChoices;
use crate::commands::{
    self, NewQuestion, QuestionChange, QuestionPlacement, QuestionSaveOutcome, VersionTag,
};
use crate::entity::question::{Difficulty, QuestionId, State};
use crate::forms::{self, MORE, ROWS};
use crate::labels::{self, QuestionKind};
use crate::policy::{self, READERS};
use crate::queries::{self, QuestionRecord};
use crate::rules::{LONGEST_CODE, LONGEST_NOTE, PICTURE};
use crate::views::{FormPage, KindPage};

#[get("/preguntas/nueva")]
pub async fn new_form(desk: Desk<'_>) -> Answer {
    policy::may_write(desk.actor_as(&READERS)?)?;
    let fields = Fields::of_address(desk.request());
    let Some(sort) = QuestionKind::from_form(fields.first("tipo")) else {
        return desk.show(&KindPage::new());
    };
    let form = FormState::default().with(ROWS, forms::usual_rows(sort));
    let form = form.with("capacidad", fields.first("capacidad"));
    desk.show(&new_page(&desk, sort, form, forms::usual_rows(sort)).await?)
}

#[post("/preguntas", data = "<fields>")]
pub async fn create(desk: Desk<'_>, fields: Fields) -> Answer {
    let permit = policy::may_write(desk.actor_as(&READERS)?)?;
    let Some(sort) = QuestionKind::from_form(fields.first("tipo")) else {
        return desk.refuse(&KindPage::new());
    };
    let rows = forms::rows(sort, &fields);
    if fields.first("hacer") == "agregar" {
        let (form, rows) = with_more(&fields, rows);
        return desk.show(&new_page(&desk, sort, form, rows).await?);
    }
    let read = read(sort, &fields, State::Draft);
    let (place, question, _) = match read {
        Ok(read) => read,
        Err(form) => return desk.refuse(&new_page(&desk, sort, form, rows).await?),
    };
    let code = fields.first("codigo");
    let code = (!code.is_empty()).then(|| code.to_owned());
    match commands::create(desk.app, permit, NewQuestion { code, place, question }).await {
        Ok(id) => desk.done(
            format!("/preguntas/{id}"),
            "La pregunta quedó en borrador. Mírela como quien la responde y publíquela.",
        ),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&new_page(&desk, sort, form, rows).await?)
        }
    }
}

async fn new_page(
    desk: &Desk<'_>,
    sort: QuestionKind,
    form: FormState,
    rows: usize,
) -> Result<FormPage, AppError> {
    let lists = BankChoices::read(desk).await?;
    let page = FormPage::of(sort, form, rows);
    Ok(FormPage {
        heading: format!("Crear una pregunta: {}", sort.label().to_lowercase()),
        capacities: lists.capacities,
        courses: lists.courses,
        ..page
    })
}

fn with_more(fields: &Fields, rows: usize) -> (FormState, usize) {
    let rows = (rows + MORE).min(questions::MOST_OPTIONS);
    let mut form = fields.state();
    form.values.insert(ROWS.to_owned(), vec![rows.to_string()]);
    (form, rows)
}

/// What was typed: where it belongs, what it asks, what it corrects.
fn read(
    sort: QuestionKind,
    fields: &Fields,
    state: State,
) -> Result<(QuestionPlacement, Question, Option<String>), FormState> {
    let mut reader = Reader::new(fields);
    reader.optional("codigo", LONGEST_CODE);
    let note = reader.optional("nota", LONGEST_NOTE);
    if note.is_none() && state == State::Published && !reader.is_wrong("nota") {
        reader.wrong("nota", "Escriba qué corrige: queda en la historia de la pregunta.");
    }
    let capacity = reader.text("capacidad", 40, "Elija la capacidad que la pregunta mide.");
    let choices = Difficulty::ALL.map(|one| (labels::difficulty_value(one), one));
    let difficulty = reader.choice("dificultad", &choices, "Elija la dificultad.");
    let course = match fields.first("curso") {
        "" => None,
        typed => match typed.parse() {
            Ok(course) => Some(course),
            Err(_) => {
                reader.wrong("curso", "Elija un curso de la lista.");
                None
            }
        },
    };
    let question = forms::read(sort, fields);
    let placed = reader.finish();
    match (question, placed) {
        (Ok(question), Ok(())) => {
            let difficulty = difficulty.unwrap_or(Difficulty::Medium);
            Ok((QuestionPlacement { capacity, course, difficulty }, question, note))
        }
        (Err(form), Ok(())) | (Ok(_), Err(form)) => Err(form),
        (Err(mut form), Err(mut placed)) => {
            placed.errors.append(&mut form.errors);
            Err(placed)
        }
    }
}

#[get("/preguntas/<question>/edicion")]
pub async fn edit_form(desk: Desk<'_>, question: QuestionId) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let whole = queries::find(desk.app.db.read(), actor, question).await?;
    policy::may_change(actor, question)?;
    let last = whole.last()?;
    let asks = queries::read_body(last.id, &last.body)?;
    let place = &whole.question;
    let form = forms::fill(&asks)
        .with("capacidad", &place.capacity_code)
        .with("dificultad", labels::difficulty_value(place.difficulty))
        .with_option("curso", place.course_id)
        .with_option("nota", last.note.as_ref().filter(|_| last.published_at.is_none()));
    let rows = form.first(ROWS).and_then(|rows| rows.parse().ok()).unwrap_or_default();
    let seen = VersionTag::of(last.id, &last.body);
    desk.show(
        &edit_page(&desk, &whole, QuestionKind::of(&asks), (form, rows), seen.as_str()).await?,
    )
}

#[post("/preguntas/<question>/edicion", data = "<fields>")]
pub async fn save(desk: Desk<'_>, question: QuestionId, fields: Fields) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let whole = queries::find(desk.app.db.read(), actor, question).await?;
    let permit = policy::may_change(actor, question)?;
    let last = whole.last()?;
    // The kind is the question's: another kind of question is another question.
    let sort = QuestionKind::of(&queries::read_body(last.id, &last.body)?);
    let rows = forms::rows(sort, &fields);
    let seen = VersionTag::typed(fields.first("visto"));
    if fields.first("hacer") == "agregar" {
        let more = with_more(&fields, rows);
        return desk.show(&edit_page(&desk, &whole, sort, more, seen.as_str()).await?);
    }
    let (place, asks, note) = match read(sort, &fields, whole.question.state) {
        Ok(read) => read,
        Err(form) => {
            return desk
                .refuse(&edit_page(&desk, &whole, sort, (form, rows), seen.as_str()).await?);
        }
    };
    let change = QuestionChange { place, question: asks, note };
    let page = format!("/preguntas/{question}");
    match commands::save(desk.app, permit, &seen, change).await {
        Ok(QuestionSaveOutcome::Nothing) => desk.done(page, "La pregunta queda como estaba."),
        Ok(QuestionSaveOutcome::Placed) => desk.done(page, "Los datos de la pregunta quedaron guardados."),
        Ok(QuestionSaveOutcome::Draft(_)) => desk.done(page, "El borrador quedó guardado."),
        Ok(QuestionSaveOutcome::NextVersion(number)) => desk.done(
            page,
            format!(
                "La versión {number} quedó en borrador. La publicada sigue en uso hasta que publique esta."
            ),
        ),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&edit_page(&desk, &whole, sort, (form, rows), seen.as_str()).await?)
        }
    }
}

async fn edit_page(
    desk: &Desk<'_>,
    whole: &QuestionRecord,
    sort: QuestionKind,
    (form, rows): (FormState, usize),
    seen: &str,
) -> Result<FormPage, AppError> {
    let lists = BankChoices::read(desk).await?;
    let last = whole.last()?;
    let code = &whole.question.code;
    let needs_note = whole.question.state == State::Published;
    let page = FormPage::of(sort, form, rows);
    Ok(FormPage {
        heading: match (needs_note, last.published_at.is_some()) {
            (true, true) => format!("Corregir la pregunta {code}"),
            _ => format!("Editar el borrador de {code}"),
        },
        lead: if needs_note {
            "Una versión publicada no cambia: lo que guarde es la versión siguiente, en borrador hasta que la publique."
        } else {
            page.lead
        },
        action: format!("/preguntas/{}/edicion", whole.question.id),
        cancel: format!("/preguntas/{}", whole.question.id),
        code: Some(code.clone()),
        seen: seen.to_owned(),
        needs_note,
        capacities: lists.capacities,
        courses: lists.courses,
        pictures: whole.pictures.iter().map(|picture| snippet(picture.number)).collect(),
        ..page
    })
}

/// What shows a picture in a text.
pub(super) fn snippet(number: i32) -> String {
    format!("![Describa la imagen](picture:{PICTURE}{number})")
}
