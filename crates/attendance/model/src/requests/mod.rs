//! What learners ask about their attendance (R41): what may be asked until when, and the table of requests,
//! of which other capabilities count those that wait.

pub mod entity;
pub mod rules;
