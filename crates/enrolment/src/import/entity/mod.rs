//! Tables of imports.

pub mod import;
pub mod import_answer;
pub mod import_file;
pub mod import_issue;
pub mod import_row;
