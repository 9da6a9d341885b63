//! Pages of installed capacity.

pub mod line;

pub use line::{Line, layers, series};
