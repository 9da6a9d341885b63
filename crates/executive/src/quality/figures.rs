//! Adding opinions up: facts in, figures out. Pure.

use std::collections::{BTreeMap, HashMap};

use chrono::TimeDelta;

use courses_model::entity::course::CourseId;
use platform::search::fold;
use reports_model::atoms::OpinionSums;
use reports_model::rules::Period;

use super::super::query::Breakdown;
use super::facts::{Names, QualityFacts, RoundFact, SheetFact};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpinionGroup {
    pub code: String,
    pub name: String,
    /// Cohorts with five answers or more.
    pub shown: i64,
    /// Cohorts with fewer.
    pub hidden: i64,
    /// Of the cohorts that are shown.
    pub sums: OpinionSums,
}

impl OpinionGroup {
    fn add(&mut self, round: &RoundFact, sheet: Option<&SheetFact>) {
        let sums = sheet.map(|sheet| sheet.sums(round.asked)).unwrap_or_default();
        if sums.is_told() {
            self.shown += 1;
            self.sums.join(&sums);
        } else {
            self.hidden += 1;
        }
    }
}

#[derive(Clone, Debug)]
pub struct QualityFigures {
    pub now: OpinionGroup,
    pub before: OpinionGroup,
    /// The groups by course, those with the most answers first.
    pub courses: Vec<OpinionGroup>,
    pub groups: Vec<OpinionGroup>,
}

/// `course_name` says what a course is called.
pub fn compute(
    facts: &QualityFacts,
    period: Period,
    level: Breakdown,
    course_name: impl Fn(CourseId) -> Option<String>,
) -> QualityFigures {
    let of: HashMap<i64, &SheetFact> =
        facts.sheets.iter().map(|sheet| (sheet.round.0, sheet)).collect();
    let (mut now, mut before) = (OpinionGroup::default(), OpinionGroup::default());
    let mut courses: BTreeMap<String, OpinionGroup> = BTreeMap::new();
    let mut groups: BTreeMap<String, OpinionGroup> = BTreeMap::new();
    for round in &facts.rounds {
        let sheet = of.get(&round.id.0).copied();
        if !period.holds(round.closes_at - TimeDelta::seconds(1)) {
            before.add(round, sheet);
            continue;
        }
        now.add(round, sheet);
        let code = round.course.to_string();
        let name = course_name(round.course).unwrap_or_else(|| "Programa retirado".to_owned());
        entry(&mut courses, code, name).add(round, sheet);
        let (code, name) = place(round, &facts.names, level);
        entry(&mut groups, code, name).add(round, sheet);
    }
    QualityFigures { now, before, courses: sorted(courses), groups: sorted(groups) }
}

fn entry(
    groups: &mut BTreeMap<String, OpinionGroup>,
    code: String,
    name: String,
) -> &mut OpinionGroup {
    groups.entry(code.clone()).or_insert_with(|| OpinionGroup {
        code,
        name,
        ..OpinionGroup::default()
    })
}

fn sorted(groups: BTreeMap<String, OpinionGroup>) -> Vec<OpinionGroup> {
    let mut groups: Vec<OpinionGroup> = groups.into_values().collect();
    groups.sort_by_cached_key(|group| {
        (std::cmp::Reverse(group.sums.sheets), fold(&group.name), group.code.clone())
    });
    groups
}

/// Returns code and name of the group of a cohort. A cohort for several municipalities or departments has a
/// group of its own, because opinions have no municipality.
fn place(round: &RoundFact, names: &Names, level: Breakdown) -> (String, String) {
    let named = |names: &[(String, String)], code: &str| {
        let found = names.iter().find(|(one, _)| one == code);
        found.map_or_else(|| code.to_owned(), |(_, name)| name.clone())
    };
    let several = |what: &str| (String::new(), format!("Varios {what}"));
    let (first, last) = match (&round.first, &round.last) {
        (Some(first), Some(last)) => (first.as_str(), last.as_str()),
        _ => return (String::new(), "Sin municipio".to_owned()),
    };
    let department = |code: &str| code.chars().take(2).collect::<String>();
    match level {
        Breakdown::Units => (round.unit.clone(), named(&names.units, &round.unit)),
        Breakdown::Departments if department(first) == department(last) => {
            let code = department(first);
            let name = named(&names.departments, &code);
            (code, name)
        }
        Breakdown::Departments => several("departamentos"),
        Breakdown::Municipalities if first == last => {
            (first.to_owned(), named(&names.municipalities, first))
        }
        Breakdown::Municipalities => several("municipios"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use reports_model::samples::{at, november};
    use surveys_model::entity::survey_round::RoundId;

    fn round(id: i64, course: i64, unit: &str, places: (&str, &str)) -> RoundFact {
        RoundFact {
            id: RoundId(id),
            course: CourseId(course),
            unit: unit.to_owned(),
            first: Some(places.0.to_owned()),
            last: Some(places.1.to_owned()),
            closes_at: at(20),
            asked: 30,
        }
    }

    fn sheet(id: i64, n: i64, score: i64) -> SheetFact {
        let (sum, top) = (n * score, if score >= 4 { n } else { 0 });
        SheetFact {
            round: RoundId(id),
            sheets: n,
            n_pertinencia: n,
            s_pertinencia: sum,
            t_pertinencia: top,
            n_oportunidad: n,
            s_oportunidad: sum,
            t_oportunidad: top,
            n_calidad: n,
            s_calidad: sum,
            t_calidad: top,
        }
    }

    fn mean(group: &OpinionGroup) -> Option<f64> {
        group.sums.scales[2].mean().shown().map(|(mean, _)| mean.get())
    }

    #[test]
    fn a_cohort_of_four_answers_is_in_no_sum() {
        let facts = QualityFacts {
            rounds: vec![
                round(1, 1, "MET", ("50001", "50001")),
                round(2, 1, "MET", ("50001", "50325")),
                round(3, 2, "MET", ("50001", "95001")),
            ],
            sheets: vec![sheet(1, 8, 5), sheet(2, 4, 1), sheet(3, 5, 3)],
            names: Names::default(),
        };
        let figures = compute(&facts, november(), Breakdown::Departments, |_| None);
        assert_eq!((figures.now.shown, figures.now.hidden), (2, 1));
        assert_eq!((figures.now.sums.asked, figures.now.sums.sheets), (60, 13));
        assert_eq!(mean(&figures.now), Some(55.0 / 13.0));
        let names: Vec<&str> = figures.groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(names, ["50", "Varios departamentos"]);
        assert_eq!((figures.groups[0].shown, figures.groups[0].hidden), (1, 1));
        assert_eq!(mean(&figures.groups[0]), Some(5.0));
        assert_eq!(mean(&figures.before), None);
    }

    #[test]
    fn what_closed_before_the_period_is_the_period_before() {
        let mut early = round(1, 1, "MET", ("50001", "50001"));
        early.closes_at = at(1) - TimeDelta::days(3);
        let facts = QualityFacts {
            rounds: vec![early],
            sheets: vec![sheet(1, 6, 4)],
            names: Names::default(),
        };
        let figures = compute(&facts, november(), Breakdown::Units, |_| None);
        assert_eq!((figures.now.shown, figures.before.shown), (0, 1));
        assert!(figures.groups.is_empty() && figures.courses.is_empty());
    }

    proptest! {
        /// Somebody subtracts any told group from the total: what is left is nobody, or five or more.
        #[test]
        fn no_difference_of_told_groups_is_of_fewer_than_five(
            all in prop::collection::vec((1..4_i64, 0..3_usize, 0..12_i64), 0..25),
        ) {
            let units = ["MET", "CAQ", "BOG"];
            let mut facts = QualityFacts::default();
            for (id, (course, unit, n)) in (1..).zip(&all) {
                facts.rounds.push(round(id, *course, units[*unit], ("50001", "50001")));
                facts.sheets.push(sheet(id, *n, 4));
            }
            let figures = compute(&facts, november(), Breakdown::Units, |_| None);
            for groups in [&figures.courses, &figures.groups] {
                prop_assert_eq!(groups.iter().map(|one| one.sums.sheets).sum::<i64>(), figures.now.sums.sheets);
                for chosen in 0..(1_u32 << groups.len()) {
                    let sum: i64 = groups
                        .iter()
                        .enumerate()
                        .filter(|(place, _)| chosen & (1 << place) != 0)
                        .map(|(_, group)| group.sums.sheets)
                        .sum();
                    let left = figures.now.sums.sheets - sum;
                    prop_assert!(left == 0 || left >= 5, "{} are left", left);
                }
            }
        }
    }
}
