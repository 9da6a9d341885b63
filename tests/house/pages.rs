//! Every page, letter and sentence: rendered in strict mode, registered, used.

use std::collections::BTreeSet;

use formacion::assembly;
use formacion::platform::pages::{Shell, Views};

#[test]
fn every_sample_of_every_page_renders_in_strict_mode() {
    let views = Views::load().expect("templates parse");
    for sample in assembly::all_samples() {
        let shell = Shell {
            breadcrumbs: sample.crumbs,
            place: sample.place,
            ..Shell::sample(&sample.title)
        };
        let html = views
            .render(sample.template, &shell, &sample.json)
            .unwrap_or_else(|error| panic!("{}: {error}", sample.template));
        assert!(html.contains("<h1"), "{} has no h1", sample.template);
        assert!(
            !html.contains("style="),
            "{} has an inline style, which the content-security policy refuses",
            sample.template
        );
    }
}

#[test]
fn every_page_template_has_a_sample() {
    let sampled: BTreeSet<String> =
        assembly::all_samples().iter().map(|sample| sample.template.to_owned()).collect();
    let views = Views::load().expect("templates parse");
    let pages: BTreeSet<String> = views
        .names()
        .into_iter()
        .filter(|name| name.starts_with("pages/") && !name.contains("/_"))
        .collect();
    let missing: Vec<_> = pages.difference(&sampled).collect();
    assert!(
        missing.is_empty(),
        "no View has a sample for {missing:?}: add `samples()` of its view to the declaration of its capability"
    );
}

#[test]
fn every_letter_has_a_short_subject_and_renders_in_html_and_text() {
    let views = Views::load().expect("templates parse");
    let mut templates = BTreeSet::new();
    for letter in assembly::all_letters() {
        assert!(
            letter.subject.chars().count() <= 70,
            "{}: «{}» is longer than 70",
            letter.template,
            letter.subject
        );
        let text_template = format!("{}_text", letter.template);
        let html = views
            .render_bare(letter.template, &letter.json)
            .unwrap_or_else(|error| panic!("{}: {error}", letter.template));
        let wide: Vec<_> = unbroken_addresses(&html);
        assert!(wide.is_empty(), "{}: {wide:?} push a phone's edge", letter.template);
        let text = views
            .render_bare(&text_template, &letter.json)
            .unwrap_or_else(|error| panic!("{text_template}: {error}"));
        assert!(!text.contains("&#"), "{text_template} escapes for HTML: use three braces");
        templates.insert(letter.template.to_owned());
        templates.insert(text_template);
    }
    let written: BTreeSet<String> =
        views.names().into_iter().filter(|name| name.starts_with("emails/")).collect();
    let missing: Vec<_> = written.difference(&templates).collect();
    assert!(
        missing.is_empty(),
        "no letter has a sample for {missing:?}: add it to the declaration of its capability"
    );
}

/// The lines of a letter that print an address which may not be broken: at 320 px it is wider than the page.
fn unbroken_addresses(html: &str) -> Vec<&str> {
    let printed = |line: &&str| line.split('>').any(|words| words.starts_with("http"));
    let lines = html.lines().filter(printed);
    lines.filter(|line| !line.contains("overflow-wrap:anywhere")).collect()
}

/// Every field that a template may read, however deep.
fn fields(value: &serde_json::Value, into: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(all) => {
            for (name, value) in all {
                into.insert(name.clone());
                fields(value, into);
            }
        }
        serde_json::Value::Array(all) => all.iter().for_each(|value| fields(value, into)),
        _ => {}
    }
}

/// R67: templates are strict, so that a letter can say nothing but the fields that it is given, and none of
/// them is a document; neither do its words look like the number of one.
#[test]
fn no_letter_is_given_a_document_or_says_the_number_of_one() {
    let views = Views::load().expect("templates parse");
    for letter in assembly::all_letters() {
        let mut given = BTreeSet::new();
        fields(&letter.json, &mut given);
        for word in ["document", "identity", "cedula"] {
            let found: Vec<_> = given.iter().filter(|name| name.contains(word)).collect();
            assert!(found.is_empty(), "{} is given {found:?}", letter.template);
        }
        let text = views.render_bare(&format!("{}_text", letter.template), &letter.json).unwrap();
        let is_long = |word: &&str| {
            let word = word.trim_matches(|c: char| !c.is_ascii_digit());
            let is_number = word.chars().all(|c| c.is_ascii_digit() || c == '.');
            is_number && word.chars().filter(char::is_ascii_digit).count() > 5
        };
        let said = letter.subject.split_whitespace().chain(text.split_whitespace());
        let numbers: Vec<_> = said.filter(is_long).collect();
        assert!(numbers.is_empty(), "{} says {numbers:?}", letter.template);
    }
}

/// The keys that the derives of a file make: of `#[derive(Refusal)]`, how its enum begins them and the
/// variant in snake case, or the variant's own whole key; of `#[derive(Words)]` with labels, how its
/// enum begins them and the variant's code, its own or the variant in snake case. A variant that says
/// the same as another refusal has none.
fn derived_keys(source: &str, attribute: &str) -> BTreeSet<String> {
    let quoted = |line: &str, attribute: &str| {
        line.strip_prefix(attribute)?.split('"').next().map(str::to_owned)
    };
    let is_refusal = attribute == REFUSAL;
    let mut keys = BTreeSet::new();
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        let Some(prefix) = quoted(line, attribute) else { continue };
        let (mut own, mut same) = (None, false);
        for line in lines.by_ref().take_while(|line| *line != "}") {
            let line = line.strip_prefix("    ").unwrap_or_default();
            own = own.or(quoted(line, "#[code(\"")).or(quoted(line, "#[stored(\""));
            same |= line.starts_with("#[same(");
            if !line.starts_with(|first: char| first.is_ascii_uppercase()) {
                continue;
            }
            let mut code = String::new();
            for letter in line.chars().take_while(char::is_ascii_alphanumeric) {
                if letter.is_ascii_uppercase() && !code.is_empty() {
                    code.push('_');
                }
                code.push(letter.to_ascii_lowercase());
            }
            let key = match own.take() {
                Some(own) if is_refusal => own,
                own => format!("{prefix}{}", own.unwrap_or(code)),
            };
            if !std::mem::take(&mut same) {
                keys.insert(key);
            }
        }
    }
    keys
}

/// The attributes of an enum that say how its keys begin.
const REFUSAL: &str = "#[refusal(\"";
const WORDS: &str = "#[words(\"";

#[test]
fn every_sentence_is_used_and_every_used_sentence_exists() {
    let source = super::product_sources();
    let keys: BTreeSet<&str> = formacion::platform::texts::keys().into_iter().collect();
    let derived = |attribute| -> BTreeSet<String> {
        source.values().flat_map(|text| derived_keys(text, attribute)).collect()
    };
    let (refusals, words) = (derived(REFUSAL), derived(WORDS));
    assert!(refusals.len() > 300, "only {} refusals were found", refusals.len());
    assert!(words.len() > 150, "only {} words were found", words.len());
    let derived: BTreeSet<&str> = refusals.union(&words).map(String::as_str).collect();
    let missing: Vec<_> = derived.difference(&keys).collect();
    assert!(missing.is_empty(), "keys of enums that no texts.toml has: {missing:?}");
    let unused: Vec<_> = keys
        .iter()
        .filter(|key| {
            !derived.contains(**key)
                && !source.values().any(|text| text.contains(&format!("\"{key}\"")))
        })
        .collect();
    assert!(unused.is_empty(), "sentences nobody says: {unused:?}");
    for (file, text) in source.iter().filter(|(file, _)| !file.ends_with("platform/src/texts.rs")) {
        for said in
            ["say(\"", " word(\"", ":word(\""].iter().flat_map(|call| text.split(call).skip(1))
        {
            let key = said.split('"').next().unwrap_or_default();
            assert!(keys.contains(key), "{file} says «{key}», which no texts.toml has");
        }
    }
    let capabilities: BTreeSet<&str> =
        keys.iter().filter_map(|key| key.split('.').next()).collect();
    for (file, text) in &source {
        for line in text.lines().filter(|line| line.contains("Self::") && line.contains("=> \"")) {
            let Some(code) = line.split("=> \"").nth(1).and_then(|rest| rest.split('"').next())
            else {
                continue;
            };
            let is_code = code.split_once('.').is_some_and(|(capability, key)| {
                capabilities.contains(capability)
                    && !key.is_empty()
                    && key.chars().all(|c| c.is_ascii_lowercase() || c == '_')
            });
            assert!(
                !is_code || keys.contains(code),
                "{file} says «{code}», which no texts.toml has"
            );
        }
    }
}
