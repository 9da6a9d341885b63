//! Marks that were written after their session was closed are found without reading the others:
//! grids and reports name them (R40).

use sea_orm_migration::prelude::*;

use crate::support::{Step, drop_index, index_where};

const NAME: &str = "ix_attendance_mark_after_closing";

pub fn up() -> Vec<Step> {
    let columns = &["session_id", "enrolment_id"];
    vec![index_where(NAME, "attendance_mark", columns, Expr::col("after_closing"))]
}

pub fn down() -> Vec<Step> {
    vec![drop_index("attendance_mark", NAME)]
}
