//! Reserving seats for groups of people, and saying how many of each are left.

use platform::numbers::{grouped, some};
use platform::prelude::*;

use super::EnrolmentHead;
use super::lists::{RosterLine, crumbs};
use crate::entity::seat_quota::Kind;
use crate::seating::{SeatBalance, Seating};

/// How many seats of one sort are left, as a line of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Example)]
pub struct SeatsLeftLine {
    /// «Mapiripán», «Personería», «Abiertos a todos».
    pub name: String,
    /// «3 libres de 10».
    pub text: String,
}

/// What is left of each group and of the open seats; nothing when no seat is reserved.
pub fn left(seating: &Seating, name: impl Fn(Kind, &str) -> String) -> Vec<SeatsLeftLine> {
    let line = |name: String, chairs: SeatBalance| SeatsLeftLine {
        name,
        text: format!(
            "{} de {}",
            some(chairs.free(), "libre", "libres"),
            grouped(chairs.all.into())
        ),
    };
    if seating.reserves().is_empty() {
        return Vec::new();
    }
    let groups = seating.reserves().iter();
    let mut all: Vec<SeatsLeftLine> =
        groups.map(|(group, chairs)| line(name(group.kind, &group.key), *chairs)).collect();
    all.push(line("Abiertos a todos".to_owned(), seating.open()));
    all
}

/// A group for which seats may be kept: its row in the form.
#[derive(Clone, Debug, Serialize, Example)]
pub struct GroupRow {
    pub name: String,
    /// What stands between the brackets of its fields.
    pub word: String,
    /// «3 libres», or nothing when no seat is kept.
    pub left: String,
    /// The reservation that holds, to be released now.
    pub held: Option<i64>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct GroupTable {
    pub id: &'static str,
    pub caption: &'static str,
    pub column: &'static str,
    pub rows: Vec<GroupRow>,
}

#[derive(Serialize, Example)]
pub struct QuotasPage {
    pub head: EnrolmentHead,
    pub form: FormState,
    /// «30 cupos: 10 reservados y 20 abiertos a todos.»
    pub seats: String,
    pub tables: Vec<GroupTable>,
    /// Who would be left without a seat.
    pub excess: Vec<RosterLine>,
}

impl View for QuotasPage {
    const TEMPLATE: &'static str = "pages/enrolment/quotas";
    fn title(&self) -> String {
        "Reservar cupos".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head, "Reservar cupos")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seating::{Reserve, SeatGroups};

    #[test]
    fn what_is_left_is_told_for_each_group_and_for_all() {
        let reserve = Reserve { kind: Kind::Municipality, key: "50325".to_owned(), seats: 10 };
        let mut seating = Seating::new(30, [reserve]);
        seating.sit_many(&SeatGroups::default(), 19);
        let told = left(&seating, |_, code| format!("el {code}"));
        let told: Vec<(&str, &str)> =
            told.iter().map(|one| (one.name.as_str(), one.text.as_str())).collect();
        assert_eq!(told, [("el 50325", "10 libres de 10"), ("Abiertos a todos", "1 libre de 20")]);
        assert!(left(&Seating::new(30, []), |_, _| String::new()).is_empty());
    }
}
