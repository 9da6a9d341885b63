//! The tests of one's own cohort.

use cohorts_model as cohorts;
use cohorts_model::scale::GradeScale;
use enrolment_model as enrolment;
use enrolment_model::entity::enrolment::EnrolmentId;
use sign_in_model::prelude::*;

use crate::entity::attempt::State;
use crate::entity::exam;
use crate::labels;
use crate::queries::{self, ExamWithAttempts};
use crate::rules::{AttemptScore, kept};
use crate::views::{ExamTag, LearnerExamRow, LearnerExamsPage};

#[get("/inscripciones/<enrolment>/pruebas")]
pub async fn list(desk: Desk<'_>, enrolment: EnrolmentId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let (enrolment, cohort) = enrolment::queries::find(db, actor, enrolment).await?;
    // Nobody else's: those who work on the cohort have the attempts' list.
    if actor.person != Some(enrolment.person_id.0) {
        return Err(AppError::NotFound);
    }
    let head = cohorts::queries::get(db, cohort.id).await?;
    let now = desk.app.clock.now();
    let rows = queries::exams_of_enrolment(db, &enrolment).await?;
    desk.show(&LearnerExamsPage {
        course: head.title(),
        enrolment_href: format!("/inscripciones/{}", enrolment.id),
        rows: rows.iter().map(|own| row(own, head.cohort.scale, now)).collect(),
    })
}

fn row(own: &ExamWithAttempts, scale: GradeScale, now: DateTime<Utc>) -> LearnerExamRow {
    let open = own.attempts.iter().any(|one| one.state == State::Open && now < one.ends_at);
    let over: Vec<AttemptScore> = own
        .attempts
        .iter()
        .filter(|one| one.state != State::Open)
        .map(|one| AttemptScore { number: one.number, points: one.points, of: one.of })
        .collect();
    LearnerExamRow {
        name: own.activity.name.clone(),
        href: format!("/pruebas/{}", own.exam.id),
        when: format!(
            "Del {} al {}",
            dates::short_with_time(own.exam.opens_at),
            dates::short_with_time(own.exam.closes_at)
        ),
        tag: tag(&own.exam, open, now),
        result: match (kept(scale, own.exam.keep, &over), over.is_empty()) {
            (Some(tenths), _) => format!("Nota {}", numbers::tenths(tenths)),
            (None, false) => labels::state(State::Submitted, false).to_owned(),
            (None, true) => "Sin entregar".to_owned(),
        },
    }
}

fn tag(exam: &exam::Model, open: bool, now: DateTime<Utc>) -> ExamTag {
    if open {
        ExamTag { code: "waiting", label: "La está respondiendo" }
    } else if now < exam.opens_at {
        ExamTag { code: "planned", label: "Por abrir" }
    } else if now < exam.closes_at {
        ExamTag { code: "running", label: "Abierta" }
    } else {
        ExamTag { code: "closed", label: "Cerrada" }
    }
}
