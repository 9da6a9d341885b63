//! What is known already of the people of a file, and imports as pages show them.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::entity::import::{self, ImportId, State};
use super::entity::{import_file, import_issue};
use super::policy::scope;
use super::reading::Candidate;
use crate::cohorts::entity::cohort::{self, CohortId};
use crate::enrolment::entity::enrolment::{self, Stage};
use crate::people::entity::person::{self, DocumentType, PersonId};
use crate::people::entity::{document_review, person_document};
use crate::people::rules::{NameParts, same_name};
use crate::platform::errors::AppError;
use crate::platform::pager::{Pager, ROWS};
use crate::sign_in::actor::Actor;
use crate::sign_in::entity::account;
use crate::territory::entity::entity::{self, EntityId};
use crate::territory::queries::Place;

/// Documents asked for with one statement.
const AT_ONCE: usize = 500;
/// Imports that a cohort's page lists.
const LISTED: u64 = 20;

/// Whose a document is.
struct Holder {
    person: person::Model,
    /// The record that this one took in, when the document came with it.
    before: Option<person::Model>,
}

/// The people of a file that the product knows.
#[derive(Default)]
pub struct Known {
    holders: HashMap<(DocumentType, String), Holder>,
    places: HashMap<PersonId, Stage>,
    reviewed: HashSet<PersonId>,
    entities: HashMap<String, EntityId>,
}

impl Known {
    pub async fn of(
        db: &impl ConnectionTrait,
        cohort: CohortId,
        places: &[Place],
        candidates: &[Candidate],
    ) -> Result<Self, DbErr> {
        let mut known = Self::default();
        for some in candidates.chunks(AT_ONCE) {
            known.add_holders(db, some).await?;
        }
        let ids: Vec<PersonId> = known.holders.values().map(|holder| holder.person.id).collect();
        for some in ids.chunks(AT_ONCE) {
            let held: Vec<(PersonId, Stage)> = enrolment::Entity::find()
                .select_only()
                .columns([enrolment::Column::PersonId, enrolment::Column::Stage])
                .filter(enrolment::Column::CohortId.eq(cohort))
                .filter(enrolment::Column::PersonId.is_in(some.iter().copied()))
                .into_tuple()
                .all(db)
                .await?;
            let reviewed: Vec<PersonId> = document_review::Entity::find()
                .select_only()
                .column(document_review::Column::PersonId)
                .filter(document_review::Column::PersonId.is_in(some.iter().copied()))
                .filter(document_review::Column::SettledAt.is_null())
                .into_tuple()
                .all(db)
                .await?;
            known.places.extend(held);
            known.reviewed.extend(reviewed);
        }
        if candidates.iter().any(|one| one.nit.is_some()) {
            let codes = places.iter().map(|place| place.code.as_str());
            let named = entity::Entity::find()
                .filter(entity::Column::MunicipalityCode.is_in(codes))
                .filter(entity::Column::Nit.is_not_null())
                .all(db)
                .await?;
            let digits = |text: String| text.chars().filter(char::is_ascii_digit).collect();
            known.entities = named
                .into_iter()
                .filter_map(|entity| Some((digits(entity.nit?), entity.id)))
                .collect();
        }
        Ok(known)
    }

    /// The records of the documents of some rows: those of today, those that people had before,
    /// and the records that took theirs in (R28), as `people::queries::holder` finds one.
    async fn add_holders(
        &mut self,
        db: &impl ConnectionTrait,
        some: &[Candidate],
    ) -> Result<(), DbErr> {
        let numbers: Vec<&str> =
            some.iter().map(|one| one.participant.person.document_number.as_str()).collect();
        let former = person_document::Entity::find()
            .find_also_related(person::Entity)
            .filter(person_document::Column::DocumentNumber.is_in(numbers.iter().copied()))
            .all(db)
            .await?;
        let former = former.into_iter().filter_map(|(document, person)| {
            Some(((document.document_type, document.document_number), person?))
        });
        let mut found: HashMap<(DocumentType, String), person::Model> = former.collect();
        let present = person::Entity::find()
            .filter(person::Column::DocumentNumber.is_in(numbers))
            .all(db)
            .await?;
        // A document of today counts before one that somebody else had.
        found.extend(
            present
                .into_iter()
                .map(|person| ((person.document_type, person.document_number.clone()), person)),
        );
        let took: Vec<PersonId> = found.values().filter_map(|person| person.merged_into).collect();
        let survivors: HashMap<PersonId, person::Model> = person::Entity::find()
            .filter(person::Column::Id.is_in(took))
            .all(db)
            .await?
            .into_iter()
            .map(|person| (person.id, person))
            .collect();
        self.holders.extend(found.into_iter().map(|(key, found)| {
            let survivor = found.merged_into.and_then(|id| survivors.get(&id)).cloned();
            let holder = match survivor {
                Some(survivor) => Holder { person: survivor, before: Some(found) },
                None => Holder { person: found, before: None },
            };
            (key, holder)
        }));
        Ok(())
    }

    fn holder(&self, candidate: &Candidate) -> Option<&Holder> {
        let person = &candidate.participant.person;
        self.holders.get(&(person.document_type, person.document_number.clone()))
    }

    /// Who the row is about, when the product knows them.
    pub fn person(&self, candidate: &Candidate) -> Option<&person::Model> {
        self.holder(candidate).map(|holder| &holder.person)
    }

    /// Whether the name of the row can be that of whom the document belongs to; a record that was
    /// taken in keeps the name it came with.
    pub fn agrees(&self, candidate: &Candidate) -> bool {
        let name = candidate.participant.person.name();
        self.holder(candidate).is_some_and(|holder| {
            let names = [Some(&holder.person), holder.before.as_ref()];
            names.into_iter().flatten().any(|known| same_name(NameParts::of(known), name))
        })
    }

    /// The person's place in the cohort.
    pub fn stage(&self, person: PersonId) -> Option<Stage> {
        self.places.get(&person).copied()
    }

    /// Whether somebody is to look at the person's document already.
    pub fn is_reviewed(&self, person: PersonId) -> bool {
        self.reviewed.contains(&person)
    }

    /// The entity with the NIT of the row, with or without its check digit.
    pub fn entity(&self, candidate: &Candidate) -> Option<EntityId> {
        let nit = candidate.nit.as_deref()?;
        self.entities.get(nit).or_else(|| self.entities.get(nit.get(..9)?)).copied()
    }
}

/// An import within the actor's reach, with its cohort.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ImportId,
) -> Result<(import::Model, CohortId), AppError> {
    let found = import::Entity::find_by_id(id).filter(scope(actor)).one(db).await?;
    let found = found.ok_or(AppError::NotFound)?;
    let cohort = found.cohort_id;
    Ok((found, cohort))
}

/// A cohort's imports, the latest first, with who sent each.
pub async fn of_cohort(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(import::Model, Option<account::Model>)>, DbErr> {
    import::Entity::find()
        .find_also_related(account::Entity)
        .filter(import::Column::CohortId.eq(cohort))
        .filter(import::Column::State.ne(State::Discarded))
        .order_by_desc(import::Column::Id)
        .limit(LISTED)
        .all(db)
        .await
}

pub async fn bytes(db: &impl ConnectionTrait, id: ImportId) -> Result<Vec<u8>, AppError> {
    let file = import_file::Entity::find_by_id(id).one(db).await?;
    file.map(|file| file.bytes).ok_or(AppError::NotFound)
}

/// What is wrong with the rows of a file, errors first, a page of it.
pub async fn issues(
    db: &impl ConnectionTrait,
    id: ImportId,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<import_issue::Model>, Pager), DbErr> {
    let of = import_issue::Entity::find().filter(import_issue::Column::ImportId.eq(id));
    let pager = Pager::new(page, of.clone().count(db).await?, address);
    let rows = of
        .order_by_desc(import_issue::Column::IsError)
        .order_by_asc(import_issue::Column::RowNumber)
        .order_by_asc(import_issue::Column::Id)
        .offset(pager.offset())
        .limit(ROWS)
        .all(db)
        .await?;
    Ok((rows, pager))
}

/// All of them, from top to bottom, for the file that goes back.
pub async fn all_issues(
    db: &impl ConnectionTrait,
    id: ImportId,
) -> Result<Vec<import_issue::Model>, DbErr> {
    import_issue::Entity::find()
        .filter(import_issue::Column::ImportId.eq(id))
        .order_by_asc(import_issue::Column::RowNumber)
        .order_by_asc(import_issue::Column::Id)
        .all(db)
        .await
}

/// What waits for a worker, the oldest first.
pub async fn waiting(db: &impl ConnectionTrait, state: State) -> Result<Vec<ImportId>, DbErr> {
    import::Entity::find()
        .select_only()
        .column(import::Column::Id)
        .filter(import::Column::State.eq(state))
        .order_by_asc(import::Column::Id)
        .limit(LISTED)
        .into_tuple()
        .all(db)
        .await
}

/// The cohort of an import, whoever asks: for a worker.
pub async fn cohort_of(db: &impl ConnectionTrait, id: CohortId) -> Result<cohort::Model, AppError> {
    cohort::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)
}
