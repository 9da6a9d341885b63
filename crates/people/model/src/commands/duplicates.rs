//! Pairs that may be one person (R27): noticed when the second is registered or begins to work
//! where the first does, so that the queue is read and never computed over the whole country.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use sea_orm::sea_query::{
    Alias, ColumnRef, Expr, ExprTrait as _, IntoColumnRef, OnConflict, Order, OverStatement as _,
    Query, SelectStatement, WindowStatement,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait as _, DatabaseTransaction, DbErr, EntityTrait, FromQueryResult,
    JoinType, QueryFilter, QueryResult, QuerySelect, QueryTrait, RelationTrait as _, Set,
    Statement,
};

use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use super::{PersonResult, lock};
use crate::entity::person::{self, PersonId};
use crate::entity::possible_duplicate::{self, DuplicateOutcome, Likeness};
use crate::entity::post;
use crate::policy::SettlePair;
use crate::rules;

/// Persons compared with a new one; an office whose whole staff shares a telephone is no queue.
const COMPARED: usize = 20;
/// Persons read of each group: those, and the one who is compared.
const FETCHED: u64 = 21;
/// Pairs written with one statement: four values each.
const AT_ONCE: usize = 1_000;

/// Notes possible duplicates of these people, who have just been registered, by mail or telephone;
/// each is compared with the people who were there before.
pub(super) async fn notice_contacts(
    tx: &DatabaseTransaction,
    app: &App,
    new: &[person::Model],
) -> Result<(), DbErr> {
    compare(tx, app, new, |one, other| other < one).await
}

/// [`notice_contacts`] of somebody whose mail or telephone changed: compared with everybody else.
pub(super) async fn notice_changed(
    tx: &DatabaseTransaction,
    app: &App,
    one: &person::Model,
) -> Result<(), DbErr> {
    compare(tx, app, std::slice::from_ref(one), |one, other| other != one).await
}

/// Notes the pairs of these people with those who have a contact in common and whom `is_compared` lets
/// through.
async fn compare(
    tx: &DatabaseTransaction,
    app: &App,
    new: &[person::Model],
    is_compared: impl Fn(PersonId, PersonId) -> bool,
) -> Result<(), DbErr> {
    let mut known: HashMap<&str, Vec<&person::Model>> = HashMap::new();
    let mails = || new.iter().filter_map(|one| one.email.as_deref());
    let phones = || new.iter().filter_map(|one| one.phone.as_deref());
    let by_mail = alike(tx, person::Column::Email, mails()).await?;
    let by_phone = alike(tx, person::Column::Phone, phones()).await?;
    for (other, contact) in by_mail
        .iter()
        .map(|other| (other, &other.email))
        .chain(by_phone.iter().map(|other| (other, &other.phone)))
    {
        known.entry(contact.as_deref().unwrap_or_default()).or_default().push(other);
    }
    let mut pairs = Vec::new();
    for one in new {
        let contacts = [&one.email, &one.phone].into_iter().flatten();
        let others = contacts.filter_map(|contact| known.get(contact.as_str())).flatten();
        let others: BTreeMap<PersonId, &person::Model> = others
            .map(|other| (other.id, *other))
            .filter(|(id, _)| is_compared(one.id, *id))
            .collect();
        pairs.extend(pairs_of(app, one, others.into_values(), false));
    }
    insert(tx, pairs).await
}

/// The first people who have each of these contacts.
async fn alike<'a>(
    tx: &DatabaseTransaction,
    contact: person::Column,
    values: impl Iterator<Item = &'a str>,
) -> Result<Vec<person::Model>, DbErr> {
    let values: BTreeSet<&str> = values.collect();
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let rows = person::Entity::find()
        .filter(person::Column::MergedInto.is_null())
        .filter(contact.is_in(values))
        .into_query();
    let groups = vec![(person::Entity, contact).into_column_ref()];
    person::Model::find_by_statement(first_of_each(tx, rows, groups)).all(tx).await
}

/// The first rows of a question for each value of some of its columns, a few of each: an office
/// whose whole staff shares a telephone is not read whole.
fn first_of_each(
    tx: &DatabaseTransaction,
    mut rows: SelectStatement,
    groups: Vec<ColumnRef>,
) -> Statement {
    let mut window = WindowStatement::new();
    window.partition_by_columns(groups);
    window.order_by((person::Entity, person::Column::Id), Order::Asc);
    rows.expr_window_as(Expr::cust("ROW_NUMBER()"), window, Alias::new("turn"));
    let first = Query::select()
        .expr(Expr::cust("*"))
        .from_subquery(rows, Alias::new("numbered"))
        .and_where(Expr::col(Alias::new("turn")).lte(FETCHED))
        .order_by(person::Column::Id, Order::Asc)
        .to_owned();
    tx.get_database_backend().build(&first)
}

/// A person who works in a municipality.
struct Neighbour {
    person: person::Model,
    municipality: String,
}

impl FromQueryResult for Neighbour {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            person: person::Model::from_query_result(row, prefix)?,
            municipality: row.try_get(prefix, "municipality_code")?,
        })
    }
}

/// Notes possible duplicates of these people by name, among those who work in the municipality of
/// the post just added; each is compared with the people who worked there before.
pub(super) async fn notice_neighbours(
    tx: &DatabaseTransaction,
    app: &App,
    new: &[(&person::Model, &post::Model)],
) -> Result<(), DbErr> {
    let named = || new.iter().filter(|(person, _)| !person.name_key.is_empty());
    let keys: BTreeSet<&str> = named().map(|(person, _)| person.name_key.as_str()).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let places: BTreeSet<&str> = named().map(|(_, post)| post.municipality_code.as_str()).collect();
    let rows = person::Entity::find()
        .column(post::Column::MunicipalityCode)
        .join_rev(JoinType::InnerJoin, post::Relation::Person.def())
        .filter(person::Column::MergedInto.is_null())
        .filter(person::Column::NameKey.is_in(keys))
        .filter(post::Column::MunicipalityCode.is_in(places))
        .group_by(person::Column::Id)
        .group_by(post::Column::MunicipalityCode)
        .into_query();
    let groups = vec![
        (person::Entity, person::Column::NameKey).into_column_ref(),
        (post::Entity, post::Column::MunicipalityCode).into_column_ref(),
    ];
    let rows = Neighbour::find_by_statement(first_of_each(tx, rows, groups)).all(tx).await?;
    let mut there: HashMap<(&str, &str), Vec<&person::Model>> = HashMap::new();
    for one in &rows {
        let key = (one.person.name_key.as_str(), one.municipality.as_str());
        there.entry(key).or_default().push(&one.person);
    }
    let mut later: HashSet<PersonId> = new.iter().map(|(person, _)| person.id).collect();
    let mut pairs = Vec::new();
    for (one, post) in new {
        later.remove(&one.id);
        let key = (one.name_key.as_str(), post.municipality_code.as_str());
        let others = there.get(&key).into_iter().flatten();
        let others = others.filter(|other| other.id != one.id && !later.contains(&other.id));
        pairs.extend(pairs_of(app, one, others.copied(), true));
    }
    insert(tx, pairs).await
}

/// The pairs that one person makes with others.
fn pairs_of<'a>(
    app: &App,
    one: &person::Model,
    others: impl Iterator<Item = &'a person::Model>,
    neighbours: bool,
) -> Vec<possible_duplicate::ActiveModel> {
    others
        .take(COMPARED)
        .filter_map(|other| {
            let likeness = rules::likeness(one, other, neighbours)?;
            Some(pair(app, (one.id, other.id), likeness))
        })
        .collect()
}

fn pair(
    app: &App,
    (one, other): (PersonId, PersonId),
    likeness: Likeness,
) -> possible_duplicate::ActiveModel {
    let (first, second) = ordered(one, other);
    possible_duplicate::ActiveModel {
        one_id: Set(first),
        other_id: Set(second),
        likeness: Set(likeness),
        noted_at: Set(app.clock.now()),
        ..Default::default()
    }
}

/// A pair in the order it is kept in.
fn ordered(one: PersonId, other: PersonId) -> (PersonId, PersonId) {
    if one < other { (one, other) } else { (other, one) }
}

/// A pair that is known already stays as it is, settled or not.
async fn insert(
    tx: &DatabaseTransaction,
    pairs: Vec<possible_duplicate::ActiveModel>,
) -> Result<(), DbErr> {
    for some in pairs.chunks(AT_ONCE) {
        let known = OnConflict::columns([
            possible_duplicate::Column::OneId,
            possible_duplicate::Column::OtherId,
        ])
        .do_nothing()
        .to_owned();
        possible_duplicate::Entity::insert_many(some.to_vec())
            .on_conflict(known)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// «No son la misma persona»: the pair never comes back to the queue.
pub async fn keep_apart(app: &App, permit: SettlePair) -> PersonResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let (one, other) = (*permit.one(), *permit.other());
    let (first, second) = ordered(one, other);
    lock(&work.tx, first).await?;
    lock(&work.tx, second).await?;
    settle_pair(&work.tx, app, work.by, (one, other), DuplicateOutcome::Distinct).await?;
    work.record("people.keep_apart", ("person", one.0), json!({ "other": other })).await?;
    Ok(work.commit().await?)
}

/// Settles a pair, noticed or not, with its outcome.
pub(super) async fn settle_pair(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    (one, other): (PersonId, PersonId),
    outcome: DuplicateOutcome,
) -> Result<(), AppError> {
    let (first, second) = ordered(one, other);
    insert(tx, vec![pair(app, (one, other), Likeness::ByHand)]).await?;
    possible_duplicate::Entity::update_many()
        .set(possible_duplicate::ActiveModel {
            settled_at: Set(Some(app.clock.now())),
            settled_by: Set(by.account),
            outcome: Set(Some(outcome)),
            ..Default::default()
        })
        .filter(possible_duplicate::Column::OneId.eq(first))
        .filter(possible_duplicate::Column::OtherId.eq(second))
        .exec(tx)
        .await?;
    Ok(())
}
