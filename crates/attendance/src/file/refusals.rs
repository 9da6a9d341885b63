//! Why a file of attendance is not read.

use platform::texts::Refusal;
use platform::unread::UnreadSheet;
use platform::uploads::USUAL_MEGABYTES;

use crate::rules::AttendanceRefusal;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("attendance.file_")]
pub enum FileRefusal {
    #[error("no file was chosen")]
    #[field("archivo")]
    NoFile,
    #[error("the file is not read: {0}")]
    #[same(UnreadSheet(_0, USUAL_MEGABYTES))]
    Sheet(sheets::SheetRefusal),
    #[error("no row has headings with a document and sessions or a date")]
    #[field("archivo")]
    NoHeadings,
    #[error("the file changes nothing")]
    #[field("archivo")]
    NothingNew,
    #[error(transparent)]
    #[same(_0)]
    Attendance(#[from] AttendanceRefusal),
}
