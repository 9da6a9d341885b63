//! Names: a type is a noun, and a name stands for one thing or two, so that a search finds it.

use std::collections::BTreeMap;

use super::product_sources;

/// Words that name what something did or had done to it, and not what it is.
const RETIRED: &[&str] = &[
    "About",
    "Accepted",
    "Addressed",
    "Answered",
    "Appealed",
    "Applied",
    "Approved",
    "Arrived",
    "Asked",
    "Became",
    "Broken",
    "Came",
    "Caught",
    "Certified",
    "Changed",
    "Chosen",
    "Counted",
    "Cut",
    "Decided",
    "Done",
    "Drawn",
    "Earned",
    "Enclosed",
    "Ended",
    "Entered",
    "Enveloped",
    "Fallen",
    "Followed",
    "Found",
    "Framed",
    "Given",
    "Governed",
    "Graded",
    "Ground",
    "Handed",
    "Headed",
    "Held",
    "Hidden",
    "Inspected",
    "Invited",
    "Judged",
    "Kept",
    "Known",
    "Learnt",
    "Left",
    "Listed",
    "Looked",
    "Lost",
    "Made",
    "Marked",
    "Matched",
    "Measured",
    "Moderated",
    "Moved",
    "Named",
    "Needed",
    "Nominated",
    "Noticed",
    "Offered",
    "Open",
    "Opened",
    "Own",
    "Placed",
    "Planned",
    "Posed",
    "Printed",
    "Proposed",
    "Published",
    "Ranged",
    "Reached",
    "Read",
    "Received",
    "Registered",
    "Rescored",
    "Reserved",
    "Said",
    "Saved",
    "Scored",
    "Seen",
    "Settled",
    "Shown",
    "Signed",
    "Sought",
    "Stated",
    "Stayed",
    "Stopped",
    "Subscribed",
    "Tagged",
    "Taken",
    "Told",
    "Typed",
    "Unconfirmed",
    "Unkept",
    "Unlisted",
    "Used",
    "Valued",
    "Wanted",
    "Way",
    "Written",
];

/// Names that recur because they are read with their module: `certificate::State`. The first two are
/// what the object-relational mapper asks for.
const READ_WITH_THEIR_MODULE: &[&str] = &["Model", "Relation", "Kind", "Stage", "State"];

/// Figures that `measures` lets be seen, or not, by their type.
const KEPT_NAMES: &[(&str, &str)] =
    &[("Shown", "crates/measures/src/figure.rs"), ("Hidden", "crates/measures/src/figure.rs")];

/// Public types by name, with the files that define them. Tests inside a file are left out.
fn public_types() -> BTreeMap<String, Vec<String>> {
    let mut types: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (file, text) in product_sources() {
        if file.ends_with("tests.rs") {
            continue;
        }
        let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for line in product.lines() {
            let Some(rest) = line.strip_prefix("pub ") else {
                continue;
            };
            let mut words = rest.split([' ', '<', '(', ';', ':', '{']);
            if matches!(words.next(), Some("struct" | "enum" | "trait" | "type"))
                && let Some(name) = words.next()
            {
                types.entry(name.to_owned()).or_default().push(file.clone());
            }
        }
    }
    types
}

#[test]
fn no_public_type_is_named_by_what_was_done_to_it() {
    let types = public_types();
    assert!(types.len() > 500, "only {} types were found", types.len());
    let wrong: Vec<String> = RETIRED
        .iter()
        .flat_map(|word| {
            types.get(*word).into_iter().flatten().map(move |file| (*word, file.as_str()))
        })
        .filter(|known| !KEPT_NAMES.contains(known))
        .map(|(word, file)| format!("{word} in {file}"))
        .collect();
    assert!(wrong.is_empty(), "say what it is (a row, a reply, a query):\n{}", wrong.join("\n"));
}

#[test]
fn no_name_stands_for_a_third_type() {
    let wrong: Vec<String> = public_types()
        .into_iter()
        .filter(|(name, files)| files.len() > 2 && !READ_WITH_THEIR_MODULE.contains(&name.as_str()))
        .map(|(name, files)| format!("{name}: {}", files.join(", ")))
        .collect();
    assert!(wrong.is_empty(), "put the subject in front of the name:\n{}", wrong.join("\n"));
}
