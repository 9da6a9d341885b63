//! P12: every text of every page and letter, as its view holds it, becomes markup nowhere.

use std::collections::BTreeSet;

use formacion::assembly;
use formacion::platform::pages::{Crumb, Sample, Shell, Views};
use serde_json::Value;

use super::attacker::{each_text, is_prose};
use super::scripts::runs;
use crate::support::figures::figure;

/// Ends an attribute, an element and a text, and begins what runs.
const MARKUP: &str = "\"'><img src=x onerror=alert(7)><script>alert(7)</script>{{7*7}}{{{page}}}";

/// Fields that a page writes as they are, because the product made markup of them: the Markdown of
/// questions and of what is said about answers, and the cells of a large grid. Who makes it escapes:
/// `platform::markdown` and `attendance::views`.
const MADE: &[(&str, &[&str])] = &[
    (
        "pages/assessment/bank/preview",
        &["asked.options.label", "asked.rows.label", "asked.text", "result.feedback"],
    ),
    (
        "pages/assessment/bank/question",
        &["feedback", "key.lines.feedback", "key.lines.text", "text"],
    ),
    ("pages/assessment/exam/attempt", &["rows.html"]),
    (
        "pages/assessment/exam/preview",
        &["rows.question.options.label", "rows.question.rows.label", "rows.question.text"],
    ),
    (
        "pages/assessment/exam/question",
        &["question.options.label", "question.rows.label", "question.text"],
    ),
    (
        "pages/assessment/exam/rescoring/rescore",
        &["versions.html", "versions.key.lines.feedback", "versions.key.lines.text"],
    ),
    ("pages/assessment/exam/result", &["rows.feedback", "rows.html"]),
    ("pages/attendance/grid", &["rows.cells"]),
];

/// Whether somebody wrote this text. What is markup of our own, and goes into a page as it is, is not
/// such a text.
fn is_typed(text: &str) -> bool {
    is_prose(text) && !text.starts_with('<')
}

/// Writes [`MARKUP`] behind every text that somebody wrote; answers behind how many.
fn poisoned(json: &mut Value) -> usize {
    let mut texts = 0;
    each_text(json, &mut |text| {
        if is_typed(text) {
            text.push_str(MARKUP);
            texts += 1;
        }
    });
    texts
}

/// What of a text got out of its place in a page; a module of ours is none of it.
fn spoor(html: &str) -> Vec<String> {
    let is_module = |one: &String| {
        one.starts_with("<script type=\"module\" src=\"") && one.matches('<').count() == 2
    };
    let mut found: Vec<String> = runs(html).into_iter().filter(|one| !is_module(one)).collect();
    found.extend(html.contains("49[object").then(|| "a template was read in a text".to_owned()));
    found
}

fn rendered(views: &Views, sample: &Sample, json: &Value) -> String {
    let more = |text: &str| format!("{text}{MARKUP}");
    let crumbs = sample.crumbs.iter();
    let crumbs = crumbs.map(|crumb| Crumb { label: more(&crumb.label), ..crumb.clone() });
    let shell = Shell {
        breadcrumbs: crumbs.collect(),
        place: sample.place.clone(),
        ..Shell::sample(&more(&sample.title))
    };
    views.render(sample.template, &shell, json).expect(sample.template)
}

/// The fields of a sample, by their way through it, whose text gets out of its place.
fn leaking(views: &Views, sample: &Sample) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (pointer, way) in ways(&sample.json) {
        let mut json = sample.json.clone();
        let Some(Value::String(text)) = json.pointer_mut(&pointer) else { continue };
        if !is_typed(text) {
            continue;
        }
        text.push_str(MARKUP);
        if !spoor(&rendered(views, sample, &json)).is_empty() {
            found.insert(way);
        }
    }
    found
}

/// Each text of a JSON value: where it is, and the names on the way to it.
fn ways(json: &Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut waiting = vec![(json, String::new(), String::new())];
    while let Some((value, pointer, way)) = waiting.pop() {
        match value {
            Value::String(_) => all.push((pointer, way)),
            Value::Array(values) => {
                let each = values.iter().enumerate();
                waiting.extend(
                    each.map(|(place, value)| (value, format!("{pointer}/{place}"), way.clone())),
                );
            }
            Value::Object(members) => {
                waiting.extend(members.iter().map(|(name, value)| {
                    let step = name.replace('~', "~0").replace('/', "~1");
                    (value, format!("{pointer}/{step}"), format!("{way}.{name}"))
                }));
            }
            _ => {}
        }
    }
    all
}

#[test]
fn no_text_of_any_view_or_letter_becomes_markup() {
    let views = Views::load().expect("templates parse");
    let (mut texts, mut templates, mut raw) = (0, BTreeSet::new(), BTreeSet::new());
    let mut made = BTreeSet::new();
    for sample in assembly::all_samples() {
        let mut json = sample.json.clone();
        texts += poisoned(&mut json);
        templates.insert(sample.template);
        if spoor(&rendered(&views, &sample, &json)).is_empty() {
            continue;
        }
        let known = MADE.iter().find(|(template, _)| *template == sample.template);
        let known = known.map_or([].as_slice(), |(_, fields)| fields);
        for way in leaking(&views, &sample) {
            let field = way.trim_start_matches('.').to_owned();
            match known.contains(&field.as_str()) {
                true => made.insert(format!("{} {field}", sample.template)),
                false => raw.insert(format!("{}: {field}", sample.template)),
            };
        }
    }
    for mut letter in assembly::all_letters() {
        texts += poisoned(&mut letter.json);
        let html = views.render_bare(letter.template, &letter.json).expect(letter.template);
        templates.insert(letter.template);
        raw.extend(spoor(&html).into_iter().map(|one| format!("{}: {one}", letter.template)));
    }
    figure(
        "P12",
        raw.len() as f64,
        "unescaped",
        raw.is_empty(),
        &format!(
            "markup behind each of {texts} texts in samples of {} pages and letters; {} fields hold \
             markup that the product makes",
            templates.len(),
            made.len()
        ),
    );
    assert!(raw.is_empty(), "{} get out:\n{}", raw.len(), Vec::from_iter(raw).join("\n"));
    assert!(texts > 5_000 && templates.len() > 200, "{texts} texts, {} templates", templates.len());
    // What is said to be made by us is written as it is: the control, which finds what gets out.
    let declared: usize = MADE.iter().map(|(_, fields)| fields.len()).sum();
    assert_eq!(made.len(), declared, "{made:?}");
    let mut json = serde_json::json!({ "text": "Ana María" });
    assert_eq!(poisoned(&mut json), 1);
    let text = json["text"].as_str().unwrap();
    assert_eq!(spoor(&format!("<p title=\"{text}\">")).len(), 2, "{:?}", spoor(text));
}
