//! The credential of each certificate, which programs of third parties verify without us (R58): the
//! issuer's keys, the credentials that they sign, the lists of revoked credentials, and the addresses
//! where all of it is published.
//!
//! A certificate is issued whether there is a key or not: with one it is signed in the same
//! transaction and its document carries the credential ([`queries::enclosed`]); without, the worker
//! signs what waits, once.

mod addresses;
mod badge;
pub mod checks;
mod claimed;
pub mod commands;
mod did;
pub mod entity;
mod insignia;
mod keys;
pub mod queries;
pub mod refusals;
mod web;
pub mod worker;

pub use claimed::ClaimedCredential;
pub use keys::{CredentialSigner, NoKey, signer_if_any};
pub use web::{StatusListCache, routes};
