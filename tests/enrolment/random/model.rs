//! The rules of places said as simply as possible, by other means than the product's: whether
//! everybody can sit is asked of every set of groups (Hall's theorem), not by moving people.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use formacion::enrolment::entity::enrolment::Stage;
use formacion::enrolment::entity::seat_quota::Kind;

/// A rule that the model gets wrong on purpose: the comparison must notice each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    None,
    /// Reserved seats are given to anybody.
    ForgetsReservations,
    /// Arrival alone makes the order.
    ForgetsCareer,
    /// An offer never runs out.
    ForgetsTime,
    /// A seat given back stays empty.
    ForgetsPromotion,
    /// An offer holds no seat.
    ForgetsOffers,
}

pub const MISTAKES: [Mistake; 5] = [
    Mistake::ForgetsReservations,
    Mistake::ForgetsCareer,
    Mistake::ForgetsTime,
    Mistake::ForgetsPromotion,
    Mistake::ForgetsOffers,
];

/// A group of people: a municipality or a kind of entity.
pub type Group = (Kind, &'static str);

/// What of a person matters.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    pub entity_kind: &'static str,
    pub is_carrera: bool,
    pub has_mail: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub stage: Stage,
    pub queue: i64,
    pub municipality: &'static str,
    pub until: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug)]
pub struct Model {
    pub mistake: Mistake,
    pub people: Vec<Person>,
    pub now: DateTime<Utc>,
    /// When the first day begins.
    pub starts: DateTime<Utc>,
    pub seats: i32,
    pub quotas: BTreeMap<Group, (i32, Option<NaiveDate>)>,
    /// By number of the person.
    pub rows: BTreeMap<usize, Row>,
    pub last_queue: i64,
    pub cancelled: bool,
}

fn today(now: DateTime<Utc>) -> NaiveDate {
    (now - TimeDelta::hours(5)).date_naive()
}

impl Model {
    fn seated(&self, row: &Row) -> bool {
        match row.stage {
            Stage::Confirmed => true,
            Stage::Offered => self.mistake != Mistake::ForgetsOffers,
            Stage::Waiting | Stage::Withdrawn => false,
        }
    }

    /// Whether these people can sit at once: no set of groups has more people who fit nowhere
    /// else than its seats and the open ones.
    pub fn fits(&self, people: &[(usize, &'static str)]) -> bool {
        if self.mistake == Mistake::ForgetsReservations {
            return people.len() as i32 <= self.seats;
        }
        let groups: Vec<(Group, i32)> =
            self.quotas.iter().map(|(group, (seats, _))| (*group, *seats)).collect();
        let kept: i32 = groups.iter().map(|(_, seats)| seats).sum();
        let open = self.seats - kept;
        (0..1_u32 << groups.len()).all(|set| {
            let inside = |index: usize| set & (1 << index) != 0;
            let confined = people.iter().filter(|(person, municipality)| {
                let kind = self.people[*person].entity_kind;
                groups.iter().enumerate().all(|(index, (group, _))| {
                    let theirs = *group == (Kind::Municipality, *municipality)
                        || *group == (Kind::EntityKind, kind);
                    !theirs || inside(index)
                })
            });
            let there: i32 = groups
                .iter()
                .enumerate()
                .filter(|(index, _)| inside(*index))
                .map(|(_, (_, seats))| seats)
                .sum();
            confined.count() as i32 <= there + open
        })
    }

    pub fn sitting(&self) -> Vec<(usize, &'static str)> {
        let mut rows: Vec<(&usize, &Row)> =
            self.rows.iter().filter(|(_, row)| self.seated(row)).collect();
        rows.sort_by_key(|(_, row)| row.queue);
        rows.into_iter().map(|(person, row)| (*person, row.municipality)).collect()
    }

    fn has_room_for(&self, person: usize, municipality: &'static str) -> bool {
        let mut all = self.sitting();
        all.push((person, municipality));
        self.fits(&all)
    }

    /// Who waits, in the order in which seats are given.
    pub fn line(&self) -> Vec<usize> {
        let mut waiting: Vec<(bool, i64, usize)> = self
            .rows
            .iter()
            .filter(|(_, row)| row.stage == Stage::Waiting)
            .map(|(person, row)| {
                let later =
                    !self.people[*person].is_carrera && self.mistake != Mistake::ForgetsCareer;
                (later, row.queue, *person)
            })
            .collect();
        waiting.sort();
        waiting.into_iter().map(|(_, _, person)| person).collect()
    }

    /// Somebody who waits though a seat that they may take is free.
    pub fn waits_for_nothing(&self) -> Option<usize> {
        self.line()
            .into_iter()
            .find(|person| self.has_room_for(*person, self.rows[person].municipality))
    }

    fn promote(&mut self) {
        if self.mistake == Mistake::ForgetsPromotion {
            return;
        }
        let until = (self.now + TimeDelta::hours(48)).min(self.starts);
        let asked = until - self.now >= TimeDelta::hours(4);
        for person in self.line() {
            if !self.has_room_for(person, self.rows[&person].municipality) {
                continue;
            }
            let has_mail = self.people[person].has_mail;
            if let Some(row) = self.rows.get_mut(&person) {
                (row.stage, row.until) = if asked && has_mail {
                    (Stage::Offered, Some(until))
                } else {
                    (Stage::Confirmed, None)
                };
            }
        }
    }

    /// What the dates ask for.
    fn settle(&mut self) {
        let day = today(self.now);
        let before = self.quotas.len();
        self.quotas.retain(|_, (_, release)| release.is_none_or(|on| on > day));
        let mut due = before > self.quotas.len();
        for row in self.rows.values_mut() {
            let late = row.stage == Stage::Offered && row.until.is_some_and(|at| at <= self.now);
            if late && self.mistake != Mistake::ForgetsTime {
                (row.stage, row.until) = (Stage::Withdrawn, None);
                due = true;
            }
        }
        if due {
            self.promote();
        }
    }

    /// Does a change as the product does: what the dates ask for first, and all or nothing.
    fn change(&mut self, what: impl FnOnce(&mut Self) -> bool) -> bool {
        let before = self.clone();
        if self.cancelled {
            return false;
        }
        self.settle();
        if what(self) {
            return true;
        }
        *self = before;
        false
    }

    pub fn worker(&mut self) {
        self.change(|_| true);
    }

    pub fn enrol(&mut self, person: usize, municipality: &'static str) -> bool {
        self.change(|model| {
            if model.rows.get(&person).is_some_and(|row| row.stage != Stage::Withdrawn) {
                return false;
            }
            // People enrol until the first day, included.
            if today(model.now) > today(model.starts) {
                return false;
            }
            let room = model.has_room_for(person, municipality);
            model.last_queue += 1;
            let stage = if room { Stage::Confirmed } else { Stage::Waiting };
            let row = Row { stage, queue: model.last_queue, municipality, until: None };
            model.rows.insert(person, row);
            true
        })
    }

    fn move_to(&mut self, person: usize, from: &[Stage], to: Stage) -> bool {
        self.change(|model| {
            let Some(row) = model.rows.get_mut(&person) else { return false };
            if !from.contains(&row.stage) {
                return false;
            }
            (row.stage, row.until) = (to, None);
            if to == Stage::Withdrawn {
                model.promote();
            }
            true
        })
    }

    pub fn withdraw(&mut self, person: usize) -> bool {
        let there = [Stage::Waiting, Stage::Offered, Stage::Confirmed];
        self.move_to(person, &there, Stage::Withdrawn)
    }

    pub fn accept(&mut self, person: usize) -> bool {
        self.move_to(person, &[Stage::Offered], Stage::Confirmed)
    }

    pub fn decline(&mut self, person: usize) -> bool {
        self.move_to(person, &[Stage::Offered], Stage::Withdrawn)
    }

    /// Whether everybody who sits keeps a seat, and no more is kept than there is.
    fn stands(&self) -> bool {
        let kept: i32 = self.quotas.values().map(|(seats, _)| seats).sum();
        kept <= self.seats && self.fits(&self.sitting())
    }

    pub fn change_seats(&mut self, seats: i32) -> bool {
        self.change(|model| {
            model.seats = seats;
            let stands = model.stands();
            if stands {
                model.promote();
            }
            stands
        })
    }

    pub fn reserve(&mut self, wanted: &[(Group, i32, Option<NaiveDate>)]) -> bool {
        self.change(|model| {
            let day = today(model.now);
            let ahead = wanted.iter().all(|(group, _, on)| {
                let before = model.quotas.get(group).and_then(|(_, on)| *on);
                on.is_none_or(|on| on > day || before == Some(on))
            });
            model.quotas =
                wanted.iter().map(|(group, seats, on)| (*group, (*seats, *on))).collect();
            let stands = ahead && model.stands();
            if stands {
                model.promote();
            }
            stands
        })
    }

    pub fn release(&mut self, group: Group) -> bool {
        self.change(|model| {
            if model.quotas.remove(&group).is_some() {
                model.promote();
            }
            true
        })
    }

    pub fn cancel(&mut self) -> bool {
        if self.cancelled {
            return false;
        }
        self.cancelled = true;
        true
    }
}
