//! The reminder of a session, the day before (R66): a loop that queues one letter a person.

use std::time::Duration;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use cohorts_model::calendar::{self, Links};
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session;
use cohorts_model::queries::{CohortRow, get};
use notices_model::commands::{queue, without_letter};
use notices_model::entity::mail_opt_out::MailTopic;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of};
use platform::prelude::*;
use platform::workers::{Round, Worker};
use territory_model::labels;

use super::attendees::{Attendee, REMINDER_AHEAD, attendees};
use super::entity::enrolment::{self, EnrolmentId};
use super::links;

/// Letters queued in one transaction; the others wait for the next round.
const AT_ONCE: usize = 50;
/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(5 * 60);

/// A session is near.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SessionReminder {
    /// «mañana» or «hoy».
    pub day: String,
    /// «martes 24 de noviembre de 2026».
    pub date: String,
    pub hours: String,
    pub course: String,
    pub cohort: String,
    pub place: Option<String>,
    pub link: Option<String>,
    unit: String,
    start: String,
    enrolment: EnrolmentId,
    id: CohortId,
    /// Of the address at which the person says that they came, without a password.
    pub token: String,
    #[serde(skip)]
    calendar: String,
}

impl Letter for SessionReminder {
    const TEMPLATE: &'static str = "emails/enrolment/reminder";
    const TOPIC: Option<MailTopic> = Some(MailTopic::Reminders);
    const SECRET: bool = true;

    fn subject(&self) -> String {
        format!("Recordatorio: sesión {}, {}", self.day, self.start)
    }

    fn action(&self) -> Option<MailAction> {
        let path = format!("/inscripciones/{}", self.enrolment);
        Some(MailAction::new("Ver mi inscripción", path))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }

    fn calendar(&self) -> Option<String> {
        Some(self.calendar.clone())
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<SessionReminder>()
}

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("session reminders", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Queues the letters that are missing for one session, at most [`AT_ONCE`].
pub async fn round(app: &App) -> Result<Round, AppError> {
    for session in near(app).await? {
        if remind(app, &session).await? > 0 {
            return Ok(Round::More);
        }
    }
    Ok(Round::Idle)
}

async fn near(app: &App) -> Result<Vec<session::Model>, DbErr> {
    let now = app.clock.now();
    session::Entity::find()
        .inner_join(cohort::Entity)
        .filter(session::Column::Stage.is_in([session::Stage::Planned, session::Stage::Held]))
        .filter(session::Column::StartsAt.gt(now))
        .filter(session::Column::StartsAt.lte(now + REMINDER_AHEAD))
        .filter(cohort::Column::Stage.is_in([cohort::Stage::Confirmed, cohort::Stage::Running]))
        .order_by_asc(session::Column::StartsAt)
        .order_by_asc(session::Column::Id)
        .all(app.db.read())
        .await
}

/// The same session at the same hour reminds a person once; a session that was moved
/// reminds again.
fn key(session: &session::Model, enrolment: EnrolmentId) -> String {
    format!("enrolment/reminder:{}:{}:{enrolment}", session.id, session.starts_at.timestamp())
}

async fn remind(app: &App, session: &session::Model) -> Result<usize, AppError> {
    if missing(app.db.read(), session).await?.is_empty() {
        return Ok(0);
    }
    let tx = app.db.begin().await?;
    // Instances that remind of the same session take turns, and the second finds no one.
    let held = session::Entity::find_by_id(session.id).lock_exclusive().one(&tx).await?;
    // Whoever held the lock before may have cancelled or moved it: the next round looks anew.
    let is_as_seen =
        held.is_some_and(|held| held.stage == session.stage && held.starts_at == session.starts_at);
    if !is_as_seen {
        return Ok(0);
    }
    let row = get(&tx, session.cohort_id).await?;
    let people = missing(&tx, session).await?;
    for person in people.iter().take(AT_ONCE) {
        let token = links::make(&tx, person.enrolment, app.clock.now(), session.ends_at).await?;
        let letter = letter(app, &row, session, person.enrolment, token);
        queue(&tx, app, person.recipient(), key(session, person.enrolment), &letter).await?;
    }
    tx.commit().await?;
    Ok(people.len())
}

/// Confirmed people with a mail who have no letter about this session yet.
async fn missing(
    db: &impl ConnectionTrait,
    session: &session::Model,
) -> Result<Vec<Attendee>, DbErr> {
    let people = attendees(db, session.cohort_id, &[enrolment::Stage::Confirmed]).await?;
    without_letter(db, people, |person| key(session, person.enrolment)).await
}

fn letter(
    app: &App,
    row: &CohortRow,
    session: &session::Model,
    enrolment: EnrolmentId,
    token: String,
) -> SessionReminder {
    let day = dates::bogota_date(session.starts_at);
    let is_today = day == app.clock.today();
    SessionReminder {
        day: if is_today { "hoy" } else { "mañana" }.to_owned(),
        date: dates::with_weekday(day),
        hours: dates::span(session.starts_at, session.ends_at),
        course: row.version.name.clone(),
        cohort: row.cohort.name.clone(),
        place: calendar::place_of(session, &row.cohort.place_text),
        link: session.link.clone(),
        unit: labels::unit(&row.unit_name),
        start: dates::time(session.starts_at),
        enrolment,
        id: row.cohort.id,
        token,
        calendar: calendar::invitations_to(app, row, std::slice::from_ref(session), Links::Shown),
    }
}
