//! Two persons who may be one (R27): noted when the second is registered, looked at once.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::person::PersonId;

id! {
    /// The id of a row of `possible_duplicate`.
    PossibleDuplicateId
}

/// What the two records have in common besides a like name.
#[stored]
#[words("people.likeness_")]
pub enum Likeness {
    Email,
    Phone,
    Municipality,
    /// A person reported the pair, which the product had not noticed.
    ByHand,
}

/// What the person who looked found out.
#[stored]
pub enum DuplicateOutcome {
    Distinct,
    Merged,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "possible_duplicate")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PossibleDuplicateId,
    /// The one registered first: its id is the lower.
    /// Personal: who may be registered twice.
    pub one_id: PersonId,
    /// Personal: who may be registered twice.
    pub other_id: PersonId,
    pub likeness: Likeness,
    pub noted_at: DateTimeUtc,
    /// `None` while nobody has looked at the pair.
    pub settled_at: Option<DateTimeUtc>,
    /// Personal: who looked.
    pub settled_by: Option<AccountId>,
    pub outcome: Option<DuplicateOutcome>,
}

relations! {}
