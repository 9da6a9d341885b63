//! The pages where accounts are opened, suspended and given roles: the national administration keeps all of
//! them, and a coordination those of its own units, which facilitate for them or are focal points of
//! entities there; it sees who else coordinates and who directs them. Whoever coordinates names a deputy for
//! days of leave ([`deputies`]), and says whom people ask at its unit ([`unit_contacts`]).
//!
//! The changes themselves are commands of `sign_in`; here they are joined with the person whom an account
//! is of ([`commands`]), because `sign_in` knows nothing of `people`.

mod capability;
mod cards;
pub mod choices;
pub mod commands;
pub mod deputies;
mod mail;
pub mod policy;
pub mod queries;
pub mod unit_contacts;
pub mod views;
mod web;

pub use self::capability::CAPABILITY;
