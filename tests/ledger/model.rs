//! Installed capacity as somebody would count it by hand: day by day, person by person. It reads no
//! table and knows nothing of pieces, knowledge or statements.

use chrono::{Months, NaiveDate};
use formacion::ledger::figures::Count;

/// A post of somebody.
pub struct Work {
    pub owner: usize,
    pub place: &'static str,
    pub from: NaiveDate,
    pub last: Option<NaiveDate>,
    /// The last day on which somebody said that they hold it.
    pub said: NaiveDate,
}

/// A certificate of somebody.
pub struct Paper {
    pub owner: usize,
    pub capacities: Vec<String>,
    pub from: NaiveDate,
    /// Its own last day.
    pub until: Option<NaiveDate>,
    /// The day on which it was revoked or replaced.
    pub gone: Option<NaiveDate>,
}

#[derive(Default)]
pub struct Model {
    pub works: Vec<Work>,
    pub papers: Vec<Paper>,
    /// For each record, the one that it is another name of.
    pub into: Vec<Option<usize>>,
}

impl Model {
    pub fn of(people: usize) -> Self {
        Self { into: vec![None; people], ..Self::default() }
    }

    fn whose(&self, owner: usize) -> usize {
        self.into[owner].unwrap_or(owner)
    }

    fn works_of(&self, person: usize, place: &str, on: NaiveDate) -> Vec<&Work> {
        let held = self.works.iter().filter(|work| {
            self.whose(work.owner) == person
                && work.place == place
                && work.from <= on
                && work.last.is_none_or(|last| on <= last)
        });
        held.collect()
    }

    fn is_certified(&self, person: usize, capacity: &str, on: NaiveDate) -> bool {
        self.papers.iter().any(|paper| {
            self.whose(paper.owner) == person
                && paper.capacities.iter().any(|one| one == capacity)
                && paper.from <= on
                && paper.until.is_none_or(|until| on <= until)
                && paper.gone.is_none_or(|gone| on < gone)
        })
    }

    pub fn count(&self, capacity: &str, place: &str, since: NaiveDate, on: NaiveDate) -> Count {
        let mut count = Count::default();
        for person in (0..self.into.len()).filter(|person| self.into[*person].is_none()) {
            let there = |day: NaiveDate| {
                !self.works_of(person, place, day).is_empty()
                    && self.is_certified(person, capacity, day)
            };
            let year_ago = on.checked_sub_months(Months::new(12)).unwrap();
            if there(on) {
                let works = self.works_of(person, place, on);
                match works.iter().any(|work| work.said > year_ago) {
                    true => count.confirmed += 1,
                    false => count.unconfirmed += 1,
                }
            } else if since.iter_days().take_while(|day| *day < on).any(there) {
                count.left += 1;
            }
        }
        count
    }
}
