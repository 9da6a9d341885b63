//! A country of made-up people, with what is asked of it at national scale (P26, P27): posts, cohorts
//! with their sessions, marks, grades and certificates in every municipality that a unit serves.
//!
//! Rows are written in bulk and not through commands, which would take days, but they are whole:
//! `doctor --strict` finds nothing. The same size on the same day makes the same country. It is a demo
//! and says so everywhere; like the demo it is only made in an empty database, and whatever was cut
//! short is told.

mod certificates;
mod cohorts;
mod marks;
pub mod names;
mod people;
mod plan;
mod rows;

use std::time::Instant;

use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use serde_json::json;

use crate::history::commands::{Event, record};
use crate::ledger::refresh::refresh;
use crate::platform::app::App;
use crate::platform::entity::setting;
use crate::platform::errors::AppError;
use crate::reports::tallies;

pub use plan::Size;

/// Cohorts of one transaction: what a power cut loses, and what SQLite's log grows by.
const PORTION: usize = 100;

/// What was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    pub people: usize,
    pub cohorts: usize,
    pub marks: usize,
    pub certificates: usize,
}

/// Fills an empty database that [`crate::demo::begin`] took and that has the reference facts; says now
/// and then how far it is.
///
/// # Errors
/// When the database breaks, or its facts have no course or no municipality that a unit serves.
pub async fn generate(app: &App, size: Size, mut tell: impl FnMut(Made)) -> Result<Made, AppError> {
    let began = Instant::now();
    let demo = App { demo: true, ..app.clone() };
    let tx = app.db.begin().await?;
    let name = format!("País inventado de {} personas", size.people);
    setting::ActiveModel { key: Set(crate::demo::SETTING.to_owned()), value: Set(name) }
        .insert(&tx)
        .await?;
    let mut ground = plan::Ground::prepare(&tx, &demo, size).await?;
    people::entities(&tx, &mut ground).await?;
    tx.commit().await?;
    let mut made = Made::default();
    let mut series = certificates::Series::default();
    let numbers: Vec<usize> = (0..ground.size.cohorts()).collect();
    for (round, portion) in numbers.chunks(PORTION).enumerate() {
        // After one, two, four, eight: what was learnt is never of less than half of what there is.
        if round.is_power_of_two() {
            rows::learn(app).await?;
        }
        let tx = app.db.begin().await?;
        let (mut ids, mut written) = (Vec::new(), Vec::new());
        for number in portion {
            let crowd = people::of_cohort(&tx, &mut ground, *number).await?;
            made.people += crowd.len();
            ids.extend(crowd.iter().map(|one| one.person.0));
            let cohort = cohorts::write(&tx, &mut ground, *number, &crowd).await?;
            made.marks += marks::write(&tx, &mut ground, &cohort).await?;
            made.certificates +=
                certificates::write(&tx, &demo, &mut ground, &mut series, &cohort).await?;
            made.cohorts += 1;
            written.push(cohort.id);
        }
        series.keep(&tx).await?;
        refresh(&tx, &demo, &ids).await?;
        tallies::keep(&tx, &written).await?;
        tx.commit().await?;
        tell(made);
    }
    rows::settle(app).await?;
    let tx = app.db.begin().await?;
    let detail = json!({ "people": made.people, "cohorts": made.cohorts });
    let event = Event {
        at: app.clock.now(),
        actor: None,
        request: None,
        action: "generator.generate",
        subject_kind: "setting",
        subject_id: 0,
        cohort_id: None,
        detail,
    };
    record(&tx, event).await?;
    setting::Entity::delete_by_id(crate::demo::LOADING.to_owned()).exec(&tx).await?;
    tx.commit().await?;
    tracing::info!(seconds = began.elapsed().as_secs(), people = made.people, "generated");
    Ok(made)
}
