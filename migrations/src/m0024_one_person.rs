//! One person per document, found among hundreds of thousands: the documents a person had before,
//! pairs that may be one person, unions that can be undone, and the words by which people are found.

use std::collections::BTreeSet;

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
    sea_orm::{DbBackend, QueryResult, Statement},
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_index, drop_table, execute, index, reference,
    run,
};

/// Persons whose words are written with one statement.
const PORTION: u64 = 2_000;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, up(manager.get_database_backend())).await?;
        fill(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, down()).await
    }
}

fn up(backend: DbBackend) -> Vec<Step> {
    vec![
        add_column("person", big_integer_null("merged_into")),
        add_column("person", text("name_key").default("")),
        // Those who are called alike, when somebody is registered.
        index("person", &["name_key"]),
        // The records that a person's record has taken in.
        index("person", &["merged_into"]),
        // Somebody who may be registered already, by the telephone of an import.
        index("person", &["phone"]),
        create_table(person_document()),
        // What a person's page lists.
        index("person_document", &["person_id"]),
        create_table(possible_duplicate()),
        // The pairs of a person, from the other side.
        index("possible_duplicate", &["other_id"]),
        // The queue, oldest first.
        index("possible_duplicate", &["settled_at", "id"]),
        create_table(person_merge()),
        // What a person's record took in, and what took it in.
        index("person_merge", &["survivor_id"]),
        index("person_merge", &["absorbed_id"]),
        create_table(person_merge_row()),
        // The journal of one union, in order.
        index("person_merge_row", &["merge_id"]),
        create_table(person_word(backend)),
        // The words of a person whose name changes.
        index("person_word", &["person_id"]),
    ]
}

fn down() -> Vec<Step> {
    vec![
        drop_table("person_word"),
        drop_table("person_merge_row"),
        drop_table("person_merge"),
        drop_table("possible_duplicate"),
        drop_table("person_document"),
        drop_index("person", "ix_person_phone"),
        drop_index("person", "ix_person_merged_into"),
        drop_index("person", "ix_person_name_key"),
        drop_column("person", "merged_into"),
        drop_column("person", "name_key"),
    ]
}

fn person_document() -> TableCreateStatement {
    Table::create()
        .table("person_document")
        .col(big_pk_auto("id"))
        .col(big_integer("person_id"))
        .col(text("document_type"))
        .col(text("document_number"))
        .col(timestamp_with_time_zone("replaced_at"))
        .col(big_integer_null("replaced_by"))
        .foreign_key(&mut reference("person_document", "person_id", "person", "id"))
        .foreign_key(&mut reference("person_document", "replaced_by", "account", "id"))
        // The old document of one person never finds another.
        .index(
            Index::create()
                .unique()
                .name("ux_person_document_document_type_document_number")
                .col("document_type")
                .col("document_number"),
        )
        .to_owned()
}

fn possible_duplicate() -> TableCreateStatement {
    Table::create()
        .table("possible_duplicate")
        .col(big_pk_auto("id"))
        .col(big_integer("one_id"))
        .col(big_integer("other_id"))
        .col(text("likeness"))
        .col(timestamp_with_time_zone("noted_at"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .col(big_integer_null("settled_by"))
        .col(text_null("outcome"))
        .foreign_key(&mut reference("possible_duplicate", "one_id", "person", "id"))
        .foreign_key(&mut reference("possible_duplicate", "other_id", "person", "id"))
        .foreign_key(&mut reference("possible_duplicate", "settled_by", "account", "id"))
        .check(Expr::cust("one_id < other_id"))
        .check(Expr::cust("(settled_at IS NULL) = (outcome IS NULL)"))
        // A pair is looked at once: «no son la misma persona» is remembered.
        .index(
            Index::create()
                .unique()
                .name("ux_possible_duplicate_one_id_other_id")
                .col("one_id")
                .col("other_id"),
        )
        .to_owned()
}

fn person_merge() -> TableCreateStatement {
    Table::create()
        .table("person_merge")
        .col(big_pk_auto("id"))
        .col(big_integer("survivor_id"))
        .col(big_integer("absorbed_id"))
        .col(text("note"))
        .col(timestamp_with_time_zone("merged_at"))
        .col(big_integer_null("merged_by"))
        .col(timestamp_with_time_zone_null("undone_at"))
        .col(big_integer_null("undone_by"))
        .foreign_key(&mut reference("person_merge", "survivor_id", "person", "id"))
        .foreign_key(&mut reference("person_merge", "absorbed_id", "person", "id"))
        .foreign_key(&mut reference("person_merge", "merged_by", "account", "id"))
        .foreign_key(&mut reference("person_merge", "undone_by", "account", "id"))
        .check(Expr::cust("survivor_id <> absorbed_id"))
        .to_owned()
}

fn person_merge_row() -> TableCreateStatement {
    Table::create()
        .table("person_merge_row")
        .col(big_pk_auto("id"))
        .col(big_integer("merge_id"))
        .col(text("table_name"))
        .col(big_integer("row_id"))
        .col(text("column_name"))
        .col(text("old_value"))
        .col(text("new_value"))
        .foreign_key(&mut reference("person_merge_row", "merge_id", "person_merge", "id"))
        .to_owned()
}

/// A word of a name and whose it is. Ranges of words answer «begins with» on both databases, where
/// SQLite has no trigrams and PostgreSQL's may not be installed; bytes are compared, because an
/// index in a language's order answers no range of prefixes.
fn person_word(backend: DbBackend) -> TableCreateStatement {
    let mut word = text("word");
    if backend == DbBackend::Postgres {
        word.extra("COLLATE \"C\"");
    }
    Table::create()
        .table("person_word")
        .col(word)
        .col(big_integer("person_id"))
        .primary_key(Index::create().col("word").col("person_id"))
        .foreign_key(&mut reference("person_word", "person_id", "person", "id"))
        .to_owned()
}

/// Writes the words and the key of everybody's name, portion by portion.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let mut last = 0_i64;
    loop {
        let some = persons_after(last, db.get_database_backend());
        let rows = db.query_all_raw(some).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let (steps, reached) = words_and_keys(rows)?;
        run(manager, steps).await?;
        last = reached;
    }
}

fn persons_after(last: i64, backend: DbBackend) -> Statement {
    let some = Query::select()
        .columns(["id", "search_name", "first_name", "second_name", "first_surname"])
        .from("person")
        .and_where(Expr::col("id").gt(last))
        .order_by("id", Order::Asc)
        .limit(PORTION)
        .to_owned();
    backend.build(&some)
}

/// Returns what writes the words and keys of these persons, and the last person's number.
fn words_and_keys(persons: Vec<QueryResult>) -> Result<(Vec<Step>, i64), DbErr> {
    let mut steps = Vec::new();
    let mut last = 0_i64;
    let mut insert = Query::insert();
    insert.into_table("person_word").columns(["word", "person_id"]);
    let mut any = false;
    for row in persons {
        last = row.try_get("", "id")?;
        let name: String = row.try_get("", "search_name")?;
        for word in name.split(' ').filter(|word| !word.is_empty()).collect::<BTreeSet<_>>() {
            insert
                .values([word.into(), last.into()])
                .map_err(|error| DbErr::Migration(format!("the words of a person: {error}")))?;
            any = true;
        }
        let parts: [Option<String>; 3] = [
            row.try_get("", "first_name")?,
            row.try_get("", "second_name")?,
            row.try_get("", "first_surname")?,
        ];
        let key = Query::update()
            .table("person")
            .value("name_key", key_of(&name, &parts))
            .and_where(Expr::col("id").eq(last))
            .to_owned();
        steps.push(execute(key));
    }
    if any {
        steps.push(execute(insert));
    }
    Ok((steps, last))
}

/// First name and first surname of a folded name, by the number of words of its parts: folding
/// keeps them.
fn key_of(search_name: &str, parts: &[Option<String>; 3]) -> String {
    let [first, second, surname] =
        parts.each_ref().map(|part| part.as_deref().unwrap_or_default().split_whitespace().count());
    let words: Vec<&str> = search_name.split(' ').collect();
    let own = words.iter().take(first);
    own.chain(words.iter().skip(first + second).take(surname))
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}
