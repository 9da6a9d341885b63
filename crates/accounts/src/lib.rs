//! The pages where the national administration opens, suspends and gives roles to accounts.
//!
//! The changes themselves are commands of `sign_in`; these pages stand after `territory`,
//! whose units, departments and entities a role reaches.

mod capability;
mod cards;
pub mod queries;
pub mod views;
mod web;

pub use self::capability::CAPABILITY;
