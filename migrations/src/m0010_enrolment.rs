//! A person's place in a cohort: asking, waiting, being confirmed, withdrawing.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        create_table(enrolment()),
        // A participant's own courses.
        index("enrolment", &["person_id"]),
        // Coverage of a municipality.
        index("enrolment", &["municipality_code"]),
        // The seats taken and the next of the waiting list.
        index("enrolment", &["cohort_id", "stage", "queue_number"]),
        create_table(enrolment_event()),
        // The story of one enrolment.
        index("enrolment_event", &["enrolment_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["enrolment_event", "enrolment"])
}

fn enrolment() -> TableCreateStatement {
    Table::create()
        .table("enrolment")
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(big_integer("person_id"))
        .col(big_integer_null("post_id"))
        .col(text_null("municipality_code"))
        .col(text("stage"))
        .col(text("origin"))
        .col(big_integer("queue_number"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .foreign_key(&mut reference("enrolment", "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference("enrolment", "person_id", "person", "id"))
        .foreign_key(&mut reference("enrolment", "post_id", "post", "id"))
        .foreign_key(&mut reference("enrolment", "municipality_code", "municipality", "code"))
        .index(
            Index::create()
                .unique()
                .name("ux_enrolment_cohort_id_person_id")
                .col("cohort_id")
                .col("person_id"),
        )
        .to_owned()
}

fn enrolment_event() -> TableCreateStatement {
    Table::create()
        .table("enrolment_event")
        .col(big_pk_auto("id"))
        .col(big_integer("enrolment_id"))
        .col(timestamp_with_time_zone("at"))
        .col(text_null("from_stage"))
        .col(text("to_stage"))
        .col(big_integer_null("actor_account_id"))
        .col(text_null("reason"))
        .foreign_key(&mut reference("enrolment_event", "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference("enrolment_event", "actor_account_id", "account", "id"))
        .to_owned()
}
