//! Calendar files as RFC 5545 writes them, attached to letters (R67) and read by calendars at an
//! address. The lines, folds and escapes are the `icalendar` crate's; what a session is in a
//! calendar is said here.

use chrono::{DateTime, TimeDelta, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

/// One meeting as a calendar shows it.
#[derive(Clone, Debug)]
pub struct CalendarMeeting {
    /// The same for the same meeting, so that a later file moves it instead of adding one.
    pub uid: String,
    /// Higher with every change: calendars keep the highest.
    pub sequence: u32,
    pub title: String,
    pub notes: String,
    pub place: Option<String>,
    pub link: Option<String>,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub is_cancelled: bool,
    /// When this was written.
    pub written_at: DateTime<Utc>,
}

/// What a calendar does with the file (RFC 5546).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Adds the meetings, or brings them up to date.
    Publish,
    /// Takes them out.
    Cancel,
}

impl Method {
    pub fn word(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Cancel => "CANCEL",
        }
    }

    /// What a file of ours asks for.
    pub fn of(file: &str) -> Self {
        if file.contains("METHOD:CANCEL\r\n") { Self::Cancel } else { Self::Publish }
    }

    /// What a file about these meetings asks for: to take them out when all are cancelled.
    pub fn about(meetings: &[CalendarMeeting]) -> Self {
        if meetings.iter().all(|meeting| meeting.is_cancelled) {
            Self::Cancel
        } else {
            Self::Publish
        }
    }
}

/// How often a calendar that follows an address asks again.
const REFRESH: TimeDelta = TimeDelta::hours(6);

/// The file of these meetings. `name` is what a calendar program calls it; `organizer` is the mail
/// address that we write from.
pub fn file(method: Method, name: &str, organizer: &str, meetings: &[CalendarMeeting]) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Formacion Territorial//ES"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", method.word()),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    // Programs differ in how they read marks in a name, so it has none.
    let bare: String = plain(name).chars().filter(|c| !matches!(c, ',' | ';' | '\\')).collect();
    calendar.name(&bare).timezone("America/Bogota").ttl(&REFRESH);
    for meeting in meetings {
        calendar.push(event(meeting, organizer));
    }
    calendar.to_string()
}

fn event(meeting: &CalendarMeeting, organizer: &str) -> Event {
    let mut event = Event::with_uid(&plain(&meeting.uid));
    event
        .timestamp(meeting.written_at)
        .sequence(meeting.sequence)
        .starts(meeting.starts_at)
        .ends(meeting.ends_at)
        .summary(&plain(&meeting.title))
        .description(&plain(&meeting.notes))
        .status(if meeting.is_cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed })
        .add_property("ORGANIZER", format!("mailto:{}", plain(organizer)));
    if let Some(place) = &meeting.place {
        event.location(&plain(place));
    }
    if let Some(link) = &meeting.link {
        event.url(&plain(link));
    }
    event
}

/// A line break is a line's own business; other control characters break files.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> CalendarMeeting {
        let at = DateTime::from_timestamp(1_795_000_000, 0).expect("a time");
        CalendarMeeting {
            uid: "sesion-7@formacion.example".into(),
            sequence: 3,
            title:
                "Gestión tributaria, catastro y rentas; sesión 2 de 6 en el municipio de Mapiripán"
                    .into(),
            notes: "Sesión 2".into(),
            place: Some("Salón comunal\r\nPiso 2\u{7}".into()),
            link: Some("https://reunion.example/a,b".into()),
            starts_at: at,
            ends_at: at + TimeDelta::hours(2),
            is_cancelled: false,
            written_at: at,
        }
    }

    fn unfolded(file: &str) -> String {
        file.replace("\r\n ", "")
    }

    #[test]
    fn lines_are_short_and_commas_are_escaped() {
        let file = file(Method::Publish, "Cursos, Meta", "formacion@example.org", &[sample()]);
        assert!(file.starts_with("BEGIN:VCALENDAR\r\n"));
        assert!(file.lines().all(|line| line.len() <= 75), "{file}");
        let whole = unfolded(&file);
        assert!(whole.contains("SUMMARY:Gestión tributaria\\, catastro y rentas\\; sesión 2"));
        assert!(whole.contains("LOCATION:Salón comunal\\nPiso 2\r\n"), "{whole}");
        assert!(whole.contains("URL:https://reunion.example/a,b\r\n"), "{whole}");
        assert!(whole.contains("DTSTART:20261118T"));
        assert!(whole.contains("SEQUENCE:3\r\n"));
        assert!(whole.contains("ORGANIZER:mailto:formacion@example.org\r\n"), "{whole}");
        assert!(whole.contains("X-WR-CALNAME:Cursos Meta\r\n"));
    }

    #[test]
    fn only_a_file_whose_meetings_are_all_cancelled_takes_them_out() {
        let gone = CalendarMeeting { is_cancelled: true, ..sample() };
        assert_eq!(Method::about(&[gone.clone(), sample()]), Method::Publish);
        assert_eq!(Method::about(std::slice::from_ref(&gone)), Method::Cancel);
        let file = file(Method::Cancel, "Cursos", "formacion@example.org", &[gone]);
        assert_eq!(Method::of(&file), Method::Cancel);
        assert!(file.contains("STATUS:CANCELLED\r\n"));
    }
}
