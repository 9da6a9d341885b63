//! Why a file was not read.

/// Each has one thing that the person can do about it, which the page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SheetRefusal {
    #[error("the file has nothing in it")]
    Empty,
    #[error("the file is larger than allowed")]
    TooLarge,
    #[error("the workbook is protected with a password")]
    Password,
    #[error("a workbook of Excel 97-2003")]
    OldExcel,
    #[error("a binary workbook (.xlsb)")]
    BinaryExcel,
    #[error("an OpenDocument spreadsheet")]
    OpenDocument,
    /// Programs of the administration export web pages named .xls.
    #[error("a web page or an XML text with the name of a spreadsheet")]
    WebPage,
    #[error("not a spreadsheet: a picture, a document, a program")]
    NotASpreadsheet,
    #[error("the workbook is damaged or was not written by a spreadsheet program")]
    Damaged,
    /// More inside than its size allows for: compressed to do harm, or simply enormous.
    #[error("the archive unpacks to more than allowed")]
    TooMuchInside,
    #[error("the archive has more parts than allowed")]
    TooManyParts,
    #[error("a document type or an entity, which no spreadsheet has")]
    Entities,
    #[error("no sheet of it can be read")]
    NoSheet,
    #[error("more rows with content than allowed")]
    TooManyRows { most: u32 },
    #[error("more columns than allowed")]
    TooManyColumns { row: u32, most: u32 },
    #[error("a cell with more text than allowed")]
    LongCell { row: u32, column: u32, most: usize },
}
