//! Tickets of satisfaction surveys: who may answer, and whether they took their ballot.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::{self, CohortId};
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use people_model::entity::person::PersonId;

use crate::entity::survey_round::{self, RoundId};
use crate::entity::survey_ticket;
use crate::entity::survey_version::Kind;
use crate::rules::{SurveyStanding, standing};

/// Returns the enrolments whose ticket was exchanged for a ballot: as far as anybody knows, those who
/// answered the satisfaction survey of the cohort. Nobody knows when, or what they answered.
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

/// The satisfaction survey of a cohort, for a certificate rule that asks for it: until when it is open,
/// and whose tickets were used. `closes_at` is `None` when it has not opened.
#[derive(Clone, Debug, Default)]
pub struct SatisfactionRound {
    closes_at: Option<DateTime<Utc>>,
    tickets: HashMap<EnrolmentId, bool>,
}

impl SatisfactionRound {
    /// Returns where one enrolment stands with the survey.
    pub fn of(
        &self,
        cohort: &cohort::Model,
        enrolment: EnrolmentId,
        now: DateTime<Utc>,
    ) -> SurveyStanding {
        let ticket = self.tickets.get(&enrolment).copied();
        standing((cohort.stage, cohort.ends_on), self.closes_at, ticket, now)
    }
}

/// Returns the satisfaction surveys of some cohorts with their tickets: those of one enrolment, or of
/// every enrolment when `only` is `None`. Two statements.
///
/// # Errors
/// The database's.
pub async fn asking(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
    only: Option<EnrolmentId>,
) -> Result<HashMap<CohortId, SatisfactionRound>, DbErr> {
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
    let mut all: HashMap<CohortId, SatisfactionRound> = rounds
        .into_iter()
        .map(|round| {
            let asking =
                SatisfactionRound { closes_at: Some(round.closes_at), tickets: HashMap::new() };
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

pub async fn ticket(
    db: &impl ConnectionTrait,
    round: RoundId,
    enrolment: EnrolmentId,
) -> Result<Option<survey_ticket::Model>, DbErr> {
    survey_ticket::Entity::find_by_id((round, enrolment)).one(db).await
}

/// A satisfaction survey that a person may still answer.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OpenSurvey {
    pub enrolment: EnrolmentId,
    pub course: String,
    pub closes_at: DateTime<Utc>,
}

/// Returns the open surveys whose ticket the person has not used.
///
/// # Errors
/// The database's.
pub async fn waiting(
    db: &impl ConnectionTrait,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<OpenSurvey>, DbErr> {
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

/// Returns how many people may answer a round, and how many took their ballot.
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
