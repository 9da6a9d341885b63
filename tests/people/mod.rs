//! Persons: found without accents or by document, their posts, and who sees them.

mod attribution;
mod documents;
mod keep_posts;
mod merge;
mod posts;
mod references;
mod review;
mod search;
