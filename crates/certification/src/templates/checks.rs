//! What must hold of templates (`doctor`).

use sea_orm::{ConnectionTrait, EntityTrait};

use platform::doctor::Finding;
use platform::errors::AppError;

use super::entity::document_template;
use super::queries::read;

/// # Errors
/// An error of the database.
pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, AppError> {
    let mut found = Vec::new();
    for row in document_template::Entity::find().all(db).await? {
        if !read(&row.body).is_ok_and(|template| template.faults(row.kind.into()).is_empty()) {
            let text = format!("template {}: no document can be issued with it", row.id);
            found.push(Finding::new("certification", text));
        }
    }
    Ok(found)
}
