//! A person's own progress.

use assessment_model::tasks::labels as task_labels;
use assessment_model::tasks::queries::of_enrolment;
use assessment_model::tasks::rules::{State as TaskState, Task, TaskKind, needed};
use attendance_model::labels::letter;
use attendance_model::rules::{AttendanceRule, SessionStanding};
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::numbers::{grouped, some, tenths};
use platform::texts::word;
use sign_in_model::prelude::*;

use crate::entity::certificate::State;
use crate::labels;
use crate::queries::certificates;
use crate::queries::standing::{OwnProgress, own_progress};
use crate::rules::{Requirement, RequirementStanding, Survey};
use crate::validity::rules::Validity;
use crate::views::{
    GradeRow, OpenTaskRow, ProgressPage, RequirementAction, RequirementRow, SessionMark, StageTag,
};

#[get("/inscripciones/<enrolment>/avance")]
pub async fn progress(desk: Desk<'_>, enrolment: EnrolmentId) -> Answer {
    let actor = desk.actor()?;
    let person = actor.person.ok_or(AppError::NotFound)?;
    let db = desk.app.db.read();
    let own = own_progress(db, person, enrolment, desk.app.clock.now()).await?;
    let held = certificates::latest_of(db, enrolment).await?;
    let tasks =
        of_enrolment(db, &own.enrolment, &own.context.cohort, &own.grades, desk.app.clock.now())
            .await?;
    desk.show(&progress_page(&own, &tasks, held))
}

/// Returns the page where a task is done and its result stands; `None` means that it is done by hand.
fn task_href(own: &OwnProgress, task: &Task) -> Option<String> {
    match task.way {
        TaskKind::Test(exam) => Some(format!("/pruebas/{exam}")),
        TaskKind::Product => {
            Some(format!("/inscripciones/{}/productos/{}", own.enrolment.id, task.activity.id))
        }
        TaskKind::ByHand => None,
    }
}

fn grade_row(own: &OwnProgress, task: &Task) -> GradeRow {
    let (stage, label) = task_labels::tag(task.state);
    GradeRow {
        name: task.activity.name.clone(),
        weight: format!("{} %", task.activity.weight),
        grade: task.grade.map_or_else(|| "—".to_owned(), tenths),
        tag: StageTag { stage, label },
        when: task_labels::when(task),
        comment: task.comment.clone(),
        href: task_href(own, task),
        story: task.grade.map(|_| format!("/actividades/{}/mi-nota", task.activity.id)),
    }
}

/// Tells whether the person can do something of a task now, another attempt included.
fn can_be_done(task: &Task) -> bool {
    task.state.is_open() || task.again.is_some()
}

/// Sorts a test that is running before another attempt, and this one before the rest by their end.
fn urgency(task: &Task) -> (u8, bool, Option<DateTime<Utc>>) {
    let rank = match task.state {
        TaskState::Going { .. } => 0,
        _ if task.again.is_some() => 1,
        _ => 2,
    };
    let until = task.state.until().or(task.again);
    (rank, until.is_none(), until)
}

/// What the button of a task says.
fn action(task: &Task) -> &'static str {
    match task.again {
        Some(_) => word("certification.try_again"),
        None => task_labels::action(task),
    }
}

/// Returns the one thing that the person does for a requirement now.
fn requirement_action(
    own: &OwnProgress,
    requirement: Requirement,
    open: &[&Task],
) -> Option<RequirementAction> {
    let page = |part: &str| format!("/inscripciones/{}/{part}", own.enrolment.id);
    let first = |holds: fn(&Task) -> bool| {
        let task = open.iter().find(|task| holds(task))?;
        Some(RequirementAction { label: action(task), href: task_href(own, task)? })
    };
    match requirement {
        Requirement::Attendance | Requirement::Hours => Some(RequirementAction {
            label: word("certification.see_attendance"),
            href: page("asistencia"),
        }),
        Requirement::Grade => first(|_| true),
        Requirement::Product => first(|task| matches!(task.way, TaskKind::Product)),
        Requirement::Survey if matches!(own.progress.survey, Survey::Open { .. }) => {
            Some(RequirementAction {
                label: word("certification.answer_survey"),
                href: page("encuesta"),
            })
        }
        Requirement::Survey | Requirement::Enrolment | Requirement::Ending => None,
    }
}

/// Returns the sessions that count for the person, each with how they stand in it.
fn session_marks(own: &OwnProgress) -> Vec<SessionMark> {
    let sessions = own.context.sessions.iter().zip(&own.standings);
    sessions
        .filter_map(|(session, standing)| {
            let (code, sign, label) = match standing {
                SessionStanding::Marked(state) => (state.code(), letter(*state), state.label()),
                SessionStanding::NotRecorded => ("none", '–', word("certification.mark_none")),
                SessionStanding::Unlisted => ("none", '?', word("certification.mark_unlisted")),
                SessionStanding::Pending => ("ahead", '·', word("certification.mark_ahead")),
                SessionStanding::NotApplicable => return None,
            };
            let day = dates::long(dates::bogota_date(session.starts_at));
            Some(SessionMark { code, sign, day, label })
        })
        .collect()
}

fn progress_page(
    own: &OwnProgress,
    tasks: &[Task],
    held: Option<certificates::CertificateHead>,
) -> ProgressPage {
    let judgement = own.judgement();
    let totals = own.progress.attendance;
    let active = held.as_ref().filter(|head| head.state == State::Active);
    let kind = own.context.rule.kind;
    let paper = labels::the(kind);
    let only_ending = judgement.lacking().all(|part| part.requirement == Requirement::Ending);
    let (tone, conclusion) = if active.is_some() {
        ("success", format!("Ya tiene {paper} de este curso."))
    } else if held.is_some() {
        let revoked = labels::validity(kind, Validity::Revoked).to_lowercase();
        ("warning", format!("Tuvo {paper}, y quedó {revoked}; en su página está el motivo."))
    } else if judgement.holds() {
        ("success", format!("Cumple todo: falta que la coordinación expida {paper}."))
    } else if judgement.is_lost() {
        ("warning", format!("Ya no alcanza lo que se pide para {paper}."))
    } else if judgement.waits_for_survey() {
        ("info", format!("Solo falta la encuesta de satisfacción para {paper}."))
    } else if only_ending {
        ("success", format!("Va cumpliendo lo que se pide para {paper}."))
    } else {
        ("info", format!("Todavía puede obtener {paper}."))
    };
    let mut open: Vec<&Task> = tasks.iter().filter(|task| can_be_done(task)).collect();
    open.sort_by_key(|task| urgency(task));
    let parts = judgement.parts.iter().map(|part| {
        let (tone, state) = match part.standing {
            RequirementStanding::Met => ("success", "Cumple"),
            RequirementStanding::Pending => ("warning", "Pendiente"),
            RequirementStanding::Failed => ("error", "No cumple"),
        };
        RequirementRow {
            label: part.requirement.label(),
            tone,
            state,
            sentence: part.sentence(),
            action: (part.standing == RequirementStanding::Pending)
                .then(|| requirement_action(own, part.requirement, &open))
                .flatten(),
        }
    });
    let open = open.iter().map(|task| OpenTaskRow {
        name: task.activity.name.clone(),
        when: task_labels::when(task),
        action: action(task),
        href: task_href(own, task).unwrap_or_default(),
    });
    let pass = own.context.rule.pass_mark;
    let grades = tasks.iter().map(|task| grade_row(own, task));
    let weighed = own.grades.iter().map(|(activity, grade)| (activity.weight, *grade));
    let needed = pass
        .and_then(|pass| Some((needed(weighed, pass, own.context.cohort.scale.highest())?, pass)));
    ProgressPage {
        enrolment: own.enrolment.id,
        course: own.version.name.clone(),
        cohort: own.context.cohort.name.clone(),
        tone,
        conclusion,
        pdf: active.map(|head| format!("/certificados/{}/pdf", head.id)),
        certificate: held.as_ref().map(|head| format!("/certificados/{}", head.id)),
        parts: parts.collect(),
        attendance: AttendanceRule::from(&own.context.cohort).sentence(),
        minutes: totals.minutes.map(|minutes| {
            let held = some(minutes.held, "minuto", "minutos");
            format!("{} de {held}", grouped(minutes.attended.into()))
        }),
        attended: totals.attended,
        held: totals.held,
        remaining: totals.remaining,
        sessions: session_marks(own),
        percent: totals.percent(),
        percent_text: totals.percent().map_or_else(|| "—".to_owned(), |value| format!("{value} %")),
        minimum: own.context.cohort.minimum_attendance,
        reachable: (totals.remaining > 0)
            .then(|| totals.reachable())
            .flatten()
            .map(|reach| format!("Si asiste a todo lo que falta llega a {reach} %.")),
        not_recorded: totals.not_recorded,
        paper,
        open: open.collect(),
        scale: own.context.cohort.scale.label(),
        grades: grades.collect(),
        pass_mark: pass.map(tenths),
        needed: needed.map(|(needed, pass)| task_labels::needed(needed, pass)),
        final_grade: own.progress.grade.text(),
    }
}
