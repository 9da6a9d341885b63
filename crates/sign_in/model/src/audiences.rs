//! The lists of roles that the cards of routes name, in one place so that a list means the same on
//! every card. A card says who may ask at all; which rows they reach is said by each policy.

/// Who administers the product.
pub const ADMINISTRATION: &[&str] = &["national_administrator"];
/// Who plans and runs the courses of a unit.
pub const COORDINATION: &[&str] = &["national_administrator", "coordinator"];
/// Who reads reports.
pub const REPORTING: &[&str] =
    &["national_administrator", "coordinator", "director", "gobernacion"];
/// Who reads a whole municipality: those who read reports, and the focal point of its town hall.
pub const ANSWERING: &[&str] =
    &["national_administrator", "coordinator", "director", "gobernacion", "focal_point"];
/// Who says what municipalities need.
pub const ASKING: &[&str] =
    &["national_administrator", "coordinator", "gobernacion", "focal_point"];
/// Who reads it: those who say it, and whoever directs a unit.
pub const HEARING: &[&str] =
    &["national_administrator", "coordinator", "director", "gobernacion", "focal_point"];
/// Who nominates people of their entity.
pub const NOMINATING: &[&str] = &["focal_point"];
/// Who works with the people of a cohort.
pub const TEACHING: &[&str] = &["national_administrator", "coordinator", "facilitator"];
/// Who confirms the posts of people.
pub const KEEPING: &[&str] = &["national_administrator", "coordinator", "focal_point"];
/// Who has pages about cohorts; each sees those of their scope.
pub const FOLLOWING: &[&str] = &[
    "national_administrator",
    "coordinator",
    "director",
    "facilitator",
    "gobernacion",
    "focal_point",
];
/// Those who work on a cohort; without documents the gobernación, and whoever directs its unit.
pub const COHORT_READERS: &[&str] =
    &["national_administrator", "coordinator", "director", "facilitator", "gobernacion"];
