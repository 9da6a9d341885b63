//! Pages of installed capacity.

pub mod line;

pub use line::{CapacityTimeline, layers, series};
