//! What every door asks before somebody gets a place (R13, R22, R85); pure. What the course asks for
//! refuses, unless the coordination makes an exception. A caution gives pause: whoever enrols answers
//! that they know it, the coordination gives its reason, and both are kept with the place.

use std::collections::BTreeMap;

use chrono::{DateTime, Months, NaiveDate, Utc};

use cohorts_model::entity::cohort::{CohortId, Stage as CohortStage};
use cohorts_model::rules::overlap;
use courses_model::entity::course::CourseId;
use platform::dates;
use platform::texts::{Words, say};

use super::eligibility::{EligibilityFacts, EligibilityRule, Requirements};
use super::entity::enrolment::{Origin, Stage};
use super::rules::EnrolmentRefusal;

/// How far back the same subject counts as the same effort.
const RECENT: Months = Months::new(12);
/// Cohorts that one caution names.
const MOST_NAMED: usize = 3;
/// Municipalities that one caution names.
const MOST_PLACES: usize = 5;

/// What gives pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Words)]
#[words("enrolment.exception_")]
pub enum Caution {
    /// They work in a municipality that is none of the cohort's.
    OtherMunicipality,
    /// They have a place in another cohort of the course that is not over.
    SameCourse,
    /// They have a seat elsewhere with a session at the same time.
    Overlap,
    /// They take, or took within a year, a course of the same subject.
    SameSubject,
}

/// From when to when.
pub type SessionSpan = (DateTime<Utc>, DateTime<Utc>);

/// The cohort that somebody asks for, as far as the cautions ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortOutline {
    pub id: CohortId,
    pub name: String,
    pub course: CourseId,
    pub course_name: String,
    pub subject: String,
    pub unit: String,
    pub stage: CohortStage,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// Sessions that are still to end and not cancelled.
    pub sessions: Vec<SessionSpan>,
}

impl CohortOutline {
    fn is_over(&self) -> bool {
        matches!(self.stage, CohortStage::Closed | CohortStage::Cancelled)
    }
}

/// A place that a person has in another cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherPlace {
    pub stage: Stage,
    pub cohort: CohortOutline,
    /// The cohort is closed and the person came to none of its sessions.
    pub never_came: bool,
}

/// Which other cohorts a reader is told, and which of them by name (R60).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameReader<'a> {
    /// The person themselves.
    Oneself,
    /// The coordination of a unit. It reads nothing of other units: a form that is typed with somebody's
    /// document must not tell that the person is known elsewhere.
    Unit(&'a str),
    /// An entity, which sees no roster: it reads that there is one.
    Entity,
}

/// One thing that the rules say of somebody: its code, which is kept, and its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleNote {
    pub code: &'static str,
    pub sentence: String,
}

/// What the rules say of one person in one cohort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulebookVerdict {
    /// Rules of the course that they do not meet.
    pub unmet: Vec<RuleNote>,
    pub cautions: Vec<RuleNote>,
}

/// How a door answers the cautions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CautionAnswer {
    /// They were told, or will be: they are kept and stop nobody.
    #[default]
    Keep,
    /// They stop until somebody answers.
    Ask,
}

/// What is kept with a place that was given all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionRecord {
    /// The codes of the rules, separated by commas.
    pub rules: String,
    pub reason: String,
}

/// Says what the rules of the course and the cautions find in a person; `elsewhere` is the cohort with
/// the person's places in others, `None` without any.
pub fn verdict(
    asked: &Requirements,
    elsewhere: Option<(&CohortOutline, &[OtherPlace])>,
    who: &EligibilityFacts,
    reader: NameReader<'_>,
) -> RulebookVerdict {
    let unused_seat = elsewhere.and_then(|(cohort, places)| no_show(asked, cohort, places, reader));
    let who = &EligibilityFacts { unused_seat, ..who.clone() };
    let unmet = asked.unmet(who).into_iter();
    let mut cautions: Vec<(Caution, String)> = other_municipality(asked, who).into_iter().collect();
    if let Some((cohort, places)) = elsewhere {
        let others: Vec<&OtherPlace> =
            places.iter().filter(|other| other.cohort.id != cohort.id).collect();
        let notes = [
            same_course(cohort, &others, reader),
            overlapping(cohort, &others, reader),
            same_subject(cohort, &others, reader),
        ];
        cautions.extend(notes.into_iter().flatten());
    }
    RulebookVerdict {
        unmet: unmet
            .map(|rule| RuleNote { code: rule.code(), sentence: asked.why(rule, who) })
            .collect(),
        cautions: cautions
            .into_iter()
            .map(|(caution, sentence)| RuleNote { code: caution.code(), sentence })
            .collect(),
    }
}

/// Says which seat of the same unit the person did not use, within the months of the course (R24). What
/// other units know stays with them.
fn no_show(
    asked: &Requirements,
    cohort: &CohortOutline,
    places: &[OtherPlace],
    reader: NameReader<'_>,
) -> Option<String> {
    let months = u32::try_from(asked.admission.no_show_months).ok().filter(|months| *months > 0)?;
    let since = cohort.starts_on.checked_sub_months(Months::new(months))?;
    let unused = places
        .iter()
        .filter(|other| other.never_came && other.cohort.unit == cohort.unit)
        .map(|other| &other.cohort)
        .rfind(|other| other.ends_on >= since)?;
    let facts = [
        ("course", unused.course_name.clone()),
        ("cohort", unused.name.clone()),
        ("when", days(unused)),
        ("months", months.to_string()),
    ];
    Some(match reader {
        NameReader::Entity => say("enrolment.rule_no_show_elsewhere", &[]),
        NameReader::Oneself | NameReader::Unit(_) => say("enrolment.rule_no_show_of", &facts),
    })
}

type CautionNote = Option<(Caution, String)>;

fn other_municipality(asked: &Requirements, who: &EligibilityFacts) -> CautionNote {
    // A course that is only for its municipalities refuses, which says it already.
    let own = who.municipality.as_ref().filter(|_| !asked.admission.own_municipalities)?;
    let places = &asked.municipalities;
    if places.is_empty() || places.iter().any(|(code, _)| code == own) {
        return None;
    }
    let named: Vec<&str> = places.iter().take(MOST_PLACES).map(|(_, name)| name.as_str()).collect();
    let more = if places.len() > MOST_PLACES { "…" } else { "" };
    let names = format!("{}{more}", named.join(", "));
    Some((Caution::OtherMunicipality, say("enrolment.caution_municipality", &[("names", names)])))
}

/// One sentence for each cohort that the reader reads by name, and one for all that an entity does not;
/// `None` where the reader is told of none.
fn told<'a>(
    others: impl Iterator<Item = (&'a CohortOutline, String)>,
    reader: NameReader<'_>,
    named: &'static str,
    unnamed: &'static str,
) -> Option<String> {
    let mut said: BTreeMap<CohortId, String> = BTreeMap::new();
    let mut elsewhere = None;
    for (cohort, when) in others {
        match reader {
            NameReader::Oneself => {}
            NameReader::Unit(unit) if cohort.unit == unit => {}
            NameReader::Unit(_) => continue,
            NameReader::Entity => {
                elsewhere.get_or_insert_with(|| say(unnamed, &[("when", when)]));
                continue;
            }
        }
        let facts = [
            ("course", cohort.course_name.clone()),
            ("cohort", cohort.name.clone()),
            ("when", when),
        ];
        said.entry(cohort.id).or_insert_with(|| say(named, &facts));
    }
    let all: Vec<String> = said.into_values().take(MOST_NAMED).chain(elsewhere).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

fn same_course(
    cohort: &CohortOutline,
    others: &[&OtherPlace],
    reader: NameReader<'_>,
) -> CautionNote {
    let same = others.iter().filter(|other| {
        other.stage != Stage::Withdrawn
            && other.cohort.course == cohort.course
            && !other.cohort.is_over()
    });
    let dated = same.map(|other| (&other.cohort, days(&other.cohort)));
    let named = "enrolment.caution_same_course";
    let text = told(dated, reader, named, "enrolment.caution_same_course_elsewhere")?;
    Some((Caution::SameCourse, text))
}

fn days(cohort: &CohortOutline) -> String {
    dates::period(cohort.starts_on, cohort.ends_on)
}

/// The first session of another cohort that meets one of these spans, of the seats that a person has.
pub fn first_overlap(spans: &[SessionSpan], other: &OtherPlace) -> Option<SessionSpan> {
    if !matches!(other.stage, Stage::Confirmed | Stage::Offered) || other.cohort.is_over() {
        return None;
    }
    let meets = |theirs: &&SessionSpan| spans.iter().any(|ours| overlap(*ours, **theirs));
    other.cohort.sessions.iter().find(meets).copied()
}

/// Says which other cohorts have a session within these spans.
pub fn overlaps_told<'a>(
    spans: &[SessionSpan],
    others: impl IntoIterator<Item = &'a OtherPlace>,
    reader: NameReader<'_>,
) -> Option<String> {
    let met = others.into_iter().filter_map(|other| {
        let (from, to) = first_overlap(spans, other)?;
        Some((&other.cohort, dates::long_day_and_span(from, to)))
    });
    told(met, reader, "enrolment.caution_overlap", "enrolment.caution_overlap_elsewhere")
}

fn overlapping(
    cohort: &CohortOutline,
    others: &[&OtherPlace],
    reader: NameReader<'_>,
) -> CautionNote {
    let text = overlaps_told(&cohort.sessions, others.iter().copied(), reader)?;
    Some((Caution::Overlap, text))
}

fn same_subject(
    cohort: &CohortOutline,
    others: &[&OtherPlace],
    reader: NameReader<'_>,
) -> CautionNote {
    let since = cohort.starts_on.checked_sub_months(RECENT).unwrap_or(cohort.starts_on);
    let same = others.iter().filter(|other| {
        // The same course that is not over is told as such.
        let is_told = other.cohort.course == cohort.course && !other.cohort.is_over();
        other.stage == Stage::Confirmed
            && other.cohort.stage != CohortStage::Cancelled
            && other.cohort.subject == cohort.subject
            && other.cohort.ends_on >= since
            && !is_told
    });
    let dated = same.map(|other| (&other.cohort, days(&other.cohort)));
    let named = "enrolment.caution_same_subject";
    let text = told(dated, reader, named, "enrolment.caution_same_subject_elsewhere")?;
    Some((Caution::SameSubject, text))
}

impl RulebookVerdict {
    /// What this says besides what was set aside before for the same place.
    pub fn without(mut self, codes: &[String]) -> Self {
        let is_new = |note: &RuleNote| !codes.iter().any(|code| code == note.code);
        self.unmet.retain(is_new);
        self.cautions.retain(is_new);
        self
    }

    /// The sentences of everything that it says.
    pub fn sentences(&self) -> Vec<String> {
        self.unmet.iter().chain(&self.cautions).map(|note| note.sentence.clone()).collect()
    }

    fn codes(&self) -> String {
        let all = self.unmet.iter().chain(&self.cautions);
        all.map(|note| note.code).collect::<Vec<_>>().join(",")
    }

    /// Whether the person gets a place all the same, and what is kept of it; `None` when there is
    /// nothing to keep. `exception` is the reason that the coordination gave.
    ///
    /// # Errors
    /// A rule of the course is not met, or a caution waits for its answer.
    pub fn settle(
        &self,
        origin: Origin,
        exception: Option<&str>,
        answer: CautionAnswer,
    ) -> Result<Option<ExceptionRecord>, EnrolmentRefusal> {
        if self.unmet.is_empty() && self.cautions.is_empty() {
            return Ok(None);
        }
        let record = |reason: String| Ok(Some(ExceptionRecord { rules: self.codes(), reason }));
        if let Some(reason) = exception {
            return record(reason.to_owned());
        }
        // The reason that the coordination gives answers everything at once.
        let sentences = match origin {
            Origin::Coordinator => self.sentences(),
            _ => self.unmet.iter().map(|note| note.sentence.clone()).collect(),
        };
        match (self.unmet.is_empty(), answer, origin) {
            (false, _, _) => Err(EnrolmentRefusal::NotEligible { sentences, rules: self.codes() }),
            // The check of a list tells whoever imports it; nobody has told the person.
            (true, CautionAnswer::Keep, Origin::Coordinator) => {
                record(say("enrolment.caution_checked", &[]))
            }
            (true, CautionAnswer::Keep, _) => record(say("enrolment.caution_known", &[])),
            (true, CautionAnswer::Ask, Origin::Coordinator) => {
                Err(EnrolmentRefusal::ReasonNeeded { sentences })
            }
            (true, CautionAnswer::Ask, _) => {
                Err(EnrolmentRefusal::TickNeeded { sentences: self.sentences() })
            }
        }
    }
}

/// Whether a rule or a caution has this code.
pub fn is_rule(code: &str) -> bool {
    EligibilityRule::from_code(code).is_some() || Caution::from_code(code).is_some()
}

/// What an exception was about, in words: «no es servidor público; sesiones que se cruzan».
pub fn exception_words(rules: &str) -> String {
    let word = |code: &str| {
        let rule = EligibilityRule::from_code(code).map(EligibilityRule::label);
        rule.or_else(|| Caution::from_code(code).map(Caution::label))
    };
    rules.split(',').filter_map(word).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
#[path = "rulebook_tests.rs"]
mod tests;
