//! The page of one's own address, and the file it answers.

use rocket::http::ContentType;

use cohorts_model::calendar::{Links, MeetingNames, meeting, organizer};
use notices_model::calendar::{self, CalendarMeeting, Method};
use platform::tagged::{TaggedFile, tag_of};
use sign_in_model::prelude::*;

use super::views::CalendarPage;
use super::{commands, policy, queries};

pub fn routes() -> Vec<Route> {
    routes![page, open, close, file]
}

async fn shown(desk: &Desk<'_>, secret: Option<String>) -> Result<CalendarPage, AppError> {
    let since = queries::since(desk.app.db.read(), desk.actor()?.account).await?;
    Ok(CalendarPage {
        since: since.map(|at| dates::long(dates::bogota_date(at))),
        address: secret
            .map(|secret| format!("{}/calendarios/{secret}.ics", desk.app.config.public_url)),
    })
}

#[get("/mi-calendario")]
async fn page(desk: Desk<'_>) -> Answer {
    desk.show(&shown(&desk, None).await?)
}

/// The address is on the answer itself and nowhere else: not in a cookie, not in a redirect.
#[post("/mi-calendario")]
async fn open(desk: Desk<'_>) -> Answer {
    let permit = policy::own_calendar(desk.actor()?);
    let secret = commands::open(desk.app, permit).await?;
    desk.show(&shown(&desk, Some(secret)).await?)
}

#[post("/mi-calendario/baja")]
async fn close(desk: Desk<'_>) -> Answer {
    let permit = policy::own_calendar(desk.actor()?);
    commands::close(desk.app, permit).await?;
    desk.done("/mi-calendario", "La dirección quedó cerrada: ya no responde.")
}

#[get("/calendarios/<token>")]
async fn file(desk: Desk<'_>, token: &str) -> Result<TaggedFile, AppError> {
    let db = desk.app.db.read();
    let secret = token.strip_suffix(".ics").unwrap_or(token);
    let owner = queries::owner(db, secret).await?.ok_or(AppError::NotFound)?;
    let (sessions, cohorts) = queries::sessions(db, &owner, desk.app.clock.now()).await?;
    let changes = queries::changes(db, &sessions).await?;
    let mut meetings: Vec<_> = sessions
        .iter()
        .filter_map(|session| {
            let (cohort, version) = cohorts.get(&session.cohort_id)?;
            let naming = MeetingNames {
                course: &version.name,
                cohort: &cohort.name,
                public_code: &cohort.public_code,
                place: &cohort.place_text,
            };
            let changed_at = changes.get(&session.id).copied();
            let meeting = meeting(desk.app, &naming, session, Links::Shown);
            Some(CalendarMeeting { changed_at, ..meeting })
        })
        .collect();
    let name = "Formación Territorial: mis sesiones";
    let written = |meetings: &[CalendarMeeting]| {
        calendar::file(Method::Publish, name, organizer(desk.app), meetings)
    };
    let bytes = written(&meetings).into_bytes();
    // When it was written is no news: whoever has these sessions is not sent them again.
    for meeting in &mut meetings {
        meeting.written_at = DateTime::UNIX_EPOCH;
    }
    Ok(TaggedFile {
        name: "mis-sesiones.ics",
        content_type: ContentType::new("text", "calendar").with_params(("charset", "utf-8")),
        bytes,
        tag: tag_of(written(&meetings)),
        headers: vec![("Cache-Control", "private, no-cache".to_owned())],
    })
}
