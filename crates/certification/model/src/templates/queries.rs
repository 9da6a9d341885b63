//! Reads templates, for the pages that write them and for the issue.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use documents::template::{Document, Template};
use platform::errors::AppError;

use super::entity::document_template::{self, Kind, State};

/// A template with the number of its version; the built-in one has number 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberedTemplate {
    pub document: Document,
    pub version: u32,
    pub template: Template,
}

impl NumberedTemplate {
    /// Returns the built-in template, which has number 0.
    pub fn usual(document: Document) -> Self {
        Self { document, version: 0, template: Template::usual(document) }
    }

    pub fn of(row: &document_template::Model) -> Result<Self, AppError> {
        Ok(Self {
            document: row.kind.into(),
            version: u32::try_from(row.number).unwrap_or(0),
            template: read(&row.body)?,
        })
    }
}

/// Returns the template with which documents of this kind are issued now.
pub async fn in_use(
    db: &impl ConnectionTrait,
    document: Document,
) -> Result<NumberedTemplate, AppError> {
    match last_published(db, document).await? {
        Some(row) => NumberedTemplate::of(&row),
        None => Ok(NumberedTemplate::usual(document)),
    }
}

pub async fn last_published(
    db: &impl ConnectionTrait,
    document: Document,
) -> Result<Option<document_template::Model>, DbErr> {
    document_template::Entity::find()
        .filter(document_template::Column::Kind.eq(Kind::from(document)))
        .filter(document_template::Column::State.eq(State::Published))
        .order_by_desc(document_template::Column::Number)
        .one(db)
        .await
}

/// Every version of a kind, or of all of them, the newest first.
pub async fn versions(
    db: &impl ConnectionTrait,
    document: Option<Document>,
) -> Result<Vec<document_template::Model>, DbErr> {
    let mut select = document_template::Entity::find();
    if let Some(document) = document {
        select = select.filter(document_template::Column::Kind.eq(Kind::from(document)));
    }
    select.order_by_desc(document_template::Column::Number).limit(200).all(db).await
}

/// Returns a version by its number; 0 is the built-in template.
pub async fn version(
    db: &impl ConnectionTrait,
    document: Document,
    number: u32,
) -> Result<NumberedTemplate, AppError> {
    if number == 0 {
        return Ok(NumberedTemplate::usual(document));
    }
    let row = document_template::Entity::find()
        .filter(document_template::Column::Kind.eq(Kind::from(document)))
        .filter(document_template::Column::Number.eq(i64::from(number)))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    NumberedTemplate::of(&row)
}

pub fn read(body: &str) -> Result<Template, AppError> {
    serde_json::from_str(body)
        .map_err(|error| AppError::Internal(format!("a document's template: {error}")))
}

pub fn write(template: &Template) -> Result<String, AppError> {
    serde_json::to_string(template).map_err(|error| AppError::Internal(error.to_string()))
}
