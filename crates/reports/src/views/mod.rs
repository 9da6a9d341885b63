//! Pages of the department's report; what they share is here.

pub use reports_model::views::*;

mod cohort;
mod people;
mod results;

pub use cohort::CohortAttendancePage;
pub use people::{PeopleChoice, PeopleFilter, PeoplePage, Window};
pub use results::ResultsPage;

use platform::pages::{Sample, samples_of};

/// Begins with a capital letter: DIVIPOLA writes its kinds, and a period its name, in small ones.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<ReportsPage>();
    all.extend(samples_of::<DepartmentPage>());
    all.extend(samples_of::<CohortAttendancePage>());
    all.extend(samples_of::<PeoplePage>());
    all.extend(samples_of::<ResultsPage>());
    all
}
