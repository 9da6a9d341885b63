//! Capacities: facts in, figures out. Pure.

use std::collections::{BTreeMap, BTreeSet};

use courses_model::entity::course_version::CourseVersionId;
use reports_model::atoms::{ApplicationSums, LearningSums};
use reports_model::rules::Period;
use surveys_model::entity::survey_version::Kind as Survey;

use super::facts::CapacityFacts;

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
    pub gain: LearningSums,
    pub months_3: ApplicationSums,
    pub months_6: ApplicationSums,
}

#[derive(Clone, Debug)]
pub struct CapacityFigures {
    /// Everybody once.
    pub all: CapacityTotals,
    /// The figures of the period before: certified people, gains and applications only.
    pub before: CapacityTotals,
    pub rows: Vec<CapacityTotals>,
}

pub fn compute(facts: &CapacityFacts, period: Period) -> CapacityFigures {
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
        for atom in facts.gains.iter().filter(|one| (one.ends_on >= period.from) == is_now) {
            if is(atom.version) {
                row.gain.add(atom);
            }
        }
        let (from, _) = period.instants();
        for atom in facts.applied.iter().filter(|one| (one.closes_at > from) == is_now) {
            match atom.kind {
                Survey::Months3 if is(atom.version) => row.months_3.add(atom),
                Survey::Months6 if is(atom.version) => row.months_6.add(atom),
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
    use reports_model::atoms::LearningAtom;
    use reports_model::samples::{learning_atom, november};

    #[test]
    fn a_municipality_of_four_people_is_in_no_sum_and_what_is_missing_is_no_zero() {
        let of = |version: i64, cohort, people| LearningAtom {
            version: CourseVersionId(version),
            ..learning_atom(cohort, "50325", people)
        };
        let facts = CapacityFacts {
            capacities: vec![("A".into(), "Una".into()), ("B".into(), "Otra".into())],
            targets: vec![
                (CourseVersionId(1), "A".into()),
                (CourseVersionId(2), "A".into()),
                (CourseVersionId(2), "B".into()),
            ],
            // The version has eight people, four in each of two cohorts.
            gains: vec![of(1, 1, 6), of(2, 2, 4), of(2, 3, 4)],
            ..CapacityFacts::default()
        };
        let told = compute(&facts, november());
        let [one, other] = told.rows.as_slice() else { panic!("two") };
        let n = |sums: LearningSums| sums.gain().shown().map(|(gain, n)| (gain.mean.get(), n));
        assert_eq!((n(one.gain), one.gain.left_out), (Some((0.5, 6)), 2));
        assert_eq!(one.gain.before().shown().map(|(before, _)| before.get()), Some(2.0));
        assert_eq!((n(told.all.gain), n(other.gain)), (Some((0.5, 6)), None));
        assert_eq!(other.months_3.scale.mean().shown(), None);
        assert_eq!(told.before.gain, LearningSums::default());
    }
}
