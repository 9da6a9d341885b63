//! Persons: found without accents or by document, their posts, and who sees them.

mod keep_posts;
mod posts;
mod review;
mod search;
