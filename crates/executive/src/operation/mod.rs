//! «Operación»: what was held, for how many, and where.

mod conditions;
mod enrolments;
mod facts;
mod figures;
mod municipalities;
mod words;

pub(crate) use conditions::{
    attended, certificate_of, issued_at, of_territory_at, serving, within,
};
pub(crate) use enrolments::{MunicipalityEnrolments, enrolled, enrolments};
pub use facts::{OperationFacts, facts};
pub(crate) use facts::{PeriodFacts, TerritoryMunicipality, attendance_of};
pub use figures::{OperationFigures, TerritoryGroup, compute};
pub(crate) use municipalities::municipalities;
pub(crate) use words::map;
pub use words::report;
