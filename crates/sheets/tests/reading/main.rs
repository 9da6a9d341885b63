//! Spreadsheets from strangers: hostile ones do no harm (P7), honest ones read as an independent
//! reader reads them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod corpus;
#[path = "../../../../tests/support/figures.rs"]
#[allow(dead_code)]
mod figures;
mod hostile;
mod judge;
mod raw;

/// Figures say which database they were measured on; here there is none.
mod database {
    pub struct Nothing;

    impl Nothing {
        pub fn name(&self) -> &'static str {
            "none"
        }
    }

    pub fn engine() -> Nothing {
        Nothing
    }
}
