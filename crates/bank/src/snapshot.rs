//! What the bank knows of a file's questions, asked of the database at once.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use capacities_model as capacities;
use courses_model::entity::course::{self, CourseId};
use platform::errors::AppError;

use super::commands::QuestionPlacement;
use super::entity::question::{self, QuestionId};
use super::entity::{question_picture, question_version};
use super::exchange::QuestionFile;
use super::exchange::preview::{BankQuestion, BankSnapshot};
use super::queries::read_body;

/// The framework's codes, the catalogue's, and the questions whose codes the file names. Five
/// statements: a file has few hundred questions.
pub async fn look(
    db: &impl ConnectionTrait,
    reading: &QuestionFile,
) -> Result<BankSnapshot, AppError> {
    let capacities = capacities::queries::capacities(db).await?;
    let courses: Vec<(String, CourseId)> = course::Entity::find()
        .select_only()
        .columns([course::Column::Code, course::Column::Id])
        .into_tuple()
        .all(db)
        .await?;
    let codes: Vec<&str> =
        reading.wanted.iter().filter_map(|wanted| wanted.code.as_deref()).collect();
    Ok(BankSnapshot {
        capacities: capacities.into_iter().map(|capacity| capacity.code).collect(),
        courses: courses.into_iter().collect(),
        questions: if codes.is_empty() { HashMap::new() } else { in_bank(db, codes).await? },
    })
}

async fn in_bank(
    db: &impl ConnectionTrait,
    codes: Vec<&str>,
) -> Result<HashMap<String, BankQuestion>, AppError> {
    let questions =
        question::Entity::find().filter(question::Column::Code.is_in(codes)).all(db).await?;
    let ids: Vec<QuestionId> = questions.iter().map(|question| question.id).collect();
    let mut last: HashMap<QuestionId, question_version::Model> = HashMap::new();
    let versions = question_version::Entity::find()
        .filter(question_version::Column::QuestionId.is_in(ids.iter().copied()))
        .order_by_asc(question_version::Column::Number);
    for version in versions.all(db).await? {
        last.insert(version.question_id, version);
    }
    let mut pictures: HashMap<QuestionId, Vec<i32>> = HashMap::new();
    let all = question_picture::Entity::find()
        .filter(question_picture::Column::QuestionId.is_in(ids))
        .all(db)
        .await?;
    for picture in all {
        pictures.entry(picture.question_id).or_default().push(picture.number);
    }
    let mut known = HashMap::new();
    for question in questions {
        let Some(version) = last.remove(&question.id) else { continue };
        let in_bank = BankQuestion {
            id: question.id,
            state: question.state,
            place: QuestionPlacement {
                capacity: question.capacity_code,
                course: question.course_id,
                difficulty: question.difficulty,
            },
            question: read_body(version.id, &version.body)?,
            note: version.note.filter(|_| version.published_at.is_none()),
            pictures: pictures.remove(&question.id).unwrap_or_default(),
        };
        known.insert(question.code, in_bank);
    }
    Ok(known)
}
