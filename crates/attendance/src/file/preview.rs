//! What a file would change, held against the cohort: pure.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};

use cohorts_model::entity::cohort;
use cohorts_model::entity::session::{self, SessionId};
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::lists::type_and_number;
use enrolment_model::queries::RollRow;
use people_model::rules::normal_document;
use platform::dates;
use platform::numbers::counted;
use platform::search::fold;
use platform::texts::{Refusal as _, and, say};

use crate::entity::attendance_mark::{MarkId, State};
use crate::list::{FileMark, FileMarks, Omission, SessionWord, StateWord};
use crate::queries::CurrentMark;
use crate::rules::{AttendanceRefusal, applies, may_mark};

/// The cohort as a file is held against it.
pub struct FileContext<'a> {
    pub stage: cohort::Stage,
    pub now: DateTime<Utc>,
    pub people: &'a [RollRow],
    /// Without the cancelled ones.
    pub sessions: &'a [session::Model],
    pub current: &'a HashMap<SessionId, HashMap<EnrolmentId, CurrentMark>>,
    /// The place of whoever sent the file (R80).
    pub own: Option<EnrolmentId>,
}

/// A mark that the file would write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkChange {
    pub row: u32,
    pub person: String,
    pub session: SessionId,
    pub position: i32,
    pub enrolment: EnrolmentId,
    pub from: Option<State>,
    pub to: State,
    pub seen: Option<MarkId>,
}

/// A cell that changes nothing because of what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub row: u32,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarksPreview {
    pub changes: Vec<MarkChange>,
    pub problems: Vec<Problem>,
    /// Cells that say what counts already.
    pub same: usize,
    /// What was not read, a sentence for each reason.
    pub notes: Vec<String>,
}

/// The people of a cohort by the documents that a file writes: each is looked for once, however many rows
/// name it.
struct Directory<'a> {
    people: &'a [RollRow],
    found: HashMap<&'a str, Result<&'a RollRow, String>>,
}

impl<'a> Directory<'a> {
    fn find(&mut self, document: &'a str) -> Result<&'a RollRow, String> {
        let people = self.people;
        self.found.entry(document).or_insert_with(|| named(document, people)).clone()
    }
}

fn named<'a>(document: &str, people: &'a [RollRow]) -> Result<&'a RollRow, String> {
    let (kind, number) = type_and_number(document);
    let mut alike = people.iter().filter(|row| {
        kind.is_none_or(|kind| kind == row.document_type)
            && normal_document(row.document_type, &number)
                .is_ok_and(|normal| normal == row.document_number)
    });
    let facts = || [("document", document.to_owned())];
    match (alike.next(), alike.next()) {
        (Some(person), None) => Ok(person),
        (Some(_), Some(_)) => Err(say("attendance.file_document_of_two", &facts())),
        (None, _) => Err(say("attendance.file_document_of_nobody", &facts())),
    }
}

/// Whether the name of a row can be the person's: half of the shorter one's words are in the other, in any order.
/// One column that was put in order without the others gives a document to somebody else.
fn is_called(name: &str, person: &RollRow) -> bool {
    let (said, own) = (fold(name), fold(&person.name.full()));
    let said: Vec<&str> = said.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let own: Vec<&str> = own.split(' ').collect();
    let common = said.iter().filter(|word| own.contains(word)).count();
    common * 2 >= said.len().min(own.len())
}

/// Rows, columns and sheets that a sentence names.
const NAMED: usize = 8;

fn notes(list: &FileMarks) -> Vec<String> {
    let rows = list.omissions.iter().map(|(omission, rows)| {
        let code = match omission {
            Omission::Invisible => "attendance.file_rows_hidden",
            Omission::Document => "attendance.file_rows_without_document",
            Omission::Date => "attendance.file_rows_without_date",
            Omission::Mark => "attendance.file_rows_without_mark",
        };
        let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
        say(code, &[("count", counted(rows.len())), ("which", first_of(&rows))])
    });
    let beside = [
        ("attendance.file_columns_hidden", &list.hidden_columns),
        ("attendance.file_sheets_unread", &list.other_sheets),
    ];
    let beside = beside.into_iter().filter(|(_, names)| !names.is_empty()).map(|(code, names)| {
        let names: Vec<String> = names.iter().map(|name| format!("«{name}»")).collect();
        say(code, &[("which", first_of(&names))])
    });
    rows.chain(beside).collect()
}

/// The first of them, and how many more there are.
fn first_of(all: &[String]) -> String {
    let mut first: Vec<String> = all.iter().take(NAMED).cloned().collect();
    if all.len() > NAMED {
        first.push(format!("{} más", counted(all.len() - NAMED)));
    }
    and(&first)
}

pub fn look(list: &FileMarks, ground: &FileContext<'_>) -> MarksPreview {
    let mut preview = MarksPreview { notes: notes(list), ..MarksPreview::default() };
    let mut directory = Directory { people: ground.people, found: HashMap::new() };
    let mut disputed: HashSet<(SessionId, EnrolmentId)> = HashSet::new();
    let mut told: HashSet<(u32, String)> = HashSet::new();
    let mut written: BTreeMap<(SessionId, EnrolmentId), State> = BTreeMap::new();
    for mark in &list.marks {
        match directory.find(&mark.document).and_then(|person| one(mark, person, ground)) {
            Err(text) => {
                // A row whose document nobody knows is told once.
                if told.insert((mark.row, text.clone())) {
                    preview.problems.push(Problem { row: mark.row, text });
                }
            }
            Ok(change) => {
                let key = (change.session, change.enrolment);
                match written.get(&key) {
                    Some(before) if *before == change.to => continue,
                    Some(before) => {
                        let facts = [
                            ("session", change.position.to_string()),
                            ("one", before.label().to_owned()),
                            ("other", change.to.label().to_owned()),
                            ("person", change.person),
                        ];
                        let text = say("attendance.file_twice", &facts);
                        disputed.insert(key);
                        preview.problems.push(Problem { row: mark.row, text });
                        continue;
                    }
                    None => written.insert(key, change.to),
                };
                match change.from == Some(change.to) {
                    true => preview.same += 1,
                    false => preview.changes.push(change),
                }
            }
        }
    }
    preview.changes.retain(|one| !disputed.contains(&(one.session, one.enrolment)));
    preview
}

fn one(mark: &FileMark, person: &RollRow, ground: &FileContext<'_>) -> Result<MarkChange, String> {
    if ground.own == Some(person.enrolment) {
        return Err(AttendanceRefusal::Oneself.sentence());
    }
    let session = session_of(&mark.session, ground.sessions)?;
    if !is_called(&mark.name, person) {
        let facts = [("name", mark.name.clone()), ("person", person.name.full())];
        return Err(say("attendance.file_other_name", &facts));
    }
    let to = match &mark.state {
        StateWord::Is(state) => *state,
        StateWord::Unread(text) => {
            let facts = [("session", session.position.to_string()), ("text", text.clone())];
            return Err(say("attendance.file_no_state", &facts));
        }
    };
    may_mark(ground.stage, session.stage, session.starts_at, ground.now).map_err(|refusal| {
        let position = session.position.to_string();
        let facts = [("session", position), ("why", refusal.sentence())];
        say("attendance.file_session_refused", &facts)
    })?;
    let current = ground.current.get(&session.id).and_then(|all| all.get(&person.enrolment));
    if current.is_none() && !applies(session.ends_at, person.since) {
        let position = session.position.to_string();
        let facts = [("session", position), ("person", person.name.full())];
        return Err(say("attendance.file_not_applicable", &facts));
    }
    Ok(MarkChange {
        row: mark.row,
        person: person.listed_name(),
        session: session.id,
        position: session.position,
        enrolment: person.enrolment,
        from: current.map(|current| current.state),
        to,
        seen: current.map(|current| current.mark),
    })
}

fn session_of<'a>(
    word: &SessionWord,
    sessions: &'a [session::Model],
) -> Result<&'a session::Model, String> {
    let day_of = |session: &session::Model| dates::bogota_date(session.starts_at);
    match word {
        SessionWord::Unread(text) => Err(say("attendance.file_no_date", &[("text", text.clone())])),
        SessionWord::Number(number, date) => {
            let session = sessions.iter().find(|session| session.position == *number);
            let session = session.ok_or_else(|| {
                say("attendance.file_no_session", &[("session", number.to_string())])
            })?;
            match date {
                Some(date) if *date != day_of(session) => {
                    let facts = [
                        ("session", number.to_string()),
                        ("written", dates::long(*date)),
                        ("day", dates::long(day_of(session))),
                    ];
                    Err(say("attendance.file_other_day", &facts))
                }
                _ => Ok(session),
            }
        }
        SessionWord::Day(date) => {
            let mut there = sessions.iter().filter(|session| day_of(session) == *date);
            match (there.next(), there.next()) {
                (Some(session), None) => Ok(session),
                (Some(_), Some(_)) => Err(of_day("attendance.file_two_sessions", *date)),
                (None, _) => Err(of_day("attendance.file_no_session_that_day", *date)),
            }
        }
    }
}

fn of_day(code: &str, date: NaiveDate) -> String {
    say(code, &[("day", dates::long(date))])
}
