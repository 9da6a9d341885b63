//! The same seed draws the same test, always.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;
use questions::draw::{
    Blueprint, BlueprintPart, CannotDraw, Difficulty, DrawItem, Seed, draw, shown,
};
use questions::{Kind, Matching, Pair, Question};

use serde_json::json;

use super::any::{asked, option, plain};
use super::judge::ask;

fn pool() -> Vec<DrawItem> {
    let difficulties = [Difficulty::Easy, Difficulty::Medium, Difficulty::Hard];
    (1..=30)
        .map(|id| DrawItem {
            id,
            capacity: if id <= 18 { 7 } else { 9 },
            difficulty: difficulties[usize::try_from(id % 3).unwrap()],
        })
        .collect()
}

fn part(capacity: i64, difficulty: Option<Difficulty>, count: usize) -> BlueprintPart {
    BlueprintPart { capacity, difficulty, count }
}

fn blueprint(mixed: bool) -> Blueprint {
    let parts = vec![
        part(7, None, 4),
        part(7, Some(Difficulty::Hard), 3),
        part(9, Some(Difficulty::Easy), 2),
    ];
    Blueprint { parts, mixed }
}

fn options(many: usize) -> Question {
    let each = (0..many).map(|n| option(&n.to_string(), if n == 0 { 100_000 } else { 0 }));
    asked(Kind::Single(each.collect()))
}

/// If this fails, tests that people have begun would change under them: the draw must not change.
#[test]
fn a_draw_is_the_same_on_every_machine_and_in_every_version() {
    let drawn = |mixed, seed| draw(&blueprint(mixed), &pool(), Seed(seed)).unwrap();
    assert_eq!(drawn(false, 1), IN_ORDER);
    assert_eq!(drawn(true, 1), MIXED);
    assert_eq!(drawn(true, u64::MAX), LAST_SEED);
    assert_eq!(shown(&options(8), 41, Seed(1)), SHOWN);
    assert_eq!(shown(&options(8), 42, Seed(1)), SHOWN_NEXT);
}

const IN_ORDER: [i64; 9] = [12, 4, 17, 6, 5, 2, 11, 30, 27];
const MIXED: [i64; 9] = [27, 5, 30, 4, 11, 17, 2, 12, 6];
const LAST_SEED: [i64; 9] = [1, 13, 3, 24, 11, 8, 27, 14, 2];
const SHOWN: [usize; 8] = [7, 6, 3, 2, 5, 1, 0, 4];
const SHOWN_NEXT: [usize; 8] = [2, 6, 4, 1, 0, 5, 3, 7];

/// ChaCha and the draw written a second time, in Python, from their descriptions.
#[test]
fn an_independent_draw_takes_the_same() {
    let seeds: Vec<u64> = (0..20).map(|n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
    let hard = |difficulty: Difficulty| difficulty.word();
    let items: Vec<_> =
        pool().iter().map(|item| json!([item.id, item.capacity, hard(item.difficulty)])).collect();
    let plan = blueprint(true);
    let parts: Vec<_> = plan
        .parts
        .iter()
        .map(|part| json!([part.capacity, part.difficulty.map(hard), part.count]))
        .collect();
    let draws: Vec<_> = seeds
        .iter()
        .map(|seed| json!({ "seed": seed, "pool": items, "parts": parts, "mixed": true }))
        .collect();
    let orders: Vec<_> =
        seeds.iter().map(|seed| json!({ "seed": seed, "id": 41, "options": 9 })).collect();
    let asked = json!({ "draws": draws, "shown": orders });
    let Some(answer) = ask("python3", "draw.py", &asked.to_string()) else { return };
    for (place, seed) in seeds.iter().enumerate() {
        let drawn = draw(&plan, &pool(), Seed(*seed)).unwrap();
        assert_eq!(json!(drawn), answer["draws"][place], "seed {seed}");
        assert_eq!(json!(shown(&options(9), 41, Seed(*seed))), answer["shown"][place]);
    }
}

#[test]
fn the_order_of_the_pool_does_not_matter() {
    let mut turned = pool();
    turned.reverse();
    let seed = Seed(20_261_124);
    assert_eq!(draw(&blueprint(true), &pool(), seed), draw(&blueprint(true), &turned, seed));
}

#[test]
fn a_pool_that_is_too_small_is_told_part_by_part() {
    let plan = Blueprint {
        parts: vec![part(7, None, 14), part(7, Some(Difficulty::Hard), 7), part(8, None, 1)],
        mixed: false,
    };
    let wrong = draw(&plan, &pool(), Seed(1)).unwrap_err();
    let told: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "El plan pide 7 preguntas de dificultad difícil y el banco tiene 6 disponibles. Agregue preguntas o pida menos.",
            "El plan pide 1 preguntas y el banco tiene 0 disponibles. Agregue preguntas o pida menos.",
        ]
    );
    assert!(matches!(wrong[0], CannotDraw::PoolTooSmall { part: 1, capacity: 7, there: 6, .. }));
}

#[test]
fn a_part_for_any_difficulty_leaves_the_others_what_they_need() {
    // All eighteen of the capacity are wanted, six of them hard: whoever came first, it works.
    for seed in 0..50 {
        let plan = Blueprint {
            parts: vec![part(7, None, 12), part(7, Some(Difficulty::Hard), 6)],
            mixed: false,
        };
        let drawn = draw(&plan, &pool(), Seed(seed)).unwrap();
        assert_eq!(drawn.iter().collect::<HashSet<_>>().len(), 18);
    }
}

#[test]
fn a_plan_asks_for_something_and_a_question_is_in_the_pool_once() {
    let none = Blueprint { parts: vec![], mixed: true };
    assert_eq!(draw(&none, &pool(), Seed(1)), Err(vec![CannotDraw::Nothing]));
    let many = Blueprint { parts: vec![part(7, None, usize::MAX), part(7, None, 2)], mixed: true };
    assert!(matches!(draw(&many, &pool(), Seed(1)).unwrap_err()[0], CannotDraw::TooMany { .. }));
    let mut twice = pool();
    twice.push(twice[4]);
    assert_eq!(draw(&blueprint(true), &twice, Seed(1)), Err(vec![CannotDraw::Twice { id: 5 }]));
}

#[test]
fn every_question_and_every_order_is_as_likely() {
    let mut times: BTreeMap<i64, u32> = BTreeMap::new();
    let plan = Blueprint { parts: vec![part(7, None, 6)], mixed: true };
    for seed in 0..3_000 {
        for id in draw(&plan, &pool(), Seed(seed)).unwrap() {
            *times.entry(id).or_default() += 1;
        }
    }
    // 3 000 draws of 6 among 18: a thousand times each, with a deviation of 26.
    assert_eq!(times.len(), 18);
    assert!(times.values().all(|n| (880..=1_120).contains(n)), "{times:?}");
    let mut orders: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
    for seed in 0..6_000 {
        *orders.entry(shown(&options(3), 1, Seed(seed))).or_default() += 1;
    }
    assert_eq!(orders.len(), 6);
    assert!(orders.values().all(|n| (870..=1_130).contains(n)), "{orders:?}");
}

#[test]
fn options_are_shuffled_where_it_is_wanted_and_steps_never_stand_in_their_order() {
    let mut draft = plain(Kind::Single(vec![option("a", 100_000), option("Todas", 0)]));
    draft.fixed_order = true;
    let fixed = Question::new(draft).unwrap();
    let steps = asked(Kind::Ordering(vec!["uno".into(), "dos".into(), "tres".into()]));
    for seed in 0..200 {
        assert_eq!(shown(&fixed, 3, Seed(seed)), [0, 1]);
        assert_ne!(shown(&steps, 3, Seed(seed)), [0, 1, 2]);
    }
    let pair = |stem: &str, answer: &str| Pair { stem: stem.into(), answer: answer.into() };
    let matching = asked(Kind::Matching(Matching {
        pairs: vec![pair("a", "1"), pair("b", "1"), pair("c", "2")],
        extra: vec!["3".into()],
    }));
    assert_eq!(shown(&matching, 3, Seed(1)).len(), 3, "the right column, each text once");
    assert!(shown(&asked(Kind::Open), 3, Seed(1)).is_empty());
}

proptest! {
    #[test]
    fn a_draw_takes_what_its_plan_says(seed in any::<u64>(), counts in [0_usize..6, 0..4, 0..7]) {
        let plan = Blueprint {
            parts: vec![
                part(7, Some(Difficulty::Easy), counts[0]),
                part(9, None, counts[1]),
                part(7, None, counts[2]),
            ],
            mixed: false,
        };
        prop_assume!(counts.iter().sum::<usize>() > 0);
        let drawn = draw(&plan, &pool(), Seed(seed)).unwrap();
        prop_assert_eq!(drawn.iter().collect::<HashSet<_>>().len(), counts.iter().sum::<usize>());
        let of = |id: &i64| *pool().iter().find(|item| item.id == *id).unwrap();
        for (place, id) in drawn.iter().enumerate() {
            let item = of(id);
            if place < counts[0] {
                prop_assert_eq!((item.capacity, item.difficulty), (7, Difficulty::Easy));
            } else if place < counts[0] + counts[1] {
                prop_assert_eq!(item.capacity, 9);
            } else {
                prop_assert_eq!(item.capacity, 7);
            }
        }
    }
}
