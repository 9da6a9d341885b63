//! How a cohort's data are saved. Who is enrolled decides which municipalities may leave: a later
//! capability knows them, and its declaration gives Rocket the answer.

use std::pin::Pin;

use platform::app::App;
use platform::errors::Failure;

use super::commands::CohortChange;
use super::policy::EditCohort;
use super::refusals::CohortRefusal;

/// The work of saving, or the refusal that belongs on the form.
pub type SaveFuture<'a> =
    Pin<Box<dyn Future<Output = Result<(), Failure<CohortRefusal>>> + Send + 'a>>;

/// Saves a cohort's data in one transaction; managed by the server.
#[derive(Clone, Copy)]
pub struct CohortSaver(pub for<'a> fn(&'a App, EditCohort, CohortChange) -> SaveFuture<'a>);
