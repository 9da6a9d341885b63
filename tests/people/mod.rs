//! Persons: found without accents or by document, their posts, and who sees them.

mod attribution;
mod documents;
mod keep_posts;
mod posts;
mod review;
mod search;
mod ties;
mod union;
