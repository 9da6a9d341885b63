//! A file of values or of traits, from its arrival until it is imported or forgotten; the row stays
//! as the source of what it brought.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `indicator_import`.
    ImportId
}

#[stored]
pub enum Kind {
    /// Of the indicators of one index.
    Values,
    /// Groups, categories, typologies, population.
    Traits,
}

/// What the importer said about data of 0 to 100.
#[stored]
pub enum DataScale {
    /// Nothing: data that could be of either are told and not guessed.
    Unsaid,
    /// As they are published.
    Hundred,
    /// Parts of one: 0,45 is 45.
    One,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "indicator_import")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ImportId,
    /// Who sent it.
    pub account_id: AccountId,
    pub kind: Kind,
    /// MDM, IDF, FURAG; of values only.
    pub index_name: Option<String>,
    pub file_name: String,
    /// SHA-256 of the file, hexadecimal: it stays when the bytes are forgotten.
    pub digest: String,
    /// Who published the file, as the importer says it.
    pub source: String,
    /// When it was published, as the importer says it.
    pub published_on: Date,
    /// The year that the importer confirmed.
    pub year: Option<i32>,
    /// The sheet that the importer chose; the first one with the headings where nothing was said.
    pub sheet: Option<String>,
    pub scale: DataScale,
    /// Invented for the demonstration; every page that shows a value of it says so.
    pub is_demo: bool,
    /// Empty once it is over or forgotten.
    pub bytes: Option<Vec<u8>>,
    pub created_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
    pub added: i32,
    pub corrected: i32,
    /// Rows that said what was known already.
    pub unchanged: i32,
    /// Rows without a value: they are nowhere else, because missing is not zero.
    pub missing: i32,
}

relations! {}
