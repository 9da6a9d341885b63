//! The score of a municipality: a weighted mean of points from 0 to 100, in whole numbers (R7); pure.
//! The criteria and the weights at the beginning are the product's proposal, nothing official.

use std::cmp::Ordering;

use indicators_model::rules::Gap;
use platform::texts::Words;

use super::entity::priority_override::Direction;

/// Ten-thousandths in a point, as of an index's values.
pub const POINT: i64 = 10_000;
pub const MOST: i64 = 100 * POINT;
/// Points of a municipality whose value is the median of its group.
const LEVEL: i64 = 50 * POINT;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Words)]
#[words("reports.criterion_")]
pub enum Criterion {
    Pdet,
    Category,
    Mdm,
    Idf,
    Population,
    NeverReached,
    /// People in needs (requests for training) that have no cohort.
    Demand,
}

impl Criterion {
    /// Returns the default weight.
    pub fn weight(self) -> i32 {
        match self {
            Self::Pdet | Self::NeverReached => 20,
            Self::Mdm => 25,
            Self::Idf | Self::Demand => 15,
            Self::Category | Self::Population => 10,
        }
    }
}

/// The last value of an index that a municipality has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFact {
    /// Ten-thousandths, 0 to 100.
    pub value: i64,
    pub year: i32,
    /// Its comparison group of that year, and the gap to the median of it. `None` means that there is nobody
    /// to compare it with.
    pub group: Option<(String, Gap)>,
}

/// The facts of a municipality that its score is computed from. `None` means unknown, and such a criterion
/// is left out of its score.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriorityFacts {
    pub is_pdet: bool,
    /// «ESP», «1» to «6».
    pub category: Option<String>,
    pub mdm: Option<IndexFact>,
    pub idf: Option<IndexFact>,
    pub population: Option<i64>,
    /// Whether no person of it ever attended a session.
    pub is_never_reached: bool,
    /// People of open needs without a cohort. Zero where other municipalities of the list have needs and this
    /// one has none; `None` for all where none of the list has any.
    pub demand: Option<i64>,
}

/// Points by how far a value is behind the median of its own group: never across groups (R4).
fn behind(index: Option<&IndexFact>) -> Option<i64> {
    let (_, found) = index?.group.as_ref()?;
    // A gap counts hundred-thousandths.
    Some((LEVEL - found.gap.0 / 10).clamp(0, MOST))
}

/// Points from 0 to 100, in ten-thousandths: more is more urgent.
pub fn points(criterion: Criterion, facts: &PriorityFacts) -> Option<i64> {
    let whole = |yes: bool| if yes { MOST } else { 0 };
    match criterion {
        Criterion::Pdet => Some(whole(facts.is_pdet)),
        Criterion::NeverReached => Some(whole(facts.is_never_reached)),
        Criterion::Category => match facts.category.as_deref()? {
            "ESP" => Some(0),
            category => {
                let category = category.parse::<i64>().ok().filter(|one| (1..=6).contains(one))?;
                Some((category - 1) * 20 * POINT)
            }
        },
        Criterion::Mdm => behind(facts.mdm.as_ref()),
        Criterion::Idf => behind(facts.idf.as_ref()),
        Criterion::Demand => facts.demand.map(|people| match people {
            ..=0 => 0,
            1..10 => 25 * POINT,
            10..20 => 50 * POINT,
            20..40 => 75 * POINT,
            _ => MOST,
        }),
        Criterion::Population => facts.population.map(|people| match people {
            ..10_000 => MOST,
            10_000..20_000 => 75 * POINT,
            20_000..50_000 => 50 * POINT,
            50_000..100_000 => 25 * POINT,
            _ => 0,
        }),
    }
}

/// Points of each criterion with its weight; the ones that are not known or weigh nothing are left
/// out of both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    pub parts: Vec<(Criterion, i64, i32)>,
    /// Criteria with a weight whose fact is unknown.
    pub unknown: Vec<Criterion>,
}

impl Score {
    pub fn of(facts: &PriorityFacts, weights: &[(Criterion, i32)]) -> Self {
        let mut score = Self { parts: Vec::new(), unknown: Vec::new() };
        for (criterion, weight) in weights.iter().filter(|(_, weight)| *weight > 0) {
            match points(*criterion, facts) {
                Some(points) => score.parts.push((*criterion, points, *weight)),
                None => score.unknown.push(*criterion),
            }
        }
        score
    }

    pub fn sum(&self) -> i64 {
        self.parts.iter().map(|(_, points, weight)| points * i64::from(*weight)).sum()
    }

    pub fn weight(&self) -> i64 {
        self.parts.iter().map(|(_, _, weight)| i64::from(*weight)).sum()
    }

    /// Returns the score in hundredths of a point, rounded. `None` means that every fact is unknown.
    pub fn hundredths(&self) -> Option<i64> {
        let unit = self.weight().checked_mul(POINT / 100).filter(|unit| *unit > 0)?;
        Some((2 * self.sum() + unit) / (2 * unit))
    }

    /// Whether all that weighs is known: only such scores are put in an order, because who lacks the
    /// data that would lower theirs has no right to the first place.
    pub fn is_whole(&self) -> bool {
        self.unknown.is_empty() && self.weight() > 0
    }

    /// Returns how many points of the score a part of it gives.
    pub fn share(&self, (points, weight): (i64, i32)) -> f64 {
        (points * i64::from(weight)) as f64 / (self.weight().max(1) * POINT) as f64
    }

    /// Orders scores: whole ones first, the greater first, compared exactly and not by the hundredths that
    /// are shown. The others have no order.
    pub fn before(&self, other: &Self) -> Ordering {
        match (self.is_whole(), other.is_whole()) {
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => Ordering::Equal,
            (true, true) => {
                let cross = |sum: i64, weight: i64| i128::from(sum) * i128::from(weight);
                cross(other.sum(), self.weight()).cmp(&cross(self.sum(), other.weight()))
            }
        }
    }
}

/// Returns the criteria with a weight whose fact is known of at least one municipality; the others are left
/// out for all.
pub fn counted(weights: &[(Criterion, i32)], all: &[&PriorityFacts]) -> Vec<(Criterion, i32)> {
    let known = |criterion| all.iter().any(|facts| points(criterion, facts).is_some());
    let counted = weights.iter().filter(|(criterion, weight)| *weight > 0 && known(*criterion));
    counted.copied().collect()
}

/// Returns the counted criteria that give everybody the same points: their weight changes no order.
pub fn without_difference(counted: &[(Criterion, i32)], all: &[&PriorityFacts]) -> Vec<Criterion> {
    let same = |criterion: Criterion| {
        let mut points = all.iter().map(|facts| points(criterion, facts));
        let first = points.next();
        all.len() > 1 && points.all(|other| Some(other) == first)
    };
    counted.iter().map(|(criterion, _)| *criterion).filter(|one| same(*one)).collect()
}

/// Returns the rank of each whole score of an ordered list, from 1. Equal scores have the same rank.
pub fn places(ordered: &[&Score]) -> Vec<usize> {
    let mut places: Vec<usize> = Vec::with_capacity(ordered.len());
    for (at, score) in ordered.iter().enumerate().filter(|(_, score)| score.is_whole()) {
        let before = at.checked_sub(1).and_then(|one| ordered.get(one).zip(places.get(one)));
        places.push(match before {
            Some((last, place)) if last.before(score) == Ordering::Equal => *place,
            _ => at + 1,
        });
    }
    places
}

/// The order in which rows are shown, by their places in the computed one: those that somebody lifted,
/// those that nobody moved, those that were lowered; among themselves they stay as they were (R7).
pub fn arranged(moves: &[Option<Direction>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..moves.len()).collect();
    order.sort_by_key(|at| match moves.get(*at).copied().flatten() {
        Some(Direction::Lift) => 0,
        None => 1,
        Some(Direction::Lower) => 2,
    });
    order
}

#[cfg(test)]
mod tests {
    use indicators_model::rules::{Better, gap};
    use proptest::prelude::*;

    use super::*;

    /// A value in a group whose median is another.
    fn beside(value: i64, median: i64) -> IndexFact {
        let found = gap(Better::Higher, Some(value), Some(&[median; 5])).expect("a group of five");
        IndexFact { value, year: 2024, group: Some(("G5".to_owned(), found)) }
    }

    /// A value in a group whose median is 50.
    fn index(value: i64) -> IndexFact {
        beside(value, LEVEL)
    }

    fn weights(all: [i32; 7]) -> Vec<(Criterion, i32)> {
        Criterion::ALL.into_iter().zip(all).collect()
    }

    #[test]
    fn the_score_is_the_weighted_mean_of_what_is_known() {
        let facts = PriorityFacts {
            is_pdet: true,
            category: Some("6".to_owned()),
            mdm: Some(index(44 * POINT)),
            idf: None,
            population: Some(10_718),
            is_never_reached: false,
            demand: None,
        };
        let score = Score::of(&facts, &weights([20, 10, 25, 15, 10, 20, 0]));
        // 20·100 + 10·100 + 25·56 + 10·75 + 20·0 = 5.150, of 85.
        assert_eq!((score.sum(), score.weight()), (5_150 * POINT, 85));
        assert_eq!(score.hundredths(), Some(6_059));
        assert_eq!(score.unknown, [Criterion::Idf]);
        let none = Score::of(&facts, &weights([0, 0, 0, 15, 0, 0, 0]));
        assert_eq!((none.hundredths(), score.before(&none)), (None, Ordering::Equal));
        assert_eq!(score.share((100 * POINT, 17)), 20.0, "a part of 1.700 of 8.500");
    }

    #[test]
    fn who_lacks_data_is_not_put_before_who_has_them_and_what_nobody_has_is_left_out() {
        let whole = PriorityFacts { mdm: Some(index(90 * POINT)), ..PriorityFacts::default() };
        let lacking = PriorityFacts { is_pdet: true, ..PriorityFacts::default() };
        let counted = counted(&weights([20, 0, 25, 15, 0, 0, 15]), &[&whole, &lacking]);
        assert_eq!(counted, [(Criterion::Pdet, 20), (Criterion::Mdm, 25)], "no IDF of anybody");
        let (whole, lacking) = (Score::of(&whole, &counted), Score::of(&lacking, &counted));
        assert_eq!((whole.hundredths(), lacking.hundredths()), (Some(556), Some(10_000)));
        assert_eq!(whole.before(&lacking), Ordering::Less);
        assert_eq!(places(&[&whole, &lacking]), [1]);
    }

    #[test]
    fn what_all_have_alike_distinguishes_nobody() {
        let one =
            PriorityFacts { is_pdet: true, mdm: Some(index(POINT)), ..PriorityFacts::default() };
        let other = PriorityFacts { mdm: Some(index(2 * POINT)), ..one.clone() };
        let all = weights([20, 0, 25, 0, 0, 20, 0]);
        let counted = counted(&all, &[&one, &other]);
        let same = without_difference(&counted, &[&one, &other]);
        assert_eq!(same, [Criterion::Pdet, Criterion::NeverReached]);
        assert!(
            without_difference(&counted, &[&one]).is_empty(),
            "one alone is compared with nobody"
        );
    }

    #[test]
    fn a_value_is_held_against_its_own_group_and_alone_it_says_nothing() {
        let of = |mdm| points(Criterion::Mdm, &PriorityFacts { mdm, ..PriorityFacts::default() });
        let beside = |value: i64, median: i64| of(Some(beside(value * POINT, median * POINT)));
        // The lower value is ahead of its group, and the higher one behind.
        assert_eq!(beside(40, 30), Some(40 * POINT));
        assert_eq!(beside(60, 80), Some(70 * POINT));
        assert_eq!([beside(50, 50), beside(100, 10)], [Some(LEVEL), Some(0)]);
        assert_eq!(of(Some(IndexFact { group: None, ..index(POINT) })), None);
    }

    #[test]
    fn points_have_their_bounds() {
        let of = |category: &str| {
            let facts =
                PriorityFacts { category: Some(category.to_owned()), ..PriorityFacts::default() };
            points(Criterion::Category, &facts).map(|points| points / POINT)
        };
        assert_eq!(
            ["ESP", "1", "3", "6", "7"].map(of),
            [Some(0), Some(0), Some(40), Some(100), None]
        );
        for (people, expected) in [(9_999, 100), (10_000, 75), (50_000, 25), (100_000, 0)] {
            let facts = PriorityFacts { population: Some(people), ..PriorityFacts::default() };
            assert_eq!(points(Criterion::Population, &facts), Some(expected * POINT));
        }
    }

    #[test]
    fn demand_has_its_bounds_and_who_was_moved_keeps_the_order_of_the_others() {
        for (people, expected) in [(0, 0), (1, 25), (10, 50), (20, 75), (40, 100), (5_000, 100)] {
            let facts = PriorityFacts { demand: Some(people), ..PriorityFacts::default() };
            assert_eq!(points(Criterion::Demand, &facts), Some(expected * POINT), "{people}");
        }
        assert_eq!(points(Criterion::Demand, &PriorityFacts::default()), None);
        let (up, down) = (Some(Direction::Lift), Some(Direction::Lower));
        assert_eq!(arranged(&[None, down, up, None, up]), [2, 4, 0, 3, 1]);
    }

    proptest! {
        #[test]
        fn a_heavier_criterion_never_pulls_down_who_has_all_its_points(
            pdet in any::<bool>(), never in any::<bool>(),
            mdm in prop::option::of(0..=MOST), idf in prop::option::of(0..=MOST),
            all in prop::array::uniform7(0..=100_i32), more in 1..=50_i32,
        ) {
            let facts = PriorityFacts {
                is_pdet: pdet,
                is_never_reached: never,
                mdm: mdm.map(index),
                idf: idf.map(index),
                ..PriorityFacts::default()
            };
            let before = Score::of(&facts, &weights(all));
            let mut heavier = all;
            heavier[0] += more;
            let after = Score::of(&facts, &weights(heavier));
            let expected = if pdet { Ordering::Greater } else { Ordering::Less };
            // `before` answers which is the greater one: the one that comes first.
            if before.weight() > 0 && before.is_whole() == after.is_whole() {
                prop_assert_ne!(before.before(&after), expected.reverse());
            }
            if let Some(shown) = after.hundredths() {
                prop_assert!((0..=10_000).contains(&shown));
            }
        }

        #[test]
        fn places_follow_the_scores(sums in prop::collection::vec(0..=100_i64, 1..30)) {
            let mut scores: Vec<Score> = sums
                .iter()
                .map(|points| Score { parts: vec![(Criterion::Mdm, *points, 3)], unknown: vec![] })
                .collect();
            scores.sort_by(Score::before);
            let ordered: Vec<&Score> = scores.iter().collect();
            for (score, place) in scores.iter().zip(places(&ordered)) {
                let greater = sums.iter().filter(|sum| **sum * 3 > score.sum()).count();
                prop_assert_eq!(place, greater + 1);
            }
        }
    }
}
