//! Which seats a person may take, and who is next when seats are short; pure (R19, R20).
//!
//! The rule: some seats of a cohort are kept for the people of a municipality or of a kind of
//! entity, the others are open to all. A person may use a seat kept for their municipality, one
//! kept for their kind of entity, or an open one. Nobody owns a chair: a person who fits in two
//! groups moves to the other when another person needs the first. So a person gets a seat exactly
//! when they and everybody seated can sit at once, each in a seat that they may use; and in an
//! order of people, an earlier person never loses to a later one.

use std::collections::{BTreeMap, VecDeque};

use super::entity::enrolment::EnrolmentId;
use super::entity::seat_quota::{self, Kind};

/// The groups of a person, which decide the seats that they may take.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeatGroups {
    /// Code of the municipality they take part for.
    pub municipality: Option<String>,
    /// Kind of the entity of the post they take part with.
    pub entity_kind: Option<String>,
}

impl SeatGroups {
    fn is_of(&self, reserve: &Reserve) -> bool {
        let own = match reserve.kind {
            Kind::Municipality => &self.municipality,
            Kind::EntityKind => &self.entity_kind,
        };
        own.as_ref() == Some(&reserve.key)
    }
}

/// Seats kept for a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserve {
    pub kind: Kind,
    pub key: String,
    pub seats: i32,
}

impl From<&seat_quota::Model> for Reserve {
    fn from(row: &seat_quota::Model) -> Self {
        Self { kind: row.kind, key: row.key.clone(), seats: row.seats }
    }
}

/// Seats of one sort and how many of them are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeatBalance {
    pub all: i32,
    pub taken: i32,
}

impl SeatBalance {
    pub fn free(&self) -> i32 {
        (self.all - self.taken).max(0)
    }
}

/// The seats of a cohort while people sit down one after another.
#[derive(Clone, Debug)]
pub struct Seating {
    reserves: Vec<(Reserve, SeatBalance)>,
    open: SeatBalance,
    /// People who sit in the first group's seats and may also use the second's.
    could_move: BTreeMap<(usize, usize), i32>,
}

impl Seating {
    /// All chairs empty. What is kept beyond `seats` is not there to be kept.
    pub fn new(seats: i32, reserves: impl IntoIterator<Item = Reserve>) -> Self {
        let mut left = seats.max(0);
        let mut reserves: Vec<Reserve> = reserves.into_iter().collect();
        // A municipality's seats before those of a kind of entity, each in the order of codes:
        // the same people sit in the same seats on every page.
        reserves.sort_by(|a, b| (a.kind, &a.key).cmp(&(b.kind, &b.key)));
        let reserves = reserves
            .into_iter()
            .map(|reserve| {
                let all = reserve.seats.clamp(0, left);
                left -= all;
                (reserve, SeatBalance { all, taken: 0 })
            })
            .collect();
        Self { reserves, open: SeatBalance { all: left, taken: 0 }, could_move: BTreeMap::new() }
    }

    /// Gives a person a seat, if there is one that they may take: of their municipality, of their
    /// kind of entity, one of these from which another person can move, or an open one. Returns
    /// whether they got one.
    pub fn sit(&mut self, who: &SeatGroups) -> bool {
        let choices: Vec<usize> = (0..self.reserves.len())
            .filter(|index| self.reserves.get(*index).is_some_and(|(group, _)| who.is_of(group)))
            .collect();
        if self.sit_in_group(&choices) {
            return true;
        }
        if self.open.free() > 0 {
            self.open.taken += 1;
            return true;
        }
        false
    }

    fn sit_in_group(&mut self, choices: &[usize]) -> bool {
        // From each group, who sits there may move to another of theirs: the shortest way to a
        // free chair is taken.
        let mut came_from: BTreeMap<usize, Option<usize>> =
            choices.iter().map(|choice| (*choice, None)).collect();
        let mut ahead: VecDeque<usize> = choices.iter().copied().collect();
        let free = loop {
            let Some(group) = ahead.pop_front() else { return false };
            if self.reserves.get(group).is_some_and(|(_, chairs)| chairs.free() > 0) {
                break group;
            }
            for ((from, to), people) in &self.could_move {
                if *from == group && *people > 0 && !came_from.contains_key(to) {
                    came_from.insert(*to, Some(group));
                    ahead.push_back(*to);
                }
            }
        };
        if let Some((_, chairs)) = self.reserves.get_mut(free) {
            chairs.taken += 1;
        }
        let mut group = free;
        while let Some(Some(before)) = came_from.get(&group).copied() {
            self.moves(before, group, -1);
            self.moves(group, before, 1);
            group = before;
        }
        if let Some(other) = choices.iter().find(|choice| **choice != group) {
            self.moves(group, *other, 1);
        }
        true
    }

    fn moves(&mut self, from: usize, to: usize, people: i32) {
        *self.could_move.entry((from, to)).or_default() += people;
    }

    /// Seats many people of the same groups; returns how many found no seat.
    pub fn sit_many(&mut self, who: &SeatGroups, people: i32) -> i32 {
        let mut standing = people.max(0);
        while standing > 0 && self.sit(who) {
            standing -= 1;
        }
        standing
    }

    /// Whether nobody at all can get a seat.
    pub fn is_full(&self) -> bool {
        self.open.free() == 0 && self.reserves.iter().all(|(_, chairs)| chairs.free() == 0)
    }

    /// Seats that anybody may take.
    pub fn open(&self) -> SeatBalance {
        self.open
    }

    /// The groups with their seats, municipalities first.
    pub fn reserves(&self) -> &[(Reserve, SeatBalance)] {
        &self.reserves
    }

    /// Every free seat, kept or open.
    pub fn free(&self) -> i32 {
        self.open.free() + self.reserves.iter().map(|(_, chairs)| chairs.free()).sum::<i32>()
    }
}

/// Returns the people who find no seat when all sit down in the order given.
pub fn people_without_seat<T: Clone>(
    mut seating: Seating,
    people: impl IntoIterator<Item = (T, SeatGroups)>,
) -> Vec<T> {
    people.into_iter().filter_map(|(one, who)| (!seating.sit(&who)).then_some(one)).collect()
}

/// A person in the waiting list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingPerson {
    pub enrolment: EnrolmentId,
    pub who: SeatGroups,
    /// Whether the post they take part with is of the administrative career.
    pub is_carrera: bool,
    pub queue_number: i64,
}

/// How many people wait already: it decides the turn of a person who joins the end (R20).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WaitingListLength {
    pub all: u64,
    /// How many of them are of the administrative career.
    pub carrera: u64,
}

impl WaitingListLength {
    /// Adds a person and returns their turn, 1 for the first. The career goes before the others,
    /// whenever it comes.
    pub fn join(&mut self, is_carrera: bool) -> u64 {
        self.all += 1;
        if !is_carrera {
            return self.all;
        }
        self.carrera += 1;
        self.carrera
    }
}

/// Returns the waiting people who get the free seats, in order: when seats are short the
/// administrative career goes first (Ley 1960 de 2019), then arrival (R20). A person who may not
/// use any free seat is passed over and keeps their turn.
pub fn next_of_waiting_list(
    mut waiting: Vec<WaitingPerson>,
    seating: &mut Seating,
) -> Vec<EnrolmentId> {
    waiting.sort_by_key(|one| (!one.is_carrera, one.queue_number));
    let mut next = Vec::new();
    for one in waiting {
        if seating.is_full() {
            break;
        }
        if seating.sit(&one.who) {
            next.push(one.enrolment);
        }
    }
    next
}

#[cfg(test)]
#[path = "seating_tests.rs"]
mod tests;
