//! Which groups are published; pure.
//!
//! Every cohort is divided by itself: its municipalities of five people or more, the others of a department
//! together, and what is left of all departments together. A group that is still too small takes the
//! smallest of its neighbours with it. What is published is a sum of such groups and of nothing else:
//! whatever somebody subtracts, what is left is whole groups (primary and complementary suppression).

use std::collections::{BTreeMap, BTreeSet};

use cohorts_model::entity::cohort::CohortId;
use measures::Minimum;
use platform::numbers;

/// How many people of one municipality a closed cohort had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortMunicipalityFact {
    pub cohort: CohortId,
    pub course: String,
    pub year: i32,
    pub municipality: String,
    pub counts: EnrolmentCounts,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EnrolmentCounts {
    pub enrolled: i64,
    pub attended: i64,
    pub certified: i64,
    /// How many have a constancia.
    pub attested: i64,
}

impl EnrolmentCounts {
    pub fn join(&mut self, other: &Self) {
        self.enrolled += other.enrolled;
        self.attended += other.attended;
        self.certified += other.certified;
        self.attested += other.attested;
    }
}

/// A part of the people of some groups.
pub type Part = fn(&EnrolmentCounts) -> i64;

/// Where the people of a group are from. The first two digits of the code of a municipality are those of
/// its department.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupOrigin {
    Municipality(String),
    /// Several municipalities of one.
    Department(String),
    /// Several departments, or none that is known.
    Country,
}

impl GroupOrigin {
    pub fn department(&self) -> Option<&str> {
        match self {
            Self::Municipality(code) => code.get(..2),
            Self::Department(code) => Some(code),
            Self::Country => None,
        }
    }
}

/// A line of the published table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDataRow {
    pub year: i32,
    pub place: GroupOrigin,
    pub course: String,
    pub cohorts: i64,
    pub enrolled: i64,
    /// `None` where they, or those who are not among them, are one to four in one of its groups.
    pub attended: Option<i64>,
    pub certified: Option<i64>,
    pub attested: Option<i64>,
    /// All its groups, with what the row itself does not tell.
    pub all: EnrolmentCounts,
}

/// A share that is told of the people of several rows, in whole percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SumShare {
    Exact(u32),
    /// From and to: the rows do not all tell the part, and a step of it holds five people or more. So no two
    /// sums, of this edition or another, differ by a group of one to four.
    Band(u32, u32),
}

impl SumShare {
    /// From and to.
    pub fn ends(self) -> (u32, u32) {
        match self {
            Self::Exact(percent) => (percent, percent),
            Self::Band(from, to) => (from, to),
        }
    }
}

/// Adds up a part of some rows, those that do not tell it too: a share of the others alone would be of a
/// selection of them. `None` where the sum, or what the silent rows together would be told by it, is one to
/// four people.
pub fn sum<'a>(
    rows: impl IntoIterator<Item = &'a OpenDataRow>,
    part: Part,
    shown: fn(&OpenDataRow) -> Option<i64>,
) -> Option<SumShare> {
    let (mut all, mut silent) = (EnrolmentCounts::default(), EnrolmentCounts::default());
    for row in rows {
        all.join(&row.all);
        if shown(row).is_none() {
            silent.join(&row.all);
        }
    }
    told(part(&silent), silent.enrolled)?;
    let part = told(part(&all), all.enrolled)?;
    if silent.enrolled == 0 {
        numbers::whole_percent(part, all.enrolled).map(SumShare::Exact)
    } else {
        band(part, all.enrolled)
    }
}

/// The steps in percent of which one may be told.
const STEPS: [i64; 5] = [5, 10, 20, 25, 50];

/// Returns the step in which a share lies: the finest that holds five people.
fn band(part: i64, whole: i64) -> Option<SumShare> {
    let step = STEPS.into_iter().find(|step| step * whole >= minimum() * 100)?;
    let low = (part * 100).checked_div(whole)? / step * step;
    let of = |percent: i64| u32::try_from(percent).ok();
    Some(SumShare::Band(of(low)?, of((low + step - 1).min(99))?))
}

fn minimum() -> i64 {
    i64::try_from(Minimum::GROUP.people()).unwrap_or(i64::MAX)
}

/// Returns a part of a group if neither it nor the rest is one to four people, and `None` otherwise.
fn told(part: i64, whole: i64) -> Option<i64> {
    let is_safe = |n: i64| n == 0 || n >= minimum();
    (is_safe(part) && is_safe(whole - part)).then_some(part)
}

/// Divides the people of one cohort into groups of five or more. A smaller cohort has no group.
fn divide<'a>(
    facts: impl IntoIterator<Item = &'a CohortMunicipalityFact>,
) -> BTreeMap<GroupOrigin, EnrolmentCounts> {
    let mut groups: BTreeMap<GroupOrigin, EnrolmentCounts> = BTreeMap::new();
    for fact in facts {
        let place = match fact.municipality.as_str() {
            "" => GroupOrigin::Country,
            code => GroupOrigin::Municipality(code.to_owned()),
        };
        groups.entry(place).or_default().join(&fact.counts);
    }
    let departments: BTreeSet<String> =
        groups.keys().filter_map(GroupOrigin::department).map(str::to_owned).collect();
    for department in departments {
        let within = |place: &GroupOrigin| place.department() == Some(department.as_str());
        gather(&mut groups, &GroupOrigin::Department(department.clone()), within);
    }
    gather(&mut groups, &GroupOrigin::Country, |_| true);
    groups.retain(|_, counts| counts.enrolled >= minimum());
    groups
}

/// Brings the small ones among some groups together under a wider name; while that is small itself, the
/// smallest of the others joins it. What stays small when nobody is left goes on to the next width.
fn gather(
    groups: &mut BTreeMap<GroupOrigin, EnrolmentCounts>,
    wider: &GroupOrigin,
    within: impl Fn(&GroupOrigin) -> bool,
) {
    let mut together = groups.remove(wider).unwrap_or_default();
    let is_small = |counts: &EnrolmentCounts| counts.enrolled < minimum();
    let small: Vec<GroupOrigin> = groups
        .iter()
        .filter(|(place, counts)| within(place) && is_small(counts))
        .map(|(place, _)| place.clone())
        .collect();
    for place in small {
        together.join(&groups.remove(&place).unwrap_or_default());
    }
    while together.enrolled > 0 && is_small(&together) {
        let smallest = groups
            .iter()
            .filter(|(place, _)| within(place))
            .min_by_key(|(place, counts)| (counts.enrolled, (*place).clone()))
            .map(|(place, _)| place.clone());
        let Some(smallest) = smallest else { break };
        together.join(&groups.remove(&smallest).unwrap_or_default());
    }
    if together.enrolled > 0 {
        groups.insert(wider.clone(), together);
    }
}

/// The published table, and how many cohorts are in no line of it because they are too small.
pub fn publish(facts: &[CohortMunicipalityFact]) -> (Vec<OpenDataRow>, i64) {
    let mut cohorts: BTreeMap<i64, Vec<&CohortMunicipalityFact>> = BTreeMap::new();
    for fact in facts {
        cohorts.entry(fact.cohort.0).or_default().push(fact);
    }
    let mut left_out = 0;
    let mut rows: BTreeMap<(i32, GroupOrigin, String), OpenDataRow> = BTreeMap::new();
    for facts in cohorts.values() {
        let Some(first) = facts.first() else { continue };
        let groups = divide(facts.iter().copied());
        left_out += i64::from(groups.is_empty());
        for (place, counts) in groups {
            let key = (first.year, place, first.course.clone());
            rows.entry(key.clone()).or_insert_with(|| OpenDataRow::empty(key)).add(&counts);
        }
    }
    (rows.into_values().collect(), left_out)
}

impl OpenDataRow {
    fn empty((year, place, course): (i32, GroupOrigin, String)) -> Self {
        let (attended, certified, attested) = (Some(0), Some(0), Some(0));
        let all = EnrolmentCounts::default();
        Self { year, place, course, cohorts: 0, enrolled: 0, attended, certified, attested, all }
    }

    /// Adds a group of a cohort. Each group is told by its own numbers (R81): one that is not leaves the row
    /// without that figure, so that no two editions differ by it.
    fn add(&mut self, group: &EnrolmentCounts) {
        let join = |sum: Option<i64>, part| Some(sum? + told(part, group.enrolled)?);
        self.cohorts += 1;
        self.enrolled += group.enrolled;
        self.attended = join(self.attended, group.attended);
        self.certified = join(self.certified, group.certified);
        self.attested = join(self.attested, group.attested);
        self.all.join(group);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fact(cohort: i64, municipality: &str, enrolled: i64) -> CohortMunicipalityFact {
        CohortMunicipalityFact {
            cohort: CohortId(cohort),
            course: "C1".into(),
            year: 2026,
            municipality: municipality.into(),
            counts: EnrolmentCounts { enrolled, attended: enrolled, ..EnrolmentCounts::default() },
        }
    }

    fn said(facts: &[CohortMunicipalityFact]) -> Vec<(GroupOrigin, i64)> {
        publish(facts).0.into_iter().map(|row| (row.place, row.enrolled)).collect()
    }

    fn town(code: &str) -> GroupOrigin {
        GroupOrigin::Municipality(code.into())
    }

    #[test]
    fn small_ones_go_together_and_take_the_smallest_neighbour_along() {
        let alone = [fact(1, "50001", 9), fact(1, "50325", 6), fact(1, "50330", 2)];
        let meta = GroupOrigin::Department("50".into());
        assert_eq!(said(&alone), [(town("50001"), 9), (meta.clone(), 8)]);
        let two = [fact(1, "50001", 9), fact(1, "50325", 3), fact(1, "50330", 2)];
        assert_eq!(said(&two), [(town("50001"), 9), (meta, 5)]);
        let far = [fact(1, "50001", 9), fact(1, "18001", 3), fact(1, "95001", 3)];
        assert_eq!(said(&far), [(town("50001"), 9), (GroupOrigin::Country, 6)]);
        let lonely = [fact(1, "50001", 9), fact(1, "18001", 3)];
        assert_eq!(
            said(&lonely),
            [(GroupOrigin::Country, 12)],
            "the nine would give the three away"
        );
        assert_eq!(publish(&[fact(1, "50001", 4)]), (vec![], 1));
    }

    #[test]
    fn sums_hold_the_rows_that_are_silent_and_tell_them_by_steps_of_five_people() {
        let of = |cohort, municipality, enrolled, attended| CohortMunicipalityFact {
            counts: EnrolmentCounts { enrolled, attended, ..EnrolmentCounts::default() },
            ..fact(cohort, municipality, enrolled)
        };
        let attended = |facts: &[CohortMunicipalityFact]| {
            let (rows, _) = publish(facts);
            sum(&rows, |counts| counts.attended, |row| row.attended)
        };
        // Nine of nine, and fifty-four of sixty whose six absent ones are of two rows.
        let meta = [of(1, "50001", 9, 9), of(1, "50325", 30, 27), of(1, "50330", 30, 27)];
        assert_eq!(attended(&meta), Some(SumShare::Band(90, 99)), "91 %, and never 100 %");
        assert_eq!(attended(&meta[..1]), Some(SumShare::Exact(100)));
        assert_eq!(attended(&meta[..2]), None, "three are absent in the one silent row");
        assert_eq!(band(94, 114), Some(SumShare::Band(80, 84)));
        assert_eq!(band(3, 9), None, "no step of nine people holds five of them");
    }

    #[test]
    fn two_cohorts_of_a_place_are_never_added_to_reach_five() {
        // Yesterday there was the first one: today's figure less yesterday's would be of three.
        assert_eq!(said(&[fact(1, "50001", 8), fact(2, "50001", 3)]), [(town("50001"), 8)]);
    }

    #[test]
    fn neither_a_few_who_did_nor_a_few_who_did_not_are_told() {
        let of = |part| told(part, 20);
        assert_eq!(
            [0, 3, 5, 15, 17, 20].map(of),
            [Some(0), None, Some(5), Some(15), None, Some(20)]
        );
    }

    #[test]
    fn two_editions_never_differ_by_a_part_of_one_to_four() {
        let of = |cohort, certified| {
            let mut fact = fact(cohort, "50001", 10);
            fact.counts.certified = certified;
            fact
        };
        let certified = |facts: &[CohortMunicipalityFact]| publish(facts).0[0].certified;
        assert_eq!(certified(&[of(1, 5)]), Some(5));
        assert_eq!(certified(&[of(1, 5), of(2, 1)]), None, "yesterday's five less would be one");
        assert_eq!(certified(&[of(1, 5), of(2, 0)]), Some(5));
    }

    proptest! {
        /// Every line, every sum of lines and what two editions differ by are whole groups of cohorts; each
        /// of those has five people or more, and every person of a large enough cohort is in one.
        #[test]
        fn no_group_is_of_fewer_than_five(
            all in prop::collection::vec((0..3_usize, 0..8_usize, 1..14_i64), 0..40),
        ) {
            let towns = ["50001", "50325", "50330", "18001", "18029", "95001", "05001", ""];
            for cohort in 0..3 {
                let own: Vec<CohortMunicipalityFact> = all
                    .iter()
                    .filter(|(of, ..)| *of == cohort)
                    .map(|(_, place, n)| fact(1, towns[*place], *n))
                    .collect();
                let whole: i64 = own.iter().map(|fact| fact.counts.enrolled).sum();
                let groups = divide(&own);
                prop_assert!(groups.values().all(|counts| counts.enrolled >= 5));
                let told: i64 = groups.values().map(|counts| counts.enrolled).sum();
                prop_assert_eq!(told, if whole >= 5 { whole } else { 0 });
                // Everybody who asks for one place less what is told of it gets nothing or whole groups.
                let choices: Vec<i64> = groups.values().map(|counts| counts.enrolled).collect();
                for chosen in 1..(1_u32 << choices.len().min(10)) {
                    let sum: i64 = choices
                        .iter()
                        .enumerate()
                        .filter(|(place, _)| chosen & (1 << place) != 0)
                        .map(|(_, n)| n)
                        .sum();
                    prop_assert!(told - sum == 0 || told - sum >= 5);
                }
            }
        }
    }
}
