//! No number that leaves is no number, whatever comes in.

use measures::{
    Confidence, Figure, Mean, Minimum, OptionChoice, PointSheet, Rating, Real, Reply, alpha,
    difficulty, discrimination, distractors, gains, kr20, satisfaction, spread, t_quantile,
    upper_lower,
};

use super::dice::{Dice, near};

fn finite(numbers: &[Real]) {
    assert!(numbers.iter().all(|number| number.get().is_finite()), "{numbers:?}");
}

fn mean(mean: &Mean) {
    finite(&[mean.mean, mean.deviation, mean.interval.low, mean.interval.high]);
    assert!(mean.interval.low <= mean.mean && mean.mean <= mean.interval.high);
}

fn number(figure: &Figure<Real>, from: f64, to: f64) {
    if let Some((real, _)) = figure.shown() {
        assert!((from..=to).contains(&real.get()), "{real}");
    }
}

#[test]
fn nothing_that_comes_in_lets_a_nan_out() {
    assert_eq!(Real::new(f64::NAN), None);
    assert_eq!(Real::new(f64::INFINITY), None);
    assert!(Real::new(-0.0).unwrap().get().is_sign_positive());
    let three = Minimum::new(3).unwrap();
    let mut dice = Dice(11);
    for _ in 0..3_000 {
        let items = dice.roll(5) as usize;
        let most = [1, 2, 1_000_000_000][dice.roll(3) as usize];
        let worth: Vec<i64> = (0..items).map(|_| 1 + dice.up_to(most - 1)).collect();
        let rows: Vec<Vec<Option<i64>>> = (0..dice.roll(8))
            .map(|_| worth.iter().map(|w| (!dice.one_in(6)).then(|| dice.up_to(*w))).collect())
            .collect();
        let sheet = PointSheet::new(worth, rows).unwrap();
        for item in 0..=items {
            number(&difficulty(&sheet, item, three), 0.0, 1.0);
            number(&discrimination(&sheet, item, three), -1.0, 1.0);
            if let Some((ends, _)) = upper_lower(&sheet, item, three).shown() {
                finite(&[ends.upper, ends.lower, ends.index]);
                assert!(ends.index.get().abs() <= 1.0 + 1e-12);
            }
        }
        number(&alpha(&sheet, three), f64::MIN, 1.0);
        number(&kr20(&sheet, three), f64::MIN, 1.0);

        let max = dice.up_to(60) - 5;
        let people: Vec<(Option<i64>, Option<i64>)> = (0..dice.roll(9))
            .map(|_| {
                let mut result = || (!dice.one_in(7)).then(|| dice.up_to(70) - 5);
                (result(), result())
            })
            .collect();
        let report = gains(&people, max, Confidence::NinetyNine, three);
        if let Some((gain, _)) = report.gain.shown() {
            mean(gain);
        }
        if let Some((change, _)) = report.change.shown() {
            mean(&change.difference);
        }
        let values: Vec<i64> =
            (0..dice.roll(6)).map(|_| dice.up_to(2_000_000_000) - 1_000_000_000).collect();
        if let Some((spread, _)) = spread(&values, three).shown() {
            finite(&[spread.mean, spread.deviation]);
        }
        let chosen: Vec<OptionChoice> = (0..dice.roll(6))
            .map(|_| OptionChoice {
                options: vec![dice.roll(3) as usize],
                total: dice.up_to(i64::MAX - 1),
            })
            .collect();
        let _ = distractors(3, &chosen, three);
    }
}

#[test]
fn wilsons_interval_stays_between_nothing_and_everything() {
    for n in 5..60_u8 {
        for satisfied in 0..=n {
            let reply = |place| Reply {
                relevance: Rating::new(if place < satisfied { 5 } else { 1 }),
                ..Reply::default()
            };
            let replies: Vec<Reply> = (0..n).map(reply).collect();
            let all = satisfaction(&replies, Confidence::NinetyFive);
            let opinion = all.relevance.shown().unwrap().0;
            let (low, high) = (opinion.satisfied.interval.low, opinion.satisfied.interval.high);
            assert!(low.get() >= 0.0 && high.get() <= 1.0);
            assert!(low.get() <= opinion.satisfied.share.get() + 1e-12);
            assert!(high.get() >= opinion.satisfied.share.get() - 1e-12);
        }
    }
}

/// From the tables of every textbook.
#[test]
fn students_t_is_what_tables_say() {
    for (freedom, expected) in [
        (1, [6.313_752, 12.706_205, 63.656_741]),
        (2, [2.919_986, 4.302_653, 9.924_843]),
        (8, [1.859_548, 2.306_004, 3.355_387]),
        (30, [1.697_261, 2.042_272, 2.749_996]),
        (120, [1.657_651, 1.979_930, 2.617_421]),
    ] {
        let all = [Confidence::Ninety, Confidence::NinetyFive, Confidence::NinetyNine];
        for (confidence, expected) in all.into_iter().zip(expected) {
            let ours = t_quantile(confidence, freedom).get();
            assert!((ours - expected).abs() < 6e-7, "{freedom}: {ours} is not {expected}");
        }
    }
}

#[test]
fn the_two_ways_to_students_t_meet_where_one_ends() {
    for confidence in [Confidence::Ninety, Confidence::NinetyFive, Confidence::NinetyNine] {
        let by_halving = [999, 1_000].map(|freedom| t_quantile(confidence, freedom).get());
        let by_expansion = [1_001, 1_002].map(|freedom| t_quantile(confidence, freedom).get());
        let step = by_halving[0] - by_halving[1];
        assert!(near(by_halving[1] - step, by_expansion[0], 1e-8));
        assert!(by_halving[1] > by_expansion[0] && by_expansion[0] > by_expansion[1]);
    }
}
