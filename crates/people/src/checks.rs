//! Rules that must hold between persons and posts, for `doctor`.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    QueryTrait, Select,
};

use platform::doctor::Finding;

use super::entity::person::{self, PersonId};
use super::entity::{person_document, person_merge, person_word, post};

#[derive(FromQueryResult)]
struct EqualPair {
    one: i64,
    other: i64,
}

/// Findings of one kind that are listed; more of the same say nothing new.
const LISTED: u64 = 20;

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let mut all = principals(db).await?;
    all.extend(aliases(db).await?);
    all.extend(merges(db).await?);
    all.extend(without_words(db).await?);
    all.extend(documents(db).await?);
    Ok(all)
}

fn told(ids: Vec<PersonId>, what: &str) -> Vec<Finding> {
    let text = |id| Finding::new("people", format!("person {id} {what}"));
    ids.into_iter().map(text).collect()
}

async fn ids(
    db: &impl ConnectionTrait,
    which: Select<person::Entity>,
) -> Result<Vec<PersonId>, DbErr> {
    which.select_only().column(person::Column::Id).limit(LISTED).into_tuple().all(db).await
}

/// A record that another one took in leads to one that stands by itself (R28).
async fn aliases(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let standing = Query::select()
        .column(person::Column::Id)
        .from(person::Entity)
        .and_where(person::Column::MergedInto.is_null())
        .to_owned();
    let lost = person::Entity::find()
        .filter(person::Column::MergedInto.is_not_null())
        .filter(person::Column::MergedInto.not_in_subquery(standing));
    Ok(told(ids(db, lost).await?, "was taken in by a record that was taken in itself"))
}

/// A record has been taken in exactly when a merge that holds says so.
async fn merges(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let absorbed = || {
        person_merge::Entity::find()
            .select_only()
            .column(person_merge::Column::AbsorbedId)
            .filter(person_merge::Column::UndoneAt.is_null())
            .into_query()
    };
    let alone = person::Entity::find()
        .filter(person::Column::MergedInto.is_not_null())
        .filter(person::Column::Id.not_in_subquery(absorbed()));
    let mut all = told(ids(db, alone).await?, "was taken in without a union");
    let standing = person::Entity::find()
        .filter(person::Column::MergedInto.is_null())
        .filter(person::Column::Id.in_subquery(absorbed()));
    all.extend(told(ids(db, standing).await?, "stands by itself and a union took it in"));
    Ok(all)
}

/// Every person is found by the words of their name.
async fn without_words(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let words = Query::select()
        .column(person_word::Column::PersonId)
        .from(person_word::Entity)
        .and_where(
            Expr::col((person_word::Entity, person_word::Column::PersonId))
                .equals((person::Entity, person::Column::Id)),
        )
        .to_owned();
    let nobody = person::Entity::find().filter(Expr::exists(words).not());
    Ok(told(ids(db, nobody).await?, "is not found by any word of the name"))
}

/// A document that a person had before is nobody else's today.
async fn documents(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let before = |column: person_document::Column| Expr::col((person_document::Entity, column));
    let today = |column: person::Column| (person::Entity, column);
    let theirs = Query::select()
        .column(person_document::Column::Id)
        .from(person_document::Entity)
        .and_where(
            before(person_document::Column::DocumentType)
                .equals(today(person::Column::DocumentType)),
        )
        .and_where(
            before(person_document::Column::DocumentNumber)
                .equals(today(person::Column::DocumentNumber)),
        )
        .and_where(before(person_document::Column::PersonId).not_equals(today(person::Column::Id)))
        .to_owned();
    let twice = person::Entity::find()
        .filter(person::Column::MergedInto.is_null())
        .filter(Expr::exists(theirs));
    Ok(told(ids(db, twice).await?, "has a document that somebody else had before"))
}

/// One principal post per person and date (R29).
async fn principals(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let (a, b) = (Alias::new("a"), Alias::new("b"));
    let a_col = |column: post::Column| Expr::col((a.clone(), column));
    let b_col = |column: post::Column| Expr::col((b.clone(), column));
    let overlapping = Query::select()
        .expr_as(a_col(post::Column::Id), Alias::new("one"))
        .expr_as(b_col(post::Column::Id), Alias::new("other"))
        .from_as(post::Entity, a.clone())
        .join_as(
            JoinType::InnerJoin,
            post::Entity,
            b.clone(),
            a_col(post::Column::PersonId)
                .equals((b.clone(), post::Column::PersonId))
                .and(a_col(post::Column::Id).lt(b_col(post::Column::Id))),
        )
        .and_where(a_col(post::Column::IsPrincipal).eq(true))
        .and_where(b_col(post::Column::IsPrincipal).eq(true))
        .and_where(
            a_col(post::Column::EndsOn)
                .is_null()
                .or(a_col(post::Column::EndsOn).gte(b_col(post::Column::StartsOn))),
        )
        .and_where(
            b_col(post::Column::EndsOn)
                .is_null()
                .or(b_col(post::Column::EndsOn).gte(a_col(post::Column::StartsOn))),
        )
        .limit(20)
        .to_owned();
    let statement = db.get_database_backend().build(&overlapping);
    let pairs = EqualPair::find_by_statement(statement).all(db).await?;
    Ok(pairs
        .into_iter()
        .map(|pair| {
            let text =
                format!("posts {} and {} are both principal on one date", pair.one, pair.other);
            Finding::new("people", text)
        })
        .collect())
}
