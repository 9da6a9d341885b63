//! What the verbs have in common: the cohort under its lock, a change of stage with all its
//! traces, and the move of the waiting list.

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde_json::json;

use crate::cohorts::entity::cohort::{self, CohortId};
use crate::courses::entity::course_version;
use crate::enrolment::entity::enrolment::{self, EnrolmentId, Stage};
use crate::enrolment::entity::enrolment_event;
use crate::enrolment::letters::{About, Confirmed, Freed, Waiting, Withdrawn};
use crate::enrolment::rules;
use crate::history::commands::{Event, record, record_all};
use crate::notices::commands::{queue, queue_all};
use crate::notices::letters::Recipient;
use crate::people::entity::person::{self, PersonId};
use crate::people::rules::full_name;
use crate::platform::app::App;
use crate::platform::dates;
use crate::platform::errors::AppError;
use crate::sign_in::actor::{By, Grant, Role};
use crate::sign_in::commands::{NewAccount, invite};
use crate::sign_in::entity::account;
use crate::territory::entity::territorial_unit;
use crate::territory::labels;

/// A cohort and its seats as they stand for whoever holds the lock.
pub(super) struct Ground {
    pub cohort: cohort::Model,
    pub confirmed: i32,
    /// The highest number given in the queue so far.
    pub last_queue: i64,
}

impl Ground {
    /// Locks the cohort's row until the transaction ends and counts. The lock comes first:
    /// what is counted before it may be old by the time it is used.
    pub async fn hold(tx: &DatabaseTransaction, id: CohortId) -> Result<Self, AppError> {
        let cohort = cohort::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
        Self::count(tx, cohort.ok_or(AppError::NotFound)?).await
    }

    async fn count(tx: &DatabaseTransaction, cohort: cohort::Model) -> Result<Self, AppError> {
        let stages: Vec<(Stage, i64, Option<i64>)> = enrolment::Entity::find()
            .select_only()
            .column(enrolment::Column::Stage)
            .column_as(enrolment::Column::Id.count(), "people")
            .column_as(enrolment::Column::QueueNumber.max(), "last")
            .filter(enrolment::Column::CohortId.eq(cohort.id))
            .group_by(enrolment::Column::Stage)
            .into_tuple()
            .all(tx)
            .await?;
        let confirmed = stages.iter().find(|row| row.0 == Stage::Confirmed).map_or(0, |row| row.1);
        Ok(Self {
            cohort,
            confirmed: i32::try_from(confirmed).unwrap_or(i32::MAX),
            last_queue: stages.iter().filter_map(|row| row.2).max().unwrap_or(0),
        })
    }

    /// What letters say about the cohort; the enrolment is the recipient's.
    pub async fn about(
        &self,
        tx: &DatabaseTransaction,
        enrolment: EnrolmentId,
    ) -> Result<About, DbErr> {
        let course =
            course_version::Entity::find_by_id(self.cohort.course_version_id).one(tx).await?;
        let unit =
            territorial_unit::Entity::find_by_id(self.cohort.unit_code.clone()).one(tx).await?;
        Ok(About {
            course: course.map(|version| version.name).unwrap_or_default(),
            cohort: self.cohort.name.clone(),
            starts: dates::with_weekday(self.cohort.starts_on),
            place: self.cohort.place_text.clone(),
            unit: unit.map(|unit| labels::unit(&unit.name)).unwrap_or_default(),
            enrolment,
        })
    }
}

/// One change of stage: the row, its event and the history, which always agree.
#[derive(Clone, Copy)]
pub(super) struct Move<'a> {
    pub action: &'static str,
    pub from: Option<Stage>,
    pub to: Stage,
    pub by: &'a By,
    pub reason: Option<&'a str>,
}

/// Writes the traces of a change whose row is already written; answers the event's number,
/// which makes the mail about it unique.
pub(super) async fn trace(
    tx: &DatabaseTransaction,
    app: &App,
    row: &enrolment::Model,
    change: Move<'_>,
) -> Result<i64, DbErr> {
    let event = event_of(app, row.id, change).insert(tx).await?;
    record(tx, told(app, row, change)).await?;
    Ok(event.id.0)
}

/// [`trace`] for many rows that changed alike, with two statements; answers each one's event.
async fn trace_all(
    tx: &DatabaseTransaction,
    app: &App,
    rows: &[&enrolment::Model],
    change: Move<'_>,
) -> Result<HashMap<EnrolmentId, i64>, DbErr> {
    let events = rows.iter().map(|row| event_of(app, row.id, change));
    let events = enrolment_event::Entity::insert_many(events).exec_with_returning(tx).await?;
    record_all(tx, rows.iter().map(|row| told(app, row, change))).await?;
    Ok(events.into_iter().map(|event| (event.enrolment_id, event.id.0)).collect())
}

fn event_of(app: &App, enrolment: EnrolmentId, change: Move<'_>) -> enrolment_event::ActiveModel {
    enrolment_event::ActiveModel {
        enrolment_id: Set(enrolment),
        at: Set(app.clock.now()),
        from_stage: Set(change.from),
        to_stage: Set(change.to),
        actor_account_id: Set(change.by.account),
        reason: Set(change.reason.map(str::to_owned)),
        ..Default::default()
    }
}

fn told<'a>(app: &App, row: &enrolment::Model, change: Move<'a>) -> Event<'a> {
    Event {
        at: app.clock.now(),
        actor: change.by.account.map(|account| account.0),
        request: change.by.request.as_deref(),
        action: change.action,
        subject_kind: "enrolment",
        subject_id: row.id.0,
        cohort_id: Some(row.cohort_id.0),
        detail: json!({ "from": change.from, "to": change.to }),
    }
}

/// What a letter is about.
pub(super) enum News {
    Confirmed,
    Waiting { position: u64 },
    Withdrawn { by_coordination: bool },
}

/// Queues the letter, if the person has any address.
pub(super) async fn tell(
    tx: &DatabaseTransaction,
    app: &App,
    person: &person::Model,
    about: About,
    event: i64,
    news: News,
) -> Result<(), AppError> {
    let account =
        account::Entity::find().filter(account::Column::PersonId.eq(person.id.0)).one(tx).await?;
    let Some(to) = recipient(person, account.as_ref()) else { return Ok(()) };
    let key = dedupe_key(event);
    match news {
        News::Confirmed => queue(tx, app, to, key, &Confirmed { about }).await,
        News::Waiting { position } => queue(tx, app, to, key, &Waiting { about, position }).await,
        News::Withdrawn { by_coordination } => {
            queue(tx, app, to, key, &Withdrawn { about, by_coordination }).await
        }
    }
}

/// The person's own mail, or else their account's.
fn recipient(person: &person::Model, account: Option<&account::Model>) -> Option<Recipient> {
    let email = person.email.as_ref().or(account.map(|account| &account.email))?;
    Some(Recipient {
        email: email.clone(),
        name: full_name(person),
        person: Some(person.id.0),
        account: account.map(|account| account.id.0),
    })
}

fn dedupe_key(event: i64) -> String {
    format!("enrolment/event/{event}")
}

/// People who get a seat with the same statements: a thousand new seats must not hold the
/// cohort's lock for thousands of them.
const AT_ONCE: usize = 100;

/// Gives every free seat to whoever has waited longest; answers how many were given. The
/// hand is the product's own: nobody chose these people.
pub(super) async fn promote(
    tx: &DatabaseTransaction,
    app: &App,
    ground: &Ground,
) -> Result<usize, AppError> {
    let free = u64::try_from(ground.cohort.seats - ground.confirmed).unwrap_or(0);
    if free == 0 || !rules::promotes(ground.cohort.stage) {
        return Ok(0);
    }
    let next = enrolment::Entity::find()
        .find_also_related(person::Entity)
        .filter(enrolment::Column::CohortId.eq(ground.cohort.id))
        .filter(enrolment::Column::Stage.eq(Stage::Waiting))
        .order_by_asc(enrolment::Column::QueueNumber)
        .limit(free)
        .all(tx)
        .await?;
    let Some((first, _)) = next.first() else { return Ok(0) };
    let about = ground.about(tx, first.id).await?;
    for some in next.chunks(AT_ONCE) {
        confirm(tx, app, some, &about).await?;
    }
    Ok(next.len())
}

async fn confirm(
    tx: &DatabaseTransaction,
    app: &App,
    waiting: &[(enrolment::Model, Option<person::Model>)],
    about: &About,
) -> Result<(), AppError> {
    let rows: Vec<&enrolment::Model> = waiting.iter().map(|(row, _)| row).collect();
    let confirmed = enrolment::ActiveModel {
        stage: Set(Stage::Confirmed),
        confirmed_at: Set(Some(app.clock.now())),
        ..Default::default()
    };
    enrolment::Entity::update_many()
        .set(confirmed)
        .filter(enrolment::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(tx)
        .await?;
    let change = Move {
        action: "enrolment.promote",
        from: Some(Stage::Waiting),
        to: Stage::Confirmed,
        by: &By::system(),
        reason: None,
    };
    let events = trace_all(tx, app, &rows, change).await?;
    let people: Vec<i64> = rows.iter().map(|row| row.person_id.0).collect();
    let accounts: HashMap<Option<i64>, account::Model> = account::Entity::find()
        .filter(account::Column::PersonId.is_in(people))
        .all(tx)
        .await?
        .into_iter()
        .map(|account| (account.person_id, account))
        .collect();
    let letters = waiting.iter().filter_map(|(row, person)| {
        let person = person.as_ref()?;
        let to = recipient(person, accounts.get(&Some(person.id.0)))?;
        let about = About { enrolment: row.id, ..about.clone() };
        Some((to, dedupe_key(*events.get(&row.id)?), Freed { about }))
    });
    queue_all(tx, app, letters.collect()).await
}

/// Opens an account for somebody whom others brought in, with a letter to create their
/// password: without it, the address of their own place would be shut to them. Nothing
/// happens without a mail, or when the person or the mail has an account already.
pub(super) async fn invite_person(
    tx: &DatabaseTransaction,
    app: &App,
    by: &By,
    id: PersonId,
) -> Result<(), AppError> {
    let person = person::Entity::find_by_id(id).one(tx).await?;
    let person = person.ok_or(AppError::NotFound)?;
    let Some(email) = person.email.clone() else {
        return Ok(());
    };
    let taken = account::Column::PersonId.eq(id.0).or(account::Column::Email.eq(&email));
    if account::Entity::find().filter(taken).count(tx).await? > 0 {
        return Ok(());
    }
    let new = NewAccount {
        email,
        name: full_name(&person),
        person: Some(id.0),
        password_hash: None,
        grants: vec![participant_role()],
    };
    match invite(tx, app, by.account, new).await {
        Ok(_) => Ok(()),
        Err(failure) => failure.refusal().map(|_| ()),
    }
}

/// The only role that people get by taking part.
pub(super) fn participant_role() -> Grant {
    Grant { role: Role::Participant, unit: None, department: None, entity: None }
}
