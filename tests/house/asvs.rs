//! The pages about security keep to what there is: every requirement of the standard and every finding
//! stands once with its state, and what a line names exists.

use std::collections::BTreeSet;
use std::path::Path;

use formacion::assembly::cards;

/// The levels of OWASP ASVS 5.0.0 by section: one figure for each requirement, in its order.
const LEVELS: &str = "1.1:22 1.2:1111122223 1.3:112222222223 1.4:222 1.5:123 2.1:122 2.2:112 \
    2.3:12223 2.4:23 3.1:3 3.2:113 3.3:12223 3.4:11222233 3.5:11122333 3.6:3 3.7:22333 4.1:12233 \
    4.2:23333 4.3:22 4.4:1222 5.1:2 5.2:112333 5.3:113 5.4:222 6.1:122 6.2:111111112222 6.3:11223333 \
    6.4:112233 6.5:22222333 6.6:2223 6.7:33 6.8:2222 7.1:222 7.2:1111 7.3:22 7.4:11222 7.5:223 7.6:22 \
    8.1:1233 8.2:1123 8.3:133 8.4:23 9.1:111 9.2:1222 10.1:22 10.2:223 10.3:22223 \
    10.4:1111122222233333 10.5:22222 10.6:22 10.7:222 11.1:2233 11.2:22233 11.3:11233 11.4:1222 \
    11.5:23 11.6:23 11.7:33 12.1:12233 12.2:11 12.3:22223 13.1:2333 13.2:222223 13.3:2233 \
    13.4:1222233 14.1:22 14.2:12223333 14.3:122 15.1:12233 15.2:12233 15.3:1222222 15.4:3333 16.1:2 \
    16.2:22222 16.3:2222 16.4:222 16.5:2223 17.1:23 17.2:22223333 17.3:22";

/// The findings of the reading of November 2026.
const FINDINGS: &str = "H1 H2 H3 M1 M2 M3 M4 M5 M6 M7 L1 L2 L3 L4 L5 L6 L7 L8 L9 L10 L11 L12 L13 L14 \
    L15 L16 L17 L18 L19 L20 L21 N1 N2 N3 N4 N5 N6";

/// Requirements of levels 1 and 2 with their level, in the order of the standard.
fn requirements() -> Vec<(String, char)> {
    let mut all = Vec::new();
    for section in LEVELS.split_whitespace() {
        let (number, levels) = section.split_once(':').expect("a section and its levels");
        let numbered = levels.chars().enumerate();
        all.extend(numbered.map(|(place, level)| (format!("V{number}.{}", place + 1), level)));
    }
    all.retain(|(_, level)| *level != '3');
    all
}

fn page(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(root.join("docs").join(name)).expect("the page is there")
}

/// The cells of the rows of a page's tables whose first cell `is_row`.
fn rows(page: &str, is_row: impl Fn(&str) -> bool) -> Vec<Vec<&str>> {
    let lines = page.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let cells = lines.map(|line| line.split(" | ").map(str::trim).collect::<Vec<_>>());
    cells.filter(|cells| is_row(cells[0])).collect()
}

/// What a text names between back quotes that is a file, a function of a file, or an address.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|name| {
        let is_file = ["Cargo.toml", "Cargo.lock", "README.md", "ARCHITECTURE.md"].contains(name);
        let folders = [
            "benches/",
            "crates/",
            "deploy/",
            "docs/",
            "migrations/",
            "src/",
            "static/",
            "templates/",
            "tests/",
        ];
        is_file || folders.iter().any(|folder| name.starts_with(folder)) || name.starts_with('/')
    })
}

/// Why nothing stands behind a name; nothing when something does.
fn nowhere(name: &str) -> Option<String> {
    if name.starts_with('/') {
        let is_known = cards().iter().any(|card| card.path == name);
        return (!is_known).then(|| format!("no route has the address {name}"));
    }
    let (file, function) = name.split_once("::").unwrap_or((name, ""));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if function.is_empty() {
        return (!path.exists()).then(|| format!("{file} is not there"));
    }
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let is_there = text.contains(&format!("fn {function}("));
    (!is_there).then(|| format!("{file} has no function {function}"))
}

#[test]
fn every_requirement_of_the_standard_stands_once_with_its_state() {
    let wanted = requirements();
    let of = |level| wanted.iter().filter(|(_, one)| *one == level).count();
    assert_eq!((of('1'), of('2')), (70, 183), "as the standard counts them");
    let page = page("security/asvs.md");
    let rows = rows(&page, |id| id.starts_with('V') && id.contains('.'));
    let found: Vec<(String, char)> =
        rows.iter().map(|row| (row[0].to_owned(), row[1].chars().next().unwrap_or(' '))).collect();
    let missing: Vec<_> = wanted.iter().filter(|one| !found.contains(one)).collect();
    assert!(missing.is_empty(), "no line, or another level: {missing:?}");
    assert_eq!(found, wanted, "each once, in the order of the standard");
    let mut wrong = Vec::new();
    for row in &rows {
        let [id, _, about, state, words] = row[..] else { panic!("{row:?} has not five cells") };
        if !["met", "n/a", "open"].contains(&state) {
            wrong.push(format!("{id}: «{state}» is no state"));
        }
        if about.is_empty() || words.is_empty() {
            wrong.push(format!("{id}: nothing is said"));
        }
        let is_shown = named(words).next().is_some() || words == "The same test";
        if state == "met" && !is_shown && !words.contains("docs/security") {
            wrong.push(format!("{id}: met, and nothing shows it"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let count = |state| rows.iter().filter(|row| row[3] == state).count();
    println!("met {}, n/a {}, open {}", count("met"), count("n/a"), count("open"));
}

#[test]
fn every_finding_stands_once_with_its_state() {
    let page = page("security/findings.md");
    let wanted: Vec<&str> = FINDINGS.split_whitespace().collect();
    let rows = rows(&page, |id| wanted.contains(&id));
    let found: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(found, wanted);
    for row in &rows {
        let [id, _, state, words] = row[..] else { panic!("{row:?} has not four cells") };
        let is_state = ["closed", "narrowed", "open", "refused"].contains(&state);
        assert!(is_state, "{id}: «{state}» is no state");
        let is_shown = named(words).next().is_some();
        assert!(is_shown || state == "open" || state == "refused", "{id}: nothing shows it");
    }
}

#[test]
fn what_the_pages_about_security_name_exists() {
    let mut wrong = BTreeSet::new();
    let mut looked = 0;
    for name in
        ["security.md", "security/asvs.md", "security/findings.md", "security/cryptography.md"]
    {
        let text = page(name);
        for one in named(&text) {
            looked += 1;
            wrong.extend(nowhere(one).map(|why| format!("docs/{name}: {why}")));
        }
    }
    assert!(looked > 200, "only {looked} names were found");
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
    // The control: a name of nothing is found out.
    for name in ["tests/access/nowhere.rs", "tests/access/matrix.rs::no_such_test", "/no-existe"] {
        assert!(nowhere(name).is_some(), "{name}");
    }
}
