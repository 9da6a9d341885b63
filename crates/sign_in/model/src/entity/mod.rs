//! The tables of `sign_in`: one file a table, named as the table.

pub mod account;
pub mod contact_change;
pub mod half_session;
pub mod kept_file;
pub mod known_device;
pub mod mail_request;
pub mod one_time_link;
pub mod password_request;
pub mod recovery_code;
pub mod role_grant;
pub mod second_factor;
pub mod sign_in_attempt;
pub mod web_session;
