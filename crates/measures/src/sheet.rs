//! Who got how many points on which question.

/// People of one sheet.
pub const MOST_PEOPLE: usize = 1_000_000;
/// Questions of one sheet.
pub const MOST_ITEMS: usize = 1_000;
/// Points of one question: a thousand points in millionths.
pub const MOST_POINTS: i64 = 1_000_000_000;

/// Points of people on questions, all in the same unit.
#[derive(Clone, Debug)]
pub struct PointSheet {
    worth: Vec<i64>,
    rows: Vec<Row>,
}

/// One person.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// `None`: this question was not drawn for this person.
    pub points: Vec<Option<i64>>,
    pub total: i64,
    /// What the questions of this person are worth together.
    pub worth: i64,
}

/// Why points are no sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetFault {
    #[error("more people or questions than a sheet takes")]
    TooLarge,
    #[error("question {item} is worth nothing, or more than a sheet takes")]
    Worth { item: usize },
    #[error("person {row} has more or fewer questions than the sheet")]
    Width { row: usize },
    #[error("person {row} has points on question {item} outside 0 to what it is worth")]
    Points { row: usize, item: usize },
}

impl PointSheet {
    /// `worth` is what each question is worth; a row gives each question's points, 0 when it was
    /// left empty, `None` when the person was not asked it. Points that a score of 1/3 or 2/3
    /// gives are brought to whole numbers by a fine unit (millionths).
    ///
    /// # Errors
    /// What does not fit, counted from zero.
    pub fn new(worth: Vec<i64>, people: Vec<Vec<Option<i64>>>) -> Result<Self, SheetFault> {
        if people.len() > MOST_PEOPLE || worth.len() > MOST_ITEMS {
            return Err(SheetFault::TooLarge);
        }
        if let Some(item) = worth.iter().position(|worth| !(1..=MOST_POINTS).contains(worth)) {
            return Err(SheetFault::Worth { item });
        }
        let mut rows = Vec::with_capacity(people.len());
        for (row, points) in people.into_iter().enumerate() {
            if points.len() != worth.len() {
                return Err(SheetFault::Width { row });
            }
            let (mut total, mut asked) = (0, 0);
            for (item, (points, worth)) in points.iter().zip(&worth).enumerate() {
                let Some(points) = points else { continue };
                if !(0..=*worth).contains(points) {
                    return Err(SheetFault::Points { row, item });
                }
                total += points;
                asked += worth;
            }
            rows.push(Row { points, total, worth: asked });
        }
        Ok(Self { worth, rows })
    }

    pub fn people(&self) -> usize {
        self.rows.len()
    }

    pub fn items(&self) -> usize {
        self.worth.len()
    }

    pub(crate) fn worth(&self) -> &[i64] {
        &self.worth
    }

    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// What a question is worth, and those who were asked it with their points.
    pub(crate) fn asked(&self, item: usize) -> (Option<i64>, Vec<(i64, &Row)>) {
        let asked = self
            .rows
            .iter()
            .filter_map(|row| row.points.get(item).copied().flatten().map(|points| (points, row)))
            .collect();
        (self.worth.get(item).copied(), asked)
    }
}
