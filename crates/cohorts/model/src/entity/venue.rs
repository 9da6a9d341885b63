//! A venue: one hall or room of a municipality, which two cohorts cannot have at once (R12).

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `venue`.
    VenueId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "venue")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: VenueId,
    pub municipality_code: String,
    pub name: String,
    /// The words of the name; unique with the municipality.
    pub search_name: String,
    /// The words of «Casa de la cultura, Mapiripán», by which a place names it from elsewhere.
    pub search_full: String,
    /// The same with the department, for municipalities of one name.
    pub search_long: String,
    /// How many people it seats; `None` where nobody wrote it.
    pub capacity: Option<i32>,
    pub created_at: DateTimeUtc,
}

relations! {
    Municipality: MunicipalityCode => territory_model::entity::municipality(Code),
}
