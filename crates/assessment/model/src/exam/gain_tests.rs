use super::*;

fn part(kind: Kind, person: i64, number: i32, (earned, points): (i64, i64)) -> CapacityScore {
    CapacityScore {
        kind,
        keep: AttemptPolicy::Best,
        enrolment: EnrolmentId(person),
        number,
        capacity: "TRI-01".to_owned(),
        total: earned * MILLION,
        earned: earned * MILLION,
        points,
    }
}

/// Five people of ten points: 2→6, 4→7, 0→5, 5→10, 8→9. Gains 4/8, 3/6, 5/10, 5/5, 1/2: their mean is
/// 0,6. A sixth has no second test.
fn five() -> Vec<CapacityScore> {
    let tests = [(2, 6), (4, 7), (0, 5), (5, 10), (8, 9)];
    let mut parts: Vec<CapacityScore> = (1..)
        .zip(tests)
        .flat_map(|(person, (pre, post))| {
            [part(Kind::PreTest, person, 1, (pre, 10)), part(Kind::PostTest, person, 1, (post, 10))]
        })
        .collect();
    parts.push(part(Kind::PreTest, 6, 1, (1, 10)));
    parts
}

#[test]
fn gain_is_of_paired_people() {
    let all = by_capacity(&five());
    let [one] = &all[..] else { panic!("one capacity") };
    assert_eq!((one.report.people, one.report.unpaired), (6, 1));
    let (mean, n) = one.report.gain.shown().expect("five are enough");
    assert_eq!(n, 5);
    assert!((mean.mean.get() - 0.6).abs() < 1e-12);
}

#[test]
fn four_people_are_too_few_and_their_number_is_not_told() {
    let few: Vec<CapacityScore> = five().into_iter().filter(|part| part.enrolment.0 < 5).collect();
    let all = by_capacity(&few);
    assert!(all.iter().all(|one| one.report.gain.is_hidden()));
    let row = row(&all[0], &HashMap::new());
    assert_eq!((row.n.as_str(), row.gain.as_str()), ("—", "—"));
    assert!(row.why_not.is_some());
}

#[test]
fn a_capacity_of_one_test_alone_has_no_gain() {
    let only: Vec<CapacityScore> =
        five().into_iter().filter(|part| part.kind == Kind::PreTest).collect();
    assert!(by_capacity(&only).is_empty());
}

#[test]
fn the_attempt_that_counts_is_one_for_all_capacities() {
    let first = CapacityScore { total: 9 * MILLION, ..part(Kind::PreTest, 1, 1, (2, 10)) };
    let second = CapacityScore { total: 8 * MILLION, ..part(Kind::PreTest, 1, 2, (6, 10)) };
    let both = [&first, &second];
    assert_eq!(share(AttemptPolicy::Best, &both), Some(200_000));
    assert_eq!(share(AttemptPolicy::Last, &both), Some(600_000));
    assert_eq!(share(AttemptPolicy::Average, &both), Some(400_000));
}
