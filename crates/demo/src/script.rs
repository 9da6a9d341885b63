//! The demo programme as typed content: the files of `seed/demo`, read and nothing more.
//!
//! No database and no clock: the day of loading is a parameter, because every date of the script is an
//! offset from it (0 = that day, negative = past). Codes stay text in the words of the files
//! (`document_type` as people write it, «CC»; everything else as the database stores it); the loader
//! turns them into the enums of each capability. `script_tests` proves that the files agree with each
//! other and with `seed/reference`.

use chrono::{Datelike, NaiveDate, NaiveTime};
use serde::Deserialize;
use serde::de::DeserializeOwned;

mod contacts;
mod days;
mod deeds;

pub use contacts::UnitContact;
pub use days::day;
use days::session_date;
pub use deeds::{
    Appeal, Deeds, LateCode, Lesson, Merge, Need, Override, Product, Subscription, Target, Test,
};

/// A file of the script that cannot be read; says which and why.
#[derive(Debug, thiserror::Error)]
#[error("the demo file {file} cannot be read: {reason}")]
pub struct ScriptError {
    pub file: &'static str,
    pub reason: String,
}

/// The whole demo, in the order in which it is to be replayed: entities, people with their posts,
/// accounts, cohorts (oldest first), and per cohort its enrolments in order of arrival.
#[derive(Debug, Clone)]
pub struct Script {
    pub programme: Programme,
    pub people: Vec<ScriptPerson>,
    pub posts: Vec<Post>,
    pub enrolments: Vec<Enrolment>,
}

/// `programme.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Kept in the setting `demo`, so that every page can say that this is a demonstration.
    pub name: String,
    pub notice: String,
    /// The password of every account; known, and so only ever a demo's (R70).
    pub demo_password: String,
    pub consent_version: String,
    pub consent_channel: String,
    /// The minimum activities of every cohort (R10).
    pub minimum: MinimumActivities,
    pub opinions: Opinions,
    /// Documents of the [`ScriptPerson`]s whose post nobody confirms.
    pub unconfirmed: Vec<String>,
    #[serde(rename = "entity")]
    pub entities: Vec<Entity>,
    #[serde(rename = "account")]
    pub accounts: Vec<Account>,
    /// What every course with a pass mark assesses, in this order; a course without one assesses nothing.
    #[serde(rename = "activity")]
    pub activities: Vec<Activity>,
    /// Whom people ask at the units of the programme.
    #[serde(rename = "contact")]
    pub contacts: Vec<UnitContact>,
    /// The halls that cohorts meet in.
    #[serde(rename = "venue")]
    pub venues: Vec<Venue>,
    #[serde(rename = "cohort")]
    pub cohorts: Vec<Cohort>,
    #[serde(rename = "need")]
    pub needs: Vec<Need>,
    pub deeds: Deeds,
}

/// What every cohort plans, and what a closed one shows for it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinimumActivities {
    pub method: String,
    pub method_evidence: String,
    pub knowledge: String,
    pub knowledge_evidence: String,
}

/// An invented entity; `kind` is a code of the catalogue `entity_type`. All are marked as demo.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    pub key: String,
    pub kind: String,
    pub name: String,
    /// DIVIPOLA, five digits; its first two are the department.
    pub municipality: String,
}

impl Entity {
    /// DIVIPOLA code of the department.
    pub fn department(&self) -> &str {
        self.municipality.get(..2).unwrap_or_default()
    }
}

/// A hall of the catalogue. A cohort's [`place`](Cohort::place) names it with its municipality.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Venue {
    /// Territorial unit whose coordination keeps it.
    pub unit: String,
    /// DIVIPOLA, five digits.
    pub municipality: String,
    pub name: String,
    /// How many people it seats.
    pub capacity: i32,
}

/// An account with exactly one role, and the scope that the role needs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    pub key: String,
    pub email: String,
    pub display_name: String,
    /// As stored in `role_grant.role`.
    pub role: String,
    pub unit: Option<String>,
    pub department: Option<String>,
    /// Key of an [`Entity`].
    pub entity: Option<String>,
    /// Document number of a [`ScriptPerson`].
    pub person: Option<String>,
}

/// Something graded. Weights (percent) add up to 100; the entry test weighs nothing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// `pre_test`, `post_test` or `product`: the column of [`Enrolment`] with its grade.
    pub kind: String,
    pub name: String,
    pub weight: i32,
}

/// One offering and how far it has come. Days are offsets from the day of loading.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cohort {
    /// Unique; the loader may use it as the public code.
    pub code: String,
    /// Code of a course of `seed/reference/courses.toml`.
    pub course: String,
    /// Territorial unit that owns it.
    pub unit: String,
    /// May contain `{periodo}`: read it with [`Cohort::name_on`].
    pub name: String,
    /// The stage in which loading must leave it, as stored.
    pub stage: String,
    pub seats: i32,
    pub municipalities: Vec<String>,
    /// Key of the [`Account`] that gives every session.
    pub facilitator: String,
    pub place: String,
    pub link: Option<String>,
    /// Fewer people than this on the day of deciding alert the coordination.
    pub quorum: Option<Quorum>,
    /// Seats that are kept for one of the municipalities.
    pub reserved: Option<SeatReservation>,
    /// Document of the [`ScriptPerson`] who gave their seat back the day before loading.
    pub left_yesterday: Option<String>,
    /// Published for enrolment (leaves draft), unless it stays a draft.
    pub open_day: i64,
    /// Last day to enrol; always before the first session.
    pub close_day: i64,
    /// One session each, ascending; read their dates with [`Cohort::session_dates`].
    pub days: Vec<i64>,
    pub from: NaiveTime,
    pub to: NaiveTime,
    /// Closed and its certificates issued, for a closed cohort.
    pub issue_day: Option<i64>,
    /// Why it was taught fewer hours than its course asks for: the administration confirms the closing.
    pub short: Option<String>,
    pub cancel: Option<Cancellation>,
    pub revoke: Option<Revocation>,
    pub excuse: Option<Excuse>,
    /// The satisfaction survey, for a closed cohort.
    pub survey: Option<SurveyRun>,
    /// The follow-up at three months.
    pub follow_up: Option<SurveyRun>,
    /// The follow-up at six months.
    pub half_year: Option<SurveyRun>,
}

/// When people were asked, and how many of them answered.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveyRun {
    pub day: i64,
    pub answers: usize,
}

/// What people write in surveys: the first one who answers the first sentence, and so on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opinions {
    pub comments: Vec<String>,
    pub examples: Vec<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    pub people: i32,
    /// When it is looked at, counted from the day of loading.
    pub day: i64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeatReservation {
    pub municipality: String,
    pub seats: i32,
    /// From then on anybody may have them.
    pub release_day: i64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cancellation {
    pub day: i64,
    pub reason: String,
}

/// An excuse that waits for the coordination's decision (R41).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excuse {
    /// Key of the [`Account`] of the person.
    pub account: String,
    /// Number of the session, from 1; it lies ahead.
    pub session: usize,
    pub text: String,
}

/// One certificate taken back after issuing, to show what verification says (R55).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    pub document: String,
    pub reason: String,
}

/// `people.csv`: a person and the post that makes them a participant.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptPerson {
    /// «CC», «CE» or «PPT».
    pub document_type: String,
    /// Already normalised, in a range that no real document has; unique across types.
    pub document_number: String,
    pub first_name: String,
    pub second_name: Option<String>,
    pub first_surname: String,
    pub second_surname: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub entity: String,
    pub position: String,
    /// Code of the catalogue `vinculacion`.
    pub kind: String,
    pub municipality: String,
    pub starts_on: NaiveDate,
    /// The post ended that day (R31); absent for a post still held.
    pub ends_day: Option<i64>,
}

/// `posts.csv`: a later post of somebody who left theirs, or a second one held at once (R29).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    pub document_number: String,
    pub entity: String,
    pub position: String,
    pub kind: String,
    pub municipality: String,
    pub starts_day: i64,
    pub is_principal: bool,
}

/// `enrolments.csv`: one arrival, and how it goes. Beyond the seats the command itself makes it wait.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// Code of a [`Cohort`].
    pub cohort: String,
    pub document_number: String,
    /// `self_service` or `coordinator`, as stored.
    pub origin: String,
    /// One letter per session already given: P, T, A, E, D. Read it with [`Enrolment::states`].
    marks: Option<String>,
    /// Grades in tenths; absent is not graded, never zero.
    pub pre_test: Option<i32>,
    pub post_test: Option<i32>,
    pub product: Option<i32>,
    /// Withdraws after that many sessions (0: before the first one).
    pub withdraws_after: Option<usize>,
}

impl Script {
    /// The demo that the program carries within itself.
    pub fn load() -> Result<Self, ScriptError> {
        let programme = toml::from_str(include_str!("../../../seed/demo/programme.toml"))
            .map_err(|error| ScriptError { file: "programme.toml", reason: error.to_string() })?;
        Ok(Self {
            programme,
            people: rows("people.csv", include_str!("../../../seed/demo/people.csv"))?,
            posts: rows("posts.csv", include_str!("../../../seed/demo/posts.csv"))?,
            enrolments: rows("enrolments.csv", include_str!("../../../seed/demo/enrolments.csv"))?,
        })
    }

    /// Who arrives at a cohort, in order of arrival.
    pub fn enrolments_of<'a>(&'a self, cohort: &'a Cohort) -> impl Iterator<Item = &'a Enrolment> {
        self.enrolments.iter().filter(|enrolment| enrolment.cohort == cohort.code)
    }
}

impl Cohort {
    /// The dates of the sessions when the script is loaded on `today`: ascending, none twice, and each on
    /// the side of today on which the script puts it.
    pub fn session_dates(&self, today: NaiveDate) -> Vec<NaiveDate> {
        self.days.iter().map(|&day| session_date(today, day)).collect()
    }

    /// How many sessions lie before `today`; a running or closed cohort has given exactly these.
    pub fn sessions_given(&self) -> usize {
        self.days.iter().filter(|&&day| day < 0).count()
    }

    /// The name with its `{periodo}` filled in: the year and half of the first session, «2026-2».
    pub fn name_on(&self, today: NaiveDate) -> String {
        let first = self.days.first().map_or(today, |&day| session_date(today, day));
        let half = if first.month() <= 6 { 1 } else { 2 };
        self.name.replace("{periodo}", &format!("{}-{half}", first.year()))
    }
}

impl Enrolment {
    /// The attendance state of each session already given, as stored, in the order of the sessions.
    pub fn states(&self) -> Vec<&'static str> {
        let letters = self.marks.as_deref().unwrap_or_default();
        letters.chars().filter_map(state).collect()
    }

    /// The grade, in tenths, of an activity of that kind.
    pub fn grade(&self, activity_kind: &str) -> Option<i32> {
        match activity_kind {
            "pre_test" => self.pre_test,
            "post_test" => self.post_test,
            "product" => self.product,
            _ => None,
        }
    }
}

fn state(letter: char) -> Option<&'static str> {
    match letter {
        'P' => Some("present"),
        'T' => Some("late"),
        'A' => Some("absent"),
        'E' => Some("excused"),
        'D' => Some("dispensed"),
        _ => None,
    }
}

fn rows<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<Vec<T>, ScriptError> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| ScriptError { file, reason: error.to_string() })
}
