//! The records that the product already has of the people of a file, read once for all of them.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveTime};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use cohorts_model::entity::cohort;
use people_model::contacts::{BroughtContacts, SignsIn, brought};
use people_model::entity::person::{self, PersonId};
use people_model::entity::post::PostId;
use people_model::entity::{document_review, post};
use people_model::oneself::records;
use people_model::post_rules::is_held;
use people_model::queries::{Document, DocumentHolder, holders};
use people_model::rules::NameParts;
use platform::app::App;
use platform::dates::from_bogota;
use sign_in_model::actor::{Actor, Author};
use sign_in_model::queries::sign_ins;
use territory_model::commands::{EntityKey, entities_named};
use territory_model::entity::entity::{self, EntityId};
use territory_model::queries::NamedMunicipality;

use super::reading::{ImportCandidate, PostAnswer};
use crate::bringing::by_coordination;
use crate::commands::Employer;
use crate::eligibility::EligibilityFacts;
use crate::entity::enrolment::{self, Stage};
use crate::persons::queries::{namesakes, reached};
use crate::queries::Rulebook;
use crate::rulebook::{NameReader, RulebookVerdict};

/// Rows asked for with one statement.
const AT_ONCE: usize = 500;

/// The people of a file that the product knows, with what decides what happens to them.
#[derive(Default)]
pub struct KnownPeople {
    holders: HashMap<Document, DocumentHolder>,
    places: HashMap<PersonId, Stage>,
    reviewed: HashSet<PersonId>,
    /// Posts that are not over, the latest first.
    posts: HashMap<PersonId, Vec<post::Model>>,
    /// The names and kinds of the entities of those posts.
    employers: HashMap<EntityId, (String, String)>,
    /// The people whose posts whoever sent the file may see and change (R80).
    reached: HashSet<PersonId>,
    by_nit: HashMap<String, entity::Model>,
    by_name: HashMap<EntityKey, entity::Model>,
    /// The people who have an account, and how they sign in.
    sign_ins: HashMap<PersonId, SignsIn>,
    rulebook: Option<Rulebook>,
    /// Those whose contacts the file may fill.
    answered: HashSet<PersonId>,
    /// The people whom the sender reaches and who are called as somebody new of the file, by their name, folded.
    namesakes: HashMap<String, person::Model>,
    /// The records of whoever sent the file.
    own: HashSet<PersonId>,
    today: NaiveDate,
}

impl KnownPeople {
    pub async fn of(
        db: &impl ConnectionTrait,
        cohort: &cohort::Model,
        places: &[NamedMunicipality],
        candidates: &[ImportCandidate],
        (by, today): (&Author, NaiveDate),
    ) -> Result<Self, DbErr> {
        let start = from_bogota(today, NaiveTime::MIN);
        let mut rulebook = Rulebook::of(db, cohort, &[], start).await?;
        let own = records(db, by).await?;
        let mut known = Self { own, today, ..Self::default() };
        for some in candidates.chunks(AT_ONCE) {
            let documents = some.iter().map(|one| {
                let person = &one.participant.person;
                (person.document_type, person.document_number.as_str())
            });
            known.holders.extend(holders(db, documents).await?);
            let names: Vec<EntityKey> = some.iter().filter_map(key_of).collect();
            known.by_name.extend(entities_named(db, &names).await?);
        }
        let ids: Vec<PersonId> = known.holders.values().map(|holder| holder.person().id).collect();
        let bringer = by_coordination(db, by, today).await?;
        for some in ids.chunks(AT_ONCE) {
            known.add_people(db, cohort, some).await?;
            rulebook.add(db, cohort, some, start).await?;
            known.answered.extend(bringer.answered(db, some).await?);
        }
        known.rulebook = Some(rulebook);
        if candidates.iter().any(|one| one.nit.is_some()) {
            let own = places.iter().map(|place| place.code.as_str());
            let said = candidates.iter().filter(|one| one.nit.is_some());
            let said = said.map(|one| one.participant.municipality.as_str());
            let codes: HashSet<&str> = own.chain(said).collect();
            let named = entity::Entity::find()
                .filter(entity::Column::MunicipalityCode.is_in(codes))
                .filter(entity::Column::Nit.is_not_null())
                .all(db)
                .await?;
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect();
            known.by_nit = named
                .into_iter()
                .filter_map(|entity| Some((digits(entity.nit.as_deref()?), entity)))
                .collect();
        }
        Ok(known)
    }

    async fn add_people(
        &mut self,
        db: &impl ConnectionTrait,
        cohort: &cohort::Model,
        some: &[PersonId],
    ) -> Result<(), DbErr> {
        let held: Vec<(PersonId, Stage)> = enrolment::Entity::find()
            .select_only()
            .columns([enrolment::Column::PersonId, enrolment::Column::Stage])
            .filter(enrolment::Column::CohortId.eq(cohort.id))
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
        let lasts = Condition::any()
            .add(post::Column::EndsOn.is_null())
            .add(post::Column::EndsOn.gte(self.today));
        let posts = post::Entity::find()
            .filter(post::Column::PersonId.is_in(some.iter().copied()))
            .filter(lasts)
            .order_by_desc(post::Column::StartsOn)
            .order_by_desc(post::Column::Id)
            .all(db)
            .await?;
        let employers = posts.iter().map(|post| post.entity_id);
        let employers: Vec<(EntityId, String, String)> = entity::Entity::find()
            .select_only()
            .columns([entity::Column::Id, entity::Column::Name, entity::Column::Kind])
            .filter(entity::Column::Id.is_in(employers))
            .into_tuple()
            .all(db)
            .await?;
        let employers = employers.into_iter().map(|(id, name, kind)| (id, (name, kind)));
        self.employers.extend(employers);
        for post in posts {
            self.posts.entry(post.person_id).or_default().push(post);
        }
        let accounts = sign_ins(db, some.iter().map(|person| person.0)).await?;
        self.sign_ins.extend(accounts.into_iter().map(|(person, (email, is_staff))| {
            (PersonId(person), SignsIn { email: Some(email), is_staff })
        }));
        self.places.extend(held);
        self.reviewed.extend(reviewed);
        Ok(())
    }

    fn holder(&self, candidate: &ImportCandidate) -> Option<&DocumentHolder> {
        let person = &candidate.participant.person;
        self.holders.get(&(person.document_type, person.document_number.clone()))
    }

    /// Returns the person of the row, when the product knows them.
    pub fn person(&self, candidate: &ImportCandidate) -> Option<&person::Model> {
        self.holder(candidate).map(DocumentHolder::person)
    }

    /// Whether the name of the row can be that of whom the document belongs to.
    pub fn agrees(&self, candidate: &ImportCandidate) -> bool {
        let name = candidate.participant.person.name();
        self.holder(candidate).is_some_and(|holder| holder.agrees(name))
    }

    /// The contacts that the row brings into the record of a known person; `None` for nobody known.
    pub fn completes(&self, candidate: &ImportCandidate) -> Option<BroughtContacts> {
        let (person, none) = (self.person(candidate)?, SignsIn::default());
        let signs_in = self.sign_ins.get(&person.id).unwrap_or(&none);
        let new = candidate.participant.person.clone().normal().ok()?;
        let says = (new.email.as_deref(), new.phone.as_deref());
        let is_asked = !self.answered.contains(&person.id);
        Some(BroughtContacts { is_asked, ..brought(person, signs_in, says) })
    }

    /// Whether a letter reaches the person of the row.
    pub fn has_mail(&self, candidate: &ImportCandidate) -> bool {
        let known = |person: &person::Model| {
            person.email.is_some() || self.sign_ins.contains_key(&person.id)
        };
        candidate.participant.person.email.is_some() || self.person(candidate).is_some_and(known)
    }

    /// Whether the person is whoever sent the file.
    pub fn is_own(&self, person: PersonId) -> bool {
        self.own.contains(&person)
    }

    /// The person's place in the cohort.
    pub fn stage(&self, person: PersonId) -> Option<Stage> {
        self.places.get(&person).copied()
    }

    /// Whether the person's document waits for a review already.
    pub fn is_reviewed(&self, person: PersonId) -> bool {
        self.reviewed.contains(&person)
    }

    /// The entity of the row, by its NIT (with or without its check digit) or by its name.
    pub fn entity(&self, candidate: &ImportCandidate) -> Option<&entity::Model> {
        let by_nit = candidate.nit.as_deref().and_then(|nit| {
            let bare = nit.get(..9).and_then(|nit| self.by_nit.get(nit));
            self.by_nit.get(nit).or(bare)
        });
        by_nit.or_else(|| self.by_name.get(&key_of(candidate)?))
    }

    /// The person's posts that are not over.
    pub fn posts(&self, person: PersonId) -> &[post::Model] {
        self.posts.get(&person).map_or(&[], Vec::as_slice)
    }

    /// The posts that the person holds today, the principal ones first.
    pub fn held(&self, person: PersonId) -> impl Iterator<Item = &post::Model> {
        let held = || self.posts(person).iter().filter(|post| is_held(post, self.today));
        held().filter(|post| post.is_principal).chain(held().filter(|post| !post.is_principal))
    }

    /// The name of the entity of one of these posts.
    pub fn entity_name(&self, id: EntityId) -> &str {
        self.employers.get(&id).map_or("", |(name, _)| name.as_str())
    }

    /// The kind of the entity that the row counts for; `None` where the file alone says it.
    pub fn entity_kind(&self, candidate: &ImportCandidate) -> Option<&str> {
        let counts = self.post(candidate).and_then(|post| self.employers.get(&post.entity_id));
        let named = || self.entity(candidate).map(|entity| entity.kind.as_str());
        counts.map(|(_, kind)| kind.as_str()).or_else(named)
    }

    /// What was answered about a post that the row contradicts. Of people whom the sender's unit does not
    /// reach nothing is asked and nothing changes: the row adds a post.
    pub fn answer(&self, candidate: &ImportCandidate) -> Option<PostAnswer> {
        let person = self.person(candidate)?.id;
        candidate.post.filter(|_| self.reached.contains(&person))
    }

    /// Whether whoever sent the file may see and change the person's posts.
    pub fn is_reached(&self, person: PersonId) -> bool {
        self.reached.contains(&person)
    }

    /// Loads whose posts the sender may see and change, and who is called as somebody new of the file. Two
    /// statements for five hundred people, and what is known of those who are.
    pub async fn load_reach(
        &mut self,
        (app, actor): (&App, &Actor),
        cohort: &cohort::Model,
        candidates: &[ImportCandidate],
    ) -> Result<(), DbErr> {
        let people: Vec<PersonId> =
            self.holders.values().map(|holder| holder.person().id).collect();
        for some in people.chunks(AT_ONCE) {
            self.reached.extend(reached(app, actor, some.iter().copied()).await?.into_keys());
        }
        let new = candidates.iter().filter(|one| self.person(one).is_none());
        let names: Vec<NameParts<'_>> = new.map(|one| one.participant.person.name()).collect();
        let mut found = Vec::new();
        for some in names.chunks(AT_ONCE) {
            found.extend(namesakes(app, actor, some).await?);
        }
        let ids: Vec<PersonId> = found.iter().map(|person| person.id).collect();
        for some in ids.chunks(AT_ONCE) {
            self.add_people(app.db.read(), cohort, some).await?;
        }
        self.namesakes = found.into_iter().map(|one| (one.search_name.clone(), one)).collect();
        Ok(())
    }

    /// Somebody of this name, folded, with another document: the person, and the entity where they work.
    pub fn namesake(&self, name: &str) -> Option<(&person::Model, &str)> {
        let person = self.namesakes.get(name)?;
        let held = self.held(person.id).next();
        Some((person, held.map_or("", |post| self.entity_name(post.entity_id))))
    }

    /// The post that the row counts for, when the person holds it today: the one at the entity of the row,
    /// which is not rewritten with what a list says, or the known one where the list is old.
    pub fn post(&self, candidate: &ImportCandidate) -> Option<&post::Model> {
        let person = self.person(candidate)?.id;
        let old = || match self.answer(candidate) {
            Some(PostAnswer::ListIsOld) => self.held(person).next(),
            _ => None,
        };
        self.post_at_entity(candidate).or_else(old)
    }

    /// The post at the entity of the row that the person holds today.
    pub fn post_at_entity(&self, candidate: &ImportCandidate) -> Option<&post::Model> {
        let (person, entity) = (self.person(candidate)?, self.entity(candidate)?);
        let held = || {
            let posts = self.posts(person.id).iter();
            posts.filter(|post| post.entity_id == entity.id && is_held(post, self.today))
        };
        held().find(|post| post.is_principal).or_else(|| held().next())
    }

    /// The known post that the row says again, with the same kind: the institution vouches for it.
    pub fn confirms(&self, candidate: &ImportCandidate) -> Option<PostId> {
        let post = self.post_at_entity(candidate)?;
        (post.kind == candidate.participant.kind).then_some(post.id)
    }

    /// Returns what the rulebook says of the row, as the coordination reads it (R22, R85).
    pub fn verdict(&self, candidate: &ImportCandidate) -> RulebookVerdict {
        let Some(rulebook) = &self.rulebook else { return RulebookVerdict::default() };
        let (new, post) = (&candidate.participant, self.post(candidate));
        let facts = EligibilityFacts {
            kind: Some(post.map_or(new.kind, |post| post.kind)),
            // What a list says, the institution says: a new post, or the kind of one that is known.
            is_vouched: post
                .is_none_or(|post| post.is_vouched || self.confirms(candidate) == Some(post.id)),
            municipality: Some(new.municipality.clone()),
            has_prerequisite: false,
            unused_seat: None,
        };
        let person = self.person(candidate).map(|person| person.id);
        rulebook.verdict(person, facts, NameReader::Unit(rulebook.unit()))
    }
}

fn key_of(candidate: &ImportCandidate) -> Option<EntityKey> {
    match &candidate.participant.entity {
        Employer::Named(named) => Some(named.key()),
        Employer::Known(_) => None,
    }
}
