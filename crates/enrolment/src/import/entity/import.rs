//! A file with people to be enrolled in a cohort, from its arrival to its end.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `enrolment_import`.
    ImportId
}

/// How far the file has come.
#[stored]
#[words("enrolment.import_state_")]
pub enum State {
    /// Its columns wait to be confirmed.
    Uploaded,
    /// Its rows are being looked at.
    Checking,
    /// The rows were checked, and the import waits for a decision.
    Checked,
    /// It is being written, all or nothing.
    Committing,
    Done,
    /// Left aside by a person, or too old.
    Discarded,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment_import")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ImportId,
    pub cohort_id: CohortId,
    /// Who sent it, and whose permission is asked again when it is written.
    pub account_id: AccountId,
    /// As the person called it.
    /// Personal: people name files after people.
    pub file_name: String,
    /// SHA-256 of the bytes, hexadecimal: the same file is not imported twice (R25).
    pub file_sha256: String,
    /// `xlsx` or `csv`.
    pub format: String,
    pub state: State,
    /// The person's decisions as JSON ([`super::super::reading::ImportChoice`]).
    pub choice: Option<String>,
    /// Rows with something in them below the headings.
    pub rows: i32,
    pub new_people: i32,
    pub known_people: i32,
    pub already_enrolled: i32,
    /// People who are known, or enrolled already, whose mail or telephone the file completes.
    pub completed: i32,
    pub withdrawn: i32,
    /// Rows that repeat a person, and rows that are nobody's.
    pub skipped: i32,
    pub with_errors: i32,
    pub warnings: i32,
    /// Whole names and how they were taken apart, as JSON, those to be looked at first.
    /// Personal: name.
    pub names_apart: Option<String>,
    /// The forecast of seats, as JSON ([`super::super::forecast::Forecast`]): numbers of groups.
    pub forecast: Option<String>,
    /// How many of the people imported got a seat and how many wait.
    pub seated: i32,
    pub waiting: i32,
    /// When a worker took it; another may after a while.
    pub claimed_at: Option<DateTimeUtc>,
    pub attempts: i32,
    pub created_at: DateTimeUtc,
    pub checked_at: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
}

relations! {
    Cohort: CohortId => cohorts_model::entity::cohort(Id),
    Account: AccountId => sign_in_model::entity::account(Id),
}
