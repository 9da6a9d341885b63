//! What a learner has to do in a cohort, activity by activity: open, handed in, given back, graded,
//! missed. Tests and products each know their own rules; here they stand side by side for the person
//! who does them.

pub mod labels;
pub mod queries;
pub mod rules;
