//! Why a file of values is not kept or not imported.

use platform::texts::Refusal;
use platform::unread;
use sheets::SheetRefusal as Sheet;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IndicatorRefusal {
    #[error("no file was chosen")]
    NoFile,
    #[error("the file is not read: {0}")]
    File(Sheet),
    #[error("no row names the columns of such a file")]
    NoHeadings { wanted: &'static str },
    #[error("a heading stands twice, at {cell}")]
    HeadingTwice { cell: String },
    #[error("only the name of the file says the year, {year}")]
    YearInName { year: i32 },
    #[error("nothing says the year")]
    NoYear,
    #[error("the year is not one that was measured")]
    YearOut { first: i32, last: i32 },
    #[error("the index has no indicators here")]
    UnknownIndex,
    #[error("it was published after today")]
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

impl Refusal for IndicatorRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoFile => "indicators.no_file",
            Self::File(why) => unread::code(why),
            Self::NoHeadings { .. } => "indicators.no_headings",
            Self::HeadingTwice { .. } => "indicators.heading_twice",
            Self::YearInName { .. } => "indicators.year_in_name",
            Self::NoYear => "indicators.no_year",
            Self::YearOut { .. } => "indicators.year_out",
            Self::UnknownIndex => "indicators.unknown_index",
            Self::PublishedTomorrow => "indicators.published_tomorrow",
            Self::Forgotten => "indicators.forgotten",
            Self::FileWrong => "indicators.file_wrong",
            Self::NothingNew => "indicators.nothing_new",
            Self::ChangedMeanwhile => "indicators.changed_meanwhile",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoHeadings { wanted } => vec![("wanted", (*wanted).to_owned())],
            Self::HeadingTwice { cell } => vec![("cell", cell.clone())],
            Self::YearInName { year } => vec![("year", year.to_string())],
            Self::YearOut { first, last } => {
                vec![("first", first.to_string()), ("last", last.to_string())]
            }
            Self::File(why) => unread::facts(why, super::reading::MOST_MB),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoFile | Self::File(_) | Self::NoHeadings { .. } | Self::HeadingTwice { .. } => {
                Some("archivo")
            }
            Self::YearInName { .. } | Self::NoYear | Self::YearOut { .. } => Some("anio"),
            Self::UnknownIndex => Some("indice"),
            Self::PublishedTomorrow => Some("publicado"),
            _ => None,
        }
    }
}
