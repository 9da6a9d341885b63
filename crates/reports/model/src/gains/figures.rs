//! Computes what the people of each municipality gained between the two tests. Pure.

use platform::search::fold;

use super::queries::MunicipalityNames;
use crate::atoms::{LearningAtom, LearningSums};

/// The gain of the people of one municipality.
pub struct MunicipalityGain {
    pub names: MunicipalityNames,
    pub sums: LearningSums,
}

/// All municipalities by department and name, and everybody together.
pub struct Gains {
    pub rows: Vec<MunicipalityGain>,
    pub all: LearningSums,
}

pub fn compute(atoms: &[LearningAtom], names: Vec<MunicipalityNames>) -> Gains {
    let mut all = LearningSums::default();
    atoms.iter().for_each(|atom| all.add(atom));
    let row = |names: MunicipalityNames| {
        let mut sums = LearningSums::default();
        let own = |atom: &&LearningAtom| atom.municipality.as_deref() == Some(names.code.as_str());
        atoms.iter().filter(own).for_each(|atom| sums.add(atom));
        MunicipalityGain { names, sums }
    };
    let mut rows: Vec<MunicipalityGain> = names.into_iter().map(row).collect();
    rows.sort_by_cached_key(|row| {
        (fold(&row.names.department), fold(&row.names.name), row.names.code.clone())
    });
    Gains { rows, all }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::learning_atom;

    fn names(code: &str) -> MunicipalityNames {
        MunicipalityNames {
            code: code.to_owned(),
            name: format!("Municipio {code}"),
            department: "Meta".to_owned(),
        }
    }

    #[test]
    fn a_municipality_is_the_sum_of_its_cohorts_of_five_and_the_total_of_these_too() {
        let atoms = [
            learning_atom(1, "50001", 9),
            learning_atom(1, "50325", 6),
            learning_atom(2, "50325", 4),
            learning_atom(1, "50330", 2),
        ];
        let gains = compute(&atoms, ["50330", "50325", "50001"].map(names).into());
        let n = |sums: LearningSums| sums.gain().shown().map(|(_, n)| n);
        let told: Vec<_> = gains.rows.iter().map(|row| (n(row.sums), row.sums.left_out)).collect();
        assert_eq!(told, [(Some(9), 0), (Some(6), 1), (None, 1)]);
        assert_eq!((n(gains.all), gains.all.left_out), (Some(15), 2));
    }
}
