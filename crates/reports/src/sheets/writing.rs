//! Writes the sheets of a report as a workbook or as CSV. The people are added in parts, so that fifty
//! thousand are never in memory together.

use platform::cells::CsvWriter;
use platform::errors::AppError;
use platform::xlsx::{Book, Cell, SheetLayout};

use super::tables::{PEOPLE_FROZEN, people_columns, people_rows, people_total};
use super::{SheetKind, kinds, notes, table};
use crate::figures::ReportFigures;

/// What is summed while the rows of people are written.
struct People {
    /// The greatest number of a session.
    sessions: usize,
    minutes: i64,
}

impl People {
    fn rows<'a>(&mut self, part: &'a ReportFigures) -> impl Iterator<Item = Vec<Cell>> + use<'a> {
        self.minutes += part.attendance.iter().map(|row| row.minutes).sum::<i64>();
        people_rows(part, self.sessions)
    }

    fn total(&self, figures: &ReportFigures) -> Vec<Cell> {
        people_total(figures, self.sessions, self.minutes)
    }
}

/// A file of a report that is written while people are added to it.
pub trait PeopleWriter: Sized + Send + 'static {
    /// Writes what stands before the people; `sessions` is the greatest number of a session.
    fn begin(figures: ReportFigures, sessions: usize) -> Result<Self, AppError>;

    /// Adds the people of some cohorts, in the report's order.
    fn people(&mut self, part: &ReportFigures) -> Result<(), AppError>;

    /// Writes what stands after them.
    fn finish(self) -> Result<Vec<u8>, AppError>;

    /// Writes figures that hold everybody.
    fn whole(figures: &ReportFigures) -> Result<Vec<u8>, AppError>;
}

/// The workbook while people are added to it.
pub struct Workbook {
    figures: ReportFigures,
    book: Book,
    people: People,
}

impl PeopleWriter for Workbook {
    fn begin(figures: ReportFigures, sessions: usize) -> Result<Self, AppError> {
        let title = format!("Asistencia {}", figures.department_name);
        let mut book = Book::new(&title, figures.cut_off)?;
        for kind in kinds(&figures).into_iter().take_while(|kind| *kind != SheetKind::Attendance) {
            sheet(&mut book, &figures, kind)?;
        }
        let people = People { sessions, minutes: 0 };
        let columns = people_columns(sessions);
        book.begin(&SheetLayout {
            name: SheetKind::Attendance.label(),
            columns: &columns,
            frozen_columns: PEOPLE_FROZEN,
        })?;
        Ok(Self { figures, book, people })
    }

    fn people(&mut self, part: &ReportFigures) -> Result<(), AppError> {
        self.book.rows(self.people.rows(part))
    }

    fn finish(mut self) -> Result<Vec<u8>, AppError> {
        self.book.end(Some(self.people.total(&self.figures)))?;
        for kind in
            kinds(&self.figures).into_iter().skip_while(|kind| *kind != SheetKind::Attendance)
        {
            if kind != SheetKind::Attendance {
                sheet(&mut self.book, &self.figures, kind)?;
            }
        }
        self.book.notes(&notes(&self.figures))?;
        self.book.finish()
    }

    fn whole(figures: &ReportFigures) -> Result<Vec<u8>, AppError> {
        workbook(figures)
    }
}

fn sheet(book: &mut Book, figures: &ReportFigures, kind: SheetKind) -> Result<(), AppError> {
    let table = table(figures, kind);
    let sheet =
        SheetLayout { name: kind.label(), columns: &table.columns, frozen_columns: table.frozen };
    book.sheet_with_total(sheet, table.rows, table.total)
}

/// The whole workbook of figures that hold everything they tell.
pub fn workbook(figures: &ReportFigures) -> Result<Vec<u8>, AppError> {
    let mut book = Book::new(&format!("Asistencia {}", figures.department_name), figures.cut_off)?;
    for kind in kinds(figures) {
        sheet(&mut book, figures, kind)?;
    }
    book.notes(&notes(figures))?;
    book.finish()
}

/// The list of people as CSV while they are added to it.
pub struct Listing {
    lines: CsvWriter,
    people: People,
}

impl PeopleWriter for Listing {
    fn begin(_: ReportFigures, sessions: usize) -> Result<Self, AppError> {
        let lines = CsvWriter::begin(&people_columns(sessions))?;
        Ok(Self { lines, people: People { sessions, minutes: 0 } })
    }

    fn people(&mut self, part: &ReportFigures) -> Result<(), AppError> {
        self.lines.rows(self.people.rows(part))
    }

    fn finish(self) -> Result<Vec<u8>, AppError> {
        self.lines.finish()
    }

    fn whole(figures: &ReportFigures) -> Result<Vec<u8>, AppError> {
        csv(figures, SheetKind::Attendance)
    }
}

/// One sheet of figures that hold everything it tells as CSV: its rows, without their total.
pub fn csv(figures: &ReportFigures, kind: SheetKind) -> Result<Vec<u8>, AppError> {
    let table = table(figures, kind);
    let mut lines = CsvWriter::begin(&table.columns)?;
    lines.rows(table.rows)?;
    lines.finish()
}
