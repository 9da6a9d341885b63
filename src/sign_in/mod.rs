//! Who can sign in and as what: accounts, web sessions, roles, one-time links.

pub mod entity;
