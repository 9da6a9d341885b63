//! One offering of a course version. Its rule is copied here when it is made and frozen when it
//! starts, so that it never changes under the people in it.

use sea_orm::entity::prelude::*;

use courses_model::entity::course_version::CourseVersionId;
use courses_model::extras::Extras;
use platform::ids::{id, stored};
use platform::relations::relations;

use crate::scale::GradeScale;

id! {
    /// The id of a row of `cohort`.
    CohortId
}

/// From the first idea to the end. Its facts are the dates beside it.
#[stored]
#[words("cohorts.stage_")]
pub enum Stage {
    Draft,
    Tentative,
    Confirmed,
    Running,
    Closed,
    Cancelled,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cohort")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CohortId,
    pub course_version_id: CourseVersionId,
    /// The unit that owns it; a coordinator's scope.
    pub unit_code: String,
    /// Random, for addresses that outsiders see.
    #[sea_orm(unique)]
    pub public_code: String,
    pub name: String,
    /// `name` without accents or case, for searching.
    pub search_name: String,
    pub stage: Stage,
    pub seats: i32,
    /// Hours in which a person must take a seat that is offered to them.
    pub offer_hours: i32,
    pub starts_on: Date,
    /// Last day, included.
    pub ends_on: Date,
    /// Last day to enrol, included.
    pub enrolment_closes_on: Option<Date>,
    /// Percent, 0 to 100; copied from the version, frozen when the cohort starts.
    pub minimum_attendance: i32,
    /// Minutes after a session's start from which somebody is late; frozen when the cohort starts,
    /// like the four that follow (R34).
    pub late_after_minutes: i32,
    /// A session counts the minutes attended, not one.
    pub partial_hours: bool,
    /// An excuse stays in the denominator, as not attended.
    pub excused_counts: bool,
    /// A dispensation stays in the denominator, as not attended.
    pub dispensed_counts: bool,
    /// Days after a session in which a correction may be asked for (R41).
    pub correction_days: i32,
    /// Tenths of 0 to 5,0 on every scale ([`Model::pass`]); copied from the version, frozen when the cohort starts.
    pub pass_mark: Option<i32>,
    /// The certificate asks for every product; the version's, like the two that follow.
    pub asks_product: bool,
    /// The certificate asks for the satisfaction survey.
    pub asks_survey: bool,
    /// Hours attended that the certificate asks for; frozen when the cohort starts.
    pub minimum_hours: Option<i32>,
    /// Percent of the course's hours that the sessions add up to at least, 0 to 100 (R83); the version's.
    pub hours_share: i32,
    /// On what it grades; frozen with the first grade.
    pub scale: GradeScale,
    /// The place of the cohort as a text for people.
    pub place_text: String,
    /// Code of the municipality where it is taught, as its certificates name it (R83); `None` until
    /// somebody says it.
    pub taught_in: Option<String>,
    pub created_at: DateTimeUtc,
    pub published_at: Option<DateTimeUtc>,
    pub started_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    /// Until when the attendance of a closed cohort is open again (R84).
    pub attendance_open_until: Option<DateTimeUtc>,
    pub cancelled_at: Option<DateTimeUtc>,
    pub cancellation_reason: Option<String>,
    /// How it is taught (R10); needed to publish it.
    pub method: Option<String>,
    /// The evidence that the method was followed; the cohort cannot be closed without it.
    pub method_evidence: Option<String>,
    /// The knowledge that will remain, and where (R10); the cohort cannot be published without it.
    pub knowledge: Option<String>,
    /// The evidence that the knowledge remained; the cohort cannot be closed without it.
    pub knowledge_evidence: Option<String>,
    /// Fewer people than this on `quorum_on` alert its coordination (R15).
    pub minimum_people: Option<i32>,
    /// The day of deciding whether it runs; set with `minimum_people`.
    pub quorum_on: Option<Date>,
    /// Invented for the demonstration: its certificates say so.
    pub is_demo: bool,
}

impl Model {
    /// The stage as attendance sees it: a closed cohort whose attendance was opened again runs until the
    /// opening is over, by the clock alone (R84).
    pub fn attendance_stage(&self, now: DateTimeUtc) -> Stage {
        match self.stage {
            Stage::Closed if self.is_attendance_reopened(now) => Stage::Running,
            stage => stage,
        }
    }

    pub fn is_attendance_reopened(&self, now: DateTimeUtc) -> bool {
        self.stage == Stage::Closed && self.attendance_open_until.is_some_and(|until| now < until)
    }

    /// The pass mark on the cohort's own scale.
    pub fn pass(&self) -> Option<i32> {
        self.pass_mark.map(|mark| self.scale.of_five(mark))
    }

    /// Returns what the certificate requires besides attendance and grade.
    pub fn extras(&self) -> Extras {
        Extras {
            product: self.asks_product,
            survey: self.asks_survey,
            minimum_hours: self.minimum_hours,
        }
    }
}

relations! {
    CourseVersion: CourseVersionId => courses_model::entity::course_version(Id),
    ;
    TerritorialUnit: UnitCode => territory_model::entity::territorial_unit(Code),
}
