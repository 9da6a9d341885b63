//! Loading the reference catalogue: nine courses and a conversatorio, published.
//!
//! A published version never changes (R2). When the file brings another content, a course that no
//! person has edited gets it as its next published version, and one that somebody has edited is
//! left as they want it.

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, Set,
};
use serde::Deserialize;

use history_model::entity::history_event;
use platform::prelude::*;
use sign_in_model::work::Work;
use territory_model::reference::{ReferenceFile, reference_file};

use super::commands::insert_version;
use super::entity::course::{self, CourseId, Track};
use super::entity::course_version::{CapacityType, CourseLevel, Descriptor, Modality, State};
use super::extras::Extras;
use super::queries;
use super::rules::{Admission, Content, CourseTarget, USUAL_SHARE, lines, missing_to_publish};

const COURSES: ReferenceFile = reference_file!("courses.toml");

#[derive(Deserialize)]
struct Catalogue {
    course: Vec<CourseRow>,
}

#[derive(Deserialize)]
struct CourseRow {
    code: String,
    subject: String,
    track: Track,
    name: String,
    offer_type: String,
    modality: Modality,
    hours: i32,
    level: CourseLevel,
    capacity_type: CapacityType,
    descriptor: Descriptor,
    minimum_attendance: i32,
    pass_mark: Option<i32>,
    objective: String,
    contents: Vec<String>,
    capacities: Vec<TargetRow>,
}

#[derive(Deserialize)]
struct TargetRow {
    code: String,
    level: CourseLevel,
    evidence: String,
}

impl CourseRow {
    fn content(&self) -> Content {
        let mut targets: Vec<CourseTarget> = self
            .capacities
            .iter()
            .map(|row| CourseTarget {
                capacity: row.code.clone(),
                level: row.level,
                evidence: row.evidence.clone(),
            })
            .collect();
        targets.sort_by(|a, b| a.capacity.cmp(&b.capacity));
        Content {
            name: self.name.clone(),
            offer_type: self.offer_type.clone(),
            modality: self.modality,
            hours: self.hours,
            contents: lines(&self.contents.join("\n")),
            objective: self.objective.clone(),
            level: self.level,
            capacity_type: self.capacity_type,
            descriptor: self.descriptor,
            minimum_attendance: self.minimum_attendance,
            pass_mark: self.pass_mark,
            extras: Extras::default(),
            hours_share: USUAL_SHARE,
            certificate_months: None,
            admission: Admission::default(),
            targets,
        }
    }
}

/// Loads the catalogue in one transaction and returns a Spanish line about the file.
pub async fn load(app: &App) -> Result<Vec<String>, AppError> {
    let work = Work::of_product(app).await?;
    let (tx, at) = (&work.tx, work.now);
    if COURSES.is_loaded(tx).await? {
        return Ok(vec![COURSES.unchanged()?]);
    }
    let catalogue: Catalogue = toml::from_str(COURSES.text).map_err(|e| COURSES.broken(e))?;
    let known = course::Entity::find().all(tx).await?;
    let known: HashMap<_, _> = known.into_iter().map(|row| (row.code, row.id)).collect();
    let mut kept = Vec::new();
    for row in &catalogue.course {
        let content = row.content();
        if let Some(refusal) = missing_to_publish(&content).first() {
            return Err(COURSES.broken(format!("{}: {refusal}", row.code)));
        }
        match known.get(&row.code) {
            None => {
                let course = insert_course(tx, row, at).await?;
                publish(&work, course, 1, &content).await?;
            }
            Some(course) => {
                let versions = queries::contents_of(tx, *course).await?;
                if versions.iter().any(|(_, known)| *known == content) {
                    continue;
                }
                if edited_by_people(tx, *course).await? {
                    kept.push(row.code.as_str());
                    continue;
                }
                let last = versions.iter().map(|(version, _)| version.number).max();
                publish(&work, *course, last.unwrap_or(0) + 1, &content).await?;
            }
        }
    }
    let mut told = vec![COURSES.record(tx, catalogue.course.len(), at).await?];
    work.commit().await?;
    if !kept.is_empty() {
        told.push(format!(
            "{}: sin tocar, porque alguien los editó: {}.",
            COURSES.name,
            kept.join(", ")
        ));
    }
    Ok(told)
}

async fn insert_course(
    tx: &impl ConnectionTrait,
    row: &CourseRow,
    at: DateTime<Utc>,
) -> Result<CourseId, DbErr> {
    let course = course::ActiveModel {
        code: Set(row.code.clone()),
        subject: Set(row.subject.clone()),
        track: Set(row.track),
        created_at: Set(at),
        ..Default::default()
    };
    Ok(course.insert(tx).await?.id)
}

async fn publish(
    work: &Work<'_>,
    course: CourseId,
    number: i32,
    content: &Content,
) -> Result<(), AppError> {
    insert_version(&work.tx, course, number, content, (State::Published, None), work.now).await?;
    work.record("courses.publish", ("course", course.0), json!({ "version": number })).await
}

/// Whether any version of the course came from a person's hand.
async fn edited_by_people(tx: &impl ConnectionTrait, course: CourseId) -> Result<bool, DbErr> {
    use history_event::Column;
    let events = history_event::Entity::find()
        .filter(Column::SubjectKind.eq("course"))
        .filter(Column::SubjectId.eq(course.0))
        .filter(Column::ActorAccountId.is_not_null());
    Ok(events.count(tx).await? > 0)
}
