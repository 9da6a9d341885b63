//! Changes to the catalogue: a course, its versions, their publication.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, Set};

use super::entity::course::CourseId;
use super::entity::course_version::{self, CourseVersionId, State};
use super::entity::course_version_capacity;
use super::rules::Content;
use crate::platform::search::fold;

/// Adds a version with its capacities.
pub(super) async fn insert_version(
    tx: &impl ConnectionTrait,
    course: CourseId,
    number: i32,
    content: &Content,
    state: State,
    at: DateTime<Utc>,
) -> Result<CourseVersionId, DbErr> {
    let row = course_version::ActiveModel {
        course_id: Set(course),
        number: Set(number),
        state: Set(state),
        created_at: Set(at),
        published_at: Set((state == State::Published).then_some(at)),
        ..columns(content)
    };
    let version = row.insert(tx).await?.id;
    insert_targets(tx, version, content).await?;
    Ok(version)
}

fn columns(content: &Content) -> course_version::ActiveModel {
    course_version::ActiveModel {
        name: Set(content.name.clone()),
        search_name: Set(fold(&content.name)),
        offer_type: Set(content.offer_type.clone()),
        modality: Set(content.modality),
        hours: Set(content.hours),
        contents: Set(content.contents.clone()),
        objective: Set(content.objective.clone()),
        level: Set(content.level),
        capacity_type: Set(content.capacity_type),
        descriptor: Set(content.descriptor),
        minimum_attendance: Set(content.minimum_attendance),
        pass_mark: Set(content.pass_mark),
        ..Default::default()
    }
}

async fn insert_targets(
    tx: &impl ConnectionTrait,
    version: CourseVersionId,
    content: &Content,
) -> Result<(), DbErr> {
    let rows = content.targets.iter();
    let rows: Vec<_> = rows
        .map(|target| course_version_capacity::ActiveModel {
            course_version_id: Set(version),
            capacity_code: Set(target.capacity.clone()),
            level: Set(target.level),
            evidence: Set(target.evidence.clone()),
        })
        .collect();
    if !rows.is_empty() {
        course_version_capacity::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
