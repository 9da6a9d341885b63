//! Two hundred random groups, computed a second time by Python's standard library
//! (`tests/judge.py`), which shares no line with the crate.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use measures::{
    Confidence, Figure, Mean, Minimum, PointSheet, Rating, Real, Reply, alpha, difficulty,
    discrimination, gains, mean, satisfaction, spread, t_quantile, upper_lower,
};
use serde_json::{Value, json};

use super::dice::{Dice, near};

const GROUPS: usize = 200;
const CONFIDENCES: [Confidence; 3] =
    [Confidence::Ninety, Confidence::NinetyFive, Confidence::NinetyNine];

/// Says that a judge is not on this machine, so that its test goes on without it. Where every judge
/// must be (`FORMACION_JUDGE=must`, as `tests/run` sets), the test fails.
#[track_caller]
fn missing(judge: &str) {
    let must = std::env::var("FORMACION_JUDGE").is_ok_and(|value| value == "must");
    assert!(!must, "{judge} is not installed (tests/run installs it)");
    println!("skipped: {judge} is not installed");
}

fn ask(question: &Value) -> Option<Value> {
    let judge = Command::new("python3")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judge.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut judge) = judge else {
        missing("python3");
        return None;
    };
    let mut input = judge.stdin.take().expect("the judge reads");
    input.write_all(question.to_string().as_bytes()).expect("the data are handed over");
    drop(input);
    let answer = judge.wait_with_output().expect("the judge answers");
    assert!(answer.status.success(), "the judge stopped");
    Some(serde_json::from_slice(&answer.stdout).expect("the judge answers JSON"))
}

struct Group {
    worth: Vec<i64>,
    rows: Vec<Vec<Option<i64>>>,
    /// Everybody was asked everything.
    whole: bool,
    people: Vec<(Option<i64>, Option<i64>)>,
    max: i64,
    ratings: Vec<u8>,
    values: Vec<i64>,
    confidence: Confidence,
}

fn group(dice: &mut Dice, number: usize) -> Group {
    let items = 2 + dice.roll(12) as usize;
    let whole = number.is_multiple_of(2);
    // Drawn tests are of questions that are worth the same, so that totals can be compared.
    let unit = [1, 10, 1_000_000][dice.roll(3) as usize];
    let worth: Vec<i64> =
        (0..items).map(|_| if whole { unit * (1 + dice.up_to(4)) } else { unit }).collect();
    let many = 5 + dice.roll(60) as usize;
    let rows = (0..many)
        .map(|_| {
            let able = dice.roll(4);
            let left_out = (!whole).then(|| dice.roll(items as u64) as usize);
            (0..items)
                .map(|item| {
                    let points =
                        if dice.roll(5) <= able { worth[item] } else { dice.up_to(worth[item]) };
                    (left_out != Some(item)).then_some(points)
                })
                .collect()
        })
        .collect();
    let max = [50, 100][dice.roll(2) as usize];
    let people = (0..5 + dice.roll(80))
        .map(|_| {
            let pre = dice.up_to(max);
            let post = (pre + dice.up_to(max / 2) - max / 8).clamp(0, max);
            ((!dice.one_in(9)).then_some(pre), (!dice.one_in(9)).then_some(post))
        })
        .collect();
    let ratings = (0..5 + dice.roll(90)).map(|_| 1 + dice.roll(5) as u8).collect();
    // Far from zero and close together: where careless sums of squares lose everything.
    let far = [0, 999_000_000][dice.roll(2) as usize];
    let values = (0..3 + dice.roll(40)).map(|_| far + dice.up_to(1_000)).collect();
    let confidence = CONFIDENCES[dice.roll(3) as usize];
    Group { worth, rows, whole, people, max, ratings, values, confidence }
}

fn same(what: &str, ours: Option<f64>, theirs: &Value) {
    match (ours, theirs.as_f64()) {
        (Some(ours), Some(theirs)) => assert!(near(ours, theirs, 1e-9), "{what}: {ours} {theirs}"),
        (None, None) => {}
        other => panic!("{what}: {other:?}"),
    }
}

fn real(figure: &Figure<Real>) -> Option<f64> {
    figure.shown().map(|(real, _)| real.get())
}

fn same_mean(what: &str, ours: Option<&Mean>, theirs: &Value) {
    let ours = ours.map(|m| [m.mean, m.deviation, m.interval.low, m.interval.high]);
    for place in 0..4 {
        same(what, ours.map(|all| all[place].get()), &theirs[place]);
    }
}

#[test]
fn two_hundred_groups_agree_with_an_independent_computation() {
    let mut dice = Dice(20_261_124);
    let groups: Vec<Group> = (0..GROUPS).map(|number| group(&mut dice, number)).collect();
    let question = json!({
        "quantiles": [],
        "sheets": groups.iter().map(|g| json!({ "worth": g.worth, "rows": g.rows, "whole": g.whole })).collect::<Vec<_>>(),
        "gains": groups.iter().map(|g| json!({ "people": g.people, "max": g.max, "share": g.confidence.share() })).collect::<Vec<_>>(),
        "ratings": groups.iter().map(|g| json!({ "ratings": g.ratings, "share": g.confidence.share() })).collect::<Vec<_>>(),
        "spreads": groups.iter().map(|g| json!(g.values)).collect::<Vec<_>>(),
    });
    let Some(answer) = ask(&question) else { return };
    let three = Minimum::new(3).unwrap();
    for (place, group) in groups.iter().enumerate() {
        let sheet = PointSheet::new(group.worth.clone(), group.rows.clone()).unwrap();
        let theirs = &answer["sheets"][place];
        for item in 0..group.worth.len() {
            let theirs = &theirs["items"][item];
            if difficulty(&sheet, item, three).is_hidden() {
                continue;
            }
            same("difficulty", real(&difficulty(&sheet, item, three)), &theirs["difficulty"]);
            same(
                "discrimination",
                real(&discrimination(&sheet, item, three)),
                &theirs["discrimination"],
            );
            let ends = upper_lower(&sheet, item, three);
            let ends = ends.shown().map(|(ends, _)| (ends.upper.get(), ends.lower.get()));
            same("upper", ends.map(|ends| ends.0), &theirs["upper_lower"][0]);
            same("lower", ends.map(|ends| ends.1), &theirs["upper_lower"][1]);
        }
        if group.whole {
            same("alpha", real(&alpha(&sheet, three)), &theirs["alpha"]);
        }

        let theirs = &answer["gains"][place];
        let report = gains(&group.people, group.max, group.confidence, three);
        if let Some((_, n)) = report.gain.shown() {
            assert_eq!(json!(n), theirs["n"][0]);
        }
        same_mean("gain", report.gain.shown().map(|(mean, _)| mean), &theirs["gain"]);
        let change = report.change.shown().map(|(change, _)| change);
        same_mean("change", change.map(|change| &change.difference), &theirs["change"]);
        let effect = change.and_then(|change| change.effect.ok()).map(Real::get);
        same("effect", effect, &theirs["change"][4]);
        let scale = change.and_then(|change| change.effect_of_scale.ok()).map(Real::get);
        same("effect of scale", scale, &theirs["change"][5]);

        let theirs = &answer["ratings"][place];
        let replies: Vec<Reply> = group
            .ratings
            .iter()
            .map(|rating| Reply { quality: Rating::new(*rating), ..Reply::default() })
            .collect();
        let opinions = satisfaction(&replies, group.confidence);
        let opinion = opinions.quality.shown().unwrap().0;
        let interval = opinion.satisfied.interval;
        let ours = [opinion.mean, opinion.satisfied.share, interval.low, interval.high];
        for (at, ours) in ours.into_iter().enumerate() {
            same("satisfaction", Some(ours.get()), &theirs[at]);
        }

        let ours = spread(&group.values, three);
        let ours = ours.shown().map(|(spread, _)| (spread.mean.get(), spread.deviation.get()));
        same("mean", ours.map(|both| both.0), &answer["spreads"][place][0]);
        same("deviation", ours.map(|both| both.1), &answer["spreads"][place][1]);
        let ours = mean(&group.values, Confidence::NinetyFive, three);
        same_mean("mean", ours.shown().map(|(mean, _)| mean), &answer["means"][place]);
    }
    println!("{GROUPS} groups agree to 1e-9");
}

#[test]
fn students_t_agrees_with_an_integral_to_the_twelfth_digit() {
    let freedoms: Vec<usize> = (1..=40)
        .chain([57, 99, 100, 200, 299, 300, 301, 777, 999, 1_000, 1_001, 5_000, 1_000_000])
        .collect();
    let asked: Vec<(f64, usize)> = CONFIDENCES
        .iter()
        .flat_map(|confidence| freedoms.iter().map(|freedom| (confidence.share(), *freedom)))
        .collect();
    let question =
        json!({ "quantiles": asked, "sheets": [], "gains": [], "ratings": [], "spreads": [] });
    let Some(answer) = ask(&question) else { return };
    let ours = CONFIDENCES.iter().flat_map(|confidence| {
        freedoms.iter().map(|freedom| t_quantile(*confidence, *freedom).get())
    });
    let mut farthest: f64 = 0.0;
    for ((ours, theirs), (share, freedom)) in
        ours.zip(answer["quantiles"].as_array().unwrap()).zip(&asked)
    {
        let theirs = theirs.as_f64().unwrap();
        let apart = (ours - theirs).abs() / ours;
        farthest = farthest.max(apart);
        assert!(apart < 1e-12, "{share} {freedom}: {ours} {theirs}");
    }
    println!("{} quantiles agree to {farthest:e}", asked.len());
}
