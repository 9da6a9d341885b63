//! The walls between the crates: who may see whom, as the workspace declares it. The compiler holds
//! what is declared; these tests hold the declarations.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::product_sources;

/// The models, from the ground up: each may see the ones before it.
const TOWER: &[&str] = &[
    "platform",
    "history_model",
    "notices_model",
    "sign_in_model",
    "territory_model",
    "people_model",
    "capability",
    "capacities_model",
    "indicators_model",
    "courses_model",
    "cohorts_model",
    "enrolment_model",
    "attendance_model",
    "assessment_model",
    "surveys_model",
    "certification_model",
    "ledger_model",
    "needs_model",
    "reports_model",
];

/// What replays and fills whole programmes stands above every capability.
const ABOVE: &[&str] = &["demo", "generator", "formacion", "benches"];

/// Crates of the tower that must not see one another, though the order would let them.
const SIBLINGS: &[(&str, &str)] = &[
    ("assessment_model", "attendance_model"),
    ("surveys_model", "attendance_model"),
    ("needs_model", "attendance_model"),
    ("ledger_model", "attendance_model"),
];

/// An evening reads one crate: its most lines of Rust.
const LINES_OF_A_CRATE: usize = 14_000;
const LINES_OF_A_FILE: usize = 400;

struct Package {
    folder: String,
    needs: BTreeSet<String>,
}

/// The packages of the workspace by name, with what each needs of the others outside its tests.
fn packages() -> BTreeMap<String, Package> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut manifests = vec!["Cargo.toml".to_owned(), "benches/Cargo.toml".to_owned()];
    for entry in std::fs::read_dir(root.join("crates")).unwrap().map(Result::unwrap) {
        let word = entry.file_name().into_string().unwrap();
        manifests.push(format!("crates/{word}/Cargo.toml"));
        manifests.push(format!("crates/{word}/model/Cargo.toml"));
    }
    let mut packages = BTreeMap::new();
    for manifest in manifests {
        let Ok(text) = std::fs::read_to_string(root.join(&manifest)) else {
            continue;
        };
        let (mut section, mut name, mut needs) = (String::new(), String::new(), BTreeSet::new());
        for line in text.lines() {
            if let Some(title) = line.strip_prefix('[') {
                section = title.trim_end_matches(']').to_owned();
            } else if let Some((key, value)) = line.split_once(" = ") {
                match section.as_str() {
                    "package" if key == "name" => name = value.trim_matches('"').to_owned(),
                    "dependencies" => {
                        needs.insert(key.to_owned());
                    }
                    _ => {}
                }
            }
        }
        let folder = manifest.trim_end_matches("Cargo.toml").trim_end_matches('/').to_owned();
        packages.insert(name, Package { folder, needs });
    }
    let names: BTreeSet<String> = packages.keys().cloned().collect();
    for package in packages.values_mut() {
        package.needs.retain(|need| names.contains(need));
    }
    packages
}

/// The small crates know no word of the domain and nothing of the product.
fn is_small(package: &Package, packages: &BTreeMap<String, Package>) -> bool {
    !package.needs.iter().any(|need| !is_small(&packages[need], packages))
        && !package.folder.ends_with("model")
        && package.folder != "crates/platform"
}

#[test]
fn a_crate_sees_only_models_below_it_and_leaves_see_no_leaf() {
    let packages = packages();
    let place = |name: &str| TOWER.iter().position(|known| *known == name);
    let mut wrong = Vec::new();
    for (name, package) in &packages {
        for need in &package.needs {
            let allowed = is_small(&packages[need], &packages)
                || ABOVE.contains(&name.as_str())
                || match (place(name), place(need)) {
                    (Some(here), Some(there)) => there < here,
                    (None, Some(_)) => true,
                    (_, None) => false,
                };
            if !allowed {
                wrong.push(format!("{name} uses {need}, which it must not see"));
            }
            if SIBLINGS.iter().any(|(one, other)| name == one && need == other) {
                wrong.push(format!(
                    "{name} uses {need}: they are siblings, whose common ground is below"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that the walls forbid:\n{}", wrong.join("\n"));
    for name in TOWER {
        assert!(packages.contains_key(*name), "{name} is in the tower and not in the workspace");
    }
    for name in packages.keys().filter(|name| name.ends_with("_model")) {
        assert!(place(name).is_some(), "{name} is a model without a place in the tower");
    }
}

#[test]
fn a_crate_is_an_evening_and_a_file_a_sitting() {
    let mut wrong = Vec::new();
    let mut crates: BTreeMap<String, usize> = BTreeMap::new();
    for (file, text) in product_sources() {
        let lines = text.lines().count();
        if lines > LINES_OF_A_FILE {
            wrong.push(format!("{file} has {lines} lines: split it by verb"));
        }
        let folder = file.split("/src/").next().unwrap_or_default().to_owned();
        *crates.entry(folder).or_default() += lines;
    }
    for (folder, lines) in crates {
        if lines > LINES_OF_A_CRATE {
            wrong.push(format!("{folder} has {lines} lines: more than an evening"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_policies_make_permits_and_only_the_clock_asks_the_time() {
    let mut wrong = Vec::new();
    for (file, text) in product_sources() {
        let policy = file.ends_with("policy.rs")
            || file.contains("/policy/")
            || file.ends_with("permits.rs");
        if text.contains("permit!(") && !policy {
            wrong.push(format!("{file} declares a permit: only policy.rs may"));
        }
        if (text.contains("Utc::now()") || text.contains("SystemTime::now()"))
            && file != "crates/platform/src/clock.rs"
        {
            wrong.push(format!("{file} asks the machine for the time: ask the Clock"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
