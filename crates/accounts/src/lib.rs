//! The pages where the national administration opens, suspends and gives roles to accounts.
//!
//! The changes themselves are commands of `sign_in`; here they are joined with the person whom an account
//! is of ([`commands`]), because `sign_in` knows nothing of `people`.

mod capability;
mod cards;
pub mod commands;
mod mail;
pub mod queries;
pub mod views;
mod web;

pub use self::capability::CAPABILITY;
