//! Which persons an actor sees by their posts alone. Being enrolled in an actor's cohort shows
//! a person too; that half is `enrolment::persons::policy`, which knows of cohorts.

use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use sign_in_model::actor::{Actor, Role};
use sign_in_model::permit;
use sign_in_model::permits::Denial;
use territory_model::entity::municipality;
use territory_model::queries::served_by;

use super::entity::person::{self, PersonId};
use super::entity::person_merge::{self, PersonMergeId};
use super::entity::post::{self, PostId};

/// Whether the person is the actor themselves.
pub fn is_own(actor: &Actor, person: PersonId) -> bool {
    actor.person == Some(person.0)
}

/// Rows of `person` that the actor sees: coordinators those who work in their unit's
/// territory, a gobernación those of its department, administrators all, everybody themselves.
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let mut seen = Condition::any().add(person::Column::Id.eq(actor.person.unwrap_or(0)));
    let units = actor.units();
    if !units.is_empty() {
        seen = seen.add(person::Column::Id.in_subquery(with_post_in(served_by(&units))));
    }
    let departments = actor.departments();
    if !departments.is_empty() {
        let there = municipality::Entity::find()
            .select_only()
            .column(municipality::Column::Code)
            .filter(municipality::Column::DepartmentCode.is_in(departments))
            .into_query();
        seen = seen.add(person::Column::Id.in_subquery(with_post_in(there)));
    }
    seen
}

fn with_post_in(municipalities: SelectStatement) -> SelectStatement {
    post::Entity::find()
        .select_only()
        .column(post::Column::PersonId)
        .filter(post::Column::MunicipalityCode.in_subquery(municipalities))
        .into_query()
}

permit!(/// To settle what was noted about a person's document (R27).
    SettleReview { person: PersonId });

/// Coordination and administrators settle what was noted about the people they see, never about
/// themselves. The caller has found the person within the actor's scope.
pub fn may_settle_review(actor: &Actor, person: PersonId) -> Result<SettleReview, Denial> {
    SettleReview::when(sees_documents(actor) && !is_own(actor, person), actor.by(), person)
}

permit!(/// To add posts to a person, correct them and choose the principal one (R29).
    KeepPosts { person: PersonId });
permit!(/// To say that somebody still holds a post, or that they left it (R31).
    AttestPost { post: PostId, person: PersonId });

/// Grants the person, and the coordination and administration that see them, to keep the person's
/// posts. The caller has found the person within the actor's scope.
pub fn may_keep_posts(actor: &Actor, person: PersonId) -> Result<KeepPosts, Denial> {
    KeepPosts::when(is_own(actor, person) || sees_documents(actor), actor.by(), person)
}

/// Grants those who keep the person's posts, and the focal point of the entity, who is the first to
/// know that a person left.
pub fn may_attest(actor: &Actor, post: &post::Model) -> Result<AttestPost, Denial> {
    let of_entity = actor.entities().contains(&post.entity_id.0);
    let attests = of_entity || may_keep_posts(actor, post.person_id).is_ok();
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

/// Allows coordination and administration to settle records of people they see, never their own.
fn settles(actor: &Actor, persons: &[PersonId]) -> bool {
    sees_documents(actor) && !persons.iter().any(|person| is_own(actor, *person))
}

/// The caller has found both persons within the actor's scope; nobody is united with themselves.
pub fn may_merge(
    actor: &Actor,
    survivor: PersonId,
    absorbed: PersonId,
) -> Result<MergePersons, Denial> {
    let may = survivor != absorbed && settles(actor, &[survivor, absorbed]);
    MergePersons::when(may, actor.by(), survivor, absorbed, actor.is_administrator())
}

/// The caller has found the survivor within the actor's scope.
pub fn may_undo(actor: &Actor, merge: &person_merge::Model) -> Result<UndoMerge, Denial> {
    let may = settles(actor, &[merge.survivor_id, merge.absorbed_id]);
    UndoMerge::when(may, actor.by(), merge.id)
}

pub fn may_keep_apart(actor: &Actor, one: PersonId, other: PersonId) -> Result<SettlePair, Denial> {
    SettlePair::when(one != other && settles(actor, &[one, other]), actor.by(), one, other)
}

/// A document is what a person is known by: the person shows the new one to the coordination.
pub fn may_change_document(actor: &Actor, person: PersonId) -> Result<ChangeDocument, Denial> {
    ChangeDocument::when(settles(actor, &[person]), actor.by(), person)
}

/// A name is what certificates say: nobody corrects their own.
pub fn may_correct_name(actor: &Actor, person: PersonId) -> Result<CorrectName, Denial> {
    CorrectName::when(settles(actor, &[person]), actor.by(), person)
}

/// Whether this actor sees documents and contact data whole. A gobernación and an actor who only
/// teaches see them masked.
pub fn sees_documents(actor: &Actor) -> bool {
    actor.is_administrator() || actor.has(Role::Coordinator)
}
