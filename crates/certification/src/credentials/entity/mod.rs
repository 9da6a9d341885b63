//! The tables of credentials: one file a table, named as the table.

pub mod certificate_credential;
pub mod issuer_key;
