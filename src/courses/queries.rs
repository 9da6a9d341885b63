//! Questions about the catalogue.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::entity::course::CourseId;
use super::entity::{course_version, course_version_capacity};
use super::rules::{Content, Target};

/// The versions of a course with all they say, from the first.
pub async fn contents_of(
    db: &impl ConnectionTrait,
    course: CourseId,
) -> Result<Vec<(course_version::Model, Content)>, DbErr> {
    let versions = course_version::Entity::find()
        .filter(course_version::Column::CourseId.eq(course))
        .order_by_asc(course_version::Column::Number)
        .all(db)
        .await?;
    let targets = course_version_capacity::Entity::find()
        .filter(
            course_version_capacity::Column::CourseVersionId
                .is_in(versions.iter().map(|version| version.id)),
        )
        .order_by_asc(course_version_capacity::Column::CapacityCode)
        .all(db)
        .await?;
    let mut of: HashMap<_, Vec<Target>> = HashMap::new();
    for row in targets {
        of.entry(row.course_version_id).or_default().push(Target {
            capacity: row.capacity_code,
            level: row.level,
            evidence: row.evidence,
        });
    }
    let whole = versions.into_iter().map(|version| {
        let targets = of.remove(&version.id).unwrap_or_default();
        let content = content_of(&version, targets);
        (version, content)
    });
    Ok(whole.collect())
}

fn content_of(version: &course_version::Model, targets: Vec<Target>) -> Content {
    Content {
        name: version.name.clone(),
        offer_type: version.offer_type.clone(),
        modality: version.modality,
        hours: version.hours,
        contents: version.contents.clone(),
        objective: version.objective.clone(),
        level: version.level,
        capacity_type: version.capacity_type,
        descriptor: version.descriptor,
        minimum_attendance: version.minimum_attendance,
        pass_mark: version.pass_mark,
        targets,
    }
}
