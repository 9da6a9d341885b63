//! The tests of one's own cohort.

use chrono::{DateTime, Utc};
use rocket::get;

use cohorts_model as cohorts;
use cohorts_model::scale::Scale;
use enrolment_model as enrolment;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::errors::AppError;
use platform::{dates, numbers};
use sign_in_model::desk::{Answer, Desk};

use crate::entity::attempt::State;
use crate::entity::exam;
use crate::labels;
use crate::queries::{self, Own};
use crate::rules::{Ended, kept};
use crate::views::{OwnPage, OwnRow, Tag};

#[get("/inscripciones/<enrolment>/pruebas")]
pub async fn list(desk: Desk<'_>, enrolment: EnrolmentId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let (place, cohort) = enrolment::queries::find(db, actor, enrolment).await?;
    // Nobody else's: those who work on the cohort have the attempts' list.
    if actor.person != Some(place.person_id.0) {
        return Err(AppError::NotFound);
    }
    let head = cohorts::queries::get(db, cohort.id).await?;
    let now = desk.app.clock.now();
    let rows = queries::own(db, &place).await?;
    desk.show(&OwnPage {
        course: head.title(),
        enrolment_href: format!("/inscripciones/{enrolment}"),
        rows: rows.iter().map(|own| row(own, head.cohort.scale, now)).collect(),
    })
}

fn row(own: &Own, scale: Scale, now: DateTime<Utc>) -> OwnRow {
    let open = own.attempts.iter().any(|one| one.state == State::Open && now < one.ends_at);
    let over: Vec<Ended> = own
        .attempts
        .iter()
        .filter(|one| one.state != State::Open)
        .map(|one| Ended { number: one.number, points: one.points, of: one.of })
        .collect();
    OwnRow {
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

fn tag(exam: &exam::Model, open: bool, now: DateTime<Utc>) -> Tag {
    if open {
        Tag { code: "waiting", label: "La está respondiendo" }
    } else if now < exam.opens_at {
        Tag { code: "planned", label: "Por abrir" }
    } else if now < exam.closes_at {
        Tag { code: "running", label: "Abierta" }
    } else {
        Tag { code: "closed", label: "Cerrada" }
    }
}
