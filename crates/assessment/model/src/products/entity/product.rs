//! What an activity asks learners to make. Its rubrics are in `rubric`.

use sea_orm::entity::prelude::*;

use crate::entity::activity::ActivityId;
use platform::ids::stored;
use platform::relations::relations;

/// What happens to a submission after the due date.
#[stored]
#[words("assessment.product_late_")]
pub enum LatePolicy {
    Refused,
    Accepted,
    /// Each day begun takes something off the grade.
    Discounted,
}

/// In what medium a submission may come.
#[stored]
#[words("assessment.product_takes_")]
pub enum SubmissionMedium {
    File,
    Link,
    Either,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub activity_id: ActivityId,
    pub instructions: String,
    /// Until when a submission is on time. `None` means as long as the cohort runs.
    pub due_at: Option<DateTimeUtc>,
    pub late: LatePolicy,
    /// Tenths of the scale for each day begun.
    pub discount: i32,
    pub accepts: SubmissionMedium,
    /// How many graders grade each product before its grade counts, 1 to 3.
    pub graders: i32,
    /// Tenths between two graders above which the coordination decides.
    pub tolerance: i32,
    pub updated_at: DateTimeUtc,
}

relations! {
    Activity: ActivityId => crate::entity::activity(Id),
}
