//! The sessions of a cohort as calendars keep them: one meeting each, the same for ever (R14).

use notices_model::calendar::{self, CalendarMeeting, Method, Organizer};
use platform::app::App;

use super::entity::session;
use super::queries::CohortRow;

/// Whether a calendar shows the links of meetings: strangers get a calendar without them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    Shown,
    Hidden,
}

/// Returns where a session meets: its own place, or the place of the cohort unless the session has
/// a link.
pub fn place_of(session: &session::Model, cohort_place: &str) -> Option<String> {
    session.place.clone().or_else(|| {
        let meets = session.link.is_none() && !cohort_place.is_empty();
        meets.then(|| cohort_place.to_owned())
    })
}

/// The texts of a cohort that name its meetings in a calendar.
pub struct MeetingNames<'a> {
    pub course: &'a str,
    pub cohort: &'a str,
    pub public_code: &'a str,
    pub place: &'a str,
}

impl<'a> From<&'a CohortRow> for MeetingNames<'a> {
    fn from(row: &'a CohortRow) -> Self {
        Self {
            course: &row.version.name,
            cohort: &row.cohort.name,
            public_code: &row.cohort.public_code,
            place: &row.cohort.place_text,
        }
    }
}

/// A session as a meeting. Its name is the same in every file and does not move with it.
pub fn meeting(
    app: &App,
    of: &MeetingNames<'_>,
    session: &session::Model,
    links: Links,
) -> CalendarMeeting {
    let address = &app.config.public_url;
    // A name that calendars know already keeps our host; another one outlives a change of address.
    let host = match session.is_named_by_host {
        true => address.split("//").nth(1).unwrap_or_default(),
        false => "formacion-territorial",
    };
    CalendarMeeting {
        uid: format!("sesion-{}@{host}", session.id),
        sequence: u32::try_from(session.sequence).unwrap_or_default(),
        title: of.course.to_owned(),
        notes: format!(
            "Sesión {}, cohorte {}.\n{address}/oferta/{}",
            session.position, of.cohort, of.public_code
        ),
        place: place_of(session, of.place),
        link: session.link.clone().filter(|_| links == Links::Shown),
        starts_at: session.starts_at,
        ends_at: session.ends_at,
        is_cancelled: session.stage == session::Stage::Cancelled,
        written_at: app.clock.now(),
        changed_at: None,
    }
}

/// The calendar file about sessions of one cohort: it takes them out of calendars when every one
/// is cancelled, and else brings them up to date.
pub fn file_of(app: &App, row: &CohortRow, sessions: &[session::Model], links: Links) -> String {
    let meetings = meetings(app, row, sessions, links);
    calendar::file(Method::about(&meetings), &row.title(), organizer(app), &meetings)
}

/// The invitations to sessions of one cohort, as a letter carries them; they take cancelled ones out.
pub fn invitations_to(
    app: &App,
    row: &CohortRow,
    sessions: &[session::Model],
    links: Links,
) -> String {
    calendar::invitations(organizer(app), &meetings(app, row, sessions, links))
}

fn meetings(
    app: &App,
    row: &CohortRow,
    sessions: &[session::Model],
    links: Links,
) -> Vec<CalendarMeeting> {
    sessions.iter().map(|session| meeting(app, &row.into(), session, links)).collect()
}

/// Who we write as.
pub fn organizer(app: &App) -> Organizer<'_> {
    let from = app.config.mail_from.as_str();
    match from.rsplit_once('<') {
        Some((name, mail)) => {
            Organizer { name: name.trim().trim_matches('"'), mail: mail.trim_end_matches('>') }
        }
        None => Organizer { name: from, mail: from },
    }
}
