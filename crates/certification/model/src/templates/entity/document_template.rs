//! A version of the template of a kind of document. Published ones are never changed: a correction is
//! the next one.

use sea_orm::entity::prelude::*;

use documents::template::Document;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `document_template`.
    TemplateId
}

/// The documents of the crate, as they are kept.
#[stored]
pub enum Kind {
    Curso,
    Diplomado,
    Constancia,
    FormacionFormadores,
}

impl From<Document> for Kind {
    fn from(document: Document) -> Self {
        match document {
            Document::Curso => Self::Curso,
            Document::Diplomado => Self::Diplomado,
            Document::Constancia => Self::Constancia,
            Document::FormacionFormadores => Self::FormacionFormadores,
        }
    }
}

impl From<Kind> for Document {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Curso => Self::Curso,
            Kind::Diplomado => Self::Diplomado,
            Kind::Constancia => Self::Constancia,
            Kind::FormacionFormadores => Self::FormacionFormadores,
        }
    }
}

#[stored]
#[words("certification.template_")]
pub enum State {
    Draft,
    Published,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_template")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: TemplateId,
    pub kind: Kind,
    /// 1, 2, … within the kind.
    pub number: i32,
    pub state: State,
    /// `documents::template::Template` as JSON.
    pub body: String,
    /// Why this version was written.
    pub note: Option<String>,
    pub written_at: DateTimeUtc,
    pub written_by: Option<AccountId>,
    pub published_at: Option<DateTimeUtc>,
    pub published_by: Option<AccountId>,
}

relations! {}
