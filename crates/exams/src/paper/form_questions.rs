//! The questions of the forms of a print, with the order of their letters.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use platform::errors::AppError;
use questions::Question;

use super::entity::exam_form::FormId;
use super::queries;
use crate::queries::{bodies, order_of};

/// A question of a form.
pub struct FormQuestion {
    pub position: i32,
    pub question: Question,
    /// The indices of its options in the order of their letters.
    pub order: Vec<usize>,
}

/// Returns the questions of each form, by position. Two statements.
///
/// # Errors
/// The database's, and a printed question that is gone.
pub async fn form_questions(
    db: &impl ConnectionTrait,
    forms: &[FormId],
) -> Result<HashMap<FormId, Vec<FormQuestion>>, AppError> {
    let items = queries::items(db, forms).await?;
    let ids: Vec<_> = items.iter().map(|item| item.question_version_id).collect();
    let known = bodies(db, &ids).await?;
    let mut all: HashMap<FormId, Vec<FormQuestion>> = HashMap::new();
    for item in items {
        let question = known.get(&item.question_version_id);
        let (_, question) =
            question.ok_or_else(|| AppError::Internal("a printed question is gone".into()))?;
        let order = order_of(&item.shown);
        let asked = FormQuestion { position: item.position, question: question.clone(), order };
        all.entry(item.form_id).or_default().push(asked);
    }
    Ok(all)
}
