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
    "demo",
];

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
        for (number, line) in text.lines().enumerate() {
            for used in line.split("crate::").skip(1) {
                let used = used
                    .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                    .next()
                    .unwrap_or_default();
                if ORDER.iter().position(|name| *name == used).is_some_and(|other| other > place) {
                    wrong.push(format!(
                        "{file}:{}: {here} uses {used}, which comes later",
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that run back:\n{}", wrong.join("\n"));
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
