//! The pages where accounts are administered.

mod administer;
mod mail;
