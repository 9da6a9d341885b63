//! Follow-ups: letters to the people who have not answered, and the answers themselves.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Set,
};
use serde_json::{Value, json};

use cohorts_model as cohorts;
use enrolment_model::attendees::recipient_of;
use notices_model::letters::Recipient;
use people_model::queries::{posts_on, principal_on};
use people_model::rules::full_name;
use platform::app::App;
use platform::errors::{AppError, refuse};
use platform::secrets;
use platform::workers::{Round, prune};
use sign_in_model::work::Work;

use super::SurveyResult;
use crate::entity::survey_invitation::{self, Column, InvitationId, Respondent};
use crate::entity::survey_link;
use crate::letters::{FollowUp, Supervision};
use crate::queries::{self, InvitationDetails, write};
use crate::questionnaire::{SurveyAnswers, fits};
use crate::rules::{
    SurveyRefusal, asked_before, is_to_be_asked, last_day, most_asks, supervisor_until,
};

/// Letters of one round of the worker.
const AT_ONCE: u64 = 50;
/// Days after which an address is forgotten: until then an old letter gets a page that says what
/// became of it.
const REMEMBERED: chrono::TimeDelta = chrono::TimeDelta::days(365);

/// Writes to those who are due a letter, each in a transaction of its own: a worker's step.
///
/// # Errors
/// The database's.
pub async fn ask(app: &App) -> Result<Round, AppError> {
    let now = app.clock.now();
    let due: Vec<InvitationId> = survey_invitation::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::AnsweredAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .filter(Column::Asks.lt(most_asks()))
        .filter(Column::AskedAt.is_null().or(Column::AskedAt.lte(asked_before(now))))
        .order_by_asc(Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(app.db.read())
        .await?;
    for id in &due {
        write_to(app, *id).await?;
    }
    Ok(if due.is_empty() { Round::Idle } else { Round::More })
}

async fn write_to(app: &App, id: InvitationId) -> Result<(), AppError> {
    let work = Work::of_product(app).await?;
    let (tx, now) = (&work.tx, work.now);
    let row = survey_invitation::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    // Another instance may have written, or the answer may have come, since it was found.
    let Some(row) = row.filter(|row| {
        row.answered_at.is_none()
            && row.expires_at > now
            && is_to_be_asked(row.asks, row.asked_at, now)
    }) else {
        return Ok(());
    };
    let about = queries::invitation(tx, id).await?;
    let asks = row.asks + 1;
    let mut change = row.into_active_model();
    change.asks = Set(asks);
    change.asked_at = Set(Some(now));
    change.update(tx).await?;
    let told = letter(&work, &about, asks).await?;
    note(&work, &about, "surveys.ask", json!({ "letter": asks, "told": told })).await?;
    work.commit().await
}

/// Queues the letter with an address of its own, to the mail and about the post that the person has
/// today (R50). Returns false when there is no mail to send it to.
async fn letter(work: &Work<'_>, about: &InvitationDetails, asks: i32) -> Result<bool, AppError> {
    let tx = &work.tx;
    let invitation = &about.invitation;
    let name = full_name(&about.person);
    let to = match &invitation.email {
        Some(email) => Some(Recipient {
            email: email.clone(),
            name: format!("quien supervisa el trabajo de {name}"),
            person: None,
            account: None,
        }),
        None => recipient_of(tx, about.enrolment.id).await?,
    };
    let Some(to) = to else { return Ok(false) };
    let token = secrets::public_code()?.to_lowercase();
    survey_link::ActiveModel {
        invitation_id: Set(invitation.id),
        token_digest: Set(secrets::digest(&token)),
        made_at: Set(work.now),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    let key = format!("surveys/follow/{}/{asks}", invitation.id);
    let row = cohorts::queries::get(tx, about.round.cohort_id).await?;
    let until = last_day(invitation.expires_at);
    if invitation.respondent == Respondent::Supervisor {
        work.write_to(to, key, &Supervision::new(&row, name, asks > 1, until, token)).await?;
    } else {
        let today = work.app.clock.today();
        let held = posts_on(tx, about.enrolment.person_id, today).await?;
        let post = held.first().map(|row| format!("{}, {}", row.post.position, row.entity));
        let letter = FollowUp::new(&row, about.round.kind, post, asks > 1, until, token);
        work.write_to(to, key, &letter).await?;
    }
    Ok(true)
}

/// The mail of a supervisor, as the person gave it.
#[derive(Clone, Debug)]
pub struct Supervisor {
    pub email: String,
    /// The person ticked that we may write there.
    pub is_allowed: bool,
}

/// Keeps what was answered by the address of a letter, once.
///
/// # Errors
/// Refused when it was answered, when the address is over, or when something is missing.
pub async fn answer(
    app: &App,
    token: &str,
    answers: SurveyAnswers,
    supervisor: Option<Supervisor>,
) -> SurveyResult<()> {
    let work = Work::of_product(app).await?;
    let (tx, now) = (&work.tx, work.now);
    let link = survey_link::Entity::find()
        .filter(survey_link::Column::TokenDigest.eq(secrets::digest(token)))
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let row = survey_invitation::Entity::find_by_id(link.invitation_id).lock_exclusive();
    let row = row.one(tx).await?.ok_or(AppError::NotFound)?;
    if row.answered_at.is_some() {
        return refuse(SurveyRefusal::Answered);
    }
    if row.expires_at <= now {
        return refuse(SurveyRefusal::Over { on: last_day(row.expires_at) });
    }
    let about = queries::invitation(tx, row.id).await?;
    if let Err(refusal) = fits(&about.survey, &answers) {
        return refuse(refusal);
    }
    let post = principal_on(tx, about.enrolment.person_id, app.clock.today()).await?;
    let mut change = row.into_active_model();
    change.answered_at = Set(Some(now));
    change.answers = Set(Some(write(&answers)?));
    change.post_id = Set(post.map(|post| post.id));
    change.update(tx).await?;
    let mut asked = false;
    if let Some(supervisor) = supervisor
        && about.invitation.respondent == Respondent::Person
        && about.round.supervisor_version_id.is_some()
    {
        invite_supervisor(&work, &about, supervisor).await?;
        asked = true;
    }
    let detail = json!({ "respondent": about.invitation.respondent, "supervisor": asked });
    note(&work, &about, "surveys.answer", detail).await?;
    Ok(work.commit().await?)
}

async fn invite_supervisor(
    work: &Work<'_>,
    about: &InvitationDetails,
    supervisor: Supervisor,
) -> SurveyResult<()> {
    if !supervisor.is_allowed {
        return refuse(SurveyRefusal::NoLeave);
    }
    let email = supervisor.email.to_lowercase();
    let own = recipient_of(&work.tx, about.enrolment.id).await?;
    if own.is_some_and(|own| own.email.to_lowercase() == email) {
        return refuse(SurveyRefusal::OwnMail);
    }
    survey_invitation::ActiveModel {
        round_id: Set(about.round.id),
        enrolment_id: Set(about.enrolment.id),
        respondent: Set(Respondent::Supervisor),
        email: Set(Some(email)),
        consented_at: Set(Some(work.now)),
        asks: Set(0),
        expires_at: Set(supervisor_until(work.now)),
        ..Default::default()
    }
    .insert(&work.tx)
    .await?;
    Ok(())
}

/// Records in history that a person was asked or answered, and never what they answered.
async fn note(
    work: &Work<'_>,
    about: &InvitationDetails,
    action: &'static str,
    detail: Value,
) -> Result<(), AppError> {
    let subject = ("survey_invitation", about.invitation.id.0);
    work.record_in(about.round.cohort_id.0, action, subject, detail).await
}

/// Deletes the addresses that are too old to be in use.
///
/// # Errors
/// The database's.
pub async fn forget(app: &App) -> Result<Round, AppError> {
    let old = survey_link::Column::MadeAt.lt(app.clock.now() - REMEMBERED);
    prune::<survey_link::Entity>(&app.db, survey_link::Column::Id, old).await
}
