//! Why a grade book is not kept or not written.

use platform::texts::Refusal;
use platform::unread::UnreadSheet;
use platform::uploads::USUAL_MEGABYTES;

use crate::rules::AssessmentRefusal;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("assessment.book_")]
pub enum BookRefusal {
    #[error("no file was chosen")]
    #[field("archivo")]
    NoFile,
    #[error("the file is not read: {0}")]
    #[same(UnreadSheet(_0, USUAL_MEGABYTES))]
    Sheet(sheets::SheetRefusal),
    #[error("it was written or forgotten")]
    Forgotten,
    #[error("cells of the file are wrong")]
    #[code("assessment.book_wrong")]
    FileWrong,
    #[error("nobody said which grade stays where one changed meanwhile")]
    ConflictsUndecided,
    #[error("the file changes nothing")]
    NothingNew,
    #[error(transparent)]
    #[same(_0)]
    Grades(#[from] AssessmentRefusal),
}
