//! Spreadsheets as strangers send them, read as rows of text. No word of the product and no
//! database: bytes go in, rows come out, and whatever a file holds, reading it is bounded.
//!
//! What is promised for any bytes at all ([`Limits`] has the figures):
//!
//! - **Memory** is bounded by what was really read, never by what the file says about itself: one
//!   part of the archive at a time, cut at its limit; a cell in the farthest corner costs one cell.
//! - **Time** is bounded by counting work: bytes unpacked, rows, columns.
//! - **Nothing runs**: formulas give the value they were saved with and are marked; macros, links
//!   and pictures are never opened; a document type or an entity refuses the file.
//! - **What goes back is made anew** ([`reviewed_copy`]): a workbook returns to whoever sent it with remarks
//!   on one sheet, made of parts that are known, without macros, links outward or formulas of cells.
//! - **Nothing is guessed silently**: what is not a spreadsheet is told by what it is instead
//!   ([`SheetRefusal`]).

mod archive;
mod book;
mod csv_text;
mod dates;
mod letters;
mod limits;
mod refusal;
mod sniff;
mod xlsx;

pub use book::{Book, Cell, Format, HiddenParts, Kind, Row, SheetName};
pub use limits::Limits;
pub use refusal::SheetRefusal;
pub use xlsx::cells::{cell_name, column_name};
pub use xlsx::review::{CopyRefusal, SheetRemark, SheetReview, reviewed_copy};
