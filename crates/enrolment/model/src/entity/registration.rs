//! A registration that waits until its mail is proven (R77). Nothing of it is a person yet: no list,
//! report or import knows it. The registration without `settled_at` that holds a seat is counted with
//! those who sit.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `registration`.
    RegistrationId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RegistrationId,
    pub cohort_id: CohortId,
    /// Digest of the secret in the letter.
    #[sea_orm(unique)]
    pub token_hash: String,
    /// Lower case.
    /// Personal: contact.
    pub email: String,
    /// The fields as they were typed, an object of texts in JSON.
    /// Personal: identity document, name, contact and occupation.
    pub form: String,
    /// Digest of the network address that asked.
    pub address_key: String,
    pub asked_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub holds_seat: bool,
    /// Which seats it may take.
    pub municipality_code: Option<String>,
    pub entity_kind: Option<String>,
    /// When it was proven, replaced by a later one or ran out; `None` while it waits.
    pub settled_at: Option<DateTimeUtc>,
}

relations! {
    Cohort: CohortId => cohorts_model::entity::cohort(Id),
}
