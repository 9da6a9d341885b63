//! Official measures of a capacity. One capacity may have several: PRE-05 in the framework is a
//! second indicator of PRE-04.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `capacity_indicator`.
    IndicatorId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "capacity_indicator")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: IndicatorId,
    pub capacity_code: String,
    /// MDM, IDF, FURAG.
    pub index_name: String,
    /// The code of the index's publisher.
    pub indicator_code: String,
    pub name: String,
    pub unit: String,
    /// Possible values, as the source says it.
    pub range_text: String,
    /// Which way is better, as the source says it.
    pub direction: String,
    pub periodicity: String,
    /// Who publishes it.
    pub source_owner: String,
    /// How sure we are of what is said of the indicator.
    pub certainty: String,
    /// What a course leaves that speaks of this capacity.
    pub evidence: String,
    /// What a reader must know before reading the value; may be empty.
    pub note: String,
    /// The number of the current revision of its texts: 1, 2, …
    pub revision: i32,
    /// A retired indicator keeps its values and no longer measures the capacity.
    pub retired: bool,
    /// How sure we are that it speaks of the capacity.
    pub link_certainty: String,
    /// Who says so; empty for a proposal of the programme.
    pub link_source: String,
}

relations! {
    Capacity: CapacityCode => super::capacity(Code),
}
