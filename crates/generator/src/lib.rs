//! A country of made-up people to measure with (P26, P27): posts, cohorts with their sessions,
//! marks, grades and certificates in every municipality that a unit serves. Rows are written in
//! bulk and not through commands, which would take days, but they are whole: `doctor --strict`
//! finds nothing.
//!
//! ## Words
//!
//! - **Size**: how many people there are, and how many sessions each cohort has.
//! - **Plan**: what is written where and when, from a number alone.
//! - **Town**: a municipality where people work and are trained, with its alcaldía.
//! - **Crowd**: the people of one cohort, thirty of them.
//! - **Given ids**: ids that are handed out here, one after the other, so that rows can name one
//!   another before they are written.
//! - **Series**: the last certificate number of each unit's year.
//! - **Portion**: a hundred cohorts, written in one transaction.
//!
//! ## Rules
//!
//! - The same size on the same day makes the same country.
//! - It is a demonstration: it is made only in an empty database, says so everywhere, and a start
//!   after a stop in the middle says that it is not whole.
//! - Names are plants, trees and animals, and documents are numbers that no register reaches, so
//!   that nobody real is in it.
//! - What capabilities derive is derived by their own code: certificates are judged and frozen by
//!   certification's rules, the ledger by its `refresh`, totals of closed cohorts by `reports`.
//! - A cohort is taught all the hours of its course, whatever the number of its sessions.
//! - No letters are written, and no credentials; a worker signs them where there is a key.
//! - Nothing in the product uses this crate but the command line.
//!
//! ## A walk: three hundred thousand people
//!
//! `formacion generate --people 300000`:
//!
//! 1. The program migrates the database, takes it as a demonstration does, and loads the
//!    reference facts.
//! 2. `plan` reads the published versions of courses and opens the accounts of those who answer
//!    for the country: an administrator, a coordination for each unit, a gobernación for each
//!    department. Every municipality that a unit serves becomes a town; one cohort in five is in
//!    the first one.
//! 3. For each portion of a hundred cohorts one transaction writes people with a post each, one
//!    in eight of whom has left since; the cohort with a session a week and an enrolment for
//!    everybody; a mark of everybody in every session that is over, with grades where the course
//!    has them; and the certificates of those who earned one.
//! 4. Before the transaction commits, the ledger derives the holdings of these people and the
//!    totals of the cohorts that closed are added up.
//! 5. After one, two, four, eight portions PostgreSQL is told to learn how much there is by now;
//!    otherwise it reads whole tables for every cohort.
//! 6. At the end ids go on after the last one that was given, the tables are settled as a
//!    database in service would settle them, history gets one line, and the setting of the load
//!    goes.

mod certificates;
mod cohorts;
mod marks;
pub mod names;
mod people;
mod plan;
mod rows;

use std::time::Instant;

use sea_orm::{ActiveModelTrait, EntityTrait, Set};

use history_model::commands::{Event, record};
use ledger::refresh::refresh;
use platform::entity::setting;
use platform::prelude::*;
use reports::cohort_totals;

pub use plan::Size;

/// Cohorts of one transaction: what a power cut loses, and what SQLite's log grows by.
const PORTION: usize = 100;

/// How many rows of each kind were generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GenerationSummary {
    pub people: usize,
    pub cohorts: usize,
    pub marks: usize,
    pub certificates: usize,
}

/// Fills an empty database that [`demo::begin`] took and that has the reference facts; says now
/// and then how far it is.
///
/// # Errors
/// When the database breaks, or its facts have no course or no municipality that a unit serves.
pub async fn generate(
    app: &App,
    size: Size,
    mut tell: impl FnMut(GenerationSummary),
) -> Result<GenerationSummary, AppError> {
    let began = Instant::now();
    let demo = App { demo: true, ..app.clone() };
    let tx = app.db.begin().await?;
    let name = format!("País inventado de {} personas", size.people);
    setting::ActiveModel { key: Set(demo::SETTING.to_owned()), value: Set(name) }
        .insert(&tx)
        .await?;
    let mut country = plan::CountryPlan::prepare(&tx, &demo, size).await?;
    people::entities(&tx, &mut country).await?;
    tx.commit().await?;
    let mut made = GenerationSummary::default();
    let mut series = certificates::Series::default();
    let numbers: Vec<usize> = (0..country.size.cohorts()).collect();
    for (round, portion) in numbers.chunks(PORTION).enumerate() {
        // After one, two, four, eight: what was learnt is never of less than half of what there is.
        if round.is_power_of_two() {
            rows::learn(app).await?;
        }
        let tx = app.db.begin().await?;
        let (mut ids, mut written) = (Vec::new(), Vec::new());
        for number in portion {
            let crowd = people::of_cohort(&tx, &mut country, *number).await?;
            made.people += crowd.len();
            ids.extend(crowd.iter().map(|one| one.person.0));
            let cohort = cohorts::write(&tx, &mut country, *number, &crowd).await?;
            made.marks += marks::write(&tx, &mut country, &cohort).await?;
            made.certificates +=
                certificates::write(&tx, &demo, &mut country, &mut series, &cohort).await?;
            made.cohorts += 1;
            written.push(cohort.id);
        }
        series.keep(&tx).await?;
        refresh(&tx, &demo, &ids).await?;
        cohort_totals::keep(&tx, &written).await?;
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
    setting::Entity::delete_by_id(demo::LOADING.to_owned()).exec(&tx).await?;
    tx.commit().await?;
    tracing::info!(seconds = began.elapsed().as_secs(), people = made.people, "generated");
    Ok(made)
}
