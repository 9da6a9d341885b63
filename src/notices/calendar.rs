//! The calendar file that a letter about a session carries (R67), as RFC 5545 writes it.

use chrono::{DateTime, Utc};

/// One meeting as a calendar shows it.
pub struct Meeting {
    /// The same for the same meeting, so that a later letter moves it instead of adding one.
    pub uid: String,
    pub title: String,
    pub place: Option<String>,
    pub link: Option<String>,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// When this was written; the latest wins.
    pub written_at: DateTime<Utc>,
}

/// The file, with the line ends and folds that calendars insist on.
pub fn file(meeting: &Meeting) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Formacion Territorial//ES".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(&meeting.uid)),
        format!("DTSTAMP:{}", instant(meeting.written_at)),
        format!("DTSTART:{}", instant(meeting.starts_at)),
        format!("DTEND:{}", instant(meeting.ends_at)),
        format!("SUMMARY:{}", escaped(&meeting.title)),
    ];
    if let Some(place) = &meeting.place {
        lines.push(format!("LOCATION:{}", escaped(place)));
    }
    if let Some(link) = &meeting.link {
        // A URI value is not escaped; what would break the line is not in a URI.
        let link: String = link.chars().filter(|c| !c.is_control()).collect();
        lines.push(format!("URL:{link}"));
    }
    lines.push("END:VEVENT".to_owned());
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace("\r\n", "\\n")
        .replace('\n', "\\n")
        .chars()
        .filter(|c| !c.is_control())
        .collect()
}

/// Lines of at most 75 octets; the next one goes on after a space, and no letter is cut.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 4);
    let mut room = 75;
    for letter in line.chars() {
        if letter.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        room -= letter.len_utf8();
        out.push(letter);
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_short_and_commas_are_escaped() {
        let at = DateTime::from_timestamp(1_795_000_000, 0).expect("a time");
        let file = file(&Meeting {
            uid: "sesion-7@formacion.example".into(),
            title:
                "Gestión tributaria, catastro y rentas; sesión 2 de 6 en el municipio de Mapiripán"
                    .into(),
            place: Some("Salón comunal\nPiso 2".into()),
            link: Some("https://reunion.example/a,b".into()),
            starts_at: at,
            ends_at: at + chrono::TimeDelta::hours(2),
            written_at: at,
        });
        assert!(file.starts_with("BEGIN:VCALENDAR\r\n"));
        assert!(file.lines().all(|line| line.len() <= 75), "{file}");
        let unfolded = file.replace("\r\n ", "");
        assert!(unfolded.contains("SUMMARY:Gestión tributaria\\, catastro y rentas\\; sesión 2"));
        assert!(unfolded.contains("LOCATION:Salón comunal\\nPiso 2\r\n"));
        assert!(unfolded.contains("URL:https://reunion.example/a,b\r\n"));
        assert!(unfolded.contains("DTSTART:20261118T"));
    }
}
