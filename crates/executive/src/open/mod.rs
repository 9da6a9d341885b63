//! Open data: how many people were trained, by municipality, course and year, for anybody.
//!
//! [`rules`] divides the people of each cohort into groups of five or more and only these are added up, so
//! that no sum or difference of what is published, of one edition or of two, is of fewer. An [`edition`] is
//! counted once an hour and kept in memory: a crowd of readers sends no statement.

pub mod edition;
mod licence;
mod page;
mod queries;
pub mod rules;
mod web;

pub use edition::EditionCache;
pub use licence::DataLicence;
pub use page::samples;
pub use web::routes;
