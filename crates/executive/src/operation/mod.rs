//! «Operación»: what was held, for how many, and where.

mod brief;
mod facts;
mod figures;
mod words;

pub(crate) use brief::brief;
pub use facts::{Facts, facts};
pub(crate) use facts::{PlaceFact, half, places, serving};
pub use figures::{Figures, Group, compute};
pub(crate) use words::map;
pub use words::told;
