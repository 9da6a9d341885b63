//! Questions about persons within the actor's scope.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{CaseStatement, Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use people_model::entity::person::{self, PersonId};
use people_model::entity::{
    document_review, person_request, person_word, possible_duplicate, post,
};
use people_model::policy::PersonAccess;
use people_model::queries::{self as people, Document, with_pending_review};
use people_model::rules::{NameParts, name_key};
use platform::app::App;
use platform::db::scalar;
use platform::errors::AppError;
use platform::pager::{MOST_LISTED, Pager};
use platform::search::{beginning, fold, words};
use sign_in_model::actor::{Actor, COORDINATION};
use territory_model::entity::{entity, municipality};
use territory_model::queries::{NamedMunicipality, places, served_by};

use super::policy::{alone, coordinated, scope};

/// A search among persons.
#[derive(Clone, Copy, Debug, Default)]
pub struct PersonSearch<'a> {
    /// Words of a name, in any order; each is the beginning of a word of the name.
    pub text: &'a str,
    /// The code of a municipality where the person works or worked; `None` for any.
    pub municipality: Option<&'a str>,
    /// `true` finds only persons with a document to review.
    pub only_to_review: bool,
}

/// The most people whose names a rare word may begin. The ids of a rare word's people are looked up
/// first. The people of a commoner word are found soon enough by reading all persons in the order
/// of names.
const RARE: u64 = 2_000;

/// Returns the rows that the search asks for, or `None` when no name has those words. Rare words
/// become a list of persons before the question is asked: neither database then reads the country
/// in the order of names to find three people, which is what their planners choose with a subquery.
async fn found(
    app: &App,
    actor: &Actor,
    sought: PersonSearch<'_>,
) -> Result<Option<Condition>, DbErr> {
    let db = app.db.read();
    let mut seen = Condition::all()
        .add(scope(&actor.in_office(), app.clock.now()))
        .add(person::Column::MergedInto.is_null());
    if sought.only_to_review {
        seen = seen.add(person::Column::Id.in_subquery(with_pending_review()));
    }
    if let Some(code) = sought.municipality {
        let there = post::Entity::find()
            .select_only()
            .column(post::Column::PersonId)
            .filter(post::Column::MunicipalityCode.eq(code))
            .into_query();
        seen = seen.add(person::Column::Id.in_subquery(there));
    }
    let mut known: Option<HashSet<PersonId>> = None;
    for word in words(sought.text) {
        let some: Vec<PersonId> = person_word::Entity::find()
            .select_only()
            .column(person_word::Column::PersonId)
            .filter(begins(&word))
            .limit(RARE + 1)
            .into_tuple()
            .all(db)
            .await?;
        if some.len() as u64 > RARE {
            let column = || Expr::col((person::Entity, person::Column::SearchName));
            let first = column().like(beginning("", &word));
            seen = seen.add(first.or(column().like(beginning("% ", &word))));
            continue;
        }
        let some: HashSet<PersonId> = some.into_iter().collect();
        known = Some(match known {
            Some(known) => known.intersection(&some).copied().collect(),
            None => some,
        });
        if known.as_ref().is_some_and(HashSet::is_empty) {
            return Ok(None);
        }
    }
    if let Some(known) = known {
        seen = seen.add(person::Column::Id.is_in(known));
    }
    Ok(Some(seen))
}

/// Selects the words that begin with this one, as a range that an index serves: nothing comes after
/// the last character there is.
fn begins(word: &str) -> Condition {
    Condition::all()
        .add(person_word::Column::Word.gte(word))
        .add(person_word::Column::Word.lt(format!("{word}\u{10ffff}")))
}

fn by_name(persons: Select<person::Entity>) -> Select<person::Entity> {
    persons.order_by_asc(person::Column::SearchName).order_by_asc(person::Column::Id)
}

/// A person of a list that is still to be put in order.
#[derive(FromQueryResult)]
struct ListedPersonRow {
    id: PersonId,
    #[sea_orm(nested)]
    name: people::Name,
}

/// Lists the persons that the search finds, by surname. Of more than a list holds, they are the first by
/// given name, whose index the database reads; sorted here, because the two databases disagree on where
/// «Ávila» belongs.
async fn listed(
    app: &App,
    actor: &Actor,
    sought: PersonSearch<'_>,
    most: u64,
) -> Result<Vec<PersonId>, DbErr> {
    let Some(which) = found(app, actor, sought).await? else { return Ok(Vec::new()) };
    let mut listed: Vec<ListedPersonRow> = by_name(person::Entity::find())
        .select_only()
        .column(person::Column::Id)
        .columns(person::NAME)
        .filter(which)
        .limit(most)
        .into_model()
        .all(app.db.read())
        .await?;
    listed.sort_by_cached_key(|one| (fold(&one.name.by_surname()), one.id));
    Ok(listed.into_iter().map(|one| one.id).collect())
}

async fn persons_of(app: &App, ids: Vec<PersonId>) -> Result<Vec<person::Model>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = person::Entity::find().filter(person::Column::Id.is_in(ids));
    let mut rows = rows.all(app.db.read()).await?;
    rows.sort_by_cached_key(|one| (fold(&NameParts::of(one).by_surname()), one.id));
    Ok(rows)
}

/// Returns a page of the persons that the search finds, by surname.
pub async fn search(
    app: &App,
    actor: &Actor,
    sought: PersonSearch<'_>,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<person::Model>, Pager), DbErr> {
    let (pager, shown) = Pager::cut(page, listed(app, actor, sought, MOST_LISTED).await?, address);
    Ok((persons_of(app, shown).await?, pager))
}

/// The most persons of a sheet: both databases take as many ids in one statement.
pub const MOST_WRITTEN: u64 = 20_000;

/// Returns everybody of the list that the search makes, for a sheet.
pub async fn search_whole(
    app: &App,
    actor: &Actor,
    sought: PersonSearch<'_>,
) -> Result<Vec<person::Model>, DbErr> {
    persons_of(app, listed(app, actor, sought, MOST_WRITTEN).await?).await
}

/// Returns the municipalities to which a search can be narrowed: those of the actor's territory.
pub async fn municipalities(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<Vec<NamedMunicipality>, DbErr> {
    let mut all = places();
    if !actor.is_administrator() {
        all = all.filter(
            Condition::any()
                .add(municipality::Column::Code.in_subquery(served_by(&actor.units_read())))
                .add(municipality::Column::DepartmentCode.is_in(actor.departments())),
        );
    }
    all.into_model().all(db).await
}

/// Returns who has one of these documents, of the people whom the actor sees.
pub async fn by_documents(
    app: &App,
    actor: &Actor,
    documents: &[Document],
) -> Result<Vec<person::Model>, DbErr> {
    let db = app.db.read();
    let wanted = documents.iter().map(|(kind, number)| (*kind, number.as_str()));
    let holders = people::holders(db, wanted).await?.into_values();
    let ids: Vec<PersonId> =
        holders.map(|holder| holder.survivor.unwrap_or(holder.record).id).collect();
    let seen = scope(&actor.in_office(), app.clock.now());
    person::Entity::find().filter(person::Column::Id.is_in(ids)).filter(seen).all(db).await
}

/// Returns one person, if the actor sees them; foreign and absent persons look alike (R60).
pub async fn find(app: &App, actor: &Actor, id: PersonId) -> Result<person::Model, AppError> {
    let seen = person::Entity::find_by_id(id).filter(scope(actor, app.clock.now()));
    seen.one(app.db.read()).await?.ok_or(AppError::NotFound)
}

/// Returns what the actor is to a person. One statement at most.
pub async fn access(app: &App, actor: &Actor, person: PersonId) -> Result<PersonAccess, DbErr> {
    let none = PersonAccess { person, coordinated: false, alone: false };
    Ok(reached(app, actor, [person]).await?.remove(&person).unwrap_or(none))
}

/// Returns those of these persons whom the coordination or administration of the actor reaches; the
/// caller bounds how many. One statement at most.
pub async fn reached(
    app: &App,
    actor: &Actor,
    persons: impl IntoIterator<Item = PersonId>,
) -> Result<HashMap<PersonId, PersonAccess>, DbErr> {
    let of = |person, alone| (person, PersonAccess { person, coordinated: true, alone });
    if actor.is_administrator() {
        return Ok(persons.into_iter().map(|person| of(person, true)).collect());
    }
    if !actor.has_any(&COORDINATION) {
        return Ok(HashMap::new());
    }
    let is_alone = CaseStatement::new().case(alone(actor), Expr::val(1)).finally(Expr::val(0));
    let reached: Vec<(PersonId, i32)> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .column_as(Expr::Case(Box::new(is_alone)), "alone")
        .filter(person::Column::Id.is_in(persons))
        .filter(coordinated(actor, app.clock.now()))
        .into_tuple()
        .all(app.db.read())
        .await?;
    Ok(reached.into_iter().map(|(person, alone)| of(person, alone == 1)).collect())
}

/// The most people of the same names that are told at once.
const MOST_NAMESAKES: u64 = 500;

/// The people whom the actor's coordination reaches and who bear one of these names, whole.
pub async fn namesakes(
    app: &App,
    actor: &Actor,
    names: &[NameParts<'_>],
) -> Result<Vec<person::Model>, DbErr> {
    let reach = match actor.is_administrator() {
        true => Condition::all(),
        false => coordinated(actor, app.clock.now()),
    };
    // An index finds the key.
    person::Entity::find()
        .filter(person::Column::NameKey.is_in(names.iter().map(|name| name_key(*name))))
        .filter(person::Column::SearchName.is_in(names.iter().map(|name| fold(&name.full()))))
        .filter(person::Column::MergedInto.is_null())
        .filter(reach)
        .order_by_asc(person::Column::Id)
        .limit(MOST_NAMESAKES)
        .all(app.db.read())
        .await
}

/// What waits to be looked at about the records that the actor's coordination reaches: how much, and since
/// when the oldest waits.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct RecordsToReview {
    /// Persons whose document came with another name (R27).
    pub documents: i64,
    pub documents_since: Option<DateTime<Utc>>,
    pub duplicates: i64,
    pub duplicates_since: Option<DateTime<Utc>>,
    /// Entities that somebody typed; no row says when.
    pub entities: i64,
    /// What others asked to be done with a record.
    pub requests: i64,
    pub requests_since: Option<DateTime<Utc>>,
}

impl RecordsToReview {
    pub fn all(&self) -> i64 {
        self.documents + self.duplicates + self.entities + self.requests
    }

    pub fn since(&self) -> Option<DateTime<Utc>> {
        [self.documents_since, self.duplicates_since, self.requests_since]
            .into_iter()
            .flatten()
            .min()
    }
}

/// Counts what waits to be looked at about records. One statement.
pub async fn to_review(app: &App, actor: &Actor) -> Result<RecordsToReview, DbErr> {
    let sought = PersonSearch { only_to_review: true, ..PersonSearch::default() };
    // Without words every search finds something to ask for.
    let which = found(app, actor, sought).await?.unwrap_or_else(Condition::any);
    let documents = person::Entity::find()
        .select_only()
        .column_as(person::Column::Id.count(), "rows")
        .filter(which.clone())
        .into_query();
    let noted = document_review::Entity::find()
        .select_only()
        .column_as(document_review::Column::NotedAt.min(), "rows")
        .inner_join(person::Entity)
        .filter(document_review::Column::SettledAt.is_null())
        .filter(which)
        .into_query();
    let duplicates = |what: Expr| {
        let pairs = possible_duplicate::Entity::find().select_only().column_as(what, "rows");
        scalar(pairs.filter(open_pairs(app, actor)).into_query())
    };
    let entities = entity::Entity::find()
        .select_only()
        .column_as(entity::Column::Id.count(), "rows")
        .filter(territory_model::policy::scope(actor))
        .filter(territory_model::policy::to_review())
        .into_query();
    let requests = |what: Expr| {
        let asked = person_request::Entity::find().select_only().column_as(what, "rows");
        let asked = asked
            .filter(requests_scope(app, actor))
            .filter(person_request::Column::DecidedAt.is_null())
            .filter(person_request::Column::AskedBy.ne(actor.account));
        scalar(asked.into_query())
    };
    let counts = Query::select()
        .expr_as(scalar(documents), "documents")
        .expr_as(scalar(noted), "documents_since")
        .expr_as(duplicates(possible_duplicate::Column::Id.count()), "duplicates")
        .expr_as(duplicates(possible_duplicate::Column::NotedAt.min()), "duplicates_since")
        .expr_as(scalar(entities), "entities")
        .expr_as(requests(person_request::Column::Id.count()), "requests")
        .expr_as(requests(person_request::Column::AskedAt.min()), "requests_since")
        .to_owned();
    match app.db.read().query_one(&counts).await? {
        Some(row) => RecordsToReview::from_query_result(&row, ""),
        None => Ok(RecordsToReview::default()),
    }
}

/// Persons whose record the actor's coordination reaches.
fn reached_persons(app: &App, actor: &Actor) -> Select<person::Entity> {
    let persons = person::Entity::find().select_only().column(person::Column::Id);
    persons.filter(coordinated(actor, app.clock.now()))
}

/// Rows of `possible_duplicate` that are open, and of which the actor's coordination reaches both records.
pub fn open_pairs(app: &App, actor: &Actor) -> Condition {
    let seen = || {
        let alive = person::Column::MergedInto.is_null();
        reached_persons(app, actor).filter(alive).into_query()
    };
    Condition::all()
        .add(possible_duplicate::Column::SettledAt.is_null())
        .add(possible_duplicate::Column::OneId.in_subquery(seen()))
        .add(possible_duplicate::Column::OtherId.in_subquery(seen()))
}

/// Rows of `person_request` about records that the actor's coordination reaches.
pub fn requests_scope(app: &App, actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let reached = || reached_persons(app, actor).into_query();
    Condition::any()
        .add(person_request::Column::PersonId.in_subquery(reached()))
        .add(person_request::Column::OtherId.in_subquery(reached()))
}

/// The requests about a person that wait for a decision, as far as the actor sees them.
pub async fn requests_about(
    app: &App,
    actor: &Actor,
    person: PersonId,
) -> Result<Vec<person_request::Model>, DbErr> {
    let about = Condition::any()
        .add(person_request::Column::PersonId.eq(person))
        .add(person_request::Column::OtherId.eq(person));
    person_request::Entity::find()
        .filter(about)
        .filter(requests_scope(app, actor))
        .filter(person_request::Column::DecidedAt.is_null())
        .order_by_asc(person_request::Column::Id)
        .limit(10)
        .all(app.db.read())
        .await
}
