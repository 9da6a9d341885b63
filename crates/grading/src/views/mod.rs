//! Pages of activities and grades.

mod activities;
mod grades;
mod one;

pub use activities::{ActivitiesPage, ActivityFields, ActivityLine, kind_choices};
pub use grades::{ActivityHeading, CellStory, GradeCell, GradeLine, GradesPage};
pub use one::{EntryLine, GradePage, WorkLink};

use platform::pages::{Sample, samples_of};

pub fn samples() -> Vec<Sample> {
    [samples_of::<ActivitiesPage>(), samples_of::<GradesPage>(), samples_of::<GradePage>()]
        .into_iter()
        .flatten()
        .collect()
}
