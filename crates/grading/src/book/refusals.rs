//! Why a grade book is not kept or not written.

use platform::texts::Refusal;
use platform::unread;
use platform::uploads::USUAL_MEGABYTES;

use crate::rules::AssessmentRefusal;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BookRefusal {
    #[error("no file was chosen")]
    NoFile,
    #[error("the file is not read: {0}")]
    Sheet(sheets::SheetRefusal),
    #[error("it was written or forgotten")]
    Forgotten,
    #[error("cells of the file are wrong")]
    FileWrong,
    #[error("the file changes nothing")]
    NothingNew,
    #[error(transparent)]
    Grades(#[from] AssessmentRefusal),
}

impl Refusal for BookRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoFile => "assessment.book_no_file",
            Self::Sheet(why) => unread::code(why),
            Self::Forgotten => "assessment.book_forgotten",
            Self::FileWrong => "assessment.book_wrong",
            Self::NothingNew => "assessment.book_nothing_new",
            Self::Grades(refusal) => refusal.code(),
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Sheet(why) => unread::facts(why, USUAL_MEGABYTES),
            Self::Grades(refusal) => refusal.facts(),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoFile | Self::Sheet(_) => Some("archivo"),
            Self::Grades(refusal) => refusal.field(),
            _ => None,
        }
    }
}
