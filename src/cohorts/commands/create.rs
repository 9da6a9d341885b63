//! Making a cohort from a published version.

use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set};
use serde_json::json;

use super::{Done, refused, set_municipalities, tell};
use crate::cohorts::entity::cohort::{self, CohortId, Stage};
use crate::cohorts::policy::CreateCohort;
use crate::cohorts::refusals::CohortRefusal;
use crate::cohorts::rules;
use crate::courses::entity::course_version::{self, CourseVersionId};
use crate::platform::app::App;
use crate::platform::search::fold;
use crate::platform::secrets;

/// What a coordinator decides when making a cohort; the rule comes from the version.
#[derive(Clone, Debug)]
pub struct NewCohort {
    pub version: CourseVersionId,
    pub name: String,
    pub seats: i32,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub enrolment_closes_on: Option<NaiveDate>,
    pub place_text: String,
    /// DIVIPOLA codes within the unit's territory; may be empty until it is published.
    pub municipalities: Vec<String>,
}

/// Makes a draft. It keeps its version for ever (R2) and copies the rule of the certificate.
pub async fn create(app: &App, permit: CreateCohort, new: NewCohort) -> Done<CohortId> {
    let now = app.clock.now();
    let seats = rules::seats(new.seats).or_else(refused)?;
    rules::dates_in_order(new.starts_on, new.ends_on, new.enrolment_closes_on).or_else(refused)?;
    let tx = app.db.begin().await?;
    let version = course_version::Entity::find_by_id(new.version)
        .filter(course_version::Column::State.eq(course_version::State::Published))
        .one(&tx)
        .await?;
    let Some(version) = version else {
        return refused(CohortRefusal::VersionNotPublished);
    };
    let cohort = cohort::ActiveModel {
        course_version_id: Set(version.id),
        unit_code: Set(permit.unit().clone()),
        public_code: Set(free_code(&tx).await?),
        search_name: Set(fold(&new.name)),
        name: Set(new.name),
        stage: Set(Stage::Draft),
        seats: Set(seats),
        starts_on: Set(new.starts_on),
        ends_on: Set(new.ends_on),
        enrolment_closes_on: Set(new.enrolment_closes_on),
        minimum_attendance: Set(version.minimum_attendance),
        pass_mark: Set(version.pass_mark),
        place_text: Set(new.place_text),
        created_at: Set(now),
        // Everything in a database made by the demo seed is invented.
        is_demo: Set(app.demo),
        ..Default::default()
    }
    .insert(&tx)
    .await?;
    set_municipalities(&tx, cohort.id, permit.unit(), &new.municipalities).await?;
    tell(
        &tx,
        now,
        permit.by(),
        "cohorts.create",
        ("cohort", cohort.id.0),
        cohort.id,
        json!({ "version": version.id, "unit": cohort.unit_code }),
    )
    .await?;
    tx.commit().await?;
    Ok(cohort.id)
}

/// Eight random letters and digits in two groups, easy to dictate: «k3jd-x9qa». The address is
/// public, so it only has to be free, not secret.
async fn free_code(tx: &DatabaseTransaction) -> Done<String> {
    loop {
        let letters = secrets::public_code()?.to_lowercase();
        let (Some(head), Some(tail)) = (letters.get(..4), letters.get(4..8)) else {
            continue;
        };
        let code = format!("{head}-{tail}");
        let taken =
            cohort::Entity::find().filter(cohort::Column::PublicCode.eq(&code)).one(tx).await?;
        if taken.is_none() {
            return Ok(code);
        }
    }
}
