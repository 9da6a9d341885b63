//! The pages where accounts are administered.

mod administer;
mod contacts;
mod deputies;
mod locks;
mod mail;
mod tie;
mod units;
