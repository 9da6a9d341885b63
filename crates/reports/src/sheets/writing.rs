//! Writing a report's sheets as a workbook or as CSV. Who is in it comes in parts: fifty thousand
//! people are never in memory together.

use platform::cells::Lines;
use platform::errors::AppError;
use platform::xlsx::{Book, Cell, Sheet};

use super::tables::{PEOPLE_FROZEN, people_columns, people_rows, people_total};
use super::{Kind, kinds, notes, table};
use crate::figures::Figures;

/// How many people were written, and how long they attended together.
struct People {
    /// Sessions of the cohort that has most.
    sessions: usize,
    minutes: i64,
}

impl People {
    fn rows<'a>(&mut self, part: &'a Figures) -> impl Iterator<Item = Vec<Cell>> + use<'a> {
        self.minutes += part.attendance.iter().map(|row| row.minutes).sum::<i64>();
        people_rows(part, self.sessions)
    }

    fn total(&self, figures: &Figures) -> Vec<Cell> {
        people_total(figures, self.sessions, self.minutes)
    }
}

/// What is written while people are added to it.
pub trait Writing: Sized + Send + 'static {
    /// Writes what stands before the people; `sessions` are those of the cohort that has most.
    fn begin(figures: Figures, sessions: usize) -> Result<Self, AppError>;

    /// Adds the people of some cohorts, in the report's order.
    fn people(&mut self, part: &Figures) -> Result<(), AppError>;

    /// Writes what stands after them.
    fn finish(self) -> Result<Vec<u8>, AppError>;

    /// Writes figures that hold everybody.
    fn whole(figures: &Figures) -> Result<Vec<u8>, AppError>;
}

/// The workbook while people are added to it.
pub struct Workbook {
    figures: Figures,
    book: Book,
    people: People,
}

impl Writing for Workbook {
    fn begin(figures: Figures, sessions: usize) -> Result<Self, AppError> {
        let title = format!("Asistencia {}", figures.department_name);
        let mut book = Book::new(&title, figures.cut_off)?;
        for kind in kinds(&figures).into_iter().take_while(|kind| *kind != Kind::Attendance) {
            sheet(&mut book, &figures, kind)?;
        }
        let people = People { sessions, minutes: 0 };
        let columns = people_columns(sessions);
        book.begin(&Sheet {
            name: Kind::Attendance.name(),
            columns: &columns,
            frozen_columns: PEOPLE_FROZEN,
        })?;
        Ok(Self { figures, book, people })
    }

    fn people(&mut self, part: &Figures) -> Result<(), AppError> {
        self.book.rows(self.people.rows(part))
    }

    fn finish(mut self) -> Result<Vec<u8>, AppError> {
        self.book.end(Some(self.people.total(&self.figures)))?;
        for kind in kinds(&self.figures).into_iter().skip_while(|kind| *kind != Kind::Attendance) {
            if kind != Kind::Attendance {
                sheet(&mut self.book, &self.figures, kind)?;
            }
        }
        self.book.notes(&notes(&self.figures))?;
        self.book.finish()
    }

    fn whole(figures: &Figures) -> Result<Vec<u8>, AppError> {
        workbook(figures)
    }
}

fn sheet(book: &mut Book, figures: &Figures, kind: Kind) -> Result<(), AppError> {
    let table = table(figures, kind);
    let sheet = Sheet { name: kind.name(), columns: &table.columns, frozen_columns: table.frozen };
    book.sheet_with_total(sheet, table.rows, table.total)
}

/// The whole workbook of figures that hold everything they tell.
pub fn workbook(figures: &Figures) -> Result<Vec<u8>, AppError> {
    let mut book = Book::new(&format!("Asistencia {}", figures.department_name), figures.cut_off)?;
    for kind in kinds(figures) {
        sheet(&mut book, figures, kind)?;
    }
    book.notes(&notes(figures))?;
    book.finish()
}

/// The list of people as CSV while they are added to it.
pub struct Listing {
    figures: Figures,
    lines: Lines,
    people: People,
}

impl Writing for Listing {
    fn begin(figures: Figures, sessions: usize) -> Result<Self, AppError> {
        let lines = Lines::begin(&people_columns(sessions))?;
        Ok(Self { figures, lines, people: People { sessions, minutes: 0 } })
    }

    fn people(&mut self, part: &Figures) -> Result<(), AppError> {
        self.lines.rows(self.people.rows(part))
    }

    fn finish(mut self) -> Result<Vec<u8>, AppError> {
        self.lines.rows([self.people.total(&self.figures)])?;
        self.lines.finish(&notes(&self.figures))
    }

    fn whole(figures: &Figures) -> Result<Vec<u8>, AppError> {
        csv(figures, Kind::Attendance)
    }
}

/// One sheet of figures that hold everything it tells as CSV.
pub fn csv(figures: &Figures, kind: Kind) -> Result<Vec<u8>, AppError> {
    let table = table(figures, kind);
    let mut lines = Lines::begin(&table.columns)?;
    lines.rows(table.rows.chain(table.total))?;
    lines.finish(&notes(figures))
}
