//! Files of people to enrol, from their arrival to their end, with what is wrong in their rows.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, blob, boolean, integer, integer_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference, sql};

const IMPORT: &str = "enrolment_import";
const COUNTS: [&str; 11] = [
    "rows",
    "new_people",
    "known_people",
    "already_enrolled",
    "withdrawn",
    "skipped",
    "with_errors",
    "warnings",
    "seated",
    "waiting",
    "attempts",
];

pub fn up() -> Vec<Step> {
    vec![
        create_table(enrolment_import()),
        // A cohort's imports.
        index(IMPORT, &["cohort_id"]),
        // What a worker has to do.
        index(IMPORT, &["state"]),
        // The same file is imported into a cohort once.
        sql("CREATE UNIQUE INDEX ux_enrolment_import_done ON enrolment_import \
             (cohort_id, file_sha256) WHERE state = 'done'"),
        create_table(enrolment_import_file()),
        create_table(enrolment_import_issue()),
        // An import's issues from top to bottom, errors apart.
        index("enrolment_import_issue", &["import_id", "is_error", "row_number"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["enrolment_import_issue", "enrolment_import_file", "enrolment_import"])
}

fn enrolment_import() -> TableCreateStatement {
    let mut table = Table::create();
    table
        .table(IMPORT)
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(big_integer("account_id"))
        .col(text("file_name"))
        .col(text("file_sha256"))
        .col(text("format"))
        .col(text("state"))
        .col(text_null("choice"))
        .col(text_null("names_apart"))
        .col(timestamp_with_time_zone_null("claimed_at"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("checked_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .foreign_key(&mut reference(IMPORT, "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference(IMPORT, "account_id", "account", "id"));
    for count in COUNTS {
        table.col(integer(count).default(0)).check(Expr::col(count).gte(0));
    }
    table
}

fn enrolment_import_file() -> TableCreateStatement {
    Table::create()
        .table("enrolment_import_file")
        .col(big_integer("import_id").primary_key())
        .col(blob("bytes"))
        .foreign_key(&mut reference("enrolment_import_file", "import_id", IMPORT, "id"))
        .to_owned()
}

fn enrolment_import_issue() -> TableCreateStatement {
    Table::create()
        .table("enrolment_import_issue")
        .col(big_pk_auto("id"))
        .col(big_integer("import_id"))
        .col(integer("row_number"))
        .col(integer_null("column_index"))
        .col(boolean("is_error"))
        .col(text("what"))
        .col(text("mend"))
        .foreign_key(&mut reference("enrolment_import_issue", "import_id", IMPORT, "id"))
        .to_owned()
}
