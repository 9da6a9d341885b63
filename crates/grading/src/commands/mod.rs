//! Planning activities and entering grades.

pub use assessment_model::commands::*;

mod set_activities;

pub use set_activities::{NewActivity, NewPlan, set_activities};
