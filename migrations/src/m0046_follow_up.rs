//! Follow-up surveys months after a cohort (R50): who is asked, what they answered, and the addresses
//! that need no password.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference, sql};

pub fn up() -> Vec<Step> {
    vec![
        create_table(survey_invitation()),
        sql("CREATE UNIQUE INDEX ux_survey_invitation \
             ON survey_invitation (round_id, enrolment_id, respondent)"),
        // The loop that writes letters looks at few rows among all that were ever answered.
        sql("CREATE INDEX ix_survey_invitation_open ON survey_invitation (expires_at) \
             WHERE answered_at IS NULL"),
        // Those of a person's place.
        index("survey_invitation", &["enrolment_id"]),
        create_table(survey_link()),
        index("survey_link", &["invitation_id"]),
        // The oldest are forgotten first.
        index("survey_link", &["made_at"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["survey_link", "survey_invitation"])
}

fn survey_invitation() -> TableCreateStatement {
    let table = "survey_invitation";
    Table::create()
        .table(table)
        .col(big_pk_auto("id"))
        .col(big_integer("round_id"))
        .col(big_integer("enrolment_id"))
        .col(text("respondent"))
        // Of a supervisor; the person's own is read when a letter is written.
        .col(text_null("email"))
        .col(timestamp_with_time_zone_null("consented_at"))
        // Letters that were written: the first one and the reminders.
        .col(integer("asks"))
        .col(timestamp_with_time_zone_null("asked_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("answered_at"))
        .col(text_null("answers"))
        // The principal post of the person on that day.
        .col(big_integer_null("post_id"))
        .foreign_key(&mut reference(table, "round_id", "survey_round", "id"))
        .foreign_key(&mut reference(table, "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference(table, "post_id", "post", "id"))
        .check(Expr::cust("(answered_at IS NULL) = (answers IS NULL)"))
        .check(Expr::cust("(respondent = 'supervisor') = (email IS NOT NULL)"))
        .check(Expr::cust("(respondent = 'supervisor') = (consented_at IS NOT NULL)"))
        .to_owned()
}

fn survey_link() -> TableCreateStatement {
    let table = "survey_link";
    Table::create()
        .table(table)
        .col(big_pk_auto("id"))
        .col(big_integer("invitation_id"))
        .col(text("token_digest").unique_key())
        .col(timestamp_with_time_zone("made_at"))
        .foreign_key(&mut reference(table, "invitation_id", "survey_invitation", "id"))
        .to_owned()
}
