//! A person, once, whatever number of posts, cohorts and accounts.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `person`.
    PersonId
}

/// Identity documents that Colombian public bodies accept, by their usual codes (CC, CE, …).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "UPPERCASE")]
#[serde(rename_all = "UPPERCASE")]
pub enum DocumentType {
    /// Cédula de ciudadanía.
    Cc,
    /// Cédula de extranjería.
    Ce,
    /// Tarjeta de identidad.
    Ti,
    /// Registro civil.
    Rc,
    /// Pasaporte.
    Pa,
    /// Permiso especial de permanencia.
    Pep,
    /// Permiso por protección temporal.
    Ppt,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PersonId,
    /// Personal: identity document.
    pub document_type: DocumentType,
    /// Normalised: letters and digits only, upper case.
    /// Personal: identity document.
    pub document_number: String,
    /// Personal: name.
    pub first_name: String,
    /// Personal: name.
    pub second_name: Option<String>,
    /// Personal: name.
    pub first_surname: String,
    /// Personal: name.
    pub second_surname: Option<String>,
    /// The four names without accents or case, for searching.
    /// Personal: name.
    pub search_name: String,
    /// First name and first surname without accents or case: who is called alike.
    /// Personal: name.
    pub name_key: String,
    /// Lower case.
    /// Personal: contact.
    pub email: Option<String>,
    /// Personal: contact.
    pub phone: Option<String>,
    pub created_at: DateTimeUtc,
    /// The record of the same person that took this one in (R28): this one stays as another name.
    /// Personal: whose record it is.
    pub merged_into: Option<PersonId>,
}

/// The parts of a name, as `people::queries::Name` reads them.
pub const NAME: [Column; 4] =
    [Column::FirstName, Column::SecondName, Column::FirstSurname, Column::SecondSurname];

relations! {}
