//! The tables of `sign_in`: one file a table, named as the table.

pub mod account;
pub mod one_time_link;
pub mod role_grant;
pub mod sign_in_attempt;
pub mod web_session;
