//! The pages where accounts are administered.

mod administer;
mod locks;
mod mail;
mod tie;
