//! What is written is understood by a reader that others wrote: gift-pegjs, run by node
//! (`npm ci` in `crates/questions/tests/judge`).

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use questions::gift::{GiftEntry, read, write};
use questions::{Choice, Kind, Markdown, Range, Weight};
use serde_json::{Value, json};

use super::any::question;
use super::judge;

/// What the judge understands; `None` when it is not on this machine.
fn ask(file: &str) -> Option<Value> {
    if !judge::folder().join("node_modules/gift-pegjs").exists() {
        judge::missing("gift-pegjs");
        return None;
    }
    judge::ask("node", "gift.mjs", file)
}

/// Numbers of JSON are binary: alike in twelve digits is alike.
fn float(number: f64) -> Value {
    json!(format!("{number:.11e}"))
}

/// Texts in braces show `->` as we write it.
fn inner(text: &str) -> Value {
    json!(text.replace("->", "-\\>"))
}

fn rich(text: Option<&Markdown>) -> Value {
    text.map_or(Value::Null, |text| inner(text.as_str()))
}

fn percent(weight: Weight, usual: Weight) -> Value {
    if weight == usual { Value::Null } else { float(f64::from(weight.thousandths()) / 1_000.0) }
}

fn choice(option: &Choice<Markdown>, single: bool) -> Value {
    let correct = single && option.weight == Weight::FULL;
    let usual = if correct { Weight::FULL } else { Weight::NOTHING };
    json!([
        correct,
        percent(option.weight, usual),
        inner(option.text.as_str()),
        rich(option.feedback.as_ref())
    ])
}

/// The right column is kept by the judge with its escapes coded and its spaces joined.
fn plain(text: &str) -> String {
    let coded = [
        ("&&092;", "\\"),
        ("&&058;", ":"),
        ("&&035;", "#"),
        ("&&061;", "="),
        ("&&123;", "{"),
        ("&&125;", "}"),
        ("&&126;", "~"),
        ("&&010", "\n"),
    ];
    let text = coded.iter().fold(text.to_owned(), |text, (code, real)| text.replace(code, real));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the judge should say of an entry, in a short form.
fn expected(entry: &GiftEntry) -> Value {
    let kind = match entry.question().kind() {
        Kind::Single(all) => json!(["MC", all.iter().map(|o| choice(o, true)).collect::<Vec<_>>()]),
        Kind::Multiple(all) => {
            json!(["MC", all.iter().map(|o| choice(o, false)).collect::<Vec<_>>()])
        }
        Kind::TrueFalse { right, said_true, said_false } => {
            let (for_right, for_wrong) =
                if *right { (said_true, said_false) } else { (said_false, said_true) };
            json!(["TF", right, rich(for_wrong.as_ref()), rich(for_right.as_ref())])
        }
        Kind::Numeric { accepted, otherwise } => {
            let float = |number: questions::Decimal| float(number.with_point().parse().unwrap());
            let range = |range| match range {
                Range::Around { value, tolerance } => json!([float(value), float(tolerance)]),
                Range::Between { low, high } => json!([float(low), float(high)]),
            };
            let mut all: Vec<Value> = accepted
                .iter()
                .map(|one| {
                    json!([
                        percent(one.weight, Weight::FULL),
                        range(one.range),
                        rich(one.feedback.as_ref())
                    ])
                })
                .collect();
            all.extend(otherwise.iter().map(|text| json!([null, "*", rich(Some(text))])));
            json!(["Numerical", all])
        }
        Kind::Ordering(steps) => {
            let rows = steps.iter().enumerate();
            let rows: Vec<Value> = rows
                .map(|(place, step)| {
                    json!([(place + 1).to_string(), plain(inner(step.as_str()).as_str().unwrap())])
                })
                .collect();
            json!(["Matching", rows])
        }
        Kind::Matching(matching) => {
            let right = |text: &Markdown| plain(inner(text.as_str()).as_str().unwrap());
            let pairs =
                matching.pairs.iter().map(|p| json!([inner(p.stem.as_str()), right(&p.answer)]));
            let extra = matching.extra.iter().map(|text| json!(["", right(text)]));
            json!(["Matching", pairs.chain(extra).collect::<Vec<_>>()])
        }
        Kind::ShortText(short) => {
            let rows: Vec<Value> = short
                .accepted
                .iter()
                .map(|one| {
                    json!([
                        percent(one.weight, Weight::FULL),
                        plain(inner(&one.pattern).as_str().unwrap()),
                        rich(one.feedback.as_ref())
                    ])
                })
                .collect();
            json!(["Short", rows])
        }
        Kind::Open => json!(["Essay"]),
    };
    json!({
        "name": if entry.name().is_empty() { Value::Null } else { json!(entry.name()) },
        "text": entry.question().text().as_str(),
        "general": rich(entry.question().general_feedback()),
        "kind": kind,
    })
}

/// The judge's question in the same short form.
fn understood(value: &Value) -> Value {
    let text = |value: &Value| value.get("text").cloned().unwrap_or(Value::Null);
    let list = |key: &str| value[key].as_array().cloned().unwrap_or_default();
    let percent = |value: &Value| value.as_f64().map_or(Value::Null, float);
    let kind = match value["type"].as_str().unwrap() {
        "MC" => {
            let rows = list("choices")
                .iter()
                .map(|c| {
                    json!([
                        c["isCorrect"],
                        percent(&c["weight"]),
                        text(&c["text"]),
                        text(&c["feedback"])
                    ])
                })
                .collect::<Vec<_>>();
            json!(["MC", rows])
        }
        // The judge calls the first feedback that of true; GIFT says it is for who is wrong.
        "TF" => json!([
            "TF",
            value["isTrue"],
            text(&value["trueFeedback"]),
            text(&value["falseFeedback"])
        ]),
        "Numerical" => {
            let float = |value: &Value| float(value.as_f64().unwrap());
            // A single number comes alone, a list as choices.
            let rows: Vec<Value> = match value["choices"].as_array() {
                Some(all) => all
                    .iter()
                    .map(|c| {
                        let range = match c["text"]["type"].as_str() {
                            Some("range") => {
                                json!([float(&c["text"]["number"]), float(&c["text"]["range"])])
                            }
                            Some("high-low") => json!([
                                float(&c["text"]["numberLow"]),
                                float(&c["text"]["numberHigh"])
                            ]),
                            _ => json!("*"),
                        };
                        json!([percent(&c["weight"]), range, text(&c["feedback"])])
                    })
                    .collect(),
                None => {
                    let c = &value["choices"];
                    let range = match c["type"].as_str() {
                        Some("range") => json!([float(&c["number"]), float(&c["range"])]),
                        _ => json!([float(&c["numberLow"]), float(&c["numberHigh"])]),
                    };
                    vec![json!([null, range, null])]
                }
            };
            json!(["Numerical", rows])
        }
        "Matching" => {
            let rows = list("matchPairs")
                .iter()
                .map(|pair| {
                    json!([text(&pair["subquestion"]), plain(pair["subanswer"].as_str().unwrap())])
                })
                .collect::<Vec<_>>();
            json!(["Matching", rows])
        }
        "Short" => {
            let rows = list("choices")
                .iter()
                .map(|c| {
                    json!([
                        percent(&c["weight"]),
                        plain(c["text"]["text"].as_str().unwrap()),
                        text(&c["feedback"])
                    ])
                })
                .collect::<Vec<_>>();
            json!(["Short", rows])
        }
        other => json!([other]),
    };
    json!({
        "name": value["title"],
        "text": text(&value["stem"]),
        "general": text(&value["globalFeedback"]),
        "kind": kind,
    })
}

#[test]
fn an_independent_reader_understands_what_is_written() {
    let mut runner = TestRunner::deterministic();
    let questions = question();
    let entries: Vec<GiftEntry> = (0..300)
        .map(|number| {
            let question = questions.new_tree(&mut runner).unwrap().current();
            GiftEntry::new(question).named(&format!("P{number}: {{~=#}}")).tagged("fácil")
        })
        .collect();
    let Some(answer) = ask(&write(&entries)) else { return };
    let all = answer.as_array().unwrap();
    assert_eq!(all.len(), entries.len());
    for (entry, value) in entries.iter().zip(all) {
        assert_eq!(understood(value), expected(entry), "{}", write(std::slice::from_ref(entry)));
        assert_eq!(value["tags"], json!(["fácil"]));
    }
    println!("{} questions were understood alike", entries.len());
}

/// Written by hand, as its documentation shows the format; both readers see the same.
#[test]
fn both_readers_understand_a_file_alike() {
    let file = include_str!("../judge/corpus.gift");
    let Some(answer) = ask(file) else { return };
    let theirs: Vec<&Value> = answer
        .as_array()
        .unwrap()
        .iter()
        .filter(|value| !matches!(value["type"].as_str(), Some("Category" | "Description")))
        .collect();
    let reading = read(file).unwrap();
    assert_eq!(reading.faults.len(), 1, "the description: {:?}", reading.faults);
    assert_eq!(theirs.len(), reading.questions.len());
    for (found, value) in reading.questions.iter().zip(theirs) {
        assert_eq!(understood(value), expected(&found.entry), "línea {}", found.line);
    }
}
