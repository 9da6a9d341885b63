//! What was earned: certificates, their numbers, verification and revocation.

pub mod entity;
