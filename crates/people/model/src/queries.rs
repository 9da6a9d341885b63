//! Questions about persons and their posts.

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, ExprTrait,
    FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait,
};

use platform::prelude::*;
use sign_in_model::entity::account;
use territory_model::entity::{entity, municipality};

use super::entity::person::{self, DocumentType, PersonId};
use super::entity::{
    consent, document_review, person_document, person_merge, post, principal_choice,
};
use super::post_rules;
use super::references::{PersonQuery, Story};
use super::rules::{NameParts, same_name};

/// A person's name among the columns of a query (`person::NAME`), as rows of every capability
/// hold it; pages list people by surname.
#[derive(Clone, Debug, FromQueryResult, Serialize, Example)]
#[serde(into = "String")]
pub struct Name {
    pub first_name: String,
    pub second_name: Option<String>,
    pub first_surname: String,
    pub second_surname: Option<String>,
}

impl Name {
    /// «Luz Marcela Guayacán Ñandú».
    pub fn full(&self) -> String {
        self.parts().full()
    }

    /// «Guayacán Ñandú, Luz Marcela».
    pub fn by_surname(&self) -> String {
        self.parts().by_surname()
    }

    fn parts(&self) -> NameParts<'_> {
        NameParts {
            first_name: &self.first_name,
            second_name: self.second_name.as_deref(),
            first_surname: &self.first_surname,
            second_surname: self.second_surname.as_deref(),
        }
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.by_surname()
    }
}

/// Returns the document number of a person.
///
/// # Errors
/// Those of the database.
pub async fn document_number(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Option<String>, DbErr> {
    let found = person::Entity::find_by_id(person).one(db).await?;
    Ok(found.map(|person| person.document_number))
}

/// A document already normalised.
pub type Document = (DocumentType, String);

/// The person who holds a document.
#[derive(Clone, Debug)]
pub struct DocumentHolder {
    pub record: person::Model,
    /// The record into which this one was merged (R28); `None` when it stands by itself.
    pub survivor: Option<person::Model>,
}

impl DocumentHolder {
    /// The record that stands for the person today.
    pub fn person(&self) -> &person::Model {
        self.survivor.as_ref().unwrap_or(&self.record)
    }

    /// Whether the name can be theirs; a record that was taken in keeps the name it came with.
    pub fn agrees(&self, name: NameParts<'_>) -> bool {
        [&self.record, self.person()].iter().any(|known| same_name(NameParts::of(known), name))
    }
}

/// Returns the person of a document already normalised: a document of today, an earlier one, or one
/// of a record that was merged into theirs (R28). No scope: a visitor who knows the document may
/// ask.
pub async fn by_document(
    db: &impl ConnectionTrait,
    kind: DocumentType,
    number: &str,
) -> Result<Option<person::Model>, DbErr> {
    let found = holders(db, [(kind, number)]).await?;
    Ok(found.into_values().next().map(|holder| holder.survivor.unwrap_or(holder.record)))
}

/// Returns the holders of those of these documents that are known; the caller bounds how many.
pub async fn holders<'a>(
    db: &impl ConnectionTrait,
    documents: impl IntoIterator<Item = (DocumentType, &'a str)>,
) -> Result<HashMap<Document, DocumentHolder>, DbErr> {
    let mut wanted: HashSet<Document> =
        documents.into_iter().map(|(kind, number)| (kind, number.to_owned())).collect();
    let types: HashSet<DocumentType> = wanted.iter().map(|(kind, _)| *kind).collect();
    let mut found: HashMap<Document, person::Model> = HashMap::new();
    let present = person::Entity::find()
        .filter(person::Column::DocumentType.is_in(types.iter().copied()))
        .filter(person::Column::DocumentNumber.is_in(wanted.iter().map(|(_, number)| number)))
        .all(db)
        .await?;
    for person in present {
        if let Some(document) = wanted.take(&(person.document_type, person.document_number.clone()))
        {
            found.insert(document, person);
        }
    }
    // A document of today counts before one that somebody else had.
    if !wanted.is_empty() {
        let numbers = wanted.iter().map(|(_, number)| number);
        let former = person_document::Entity::find()
            .find_also_related(person::Entity)
            .filter(person_document::Column::DocumentType.is_in(types))
            .filter(person_document::Column::DocumentNumber.is_in(numbers))
            .all(db)
            .await?;
        for (document, person) in former {
            let key = wanted.take(&(document.document_type, document.document_number));
            if let (Some(document), Some(person)) = (key, person) {
                found.insert(document, person);
            }
        }
    }
    let took: Vec<PersonId> = found.values().filter_map(|person| person.merged_into).collect();
    let survivors = match took.is_empty() {
        true => Vec::new(),
        false => person::Entity::find().filter(person::Column::Id.is_in(took)).all(db).await?,
    };
    let holder = |record: person::Model| DocumentHolder {
        survivor: survivors.iter().find(|one| Some(one.id) == record.merged_into).cloned(),
        record,
    };
    Ok(found.into_iter().map(|(document, record)| (document, holder(record))).collect())
}

/// The person whom a row names; who may see the row has been asked before.
pub async fn person(db: &impl ConnectionTrait, id: PersonId) -> Result<person::Model, AppError> {
    person::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)
}

/// Returns the record into which this one was merged, for addresses that were kept from before.
pub async fn survivor_of(
    db: &impl ConnectionTrait,
    id: PersonId,
) -> Result<Option<PersonId>, DbErr> {
    Ok(person::Entity::find_by_id(id).one(db).await?.and_then(|person| person.merged_into))
}

/// A person's record and those it took in (R28), as a subquery: what stayed with one of them is
/// part of the person's history.
pub fn records_of(person: PersonId) -> SelectStatement {
    person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::Id.eq(person).or(person::Column::MergedInto.eq(person)))
        .into_query()
}

/// Returns the documents that a person had before, the latest first.
pub async fn earlier_documents(
    db: &impl ConnectionTrait,
    id: PersonId,
) -> Result<Vec<person_document::Model>, DbErr> {
    person_document::Entity::find()
        .filter(person_document::Column::PersonId.eq(id))
        .order_by_desc(person_document::Column::Id)
        .limit(20)
        .all(db)
        .await
}

/// The merges of a person's record with others, the latest first.
pub async fn merges(
    db: &impl ConnectionTrait,
    survivor: PersonId,
) -> Result<Vec<(person_merge::Model, Option<person::Model>)>, DbErr> {
    person_merge::Entity::find()
        .find_also_related(person::Entity)
        .filter(person_merge::Column::SurvivorId.eq(survivor))
        .order_by_desc(person_merge::Column::Id)
        .limit(20)
        .all(db)
        .await
}

/// Returns what `people` knows of a person's history: posts, authorisations, account.
pub fn story(db: &DatabaseConnection, person: PersonId) -> PersonQuery<'_, Vec<Story>> {
    Box::pin(async move {
        let posts =
            posts_where(db, Condition::all().add(post::Column::PersonId.eq(person))).await?;
        let lines = posts.into_iter().map(|row| {
            let to = row.post.ends_on.map_or_else(|| "hoy".to_owned(), dates::short);
            let from = dates::short(row.post.starts_on);
            format!("{}, {}, {}: {from} a {to}", row.post.position, row.entity, row.municipality)
        });
        let consents = consent::Entity::find()
            .filter(consent::Column::PersonId.eq(person))
            .order_by_asc(consent::Column::Id)
            .limit(20)
            .all(db)
            .await?;
        let given = consents.into_iter().map(|given| {
            let day = dates::short(dates::bogota_date(given.given_at));
            format!("{day}, versión {}", given.version)
        });
        let accounts =
            account::Entity::find().filter(account::Column::PersonId.eq(person.0)).all(db).await?;
        let mails = accounts.into_iter().map(|account| account.email);
        Ok(vec![
            Story { title: "Vinculaciones", lines: lines.collect() },
            Story { title: "Autorizaciones de datos", lines: given.collect() },
            Story { title: "Cuenta", lines: mails.collect() },
        ])
    })
}

/// A post with where it is, as it stands on the day that was asked about.
#[derive(Clone, Debug)]
pub struct PostRow {
    pub post: post::Model,
    pub entity: String,
    pub municipality: String,
    /// The principal one of its person on that day (R29).
    pub is_principal: bool,
}

/// Returns the posts of a person that the reader sees, the latest first; at most a hundred. Which
/// one is principal on the day is decided among all of the person's posts.
pub async fn posts(
    db: &impl ConnectionTrait,
    person: PersonId,
    seen: Condition,
    on: NaiveDate,
) -> Result<Vec<PostRow>, DbErr> {
    let rows = posts_where(db, seen.add(post::Column::PersonId.eq(person))).await?;
    with_principal(db, person, rows, on).await
}

/// The choices of a principal post that were ever made for a person.
pub async fn choices(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<principal_choice::Model>, DbErr> {
    principal_choice::Entity::find()
        .join(JoinType::InnerJoin, principal_choice::Relation::Post.def())
        .filter(post::Column::PersonId.eq(person))
        .all(db)
        .await
}

/// Returns the principal post of a person on a day, without a scope: a report of a date reaches the
/// post held on it through this query (R29).
pub async fn principal_on(
    db: &impl ConnectionTrait,
    person: PersonId,
    on: NaiveDate,
) -> Result<Option<post::Model>, DbErr> {
    let all = post::Entity::find().filter(post::Column::PersonId.eq(person)).all(db).await?;
    let choices = choices(db, person).await?;
    Ok(post_rules::principal(&all, &choices, on).cloned())
}

async fn with_principal(
    db: &impl ConnectionTrait,
    person: PersonId,
    mut rows: Vec<PostRow>,
    on: NaiveDate,
) -> Result<Vec<PostRow>, DbErr> {
    if !rows.is_empty() {
        let principal = principal_on(db, person, on).await?.map(|post| post.id);
        for row in &mut rows {
            row.is_principal = principal == Some(row.post.id);
        }
    }
    Ok(rows)
}

/// The posts that hold on a date, the principal one first (R29).
pub async fn posts_on(
    db: &impl ConnectionTrait,
    person: PersonId,
    on: NaiveDate,
) -> Result<Vec<PostRow>, DbErr> {
    let held = Condition::all()
        .add(post::Column::PersonId.eq(person))
        .add(post::Column::StartsOn.lte(on))
        .add(post::Column::EndsOn.is_null().or(post::Column::EndsOn.gte(on)));
    let rows = posts_where(db, held).await?;
    let mut rows = with_principal(db, person, rows, on).await?;
    rows.sort_by_key(|row| !row.is_principal);
    Ok(rows)
}

async fn posts_where(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<PostRow>, DbErr> {
    let rows = post::Entity::find()
        .find_also_related(entity::Entity)
        .find_also_related(municipality::Entity)
        .filter(which)
        .order_by_desc(post::Column::StartsOn)
        .order_by_desc(post::Column::Id)
        .limit(100)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(post, entity, municipality)| PostRow {
            post,
            entity: entity.map(|entity| entity.name).unwrap_or_default(),
            municipality: municipality.map(|place| place.name).unwrap_or_default(),
            is_principal: false,
        })
        .collect())
}

/// Returns the last authorisation that a person gave.
pub async fn last_consent(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Option<consent::Model>, DbErr> {
    consent::Entity::find()
        .filter(consent::Column::PersonId.eq(person))
        .order_by_desc(consent::Column::Id)
        .limit(1)
        .one(db)
        .await
}

/// Returns the reviews of a person's document (R27), the latest first, with the account that
/// settled each.
pub async fn reviews(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<(document_review::Model, Option<account::Model>)>, DbErr> {
    document_review::Entity::find()
        .find_also_related(account::Entity)
        .filter(document_review::Column::PersonId.eq(person))
        .order_by_desc(document_review::Column::Id)
        .limit(20)
        .all(db)
        .await
}

/// The persons whose document nobody has looked at since it came with another name, as a subquery.
pub fn with_pending_review() -> SelectStatement {
    document_review::Entity::find()
        .select_only()
        .column(document_review::Column::PersonId)
        .filter(document_review::Column::SettledAt.is_null())
        .into_query()
}
