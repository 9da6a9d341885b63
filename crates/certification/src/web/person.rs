//! A person's own progress.

use assessment_model::tasks::labels as task_labels;
use assessment_model::tasks::queries::of_enrolment;
use assessment_model::tasks::rules::{Task, TaskKind, needed};
use attendance_model::rules::AttendanceRule;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::numbers::{grouped, some, tenths};
use sign_in_model::prelude::*;

use crate::entity::certificate::State;
use crate::labels;
use crate::queries::certificates;
use crate::queries::standing::{OwnProgress, own_progress};
use crate::rules::{Requirement, RequirementStanding, Survey};
use crate::validity::rules::Validity;
use crate::views::{GradeRow, OpenTaskRow, ProgressPage, RequirementRow, StageTag};

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
    let parts = judgement.parts.iter().map(|part| {
        let (tone, state) = match part.standing {
            RequirementStanding::Met => ("success", "Cumple"),
            RequirementStanding::Pending => ("warning", "Pendiente"),
            RequirementStanding::Failed => ("error", "No cumple"),
        };
        // The one part that is met on a page of its own.
        let answers = part.requirement == Requirement::Survey
            && matches!(own.progress.survey, Survey::Open { .. });
        RequirementRow {
            label: part.requirement.label(),
            tone,
            state,
            sentence: part.sentence(),
            href: answers.then(|| format!("/inscripciones/{}/encuesta", own.enrolment.id)),
        }
    });
    let open = tasks.iter().filter(|task| task.state.is_open()).map(|task| OpenTaskRow {
        name: task.activity.name.clone(),
        when: task_labels::when(task),
        action: task_labels::action(task),
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
        percent: totals.percent(),
        percent_text: totals.percent().map_or_else(|| "—".to_owned(), |value| format!("{value} %")),
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
