//! The loop that reads history for what can stand behind a certificate, looks at the certificates of
//! those cohorts and people again, and opens reviews (R56).
//!
//! History is where every change already tells of itself, in its own transaction; so attendance,
//! grades and people need to know nothing of certificates, and a stop loses nothing.

use std::collections::BTreeSet;
use std::time::Duration;

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Set,
};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries as cohorts;
use history_model::entity::history_event;
use people_model::entity::person::PersonId;
use platform::prelude::*;
use platform::workers::{Round, Worker};
use sign_in_model::work::Work;

use super::entity::certificate_review::{self, State};
use super::entity::certificate_watch;
use super::queries::{CertificateComparison, comparisons, last_reviews};
use super::rules::ReviewStep;
use crate::entity::certificate::{self, State as Certificate};
use crate::queries::standing::rule_context;

const PAUSE: Duration = Duration::from_secs(5);
/// Most events of one round.
const AT_ONCE: u64 = 2_000;
/// An event may be overtaken by one that took its number later and was kept sooner; no transaction
/// lasts as long as this.
const UNSETTLED: TimeDelta = TimeDelta::seconds(60);
/// Capabilities whose changes can concern a certificate.
const BEHIND: [&str; 4] = ["attendance.", "assessment.", "people.", "enrolment."];

pub fn worker(app: App) -> Worker {
    Worker::new("reviews of certificates", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// The columns of a history event that matter here: id, moment, action, kind and id of its subject,
/// and cohort.
type WatchedEvent = (i64, DateTime<Utc>, String, String, i64, Option<i64>);

/// Reads the events of history since the last round and examines the certificates behind them.
///
/// # Errors
/// An error of the database.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let now = app.clock.now();
    let from = certificate_watch::Entity::find_by_id(1).one(app.db.read()).await?;
    let from = from.map_or(0, |row| row.seen_event);
    let events = since(app.db.read(), from).await?;
    for cohort in touched(app.db.read(), &events).await? {
        examine(app, cohort).await?;
    }
    let is_full = events.len() as u64 == AT_ONCE;
    let settled =
        events.iter().filter(|event| event.1 <= now - UNSETTLED).map(|event| event.0).max();
    // So much within a minute is read on, not again and again.
    let reached = settled.or(events.last().filter(|_| is_full).map(|event| event.0));
    if let Some(reached) = reached {
        remember(app, reached).await?;
    }
    Ok(if is_full { Round::More } else { Round::Idle })
}

async fn since(db: &impl ConnectionTrait, from: i64) -> Result<Vec<WatchedEvent>, DbErr> {
    history_event::Entity::find()
        .select_only()
        .columns([
            history_event::Column::Id,
            history_event::Column::At,
            history_event::Column::Action,
            history_event::Column::SubjectKind,
            history_event::Column::SubjectId,
            history_event::Column::CohortId,
        ])
        .filter(history_event::Column::Id.gt(from))
        .order_by_asc(history_event::Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db)
        .await
}

/// Returns the cohorts with active certificates that the events name, directly or through a person.
async fn touched(
    db: &impl ConnectionTrait,
    events: &[WatchedEvent],
) -> Result<BTreeSet<CohortId>, DbErr> {
    let behind =
        |event: &&WatchedEvent| BEHIND.iter().any(|capability| event.2.starts_with(capability));
    let (mut named, mut people) = (BTreeSet::new(), BTreeSet::new());
    for (_, _, _, kind, subject, cohort) in events.iter().filter(behind) {
        match (cohort, kind.as_str()) {
            (Some(cohort), _) => drop(named.insert(CohortId(*cohort))),
            (None, "person") => drop(people.insert(PersonId(*subject))),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    for wanted in [
        (!named.is_empty()).then(|| certificate::Column::CohortId.is_in(named)),
        (!people.is_empty()).then(|| certificate::Column::PersonId.is_in(people)),
    ]
    .into_iter()
    .flatten()
    {
        let cohorts: Vec<CohortId> = certificate::Entity::find()
            .select_only()
            .column(certificate::Column::CohortId)
            .distinct()
            .filter(wanted)
            .filter(certificate::Column::State.eq(Certificate::Active))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(cohorts);
    }
    Ok(found)
}

async fn remember(app: &App, reached: i64) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    let row = certificate_watch::ActiveModel { id: Set(1), seen_event: Set(reached) };
    let known = OnConflict::column(certificate_watch::Column::Id)
        .update_column(certificate_watch::Column::SeenEvent)
        .to_owned();
    certificate_watch::Entity::insert(row).on_conflict(known).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Compares the certificates of one cohort with what is true and writes each change in its own
/// transaction.
async fn examine(app: &App, cohort: CohortId) -> Result<(), AppError> {
    let db = app.db.read();
    let row = cohorts::get(db, cohort).await?;
    let context = rule_context(db, &row, app.clock.now()).await?;
    for one in comparisons(db, &context).await? {
        if one.step(one.last.as_ref()) != ReviewStep::Nothing {
            write(app, cohort, &one).await?;
        }
    }
    Ok(())
}

/// Writes the review under the certificate's lock, because a coordinator may be deciding about it.
async fn write(app: &App, cohort: CohortId, one: &CertificateComparison) -> Result<(), AppError> {
    let work = Work::of_product(app).await?;
    let row = certificate::Entity::find_by_id(one.certificate);
    let row = row.lock_exclusive().one(&work.tx).await?;
    if row.is_none_or(|row| row.state != Certificate::Active) {
        return Ok(());
    }
    let last = last_reviews(&work.tx, [one.certificate]).await?.remove(&one.certificate);
    let (facts, facts_digest) = one.now.written()?;
    let action = match (one.step(last.as_ref()), last) {
        (ReviewStep::Open, _) => {
            let review = certificate_review::ActiveModel {
                certificate_id: Set(one.certificate),
                state: Set(State::Open),
                facts: Set(facts),
                facts_digest: Set(facts_digest),
                opened_at: Set(work.now),
                ..Default::default()
            };
            certificate_review::Entity::insert(review).exec_without_returning(&work.tx).await?;
            "certification.open_review"
        }
        (ReviewStep::Tell, Some(open)) => {
            let mut open = open.into_active_model();
            (open.facts, open.facts_digest) = (Set(facts), Set(facts_digest));
            open.update(&work.tx).await?;
            "certification.change_review"
        }
        (ReviewStep::Settle, Some(open)) => {
            let mut open = open.into_active_model();
            (open.state, open.decided_at) = (Set(State::Settled), Set(Some(work.now)));
            open.update(&work.tx).await?;
            "certification.settle_review"
        }
        _ => return Ok(()),
    };
    let changed: Vec<_> = one.differences().into_iter().map(|one| one.label).collect();
    let (subject, detail) = (("certificate", one.certificate.0), json!({ "changed": changed }));
    work.record_in(cohort.0, action, subject, detail).await?;
    work.commit().await
}
