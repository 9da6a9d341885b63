//! What people of the programme do beside the lives of its cohorts. Days are offsets from the day of
//! loading; `by` and `account` are keys of an account, `cohort` is the code of a cohort.

use serde::Deserialize;

/// What somebody asks for a municipality.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Key of an [`super::Account`].
    pub by: String,
    /// Key of an [`super::Entity`] of the municipality.
    pub entity: String,
    pub capacity: String,
    pub people: i32,
    pub day: i64,
    pub deadline: i64,
    pub note: Option<String>,
    /// How many of them have a place in a running cohort.
    pub matched: Option<i32>,
    /// Why it was refused.
    pub refused: Option<String>,
}

/// Everything of the table `deeds`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deeds {
    #[serde(rename = "test")]
    pub tests: Vec<Test>,
    #[serde(rename = "product")]
    pub products: Vec<Product>,
    #[serde(rename = "appeal")]
    pub appeals: Vec<Appeal>,
    #[serde(rename = "lesson")]
    pub lessons: Vec<Lesson>,
    #[serde(rename = "target")]
    pub targets: Vec<Target>,
    #[serde(rename = "override")]
    pub overrides: Vec<Override>,
    #[serde(rename = "subscription")]
    pub subscriptions: Vec<Subscription>,
    #[serde(rename = "merge")]
    pub merges: Vec<Merge>,
    #[serde(rename = "code")]
    pub codes: Vec<LateCode>,
}

/// A test that is open, with the first attempt of somebody who has another one left.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    pub cohort: String,
    /// The kind of its activity.
    pub activity: String,
    pub capacity: String,
    pub questions: usize,
    pub attempts: i32,
    pub opens: i64,
    pub closes: i64,
    pub account: String,
    /// The day of the first attempt.
    pub day: i64,
}

/// A product that is asked for, and what somebody handed in: it waits for its grade.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    pub cohort: String,
    pub instructions: String,
    pub asked: i64,
    pub due: i64,
    pub account: String,
    pub day: i64,
    pub link: String,
    pub note: String,
}

/// A grade that somebody asked to be looked at again.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appeal {
    pub cohort: String,
    /// The kind of its activity.
    pub activity: String,
    pub account: String,
    pub text: String,
    pub day: i64,
    /// Why the grade stays, said two days after.
    pub kept: Option<String>,
}

/// What a course learnt from the people of a cohort.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    pub cohort: String,
    /// As stored.
    pub kind: String,
    pub text: String,
    pub day: i64,
}

/// How many certified people a municipality wants.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub by: String,
    pub municipality: String,
    pub capacity: String,
    pub people: i32,
    pub day: i64,
    pub reason: String,
}

/// A municipality that comes before all others for a capacity.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    pub by: String,
    pub municipality: String,
    pub capacity: String,
    pub day: i64,
    pub reason: String,
}

/// A report that somebody receives each month.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    pub by: String,
    /// As stored.
    pub report: String,
    /// The word of an address, «departamento-18».
    pub ambit: String,
    pub day: i64,
}

/// Two records of one person that became one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// Documents of [`super::ScriptPerson`]s.
    pub survivor: String,
    pub absorbed: String,
    pub note: String,
    pub day: i64,
}

/// Somebody whom the list calls absent and who typed the code of the room after it was passed: who is
/// right waits for a decision.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LateCode {
    pub cohort: String,
    /// Number of the session, from 1; it was given.
    pub session: usize,
    /// Document of a [`super::ScriptPerson`].
    pub document: String,
}
