//! Addresses of attendance from a file: chosen, looked at, written.

use std::collections::HashMap;

use cohorts_model as cohorts;
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::place::CohortTab;
use cohorts_model::policy::runs;
use cohorts_model::queries::{CohortHead, cohort_head};
use enrolment_model as enrolment;
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::{RollRow, roll};
use people_model::policy::is_own;
use platform::previews::read_apart;
use platform::uploads::Upload;
use sign_in_model::prelude::*;

use super::commands::import;
use super::preview::{FileContext, MarkChange, MarksPreview, look};
use super::reading;
use super::refusals::{FileRefusal, MOST_CHANGES};
use super::views::{AttendanceFileCheckPage, AttendanceFilePage, FileChangeLine, FileProblemLine};
use crate::labels;
use crate::queries::{self, CurrentMark};
use crate::rules::AttendanceRefusal;

/// The longest reason.
const REASON: usize = 300;
/// Lines that the page lists; everything is written all the same.
const LISTED: usize = 300;

pub fn routes() -> Vec<Route> {
    routes![form, upload, save]
}

/// The cohort, for its coordination alone: a file speaks of every session, finished or not.
async fn head(desk: &Desk<'_>, cohort: CohortId) -> Result<CohortHead, AppError> {
    let actor = desk.actor()?;
    let head = cohort_head(desk.app.db.read(), actor, cohort).await?;
    if !runs(actor, &head.access.cohort) {
        return Err(Denial.into());
    }
    head.enter(desk, CohortTab::Sessions).await?;
    Ok(head)
}

fn page(head: &CohortHead, form: FormState) -> AttendanceFilePage {
    AttendanceFilePage {
        form,
        title: head.title.clone(),
        cohort_href: format!("/cohortes/{}", head.cohort.id),
    }
}

#[get("/cohortes/<cohort>/asistencia/archivo")]
async fn form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let head = head(&desk, cohort).await?;
    desk.show(&page(&head, FormState::default()))
}

/// What a file is held against.
struct CohortState {
    people: Vec<RollRow>,
    sessions: Vec<session::Model>,
    current: HashMap<SessionId, HashMap<EnrolmentId, CurrentMark>>,
    own: Option<EnrolmentId>,
}

impl CohortState {
    /// Reads the cohort. Three statements.
    async fn read(desk: &Desk<'_>, cohort: CohortId) -> Result<Self, AppError> {
        let (actor, db) = (desk.actor()?, desk.app.db.read());
        let mut sessions = cohorts::queries::sessions(db, cohort).await?;
        sessions.retain(|session| session.stage != session::Stage::Cancelled);
        let people = roll(db, cohort, enrolment::policy::scope(actor)).await?;
        let current =
            queries::current_marks_of(db, sessions.iter().map(|session| session.id)).await?;
        let own = people.iter().find(|row| is_own(actor, row.person)).map(|row| row.enrolment);
        Ok(Self { people, sessions, current, own })
    }
}

#[post("/cohortes/<cohort>/asistencia/archivo", data = "<upload>")]
async fn upload(desk: Desk<'_>, cohort: CohortId, upload: Upload) -> Answer {
    let head = head(&desk, cohort).await?;
    let fields = upload.fields;
    let read = match upload.file {
        _ if upload.too_large => {
            Err(Failure::Refused(FileRefusal::Sheet(sheets::SheetRefusal::TooLarge)))
        }
        None => Err(Failure::Refused(FileRefusal::NoFile)),
        Some(file) => read_apart(file.bytes, reading::read).await.map(|(_, list)| list),
    };
    let list = match read {
        Ok(list) => list,
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            return desk.refuse(&page(&head, form));
        }
    };
    let now = desk.app.clock.now();
    let state = CohortState::read(&desk, cohort).await?;
    let ground = FileContext {
        stage: head.cohort.attendance_stage(now),
        now,
        people: &state.people,
        sessions: &state.sessions,
        current: &state.current,
        own: state.own,
    };
    let preview = look(&list, &ground);
    let refused = match preview.changes.len() {
        0 if preview.problems.is_empty() && list.is_whole() => Some(FileRefusal::NothingNew),
        many if many > MOST_CHANGES => Some(FileRefusal::TooMany),
        _ => None,
    };
    if let Some(refusal) = refused {
        return desk.refuse(&page(&head, fields.refused(&refusal)));
    }
    desk.show(&check(&head, &preview, FormState::default()))
}

fn check(head: &CohortHead, preview: &MarksPreview, form: FormState) -> AttendanceFileCheckPage {
    let more = |all: usize| {
        let rest = all.saturating_sub(LISTED);
        (rest > 0).then(|| format!("y {} más", numbers::grouped(rest as i64)))
    };
    let problems = &preview.problems;
    let new = preview.changes.iter().filter(|change| change.from.is_none()).count();
    let (changed, wrong) = (preview.changes.len() - new, preview.problems.len());
    let line = |change: &MarkChange| FileChangeLine {
        row: change.row,
        person: change.person.clone(),
        session: change.position,
        from: change.from.map_or("Sin registro", |state| state.label()),
        to: change.to.label(),
        tone: change.to.code(),
    };
    AttendanceFileCheckPage {
        form,
        title: head.title.clone(),
        cohort_href: format!("/cohortes/{}", head.cohort.id),
        figures: vec![
            Figure::counted(new, "registro nuevo", "registros nuevos"),
            Figure::counted(changed, "registro que cambia", "registros que cambian"),
            Figure::counted(preview.same, "ya dice lo mismo", "ya dicen lo mismo"),
            Figure::counted(wrong, "no se puede registrar", "no se pueden registrar"),
        ],
        notes: preview.notes.clone(),
        changes: preview.changes.iter().take(LISTED).map(line).collect(),
        more_changes: more(preview.changes.len()),
        problems: problems
            .iter()
            .take(LISTED)
            .map(|problem| FileProblemLine { row: problem.row, text: problem.text.clone() })
            .collect(),
        more_problems: more(preview.problems.len()),
        marks: packed(&preview.changes),
    }
}

/// «12:345:presente:678»: session, enrolment, state and the mark that was seen.
fn packed(changes: &[MarkChange]) -> String {
    let one = |change: &MarkChange| {
        let seen = change.seen.map(|mark| mark.to_string()).unwrap_or_default();
        let state = labels::form_value(change.to);
        format!("{}:{}:{state}:{seen}", change.session, change.enrolment)
    };
    changes.iter().map(one).collect::<Vec<_>>().join(",")
}

/// Reads what [`packed`] wrote; what is no change of this cohort is left out.
fn unpacked(text: &str, state: &CohortState) -> Vec<MarkChange> {
    let one = |part: &str| {
        let mut parts = part.split(':');
        let session: SessionId = parts.next()?.parse().ok()?;
        let enrolment: EnrolmentId = parts.next()?.parse().ok()?;
        let to = labels::from_form(parts.next()?)?;
        let seen = parts.next()?.parse().ok();
        let found = state.sessions.iter().find(|one| one.id == session)?;
        let person = state.people.iter().find(|row| row.enrolment == enrolment)?;
        let current = state.current.get(&session).and_then(|all| all.get(&enrolment));
        Some(MarkChange {
            row: 0,
            person: person.name.by_surname(),
            session,
            position: found.position,
            enrolment,
            from: current.map(|current| current.state),
            to,
            seen,
        })
    };
    text.split(',').filter_map(one).collect()
}

#[post("/cohortes/<cohort>/asistencia/archivo/registros", data = "<fields>")]
async fn save(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let head = head(&desk, cohort).await?;
    let state = CohortState::read(&desk, cohort).await?;
    let changes = unpacked(fields.first("registros"), &state);
    let again = |changes: Vec<MarkChange>, form: FormState| {
        check(&head, &MarksPreview { changes, ..MarksPreview::default() }, form)
    };
    let mut reader = Reader::new(&fields);
    let reason = reader.text("motivo", REASON, "Escriba de dónde sale el archivo.");
    if changes.is_empty() {
        reader.wrong("", FileRefusal::NothingNew.sentence());
    }
    if let Err(form) = reader.finish() {
        return desk.refuse(&again(changes, form));
    }
    let about = (&head.access, state.sessions.as_slice());
    match import(desk.app, actor, about, &changes, &reason).await {
        Ok(taken) => {
            let text = format!(
                "Archivo guardado: {} y {}.",
                numbers::some(taken.first_marks, "registro nuevo", "registros nuevos"),
                numbers::some(taken.corrections, "registro cambiado", "registros cambiados")
            );
            let to = format!("/cohortes/{cohort}/asistencia");
            match taken.skipped_own {
                true => {
                    desk.warned(to, format!("{text} {}", AttendanceRefusal::Oneself.sentence()))
                }
                false => desk.done(to, text),
            }
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&again(changes, form))
        }
    }
}
