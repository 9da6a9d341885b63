//! The pages of cohorts: one typed context per template, each with samples.

pub use cohorts_model::views::*;

mod builder;
mod calendar;
mod cohort;
mod counting;
mod forms;
mod history;
mod list;
mod minimum;
mod venues;

pub use builder::{BuilderPage, Note, PlannedRow, SimilarCohortLine};
pub use calendar::{CalendarDay, CalendarEntry, CalendarPage};
pub use cohort::{AttendanceBar, CohortPage, SessionLine};
pub use counting::{Choices, KEPT, SHARES};
pub use forms::{
    CohortFormPage, MeetingPreview, ReasonPage, SessionFormPage, SessionMovePage, TemplatePage,
    TownPage, UnitPage,
};
pub use history::CohortHistoryPage;
pub use list::{CohortListPage, CohortListRow};
pub use minimum::{EvidenceLine, MinimumActivity, MinimumPage, checklist, follow_up_unplanned};
pub use venues::{VenueLine, VenuePage, VenuesPage};

use platform::pages::{Sample, samples_of};

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<CohortListPage>(),
        samples_of::<CohortPage>(),
        samples_of::<CohortHistoryPage>(),
        samples_of::<BuilderPage>(),
        samples_of::<CalendarPage>(),
        samples_of::<TemplatePage>(),
        samples_of::<MinimumPage>(),
        samples_of::<CohortFormPage>(),
        samples_of::<UnitPage>(),
        samples_of::<SessionFormPage>(),
        samples_of::<SessionMovePage>(),
        samples_of::<TownPage>(),
        samples_of::<ReasonPage>(),
        samples_of::<VenuesPage>(),
        samples_of::<VenuePage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
