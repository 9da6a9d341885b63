//! Surveys read for pages, workers and later capabilities.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::{self, CohortId};
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use people_model::entity::person::{self, PersonId};
use platform::errors::AppError;
use platform::secrets;

use super::entity::survey_invitation::{self, InvitationId, Respondent};
use super::entity::survey_round::{self, RoundId};
use super::entity::survey_version::{self, Kind, State, VersionId};
use super::entity::{survey_ballots, survey_link, survey_sheets, survey_ticket};
use super::questionnaire::{Answers, Questionnaire};
use super::rules::{Asked, asked};

/// Who has answered the satisfaction survey of a cohort, as far as anybody knows: who exchanged
/// their ticket for a ballot. When, and what they answered, nobody does.
///
/// # Errors
/// The database's.
pub async fn answered(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashSet<EnrolmentId>, DbErr> {
    let ids: Vec<EnrolmentId> = survey_ticket::Entity::find()
        .select_only()
        .column(survey_ticket::Column::EnrolmentId)
        .join(JoinType::InnerJoin, survey_ticket::Relation::Round.def())
        .filter(survey_round::Column::CohortId.eq(cohort))
        .filter(survey_ticket::Column::IsUsed.eq(true))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().collect())
}

/// The satisfaction survey of a cohort as a rule that asks for it sees it: until when, and whose
/// tickets were used.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    closes_at: Option<DateTime<Utc>>,
    tickets: HashMap<EnrolmentId, bool>,
}

impl Asking {
    pub fn of(&self, cohort: &cohort::Model, place: EnrolmentId, now: DateTime<Utc>) -> Asked {
        let ticket = self.tickets.get(&place).copied();
        asked((cohort.stage, cohort.ends_on), self.closes_at, ticket, now)
    }
}

/// The satisfaction surveys of some cohorts, with the tickets of one place or of all. Two statements.
///
/// # Errors
/// The database's.
pub async fn asking(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
    only: Option<EnrolmentId>,
) -> Result<HashMap<CohortId, Asking>, DbErr> {
    if cohorts.is_empty() {
        return Ok(HashMap::new());
    }
    let rounds = survey_round::Entity::find()
        .filter(survey_round::Column::CohortId.is_in(cohorts.iter().copied()))
        .filter(survey_round::Column::Kind.eq(Kind::Satisfaction))
        .all(db)
        .await?;
    let of: HashMap<RoundId, CohortId> =
        rounds.iter().map(|round| (round.id, round.cohort_id)).collect();
    let mut all: HashMap<CohortId, Asking> = rounds
        .into_iter()
        .map(|round| {
            let asking = Asking { closes_at: Some(round.closes_at), tickets: HashMap::new() };
            (round.cohort_id, asking)
        })
        .collect();
    if of.is_empty() {
        return Ok(all);
    }
    let mut tickets = survey_ticket::Entity::find()
        .filter(survey_ticket::Column::RoundId.is_in(of.keys().copied()));
    if let Some(only) = only {
        tickets = tickets.filter(survey_ticket::Column::EnrolmentId.eq(only));
    }
    for ticket in tickets.all(db).await? {
        let asking = of.get(&ticket.round_id).and_then(|cohort| all.get_mut(cohort));
        if let Some(asking) = asking {
            asking.tickets.insert(ticket.enrolment_id, ticket.is_used);
        }
    }
    Ok(all)
}

/// The version that the rounds to come use: the last one published.
pub async fn in_use(
    db: &impl ConnectionTrait,
    kind: Kind,
) -> Result<Option<survey_version::Model>, DbErr> {
    survey_version::Entity::find()
        .filter(survey_version::Column::Kind.eq(kind))
        .filter(survey_version::Column::State.eq(State::Published))
        .order_by_desc(survey_version::Column::Number)
        .one(db)
        .await
}

/// Every version of a kind, or of all of them, the newest first.
pub async fn versions(
    db: &impl ConnectionTrait,
    kind: Option<Kind>,
) -> Result<Vec<survey_version::Model>, DbErr> {
    let mut select = survey_version::Entity::find();
    if let Some(kind) = kind {
        select = select.filter(survey_version::Column::Kind.eq(kind));
    }
    select.order_by_desc(survey_version::Column::Number).limit(200).all(db).await
}

/// What a version asks.
pub fn questionnaire(version: &survey_version::Model) -> Result<Questionnaire, AppError> {
    read(&version.body)
}

pub(super) fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, AppError> {
    // What stands in it is somebody's answer: the error does not repeat it.
    serde_json::from_str(text)
        .map_err(|error| AppError::Internal(format!("a survey's row at {}", error.column())))
}

pub fn write<T: serde::Serialize>(value: &T) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|_| AppError::Internal("a survey's row".to_owned()))
}

/// The round of a kind of a cohort.
pub async fn round_of(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    kind: Kind,
) -> Result<Option<survey_round::Model>, DbErr> {
    survey_round::Entity::find()
        .filter(survey_round::Column::CohortId.eq(cohort))
        .filter(survey_round::Column::Kind.eq(kind))
        .one(db)
        .await
}

/// The rounds of a cohort, in the order in which they opened.
pub async fn rounds(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(survey_round::Model, Questionnaire)>, AppError> {
    let rows = survey_round::Entity::find()
        .find_also_related(survey_version::Entity)
        .filter(survey_round::Column::CohortId.eq(cohort))
        .order_by_asc(survey_round::Column::OpenedAt)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|(round, version)| Ok((round, questionnaire(&version.ok_or(AppError::NotFound)?)?)))
        .collect()
}

pub async fn version(db: &impl ConnectionTrait, id: VersionId) -> Result<Questionnaire, AppError> {
    let row = survey_version::Entity::find_by_id(id).one(db).await?;
    questionnaire(&row.ok_or(AppError::NotFound)?)
}

pub async fn ticket(
    db: &impl ConnectionTrait,
    round: RoundId,
    enrolment: EnrolmentId,
) -> Result<Option<survey_ticket::Model>, DbErr> {
    survey_ticket::Entity::find_by_id((round, enrolment)).one(db).await
}

/// A satisfaction survey that somebody may still answer.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Waiting {
    pub enrolment: EnrolmentId,
    pub course: String,
    pub closes_at: DateTime<Utc>,
}

/// The surveys whose ticket a person has not used.
///
/// # Errors
/// The database's.
pub async fn waiting(
    db: &impl ConnectionTrait,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<Waiting>, DbErr> {
    survey_ticket::Entity::find()
        .select_only()
        .column_as(survey_ticket::Column::EnrolmentId, "enrolment")
        .column_as(course_version::Column::Name, "course")
        .column_as(survey_round::Column::ClosesAt, "closes_at")
        .join(JoinType::InnerJoin, survey_ticket::Relation::Round.def())
        .join(JoinType::InnerJoin, survey_ticket::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, survey_round::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(enrolment::Column::PersonId.eq(person))
        .filter(survey_ticket::Column::IsUsed.eq(false))
        .filter(survey_round::Column::ClosesAt.gt(now))
        .order_by_asc(survey_round::Column::ClosesAt)
        .into_model()
        .all(db)
        .await
}

/// How many may answer and how many took their ballot.
pub async fn turnout(db: &impl ConnectionTrait, round: RoundId) -> Result<(usize, usize), DbErr> {
    let tickets: Vec<bool> = survey_ticket::Entity::find()
        .select_only()
        .column(survey_ticket::Column::IsUsed)
        .filter(survey_ticket::Column::RoundId.eq(round))
        .into_tuple()
        .all(db)
        .await?;
    Ok((tickets.len(), tickets.iter().filter(|is_used| **is_used).count()))
}

/// The digests of the ballots that were taken and not handed in.
pub fn digests(row: &survey_ballots::Model) -> Result<BTreeSet<String>, AppError> {
    read(&row.digests)
}

/// The sheets of a round by their random keys.
pub fn sheets(row: &survey_sheets::Model) -> Result<BTreeMap<String, Answers>, AppError> {
    read_sheets(&row.sheets)
}

/// The same of the text that a row keeps.
pub(super) fn read_sheets(text: &str) -> Result<BTreeMap<String, Answers>, AppError> {
    read(text)
}

/// Everything that was answered in an anonymous round. Pages ask for it when the round is over.
pub async fn box_of(db: &impl ConnectionTrait, round: RoundId) -> Result<Vec<Answers>, AppError> {
    let row = survey_sheets::Entity::find_by_id(round).one(db).await?;
    match row {
        Some(row) => Ok(sheets(&row)?.into_values().collect()),
        None => Ok(Vec::new()),
    }
}

/// A ballot as its address holds it: which round, and the secret.
pub fn read_ballot(token: &str) -> Option<(RoundId, &str)> {
    let (round, secret) = token.split_once('-')?;
    Some((round.parse().ok()?, secret)).filter(|(_, secret)| secret.len() == 26)
}

/// The round of a ballot that was not handed in.
pub async fn round_of_ballot(
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<survey_round::Model>, AppError> {
    let Some((round, _)) = read_ballot(token) else { return Ok(None) };
    let Some(row) = survey_ballots::Entity::find_by_id(round).one(db).await? else {
        return Ok(None);
    };
    if !digests(&row)?.contains(&secrets::digest(token)) {
        return Ok(None);
    }
    Ok(survey_round::Entity::find_by_id(round).one(db).await?)
}

/// «Gestión tributaria, cohorte Meta 2026-2».
pub async fn title(db: &impl ConnectionTrait, cohort: CohortId) -> Result<String, AppError> {
    let found = cohort::Entity::find_by_id(cohort)
        .find_also_related(course_version::Entity)
        .one(db)
        .await?;
    let Some((cohort, Some(version))) = found else { return Err(AppError::NotFound) };
    Ok(format!("{}, cohorte {}", version.name, cohort.name))
}

/// An invitation with everything that its page says.
pub struct Invited {
    pub invitation: survey_invitation::Model,
    pub round: survey_round::Model,
    pub place: enrolment::Model,
    pub person: person::Model,
    pub survey: Questionnaire,
    /// «Gestión tributaria, cohorte Meta 2026-2».
    pub title: String,
}

/// The invitation that an address leads to, whether it still serves or not.
pub async fn invited(db: &impl ConnectionTrait, token: &str) -> Result<Option<Invited>, AppError> {
    let found = survey_link::Entity::find()
        .filter(survey_link::Column::TokenDigest.eq(secrets::digest(token)))
        .find_also_related(survey_invitation::Entity)
        .one(db)
        .await?;
    match found {
        Some((_, Some(invitation))) => Ok(Some(about(db, invitation).await?)),
        _ => Ok(None),
    }
}

pub async fn invitation(db: &impl ConnectionTrait, id: InvitationId) -> Result<Invited, AppError> {
    let row = survey_invitation::Entity::find_by_id(id).one(db).await?;
    about(db, row.ok_or(AppError::NotFound)?).await
}

async fn about(
    db: &impl ConnectionTrait,
    invitation: survey_invitation::Model,
) -> Result<Invited, AppError> {
    let round = survey_round::Entity::find_by_id(invitation.round_id).one(db).await?;
    let round = round.ok_or(AppError::NotFound)?;
    let place = enrolment::Entity::find_by_id(invitation.enrolment_id)
        .find_also_related(person::Entity)
        .one(db)
        .await?;
    let Some((place, Some(person))) = place else { return Err(AppError::NotFound) };
    let asked = match invitation.respondent {
        Respondent::Person => round.version_id,
        Respondent::Supervisor => round.supervisor_version_id.unwrap_or(round.version_id),
    };
    Ok(Invited {
        survey: version(db, asked).await?,
        title: title(db, round.cohort_id).await?,
        invitation,
        round,
        place,
        person,
    })
}

/// How many were asked and what was answered, of one respondent of a follow-up.
#[derive(Default)]
pub struct Followed {
    pub asked: usize,
    pub answers: Vec<Answers>,
}

/// Everything that was answered in the follow-ups of a cohort, with one statement.
pub async fn followed(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashMap<(RoundId, Respondent), Followed>, AppError> {
    let rows: Vec<(RoundId, Respondent, Option<String>)> = survey_invitation::Entity::find()
        .select_only()
        .column(survey_invitation::Column::RoundId)
        .column(survey_invitation::Column::Respondent)
        .column(survey_invitation::Column::Answers)
        .join(JoinType::InnerJoin, survey_invitation::Relation::Round.def())
        .filter(survey_round::Column::CohortId.eq(cohort))
        .into_tuple()
        .all(db)
        .await?;
    let mut all: HashMap<_, Followed> = HashMap::new();
    for (round, respondent, answers) in rows {
        let one = all.entry((round, respondent)).or_default();
        one.asked += 1;
        if let Some(text) = answers {
            one.answers.push(read(&text)?);
        }
    }
    Ok(all)
}

/// What these versions ask.
pub async fn questionnaires(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = VersionId>,
) -> Result<HashMap<VersionId, Questionnaire>, AppError> {
    let rows = survey_version::Entity::find()
        .filter(survey_version::Column::Id.is_in(ids))
        .all(db)
        .await?;
    rows.iter().map(|version| Ok((version.id, questionnaire(version)?))).collect()
}

/// A round and what it asks.
pub async fn questionnaire_of(
    db: &impl ConnectionTrait,
    round: RoundId,
) -> Result<(survey_round::Model, Questionnaire), AppError> {
    let found = survey_round::Entity::find_by_id(round)
        .find_also_related(survey_version::Entity)
        .one(db)
        .await?;
    match found {
        Some((round, Some(version))) => {
            let survey = questionnaire(&version)?;
            Ok((round, survey))
        }
        _ => Err(AppError::NotFound),
    }
}
