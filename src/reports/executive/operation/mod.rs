//! «Operación»: what was held, for how many, and where.

mod brief;
mod facts;
mod figures;
mod words;

pub(in crate::reports) use brief::brief;
pub use facts::{Facts, facts};
pub(in crate::reports) use facts::{PlaceFact, half, places, serving};
pub use figures::{Figures, Group, compute};
pub(in crate::reports) use words::map;
pub use words::told;
