//! Certificates that hold for some time: whether one still does, who is told that theirs ends, and
//! what a coordination sees of those that end soon.

pub mod rules;
