//! «El municipio en una página»: the same findings and cells as the page, on one sheet that names nobody.

use std::collections::BTreeMap;

use capacities_model::labels::subject_label;
use documents::municipality::{MunicipalitySheet, StandingCell, StandingRow};
use documents::paper::{Note, PaperHead};
use platform::numbers::some;
use platform::prelude::*;
use platform::texts::{say, word};

use super::findings::findings;
use super::queries::{Municipality, OpenCohort};
use super::standing::{HeatCell, StandingLine};
use super::whole::{MunicipalityFacts, ReachedCohort};
use crate::pdf::ISSUER;

/// More lines of a list than these are no longer one page.
const MOST: usize = 4;

/// The names and the sentences of how it is counted.
const NOTES: [(&str, &str); 4] = [
    ("reports.paper_people", "reports.paper_people_how"),
    ("reports.paper_taught", "reports.paper_taught_how"),
    ("reports.paper_evidence", "reports.paper_evidence_how"),
    ("reports.paper_source", "reports.paper_source_how"),
];

pub fn sheet(
    municipality: &Municipality,
    facts: &MunicipalityFacts,
    open: &[OpenCohort],
    (now, demo): (DateTime<Utc>, bool),
) -> MunicipalitySheet {
    let code = municipality.row.code.as_str();
    let standings = facts.standings();
    let row = |line: StandingLine| StandingRow {
        capacity: line.name,
        cells: [line.held, line.taught, line.evidence].map(cell),
    };
    let notes = NOTES.map(|(name, how)| Note { name: say(name, &[]), text: say(how, &[]) });
    let territory = Note {
        name: word("reports.paper_territory").to_owned(),
        text: territory_model::DIVIPOLA.to_owned(),
    };
    MunicipalitySheet {
        head: PaperHead {
            issuer: ISSUER.to_owned(),
            period: String::new(),
            cut_off: say("reports.paper_cut_off", &[("at", dates::short_with_time(now))]),
            notes: notes.into_iter().chain([territory]).collect(),
            demo,
            ident: format!("{code}/{}", now.to_rfc3339()),
            cut_off_at: now,
        },
        name: municipality.full_name(),
        findings: findings(facts),
        standings: standings.iter().map(|one| row(StandingLine::of(one, ""))).collect(),
        reached: some_of(reached(facts)),
        lacks: lacks(facts),
        next: next(facts, open),
    }
}

fn cell(cell: HeatCell) -> StandingCell {
    StandingCell { text: cell.text, level: cell.level.to_owned() }
}

/// The first lines, and how many there are more.
fn some_of(mut lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(MOST);
    if more > 0 {
        lines.truncate(MOST);
        lines.push(say("reports.paper_more", &[("more", numbers::counted(more))]));
    }
    lines
}

fn reached(facts: &MunicipalityFacts) -> Vec<String> {
    let line = |one: &ReachedCohort| {
        say(
            "reports.paper_reached",
            &[
                ("course", one.course.clone()),
                ("cohort", one.name.clone()),
                ("days", dates::range(one.starts_on, one.ends_on)),
                ("stage", one.stage.label().to_lowercase()),
            ],
        )
    };
    facts.cohorts.iter().map(line).collect()
}

/// Of each subject, in how many of its capacities nobody is certified in post.
fn lacks(facts: &MunicipalityFacts) -> Vec<String> {
    let mut subjects: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for one in facts.standings().iter().filter(|one| one.capacity.is_taught()) {
        let (lacking, all) = subjects.entry(one.capacity.subject.as_str()).or_default();
        *all += 1;
        *lacking += usize::from(one.is_lacking());
    }
    let told = subjects.into_iter().filter(|(_, (lacking, _))| *lacking > 0);
    told.map(|(subject, (lacking, all))| {
        say(
            "reports.paper_lacks",
            &[
                ("subject", subject_label(subject).to_owned()),
                ("lacking", lacking.to_string()),
                ("all", some(all, "capacidad", "capacidades")),
            ],
        )
    })
    .collect()
}

/// The cohorts that are open for the municipality, what is asked for, and the posts to confirm.
fn next(facts: &MunicipalityFacts, open: &[OpenCohort]) -> Vec<String> {
    let offered = open.iter().map(|one| {
        let days = dates::range(one.starts_on, one.ends_on);
        let (course, cohort) = (one.course.clone(), one.name.clone());
        say("reports.paper_open", &[("course", course), ("cohort", cohort), ("days", days)])
    });
    let asked = facts.needs.iter().map(|need| {
        let named = facts.framework.iter().find(|one| one.code == need.capacity_code);
        say(
            "reports.paper_need",
            &[
                ("people", numbers::people(need.people)),
                ("capacity", named.map(|one| one.name.clone()).unwrap_or_default()),
                ("day", dates::short(need.deadline_on)),
            ],
        )
    });
    let unconfirmed = facts.in_post().unconfirmed;
    let people = numbers::people(unconfirmed);
    let confirm =
        (unconfirmed > 0).then(|| say("reports.whole_unconfirmed", &[("people", people)]));
    let mut lines = some_of(offered.collect());
    lines.extend(some_of(asked.collect()));
    lines.extend(confirm);
    lines
}
