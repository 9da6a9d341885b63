//! The outlines of departments and municipalities by their DIVIPOLA code. They are no rows: nobody changes
//! them, and only pictures ask.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use pictures::Outline;

use super::reference::ReferenceFile;

/// What stands beside a map, as the source asks.
pub const BOUNDARIES: &str =
    "Límites: DANE, MGN 2018 (simplificados); representación estadística, no oficial de límites.";

const FILE: ReferenceFile = ReferenceFile {
    name: "outlines.csv",
    text: include_str!("../../../../seed/reference/outlines.csv"),
};

type Outlines = BTreeMap<&'static str, Outline>;

/// Every outline, read once in the life of the process.
fn all() -> &'static Outlines {
    static ALL: OnceLock<Outlines> = OnceLock::new();
    ALL.get_or_init(|| {
        let rows = FILE.text.lines().skip(1).filter_map(|row| row.split_once(','));
        rows.filter_map(|(code, rings)| Some((code, Outline::read(rings)?))).collect()
    })
}

/// Returns the outline of a municipality (five digits) or of a department (two).
pub fn of(code: &str) -> Option<Outline> {
    all().get(code).cloned()
}

/// Returns the outlines of the municipalities of a department, with their codes.
pub fn of_department(department: &str) -> Vec<(&'static str, Outline)> {
    let own = all().iter().filter(|(code, _)| code.len() == 5 && code.starts_with(department));
    own.map(|(code, outline)| (*code, outline.clone())).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn codes(file: &'static str) -> BTreeSet<&'static str> {
        file.lines().skip(1).filter_map(|row| Some(row.split_once(',')?.0)).collect()
    }

    #[test]
    fn every_row_is_an_outline_and_every_place_but_one_has_it() {
        let rows = codes(FILE.text);
        assert_eq!(rows.len(), all().len(), "a row that is no outline");
        let municipalities = codes(include_str!("../../../../seed/reference/municipalities.csv"));
        let departments = codes(include_str!("../../../../seed/reference/departments.csv"));
        let places: BTreeSet<&str> = municipalities.union(&departments).copied().collect();
        // Created after the cut of the source.
        let without: Vec<&&str> = places.difference(&rows).collect();
        assert_eq!(without, [&"27493"]);
        assert!(rows.is_subset(&places), "an outline of no place");
    }

    #[test]
    fn municipalities_fill_their_department_and_share_their_borders() {
        for (department, name) in [("18", "Caquetá"), ("50", "Meta"), ("63", "Quindío")] {
            let within = of_department(department);
            let sum: f64 = within.iter().map(|(_, outline)| outline.area()).sum();
            let whole = of(department).map_or(0.0, |outline| outline.area());
            assert!(within.iter().all(|(_, outline)| outline.area() > 0.0));
            assert!((sum / whole - 1.0).abs() < 0.05, "{name}: {sum} of {whole}");
            let spots = |outline: &Outline| -> BTreeSet<(i64, i64)> {
                let whole = |degrees: f64| (degrees * 1000.0).round() as i64;
                outline.rings().iter().flatten().map(|(x, y)| (whole(*x), whole(*y))).collect()
            };
            for (code, outline) in &within {
                let own = spots(outline);
                let shares = |other: &Outline| spots(other).intersection(&own).count() > 1;
                let neighbours =
                    within.iter().filter(|(other, outline)| other != code && shares(outline));
                assert!(neighbours.count() > 0, "{code} has no border with another");
            }
        }
    }
}
