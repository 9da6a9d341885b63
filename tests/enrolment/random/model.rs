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
    /// Who was put forward gets the seat without being asked.
    ForgetsToAsk,
    /// A place counted for another municipality keeps a seat that is not for it.
    ForgetsWhereSeatsAre,
}

pub const MISTAKES: [Mistake; 7] = [
    Mistake::ForgetsReservations,
    Mistake::ForgetsCareer,
    Mistake::ForgetsTime,
    Mistake::ForgetsPromotion,
    Mistake::ForgetsOffers,
    Mistake::ForgetsToAsk,
    Mistake::ForgetsWhereSeatsAre,
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
    /// Put forward by their entity.
    pub nominated: bool,
    /// With the second of their posts.
    pub elsewhere: bool,
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
            let latest = self.nomination_until();
            let asks = self.mistake != Mistake::ForgetsToAsk;
            if let Some(row) = self.rows.get_mut(&person) {
                (row.stage, row.until) = if row.nominated && asks {
                    (Stage::Offered, Some(latest))
                } else if asked && has_mail {
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

    /// People enrol, and are put forward, until the first day, included.
    fn is_late(&self) -> bool {
        today(self.now) > today(self.starts)
    }

    fn is_in(&self, person: usize) -> bool {
        self.rows.get(&person).is_some_and(|row| row.stage != Stage::Withdrawn)
    }

    fn put(&mut self, person: usize, municipality: &'static str, nominated: bool) {
        let room = self.has_room_for(person, municipality);
        self.last_queue += 1;
        let (stage, until) = match (room, nominated && self.mistake != Mistake::ForgetsToAsk) {
            (true, false) => (Stage::Confirmed, None),
            (true, true) => (Stage::Offered, Some(self.nomination_until())),
            (false, _) => (Stage::Waiting, None),
        };
        let queue = self.last_queue;
        let row = Row { stage, queue, municipality, until, nominated, elsewhere: false };
        self.rows.insert(person, row);
    }

    pub fn enrol(&mut self, person: usize, municipality: &'static str) -> bool {
        self.change(|model| {
            if model.is_in(person) || model.is_late() {
                return false;
            }
            model.put(person, municipality, false);
            true
        })
    }

    /// Five days or until the first day, and never less than four hours.
    fn nomination_until(&self) -> DateTime<Utc> {
        (self.now + TimeDelta::days(5)).min(self.starts).max(self.now + TimeDelta::hours(4))
    }

    /// Who has a place keeps it as it is, and who cannot be asked is not put forward.
    pub fn nominate(&mut self, person: usize, municipality: &'static str) -> bool {
        self.change(|model| {
            if model.is_late() {
                return false;
            }
            if !model.is_in(person) && model.people[person].has_mail {
                model.put(person, municipality, true);
            }
            true
        })
    }

    /// Counts a place for one of the person's two posts.
    pub fn attribute(&mut self, person: usize, municipality: &'static str, to: bool) -> bool {
        self.change(|model| {
            if !model.is_in(person) {
                return false;
            }
            let Some(row) = model.rows.get_mut(&person) else { return false };
            if row.elsewhere == to && row.municipality == municipality {
                return false;
            }
            (row.municipality, row.elsewhere) = (municipality, to);
            if model.mistake != Mistake::ForgetsWhereSeatsAre && !model.stands() {
                return false;
            }
            model.promote();
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
