//! The first page of each role. Every number leads to the list that it counts.

mod cohorts;
mod coordinator;
mod director;
mod offices;
mod people;
mod rows;
mod tour;
mod waits;

pub use coordinator::coordinator;
pub use director::director;
pub use offices::{administrator, focal_point, gobernacion};
pub use people::{facilitator, own_learning, participant, visitor};
pub use tour::guided_tour;

use certification_model::queries::seconds::to_confirm;
use chrono::Datelike as _;
use cohorts_model::progress::{SessionProgress, progress};
use cohorts_model::queries::closings_to_confirm;
use platform::numbers::some;
use platform::texts::{sentence, word};
use sign_in_model::prelude::*;

use super::queries::{CohortLine, HomeMeeting, SHOWN};
use super::views::{HomeDay, HomeItem, HomeNow, HomePage, HomeSection};

/// How far the week of a home page reaches.
const WEEK: TimeDelta = TimeDelta::days(7);

type HomeResult = Result<HomePage, AppError>;

fn number(value: impl TryInto<i64>) -> String {
    numbers::grouped(value.try_into().unwrap_or(i64::MAX))
}

/// A list that may be longer than what is shown says so.
fn cut(total: u64) -> Option<String> {
    (total > SHOWN).then(|| format!("Se muestran {SHOWN} de {}.", number(total)))
}

/// «Cohorte Meta 2026-2, del 3 al 27 de noviembre de 2026».
fn cohort_days(name: &str, from: NaiveDate, to: NaiveDate) -> String {
    format!("Cohorte {name}, {}", dates::period(from, to))
}

fn offered(line: CohortLine) -> HomeItem {
    HomeItem::new(
        line.course,
        format!("/oferta/{}", line.public_code),
        cohort_days(&line.name, line.starts_on, line.ends_on),
    )
}

/// What waits for a second person, where there is any (R80).
async fn seconds(app: &App, actor: &Actor) -> Result<Option<HomeSection>, AppError> {
    let (db, today) = (app.db.read(), app.clock.today());
    let waiting = to_confirm(db, actor, app.clock.now()).await?;
    let closings = closings_to_confirm(db, actor).await?;
    if waiting.is_empty() && closings.is_empty() {
        return Ok(None);
    }
    let told = |what: String, asked| waits::with_since(what, Some(asked), today);
    let to_close = closings.into_iter().map(|row| {
        let what = told("Cierre con menos horas, por confirmar".to_owned(), row.asked_at);
        HomeItem::new(row.name, format!("/cohortes/{}/cierre", row.cohort), what)
    });
    let to_issue = waiting.iter().filter(|row| row.people > row.issued).map(|row| {
        let missing = row.people - row.issued;
        let what = some(missing, "certificado por confirmar", "certificados por confirmar");
        let path = format!("/cohortes/{}/certificados", row.cohort);
        HomeItem::new(&row.name, path, told(what, row.since))
    });
    let to_decide = waiting.iter().filter(|row| row.issued > 0).map(|row| {
        let what = some(row.issued, "cambio por confirmar", "cambios por confirmar");
        let path = format!("/cohortes/{}/certificados/cambios", row.cohort);
        HomeItem::new(&row.name, path, told(what, row.since))
    });
    let section = HomeSection::new("segunda", "A la espera de una segunda persona", "");
    Ok(Some(section.with(to_issue.chain(to_decide).chain(to_close))))
}

/// Returns an open cohort as an item for an actor who puts people forward.
fn nominated(line: CohortLine) -> HomeItem {
    let path = format!("/cohortes/{}/postulaciones", line.id);
    let item = offered(line);
    HomeItem { href: path, ..item }
}

/// «Hoy, 8:00 a. m. a 12:00 p. m.», or «martes 24 de noviembre de 2026, …».
fn when(meeting: &HomeMeeting, now: DateTime<Utc>) -> String {
    let day = dates::bogota_date(meeting.starts_at);
    let day = match day == dates::bogota_date(now) {
        true => word("home.session_today").to_owned(),
        false => dates::with_weekday(day),
    };
    format!("{day}, {}", dates::span(meeting.starts_at, meeting.ends_at))
}

/// Tags an item with what its session is by the clock: somebody who checks in at 7:28 has not held the session
/// of 8:00. One of another day has no tag.
fn by_the_clock(item: HomeItem, meeting: &HomeMeeting, now: DateTime<Utc>) -> HomeItem {
    let progress = progress(meeting.stage, (meeting.starts_at, meeting.ends_at), now);
    let label = match progress {
        SessionProgress::Planned => {
            if dates::bogota_date(meeting.starts_at) != dates::bogota_date(now) {
                return item;
            }
            word("home.session_today")
        }
        SessionProgress::Unlisted => word("home.session_unlisted"),
        SessionProgress::Held => word("home.session_to_close"),
        SessionProgress::UnderWay | SessionProgress::Closed | SessionProgress::Cancelled => {
            progress.label()
        }
    };
    item.tagged(progress.tag(), label)
}

fn roll_call(meeting: HomeMeeting, now: DateTime<Utc>) -> HomeItem {
    let item = HomeItem::new(
        format!("Sesión {}: {}", meeting.position, meeting.course),
        format!("/sesiones/{}/asistencia", meeting.id),
        format!("{}. {}", meeting.cohort, when(&meeting, now)),
    );
    by_the_clock(item, &meeting, now)
}

/// Returns the days from today to the same weekday of the next week on which something is taught.
fn week(coming: &[HomeMeeting], today: NaiveDate) -> Vec<HomeDay> {
    let day_of = |meeting: &HomeMeeting| dates::bogota_date(meeting.starts_at);
    let soon: Vec<&HomeMeeting> =
        coming.iter().filter(|meeting| day_of(meeting) <= today + WEEK).collect();
    let days = soon.chunk_by(|one, other| day_of(one) == day_of(other)).map(|meetings| {
        let day = day_of(meetings[0]);
        let sessions = meetings.iter().map(|meeting| {
            let place = meeting.place.as_deref();
            let about = [Some(meeting.cohort.as_str()), place].into_iter().flatten();
            HomeItem::new(
                meeting.course.clone(),
                format!("/cohortes/{}", meeting.cohort_id),
                about.collect::<Vec<_>>().join(" · "),
            )
            .tagged("time", dates::time(meeting.starts_at))
        });
        HomeDay {
            weekday: dates::weekday(day).chars().take(3).collect(),
            day: day.day().to_string(),
            is_today: day == today,
            sessions: sessions.collect(),
        }
    });
    days.collect()
}

/// Returns a meeting with its place.
fn placed(meeting: &HomeMeeting, now: DateTime<Utc>) -> HomeItem {
    let mut item = roll_call(meeting.clone(), now);
    if let Some(place) = &meeting.place {
        item.text = format!("{} {place}", sentence(&item.text));
    }
    item
}

/// Returns the session of now, or the next one, with what a colleague does there: on its day its list is
/// passed.
fn now_of(meeting: &HomeMeeting, now: DateTime<Utc>) -> HomeNow {
    if !meeting.has_come(now) {
        return followed_now(meeting, now);
    }
    HomeNow::new("home.now_today", placed(meeting, now), "home.now_list")
}

/// The same for those who take no roll-call: it leads to its cohort.
fn followed_now(meeting: &HomeMeeting, now: DateTime<Utc>) -> HomeNow {
    let label = if meeting.has_come(now) { "home.now_today" } else { "home.now_next" };
    let item = followed(placed(meeting, now), meeting);
    HomeNow::new(label, item, "home.now_cohort")
}

/// Leads to the cohort of a meeting.
fn followed(item: HomeItem, meeting: &HomeMeeting) -> HomeItem {
    HomeItem { href: format!("/cohortes/{}", meeting.cohort_id), ..item }
}
