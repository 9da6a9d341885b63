//! «Operación»: what was held, for how many, and where.

mod brief;
mod conditions;
mod facts;
mod figures;
mod municipalities;
mod words;

pub(crate) use brief::brief;
pub(crate) use conditions::{attended, certificate_of, serving};
pub use facts::{OperationFacts, facts};
pub(crate) use facts::{TerritoryMunicipality, attendance_of, half};
pub use figures::{OperationFigures, TerritoryGroup, compute};
pub(crate) use municipalities::municipalities;
pub(crate) use words::map;
pub use words::report;
