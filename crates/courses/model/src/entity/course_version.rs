//! What is taught and under which rule. Frozen when published.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::actor::AccountId;

use super::course::CourseId;
use crate::extras::Extras;

id! {
    /// The id of a row of `course_version`.
    CourseVersionId
}

/// How it is taught.
#[stored]
#[words("courses.modality_")]
pub enum Modality {
    Presencial,
    Virtual,
    Mixta,
}

/// Level of the capacity it works on.
#[stored]
#[words("courses.level_")]
pub enum CourseLevel {
    Humano,
    Institucional,
    Gerencial,
}

/// Type of the capacity it works on.
#[stored]
#[words("courses.capacity_type_")]
pub enum CapacityType {
    Institucional,
    Sectorial,
    Poblacional,
}

/// Descriptor of the capacity it works on.
#[stored]
#[words("courses.descriptor_")]
pub enum Descriptor {
    Funcional,
    Sectorial,
    Poblacional,
}

/// A published version never changes: a correction is a new version.
#[stored]
#[words("courses.state_")]
pub enum State {
    Draft,
    Published,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course_version")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CourseVersionId,
    pub course_id: CourseId,
    /// From 1.
    pub number: i32,
    pub name: String,
    /// `name` without accents or case, for searching.
    pub search_name: String,
    /// Code in the catalogue `offer_type`.
    pub offer_type: String,
    pub modality: Modality,
    /// Academic hours; informal education stays under 160.
    pub hours: i32,
    /// One item a line.
    pub contents: String,
    pub objective: String,
    pub level: CourseLevel,
    pub capacity_type: CapacityType,
    pub descriptor: Descriptor,
    /// Percent of the dictated time, 0 to 100.
    pub minimum_attendance: i32,
    /// Tenths, 0 to 50 (30 is 3,0); empty when nothing is graded.
    pub pass_mark: Option<i32>,
    /// The certificate asks for every product, graded at the pass mark or above it.
    pub asks_product: bool,
    /// The certificate asks for the satisfaction survey to be answered.
    pub asks_survey: bool,
    /// Hours attended that the certificate asks for; empty asks for none.
    pub minimum_hours: Option<i32>,
    /// Percent of `hours` that the sessions of a cohort add up to at least (R83); 0 asks for none.
    pub hours_share: i32,
    /// Months that its certificate holds; empty holds for ever.
    pub certificate_months: Option<i32>,
    /// Codes of the kinds of post that are admitted, separated by commas; empty admits all.
    pub admitted_kinds: String,
    /// Whether the version admits only people who hold a post as public servant.
    pub servants_only: bool,
    /// Whether the version admits only people of the cohort's municipalities.
    pub own_municipalities: bool,
    /// Months in which whoever came to no session of an earlier seat is enrolled by the coordination
    /// alone (R24); 0 without this rule.
    pub no_show_months: i32,
    /// The course (`course.id`) whose certificate a person must hold; `None` means that there is no
    /// such rule.
    pub prerequisite_course_id: Option<CourseId>,
    pub state: State,
    pub created_at: DateTimeUtc,
    pub published_at: Option<DateTimeUtc>,
    /// Who wrote it last; `None` of versions of a file and of before this was kept.
    pub author_account_id: Option<AccountId>,
}

impl Model {
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
    ;
    Course: CourseId => super::course(Id),
}
