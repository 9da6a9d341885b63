//! Persons: found without accents or by document, their posts, and who sees them.

mod attribution;
mod bringing;
mod certificates;
mod contacts;
mod documents;
mod keep_posts;
pub mod merge;
mod posts;
mod references;
pub mod requests;
mod review;
mod scope;
mod search;
