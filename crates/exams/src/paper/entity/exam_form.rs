//! A form of a print: the same questions as its sisters in another order, so that neighbours differ.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::exam_print::PrintId;

id! {
    /// The key of a row of `exam_form`.
    FormId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exam_form")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: FormId,
    pub print_id: PrintId,
    /// «A» to «D».
    pub letter: String,
    /// The 64 bits from which its order came.
    pub seed: i64,
}

relations! {
    ;
    Print: PrintId => super::exam_print(Id),
}
