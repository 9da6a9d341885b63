//! Counting: facts in, figures out. Pure.
//!
//! [`cohorts`] counts the sessions of each cohort, [`people`] one person's row; here they are added up by
//! cohort, municipality, list and capacity, and [`closed`] adds what is kept of closed cohorts.

mod closed;
mod cohorts;
mod people;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};

use attendance_model::rules::Totals;
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::SessionId;
use courses_model::entity::course_version::CourseVersionId;
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
use platform::search::fold;

use self::cohorts::{CohortCount, count_cohorts};
use self::people::{Homes, MunicipalityShare, person_row};
use super::{
    AttendanceRow, CohortRow, CountsApart, ListCount, MunicipalityRow, Reach, ReportFigures,
    Summary,
};
use crate::queries::{
    Depth, EarlierAttributionFact, EnrolmentFact, MunicipalityFact, PersonFact, ReportFacts,
};
use crate::results;
use crate::rules::{AttendanceTally, Period};
use crate::sql::codes;

/// The report while it is being counted. Cohorts and municipalities are identified by their index in the
/// lists.
struct ReportCounter {
    period: Period,
    /// Whether lists are counted person by person.
    each: bool,
    cohorts: Vec<CohortCount>,
    cohort_at: HashMap<CohortId, usize>,
    municipalities: Vec<MunicipalityRow>,
    municipality_at: HashMap<String, usize>,
    /// The cohorts of each municipality: those offered to it, and those with an enrolment of it.
    touches: HashSet<(usize, CohortId)>,
    /// What the certificates of a municipality are about.
    certified_for: HashMap<(usize, CourseVersionId), u64>,
    /// The lists of people, by index of the cohort and of the municipality; `None` means the cohort's own.
    lists: BTreeMap<(usize, Option<usize>), ListCount>,
    people: HashSet<PersonId>,
    attendance: Vec<AttendanceRow>,
}

/// Computes the figures of a department and a period from their facts.
pub fn compute(
    department: (&str, &str),
    period: Period,
    cut_off: DateTime<Utc>,
    facts: ReportFacts,
) -> ReportFigures {
    let mut targeted: HashMap<CourseVersionId, Vec<String>> = HashMap::new();
    let mut targets: Vec<(CohortId, String)> = Vec::new();
    for cohort in &facts.cohorts {
        let capacities = || codes(cohort.capacities.as_deref()).map(str::to_owned).collect();
        targeted.entry(cohort.version).or_insert_with(capacities);
        let places = codes(cohort.places.as_deref());
        targets.extend(places.map(|code| (cohort.id, code.to_owned())));
    }
    let cohorts = count_cohorts(facts.cohorts, facts.sessions, period, cut_off);
    let count = ReportCounter::new(period, cohorts, facts.municipalities, &targets);
    let mut count = ReportCounter { each: facts.each, ..count };
    let mut earlier: HashMap<EnrolmentId, Vec<EarlierAttributionFact>> = HashMap::new();
    for fact in facts.earlier {
        earlier.entry(fact.enrolment_id).or_default().push(fact);
    }
    let mut shares = Vec::new();
    for (fact, who) in facts.enrolments {
        let earlier = earlier.remove(&fact.id).unwrap_or_default();
        count.add_enrolment((fact, who), earlier, &facts.after_closing, &mut shares);
    }
    count.add_closed(facts.closed);
    count.say_capacities(&targeted);
    let mut figures = count.figures(department, cut_off);
    if facts.depth != Depth::People {
        // Sessions of some cohorts and not of others would be half a list.
        figures.cohorts.iter_mut().for_each(|row| row.columns.clear());
    }
    figures.results = facts.results.map(|facts| {
        let last = period.last_by(cut_off);
        let (municipalities, cohorts) = (&figures.municipalities, &figures.cohorts);
        results::figures::compute(municipalities, cohorts, &facts, last)
    });
    figures.as_of = facts.knowledge.day();
    figures
}

/// Returns the row of a municipality with zeros.
fn nothing_of(fact: MunicipalityFact) -> MunicipalityRow {
    MunicipalityRow {
        code: fact.code,
        name: fact.name,
        at: (fact.lat, fact.lon),
        pdet: fact.pdet,
        reach: if fact.ever { Reach::AnotherTime } else { Reach::Never },
        cohorts: 0,
        enrolled: 0,
        attended: 0,
        tally: AttendanceTally::default(),
        certified: 0,
        apart: CountsApart::default(),
        capacities: Vec::new(),
        certified_for: BTreeMap::new(),
        last: None,
    }
}

impl ReportCounter {
    fn new(
        period: Period,
        cohorts: Vec<CohortCount>,
        municipalities: Vec<MunicipalityFact>,
        targets: &[(CohortId, String)],
    ) -> Self {
        let cohort_at = cohorts.iter().enumerate().map(|(at, one)| (one.row.id, at)).collect();
        let municipalities: Vec<MunicipalityRow> =
            municipalities.into_iter().map(nothing_of).collect();
        let municipality_at: HashMap<String, usize> =
            municipalities.iter().enumerate().map(|(at, row)| (row.code.clone(), at)).collect();
        let touches = targets
            .iter()
            .filter_map(|(cohort, code)| Some((*municipality_at.get(code)?, *cohort)))
            .collect();
        Self {
            period,
            each: false,
            cohorts,
            cohort_at,
            municipalities,
            municipality_at,
            touches,
            certified_for: HashMap::new(),
            lists: BTreeMap::new(),
            people: HashSet::new(),
            attendance: Vec::new(),
        }
    }

    /// Adds one enrolment, with its earlier attributions. `shares` is a buffer that is reused.
    fn add_enrolment(
        &mut self,
        (fact, who): (EnrolmentFact, Option<PersonFact>),
        earlier: Vec<EarlierAttributionFact>,
        late: &HashSet<(SessionId, EnrolmentId)>,
        shares: &mut Vec<Totals>,
    ) {
        let Some(cohort) = self.cohort_at.get(&fact.cohort_id).copied() else { return };
        let by_code = &self.municipality_at;
        let now = by_code.get(&fact.municipality_code).copied();
        let homes = Homes { now, earlier, by_code };
        let Some(home) = homes.within(self.period) else { return };
        self.people.insert(fact.person_id);
        let (id, is_named) = (fact.cohort_id, who.is_some());
        let counting = &mut self.cohorts[cohort];
        let mut parts = vec![MunicipalityShare::of(home, &counting.row.rule.counting)];
        let enrolment = (cohort, fact, who);
        let mut row =
            person_row(counting, enrolment, late, (&homes, self.period), (&mut parts, shares));
        for (column, share) in counting.row.columns.iter_mut().zip(shares.drain(..)) {
            column.tally.add(&share);
            counting.row.tally.add(&share);
        }
        counting.row.enrolled += 1;
        counting.row.attended += u64::from(row.totals.attended > 0);
        counting.row.certified += u64::from(row.certified);
        counting.row.apart.join(&row.apart());
        self.lists.entry((cohort, None)).or_default().add(&row, self.each);
        for (part, told) in parts.iter().zip(row.by_municipality()) {
            let place = part.municipality;
            let attended = told.totals.attended > 0;
            let municipality = &mut self.municipalities[place];
            self.touches.insert((place, id));
            municipality.enrolled += 1;
            municipality.attended += u64::from(attended);
            municipality.certified += u64::from(told.certified);
            municipality.apart.join(&told.apart());
            municipality.tally.join(&part.tally);
            municipality.last = municipality.last.max(part.last);
            if attended {
                municipality.reach = Reach::InPeriod;
            }
            if told.certified {
                *self.certified_for.entry((place, counting.version)).or_default() += 1;
            }
            self.lists.entry((cohort, Some(place))).or_default().add(told, self.each);
        }
        if is_named {
            let name = |row: &mut AttendanceRow, place: usize| {
                row.municipality_code.clone_from(&self.municipalities[place].code);
                row.municipality.clone_from(&self.municipalities[place].name);
            };
            name(&mut row, home);
            for (part, told) in parts.iter().zip(&mut row.parts) {
                name(told, part.municipality);
            }
            self.attendance.push(row);
        }
    }

    /// What the certificates of each municipality are about, by what each version targets.
    fn say_capacities(&mut self, targeted: &HashMap<CourseVersionId, Vec<String>>) {
        for ((place, version), certified) in &self.certified_for {
            for capacity in targeted.get(version).into_iter().flatten() {
                let row = &mut self.municipalities[*place];
                *row.certified_for.entry(capacity.clone()).or_default() += certified;
            }
        }
        for row in &mut self.municipalities {
            row.capacities = row.certified_for.keys().cloned().collect();
        }
    }

    /// The figures, in the order in which they are told.
    fn figures(mut self, department: (&str, &str), cut_off: DateTime<Utc>) -> ReportFigures {
        for (place, _) in &self.touches {
            self.municipalities[*place].cohorts += 1;
        }
        let list = |(&(cohort, place), counts): (&(usize, Option<usize>), &ListCount)| {
            let code = |place: usize| self.municipalities[place].code.clone();
            let municipality_code = place.map(code).unwrap_or_default();
            ListCount { cohort, municipality_code, ..counts.clone() }
        };
        let lists = self.lists.iter().map(list).collect();
        let mut municipalities = self.municipalities;
        municipalities.sort_by_cached_key(|row| (fold(&row.name), row.code.clone()));
        let mut attendance = self.attendance;
        attendance.sort_by_cached_key(|row| (row.cohort, fold(&row.person), row.enrolment));
        let cohorts: Vec<CohortRow> = self.cohorts.into_iter().map(|one| one.row).collect();
        ReportFigures {
            department: department.0.to_owned(),
            department_name: department.1.to_owned(),
            period: self.period,
            cut_off,
            summary: summarise(&cohorts, &municipalities, self.people.len() as u64),
            municipalities,
            cohorts,
            attendance,
            lists,
            results: None,
            is_frozen: false,
            as_of: None,
            units: String::new(),
        }
    }
}

/// A number that a row keeps: none is below zero.
fn number(kept: i64) -> u64 {
    u64::try_from(kept).unwrap_or(0)
}

fn summarise(cohorts: &[CohortRow], municipalities: &[MunicipalityRow], people: u64) -> Summary {
    let mut summary = Summary {
        cohorts: cohorts.len() as u64,
        people,
        municipalities: municipalities.len() as u64,
        tells_apart: true,
        ..Summary::default()
    };
    for row in cohorts {
        summary.sessions_held += row.sessions_held;
        summary.sessions_planned += row.sessions_planned;
        summary.minutes_held += row.minutes_held;
        summary.enrolled += row.enrolled;
        summary.attended += row.attended;
        summary.tally.join(&row.tally);
        summary.certified += row.certified;
        summary.apart.join(&row.apart);
    }
    for row in municipalities {
        summary.covered += u64::from(row.reach == Reach::InPeriod);
        summary.never += u64::from(row.reach == Reach::Never);
    }
    summary
}
