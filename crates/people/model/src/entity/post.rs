//! A person in a position of an entity between two dates. Posts are added and ended, never
//! rewritten.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;
use territory_model::entity::entity::EntityId;

use super::person::PersonId;

id! {
    /// The id of a row of `post`.
    PostId
}

/// The legal tie between a person and the entity (vinculación). A contratista is not a servidor.
#[stored]
#[words("people.kind_")]
pub enum Kind {
    Carrera,
    /// Libre nombramiento y remoción.
    Lnr,
    Provisional,
    Temporal,
    PeriodoFijo,
    EleccionPopular,
    TrabajadorOficial,
    Contratista,
    Supernumerario,
    /// Neither servant nor contractor: community leaders, organisations.
    NoAplica,
    /// Nobody knows it yet: it decides no queue and meets no rule that asks for one.
    NoSeSabe,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PostId,
    /// Personal: whose working life this is.
    pub person_id: PersonId,
    /// Personal: employer.
    pub entity_id: EntityId,
    /// Cargo, as the person wrote it.
    /// Personal: occupation.
    pub position: String,
    /// Personal: legal tie with the employer.
    pub kind: Kind,
    /// Personal: place of work.
    pub municipality_code: String,
    /// Personal: working life.
    pub starts_on: Date,
    /// Last day of the post; empty while it lasts.
    /// Personal: working life.
    pub ends_on: Option<Date>,
    /// Principal from its first day; later choices are `principal_choice`s.
    pub is_principal: bool,
    pub created_at: DateTimeUtc,
    /// The last day on which a person confirmed that the holder still holds it; `None` when nobody
    /// has confirmed it since it was added.
    pub confirmed_on: Option<Date>,
    /// The last day on which the person was asked by mail.
    pub asked_on: Option<Date>,
    /// Whether the institution stands behind what the post says: its staff, the entity or a list wrote
    /// or confirmed it. What only the person said is declared (R77).
    pub is_vouched: bool,
}

relations! {
    Person: PersonId => super::person(Id),
    Entity: EntityId => territory_model::entity::entity(Id),
    Municipality: MunicipalityCode => territory_model::entity::municipality(Code),
}
