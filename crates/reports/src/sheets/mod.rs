//! Every figure's typed cell: the one place from which page, XLSX and CSV are written.

pub use reports_model::sheets::*;

mod writing;

pub use writing::{Listing, PeopleWriter, Workbook, csv, workbook};
