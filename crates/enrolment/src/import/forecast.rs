//! The seats that the people of a file would get, in numbers of groups; pure (R19).

use serde::{Deserialize, Serialize};

use crate::entity::seat_quota::Kind;
use crate::seating::{SeatGroups, Seating};

/// The seats that the people would get if the file were imported now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// Seats that are free before.
    pub free: i32,
    pub seated: i32,
    pub waiting: i32,
    /// The people whom a letter about their place reaches.
    #[serde(default)]
    pub letters: i32,
    /// The groups for which the cohort keeps seats; a person may belong to two.
    pub groups: Vec<GroupForecast>,
    /// The people who belong to none of the groups.
    pub others: SeatSplit,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupForecast {
    pub kind: Kind,
    pub key: String,
    pub people: SeatSplit,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatSplit {
    pub seated: i32,
    pub waiting: i32,
}

impl SeatSplit {
    fn add(&mut self, seated: bool) {
        *if seated { &mut self.seated } else { &mut self.waiting } += 1;
    }
}

impl Forecast {
    pub fn of(seating: &Seating) -> Self {
        let groups = seating.reserves().iter().map(|(reserve, _)| GroupForecast {
            kind: reserve.kind,
            key: reserve.key.clone(),
            people: SeatSplit::default(),
        });
        Self { free: seating.free(), groups: groups.collect(), ..Self::default() }
    }

    pub fn add(&mut self, who: &SeatGroups, seated: bool) {
        *if seated { &mut self.seated } else { &mut self.waiting } += 1;
        let mut of_none = true;
        for group in &mut self.groups {
            let own = match group.kind {
                Kind::Municipality => &who.municipality,
                Kind::EntityKind => &who.entity_kind,
            };
            if own.as_ref() == Some(&group.key) {
                group.people.add(seated);
                of_none = false;
            }
        }
        if of_none {
            self.others.add(seated);
        }
    }
}
