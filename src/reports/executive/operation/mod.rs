//! «Operación»: what was held, for how many, and where.

mod facts;
mod figures;
mod words;

pub use facts::{Facts, facts};
pub use figures::{Figures, Group, compute};
pub use words::told;
