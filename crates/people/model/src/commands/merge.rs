//! Two records of one person made one, and undone (R28).
//!
//! Every value that changes is written in a journal with what it was and what it became, in the
//! same transaction. Undoing restores the journal, after proving that each value still is what
//! the union made it; what cannot be restored exactly is told and nothing is touched.

use std::collections::{BTreeMap, HashMap};

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde_json::{Value, json};

use platform::app::App;
use platform::errors::{AppError, Failure};

use super::duplicates::settle_pair;
use super::names::write_words;
use super::{Done, lock, remember};
use crate::entity::person::{self, PersonId};
use crate::entity::person_merge::{self, PersonMergeId};
use crate::entity::possible_duplicate::Outcome;
use crate::entity::{person_merge_row, post};
use crate::keepers;
use crate::policy::{MergePersons, UndoMerge};
use crate::rules::{self, PersonRefusal};
use crate::ties::{Moved, Rule, Tie, Ties};

/// What of the absorbed record holds from now on; otherwise the survivor's does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    pub names: bool,
    pub document: bool,
}

/// Rows of one statement that lists them.
const AT_ONCE: usize = 500;

/// Makes two records one. The survivor takes over what hangs on the other; the other stays as an
/// alias whose document finds the survivor.
pub async fn merge(
    app: &App,
    ties: &Ties,
    permit: MergePersons,
    taken: Taken,
    note: &str,
) -> Done<PersonMergeId> {
    let (survivor_id, absorbed_id) = (*permit.survivor(), *permit.absorbed());
    let tx = app.db.begin().await?;
    let (survivor, absorbed) = lock_both(&tx, survivor_id, absorbed_id).await?;
    if survivor.merged_into.is_some() || absorbed.merged_into.is_some() {
        return Err(Failure::Refused(PersonRefusal::MergedAlready));
    }
    let mut against = Vec::new();
    for ask in ties.0.iter().filter_map(|declaration| declaration.against_merging) {
        against.extend(ask(&tx, survivor_id, absorbed_id).await?);
    }
    if !against.is_empty() {
        return Err(Failure::Refused(PersonRefusal::CannotMerge { because: against.join(" ") }));
    }
    let union = person_merge::ActiveModel {
        survivor_id: Set(survivor_id),
        absorbed_id: Set(absorbed_id),
        note: Set(note.trim().to_owned()),
        merged_at: Set(app.clock.now()),
        merged_by: Set(permit.by().account),
        ..Default::default()
    }
    .insert(&tx)
    .await?;
    let mut journal = Journal { merge: union.id, rows: Vec::new() };
    one_principal(&tx, &mut journal, survivor_id, absorbed_id).await?;
    for tie in ties.all() {
        follow_rule(&tx, &mut journal, tie, survivor_id, absorbed_id).await?;
    }
    hand_over(&tx, &mut journal, &survivor, &absorbed, taken).await?;
    journal.write(&tx).await?;
    if taken.names {
        write_words(&tx, survivor_id, &absorbed.search_name).await?;
    }
    let by = permit.by();
    settle_pair(&tx, app, by, (survivor_id, absorbed_id), Outcome::Merged).await?;
    keepers::changed(&tx, app, [survivor_id, absorbed_id]).await?;
    let detail = json!({ "absorbed": absorbed_id, "union": union.id });
    remember(&tx, app, by, "people.merge", "person", survivor_id.0, detail).await?;
    tx.commit().await?;
    Ok(union.id)
}

/// Undoes a union exactly, or says what has happened since that forbids it.
pub async fn undo_merge(app: &App, ties: &Ties, permit: UndoMerge) -> Done<()> {
    let tx = app.db.begin().await?;
    let union = person_merge::Entity::find_by_id(*permit.union())
        .lock_exclusive()
        .one(&tx)
        .await?
        .ok_or(AppError::NotFound)?;
    if union.undone_at.is_some() {
        return Err(Failure::Refused(PersonRefusal::UndoneAlready));
    }
    let (survivor_id, absorbed_id) = (union.survivor_id, union.absorbed_id);
    lock_both(&tx, survivor_id, absorbed_id).await?;
    let changes = person_merge_row::Entity::find()
        .filter(person_merge_row::Column::MergeId.eq(union.id))
        .order_by_desc(person_merge_row::Column::Id)
        .all(&tx)
        .await?;
    let mut against = later_unions(&tx, &union).await?;
    let groups = Group::of(&changes);
    for group in &groups {
        against.extend(group.changed_since(&tx).await?);
    }
    let moved = moved(&union, &changes);
    for ask in ties.0.iter().filter_map(|declaration| declaration.against_undoing) {
        against.extend(ask(&tx, &moved).await?);
    }
    if !against.is_empty() {
        return Err(Failure::Refused(PersonRefusal::CannotUndo { because: against.join(" ") }));
    }
    // Two numbers that change places meet on the way; each waits under one that nobody has.
    if changes.iter().any(|change| change.column_name == "document_number") {
        for id in [survivor_id, absorbed_id] {
            park_document(&tx, id).await?;
        }
    }
    for group in &groups {
        group.restore(&tx).await?;
    }
    follow_back(&tx, ties, &moved).await?;
    let restored = person::Entity::find_by_id(survivor_id).one(&tx).await?;
    if let Some(restored) = restored {
        write_words(&tx, survivor_id, &restored.search_name).await?;
    }
    let mut row = union.clone().into_active_model();
    row.undone_at = Set(Some(app.clock.now()));
    row.undone_by = Set(permit.by().account);
    row.update(&tx).await?;
    let by = permit.by();
    settle_pair(&tx, app, by, (survivor_id, absorbed_id), Outcome::Distinct).await?;
    keepers::changed(&tx, app, [survivor_id, absorbed_id]).await?;
    let detail = json!({ "absorbed": absorbed_id, "union": union.id });
    remember(&tx, app, by, "people.undo_merge", "person", survivor_id.0, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Both rows, in the order of their ids: two unions of the same two wait for each other.
async fn lock_both(
    tx: &DatabaseTransaction,
    one: PersonId,
    other: PersonId,
) -> Result<(person::Model, person::Model), AppError> {
    if one < other {
        let first = lock(tx, one).await?;
        Ok((first, lock(tx, other).await?))
    } else {
        let first = lock(tx, other).await?;
        Ok((lock(tx, one).await?, first))
    }
}

/// What a union changes, in order.
struct Journal {
    merge: PersonMergeId,
    rows: Vec<person_merge_row::ActiveModel>,
}

impl Journal {
    fn note(&mut self, at: (&str, i64, &str), old: &Value, new: &Value) {
        let (table, row, column) = at;
        self.rows.push(person_merge_row::ActiveModel {
            merge_id: Set(self.merge),
            table_name: Set(table.to_owned()),
            row_id: Set(row),
            column_name: Set(column.to_owned()),
            old_value: Set(old.to_string()),
            new_value: Set(new.to_string()),
            ..Default::default()
        });
    }

    async fn write(self, tx: &DatabaseTransaction) -> Result<(), DbErr> {
        for some in self.rows.chunks(AT_ONCE) {
            person_merge_row::Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
        }
        Ok(())
    }
}

fn table(name: &str) -> Alias {
    Alias::new(name)
}

/// A value of the journal as the database takes it.
fn value(json: &Value) -> Expr {
    match json {
        Value::Number(number) => Expr::val(number.as_i64()),
        Value::Bool(truth) => Expr::val(*truth),
        Value::String(text) => Expr::val(text.as_str()),
        _ => Expr::cust("NULL"),
    }
}

#[derive(FromQueryResult)]
struct RowId {
    id: i64,
}

/// Moves the rows of one tie as its rule says.
async fn follow_rule(
    tx: &DatabaseTransaction,
    journal: &mut Journal,
    tie: &Tie,
    survivor: PersonId,
    absorbed: PersonId,
) -> Result<(), DbErr> {
    let column = || Expr::col(Alias::new(tie.column));
    let mut rows = Query::select();
    rows.column(Alias::new("id")).from(table(tie.table)).and_where(column().eq(absorbed.0));
    let of_survivor = |what: &str| {
        Query::select()
            .column(Alias::new(what))
            .from(table(tie.table))
            .and_where(column().eq(survivor.0))
            .to_owned()
    };
    match tie.rule {
        Rule::Stay(_) => return Ok(()),
        Rule::Move => {}
        Rule::MoveUnlessTwin(twin) => {
            rows.and_where(Expr::col(Alias::new(twin)).not_in_subquery(of_survivor(twin)));
        }
        Rule::Follow { by, table: followed } => {
            let moved = Query::select()
                .column(Alias::new("id"))
                .from(table(followed))
                .and_where(Expr::col(Alias::new("person_id")).eq(survivor.0))
                .to_owned();
            rows.and_where(Expr::col(Alias::new(by)).in_subquery(moved));
        }
        Rule::One { switch } => {
            if !ids(tx, &of_survivor("id")).await?.is_empty() {
                for id in ids(tx, rows.and_where(Expr::col(Alias::new(switch)).eq(true))).await? {
                    journal.note((tie.table, id, switch), &json!(true), &json!(false));
                    set(tx, (tie.table, switch), &[id], &json!(false)).await?;
                }
                return Ok(());
            }
        }
    }
    let ids = ids(tx, &rows).await?;
    for id in &ids {
        journal.note((tie.table, *id, tie.column), &json!(absorbed), &json!(survivor));
    }
    set(tx, (tie.table, tie.column), &ids, &json!(survivor)).await
}

async fn ids(
    tx: &DatabaseTransaction,
    rows: &sea_orm::sea_query::SelectStatement,
) -> Result<Vec<i64>, DbErr> {
    let statement = tx.get_database_backend().build(rows);
    let found = RowId::find_by_statement(statement).all(tx).await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

async fn set(
    tx: &DatabaseTransaction,
    (name, column): (&str, &str),
    rows: &[i64],
    to: &Value,
) -> Result<(), DbErr> {
    for some in rows.chunks(AT_ONCE) {
        let update = Query::update()
            .table(table(name))
            .value(Alias::new(column), value(to))
            .and_where(Expr::col(Alias::new("id")).is_in(some.iter().copied()))
            .to_owned();
        tx.execute(&update).await?;
    }
    Ok(())
}

/// Where both records have a post added as the principal one of some day, the survivor's stays so.
async fn one_principal(
    tx: &DatabaseTransaction,
    journal: &mut Journal,
    survivor: PersonId,
    absorbed: PersonId,
) -> Result<(), DbErr> {
    let principals = post::Entity::find()
        .filter(post::Column::PersonId.is_in([survivor, absorbed]))
        .filter(post::Column::IsPrincipal.eq(true))
        .all(tx)
        .await?;
    let span = |post: &post::Model| (post.starts_on, post.ends_on);
    let (stay, come): (Vec<_>, Vec<_>) =
        principals.iter().partition(|post| post.person_id == survivor);
    for post in come {
        if stay.iter().any(|other| rules::overlap(span(other), span(post))) {
            let (yes, no) = (json!(true), json!(false));
            journal.note(("post", post.id.0, "is_principal"), &yes, &no);
            set(tx, ("post", "is_principal"), &[post.id.0], &no).await?;
        }
    }
    Ok(())
}

/// The persons' own columns: what the survivor takes, and the absorbed one's new meaning.
async fn hand_over(
    tx: &DatabaseTransaction,
    journal: &mut Journal,
    survivor: &person::Model,
    absorbed: &person::Model,
    taken: Taken,
) -> Result<(), DbErr> {
    let mut changes: Vec<(PersonId, &str, Value, Value)> = Vec::new();
    if taken.names {
        let names = |one: &person::Model| {
            [
                ("first_name", json!(one.first_name)),
                ("second_name", json!(one.second_name)),
                ("first_surname", json!(one.first_surname)),
                ("second_surname", json!(one.second_surname)),
                ("search_name", json!(one.search_name)),
            ]
        };
        for ((column, old), (_, new)) in names(survivor).into_iter().zip(names(absorbed)) {
            changes.push((survivor.id, column, old, new));
        }
    }
    if taken.document {
        for id in [survivor.id, absorbed.id] {
            park_document(tx, id).await?;
        }
        let document = |one: &person::Model| {
            [
                ("document_type", json!(one.document_type)),
                ("document_number", json!(one.document_number)),
            ]
        };
        for ((column, ours), (_, theirs)) in document(survivor).into_iter().zip(document(absorbed))
        {
            changes.push((survivor.id, column, ours.clone(), theirs.clone()));
            changes.push((absorbed.id, column, theirs, ours));
        }
    }
    for (column, ours, theirs) in
        [("email", &survivor.email, &absorbed.email), ("phone", &survivor.phone, &absorbed.phone)]
    {
        if ours.is_none() && theirs.is_some() {
            changes.push((survivor.id, column, Value::Null, json!(theirs)));
        }
    }
    changes.push((absorbed.id, "merged_into", Value::Null, json!(survivor.id)));
    for (id, column, old, new) in changes.iter().filter(|change| change.2 != change.3) {
        journal.note(("person", id.0, column), old, new);
    }
    // The parked number is no longer the old one: it is written back even where both agree.
    for (id, column, _, new) in &changes {
        set(tx, ("person", column), &[id.0], new).await?;
    }
    Ok(())
}

/// Puts a number that no document has in the place of a person's, until it is written again in the
/// same transaction.
async fn park_document(tx: &DatabaseTransaction, id: PersonId) -> Result<(), DbErr> {
    set(tx, ("person", "document_number"), &[id.0], &json!(format!("#{id}"))).await
}

/// Unions of the same records that came after this one and still hold.
async fn later_unions(
    tx: &DatabaseTransaction,
    union: &person_merge::Model,
) -> Result<Vec<String>, DbErr> {
    let both = [union.survivor_id, union.absorbed_id];
    let later = person_merge::Entity::find()
        .filter(person_merge::Column::Id.gt(union.id))
        .filter(person_merge::Column::UndoneAt.is_null())
        .filter(
            person_merge::Column::SurvivorId
                .is_in(both)
                .or(person_merge::Column::AbsorbedId.is_in(both)),
        )
        .limit(1)
        .one(tx)
        .await?;
    Ok(later
        .map(|_| "Después se unió con otro registro: deshaga primero esa unión.".to_owned())
        .into_iter()
        .collect())
}

fn moved(union: &person_merge::Model, changes: &[person_merge_row::Model]) -> Moved {
    let mut rows: HashMap<String, Vec<i64>> = HashMap::new();
    let new = json!(union.survivor_id).to_string();
    for change in changes.iter().filter(|change| change.new_value == new) {
        rows.entry(change.table_name.clone()).or_default().push(change.row_id);
    }
    Moved { survivor: union.survivor_id, absorbed: union.absorbed_id, rows }
}

/// Changes of one column from one value to another, which are proved and restored together.
struct Group {
    table: String,
    column: String,
    old: Value,
    new: Value,
    rows: Vec<i64>,
}

impl Group {
    fn of(changes: &[person_merge_row::Model]) -> Vec<Self> {
        let mut groups: BTreeMap<(&str, &str, &str, &str), Vec<i64>> = BTreeMap::new();
        for change in changes {
            let key = (
                change.table_name.as_str(),
                change.column_name.as_str(),
                change.old_value.as_str(),
                change.new_value.as_str(),
            );
            groups.entry(key).or_default().push(change.row_id);
        }
        let read = |text: &str| serde_json::from_str(text).unwrap_or(Value::Null);
        groups
            .into_iter()
            .map(|((table, column, old, new), rows)| Self {
                table: table.to_owned(),
                column: column.to_owned(),
                old: read(old),
                new: read(new),
                rows,
            })
            .collect()
    }

    /// A sentence when some value is no longer what the union made it.
    async fn changed_since(&self, tx: &DatabaseTransaction) -> Result<Option<String>, DbErr> {
        let mut same = 0;
        for some in self.rows.chunks(AT_ONCE) {
            let column = Expr::col(Alias::new(self.column.as_str()));
            let as_made = match &self.new {
                Value::Null => column.is_null(),
                new => column.eq(value(new)),
            };
            let rows = Query::select()
                .column(Alias::new("id"))
                .from(table(&self.table))
                .and_where(Expr::col(Alias::new("id")).is_in(some.iter().copied()))
                .and_where(as_made)
                .to_owned();
            same += ids(tx, &rows).await?.len();
        }
        Ok((same < self.rows.len()).then(|| {
            let what = rules::moved_thing(&self.table, &self.column);
            format!("Después de la unión cambió {what}.")
        }))
    }

    async fn restore(&self, tx: &DatabaseTransaction) -> Result<(), DbErr> {
        set(tx, (&self.table, &self.column), &self.rows, &self.old).await
    }
}

/// Rows made since the union that belong to a row that goes back, such as a certificate issued for
/// an enrolment of the absorbed record, go back with it.
async fn follow_back(tx: &DatabaseTransaction, ties: &Ties, moved: &Moved) -> Result<(), DbErr> {
    for tie in ties.all() {
        let Rule::Follow { by, table: followed } = tie.rule else { continue };
        for some in moved.of(followed).chunks(AT_ONCE) {
            let update = Query::update()
                .table(table(tie.table))
                .value(Alias::new(tie.column), moved.absorbed.0)
                .and_where(Expr::col(Alias::new(by)).is_in(some.iter().copied()))
                .and_where(Expr::col(Alias::new(tie.column)).eq(moved.survivor.0))
                .to_owned();
            tx.execute(&update).await?;
        }
    }
    Ok(())
}
