use proptest::prelude::*;

use super::*;

const UNIT: i64 = 10_000;

#[test]
fn the_middle_of_an_even_group_lies_between_two() {
    let group = [502_001, 504_002, 100_000, 900_000, 400_000, 600_000];
    let found = gap(Better::Higher, Some(461_000), Some(&group)).unwrap();
    assert_eq!((found.median.low, found.median.high), (502_001, 504_002));
    assert_eq!((found.median.place(), found.median.has_two()), (3, true));
    assert_eq!(found.median.value(), Exact(5_030_015), "half of a ten-thousandth is kept");
    assert_eq!((found.gap, found.standing), (Exact(-420_015), GapStanding::Behind));
}

#[test]
fn less_is_better_where_the_framework_says_so_and_a_surplus_is_as_far_as_a_deficit() {
    let group = [-9, -1, 0, 2, 8].map(|value| value * UNIT);
    let of = |better, own: i64| gap(better, Some(own * UNIT), Some(&group)).unwrap();
    assert_eq!(of(Better::Lower, -3).standing, GapStanding::Ahead);
    assert_eq!(of(Better::Lower, 0).standing, GapStanding::Level);
    // Distances: 0, 1, 2, 8, 9; the one in the middle is 2.
    for (own, gap, standing) in
        [(8, 6, GapStanding::Behind), (-8, 6, GapStanding::Behind), (1, -1, GapStanding::Ahead)]
    {
        let found = of(Better::NearBalance, own);
        assert_eq!((found.gap, found.standing), (Exact(gap * 100_000), standing), "{own}");
    }
    assert_eq!(
        to_target(Better::NearBalance, -7 * UNIT, 5 * UNIT),
        (Exact(200_000), GapStanding::Behind)
    );
    assert_eq!(to_target(Better::Lower, 70, 70), (Exact(0), GapStanding::Level));
}

#[test]
fn without_value_group_or_five_of_it_there_is_no_figure() {
    let four = [1, 2, 3, 4];
    assert_eq!(gap(Better::Higher, None, Some(&four)), Err(NoGap::NoValue));
    assert_eq!(gap(Better::Higher, Some(1), None), Err(NoGap::NoGroup));
    assert_eq!(gap(Better::Higher, Some(1), Some(&four)), Err(NoGap::FewInGroup(4)));
    assert!(gap(Better::Higher, Some(1), Some(&[1, 2, 3, 4, 5])).is_ok());
    assert_eq!(Better::of("sideways"), None);
}

/// The k-th smallest, from 1, by counting: no order is made.
fn kth(values: &[i64], k: usize) -> i64 {
    let count = |under: &dyn Fn(i64) -> bool| values.iter().filter(|one| under(**one)).count();
    let is_kth = |value: i64| count(&|one| one < value) < k && k <= count(&|one| one <= value);
    *values.iter().find(|value| is_kth(**value)).unwrap()
}

/// Twice the median, by counting.
fn doubled(values: &[i64]) -> i128 {
    let count = values.len();
    i128::from(kth(values, count.div_ceil(2))) + i128::from(kth(values, count / 2 + 1))
}

proptest! {
    #[test]
    fn the_gap_is_the_one_of_an_independent_computation(
        group in prop::collection::vec(-1_000_000_000_000_000_i64..1_000_000_000_000_000, 1..60),
        narrow in any::<bool>(),
        at in any::<prop::sample::Index>(),
        better in prop::sample::select(vec![Better::Higher, Better::Lower, Better::NearBalance]),
    ) {
        // Many alike, too.
        let group: Vec<i64> = group.iter().map(|v| if narrow { v % 7 } else { *v }).collect();
        let own = *at.get(&group);
        let found = gap(better, Some(own), Some(&group));
        if group.len() < LEAST {
            prop_assert_eq!(found, Err(NoGap::FewInGroup(group.len())));
        } else {
            let found = found.unwrap();
            let plain = |v: &i64| if better == Better::NearBalance { v.abs() } else { *v };
            let compared: Vec<i64> = group.iter().map(plain).collect();
            let twice = 2 * i128::from(plain(&own)) - doubled(&compared);
            prop_assert_eq!(i128::from(found.gap.0), twice * 5);
            let good = if better == Better::Higher { twice } else { -twice };
            let expected = match good {
                0 => GapStanding::Level,
                1.. => GapStanding::Ahead,
                _ => GapStanding::Behind,
            };
            prop_assert_eq!(found.standing, expected);
        }
    }

    #[test]
    fn every_value_is_in_one_of_at_most_ten_bands(
        values in prop::collection::vec(-5_000_000_i64..5_000_000, 1..80),
    ) {
        let (starts, width) = bands(&values);
        prop_assert!((1..=10).contains(&starts.len()));
        for value in values {
            let own = starts.iter().filter(|start| (**start..**start + width).contains(&value));
            prop_assert_eq!(own.count(), 1);
        }
    }
}
