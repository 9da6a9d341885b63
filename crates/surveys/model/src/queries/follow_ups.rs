//! Follow-ups: the invitation that an address leads to, and what was answered.

use std::collections::{BTreeMap, HashMap};

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::CohortId;
use enrolment_model::entity::enrolment;
use enrolment_model::queries::municipality_at;
use people_model::entity::person;
use platform::errors::AppError;
use platform::secrets;

use super::{read, title, version};
use crate::entity::survey_invitation::{self, InvitationId, Respondent};
use crate::entity::survey_link;
use crate::entity::survey_round::{self, RoundId};
use crate::questionnaire::{Questionnaire, SurveyAnswers};

/// An invitation with everything that its page says.
pub struct InvitationDetails {
    pub invitation: survey_invitation::Model,
    pub round: survey_round::Model,
    pub enrolment: enrolment::Model,
    pub person: person::Model,
    pub survey: Questionnaire,
    /// «Gestión tributaria, cohorte Meta 2026-2».
    pub title: String,
}

/// Returns the invitation that an address leads to, also one that was answered or expired. `None`
/// means that the address leads nowhere.
pub async fn invited(
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<InvitationDetails>, AppError> {
    let found = survey_link::Entity::find()
        .filter(survey_link::Column::TokenDigest.eq(secrets::digest(token)))
        .find_also_related(survey_invitation::Entity)
        .one(db)
        .await?;
    match found {
        Some((_, Some(invitation))) => Ok(Some(details(db, invitation).await?)),
        _ => Ok(None),
    }
}

pub async fn invitation(
    db: &impl ConnectionTrait,
    id: InvitationId,
) -> Result<InvitationDetails, AppError> {
    let row = survey_invitation::Entity::find_by_id(id).one(db).await?;
    details(db, row.ok_or(AppError::NotFound)?).await
}

async fn details(
    db: &impl ConnectionTrait,
    invitation: survey_invitation::Model,
) -> Result<InvitationDetails, AppError> {
    let round = survey_round::Entity::find_by_id(invitation.round_id).one(db).await?;
    let round = round.ok_or(AppError::NotFound)?;
    let row = enrolment::Entity::find_by_id(invitation.enrolment_id)
        .find_also_related(person::Entity)
        .one(db)
        .await?;
    let Some((enrolment, Some(person))) = row else { return Err(AppError::NotFound) };
    let asked = match invitation.respondent {
        Respondent::Person => round.version_id,
        Respondent::Supervisor => round.supervisor_version_id.unwrap_or(round.version_id),
    };
    Ok(InvitationDetails {
        survey: version(db, asked).await?,
        title: title(db, round.cohort_id).await?,
        invitation,
        round,
        enrolment,
        person,
    })
}

/// The answers of one kind of respondent to a follow-up.
#[derive(Default)]
pub struct FollowUpAnswers {
    /// How many were asked.
    pub asked: usize,
    /// By the municipality that each person was counted for when the survey was over.
    pub groups: BTreeMap<Option<String>, Vec<SurveyAnswers>>,
}

impl FollowUpAnswers {
    pub fn answered(&self) -> usize {
        self.groups.values().map(Vec::len).sum()
    }

    /// Returns all answers together, of which only sentences may be told.
    pub fn all(&self) -> Vec<SurveyAnswers> {
        self.groups.values().flatten().cloned().collect()
    }
}

/// Returns everything that was answered in the follow-ups of a cohort. One statement.
pub async fn followed(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashMap<(RoundId, Respondent), FollowUpAnswers>, AppError> {
    let home = municipality_at(Expr::col((survey_round::Entity, survey_round::Column::ClosesAt)));
    let rows: Vec<(RoundId, Respondent, Option<String>, Option<String>)> =
        survey_invitation::Entity::find()
            .select_only()
            .column(survey_invitation::Column::RoundId)
            .column(survey_invitation::Column::Respondent)
            .column(survey_invitation::Column::Answers)
            .column_as(home, "municipality")
            .join(JoinType::InnerJoin, survey_invitation::Relation::Round.def())
            .join(JoinType::InnerJoin, survey_invitation::Relation::Enrolment.def())
            .filter(survey_round::Column::CohortId.eq(cohort))
            .into_tuple()
            .all(db)
            .await?;
    let mut all: HashMap<_, FollowUpAnswers> = HashMap::new();
    for (round, respondent, answers, municipality) in rows {
        let one = all.entry((round, respondent)).or_default();
        one.asked += 1;
        if let Some(text) = answers {
            one.groups.entry(municipality).or_default().push(read(&text)?);
        }
    }
    Ok(all)
}
