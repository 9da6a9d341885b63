//! Marks and grades of a cohort, with the history that belongs to them.

use chrono::TimeDelta;
use formacion::assessment::entity::{activity, grade, grade_entry};
use formacion::attendance::entity::attendance_mark::{self, Method, State};
use formacion::attendance::entity::attendance_summary;
use formacion::cohorts::entity::cohort;
use formacion::cohorts::entity::session::SessionId;
use formacion::enrolment::entity::enrolment;
use sea_orm::{DatabaseTransaction, Set};

use crate::load::Fixture;
use crate::people::all;

/// Most people are present. The pattern has no period that would suit a cache.
fn state(enrolment: usize, session: usize) -> State {
    match (enrolment * 31 + session * 17 + enrolment * session) % 100 {
        0..84 => State::Present,
        84..91 => State::Late,
        91..96 => State::Absent,
        96..99 => State::Excused,
        _ => State::Dispensed,
    }
}

/// Writes a mark of everybody in every session, and the summary that counts.
pub async fn marks(
    tx: &DatabaseTransaction,
    fixture: &Fixture,
    sessions: &[SessionId],
    enrolments: &[enrolment::Model],
) {
    let at = fixture.now - TimeDelta::days(20);
    let pairs = sessions.iter().enumerate().flat_map(|(s, session)| {
        enrolments
            .iter()
            .enumerate()
            .map(move |(e, enrolment)| (*session, enrolment.id, state(e, s)))
    });
    let rows = pairs.map(|(session, enrolment, state)| attendance_mark::ActiveModel {
        session_id: Set(session),
        enrolment_id: Set(enrolment),
        state: Set(state),
        minutes: Set(None),
        method: Set(Method::Manual),
        author_account_id: Set(Some(fixture.coordinator)),
        recorded_at: Set(at),
        previous_mark_id: Set(None),
        reason: Set(None),
        ..Default::default()
    });
    let marks = all(tx, rows.collect::<Vec<_>>()).await;
    let rows = marks.into_iter().map(|mark| attendance_summary::ActiveModel {
        session_id: Set(mark.session_id),
        enrolment_id: Set(mark.enrolment_id),
        state: Set(mark.state),
        minutes: Set(None),
        mark_id: Set(mark.id),
        updated_at: Set(at),
    });
    all(tx, rows.collect::<Vec<_>>()).await;
}

/// Writes three activities and everybody's grades in them.
pub async fn grades(
    tx: &DatabaseTransaction,
    fixture: &Fixture,
    cohort: &cohort::Model,
    enrolments: &[enrolment::Model],
) {
    // Whoever grades after the closing has to say why.
    let at = cohort.closed_at.unwrap_or(fixture.now - TimeDelta::days(20));
    let kinds = [
        (activity::Kind::PreTest, "Prueba inicial", 0),
        (activity::Kind::PostTest, "Prueba final", 60),
        (activity::Kind::Product, "Producto", 40),
    ];
    let rows =
        kinds.iter().zip(1..).map(|((kind, name, weight), position)| activity::ActiveModel {
            cohort_id: Set(cohort.id),
            kind: Set(*kind),
            name: Set((*name).to_owned()),
            weight: Set(*weight),
            position: Set(position),
            ..Default::default()
        });
    let activities = all(tx, rows.collect::<Vec<_>>()).await;
    let tenths = |enrolment: usize, activity: &activity::Model| {
        let more = i32::try_from((enrolment * 13) % 16).expect("small");
        match activity.kind {
            activity::Kind::PreTest => 12 + more,
            _ => 33 + more,
        }
    };
    let given: Vec<_> = activities
        .iter()
        .flat_map(|activity| {
            enrolments
                .iter()
                .enumerate()
                .map(move |(index, enrolment)| (activity.id, enrolment.id, tenths(index, activity)))
        })
        .collect();
    let entries = given.iter().map(|(activity, enrolment, tenths)| grade_entry::ActiveModel {
        activity_id: Set(*activity),
        enrolment_id: Set(*enrolment),
        tenths: Set(Some(*tenths)),
        previous_tenths: Set(None),
        author_account_id: Set(fixture.coordinator),
        recorded_at: Set(at),
        ..Default::default()
    });
    all(tx, entries.collect::<Vec<_>>()).await;
    let grades = given.iter().map(|(activity, enrolment, tenths)| grade::ActiveModel {
        activity_id: Set(*activity),
        enrolment_id: Set(*enrolment),
        tenths: Set(*tenths),
        updated_at: Set(at),
    });
    all(tx, grades.collect::<Vec<_>>()).await;
}
