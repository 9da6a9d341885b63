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
    /// Returns the municipality that a session counts for. `None` means one of another department.
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

    /// Returns the entity of the post of that time. `None` means that of the enrolment's own.
    pub fn entity_within(&self, period: Period) -> Option<&str> {
        self.span_within(period)?.entity.as_deref()
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
        let (from, after) = period.instants();
        self.earlier
            .iter()
            .filter(|one| one.from_at < after && one.until_at > from)
            .filter(|one| self.by_code.contains_key(&one.municipality_code))
            .max_by_key(|one| one.until_at)
    }
}

/// The part of an enrolment's attendance that counts for one municipality in the period.
pub(super) struct MunicipalityShare {
    pub municipality: usize,
    pub totals: Totals,
    /// The same, added up session by session.
    pub tally: AttendanceTally,
    /// The last day on which the person attended.
    pub last: Option<NaiveDate>,
}

impl MunicipalityShare {
    pub fn of(municipality: usize, rule: &Rule) -> Self {
        let (totals, tally) = (Totals::new(rule), AttendanceTally::default());
        Self { municipality, totals, tally, last: None }
    }
}

/// A person's row, and what of it counts for each municipality and in each session.
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
    let mut minutes = 0;
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
        let known = parts.iter().position(|part| part.municipality == home);
        let known = known.unwrap_or_else(|| {
            parts.push(MunicipalityShare::of(home, &counting));
            parts.len() - 1
        });
        let part = &mut parts[known];
        part.totals.add(&counting, here);
        part.tally.add(&Totals::of(&counting, [here]));
        if here.attended() {
            minutes += i64::from(here.credited(&counting));
            part.last = part.last.max(Some(dates::bogota_date(cohort.starts[at])));
        }
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
    AttendanceRow {
        enrolment: fact.id,
        cohort: cohort_at,
        person: who.as_ref().map(|who| who.name.by_surname()).unwrap_or_default(),
        document: who
            .as_ref()
            .map(|who| masked_document(who.document_type, &who.document_number))
            .unwrap_or_default(),
        origin: fact.origin,
        municipality_code: fact.municipality_code,
        municipality: String::new(),
        entity: match homes.entity_within(period) {
            Some(entity) => Some(entity.to_owned()),
            None => who.and_then(|who| who.entity),
        },
        standings,
        changed,
        totals,
        minutes,
        certified: false,
        attested: false,
        state,
        is_unconfirmed: fact.is_unconfirmed,
        has_begun: cohort.has_begun,
    }
}
