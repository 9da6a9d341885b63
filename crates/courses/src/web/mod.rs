//! Addresses of the catalogue, and of one capacity with the courses that build it.

mod capacity;
mod form;

use capacities_model::labels::subject_label;
use capacities_model::queries::capacities;
use platform::pager::{Pager, address};
use platform::pages::{Fact, Moment};
use platform::texts::{Refusal, and, say};
use sign_in_model::prelude::*;
use sign_in_model::queries::HistoryLine;
use territory_model::queries::catalog;

use super::entity::course::CourseId;
use super::entity::course_version::{self, Modality, State};
use super::queries::{self, CourseFilter, CourseLine, WholeCourse};
use super::rules::{self, Content};
use super::views::{CourseListPage, CoursePage, CourseRow, CourseVersionRow, TargetRow};
use super::{commands, labels, policy};

pub fn routes() -> Vec<Route> {
    let mut all = routes![list, show, publish, capacity::show];
    all.extend(form::routes());
    all
}

#[get("/cursos?<q>&<tema>&<modalidad>&<pagina>")]
async fn list(
    desk: Desk<'_>,
    q: Option<&str>,
    tema: Option<&str>,
    modalidad: Option<&str>,
    pagina: Option<u64>,
) -> Answer {
    let actor = desk.actor()?;
    let (typed, subject, modality) =
        (q.unwrap_or_default().trim(), tema.unwrap_or_default(), modalidad.unwrap_or_default());
    let filter = CourseFilter {
        text: typed.to_owned(),
        subject: subject.to_owned(),
        modality: Modality::from_code(modality),
    };
    let here = address("/cursos", &[("q", typed), ("tema", subject), ("modalidad", modality)]);
    let db = desk.app.db.read();
    let count = queries::count_courses(db, actor, &filter).await?;
    let pager = Pager::new(pagina, count, &here);
    let rows = queries::courses(db, actor, &filter, pager.offset()).await?;
    desk.show(&CourseListPage {
        filter: FormState::default()
            .with("q", typed)
            .with("tema", subject)
            .with("modalidad", modality),
        subjects: labels::subjects(),
        modalities: Modality::alternatives(),
        rows: rows.into_iter().map(row).collect(),
        pager,
        may_create: policy::may_create(actor).is_ok(),
        filtered: here != "/cursos",
    })
}

fn row(line: CourseLine) -> CourseRow {
    CourseRow {
        href: format!("/cursos/{}", line.course_id),
        subject: subject_label(&line.subject).to_owned(),
        track: line.track.label().to_owned(),
        modality: line.modality.label().to_owned(),
        state: line.state.code().to_owned(),
        state_label: line.state.label().to_owned(),
        code: line.code,
        name: line.name,
        hours: line.hours,
        number: line.number,
    }
}

#[get("/cursos/<course>?<version>")]
async fn show(desk: Desk<'_>, course: CourseId, version: Option<i32>) -> Answer {
    let actor = desk.actor()?;
    let whole = queries::find(desk.app.db.read(), actor, course).await?;
    let page = course_page(&desk, whole, version, FormState::default()).await?;
    desk.show(&page)
}

#[post("/cursos/<course>/publicacion")]
async fn publish(desk: Desk<'_>, course: CourseId) -> Answer {
    let actor = desk.actor()?;
    let whole = queries::find(desk.app.db.read(), actor, course).await?;
    let permit = policy::may_publish(actor, course)?;
    match commands::publish(desk.app, permit).await {
        Ok(number) => desk.done(
            format!("/cursos/{course}"),
            format!(
                "La versión {number} quedó publicada: ya se pueden programar cohortes con ella."
            ),
        ),
        Err(failure) => {
            let refusal = failure.refusal()?;
            // The page lists what is missing; a refusal about the state needs no list.
            let missing = whole.versions.last().map(|(_, content)| content);
            let missing = missing.map(rules::missing_to_publish).unwrap_or_default();
            let mut form = FormState::default();
            if missing.is_empty() {
                form.refuse("", refusal.sentence());
            }
            for lacking in missing {
                form.refuse("", lacking.sentence());
            }
            let page = course_page(&desk, whole, None, form).await?;
            desk.refuse(&page)
        }
    }
}

async fn course_page(
    desk: &Desk<'_>,
    whole: WholeCourse,
    asked: Option<i32>,
    form: FormState,
) -> Result<CoursePage, AppError> {
    let db = desk.app.db.read();
    let actor = desk.actor()?;
    let WholeCourse { course, versions } = whole;
    let last = versions.last().ok_or(AppError::NotFound)?;
    let (version, content) = match asked {
        None => last,
        Some(number) => versions
            .iter()
            .find(|(version, _)| version.number == number)
            .ok_or(AppError::NotFound)?,
    };
    let names = capacities(db).await?;
    let name_of = |code: &str| {
        let known = names.iter().find(|capacity| capacity.code == code);
        known.map(|capacity| capacity.name.clone()).unwrap_or_default()
    };
    let offers = catalog(db, "offer_type").await?;
    let offer = offers.iter().find(|offer| offer.value == content.offer_type);
    let offer = offer.map_or(content.offer_type.as_str(), |offer| &offer.label);
    let events = queries::history(db, course.id).await?;
    let may_edit = policy::may_edit(actor, course.id).is_ok();
    let is_last = version.number == last.0.number;
    let draft = version.state == State::Draft && is_last;
    let may_publish = draft && policy::may_publish(actor, course.id).is_ok();
    let missing = if may_publish { rules::missing_to_publish(content) } else { Vec::new() };
    // What cannot be published yet offers what to do first.
    let may_publish = may_publish && missing.is_empty();
    let published = versions.iter().rev().find(|(version, _)| version.state == State::Published);
    let newer = published.filter(|(published, _)| published.number > version.number);
    let current = published.is_some_and(|(published, _)| published.number == version.number);
    let in_force = published.map(|(published, _)| published.number);
    Ok(CoursePage {
        facts: facts(&course.subject, course.track.label(), offer, content),
        objective: content.objective.clone(),
        contents: content.contents.lines().map(str::to_owned).collect(),
        targets: content
            .targets
            .iter()
            .map(|target| TargetRow {
                code: target.capacity.clone(),
                name: name_of(&target.capacity),
                level: target.level.label().to_owned(),
                evidence: target.evidence.clone(),
            })
            .collect(),
        versions: versions
            .iter()
            .rev()
            .map(|(each, _)| version_row(course.id, each, (version.number, in_force)))
            .collect(),
        events: events.iter().map(moment).collect(),
        edit: may_edit.then(|| match last.0.state {
            State::Draft => format!("Editar el borrador (versión {})", last.0.number),
            State::Published => format!("Preparar la versión {}", last.0.number + 1),
        }),
        edit_quietly: may_publish || (may_edit && current),
        may_publish,
        // After a refusal the summary on top says the same.
        missing: if form.has_errors() {
            Vec::new()
        } else {
            missing.iter().map(Refusal::sentence).collect()
        },
        schedule: (may_edit && current).then(|| format!("/cohortes/nueva?version={}", version.id)),
        newer: newer.map(|(newer, _)| format!("/cursos/{}?version={}", course.id, newer.number)),
        lessons: policy::gives(actor).then(|| format!("/cursos/{}/lecciones", course.id)),
        form,
        course: course.id,
        code: course.code,
        name: version.name.clone(),
        number: version.number,
        state: version_tone(version, in_force).to_owned(),
        state_label: version_label(version, in_force),
    })
}

/// What a version is beside the others of its course: the last published one is in force.
fn version_label(version: &course_version::Model, in_force: Option<i32>) -> String {
    match version.state {
        State::Draft => version.state.label().to_owned(),
        State::Published if in_force == Some(version.number) => say("courses.version_current", &[]),
        State::Published => say("courses.version_earlier", &[]),
    }
}

/// The tone of its tag: an earlier version is as quiet as a draft.
fn version_tone(version: &course_version::Model, in_force: Option<i32>) -> &'static str {
    match in_force == Some(version.number) {
        true => State::Published.code(),
        false => State::Draft.code(),
    }
}

fn facts(subject: &str, track: &str, offer: &str, content: &Content) -> Vec<Fact> {
    vec![
        Fact::new("Dirigido a", track.to_owned()),
        Fact::new("Tema", subject_label(subject).to_owned()),
        Fact::new("Tipo de oferta", offer.to_owned()),
        Fact::new("Modalidad", content.modality.label().to_owned()),
        Fact::new("Intensidad", hours(content)),
        Fact::new(
            "Capacidad que trabaja",
            format!(
                "Nivel {}, tipo {}, descriptor {}",
                content.level.label().to_lowercase(),
                content.capacity_type.label().to_lowercase(),
                content.descriptor.label().to_lowercase(),
            ),
        ),
        Fact::new("Para el certificado", certificate_rule(content)),
        Fact::new("Vigencia del certificado", labels::validity(content.certificate_months)),
    ]
}

/// «40 horas; las sesiones suman al menos el 80 %».
fn hours(content: &Content) -> String {
    let hours = numbers::some(content.hours, "hora", "horas");
    match content.hours_share {
        0 => hours,
        share => format!("{hours}; las sesiones suman al menos el {share} %"),
    }
}

/// Everything that its certificate asks for, in one sentence.
fn certificate_rule(content: &Content) -> String {
    let mark = content.pass_mark.map(numbers::tenths);
    let mut parts = vec![format!("Asistencia mínima de {} %", content.minimum_attendance)];
    parts.extend(mark.as_ref().map(|mark| format!("nota final mínima de {mark}")));
    parts.extend(content.extras.words(mark.as_deref()));
    and(&parts)
}

fn version_row(
    course: CourseId,
    version: &course_version::Model,
    (shown, in_force): (i32, Option<i32>),
) -> CourseVersionRow {
    let day = dates::short(dates::bogota_date(version.published_at.unwrap_or(version.created_at)));
    CourseVersionRow {
        href: format!("/cursos/{course}?version={}", version.number),
        number: version.number,
        name: version.name.clone(),
        hours: version.hours,
        state: version_tone(version, in_force).to_owned(),
        state_label: version_label(version, in_force),
        when: match version.published_at {
            Some(_) => format!("Publicada el {day}"),
            None => format!("Empezada el {day}"),
        },
        shown: version.number == shown,
    }
}

fn moment(told: &HistoryLine) -> Moment {
    let detail: serde_json::Value = serde_json::from_str(&told.event.detail).unwrap_or_default();
    let number = detail.get("version").and_then(serde_json::Value::as_i64).unwrap_or_default();
    let text = match told.event.action.as_str() {
        "courses.create" => "Curso creado, en borrador".to_owned(),
        "courses.save_version" => format!("Borrador de la versión {number} guardado"),
        "courses.publish" => format!("Versión {number} publicada"),
        other => other.to_owned(),
    };
    let who = told.who.clone().unwrap_or_else(|| "Catálogo de referencia".to_owned());
    Moment { when: dates::short_with_time(told.event.at), text, who: Some(who) }
}
