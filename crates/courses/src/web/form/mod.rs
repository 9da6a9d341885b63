//! The form of a course: making one, changing its draft, preparing its next version.

mod page;
mod reading;

use sign_in_model::prelude::*;

use self::page::{FormLists, evidence_name, filled, new_page, version_page};
use self::reading::{read_code, read_content};
use crate::commands::{self, NewCourse, SaveOutcome};
use crate::entity::course::CourseId;
use crate::rules::CourseRefusal;
use crate::{labels, policy, queries};

pub fn routes() -> Vec<Route> {
    routes![new_form, create, version_form, save]
}

#[get("/cursos/nuevo")]
async fn new_form(desk: Desk<'_>) -> Answer {
    policy::may_create(desk.actor()?)?;
    let lists = FormLists::read(&desk, None).await?;
    let form = FormState::default().with("asistencia_minima", 80);
    desk.show(&new_page(lists, form))
}

#[post("/cursos", data = "<fields>")]
async fn create(desk: Desk<'_>, fields: Fields) -> Answer {
    let permit = policy::may_create(desk.actor()?)?;
    let lists = FormLists::read(&desk, None).await?;
    let mut reader = Reader::new(&fields);
    let code = read_code(&mut reader);
    let subjects = labels::subjects();
    let subjects: Vec<(&str, &str)> =
        subjects.iter().map(|subject| (subject.value.as_str(), subject.value.as_str())).collect();
    let subject = reader.choice("tema", &subjects, "Elija el tema.").unwrap_or_default();
    let track = labels::track_of(subject);
    let content = read_content(&mut reader, &fields, &lists);
    let (content, track) = match (reader.finish(), content, track) {
        (Ok(()), Some(content), Some(track)) => (content, track),
        (checked, ..) => {
            let form = checked.err().unwrap_or_else(|| fields.state());
            return desk.refuse(&new_page(lists, form));
        }
    };
    let new = NewCourse { code, subject: subject.to_owned(), track, content };
    match commands::create(desk.app, permit, new).await {
        Ok(course) => desk.done(
            format!("/cursos/{course}"),
            "El curso quedó guardado en borrador. Revíselo y publíquelo.",
        ),
        Err(failure) => {
            let form = refused(&fields, &failure.refusal()?);
            desk.refuse(&new_page(lists, form))
        }
    }
}

#[get("/cursos/<course>/version")]
async fn version_form(desk: Desk<'_>, course: CourseId) -> Answer {
    let actor = desk.actor()?;
    let whole = queries::find(desk.app.db.read(), actor, course).await?;
    policy::may_edit(actor, course)?;
    let lists = FormLists::read(&desk, Some(&whole)).await?;
    let form = match whole.versions.last() {
        Some((_, content)) => filled(content),
        None => FormState::default(),
    };
    desk.show(&version_page(lists, &whole, form)?)
}

#[post("/cursos/<course>/version", data = "<fields>")]
async fn save(desk: Desk<'_>, course: CourseId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let whole = queries::find(desk.app.db.read(), actor, course).await?;
    let permit = policy::may_edit(actor, course)?;
    let lists = FormLists::read(&desk, Some(&whole)).await?;
    let mut reader = Reader::new(&fields);
    let content = read_content(&mut reader, &fields, &lists);
    let content = match (reader.finish(), content) {
        (Ok(()), Some(content)) => content,
        (checked, _) => {
            let form = checked.err().unwrap_or_else(|| fields.state());
            let mut page = version_page(lists, &whole, form)?;
            // Somebody who corrects a field is still looking at the version they opened.
            fields.first("base").clone_into(&mut page.base);
            return desk.refuse(&page);
        }
    };
    let back = format!("/cursos/{course}");
    match commands::save_version(desk.app, permit, Some(fields.first("base")), content).await {
        Ok(SaveOutcome::Nothing) => desk.done(back, "No había cambios por guardar."),
        Ok(SaveOutcome::Draft(number)) => {
            desk.done(back, format!("El borrador de la versión {number} quedó guardado."))
        }
        Ok(SaveOutcome::NextVersion(number)) => desk.done(
            back,
            format!(
                "La versión {number} quedó en borrador. Las cohortes programadas conservan la suya."
            ),
        ),
        Err(failure) => {
            let form = refused(&fields, &failure.refusal()?);
            desk.refuse(&version_page(lists, &whole, form)?)
        }
    }
}

/// Returns the form as it was typed, with the refusal beside its field. Each capacity has its own
/// field for evidence.
fn refused(fields: &Fields, refusal: &CourseRefusal) -> FormState {
    match refusal {
        CourseRefusal::NoEvidence { capacity } => {
            fields.state().refused(&evidence_name(capacity), refusal.sentence())
        }
        _ => fields.refused(refusal),
    }
}
