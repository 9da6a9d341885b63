//! The files of `seed/reference` agree with each other and say where they come from; and how tests read them.

use std::collections::{BTreeMap, BTreeSet};

/// The values of one column of a reference file.
pub(super) fn column(text: &str, name: &str) -> BTreeSet<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let at = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().map(|row| row.unwrap()[at].to_string()).collect()
}

pub(super) fn catalogue(name: &str) -> BTreeSet<String> {
    csv::Reader::from_reader(include_str!("../../../seed/reference/catalogs.csv").as_bytes())
        .records()
        .map(Result::unwrap)
        .filter(|row| &row[0] == name)
        .map(|row| row[1].to_string())
        .collect()
}

pub(super) fn courses() -> BTreeMap<String, toml::Table> {
    let file: toml::Table = include_str!("../../../seed/reference/courses.toml").parse().unwrap();
    let list = file["course"].as_array().unwrap();
    list.iter()
        .map(|course| {
            (course["code"].as_str().unwrap().to_string(), course.as_table().unwrap().clone())
        })
        .collect()
}

#[test]
fn every_course_targets_a_capacity_and_says_what_evidence_it_expects() {
    let capacities = column(include_str!("../../../seed/reference/capacities.csv"), "code");
    let offers = catalogue("offer_type");
    for (code, course) in courses() {
        let targets = course["capacities"].as_array().unwrap();
        assert!(!targets.is_empty(), "{code} targets nothing");
        for target in targets {
            assert!(capacities.contains(target["code"].as_str().unwrap()), "{code}: {target}");
            assert!(!target["evidence"].as_str().unwrap().is_empty(), "{code}: {target}");
        }
        assert!((6..=10).contains(&course["contents"].as_array().unwrap().len()), "{code}");
        assert!(offers.contains(course["offer_type"].as_str().unwrap()), "{code}");
        assert_eq!(course["minimum_attendance"].as_integer(), Some(80), "{code}");
        assert!(
            course["hours"].as_integer().unwrap() < 160,
            "{code} is no longer informal education"
        );
    }
}

#[test]
fn every_reference_file_has_a_source_and_the_rows_it_announces() {
    let sources: toml::Table =
        include_str!("../../../seed/reference/SOURCES.toml").parse().unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seed/reference");
    let mut described = BTreeSet::new();
    for file in sources["file"].as_array().unwrap() {
        let name = file["name"].as_str().unwrap();
        described.insert(name.to_string());
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let rows = match name {
            "courses.toml" => courses().len(),
            "surveys.toml" => {
                let surveys: toml::Table = text.parse().unwrap();
                surveys["survey"].as_array().unwrap().len()
            }
            _ => csv::Reader::from_reader(text.as_bytes()).records().count(),
        };
        assert_eq!(i64::try_from(rows).ok(), file["rows"].as_integer(), "{name}");
        for field in ["source", "licence", "derived"] {
            assert!(!file[field].as_str().unwrap().is_empty(), "{name} has no {field}");
        }
        assert!(!file["changes"].as_array().unwrap().is_empty(), "{name} has no change log");
    }
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_data = name.ends_with(".csv") || name == "courses.toml";
        assert!(!is_data || described.contains(&name), "{name} has no entry in SOURCES.toml");
    }
}
