//! Decides which rows may be shown where the capacities of courses overlap. Pure.

use std::collections::{BTreeMap, HashSet};

use courses_model::entity::course_version::CourseVersionId;
use measures::{Minimum, publishable};

/// People by version of a course and municipality. Every row of the report adds whole blocks: when each block
/// that is told, and what is left of each version, are of five people or more, no difference of
/// rows tells of fewer, however the capacities of the versions overlap.
pub struct Blocks {
    told: HashSet<(CourseVersionId, String)>,
    versions: HashSet<CourseVersionId>,
}

impl Blocks {
    pub fn new<'a>(people: impl Iterator<Item = (CourseVersionId, &'a str)>) -> Self {
        let mut groups: BTreeMap<CourseVersionId, BTreeMap<&str, usize>> = BTreeMap::new();
        for (version, municipality) in people {
            *groups.entry(version).or_default().entry(municipality).or_default() += 1;
        }
        let mut blocks = Self { told: HashSet::new(), versions: HashSet::new() };
        for (version, places) in groups {
            let sizes: Vec<usize> = places.values().copied().collect();
            if sizes.iter().sum::<usize>() >= Minimum::GROUP.people() {
                blocks.versions.insert(version);
            }
            let shown = places.keys().zip(publishable(&sizes, Minimum::GROUP));
            let shown = shown.filter(|(_, shown)| *shown);
            blocks.told.extend(shown.map(|(place, _)| (version, (*place).to_owned())));
        }
        blocks
    }

    /// Returns whether a row may show this block: people of a version in a municipality, or in the whole
    /// department where it is `None`.
    pub fn tell(&self, version: CourseVersionId, municipality: Option<&str>) -> bool {
        match municipality {
            Some(place) => self.told.contains(&(version, place.to_owned())),
            None => self.versions.contains(&version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(number: i64) -> CourseVersionId {
        CourseVersionId(number)
    }

    /// People by version and municipality.
    fn blocks(people: &[(i64, &'static str, usize)]) -> Blocks {
        let all = people.iter().flat_map(|(number, place, count)| {
            std::iter::repeat_n((version(*number), *place), *count)
        });
        Blocks::new(all)
    }

    #[test]
    fn a_small_block_is_hidden_and_so_is_what_would_give_it_away() {
        let of = blocks(&[(1, "50001", 9), (1, "50325", 6), (1, "50330", 2), (2, "50001", 3)]);
        assert!(of.tell(version(1), Some("50001")));
        assert!(!of.tell(version(1), Some("50330")), "two people");
        assert!(
            !of.tell(version(1), Some("50325")),
            "the whole less the first would tell the last"
        );
        assert!(of.tell(version(1), None));
        assert!(!of.tell(version(2), None), "three people in all");
    }

    /// Every row adds whole blocks; so whatever is added and subtracted of rows is made of blocks that are
    /// told, and of what is left of a version: all of five people or more.
    #[test]
    fn what_is_told_and_what_is_left_are_of_five_or_more() {
        let places = ["a", "b", "c"];
        let mut seed = 7_u64;
        let mut dice = |most: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % most
        };
        for _ in 0..500 {
            let people: Vec<(i64, &str, usize)> = (1..=3)
                .flat_map(|number| places.map(|place| (number, place)))
                .map(|(number, place)| (number, place, dice(12) as usize))
                .collect();
            let of = blocks(&people);
            let size = |number: i64, place: Option<&str>| -> usize {
                let here = people
                    .iter()
                    .filter(|one| one.0 == number && place.is_none_or(|place| place == one.1));
                here.map(|one| one.2).sum()
            };
            for number in 1..=3 {
                let hidden: usize = places
                    .iter()
                    .filter(|place| !of.tell(version(number), Some(place)))
                    .map(|place| size(number, Some(place)))
                    .sum();
                let told = of.tell(version(number), None);
                assert!(!told || hidden == 0 || hidden >= 5, "{people:?}");
                for place in places {
                    let n = size(number, Some(place));
                    assert!(
                        n == 0 || n >= 5 || !of.tell(version(number), Some(place)),
                        "{people:?}"
                    );
                }
            }
        }
    }
}
