//! A mark of everybody in every session that is over, and grades where the course has them.

use chrono::TimeDelta;
use sea_orm::{DatabaseTransaction, Set};

use attendance::entity::attendance_mark::{self, MarkId, Method, State};
use attendance::entity::attendance_summary;
use grading::entity::activity::{self, ActivityId};
use grading::entity::grade;
use grading::entity::grade_entry::{self, GradeEntryId};
use platform::errors::AppError;

use super::cohorts::GeneratedCohort;
use super::names::mixed;
use super::plan::CountryPlan;
use super::rows;

/// Activities: kind, name and weight.
const ACTIVITIES: [(activity::Kind, &str, i32); 3] = [
    (activity::Kind::PreTest, "Prueba inicial", 0),
    (activity::Kind::PostTest, "Prueba final", 60),
    (activity::Kind::Product, "Producto", 40),
];

/// Mostly present; one person in eight comes half of the times.
fn state(cohort: usize, place: usize, session: usize) -> State {
    let person = cohort * 64 + place;
    let chance = mixed(person * 16 + session, 11) % 100;
    let seldom = mixed(person, 12).is_multiple_of(8);
    match chance {
        _ if seldom && chance < 50 => State::Absent,
        0..86 => State::Present,
        86..92 => State::Late,
        92..96 => State::Absent,
        96..99 => State::Excused,
        _ => State::Dispensed,
    }
}

/// Writes marks and grades and returns the number of marks.
pub async fn write(
    tx: &DatabaseTransaction,
    country: &mut CountryPlan,
    cohort: &GeneratedCohort,
) -> Result<usize, AppError> {
    let author = country.units[country.towns[country.town(cohort.number)].unit].coordinator;
    let (mut marks, mut counting) = (Vec::new(), Vec::new());
    for (position, session) in cohort.held.iter().enumerate() {
        let at = country.session(cohort.number, position).1;
        for (place, enrolment) in cohort.places.iter().enumerate() {
            let mark = MarkId(country.given.mark.next());
            let state = state(cohort.number, place, position);
            marks.push(attendance_mark::ActiveModel {
                id: Set(mark),
                session_id: Set(*session),
                enrolment_id: Set(*enrolment),
                state: Set(state),
                method: Set(Method::Manual),
                author_account_id: Set(Some(author)),
                recorded_at: Set(at),
                ..Default::default()
            });
            counting.push(attendance_summary::ActiveModel {
                session_id: Set(*session),
                enrolment_id: Set(*enrolment),
                state: Set(state),
                minutes: Set(None),
                mark_id: Set(mark),
                updated_at: Set(at),
            });
        }
    }
    let written = marks.len();
    rows::write(tx, marks).await?;
    rows::write(tx, counting).await?;
    if country.version(cohort.number).pass_mark.is_some() {
        grades(tx, country, cohort).await?;
    }
    Ok(written)
}

/// Tenths: worse before than after, and one in twelve does not pass.
fn tenths(person: usize, kind: activity::Kind) -> i32 {
    let more = i32::try_from(mixed(person, 13) % 16).unwrap_or(0);
    match kind {
        activity::Kind::PreTest => 12 + more,
        _ if mixed(person, 14).is_multiple_of(12) => 20 + more / 3,
        _ => 33 + more,
    }
}

async fn grades(
    tx: &DatabaseTransaction,
    country: &mut CountryPlan,
    cohort: &GeneratedCohort,
) -> Result<(), AppError> {
    let author = country.units[country.towns[country.town(cohort.number)].unit].coordinator;
    let began = country.session(cohort.number, 0).1;
    let last = country.session(cohort.number, country.size.sessions - 1).1;
    let (mut activities, mut entries, mut given) = (Vec::new(), Vec::new(), Vec::new());
    for ((kind, name, weight), position) in ACTIVITIES.into_iter().zip(1..) {
        let id = ActivityId(country.given.activity.next());
        activities.push(activity::ActiveModel {
            id: Set(id),
            cohort_id: Set(cohort.id),
            kind: Set(kind),
            name: Set(name.to_owned()),
            weight: Set(weight),
            position: Set(position),
        });
        // Whoever grades after the closing has to say why: the last minute is the closing's.
        let at = match kind {
            activity::Kind::PreTest => began,
            _ => last - TimeDelta::minutes(1),
        };
        if at > country.now {
            continue;
        }
        for (place, enrolment) in cohort.places.iter().enumerate() {
            let tenths = tenths(cohort.number * 64 + place, kind);
            entries.push(grade_entry::ActiveModel {
                id: Set(GradeEntryId(country.given.entry.next())),
                activity_id: Set(id),
                enrolment_id: Set(*enrolment),
                tenths: Set(Some(tenths)),
                author_account_id: Set(author),
                recorded_at: Set(at),
                ..Default::default()
            });
            given.push(grade::ActiveModel {
                activity_id: Set(id),
                enrolment_id: Set(*enrolment),
                tenths: Set(tenths),
                updated_at: Set(at),
            });
        }
    }
    rows::write(tx, activities).await?;
    rows::write(tx, entries).await?;
    Ok(rows::write(tx, given).await?)
}
