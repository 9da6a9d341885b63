//! Counting: facts in, figures out. Pure.

use super::{
    AttendanceRow, CohortRow, Figures, ListCount, Milestones, MunicipalityRow, PersonState, Reach,
    SessionColumn, Summary,
};

use super::super::queries::{
    CohortFact, Depth, EarlierFact, Facts, PlaceFact, SessionFact, WhoFact,
};
use super::super::rules::{Period, Tally};
use crate::attendance::joined;
use crate::attendance::rules::{
    self, AttendanceRule, Marked, Meeting, Outlook, Standing, Totals, presence,
};
use crate::cohorts::counting::Counting as Rule;
use crate::cohorts::entity::cohort::CohortId;
use crate::cohorts::entity::session::{self, SessionId};
use crate::courses::entity::course_version::CourseVersionId;
use crate::enrolment::entity::enrolment::EnrolmentId;
use crate::people::entity::person::PersonId;
use crate::people::rules::masked_document;
use crate::platform::dates;
use crate::platform::search::fold;
use crate::reports::results;
use crate::reports::tallies::entity::cohort_tally_place;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A cohort while it is being counted.
struct Counting {
    row: CohortRow,
    version: CourseVersionId,
    /// All its sessions, and which of them are in the period.
    meetings: Vec<Meeting>,
    in_period: Vec<bool>,
    starts: Vec<DateTime<Utc>>,
    at: HashMap<SessionId, usize>,
}

/// Counts everything once.
pub fn compute(
    department: (&str, &str),
    period: Period,
    cut_off: DateTime<Utc>,
    facts: Facts,
) -> Figures {
    let mut cohorts = count_cohorts(facts.cohorts, facts.sessions, period, cut_off);
    let index: HashMap<CohortId, usize> =
        cohorts.iter().enumerate().map(|(place, cohort)| (cohort.row.id, place)).collect();
    let mut municipalities: Vec<MunicipalityRow> = facts
        .municipalities
        .into_iter()
        .map(|fact| MunicipalityRow {
            code: fact.code,
            name: fact.name,
            at: (fact.lat, fact.lon),
            pdet: fact.pdet,
            reach: if fact.ever { Reach::AnotherTime } else { Reach::Never },
            cohorts: 0,
            enrolled: 0,
            attended: 0,
            tally: Tally::default(),
            certified: 0,
            capacities: Vec::new(),
            certified_for: BTreeMap::new(),
            last: None,
        })
        .collect();
    let by_code: HashMap<String, usize> =
        municipalities.iter().enumerate().map(|(place, row)| (row.code.clone(), place)).collect();
    let mut touches: HashSet<(usize, CohortId)> = facts
        .targets
        .iter()
        .filter_map(|(cohort, code)| Some((*by_code.get(code)?, *cohort)))
        .collect();
    let mut targeted: HashMap<CourseVersionId, Vec<String>> = HashMap::new();
    for (version, capacity) in facts.capacities {
        targeted.entry(version).or_default().push(capacity);
    }
    // What the certificates of a municipality are about.
    let mut certified_for: HashMap<(usize, CourseVersionId), u64> = HashMap::new();

    let mut earlier: HashMap<EnrolmentId, Vec<EarlierFact>> = HashMap::new();
    for fact in facts.earlier {
        earlier.entry(fact.enrolment_id).or_default().push(fact);
    }
    // Enrolled, attended and certified of each list.
    let mut lists: BTreeMap<(usize, usize), [u64; 3]> = BTreeMap::new();
    let mut people: HashSet<PersonId> = facts.kept.people.into_iter().collect();
    let mut attendance = Vec::new();
    let mut shares = Vec::new();
    for (fact, who) in facts.places {
        let Some(cohort) = index.get(&fact.cohort_id).copied() else { continue };
        let earlier = earlier.remove(&fact.id).unwrap_or_default();
        let homes = Homes {
            now: by_code.get(&fact.municipality_code).copied(),
            earlier,
            by_code: &by_code,
        };
        let Some(home) = homes.within(period) else { continue };
        people.insert(fact.person_id);
        let id = fact.cohort_id;
        let issued = fact.certified_at.filter(|_| homes.now.is_some());
        let certified = issued.is_some_and(|at| period.holds(at));
        let counting = &mut cohorts[cohort];
        let late = &facts.after_closing;
        let mut parts = vec![Part::of(home, &counting.row.rule.counting)];
        let is_named = who.is_some();
        let place = (cohort, fact, who);
        let mut row = person_row(counting, place, late, &homes, (&mut parts, &mut shares));
        for (column, share) in counting.row.columns.iter_mut().zip(shares.drain(..)) {
            column.tally.add(&share);
        }
        row.certified = certified;
        for part in parts {
            let attended = part.totals.attended > 0;
            let municipality = &mut municipalities[part.municipality];
            touches.insert((part.municipality, id));
            municipality.enrolled += 1;
            municipality.attended += u64::from(attended);
            municipality.tally.add(&part.totals);
            municipality.last = municipality.last.max(part.last);
            if attended {
                municipality.reach = Reach::InPeriod;
            }
        }
        let now = homes.now.unwrap_or(home);
        municipalities[now].certified += u64::from(certified);
        if certified {
            *certified_for.entry((now, counting.version)).or_default() += 1;
        }
        counting.row.enrolled += 1;
        counting.row.attended += u64::from(row.totals.attended > 0);
        counting.row.tally.add(&row.totals);
        counting.row.certified += u64::from(certified);
        let listed = lists.entry((cohort, home)).or_default();
        listed[0] += 1;
        listed[1] += u64::from(row.totals.attended > 0);
        listed[2] += u64::from(certified);
        if is_named {
            row.municipality_code.clone_from(&municipalities[home].code);
            row.municipality.clone_from(&municipalities[home].name);
            attendance.push(row);
        }
    }
    for sums in facts.kept.places {
        let here = (index.get(&sums.cohort_id), by_code.get(&sums.municipality_code));
        let (Some(cohort), Some(place)) = here else { continue };
        touches.insert((*place, sums.cohort_id));
        add_sums(&mut cohorts[*cohort].row, &mut municipalities[*place], &sums);
        let listed = lists.entry((*cohort, *place)).or_default();
        listed[0] += count(sums.enrolled);
        listed[1] += count(sums.attended);
    }
    for one in facts.kept.certified {
        let here = (index.get(&one.cohort_id), by_code.get(&one.municipality_code));
        let (Some(cohort), Some(place)) = here else { continue };
        let counting = &mut cohorts[*cohort];
        let certified = count(one.people);
        lists.entry((*cohort, *place)).or_default()[2] += certified;
        counting.row.certified += certified;
        municipalities[*place].certified += certified;
        *certified_for.entry((*place, counting.version)).or_default() += certified;
    }
    for (place, _) in &touches {
        municipalities[*place].cohorts += 1;
    }
    for ((place, version), certified) in certified_for {
        for capacity in targeted.get(&version).into_iter().flatten() {
            *municipalities[place].certified_for.entry(capacity.clone()).or_default() += certified;
        }
    }
    let list = |((cohort, place), [enrolled, attended, certified]): ((usize, usize), [u64; 3])| {
        let municipality_code = municipalities[place].code.clone();
        ListCount { cohort, municipality_code, enrolled, attended, certified }
    };
    let lists = lists.into_iter().map(list).collect();
    for row in &mut municipalities {
        row.capacities = row.certified_for.keys().cloned().collect();
    }
    municipalities.sort_by_cached_key(|row| (fold(&row.name), row.code.clone()));
    attendance.sort_by_cached_key(|row| (row.cohort, fold(&row.person), row.enrolment));
    let mut cohorts: Vec<CohortRow> = cohorts.into_iter().map(|counting| counting.row).collect();
    if facts.depth != Depth::People {
        // Sessions of some cohorts and not of others would be half a list.
        cohorts.iter_mut().for_each(|row| row.columns.clear());
    }
    let summary = summarise(&cohorts, &municipalities, people.len() as u64);
    let results = facts.results.map(|facts| {
        let last = period.last_by(cut_off);
        results::figures::compute(&municipalities, &cohorts, &targeted, &facts, last)
    });
    Figures {
        department: department.0.to_owned(),
        department_name: department.1.to_owned(),
        period,
        cut_off,
        summary,
        municipalities,
        cohorts,
        attendance,
        lists,
        results,
        is_frozen: false,
    }
}

/// A number that a row keeps: none is below zero.
fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// Adds what is kept of a closed cohort in a municipality.
fn add_sums(
    cohort: &mut CohortRow,
    municipality: &mut MunicipalityRow,
    sums: &cohort_tally_place::Model,
) {
    let tally = Tally::of_kept((sums.held, sums.came, sums.credited));
    cohort.enrolled += count(sums.enrolled);
    cohort.attended += count(sums.attended);
    cohort.tally.join(&tally);
    municipality.enrolled += count(sums.enrolled);
    municipality.attended += count(sums.attended);
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
    }
    for row in municipalities {
        summary.covered += u64::from(row.reach == Reach::InPeriod);
        summary.never += u64::from(row.reach == Reach::Never);
    }
    summary
}

fn count_cohorts(
    cohorts: Vec<CohortFact>,
    sessions: Vec<SessionFact>,
    period: Period,
    cut_off: DateTime<Utc>,
) -> Vec<Counting> {
    let mut of: HashMap<CohortId, Vec<SessionFact>> = HashMap::new();
    for session in sessions {
        of.entry(session.cohort_id).or_default().push(session);
    }
    cohorts
        .into_iter()
        .map(|fact| {
            let sessions = of.remove(&fact.id).unwrap_or_default();
            count_cohort(fact, &sessions, period, cut_off)
        })
        .collect()
}

fn count_cohort(
    fact: CohortFact,
    sessions: &[SessionFact],
    period: Period,
    cut_off: DateTime<Utc>,
) -> Counting {
    let in_period: Vec<bool> = sessions.iter().map(|s| period.holds(s.starts_at)).collect();
    let minutes: Vec<i64> = sessions.iter().map(SessionFact::minutes).collect();
    let rule = fact.rule();
    let mut row = CohortRow {
        id: fact.id,
        name: fact.name,
        course: fact.course,
        modality: fact.modality,
        stage: fact.stage,
        milestones: Milestones {
            published: fact.published_at.map(dates::bogota_date),
            started: fact.started_at.map(dates::bogota_date),
            closed: fact.closed_at.map(dates::bogota_date),
        },
        starts_on: fact.starts_on,
        ends_on: fact.ends_on,
        sessions_held: 0,
        sessions_planned: 0,
        minutes_held: 0,
        course_hours: fact.hours,
        seats: fact.seats,
        enrolled_anywhere: fact.enrolled,
        enrolled: 0,
        attended: 0,
        tally: Tally::default(),
        rule,
        certified: 0,
        columns: Vec::new(),
    };
    if sessions.is_empty() && fact.sums.are_whole_in(period) {
        row.sessions_held = count(fact.sums.sessions_held.unwrap_or(0));
        row.sessions_planned = count(fact.sums.sessions_planned.unwrap_or(0));
        row.minutes_held = fact.sums.minutes_held.unwrap_or(0);
    }
    for ((session, counts), minutes) in sessions.iter().zip(&in_period).zip(&minutes) {
        if !counts {
            continue;
        }
        row.columns.push(SessionColumn {
            position: session.position,
            day: dates::bogota_date(session.starts_at),
            cancelled: session.stage == session::Stage::Cancelled,
            tally: Tally::default(),
        });
        match session.stage {
            session::Stage::Cancelled => continue,
            session::Stage::Planned => {}
            session::Stage::Held | session::Stage::Closed => {
                row.sessions_held += 1;
                row.minutes_held += minutes;
            }
        }
        row.sessions_planned += 1;
    }
    Counting {
        row,
        version: fact.version,
        meetings: sessions
            .iter()
            .map(|s| Meeting {
                id: s.id,
                stage: s.stage,
                ends_at: s.ends_at,
                over: s.ends_at <= cut_off,
                length: rules::minutes(s.starts_at, s.ends_at),
            })
            .collect(),
        starts: sessions.iter().map(|s| s.starts_at).collect(),
        at: sessions.iter().enumerate().map(|(i, s)| (s.id, i)).collect(),
        in_period,
    }
}

/// The municipalities that a place is counted for in the course of time, of this department.
struct Homes<'a> {
    now: Option<usize>,
    earlier: Vec<EarlierFact>,
    by_code: &'a HashMap<String, usize>,
}

impl Homes<'_> {
    /// The municipality that a session counts for, if it is of this department.
    fn at(&self, at: DateTime<Utc>) -> Option<usize> {
        match self.earlier.iter().find(|one| one.from_at <= at && at < one.until_at) {
            Some(one) => self.by_code.get(&one.municipality_code).copied(),
            None => self.now,
        }
    }

    /// The last one of the period.
    fn within(&self, period: Period) -> Option<usize> {
        let (from, after) = period.instants();
        let moved = self.earlier.iter().map(|one| one.until_at).max();
        if self.now.is_some() && moved.is_none_or(|moved| moved < after) {
            return self.now;
        }
        self.earlier
            .iter()
            .filter(|one| one.from_at < after && one.until_at > from)
            .filter_map(|one| Some((one.until_at, *self.by_code.get(&one.municipality_code)?)))
            .max()
            .map(|(_, place)| place)
    }
}

/// What a person's place counts for one municipality in the period.
struct Part {
    municipality: usize,
    totals: Totals,
    /// The last day on which they attended.
    last: Option<NaiveDate>,
}

impl Part {
    fn of(municipality: usize, rule: &Rule) -> Self {
        Self { municipality, totals: Totals::new(rule), last: None }
    }
}

/// A person's row, and what of it counts for each municipality and in each session.
fn person_row(
    cohort: &Counting,
    (place, fact, who): (usize, PlaceFact, Option<WhoFact>),
    late: &HashSet<(SessionId, EnrolmentId)>,
    homes: &Homes<'_>,
    (parts, shares): (&mut Vec<Part>, &mut Vec<Totals>),
) -> AttendanceRow {
    let AttendanceRule { minimum, counting } = cohort.row.rule;
    let mut marks: Vec<Option<Marked>> = vec![None; cohort.meetings.len()];
    for (session, mark) in joined::read(fact.marks.as_deref().unwrap_or_default()) {
        if let Some(at) = cohort.at.get(&SessionId(session)) {
            marks[*at] = Some(mark);
        }
    }
    let mut whole = Totals::new(&counting);
    let mut totals = Totals::new(&counting);
    let mut standings = Vec::with_capacity(cohort.row.columns.len());
    let mut changed = Vec::with_capacity(cohort.row.columns.len());
    let mut minutes = 0;
    for (at, meeting) in cohort.meetings.iter().enumerate() {
        let here = presence(meeting, fact.confirmed_at, marks[at]);
        whole.add(&counting, here);
        if !cohort.in_period[at] {
            continue;
        }
        // What counts for another department is told in its own report.
        let Some(home) = homes.at(cohort.starts[at]) else {
            standings.push(Standing::NotApplicable);
            changed.push(false);
            shares.push(Totals::new(&counting));
            continue;
        };
        totals.add(&counting, here);
        shares.push(Totals::of(&counting, [here]));
        standings.push(here.standing);
        changed.push(late.contains(&(meeting.id, fact.id)));
        if here.standing == Standing::NotApplicable {
            continue;
        }
        let known = parts.iter().position(|part| part.municipality == home);
        let known = known.unwrap_or_else(|| {
            parts.push(Part::of(home, &counting));
            parts.len() - 1
        });
        let part = &mut parts[known];
        part.totals.add(&counting, here);
        if here.attended() {
            minutes += i64::from(here.credited(&counting));
            part.last = part.last.max(Some(dates::bogota_date(cohort.starts[at])));
        }
    }
    let state = if fact.certified_at.is_some() {
        PersonState::Certified
    } else {
        match whole.outlook(minimum) {
            Outlook::OutOfReach => PersonState::OutOfReach,
            Outlook::AtRisk => PersonState::AtRisk,
            Outlook::OnTrack if whole.held == 0 => PersonState::Waiting,
            Outlook::OnTrack => PersonState::OnTrack,
        }
    };
    AttendanceRow {
        enrolment: fact.id,
        cohort: place,
        person: who.as_ref().map(|who| who.name.by_surname()).unwrap_or_default(),
        document: who
            .as_ref()
            .map(|who| masked_document(who.document_type, &who.document_number))
            .unwrap_or_default(),
        municipality_code: fact.municipality_code,
        municipality: String::new(),
        entity: who.and_then(|who| who.entity),
        standings,
        changed,
        totals,
        minutes,
        certified: false,
        state,
    }
}
