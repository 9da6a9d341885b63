//! Arrows between capabilities run one way, in the order of the map in `src/lib.rs`.

use super::sources;

const ORDER: &[&str] = &[
    "platform",
    "history",
    "notices",
    "sign_in",
    "mailroom",
    "territory",
    "accounts",
    "people",
    "capacities",
    "indicators",
    "courses",
    "cohorts",
    "enrolment",
    "announcements",
    "calendars",
    "attendance",
    "assessment",
    "surveys",
    "certification",
    "ledger",
    "needs",
    "reports",
    "home",
    "site",
    "demo",
    "generator",
];

/// Arrows that the order allows and that are forbidden all the same. Attendance, assessment and
/// surveys are siblings, and ledger and needs know what was certified and not who was there. What
/// several of them need (who works on a cohort, its people, figures of a page, evidence) lives in an
/// earlier capability, so that a change of attendance concerns none of these four.
const FORBIDDEN: &[(&str, &str)] = &[
    ("assessment", "attendance"),
    ("surveys", "attendance"),
    ("needs", "attendance"),
    ("ledger", "attendance"),
];

/// The capabilities that a file names, each with its line: `crate::people::…` and the members of
/// `crate::{assessment, people}`.
fn named(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("crate::") {
        let start = from + at + "crate::".len();
        let line = text[..start].lines().count();
        let rest = &text[start..];
        let members = match rest.strip_prefix('{') {
            Some(inside) => inside.split('}').next().unwrap_or_default(),
            None => rest.split(',').next().unwrap_or_default(),
        };
        for member in members.split(',') {
            let word = member
                .trim_start()
                .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .next()
                .unwrap_or_default();
            found.push((line, word));
        }
        from = start;
    }
    found
}

#[test]
fn a_capability_uses_only_earlier_ones() {
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        let Some(here) = file.strip_prefix("src/").and_then(|path| path.split('/').next()) else {
            continue;
        };
        let Some(place) = ORDER.iter().position(|name| *name == here) else {
            continue;
        };
        for (line, used) in named(&text) {
            if ORDER.iter().position(|name| *name == used).is_some_and(|other| other > place) {
                wrong.push(format!("{file}:{line}: {here} uses {used}, which comes later"));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that run back:\n{}", wrong.join("\n"));
}

#[test]
fn siblings_of_attendance_do_not_use_it() {
    let mut wrong = Vec::new();
    for (here, other) in FORBIDDEN {
        for (file, text) in sources(&format!("src/{here}")) {
            let used = named(&text).into_iter().filter(|(_, used)| used == other);
            wrong.extend(used.map(|(line, used)| format!("{file}:{line}: {here} uses {used}")));
        }
    }
    assert!(
        wrong.is_empty(),
        "what these use of attendance belongs in an earlier capability:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn only_policies_make_permits_and_only_the_clock_asks_the_time() {
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        let policy = file.ends_with("policy.rs")
            || file.contains("/policy/")
            || file.ends_with("permits.rs");
        if text.contains("permit!(") && !policy {
            wrong.push(format!("{file} declares a permit: only policy.rs may"));
        }
        if (text.contains("Utc::now()") || text.contains("SystemTime::now()"))
            && !file.ends_with("platform/clock.rs")
        {
            wrong.push(format!("{file} asks the machine for the time: ask the Clock"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
