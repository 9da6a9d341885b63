//! The figures of a report, counted again from the raw rows, person by person and session
//! by session, with none of the report's own code.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use formacion::attendance::entity::attendance_mark::State as Mark;
use formacion::attendance::entity::attendance_summary;
use formacion::certification::entity::certificate;
use formacion::cohorts::entity::{cohort, cohort_municipality, session};
use formacion::enrolment::entity::enrolment;
use formacion::platform::dates::bogota_date;
use formacion::territory::entity::municipality;
use sea_orm::EntityTrait;

use crate::support::world::World;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub enrolled: u64,
    pub attended: u64,
    /// Sessions attended and sessions that count, of all people.
    pub sessions: (u64, u64),
    pub certified: u64,
    /// With a constancia.
    pub attested: u64,
    /// In cohorts whose first day has come.
    pub begun: u64,
    /// With sessions that count, of which they attended none.
    pub never_attended: u64,
}

impl Count {
    pub fn percent(&self) -> String {
        match self.sessions {
            (_, 0) => "—".to_owned(),
            (attended, held) => share(attended, held),
        }
    }
}

/// Half up; what is not all is never 100 %, and what is not nothing never 0 %.
pub fn share(part: u64, whole: u64) -> String {
    let percent = match (part * 200 + whole) / (whole * 2) {
        0 if part > 0 => 1,
        100 if part < whole => 99,
        percent => percent,
    };
    format!("{percent} %")
}

#[derive(Debug, Default)]
pub struct Recount {
    pub all: Count,
    pub people: u64,
    pub held: u64,
    pub planned: u64,
    /// In the order of the report: by first day, then as they were made.
    pub cohorts: BTreeMap<(NaiveDate, i64), (String, Count)>,
    /// By code, every municipality of the department.
    pub municipalities: BTreeMap<String, Count>,
    pub covered: u64,
    pub never: u64,
}

pub async fn recount(world: &World, department: &str, from: NaiveDate, to: NaiveDate) -> Recount {
    let db = world.app.db.read();
    let municipalities = municipality::Entity::find().all(db).await.unwrap();
    let cohorts = cohort::Entity::find().all(db).await.unwrap();
    let targets = cohort_municipality::Entity::find().all(db).await.unwrap();
    let sessions = session::Entity::find().all(db).await.unwrap();
    let enrolments = enrolment::Entity::find().all(db).await.unwrap();
    let marks = attendance_summary::Entity::find().all(db).await.unwrap();
    let certificates = certificate::Entity::find().all(db).await.unwrap();

    let inside = |day: NaiveDate| from <= day && day <= to;
    let theirs: BTreeSet<&str> = municipalities
        .iter()
        .filter(|row| row.department_code == department)
        .map(|row| row.code.as_str())
        .collect();
    let places: Vec<_> = enrolments
        .iter()
        .filter(|row| row.stage == enrolment::Stage::Confirmed)
        .filter(|row| row.municipality_code.as_deref().is_some_and(|code| theirs.contains(code)))
        .collect();
    let now = world.app.clock.now();
    let was_held = |row: &session::Model| match row.stage {
        session::Stage::Closed => true,
        session::Stage::Held => row.ends_at <= now,
        _ => false,
    };
    let issued = |place: &enrolment::Model, kind: Option<certificate::Kind>| {
        certificates.iter().any(|row| {
            row.enrolment_id == place.id
                && kind.is_none_or(|kind| row.kind == kind)
                && row.state == certificate::State::Active
                && inside(bogota_date(row.issued_at))
        })
    };
    let attended = |state: Mark| matches!(state, Mark::Present | Mark::Late);

    let mut found = Recount::default();
    for code in &theirs {
        found.municipalities.insert((*code).to_owned(), Count::default());
    }
    let mut people = BTreeSet::new();
    for cohort in &cohorts {
        let own: Vec<_> = sessions.iter().filter(|row| row.cohort_id == cohort.id).collect();
        let here: Vec<_> = places.iter().filter(|row| row.cohort_id == cohort.id).collect();
        let aimed = targets.iter().any(|row| {
            row.cohort_id == cohort.id && theirs.contains(row.municipality_code.as_str())
        });
        let touches = cohort.starts_on <= to && cohort.ends_on >= from;
        if matches!(cohort.stage, cohort::Stage::Draft | cohort::Stage::Cancelled)
            || (!aimed && here.is_empty())
            || !(touches || here.iter().any(|place| issued(place, None)))
        {
            continue;
        }
        let mut count = Count::default();
        for session in own.iter().filter(|row| inside(bogota_date(row.starts_at))) {
            found.planned += u64::from(session.stage != session::Stage::Cancelled);
            found.held += u64::from(was_held(session));
        }
        for place in here {
            people.insert(place.person_id);
            let mut sum = (0, 0);
            for session in own.iter().filter(|row| inside(bogota_date(row.starts_at))) {
                if !matches!(session.stage, session::Stage::Held | session::Stage::Closed) {
                    continue;
                }
                let mark = marks
                    .iter()
                    .find(|row| row.session_id == session.id && row.enrolment_id == place.id)
                    .map(|row| row.state);
                let before = place.since().is_none_or(|since| since >= session.ends_at);
                match mark {
                    Some(Mark::Dispensed) => {}
                    Some(state) => {
                        sum.0 += u64::from(attended(state));
                        sum.1 += 1;
                    }
                    None if before => {}
                    None => sum.1 += 1,
                }
            }
            let one = Count {
                enrolled: 1,
                attended: u64::from(sum.0 > 0),
                sessions: sum,
                certified: u64::from(issued(place, Some(certificate::Kind::Certificado))),
                attested: u64::from(issued(place, Some(certificate::Kind::Constancia))),
                begun: u64::from(cohort.starts_on <= bogota_date(now)),
                never_attended: u64::from(sum.0 == 0 && sum.1 > 0),
            };
            let code = place.municipality_code.clone().unwrap();
            for sum in [&mut count, &mut found.all, found.municipalities.get_mut(&code).unwrap()] {
                sum.enrolled += one.enrolled;
                sum.attended += one.attended;
                sum.sessions.0 += one.sessions.0;
                sum.sessions.1 += one.sessions.1;
                sum.certified += one.certified;
                sum.attested += one.attested;
                sum.begun += one.begun;
                sum.never_attended += one.never_attended;
            }
        }
        found.cohorts.insert((cohort.starts_on, cohort.id.0), (cohort.name.clone(), count));
    }
    found.people = people.len() as u64;
    found.covered = found.municipalities.values().filter(|row| row.attended > 0).count() as u64;
    let cancelled: BTreeSet<_> = cohorts
        .iter()
        .filter(|row| row.stage == cohort::Stage::Cancelled)
        .map(|row| row.id)
        .collect();
    let cancelled: BTreeSet<_> = sessions
        .iter()
        .filter(|row| {
            row.stage == session::Stage::Cancelled
                || cancelled.contains(&row.cohort_id)
                || bogota_date(row.starts_at) > to
        })
        .map(|row| row.id)
        .collect();
    let counts = |row: &&attendance_summary::Model| {
        attended(row.state) && !cancelled.contains(&row.session_id)
    };
    let reached: BTreeSet<_> = places
        .iter()
        .filter(|place| marks.iter().filter(counts).any(|row| row.enrolment_id == place.id))
        .filter_map(|place| place.municipality_code.as_deref())
        .collect();
    found.never = theirs.iter().filter(|code| !reached.contains(*code)).count() as u64;
    found
}
