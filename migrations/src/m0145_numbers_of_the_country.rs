//! The printed number as it was issued. Numbers of before say the year and the sequence of their unit,
//! so that two units have the same ones; later ones begin with the acronym of the unit.

use sea_orm_migration::schema::text;

use crate::support::{Step, add_column, drop_column, sql};

const TABLE: &str = "certificate";

pub fn up() -> Vec<Step> {
    vec![
        add_column(TABLE, text("number").default("")),
        sql("UPDATE certificate SET number = CAST(number_year AS text) || '-' \
             || CASE WHEN number_sequence < 100000 \
                THEN substr('00000', 1, 6 - length(CAST(number_sequence AS text))) ELSE '' END \
             || CAST(number_sequence AS text)"),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_column(TABLE, "number")]
}
