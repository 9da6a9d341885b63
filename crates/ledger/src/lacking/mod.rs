//! Who lacks what: municipalities by subject, or by the capacities of one, as the ledger counts them today.

mod sheet;
mod views;
mod web;

use std::collections::HashMap;

use capacities_model::entity::capacity;
use capacities_model::labels::subjects;
use territory_model::queries::NamedMunicipality;

use super::figures::Count;

pub use views::LackPage;
pub use web::routes;

/// How a municipality stands in a column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// People certified and in post for the only capacity of the column, or capacities that somebody holds.
    Has(i64),
    /// Nobody holds anything of it now, and somebody did.
    Lost,
    Never,
}

/// A column of the table: a subject with its capacities, or one capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LackColumn {
    /// Of the subject, or of the capacity.
    pub code: String,
    pub name: String,
    pub capacities: Vec<String>,
    /// How many municipalities have nobody for any of it.
    pub lacking: usize,
    /// The capacity of the column that most municipalities lack, and these, those that lack most first.
    pub worst: String,
    pub worst_places: Vec<String>,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct LackRow {
    pub place: NamedMunicipality,
    pub cells: Vec<Standing>,
    /// Capacities of all columns that nobody holds.
    pub lacking: usize,
    /// The first of these in the order of the columns.
    pub first: Option<String>,
}

/// Municipalities by what they lack, those that lack most first, and columns in the same way.
#[derive(Clone, Debug)]
pub struct LackTable {
    pub columns: Vec<LackColumn>,
    pub rows: Vec<LackRow>,
    /// Capacities of all columns.
    pub capacities: usize,
}

/// How many people hold each capacity in each municipality, by both codes.
pub type PairCounts = HashMap<(String, String), Count>;

fn taught(framework: &[capacity::Model]) -> impl Iterator<Item = &capacity::Model> {
    framework.iter().filter(|one| one.is_taught())
}

/// The subjects that have capacities, code and name, in their order.
pub fn subjects_of(framework: &[capacity::Model]) -> Vec<(&'static str, &'static str)> {
    subjects().filter(|(code, _)| taught(framework).any(|one| one.subject == *code)).collect()
}

/// The columns: the capacities of a subject, or else every subject.
pub fn columns(framework: &[capacity::Model], subject: Option<&str>) -> Vec<LackColumn> {
    let column = |code: &str, name: &str, capacities: Vec<String>| LackColumn {
        code: code.to_owned(),
        name: name.to_owned(),
        capacities,
        lacking: 0,
        worst: String::new(),
        worst_places: Vec::new(),
    };
    match subject {
        Some(subject) => taught(framework)
            .filter(|one| one.subject == subject)
            .map(|one| column(&one.code, &one.name, vec![one.code.clone()]))
            .collect(),
        None => subjects_of(framework)
            .into_iter()
            .map(|(subject, name)| {
                let own = taught(framework).filter(|one| one.subject == subject);
                let own = own.map(|one| one.code.clone()).collect();
                column(subject, name, own)
            })
            .collect(),
    }
}

/// Crosses the municipalities with the columns. Pure.
pub fn table(
    places: Vec<NamedMunicipality>,
    mut columns: Vec<LackColumn>,
    counts: &PairCounts,
) -> LackTable {
    let of = |place: &str, code: &str| {
        counts.get(&(place.to_owned(), code.to_owned())).copied().unwrap_or_default()
    };
    let lacks = |place: &str, code: &str| of(place, code).in_post() == 0;
    let total = |place: &NamedMunicipality| {
        let codes = columns.iter().flat_map(|column| &column.capacities);
        codes.filter(|code| lacks(&place.code, code)).count()
    };
    let with_total = |place: NamedMunicipality| {
        let lacking = total(&place);
        (place, lacking)
    };
    let mut places: Vec<(NamedMunicipality, usize)> = places.into_iter().map(with_total).collect();
    // The sort is stable: those that lack as much stay by name.
    places.sort_by_key(|(_, lacking)| std::cmp::Reverse(*lacking));
    let standing = |place: &str, column: &LackColumn| {
        let counts: Vec<Count> = column.capacities.iter().map(|code| of(place, code)).collect();
        let held = counts.iter().filter(|count| count.in_post() > 0);
        match (column.capacities.len(), held.clone().count()) {
            (1, 1) => Standing::Has(held.map(Count::in_post).sum()),
            (_, 0) if counts.iter().any(|count| count.left > 0) => Standing::Lost,
            (_, 0) => Standing::Never,
            (_, some) => Standing::Has(i64::try_from(some).unwrap_or(i64::MAX)),
        }
    };
    for column in &mut columns {
        let has = |place: &str| column.capacities.iter().any(|code| !lacks(place, code));
        column.lacking = places.iter().filter(|(place, _)| !has(&place.code)).count();
        let without = |code: &str| -> Vec<String> {
            let without = places.iter().filter(|(place, _)| lacks(&place.code, code));
            without.map(|(place, _)| place.code.clone()).collect()
        };
        let all = column.capacities.iter().map(|code| (code.clone(), without(code)));
        // The first of those that as many municipalities lack.
        let worst = all.rev().max_by_key(|(_, places)| places.len());
        let (worst, worst_places) = worst.unwrap_or_default();
        (column.worst, column.worst_places) = (worst, worst_places);
    }
    columns.sort_by_key(|column| std::cmp::Reverse(column.lacking));
    let rows = places.into_iter().map(|(place, lacking)| {
        let cells = columns.iter().map(|column| standing(&place.code, column)).collect();
        let mut codes = columns.iter().flat_map(|column| &column.capacities);
        let first = codes.find(|code| lacks(&place.code, code)).cloned();
        LackRow { place, cells, lacking, first }
    });
    let rows = rows.collect();
    let capacities = columns.iter().map(|column| column.capacities.len()).sum();
    LackTable { columns, rows, capacities }
}

#[cfg(test)]
mod tests {
    use super::*;
    use capacities_model::labels::TRANSVERSAL;

    fn place(code: &str) -> NamedMunicipality {
        NamedMunicipality {
            code: code.to_owned(),
            name: code.to_owned(),
            department_code: "50".to_owned(),
            department: "Meta".to_owned(),
            is_pdet: false,
        }
    }

    fn capacity(code: &str, subject: &str) -> capacity::Model {
        capacity::Model {
            code: code.to_owned(),
            name: code.to_owned(),
            dimension: "Hacienda".to_owned(),
            subject: subject.to_owned(),
            revision: 1,
            retired: false,
        }
    }

    fn counts(pairs: &[(&str, &str, i64, i64)]) -> PairCounts {
        let pair = |(place, code, confirmed, left): &(&str, &str, i64, i64)| {
            let count = Count { confirmed: *confirmed, unconfirmed: 0, left: *left };
            (((*place).to_owned(), (*code).to_owned()), count)
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn who_lacks_most_comes_first_and_what_was_lost_is_not_what_never_was() {
        let framework = [
            capacity("TRI-01", "gestion_tributaria"),
            capacity("TRI-02", "gestion_tributaria"),
            capacity("PRE-01", "gestion_presupuestal"),
            capacity("GEN-01", TRANSVERSAL.0),
        ];
        let counts = counts(&[("A", "TRI-01", 2, 0), ("A", "PRE-01", 0, 1), ("B", "GEN-01", 4, 0)]);
        let places = || vec![place("A"), place("B")];
        let all = table(places(), columns(&framework, None), &counts);
        let names: Vec<&str> = all.columns.iter().map(|column| column.code.as_str()).collect();
        assert_eq!(names, ["gestion_presupuestal", "gestion_tributaria"], "most lacked first");
        assert_eq!((all.columns[0].lacking, all.columns[1].lacking), (2, 1));
        assert_eq!(all.rows[0].place.code, "B");
        assert_eq!(all.rows[0].cells, [Standing::Never, Standing::Never]);
        assert_eq!(all.rows[1].cells, [Standing::Lost, Standing::Has(1)], "one of two is held");
        assert_eq!((all.rows[0].lacking, all.rows[1].lacking, all.capacities), (3, 2, 3));
        assert_eq!(all.columns[1].worst, "TRI-02");
        assert_eq!(all.columns[1].worst_places, ["B", "A"]);
        let one = table(places(), columns(&framework, Some("gestion_tributaria")), &counts);
        let cell = |code: &str| {
            let row = one.rows.iter().find(|row| row.place.code == code).expect("is there");
            let at = one.columns.iter().position(|column| column.code == "TRI-01").expect("is");
            row.cells[at]
        };
        assert_eq!((cell("A"), cell("B")), (Standing::Has(2), Standing::Never), "people");
    }

    #[test]
    fn without_municipalities_or_capacities_there_is_no_table() {
        let nothing = table(Vec::new(), columns(&[], None), &PairCounts::new());
        assert!(nothing.rows.is_empty() && nothing.columns.is_empty());
    }
}
