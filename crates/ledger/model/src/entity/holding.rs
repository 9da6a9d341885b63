//! Days on which a person counts for a capacity of a municipality, or for its people in post, and the
//! time during which that was what the product knew. Added, never rewritten.

use sea_orm::entity::prelude::*;

use certification_model::entity::certificate::CertificateId;
use people_model::entity::person::PersonId;
use platform::ids::{id, stored};
use platform::relations::relations;

id! {
    /// The id of a row of `holding`.
    HoldingId
}

/// Why the person counts from the first day on.
#[stored]
#[derive(PartialOrd, Ord)]
pub enum HoldingStart {
    /// They were in post there and were certified.
    Certified,
    /// They took the post, certified before.
    Arrived,
    /// It counted the day before too: another certificate or another word about the post.
    Continued,
}

/// Why the person does not count after the last day.
#[stored]
#[derive(PartialOrd, Ord)]
pub enum HoldingEnd {
    /// They have no post any more.
    Left,
    /// They work in another municipality.
    Moved,
    Revoked,
    Expired,
    /// The certificate that replaced it is no reason to count.
    Replaced,
    /// It counts the day after too.
    Continued,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "holding")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: HoldingId,
    /// Personal: who holds the capacity.
    pub person_id: PersonId,
    /// `None` means that the person is in post there, certified or not.
    pub capacity_code: Option<String>,
    /// Personal: place of work.
    pub municipality_code: String,
    /// Personal: the certificate that it stands on.
    pub certificate_id: Option<CertificateId>,
    /// Personal: working life.
    pub from_on: Date,
    /// The last day on which it counts.
    /// Personal: working life.
    pub last_on: Option<Date>,
    /// The last day on which the post is not unconfirmed (R31).
    pub confirmed_until: Date,
    pub began: HoldingStart,
    pub ended: Option<HoldingEnd>,
    pub known_from: DateTimeUtc,
    /// When something else became known; `None` for what is known now.
    pub known_until: Option<DateTimeUtc>,
}

relations! {
    Person: PersonId => people_model::entity::person(Id),
    ;
    Certificate: CertificateId => certification_model::entity::certificate(Id),
}
