//! The reminder of a session, the day before (R66): a loop that queues one letter a person.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationDef, RelationTrait,
};
use serde::Serialize;

use super::entity::enrolment::{self, EnrolmentId};
use crate::cohorts::entity::cohort::{self, CohortId};
use crate::cohorts::entity::session::{self, SessionId};
use crate::courses::entity::course_version;
use crate::notices::calendar::{self, Meeting};
use crate::notices::commands::queue;
use crate::notices::entity::outbox_message;
use crate::notices::letters::{Letter, LetterSample, MailAction, Recipient, samples_of};
use crate::people::entity::person::{self, PersonId};
use crate::people::rules::NameParts;
use crate::platform::app::App;
use crate::platform::dates;
use crate::platform::errors::AppError;
use crate::platform::workers::{Round, Worker};
use crate::sign_in::entity::account;
use crate::territory::entity::territorial_unit;
use crate::territory::labels;

/// How long before a session people are reminded of it.
const AHEAD: TimeDelta = TimeDelta::hours(24);
/// Letters queued in one transaction; the others wait for the next round.
const AT_ONCE: usize = 50;
/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(5 * 60);

/// A session is near.
#[derive(Clone, Debug, Serialize)]
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
    #[serde(skip)]
    calendar: String,
}

impl Letter for SessionReminder {
    const TEMPLATE: &'static str = "emails/enrolment/reminder";

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

    fn calendar(&self) -> Option<String> {
        Some(self.calendar.clone())
    }

    fn samples() -> Vec<Self> {
        let sample = Self {
            day: "mañana".into(),
            date: "martes 24 de noviembre de 2026".into(),
            hours: "8:00 a. m. a 12:00 p. m.".into(),
            course: "Gestión presupuestal territorial".into(),
            cohort: "Meta 2026-2".into(),
            place: Some("Casa de la cultura, Puerto Lleras".into()),
            link: None,
            unit: "Dirección territorial Meta".into(),
            start: "8:00 a. m.".into(),
            enrolment: EnrolmentId(7),
            calendar: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".into(),
        };
        let virtual_one = Self {
            place: None,
            link: Some("https://reunion.example/sala".into()),
            ..sample.clone()
        };
        vec![sample, virtual_one]
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<SessionReminder>()
}

/// A session that is near, with what its letter says.
#[derive(Clone, Debug, FromQueryResult)]
struct Near {
    id: SessionId,
    cohort_id: CohortId,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    place: Option<String>,
    link: Option<String>,
    cohort: String,
    place_text: String,
    course: String,
    unit: String,
}

/// Somebody with a confirmed place and a mail.
#[derive(Clone, Debug, FromQueryResult)]
struct Attendee {
    enrolment: EnrolmentId,
    person: PersonId,
    /// Of the person, or else of their account.
    email: String,
    account: Option<i64>,
    first_name: String,
    second_name: Option<String>,
    first_surname: String,
    second_surname: Option<String>,
}

impl Attendee {
    fn name(&self) -> String {
        NameParts {
            first_name: &self.first_name,
            second_name: self.second_name.as_deref(),
            first_surname: &self.first_surname,
            second_surname: self.second_surname.as_deref(),
        }
        .full()
    }
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

async fn near(app: &App) -> Result<Vec<Near>, DbErr> {
    let now = app.clock.now();
    session::Entity::find()
        .select_only()
        .columns([
            session::Column::Id,
            session::Column::CohortId,
            session::Column::StartsAt,
            session::Column::EndsAt,
            session::Column::Place,
            session::Column::Link,
        ])
        .column_as(cohort::Column::Name, "cohort")
        .column_as(cohort::Column::PlaceText, "place_text")
        .column_as(course_version::Column::Name, "course")
        .column_as(territorial_unit::Column::Name, "unit")
        .join(JoinType::InnerJoin, session::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .join(JoinType::InnerJoin, cohort::Relation::TerritorialUnit.def())
        .filter(session::Column::Stage.eq(session::Stage::Planned))
        .filter(session::Column::StartsAt.gt(now))
        .filter(session::Column::StartsAt.lte(now + AHEAD))
        .filter(cohort::Column::Stage.is_in([cohort::Stage::Confirmed, cohort::Stage::Running]))
        .order_by_asc(session::Column::StartsAt)
        .order_by_asc(session::Column::Id)
        .into_model()
        .all(app.db.read())
        .await
}

/// The same session at the same hour reminds a person once; a session that was moved
/// reminds again.
fn key(session: &Near, enrolment: EnrolmentId) -> String {
    let start = session.starts_at.timestamp();
    format!("enrolment/reminder:{}:{start}:{enrolment}", session.id)
}

async fn remind(app: &App, session: &Near) -> Result<usize, AppError> {
    if missing(app.db.read(), session).await?.is_empty() {
        return Ok(0);
    }
    let tx = app.db.begin().await?;
    // Instances that remind of the same session take turns, and the second finds no one.
    let held = session::Entity::find_by_id(session.id).lock_exclusive().one(&tx).await?;
    // Whoever held the lock before may have cancelled or moved it: the next round looks anew.
    let is_as_seen = held.is_some_and(|held| {
        held.stage == session::Stage::Planned && held.starts_at == session.starts_at
    });
    if !is_as_seen {
        return Ok(0);
    }
    let people = missing(&tx, session).await?;
    for person in people.iter().take(AT_ONCE) {
        let to = Recipient {
            email: person.email.clone(),
            name: person.name(),
            person: Some(person.person.0),
            account: person.account,
        };
        let letter = letter(app, session, person.enrolment);
        queue(&tx, app, to, key(session, person.enrolment), &letter).await?;
    }
    tx.commit().await?;
    Ok(people.len())
}

/// Confirmed people with a mail who have no letter about this session yet.
async fn missing(db: &impl ConnectionTrait, session: &Near) -> Result<Vec<Attendee>, DbErr> {
    let of_person: RelationDef = person::Entity::belongs_to(account::Entity)
        .from(person::Column::Id)
        .to(account::Column::PersonId)
        .into();
    let mail = Expr::from(Func::coalesce([
        Expr::col((person::Entity, person::Column::Email)),
        Expr::col((account::Entity, account::Column::Email)),
    ]));
    let people: Vec<Attendee> = enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::Id, "enrolment")
        .column_as(person::Column::Id, "person")
        .columns([
            person::Column::FirstName,
            person::Column::SecondName,
            person::Column::FirstSurname,
            person::Column::SecondSurname,
        ])
        .column_as(account::Column::Id, "account")
        .column_as(mail.clone(), "email")
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .join(JoinType::LeftJoin, of_person)
        .filter(enrolment::Column::CohortId.eq(session.cohort_id))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(mail.is_not_null())
        .order_by_asc(enrolment::Column::Id)
        .into_model()
        .all(db)
        .await?;
    let mut known = HashSet::new();
    for some in people.chunks(500) {
        let keys = some.iter().map(|person| key(session, person.enrolment));
        let found: Vec<String> = outbox_message::Entity::find()
            .select_only()
            .column(outbox_message::Column::DedupeKey)
            .filter(outbox_message::Column::DedupeKey.is_in(keys))
            .into_tuple()
            .all(db)
            .await?;
        known.extend(found);
    }
    Ok(people
        .into_iter()
        .filter(|person| !known.contains(&key(session, person.enrolment)))
        .collect())
}

fn letter(app: &App, session: &Near, enrolment: EnrolmentId) -> SessionReminder {
    let now = app.clock.now();
    let day = dates::bogota_date(session.starts_at);
    let is_today = day == dates::bogota_date(now);
    // A session without a place of its own meets where the cohort does.
    let place = session.place.clone().or_else(|| {
        let meets = session.link.is_none() && !session.place_text.is_empty();
        meets.then(|| session.place_text.clone())
    });
    let host = app.config.public_url.split("//").nth(1).unwrap_or_default();
    let meeting = Meeting {
        uid: format!("sesion-{}@{host}", session.id),
        title: session.course.clone(),
        place: place.clone(),
        link: session.link.clone(),
        starts_at: session.starts_at,
        ends_at: session.ends_at,
        written_at: now,
    };
    SessionReminder {
        day: if is_today { "hoy" } else { "mañana" }.to_owned(),
        date: dates::with_weekday(day),
        hours: dates::span(session.starts_at, session.ends_at),
        course: session.course.clone(),
        cohort: session.cohort.clone(),
        place,
        link: session.link.clone(),
        unit: labels::unit(&session.unit),
        start: dates::time(session.starts_at),
        enrolment,
        calendar: calendar::file(&meeting),
    }
}
