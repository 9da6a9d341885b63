//! What was learnt, applied and kept of each capacity, and what people thought of it. Pure.
//!
//! Counts of certified people and of those in post are told whatever their number, as on every page
//! of installed capacity. What people answered, in tests and surveys, is not told of fewer than five, nor where other
//! cells would give it away ([`Blocks`]).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use courses_model::entity::course_version::CourseVersionId;
use indicators_model::peers::choose_name;
use ledger_model::figures::{RETENTION, Retention, Span, count, retention};
use measures::{Confidence, Minimum, gains, spread};
use surveys_model::entity::survey_version::Kind as SurveyKind;

use super::blocks::Blocks;
use super::quality::{Quality, QualityRow, quality};
use super::queries::{AppliedFact, FrameworkFact, ResultFacts, TestFact};
use crate::figures::{CohortRow, MunicipalityRow};
use crate::gains::HIGHEST;

/// The results of a department: what people learnt and applied of each capacity, and what they thought of
/// each cohort.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// By capacity; the whole department first, then its municipalities as the report orders them.
    pub capacities: Vec<CapacityResult>,
    /// By cohort, as the report orders them.
    pub quality: Vec<QualityRow>,
    pub overall: Quality,
}

/// A capacity in a municipality, or in the whole department.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CapacityResult {
    pub code: String,
    pub name: String,
    /// Code and name; empty is the whole department, where no value of an indicator may be averaged.
    pub municipality: Option<(String, String)>,
    pub baseline: Option<Baseline>,
    /// People with a valid certificate of the period.
    pub certified: u64,
    pub learnt: Disclosure<LearningGain>,
    /// What people say that they apply, three and six months after.
    pub applied: [Disclosure<Mean>; 2],
    /// Certified people in post on the last day, confirmed or not.
    pub in_post: i64,
    /// After six and twelve months.
    pub kept: [RetentionShare; 2],
}

/// A figure of people's answers, or why it is not disclosed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disclosure<T> {
    /// Nobody answered the question.
    #[default]
    Nothing,
    /// Fewer than five people answered, or the other figures would reveal what so few answered.
    Hidden,
    Shown(T),
}

impl<T> Disclosure<T> {
    pub fn shown(&self) -> Option<&T> {
        match self {
            Self::Shown(value) => Some(value),
            Self::Nothing | Self::Hidden => None,
        }
    }
}

/// The last official value before the end of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    pub indicator: String,
    pub unit: String,
    /// In ten-thousandths of the unit.
    pub value: i64,
    pub year: i32,
    /// The group that the municipality is compared with. `None` means that the year has none.
    pub group: Option<String>,
    pub is_demo: bool,
}

/// Two tests of the same people: grades from 0 to 5 in hundredths, the gain in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearningGain {
    pub n: u64,
    pub before: i64,
    pub after: i64,
    pub gain: i64,
}

/// The mean of answers from 1 to 5, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mean {
    pub n: u64,
    pub hundredths: i64,
}

/// How many of the people who were certified at least some months ago were in post that many months after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionShare {
    pub stayed: i64,
    pub of: i64,
}

impl RetentionShare {
    /// Whole percent, cut and not rounded.
    pub fn percent(self) -> Option<u32> {
        u32::try_from((self.stayed * 100).checked_div(self.of)?).ok()
    }
}

impl From<Retention> for RetentionShare {
    fn from(of: Retention) -> Self {
        Self { stayed: of.stayed, of: of.of }
    }
}

fn hundredths(value: f64) -> i64 {
    (value * 100.0).round() as i64
}

/// Computes the results of a department, for the municipalities and cohorts of its report.
pub fn compute(
    municipalities: &[MunicipalityRow],
    cohorts: &[CohortRow],
    targeted: &HashMap<CourseVersionId, Vec<String>>,
    facts: &ResultFacts,
    on: NaiveDate,
) -> Results {
    let paired = || facts.tests.iter().filter(|one| is_paired(one));
    let counting = ResultCounter {
        targeted,
        on,
        spans: by_place(facts.spans.iter().map(|(place, span)| (place.as_str(), span))),
        paired: by_place(paired().map(|one| (one.municipality.as_str(), one))),
        said: by_place(facts.applied.iter().map(|one| (one.municipality.as_str(), one))),
        tests: Blocks::new(paired().map(|one| (one.version, one.municipality.as_str()))),
        applied: [SurveyKind::Months3, SurveyKind::Months6].map(|asked| {
            let said = facts.applied.iter().filter(|one| one.asked == asked);
            Blocks::new(said.map(|one| (one.version, one.municipality.as_str())))
        }),
    };
    let mut rows = Vec::new();
    let frames = facts.framework.chunk_by(|one, other| one.code == other.code);
    for frame in frames {
        let Some(capacity) = frame.first() else { continue };
        let code = capacity.code.as_str();
        let here: Vec<CapacityResult> = municipalities
            .iter()
            .map(|row| CapacityResult {
                municipality: Some((row.code.clone(), row.name.clone())),
                baseline: baseline(frame, &row.code),
                certified: row.certified_for.get(code).copied().unwrap_or(0),
                ..counting.row(capacity, Some(&row.code))
            })
            .filter(says_something)
            .collect();
        let whole = CapacityResult {
            certified: municipalities.iter().filter_map(|row| row.certified_for.get(code)).sum(),
            ..counting.row(capacity, None)
        };
        if !here.is_empty() {
            rows.push(whole);
            rows.extend(here);
        }
    }
    let (quality, overall) = quality(cohorts, facts);
    Results { capacities: rows, quality, overall }
}

/// Returns whether a row has a figure of training; a baseline alone is none.
fn says_something(row: &CapacityResult) -> bool {
    row.certified > 0
        || row.learnt != Disclosure::Nothing
        || row.applied.iter().any(|told| *told != Disclosure::Nothing)
        || row.in_post > 0
        || row.kept.iter().any(|kept| kept.of > 0)
}

fn is_paired(one: &TestFact) -> bool {
    one.pre.is_some() && one.post.is_some()
}

struct ResultCounter<'a> {
    targeted: &'a HashMap<CourseVersionId, Vec<String>>,
    on: NaiveDate,
    /// By municipality, as everything here: a department has a hundred of them and as many thousand rows.
    spans: BTreeMap<&'a str, Vec<&'a Span>>,
    paired: BTreeMap<&'a str, Vec<&'a TestFact>>,
    said: BTreeMap<&'a str, Vec<&'a AppliedFact>>,
    tests: Blocks,
    applied: [Blocks; 2],
}

fn by_place<'a, T>(rows: impl Iterator<Item = (&'a str, &'a T)>) -> BTreeMap<&'a str, Vec<&'a T>> {
    let mut all: BTreeMap<&str, Vec<&T>> = BTreeMap::new();
    for (place, row) in rows {
        all.entry(place).or_default().push(row);
    }
    all
}

impl ResultCounter<'_> {
    /// Returns the facts of a municipality; of all of them where it is `None`.
    fn of_place<'b, T>(
        known: &BTreeMap<&str, Vec<&'b T>>,
        municipality: Option<&str>,
    ) -> Vec<&'b T> {
        match municipality {
            Some(place) => known.get(place).cloned().unwrap_or_default(),
            None => known.values().flatten().copied().collect(),
        }
    }

    fn targets(&self, version: CourseVersionId, capacity: &str) -> bool {
        self.targeted.get(&version).is_some_and(|all| all.iter().any(|code| code == capacity))
    }

    fn row(&self, of: &FrameworkFact, municipality: Option<&str>) -> CapacityResult {
        let capacity = of.code.as_str();
        let spans = Self::of_place(&self.spans, municipality);
        let spans: Vec<&Span> =
            spans.into_iter().filter(|span| span.capacity.as_deref() == Some(capacity)).collect();
        CapacityResult {
            code: capacity.to_owned(),
            name: of.name.clone(),
            municipality: None,
            baseline: None,
            certified: 0,
            learnt: self.learnt(capacity, municipality),
            applied: [
                self.applied(SurveyKind::Months3, &self.applied[0], capacity, municipality),
                self.applied(SurveyKind::Months6, &self.applied[1], capacity, municipality),
            ],
            in_post: count(spans.iter().copied(), self.on).in_post(),
            kept: RETENTION.map(|months| retention(spans.iter().copied(), self.on, months).into()),
        }
    }

    fn learnt(&self, capacity: &str, municipality: Option<&str>) -> Disclosure<LearningGain> {
        let mut paired = Self::of_place(&self.paired, municipality);
        paired.retain(|one| self.targets(one.version, capacity));
        if paired.is_empty() {
            return Disclosure::Nothing;
        }
        if !paired.iter().all(|one| self.tests.tell(one.version, municipality)) {
            return Disclosure::Hidden;
        }
        let fine = |one: &TestFact, tenths: Option<i32>| {
            tenths.map(|tenths| i64::from(tenths) * (HIGHEST / i64::from(one.scale.highest())))
        };
        let tests: Vec<_> =
            paired.iter().map(|one| (fine(one, one.pre), fine(one, one.post))).collect();
        let report = gains(&tests, HIGHEST, Confidence::NinetyFive, Minimum::GROUP);
        match (report.gain.shown(), report.change.shown()) {
            (Some((gain, _)), Some((change, n))) => Disclosure::Shown(LearningGain {
                n: n as u64,
                before: hundredths(of_five(change.pre.get())),
                after: hundredths(of_five(change.post.get())),
                gain: hundredths(gain.mean.get()),
            }),
            _ => Disclosure::Hidden,
        }
    }

    fn applied(
        &self,
        asked: SurveyKind,
        blocks: &Blocks,
        capacity: &str,
        municipality: Option<&str>,
    ) -> Disclosure<Mean> {
        let mut here = Self::of_place(&self.said, municipality);
        here.retain(|one| one.asked == asked && self.targets(one.version, capacity));
        if !here.iter().all(|one| blocks.tell(one.version, municipality)) {
            return Disclosure::Hidden;
        }
        mean(here.iter().map(|one| one.score))
    }
}

/// Converts a grade of the finer scale to one from 0 to 5.
fn of_five(value: f64) -> f64 {
    value * 5.0 / HIGHEST as f64
}

pub(super) fn mean(scores: impl Iterator<Item = u8>) -> Disclosure<Mean> {
    let scores: Vec<i64> = scores.map(i64::from).collect();
    if scores.is_empty() {
        return Disclosure::Nothing;
    }
    match spread(&scores, Minimum::GROUP).shown() {
        Some((spread, n)) => {
            Disclosure::Shown(Mean { n: n as u64, hundredths: hundredths(spread.mean.get()) })
        }
        None => Disclosure::Hidden,
    }
}

/// The last value of the first linked indicator that has one; what was published goes before what was
/// invented.
fn baseline(frame: &[FrameworkFact], municipality: &str) -> Option<Baseline> {
    let here: Vec<&FrameworkFact> =
        frame.iter().filter(|fact| fact.municipality.as_deref() == Some(municipality)).collect();
    let indicators = here.chunk_by(|one, other| {
        (&one.index_name, &one.indicator_code) == (&other.index_name, &other.indicator_code)
    });
    let all: Vec<Baseline> = indicators.filter_map(last_value).collect();
    all.iter().find(|one| !one.is_demo).or(all.first()).cloned()
}

/// Returns the last value of one indicator in one municipality; `None` where no row has one.
fn last_value(rows: &[&FrameworkFact]) -> Option<Baseline> {
    let last = rows.last()?;
    let (index, year) = (last.index_name.as_deref()?, last.year?);
    let named = |fact: &&&FrameworkFact| fact.year == Some(year);
    let schemes: BTreeSet<&str> =
        rows.iter().filter(named).filter_map(|fact| fact.scheme.as_deref()).collect();
    let scheme = choose_name(schemes.iter().copied(), "", index);
    let of = scheme.and_then(|scheme| {
        let own = |fact: &&&FrameworkFact| fact.scheme.as_deref() == Some(scheme);
        let row = rows.iter().filter(named).rfind(own)?;
        Some(format!("{scheme}: {}", row.group.as_deref()?))
    });
    Some(Baseline {
        indicator: format!("{index}: {}", last.indicator.as_deref()?),
        unit: last.unit.clone().unwrap_or_default(),
        value: last.value?,
        year,
        group: of,
        is_demo: last.is_demo.unwrap_or(false),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::ReportFigures;

    #[test]
    fn the_results_of_a_group_of_five_are_told_with_their_base_line() {
        let figures = ReportFigures::samples().pop().expect("has one");
        let results = figures.results.expect("is asked for");
        let [whole, place] = results.capacities.as_slice() else { panic!("{results:?}") };
        assert_eq!((whole.municipality.as_ref(), whole.baseline.as_ref()), (None, None));
        assert_eq!(whole.learnt, place.learnt);
        let learnt = place.learnt.shown().expect("six are enough");
        // From 2.25 to 3.75 on average: 1.5 of the 2.75 that was missing, person by person.
        assert_eq!((learnt.n, learnt.before, learnt.after), (6, 225, 375));
        assert!((54..=56).contains(&learnt.gain), "{learnt:?}");
        assert_eq!(place.applied[0], Disclosure::Shown(Mean { n: 6, hundredths: 450 }));
        assert_eq!(place.applied[1], Disclosure::Nothing);
        let base = place.baseline.as_ref().expect("has a value");
        assert_eq!(
            (base.value, base.year, base.group.as_deref()),
            (412_500, 2024, Some("MDM G1–G5: G5"))
        );
        assert_eq!(results.overall.answered, Disclosure::Shown(6));
        assert_eq!(
            results.quality[0].quality.means[1],
            Disclosure::Shown(Mean { n: 6, hundredths: 367 })
        );
    }
}
