//! The whole of a municipality as its page shows it to those who answer for it.

use capacities_model::labels::subject_label;
use indicators_model::figures::show;
use platform::numbers::some;
use platform::pager::address;
use platform::prelude::*;
use platform::texts::{say, word};
use sign_in_model::actor::{Actor, Role};

use super::findings::findings;
use super::whole::{CapacityStanding, MunicipalityFacts, ReachedCohort};

/// Where the second and the third colour of a number of people or cohorts begin.
const SEVERAL: i64 = 3;
const MANY: i64 = 6;

#[derive(Debug, Serialize, Example)]
pub struct MunicipalityWhole {
    pub findings: Vec<String>,
    /// What to do next: the only filled button.
    pub step: NextStep,
    /// Address of «El municipio en una página».
    pub sheet: String,
    pub standings: Vec<StandingLine>,
    /// People in post whose post nobody has confirmed for a year.
    pub unconfirmed: i64,
    /// Whether the reader confirms posts.
    pub confirms: bool,
    pub needs: Vec<NeedLine>,
    pub reached: Vec<ReachedLine>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Example)]
pub struct NextStep {
    pub label: &'static str,
    pub href: String,
}

/// A capacity with its three cells.
#[derive(Debug, Serialize, Example)]
pub struct StandingLine {
    pub code: String,
    pub name: String,
    pub subject: String,
    pub held: HeatCell,
    pub taught: HeatCell,
    pub evidence: HeatCell,
}

/// A cell that says its word and has its colour.
#[derive(Debug, PartialEq, Eq, Serialize, Example)]
pub struct HeatCell {
    pub text: String,
    /// Of its class: none, lost, 1, 2 or 3.
    #[example(if size.some { "2" } else { "none" })]
    pub level: &'static str,
    pub href: Option<String>,
}

/// The level of a number of people or cohorts.
fn level(number: i64) -> &'static str {
    match number {
        0 => "none",
        1..SEVERAL => "1",
        SEVERAL..MANY => "2",
        _ => "3",
    }
}

#[derive(Debug, Serialize, Example)]
pub struct NeedLine {
    pub href: String,
    pub capacity: String,
    pub people: i32,
    pub deadline_on: NaiveDate,
}

#[derive(Debug, Serialize, Example)]
pub struct ReachedLine {
    pub name: String,
    pub course: String,
    pub dates: String,
    #[example(if size.truth { "closed" } else { "running" })]
    pub stage: &'static str,
    pub label: &'static str,
    /// Of the cohort's part of the department's report, for those who read it.
    pub href: Option<String>,
}

impl StandingLine {
    /// Builds the line; `path` is the address of the municipality.
    pub fn of(one: &CapacityStanding<'_>, path: &str) -> Self {
        let code = &one.capacity.code;
        let people = one.count.in_post();
        let opened = people + one.count.left > 0;
        let (text, held) = match people {
            0 if one.is_lost() => (word("reports.heat_lost").to_owned(), "lost"),
            0 => (word("reports.heat_nobody").to_owned(), "none"),
            _ => (numbers::grouped(people), level(people)),
        };
        let installed = format!("{path}/capacidad");
        let href = opened.then(|| address(&installed, &[("capacidad", code)]));
        Self {
            code: code.clone(),
            name: one.capacity.name.clone(),
            subject: subject_label(&one.capacity.subject).to_owned(),
            held: HeatCell { text, level: held, href },
            taught: taught(one),
            evidence: evidence(one, path),
        }
    }
}

/// The cohorts with people of the municipality that built the capacity, and those that are about to.
fn taught(one: &CapacityStanding<'_>) -> HeatCell {
    let over = some(one.taught, "cohorte", "cohortes");
    let running = [("cohorts", some(one.running, "cohorte", "cohortes"))];
    let text = match (one.taught, one.running) {
        (0, 0) => word("reports.heat_nobody").to_owned(),
        (_, 0) => over,
        (0, _) => say("reports.heat_running", &running),
        (_, more) => say("reports.heat_taught", &[("over", over), ("more", more.to_string())]),
    };
    let all = i64::try_from(one.taught + one.running).unwrap_or(i64::MAX);
    HeatCell { text, level: level(all), href: None }
}

/// The last value of the first index that speaks of the capacity.
fn evidence(one: &CapacityStanding<'_>, path: &str) -> HeatCell {
    match one.value {
        Some(value) => HeatCell {
            text: format!("{} ({} {})", show(value.number), value.scheme, value.year),
            level: "1",
            href: Some(format!("{path}/indicadores")),
        },
        None => {
            HeatCell { text: word("reports.heat_no_data").to_owned(), level: "none", href: None }
        }
    }
}

impl ReachedLine {
    fn of(cohort: &ReachedCohort, report: Option<&str>) -> Self {
        Self {
            name: cohort.name.clone(),
            course: cohort.course.clone(),
            dates: dates::range(cohort.starts_on, cohort.ends_on),
            stage: cohort.stage.code(),
            label: cohort.stage.label(),
            href: report.map(|report| format!("{report}/cohortes/{}", cohort.id)),
        }
    }
}

/// The next step of a reader: who plans courses plans what lacks, who speaks for the municipality asks for
/// it, and who only reads looks at it.
fn step(actor: &Actor, code: &str, facts: &MunicipalityFacts) -> NextStep {
    let installed = || NextStep {
        label: word("reports.step_read"),
        href: format!("/municipios/{code}/capacidad"),
    };
    let Some(capacity) = facts.first_lacking() else { return installed() };
    let of = [("capacidad", capacity.code.as_str()), ("municipio", code)];
    if actor.has_any(&[Role::NationalAdministrator, Role::Coordinator]) {
        let href = address("/necesidades/propuesta", &of);
        NextStep { label: word("reports.step_plan"), href }
    } else if actor.has_any(&[Role::Gobernacion, Role::FocalPoint]) {
        let href = address("/necesidades/nueva", &of);
        NextStep { label: word("reports.step_ask"), href }
    } else {
        installed()
    }
}

impl MunicipalityWhole {
    /// The whole as an actor reads it; `report` is the address of the department's report, for those who
    /// read it.
    pub fn of(actor: &Actor, code: &str, facts: &MunicipalityFacts, report: Option<&str>) -> Self {
        let path = format!("/municipios/{code}");
        let named = |code: &str| {
            let found = facts.framework.iter().find(|one| one.code == code);
            found.map_or_else(|| code.to_owned(), |one| one.name.clone())
        };
        Self {
            findings: findings(facts),
            step: step(actor, code, facts),
            sheet: format!("{path}/pdf"),
            standings: facts.standings().iter().map(|one| StandingLine::of(one, &path)).collect(),
            unconfirmed: facts.in_post().unconfirmed,
            confirms: actor.has_any(&[
                Role::NationalAdministrator,
                Role::Coordinator,
                Role::FocalPoint,
            ]),
            needs: facts
                .needs
                .iter()
                .map(|need| NeedLine {
                    href: format!("/necesidades/{}", need.id),
                    capacity: named(&need.capacity_code),
                    people: need.people,
                    deadline_on: need.deadline_on,
                })
                .collect(),
            reached: facts.cohorts.iter().map(|one| ReachedLine::of(one, report)).collect(),
        }
    }

    /// How many capacities somebody in post holds.
    pub fn held(&self) -> usize {
        let held = |line: &&StandingLine| !matches!(line.held.level, "none" | "lost");
        self.standings.iter().filter(held).count()
    }
}
