//! Certificates that are valid for some time only: whether one still is, which holders are told that
//! theirs expires, and which expiring ones a coordination sees.

pub mod rules;
