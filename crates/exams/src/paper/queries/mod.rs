//! Prints and sheets read for pages and for the papers themselves.

mod prints;
mod sheets;

pub use prints::{
    PrintContext, PrintSummary, decided, forms, items, learns, pictures, printed, prints,
};
pub use sheets::{
    PaperAttempt, PendingSheet, SheetDetail, SheetOwner, next, of_attempt, people, roster, sheet,
    sheets, taken_at, waiting,
};
