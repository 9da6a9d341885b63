//! What others may use of `sign_in`: its ids, tables, facts and pure rules, and the queries and commands
//! that they call within their own transaction. What the capability is, its words, its rules and a walk
//! through it are the first page of `crates/sign_in`.

pub mod access_letters;
pub mod actor;
pub mod audiences;
pub mod browser;
mod card;
pub mod closing;
pub mod commands;
pub mod contact_letters;
pub mod desk;
pub mod devices;
pub mod document_of;
pub mod entity;
pub mod evidence;
pub mod factor;
pub mod kept_files;
pub mod last_use;
pub mod letters;
pub mod menu;
pub mod newcomers;
pub mod passwords;
pub mod permits;
pub mod policy;
pub mod prelude;
pub mod queries;
pub mod rules;
pub mod sessions;
pub mod strength;
pub mod work;

pub use newcomers::{FORMS, FORMS_WINDOW, take_form};
