//! Calendar files as RFC 5545 writes them: invitations in letters (R67), and files read by calendars at
//! an address. The lines, folds and escapes are the `icalendar` crate's; what a session is in a
//! calendar is said here.

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Parameter, Property};

use platform::texts::word;

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
    /// When what it says changed last, where that is known.
    pub changed_at: Option<DateTime<Utc>>,
}

/// What a calendar does with the file (RFC 5546).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Adds the meetings, or brings them up to date, for whoever asks.
    Publish,
    /// Invites one person, or brings their meeting up to date.
    Request,
    /// Takes the meetings out.
    Cancel,
}

impl Method {
    pub fn word(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }

    /// What a file of ours asks for.
    fn of(file: &str) -> Self {
        let asks = |method: &Self| file.contains(&format!("\r\nMETHOD:{}\r\n", method.word()));
        [Self::Request, Self::Cancel].into_iter().find(asks).unwrap_or(Self::Publish)
    }

    /// What a public file about these meetings asks for: to take them out when all are cancelled.
    pub fn about(meetings: &[CalendarMeeting]) -> Self {
        if meetings.iter().all(|meeting| meeting.is_cancelled) {
            Self::Cancel
        } else {
            Self::Publish
        }
    }
}

/// Who calls to the meetings: the name and the mail address that we write from.
#[derive(Clone, Copy, Debug)]
pub struct Organizer<'a> {
    pub name: &'a str,
    pub mail: &'a str,
}

/// What one person's mail program does with one meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub method: Method,
    pub file: String,
}

/// How often a calendar that follows an address asks again: every six hours.
const REFRESH: &str = "PT6H";

/// The file of these meetings. `name` is what a calendar program calls it.
pub fn file(
    method: Method,
    name: &str,
    organizer: Organizer<'_>,
    meetings: &[CalendarMeeting],
) -> String {
    let mut calendar = empty(method);
    // Programs differ in how they read marks in a name, so it has none.
    let bare: String = plain(name).chars().filter(|c| !matches!(c, ',' | ';' | '\\')).collect();
    calendar.name(&bare).timezone("America/Bogota");
    let again = Property::new("REFRESH-INTERVAL", REFRESH)
        .append_parameter(Parameter::new("VALUE", "DURATION"))
        .done();
    calendar.append_property(again);
    calendar.append_property(Property::new("X-PUBLISHED-TTL", REFRESH));
    for meeting in meetings {
        calendar.push(event(meeting, organizer));
    }
    with_alarms(&calendar.to_string())
}

/// How a meeting ends in a file.
const END: &str = "END:VEVENT\r\n";

/// Lets each meeting that takes place ring an hour before: people travel to it. Programs pass by the alarms
/// of an invitation, so those have none.
fn with_alarms(file: &str) -> String {
    let alarm = format!(
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:{}\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\n",
        word("notices.calendar_alarm")
    );
    let one = |part: &str| match part.strip_suffix(END) {
        Some(event) if event.contains("\r\nSTATUS:CONFIRMED\r\n") => format!("{event}{alarm}{END}"),
        _ => part.to_owned(),
    };
    file.split_inclusive(END).map(one).collect()
}

/// Invitations to these meetings that name nobody yet, one file after the other: a file that invites
/// speaks of one meeting (RFC 5546).
pub fn invitations(organizer: Organizer<'_>, meetings: &[CalendarMeeting]) -> String {
    let one = |meeting: &CalendarMeeting| {
        let method = if meeting.is_cancelled { Method::Cancel } else { Method::Request };
        let mut calendar = empty(method);
        calendar.push(event(meeting, organizer));
        calendar.to_string()
    };
    meetings.iter().map(one).collect()
}

/// Makes [`invitations`] out to one person, who has a seat and need not answer. A program applies an
/// invitation only where it finds the reader in it. What asks for neither of the two stays as it is.
pub fn addressed(files: &str, name: &str, mail: &str) -> Vec<Invitation> {
    let attendee = attendee(name, mail);
    let one = |file: &str| {
        let method = Method::of(file);
        let file = match method {
            Method::Publish => file.to_owned(),
            Method::Request | Method::Cancel => {
                file.replace("\r\nEND:VEVENT\r\n", &format!("\r\n{attendee}END:VEVENT\r\n"))
            }
        };
        Invitation { method, file }
    };
    files.split_inclusive("\r\nEND:VCALENDAR\r\n").map(one).collect()
}

/// The folded lines that name a person.
fn attendee(name: &str, mail: &str) -> String {
    let mut property = Property::new("ATTENDEE", format!("mailto:{}", plain(mail)));
    if !name.is_empty() {
        property.add_parameter("CN", &quoted(name));
    }
    for (key, value) in [("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "ACCEPTED"), ("RSVP", "FALSE")] {
        property.add_parameter(key, value);
    }
    let mut around = Calendar::empty();
    around.append_property(property);
    let lines = around.to_string();
    let lines = lines.trim_start_matches("BEGIN:VCALENDAR\r\n");
    lines.trim_end_matches("END:VCALENDAR\r\n").to_owned()
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", plain(name).replace(['"', '\n'], " "))
}

fn empty(method: Method) -> Calendar {
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Formacion Territorial//ES"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", method.word()),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    calendar
}

fn event(meeting: &CalendarMeeting, organizer: Organizer<'_>) -> Event {
    let mut event = Event::with_uid(&plain(&meeting.uid));
    event
        .timestamp(meeting.written_at)
        .sequence(meeting.sequence)
        .starts(meeting.starts_at)
        .ends(meeting.ends_at)
        .summary(&plain(&meeting.title))
        .description(&plain(&meeting.notes))
        .status(if meeting.is_cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed })
        .append_property(
            Property::new("ORGANIZER", format!("mailto:{}", plain(organizer.mail)))
                .append_parameter(Parameter::new("CN", &quoted(organizer.name)))
                .done(),
        );
    if let Some(at) = meeting.changed_at {
        event.last_modified(at);
    }
    // Calendars show where to go and hide the address beside it: a room on the net is a place.
    if let Some(room) = meeting.place.as_ref().or(meeting.link.as_ref()) {
        event.location(&plain(room));
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
    use chrono::TimeDelta;

    use super::*;

    const US: Organizer<'static> =
        Organizer { name: "Formación Meta", mail: "formacion@example.org" };

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
            changed_at: Some(at),
        }
    }

    fn unfolded(file: &str) -> String {
        file.replace("\r\n ", "")
    }

    #[test]
    fn lines_are_short_and_commas_are_escaped() {
        let file = file(Method::Publish, "Cursos, Meta", US, &[sample()]);
        assert!(file.starts_with("BEGIN:VCALENDAR\r\n"));
        assert!(file.lines().all(|line| line.len() <= 75), "{file}");
        let whole = unfolded(&file);
        assert!(whole.contains("SUMMARY:Gestión tributaria\\, catastro y rentas\\; sesión 2"));
        assert!(whole.contains("LOCATION:Salón comunal\\nPiso 2\r\n"), "{whole}");
        assert!(whole.contains("URL:https://reunion.example/a,b\r\n"), "{whole}");
        assert!(whole.contains("DTSTART:20261118T"));
        assert!(whole.contains("SEQUENCE:3\r\n"));
        assert!(whole.contains("\r\nLAST-MODIFIED:20261118T"), "{whole}");
        let organizer = "ORGANIZER;CN=\"Formación Meta\":mailto:formacion@example.org\r\n";
        assert!(whole.contains(organizer), "{whole}");
        assert!(whole.contains("X-WR-CALNAME:Cursos Meta\r\n"));
        assert!(whole.contains("REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n"), "{whole}");
        let alarm = "TRIGGER:-PT1H\r\nEND:VALARM\r\nEND:VEVENT\r\n";
        assert!(whole.contains(alarm), "{whole}");
    }

    #[test]
    fn only_a_file_whose_meetings_are_all_cancelled_takes_them_out() {
        let gone = CalendarMeeting { is_cancelled: true, ..sample() };
        assert_eq!(Method::about(&[gone.clone(), sample()]), Method::Publish);
        assert_eq!(Method::about(std::slice::from_ref(&gone)), Method::Cancel);
        let file = file(Method::Cancel, "Cursos", US, &[gone]);
        assert_eq!(Method::of(&file), Method::Cancel);
        assert!(file.contains("STATUS:CANCELLED\r\n"));
        assert!(!file.contains("VALARM"), "nobody is called to what does not take place");
    }

    #[test]
    fn an_invitation_speaks_of_one_meeting_and_names_whom_it_invites() {
        let gone = CalendarMeeting { is_cancelled: true, ..sample() };
        let files = invitations(US, &[sample(), gone]);
        let all = addressed(&files, "Ana \"Lu\" Ñandú, de la Vega", "ana@pueblo.example");
        let methods: Vec<Method> = all.iter().map(|one| one.method).collect();
        assert_eq!(methods, [Method::Request, Method::Cancel]);
        for one in &all {
            assert!(one.file.lines().all(|line| line.len() <= 75), "{}", one.file);
            let whole = unfolded(&one.file);
            assert_eq!(whole.matches("BEGIN:VEVENT").count(), 1, "{whole}");
            let who = "ATTENDEE;CN=\"Ana  Lu  Ñandú, de la Vega\";PARTSTAT=ACCEPTED;\
                       ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:ana@pueblo.example\r\nEND:VEVENT";
            assert!(whole.contains(who), "{whole}");
        }
    }

    #[test]
    fn a_room_on_the_net_is_where_the_meeting_is() {
        let virtual_one = CalendarMeeting { place: None, ..sample() };
        let whole = unfolded(&invitations(US, &[virtual_one]));
        assert!(whole.contains("LOCATION:https://reunion.example/a\\,b\r\n"), "{whole}");
    }
}
