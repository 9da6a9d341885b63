//! The demo programme: what it says ([`script`]) and, later, its replay through the commands of the
//! product. Nothing else may depend on this module.

#[cfg(test)]
mod reference_tests;
pub mod script;
#[cfg(test)]
mod script_days_tests;
#[cfg(test)]
mod script_tests;
