//! A person, once, whatever number of posts, cohorts and accounts.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;

id! {
    /// The id of a row of `person`.
    PersonId
}

/// Identity documents that Colombian public bodies accept, by their usual codes (CC, CE, …).
#[stored]
#[words("people.document_type_")]
pub enum DocumentType {
    /// Cédula de ciudadanía.
    #[stored("CC")]
    Cc,
    /// Cédula de extranjería.
    #[stored("CE")]
    Ce,
    /// Tarjeta de identidad.
    #[stored("TI")]
    Ti,
    /// Registro civil.
    #[stored("RC")]
    Rc,
    /// Pasaporte.
    #[stored("PA")]
    Pa,
    /// Permiso especial de permanencia.
    #[stored("PEP")]
    Pep,
    /// Permiso por protección temporal.
    #[stored("PPT")]
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
    /// Only the person said who they are, by registering: what the institution brings overwrites their
    /// contacts (R77).
    pub is_self_declared: bool,
}

/// The parts of a name, as `people::queries::Name` reads them.
pub const NAME: [Column; 4] =
    [Column::FirstName, Column::SecondName, Column::FirstSurname, Column::SecondSurname];

relations! {}
