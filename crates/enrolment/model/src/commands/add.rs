//! A coordinator adds a person whom the product does not know yet.

use sea_orm::{DatabaseTransaction, EntityTrait};

use people_model::commands::{NewPerson, NewPost, add_post, note_review, vouch_posts};
use people_model::entity::person::{self, PersonId};
use people_model::entity::post::{self, Kind, PostId};
use people_model::queries;
use people_model::rules::PersonRefusal;
use platform::search::fold;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;
use territory_model::commands::{NewEntity, find_or_add_entity};
use territory_model::entity::entity::EntityId;

use super::AdmissionRefusal;
use super::enrol::{NewEnrolment, Placement, enrol_in};
use super::shared::invite_person;
use crate::bringing::by_coordination;
use crate::policy::Add;
use crate::rulebook::CautionAnswer;
use crate::rules::EnrolmentRefusal;

/// The entity where a person works: a known one, or one that the form names.
#[derive(Clone, Debug)]
pub enum Employer {
    Known(EntityId),
    Named(NewEntity),
}

/// A person with the post they hold today.
#[derive(Clone, Debug)]
pub struct NewParticipant {
    pub person: NewPerson,
    pub entity: Employer,
    pub position: String,
    pub kind: Kind,
    pub municipality: String,
}

/// Registers the person with their post and authorisation, and enrols them, all or nothing.
/// A document known under another name is refused and left for review (R27).
pub async fn add_new(
    app: &App,
    permit: Add,
    new: NewParticipant,
    cautions: CautionAnswer,
) -> Result<Placement, Failure<AdmissionRefusal>> {
    let done = match add_in_one(app, &permit, new.clone(), cautions).await {
        Err(Failure::Refused(AdmissionRefusal::Enrolment(refusal))) if refusal.has_a_place() => {
            let refusal = match complete(app, &permit, new.person).await? {
                true => EnrolmentRefusal::AlreadyCompleted,
                false => refusal,
            };
            Err(Failure::Refused(AdmissionRefusal::Enrolment(refusal)))
        }
        done => done,
    };
    if let Err(Failure::Refused(AdmissionRefusal::Person(PersonRefusal::DocumentOfAnother {
        person,
    }))) = &done
    {
        note_review(app, permit.by(), *person).await?;
    }
    done
}

/// Keeps what the form brings of somebody who has a place already, and says whether it completed their
/// mail or telephone: it must not be lost because there is nothing else to do.
async fn complete(
    app: &App,
    permit: &Add,
    new: NewPerson,
) -> Result<bool, Failure<AdmissionRefusal>> {
    let work = Work::begin(app, permit.by()).await?;
    let contacts = |row: Option<person::Model>| row.map(|row| (row.email, row.phone));
    let (kind, number) = (new.document_type, new.document_number.clone());
    let before = contacts(queries::by_document(&work.tx, kind, &number).await?);
    let bringer = by_coordination(&work.tx, permit.by(), app.clock.today()).await?;
    let person = people_model::commands::register(&work.tx, app, &bringer, new)
        .await
        .map_err(|failure| failure.map(AdmissionRefusal::from))?;
    invite_person(&work.tx, app, permit.by(), person).await?;
    let after = contacts(person::Entity::find_by_id(person).one(&work.tx).await?);
    work.commit().await?;
    Ok(before != after)
}

async fn add_in_one(
    app: &App,
    permit: &Add,
    new: NewParticipant,
    cautions: CautionAnswer,
) -> Result<Placement, Failure<AdmissionRefusal>> {
    let tx = app.db.begin().await?;
    let bringer = by_coordination(&tx, permit.by(), app.clock.today()).await?;
    let person = people_model::commands::register(&tx, app, &bringer, new.person.clone())
        .await
        .map_err(|failure| failure.map(AdmissionRefusal::from))?;
    let municipality = new.municipality.clone();
    let post = post_today(&tx, app, permit.by(), person, new).await?;
    let enrolment = NewEnrolment {
        post: Some(post),
        municipality: Some(municipality),
        consent: Some("coordinación"),
        cautions,
        opens_account: true,
    };
    let placed = enrol_in(&tx, app, permit.person(person), enrolment)
        .await
        .map_err(|failure| failure.map(AdmissionRefusal::from))?;
    tx.commit().await?;
    Ok(placed)
}

/// Adds the post from today on; it is the principal one unless the person has another.
pub async fn post_today(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    person: PersonId,
    new: NewParticipant,
) -> Result<PostId, Failure<AdmissionRefusal>> {
    let entity_id = match new.entity {
        Employer::Known(id) => id,
        Employer::Named(named) => find_or_add_entity(tx, app, by, named).await?,
    };
    let today = app.clock.today();
    let held = queries::posts_on(tx, person, today).await?;
    // The very post that began today is there already: it counts, and the institution stands behind it.
    let is_same = |post: &&post::Model| {
        (post.entity_id, post.kind) == (entity_id, new.kind)
            && (post.starts_on, post.ends_on) == (today, None)
            && fold(&post.position) == fold(&new.position)
    };
    if let Some(same) = held.iter().map(|row| &row.post).find(is_same) {
        vouch_posts(tx, app, by, [same.id]).await?;
        return Ok(same.id);
    }
    let post = NewPost {
        entity_id,
        position: new.position,
        kind: new.kind,
        municipality_code: new.municipality,
        starts_on: today,
        ends_on: None,
        is_principal: !held.iter().any(|row| row.is_principal),
    };
    add_post(tx, app, by, person, post).await.map_err(|failure| failure.map(AdmissionRefusal::from))
}
