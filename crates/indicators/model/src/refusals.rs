//! Why a file of values is not kept or not imported.

use platform::texts::Refusal;
use platform::unread::UnreadSheet;
use sheets::SheetRefusal as Sheet;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("indicators.")]
pub enum IndicatorRefusal {
    #[error("no file was chosen")]
    #[field("archivo")]
    NoFile,
    #[error("the file is not read: {0}")]
    #[same(UnreadSheet(_0, super::reading::MOST_MB))]
    File(Sheet),
    #[error("no row names the columns of such a file")]
    #[field("archivo")]
    NoHeadings { wanted: &'static str },
    #[error("the file has no sheet {name}")]
    #[field("hoja")]
    NoSheet { name: String },
    #[error("a heading stands twice, at {cell}")]
    #[field("archivo")]
    HeadingTwice { cell: String },
    #[error("only the name of the file says the year, {year}")]
    #[field("anio")]
    YearInName { year: i32 },
    #[error("nothing says the year")]
    #[field("anio")]
    NoYear,
    #[error("the year is not one that was measured")]
    #[field("anio")]
    YearOut { first: i32, last: i32 },
    #[error("the index has no indicators here")]
    #[field("indice")]
    UnknownIndex,
    #[error("it was published after today")]
    #[field("publicado")]
    PublishedTomorrow,
    #[error("the file was imported or forgotten")]
    Forgotten,
    #[error("rows of the file are wrong")]
    FileWrong,
    #[error("the file says nothing that is not known")]
    NothingNew,
    #[error("somebody else imported values of the same municipalities at that moment")]
    ChangedMeanwhile,
}
