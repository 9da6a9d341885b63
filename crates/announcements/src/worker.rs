//! The loop that tells people what changed: one letter to each about all of it.

use std::collections::BTreeMap;
use std::time::Duration;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

use cohorts_model::calendar::{Links, invitations_to};
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::entity::session_change::{self, Kind, SessionChangeId};
use cohorts_model::queries::{CohortRow, get, sessions};
use enrolment_model::attendees::{Attendee, attendees};
use enrolment_model::entity::enrolment;
use notices_model::commands::{AddressedLetter, queue_all};
use notices_model::letters::{Letter, Recipient};
use platform::prelude::*;
use platform::workers::{Round, Worker};
use sign_in_model::entity::account::{self, AccountId};
use territory_model::labels;

use super::gather::{SessionNews, is_due, known_numbers, nearest, outcomes, reassigned};
use super::letters::{CohortCancelled, SessionNewsLine, SessionsChanged};
use super::queries::{COMING, COUNTING_ON_IT, facilitators, reachable};

/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(60);
/// Letters written with the same statements.
const AT_ONCE: usize = 100;

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("announcements", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Tells the changes of one cohort, if those of any are due.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let now = app.clock.now();
    for cohort in waiting(app.db.read()).await? {
        let (changes, all) =
            (untold(app.db.read(), cohort).await?, sessions(app.db.read(), cohort).await?);
        if due(&changes, &all, now) {
            tell(app, cohort).await?;
            return Ok(Round::More);
        }
    }
    Ok(Round::Idle)
}

/// Cohorts with changes that nobody was told of, the longest waiting first.
async fn waiting(db: &impl ConnectionTrait) -> Result<Vec<CohortId>, DbErr> {
    session_change::Entity::find()
        .select_only()
        .column(session_change::Column::CohortId)
        .filter(session_change::Column::ToldAt.is_null())
        .group_by(session_change::Column::CohortId)
        .order_by_asc(session_change::Column::Id.min())
        .into_tuple()
        .all(db)
        .await
}

async fn untold(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<session_change::Model>, DbErr> {
    session_change::Entity::find()
        .filter(session_change::Column::CohortId.eq(cohort))
        .filter(session_change::Column::ToldAt.is_null())
        .order_by_asc(session_change::Column::Id)
        .all(db)
        .await
}

fn due(changes: &[session_change::Model], all: &[session::Model], now: DateTime<Utc>) -> bool {
    let times = || changes.iter().map(|change| change.at);
    match (times().min(), times().max()) {
        (Some(first), Some(last)) => is_due(first, last, nearest(changes, all, now), now),
        _ => false,
    }
}

/// Queues every letter and notes that it was done, at once: nobody is told twice, whatever stops.
async fn tell(app: &App, id: CohortId) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    // Two instances take turns, and the second finds nothing to tell.
    cohort::Entity::find_by_id(id).lock_exclusive().one(&tx).await?;
    let changes = untold(&tx, id).await?;
    let Some(last) = changes.last().map(|change| change.id) else { return Ok(()) };
    let row = get(&tx, id).await?;
    let all = sessions(&tx, id).await?;
    if row.cohort.stage == cohort::Stage::Cancelled {
        tell_cancelled(&tx, app, &row, &all, &changes).await?;
    } else {
        tell_changed(&tx, app, &row, &all, &changes).await?;
    }
    let told =
        session_change::ActiveModel { told_at: Set(Some(app.clock.now())), ..Default::default() };
    session_change::Entity::update_many()
        .set(told)
        .filter(session_change::Column::CohortId.eq(id))
        .filter(session_change::Column::ToldAt.is_null())
        .filter(session_change::Column::Id.lte(last))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}

async fn tell_changed(
    tx: &DatabaseTransaction,
    app: &App,
    row: &CohortRow,
    all: &[session::Model],
    changes: &[session_change::Model],
) -> Result<(), AppError> {
    let news = outcomes(changes, all, &row.cohort.place_text, app.clock.now());
    let Some(last) = changes.last().map(|change| change.id) else { return Ok(()) };
    let reassigned = reassigned(changes, all, app.clock.now());
    if news.is_empty() && reassigned.is_empty() {
        return Ok(());
    }
    let known = known_numbers(changes, all);
    let letter = changed(app, row, &known, &news);
    let mut letters = Vec::new();
    let coming = match news.is_empty() {
        true => Vec::new(),
        false => attendees(tx, row.cohort.id, COMING).await?,
    };
    for person in coming {
        let letter = SessionsChanged { path: path_of(&person), ..letter.clone() };
        letters.push((person.recipient(), key(last, &person), letter));
    }
    for (account, to) in facilitators(tx, row.cohort.id).await? {
        // Who teaches none of these sessions has other plans.
        let taken = reassigned
            .iter()
            .filter(|(to, _, outcome)| *to == account && *outcome == SessionNews::Taken);
        let mut theirs: Vec<_> =
            taken.map(|(_, session, outcome)| (*session, outcome.clone())).collect();
        let others = news.iter().filter(|(session, _)| {
            session.facilitator_account_id == Some(account)
                && theirs.iter().all(|(taken, _)| taken.id != session.id)
        });
        let others: Vec<_> = others.cloned().collect();
        theirs.extend(others);
        theirs.sort_by_key(|(session, _)| session.position);
        if !theirs.is_empty() {
            let path = format!("/cohortes/{}", row.cohort.id);
            let letter = SessionsChanged { path, ..changed(app, row, &known, &theirs) };
            letters.push((to, format!("announcements/{last}/account/{account}"), letter));
        }
    }
    let left: Vec<AccountId> = reassigned
        .iter()
        .filter(|(_, _, outcome)| *outcome == SessionNews::HandedOver)
        .map(|(account, _, _)| *account)
        .collect();
    if !left.is_empty() {
        for (account, to) in reachable(tx, account::Column::Id.is_in(left)).await? {
            let theirs: Vec<_> = reassigned
                .iter()
                .filter(|(from, _, outcome)| {
                    *from == account && *outcome == SessionNews::HandedOver
                })
                .map(|(_, session, outcome)| (*session, outcome.clone()))
                .collect();
            // Whoever teaches nothing there any more does not see the cohort.
            let path = "/calendario".to_owned();
            let letter = SessionsChanged { path, ..changed(app, row, &known, &theirs) };
            letters.push((to, format!("announcements/{last}/handed/{account}"), letter));
        }
    }
    queue_by_portions(tx, app, letters).await
}

fn changed(
    app: &App,
    row: &CohortRow,
    known: &BTreeMap<SessionId, i32>,
    news: &[(&session::Model, SessionNews)],
) -> SessionsChanged {
    // What is no longer somebody's leaves their calendar.
    let about = news.iter().map(|(session, outcome)| match outcome {
        SessionNews::HandedOver => {
            session::Model { stage: session::Stage::Cancelled, ..(*session).clone() }
        }
        _ => (*session).clone(),
    });
    let about: Vec<session::Model> = about.collect();
    SessionsChanged {
        course: row.version.name.clone(),
        cohort: row.cohort.name.clone(),
        lines: news
            .iter()
            .map(|(session, outcome)| {
                let known = known.get(&session.id).copied().unwrap_or(session.position);
                SessionNewsLine::of(session, known, outcome, &row.cohort.place_text)
            })
            .collect(),
        unit: labels::unit(&row.unit_name),
        path: String::new(),
        id: row.cohort.id,
        calendar: invitations_to(app, row, &about, Links::Shown),
    }
}

async fn tell_cancelled(
    tx: &DatabaseTransaction,
    app: &App,
    row: &CohortRow,
    all: &[session::Model],
    changes: &[session_change::Model],
) -> Result<(), AppError> {
    let cancelled = changes.iter().rfind(|change| change.kind == Kind::CohortCancelled);
    let Some(last) = cancelled.map(|change| change.id) else { return Ok(()) };
    let gone: Vec<session::Model> = all
        .iter()
        .filter(|session| session.stage == session::Stage::Cancelled)
        .filter(|session| session.ends_at > app.clock.now())
        .cloned()
        .collect();
    let file = (!gone.is_empty()).then(|| invitations_to(app, row, &gone, Links::Hidden));
    let letter = CohortCancelled {
        course: row.version.name.clone(),
        cohort: row.cohort.name.clone(),
        starts: dates::with_weekday(row.cohort.starts_on),
        reason: row.cohort.cancellation_reason.clone().unwrap_or_default(),
        unit: labels::unit(&row.unit_name),
        path: String::new(),
        id: row.cohort.id,
        is_in_calendar: false,
        calendar: None,
    };
    let mut letters = Vec::new();
    for person in attendees(tx, row.cohort.id, COUNTING_ON_IT).await? {
        let calendar = file.clone().filter(|_| person.stage == enrolment::Stage::Confirmed);
        let letter = CohortCancelled {
            path: path_of(&person),
            is_in_calendar: calendar.is_some(),
            calendar,
            ..letter.clone()
        };
        letters.push((person.recipient(), key(last, &person), letter));
    }
    for (account, to) in facilitators(tx, row.cohort.id).await? {
        let letter = CohortCancelled {
            path: format!("/cohortes/{}", row.cohort.id),
            is_in_calendar: file.is_some(),
            calendar: file.clone(),
            ..letter.clone()
        };
        letters.push((to, format!("announcements/{last}/account/{account}"), letter));
    }
    queue_by_portions(tx, app, letters).await
}

fn path_of(person: &Attendee) -> String {
    format!("/inscripciones/{}", person.enrolment)
}

fn key(last: SessionChangeId, person: &Attendee) -> String {
    format!("announcements/{last}/enrolment/{}", person.enrolment)
}

pub(crate) async fn queue_by_portions<L: Letter>(
    tx: &DatabaseTransaction,
    app: &App,
    letters: Vec<(Recipient, String, L)>,
) -> Result<(), AppError> {
    let mut rest = letters.into_iter();
    loop {
        let portion: Vec<AddressedLetter<L>> = rest.by_ref().take(AT_ONCE).collect();
        if portion.is_empty() {
            return Ok(());
        }
        queue_all(tx, app, portion).await?;
    }
}
