//! What people gained between the first and the last test, municipality by municipality (R44): only
//! those with both tests, with how many they are and how sure the mean is. A group that is too small
//! is hidden, and so is the one that the total would give it away with.

pub mod figures;
pub mod queries;

pub use figures::HIGHEST;
