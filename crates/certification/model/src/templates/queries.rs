//! Templates read for pages and for whoever issues.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use documents::template::{Document, Template};
use platform::errors::AppError;

use super::entity::document_template::{self, Kind, State};

/// A template with the number of its version; the product's own is 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InUse {
    pub document: Document,
    pub version: u32,
    pub template: Template,
}

impl InUse {
    /// The product's own.
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

/// What documents of this kind are issued with from now on.
pub async fn in_use(db: &impl ConnectionTrait, document: Document) -> Result<InUse, AppError> {
    match last_published(db, document).await? {
        Some(row) => InUse::of(&row),
        None => Ok(InUse::usual(document)),
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

/// A version by its number; the product's own is 0.
pub async fn version(
    db: &impl ConnectionTrait,
    document: Document,
    number: u32,
) -> Result<InUse, AppError> {
    if number == 0 {
        return Ok(InUse::usual(document));
    }
    let row = document_template::Entity::find()
        .filter(document_template::Column::Kind.eq(Kind::from(document)))
        .filter(document_template::Column::Number.eq(i64::from(number)))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    InUse::of(&row)
}

pub fn read(body: &str) -> Result<Template, AppError> {
    serde_json::from_str(body)
        .map_err(|error| AppError::Internal(format!("a document's template: {error}")))
}

pub fn write(template: &Template) -> Result<String, AppError> {
    serde_json::to_string(template).map_err(|error| AppError::Internal(error.to_string()))
}
