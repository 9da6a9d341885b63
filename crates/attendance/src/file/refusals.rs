//! Why a file of attendance is not read.

use platform::numbers;
use platform::texts::Refusal;
use platform::unread::UnreadSheet;
use platform::uploads::USUAL_MEGABYTES;

use crate::list::ListRefusal;
use crate::rules::AttendanceRefusal;

/// The marks that one file changes at most: the page that asks about them carries them.
pub const MOST_CHANGES: usize = 15_000;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("attendance.file_")]
pub enum FileRefusal {
    #[error("no file was chosen")]
    #[field("archivo")]
    NoFile,
    #[error("the file is not read: {0}")]
    #[same(UnreadSheet(_0, USUAL_MEGABYTES))]
    Sheet(sheets::SheetRefusal),
    #[error(transparent)]
    #[same(_0)]
    List(#[from] ListRefusal),
    #[error("the file changes nothing")]
    #[field("archivo")]
    NothingNew,
    #[error("the file changes more than {MOST_CHANGES} marks")]
    #[field("archivo")]
    #[facts(most = numbers::grouped(MOST_CHANGES as i64))]
    TooMany,
    #[error(transparent)]
    #[same(_0)]
    Attendance(#[from] AttendanceRefusal),
}
