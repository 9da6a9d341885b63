//! A role of an account, with the unit, department or entity that it reaches. An empty scope column
//! means it is not narrowed by that column.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;

use super::account::AccountId;

id! {
    /// The id of a row of `role_grant`.
    RoleGrantId
}

/// What an account may do; the scope is in the columns beside it.
#[stored]
#[words("sign_in.role_")]
pub enum Role {
    NationalAdministrator,
    Coordinator,
    /// Directs a unit: reads what its coordination does, and changes nothing.
    Director,
    Facilitator,
    Participant,
    /// Enlace of an entity.
    FocalPoint,
    Gobernacion,
}

impl Role {
    /// Whether the role opens what is not the account's own. A focal point answers for an entity, and
    /// reads and decides about others, so it counts.
    pub fn is_staff(self) -> bool {
        self != Self::Participant
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RoleGrantId,
    /// Personal: whose role it is.
    pub account_id: AccountId,
    pub role: Role,
    pub unit_code: Option<String>,
    pub department_code: Option<String>,
    /// An integer here: `sign_in` knows nothing of `territory`.
    pub entity_id: Option<i64>,
    pub created_at: DateTimeUtc,
    /// The first day on which it holds; empty for a role that holds since it was given.
    pub valid_from: Option<Date>,
    /// The last day; empty for a role that nobody bounded.
    pub valid_until: Option<Date>,
}

relations! {
    Account: AccountId => super::account(Id),
}
