//! Twelve people, worked out with a pencil. Grades from 0,0 to 5,0 are counted in tenths.
//!
//! | person | pre | post | still to learn | learnt | gain |
//! |--------|-----|------|----------------|--------|------|
//! | 1      | 1,0 | 3,0  | 4,0            | 2,0    | 2,0 / 4,0 =  0,50 |
//! | 2      | 2,0 | 3,5  | 3,0            | 1,5    | 1,5 / 3,0 =  0,50 |
//! | 3      | 3,0 | 4,0  | 2,0            | 1,0    | 1,0 / 2,0 =  0,50 |
//! | 4      | 2,5 | 4,0  | 2,5            | 1,5    | 1,5 / 2,5 =  0,60 |
//! | 5      | 4,0 | 4,5  | 1,0            | 0,5    | 0,5 / 1,0 =  0,50 |
//! | 6      | 0,0 | 2,0  | 5,0            | 2,0    | 2,0 / 5,0 =  0,40 |
//! | 7      | 3,0 | 4,5  | 2,0            | 1,5    | 1,5 / 2,0 =  0,75 |
//! | 8      | 3,5 | 3,5  | 1,5            | 0,0    | 0,0 / 1,5 =  0,00 |
//! | 9      | 4,0 | 3,8  | 1,0            | −0,2   | −0,2 / 1,0 = −0,20 |
//! | 10     | 5,0 | 4,8  | 0,0            | −0,2   | nothing was left to learn: left out of the gain |
//! | 11     | 2,0 | —    |                |        | no second test: left out of everything |
//! | 12     | —   | 4,5  |                |        | no first test: left out of everything |
//!
//! **Gain**, of 9 people: 0,50 · 4 + 0,60 + 0,40 + 0,75 + 0,00 − 0,20 = 3,55, and 3,55 / 9 = 0,3944.
//! Squares: 0,25 · 4 + 0,36 + 0,16 + 0,5625 + 0 + 0,04 = 2,1225; less 3,55² / 9 = 1,400278 leaves
//! 0,722222; over 8, 0,090278; its root is the standard deviation, 0,300463. Divided by √9 = 3 it is
//! 0,100154. The table of Student's t says 2,306004 for 8 degrees of freedom and 95 %:
//! 2,306004 · 0,100154 = 0,230956. So the mean gain is 0,394 (from 0,163 to 0,625; n = 9).
//!
//! **Change**, of the 10 people with both tests: first 28,0 / 10 = 2,80, second 37,6 / 10 = 3,76, and
//! 9,6 / 10 = 0,96 between them. In tenths: squares of the differences 400 + 225 + 100 + 225 + 25 +
//! 400 + 225 + 0 + 4 + 4 = 1608; less 96² / 10 = 921,6 leaves 686,4; over 9, 76,266667, whose root is
//! 8,733079. The effect is 9,6 / 8,733079 = 1,099269. With 2,262157 for 9 degrees of freedom,
//! 2,262157 · 8,733079 / √10 = 6,247268: from 3,352732 to 15,847268 tenths.

use measures::{Confidence, Minimum, PersonGain, gain_of, gains};

const PEOPLE: [(Option<i64>, Option<i64>); 12] = [
    (Some(10), Some(30)),
    (Some(20), Some(35)),
    (Some(30), Some(40)),
    (Some(25), Some(40)),
    (Some(40), Some(45)),
    (Some(0), Some(20)),
    (Some(30), Some(45)),
    (Some(35), Some(35)),
    (Some(40), Some(38)),
    (Some(50), Some(48)),
    (Some(20), None),
    (None, Some(45)),
];

fn is(ours: f64, by_hand: f64) {
    assert!((ours - by_hand).abs() < 1e-6, "{ours} is not {by_hand}");
}

#[test]
fn twelve_people_gained_what_a_pencil_says() {
    let report = gains(&PEOPLE, 50, Confidence::NinetyFive, Minimum::GROUP);
    assert_eq!((report.people, report.unpaired, report.already_full), (12, 2, 1));
    let (gain, n) = report.gain.shown().unwrap();
    assert_eq!(n, 9);
    is(gain.mean.get(), 3.55 / 9.0);
    is(gain.deviation.get(), 0.300_463);
    is(gain.interval.low.get(), 0.163_489);
    is(gain.interval.high.get(), 0.625_401);
}

#[test]
fn twelve_people_changed_by_what_a_pencil_says() {
    let report = gains(&PEOPLE, 50, Confidence::NinetyFive, Minimum::GROUP);
    let (change, n) = report.change.shown().unwrap();
    assert_eq!(n, 10);
    is(change.pre.get(), 28.0);
    is(change.post.get(), 37.6);
    is(change.difference.mean.get(), 9.6);
    is(change.difference.deviation.get(), 8.733_079);
    is(change.effect.unwrap().get(), 1.099_269);
    is(change.difference.interval.low.get(), 3.352_732);
    is(change.difference.interval.high.get(), 15.847_268);
}

#[test]
fn each_of_the_twelve_has_a_gain_of_their_own_or_a_reason() {
    let each: Vec<PersonGain> = PEOPLE.iter().map(|(pre, post)| gain_of(*pre, *post, 50)).collect();
    let expected = [0.5, 0.5, 0.5, 0.6, 0.5, 0.4, 0.75, 0.0, -0.2];
    for (gain, expected) in each.iter().zip(expected) {
        let PersonGain::Gained(gain) = gain else { panic!("{gain:?}") };
        is(gain.get(), expected);
    }
    assert_eq!(each[9..], [PersonGain::AlreadyFull, PersonGain::Unpaired, PersonGain::Unpaired]);
}
