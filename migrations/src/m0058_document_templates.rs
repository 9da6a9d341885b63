//! What an administrator writes of each kind of document, in versions.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer_null, big_pk_auto, integer, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{
    Step, create_table, drop_tables, reference, unique_index, unique_index_where,
};

const TABLE: &str = "document_template";

pub fn up() -> Vec<Step> {
    vec![
        create_table(document_template()),
        // Versions of a kind by number: every read asks so, and no number is given twice.
        unique_index("ux_document_template", TABLE, &["kind", "number"]),
        // Two who begin a draft at once write the same one, or one of them is refused.
        unique_index_where(
            "ux_document_template_draft",
            TABLE,
            &["kind"],
            Expr::col("state").eq("draft"),
        ),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[TABLE])
}

fn document_template() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(text("kind"))
        .col(integer("number"))
        .col(text("state"))
        // Texts with fields, a colour, blocks and who signs, as JSON.
        .col(text("body"))
        .col(text_null("note"))
        .col(timestamp_with_time_zone("written_at"))
        .col(big_integer_null("written_by"))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(big_integer_null("published_by"))
        .foreign_key(&mut reference(TABLE, "written_by", "account", "id"))
        .foreign_key(&mut reference(TABLE, "published_by", "account", "id"))
        .check(Expr::cust("(state = 'published') = (published_at IS NOT NULL)"))
        .to_owned()
}
