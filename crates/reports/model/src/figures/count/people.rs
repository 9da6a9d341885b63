//! One person's row: where each session found them, and what of it counts for whom. Pure.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};

use attendance_model::joined;
use attendance_model::rules::{
    AttendanceRule, MarkValue, Reachability, SessionStanding, Totals, presence,
};
use cohorts_model::counting::Counting as Rule;
use cohorts_model::entity::session::SessionId;
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::rules::masked_document;
use platform::dates;

use super::cohorts::CohortCount;
use crate::figures::{AttendanceRow, PersonState};
use crate::queries::{EarlierAttributionFact, EnrolmentFact, PersonFact};
use crate::rules::{AttendanceTally, Period};

/// The municipalities that an enrolment is counted for, at present and earlier. Those of other departments
/// have no index.
pub(super) struct Homes<'a> {
    pub now: Option<usize>,
    pub earlier: Vec<EarlierAttributionFact>,
    pub by_code: &'a HashMap<String, usize>,
}

impl Homes<'_> {
    /// Returns the municipality that a session or a certificate of a moment counts for. `None` means one of
    /// another department.
    fn at(&self, at: DateTime<Utc>) -> Option<usize> {
        match self.earlier.iter().find(|one| one.from_at <= at && at < one.until_at) {
            Some(one) => self.by_code.get(&one.municipality_code).copied(),
            None => self.now,
        }
    }

    /// Returns the last municipality of this department that the enrolment had in the period.
    pub fn within(&self, period: Period) -> Option<usize> {
        match self.span_within(period) {
            Some(span) => self.by_code.get(&span.municipality_code).copied(),
            None => self.now.filter(|_| self.is_now_within(period)),
        }
    }

    /// Returns the entity of the post that the person had there in the period. `None` means that of the
    /// enrolment's own.
    fn entity_of(&self, municipality: usize, period: Period) -> Option<&str> {
        if self.now == Some(municipality) && self.is_now_within(period) {
            return None;
        }
        self.spans_within(period)
            .filter(|one| self.by_code.get(&one.municipality_code) == Some(&municipality))
            .max_by_key(|one| one.until_at)?
            .entity
            .as_deref()
    }

    fn is_now_within(&self, period: Period) -> bool {
        let (_, after) = period.instants();
        self.earlier.iter().map(|one| one.until_at).max().is_none_or(|moved| moved < after)
    }

    /// The earlier span that the period shows; `None` where it shows the present one, or none at all.
    fn span_within(&self, period: Period) -> Option<&EarlierAttributionFact> {
        if self.now.is_some() && self.is_now_within(period) {
            return None;
        }
        self.spans_within(period)
            .filter(|one| self.by_code.contains_key(&one.municipality_code))
            .max_by_key(|one| one.until_at)
    }

    fn spans_within(&self, period: Period) -> impl Iterator<Item = &EarlierAttributionFact> {
        let (from, after) = period.instants();
        self.earlier.iter().filter(move |one| one.from_at < after && one.until_at > from)
    }
}

/// The part of an enrolment that counts for one municipality in the period: its sessions, its certificate.
pub(super) struct MunicipalityShare {
    pub municipality: usize,
    pub totals: Totals,
    /// The same, added up session by session.
    pub tally: AttendanceTally,
    /// The last day on which the person attended.
    pub last: Option<NaiveDate>,
    minutes: i64,
}

impl MunicipalityShare {
    pub fn of(municipality: usize, rule: &Rule) -> Self {
        let (totals, tally) = (Totals::new(rule), AttendanceTally::default());
        Self { municipality, totals, tally, last: None, minutes: 0 }
    }

    /// Returns the one of a municipality among some; it is added where it is missing.
    fn among<'a>(parts: &'a mut Vec<Self>, municipality: usize, rule: &Rule) -> &'a mut Self {
        let known = parts.iter().position(|part| part.municipality == municipality);
        let known = known.unwrap_or_else(|| {
            parts.push(Self::of(municipality, rule));
            parts.len() - 1
        });
        &mut parts[known]
    }
}

/// A person's row, and what of it counts for each municipality and in each session. `parts` begins with the
/// home.
pub(super) fn person_row(
    cohort: &CohortCount,
    (cohort_at, fact, who): (usize, EnrolmentFact, Option<PersonFact>),
    late: &HashSet<(SessionId, EnrolmentId)>,
    (homes, period): (&Homes<'_>, Period),
    (parts, shares): (&mut Vec<MunicipalityShare>, &mut Vec<Totals>),
) -> AttendanceRow {
    let AttendanceRule { minimum, counting } = cohort.row.rule;
    let mut marks: Vec<Option<MarkValue>> = vec![None; cohort.meetings.len()];
    for (session, mark) in joined::read(fact.marks.as_deref().unwrap_or_default()) {
        if let Some(at) = cohort.at.get(&SessionId(session)) {
            marks[*at] = Some(mark);
        }
    }
    let mut whole = Totals::new(&counting);
    let mut totals = Totals::new(&counting);
    let mut standings = Vec::with_capacity(cohort.row.columns.len());
    let mut changed = Vec::with_capacity(cohort.row.columns.len());
    for (at, meeting) in cohort.meetings.iter().enumerate() {
        let here = presence(meeting, fact.confirmed_at, marks[at]);
        whole.add(&counting, here);
        if !cohort.in_period[at] {
            continue;
        }
        // What counts for another department is told in its own report.
        let Some(home) = homes.at(cohort.starts[at]) else {
            standings.push(SessionStanding::NotApplicable);
            changed.push(false);
            shares.push(Totals::new(&counting));
            continue;
        };
        totals.add(&counting, here);
        shares.push(Totals::of(&counting, [here]));
        standings.push(here.standing);
        changed.push(late.contains(&(meeting.id, fact.id)));
        if here.standing == SessionStanding::NotApplicable {
            continue;
        }
        let part = MunicipalityShare::among(parts, home, &counting);
        part.totals.add(&counting, here);
        part.tally.add(&Totals::of(&counting, [here]));
        if here.attended() {
            part.minutes += i64::from(here.credited(&counting));
            part.last = part.last.max(Some(dates::bogota_date(cohort.starts[at])));
        }
    }
    // A certificate counts where it found the person too.
    let issued =
        |at: Option<DateTime<Utc>>| at.filter(|at| period.holds(*at)).and_then(|at| homes.at(at));
    let (certified, attested) = (issued(fact.certified_at), issued(fact.attested_at));
    for municipality in [certified, attested].into_iter().flatten() {
        MunicipalityShare::among(parts, municipality, &counting);
    }
    let state = if fact.certified_at.is_some() {
        PersonState::Certified
    } else if fact.attested_at.is_some() {
        PersonState::Attested
    } else {
        match whole.reachability(minimum) {
            Reachability::OutOfReach => PersonState::OutOfReach,
            Reachability::AtRisk => PersonState::AtRisk,
            Reachability::OnTrack if whole.held == 0 => PersonState::Waiting,
            Reachability::OnTrack => PersonState::OnTrack,
        }
    };
    // A post stands confirmed or not where the enrolment counts today, and nowhere that it counted before.
    let is_unconfirmed =
        |part: &MunicipalityShare| fact.is_unconfirmed && homes.now == Some(part.municipality);
    let (person, document) = match &who {
        Some(who) => {
            (who.name.by_surname(), masked_document(who.document_type, &who.document_number))
        }
        None => (String::new(), String::new()),
    };
    let own = who.and_then(|who| who.entity);
    let entity = |municipality: usize| {
        homes.entity_of(municipality, period).map(str::to_owned).or_else(|| own.clone())
    };
    let mut row = AttendanceRow {
        enrolment: fact.id,
        cohort: cohort_at,
        person,
        document,
        origin: fact.origin,
        municipality_code: String::new(),
        municipality: String::new(),
        entity: parts.first().and_then(|home| entity(home.municipality)),
        standings,
        changed,
        totals,
        minutes: parts.iter().map(|part| part.minutes).sum(),
        certified: certified.is_some(),
        attested: attested.is_some(),
        state,
        is_unconfirmed: parts.iter().any(is_unconfirmed),
        has_begun: cohort.has_begun,
        parts: Vec::new(),
    };
    if parts.len() > 1 {
        let starts = cohort.starts.iter().zip(&cohort.in_period).filter(|(_, counts)| **counts);
        let found: Vec<Option<usize>> = starts.map(|(at, _)| homes.at(*at)).collect();
        let part_row = |part: &MunicipalityShare| {
            let here = Some(part.municipality);
            let standing = |(standing, place): (&SessionStanding, &Option<usize>)| {
                if *place == here { *standing } else { SessionStanding::NotApplicable }
            };
            AttendanceRow {
                entity: entity(part.municipality),
                standings: row.standings.iter().zip(&found).map(standing).collect(),
                changed: row
                    .changed
                    .iter()
                    .zip(&found)
                    .map(|(is, at)| *is && *at == here)
                    .collect(),
                totals: part.totals,
                minutes: part.minutes,
                certified: certified == here,
                attested: attested == here,
                is_unconfirmed: is_unconfirmed(part),
                ..row.clone()
            }
        };
        let rows: Vec<AttendanceRow> = parts.iter().map(part_row).collect();
        row.parts = rows;
    }
    row
}
