//! Computes what the people of each municipality gained between the two tests. Pure.

use std::collections::BTreeMap;

use assessment_model::entity::activity::Kind;
use cohorts_model::scale::GradeScale;
use measures::{Confidence, GainReport, Minimum, PersonGain, gain_of, gains, publishable};
use platform::search::fold;

use super::queries::TestGrade;

/// The gain of the people of one municipality.
pub struct MunicipalityGain {
    pub code: String,
    pub name: String,
    pub department: String,
    pub report: GainReport,
    /// Whether the row may be shown: no hidden row can be derived from the total and the other rows.
    pub publishable: bool,
}

/// All municipalities by department and name, and everybody together.
pub struct Gains {
    pub rows: Vec<MunicipalityGain>,
    pub all: GainReport,
}

/// The highest grade of the finer scale, to which grades of both scales are converted without rounding.
pub const HIGHEST: i64 = GradeScale::Hundred.highest() as i64;

fn fine(one: &TestGrade) -> i64 {
    i64::from(one.tenths) * (HIGHEST / i64::from(one.scale.highest()))
}

type TestPair = (Option<i64>, Option<i64>);

/// The tests of the people of a municipality; `one` is any of their grades and gives the name.
struct MunicipalityTests<'a> {
    one: &'a TestGrade,
    people: BTreeMap<i64, TestPair>,
}

fn report(tests: &[TestPair]) -> GainReport {
    gains(tests, HIGHEST, Confidence::NinetyFive, Minimum::GROUP)
}

pub fn compute(results: &[TestGrade]) -> Gains {
    let mut places: BTreeMap<(String, String, &str), MunicipalityTests<'_>> = BTreeMap::new();
    for one in results {
        let key = (fold(&one.department), fold(&one.name), one.municipality.as_str());
        let place =
            places.entry(key).or_insert_with(|| MunicipalityTests { one, people: BTreeMap::new() });
        let tests = place.people.entry(one.enrolment.0).or_default();
        match one.kind {
            Kind::PreTest => tests.0 = Some(fine(one)),
            Kind::PostTest => tests.1 = Some(fine(one)),
            Kind::Product | Kind::Other => {}
        }
    }
    let tests: Vec<Vec<TestPair>> =
        places.values().map(|place| place.people.values().copied().collect()).collect();
    let gained = |tests: &Vec<TestPair>| {
        let one = |(pre, post): &&TestPair| {
            matches!(gain_of(*pre, *post, HIGHEST), PersonGain::Gained(_))
        };
        tests.iter().filter(one).count()
    };
    let groups: Vec<usize> = tests.iter().map(gained).collect();
    let shown = publishable(&groups, Minimum::GROUP);
    let rows = places.values().zip(&tests).zip(shown).map(|((place, tests), publishable)| {
        MunicipalityGain {
            code: place.one.municipality.clone(),
            name: place.one.name.clone(),
            department: place.one.department.clone(),
            report: report(tests),
            publishable,
        }
    });
    let rows = rows.collect();
    Gains { rows, all: report(&tests.concat()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use enrolment_model::entity::enrolment::EnrolmentId;

    fn people(code: &str, first: i64, tests: &[(Option<i32>, Option<i32>)]) -> Vec<TestGrade> {
        let one = |(person, kind, tenths): (i64, Kind, Option<i32>)| {
            Some(TestGrade {
                municipality: code.to_owned(),
                name: format!("Municipio {code}"),
                department: "Meta".to_owned(),
                enrolment: EnrolmentId(person),
                kind,
                tenths: tenths?,
                scale: GradeScale::Five,
            })
        };
        (first..)
            .zip(tests)
            .flat_map(|(person, (pre, post))| {
                [one((person, Kind::PreTest, *pre)), one((person, Kind::PostTest, *post))]
            })
            .flatten()
            .collect()
    }

    #[test]
    fn only_people_with_both_tests_count_r44() {
        let mut tests = vec![(Some(10), Some(30)); 5];
        tests.push((Some(10), None));
        tests.push((None, Some(50)));
        let told = compute(&people("50325", 1, &tests));
        let (mean, n) = told.rows[0].report.gain.shown().expect("five are enough");
        assert!((mean.mean.get() - 0.5).abs() < 1e-12);
        assert_eq!((n, told.rows[0].report.unpaired), (5, 2));
    }

    #[test]
    fn a_small_municipality_is_hidden_and_so_is_who_would_give_it_away() {
        let pair = (Some(10), Some(30));
        let mut all = people("50001", 1, &[pair; 9]);
        all.extend(people("50325", 100, &[pair; 6]));
        all.extend(people("50330", 200, &[pair; 2]));
        let told = compute(&all);
        let shown: Vec<bool> = told.rows.iter().map(|row| row.publishable).collect();
        assert_eq!(shown, [true, false, false], "the total less the first would tell the last");
        assert!(told.rows[2].report.gain.is_hidden());
        assert_eq!(told.all.gain.shown().map(|(_, n)| n), Some(17));
    }
}
