//! Counting: facts in, figures out. Pure.
//!
//! [`cohorts`] counts the sessions of each cohort, [`people`] one person's row; here they are added up by
//! cohort, municipality, list and capacity, the same for people one by one and for what is kept of closed
//! cohorts.

mod cohorts;
mod people;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};

use attendance_model::rules::Totals;
use certification_model::entity::certificate;
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
use crate::cohort_totals::entity::cohort_tally_place;
use crate::programme::never_attended;
use crate::queries::{
    ClosedCohortSums, Depth, EarlierAttributionFact, EnrolmentFact, MunicipalityFact, PersonFact,
    ReportFacts,
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
    /// Enrolled, attended and certified people, those at risk and those whose post is unconfirmed, by index of
    /// the cohort and of the municipality.
    lists: BTreeMap<(usize, usize), ([u64; 5], CountsApart)>,
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
        let id = fact.cohort_id;
        let is_issued = |at: Option<DateTime<Utc>>| {
            homes.now.is_some() && at.is_some_and(|at| self.period.holds(at))
        };
        let (certified, attested) = (is_issued(fact.certified_at), is_issued(fact.attested_at));
        let counting = &mut self.cohorts[cohort];
        let mut parts = vec![MunicipalityShare::of(home, &counting.row.rule.counting)];
        let is_named = who.is_some();
        let enrolment = (cohort, fact, who);
        let mut row =
            person_row(counting, enrolment, late, (&homes, self.period), (&mut parts, shares));
        for (column, share) in counting.row.columns.iter_mut().zip(shares.drain(..)) {
            column.tally.add(&share);
            counting.row.tally.add(&share);
        }
        (row.certified, row.attested) = (certified, attested);
        let begun = u64::from(row.has_begun);
        let of = |totals: &Totals| CountsApart {
            begun,
            never_attended: u64::from(never_attended(totals)),
            attested: 0,
        };
        for part in parts {
            let attended = part.totals.attended > 0;
            let municipality = &mut self.municipalities[part.municipality];
            self.touches.insert((part.municipality, id));
            municipality.enrolled += 1;
            municipality.attended += u64::from(attended);
            municipality.apart.join(&of(&part.totals));
            municipality.tally.join(&part.tally);
            municipality.last = municipality.last.max(part.last);
            if attended {
                municipality.reach = Reach::InPeriod;
            }
        }
        let now = homes.now.unwrap_or(home);
        self.municipalities[now].certified += u64::from(certified);
        self.municipalities[now].apart.attested += u64::from(attested);
        if certified {
            *self.certified_for.entry((now, counting.version)).or_default() += 1;
        }
        let attended = u64::from(row.totals.attended > 0);
        counting.row.enrolled += 1;
        counting.row.attended += attended;
        counting.row.certified += u64::from(certified);
        let apart = CountsApart { attested: u64::from(attested), ..of(&row.totals) };
        counting.row.apart.join(&apart);
        let listed = self.lists.entry((cohort, home)).or_default();
        listed.0[0] += 1;
        listed.0[1] += attended;
        listed.0[2] += u64::from(certified);
        listed.0[3] += u64::from(self.each && row.state.is_at_risk());
        listed.0[4] += u64::from(row.is_unconfirmed);
        listed.1.join(&apart);
        if is_named {
            row.municipality_code.clone_from(&self.municipalities[home].code);
            row.municipality.clone_from(&self.municipalities[home].name);
            self.attendance.push(row);
        }
    }

    /// Where a cohort and a municipality stand, if both are in the report.
    fn both_at(&self, cohort: CohortId, municipality: &str) -> Option<(usize, usize)> {
        Some((*self.cohort_at.get(&cohort)?, *self.municipality_at.get(municipality)?))
    }

    /// Adds the stored sums of closed cohorts, whose people are not read one by one.
    fn add_closed(&mut self, closed: ClosedCohortSums) {
        self.people.extend(closed.people);
        for sums in closed.municipalities {
            let Some((cohort, place)) = self.both_at(sums.cohort_id, &sums.municipality_code)
            else {
                continue;
            };
            self.touches.insert((place, sums.cohort_id));
            add_sums(&mut self.cohorts[cohort].row, &mut self.municipalities[place], &sums);
            let listed = self.lists.entry((cohort, place)).or_default();
            listed.0[0] += number(sums.enrolled);
            listed.0[1] += number(sums.attended);
            listed.1.join(&apart_of(&sums));
        }
        for one in closed.certified {
            let Some((cohort, place)) = self.both_at(one.cohort_id, &one.municipality_code) else {
                continue;
            };
            let counting = &mut self.cohorts[cohort];
            let certified = number(one.people);
            let listed = self.lists.entry((cohort, place)).or_default();
            if one.kind == certificate::Kind::Constancia {
                listed.1.attested += certified;
                counting.row.apart.attested += certified;
                self.municipalities[place].apart.attested += certified;
                continue;
            }
            listed.0[2] += certified;
            counting.row.certified += certified;
            self.municipalities[place].certified += certified;
            *self.certified_for.entry((place, counting.version)).or_default() += certified;
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
        let list =
            |((cohort, place), (counts, apart)): (&(usize, usize), &([u64; 5], CountsApart))| {
                let [enrolled, attended, certified, at_risk, unconfirmed] = *counts;
                ListCount {
                    cohort: *cohort,
                    municipality_code: self.municipalities[*place].code.clone(),
                    enrolled,
                    attended,
                    certified,
                    apart: *apart,
                    at_risk,
                    unconfirmed,
                }
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
        }
    }
}

/// A number that a row keeps: none is below zero.
fn number(kept: i64) -> u64 {
    u64::try_from(kept).unwrap_or(0)
}

/// Everybody of a closed cohort has begun.
fn apart_of(sums: &cohort_tally_place::Model) -> CountsApart {
    CountsApart {
        begun: number(sums.enrolled),
        never_attended: number(sums.never_attended),
        attested: 0,
    }
}

/// Adds what is kept of a closed cohort in a municipality.
fn add_sums(
    cohort: &mut CohortRow,
    municipality: &mut MunicipalityRow,
    sums: &cohort_tally_place::Model,
) {
    let tally = AttendanceTally::of_kept((sums.held, sums.came, sums.credited));
    cohort.enrolled += number(sums.enrolled);
    cohort.attended += number(sums.attended);
    cohort.tally.join(&tally);
    cohort.apart.join(&apart_of(sums));
    municipality.apart.join(&apart_of(sums));
    municipality.enrolled += number(sums.enrolled);
    municipality.attended += number(sums.attended);
    municipality.tally.join(&tally);
    municipality.last = municipality.last.max(sums.last_on);
    if sums.attended > 0 {
        municipality.reach = Reach::InPeriod;
    }
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
