//! One print of a session's attendance sheet.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use cohorts_model::entity::session::SessionId;
use platform::ids::id;
use sign_in_model::entity::account::AccountId;

id! {
    /// Identifies a row of `sheet`.
    SheetId
}

/// Whether the rows hold the names of the list or numbers alone.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Prefilled,
    Blank,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SheetId,
    pub session_id: SessionId,
    /// Eight letters and digits, printed on the paper.
    pub code: String,
    pub kind: Kind,
    /// Number of rows on the paper, including the spare ones.
    pub row_count: i32,
    pub printed_at: DateTimeUtc,
    /// Personal: who printed it.
    pub printed_by: AccountId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "cohorts_model::entity::session::Entity",
        from = "Column::SessionId",
        to = "cohorts_model::entity::session::Column::Id"
    )]
    Session,
    #[sea_orm(
        belongs_to = "sign_in_model::entity::account::Entity",
        from = "Column::PrintedBy",
        to = "sign_in_model::entity::account::Column::Id"
    )]
    Account,
}

impl Related<sign_in_model::entity::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
