//! «Operación»: what was held, for how many, and where.

mod brief;
mod conditions;
mod facts;
mod figures;
mod municipalities;
mod words;

pub(crate) use brief::enrolled;
pub(crate) use conditions::{attended, certificate_of, serving, within};
pub(crate) use facts::{
    MunicipalityEnrolments, PeriodFacts, TerritoryMunicipality, attendance_of, enrolments,
};
pub use facts::{OperationFacts, facts};
pub use figures::{OperationFigures, TerritoryGroup, compute};
pub(crate) use municipalities::municipalities;
pub(crate) use words::map;
pub use words::report;
