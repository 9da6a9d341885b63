//! A course says for how many months somebody who had a seat and came to no session is enrolled by the
//! coordination alone (R24). Nobody is held to what was not announced: what closed before counts for nothing.

use sea_orm_migration::schema::{boolean, integer};

use crate::support::{Step, add_column, drop_column};

const VERSION: &str = "course_version";
const ENROLMENT: &str = "enrolment";

pub fn up() -> Vec<Step> {
    vec![
        add_column(VERSION, integer("no_show_months").default(0)),
        add_column(ENROLMENT, boolean("never_came").default(false)),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_column(ENROLMENT, "never_came"), drop_column(VERSION, "no_show_months")]
}
