//! Changes to the catalogue: a course, its versions, their publication.
//!
//! Every change of a course locks its row first, so that two people who edit at once make one
//! version after the other and never the same number twice.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter, QuerySelect, Set, SqlErr,
};

use capacities_model::entity::capacity;
use people_model::entity::post::Kind;
use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;
use platform::search::fold;
use sign_in_model::actor::AccountId;
use sign_in_model::work::Work;
use territory_model::entity::catalog_entry;

use super::entity::course::{self, CourseId, Track};
use super::entity::course_version::{self, CourseVersionId, State};
use super::entity::course_version_capacity;
use super::policy::{CreateCourse, EditCourse, PublishVersion};
use super::queries;
use super::rules::{self, Content, CourseRefusal, Edit};

type CourseResult<T> = Result<T, Failure<CourseRefusal>>;

/// A course that does not exist yet, with its first version.
#[derive(Clone, Debug)]
pub struct NewCourse {
    /// Capitals, digits and hyphens; unique.
    pub code: String,
    pub subject: String,
    pub track: Track,
    pub content: Content,
}

/// The outcome of saving a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveOutcome {
    /// The form holds what is saved already, so that nothing was written.
    Nothing,
    /// The draft with this number changed in place.
    Draft(i32),
    /// A draft with this number was begun.
    NextVersion(i32),
}

/// Adds a course whose first version is a draft.
pub async fn create(app: &App, permit: CreateCourse, new: NewCourse) -> CourseResult<CourseId> {
    let work = Work::begin(app, permit.by()).await?;
    let (tx, at) = (&work.tx, work.now);
    check(tx, &new.content).await?;
    let row = course::ActiveModel {
        code: Set(new.code),
        subject: Set(new.subject),
        track: Set(new.track),
        created_at: Set(at),
        ..Default::default()
    };
    let course = match row.insert(tx).await {
        Ok(row) => row.id,
        Err(error) => {
            return match error.sql_err() {
                Some(SqlErr::UniqueConstraintViolation(_)) => refuse(CourseRefusal::CodeTaken),
                _ => Err(error.into()),
            };
        }
    };
    insert_version(tx, course, 1, &new.content, (State::Draft, work.by.account), at).await?;
    work.record("courses.create", ("course", course.0), json!({ "version": 1 })).await?;
    work.commit().await?;
    Ok(course)
}

/// Changes the draft of a course, or begins its next version when the latest one is fixed (R2).
///
/// `base` is [`fingerprint`] of the version that the person was looking at: when somebody else
/// changed the course meanwhile, nothing of either is lost.
pub async fn save_version(
    app: &App,
    permit: EditCourse,
    base: Option<&str>,
    content: Content,
) -> CourseResult<SaveOutcome> {
    let work = Work::begin(app, permit.by()).await?;
    let (tx, course) = (&work.tx, *permit.course());
    let (last, present) = lock_latest(tx, course).await?;
    if base.is_some_and(|base| base != fingerprint(last.number, &present)) {
        return refuse(CourseRefusal::ChangedMeanwhile);
    }
    check(tx, &content).await?;
    if content == present {
        return Ok(SaveOutcome::Nothing);
    }
    let used = queries::used_by_a_cohort(tx, last.id).await?;
    let saved = match rules::edit_of(last.state, used) {
        Edit::SameDraft => {
            let row = course_version::ActiveModel {
                id: Set(last.id),
                author_account_id: Set(work.by.account),
                ..columns(&content)
            };
            row.update(tx).await?;
            course_version_capacity::Entity::delete_many()
                .filter(course_version_capacity::Column::CourseVersionId.eq(last.id))
                .exec(tx)
                .await?;
            insert_targets(tx, last.id, &content).await?;
            SaveOutcome::Draft(last.number)
        }
        Edit::NextVersion => {
            let number = last.number + 1;
            let origin = (State::Draft, work.by.account);
            insert_version(tx, course, number, &content, origin, work.now).await?;
            SaveOutcome::NextVersion(number)
        }
    };
    if let SaveOutcome::Draft(number) | SaveOutcome::NextVersion(number) = saved {
        let detail = json!({ "version": number });
        work.record("courses.save_version", ("course", course.0), detail).await?;
    }
    work.commit().await?;
    Ok(saved)
}

/// Publishes the draft of a course and returns its number. From then on the version never changes
/// (R2). It needs at least one capacity with its evidence (R1), and where other units teach the course,
/// somebody else than its writer or the administration.
pub async fn publish(app: &App, permit: PublishVersion) -> CourseResult<i32> {
    let work = Work::begin(app, permit.by()).await?;
    let course = *permit.course();
    let (last, content) = lock_latest(&work.tx, course).await?;
    if last.state != State::Draft {
        return refuse(CourseRefusal::NoDraft);
    }
    if let Some(refusal) = rules::missing_to_publish(&content).into_iter().next() {
        return refuse(refusal);
    }
    if let Some(units) = permit.units()
        && last.author_account_id == work.by.account
        && queries::taught_by_others(&work.tx, course, units).await?
    {
        return refuse(CourseRefusal::SecondPerson);
    }
    let row = course_version::ActiveModel {
        id: Set(last.id),
        state: Set(State::Published),
        published_at: Set(Some(work.now)),
        ..Default::default()
    };
    row.update(&work.tx).await?;
    let detail = json!({ "version": last.number });
    work.record("courses.publish", ("course", course.0), detail).await?;
    work.commit().await?;
    Ok(last.number)
}

/// A short mark of what a version says, to notice that it changed meanwhile.
pub fn fingerprint(number: i32, content: &Content) -> String {
    let digest = platform::secrets::digest(format!("{number}:{content:?}"));
    digest.chars().take(16).collect()
}

async fn lock_latest(
    tx: &DatabaseTransaction,
    course: CourseId,
) -> Result<(course_version::Model, Content), AppError> {
    let locked = course::Entity::find_by_id(course).lock_exclusive();
    if locked.one(tx).await?.is_none() {
        return Err(AppError::NotFound);
    }
    let last = queries::contents_of(tx, course).await?.pop();
    last.ok_or(AppError::NotFound)
}

/// Rules of the version itself, then what it refers to.
async fn check(tx: &DatabaseTransaction, content: &Content) -> CourseResult<()> {
    if let Some(refusal) = rules::faults(content).into_iter().next() {
        return refuse(refusal);
    }
    let key = ("offer_type".to_owned(), content.offer_type.clone());
    if catalog_entry::Entity::find_by_id(key).one(tx).await?.is_none() {
        return refuse(CourseRefusal::UnknownOfferType);
    }
    if let Some(course) = content.admission.prerequisite
        && course::Entity::find_by_id(course).one(tx).await?.is_none()
    {
        return refuse(CourseRefusal::UnknownPrerequisite);
    }
    let codes = content.targets.iter().map(|target| &target.capacity);
    let known: Vec<String> = capacity::Entity::find()
        .filter(capacity::Column::Code.is_in(codes.clone()))
        .select_only()
        .column(capacity::Column::Code)
        .into_tuple()
        .all(tx)
        .await?;
    match codes.into_iter().find(|code| !known.contains(code)) {
        None => Ok(()),
        Some(code) => refuse(CourseRefusal::UnknownCapacity { capacity: code.clone() }),
    }
}

/// Adds a version with its capacities, at its state and from its author.
pub(super) async fn insert_version(
    tx: &impl ConnectionTrait,
    course: CourseId,
    number: i32,
    content: &Content,
    (state, author): (State, Option<AccountId>),
    at: DateTime<Utc>,
) -> Result<CourseVersionId, DbErr> {
    let row = course_version::ActiveModel {
        course_id: Set(course),
        number: Set(number),
        state: Set(state),
        author_account_id: Set(author),
        created_at: Set(at),
        published_at: Set((state == State::Published).then_some(at)),
        ..columns(content)
    };
    let version = row.insert(tx).await?.id;
    insert_targets(tx, version, content).await?;
    Ok(version)
}

fn columns(content: &Content) -> course_version::ActiveModel {
    course_version::ActiveModel {
        name: Set(content.name.clone()),
        search_name: Set(fold(&content.name)),
        offer_type: Set(content.offer_type.clone()),
        modality: Set(content.modality),
        hours: Set(content.hours),
        contents: Set(content.contents.clone()),
        objective: Set(content.objective.clone()),
        level: Set(content.level),
        capacity_type: Set(content.capacity_type),
        descriptor: Set(content.descriptor),
        minimum_attendance: Set(content.minimum_attendance),
        pass_mark: Set(content.pass_mark),
        asks_product: Set(content.extras.product),
        asks_survey: Set(content.extras.survey),
        minimum_hours: Set(content.extras.minimum_hours),
        hours_share: Set(content.hours_share),
        certificate_months: Set(content.certificate_months),
        admitted_kinds: Set(codes(&content.admission.kinds)),
        servants_only: Set(content.admission.servants_only),
        own_municipalities: Set(content.admission.own_municipalities),
        no_show_months: Set(content.admission.no_show_months),
        prerequisite_course_id: Set(content.admission.prerequisite),
        ..Default::default()
    }
}

fn codes(kinds: &[Kind]) -> String {
    let codes: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
    codes.join(",")
}

async fn insert_targets(
    tx: &impl ConnectionTrait,
    version: CourseVersionId,
    content: &Content,
) -> Result<(), DbErr> {
    let rows = content.targets.iter();
    let rows: Vec<_> = rows
        .map(|target| course_version_capacity::ActiveModel {
            course_version_id: Set(version),
            capacity_code: Set(target.capacity.clone()),
            level: Set(target.level),
            evidence: Set(target.evidence.clone()),
        })
        .collect();
    if !rows.is_empty() {
        course_version_capacity::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}
