//! Capacities: facts in, figures out. Pure.

use std::collections::{BTreeMap, BTreeSet};

use cohorts_model::scale::GradeScale;
use courses_model::entity::course_version::CourseVersionId;
use measures::{Figure, Minimum, Real, mean_of};
use surveys_model::entity::survey_version::Kind as Survey;

use super::super::scales::{ScaleSums, is_enough, people};
use super::facts::{CapacityFacts, GainFact};

/// Of 0 to 5,0 what the two tests were brought to.
const FIFTH: f64 = GradeScale::Hundred.highest() as f64 / 5.0;

/// Sums of both tests.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GainSums {
    pairs: i64,
    pre: i64,
    post: i64,
    able: i64,
    gained: f64,
}

impl GainSums {
    fn add(&mut self, fact: &GainFact) {
        // Both figures of a version or none: its pairs less those who could gain would be a few people.
        if is_enough(fact.pairs) && is_enough(fact.able) {
            self.pairs += fact.pairs;
            self.pre += fact.pre;
            self.post += fact.post;
            self.able += fact.able;
            self.gained += fact.gained;
        }
    }

    pub fn before(self) -> Figure<Real> {
        mean_of(people(self.pairs), self.pre as f64 / FIFTH, Minimum::GROUP)
    }

    pub fn after(self) -> Figure<Real> {
        mean_of(people(self.pairs), self.post as f64 / FIFTH, Minimum::GROUP)
    }

    /// How much of what was left to learn was learnt (R44); n are those who had something left.
    pub fn mean(self) -> Figure<Real> {
        mean_of(people(self.able), self.gained, Minimum::GROUP)
    }
}

/// How many people stayed, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RetentionCount {
    pub stayed: i64,
    pub of: i64,
}

/// A capacity, or all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CapacityTotals {
    pub code: String,
    pub name: String,
    pub certified: i64,
    /// Counted once, and counts on the as-of day.
    pub ever: i64,
    pub in_post: i64,
    pub confirmed: i64,
    pub after_6: RetentionCount,
    pub after_12: RetentionCount,
    pub gain: GainSums,
    pub months_3: ScaleSums,
    pub months_6: ScaleSums,
}

#[derive(Clone, Debug)]
pub struct CapacityFigures {
    /// Everybody once.
    pub all: CapacityTotals,
    /// The figures of the period before: certified people, gains and applications only.
    pub before: CapacityTotals,
    pub rows: Vec<CapacityTotals>,
}

pub fn compute(facts: &CapacityFacts) -> CapacityFigures {
    let mut targets: BTreeMap<&str, BTreeSet<CourseVersionId>> = BTreeMap::new();
    for (version, capacity) in &facts.targets {
        targets.entry(capacity).or_default().insert(*version);
    }
    let row = |code: Option<&str>, is_now: bool| {
        let of = |capacity: &Option<String>| capacity.as_deref() == code;
        let is = |version| {
            code.is_none_or(|code| targets.get(code).is_some_and(|own| own.contains(&version)))
        };
        let mut row = CapacityTotals {
            code: code.unwrap_or_default().to_owned(),
            ..CapacityTotals::default()
        };
        for fact in facts.certified.iter().filter(|one| of(&one.capacity)) {
            row.certified += if (fact.is_now == 1) == is_now { fact.people } else { 0 };
        }
        for fact in facts.gains.iter().filter(|one| (one.is_now == 1) == is_now) {
            if is(fact.version) {
                row.gain.add(fact);
            }
        }
        for fact in facts.applied.iter().filter(|one| (one.is_now == 1) == is_now) {
            let sums = (fact.n, fact.sum, fact.top);
            match fact.kind {
                Survey::Months3 if is(fact.version) => row.months_3.add(sums),
                Survey::Months6 if is(fact.version) => row.months_6.add(sums),
                _ => {}
            }
        }
        if is_now {
            for fact in facts.in_post.iter().filter(|one| of(&one.capacity)) {
                row.ever = fact.ever;
                row.in_post = fact.in_post;
                row.confirmed = fact.confirmed;
            }
            for fact in facts.retention.iter().filter(|one| of(&one.capacity)) {
                row.after_6 = RetentionCount { stayed: fact.stayed_6, of: fact.of_6 };
                row.after_12 = RetentionCount { stayed: fact.stayed_12, of: fact.of_12 };
            }
        }
        row
    };
    let rows = facts
        .capacities
        .iter()
        .map(|(code, name)| CapacityTotals { name: name.clone(), ..row(Some(code), true) });
    CapacityFigures { all: row(None, true), before: row(None, false), rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gain(version: i64, pairs: i64, able: i64, (pre, post): (i64, i64)) -> GainFact {
        let left = 1_000 - pre;
        GainFact {
            version: CourseVersionId(version),
            is_now: 1,
            pairs,
            pre: pairs * pre,
            post: pairs * post,
            able,
            gained: able as f64 * (post - pre) as f64 / left as f64,
        }
    }

    #[test]
    fn a_version_of_four_people_is_in_no_sum_and_what_is_missing_is_no_zero() {
        let facts = CapacityFacts {
            capacities: vec![("A".into(), "Una".into()), ("B".into(), "Otra".into())],
            targets: vec![
                (CourseVersionId(1), "A".into()),
                (CourseVersionId(2), "A".into()),
                (CourseVersionId(2), "B".into()),
            ],
            gains: vec![gain(1, 6, 6, (200, 600)), gain(2, 4, 4, (0, 1_000))],
            ..CapacityFacts::default()
        };
        let told = compute(&facts);
        let shown = |figure: Figure<Real>| figure.shown().map(|(value, n)| (value.get(), n));
        assert_eq!(shown(told.rows[0].gain.mean()), Some((0.5, 6)));
        assert_eq!(shown(told.rows[0].gain.before()), Some((1.0, 6)));
        assert_eq!(shown(told.all.gain.after()), Some((3.0, 6)));
        assert_eq!(shown(told.rows[1].gain.mean()), None);
        assert_eq!(shown(told.rows[1].months_3.mean()), None);
        assert_eq!(told.before.gain, GainSums::default());
    }

    #[test]
    fn a_version_where_all_but_a_few_had_something_to_learn_is_told_whole_or_not_at_all() {
        let facts =
            CapacityFacts { gains: vec![gain(1, 6, 4, (200, 600))], ..CapacityFacts::default() };
        assert_eq!(compute(&facts).all.gain, GainSums::default());
    }
}
