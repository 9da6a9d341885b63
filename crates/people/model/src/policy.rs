//! Which persons an actor sees by their posts alone. Being enrolled in an actor's cohort shows
//! a person too; that half is `enrolment::persons::policy`, which knows of cohorts.

use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::Denial;
use territory_model::entity::municipality;
use territory_model::queries::served_by;

use super::entity::person::{self, PersonId};
use super::entity::person_merge::{self, PersonMergeId};
use super::entity::person_request::{self, PersonRequestId};
use super::entity::post::{self, PostId};

/// Whether the person is the actor themselves.
pub fn is_own(actor: &Actor, person: PersonId) -> bool {
    actor.person == Some(person.0)
}

/// What an actor is to a person, as the queries about persons read it
/// (`enrolment_model::persons::queries::access`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonAccess {
    pub person: PersonId,
    /// The coordination or the administration that the actor holds reaches the person (R80).
    pub coordinated: bool,
    /// Everything of the record, its places and posts, is within the units that the actor coordinates;
    /// always for the administration.
    pub alone: bool,
}

impl PersonAccess {
    /// Whether the actor sees the person's document and contacts whole. Others who see the person, such
    /// as a gobernación and who teaches, see them masked.
    pub fn is_whole(self, actor: &Actor) -> bool {
        self.coordinated || is_own(actor, self.person)
    }
}

/// Rows of `person` that the actor sees by the posts that `counted` selects: who coordinates or directs a
/// unit those who work in its territory, a gobernación those of its department, administrators all,
/// everybody themselves.
pub fn scope(actor: &Actor, counted: &Condition) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let mut seen = Condition::any().add(person::Column::Id.eq(actor.person.unwrap_or(0)));
    let units = actor.units_read();
    if !units.is_empty() {
        seen = seen.add(person::Column::Id.in_subquery(with_post_in(served_by(&units), counted)));
    }
    let departments = actor.departments();
    if !departments.is_empty() {
        let there = municipality::Entity::find()
            .select_only()
            .column(municipality::Column::Code)
            .filter(municipality::Column::DepartmentCode.is_in(departments))
            .into_query();
        seen = seen.add(person::Column::Id.in_subquery(with_post_in(there, counted)));
    }
    seen
}

fn with_post_in(municipalities: SelectStatement, counted: &Condition) -> SelectStatement {
    post::Entity::find()
        .select_only()
        .column(post::Column::PersonId)
        .filter(post::Column::MunicipalityCode.in_subquery(municipalities))
        .filter(counted.clone())
        .into_query()
}

permit!(/// To settle what was noted about a person's document (R27).
    SettleReview { person: PersonId });

/// Coordination and administrators settle what was noted about the people they see, never about
/// themselves.
pub fn may_settle_review(actor: &Actor, access: PersonAccess) -> Result<SettleReview, Denial> {
    SettleReview::when(settles(actor, &[access]), actor.by(), access.person)
}

permit!(/// To add posts to a person, correct them and choose the principal one (R29). A coordination corrects
    /// those in the territory of its `units` alone, so that no record becomes its own by a correction; the
    /// person and the administration, with `None`, correct any.
    KeepPosts { person: PersonId, units: Option<Vec<String>> });
permit!(/// To say that somebody still holds a post, or that they left it (R31).
    AttestPost { post: PostId, person: PersonId });

/// Grants the person, and the coordination and administration that see them, to keep the person's
/// posts.
pub fn may_keep_posts(actor: &Actor, access: PersonAccess) -> Result<KeepPosts, Denial> {
    let is_free = actor.is_administrator() || is_own(actor, access.person);
    let units = (!is_free).then(|| actor.units().into_iter().map(str::to_owned).collect());
    KeepPosts::when(access.is_whole(actor), actor.by(), access.person, units)
}

permit!(/// To stand behind what somebody declared of a post (R77).
    VouchPost { post: PostId });

/// Grants the coordination and the administration that reach the person, and the focal point of the
/// entity, who knows its servants; nobody confirms their own. `access` is that to the person of the post.
pub fn may_vouch(
    actor: &Actor,
    access: PersonAccess,
    post: &post::Model,
) -> Result<VouchPost, Denial> {
    let reaches = access.person == post.person_id && access.coordinated;
    let vouches = actor.entities().contains(&post.entity_id.0) || reaches;
    VouchPost::when(vouches && !is_own(actor, post.person_id), actor.by(), post.id)
}

/// Grants those who keep the person's posts, and the focal point of the entity, who is the first to
/// know that a person left. `access` is that to the person of the post.
pub fn may_attest(
    actor: &Actor,
    access: PersonAccess,
    post: &post::Model,
) -> Result<AttestPost, Denial> {
    let of_entity = actor.entities().contains(&post.entity_id.0);
    let keeps = access.person == post.person_id && may_keep_posts(actor, access).is_ok();
    let attests = of_entity || keeps;
    AttestPost::when(attests, actor.by(), post.id, post.person_id)
}

permit!(/// To make two records of one person one (R28). `administers` says whether a national
    /// administrator asks.
    MergePersons { survivor: PersonId, absorbed: PersonId, administers: bool });
permit!(/// To undo a merge.
    UndoMerge { merge: PersonMergeId });
permit!(/// To say that two records are not of one person.
    SettlePair { one: PersonId, other: PersonId });
permit!(/// To give a person another document.
    ChangeDocument { person: PersonId });
permit!(/// To correct how a person's name is written.
    CorrectName { person: PersonId });

permit!(/// To correct a person's mail and telephone. `administers` says whether a national administrator
    /// asks.
    CorrectContacts { person: PersonId, administers: bool });
permit!(/// To write down one's own telephone.
    OwnPhone { person: PersonId });
permit!(/// To ask for a change of a record that is not the asker's alone (R80): the record, and the other
    /// one that would become part of it. `units` are those of who asks.
    AskChange { persons: Vec<PersonId>, units: String });
permit!(/// To decide what somebody of another unit asked. `administers` says whether a national
    /// administrator decides.
    DecideRequest { request: PersonRequestId, administers: bool });

/// Whoever reaches the records asks for what is not theirs alone to do.
pub fn may_ask(actor: &Actor, records: &[PersonAccess]) -> Result<AskChange, Denial> {
    let persons = records.iter().map(|access| access.person).collect();
    AskChange::when(settles(actor, records), actor.by(), persons, actor.units().join(","))
}

/// Returns the actor without the coordination of the units that asked: what remains decides.
pub fn as_other_unit(actor: &Actor, request: &person_request::Model) -> Actor {
    let asked = |unit: &Option<String>| {
        unit.as_deref().is_some_and(|unit| request.units.split(',').any(|one| one == unit))
    };
    let grants = actor.grants.iter().filter(|grant| !asked(&grant.unit)).cloned();
    Actor { grants: grants.collect(), ..actor.clone() }
}

/// Grants the administration, and the coordination of another unit that reaches one of the records;
/// nobody decides what they asked, or about themselves. The accesses are those of [`as_other_unit`].
pub fn may_decide(
    actor: &Actor,
    records: &[PersonAccess],
    request: &person_request::Model,
) -> Result<DecideRequest, Denial> {
    let own = records.iter().any(|access| is_own(actor, access.person));
    let reaches = records.iter().any(|access| access.coordinated);
    let may = reaches && !own && actor.account != request.asked_by;
    DecideRequest::when(may, actor.by(), request.id, actor.is_administrator())
}

impl DecideRequest {
    /// Returns the permit to do what was asked.
    pub fn merge(&self, survivor: PersonId, absorbed: PersonId) -> MergePersons {
        MergePersons::grant(self.by.clone(), survivor, absorbed, self.administers)
    }

    /// Returns the permit to correct the contacts that were asked for.
    pub fn contacts(&self, person: PersonId) -> CorrectContacts {
        CorrectContacts::grant(self.by.clone(), person, self.administers)
    }
}

/// Allows those who decide about the records alone: everything of them is within their units.
fn settles_alone(actor: &Actor, persons: &[PersonAccess]) -> bool {
    settles(actor, persons) && persons.iter().all(|access| access.alone)
}

/// Allows coordination and administration to settle records of people whom they reach, never their
/// own.
fn settles(actor: &Actor, persons: &[PersonAccess]) -> bool {
    persons.iter().all(|access| access.coordinated && !is_own(actor, access.person))
}

/// Nobody is united with themselves.
pub fn may_merge(
    actor: &Actor,
    survivor: PersonAccess,
    absorbed: PersonAccess,
) -> Result<MergePersons, Denial> {
    let may = survivor.person != absorbed.person && settles_alone(actor, &[survivor, absorbed]);
    let administers = actor.is_administrator();
    MergePersons::when(may, actor.by(), survivor.person, absorbed.person, administers)
}

/// `survivor` is the access to the record that stayed: the other one has nothing any more.
pub fn may_undo(
    actor: &Actor,
    survivor: PersonAccess,
    merge: &person_merge::Model,
) -> Result<UndoMerge, Denial> {
    let own = is_own(actor, merge.absorbed_id);
    let may = survivor.person == merge.survivor_id && settles_alone(actor, &[survivor]) && !own;
    UndoMerge::when(may, actor.by(), merge.id)
}

pub fn may_keep_apart(
    actor: &Actor,
    one: PersonAccess,
    other: PersonAccess,
) -> Result<SettlePair, Denial> {
    let may = one.person != other.person && settles(actor, &[one, other]);
    SettlePair::when(may, actor.by(), one.person, other.person)
}

/// A document is what a person is known by: the person shows the new one to the coordination.
pub fn may_change_document(actor: &Actor, access: PersonAccess) -> Result<ChangeDocument, Denial> {
    ChangeDocument::when(settles_alone(actor, &[access]), actor.by(), access.person)
}

/// A name is what certificates say: nobody corrects their own.
pub fn may_correct_name(actor: &Actor, access: PersonAccess) -> Result<CorrectName, Denial> {
    CorrectName::when(settles_alone(actor, &[access]), actor.by(), access.person)
}

/// Whoever has somebody's mail has their account: only who decides about the record alone corrects it by
/// hand, others ask, and nobody corrects their own (R77, R78, R80).
pub fn may_correct_contacts(
    actor: &Actor,
    access: PersonAccess,
) -> Result<CorrectContacts, Denial> {
    let administers = actor.is_administrator();
    CorrectContacts::when(settles_alone(actor, &[access]), actor.by(), access.person, administers)
}

/// A telephone opens nothing: people change their own.
pub fn may_change_own_phone(actor: &Actor, person: PersonId) -> Result<OwnPhone, Denial> {
    OwnPhone::when(is_own(actor, person), actor.by(), person)
}
