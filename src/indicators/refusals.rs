//! Why a file of values is not kept or not imported.

use sheets::Refusal as Sheet;

use crate::platform::marked::cell_name;
use crate::platform::texts::Refusal;

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
            Self::File(why) => file_code(why),
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
            Self::File(Sheet::TooManyRows { most }) => {
                vec![("most", crate::platform::numbers::grouped(i64::from(*most)))]
            }
            Self::File(Sheet::TooManyColumns { row, most }) => {
                vec![("row", row.to_string()), ("most", most.to_string())]
            }
            Self::File(Sheet::LongCell { row, column, .. }) => {
                vec![("cell", cell_name(*row, *column))]
            }
            Self::File(Sheet::TooLarge) => vec![("most", super::reading::MOST_MB.to_string())],
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

fn file_code(why: &Sheet) -> &'static str {
    match why {
        Sheet::Empty => "indicators.file_empty",
        Sheet::TooLarge => "indicators.file_too_large",
        Sheet::Password => "indicators.file_password",
        Sheet::OldExcel | Sheet::BinaryExcel | Sheet::OpenDocument | Sheet::WebPage => {
            "indicators.file_other_format"
        }
        Sheet::NotASpreadsheet => "indicators.file_not_a_spreadsheet",
        Sheet::Damaged | Sheet::Entities | Sheet::NoSheet => "indicators.file_damaged",
        Sheet::TooMuchInside | Sheet::TooManyParts => "indicators.file_too_much_inside",
        Sheet::TooManyRows { .. } => "indicators.file_too_many_rows",
        Sheet::TooManyColumns { .. } => "indicators.file_too_many_columns",
        Sheet::LongCell { .. } => "indicators.file_long_cell",
    }
}
