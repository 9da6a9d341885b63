//! Undoing a merge: every value of its journal is proved and then restored.

use std::collections::{BTreeMap, HashMap};

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde_json::{Value, json};

use platform::app::App;
use platform::errors::{AppError, refuse};
use sign_in_model::work::Work;

use super::follow::follow_back;
use super::journal::{AT_ONCE, ids, set, table, value};
use super::{lock_both, park_document};
use crate::commands::PersonResult;
use crate::commands::duplicates::settle_pair;
use crate::commands::names::write_words;
use crate::entity::person;
use crate::entity::person_merge;
use crate::entity::person_merge_row;
use crate::entity::possible_duplicate::DuplicateOutcome;
use crate::policy::UndoMerge;
use crate::references::{MovedRows, PersonReferences};
use crate::rules::{self, PersonRefusal};
use crate::subscribers;

/// Undoes a merge exactly, or says what has happened since that forbids it.
pub async fn undo_merge(
    app: &App,
    references: &PersonReferences,
    permit: UndoMerge,
) -> PersonResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let merge = person_merge::Entity::find_by_id(*permit.merge())
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    if merge.undone_at.is_some() {
        return refuse(PersonRefusal::UndoneAlready);
    }
    let (survivor_id, absorbed_id) = (merge.survivor_id, merge.absorbed_id);
    lock_both(tx, survivor_id, absorbed_id).await?;
    let changes = person_merge_row::Entity::find()
        .filter(person_merge_row::Column::MergeId.eq(merge.id))
        .order_by_desc(person_merge_row::Column::Id)
        .all(tx)
        .await?;
    let mut against = later_merges(tx, &merge).await?;
    let groups = JournalGroup::of(&changes);
    for group in &groups {
        against.extend(group.changed_since(tx).await?);
    }
    let moved = moved(&merge, &changes);
    for ask in references.0.iter().filter_map(|declaration| declaration.undo_objections) {
        against.extend(ask(tx, &moved).await?);
    }
    if !against.is_empty() {
        return refuse(PersonRefusal::CannotUndo { because: against.join(" ") });
    }
    // Two numbers that change places meet on the way; each waits under one that nobody has.
    if changes.iter().any(|change| change.column_name == "document_number") {
        for id in [survivor_id, absorbed_id] {
            park_document(tx, id).await?;
        }
    }
    for group in &groups {
        group.restore(tx).await?;
    }
    follow_back(tx, references, &moved).await?;
    let restored = person::Entity::find_by_id(survivor_id).one(tx).await?;
    if let Some(restored) = restored {
        write_words(tx, survivor_id, &restored.search_name).await?;
    }
    let mut row = merge.clone().into_active_model();
    row.undone_at = Set(Some(work.now));
    row.undone_by = Set(work.by.account);
    row.update(tx).await?;
    settle_pair(tx, app, work.by, (survivor_id, absorbed_id), DuplicateOutcome::Distinct).await?;
    subscribers::on_person_changed(tx, app, [survivor_id, absorbed_id]).await?;
    let detail = json!({ "absorbed": absorbed_id, "union": merge.id });
    work.record("people.undo_merge", ("person", survivor_id.0), detail).await?;
    Ok(work.commit().await?)
}

/// Returns a sentence when one of the records was merged again after this merge and that later
/// merge still holds.
async fn later_merges(
    tx: &DatabaseTransaction,
    merge: &person_merge::Model,
) -> Result<Vec<String>, DbErr> {
    let both = [merge.survivor_id, merge.absorbed_id];
    let later = person_merge::Entity::find()
        .filter(person_merge::Column::Id.gt(merge.id))
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

fn moved(merge: &person_merge::Model, changes: &[person_merge_row::Model]) -> MovedRows {
    let mut rows: HashMap<String, Vec<i64>> = HashMap::new();
    let new = json!(merge.survivor_id).to_string();
    for change in changes.iter().filter(|change| change.new_value == new) {
        rows.entry(change.table_name.clone()).or_default().push(change.row_id);
    }
    MovedRows { survivor: merge.survivor_id, absorbed: merge.absorbed_id, rows }
}

/// Changes of one column from one value to another, which are proved and restored together.
struct JournalGroup {
    table: String,
    column: String,
    old: Value,
    new: Value,
    rows: Vec<i64>,
}

impl JournalGroup {
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

    /// Returns a sentence when some value is no longer what the merge made it.
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
