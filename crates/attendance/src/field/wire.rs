//! What goes over the wire: the JSON of the interface for marks (`docs/interface/marks.md`).
//! Everything is read leniently one mark at a time, so that one that nobody can read does not hold
//! back the others.

use chrono::{DateTime, Datelike, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use cohorts_model::entity::session::SessionId;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::idempotency::is_key;

use crate::entity::attendance_mark::{MarkId, State};

/// The most marks and walk-ins in one batch.
pub const MOST: usize = 500;
const NAME: usize = 160;
const NOTE: usize = 300;
const LABEL: usize = 80;
/// Minutes in a day: no session is longer.
const MOST_MINUTES: i32 = 1_440;

/// Why a batch was not read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchError {
    NotJson,
    NoTime,
    TooMany,
    /// A mark without a key, which cannot be answered.
    NoKey,
}

impl BatchError {
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NotJson => "El lote no se pudo leer: no es JSON.",
            Self::NoTime => {
                "Al lote le falta la hora de envío (sent_at), como 2026-11-20T08:05:00Z."
            }
            Self::TooMany => "El lote trae más de 500 registros: divídalo.",
            Self::NoKey => {
                "Cada registro necesita su llave (key): 16 a 64 letras, números, guiones o guiones bajos."
            }
        }
    }
}

#[derive(Debug, Deserialize)]
struct RawBatch {
    #[serde(default)]
    sent_at: Value,
    #[serde(default)]
    marks: Vec<RawMark>,
    #[serde(default)]
    walk_ins: Vec<RawMark>,
}

#[derive(Debug, Deserialize)]
struct RawMark {
    #[serde(default)]
    key: Value,
    #[serde(default)]
    sequence: Value,
    #[serde(default)]
    session: Value,
    #[serde(default)]
    person: Value,
    #[serde(default)]
    name: Value,
    #[serde(default)]
    state: Value,
    #[serde(default)]
    minutes: Value,
    #[serde(default)]
    note: Value,
    #[serde(default)]
    seen: Value,
    #[serde(default)]
    at: Value,
}

/// A batch as it was read from JSON.
#[derive(Debug)]
pub struct Batch {
    pub sent_at: DateTime<Utc>,
    pub marks: Vec<FieldMark>,
    pub walk_ins: Vec<FieldWalkIn>,
    /// Keys of entries that cannot be read, each with the reason.
    pub refused: Vec<(String, &'static str)>,
    /// The keys of all entries in the order in which they came.
    pub keys: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMark {
    pub key: String,
    pub sequence: i64,
    pub session: SessionId,
    pub enrolment: EnrolmentId,
    pub state: State,
    pub minutes: Option<i32>,
    pub note: Option<String>,
    pub seen: Option<MarkId>,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldWalkIn {
    pub key: String,
    pub sequence: i64,
    pub session: SessionId,
    pub name: String,
    pub note: Option<String>,
    pub state: State,
    pub at: DateTime<Utc>,
}

const UNKNOWN_STATE: &str =
    "El estado no se conoce: use present, late, absent, excused o dispensed.";
const WALK_IN_STATE: &str = "Quien llega sin estar en la lista es present o late.";
const UNKNOWN_PLACE: &str = "La sesión o la persona es desconocida.";
const NO_NAME: &str = "Falta el nombre de quien llegó.";
const BAD_TIME: &str = "La hora del registro (at) no se pudo leer.";
const BAD_SEQUENCE: &str = "El orden del registro (sequence) no es un número.";
const BAD_MINUTES: &str = "Los minutos no son un número entre 0 y 1440.";

/// Reads a batch; one mark that is wrong is refused by itself.
pub fn read(body: &[u8]) -> Result<Batch, BatchError> {
    let value: Value = serde_json::from_slice(body).map_err(|_| BatchError::NotJson)?;
    // A list would be taken for an object whose members have no names.
    let value = Some(value).filter(Value::is_object).ok_or(BatchError::NotJson)?;
    let raw: RawBatch = serde_json::from_value(value).map_err(|_| BatchError::NotJson)?;
    if raw.marks.len() + raw.walk_ins.len() > MOST {
        return Err(BatchError::TooMany);
    }
    let sent_at = moment(&raw.sent_at).ok_or(BatchError::NoTime)?;
    let mut batch = Batch {
        sent_at,
        marks: Vec::new(),
        walk_ins: Vec::new(),
        refused: Vec::new(),
        keys: Vec::new(),
    };
    for raw in &raw.marks {
        let key = key(raw)?;
        batch.keys.push(key.clone());
        match mark(raw, key.clone()) {
            Ok(mark) => batch.marks.push(mark),
            Err(why) => batch.refused.push((key, why)),
        }
    }
    for raw in &raw.walk_ins {
        let key = key(raw)?;
        batch.keys.push(key.clone());
        match walk_in(raw, key.clone()) {
            Ok(walk_in) => batch.walk_ins.push(walk_in),
            Err(why) => batch.refused.push((key, why)),
        }
    }
    Ok(batch)
}

fn key(raw: &RawMark) -> Result<String, BatchError> {
    let key = raw.key.as_str().filter(|key| is_key(key));
    key.map(str::to_owned).ok_or(BatchError::NoKey)
}

fn mark(raw: &RawMark, key: String) -> Result<FieldMark, &'static str> {
    let minutes = match &raw.minutes {
        Value::Null => None,
        said => {
            let said = said.as_i64().and_then(|said| i32::try_from(said).ok());
            Some(said.filter(|said| (0..=MOST_MINUTES).contains(said)).ok_or(BAD_MINUTES)?)
        }
    };
    Ok(FieldMark {
        key,
        sequence: sequence(raw)?,
        session: SessionId(number(&raw.session).ok_or(UNKNOWN_PLACE)?),
        enrolment: EnrolmentId(number(&raw.person).ok_or(UNKNOWN_PLACE)?),
        state: state(&raw.state).ok_or(UNKNOWN_STATE)?,
        minutes,
        note: text(&raw.note, NOTE),
        seen: number(&raw.seen).map(MarkId),
        at: moment(&raw.at).ok_or(BAD_TIME)?,
    })
}

fn walk_in(raw: &RawMark, key: String) -> Result<FieldWalkIn, &'static str> {
    let state = state(&raw.state).ok_or(UNKNOWN_STATE)?;
    if !crate::rules::was_there(state) {
        return Err(WALK_IN_STATE);
    }
    Ok(FieldWalkIn {
        key,
        sequence: sequence(raw)?,
        session: SessionId(number(&raw.session).ok_or(UNKNOWN_PLACE)?),
        name: text(&raw.name, NAME).ok_or(NO_NAME)?,
        note: text(&raw.note, NOTE),
        state,
        at: moment(&raw.at).ok_or(BAD_TIME)?,
    })
}

fn sequence(raw: &RawMark) -> Result<i64, &'static str> {
    raw.sequence.as_i64().filter(|number| *number >= 0).ok_or(BAD_SEQUENCE)
}

fn state(value: &Value) -> Option<State> {
    serde_json::from_value(value.clone()).ok()
}

/// Reads an id, which the lists hold as text.
fn number(value: &Value) -> Option<i64> {
    platform::ids::parse(value.as_str()?).ok()
}

/// Reads a moment as the databases keep it: to the microsecond, in a plausible year.
fn moment(value: &Value) -> Option<DateTime<Utc>> {
    let said = DateTime::parse_from_rfc3339(value.as_str()?).ok()?.to_utc();
    let cut = DateTime::from_timestamp_micros(said.timestamp_micros())?;
    (2000..2100).contains(&cut.year()).then_some(cut)
}

/// Reads a text without its control characters and cuts it to `most` characters: a note is not lost
/// because it is long.
fn text(value: &Value, most: usize) -> Option<String> {
    let said = value.as_str()?.replace(['\n', '\t'], " ");
    let clean: String = said.chars().filter(|c| !c.is_control()).collect();
    let cut: String = clean.trim().chars().take(most).collect();
    (!cut.is_empty()).then_some(cut)
}

/// Reads the name that a browser gives itself.
pub fn label(body: &[u8]) -> Result<String, BatchError> {
    let value: Value = serde_json::from_slice(body).map_err(|_| BatchError::NotJson)?;
    Ok(text(&value["label"], LABEL).unwrap_or_else(|| "Teléfono".to_owned()))
}

/// Formats a moment for the wire, with milliseconds for comparing clocks.
pub fn sent(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The outcome of one key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MarkReply {
    pub key: String,
    pub outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct BatchReply {
    pub received_at: String,
    pub results: Vec<MarkReply>,
}

/// The lists of one telephone: names and opaque ids, never a document.
#[derive(Debug, Serialize)]
pub struct Lists {
    pub now: String,
    pub account: Account,
    pub device: Device,
    pub sessions: Vec<Session>,
}

#[derive(Debug, Serialize)]
pub struct Account {
    pub id: String,
    pub name: String,
}

#[derive(Debug, Serialize)]
pub struct Device {
    pub id: String,
}

#[derive(Debug, Serialize)]
pub struct Session {
    pub id: String,
    pub title: String,
    pub cohort: String,
    pub starts_at: String,
    pub ends_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    pub stage: cohorts_model::entity::session::Stage,
    pub late_after_minutes: i32,
    pub partial_hours: bool,
    pub people: Vec<ListPerson>,
    pub marks: Vec<ListMark>,
}

#[derive(Debug, Serialize)]
pub struct ListPerson {
    pub id: String,
    pub name: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ListMark {
    pub person: String,
    pub state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub mark: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mark_that_nobody_can_read_is_refused_by_itself() {
        let batch = read(
            br#"{"sent_at":"2026-11-20T13:00:00Z","marks":[
            {"key":"aaaaaaaaaaaaaaaa","sequence":1,"session":"1","person":"2","state":"present","at":"2026-11-20T08:00:00-05:00"},
            {"key":"bbbbbbbbbbbbbbbb","sequence":2,"session":"1","person":"2","state":"maybe","at":"2026-11-20T13:00:00Z"},
            {"key":"cccccccccccccccc","sequence":3,"session":"01","person":"2","state":"late","at":"2026-11-20T13:00:00Z"},
            {"key":"dddddddddddddddd","sequence":4,"session":"1","person":"2","state":"late","at":"ayer"},
            {"key":"eeeeeeeeeeeeeeee","sequence":5,"session":"1","person":"2","state":"late","minutes":-1,"at":"2026-11-20T13:00:00Z"}],
            "walk_ins":[
            {"key":"ffffffffffffffff","sequence":6,"session":"1","name":" \u0000 ","state":"present","at":"2026-11-20T13:00:00Z"},
            {"key":"gggggggggggggggg","sequence":7,"session":"1","name":"Ana\nRuiz","state":"present","at":"2026-11-20T13:00:00Z"},
            {"key":"hhhhhhhhhhhhhhhh","sequence":8,"session":"1","name":"Luz","state":"absent","at":"2026-11-20T13:00:00Z"}]}"#,
        )
        .expect("reads");
        assert_eq!(batch.keys.len(), 8);
        assert_eq!(batch.marks.len(), 1);
        assert_eq!(batch.marks[0].at, batch.sent_at);
        assert_eq!(batch.walk_ins[0].name, "Ana Ruiz");
        let refused: Vec<_> = batch.refused.iter().map(|(key, _)| &key[..1]).collect();
        assert_eq!(refused, ["b", "c", "d", "e", "f", "h"]);
    }

    #[test]
    fn a_batch_that_cannot_be_answered_is_refused_whole() {
        let why = |body: &str| read(body.as_bytes()).expect_err("is refused");
        assert_eq!(why("{"), BatchError::NotJson);
        assert_eq!(why("[]"), BatchError::NotJson);
        assert_eq!(why("{}"), BatchError::NoTime);
        assert_eq!(why(r#"{"sent_at":"1970-01-01T00:00:00Z"}"#), BatchError::NoTime);
        let keyless = r#"{"sent_at":"2026-11-20T13:00:00Z","marks":[{"key":"corta"}]}"#;
        assert_eq!(why(keyless), BatchError::NoKey);
        let many = format!(
            r#"{{"sent_at":"2026-11-20T13:00:00Z","marks":[{}]}}"#,
            vec!["{}"; MOST + 1].join(",")
        );
        assert_eq!(why(&many), BatchError::TooMany);
    }
}
